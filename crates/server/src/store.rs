//! The database: one file a table, queries as functions, rows as types.

pub mod accounts;
pub mod auth_sessions;
pub mod completion;
pub mod consents;
pub mod customers;
pub mod deliveries;
pub mod events;
pub mod idempotency;
pub mod merchants;
pub mod page;
pub mod selections;
pub mod sessions;
pub mod webhook_endpoints;

use std::path::Path;

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store(SqlitePool);

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not a database, locked, or not readable.
    #[error("cannot open the database: {0}")]
    Connect(#[from] sqlx::Error),
    /// Its tables could not be brought up to date.
    #[error("cannot migrate the database: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Store {
    /// Opens the file, makes it where there is none, and brings its tables up to date.
    ///
    /// WAL lets readers go on while one writes. `synchronous = FULL` because an answered request
    /// must outlive a power cut; a link is rare enough to pay for the flush.
    ///
    /// # Errors
    /// [`OpenError`] when the file is no database or cannot be written.
    pub async fn open(file: &Path) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(std::time::Duration::from_secs(5));
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Self(pool))
    }

    /// For queries.
    pub fn pool(&self) -> &SqlitePool {
        &self.0
    }

    /// Begins a transaction that writes.
    ///
    /// It takes the write lock at once: one that starts as a reader and writes later can fail with
    /// `SQLITE_BUSY` in the middle, whatever the busy timeout.
    ///
    /// # Errors
    /// When the lock was not free in time.
    pub async fn begin_write(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>, sqlx::Error> {
        self.0.begin_with("BEGIN IMMEDIATE").await
    }

    /// Closes all connections, writing the WAL back.
    pub async fn close(&self) {
        self.0.close().await;
    }
}
