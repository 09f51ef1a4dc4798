//! How long a search takes over 12,000 institutions, keystroke by keystroke:
//! `cargo run --release -p linkspan-directory --example search_speed`.
#![allow(clippy::print_stdout, reason = "the figures are the output")]

use std::time::{Duration, Instant};

use linkspan_directory::{Directory, DirectoryError};

const ROWS: usize = 12_000;
const TYPED: [&str; 10] = [
    "northline",
    "nroth",
    "sierra credit union",
    "first silverbrook bank",
    "willwo creek savings",
    "hazelford.example",
    "community credit unoin",
    "954971450",
    "zzzzqqqqxxxx",
    "Old Ravenmarsh Teachers Credit Union",
];

fn main() -> Result<(), DirectoryError> {
    let start = Instant::now();
    let sandbox = Directory::sandbox()?.len();
    let directory = Directory::with_generated(ROWS - sandbox, 7)?;
    println!("{} institutions, built in {:.1?}", directory.len(), start.elapsed());

    let mut times: Vec<(Duration, &str)> = Vec::new();
    for _ in 0..5 {
        for typed in TYPED {
            for end in typed.char_indices().map(|(at, letter)| at + letter.len_utf8()) {
                let start = Instant::now();
                directory.search(&typed[..end], 20)?;
                times.push((start.elapsed(), &typed[..end]));
            }
        }
    }
    times.sort_unstable();
    let at = |hundredth: usize| times[(times.len() - 1) * hundredth / 100];
    println!("{} keystrokes: median {:.2?}, p95 {:.2?}", times.len(), at(50).0, at(95).0);
    println!("slowest {:.2?} for {:?}", at(100).0, at(100).1);
    Ok(())
}
