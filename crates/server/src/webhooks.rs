//! Posts events to webhook endpoints: at least once, signed, with patience.

mod backoff;
pub mod endpoints;
mod resend;
mod signature;
mod worker;
mod written;

pub use resend::resend;
pub use signature::header;
pub use worker::run;
