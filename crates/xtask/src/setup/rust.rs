//! The wasm target, Trunk and the wasm-bindgen tools.

use crate::{
    console,
    failure::{Failure, Result},
    run::Command,
    workspace::{self, Workspace},
};

const WASM: &str = "wasm32-unknown-unknown";
/// The last Trunk that builds with this repository's Rust.
const TRUNK: &str = "0.21.14";
const DENY: &str = "0.20.2";
const MACHETE: &str = "0.9.2";

/// Installs the wasm target.
pub fn wasm_target(workspace: &Workspace) -> Result<()> {
    let list =
        Command::new(workspace.root(), "rustup", ["target", "list", "--installed"]).read().map_err(|_| {
            Failure::Missing {
                what: "rustup".to_owned(),
                remedy: "Install Rust by rustup; rust-toolchain.toml names the version.".to_owned(),
            }
        })?;
    if list.lines().any(|line| line.trim() == WASM) {
        console::ready("wasm target");
        return Ok(());
    }
    console::step("wasm target", || Command::new(workspace.root(), "rustup", ["target", "add", WASM]).run())
}

/// Installs the wasm-bindgen tools in the version of Cargo.lock: any other refuses the module.
pub fn wasm_bindgen(workspace: &Workspace) -> Result<()> {
    let version = workspace.locked_version("wasm-bindgen")?;
    // Without --locked: its own lock file names a crate version that not every registry serves.
    install(
        workspace,
        &Tool { program: "wasm-bindgen", package: "wasm-bindgen-cli", version: &version, options: &[] },
    )
}

/// Installs Trunk.
pub fn trunk(workspace: &Workspace) -> Result<()> {
    install(
        workspace,
        &Tool {
            program: "trunk",
            package: "trunk",
            version: TRUNK,
            options: &["--locked", "--no-default-features", "--features", "rustls"],
        },
    )
}

/// Installs the check of licences and sources.
pub fn deny(workspace: &Workspace) -> Result<()> {
    let options = &["--locked", "--no-default-features"];
    install(workspace, &Tool { program: "cargo-deny", package: "cargo-deny", version: DENY, options })
}

/// Installs the check for dependencies that nothing uses.
pub fn machete(workspace: &Workspace) -> Result<()> {
    let options = &["--locked"];
    install(
        workspace,
        &Tool { program: "cargo-machete", package: "cargo-machete", version: MACHETE, options },
    )
}

struct Tool<'a> {
    program: &'a str,
    package: &'a str,
    version: &'a str,
    options: &'a [&'a str],
}

fn install(workspace: &Workspace, tool: &Tool<'_>) -> Result<()> {
    let what = format!("{} {}", tool.package, tool.version);
    if installed(workspace, tool) {
        console::ready(&what);
        return Ok(());
    }
    if !workspace::unattended() && which::which("cargo-binstall").is_ok() {
        let pinned = format!("{}@{}", tool.package, tool.version);
        let quick =
            Command::new(workspace.root(), "cargo", ["binstall", "--no-confirm", "--force", pinned.as_str()]);
        if console::step(&what, || quick.run()).is_ok() && installed(workspace, tool) {
            return Ok(());
        }
    }
    console::step(&format!("{what}, from source: some minutes, once"), || {
        // Quick to build matters more for a tool than its last tenth of speed.
        Command::new(
            workspace.root(),
            "cargo",
            ["install", tool.package, "--version", tool.version, "--force"],
        )
        .args(tool.options)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .run()
    })
}

fn installed(workspace: &Workspace, tool: &Tool<'_>) -> bool {
    Command::new(workspace.root(), tool.program, ["--version"])
        .read()
        .is_ok_and(|text| text.split_whitespace().any(|word| word == tool.version))
}
