//! A flow on a stage: it is led to where a test begins, and remembers what it asked for.

use linkspan_machine::{
    AccountPicker, Consent, Effect, Event, Flow, InstitutionPicker, Outcome, PartnerAuth, Problem, Screen,
    Success, Ticket,
};
use linkspan_wire::{
    host::{HostEvent, HostEventName},
    link::{AuthFlow, AuthStatus, Manifest, Pane, PartnerAccounts, StepKind},
};

use crate::fixtures::{banks, form, manifest, oauth, success};

pub struct Stage {
    pub flow: Flow,
    /// All effects so far.
    pub log: Vec<Effect>,
}

/// The ticket under which an effect is answered.
pub fn ticket_of(effect: &Effect) -> Option<Ticket> {
    match effect {
        Effect::Synchronize(ticket)
        | Effect::AcquireConsent(ticket, _)
        | Effect::LoadFeatured(ticket)
        | Effect::Search(ticket, _)
        | Effect::CreateAuthSession(ticket, _)
        | Effect::WatchAuthSession(ticket, _)
        | Effect::PrepareThisTab(ticket, _)
        | Effect::CancelAuthSession(Some(ticket), _)
        | Effect::SubmitCredentials(ticket, ..)
        | Effect::LoadAccounts(ticket, _)
        | Effect::SelectAccounts(ticket, ..)
        | Effect::LinkMoreAccounts(ticket)
        | Effect::LookUpRoutingNumber(ticket, _)
        | Effect::AttachBankAccount(ticket, _)
        | Effect::Complete(ticket, _)
        | Effect::Wait(ticket, _) => Some(*ticket),
        Effect::OpenWindow(_)
        | Effect::Leave(_)
        | Effect::CancelAuthSession(None, _)
        | Effect::Emit(_)
        | Effect::PaneShown(_)
        | Effect::Finish(_) => None,
    }
}

/// The effects that ask something of the server, without the page's events and the like.
pub fn requests(effects: &[Effect]) -> Vec<&Effect> {
    effects
        .iter()
        .filter(|effect| ticket_of(effect).is_some() && !matches!(effect, Effect::Wait(..)))
        .collect()
}

/// How long the flow wants to pause, when it does.
pub fn pause(effects: &[Effect]) -> Option<u32> {
    effects.iter().find_map(|effect| match effect {
        Effect::Wait(_, millis) => Some(*millis),
        _ => None,
    })
}

pub fn host_events(effects: &[Effect]) -> Vec<&HostEvent> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Emit(event) => Some(event),
            _ => None,
        })
        .collect()
}

pub fn event_names(effects: &[Effect]) -> Vec<HostEventName> {
    host_events(effects).into_iter().map(|event| event.name).collect()
}

/// How the flow ended, when it did just now.
pub fn outcome(effects: &[Effect]) -> Option<&Outcome> {
    match effects.last() {
        Some(Effect::Finish(outcome)) => Some(outcome),
        _ => None,
    }
}

/// Whether two flows show the same. What they do not show, such as the last ticket, may differ.
pub fn looks_like(one: &Flow, other: &Flow) -> bool {
    one.screen() == other.screen()
        && one.sheet() == other.sheet()
        && one.closing() == other.closing()
        && one.manifest() == other.manifest()
        && one.online() == other.online()
        && one.opens_windows() == other.opens_windows()
        && one.finished() == other.finished()
}

impl Stage {
    /// Opened, the manifest on its way.
    pub fn opening() -> Self {
        let mut stage = Self { flow: Flow::new(), log: Vec::new() };
        stage.send(Event::Start);
        stage
    }

    pub fn with(manifest: Manifest) -> Self {
        let mut stage = Self::opening();
        stage.answer(|ticket| Event::Synchronized(ticket, Ok(manifest)));
        stage
    }

    pub fn at_consent() -> Self {
        Self::with(manifest(Pane::Consent))
    }

    /// Agreed; two featured banks.
    pub fn at_picker() -> Self {
        Self::picking_with(manifest(Pane::InstitutionPicker))
    }

    /// Agreed, and `manifest` is what the server said then.
    pub fn picking_with(manifest: Manifest) -> Self {
        let mut stage = Self::at_consent();
        stage.send(Event::Agree);
        stage.answer(|ticket| Event::ConsentAcquired(ticket, Ok(manifest)));
        stage.answer(|ticket| Event::FeaturedLoaded(ticket, Ok(banks(&["northline", "southbay"]))));
        stage
    }

