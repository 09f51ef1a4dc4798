//! The merchant API against its own description.

use crate::{
    background::Background,
    build,
    demo::Ready,
    failure::{Failure, Result},
    run::Command,
    setup,
    workspace::Workspace,
};

const HOOKS: &str = "tests/contract/hooks.py";
const CONFIG: &str = "tests/contract/schemathesis.toml";

/// schemathesis against a server of its own: no failure of the server, every answer as described.
pub fn contract(workspace: &Workspace) -> Result<()> {
    let programs = setup::for_python(workspace)?;
    let server = build::program(workspace, "linkspan-server", false)?;
    let data = workspace.target("contract");
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(Failure::file(&data))?;
    }
    let server = Command::new(workspace.root(), &server.display().to_string(), ["serve", "--ready-json"])
        .args(&["--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data.join("data"));
    let (_server, ready) = Background::start::<Ready>(&server, &data.join("server.log"))?;
    let schemathesis = programs.join("schemathesis").display().to_string();
    // In a folder below target/, because it keeps notes of what it found where it runs.
    Command::new(&data, &schemathesis, ["--config-file"])
        .arg(workspace.path(CONFIG))
        .arg("run")
        .arg(format!("{}/v1/openapi.json", ready.api))
        .env("SCHEMATHESIS_HOOKS", workspace.path(HOOKS))
        .env("LINKSPAN_API", &ready.api)
        .quiet_env("LINKSPAN_SECRET_KEY", &ready.secret_key)
        .quiet_env("PYTHONDONTWRITEBYTECODE", "1")
        .run()
}
