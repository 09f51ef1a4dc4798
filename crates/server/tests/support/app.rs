//! The running server.

use std::{
    net::SocketAddr,
    sync::{Arc, LazyLock},
};

use axum::{Router, middleware};
use linkspan_bank::BankConfig;
use linkspan_directory::Directory;
use linkspan_server::{
    AppState,
    at_rest::Keyring,
    clock::Clock,
    config::{Config, RateLimits},
    ids,
    mail::Mailer,
    oauth, outbound, pages,
    rehearsal::Rehearsal,
    state::Origins,
    store::{
        Store,
        merchants::{self, Merchant, MerchantKeys},
    },
    texts::Texter,
    web_address::Reach,
};
use tokio::{
    net::TcpListener,
    sync::{Notify, broadcast},
};

use super::{
    bank_desk::{self, BankDesk},
    clock::TestClock,
    database,
};

/// The running server; it ends with the test.
pub struct App {
    pub state: AppState,
    pub clock: Arc<TestClock>,
    /// What the bank was asked, and what it answers instead of its own answer.
    pub desk: Arc<BankDesk>,
    pub http: reqwest::Client,
    _dir: tempfile::TempDir,
}

/// A merchant with its publishable key.
#[derive(Clone)]
pub struct TestMerchant {
    pub id: String,
    pub publishable_key: String,
}

impl App {
    pub async fn start() -> Self {
        Self::start_with(None, None).await
    }

    /// One from which messages leave.
    pub async fn start_with(mailer: Option<Arc<dyn Mailer>>, texter: Option<Arc<dyn Texter>>) -> Self {
        // One for all tests: indexing it takes longer than most of them.
        static DIRECTORY: LazyLock<Arc<Directory>> =
            LazyLock::new(|| Arc::new(Directory::sandbox().expect("a directory")));
        let directory = Arc::clone(&DIRECTORY);
        let dir = directory_in_memory();
        let flow = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let bank = TcpListener::bind("127.0.0.2:0").await.expect("a socket");
        let origin =
            |listener: &TcpListener| format!("http://{}", listener.local_addr().expect("an address"));
        let origins = Origins { api: "http://127.0.0.1:9".into(), flow: origin(&flow), bank: origin(&bank) };
        let clock = Arc::new(TestClock::started());
        let http = outbound::client().expect("a client");
        let state = AppState {
            store: Store::open(&database::of(dir.path()).await).await.expect("a database"),
            keyring: Arc::new(Keyring::new(&[8; 32], &[])),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            rehearsal: Arc::new(Rehearsal::new(Arc::clone(&clock) as Arc<dyn Clock>)),
            config: Arc::new(Config {
                data_dir: dir.path().into(),
                web_dir: dir.path().into(),
                provider_name: "Linkspan".into(),
                session_ttl_seconds: 3600,
                encryption_keys: Vec::new(),
                internal_webhooks: false,
                rate_limits: RateLimits::default(),
            }),
            origins: Arc::new(origins),
            directory: Arc::clone(&directory),
            http: http.clone(),
            webhook_http: http.clone(),
            webhook_reach: Reach::Internal,
            auth_changes: broadcast::channel(64).0,
            lifecycle: Arc::default(),
            search_limits: Arc::default(),
            metrics: Arc::default(),
            deliveries_due: Arc::new(Notify::new()),
            mailer,
            texter,
            mails_due: Arc::default(),
            refreshes_due: Arc::new(Notify::new()),
            payments_due: Arc::new(Notify::new()),
        };
        let bank_clock = Arc::clone(&clock);
        let desk = Arc::new(BankDesk::default());
        let bank_router = linkspan_bank::router(BankConfig {
            origin: state.origins.bank.clone(),
            redirect_uri: oauth::redirect_uri(&state.origins),
            signing_key: [7; 32],
            directory,
            clock: Arc::new(move || bank_clock.now()),
            closed: Arc::new(|_| false),
        })
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), bank_desk::at_the_desk));
        serve(flow, pages::router(state.clone(), &MerchantKeys::new_random()));
        serve(bank, bank_router);
        Self { state, clock, desk, http, _dir: dir }
    }

    pub async fn merchant(&self, name: &str) -> TestMerchant {
        self.merchant_at(name, &[]).await
    }

    /// A merchant whose pages of these origins run the flow.
    pub async fn merchant_at(&self, name: &str, origins: &[&str]) -> TestMerchant {
        let keys = MerchantKeys::new_random();
        let merchant = Merchant {
            id: ids::new_id("acct_"),
            name: name.into(),
            color: "#123456".into(),
            icon_svg: None,
            purpose: None,
            privacy_url: None,
            support_email: None,
            allowed_origins: origins.iter().map(|&origin| origin.into()).collect::<Vec<String>>().into(),
            created: self.state.now(),
        };
        merchants::create(&self.state.store, &merchant, &keys).await.expect("a merchant");
        TestMerchant { id: merchant.id, publishable_key: keys.publishable_key }
    }

    /// One number out of the database.
    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(self.state.store.pool()).await.expect("a count")
    }
}

/// In memory where the machine has such a place: these tests ask nothing of the disk, and waiting for
/// it is most of their time.
fn directory_in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a directory")
}

fn serve(listener: TcpListener, router: Router) {
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, router).await });
}
