//! What was linked, and how to go on.

use linkspan_wire::link::{AuthSession, Manifest, institution::SAVED};

use crate::{
    Answer, Effect, Flow, Screen, Ticket, Trouble,
    failure::{Sorted, sort},
};

/// What was linked; the accounts are in the manifest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Success {
    pub(crate) more: Option<Ticket>,
    pub(crate) saving: Option<Ticket>,
    /// It is "save" that did not work.
    pub(crate) saving_failed: bool,
    /// Why "another bank" or "save" did not work.
    pub trouble: Option<Trouble>,
}

impl Success {
    /// Whether the way to another bank, or to saving, is being asked for.
    pub const fn busy(&self) -> bool {
        self.more.is_some() || self.saving.is_some()
    }
}

impl Flow {
    pub(crate) fn link_more(&mut self, effects: &mut Vec<Effect>) {
        if !self.may_link_more() {
            return;
        }
        let ticket = self.ticket();
        let Screen::Success(pane) = &mut self.screen else { return };
        if pane.busy() {
            return;
        }
        *pane = Success { more: Some(ticket), ..Success::default() };
        effects.push(Effect::LinkMoreAccounts(ticket));
    }

    /// Whether the accounts can be saved for the next time.
    pub fn may_save(&self) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.offer_save)
    }

    /// Saving is a sign-in at an institution of its own: an address and a code.
    pub(crate) fn save_accounts(&mut self, effects: &mut Vec<Effect>) {
        if !self.may_save() {
            return;
        }
        let ticket = self.ticket();
        let Screen::Success(pane) = &mut self.screen else { return };
        if pane.busy() {
            return;
        }
        *pane = Success { saving: Some(ticket), ..Success::default() };
        self.unsaved = false;
        effects.push(Effect::CreateAuthSession(ticket, SAVED.to_owned()));
    }

    pub(crate) fn saving_began(
        &mut self,
        ticket: Ticket,
        answer: Answer<AuthSession>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::Success(pane) = &mut self.screen else { return };
        if pane.saving.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        pane.saving_failed = answer.is_err();
        match answer.map_err(sort) {
            Ok(auth) => self.show_partner_auth(auth, None, effects),
            Err(Sorted::Here(trouble)) => pane.trouble = Some(trouble.of_saved()),
            Err(other) => self.fail(other, None, effects),
        }
    }

    pub(crate) fn more_accounts(
        &mut self,
        ticket: Ticket,
        answer: Answer<Manifest>,
        effects: &mut Vec<Effect>,
    ) {
        let pane = match &mut self.screen {
            Screen::Opening { request, .. } => {
                if request.take_if(|waiting| *waiting == ticket).is_some() {
                    self.opened(answer, effects);
                }
                return;
            }
            Screen::Success(pane) if pane.more == Some(ticket) => pane,
            _ => return,
        };
        pane.more = None;
        match answer.map_err(sort) {
            Ok(manifest) => self.follow(manifest, effects),
            Err(Sorted::Here(trouble)) => pane.trouble = Some(trouble),
            Err(other) => self.fail(other, None, effects),
        }
    }
}
