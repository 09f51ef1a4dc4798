//! `diagram`: writes what the tests find out about the flow to docs/flow.md.

use crate::{console, failure::Result, run::Command, workspace::Workspace};

/// Lets the test that compares the page write it instead, once all its rules hold.
pub fn diagram(workspace: &Workspace) -> Result<()> {
    let test = "every_state_keeps_to_the_rules_and_leads_to_an_end";
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
