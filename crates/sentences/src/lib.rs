//! For build scripts: turns `locales/*.json` into methods of a type `Locale`, so that a sentence that is
//! missing in one language, or that asks for other names there, does not compile.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

/// The languages: the name of the type's variant, and the BCP 47 tag, which is the file's name as well.
const LOCALES: [(&str, &str); 2] = [("En", "en"), ("Fr", "fr")];

/// Writes the type `Locale` with a method for each sentence of `locales/*.json` to `OUT_DIR/locale.rs`.
/// A sentence that is missing in one language, or that asks for other names there, is an error.
///
/// # Errors
/// Names the sentence or the file.
pub fn write() -> Result<(), Box<dyn Error>> {
    let mut sentences: BTreeMap<String, Vec<(&str, String)>> = BTreeMap::new();
    for (variant, tag) in LOCALES {
        let path = format!("locales/{tag}.json");
        println!("cargo::rerun-if-changed={path}");
        let texts: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(&path)?)?;
        for (key, text) in texts {
            sentences.entry(key).or_default().push((variant, text));
        }
    }
    let mut code = header()?;
    code.push_str("impl Locale {\n");
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
    fs::write(Path::new(&env::var("OUT_DIR")?).join("locale.rs"), code)?;
    Ok(())
}

/// The type, and which language is which.
fn header() -> Result<String, std::fmt::Error> {
    let mut code = String::from(
        "/// A language of the pages.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub(crate) enum Locale {\n",
    );
    for (variant, tag) in LOCALES {
        writeln!(code, "    /// `{tag}`\n    {variant},")?;
    }
    let all: Vec<String> = LOCALES.iter().map(|(variant, _)| format!("Self::{variant}")).collect();
    writeln!(
        code,
        "}}\n\nimpl Locale {{\n    /// All of them, the one of a person of unknown language first."
    )?;
    writeln!(code, "    pub(crate) const ALL: [Self; {}] = [{}];\n", all.len(), all.join(", "))?;
    writeln!(
        code,
        "    /// For the `lang` attribute.\n    pub(crate) const fn tag(self) -> &'static str {{"
    )?;
    writeln!(code, "        match self {{")?;
    for (variant, tag) in LOCALES {
        writeln!(code, "            Self::{variant} => {tag:?},")?;
    }
    writeln!(code, "        }}\n    }}\n")?;
    code.push_str(OF);
    Ok(code)
}

/// How a language is found.
const OF: &str = "    /// The first known language of a list of BCP 47 tags, best first.
    pub(crate) fn of(tags: &str) -> Self {
        let known = |tag: &str| {
            let language = tag.trim().split(['-', '_', ';']).next().unwrap_or_default();
            Self::ALL.into_iter().find(|one| one.tag().eq_ignore_ascii_case(language))
        };
        tags.split([' ', ',']).find_map(known).unwrap_or(Self::ALL[0])
    }
}

";

/// The names in braces.
fn names(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| format!("a brace stays open in {text:?}"))?;
        if name.is_empty()
            || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        {
            return Err(format!("{name:?} is not a name, in {text:?}"));
        }
        names.insert(name.to_owned());
        rest = tail;
    }
    Ok(names)
}
