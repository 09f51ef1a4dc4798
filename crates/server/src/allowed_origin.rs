//! Origins that a merchant lets frame the flow, or call it from a page.

use url::Url;

use crate::web_address::is_loopback;

/// Why an origin is refused, as a sentence for the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// `*`, `null`, a path, a user name, upper case …
    #[error("an origin is written as a browser sends it: scheme://host or scheme://host:port, lower case")]
    Malformed,
    /// Neither `https` nor `http`.
    #[error("an origin begins with https:// (or http:// on loopback hosts)")]
    Scheme,
    /// `http` where others can listen.
    #[error("plain http is for loopback hosts")]
    Insecure,
    /// `:*` on a host of the internet.
    #[error("a port of * is for loopback hosts")]
    AnyPort,
}

/// Checks an origin before it is kept. A wrong one must not become a wider one: what is not
/// exactly an origin is refused, not mended.
///
/// # Errors
/// [`OriginError`] says what is wrong with it.
pub fn parse(text: &str) -> Result<String, OriginError> {
    let (plain, any_port) = match text.strip_suffix(":*") {
        Some(plain) => (plain, true),
        None => (text, false),
    };
    let url = Url::parse(plain).map_err(|_| OriginError::Malformed)?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(OriginError::Scheme);
    }
    // The parser takes more in a host than names have, and this goes into a policy header.
    let host = url.host_str().unwrap_or_default();
    let is_name = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
    let is_exact = url.origin().ascii_serialization() == plain && !(any_port && url.port().is_some());
    if !is_name || !is_exact {
        return Err(OriginError::Malformed);
    }
    let loopback = is_loopback(&url);
    if url.scheme() == "http" && !loopback {
        return Err(OriginError::Insecure);
    }
    if any_port && !loopback {
        return Err(OriginError::AnyPort);
    }
    Ok(text.to_owned())
}

/// Whether a browser's `Origin` is one of these.
pub fn any_matches(allowed: &[String], origin: &str) -> bool {
    allowed.iter().any(|allowed| matches(allowed, origin))
}

fn matches(allowed: &str, origin: &str) -> bool {
    match allowed.strip_suffix(":*") {
        None => allowed == origin,
        Some(host) => origin.strip_prefix(host).is_some_and(|rest| {
            rest.is_empty()
                || rest.strip_prefix(':').is_some_and(|port| {
                    !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit())
                })
        }),
    }
}

/// The `frame-ancestors` of a content security policy for these origins.
///
/// Host sources cannot be IPv6 addresses; browsers ignore such a source, so it is left out.
pub fn frame_ancestors(allowed: &[String]) -> String {
    let sources: Vec<&str> =
        allowed.iter().map(String::as_str).filter(|source| !source.contains('[')).collect();
    if sources.is_empty() { "'none'".to_owned() } else { sources.join(" ") }
}

/// Any page on this machine: what the sandbox's own merchant allows.
pub fn loopback() -> Vec<String> {
    ["http://localhost:*", "http://127.0.0.1:*", "http://127.0.0.2:*", "http://127.0.0.3:*", "http://[::1]:*"]
        .map(str::to_owned)
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_are_kept() {
        for good in ["https://shop.example", "https://shop.example:8443", "http://localhost:3000"] {
            assert_eq!(parse(good).as_deref(), Ok(good));
        }
        for origin in loopback() {
            assert_eq!(parse(&origin), Ok(origin));
        }
        for (bad, why) in [
            ("*", OriginError::Malformed),
            ("null", OriginError::Malformed),
            ("", OriginError::Malformed),
            ("https://*", OriginError::Malformed),
            ("https://*.shop.example", OriginError::Malformed),
            ("https://shop.example/", OriginError::Malformed),
            ("https://shop.example/path", OriginError::Malformed),
            ("https://user@shop.example", OriginError::Malformed),
            ("https://Shop.example", OriginError::Malformed),
            ("https://shop.example:443", OriginError::Malformed),
            ("https://shop.example; script-src *", OriginError::Malformed),
            ("http://localhost:3000:*", OriginError::Malformed),
            ("javascript:alert(1)", OriginError::Scheme),
            ("file:///tmp", OriginError::Scheme),
            ("http://shop.example", OriginError::Insecure),
            ("https://shop.example:*", OriginError::AnyPort),
        ] {
            assert_eq!(parse(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn origins_are_compared_whole() {
        let allowed = ["https://shop.example".to_owned(), "http://localhost:*".to_owned()];
        for good in ["https://shop.example", "http://localhost", "http://localhost:3000"] {
            assert!(any_matches(&allowed, good), "{good}");
        }
        for bad in [
            "https://shop.example.evil.test",
            "https://evil-shop.example",
            "http://shop.example",
            "https://shop.example:8443",
            "https://shop.example.",
            "http://localhost.evil.test",
            "http://localhost:3000.evil.test",
            "http://localhost:",
            "https://localhost:3000",
            "null",
        ] {
            assert!(!any_matches(&allowed, bad), "{bad}");
        }
    }

    #[test]
    fn ancestors_are_what_a_browser_understands() {
        assert_eq!(frame_ancestors(&[]), "'none'");
        assert_eq!(
            frame_ancestors(&["https://shop.example".into(), "http://[::1]:*".into()]),
            "https://shop.example"
        );
    }
}