    /// Before the click that opens the bank's window.
    pub fn at_oauth() -> Self {
        Self::at_picker().pick(AuthFlow::Oauth)
    }

    pub fn at_form() -> Self {
        Self::at_picker().pick(AuthFlow::Credentials)
    }

    /// With these accounts to choose from.
    pub fn at_accounts(accounts: PartnerAccounts) -> Self {
        Self::choosing_with(manifest(Pane::InstitutionPicker), accounts)
    }

    pub fn choosing_with(manifest: Manifest, accounts: PartnerAccounts) -> Self {
        let mut stage = Self::picking_with(manifest).pick(AuthFlow::Oauth);
        stage.authorize();
        stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(accounts))));
        stage
    }

    /// Accounts on their way.
    pub fn at_loading_accounts() -> Self {
        let mut stage = Self::at_oauth();
        stage.authorize();
        stage
    }

    pub fn at_success(linked: &[&str]) -> Self {
        let mut stage = Self::at_accounts(crate::fixtures::accounts(vec![crate::fixtures::account("1")]));
        stage.send(Event::Share);
        stage.answer(|ticket| Event::AccountsSelected(ticket, Ok(success(linked))));
        stage
    }

    fn pick(mut self, flow: AuthFlow) -> Self {
        let auth = match flow {
            AuthFlow::Credentials => form("bcsess_1", AuthStatus::Pending, StepKind::SignIn),
            _ => oauth("bcsess_1", AuthStatus::Pending),
        };
        self.send(Event::Pick(auth.institution.clone()));
        self.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(auth)));
        self
    }

    pub fn authorize(&mut self) -> Vec<Effect> {
        self.answer(|ticket| Event::AuthSessionSeen(ticket, Ok(oauth("bcsess_1", AuthStatus::Authorized))))
    }

    pub fn send(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.flow.step(event);
        self.log.extend(effects.iter().cloned());
        effects
    }

    /// Answers what was asked last.
    pub fn answer(&mut self, event: impl FnOnce(Ticket) -> Event) -> Vec<Effect> {
        let ticket = self.last_ticket();
        self.send(event(ticket))
    }

    /// The ticket of the last request or pause, but for the pause that runs beside `complete`.
    pub fn last_ticket(&self) -> Ticket {
        let closing = self.flow.closing().is_some();
        self.log
            .iter()
            .rev()
            .filter(|effect| !(closing && matches!(effect, Effect::Wait(..))))
            .find_map(ticket_of)
            .expect("something was asked")
    }

    /// The event changes nothing that can be seen and asks for nothing.
    pub fn assert_ignored(&mut self, event: Event) {
        let before = self.flow.clone();
        let what = format!("{event:?}");
        let effects = self.send(event);
        assert_eq!(effects, [], "{what}");
        assert!(looks_like(&self.flow, &before), "{what} changed\n{before:#?}\nto\n{:#?}", self.flow);
    }

    /// Whether a sign-in is on that is being begun anew.
    pub fn sign_in_is_renewing(&self) -> bool {
        matches!(self.flow.screen(), Screen::PartnerAuth(pane) if pane.busy())
    }

    pub fn consent(&self) -> &Consent {
        match self.flow.screen() {
            Screen::Consent(pane) => pane,
            other => panic!("not the consent pane: {other:?}"),
        }
    }

    pub fn picker(&self) -> &InstitutionPicker {
        match self.flow.screen() {
            Screen::InstitutionPicker(pane) => pane,
            other => panic!("not the choice of banks: {other:?}"),
        }
    }

    pub fn sign_in(&self) -> &PartnerAuth {
        match self.flow.screen() {
            Screen::PartnerAuth(pane) => pane,
            other => panic!("not the sign-in: {other:?}"),
        }
    }

    pub fn accounts(&self) -> &AccountPicker {
        match self.flow.screen() {
            Screen::AccountPicker(pane) => pane,
            other => panic!("not the choice of accounts: {other:?}"),
        }
    }

    pub fn success(&self) -> &Success {
        match self.flow.screen() {
            Screen::Success(pane) => pane,
            other => panic!("not the success pane: {other:?}"),
        }
    }

    pub fn problem(&self) -> &Problem {
        match self.flow.screen() {
            Screen::Problem(pane) => pane,
            other => panic!("not a problem: {other:?}"),
        }
    }
}
