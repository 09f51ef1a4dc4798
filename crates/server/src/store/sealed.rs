//! A column that holds a sealed object: JSON before it is sealed.

use serde::{Serialize, de::DeserializeOwned};

use crate::at_rest::{Keyring, Place};

/// Seals an object for its place.
pub fn seal(keyring: &Keyring, place: Place<'_>, object: &impl Serialize) -> Result<String, sqlx::Error> {
    let text = serde_json::to_string(object).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(keyring.seal(place, &text))
}

/// Opens what [`seal`] made for the same place.
pub fn open<T: DeserializeOwned>(
    keyring: &Keyring,
    place: Place<'_>,
    sealed: &str,
) -> Result<T, sqlx::Error> {
    serde_json::from_str(&keyring.open(place, sealed)?).map_err(|error| sqlx::Error::Decode(error.into()))
}
