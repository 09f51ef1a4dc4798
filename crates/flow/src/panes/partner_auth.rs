//! Signing in at the bank: in its own window (OAuth) or in a form of the flow.
//!
//! How an OAuth sign-in ended is learned from the server alone. `window.closed` and `opener` are
//! wrong under common opener policies, so neither is read: the pane asks the server all the time
//! it is shown, whether or not it believes that a window is open.

use linkspan_wire::{
    host::HostEventName,
    link::{AuthFlow, AuthSession, AuthStatus, FieldValue, Institution, Pane, institution::SAVED},
};

use crate::{
    Answer, Effect, Flow, Screen, Ticket, Trouble,
    closing::PATIENCE_MS,
    failure::{Sorted, sort},
    panes::problem::ProblemKind,
};

/// Between two questions how the sign-in stands. The server holds each answer back until there is
/// news, so this only keeps a misbehaving one from being asked in a tight loop.
const PAUSE_MS: u32 = 250;
/// After failed questions, by their count: about 15 s at the most.
const BACK_OFF_MS: [u32; 5] = [500, 1_000, 2_000, 5_000, 15_000];

/// Signing in at the bank.
#[derive(Debug, Clone, PartialEq)]
pub struct PartnerAuth {
    /// How the sign-in stands.
    pub auth: AuthSession,
    /// OAuth: the bank's window.
    pub window: Window,
    /// What ended the try before.
    pub notice: Option<PartnerAuthNotice>,
    /// Why something did not work; it can be tried again.
    pub trouble: Option<Trouble>,
    watch: Option<Ticket>,
    submit: Option<Ticket>,
    renew: Option<Ticket>,
    here: Option<Ticket>,
    giving_up: Option<Ticket>,
    /// Until this is over a further press on "another bank" is taken for a double click.
    patience: Option<Ticket>,
    failures: usize,
    /// What the person pressed and did not work. The next questions how the sign-in stands fail as well
    /// without a network, so it is kept until one is answered.
    failed: Option<Pressed>,
}

/// What the person can press here and the server has to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pressed {
    /// "Continue in this tab".
    Here,
    /// "Another bank".
    GiveUp,
}

/// The bank's window, as far as that can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Not asked for yet.
    Unopened,
    /// Asked for in a click.
    Opened,
    /// The browser gave none: perhaps it blocked it, perhaps it is there all the same.
    NotReturned,
}

/// What ended the try before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartnerAuthNotice {
    /// The person said no at the bank.
    Denied,
    /// It took too long.
    Expired,
}

impl PartnerAuth {
    /// Whether an answer is awaited that the person has to wait for.
    pub const fn busy(&self) -> bool {
        self.submit.is_some() || self.renew.is_some() || self.here.is_some()
    }

    /// Whether what did not work can be asked again from here. What was typed in is in the fields of
    /// the form, not here: its own button sends it again.
    pub(crate) fn can_retry(&self) -> bool {
        self.auth.flow == AuthFlow::Oauth
    }

    /// Whether the server is asked if the bank has said yes, before the sign-in is given up.
    pub const fn giving_up(&self) -> bool {
        self.giving_up.is_some()
    }

    /// Whether what did not work is asked again once the network is back: nothing that was pressed is.
    pub(crate) fn goes_on_by_itself(&self) -> bool {
        self.trouble.is_some() && self.failed.is_none() && self.can_retry()
    }

    /// Whether the server is asked how the sign-in stands, now or after a pause.
    pub(crate) const fn watches(&self) -> bool {
        self.watch.is_some()
    }

    /// Something is asked anew: what did not work before is over.
    const fn calm(&mut self) {
        self.trouble = None;
        self.failed = None;
    }
}

