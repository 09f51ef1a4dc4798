//! Turns `locales/*.json` into the typed keys of `src/words.rs`: a missing sentence or value fails the
//! build. The sentences themselves are shipped beside the module.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use linkspan_words::Words;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is set by cargo")?);
    let words = Words::read(Path::new("locales"))?;
    fs::write(out.join("words.rs"), words.keys())?;
    // For the tests in the browser, which have no loader.
    for language in words.languages() {
        fs::write(out.join(format!("words.{language}.txt")), words.shipped(language).unwrap_or_default())?;
    }
    Ok(())
}
