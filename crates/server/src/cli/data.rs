//! Where the data is, for every command.

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use crate::{
    clock::{Clock, SystemClock},
    data_dir,
    rehearsal::Rehearsal,
    store::{
        Location, LocationError, Store,
        merchants::{self, Merchant},
    },
};

/// Where the data is.
#[derive(Args)]
pub struct DataDir {
    /// Directory of the database and the sandbox's keys; made where there is none.
    #[arg(long, env = "LINKSPAN_DATA_DIR", default_value = ".linkspan")]
    pub data_dir: PathBuf,
    /// PostgreSQL database, `postgres://user:password@host/name` [default: a file in the data directory]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

/// An address that is no database's. Names the setting, never its value: that has a password in it.
#[derive(Debug, thiserror::Error)]
#[error("--database-url (DATABASE_URL): {0}")]
pub struct DatabaseUrlError(#[from] LocationError);

/// No merchant has this id.
#[derive(Debug, thiserror::Error)]
#[error("no such merchant: {0}")]
struct NoMerchant(String);

/// The database of a command.
pub struct Opened {
    pub store: Store,
    /// The time as the server has it, test helpers included.
    pub now: i64,
}

impl DataDir {
    /// The database that was named. Read here and not by clap, which repeats a value that it refuses.
    pub fn database(&self) -> Result<Option<Location>, DatabaseUrlError> {
        Ok(self.database_url.as_deref().map(Location::postgres).transpose()?)
    }

    /// Opens the database.
    pub async fn open(&self) -> Result<Opened, Box<dyn std::error::Error>> {
        let named = self.database()?;
        let file = data_dir::prepare(&self.data_dir)?;
        let location = named.map_or_else(|| Location::file(&file), Ok)?;
        let store = Store::open(&location).await?;
        let clock = Rehearsal::new(Arc::new(SystemClock));
        clock.load(&store).await?;
        Ok(Opened { store, now: clock.now() })
    }
}

impl Opened {
    /// The merchant by this id.
    pub async fn merchant(&self, id: &str) -> Result<Merchant, Box<dyn std::error::Error>> {
        let found = merchants::find(self.store.pool(), id).await?;
        Ok(found.ok_or_else(|| NoMerchant(id.to_owned()))?)
    }
}
