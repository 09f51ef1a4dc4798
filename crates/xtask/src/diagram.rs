//! `diagram`: writes what the tests find out about the flow to docs/flow.md.

use crate::{console, failure::Result, run::Command, workspace::Workspace};

/// Lets the test that compares the page write it instead.
pub fn diagram(workspace: &Workspace) -> Result<()> {
    let test = "the_committed_diagram_is_what_the_walks_find";
    Command::new(
        workspace.root(),
        "cargo",
        ["test", "--package", "linkspan-flow", "--test", "machine", test],
    )
    .env("LINKSPAN_WRITE_DIAGRAM", "1")
    .run()?;
    console::ready("docs/flow.md");
    Ok(())
}
