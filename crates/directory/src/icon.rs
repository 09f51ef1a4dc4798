//! Draws an institution's icon.

use std::hash::Hasher;

use crate::{Motif, Record};

/// The icon as an SVG document of 40 by 40: the motif in white on the institution's colour, square;
/// whoever shows it rounds its corners.
pub(crate) fn draw(record: &Record) -> String {
    let motif = record.motif.unwrap_or_else(|| motif_of(&record.id));
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40"><path fill="{}" d="M0 0h40v40H0z"/><g fill="#fff">{}</g></svg>"##,
        record.color,
        motif.shapes()
    )
}

/// The same id always draws the same motif.
fn motif_of(id: &str) -> Motif {
    let mut hasher = Fnv::default();
    hasher.write(id.as_bytes());
    let count = Motif::EVERYDAY.len() as u64;
    let place = usize::try_from(hasher.finish() % count).unwrap_or_default();
    Motif::EVERYDAY[place]
}

/// FNV-1a: unlike the standard library's hasher it never changes, and icons are cached by address.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
