//! `finish`: the last touch on what Trunk staged, called by its `post_build` hook.

use std::{env, fs, path::PathBuf};

use crate::{
    failure::{Failure, Result},
    import_names,
    run::Command,
    workspace::Workspace,
};

/// Takes Trunk's own marks out of the page, and in release makes script and style small.
pub fn finish(workspace: &Workspace) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or_else(|| Failure::Missing {
        what: "TRUNK_STAGING_DIR".to_owned(),
        remedy: "This is a hook of Trunk; run `cargo xtask build`.".to_owned(),
    })?;
    let page = staging.join("index.html");
    let html = fs::read_to_string(&page).map_err(Failure::file(&page))?;
    fs::write(&page, without_trunk_links(&html)).map_err(Failure::file(&page))?;

    if env::var("TRUNK_PROFILE").as_deref() == Ok("release") {
        let (glue, module) = (staging.join("linkspan_flow.js"), staging.join("linkspan_flow_bg.wasm"));
        let (names, code) = import_names::numbered(
            &fs::read_to_string(&glue).map_err(Failure::file(&glue))?,
            &fs::read(&module).map_err(Failure::file(&module))?,
        );
        fs::write(&glue, names).map_err(Failure::file(&glue))?;
        fs::write(&module, code).map_err(Failure::file(&module))?;
        // Trunk's own minifier gives up on the export list that wasm-bindgen writes.
        let outdir = format!("--outdir={}", staging.display());
        Command::new(
            workspace.root(),
            "node_modules/.bin/esbuild",
            ["--minify", "--format=esm", "--allow-overwrite", "--log-level=warning", &outdir],
        )
        .arg(glue)
        .arg(staging.join("flow.css"))
        .run()?;
    }
    Ok(())
}

/// With scripts not injected, Trunk leaves its `<link data-trunk rel="rust">` where it was.
fn without_trunk_links(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<link") {
        let Some(length) = rest[start..].find('>') else { break };
        let end = start + length + 1;
        let is_trunk = rest[start..end].contains("data-trunk");
        kept.push_str(&rest[..if is_trunk { start } else { end }]);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trunks_links_go() {
        let html =
            r#"<head><link data-trunk rel="rust" href="a"><link rel="stylesheet" href="/flow.css"></head>"#;
        assert_eq!(without_trunk_links(html), r#"<head><link rel="stylesheet" href="/flow.css"></head>"#);
        assert_eq!(without_trunk_links("<p>no link</p>"), "<p>no link</p>");
    }
}
