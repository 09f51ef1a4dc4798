//! A merchant's server and page, as the documentation describes them: it creates a customer and a
//! session with its secret key, gives the page the client secret, and hears of linked accounts by
//! webhook.
//!
//! Read in this order: [`session`] (what the page asks for), [`form`] (how it is sent),
//! [`webhooks`] and [`signature`] (what comes back), [`account_data`] (what may then be read),
//! [`messages`] (what the sandbox would have sent to the person).

mod account_data;
mod api;
mod form;
mod inbox;
mod messages;
mod pages;
mod session;
mod settings;
mod signature;
mod site;
mod webhooks;

use std::{io::Write, process::ExitCode, sync::Arc};

use clap::Parser;
use tokio::net::TcpListener;

use crate::{settings::Settings, site::Site};

#[tokio::main]
async fn main() -> ExitCode {
    match run(Settings::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("linkspan-example-merchant: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(&settings.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", settings.listen))?;
    let origin = settings.origin(listener.local_addr()?.port());
    let ready_json = settings.ready_json;
    let site = Arc::new(Site::new(settings, origin.clone())?);

    // Registration waits for the API, which may post at once: the listener is open by now, and
    // connections wait in its queue.
    let endpoint = webhooks::register(&site).await;
    if let Err(error) = &endpoint {
        eprintln!("no webhooks: {error}");
    }

    let ready = serde_json::json!({ "merchant": origin });
    let mut out = std::io::stdout();
    if ready_json {
        writeln!(out, "{ready}")?;
    } else {
        writeln!(out, "Open {origin}")?;
    }
    out.flush()?;

    // Streams of events never end by themselves, so an ending process does not wait for them.
    tokio::select! {
        served = axum::serve(listener, pages::router(Arc::clone(&site))) => served?,
        () = interrupted() => {}
    }
    if let Ok(id) = endpoint {
        webhooks::unregister(&site, &id).await;
    }
    Ok(())
}

/// Waits for Ctrl-C or a request to end.
async fn interrupted() {
    let ctrl_c = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = ctrl_c => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = ctrl_c.await;
}
