//! A server of its own for each test, and a merchant's client of it.

pub mod binary;
pub mod client;
pub mod data;
pub mod eventually;
pub mod flow;
pub mod payment;
pub mod receiver;

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use linkspan_server::{
    clock::Clock,
    config::{Config, RateLimits},
    ids,
    serve::{Options, PublicOrigins, Server, StartError},
    store::merchants::{self, Merchant, MerchantKeys},
};
use tempfile::TempDir;

pub use client::{Client, Reply};
pub use eventually::eventually;
pub use receiver::Receiver;

use crate::{clock::TestClock, database};

/// A running server; it ends with the test.
pub struct App {
    pub server: Server,
    pub clock: Arc<TestClock>,
    /// The default merchant.
    pub merchant: Client,
    pub dir: TempDir,
}

impl App {
    /// A server on an empty directory, with a small web build.
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let web = dir.path().join("web");
        std::fs::create_dir(&web).expect("a directory");
        std::fs::write(web.join("index.html"), INDEX).expect("a file");
        std::fs::write(web.join("linkspan.js"), script()).expect("a file");
        std::fs::write(web.join("linkspan_flow_bg.wasm"), b"\0asm\x01\0\0\0").expect("a file");
        let clock = Arc::new(TestClock::started());
        let server = start(dir.path(), Arc::clone(&clock), PublicOrigins::default()).await;
        let merchant =
            Client::new(&server.ready.api, &server.ready.secret_key, &server.ready.publishable_key);
        Self { server, clock, merchant, dir }
    }

    /// One more merchant.
    pub async fn other_merchant(&self) -> Client {
        let keys = MerchantKeys::new_random();
        let merchant = Merchant {
            id: ids::new_id("acct_"),
            name: "Other Shop".into(),
            color: "#123456".into(),
            icon_svg: Some("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".into()),
            purpose: None,
            privacy_url: None,
            support_email: None,
            allowed_origins: vec!["https://shop.example".to_owned()].into(),
            created: self.clock.now(),
        };
        merchants::create(&self.server.state.store, &merchant, &keys).await.expect("a merchant");
        Client {
            id: merchant.id,
            ..Client::new(&self.server.ready.api, &keys.secret_key, &keys.publishable_key)
        }
    }

    /// The time as the server has it, test helpers included.
    pub fn clock_now(&self) -> i64 {
        self.server.state.now()
    }

    /// An address on the flow's origin.
    pub fn flow(&self, path: &str) -> String {
        format!("{}{path}", self.server.ready.flow)
    }
}

/// Starts a server on a directory.
pub async fn start(dir: &Path, clock: Arc<TestClock>, public: PublicOrigins) -> Server {
    Server::start(Options { public, ..options(dir, clock).await }).await.expect("a server")
}

/// The same with keys for the secrets in the database.
pub async fn start_with_keys(
    dir: &Path,
    clock: Arc<TestClock>,
    public: PublicOrigins,
    encryption_keys: Vec<[u8; 32]>,
) -> Result<Server, StartError> {
    let options = options(dir, clock).await;
    let config = Config { encryption_keys, ..options.config };
    Server::start(Options { public, config, ..options }).await
}

/// What a server on a directory is started with.
pub async fn options(dir: &Path, clock: Arc<TestClock>) -> Options {
    Options {
        mailer: None,
        texter: None,
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        flow_listen: None,
        bank_listen: None,
        metrics_listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
        public: PublicOrigins::default(),
        database: Some(database::of(&dir.join("data")).await),
        read_timeout: Duration::from_secs(75),
        config: Config {
            data_dir: dir.join("data"),
            web_dir: dir.join("web"),
            provider_name: "Linkspan".into(),
            session_ttl_seconds: 3600,
            encryption_keys: Vec::new(),
            internal_webhooks: false,
            rate_limits: RateLimits::default(),
        },
        generated_institutions: 0,
        directory_seed: 0,
        clock,
    }
}

pub const INDEX: &str = "<!doctype html><script type=\"module\" nonce=\"{{__TRUNK NONCE__}}\">1</script>\
     <link rel=\"stylesheet\" nonce=\"{{__TRUNK NONCE__}}\" href=\"/flow.css\">";

/// Long enough to be compressed.
pub fn script() -> String {
    "console.log('a script that compresses well');\n".repeat(100)
}
