//! A column that holds yes or no.

use sqlx::{
    Any, Database, Decode, Encode, Type,
    any::{AnyTypeInfo, AnyValueRef},
    encode::IsNull,
    error::BoxDynError,
};

/// Yes or no, kept as 1 or 0: the driver that takes either database knows no boolean of SQLite's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flag(pub bool);

impl Type<Any> for Flag {
    fn type_info() -> AnyTypeInfo {
        <i64 as Type<Any>>::type_info()
    }

    fn compatible(other: &AnyTypeInfo) -> bool {
        <i64 as Type<Any>>::compatible(other)
    }
}

impl Encode<'_, Any> for Flag {
    fn encode_by_ref(&self, buffer: &mut <Any as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<'_, Any>>::encode(i64::from(self.0), buffer)
    }
}

impl<'row> Decode<'row, Any> for Flag {
    fn decode(value: AnyValueRef<'row>) -> Result<Self, BoxDynError> {
        Ok(Self(<i64 as Decode<'row, Any>>::decode(value)? != 0))
    }
}

impl From<Flag> for bool {
    fn from(flag: Flag) -> Self {
        flag.0
    }
}
