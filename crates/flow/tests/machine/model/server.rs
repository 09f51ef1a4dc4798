//! A server that keeps a session as the real one does: what was agreed to, which sign-in is on,
//! what is linked, whether it is over. How a bank behaves is up to `variant`.

use linkspan_machine::{Effect, Event, RequestError, Ticket};
use linkspan_wire::{
    error::code,
    link::institution::SAVED,
    link::{
        AuthSession, AuthStatus, Completed, Institutions, Manifest, Pane, PartnerAccounts, RoutingNumber,
        StepKind,
    },
    session::ManualEntryMode,
};

use crate::fixtures;

/// The account of the numbers that are typed in.
pub const TYPED_IN: &str = "fca_typed";

#[derive(Debug, Clone, Hash, PartialEq, Eq)]
pub struct Server {
    /// At most so many accounts.
    pub limit: Option<u32>,
    pub skip_success: bool,
    consent: bool,
    auth: Option<Auth>,
    begun: u32,
    pub linked: Vec<String>,
    over: bool,
    /// Numbers may be typed in, and accounts saved.
    manual: bool,
    /// Numbers may be typed in on the merchant's own page.
    custom: bool,
    saved: bool,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq)]
struct Auth {
    id: String,
    oauth: bool,
    authorized: bool,
    /// Somebody went to the bank for it.
    opened: bool,
    /// Accounts are saved by it, instead of chosen.
    saving: bool,
}

/// A good answer.
#[derive(Debug, Clone)]
pub enum Body {
    Manifest(Box<Manifest>),
    Institutions(Institutions),
    Auth(AuthSession),
    Accounts(Option<PartnerAccounts>),
    RoutingNumber(RoutingNumber),
    Completed(Completed),
    /// The pause is over.
    Elapsed,
}

impl Body {
    /// The panes that it opens: the next one, and what may be chosen instead.
    pub fn names(&self) -> Vec<Pane> {
        match self {
            Self::Manifest(manifest) if manifest.manual_entry == ManualEntryMode::Automatic => {
                vec![manifest.next_pane, Pane::ManualEntry]
            }
            Self::Manifest(manifest) => vec![manifest.next_pane],
            Self::Auth(auth) => vec![auth.next_pane],
            Self::Institutions(_)
            | Self::Accounts(_)
            | Self::RoutingNumber(_)
            | Self::Completed(_)
            | Self::Elapsed => Vec::new(),
        }
    }

    /// The accounts that it says are linked.
    pub fn linked(&self) -> Vec<String> {
        match self {
            Self::Manifest(manifest) => {
                manifest.linked_accounts.iter().map(|account| account.id.clone()).collect()
            }
            _ => Vec::new(),
        }
    }
}

type Answer = Result<Body, RequestError>;

/// Puts an answer into the event that belongs to the request. None where that makes no sense.
pub fn deliver(asked: &Effect, answer: Answer) -> Option<Event> {
    fn of<T>(answer: Answer, take: impl FnOnce(Body) -> Option<T>) -> Option<Result<T, RequestError>> {
        match answer {
            Ok(body) => take(body).map(Ok),
            Err(error) => Some(Err(error)),
        }
    }
    let manifest = |body| if let Body::Manifest(manifest) = body { Some(*manifest) } else { None };
    let banks = |body| if let Body::Institutions(banks) = body { Some(banks) } else { None };
    let auth = |body| if let Body::Auth(auth) = body { Some(auth) } else { None };
    let accounts = |body| if let Body::Accounts(accounts) = body { Some(accounts) } else { None };
    let found = |body| if let Body::RoutingNumber(found) = body { Some(found) } else { None };
    let completed = |body| if let Body::Completed(completed) = body { Some(completed) } else { None };
    Some(match asked {
        Effect::Synchronize(ticket) => Event::Synchronized(*ticket, of(answer, manifest)?),
        Effect::AcquireConsent(ticket, _) => Event::ConsentAcquired(*ticket, of(answer, manifest)?),
        Effect::LoadFeatured(ticket) => Event::FeaturedLoaded(*ticket, of(answer, banks)?),
        Effect::Search(ticket, _) => Event::Searched(*ticket, of(answer, banks)?),
        Effect::CreateAuthSession(ticket, _) => Event::AuthSessionCreated(*ticket, of(answer, auth)?),
        Effect::WatchAuthSession(ticket, _) => Event::AuthSessionSeen(*ticket, of(answer, auth)?),
        Effect::PrepareThisTab(ticket, _) => Event::ThisTabReady(*ticket, of(answer, auth)?),
        Effect::CancelAuthSession(Some(ticket), _) => Event::AuthSessionCancelled(*ticket, of(answer, auth)?),
        Effect::SubmitCredentials(ticket, ..) => Event::CredentialsAnswered(*ticket, of(answer, auth)?),
        Effect::LoadAccounts(ticket, _) => Event::AccountsLoaded(*ticket, of(answer, accounts)?),
        Effect::SelectAccounts(ticket, ..) => Event::AccountsSelected(*ticket, of(answer, manifest)?),
        Effect::LinkMoreAccounts(ticket) => Event::MoreAccounts(*ticket, of(answer, manifest)?),
        Effect::LookUpRoutingNumber(ticket, _) => Event::RoutingNumberFound(*ticket, of(answer, found)?),
        Effect::AttachBankAccount(ticket, _) => Event::NumbersAttached(*ticket, of(answer, manifest)?),
        Effect::Complete(ticket, _) => Event::Completed(*ticket, of(answer, completed)?),
        Effect::Wait(ticket, _) => Event::Elapsed(*ticket),
        _ => return None,
    })
}