impl Flow {
    pub(crate) fn show_partner_auth(
        &mut self,
        auth: AuthSession,
        notice: Option<PartnerAuthNotice>,
        effects: &mut Vec<Effect>,
    ) {
        match (auth.status, auth.next_pane) {
            // It may have ended while nobody was here to see it.
            (
                AuthStatus::Pending | AuthStatus::Denied | AuthStatus::Failed | AuthStatus::Expired,
                Pane::PartnerAuth,
            ) => {}
            (AuthStatus::Authorized, Pane::AccountPicker) => return self.authorized(auth, effects),
            // Saved without a question.
            (AuthStatus::Authorized, Pane::Success) => return self.resynchronize(effects),
            _ => return self.fail_unexpectedly(effects),
        }
        self.allow(Pane::PartnerAuth);
        let (oauth, ended) =
            (auth.flow == AuthFlow::Oauth, (auth.status != AuthStatus::Pending).then(|| auth.clone()));
        self.show(
            Screen::PartnerAuth(PartnerAuth {
                window: if auth.opened { Window::Opened } else { Window::Unopened },
                auth,
                notice,
                trouble: None,
                watch: None,
                submit: None,
                renew: None,
                here: None,
                giving_up: None,
                patience: None,
                failures: 0,
                failed: None,
            }),
            effects,
        );
        match ended {
            Some(ended) => self.auth_session_moved(ended, effects),
            None if oauth => self.watch(effects),
            None => {}
        }
    }

    fn watch(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        pane.watch = Some(ticket);
        effects.push(Effect::WatchAuthSession(ticket, pane.auth.id.clone()));
    }

    fn watch_later(&mut self, millis: u32, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        pane.watch = Some(ticket);
        effects.push(Effect::Wait(ticket, millis));
    }

    pub(crate) fn watch_pause_over(&mut self, ticket: Ticket, effects: &mut Vec<Effect>) {
        if matches!(&self.screen, Screen::PartnerAuth(pane) if pane.watch == Some(ticket)) {
            self.watch(effects);
        }
    }

    pub(crate) fn open_bank(&mut self, effects: &mut Vec<Effect>) {
        if !self.windows && self.may_leave_for_bank() {
            return self.open_bank_here(effects);
        }
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.busy() || pane.giving_up() {
            return;
        }
        let Some(url) = pane.auth.url.clone() else { return };
        pane.window = Window::Opened;
        pane.notice = None;
        effects.push(Effect::OpenWindow(url));
    }

    /// To the bank in place of the flow, which goes on from what the server knows when the person is
    /// back. The server has to know beforehand: the bank sends everybody back to the same address.
    pub(crate) fn open_bank_here(&mut self, effects: &mut Vec<Effect>) {
        if !self.may_leave_for_bank() {
            return;
        }
        let ticket = self.ticket();
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.busy() || pane.giving_up() || pane.auth.url.is_none() {
            return;
        }
        pane.here = Some(ticket);
        pane.notice = None;
        pane.calm();
        effects.push(Effect::PrepareThisTab(ticket, pane.auth.id.clone()));
    }

    pub(crate) fn this_tab_ready(
        &mut self,
        ticket: Ticket,
        answer: Answer<AuthSession>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.here.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        match answer.map_err(sort) {
            Ok(AuthSession { status: AuthStatus::Pending, url: Some(url), .. }) => {
                // Whoever comes back by the browser's own button finds the way to the bank again.
                pane.window = Window::Opened;
                effects.push(Effect::Leave(url));
            }
            // It ended in between, in another tab.
            Ok(auth) => self.auth_session_moved(auth, effects),
            Err(Sorted::Here(trouble)) => {
                pane.trouble = Some(trouble);
                pane.failed = Some(Pressed::Here);
            }
            Err(other) => self.fail_at_bank(other, effects),
        }
    }

    pub(crate) fn window_not_returned(&mut self) {
        if let Screen::PartnerAuth(pane) = &mut self.screen {
            pane.window = Window::NotReturned;
        }
    }

    pub(crate) fn auth_session_seen(
        &mut self,
        ticket: Ticket,
        answer: Answer<AuthSession>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.watch != Some(ticket) {
            return;
        }
        pane.watch = None;
        match answer.map_err(sort) {
            Ok(auth) => {
                pane.failures = 0;
                pane.calm();
                let pending = auth.status == AuthStatus::Pending;
                // This question is answered before the one that gave the sign-in up.
                if pane.giving_up() && !matches!(auth.status, AuthStatus::Pending | AuthStatus::Authorized) {
                    return self.go_to_banks(effects);
                }
                self.auth_session_moved(auth, effects);
                if pending {
                    self.watch_later(PAUSE_MS, effects);
                }
            }
            Err(Sorted::Here(trouble)) => {
                let millis = BACK_OFF_MS[pane.failures.min(BACK_OFF_MS.len() - 1)];
                pane.failures += 1;
                pane.trouble = Some(trouble);
                self.watch_later(millis, effects);
            }
            Err(other) => self.fail_at_bank(other, effects),
        }
    }

