//! The choice of the accounts.

use std::collections::BTreeSet;

use linkspan_wire::{
    host::HostEventName,
    link::{AuthSession, Manifest, PartnerAccount, PartnerAccounts},
};

use crate::{
    Answer, Effect, Flow, Screen, Ticket, Trouble,
    failure::{Sorted, sort},
    panes::problem::{Ineligible, ProblemKind},
};

/// Between two questions for the accounts. Source: polling table, 0.25 s, at most 180 times.
const POLL_MS: u32 = 250;
const MAX_POLLS: u32 = 180;

/// The choice of the accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountPicker {
    /// The sign-in whose accounts they are.
    pub auth: AuthSession,
    /// The rows: those that can be ticked first. `None` while they are on their way.
    pub accounts: Option<Vec<PartnerAccount>>,
    /// Ids of the ticked rows.
    pub selected: BTreeSet<String>,
    /// Just one account: radio buttons.
    pub single: bool,
    /// At most so many ticks.
    pub limit: Option<u32>,
    /// The session repairs an access, and none of these accounts was shared by it.
    pub others: bool,
    /// Why something did not work; it can be tried again.
    pub trouble: Option<Trouble>,
    /// The person chose at the bank already: nothing is asked here.
    pub automatic: bool,
    /// One of the ticked rows has to take payments.
    pub needs_payments: bool,
    /// Ids of the accounts that were chosen in this session before: they have their place already.
    chosen: Vec<String>,
    load: Option<Ticket>,
    polls: u32,
    pub(crate) submit: Option<Ticket>,
}

impl AccountPicker {
    /// Whether the choice is on its way.
    pub const fn busy(&self) -> bool {
        self.submit.is_some()
    }

    /// The rows that can be ticked.
    pub fn selectable(&self) -> impl Iterator<Item = &PartnerAccount> {
        self.accounts.iter().flatten().filter(|account| account.selectable())
    }

    /// Whether the row takes none of the places that are left: its account was chosen in this session before.
    pub fn has_place(&self, row: &PartnerAccount) -> bool {
        row.linked_account.as_ref().is_some_and(|id| self.chosen.contains(id))
    }

    /// Whether so many places are left beside those that what is ticked takes, or all rows.
    fn has_room(&self, all: bool, more: usize) -> bool {
        let takes = |row: &&PartnerAccount| (all || self.selected.contains(&row.id)) && !self.has_place(row);
        self.limit.is_none_or(|limit| self.selectable().filter(takes).count() + more <= limit as usize)
    }

    /// Whether there is no place left for this row.
    fn is_full_for(&self, id: &str) -> bool {
        self.at_limit() && !self.selectable().any(|row| row.id == id && self.has_place(row))
    }

    /// Whether no row that takes a place can be ticked. Not so with radio buttons, where a tick moves.
    pub fn at_limit(&self) -> bool {
        !self.single && !self.has_room(false, 1)
    }

    /// Whether a limit keeps "all accounts" from being ticked.
    pub fn all_can_be_selected(&self) -> bool {
        !self.single && self.has_room(true, 0)
    }

    /// Whether a row that takes payments has to be ticked still.
    pub fn lacks_payments(&self) -> bool {
        self.needs_payments
            && !self.selectable().any(|row| row.takes_payments() && self.selected.contains(&row.id))
    }

    /// Whether what is ticked can be shared.
    fn can_share(&self) -> bool {
        !self.busy() && self.accounts.is_some() && !self.selected.is_empty() && !self.lacks_payments()
    }

    /// Whether every row that can be ticked is.
    pub fn all_selected(&self) -> bool {
        self.selectable().all(|account| self.selected.contains(&account.id))
    }
}

impl Flow {
    pub(crate) fn show_account_picker(&mut self, auth: AuthSession, effects: &mut Vec<Effect>) {
        let linked = self.manifest.iter().flat_map(|manifest| &manifest.linked_accounts);
        let chosen: Vec<String> = linked.map(|account| account.id.clone()).collect();
        let limit = self.manifest.as_ref().and_then(|manifest| {
            let linked = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
            manifest.account_limit.map(|limit| limit.saturating_sub(linked))
        });
        // The last one that fits is chosen like the one of a session that takes one.
        let single =
            limit == Some(1) || self.manifest.as_ref().is_some_and(|manifest| manifest.single_account);
        self.show(
            Screen::AccountPicker(AccountPicker {
                auth,
                accounts: None,
                selected: BTreeSet::new(),
                single,
                limit,
                others: false,
                trouble: None,
                automatic: false,
                needs_payments: false,
                chosen,
                load: None,
                polls: 0,
                submit: None,
            }),
            effects,
        );
        self.load_accounts(effects);
    }

    pub(crate) fn load_accounts(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::AccountPicker(pane) = &mut self.screen else { return };
        pane.load = Some(ticket);
        pane.trouble = None;
        effects.push(Effect::LoadAccounts(ticket, pane.auth.id.clone()));
    }

    pub(crate) fn poll_pause_over(&mut self, ticket: Ticket, effects: &mut Vec<Effect>) {
        if matches!(&self.screen, Screen::AccountPicker(pane) if pane.load == Some(ticket)) {
            self.load_accounts(effects);
        }
    }

