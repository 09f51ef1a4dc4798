//! The steps of a sign-in: what each asks, and which answers are right.

use std::collections::BTreeMap;

use linkspan_wire::link::{
    CredentialStep,
    auth_session::{Choice, Field, FieldKind, StepError, StepKind},
};
use serde::{Deserialize, Serialize};

use super::keyword::Keyword;
use crate::locale::Locale;

const CODE_LENGTH: u32 = 6;
/// The one code that is wrong.
const WRONG_CODE: &str = "000001";

/// Where a code can be sent to.
const DESTINATIONS: [&str; 3] = ["text", "call", "email"];

/// Where a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stage {
    /// User name and password.
    SignIn,
    /// Where the code is sent to.
    Options,
    /// The code.
    Code,
    /// Approve it on another device.
    Confirm,
    /// A question.
    SecurityQuestion,
}

impl Stage {
    /// What to ask, in the person's language.
    pub(super) fn step(self, l: Locale, error: Option<StepError>) -> CredentialStep {
        let (kind, fields) = match self {
            Self::SignIn => (
                StepKind::SignIn,
                vec![field("username", FieldKind::Username), field("password", FieldKind::Password)],
            ),
            Self::Options => {
                let labels = [l.code_text(), l.code_call(), l.code_email()];
                let choice =
                    |(id, label): (&str, &str)| Choice { id: id.to_owned(), label: label.to_owned() };
                let choices: Vec<Choice> = DESTINATIONS.into_iter().zip(labels).map(choice).collect();
                let prompt = Some(l.code_where().to_owned());
                let choice = Field { prompt, choices, ..field("choice", FieldKind::Choice) };
                (StepKind::Options, vec![choice])
            }
            // Without a length: keywords are longer than codes.
            Self::Code => (StepKind::Code, vec![field("code", FieldKind::Code)]),
            Self::Confirm => (StepKind::Confirm, vec![]),
            Self::SecurityQuestion => {
                let prompt = Some(l.question_pet().to_owned());
                (StepKind::SecurityQuestion, vec![Field { prompt, ..field("answer", FieldKind::Text) }])
            }
        };
        CredentialStep { kind, fields, error }
    }

    /// The step after a right answer.
    pub(super) const fn next(self) -> Option<Self> {
        match self {
            Self::Options => Some(Self::Code),
            _ => None,
        }
    }

    /// The names of its fields.
    const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::SignIn => &["username", "password"],
            Self::Options => &["choice"],
            Self::Code => &["code"],
            Self::Confirm => &[],
            Self::SecurityQuestion => &["answer"],
        }
    }

    /// The first field without an answer.
    pub(super) fn missing(self, values: &BTreeMap<String, String>) -> Option<&'static str> {
        let empty = |name: &str| match values.get(name) {
            // A password may be all spaces.
            Some(value) if name == "password" => value.is_empty(),
            Some(value) => value.trim().is_empty(),
            None => true,
        };
        self.fields().iter().copied().find(|name| empty(name))
    }

    /// The field that a wrong answer is blamed on.
    pub(super) fn blamed(self) -> Option<&'static str> {
        self.fields().last().copied()
    }

    /// The word in the answer that makes something happen. User names hold none.
    pub(super) fn keyword(self, values: &BTreeMap<String, String>) -> Option<Keyword> {
        Keyword::read(values.get(self.blamed()?)?)
    }

    /// Whether the answer is right.
    pub(super) fn is_right(self, values: &BTreeMap<String, String>) -> bool {
        let value = self.blamed().and_then(|name| values.get(name)).map_or("", String::as_str).trim();
        match self {
            Self::SignIn | Self::Confirm | Self::SecurityQuestion => true,
            Self::Options => DESTINATIONS.contains(&value),
            Self::Code => {
                let digits = value.bytes().all(|byte| byte.is_ascii_digit());
                digits && value.len() == CODE_LENGTH as usize && value != WRONG_CODE
            }
        }
    }
}

fn field(name: &str, kind: FieldKind) -> Field {
    Field { name: name.to_owned(), kind, prompt: None, choices: Vec::new(), length: None, optional: false }
}
