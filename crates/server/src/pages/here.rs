//! Whether somebody on this machine asks: what is there for trying a sandbox out is for nobody else.

use std::net::SocketAddr;

use axum::http::{HeaderMap, header, uri::Authority};

use crate::{state::Origins, web_address::is_on_this_machine};

/// Whether somebody on this machine asks, for a flow that is on this machine and by a name that only this
/// machine has: a page of somebody else's could have another name for it. The port is not looked at, because
/// `trunk serve` leaves it out.
pub(super) fn is_here(origins: &Origins, peer: SocketAddr, headers: &HeaderMap) -> bool {
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let by_name = asked.is_some_and(|asked| {
        asked.parse::<Authority>().is_ok() && is_on_this_machine(&format!("http://{asked}"))
    });
    by_name && is_on_this_machine(&origins.flow) && peer.ip().to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_or_name_is_shown_nothing() {
        let origins = Origins { flow: "http://127.0.0.1:4301".into(), ..Origins::default() };
        let here = |peer: &str, host: &'static str| {
            let headers = HeaderMap::from_iter([(header::HOST, host.parse().expect("a host"))]);
            is_here(&origins, peer.parse().expect("an address"), &headers)
        };
        assert!(here("127.0.0.1:50000", "127.0.0.1:4301"));
        assert!(here("127.0.0.1:50000", "127.0.0.1"), "through trunk");
        assert!(here("[::1]:50000", "localhost:4301"));
        assert!(!here("192.168.1.7:50000", "127.0.0.1:4301"));
        assert!(!here("127.0.0.1:50000", "evil.example:4301"));
        assert!(!here("127.0.0.1:50000", "evil.example/@127.0.0.1"));
        assert!(!is_here(&origins, ([127, 0, 0, 1], 1).into(), &HeaderMap::new()));
        let public = Origins { flow: "https://link.example".into(), ..Origins::default() };
        let headers = HeaderMap::from_iter([(header::HOST, "127.0.0.1".parse().expect("a host"))]);
        assert!(!is_here(&public, ([127, 0, 0, 1], 1).into(), &headers));
    }
}
