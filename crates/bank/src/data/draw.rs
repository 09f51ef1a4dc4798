//! Numbers without pattern that follow from a name.

use sha2::{Digest, Sha256};

/// Numbers without pattern that follow from a name.
pub(super) struct Draw([u8; 32]);

impl Draw {
    pub(super) fn new(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// One of eight.
    pub(super) fn number(&self, index: usize) -> u64 {
        self.0.iter().skip(index * 4).take(4).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// 0 to 99, another one for each of sixteen places.
    pub(super) fn percentile(&self, place: usize) -> u64 {
        let bytes = self.0.iter().skip(place % 16 * 2).take(2);
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte)) % 100
    }

    pub(super) fn between(&self, least: i64, most: i64, index: usize) -> i64 {
        let span = most.abs_diff(least).saturating_add(1);
        least.saturating_add_unsigned(self.number(index) % span)
    }

    pub(super) fn id(&self) -> String {
        format!("{:08x}{:08x}{:08x}", self.number(0), self.number(6), self.number(7))
    }
}
