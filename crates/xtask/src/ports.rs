//! Ports: the fixed ones of the demo and of the development server, and free ones.

use std::net::{TcpListener, TcpStream, ToSocketAddrs};

use crate::failure::{Failure, Result};

/// The merchant API.
pub const API: &str = "127.0.0.1:4300";
/// The flow.
pub const FLOW: &str = "127.0.0.1:4301";
/// The test bank.
pub const BANK: &str = "127.0.0.1:4302";
/// The merchant's page: another site than the flow, as on the open web.
pub const MERCHANT: &str = "localhost:4310";

/// Checks that all addresses can be listened on.
pub fn all_free(addresses: &[&str]) -> Result<()> {
    for address in addresses {
        if TcpListener::bind(address).is_err() {
            return Err(Failure::PortTaken { address: (*address).to_owned() });
        }
    }
    Ok(())
}

/// A loopback port that is free now.
pub fn free() -> Result<u16> {
    let address = "127.0.0.1:0";
    let listener = TcpListener::bind(address).map_err(Failure::file(address))?;
    Ok(listener.local_addr().map_err(Failure::file(address))?.port())
}

/// Whether something accepts connections there.
pub fn answers(address: &str) -> bool {
    let Ok(mut addresses) = address.to_socket_addrs() else { return false };
    addresses.any(|address| TcpStream::connect_timeout(&address, std::time::Duration::from_secs(1)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        assert!(answers(&address));
        let error = all_free(&[&address]).expect_err("taken").to_string();
        assert!(error.contains(&address), "{error}");
        assert!(all_free(&["127.0.0.1:0"]).is_ok());
    }
}
