//! `linkspan-server keys …`

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{
    data::{DataDir, Whose},
    output::{self, Format},
};
use crate::{
    keys,
    permissions::{Permission, Permissions},
    store::api_keys::{self, ApiKey, KeyKind},
};

#[derive(Subcommand)]
pub enum KeysCommand {
    /// List a merchant's keys, with those that have ended.
    List(ListArgs),
    /// Make a key and print it, this once.
    Create(CreateArgs),
    /// Replace a key by a new one with the same permissions, and print that, this once.
    Roll(RollArgs),
    /// End a key now.
    Revoke(RevokeArgs),
}

#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Args)]
pub struct CreateArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    /// What it is for.
    #[arg(long, value_enum)]
    kind: KeyKind,
    /// What you call it.
    #[arg(long)]
    name: Option<String>,
    /// What a restricted key may do, such as `customers:read` or `sessions:write`; may be given more
    /// than once. Writing includes reading.
    #[arg(long = "allow", value_name = "RESOURCE:ACCESS")]
    permissions: Vec<Permission>,
}

#[derive(Args)]
pub struct RollArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    /// Which key, as `keys list` shows it.
    #[arg(value_name = "MK")]
    id: String,
    /// Seconds for which the old key goes on working, at most a week.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=keys::LONGEST_OVERLAP))]
    expires_in: i64,
}

#[derive(Args)]
pub struct RevokeArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    /// Which key, as `keys list` shows it.
    #[arg(value_name = "MK")]
    id: String,
}

/// A key as it is shown.
#[derive(Serialize)]
struct Shown {
    id: String,
    merchant: String,
    kind: KeyKind,
    name: Option<String>,
    last4: Option<String>,
    permissions: Option<Permissions>,
    created: i64,
    last_used_at: Option<i64>,
    expires_at: Option<i64>,
    /// The key itself, where it was made now.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

impl From<ApiKey> for Shown {
    fn from(row: ApiKey) -> Self {
        Self {
            id: row.id,
            merchant: row.merchant,
            kind: row.kind,
            name: row.name,
            last4: row.last4,
            permissions: (row.kind == KeyKind::Restricted).then_some(row.permissions.0),
            created: row.created,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
            key: None,
        }
    }
}

impl From<keys::NewKey> for Shown {
    fn from(new: keys::NewKey) -> Self {
        Self { key: Some(new.key), ..Self::from(new.row) }
    }
}

pub async fn run(command: KeysCommand) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        KeysCommand::List(args) => list(args).await,
        KeysCommand::Create(args) => create(args).await,
        KeysCommand::Roll(args) => {
            let opened = args.data.open().await?;
            let new = keys::roll(&opened.store, &args.id, args.expires_in, opened.now).await?;
            one(args.format, new)
        }
        KeysCommand::Revoke(args) => {
            let opened = args.data.open().await?;
            one(args.format, keys::revoke(&opened.store, &args.id, opened.now).await?)
        }
    }
}

async fn list(args: ListArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let rows = api_keys::list(opened.store.pool(), &merchant).await?;
    let shown: Vec<Shown> = rows.into_iter().map(Shown::from).collect();
    let header = ["id", "kind", "ends in", "name", "permissions", "created", "last used", "expires"];
    output::list(args.format, &shown, header, |key| {
        [
            key.id.clone(),
            key.kind.to_string(),
            key.last4.clone().unwrap_or_default(),
            key.name.clone().unwrap_or_default(),
            key.permissions.as_ref().map(ToString::to_string).unwrap_or_default(),
            output::time(key.created),
            output::time(key.last_used_at),
            output::time(key.expires_at),
        ]
    })
}

async fn create(args: CreateArgs) -> Result<(), Box<dyn std::error::Error>> {
    if (args.kind == KeyKind::Restricted) == args.permissions.is_empty() {
        return Err("--allow: give a restricted key at least one permission, and no other kind any".into());
    }
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let row = ApiKey::new(&merchant, args.kind, opened.now);
    let permissions = args.permissions.into_iter().collect::<Permissions>().into();
    let new = keys::create(opened.store.pool(), ApiKey { name: args.name, permissions, ..row }).await?;
    one(args.format, new)
}

fn one(format: Format, key: impl Into<Shown>) -> Result<(), Box<dyn std::error::Error>> {
    let key: Shown = key.into();
    let mut fields = vec![("id", key.id.clone()), ("kind", key.kind.to_string())];
    if let Some(name) = &key.name {
        fields.push(("name", name.clone()));
    }
    if let Some(permissions) = &key.permissions {
        fields.push(("permissions", permissions.to_string()));
    }
    if key.expires_at.is_some() {
        fields.push(("expires", output::time(key.expires_at)));
    }
    if let Some(text) = &key.key {
        fields.push(("key", format!("{text}  (it is not kept and cannot be shown again)")));
    }
    output::one(format, &key, fields)
}
