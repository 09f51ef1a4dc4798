//! `linkspan-server webhooks …`

use std::collections::BTreeMap;

use clap::{Args, Subcommand, builder::PossibleValuesParser};
use linkspan_wire::{WebhookAttempt, WebhookEndpoint};

use super::{
    data::{DataDir, Secrets, Whose},
    output::{self, Format},
    page::PageArgs,
};
use crate::{
    Failure,
    api::{listing::check_cursor, webhook_attempts, webhook_endpoints as shown},
    store::{attempts, webhook_endpoints},
    web_address::{self, Reach},
    webhooks::endpoints::{self, ENABLED_EVENTS, LONGEST_OVERLAP, NewEndpoint},
};

#[derive(Subcommand)]
pub enum WebhooksCommand {
    /// List a merchant's webhook endpoints, newest first.
    List(ListArgs),
    /// Make a webhook endpoint and print its signing secret, this once.
    Create(CreateArgs),
    /// Make a new signing secret and print it, this once.
    Roll(RollArgs),
    /// List what became of deliveries to an endpoint, newest first.
    Attempts(AttemptsArgs),
}

#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    page: PageArgs,
}

#[derive(Args)]
pub struct CreateArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    secrets: Secrets,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    /// Where events are posted to.
    #[arg(long, value_parser = address)]
    url: String,
    /// Kind of event that it asks for, `*` for all; may be given more than once.
    #[arg(long = "event", value_name = "KIND", required = true, hide_possible_values = true,
          value_parser = PossibleValuesParser::new(ENABLED_EVENTS))]
    events: Vec<String>,
    /// A note.
    #[arg(long)]
    description: Option<String>,
}

#[derive(Args)]
pub struct RollArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    secrets: Secrets,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    /// Which endpoint.
    #[arg(value_name = "WE")]
    id: String,
    /// Seconds for which the old secret signs along, at most a day.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=i64::from(LONGEST_OVERLAP)))]
    expires_in: u32,
}

#[derive(Args)]
pub struct AttemptsArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    /// Which endpoint.
    #[arg(value_name = "WE")]
    id: String,
    /// Only those of this event.
    #[arg(long, value_name = "EVT")]
    event: Option<String>,
    #[command(flatten)]
    page: PageArgs,
}

pub async fn run(command: WebhooksCommand) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        WebhooksCommand::List(args) => list(args).await,
        WebhooksCommand::Create(args) => create(args).await,
        WebhooksCommand::Roll(args) => roll(args).await,
        WebhooksCommand::Attempts(args) => list_attempts(args).await,
    }
}

async fn list(args: ListArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let (pool, page) = (opened.store.pool(), args.page.page());
    check_cursor(&page, "webhook_endpoint", async |id| webhook_endpoints::find(pool, &merchant, id).await)
        .await?;
    let rows = webhook_endpoints::list(pool, &merchant, &page).await?;
    let rows = rows.map(|row| shown::object(&row)).data;
    output::list(args.format, &rows, ["id", "url", "status", "events", "created"], |row| {
        [
            row.id.clone(),
            row.url.clone(),
            row.status.clone(),
            row.enabled_events.join(" "),
            output::time(row.created),
        ]
    })
}

async fn create(args: CreateArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let keyring = args.secrets.keyring(&args.data, &opened).await?;
    let new = NewEndpoint {
        url: args.url,
        enabled_events: args.events,
        api_version: None,
        description: args.description,
        metadata: BTreeMap::new(),
    };
    let (row, secret) = endpoints::create(&opened.store, &keyring, &merchant, new, opened.now).await?;
    one(args.format, &WebhookEndpoint { secret: Some(secret), ..shown::object(&row) })
}

async fn roll(args: RollArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let keyring = args.secrets.keyring(&args.data, &opened).await?;
    let (overlap, now) = (args.expires_in, opened.now);
    let (row, secret) =
        endpoints::roll_secret(&opened.store, &keyring, &merchant, &args.id, overlap, now).await?;
    one(args.format, &WebhookEndpoint { secret: Some(secret), ..shown::object(&row) })
}

fn one(format: Format, row: &WebhookEndpoint) -> Result<(), Box<dyn std::error::Error>> {
    let secret = row.secret.clone().unwrap_or_default();
    let fields = [
        ("id", row.id.clone()),
        ("url", row.url.clone()),
        ("events", row.enabled_events.join(" ")),
        ("secret", format!("{secret}  (it cannot be shown again)")),
    ];
    output::one(format, row, fields)
}

async fn list_attempts(args: AttemptsArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let pool = opened.store.pool();
    let endpoint = webhook_endpoints::find(pool, &merchant, &args.id).await?;
    let endpoint = endpoint.ok_or_else(|| Failure::not_found("webhook_endpoint", &args.id, "id"))?;
    let page = args.page.page();
    check_cursor(&page, "webhook_attempt", async |id| attempts::find(pool, &endpoint.id, id).await).await?;
    let rows = attempts::list(pool, &endpoint.id, args.event.as_deref(), &page).await?;
    let rows: Vec<WebhookAttempt> = rows.map(webhook_attempts::object).data;
    let header = ["id", "event", "number", "status", "answer", "ms", "created"];
    output::list(args.format, &rows, header, |row| {
        [
            row.id.clone(),
            row.event.clone(),
            row.number.to_string(),
            row.status.clone(),
            row.http_status
                .map(|status| status.to_string())
                .or_else(|| row.error.clone())
                .unwrap_or_default(),
            row.duration_ms.to_string(),
            output::time(row.created),
        ]
    })
}

fn address(text: &str) -> Result<String, String> {
    web_address::webhook(text, Reach::Internal).map(Into::into).map_err(|why| why.to_string())
}
