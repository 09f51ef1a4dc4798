//! Proof key for code exchange (RFC 7636), method S256.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use crate::ids;

/// Fewest characters of a verifier.
const SHORTEST: usize = 43;

/// A new verifier, for one sign-in.
pub(super) fn verifier() -> String {
    let mut verifier = String::new();
    while verifier.len() < SHORTEST {
        verifier.push_str(&ids::new_secret(""));
    }
    verifier
}

/// What the bank is told of a verifier before it sees it.
pub(super) fn challenge(verifier: &str) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenge_is_that_of_the_rfc() {
        // RFC 7636, appendix B.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn verifier_has_the_length_of_the_rfc() {
        assert!((43..=128).contains(&verifier().len()));
    }
}
