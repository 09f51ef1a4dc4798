//! `linkspan-server events …`

use clap::{Args, Subcommand};

use super::{
    data::{DataDir, Whose},
    output::{self, Format},
    page::PageArgs,
};
use crate::{
    Failure,
    api::listing::check_cursor,
    store::events::{self, Event, Filter},
    webhooks,
};

#[derive(Subcommand)]
pub enum EventsCommand {
    /// List a merchant's events, newest first.
    List(ListArgs),
    /// Show one event with the object that it is about.
    Show(ShowArgs),
    /// Post an event again.
    Resend(ResendArgs),
}

#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    /// Only events of this kind; a `*` stands for anything.
    #[arg(long = "type", value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    page: PageArgs,
}

#[derive(Args)]
pub struct ShowArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    /// Which event.
    #[arg(value_name = "EVT")]
    id: String,
}

#[derive(Args)]
pub struct ResendArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    /// Which event.
    #[arg(value_name = "EVT")]
    id: String,
    /// To which endpoint [default: all that it was for]
    #[arg(long, value_name = "WE")]
    endpoint: Option<String>,
}

pub async fn run(command: EventsCommand) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        EventsCommand::List(args) => list(args).await,
        EventsCommand::Show(args) => show(args).await,
        EventsCommand::Resend(args) => resend(args).await,
    }
}

async fn list(args: ListArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let filter =
        Filter { kinds: args.kind.into_iter().collect(), created: (i64::MIN, i64::MAX), delivered: None };
    let (pool, page) = (opened.store.pool(), args.page.page());
    check_cursor(&page, "event", async |id| events::find(pool, &merchant, id).await).await?;
    let rows = events::list(pool, &merchant, &filter, &page).await?.data;
    output::list(args.format, &rows, ["id", "type", "created", "object", "not confirmed by"], |event| {
        [
            event.id.clone(),
            event.kind.clone(),
            output::time(event.created),
            object_id(event),
            event.pending_webhooks.to_string(),
        ]
    })
}

async fn show(args: ShowArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let event = events::find(opened.store.pool(), &merchant, &args.id).await?;
    let event = event.ok_or_else(|| Failure::not_found("event", &args.id, "id"))?;
    let mut fields = fields(&event);
    fields.push(("data", event.data.object.to_string()));
    output::one(args.format, &event, fields)
}

async fn resend(args: ResendArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let merchant = opened.whose(&args.whose).await?;
    let endpoint = args.endpoint.as_deref();
    let event = webhooks::resend(&opened.store, &merchant, &args.id, endpoint, opened.now).await?;
    output::one(args.format, &event, fields(&event))
}

fn fields(event: &Event) -> Vec<(&'static str, String)> {
    vec![
        ("id", event.id.clone()),
        ("type", event.kind.clone()),
        ("created", output::time(event.created)),
        ("object", object_id(event)),
        ("not confirmed by", format!("{} webhook endpoints", event.pending_webhooks)),
    ]
}

/// The id of what the event is about.
fn object_id(event: &Event) -> String {
    event.data.object["id"].as_str().unwrap_or_default().to_owned()
}
