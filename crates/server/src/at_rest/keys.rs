//! Where the keys come from, and the refusal to start with the wrong ones.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use data_encoding::BASE64;
use rand::Rng;

use super::{Keyring, rotation};
use crate::{data_dir, store::Store};

/// The setting's name.
pub const SETTING: &str = "LINKSPAN_ENCRYPTION_KEYS";
/// Kept beside the database where the setting is not given.
const FILE: &str = "encryption-key";

/// Why there is no keyring. Says nothing of a key.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// Not a list of keys.
    #[error("key {place} is not 32 bytes in base64")]
    Malformed {
        /// Which of them, from 1.
        place: usize,
    },
    /// The database was sealed under a key that is not given.
    #[error(
        "the database is sealed under the key {key}; give it in LINKSPAN_ENCRYPTION_KEYS (the first key seals, all open)"
    )]
    Missing {
        /// Its id.
        key: String,
    },
    /// The sandbox's own key could not be read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// Which file.
        file: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The database failed.
    #[error("the ids of encryption keys could not be read: {0}")]
    Database(#[from] sqlx::Error),
}

/// The setting's value: the first seals, all open. No `Debug`.
#[derive(Clone, Default)]
pub struct EncryptionKeys(pub Vec<[u8; 32]>);

/// Reads the setting: base64 keys of 32 bytes, separated by commas.
///
/// # Errors
/// [`KeysError::Malformed`] names the place of the one that is none.
pub fn parse(text: &str) -> Result<EncryptionKeys, KeysError> {
    let key = |(place, key): (usize, &str)| {
        let bytes = BASE64.decode(key.trim().as_bytes()).ok();
        bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(KeysError::Malformed { place: place + 1 })
    };
    text.split(',').enumerate().map(key).collect::<Result<_, _>>().map(EncryptionKeys)
}

/// The keyring of the given keys, or of the sandbox's own key, which is made where there is none.
///
/// The database knows the ids of the keys that it was sealed under, so that a server with other keys
/// does not start instead of failing at each request.
///
/// # Errors
/// [`KeysError`] when the database needs another key, or file or database fail.
pub async fn prepare(
    keys: &[[u8; 32]],
    data_dir: &Path,
    store: &Store,
    now: i64,
) -> Result<Keyring, KeysError> {
    let mut tx = store.begin_write("encryption_keys").await?;
    let known: Vec<String> =
        sqlx::query_scalar("SELECT id FROM encryption_keys ORDER BY id").fetch_all(&mut *tx).await?;
    let keyring = match keys {
        [first, rest @ ..] => Keyring::new(first, rest),
        [] => Keyring::new(&own_key(&data_dir.join(FILE), known.first())?, &[]),
    };
    for key in known.into_iter().filter(|id| !keyring.has(id)) {
        if rotation::is_used(&mut tx, &key).await? {
            return Err(KeysError::Missing { key });
        }
        sqlx::query("DELETE FROM encryption_keys WHERE id = $1").bind(&key).execute(&mut *tx).await?;
    }
    sqlx::query("INSERT INTO encryption_keys (id, created) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(keyring.first_id())
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(keyring)
}

/// The sandbox's own key. It is not made for a database that needs another.
fn own_key(file: &Path, known: Option<&String>) -> Result<[u8; 32], KeysError> {
    let at_file = |source| KeysError::File { file: file.to_owned(), source };
    match fs::read_to_string(file) {
        Ok(text) => match parse(&text)?.0.as_slice() {
            [key] => Ok(*key),
            _ => Err(at_file(io::Error::other("holds more than one key"))),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(key) = known {
                return Err(KeysError::Missing { key: key.clone() });
            }
            let mut key = [0; 32];
            rand::rng().fill_bytes(&mut key);
            data_dir::write_private(file, BASE64.encode(&key).as_bytes()).map_err(at_file)?;
            tracing::info!(
                file = %file.display(),
                "made a key for the secrets in the database; keep it, or set LINKSPAN_ENCRYPTION_KEYS"
            );
            Ok(key)
        }
        Err(error) => Err(at_file(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_32_bytes_in_base64() {
        let key = BASE64.encode(&[3; 32]);
        assert_eq!(parse(&key).expect("a key").0, [[3; 32]]);
        assert_eq!(parse(&format!("{key}, {key}")).expect("keys").0.len(), 2);
        for (bad, place) in [("", 1), ("abc", 1), (&*format!("{key},"), 2), (&*BASE64.encode(&[3; 31]), 1)] {
            let error = parse(bad).map(drop).expect_err("no key").to_string();
            assert_eq!(error, format!("key {place} is not 32 bytes in base64"));
        }
    }
}
