//! The account's numbers, typed in where no bank fits. As in the original's flow.

use linkspan_wire::{
    ApiError, ErrorType,
    error::code,
    host::HostEventName,
    link::{
        FieldValue, Manifest, RoutingNumber,
        manual_entry::{BankAccountNumbers, is_account_number},
    },
    routing_number::is_routing_number,
    session::ManualEntryMode,
};

use crate::{
    Answer, Effect, Flow, RequestError, Screen, Ticket, Trouble,
    failure::{Sorted, sort},
};

/// Name of the field of the routing number, as of the parameter.
pub const ROUTING_NUMBER: &str = "routing_number";
/// Name of the field of the account number, as of the parameter.
pub const ACCOUNT_NUMBER: &str = "account_number";
/// Name of the field that has the account number once more.
pub const CONFIRMATION: &str = "confirmation";

/// The account's numbers, typed in. What is typed stays in the fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ManualEntry {
    /// The bank of the routing number, once it is known.
    pub bank: Option<String>,
    /// The field that is wrong.
    pub wrong: Option<&'static str>,
    /// Why the last try did not work.
    pub trouble: Option<Trouble>,
    pub(crate) lookup: Option<Ticket>,
    pub(crate) request: Option<Ticket>,
}

impl ManualEntry {
    /// Whether the numbers are on their way.
    pub const fn busy(&self) -> bool {
        self.request.is_some()
    }
}

impl Flow {
    /// Whether numbers may be typed in: the session takes them and the person agreed.
    pub fn may_enter_numbers(&self) -> bool {
        self.manual_entry() != ManualEntryMode::Disabled && self.may_link_more() && self.has_consent()
    }

    /// From the banks, or from an error that another way helps against.
    pub(crate) fn open_manual_entry(&mut self, effects: &mut Vec<Effect>) {
        let offered = match &self.screen {
            Screen::InstitutionPicker(picker) => picker.picking().is_none(),
            Screen::Problem(problem) => problem.kind.other_bank_helps(),
            _ => false,
        };
        if offered && self.may_enter_numbers() {
            self.emit(HostEventName::ManualEntryInitiated, effects);
            if self.manual_entry() == ManualEntryMode::Custom {
                return self.leave_numbers_to_merchant(effects);
            }
            self.allow(linkspan_wire::link::Pane::ManualEntry);
            self.show(Screen::ManualEntry(ManualEntry::default()), effects);
        }
    }

    /// Who takes the numbers.
    fn manual_entry(&self) -> ManualEntryMode {
        self.manifest.as_ref().map(|manifest| manifest.manual_entry).unwrap_or_default()
    }

    /// The flow ends, and its error says why. What is linked so far wins over it.
    fn leave_numbers_to_merchant(&mut self, effects: &mut Vec<Effect>) {
        let message = "The person wants to type account numbers in, which your page takes itself.";
        let error = ApiError::new(ErrorType::InvalidRequestError, code::CUSTOM_MANUAL_ENTRY, message);
        self.begin_close(Some(error), effects);
    }

    /// The routing number as far as it is typed: a whole one is looked up.
    pub(crate) fn routing_number_typed(&mut self, number: String, effects: &mut Vec<Effect>) {
        let whole = is_routing_number(&number);
        let ticket = self.ticket();
        let Screen::ManualEntry(pane) = &mut self.screen else { return };
        pane.bank = None;
        pane.lookup = whole.then_some(ticket);
        pane.wrong.take_if(|wrong| *wrong == ROUTING_NUMBER);
        if whole {
            effects.push(Effect::LookUpRoutingNumber(ticket, number));
        }
    }

    /// A bank that is not found is no error: the directory need not have it.
    pub(crate) fn routing_number_found(&mut self, ticket: Ticket, answer: Answer<RoutingNumber>) {
        let Screen::ManualEntry(pane) = &mut self.screen else { return };
        if pane.lookup.take_if(|waiting| *waiting == ticket).is_some() {
            pane.bank = answer.ok().and_then(|found| found.bank);
        }
    }

    pub(crate) fn submit_numbers(&mut self, values: &[FieldValue], effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::ManualEntry(pane) = &mut self.screen else { return };
        if pane.busy() {
            return;
        }
        pane.trouble = None;
        match checked(values) {
            Err(wrong) => pane.wrong = Some(wrong),
            Ok(numbers) => {
                pane.wrong = None;
                pane.request = Some(ticket);
                effects.push(Effect::AttachBankAccount(ticket, numbers));
            }
        }
    }

    pub(crate) fn numbers_attached(
        &mut self,
        ticket: Ticket,
        answer: Answer<Manifest>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::ManualEntry(pane) = &mut self.screen else { return };
        if pane.request.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        if let Some(wrong) = answer.as_ref().err().and_then(refused) {
            pane.wrong = Some(wrong);
            return;
        }
        match answer.map_err(sort) {
            Ok(manifest) => self.follow(manifest, effects),
            Err(Sorted::Here(trouble)) => pane.trouble = Some(trouble),
            Err(other) => self.fail(other, None, effects),
        }
    }
}

/// The numbers without spaces, or the first field that is wrong.
pub(crate) fn checked(values: &[FieldValue]) -> Result<BankAccountNumbers, &'static str> {
    let digits = |name: &str| -> String {
        let value = values.iter().find(|field| field.name == name).map(|field| &*field.value);
        value.unwrap_or_default().chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect()
    };
    let numbers =
        BankAccountNumbers { routing_number: digits(ROUTING_NUMBER), account_number: digits(ACCOUNT_NUMBER) };
    if !is_routing_number(&numbers.routing_number) {
        Err(ROUTING_NUMBER)
    } else if !is_account_number(&numbers.account_number) {
        Err(ACCOUNT_NUMBER)
    } else if digits(CONFIRMATION) != numbers.account_number {
        Err(CONFIRMATION)
    } else {
        Ok(numbers)
    }
}

/// The field that the server does not take.
pub(crate) fn refused(error: &RequestError) -> Option<&'static str> {
    let RequestError::Api(error) = error else { return None };
    [ROUTING_NUMBER, ACCOUNT_NUMBER].into_iter().find(|name| error.param.as_deref() == Some(name))
}
