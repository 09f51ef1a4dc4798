//! Which compression an answer has.

use axum::http::{HeaderMap, header::ACCEPT_ENCODING};

/// A compression, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `br`
    Brotli,
    /// `gzip`
    Gzip,
}

impl Encoding {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The best that the browser takes and that is there.
    pub fn best(headers: &HeaderMap, is_there: impl Fn(Self) -> bool) -> Option<Self> {
        let accepted = headers.get(ACCEPT_ENCODING)?.to_str().ok()?;
        [Self::Brotli, Self::Gzip]
            .into_iter()
            .find(|encoding| is_there(*encoding) && accepts(accepted, encoding.as_str()))
    }
}

/// Whether a list such as `gzip, br;q=0` takes this name.
fn accepts(list: &str, name: &str) -> bool {
    list.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|item| item.eq_ignore_ascii_case(name));
        let refused = parts
            .filter_map(|part| part.strip_prefix("q="))
            .any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_decides() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("brotli", "br"));
    }
}
