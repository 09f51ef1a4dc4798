//! Turns `locales/*.json` into methods of `Locale`, so that a sentence that is missing in one
//! language, or that asks for other names there, does not compile.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

const LOCALES: [(&str, &str); 2] = [("En", "locales/en.json"), ("Fr", "locales/fr.json")];

fn main() -> Result<(), Box<dyn Error>> {
    let mut sentences: BTreeMap<String, Vec<(&str, String)>> = BTreeMap::new();
    for (variant, path) in LOCALES {
        println!("cargo::rerun-if-changed={path}");
        let texts: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(path)?)?;
        for (key, text) in texts {
            sentences.entry(key).or_default().push((variant, text));
        }
    }
    let mut code = String::from("impl Locale {\n");
    for (key, texts) in &sentences {
        if texts.len() != LOCALES.len() {
            return Err(format!("`{key}` is not in every locale").into());
        }
        let names = names(&texts[0].1)?;
        for (variant, text) in texts {
            if self::names(text)? != names {
                return Err(format!("`{key}` asks for other names in {variant}").into());
            }
        }
        let doc = texts[0].1.replace('\n', " ");
        if names.is_empty() {
            writeln!(
                code,
                "    #[doc = {doc:?}]\n    pub(crate) const fn {key}(self) -> &'static str {{\n        match self {{"
            )?;
            for (variant, text) in texts {
                writeln!(code, "            Self::{variant} => {text:?},")?;
            }
        } else {
            let arguments: Vec<String> = names.iter().map(|name| format!("{name}: &str")).collect();
            writeln!(
                code,
                "    #[doc = {doc:?}]\n    pub(crate) fn {key}(self, {}) -> String {{\n        match self {{",
                arguments.join(", ")
            )?;
            for (variant, text) in texts {
                writeln!(code, "            Self::{variant} => format!({text:?}),")?;
            }
        }
        code.push_str("        }\n    }\n");
    }
    code.push_str("}\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("sentences.rs"), code)?;
    Ok(())
}

/// The names in braces.
fn names(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| format!("a brace stays open in {text:?}"))?;
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(format!("{name:?} is not a name, in {text:?}"));
        }
        names.insert(name.to_owned());
        rest = tail;
    }
    Ok(names)
}
