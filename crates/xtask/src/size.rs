//! `size`: what a person has to download, against its budgets.

use std::{fs, io::Write, path::Path};

use clap::Args;

use crate::{
    build, console,
    failure::{Failure, Result},
    setup,
    workspace::Workspace,
};

/// What to weigh.
#[derive(Args)]
pub struct Options {
    /// Weigh the dist/ that is there.
    #[arg(long)]
    no_build: bool,
}

/// The flow: module, glue, loader, style sheet, page. The words of one language come with it.
const FLOW: [&str; 5] = ["linkspan_flow_bg.wasm", "linkspan_flow.js", "boot.js", "flow.css", "index.html"];
/// Most that the flow may weigh, in brotli.
const FLOW_BUDGET: usize = 200 * 1024;
/// What a merchant's page loads.
const EMBED: &str = "linkspan.js";
/// Most that it may weigh, in brotli.
const EMBED_BUDGET: usize = 4 * 1024;
/// For operators who put the flow into their own page.
const IN_PAGE: &str = "inpage.js";

struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Builds and weighs.
pub fn size(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.no_build {
        setup::for_web(workspace)?;
        build::web(workspace, true)?;
    }
    weigh_dist(workspace)
}

/// Weighs dist/ as it is.
pub fn weigh_dist(workspace: &Workspace) -> Result<()> {
    let dist = workspace.path("dist");
    println!();
    println!("| file | raw | gzip -9 | brotli 11 |");
    println!("|---|---:|---:|---:|");
    let mut flow = Weight { raw: 0, gzip: 0, brotli: 0 };
    for name in FLOW.map(str::to_owned).into_iter().chain([heaviest_words(workspace, &dist)?]) {
        let weight = show(&dist, &name)?;
        flow.raw += weight.raw;
        flow.gzip += weight.gzip;
        flow.brotli += weight.brotli;
    }
    println!(
        "| **the flow, together** | **{}** | **{}** | **{}** |",
        grouped(flow.raw),
        grouped(flow.gzip),
        grouped(flow.brotli)
    );
    let embed = show(&dist, EMBED)?;
    show(&dist, IN_PAGE)?;
    println!();
    let verdicts = [within("the flow", flow.brotli, FLOW_BUDGET), within(EMBED, embed.brotli, EMBED_BUDGET)];
    let over: Vec<String> = verdicts.into_iter().filter_map(std::result::Result::err).collect();
    if over.is_empty() { Ok(()) } else { Err(Failure::OverBudget(over.join("; "))) }
}

/// A person loads one language: the file of the one that weighs most.
fn heaviest_words(workspace: &Workspace, dist: &Path) -> Result<String> {
    let mut heaviest = (0, String::new());
    for language in crate::assets::read_words(workspace)?.languages() {
        let name = format!("words.{language}.txt");
        let path = dist.join(&name);
        let bytes = fs::read(&path).map_err(Failure::file(&path))?;
        heaviest = heaviest.max((weigh(&bytes).map_err(Failure::file(&path))?.brotli, name));
    }
    Ok(heaviest.1)
}

fn show(dist: &Path, name: &str) -> Result<Weight> {
    let path = dist.join(name);
    let bytes = fs::read(&path).map_err(Failure::file(&path))?;
    let weight = weigh(&bytes).map_err(Failure::file(&path))?;
    println!("| {name} | {} | {} | {} |", grouped(weight.raw), grouped(weight.gzip), grouped(weight.brotli));
    Ok(weight)
}

fn weigh(bytes: &[u8]) -> std::io::Result<Weight> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    brotli.write_all(bytes)?;
    Ok(Weight { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli.into_inner().len() })
}

fn within(what: &str, size: usize, budget: usize) -> std::result::Result<(), String> {
    let line = format!("{what}: {} of {} bytes in brotli", grouped(size), grouped(budget));
    if size > budget {
        return Err(line);
    }
    console::ready(&line);
    Ok(())
}

/// `70004` as `70,004`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(70_004), "70,004");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn a_budget_holds() {
        assert!(within("x", 10, 10).is_ok());
        assert!(within("x", 11, 10).is_err());
    }

    #[test]
    fn compression_is_real() {
        let weight = weigh(&b"linkspan ".repeat(1000)).expect("weighed");
        assert_eq!(weight.raw, 9000);
        assert!(weight.gzip < 200 && weight.brotli < 100, "{} {}", weight.gzip, weight.brotli);
    }
}
