//! The sandbox's own merchant, and the keys that only this machine knows.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::{
    allowed_origin, data_dir, ids,
    store::{
        Store, api_keys,
        merchants::{self, Merchant, MerchantKeys},
    },
};

const FILE: &str = "sandbox-keys.json";

/// What the sandbox keeps beside its database, in a file that only its owner can read: the
/// database holds hashes, and somebody has to know the keys.
#[derive(Clone, Serialize, Deserialize)]
pub struct Sandbox {
    /// `sk_test_…` and `pk_test_…` of the default merchant.
    #[serde(flatten)]
    pub keys: MerchantKeys,
    /// Seals what the test bank hands out.
    pub bank_signing_key: [u8; 32],
}

/// Why the sandbox could not be prepared.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The keys could not be read or written.
    #[error("{}: {source}", file.display())]
    Keys {
        /// Which file.
        file: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The default merchant could not be kept.
    #[error("the default merchant could not be kept: {0}")]
    Merchant(#[from] sqlx::Error),
}

impl Sandbox {
    /// Reads the keys, or makes them, and sees to it that the default merchant is there. Says
    /// whether it was made now.
    ///
    /// The file is written first: a crash in between leaves keys without a merchant, and the next
    /// start makes it.
    ///
    /// # Errors
    /// [`SandboxError`] when file or database cannot be written.
    pub async fn prepare(data_dir: &Path, store: &Store, now: i64) -> Result<(Self, bool), SandboxError> {
        let file = data_dir.join(FILE);
        let at_file = |source| SandboxError::Keys { file: file.clone(), source };
        let sandbox = match fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text).map_err(io::Error::from).map_err(at_file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let sandbox = Self::new_random();
                sandbox.write(&file).map_err(at_file)?;
                sandbox
            }
            Err(error) => return Err(at_file(error)),
        };
        let known = api_keys::find_by_key(store.pool(), &sandbox.keys.secret_key).await?;
        if known.is_none() {
            merchants::create(store, &harbour_books(now), &sandbox.keys).await?;
        }
        Ok((sandbox, known.is_none()))
    }

    fn new_random() -> Self {
        let mut bank_signing_key = [0; 32];
        rand::rng().fill_bytes(&mut bank_signing_key);
        Self { keys: MerchantKeys::new_random(), bank_signing_key }
    }

    fn write(&self, file: &Path) -> io::Result<()> {
        data_dir::write_private(file, &serde_json::to_vec_pretty(self)?)
    }
}

/// The fictional merchant of the sandbox.
fn harbour_books(now: i64) -> Merchant {
    Merchant {
        id: ids::new_id("acct_"),
        name: "Harbour Books".into(),
        color: "#c4512d".into(),
        icon_svg: None,
        purpose: Some("To show your cash flow and match invoices.".into()),
        privacy_url: None,
        support_email: None,
        allowed_origins: allowed_origin::loopback().into(),
        created: now,
    }
}
