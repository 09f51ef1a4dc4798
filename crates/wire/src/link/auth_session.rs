//! One sign-in at one bank.

use serde::{Deserialize, Serialize};

use super::{Institution, Pane};

/// One sign-in at one bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthSession {
    /// `bcsess_…`
    pub id: String,
    /// Which bank.
    pub institution: Institution,
    /// How one signs in there.
    pub flow: AuthFlow,
    /// How it stands.
    pub status: AuthStatus,
    /// `partner_auth` while it is under way, `account_picker` once the bank said yes.
    pub next_pane: Pane,
    /// OAuth: address on the flow's origin that the pop-up opens; good for one use and it carries
    /// nothing but a handle. Only while pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// OAuth: a browser has gone to the bank by it already.
    #[serde(default)]
    pub opened: bool,
    /// OAuth: host name that the person should see in the new window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_host: Option<String>,
    /// Without OAuth: what to ask now. Only while pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<CredentialStep>,
}

/// How one signs in at a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthFlow {
    /// In the bank's own window.
    Oauth,
    /// User name and password in the flow.
    Credentials,
    /// A way that this build does not know.
    #[serde(other)]
    Unknown,
}

/// How a sign-in stands. Moves from `pending` to one of the others and then stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthStatus {
    /// Under way.
    Pending,
    /// The bank said yes; its accounts can be read.
    Authorized,
    /// The person said no at the bank.
    Denied,
    /// The bank refused or broke.
    Failed,
    /// Given up from the flow.
    Cancelled,
    /// Took too long.
    Expired,
    /// A state that this build does not know.
    #[serde(other)]
    Unknown,
}

/// What to ask the person now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialStep {
    /// What kind of step it is.
    pub kind: StepKind,
    /// The fields, in order; empty for [`StepKind::Confirm`].
    pub fields: Vec<Field>,
    /// What was wrong with the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<StepError>,
}

/// What kind of step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// User name and password.
    SignIn,
    /// One out of a list, such as where the code is sent to.
    Options,
    /// A code sent by the bank.
    Code,
    /// Approve the sign-in on another device, then go on.
    Confirm,
    /// A question that only the person can answer.
    SecurityQuestion,
    /// The address under which accounts are saved.
    Save,
    /// A step that this build does not know; its fields can still be asked.
    #[serde(other)]
    Unknown,
}

/// One field of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Under this name the value is sent.
    pub name: String,
    /// How it is typed.
    pub kind: FieldKind,
    /// The bank's own words, such as the security question. Shown as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// For [`FieldKind::Choice`] and [`FieldKind::Send`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// For [`FieldKind::Code`]: how many digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// Whether it may stay empty.
    #[serde(default)]
    pub optional: bool,
}

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Shown as typed: the user name.
    Username,
    /// Hidden, with a way to show it.
    Password,
    /// Digits; may be filled from a message.
    Code,
    /// One of [`Field::choices`].
    Choice,
    /// Shown as typed.
    Text,
    /// Digits, such as an account number.
    Digits,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Not typed: each of [`Field::choices`] is a button that has a new code sent there.
    Send,
    /// A kind that this build does not know; asked as hidden text.
    #[serde(other)]
    Unknown,
}

/// One row of a [`FieldKind::Choice`], or one button of a [`FieldKind::Send`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The value to send.
    pub id: String,
    /// The bank's words.
    pub label: String,
}

/// What was wrong with the last answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepError {
    /// `incorrect`, `required`; of a code also `expired`, and `too_many` when no further one is sent
    /// and `too_often` after the last try.
    pub code: String,
    /// The field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How many tries the bank still allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u32>,
}
