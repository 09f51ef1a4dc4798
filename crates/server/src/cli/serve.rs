//! `linkspan-server serve`

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use lettre::message::Mailbox;
use url::Url;

use super::{
    data::{DataDir, Secrets},
    output::say,
};
use crate::{
    clock::SystemClock,
    config::{Config, RateLimits},
    mail::{Mailer, Smtp},
    outbound,
    serve::{Options, PublicOrigins, Ready, Server},
    texts::{Gateway, Texter},
};

#[derive(Args)]
pub struct ServeArgs {
    /// Address of the merchant API; port 0 is any free one.
    #[arg(long, env = "LINKSPAN_LISTEN", default_value = "127.0.0.1:4300")]
    listen: SocketAddr,
    /// Address of the flow [default: the next port, or a free one]
    #[arg(long, env = "LINKSPAN_FLOW_LISTEN")]
    flow_listen: Option<SocketAddr>,
    /// Address of the test bank [default: the port after that, or a free one]
    #[arg(long, env = "LINKSPAN_BANK_LISTEN")]
    bank_listen: Option<SocketAddr>,
    /// Address that serves `/metrics` for Prometheus: for the operator alone [default: none]
    #[arg(long, env = "LINKSPAN_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
    /// Origin of the merchant API as others write it, behind a proxy [default: from the address]
    #[arg(long, env = "LINKSPAN_API_ORIGIN", value_parser = origin)]
    api_origin: Option<String>,
    /// Origin of the flow as browsers write it, behind a proxy [default: from the address]
    #[arg(long, env = "LINKSPAN_FLOW_ORIGIN", value_parser = origin)]
    flow_origin: Option<String>,
    /// Origin of the test bank as browsers write it, behind a proxy [default: from the address]
    #[arg(long, env = "LINKSPAN_BANK_ORIGIN", value_parser = origin)]
    bank_origin: Option<String>,
    #[command(flatten)]
    data: DataDir,
    /// Directory of the web build, made by `cargo xtask build`.
    #[arg(long, env = "LINKSPAN_WEB_DIR", default_value = NOT_BUILT_YET, value_parser = web_dir)]
    web_dir: PathBuf,
    /// Print one line of JSON to stdout once all origins accept connections.
    #[arg(long, env = "LINKSPAN_READY_JSON")]
    ready_json: bool,
    /// Seconds from the signal to stop, when `/readyz` begins to say 503, until no new connections are
    /// taken; a second signal ends the wait.
    #[arg(long, env = "LINKSPAN_DRAIN_SECONDS", default_value_t = 0,
          value_parser = clap::value_parser!(u64).range(..=3_600))]
    drain_seconds: u64,
    /// Seconds that a client may take to send the header of a request, and as many for its body; a connection
    /// on which nothing is asked is closed after as many
    #[arg(long, env = "LINKSPAN_READ_TIMEOUT_SECONDS", default_value_t = 75,
          value_parser = clap::value_parser!(u64).range(1..=3_600))]
    read_timeout_seconds: u64,
    /// What people read as the name of who hosts the flow.
    #[arg(long, env = "LINKSPAN_PROVIDER_NAME", default_value = "Linkspan", value_parser = provider_name)]
    provider_name: String,
    /// How long a session stays open.
    #[arg(long, env = "LINKSPAN_SESSION_TTL_SECONDS", default_value_t = 14_400,
          value_parser = clap::value_parser!(i64).range(1..=31_536_000))]
    session_ttl_seconds: i64,
    #[command(flatten)]
    secrets: Secrets,
    /// Post events also to this machine and its network; always so while the merchant API's origin is this
    /// machine
    #[arg(long, env = "LINKSPAN_INTERNAL_WEBHOOKS")]
    internal_webhooks: bool,
    /// Reading requests (GET) a second that one API key may send [default: as many as it likes]
    #[arg(long, env = "LINKSPAN_RATE_LIMIT_READ", value_parser = limit)]
    rate_limit_read: Option<NonZeroU32>,
    /// Writing requests (POST, DELETE) a second that one API key may send [default: as many as it likes]
    #[arg(long, env = "LINKSPAN_RATE_LIMIT_WRITE", value_parser = limit)]
    rate_limit_write: Option<NonZeroU32>,
    /// Mail server, `smtps://user:password@host` or `smtp://host:port?tls=required` [default: none, e-mails
    /// stay in the sandbox's inbox]
    #[arg(long, env = "LINKSPAN_SMTP_URL", hide_env_values = true, requires = "mail_from")]
    smtp_url: Option<String>,
    /// Sender of e-mails, `Linkspan <link@shop.example>`
    #[arg(long, env = "LINKSPAN_MAIL_FROM", requires = "smtp_url", value_parser = sender)]
    mail_from: Option<String>,
    /// Gateway for texts to telephones: gets a POST of `{"to": "+1…", "text": "…"}` [default: none, codes go
    /// by e-mail only]
    #[arg(long, env = "LINKSPAN_SMS_URL", hide_env_values = true, requires = "smtp_url")]
    sms_url: Option<String>,
    /// Token that the gateway wants, sent as `Authorization: Bearer`
    #[arg(long, env = "LINKSPAN_SMS_TOKEN", hide_env_values = true, requires = "sms_url")]
    sms_token: Option<String>,
    /// Institutions to generate beside the sandbox's, for benchmarks.
    #[arg(long, env = "LINKSPAN_GENERATED_INSTITUTIONS", default_value_t = 0)]
    generated_institutions: usize,
    /// Which institutions are generated; the same for the same number.
    #[arg(long, env = "LINKSPAN_DIRECTORY_SEED", default_value_t = 0)]
    directory_seed: u64,
}

