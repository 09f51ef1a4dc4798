//! The binary that Trunk builds: the library and nothing else. What JavaScript may call is in
//! `lib.rs`; loading the module starts nothing by itself.

use linkspan as _;

fn main() {}
