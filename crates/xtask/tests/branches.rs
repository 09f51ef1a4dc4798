//! docs/branches.md names tests that are there.

use std::{fs, path::Path};

/// The file that a short name in the document means.
fn file(short: &str) -> Option<String> {
    let (kind, name) = short.split_once('/')?;
    match kind {
        "e2e" => Some(format!("tests/e2e/{name}.spec.ts")),
        "flow" => Some(format!("crates/flow/tests/machine/{name}.rs")),
        "server" => Some(format!("crates/server/tests/{name}.rs")),
        "web" => Some(format!("tests/web/{name}.rs")),
        _ => None,
    }
}

/// As it stands where the test begins.
fn beginning(file: &str, name: &str) -> Vec<String> {
    if Path::new(file).extension().is_some_and(|end| end == "rs") {
        return vec![format!("fn {name}(")];
    }
    ['\'', '`'].map(|quote| format!("test({quote}{name}{quote}")).into()
}

#[test]
fn every_test_that_is_named_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let document = fs::read_to_string(root.join("docs/branches.md")).expect("the document");
    let mut named = 0;
    for entry in document.lines().filter(|line| line.starts_with('|')).flat_map(|line| {
        let cell = line.trim_end_matches([' ', '|']).rsplit_once(" | ").map_or("", |(_, cell)| cell);
        cell.split("<br>")
    }) {
        let Some((short, name)) = entry.strip_prefix('`').and_then(|entry| entry.split_once("` ")) else {
            continue;
        };
        let file = file(short).unwrap_or_else(|| panic!("{short} is no file of tests"));
        let text = fs::read_to_string(root.join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let there = beginning(&file, name).iter().any(|beginning| text.contains(beginning));
        assert!(there, "{file} has no test named {name}");
        named += 1;
    }
    assert!(named > 80, "only {named} tests were found in the document");
}