/// Where the web build is once it is made; the server says so in the flow until then.
const NOT_BUILT_YET: &str = "dist";

/// A directory that holds a web build.
fn web_dir(text: &str) -> Result<PathBuf, String> {
    let dir = PathBuf::from(text);
    if text == NOT_BUILT_YET || dir.join("index.html").is_file() {
        return Ok(dir);
    }
    Err("there is no index.html in it: `cargo xtask build` makes a web build".to_owned())
}

/// Requests a second.
fn limit(text: &str) -> Result<NonZeroU32, String> {
    text.parse().map_err(|_| "write a whole number, 1 or more; leave it out for no limit".to_owned())
}

/// A name as it fits into a sentence.
fn provider_name(text: &str) -> Result<String, String> {
    const LONGEST: usize = 40;
    let name = text.trim();
    if name.is_empty() || name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err(format!("write a name of 1 to {LONGEST} characters"));
    }
    Ok(name.to_owned())
}

/// An address as e-mails have it, with or without a name.
fn sender(text: &str) -> Result<String, String> {
    let mailbox: Result<Mailbox, _> = text.parse();
    mailbox.map(|_| text.to_owned()).map_err(|error| format!("{error}; write Linkspan <link@shop.example>"))
}

/// An origin without a slash at the end.
fn origin(text: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let origin = url.origin().ascii_serialization();
    if matches!(url.scheme(), "http" | "https") && origin == text.trim_end_matches('/') {
        return Ok(origin);
    }
    Err("write an origin such as https://link.example".into())
}

pub async fn run(args: ServeArgs) -> Result<(), Box<dyn std::error::Error>> {
    let mailer = match (&args.smtp_url, &args.mail_from) {
        (Some(url), Some(from)) => Some(Arc::new(Smtp::new(url, from)?) as Arc<dyn Mailer>),
        _ => None,
    };
    let texter = match &args.sms_url {
        Some(url) => {
            let gateway = Gateway::new(outbound::client()?, url, args.sms_token.as_deref())?;
            Some(Arc::new(gateway) as Arc<dyn Texter>)
        }
        None => None,
    };
    let options = Options {
        mailer,
        texter,
        listen: args.listen,
        flow_listen: args.flow_listen,
        bank_listen: args.bank_listen,
        metrics_listen: args.metrics_listen,
        public: PublicOrigins { api: args.api_origin, flow: args.flow_origin, bank: args.bank_origin },
        database: args.data.database_url,
        read_timeout: Duration::from_secs(args.read_timeout_seconds),
        config: Config {
            data_dir: args.data.data_dir,
            web_dir: args.web_dir,
            provider_name: args.provider_name,
            session_ttl_seconds: args.session_ttl_seconds,
            encryption_keys: args.secrets.keys(),
            internal_webhooks: args.internal_webhooks,
            rate_limits: RateLimits { read: args.rate_limit_read, write: args.rate_limit_write },
        },
        generated_institutions: args.generated_institutions,
        directory_seed: args.directory_seed,
        clock: Arc::new(SystemClock),
    };
    let server = Server::start(options).await?;
    let mut stop = Stop::listen()?;
    tracing::info!(api = server.ready.api, flow = server.ready.flow, bank = server.ready.bank, "ready");
    announce(&server.ready, args.ready_json)?;
    stop.told().await;
    tracing::info!(args.drain_seconds, "stopping");
    server.drain();
    tokio::select! {
        () = tokio::time::sleep(Duration::from_secs(args.drain_seconds)) => {}
        () = stop.told() => {}
    }
    server.stop().await;
    Ok(())
}

/// The keys go to stdout, for the person or program that started the server; never to the log.
fn announce(ready: &Ready, json: bool) -> Result<(), Box<dyn std::error::Error>> {
    if json {
        say(&serde_json::to_string(ready)?)?;
        return Ok(());
    }
    say(&format!("Merchant API  {}\nFlow          {}\nTest bank     {}", ready.api, ready.flow, ready.bank))?;
    if ready.first_start {
        say(&format!(
            "\nThe sandbox's merchant was made. Its keys, also kept in sandbox-keys.json of the data directory:\n\
             secret key       {}\npublishable key  {}",
            ready.secret_key, ready.publishable_key
        ))?;
    }
    Ok(())
}

/// The signals that end the server. They are listened for from when this is made: one that comes
/// right behind the line that says "ready" ends it as gracefully as any later one.
struct Stop {
    #[cfg(unix)]
    terminated: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupted: tokio::signal::unix::Signal,
}

impl Stop {
    #[cfg(unix)]
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminated: signal(SignalKind::terminate())?,
            interrupted: signal(SignalKind::interrupt())?,
        })
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "as on the other systems")]
    fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(unix)]
    async fn told(&mut self) {
        tokio::select! {
            _ = self.terminated.recv() => {}
            _ = self.interrupted.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn told(&mut self) {
        // Where it cannot be listened for, the server runs until it is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_origins_are_origins() {
        assert_eq!(origin("https://link.example/").as_deref(), Ok("https://link.example"));
        for bad in ["link.example", "https://link.example/path", "ftp://link.example", "https://a@b.example"]
        {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }
}
