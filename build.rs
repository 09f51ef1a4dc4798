//! Turns `locales/*.json` into the typed `i18n` module: a missing key fails the build.

use std::{collections::BTreeSet, error::Error, fs, path::PathBuf};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

/// The first is the one that others fall back to; each has to have all of its sentences.
const LOCALES: [&str; 2] = ["en", "fr"];

fn main() -> Result<(), Box<dyn Error>> {
    same_sentences()?;
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is set by cargo")?;
    let config =
        Config::new("en")?.add_locale("fr")?.parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config)?;
    translations.emit_diagnostics();
    translations.rerun_if_locales_changed();
    translations.generate_i18n_module(PathBuf::from(out).join("i18n"))?;
    Ok(())
}

/// The library falls back to the first language with a warning; here a missing sentence is an error.
fn same_sentences() -> Result<(), Box<dyn Error>> {
    let keys = |locale: &str| -> Result<BTreeSet<String>, Box<dyn Error>> {
        let text = fs::read_to_string(format!("locales/{locale}.json"))?;
        let groups: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text)?;
        Ok(groups
            .iter()
            .flat_map(|(group, keys)| {
                keys.as_object()
                    .into_iter()
                    .flat_map(move |keys| keys.keys().map(move |key| format!("{group}.{key}")))
            })
            .collect())
    };
    let first = keys(LOCALES[0])?;
    for locale in &LOCALES[1..] {
        let these = keys(locale)?;
        if let Some(key) = first.symmetric_difference(&these).next() {
            return Err(format!("locales: {key} is in one of {} and {locale} only", LOCALES[0]).into());
        }
    }
    Ok(())
}
