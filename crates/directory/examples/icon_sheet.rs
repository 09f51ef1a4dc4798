//! Prints an HTML page with every icon of the sandbox at 40 px and large, to look at:
//! `cargo run -p linkspan-directory --example icon_sheet > icons.html`.
#![allow(clippy::print_stdout, reason = "the page is the output")]

use linkspan_directory::{Directory, DirectoryError};

fn main() -> Result<(), DirectoryError> {
    let directory = Directory::sandbox()?;
    println!("<!doctype html><meta charset=utf-8><title>Icons</title>");
    println!("<style>body{{font:12px system-ui;display:grid;grid-template-columns:repeat(9,1fr);gap:14px}}");
    println!(
        "div{{text-align:center}}svg{{border-radius:11px}}svg+svg{{width:80px;height:80px;border-radius:22px}}</style>"
    );
    for record in &directory {
        let icon = directory.icon_svg(&record.id).unwrap_or_default();
        println!("<div>{icon} {icon}<br>{}</div>", record.name);
    }
    Ok(())
}
