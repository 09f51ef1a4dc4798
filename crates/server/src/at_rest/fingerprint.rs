//! Keyed digests: they tell whether two texts are the same, and whoever has the database alone cannot
//! try out what a text was.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Keeps the key of digests apart from the one that seals.
const PURPOSE: &[u8] = b"linkspan fingerprints\n";

/// Makes digests under one key.
#[derive(Clone)]
pub(super) struct Fingerprints(Hmac<Sha256>);

impl Fingerprints {
    /// Under a key that is derived from this one.
    pub fn new(key: &[u8; 32]) -> Self {
        let mut derive = keyed(key);
        derive.update(PURPOSE);
        Self(keyed(&derive.finalize().into_bytes().into()))
    }

    /// Hex HMAC-SHA256 of the parts, one behind the other.
    pub fn of(&self, parts: &[&[u8]]) -> String {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part);
        }
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }
}

/// HMAC fills a shorter key up with zeros: so this one is of the length that cannot be wrong.
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    Hmac::new(&block.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_the_known_ones_and_need_the_key() {
        // python3: k = hmac(b"\1" * 32, b"linkspan fingerprints\n"); hmac(k, b"/v1/customers\nname=Maya").hex()
        let known = "0a14fd83c736116f0140be38dda5e037f47ef181ef712ce1499756fe0f492946";
        let made = Fingerprints::new(&[1; 32]).of(&[b"/v1/customers", b"\n", b"name=Maya"]);
        assert_eq!(made, known);
        assert_ne!(Fingerprints::new(&[2; 32]).of(&[b"/v1/customers\nname=Maya"]), known);
    }
}
