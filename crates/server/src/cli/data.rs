//! Where the data is, for every command.

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use crate::{
    at_rest::{self, EncryptionKeys, Keyring, KeysError},
    clock::{Clock, SystemClock},
    data_dir,
    rehearsal::Rehearsal,
    store::{
        Location, Store,
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
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_parser = Location::postgres)]
    pub database_url: Option<Location>,
}

/// Which merchant a command is about.
#[derive(Args)]
pub struct Whose {
    /// Which merchant [default: the only one]
    #[arg(long, value_name = "ACCT")]
    merchant: Option<String>,
}

/// Keys for the secrets in the database.
#[derive(Args)]
pub struct Secrets {
    /// Keys for the secrets in the database, 32 bytes each in base64, separated by commas: the first
    /// seals, all open [default: one that is made and kept in the data directory]
    #[arg(long, env = at_rest::SETTING, hide_env_values = true, value_parser = at_rest::parse)]
    encryption_keys: Option<EncryptionKeys>,
}

/// Why there is no merchant to do it for.
#[derive(Debug, thiserror::Error)]
enum NoMerchant {
    #[error("no such merchant: {0}")]
    Missing(String),
    #[error("say which merchant with --merchant: there are {0} (`merchants list` shows them)")]
    Which(usize),
}

/// The database of a command.
pub struct Opened {
    pub store: Store,
    /// The time as the server has it, test helpers included.
    pub now: i64,
}

impl DataDir {
    /// Opens the database.
    pub async fn open(&self) -> Result<Opened, Box<dyn std::error::Error>> {
        let file = data_dir::prepare(&self.data_dir)?;
        let location = self.database_url.clone().map_or_else(|| Location::file(&file), Ok)?;
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
        Ok(found.ok_or_else(|| NoMerchant::Missing(id.to_owned()))?)
    }

    /// The id of the merchant that was named, or of the only one.
    pub async fn whose(&self, whose: &Whose) -> Result<String, Box<dyn std::error::Error>> {
        if let Some(id) = &whose.merchant {
            return Ok(self.merchant(id).await?.id);
        }
        match merchants::list(self.store.pool()).await?.as_slice() {
            [only] => Ok(only.id.clone()),
            all => Err(NoMerchant::Which(all.len()).into()),
        }
    }
}

impl Secrets {
    /// The keys that were given; none for the data directory's own.
    pub fn keys(&self) -> Vec<[u8; 32]> {
        self.encryption_keys.clone().unwrap_or_default().0
    }

    /// What seals and opens secrets in this database.
    pub async fn keyring(&self, data: &DataDir, opened: &Opened) -> Result<Keyring, KeysError> {
        at_rest::prepare(&self.keys(), &data.data_dir, &opened.store, opened.now).await
    }
}
