//! `linkspan-server merchants …`

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{
    data::{DataDir, Opened},
    output::{self, Format},
};
use crate::{
    allowed_origin, ids,
    store::merchants::{self, Merchant, MerchantKeys},
    web_address,
};

#[derive(Subcommand)]
pub enum MerchantsCommand {
    /// Add a merchant and print its keys, this once.
    Create(Box<CreateArgs>),
    /// List the merchants.
    List(ListArgs),
    /// Show one merchant.
    Show(ShowArgs),
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
    #[command(flatten)]
    format: Format,
}

#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
}

#[derive(Args)]
pub struct ShowArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    /// Which merchant.
    #[arg(value_name = "ACCT")]
    id: String,
}

pub async fn run(command: MerchantsCommand) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        MerchantsCommand::Create(args) => create(*args).await,
        MerchantsCommand::List(args) => list(args).await,
        MerchantsCommand::Show(args) => show(args).await,
    }
}

async fn create(args: CreateArgs) -> Result<(), Box<dyn std::error::Error>> {
    let Opened { store, now } = args.data.open().await?;
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
        created: now,
    };
    merchants::create(&store, &merchant, &keys).await?;
    store.close().await;
    let note = "  (it is not kept and cannot be shown again)";
    let mut fields = fields(&merchant);
    fields.push(("secret key", format!("{}{note}", keys.secret_key)));
    fields.push(("publishable key", format!("{}{note}", keys.publishable_key)));
    output::one(args.format, &Shown { keys: Some(keys), ..Shown::from(merchant) }, fields)
}

async fn list(args: ListArgs) -> Result<(), Box<dyn std::error::Error>> {
    let Opened { store, .. } = args.data.open().await?;
    let merchants = merchants::list(store.pool()).await?;
    store.close().await;
    let shown: Vec<Shown> = merchants.into_iter().map(Shown::from).collect();
    output::list(args.format, &shown, ["id", "name", "allowed origins", "created"], |merchant| {
        [
            merchant.id.clone(),
            merchant.name.clone(),
            merchant.allowed_origins.join(" "),
            output::time(merchant.created),
        ]
    })
}

async fn show(args: ShowArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.merchant(&args.id).await?;
    opened.store.close().await;
    let fields = fields(&merchant);
    output::one(args.format, &Shown::from(merchant), fields)
}

/// A merchant as it is shown.
#[derive(Serialize)]
struct Shown {
    id: String,
    name: String,
    color: String,
    purpose: Option<String>,
    privacy_url: Option<String>,
    support_email: Option<String>,
    allowed_origins: Vec<String>,
    created: i64,
    /// Where they were made now.
    #[serde(flatten)]
    keys: Option<MerchantKeys>,
}

impl From<Merchant> for Shown {
    fn from(merchant: Merchant) -> Self {
        Self {
            id: merchant.id,
            name: merchant.name,
            color: merchant.color,
            purpose: merchant.purpose,
            privacy_url: merchant.privacy_url,
            support_email: merchant.support_email,
            allowed_origins: merchant.allowed_origins.0,
            created: merchant.created,
            keys: None,
        }
    }
}

/// For people.
fn fields(merchant: &Merchant) -> Vec<(&'static str, String)> {
    vec![
        ("id", merchant.id.clone()),
        ("name", merchant.name.clone()),
        ("allowed origins", merchant.allowed_origins.join(" ")),
        ("purpose", merchant.purpose.clone().unwrap_or_default()),
        ("color", merchant.color.clone()),
        ("privacy notice", merchant.privacy_url.clone().unwrap_or_default()),
        ("support", merchant.support_email.clone().unwrap_or_default()),
        ("created", output::time(merchant.created)),
    ]
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
