//! The three sockets.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::{PublicOrigins, StartError};
use crate::state::Origins;

/// The three sockets, bound.
pub struct Bound {
    pub api: TcpListener,
    pub flow: TcpListener,
    pub bank: TcpListener,
    pub addresses: Addresses,
}

/// Where the three sockets are, whatever a proxy in front of them is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addresses {
    /// Of the merchant API.
    pub api: SocketAddr,
    /// Of the flow.
    pub flow: SocketAddr,
    /// Of the test bank.
    pub bank: SocketAddr,
    /// Of the figures for Prometheus, where they are served.
    pub metrics: Option<SocketAddr>,
}

/// Binds all three before any of them serves.
pub async fn bind(
    api: SocketAddr,
    flow: Option<SocketAddr>,
    bank: Option<SocketAddr>,
) -> Result<Bound, StartError> {
    let (api_listener, api_address) = listen("--listen", api).await?;
    let flow = flow.unwrap_or_else(|| neighbour(api, 1));
    let (flow_listener, flow_address) = listen("--flow-listen", flow).await?;
    let bank = bank.unwrap_or_else(|| neighbour(api, 2));
    let (bank_listener, bank_address) = listen("--bank-listen", bank).await?;
    Ok(Bound {
        api: api_listener,
        flow: flow_listener,
        bank: bank_listener,
        addresses: Addresses { api: api_address, flow: flow_address, bank: bank_address, metrics: None },
    })
}

async fn listen(flag: &'static str, address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let at_address = |source| StartError::Listen { flag, address, source };
    let listener = TcpListener::bind(address).await.map_err(at_address)?;
    let bound = listener.local_addr().map_err(at_address)?;
    Ok((listener, bound))
}

/// The same host some ports further; any free port where the first is any free port.
fn neighbour(mut address: SocketAddr, distance: u16) -> SocketAddr {
    let port = address.port();
    address.set_port(if port == 0 { 0 } else { port.checked_add(distance).unwrap_or(0) });
    address
}

impl Bound {
    /// Binds the address of the figures, where one is wanted.
    pub async fn figures(&mut self, address: Option<SocketAddr>) -> Result<Option<TcpListener>, StartError> {
        let Some(address) = address else { return Ok(None) };
        let (listener, bound) = listen("--metrics-listen", address).await?;
        self.addresses.metrics = Some(bound);
        Ok(Some(listener))
    }

    /// Origins as others write them.
    pub fn origins(&self, public: PublicOrigins) -> Origins {
        let Addresses { api, flow, bank, .. } = self.addresses;
        Origins {
            api: public.api.unwrap_or_else(|| origin(api)),
            flow: public.flow.unwrap_or_else(|| origin(flow)),
            bank: public.bank.unwrap_or_else(|| origin(bank)),
        }
    }
}

/// A socket's address as an origin. One that listens on all addresses is reached on this machine's
/// own.
fn origin(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => format!("http://127.0.0.1:{}", v4.port()),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => format!("http://[::1]:{}", v6.port()),
        address => format!("http://{address}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn neighbours_are_the_next_ports() {
        assert_eq!(neighbour(address("127.0.0.1:4300"), 2), address("127.0.0.1:4302"));
        assert_eq!(neighbour(address("127.0.0.1:0"), 2), address("127.0.0.1:0"));
        assert_eq!(neighbour(address("127.0.0.1:65535"), 1), address("127.0.0.1:0"));
    }

    #[test]
    fn origins_can_be_opened() {
        assert_eq!(origin(address("127.0.0.1:4300")), "http://127.0.0.1:4300");
        assert_eq!(origin(address("0.0.0.0:80")), "http://127.0.0.1:80");
        assert_eq!(origin(address("[::1]:80")), "http://[::1]:80");
    }
}
