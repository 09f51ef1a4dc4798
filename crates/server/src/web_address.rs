//! Addresses that others give us: where a person is sent back to, where events are posted.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Longest address.
const LONGEST: usize = 2048;

/// Why an address is refused, as a sentence for the developer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an address at all, or one that different readers would read differently.
    #[error("it is not an absolute http or https address")]
    Malformed,
    /// Longer than anybody needs.
    #[error("it is longer than 2048 characters")]
    TooLong,
    /// `user:password@`, which makes one host look like another.
    #[error("it must not contain a user name or password")]
    UserInfo,
    /// Plain `http` where others can listen.
    #[error("it must use https; plain http is for loopback hosts, such as localhost")]
    Insecure,
    /// An address that only the machine's own network services have.
    #[error("its host is a link-local, multicast or unspecified address")]
    Unroutable,
    /// Of this machine, or of a network that is not the internet.
    #[error("its host is on the server's own machine or network, which takes --internal-webhooks")]
    Internal,
}

/// How far the server posts events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Also to its own machine and the networks around it.
    Internal,
    /// To the internet alone: a merchant must not look into the server's own network through it.
    Internet,
}

impl Reach {
    /// Whether events are posted to this address.
    pub fn includes(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        !never_a_receiver(address) && (self == Self::Internal || !is_internal(address))
    }
}

/// An address that a browser is sent to: `https`, or `http` on this machine.
///
/// # Errors
/// [`AddressError`] says what is wrong with it.
pub fn browser(text: &str) -> Result<Url, AddressError> {
    secure(absolute(text)?)
}

/// An address that the server posts to: `https`, or `http` on this machine. What a name stands for is looked at
/// when it is posted to (`outbound.rs`).
///
/// # Errors
/// [`AddressError`] says what is wrong with it.
pub fn webhook(text: &str, reach: Reach) -> Result<Url, AddressError> {
    let url = absolute(text)?;
    let address = match url.host() {
        Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => Some(address.to_canonical()),
        _ => None,
    };
    if address.is_some_and(never_a_receiver) {
        return Err(AddressError::Unroutable);
    }
    let internal = is_loopback(&url) || address.is_some_and(is_internal);
    if internal && reach == Reach::Internet {
        return Err(AddressError::Internal);
    }
    secure(url)
}

fn secure(url: Url) -> Result<Url, AddressError> {
    if url.scheme() == "http" && !is_loopback(&url) {
        return Err(AddressError::Insecure);
    }
    Ok(url)
}

/// Where clouds have their metadata services beside the link-local addresses.
const METADATA: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254)),
];

/// Metadata services of clouds, and what receives nothing.
fn never_a_receiver(address: IpAddr) -> bool {
    let link_local = match address {
        IpAddr::V4(v4) => v4.is_link_local() || v4.is_broadcast(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    link_local || address.is_multicast() || address.is_unspecified() || METADATA.contains(&address)
}

/// This machine, and networks that the internet does not lead to (RFC 1918, 4193, 6598).
fn is_internal(address: IpAddr) -> bool {
    let private = match address {
        IpAddr::V4(v4) => v4.is_private() || matches!(v4.octets(), [100, 64..=127, ..] | [0, ..]),
        IpAddr::V6(v6) => v6.is_unique_local(),
    };
    private || address.is_loopback()
}

fn absolute(text: &str) -> Result<Url, AddressError> {
    if text.len() > LONGEST {
        return Err(AddressError::TooLong);
    }
    // The parser drops tabs and line ends and reads `\` as `/`; others do not.
    if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(AddressError::Malformed);
    }
    let lower = text.to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        return Err(AddressError::Malformed);
    }
    let url = Url::parse(text).map_err(|_| AddressError::Malformed)?;
    if !url.username().is_empty() || url.password().is_some() || has_at(text) {
        return Err(AddressError::UserInfo);
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(AddressError::Malformed);
    }
    Ok(url)
}

/// Whether there is an `@` before the path, even with nothing in front of it.
fn has_at(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(_, rest)| rest.split(['/', '?', '#']).next().is_some_and(|host| host.contains('@')))
}

/// Whether an origin, or another address, is on this machine.
pub fn is_on_this_machine(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| is_loopback(&url))
}

/// Whether the host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_to_return_to() {
        for good in [
            "https://shop.example/done?x=1#y",
            "http://localhost:3000/done",
            "http://127.0.0.2:3000",
            "http://[::1]:3000/",
            "https://shop.example/@me",
        ] {
            assert!(browser(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("javascript:alert(1)", AddressError::Malformed),
            ("data:text/html,x", AddressError::Malformed),
            ("//evil.example", AddressError::Malformed),
            ("/\\evil.example", AddressError::Malformed),
            ("https:evil.example", AddressError::Malformed),
            ("https://", AddressError::Malformed),
            ("https://good.example\r\nX: y", AddressError::Malformed),
            ("java\tscript:alert(1)", AddressError::Malformed),
            ("https://good.example\\@evil.example", AddressError::Malformed),
            ("https://good.example@evil.example", AddressError::UserInfo),
            ("https://@evil.example", AddressError::UserInfo),
            ("http://shop.example/done", AddressError::Insecure),
            ("http://localhost.evil.example/", AddressError::Insecure),
        ] {
            assert_eq!(browser(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn places_to_post_to() {
        for good in ["http://127.0.0.1:9/hook", "http://localhost:3000/hook", "https://shop.example/hook"] {
            assert!(webhook(good, Reach::Internal).is_ok(), "{good}");
        }
        for bad in ["http://merchant:3000/hook", "http://shop.example/hook", "http://10.0.0.7/hook"] {
            assert_eq!(webhook(bad, Reach::Internal), Err(AddressError::Insecure), "{bad}");
        }
        for bad in [
            "http://169.254.169.254/latest",
            "http://0xa9fea9fe/",
            "http://[fe80::1]/",
            "http://[::ffff:169.254.169.254]/",
            "http://0.0.0.0/",
            "http://224.0.0.1/",
            "https://100.100.100.200/",
            "https://[fd00:ec2::254]/",
        ] {
            for reach in [Reach::Internal, Reach::Internet] {
                assert_eq!(webhook(bad, reach), Err(AddressError::Unroutable), "{bad}");
            }
        }
    }

    #[test]
    fn the_servers_own_network_is_not_looked_into() {
        assert!(webhook("https://shop.example/hook", Reach::Internet).is_ok());
        assert!(webhook("https://203.0.113.9/hook", Reach::Internet).is_ok());
        for inside in [
            "http://localhost:22/",
            "http://127.0.0.1:22/",
            "http://0x7f.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://10.0.0.7/",
            "https://172.16.0.1/",
            "https://192.168.0.1/",
            "https://100.64.0.1/",
            "https://[fd12::1]/",
        ] {
            assert_eq!(webhook(inside, Reach::Internet), Err(AddressError::Internal), "{inside}");
            assert!(webhook(inside, Reach::Internal).is_ok(), "{inside}");
        }
        for (address, outside) in [("127.0.0.1", false), ("10.1.2.3", false), ("203.0.113.9", true)] {
            assert_eq!(Reach::Internet.includes(address.parse().expect("an address")), outside);
            assert!(Reach::Internal.includes(address.parse().expect("an address")));
        }
    }
}
