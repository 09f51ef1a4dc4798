//! `linkspan-server merchants …`

use clap::{Args, Subcommand};
use serde_json::json;

use super::{DataDir, say};
use crate::{
    allowed_origin,
    clock::{Clock, SystemClock},
    data_dir, ids,
    store::{
        Location, Store,
        merchants::{self, Merchant, MerchantKeys},
    },
    web_address,
};

#[derive(Subcommand)]
pub enum MerchantsCommand {
    /// Add a merchant and print its keys, this once.
    Create(Box<CreateArgs>),
    /// List the merchants.
    List(ListArgs),
}

#[derive(Args)]
pub struct CreateArgs {
    #[command(flatten)]
    data: DataDir,
    /// Trading name, as people see it in the flow.
    #[arg(long, value_parser = name)]
    name: String,
    /// Origin that may show the flow; may be given more than once. A port of `*` is for loopback hosts.
    #[arg(long = "allow-origin", required = true, value_parser = allowed_origin::parse)]
    allowed_origins: Vec<String>,
    /// What the data is for, one sentence.
    #[arg(long)]
    purpose: Option<String>,
    /// Colour behind its initial, dark enough for white text.
    #[arg(long, default_value = "#3d5a80", value_parser = color)]
    color: String,
    /// Address of its privacy notice.
    #[arg(long, value_parser = address)]
    privacy_url: Option<String>,
    /// E-mail for questions.
    #[arg(long)]
    support_email: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    data: DataDir,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub async fn run(command: MerchantsCommand) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        MerchantsCommand::Create(args) => create(*args).await,
        MerchantsCommand::List(args) => list(args).await,
    }
}

async fn open(data: &DataDir) -> Result<Store, Box<dyn std::error::Error>> {
    let named = data.database()?;
    let file = data_dir::prepare(&data.data_dir)?;
    let location = named.map_or_else(|| Location::file(&file), Ok)?;
    Ok(Store::open(&location).await?)
}

async fn create(args: CreateArgs) -> Result<(), Box<dyn std::error::Error>> {
    let store = open(&args.data).await?;
    let keys = MerchantKeys::new_random();
    let merchant = Merchant {
        id: ids::new_id("acct_"),
        name: args.name,
        color: args.color,
        icon_svg: None,
        purpose: args.purpose,
        privacy_url: args.privacy_url,
        support_email: args.support_email,
        allowed_origins: args.allowed_origins.into(),
        created: SystemClock.now(),
    };
    merchants::create(&store, &merchant, &keys).await?;
    store.close().await;
    if args.json {
        let mut shown = shown(&merchant);
        shown["secret_key"] = keys.secret_key.into();
        shown["publishable_key"] = keys.publishable_key.into();
        say(&shown.to_string())?;
    } else {
        say(&format!(
            "{} ({})\nsecret key       {}\npublishable key  {}\nThe keys are not kept and cannot be shown again.",
            merchant.name, merchant.id, keys.secret_key, keys.publishable_key
        ))?;
    }
    Ok(())
}

async fn list(args: ListArgs) -> Result<(), Box<dyn std::error::Error>> {
    let store = open(&args.data).await?;
    let merchants = merchants::list(store.pool()).await?;
    store.close().await;
    if args.json {
        let rows: Vec<_> = merchants.iter().map(shown).collect();
        say(&serde_json::to_string(&rows)?)?;
        return Ok(());
    }
    for merchant in merchants {
        say(&format!("{}  {}  {}", merchant.id, merchant.name, merchant.allowed_origins.join(" ")))?;
    }
    Ok(())
}

fn shown(merchant: &Merchant) -> serde_json::Value {
    json!({
        "id": merchant.id,
        "name": merchant.name,
        "color": merchant.color,
        "purpose": merchant.purpose,
        "privacy_url": merchant.privacy_url,
        "support_email": merchant.support_email,
        "allowed_origins": *merchant.allowed_origins,
        "created": merchant.created,
    })
}

fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 80 || text.chars().any(char::is_control) {
        return Err("a name has 1 to 80 characters".into());
    }
    Ok(text.to_owned())
}

/// `#rrggbb`: it goes into style sheets, so nothing else may.
fn color(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(text.to_ascii_lowercase());
    }
    Err("write a colour as #rrggbb".into())
}

fn address(text: &str) -> Result<String, String> {
    web_address::browser(text).map(Into::into).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_colors() {
        assert_eq!(color("#C4512D").as_deref(), Ok("#c4512d"));
        for bad in ["red", "#fff", "#12345g", "red;background:url(//evil)", "#1234567"] {
            assert!(color(bad).is_err(), "{bad}");
        }
    }
}
