//! What a person does next: something that leads on, or anything.

use linkspan_machine::{ACCOUNT_NUMBER, CONFIRMATION, Details, Event, ROUTING_NUMBER, Screen};
use linkspan_wire::link::{Field, FieldKind, FieldValue, Health, Institution, institution::SAVED};
use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};

use super::Person;

/// Banks by what is particular about them, the good ones more often.
pub(super) const BANKS: [&str; 9] = [
    "bcinst_test_oauth",
    "bcinst_test_oauth",
    "bcinst_test_credentials",
    "bcinst_test_credentials",
    "bcinst_bank_oauth",
    "bcinst_bank_credentials",
    "bcinst_invalid_payments",
    "bcinst_down_scheduled",
    "bcinst_down_error",
];
/// The code that a sandbox takes for saved accounts.
pub(super) const RIGHT_CODE: &str = "111111";
/// What is typed into hidden fields, and what some of it makes the bank do.
const PASSWORDS: [&str; 8] = [
    "open sesame",
    "open sesame",
    "options",
    "mfa",
    "confirm_mfa",
    "security_question",
    "incorrect",
    "error",
];

impl Person<'_> {
    /// Presses something that leads on, if there is anything.
    pub(super) fn does_something_useful(&mut self) {
        let event = match self.flow.screen() {
            Screen::Opening { .. } => Event::Retry,
            Screen::Consent(pane) if pane.trouble.is_some() => Event::Retry,
            Screen::Consent(_) => Event::Agree,
            Screen::InstitutionPicker(_) if self.rng.random_bool(self.character.types_in) => {
                Event::OpenManualEntry
            }
            Screen::InstitutionPicker(_) => Event::Pick(self.bank()),
            Screen::PartnerAuth(pane) => match &pane.auth.step {
                Some(_) => Event::SubmitCredentials(self.typed()),
                None => Event::OpenBank,
            },
            Screen::AccountPicker(pane) if pane.trouble.is_some() => Event::Retry,
            Screen::AccountPicker(_) if self.rng.random_bool(0.3) => Event::ToggleAccount(self.account()),
            Screen::AccountPicker(_) => Event::Share,
            Screen::ManualEntry(_) => self.numbers(),
            Screen::Success(_) if self.rng.random_bool(self.character.saves) => Event::SaveAccounts,
            Screen::Success(_) if self.rng.random_bool(0.3) => Event::AnotherBank,
            Screen::Success(_) => Event::Done,
            Screen::Problem(problem) if problem.can_retry() => Event::Retry,
            Screen::Problem(_) => Event::AnotherBank,
        };
        self.step(event);
    }

    pub(super) fn does_anything(&mut self) {
        let event = match self.rng.random_range(0..22) {
            0 => Event::Agree,
            1 => Event::OpenDetails(Details::About),
            2 => Event::CloseSheet,
            3 => Event::Query(
                ["", "n", "test", "  test ", "zzz"].choose(&mut self.rng).copied().unwrap_or_default().into(),
            ),
            4 => Event::Pick(self.bank()),
            5 => Event::OpenBank,
            6 => Event::SubmitCredentials(self.typed()),
            7 => Event::ToggleAccount(self.account()),
            8 => Event::ToggleAllAccounts,
            9 => Event::Share,
            10 => Event::AnotherBank,
            11 => Event::Retry,
            12 => Event::Done,
            13 => Event::Back,
            14 => Event::Close,
            15 => Event::ConfirmLeave,
            16 => Event::OpenManualEntry,
            17 => Event::RoutingNumber("110000000".into()),
            18 => self.numbers(),
            19 => Event::SaveAccounts,
            20 => Event::OpenBankHere,
            _ => Event::Online(self.rng.random()),
        };
        self.step(event);
    }

    /// One of those that are shown, or one with something particular about it.
    fn bank(&mut self) -> Institution {
        let shown: Vec<Institution> = match self.flow.screen() {
            Screen::InstitutionPicker(picker) => picker.search.rows().to_vec(),
            _ => Vec::new(),
        };
        if let Some(bank) = shown.choose(&mut self.rng) {
            return bank.clone();
        }
        let id = BANKS.choose(&mut self.rng).copied().unwrap_or(BANKS[0]);
        Institution {
            id: id.into(),
            name: id.into(),
            url: None,
            icon: None,
            color: "#123456".into(),
            health: Health::Normal,
        }
    }

    /// Numbers of one of few accounts, now and then wrong ones.
    fn numbers(&mut self) -> Event {
        let routing = ["110000000", "110000000", "1"].choose(&mut self.rng).copied().unwrap_or_default();
        let account = ["000123456789", "42"].choose(&mut self.rng).copied().unwrap_or_default();
        let field = |name: &str, value: &str| FieldValue { name: name.into(), value: value.into() };
        Event::SubmitNumbers(vec![
            field(ROUTING_NUMBER, routing),
            field(ACCOUNT_NUMBER, account),
            field(CONFIRMATION, account),
        ])
    }

    fn account(&mut self) -> String {
        let ids: Vec<String> = match self.flow.screen() {
            Screen::AccountPicker(pane) => pane.accounts.iter().flatten().map(|row| row.id.clone()).collect(),
            _ => Vec::new(),
        };
        ids.choose(&mut self.rng).cloned().unwrap_or_default()
    }

    /// What the step of the sign-in asks for, with words in it that make the bank do something.
    fn typed(&mut self) -> Vec<FieldValue> {
        let (fields, code) = match self.flow.screen() {
            Screen::PartnerAuth(pane) => {
                let fields = pane.auth.step.iter().flat_map(|step| step.fields.clone()).collect();
                (fields, if pane.auth.institution.id == SAVED { RIGHT_CODE } else { "419203" })
            }
            _ => (Vec::new(), ""),
        };
        let value = |field: &Field, rng: &mut StdRng| match field.kind {
            FieldKind::Username => {
                (*["maya", "maya", "maya", "none", "cards"].choose(rng).unwrap_or(&"")).to_owned()
            }
            FieldKind::Choice => {
                field.choices.choose(rng).map(|choice| choice.id.clone()).unwrap_or_default()
            }
            // Many addresses: five codes an hour go to one.
            FieldKind::Email => format!("person{}@mail.example", rng.random_range(0..1000)),
            FieldKind::Phone => (*["", "", "+12125550123", "nobody"].choose(rng).unwrap_or(&"")).to_owned(),
            FieldKind::Send if rng.random_bool(0.8) => String::new(),
            FieldKind::Send => field.choices.choose(rng).map(|choice| choice.id.clone()).unwrap_or_default(),
            FieldKind::Code => (*[code, code, "incorrect"].choose(rng).unwrap_or(&"")).to_owned(),
            _ => PASSWORDS.choose(rng).copied().unwrap_or_default().to_owned(),
        };
        fields
            .into_iter()
            .map(|field| FieldValue { value: value(&field, &mut self.rng), name: field.name })
            .collect()
    }
}
