//! Seals and opens single values.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use ctutils::CtEq;
use data_encoding::BASE64URL_NOPAD;
use rand::Rng;

use super::fingerprint::Fingerprints;
use crate::ids;

/// Begins every sealed text and says how it is made.
const SCHEME: &str = "sealed1";
/// Bytes of the nonce in front of the ciphertext. Long enough to be random.
const NONCE: usize = 24;

/// Where a value belongs. It opens nowhere else, so that nobody who can write to the database can
/// move a value to another row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Table.
    pub table: &'a str,
    /// Column.
    pub column: &'a str,
    /// The row's id.
    pub row: &'a str,
}

impl<'a> Place<'a> {
    /// Of a column in the row with this id.
    pub const fn new(table: &'a str, column: &'a str, row: &'a str) -> Self {
        Self { table, column, row }
    }

    /// Table, column and row as associated data; none of them holds a line break.
    fn text(&self) -> String {
        format!("{}\n{}\n{}", self.table, self.column, self.row)
    }
}

/// Why a value could not be opened. Says nothing of the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AtRestError {
    /// Written by something else.
    #[error("a value in {table}.{column} is not sealed")]
    NotSealed {
        /// Table.
        table: String,
        /// Column.
        column: String,
    },
    /// Sealed under a key that this server was not given.
    #[error("a value in {table}.{column} needs the key {key}, which LINKSPAN_ENCRYPTION_KEYS does not have")]
    UnknownKey {
        /// Table.
        table: String,
        /// Column.
        column: String,
        /// Id of the key.
        key: String,
    },
    /// Changed, or moved here from another place.
    #[error("a value in {table}.{column} was changed or moved")]
    Tampered {
        /// Table.
        table: String,
        /// Column.
        column: String,
    },
}

impl From<AtRestError> for sqlx::Error {
    fn from(error: AtRestError) -> Self {
        Self::Decode(error.into())
    }
}

/// How a text begins that the key of this id sealed.
pub(super) fn prefix(key: &str) -> String {
    format!("{SCHEME}.{key}.")
}

/// Whether a text says of itself that it is sealed.
pub(super) fn is_sealed(text: &str) -> bool {
    text.strip_prefix(SCHEME).is_some_and(|rest| rest.starts_with('.'))
}

/// The keys: the first seals, any opens. Its `Debug` shows ids only.
#[derive(Clone)]
pub struct Keyring {
    first: Key,
    rest: Vec<Key>,
}

#[derive(Clone)]
struct Key {
    id: String,
    cipher: XChaCha20Poly1305,
    fingerprints: Fingerprints,
}

impl Key {
    fn new(key: &[u8; 32]) -> Self {
        // A hash of 256 random bits says nothing about them.
        let id = ids::sha256_hex_of(&[b"linkspan key id\n", key])[..12].to_owned();
        let fingerprints = Fingerprints::new(key);
        Self { id, cipher: XChaCha20Poly1305::new(key.into()), fingerprints }
    }

    /// Says which key made it, so that it can be told again after a rotation.
    fn fingerprint(&self, parts: &[&[u8]]) -> String {
        format!("{}.{}", self.id, self.fingerprints.of(parts))
    }
}

impl Keyring {
    /// The key that seals, and those that still open.
    pub fn new(first: &[u8; 32], rest: &[[u8; 32]]) -> Self {
        Self { first: Key::new(first), rest: rest.iter().map(Key::new).collect() }
    }

    /// Id of the key that seals.
    pub fn first_id(&self) -> &str {
        &self.first.id
    }

    /// Whether it has the key of this id.
    pub fn has(&self, id: &str) -> bool {
        self.key(id).is_some()
    }

    /// How a text begins that the first key sealed.
    pub fn prefix(&self) -> String {
        prefix(&self.first.id)
    }

    /// Seals a value for one place: `sealed1.{key id}.{nonce and ciphertext}`, URL-safe base64. Two
    /// seals of one value differ.
    pub fn seal(&self, place: Place<'_>, plain: &str) -> String {
        let mut sealed = [0; NONCE].to_vec();
        rand::rng().fill_bytes(&mut sealed);
        let about = place.text();
        let payload = Payload { msg: plain.as_bytes(), aad: about.as_bytes() };
        let Ok(nonce) = XNonce::try_from(&sealed[..]) else { return String::new() };
        // Fails only for values of 256 GiB.
        let Ok(text) = self.first.cipher.encrypt(&nonce, payload) else { return String::new() };
        sealed.extend(text);
        format!("{}{}", self.prefix(), BASE64URL_NOPAD.encode(&sealed))
    }

