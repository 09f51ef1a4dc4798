//! Requests that the server itself makes: to banks and to webhook endpoints.

use std::{io, net::SocketAddr, time::Duration};

use reqwest::{
    Client,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

use crate::web_address::Reach;

/// To be connected.
const CONNECT: Duration = Duration::from_secs(5);
/// From the first byte sent to the last one received.
const WHOLE: Duration = Duration::from_secs(15);

/// For whom the operator named: banks, gateways.
///
/// # Errors
/// When TLS cannot be set up.
pub fn client() -> Result<Client, reqwest::Error> {
    reaching(Reach::Internal)
}

/// For whom a merchant named. A redirect is an answer like any other: following it would let an endpoint
/// choose whom the server talks to.
///
/// # Errors
/// When TLS cannot be set up.
pub fn reaching(reach: Reach) -> Result<Client, reqwest::Error> {
    // The second call in one process finds a provider in place; that is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
        .redirect(Policy::none())
        .no_proxy()
        .user_agent(concat!("linkspan/", env!("CARGO_PKG_VERSION")))
        .dns_resolver(GuardedResolver(reach))
        .build()
}

/// The system's resolver without the addresses that are not posted to: a name that was harmless
/// when it was registered may point to a metadata service now, or into the server's network.
struct GuardedResolver(Reach);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let usable: Vec<SocketAddr> = found.filter(|address| reach.includes(address.ip())).collect();
            if usable.is_empty() {
                return Err(io::Error::new(io::ErrorKind::AddrNotAvailable, "no usable address").into());
            }
            Ok::<Addrs, Box<dyn std::error::Error + Send + Sync>>(Box::new(usable.into_iter()))
        })
    }
}
