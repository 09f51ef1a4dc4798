//! What the flow wants done.

use linkspan_wire::{
    host::{CollectResult, HostEvent},
    link::{FieldValue, TerminalError, manifest::Pane, manual_entry::BankAccountNumbers},
};

use crate::Ticket;

/// What the flow wants done, as data. Answers come back as [`crate::Event`]s with the same ticket;
/// a request that gets none has to be answered with [`crate::RequestError::Timeout`].
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask for the manifest.
    Synchronize(Ticket),
    /// Tell the server that the person agreed to `version`.
    AcquireConsent(Ticket, String),
    /// Ask for the featured banks.
    LoadFeatured(Ticket),
    /// Look for banks.
    Search(Ticket, String),
    /// Begin to sign in at the bank of this id.
    CreateAuthSession(Ticket, String),
    /// Open the bank's window, at once, within the click.
    OpenWindow(String),
    /// Ask for an address of this sign-in from which the person comes back to the flow's own tab.
    PrepareThisTab(Ticket, String),
    /// Leave the page for this address.
    Leave(String),
    /// Ask how the sign-in stands and wait until it changed.
    WatchAuthSession(Ticket, String),
    /// Give a sign-in up, unless the bank has said yes. Without a ticket nobody waits for the answer.
    CancelAuthSession(Option<Ticket>, String),
    /// Send what was typed.
    SubmitCredentials(Ticket, String, Vec<FieldValue>),
    /// Ask for the bank's accounts.
    LoadAccounts(Ticket, String),
    /// Link these accounts.
    SelectAccounts(Ticket, String, Vec<String>),
    /// Go back to the choice of banks, keeping what is linked.
    LinkMoreAccounts(Ticket),
    /// Ask which bank a routing number is of.
    LookUpRoutingNumber(Ticket, String),
    /// Link the account with these numbers.
    AttachBankAccount(Ticket, BankAccountNumbers),
    /// End the session.
    Complete(Ticket, Option<TerminalError>),
    /// Say [`crate::Event::Elapsed`] after so many milliseconds.
    Wait(Ticket, u32),
    /// Tell the page.
    Emit(HostEvent),
    /// A new pane is on: move the focus to its heading.
    PaneShown(Pane),
    /// Resolve the promise and take the flow away. The last effect of all.
    Finish(Box<Outcome>),
}

/// How the flow ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What the page's promise resolves with.
    pub result: CollectResult,
    /// Where the full-page flow goes now.
    pub return_url: Option<String>,
}
