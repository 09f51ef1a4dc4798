//! `assets`: the style sheet, the words and the embed scripts, in target/web for Trunk to copy.

use std::{
    fs,
    path::{Path, PathBuf},
};

use linkspan_words::Words;

use crate::{
    console,
    failure::{Failure, Result},
    run::Command,
    setup::{self, Package},
    workspace::{self, Workspace},
};

/// What the embed build writes.
const SCRIPTS: [&str; 5] = ["linkspan.js", "linkspan.d.ts", "boot.js", "inpage.js", "inpage.d.ts"];

/// Writes what is older than its sources.
pub fn assets(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/web");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    style_sheet(workspace, &folder.join("flow.css"))?;
    words(workspace, &folder)?;
    scripts(workspace, &folder)
}

/// One sheet: tokens and base first, because components and panes build on them.
fn style_sheet(workspace: &Workspace, out: &Path) -> Result<()> {
    let style = workspace.path("style");
    let mut text = String::new();
    for source in style_sources(&style)? {
        text.push_str(&fs::read_to_string(&source).map_err(Failure::file(&source))?);
        text.push('\n');
    }
    write(out, &text)
}

/// The words of the flow in all languages.
pub fn read_words(workspace: &Workspace) -> Result<Words> {
    let locales = workspace.path("locales");
    Words::read(&locales).map_err(|error| Failure::Content { path: locales, what: error.to_string() })
}

/// One file a language.
fn words(workspace: &Workspace, folder: &Path) -> Result<()> {
    let words = read_words(workspace)?;
    for language in words.languages() {
        let text = words.shipped(language).unwrap_or_default();
        write(&folder.join(format!("words.{language}.txt")), &text)?;
    }
    Ok(())
}

/// Left alone when nothing changed: Trunk watches it.
fn write(out: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(out).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(out, text).map_err(Failure::file(out))?;
    console::ready(&out.display().to_string());
    Ok(())
}

fn style_sources(style: &Path) -> Result<Vec<PathBuf>> {
    let mut sources: Vec<PathBuf> =
        ["tokens.css", "base.css"].iter().map(|name| style.join(name)).filter(|path| path.exists()).collect();
    for folder in ["components", "panes"] {
        let folder = style.join(folder);
        if folder.is_dir() {
            sources.extend(workspace::files_below(&folder)?.into_iter().filter(|path| is_css(path)));
        }
    }
    let listed = sources.len();
    let all = workspace::files_below(style)?.into_iter().filter(|path| is_css(path)).count();
    if listed < all {
        return Err(Failure::Content {
            path: style.to_owned(),
            what: "holds a style sheet that is not tokens.css, base.css or below components/ or panes/"
                .to_owned(),
        });
    }
    Ok(sources)
}

fn is_css(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "css")
}

fn scripts(workspace: &Workspace, out: &Path) -> Result<()> {
    let embed = workspace.path("embed");
    let newest = workspace::files_below(&embed)?.iter().filter_map(|path| workspace::modified(path)).max();
    let oldest = SCRIPTS.iter().map(|name| workspace::modified(&out.join(name))).min().flatten();
    if oldest.is_some() && oldest >= newest {
        return Ok(());
    }
    setup::for_node(workspace, &[Package::Embed])?;
    console::step("embed scripts", || {
        Command::new(&embed, "npm", ["run", "--silent", "build", "--"]).arg(out).run()?;
        for name in SCRIPTS {
            let path = out.join(name);
            // A build that found nothing to change leaves the old file; its time says "up to date".
            let file = fs::OpenOptions::new().append(true).open(&path).map_err(Failure::file(&path))?;
            file.set_modified(std::time::SystemTime::now()).map_err(Failure::file(&path))?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_in_order_and_none_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let style = folder.path();
        fs::create_dir_all(style.join("panes")).expect("made");
        fs::create_dir_all(style.join("components")).expect("made");
        for name in ["base.css", "tokens.css", "panes/a.css", "components/z.css", "components/b.css"] {
            fs::write(style.join(name), "").expect("written");
        }
        let sources = style_sources(style).expect("sources");
        let names: Vec<_> =
            sources.iter().filter_map(|path| path.strip_prefix(style).ok()?.to_str()).collect();
        assert_eq!(names, ["tokens.css", "base.css", "components/b.css", "components/z.css", "panes/a.css"]);

        fs::write(style.join("stray.css"), "").expect("written");
        assert!(style_sources(style).is_err());
    }
}
