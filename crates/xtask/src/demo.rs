//! `demo`: everything built and started, with an address to open.

use clap::Args;
use serde::Deserialize;

use crate::{
    background::{self, Background},
    build, console,
    failure::Result,
    ports,
    run::Command,
    setup,
    workspace::Workspace,
};

/// How to run the demo.
#[derive(Args)]
pub struct Options {
    /// Use the dist/ that is there.
    #[arg(long)]
    no_build: bool,
}

/// What the server says once it accepts connections.
#[derive(Deserialize)]
pub struct Ready {
    /// Origin of the merchant API.
    pub api: String,
    /// Origin of the flow.
    pub flow: String,
    /// Origin of the test bank.
    pub bank: String,
    /// `sk_test_…`
    pub secret_key: String,
    /// `pk_test_…`
    pub publishable_key: String,
}

#[derive(Deserialize)]
struct MerchantReady {
    merchant: String,
}

/// Runs until Ctrl-C.
pub fn demo(workspace: &Workspace, options: &Options) -> Result<()> {
    ports::all_free(&[ports::API, ports::FLOW, ports::BANK, ports::MERCHANT])?;
    if !options.no_build {
        setup::for_web(workspace)?;
        build::web(workspace, true)?;
    }
    let server = build::program(workspace, "linkspan-server", false)?;
    let merchant = build::program(workspace, "linkspan-example-merchant", false)?;

    let server = Command::new(workspace.root(), &server.display().to_string(), ["serve", "--ready-json"])
        .args(&["--listen", ports::API, "--flow-listen", ports::FLOW, "--bank-listen", ports::BANK])
        .args(&["--data-dir", "target/demo-data", "--web-dir", "dist"]);
    console::note(&format!("$ {}", server.shown()));
    let (server, ready) = Background::start::<Ready>(&server, &workspace.target("demo/server.log"))?;

    let merchant = Command::new(workspace.root(), &merchant.display().to_string(), ["--ready-json"])
        .args(&["--listen", ports::MERCHANT, "--api", &ready.api, "--flow", &ready.flow])
        .args(&["--secret-key", &ready.secret_key, "--publishable-key", &ready.publishable_key]);
    let (merchant, page) =
        Background::start::<MerchantReady>(&merchant, &workspace.target("demo/merchant.log"))?;

    println!();
    println!("   Open {} and press \"Link your bank account\".", page.merchant);
    println!("   Merchant API {}, flow {}, test bank {}", ready.api, ready.flow, ready.bank);
    println!("   Logs in target/demo, data in target/demo-data. Ctrl-C ends it all.");
    background::until_interrupted(&[&server, &merchant])?;
    println!();
    console::ready("ended");
    Ok(())
}
