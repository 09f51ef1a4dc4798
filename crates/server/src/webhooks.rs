//! Posts events to webhook endpoints: at least once, signed, with patience.

mod backoff;
mod signature;
mod worker;

pub use signature::header;
pub use worker::run;