    /// Opens what [`Keyring::seal`] made for the same place.
    ///
    /// # Errors
    /// [`AtRestError`] when it is not sealed, its key is not here, or it was changed or moved.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<String, AtRestError> {
        let (table, column) = (place.table.to_owned(), place.column.to_owned());
        let mut parts = sealed.splitn(3, '.');
        let (Some(SCHEME), Some(id), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(AtRestError::NotSealed { table, column });
        };
        let Some(key) = self.key(id) else {
            return Err(AtRestError::UnknownKey { table, column, key: id.to_owned() });
        };
        let opened = || {
            let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
            let (nonce, text) = bytes.split_at_checked(NONCE)?;
            let about = place.text();
            let payload = Payload { msg: text, aad: about.as_bytes() };
            String::from_utf8(key.cipher.decrypt(&XNonce::try_from(nonce).ok()?, payload).ok()?).ok()
        };
        opened().ok_or(AtRestError::Tampered { table, column })
    }

    /// A digest that tells whether the same comes again, and nobody without the key what it was.
    pub fn fingerprint(&self, parts: &[&[u8]]) -> String {
        self.first.fingerprint(parts)
    }

    /// Whether [`Keyring::fingerprint`] made it of the same parts, under any key that is still here.
    pub fn is_fingerprint(&self, kept: &str, parts: &[&[u8]]) -> bool {
        let key = kept.split_once('.').and_then(|(id, _)| self.key(id));
        key.is_some_and(|key| bool::from(key.fingerprint(parts).as_bytes().ct_eq(kept.as_bytes())))
    }

    fn key(&self, id: &str) -> Option<&Key> {
        std::iter::once(&self.first).chain(&self.rest).find(|key| key.id == id)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = std::iter::once(&self.first).chain(&self.rest).map(|key| &*key.id).collect();
        f.debug_tuple("Keyring").field(&ids).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place::new("webhook_endpoints", "secret", "we_1");

    #[test]
    fn what_is_sealed_opens_in_its_place_alone() {
        let ring = Keyring::new(&[1; 32], &[]);
        let sealed = ring.seal(PLACE, "whsec_abc");
        assert!(!sealed.contains("whsec"));
        assert_ne!(sealed, ring.seal(PLACE, "whsec_abc"));
        assert_eq!(ring.open(PLACE, &sealed).as_deref(), Ok("whsec_abc"));
        for place in [
            Place { row: "we_2", ..PLACE },
            Place { column: "url", ..PLACE },
            Place { table: "sessions", ..PLACE },
        ] {
            assert!(matches!(ring.open(place, &sealed), Err(AtRestError::Tampered { .. })), "{place:?}");
        }
        let mut changed = sealed.into_bytes();
        let middle = changed.len() - 8;
        changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("a text");
        assert!(matches!(ring.open(PLACE, &changed), Err(AtRestError::Tampered { .. })));
        assert!(matches!(ring.open(PLACE, "whsec_abc"), Err(AtRestError::NotSealed { .. })));
        assert!(matches!(ring.open(PLACE, &ring.prefix()), Err(AtRestError::Tampered { .. })));
    }

    #[test]
    fn any_key_opens_and_the_first_seals() {
        let old = Keyring::new(&[1; 32], &[]);
        let both = Keyring::new(&[2; 32], &[[1; 32]]);
        let new = Keyring::new(&[2; 32], &[]);
        let sealed = old.seal(PLACE, "a");
        assert_eq!(both.open(PLACE, &sealed).as_deref(), Ok("a"));
        let error = new.open(PLACE, &sealed).expect_err("another key");
        assert_eq!(
            error.to_string(),
            format!(
                "a value in webhook_endpoints.secret needs the key {}, which LINKSPAN_ENCRYPTION_KEYS does not have",
                old.first_id()
            )
        );
        assert_eq!(new.open(PLACE, &both.seal(PLACE, "b")).as_deref(), Ok("b"));
        let print = old.fingerprint(&[b"a"]);
        assert!(both.is_fingerprint(&print, &[b"a"]) && !both.is_fingerprint(&print, &[b"b"]));
        assert!(!new.is_fingerprint(&print, &[b"a"]), "its key is gone");
        assert_eq!(format!("{old:?}"), format!("Keyring([\"{}\"])", old.first_id()));
    }
}
