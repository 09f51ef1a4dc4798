//! ACH debits. The network is the sandbox's own: it says what the account is named after, or what
//! its test number stands for, after as long as a real one would take (docs/payments.md).
//!
//! A debit is a row in `charges`, which is also the queue: workers of any process take what is due.

mod calendar;
mod debit;
mod methods;
mod numbers;
mod outcome;
mod settle;
mod token;
mod worker;

pub use debit::debit;
pub use methods::detach;
pub use numbers::{Numbers, NumbersError, is_account_number, of_account};
pub use outcome::Outcome;
pub use settle::settle;
pub use token::{TokenError, token_of};
pub use worker::{round, run};
