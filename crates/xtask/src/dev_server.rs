//! `dev-server`: the server behind `trunk serve`.

use std::{fs, path::Path, time::Duration};

use clap::Args;

use crate::{
    build, console,
    failure::{Failure, Result},
    ports,
    run::Command,
    workspace::{self, Workspace},
};

/// What to do with the development server.
#[derive(Args)]
pub struct Options {
    /// Called by a hook: do nothing unless it is `trunk serve` that builds.
    #[arg(long, hide = true)]
    hook: bool,
    /// End the one that runs.
    #[arg(long)]
    stop: bool,
}

const PROGRAM: &str = "linkspan-server";

/// Starts the server in the background, or ends it.
pub fn dev_server(workspace: &Workspace, options: &Options) -> Result<()> {
    let pid_file = workspace.path("target/dev-server.pid");
    if options.stop {
        return stop(workspace, &pid_file);
    }
    if options.hook && !for_trunk_serve(workspace) {
        return Ok(());
    }
    if ports::answers(ports::FLOW) {
        console::ready(&format!("server answers on http://{}", ports::FLOW));
        return Ok(());
    }
    let program = build::program(workspace, PROGRAM, false)?;
    let log = workspace.path("target/dev-server.log");
    let server = Command::new(workspace.root(), &program.display().to_string(), ["serve"])
        .args(&["--listen", ports::API, "--flow-listen", ports::FLOW, "--bank-listen", ports::BANK])
        .args(&["--data-dir", "target/dev-data", "--web-dir", "dist"]);
    console::note(&format!("$ {}", server.shown()));
    let handle = server
        .expression()
        .stdin_null()
        // What it prints on its first start has keys in it, which belong into no log.
        .stdout_null()
        .stderr_path(&log)
        .unchecked()
        .start()
        .map_err(|source| Failure::Start { command: server.shown(), source })?;
    wait(&handle, &server, &log)?;
    if let Some(pid) = handle.pids().first() {
        fs::write(&pid_file, pid.to_string()).map_err(Failure::file(&pid_file))?;
    }
    console::ready(&format!(
        "server started on http://{} (log: target/dev-server.log; end it: cargo xtask dev-server --stop)",
        ports::FLOW
    ));
    Ok(())
}

fn wait(handle: &duct::Handle, server: &Command, log: &Path) -> Result<()> {
    let not_ready = || Failure::NotReady { command: server.shown(), log: fs::read_to_string(log).ok() };
    for _ in 0..300 {
        if ports::answers(ports::FLOW) {
            return Ok(());
        }
        if !matches!(handle.wait_timeout(Duration::from_millis(100)), Ok(None)) {
            return Err(not_ready());
        }
    }
    Err(not_ready())
}

fn stop(workspace: &Workspace, pid_file: &Path) -> Result<()> {
    let Ok(pid) = fs::read_to_string(pid_file) else {
        console::ready("no development server was started");
        return Ok(());
    };
    // The number may belong to another program by now.
    let name = Command::new(workspace.root(), "ps", ["-o", "args=", "-p", &pid]).read().unwrap_or_default();
    if name.contains(PROGRAM) {
        Command::new(workspace.root(), "kill", [&pid]).run()?;
    }
    fs::remove_file(pid_file).map_err(Failure::file(pid_file))
}

/// A hook is not told which command of Trunk runs it; the parent process tells.
fn for_trunk_serve(workspace: &Workspace) -> bool {
    if workspace::unattended() || std::env::var_os(build::NO_DEV_SERVER).is_some() {
        return false;
    }
    let mut pid = std::process::id().to_string();
    for _ in 0..4 {
        let Ok(line) = Command::new(workspace.root(), "ps", ["-o", "ppid=,args=", "-p", &pid]).read() else {
            return false;
        };
        let mut words = line.split_whitespace();
        let Some(parent) = words.next() else { return false };
        let words: Vec<&str> = words.collect();
        if words.first().is_some_and(|program| program.ends_with("trunk")) {
            return words.contains(&"serve");
        }
        parent.clone_into(&mut pid);
    }
    false
}