/// The same request under another ticket.
pub fn reticketed(asked: &Effect, ticket: Ticket) -> Effect {
    match asked.clone() {
        Effect::Synchronize(_) => Effect::Synchronize(ticket),
        Effect::AcquireConsent(_, version) => Effect::AcquireConsent(ticket, version),
        Effect::LoadFeatured(_) => Effect::LoadFeatured(ticket),
        Effect::Search(_, query) => Effect::Search(ticket, query),
        Effect::CreateAuthSession(_, bank) => Effect::CreateAuthSession(ticket, bank),
        Effect::WatchAuthSession(_, auth) => Effect::WatchAuthSession(ticket, auth),
        Effect::PrepareThisTab(_, auth) => Effect::PrepareThisTab(ticket, auth),
        Effect::CancelAuthSession(Some(_), auth) => Effect::CancelAuthSession(Some(ticket), auth),
        Effect::SubmitCredentials(_, auth, values) => Effect::SubmitCredentials(ticket, auth, values),
        Effect::LoadAccounts(_, auth) => Effect::LoadAccounts(ticket, auth),
        Effect::SelectAccounts(_, auth, ids) => Effect::SelectAccounts(ticket, auth, ids),
        Effect::LinkMoreAccounts(_) => Effect::LinkMoreAccounts(ticket),
        Effect::LookUpRoutingNumber(_, number) => Effect::LookUpRoutingNumber(ticket, number),
        Effect::AttachBankAccount(_, numbers) => Effect::AttachBankAccount(ticket, numbers),
        Effect::Complete(_, error) => Effect::Complete(ticket, error),
        Effect::Wait(_, millis) => Effect::Wait(ticket, millis),
        other => other,
    }
}

#[expect(clippy::result_large_err, reason = "as large as the answers of the flow")]
impl Server {
    pub fn new(limit: Option<u32>, skip_success: bool) -> Self {
        Self {
            limit,
            skip_success,
            consent: false,
            auth: None,
            begun: 0,
            linked: Vec::new(),
            over: false,
            manual: false,
            custom: false,
            saved: false,
        }
    }

    /// A session in which numbers may be typed in.
    pub fn taking_numbers(limit: Option<u32>) -> Self {
        Self { manual: true, ..Self::new(limit, false) }
    }

    /// A session whose merchant takes numbers on its own page.
    pub fn leaving_numbers_to_merchant(limit: Option<u32>) -> Self {
        Self { custom: true, ..Self::new(limit, false) }
    }

    /// A session that was left while signing in, so that a reload resumes there.
    pub fn left_at_sign_in(limit: Option<u32>) -> Self {
        let mut server = Self { consent: true, ..Self::new(limit, false) };
        server.begin(true, false);
        server
    }

    /// In how many ways a request can be answered well. The first leads on.
    pub const fn variants(asked: &Effect) -> u8 {
        match asked {
            Effect::SelectAccounts(..) | Effect::CreateAuthSession(..) | Effect::CancelAuthSession(..) => 2,
            // As it is; a pane of a newer server; a sign-in that ended while nobody was here.
            Effect::Synchronize(_) | Effect::SubmitCredentials(..) => 5,
            Effect::WatchAuthSession(..) | Effect::LoadAccounts(..) => 6,
            _ => 1,
        }
    }

