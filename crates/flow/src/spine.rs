//! How panes hand over to each other.

use linkspan_wire::{
    host::{HostEvent, HostEventMetadata, HostEventName},
    link::{Manifest, Pane},
};

use crate::{
    Answer, Effect, Event, Flow, Screen, Sheet, Ticket, Trouble,
    failure::{Sorted, sort},
    panes::{consent::Consent, success::Success},
    state::AllowedPane,
};

/// So many times in a row the flow asks the server where it stands before it gives up.
const MAX_ALONE: u8 = 3;
/// From two seconds to half a minute between two questions whether the connection is back.
const MOST_DOUBLINGS: u32 = 5;

impl Flow {
    /// Takes one event and says what is to be done. After [`Effect::Finish`] nothing happens any
    /// more, whatever comes.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.finished {
            self.take(event, &mut effects);
            self.reconnect_later(&mut effects);
        }
        effects
    }

    fn take(&mut self, event: Event, effects: &mut Vec<Effect>) {
        if event.is_persons() || matches!(event, Event::Elapsed(_)) {
            self.alone = 0;
        }
        if event.is_persons() {
            self.cut_off = 0;
        }
        if matches!(event, Event::Elapsed(ticket) if self.reconnect == Some(ticket)) {
            self.reconnect = None;
            return self.ask_again(effects);
        }
        // While the flow is ending only that can be retried, ended at once, or answered.
        if self.closing.is_some() {
            return match event {
                Event::Completed(ticket, answer) => self.completed(ticket, answer, effects),
                Event::Retry | Event::Done => self.ask_to_complete(effects),
                Event::Close | Event::Back => self.close(effects),
                Event::Online(online) => self.went_online(online, effects),
                Event::Elapsed(ticket) => self.closing_pause_over(ticket),
                Event::Synchronized(ticket, answer)
                | Event::ConsentAcquired(ticket, answer)
                | Event::AccountsSelected(ticket, answer)
                | Event::NumbersAttached(ticket, answer)
                | Event::MoreAccounts(ticket, answer) => self.late_manifest(ticket, answer),
                _ => {}
            };
        }
        match event {
            Event::Start => self.start(effects),
            Event::Agree => self.agree(effects),
            Event::OpenDetails(details) => self.sheet = Some(Sheet::Details(details)),
            Event::CloseSheet => self.sheet = None,
            Event::Query(query) => self.query(query, effects),
            Event::Pick(institution) => self.pick(institution, effects),
            Event::OpenBank => self.open_bank(effects),
            Event::OpenBankHere => self.open_bank_here(effects),
            Event::SubmitCredentials(values) => self.submit_credentials(values, effects),
            Event::ToggleAccount(id) => self.toggle_account(id),
            Event::ToggleAllAccounts => self.toggle_all_accounts(),
            Event::Share => self.share(effects),
            Event::SaveAccounts => self.save_accounts(effects),
            Event::OpenManualEntry => self.open_manual_entry(effects),
            Event::RoutingNumber(number) => self.routing_number_typed(number, effects),
            Event::SubmitNumbers(values) => self.submit_numbers(&values, effects),
            Event::AnotherBank => self.another_bank(effects),
            Event::Retry => self.retry(effects),
            Event::Done => {
                if matches!(self.screen, Screen::Success(_)) {
                    self.begin_close(None, effects);
                }
            }
            Event::Back => self.back(effects),
            Event::Close => self.close(effects),
            Event::ConfirmLeave => {
                if self.sheet == Some(Sheet::Leave) {
                    self.leave(effects);
                }
            }
            Event::NoWindows => self.windows = false,
            Event::WindowNotReturned => self.window_not_returned(),
            Event::Online(online) => self.went_online(online, effects),
            Event::Elapsed(ticket) => {
                self.watch_pause_over(ticket, effects);
                self.poll_pause_over(ticket, effects);
                self.giving_up_pause_over(ticket);
            }
            Event::Synchronized(ticket, answer) => self.synchronized(ticket, answer, effects),
            Event::ConsentAcquired(ticket, answer) => self.consent_acquired(ticket, answer, effects),
            Event::FeaturedLoaded(ticket, answer) => self.featured_loaded(ticket, answer, effects),
            Event::Searched(ticket, answer) => self.searched(ticket, answer, effects),
            Event::AuthSessionCreated(ticket, answer) => match self.screen {
                Screen::InstitutionPicker(_) => self.picked(ticket, answer, effects),
                Screen::Success(_) => self.saving_began(ticket, answer, effects),
                _ => self.renewed(ticket, answer, effects),
            },
            Event::AuthSessionSeen(ticket, answer) => self.auth_session_seen(ticket, answer, effects),
            Event::ThisTabReady(ticket, answer) => self.this_tab_ready(ticket, answer, effects),
            Event::AuthSessionCancelled(ticket, answer) => self.given_up(ticket, answer, effects),
            Event::CredentialsAnswered(ticket, answer) => self.credentials_answered(ticket, answer, effects),
            Event::AccountsLoaded(ticket, answer) => self.accounts_loaded(ticket, answer, effects),
            Event::AccountsSelected(ticket, answer) => self.accounts_selected(ticket, answer, effects),
            Event::MoreAccounts(ticket, answer) => self.more_accounts(ticket, answer, effects),
            Event::RoutingNumberFound(ticket, answer) => self.routing_number_found(ticket, answer),
            Event::NumbersAttached(ticket, answer) => self.numbers_attached(ticket, answer, effects),
            Event::Completed(..) => {}
        }
    }

    fn start(&mut self, effects: &mut Vec<Effect>) {
        if matches!(self.screen, Screen::Opening { request: None, .. }) {
            self.synchronize(effects);
        }
    }

    fn synchronize(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        self.screen = Screen::Opening { request: Some(ticket), trouble: None };
        effects.push(Effect::Synchronize(ticket));
    }

    /// The server and the flow do not agree where the session stands: the server is right.
    pub(crate) fn resynchronize(&mut self, effects: &mut Vec<Effect>) {
        if !self.may_go_on_alone() {
            return self.fail_unexpectedly(effects);
        }
        self.sheet = None;
        self.synchronize(effects);
    }

    /// Whether the flow may turn once more without the person: a server that contradicts itself is
    /// not asked in a tight loop.
    pub(crate) const fn may_go_on_alone(&mut self) -> bool {
        self.alone = self.alone.saturating_add(1);
        self.alone <= MAX_ALONE
    }

    fn synchronized(&mut self, ticket: Ticket, answer: Answer<Manifest>, effects: &mut Vec<Effect>) {
        let Screen::Opening { request, .. } = &mut self.screen else { return };
        if request.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        self.opened(answer, effects);
    }

    /// What comes after [`Screen::Opening`], whichever question it was that put it there.
    pub(crate) fn opened(&mut self, answer: Answer<Manifest>, effects: &mut Vec<Effect>) {
        match answer.map_err(sort) {
            Ok(manifest) => {
                self.manifest = Some(manifest.clone());
                if !std::mem::replace(&mut self.told_open, true) {
                    self.emit(HostEventName::Open, effects);
                }
                self.follow(manifest, effects);
            }
            Err(Sorted::Here(why)) => self.screen = Screen::Opening { request: None, trouble: Some(why) },
            Err(other) => self.fail(other, None, effects),
        }
    }

    /// Goes where the server says.
    pub(crate) fn follow(&mut self, mut manifest: Manifest, effects: &mut Vec<Effect>) {
        let active = manifest.active_auth_session.take();
        let initial = manifest.initial_institution.clone();
        let next = manifest.next_pane;
        let skip_success = manifest.skip_success_pane;
        self.manifest = Some(manifest);
        self.allow(next);
        match (next, active) {
            (Pane::Consent, _) => self.show(Screen::Consent(Consent::default()), effects),
            (Pane::InstitutionPicker, _) => {
                self.show_institution_picker(effects);
                // The bank that the merchant named. The others are one step back.
                if let Some(bank) = initial {
                    self.pick(bank, effects);
                }
            }
            (Pane::PartnerAuth, Some(auth)) => self.show_partner_auth(auth, None, effects),
            (Pane::AccountPicker, Some(auth)) => self.show_account_picker(auth, effects),
            (Pane::Success, _) => {
                self.show(Screen::Success(Success::default()), effects);
                if skip_success {
                    self.begin_close(None, effects);
                }
            }
            _ => self.fail_unexpectedly(effects),
        }
    }

    pub(crate) fn show(&mut self, screen: Screen, effects: &mut Vec<Effect>) {
        self.screen = screen;
        self.sheet = None;
        if let Some(pane) = self.pane() {
            effects.push(Effect::PaneShown(pane));
        }
    }

    pub(crate) fn allow(&mut self, pane: Pane) {
        self.allowed |= AllowedPane::from(pane).bit();
    }

    fn another_bank(&mut self, effects: &mut Vec<Effect>) {
        match &self.screen {
            Screen::PartnerAuth(_) => self.give_sign_in_up(effects),
            Screen::AccountPicker(pane) if !pane.busy() && self.may_pick_bank() => {
                self.go_to_banks(effects);
            }
            Screen::ManualEntry(pane) if !pane.busy() => self.go_to_banks(effects),
            Screen::Problem(problem) if problem.kind.other_bank_helps() && self.may_pick_bank() => {
                self.go_to_banks(effects);
            }
            Screen::Success(_) => self.link_more(effects),
            _ => {}
        }
    }

    /// To the choice of banks: at once where the server opened it before. A flow that was resumed
    /// further on has to ask for it.
    pub(crate) fn go_to_banks(&mut self, effects: &mut Vec<Effect>) {
        if self.is_allowed(Pane::InstitutionPicker) {
            return self.show_institution_picker(effects);
        }
        let ticket = self.ticket();
        self.sheet = None;
        self.screen = Screen::Opening { request: Some(ticket), trouble: None };
        effects.push(Effect::LinkMoreAccounts(ticket));
    }

    /// Back to what was linked: at once where the server opened it before. A flow that was resumed
    /// elsewhere asks the server where it stands, which is there.
    pub(crate) fn go_to_success(&mut self, effects: &mut Vec<Effect>) {
        if self.is_allowed(Pane::Success) {
            self.show(Screen::Success(Success::default()), effects);
        } else {
            self.resynchronize(effects);
        }
    }

    fn back(&mut self, effects: &mut Vec<Effect>) {
        if self.sheet.take().is_some() {
            return;
        }
        if !self.can_go_back() {
            return self.close(effects);
        }
        match &self.screen {
            Screen::InstitutionPicker(_) if self.has_linked() => self.go_to_success(effects),
            Screen::InstitutionPicker(_) => self.show(Screen::Consent(Consent::default()), effects),
            _ => self.another_bank(effects),
        }
    }

    fn retry(&mut self, effects: &mut Vec<Effect>) {
        match &self.screen {
            Screen::Opening { request: None, .. } => self.synchronize(effects),
            // What was typed in is in the fields, not here: the form's own button sends it again.
            Screen::Opening { .. } | Screen::ManualEntry(_) => {}
            // Only what the person decided before is sent again.
            Screen::Consent(pane) if pane.trouble.is_none() => {}
            Screen::Consent(_) => self.agree(effects),
            Screen::InstitutionPicker(_) => self.retry_picker(effects),
            Screen::PartnerAuth(_) => self.retry_partner_auth(effects),
            Screen::AccountPicker(_) => self.retry_account_picker(effects),
            Screen::Success(pane) if !pane.trouble.is_some_and(Trouble::can_retry) => {}
            Screen::Success(pane) if pane.saving_failed => self.save_accounts(effects),
            Screen::Success(_) => self.link_more(effects),
            Screen::Problem(_) => self.retry_problem(effects),
        }
    }

    /// Back on the network.
    fn went_online(&mut self, online: bool, effects: &mut Vec<Effect>) {
        let was_online = std::mem::replace(&mut self.online, online);
        if !was_online && online && self.goes_on_by_itself() {
            self.ask_again(effects);
        }
    }

    fn ask_again(&mut self, effects: &mut Vec<Effect>) {
        if self.closing.is_some() {
            self.ask_to_complete(effects);
        } else {
            self.retry(effects);
        }
    }

    /// Whether what failed is asked again once the network is back. Nothing that the person has to
    /// decide or to type in (agree, share, sign in) is sent again without a press.
    pub fn goes_on_by_itself(&self) -> bool {
        if let Some(closing) = &self.closing {
            return closing.trouble.is_some();
        }
        match &self.screen {
            Screen::Opening { request: None, trouble } => trouble.is_some(),
            Screen::InstitutionPicker(picker) => picker.failed_pick.is_none(),
            Screen::PartnerAuth(pane) => pane.goes_on_by_itself(),
            Screen::AccountPicker(pane) => pane.accounts.is_none(),
            _ => false,
        }
    }

    /// Browsers do not always tell that a connection is back: it can break with none of them noticing. So what
    /// goes on by itself asks again from time to time, less and less often.
    fn reconnect_later(&mut self, effects: &mut Vec<Effect>) {
        if !self.is_cut_off() {
            self.reconnect = None;
        } else if self.reconnect.is_none() {
            self.cut_off = MOST_DOUBLINGS.min(self.cut_off + 1);
            self.pauses = self.pauses.wrapping_add(1);
            // Counted from the other end: a log from before there was this pause names the tickets of requests.
            let ticket = Ticket(u32::MAX - self.pauses);
            self.reconnect = Some(ticket);
            effects.push(Effect::Wait(ticket, 1_000 << self.cut_off));
        }
    }

    /// Whether the person is told that the connection is away, and nothing is asked before it is back.
    fn is_cut_off(&self) -> bool {
        let told = match (&self.closing, &self.screen) {
            (Some(closing), _) => closing.trouble,
            (None, Screen::Opening { trouble, .. }) => *trouble,
            (None, Screen::InstitutionPicker(picker)) => {
                picker.failure().filter(|_| picker.picking().is_none())
            }
            (None, Screen::PartnerAuth(pane)) => pane.trouble.filter(|_| !pane.watches()),
            (None, Screen::AccountPicker(pane)) => pane.trouble,
            _ => None,
        };
        told == Some(Trouble::Offline) && !self.finished && self.goes_on_by_itself()
    }

    pub(crate) fn emit(&self, name: HostEventName, effects: &mut Vec<Effect>) {
        self.emit_with(name, HostEventMetadata::default(), effects);
    }

    pub(crate) fn emit_with(
        &self,
        name: HostEventName,
        metadata: HostEventMetadata,
        effects: &mut Vec<Effect>,
    ) {
        let session = self.manifest.as_ref().map(|manifest| manifest.id.clone());
        effects.push(Effect::Emit(HostEvent { name, metadata, session }));
    }
}
