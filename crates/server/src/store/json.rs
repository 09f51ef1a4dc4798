//! A column that holds JSON as text, in either database.

use std::ops::{Deref, DerefMut};

use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    Any, Database, Decode, Encode, Type,
    any::{AnyTypeInfo, AnyValueRef},
    encode::IsNull,
    error::BoxDynError,
};

/// A value kept as JSON text. sqlx has one of its own, but not for the driver that takes either
/// database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> Type<Any> for Json<T> {
    fn type_info() -> AnyTypeInfo {
        <String as Type<Any>>::type_info()
    }

    fn compatible(other: &AnyTypeInfo) -> bool {
        <String as Type<Any>>::compatible(other)
    }
}

impl<T: Serialize> Encode<'_, Any> for Json<T> {
    fn encode_by_ref(&self, buffer: &mut <Any as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <String as Encode<'_, Any>>::encode(serde_json::to_string(&self.0)?, buffer)
    }
}

impl<'row, T: DeserializeOwned> Decode<'row, Any> for Json<T> {
    fn decode(value: AnyValueRef<'row>) -> Result<Self, BoxDynError> {
        let text = <String as Decode<'row, Any>>::decode(value)?;
        Ok(Self(serde_json::from_str(&text)?))
    }
}