    pub(crate) fn accounts_loaded(
        &mut self,
        ticket: Ticket,
        answer: Answer<Option<PartnerAccounts>>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::AccountPicker(pane) = &self.screen else { return };
        if pane.load != Some(ticket) {
            return;
        }
        match answer.map_err(sort) {
            Ok(Some(accounts)) => self.accounts_arrived(accounts, effects),
            Ok(None) => self.poll_again(effects),
            Err(Sorted::Here(trouble)) => {
                if let Screen::AccountPicker(pane) = &mut self.screen {
                    pane.load = None;
                    pane.trouble = Some(trouble);
                }
            }
            Err(other) => self.fail(other, self.current_institution(), effects),
        }
    }

    fn poll_again(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::AccountPicker(pane) = &mut self.screen else { return };
        pane.polls += 1;
        if pane.polls > MAX_POLLS {
            let institution = Some(pane.auth.institution.clone());
            return self.show_problem(ProblemKind::AccountsUnavailable, institution, None, effects);
        }
        pane.load = Some(ticket);
        effects.push(Effect::Wait(ticket, POLL_MS));
    }

    fn accounts_arrived(&mut self, accounts: PartnerAccounts, effects: &mut Vec<Effect>) {
        // What the person chose at the bank is shared, whatever was before.
        let relink = self.is_relink() && !accounts.skip_account_selection;
        let repairs = relink && !self.has_linked();
        let Screen::AccountPicker(pane) = &mut self.screen else { return };
        let found = u32::try_from(accounts.data.len()).unwrap_or(u32::MAX);
        let (mut rows, disabled): (Vec<_>, Vec<_>) =
            accounts.data.into_iter().partition(PartnerAccount::selectable);
        if rows.is_empty() {
            let kind = match found {
                0 => ProblemKind::AccountsUnavailable,
                found => ProblemKind::NoEligibleAccounts { found, why: Ineligible::common(&disabled) },
            };
            let institution = Some(pane.auth.institution.clone());
            return self.show_problem(kind, institution, None, effects);
        }
        pane.others = repairs && !rows.iter().any(was_shared);
        pane.needs_payments = accounts.needs_payments;
        let mut left = if pane.single { 1 } else { pane.limit.unwrap_or(u32::MAX) };
        let paying = rows.iter().position(|row| accounts.needs_payments && row.takes_payments());
        let first = paying.unwrap_or_default();
        let others = (0..rows.len()).filter(|place| *place != first);
        // A repair is about what was shared before: nothing else is shared by it without a press.
        pane.selected.clear();
        for row in std::iter::once(first).chain(others).filter_map(|place| rows.get(place)) {
            if relink && !was_shared(row) {
                continue;
            }
            if pane.single || !pane.has_place(row) {
                let Some(fewer) = left.checked_sub(1) else { continue };
                left = fewer;
            }
            pane.selected.insert(row.id.clone());
        }
        rows.extend(disabled);
        pane.accounts = Some(rows);
        pane.load = None;
        pane.automatic = accounts.skip_account_selection;
        if pane.automatic {
            self.select_accounts(effects);
        }
    }

    pub(crate) fn toggle_account(&mut self, id: String) {
        let Screen::AccountPicker(pane) = &mut self.screen else { return };
        if pane.busy() || !pane.selectable().any(|account| account.id == id) {
            return;
        }
        // Another choice than the one that did not arrive has to be shared by its own button.
        pane.trouble = None;
        if pane.single {
            pane.selected.clear();
            pane.selected.insert(id);
        } else if !pane.selected.remove(&id) && !pane.is_full_for(&id) {
            pane.selected.insert(id);
        }
    }

    pub(crate) fn toggle_all_accounts(&mut self) {
        let Screen::AccountPicker(pane) = &mut self.screen else { return };
        if pane.busy() || pane.single || pane.accounts.is_none() {
            return;
        }
        pane.trouble = None;
        if pane.all_selected() {
            pane.selected.clear();
        } else if pane.all_can_be_selected() {
            let all: Vec<String> = pane.selectable().map(|account| account.id.clone()).collect();
            pane.selected.extend(all);
        }
    }

    pub(crate) fn share(&mut self, effects: &mut Vec<Effect>) {
        let Screen::AccountPicker(pane) = &self.screen else { return };
        if !pane.can_share() {
            return;
        }
        self.emit(HostEventName::AccountsSelected, effects);
        self.select_accounts(effects);
    }

    fn select_accounts(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::AccountPicker(pane) = &mut self.screen else { return };
        pane.submit = Some(ticket);
        pane.trouble = None;
        let ids = pane.selected.iter().cloned().collect();
        effects.push(Effect::SelectAccounts(ticket, pane.auth.id.clone(), ids));
    }

    pub(crate) fn accounts_selected(
        &mut self,
        ticket: Ticket,
        answer: Answer<Manifest>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::AccountPicker(pane) = &mut self.screen else { return };
        if pane.submit.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        match answer.map_err(sort) {
            Ok(manifest) => self.follow(manifest, effects),
            Err(Sorted::Here(trouble)) => pane.trouble = Some(trouble),
            Err(other) => self.fail(other, self.current_institution(), effects),
        }
    }

    pub(crate) fn retry_account_picker(&mut self, effects: &mut Vec<Effect>) {
        let Screen::AccountPicker(pane) = &self.screen else { return };
        if pane.accounts.is_none() && pane.load.is_none() {
            self.load_accounts(effects);
        } else if pane.trouble.is_some() && pane.can_share() {
            self.select_accounts(effects);
        }
    }
}

/// Whether the person shares this account with the merchant already.
const fn was_shared(account: &PartnerAccount) -> bool {
    account.linked_account.is_some()
}
