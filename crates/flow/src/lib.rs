//! What the flow does next: a plain state machine.
//!
//! [`Flow::step`] takes an [`Event`] (what the person did, what the server answered, what a timer
//! said) and gives back the [`Effect`]s to carry out. There is no DOM, no clock and no network in
//! here, so every path can be walked in a native test.
//!
//! Rules that hold always, each with a test in `tests/`:
//! - only a pane that the server named is ever opened;
//! - every state has a way to finish or to leave;
//! - an account once linked is in the result, whatever happens later;
//! - an answer to a question that is no longer asked is dropped.
//!
//! The rules of one pane live in its file below `panes/`; this crate's spine holds only how panes
//! hand over to each other (`spine.rs`), how failures are sorted (`failure.rs`) and how the flow
//! ends (`closing.rs`). What one flow did is noted by `log` and done again by `replay`.

mod closing;
mod effect;
mod event;
mod failure;
pub mod kinds;
pub mod log;
mod panes;
pub mod replay;
mod spine;
mod state;

pub use effect::{Effect, Outcome};
pub use event::{Answer, Details, Event};
pub use failure::{RequestError, Trouble};
pub use panes::{
    account_picker::AccountPicker,
    consent::Consent,
    institution_picker::{Featured, InstitutionPicker, Search},
    manual_entry::{ACCOUNT_NUMBER, CONFIRMATION, ManualEntry, ROUTING_NUMBER},
    partner_auth::{PartnerAuth, PartnerAuthNotice, Window},
    problem::{Ineligible, Problem, ProblemKind},
    success::Success,
};
pub use state::{Closing, Flow, Screen, Sheet, Ticket, Unseen};