    pub(crate) fn submit_credentials(&mut self, values: Vec<FieldValue>, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.busy() || pane.giving_up() {
            return;
        }
        // A form that is over is asked anew: where that did not work, by its own button.
        if let (AuthStatus::Expired, Some(notice)) = (pane.auth.status, pane.notice) {
            return self.renew(notice, effects);
        }
        if pane.auth.step.is_none() {
            return;
        }
        pane.submit = Some(ticket);
        pane.notice = None;
        pane.calm();
        effects.push(Effect::SubmitCredentials(ticket, pane.auth.id.clone(), values));
    }

    pub(crate) fn credentials_answered(
        &mut self,
        ticket: Ticket,
        answer: Answer<AuthSession>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.submit.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        match answer.map_err(sort) {
            Ok(auth) => self.auth_session_moved(auth, effects),
            Err(Sorted::Here(trouble)) => pane.trouble = Some(trouble),
            Err(other) => self.fail_at_bank(other, effects),
        }
    }

    /// The server said how the sign-in stands.
    fn auth_session_moved(&mut self, auth: AuthSession, effects: &mut Vec<Effect>) {
        if self.is_saving() {
            self.unsaved = matches!(auth.status, AuthStatus::Failed | AuthStatus::Expired);
        }
        match auth.status {
            AuthStatus::Pending => {
                if let Screen::PartnerAuth(pane) = &mut self.screen {
                    let asked =
                        |auth: &AuthSession| auth.step.as_ref().map(|step| (step.kind, step.fields.clone()));
                    // Something else is asked, on a pane that is drawn anew.
                    if asked(&pane.auth) != asked(&auth) {
                        effects.push(Effect::PaneShown(Pane::PartnerAuth));
                    }
                    pane.auth = auth;
                }
            }
            AuthStatus::Authorized if auth.next_pane == Pane::AccountPicker => self.authorized(auth, effects),
            // Saved: back to what was linked.
            AuthStatus::Authorized if auth.next_pane == Pane::Success => self.resynchronize(effects),
            AuthStatus::Denied if self.may_go_on_alone() => self.renew(PartnerAuthNotice::Denied, effects),
            AuthStatus::Expired if self.may_go_on_alone() => self.renew(PartnerAuthNotice::Expired, effects),
            AuthStatus::Failed | AuthStatus::Expired if self.is_saving() => self.go_to_success(effects),
            // Tries are counted in the bank's own window: what comes back from it as failed is broken.
            AuthStatus::Failed if self.is_in_window() => {
                self.show_problem(ProblemKind::BankError, Some(auth.institution), None, effects);
            }
            AuthStatus::Failed | AuthStatus::Denied | AuthStatus::Expired => {
                self.show_problem(ProblemKind::SignInFailed, Some(auth.institution), None, effects);
            }
            // Given up somewhere else, such as in another tab: the server knows where we are.
            AuthStatus::Cancelled => self.resynchronize(effects),
            AuthStatus::Authorized | AuthStatus::Unknown => self.fail_unexpectedly(effects),
        }
    }

    /// Whether the person signs in in the bank's own window.
    fn is_in_window(&self) -> bool {
        matches!(&self.screen, Screen::PartnerAuth(pane) if pane.auth.flow == AuthFlow::Oauth)
    }

    fn authorized(&mut self, auth: AuthSession, effects: &mut Vec<Effect>) {
        self.retried = false;
        self.emit(HostEventName::InstitutionAuthorized, effects);
        self.allow(auth.next_pane);
        self.show_account_picker(auth, effects);
    }

    /// After a no at the bank the next try needs a sign-in of its own.
    fn renew(&mut self, notice: PartnerAuthNotice, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        pane.watch = None;
        pane.here = None;
        pane.window = Window::Unopened;
        pane.notice = Some(notice);
        pane.renew = Some(ticket);
        pane.calm();
        effects.push(Effect::CreateAuthSession(ticket, pane.auth.institution.id.clone()));
    }

