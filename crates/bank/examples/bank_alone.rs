//! The test bank by itself, to look at its pages: `cargo run -p linkspan-bank --example bank_alone`.
#![allow(clippy::print_stdout, reason = "the addresses are the output")]

use std::{error::Error, sync::Arc, time::SystemTime};

use linkspan_bank::BankConfig;
use linkspan_directory::Directory;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let redirect_uri = "http://localhost:4002/auth/callback".to_owned();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", "linkspan")
        .append_pair("redirect_uri", &redirect_uri)
        .append_pair("state", "state")
        .append_pair("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .append_pair("code_challenge_method", "S256")
        .append_pair("scope", "balances ownership transactions")
        .append_pair("merchant", "Harbour Books")
        .finish();
    for institution in ["bcinst_northline", "bcinst_bank_oauth", "bcinst_down_scheduled"] {
        println!("{origin}/{institution}/authorize?{query}");
    }
    let router = linkspan_bank::router(BankConfig {
        origin,
        redirect_uri,
        signing_key: [0; 32],
        directory: Arc::new(Directory::sandbox()?),
        clock: Arc::new(|| {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            since.ok().and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or_default()
        }),
        closed: Arc::new(|_| false),
    });
    axum::serve(listener, router).await?;
    Ok(())
}
