//! The manifest: all that the flow needs to know of its session, and which pane comes next.

use serde::{Deserialize, Serialize};

use super::{AuthSession, Institution};
use crate::{LinkedAccount, permission::Permission, session::ManualEntryMode};

/// A pane of the flow. The server names the next one; nothing else opens a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pane {
    /// What is asked for, and the agreement.
    Consent,
    /// The choice of the bank.
    InstitutionPicker,
    /// Signing in at the bank.
    PartnerAuth,
    /// The choice of the accounts.
    AccountPicker,
    /// The account's numbers, typed in.
    ManualEntry,
    /// What was linked.
    Success,
    /// The home of error screens.
    UnexpectedError,
    /// A pane of a newer server; shown as an error with a way out.
    #[serde(other)]
    Unknown,
}

/// All that the flow needs to know of its session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `fcsess_…`
    pub id: String,
    /// False in the sandbox.
    pub livemode: bool,
    /// Which pane comes next.
    pub next_pane: Pane,
    /// Who asks.
    pub merchant: Merchant,
    /// Whom the accounts are linked for, as the merchant knows them: in a page of the flow alone, whose
    /// address anybody may have sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_holder: Option<String>,
    /// What whoever hosts the flow calls it.
    pub provider_name: String,
    /// What is asked for.
    pub permissions: Vec<Permission>,
    /// What of it is read as soon as accounts are linked; the rest when the merchant asks.
    #[serde(default)]
    pub prefetched: Vec<Permission>,
    /// What the person shares with the merchant already, by earlier sessions: the rest is new.
    #[serde(default)]
    pub shared_permissions: Vec<Permission>,
    /// What the person agrees to.
    pub consent: ConsentTerms,
    /// At most one account.
    pub single_account: bool,
    /// At most this many accounts; absent for any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_limit: Option<u32>,
    /// No search box.
    pub institution_search_disabled: bool,
    /// How many banks can be searched.
    pub institution_count: u32,
    /// The bank to go to at once, as long as no sign-in was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_institution: Option<Institution>,
    /// What leads to the accounts that the person saved before, as long as nothing is linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_accounts: Option<Institution>,
    /// The session repairs an access to that bank.
    #[serde(default)]
    pub relink: bool,
    /// The bank whose sign-in is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_auth_session: Option<AuthSession>,
    /// "Another bank" is not offered once accounts are linked.
    pub disable_link_more_accounts: bool,
    /// Whether account numbers may be typed in, and who takes them.
    #[serde(default)]
    pub manual_entry: ManualEntryMode,
    /// Whether numbers of an account were typed in.
    #[serde(default)]
    pub typed_in: bool,
    /// Whether the person has to say later what was paid into such an account.
    #[serde(default)]
    pub awaits_microdeposits: bool,
    /// The accounts can be saved for the next time.
    #[serde(default)]
    pub offer_save: bool,
    /// Close at once instead of showing the success pane.
    pub skip_success_pane: bool,
    /// Linked in this session so far.
    pub linked_accounts: Vec<LinkedAccount>,
    /// Ids of those among them that their banks have closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_accounts: Vec<String>,
    /// Where the full-page flow returns to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
    /// Address of the page on which the person sees, keeps and withdraws what they agreed to; absent
    /// before that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharing_url: Option<String>,
    /// Address of the page on which the person sees, removes and forgets saved accounts; once they were
    /// saved or used in this session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_url: Option<String>,
    /// Unix seconds at which the session expires.
    pub expires_at: i64,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merchant {
    /// Trading name.
    pub name: String,
    /// Path of its icon on the flow's origin; absent: the first letter on `color`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// `#rrggbb`, dark enough for white text.
    pub color: String,
    /// What the data is for, one sentence in the merchant's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Address of its privacy notice, `https` (or loopback `http` in the sandbox).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_url: Option<String>,
    /// E-mail for questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_email: Option<String>,
}

/// What the person agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentTerms {
    /// Names the text and the terms; stored with the agreement.
    pub version: String,
    /// Unix seconds; absent until the person agreed in this session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acquired_at: Option<i64>,
    /// For how many days data may be read, 365 at most.
    pub access_days: u32,
    /// Unix seconds at which access ends if the person agrees now; earlier where all banks of what was chosen end it.
    pub access_ends_at: i64,
}
