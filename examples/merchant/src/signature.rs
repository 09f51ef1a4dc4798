//! Checks `Stripe-Signature: t=<unix seconds>,v1=<hex>[,v1=…]`.
//!
//! What is signed is `"{t}.{body}"`, by HMAC-SHA256 with the endpoint's `whsec_…` secret. Several
//! `v1` are there while a secret is being replaced; other schemes are passed over.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

/// How old a delivery may be, in seconds: an older one may be a replay.
const TOLERANCE: u64 = 300;

/// Why a delivery is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// No header, or not of its form.
    #[error("the signature header is missing or malformed")]
    Malformed,
    /// No signature in it is that of the secret.
    #[error("the signature does not match")]
    Mismatch,
    /// Signed too long ago.
    #[error("the signature is too old")]
    TooOld,
}

/// Whether `body` was sent by whoever knows `secret`, at about `now` (unix seconds).
pub fn verify(header: &str, body: &[u8], secret: &str, now: u64) -> Result<(), SignatureError> {
    let mut timestamp = None;
    let mut signatures = Vec::new();
    for (name, value) in header.split(',').filter_map(|part| part.trim().split_once('=')) {
        match name {
            "t" => timestamp = value.parse::<u64>().ok().map(|seconds| (seconds, value)),
            "v1" => signatures.extend(HEXLOWER.decode(value.as_bytes())),
            _ => {}
        }
    }
    let (seconds, signed_time) = timestamp.ok_or(SignatureError::Malformed)?;
    if signatures.is_empty() {
        return Err(SignatureError::Malformed);
    }

    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| SignatureError::Mismatch)?;
    mac.update(signed_time.as_bytes());
    mac.update(b".");
    mac.update(body);
    // `verify_slice` takes the same time wherever they differ.
    if !signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok()) {
        return Err(SignatureError::Mismatch);
    }
    if now.saturating_sub(seconds) > TOLERANCE { Err(SignatureError::TooOld) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_test";
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const NOW: u64 = 1_721_954_068;

    fn sign(secret: &str, seconds: u64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
        mac.update(format!("{seconds}.").as_bytes());
        mac.update(body);
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }

    #[test]
    fn a_known_signature_is_right() {
        // printf '1721954068.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
        let known = "332f4c4daa7c302d06ee13ed0efce77a8280e2947dae41e6b53581276611e553";
        assert_eq!(verify(&format!("t={NOW},v1={known}"), BODY, SECRET, NOW), Ok(()));
    }

    #[test]
    fn one_of_several_is_enough() {
        let good = sign(SECRET, NOW, BODY);
        let other = sign("whsec_old", NOW, BODY);
        assert_eq!(verify(&format!("t={NOW}, v1={other}, v1={good}, v0=abc"), BODY, SECRET, NOW), Ok(()));
    }

    #[test]
    fn what_was_changed_is_refused() {
        let good = sign(SECRET, NOW, BODY);
        let header = format!("t={NOW},v1={good}");
        assert_eq!(verify(&header, br#"{"id":"evt_2"}"#, SECRET, NOW), Err(SignatureError::Mismatch));
        assert_eq!(verify(&header, BODY, "whsec_other", NOW), Err(SignatureError::Mismatch));
        let moved = format!("t={},v1={good}", NOW + 1);
        assert_eq!(verify(&moved, BODY, SECRET, NOW), Err(SignatureError::Mismatch));
        let cut = format!("t={NOW},v1={}", &good[..62]);
        assert_eq!(verify(&cut, BODY, SECRET, NOW), Err(SignatureError::Mismatch));
    }

    #[test]
    fn what_is_not_a_signature_is_refused() {
        for header in ["", "v1=00", "t=1", "t=x,v1=00", "t=1,v0=00", "t=1,v1=", "t=1,v1=zz", "nonsense"] {
            let refused = verify(header, BODY, SECRET, NOW);
            assert!(matches!(refused, Err(SignatureError::Malformed | SignatureError::Mismatch)), "{header}");
        }
    }

    #[test]
    fn an_old_delivery_is_refused() {
        let header = format!("t={NOW},v1={}", sign(SECRET, NOW, BODY));
        assert_eq!(verify(&header, BODY, SECRET, NOW + TOLERANCE), Ok(()));
        assert_eq!(verify(&header, BODY, SECRET, NOW + TOLERANCE + 1), Err(SignatureError::TooOld));
    }
}