    pub(crate) fn renewed(&mut self, ticket: Ticket, answer: Answer<AuthSession>, effects: &mut Vec<Effect>) {
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.renew.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        let notice = pane.notice;
        match answer.map_err(sort) {
            Ok(auth) => self.show_partner_auth(auth, notice, effects),
            Err(Sorted::Here(trouble)) => {
                // Without a sign-in there is no address to open, and nothing to fill in: the next press asks
                // for one.
                pane.auth.url = None;
                pane.auth.status = AuthStatus::Expired;
                pane.trouble = Some(trouble);
            }
            Err(other) => self.fail_at_bank(other, effects),
        }
    }

    pub(crate) fn retry_partner_auth(&mut self, effects: &mut Vec<Effect>) {
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.busy() || !pane.can_retry() {
            return;
        }
        if let (None, Some(notice)) = (&pane.auth.url, pane.notice) {
            return self.renew(notice, effects);
        }
        match pane.failed {
            Some(Pressed::Here) => return self.open_bank_here(effects),
            Some(Pressed::GiveUp) => return self.give_sign_in_up(effects),
            None => {}
        }
        pane.calm();
        self.watch(effects);
    }

    /// Whether the sign-in is about saving what was linked: it leads back there. Saved accounts are
    /// used before anything is linked.
    pub fn is_saving(&self) -> bool {
        matches!(&self.screen, Screen::PartnerAuth(pane) if pane.auth.institution.id == SAVED)
            && self.has_linked()
    }

    /// Leaves the sign-in for where it was begun. Where somebody went to the bank, the server is asked
    /// first: a yes of the bank whose way back was lost is not thrown away. And where the server has to
    /// say what is linked, it must not be asked before it gave the sign-in up.
    pub(crate) fn give_sign_in_up(&mut self, effects: &mut Vec<Effect>) {
        let asks = self.is_saving() && !self.is_allowed(Pane::Success);
        let Screen::PartnerAuth(pane) = &self.screen else { return };
        let waits = asks || pane.window != Window::Unopened || pane.auth.opened;
        let id = pane.auth.id.clone();
        match (pane.giving_up(), pane.patience) {
            (true, Some(_)) => return,
            // Whoever presses once more after that does not want to wait.
            (true, None) => return self.leave_sign_in(effects),
            (false, _) => {}
        }
        let awaited = waits.then(|| self.ticket());
        effects.push(Effect::CancelAuthSession(awaited, id));
        match (&mut self.screen, awaited) {
            (Screen::PartnerAuth(pane), Some(ticket)) => {
                pane.giving_up = awaited;
                pane.patience = awaited;
                // Nobody wants to go to the bank any more.
                pane.here = None;
                pane.calm();
                effects.push(Effect::Wait(ticket, PATIENCE_MS));
            }
            _ => self.leave_sign_in(effects),
        }
    }

    pub(crate) fn giving_up_pause_over(&mut self, ticket: Ticket) {
        if let Screen::PartnerAuth(pane) = &mut self.screen {
            pane.patience.take_if(|waiting| *waiting == ticket);
        }
    }

    /// To where the sign-in was begun.
    fn leave_sign_in(&mut self, effects: &mut Vec<Effect>) {
        if self.is_saving() {
            self.go_to_success(effects);
        } else {
            self.go_to_banks(effects);
        }
    }

    pub(crate) fn given_up(
        &mut self,
        ticket: Ticket,
        answer: Answer<AuthSession>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::PartnerAuth(pane) = &mut self.screen else { return };
        if pane.giving_up.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        match answer.map_err(sort) {
            Ok(auth) if auth.status == AuthStatus::Authorized => self.auth_session_moved(auth, effects),
            Ok(_) => self.leave_sign_in(effects),
            Err(Sorted::Here(trouble)) => {
                pane.trouble = Some(trouble);
                pane.failed = Some(Pressed::GiveUp);
            }
            Err(other) => self.fail_at_bank(other, effects),
        }
    }

    fn fail_at_bank(&mut self, sorted: Sorted, effects: &mut Vec<Effect>) {
        let institution = self.current_institution();
        self.fail(sorted, institution, effects);
    }

    /// The bank that the person deals with now.
    pub(crate) fn current_institution(&self) -> Option<Institution> {
        match &self.screen {
            Screen::PartnerAuth(pane) => Some(pane.auth.institution.clone()),
            Screen::AccountPicker(pane) => Some(pane.auth.institution.clone()),
            Screen::Problem(pane) => pane.institution.clone(),
            _ => None,
        }
    }
}
