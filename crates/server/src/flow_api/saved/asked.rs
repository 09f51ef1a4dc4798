//! The steps, as the flow asks them.

use linkspan_wire::link::{Choice, CredentialStep, Field, FieldKind, StepKind};

use super::{Login, Purpose};
use crate::{AppState, codes, locale::Locale, store::consumers::ConsumerRow};

/// The fields' names.
pub(super) const EMAIL: &str = "email";
pub(super) const PHONE: &str = "phone";
pub(super) const CODE: &str = "code";
pub(super) const SEND: &str = "send";

/// Asks for an address to save under, and for a telephone where codes can go to one.
pub(super) fn address(state: &AppState, l: Locale) -> CredentialStep {
    let email = field(EMAIL, FieldKind::Email, l.save_email().into());
    let phone = Field { optional: true, ..field(PHONE, FieldKind::Phone, l.save_phone().into()) };
    let fields = if codes::go_to_phones(state) { vec![email, phone] } else { vec![email] };
    CredentialStep { kind: StepKind::Save, fields, error: None }
}

/// Asks for the code that went to the address; `again` when it was not the first.
pub(super) fn code_by_email(
    state: &AppState,
    login: &Login,
    consumer: &ConsumerRow,
    email: &str,
    (l, again): (Locale, bool),
) -> CredentialStep {
    let email = masked(email);
    let prompt = if again { l.code_prompt_again(&email) } else { l.code_prompt(&email) };
    // That there is a telephone is for whoever returns; the number is not shown before a code.
    let phone = login.purpose == Purpose::Use && consumer.phone.is_some() && codes::go_to_phones(state);
    code(prompt, ways(l, true, phone))
}

/// Asks for the code that went to the telephone.
pub(super) fn code_by_text(login: &Login, (l, again): (Locale, bool)) -> CredentialStep {
    let prompt = if again { l.code_prompt_text_again() } else { l.code_prompt_text() };
    code(prompt.to_owned(), ways(l, login.purpose == Purpose::Use, true))
}

fn ways(l: Locale, email: bool, phone: bool) -> Vec<Choice> {
    let way = |id: &str, label: &str| Choice { id: id.into(), label: label.into() };
    let mut ways = Vec::new();
    if email {
        ways.push(way(EMAIL, if phone { l.code_by_email() } else { l.code_again() }));
    }
    if phone {
        ways.push(way(PHONE, l.code_by_text()));
    }
    ways
}

fn code(prompt: String, choices: Vec<Choice>) -> CredentialStep {
    let code = Field { length: Some(codes::DIGITS), ..field(CODE, FieldKind::Code, prompt) };
    let send = Field { choices, prompt: None, ..field(SEND, FieldKind::Send, String::new()) };
    CredentialStep { kind: StepKind::Code, fields: vec![code, send], error: None }
}

fn field(name: &str, kind: FieldKind, prompt: String) -> Field {
    Field {
        name: name.into(),
        kind,
        prompt: Some(prompt),
        choices: Vec::new(),
        length: None,
        optional: false,
    }
}

/// An address so that its owner knows it and nobody else learns it.
pub(crate) fn masked(email: &str) -> String {
    let (name, host) = email.trim().split_once('@').unwrap_or((email.trim(), ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}•••@{host}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_are_shown_to_their_owners_only() {
        assert_eq!(super::masked("maya.lind@mail.example"), "m•••@mail.example");
        assert_eq!(super::masked("é@mail.example"), "é•••@mail.example");
        assert_eq!(super::masked(""), "•••@");
    }
}
