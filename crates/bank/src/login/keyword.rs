//! Words in an answer that make something happen (Stripe's test values for Financial Connections).

use super::step::Stage;

/// What a word makes happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    /// One more step.
    Ask(Stage),
    /// A wrong answer.
    Incorrect,
    /// The end of the sign-in.
    Error,
}

impl Keyword {
    /// Reads an answer that is such a word and nothing else.
    pub(super) fn read(value: &str) -> Option<Self> {
        match value.trim().to_ascii_lowercase().as_str() {
            "options" => Some(Self::Ask(Stage::Options)),
            "mfa" => Some(Self::Ask(Stage::Code)),
            "confirm_mfa" => Some(Self::Ask(Stage::Confirm)),
            "security_question" => Some(Self::Ask(Stage::SecurityQuestion)),
            "incorrect" => Some(Self::Incorrect),
            "error" => Some(Self::Error),
            _ => None,
        }
    }
}
