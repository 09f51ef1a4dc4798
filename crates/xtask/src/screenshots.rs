//! `screenshots`: a picture of every pane, on a phone and a desktop, light and dark.

use clap::Args;

use crate::{build, console, failure::Result, setup, test, workspace::Workspace};

/// How to take them.
#[derive(Args)]
pub struct Options {
    /// Use the dist/ that is there.
    #[arg(long)]
    no_build: bool,
}

/// Walks the flow and writes docs/panes/{pane}-{width}-{light|dark}.png.
pub fn screenshots(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::for_browser(workspace)?;
    if !options.no_build {
        setup::for_web(workspace)?;
        build::web(workspace, true)?;
    }
    console::step("screenshots, into docs/panes/", || {
        test::playwright(workspace, &["test", "--project", "screenshots"])?
            .env("LINKSPAN_SCREENSHOTS", "1")
            .run()
    })
}
