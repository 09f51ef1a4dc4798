//! Consent: what is asked for, and the agreement.

use linkspan_wire::{host::HostEventName, link::Manifest};

use crate::{
    Answer, Effect, Flow, Screen, Ticket, Trouble,
    failure::{Sorted, sort},
};

/// The consent pane.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Consent {
    pub(crate) request: Option<Ticket>,
    /// Why the last try did not work; the button stays.
    pub trouble: Option<Trouble>,
}

impl Consent {
    /// Whether the agreement is on its way.
    pub const fn busy(&self) -> bool {
        self.request.is_some()
    }
}

impl Flow {
    pub(crate) fn agree(&mut self, effects: &mut Vec<Effect>) {
        let Some(version) = self.manifest.as_ref().map(|manifest| manifest.consent.version.clone()) else {
            return;
        };
        let ticket = self.ticket();
        let Screen::Consent(consent) = &mut self.screen else { return };
        if consent.busy() {
            return;
        }
        *consent = Consent { request: Some(ticket), trouble: None };
        effects.push(Effect::AcquireConsent(ticket, version));
    }

    pub(crate) fn consent_acquired(
        &mut self,
        ticket: Ticket,
        answer: Answer<Manifest>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::Consent(consent) = &mut self.screen else { return };
        if consent.request != Some(ticket) {
            return;
        }
        consent.request = None;
        match answer.map_err(sort) {
            Ok(manifest) => {
                self.emit(HostEventName::ConsentAcquired, effects);
                self.follow(manifest, effects);
            }
            Err(Sorted::Here(trouble)) => consent.trouble = Some(trouble),
            Err(other) => self.fail(other, None, effects),
        }
    }
}
