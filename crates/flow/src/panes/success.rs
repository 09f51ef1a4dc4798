//! What was linked, and how to go on.

use linkspan_wire::link::Manifest;

use crate::{
    Answer, Effect, Flow, Screen, Ticket, Trouble,
    failure::{Sorted, sort},
};

/// What was linked; the accounts are in the manifest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Success {
    pub(crate) more: Option<Ticket>,
    /// Why "another bank" did not work.
    pub trouble: Option<Trouble>,
}

impl Success {
    /// Whether the way to another bank is being asked for.
    pub const fn busy(&self) -> bool {
        self.more.is_some()
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
        *pane = Success { more: Some(ticket), trouble: None };
        effects.push(Effect::LinkMoreAccounts(ticket));
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