    /// Does what is asked and answers.
    pub fn act(&mut self, asked: &Effect, variant: u8) -> Answer {
        match asked {
            Effect::Wait(..) => return Ok(Body::Elapsed),
            Effect::Complete(..) => {
                self.over = true;
                let linked: Vec<_> = self.linked.iter().map(String::as_str).collect();
                let typed_in = linked.contains(&TYPED_IN);
                return Ok(Body::Completed(Completed { typed_in, ..fixtures::completed(&linked) }));
            }
            _ if self.over => return Err(fixtures::refused(code::SESSION_COMPLETED)),
            Effect::Synchronize(_) if variant == 1 => {
                return Ok(Body::Manifest(Box::new(self.odd_manifest())));
            }
            Effect::Synchronize(_) if variant > 1 => {
                let status =
                    [AuthStatus::Denied, AuthStatus::Failed, AuthStatus::Expired][usize::from(variant - 2)];
                return Ok(Body::Manifest(Box::new(self.manifest_with_ended(status))));
            }
            Effect::Synchronize(_) => return Ok(Body::Manifest(Box::new(self.manifest()))),
            Effect::AcquireConsent(..) => {
                self.consent = true;
                return Ok(Body::Manifest(Box::new(self.manifest())));
            }
            _ if !self.consent => return Err(fixtures::refused(code::STEP_NOT_ALLOWED)),
            _ => {}
        }
        match asked {
            Effect::LoadFeatured(_) | Effect::Search(..) => {
                Ok(Body::Institutions(fixtures::banks(&["northline", "southbay"])))
            }
            Effect::CreateAuthSession(_, bank) if bank == SAVED && !self.may_save() => {
                Err(fixtures::refused(code::STEP_NOT_ALLOWED))
            }
            Effect::CreateAuthSession(_, bank) if self.full() && bank != SAVED => {
                Err(fixtures::refused(code::STEP_NOT_ALLOWED))
            }
            Effect::LinkMoreAccounts(_) | Effect::AttachBankAccount(..) if self.full() => {
                Err(fixtures::refused(code::STEP_NOT_ALLOWED))
            }
            Effect::CreateAuthSession(_, bank) if bank == SAVED => Ok(Body::Auth(self.begin(false, true))),
            Effect::CreateAuthSession(..) => Ok(Body::Auth(self.begin(variant == 0, false))),
            // The bank may have said yes in a window that nobody sees any more.
            Effect::CancelAuthSession(_, id) if variant == 1 => Ok(Body::Auth(self.sign_in(id, 0))),
            Effect::CancelAuthSession(_, id) => {
                self.cancel(id);
                Ok(Body::Auth(self.sign_in(id, 1)))
            }
            Effect::PrepareThisTab(_, id) => {
                Ok(Body::Auth(AuthSession { opened: true, ..self.sign_in(id, 1) }))
            }
            Effect::WatchAuthSession(_, id) | Effect::SubmitCredentials(_, id, _) => {
                Ok(Body::Auth(self.sign_in(id, variant)))
            }
            Effect::LoadAccounts(_, id) if self.opens(id) => Ok(Body::Accounts(accounts(variant))),
            Effect::SelectAccounts(_, id, ids) if self.opens(id) => {
                for id in ids {
                    self.linked.push(format!("fca_{}_{id}", self.linked.len()));
                }
                self.auth = None;
                let manifest = self.manifest();
                let next_pane = if variant == 1 { Pane::InstitutionPicker } else { manifest.next_pane };
                Ok(Body::Manifest(Box::new(Manifest { next_pane, ..manifest })))
            }
            Effect::LookUpRoutingNumber(..) => {
                Ok(Body::RoutingNumber(RoutingNumber { bank: Some("Northline".into()) }))
            }
            Effect::AttachBankAccount(..) if self.manual => {
                // The same numbers are the same account.
                if !self.linked.iter().any(|id| id == TYPED_IN) {
                    self.linked.push(TYPED_IN.into());
                }
                self.auth = None;
                Ok(Body::Manifest(Box::new(self.manifest())))
            }
            Effect::LinkMoreAccounts(_) => {
                self.auth = None;
                Ok(Body::Manifest(Box::new(Manifest {
                    next_pane: Pane::InstitutionPicker,
                    ..self.manifest()
                })))
            }
            _ => Err(fixtures::refused(code::STEP_NOT_ALLOWED)),
        }
    }

    /// `CancelAuthSession`.
    pub fn cancel(&mut self, id: &str) {
        self.auth.take_if(|auth| auth.id == id && !auth.authorized);
    }

    /// Somebody went to the address of a sign-in.
    pub fn visited(&mut self, url: &str) {
        if let Some(auth) = self.auth.as_mut().filter(|auth| url.ends_with(&auth.id)) {
            auth.opened = true;
        }
    }

    fn full(&self) -> bool {
        self.limit.is_some_and(|limit| self.linked.len() >= limit as usize)
    }

    fn may_save(&self) -> bool {
        self.manual && !self.linked.is_empty() && !self.saved
    }

    fn opens(&self, id: &str) -> bool {
        self.auth.as_ref().is_some_and(|auth| auth.id == id && auth.authorized)
    }

