//! Opens the three origins and keeps them open.

mod connections;
mod listeners;
mod ready;
mod slow_body;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use linkspan_bank::BankConfig;
use linkspan_directory::{Directory, DirectoryError};
use tokio::{
    sync::{Notify, broadcast},
    task::JoinSet,
};

pub use listeners::Addresses;
pub use ready::Ready;

use crate::{
    AppState, api,
    at_rest::{self, KeysError},
    clock::Clock,
    config::Config,
    data_dir,
    mail::{self, Mailer},
    oauth, operations, outbound, pages, payments, refreshes,
    rehearsal::{self, Rehearsal},
    sandbox::{Sandbox, SandboxError},
    store::{Location, LocationError, OpenError, Store, institutions},
    sweep,
    texts::Texter,
    web_address::{Reach, is_on_this_machine},
    webhooks,
};

/// For requests that are under way when the server is told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// Changes that a slow long poll may fall behind by.
const CHANGES: usize = 256;

/// Where and with what to serve.
pub struct Options {
    /// Address of the merchant API; port 0 is any free one.
    pub listen: SocketAddr,
    /// Address of the flow; else the port after `listen`'s.
    pub flow_listen: Option<SocketAddr>,
    /// Address of the figures for Prometheus; else there are none.
    pub metrics_listen: Option<SocketAddr>,
    /// Address of the test bank; else two ports after `listen`'s.
    pub bank_listen: Option<SocketAddr>,
    /// Origins as others write them, where a proxy stands in front; else from the addresses.
    pub public: PublicOrigins,
    /// The database; else a file in the data directory.
    pub database: Option<Location>,
    /// What takes e-mails away.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// What takes texts to telephones away.
    pub texter: Option<Arc<dyn Texter>>,
    /// How long a client may take to send the header of a request, and how long its body.
    pub read_timeout: Duration,
    /// The rest of what an operator sets.
    pub config: Config,
    /// Institutions beside the sandbox's, for benchmarks.
    pub generated_institutions: usize,
    /// Which ones are generated.
    pub directory_seed: u64,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Origins as others write them, where a proxy stands in front.
#[derive(Debug, Clone, Default)]
pub struct PublicOrigins {
    /// Of the merchant API.
    pub api: Option<String>,
    /// Of the flow.
    pub flow: Option<String>,
    /// Of the test bank.
    pub bank: Option<String>,
}

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory could not be made.
    #[error("cannot make the directory of --data-dir, {}: {source}", dir.display())]
    DataDir {
        /// Which directory.
        dir: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// An address is taken or not this machine's.
    #[error("cannot listen on {address}, from {flag}: {source}")]
    Listen {
        /// The setting that it comes from.
        flag: &'static str,
        /// Which address.
        address: SocketAddr,
        /// What went wrong.
        source: std::io::Error,
    },
    /// No place for a database.
    #[error("data directory: {0}")]
    Location(#[from] LocationError),
    /// No database.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// No default merchant.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// Not the keys for the secrets in the database.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// No institutions.
    #[error("cannot read the directory of institutions: {0}")]
    Directory(#[from] DirectoryError),
    /// No TLS for outgoing requests.
    #[error("cannot set up outgoing requests: {0}")]
    Outbound(#[from] reqwest::Error),
}

/// A server that accepts connections.
pub struct Server {
    /// What handlers reach; tests look into the database through it.
    pub state: AppState,
    /// What a program that started the server needs to know.
    pub ready: Ready,
    /// Where the sockets are.
    pub addresses: Addresses,
    origins: JoinSet<()>,
    workers: JoinSet<()>,
}

impl Server {
    /// Opens the database and the three origins.
    ///
    /// # Errors
    /// [`StartError`] says what is in the way.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let data_dir = options.config.data_dir.clone();
        let database = data_dir::prepare(&data_dir)
            .map_err(|source| StartError::DataDir { dir: data_dir.clone(), source })?;
        let location = match options.database {
            Some(location) => location,
            None => Location::file(&database)?,
        };
        let store = Store::open(&location).await?;
        let (sandbox, first_start) = Sandbox::prepare(&data_dir, &store, options.clock.now()).await?;
        let now = options.clock.now();
        let keyring = at_rest::prepare(&options.config.encryption_keys, &data_dir, &store, now).await?;
        at_rest::seal_older(&store, &keyring).await.map_err(OpenError::Connect)?;
        at_rest::rehash_addresses(&store, &keyring).await.map_err(OpenError::Connect)?;
        let imported = institutions::list(store.pool()).await.map_err(OpenError::Connect)?;
        let directory = Directory::with(options.generated_institutions, options.directory_seed, imported)?;
        let mut bound = listeners::bind(options.listen, options.flow_listen, options.bank_listen).await?;
        let figures = bound.figures(options.metrics_listen).await?;
        let (origins, addresses) = (bound.origins(options.public), bound.addresses);
        let rehearsal = Arc::new(Rehearsal::new(options.clock));
        rehearsal.load(&store).await.map_err(OpenError::Connect)?;
        let internal = is_on_this_machine(&origins.api) || options.config.internal_webhooks;
        let webhook_reach = if internal { Reach::Internal } else { Reach::Internet };
        let state = AppState {
            store,
            keyring: Arc::new(keyring),
            clock: Arc::clone(&rehearsal) as Arc<dyn Clock>,
            rehearsal,
            config: Arc::new(options.config),
            origins: Arc::new(origins),
            directory: Arc::new(directory),
            http: outbound::client()?,
            webhook_http: outbound::reaching(webhook_reach)?,
            webhook_reach,
            auth_changes: broadcast::channel(CHANGES).0,
            lifecycle: Arc::default(),
            search_limits: Arc::default(),
            metrics: Arc::default(),
            deliveries_due: Arc::new(Notify::new()),
            refreshes_due: Arc::new(Notify::new()),
            payments_due: Arc::new(Notify::new()),
            mailer: options.mailer,
            texter: options.texter,
            mails_due: Arc::new(Notify::new()),
        };
        let patience = options.read_timeout;
        let ready = Ready::new(&state.origins, &sandbox.keys, first_start);

        let mut tasks = JoinSet::new();
        let bank = linkspan_bank::router(bank_config(&state, &sandbox));
        for (listener, router) in [
            (bound.api, api::router(state.clone())),
            (bound.flow, pages::router(state.clone(), &sandbox.keys)),
            (bound.bank, bank),
        ] {
            tasks.spawn(connections::serve(listener, router, Arc::clone(&state.lifecycle), patience));
        }
        if let Some(listener) = figures {
            let figures = operations::figures(state.clone());
            tasks.spawn(connections::serve(listener, figures, Arc::clone(&state.lifecycle), patience));
        }
        let mut workers = JoinSet::new();
        workers.spawn(webhooks::run(state.clone()));
        workers.spawn(sweep::run(state.clone()));
        workers.spawn(refreshes::run(state.clone()));
        workers.spawn(payments::run(state.clone()));
        workers.spawn(mail::run(state.clone()));
        workers.spawn(rehearsal::run(state.clone()));
        workers.spawn(at_rest::rotate(state.clone()));
        Ok(Self { state, ready, addresses, origins: tasks, workers })
    }

    /// Says that it is not ready (`/readyz`) and goes on serving, so that balancers send what is new
    /// elsewhere before [`Server::stop`].
    pub fn drain(&self) {
        self.state.lifecycle.drain();
    }

    /// Takes no new connections, lets requests that are under way end, then closes the database.
    pub async fn stop(mut self) {
        self.state.lifecycle.close();
        let ended =
            tokio::time::timeout(LAST_REQUESTS, async { while self.origins.join_next().await.is_some() {} });
        if ended.await.is_err() {
            tracing::warn!("requests were cut off: they took longer than {LAST_REQUESTS:?}");
        }
        self.origins.shutdown().await;
        self.workers.shutdown().await;
        self.state.store.close().await;
    }
}

fn bank_config(state: &AppState, sandbox: &Sandbox) -> BankConfig {
    let (clock, rehearsal) = (Arc::clone(&state.clock), Arc::clone(&state.rehearsal));
    BankConfig {
        origin: state.origins.bank.clone(),
        redirect_uri: oauth::redirect_uri(&state.origins),
        signing_key: sandbox.bank_signing_key,
        directory: Arc::clone(&state.directory),
        clock: Arc::new(move || clock.now()),
        closed: Arc::new(move |institution| rehearsal.is_down(institution)),
    }
}
