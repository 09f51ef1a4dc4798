//! The database: one file a table, queries as functions, rows as types.

pub mod account_numbers;
pub mod accounts;
pub mod api_keys;
pub mod attempts;
pub mod auth_sessions;
pub mod authorizations;
pub mod bank_accounts;
pub mod charges;
pub mod completion;
pub mod consents;
pub mod consumer_codes;
pub mod consumers;
mod contention;
pub mod customers;
pub mod deliveries;
pub mod disputes;
pub mod events;
pub mod flag;
pub mod idempotency;
pub mod institutions;
pub mod json;
pub mod location;
pub mod mails;
pub mod mandates;
pub mod merchants;
pub mod microdeposits;
pub mod ownerships;
pub mod page;
pub mod payment_intents;
pub mod payment_methods;
pub mod rate_limits;
pub mod refreshes;
pub mod rehearsal;
pub mod saved_accounts;
pub mod saved_visits;
pub mod sealed;
pub mod selections;
pub mod sessions;
pub mod status_details;
pub mod subscriptions;
pub mod tokens;
pub mod transactions;
mod unknown_word;
pub mod webhook_endpoints;

use std::time::Duration;

use sqlx::{
    Any, AnyConnection, AnyPool, Connection, Executor, Transaction,
    any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers},
};

use crate::execution;

pub use contention::is_contended;
pub use location::{Location, LocationError};
pub use unknown_word::UnknownWord;

/// Connections of one process.
const CONNECTIONS: u32 = 8;
/// For one of them; longer than a writer of `SQLite` waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What `SQLite` is told on every connection.
///
/// WAL lets readers go on while one writes. `synchronous = FULL` because an answered request must
/// outlive a power cut; a link is rare enough to pay for the flush. A writer waits five seconds for
/// its turn.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000";

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    postgres: bool,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not a database, locked, or not readable.
    #[error("cannot open the database (DATABASE_URL, or the file in --data-dir): {0}")]
    Connect(#[from] sqlx::Error),
    /// Nobody answers there.
    #[error("cannot open the database (DATABASE_URL): no answer within {0:?}")]
    Silent(Duration),
    /// Its tables could not be brought up to date.
    #[error("cannot migrate the database: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Store {
    /// Opens the database, makes a file where there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`] when it is no database or cannot be reached or written.
    pub async fn open(location: &Location) -> Result<Self, OpenError> {
        install_default_drivers();
        let options: AnyConnectOptions = location.url().as_str().parse()?;
        // A pool tries again until its time is over, and does not say what was wrong.
        let once = AnyConnection::connect_with(&options);
        let connection = tokio::time::timeout(LONGEST_WAIT, once).await;
        connection.map_err(|_| OpenError::Silent(LONGEST_WAIT))??.close().await?;
        let postgres = location.is_postgres();
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(LONGEST_WAIT)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if !postgres {
                        connection.execute(SQLITE_SETTINGS).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Self { pool, postgres })
    }

    /// For queries.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Begins a transaction that writes what belongs to this merchant. Those of one merchant take
    /// turns, so that what one of them has read stays true until it commits.
    ///
    /// `SQLite` has one writer anyway. The lock is taken at once: a transaction that starts as a
    /// reader and writes later can fail with `SQLITE_BUSY` in the middle, whatever the busy timeout.
    /// On `PostgreSQL` it is an advisory lock, so that merchants do not wait for each other.
    ///
    /// # Errors
    /// When the lock was not free in time.
    pub async fn begin_write(&self, merchant: &str) -> Result<Transaction<'static, Any>, sqlx::Error> {
        let tx = if self.postgres {
            let mut tx = self.pool.begin().await?;
            self.take_turns(&mut tx, merchant).await?;
            tx
        } else {
            self.pool.begin_with("BEGIN IMMEDIATE").await?
        };
        execution::begins();
        Ok(tx)
    }

    /// Lets transactions with the same name take turns from here on, beside what they take turns about
    /// already. On `SQLite` they do anyway.
    ///
    /// # Errors
    /// When it was not its turn in time.
    pub async fn take_turns(&self, tx: &mut AnyConnection, name: &str) -> Result<(), sqlx::Error> {
        if self.postgres {
            sqlx::query("SELECT CAST(pg_advisory_xact_lock(hashtextextended($1, 0)) AS TEXT)")
                .bind(name)
                .execute(&mut *tx)
                .await?;
        }
        Ok(())
    }

    /// Ends a query that claims rows of a queue: on `PostgreSQL` several processes share one, and
    /// each takes what no other is taking. `SQLite` has one process, whose claims take turns.
    #[must_use]
    pub fn skip_locked(&self) -> &'static str {
        if self.postgres { " FOR UPDATE SKIP LOCKED" } else { "" }
    }

    /// Closes all connections, writing `SQLite`'s WAL back.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
