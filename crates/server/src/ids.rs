//! Ids, keys and secrets: a prefix that says what it is, and random letters and digits.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use data_encoding::HEXLOWER;
use rand::{RngExt, distr::Alphanumeric};
use sha2::{Digest, Sha256};

/// Random part of an id: 22 of 62 symbols carry 130 bits.
const ID_LENGTH: usize = 22;
/// Random part of a key or secret: 190 bits.
const SECRET_LENGTH: usize = 32;

/// `length` letters and digits from the thread's cryptographic generator, which the operating
/// system seeds.
fn random_alphanumeric(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

/// A new id: `new_id("cus_")`.
///
/// Behind the prefix come 14 hex digits that count microseconds, so that ids sort in the order in
/// which they were made and listings need no other cursor. Small hex digits, because every
/// collation that a `PostgreSQL` database may have sorts those alike. Nobody can guess an id all the
/// same: 22 random letters and digits follow.
pub fn new_id(prefix: &str) -> String {
    format!("{prefix}{:014x}{}", next_instant(), random_alphanumeric(ID_LENGTH))
}

/// Microseconds since 1970, larger at every call of this process.
fn next_instant() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = u64::try_from(since_epoch.as_micros()).unwrap_or(u64::MAX);
    let after = |last: u64| now.max(last.saturating_add(1));
    let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last)));
    after(last.unwrap_or_else(|last| last))
}

/// A new secret that is nobody's id: a key, a handle, a cookie's value, an OAuth `state`.
pub fn new_secret(prefix: &str) -> String {
    format!("{prefix}{}", random_alphanumeric(SECRET_LENGTH))
}

/// `fcsess_client_secret_…`
pub fn new_client_secret() -> String {
    new_secret(linkspan_wire::ClientSecret::PREFIX)
}

/// `whsec_…`
pub fn new_webhook_secret() -> String {
    new_secret("whsec_")
}

/// A one-time code of so many digits.
pub fn new_code(digits: u32) -> String {
    let mut rng = rand::rng();
    (0..digits).map(|_| char::from(b'0' + rng.random_range(0..10_u8))).collect()
}

/// Lower-case hex SHA-256 of a key, secret or handle: what the database holds and looks up.
///
/// A plain hash is enough because everything that is hashed here carries more than 128 random
/// bits; looking up by it also leaves no timing trace of the secret itself.
pub fn sha256_hex(secret: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(secret.as_bytes()))
}

/// The same of several parts, one behind the other.
pub fn sha256_hex_of(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_prefixed() {
        let one = new_id("cus_");
        assert_eq!(one.len(), 4 + 14 + ID_LENGTH);
        assert!(one["cus_".len()..].bytes().all(|b| b.is_ascii_alphanumeric()), "{one}");
    }

    #[test]
    fn ids_sort_in_the_order_in_which_they_were_made() {
        let ids: Vec<String> = (0..1000).map(|_| new_id("cus_")).collect();
        assert!(ids.is_sorted_by(|one, two| one < two));
    }

    #[test]
    fn client_secret_has_the_wire_form() {
        assert!(linkspan_wire::ClientSecret::parse(&new_client_secret()).is_ok());
    }

    #[test]
    fn hash_is_the_known_one() {
        assert_eq!(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
