//! What happens to the flow.

use linkspan_wire::{
    link::{
        AuthSession, Completed, FieldValue, Institution, Institutions, Manifest, PartnerAccounts,
        RoutingNumber,
    },
    permission::Permission,
};

use crate::{RequestError, Ticket};

/// The answer to a request.
pub type Answer<T> = Result<T, RequestError>;

/// What happens to the flow.
#[derive(Debug, Clone)]
pub enum Event {
    // What the person does.
    /// The flow was opened.
    Start,
    /// "Agree" on the consent pane.
    Agree,
    /// A row of the consent pane: what this group of data is.
    OpenDetails(Details),
    /// The details sheet or the leave confirmation goes away; the flow goes on.
    CloseSheet,
    /// The search box changed.
    Query(String),
    /// A bank was chosen.
    Pick(Institution),
    /// "Continue to the bank": the pop-up is to open in this very click.
    OpenBank,
    /// "Continue in this tab": to the bank in place of the flow.
    OpenBankHere,
    /// A step of the sign-in form was sent.
    SubmitCredentials(Vec<FieldValue>),
    /// One account was ticked or unticked.
    ToggleAccount(String),
    /// "All accounts" was ticked or unticked.
    ToggleAllAccounts,
    /// "Share the accounts".
    Share,
    /// "Save for the next time" on the success pane.
    SaveAccounts,
    /// "Enter the numbers yourself".
    OpenManualEntry,
    /// The field of the routing number changed.
    RoutingNumber(String),
    /// The form of the numbers was sent.
    SubmitNumbers(Vec<FieldValue>),
    /// "Another bank", on any pane that offers it.
    AnotherBank,
    /// "Try again", on any pane that offers it.
    Retry,
    /// "Done" on the success pane.
    Done,
    /// The back arrow or the browser's back button.
    Back,
    /// The close button, Escape, or the page asked to close.
    Close,
    /// "Leave" in the confirmation.
    ConfirmLeave,

    // What the browser says.
    /// Windows do not open here, or nobody would find back from them. Said at the start.
    NoWindows,
    /// `window.open` gave no window. Not proof: under some policies it opened all the same.
    WindowNotReturned,
    /// Whether the browser believes to be online.
    Online(bool),
    /// A [`crate::Effect::Wait`] is over.
    Elapsed(Ticket),

    // What the server answers.
    /// To `Synchronize`.
    Synchronized(Ticket, Answer<Manifest>),
    /// To `AcquireConsent`.
    ConsentAcquired(Ticket, Answer<Manifest>),
    /// To `LoadFeatured`.
    FeaturedLoaded(Ticket, Answer<Institutions>),
    /// To `Search`.
    Searched(Ticket, Answer<Institutions>),
    /// To `CreateAuthSession`.
    AuthSessionCreated(Ticket, Answer<AuthSession>),
    /// To `WatchAuthSession`.
    AuthSessionSeen(Ticket, Answer<AuthSession>),
    /// To `PrepareThisTab`.
    ThisTabReady(Ticket, Answer<AuthSession>),
    /// To `CancelAuthSession`.
    AuthSessionCancelled(Ticket, Answer<AuthSession>),
    /// To `SubmitCredentials`.
    CredentialsAnswered(Ticket, Answer<AuthSession>),
    /// To `LoadAccounts`; `None` is "not yet, ask again".
    AccountsLoaded(Ticket, Answer<Option<PartnerAccounts>>),
    /// To `SelectAccounts`.
    AccountsSelected(Ticket, Answer<Manifest>),
    /// To `LinkMoreAccounts`.
    MoreAccounts(Ticket, Answer<Manifest>),
    /// To `LookUpRoutingNumber`.
    RoutingNumberFound(Ticket, Answer<RoutingNumber>),
    /// To `AttachBankAccount`.
    NumbersAttached(Ticket, Answer<Manifest>),
    /// To `Complete`.
    Completed(Ticket, Answer<Completed>),
}

impl Event {
    /// Whether the person did it.
    pub(crate) const fn is_persons(&self) -> bool {
        use Event::{
            AccountsLoaded, AccountsSelected, AuthSessionCancelled, AuthSessionCreated, AuthSessionSeen,
            Completed, ConsentAcquired, CredentialsAnswered, Elapsed, FeaturedLoaded, MoreAccounts,
            NoWindows, NumbersAttached, Online, RoutingNumberFound, Searched, Synchronized, ThisTabReady,
            WindowNotReturned,
        };
        !matches!(
            self,
            NoWindows
                | WindowNotReturned
                | Online(_)
                | Elapsed(_)
                | Synchronized(..)
                | ConsentAcquired(..)
                | FeaturedLoaded(..)
                | Searched(..)
                | AuthSessionCreated(..)
                | AuthSessionSeen(..)
                | ThisTabReady(..)
                | AuthSessionCancelled(..)
                | CredentialsAnswered(..)
                | AccountsLoaded(..)
                | AccountsSelected(..)
                | MoreAccounts(..)
                | RoutingNumberFound(..)
                | NumbersAttached(..)
                | Completed(..)
        )
    }
}

/// Which row of the consent pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Details {
    /// Kind, nickname and last four digits: part of every connection.
    Account,
    /// What a permission opens.
    Permission(Permission),
    /// Who Linkspan is and what it does.
    About,
}