    fn begin(&mut self, oauth: bool, saving: bool) -> AuthSession {
        self.begun += 1;
        let auth =
            Auth { id: format!("bcsess_{}", self.begun), oauth, authorized: false, opened: false, saving };
        let shown = shown(&auth);
        self.auth = Some(auth);
        shown
    }

    fn sign_in(&mut self, id: &str, variant: u8) -> AuthSession {
        let Some(auth) = self.auth.as_mut().filter(|auth| auth.id == id) else {
            return fixtures::oauth(id, AuthStatus::Cancelled);
        };
        match variant {
            _ if auth.authorized => shown(auth),
            0 if auth.saving => {
                self.saved = true;
                self.auth = None;
                AuthSession { next_pane: Pane::Success, ..fixtures::saving(id, AuthStatus::Authorized) }
            }
            0 => {
                auth.authorized = true;
                shown(auth)
            }
            2 => ended(&mut self.auth, AuthStatus::Failed),
            3 if auth.oauth => ended(&mut self.auth, AuthStatus::Denied),
            4 => ended(&mut self.auth, AuthStatus::Expired),
            5 if auth.oauth => ended(&mut self.auth, AuthStatus::Cancelled),
            3 => {
                let step = fixtures::form(id, AuthStatus::Pending, StepKind::Code).step;
                AuthSession { step, ..shown(auth) }
            }
            _ => shown(auth),
        }
    }

    fn manifest(&self) -> Manifest {
        let auth = self.auth.as_ref().map(shown);
        let next_pane = match &auth {
            _ if !self.consent => Pane::Consent,
            Some(auth) => auth.next_pane,
            None if self.linked.is_empty() => Pane::InstitutionPicker,
            None => Pane::Success,
        };
        let linked: Vec<_> = self.linked.iter().map(String::as_str).collect();
        Manifest {
            next_pane,
            active_auth_session: auth,
            account_limit: self.limit,
            single_account: self.limit == Some(1),
            skip_success_pane: self.skip_success,
            manual_entry: match (self.manual, self.custom) {
                (true, _) => ManualEntryMode::Automatic,
                (_, true) => ManualEntryMode::Custom,
                _ => ManualEntryMode::Disabled,
            },
            typed_in: linked.contains(&TYPED_IN),
            awaits_microdeposits: linked.contains(&TYPED_IN),
            offer_save: self.may_save(),
            disable_link_more_accounts: self.full(),
            consent: fixtures::manifest(if self.consent { next_pane } else { Pane::Consent }).consent,
            ..fixtures::success(&linked)
        }
    }

    /// The bank's answer came while the page was away; it is told once.
    fn manifest_with_ended(&mut self, status: AuthStatus) -> Manifest {
        // A form can only take too long: all else it says itself.
        let ends = |auth: &Auth| !auth.authorized && (auth.oauth || status == AuthStatus::Expired);
        let ends = self.auth.as_ref().is_some_and(ends);
        // Where there is much else to walk it is left out.
        if !ends || (self.manual && status != AuthStatus::Expired) {
            return self.manifest();
        }
        let ended = ended(&mut self.auth, status);
        Manifest { next_pane: Pane::PartnerAuth, active_auth_session: Some(ended), ..self.manifest() }
    }

    /// A pane of a newer server; what is linked is as true as ever.
    fn odd_manifest(&self) -> Manifest {
        Manifest { next_pane: Pane::Unknown, ..self.manifest() }
    }
}

fn shown(auth: &Auth) -> AuthSession {
    let status = if auth.authorized { AuthStatus::Authorized } else { AuthStatus::Pending };
    if auth.oauth {
        AuthSession { opened: auth.opened, ..fixtures::oauth(&auth.id, status) }
    } else if auth.saving {
        fixtures::saving(&auth.id, status)
    } else {
        fixtures::form(&auth.id, status, StepKind::SignIn)
    }
}

fn ended(auth: &mut Option<Auth>, status: AuthStatus) -> AuthSession {
    let auth = auth.take().expect("a sign-in that is under way");
    AuthSession { status, url: None, step: None, ..shown(&auth) }
}

fn accounts(variant: u8) -> Option<PartnerAccounts> {
    let data = match variant {
        0 | 1 => vec![fixtures::account("1"), fixtures::disabled("2"), fixtures::account("3")],
        5 => vec![fixtures::not_paying("1"), fixtures::account("3")],
        2 => vec![fixtures::disabled("2")],
        3 => Vec::new(),
        _ => return None,
    };
    Some(PartnerAccounts {
        skip_account_selection: variant == 1,
        needs_payments: variant == 5,
        ..fixtures::accounts(data)
    })
}
