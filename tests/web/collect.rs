//! The exported function: its options, and whole flows against a real server.

mod call;
mod close;
mod options;
mod run;
mod trouble;
