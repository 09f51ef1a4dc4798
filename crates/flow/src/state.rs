//! Where the flow stands.

use linkspan_wire::{
    ApiError,
    link::{Institution, Manifest, Pane, TerminalError},
};

use crate::{
    Details, Trouble,
    panes::{
        account_picker::AccountPicker, consent::Consent, institution_picker::InstitutionPicker,
        manual_entry::ManualEntry, partner_auth::PartnerAuth, problem::Problem, success::Success,
    },
};

/// Names one request, so that its answer can be told from an older one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(pub u32);

/// Where the flow stands. Read by the views; changed by [`Flow::step`] alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    pub(crate) manifest: Option<Manifest>,
    pub(crate) screen: Screen,
    pub(crate) sheet: Option<Sheet>,
    pub(crate) closing: Option<Closing>,
    pub(crate) finished: bool,
    pub(crate) online: bool,
    /// Whether a window of the bank can be opened and found back from.
    pub(crate) windows: bool,
    pub(crate) featured: Option<Vec<Institution>>,
    /// Panes that the server named at some time, as [`AllowedPane::bit`]s.
    pub(crate) allowed: u16,
    pub(crate) tickets: u32,
    /// Whether `open` was already told to the page.
    pub(crate) told_open: bool,
    /// Whether the one further try for accounts that could not be read was used.
    pub(crate) retried: bool,
    /// Ids of the banks whose one further try, as they did not work, was used.
    pub(crate) tried_again: Vec<String>,
    /// How many times the flow turned by itself since the person did something.
    pub(crate) alone: u8,
    /// Until this is over what a lost connection cut off is not asked again.
    pub(crate) reconnect: Option<Ticket>,
    /// How many times it was asked again by itself since the person did something.
    pub(crate) cut_off: u32,
    /// How many pauses there were before what was cut off was asked again.
    pub(crate) pauses: u32,
    /// Whether saving what was linked ended before it was done.
    pub(crate) unsaved: bool,
}

/// What two flows that look the same may differ in ([`Flow::unseen`]). A new field of the flow does not
/// compile until it is told which of the two it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unseen {
    /// Whether there are banks to suggest.
    featured: bool,
    /// Whether consent, choice of banks and success were named: nothing is decided by the other panes.
    named: [bool; 3],
    told_open: bool,
    retried: bool,
    tried_again: Vec<String>,
    alone: u8,
}

/// A pane that the server named at some time, in a form that can be kept in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AllowedPane(pub(crate) u8);

impl AllowedPane {
    /// In a set of them.
    pub(crate) const fn bit(self) -> u16 {
        1 << self.0
    }
}

impl From<Pane> for AllowedPane {
    fn from(pane: Pane) -> Self {
        Self(match pane {
            Pane::Consent => 0,
            Pane::InstitutionPicker => 1,
            Pane::PartnerAuth => 2,
            Pane::AccountPicker => 3,
            Pane::Success => 4,
            Pane::UnexpectedError => 5,
            Pane::Unknown => 6,
            Pane::ManualEntry => 7,
        })
    }
}

/// What is on screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// The manifest is being asked for.
    Opening {
        /// The request under way.
        request: Option<Ticket>,
        /// Why the last try did not work.
        trouble: Option<Trouble>,
    },
    /// What is asked for, and the agreement.
    Consent(Consent),
    /// The choice of the bank.
    InstitutionPicker(InstitutionPicker),
    /// Signing in at the bank.
    PartnerAuth(PartnerAuth),
    /// The account's numbers, typed in.
    ManualEntry(ManualEntry),
    /// The choice of the accounts.
    AccountPicker(AccountPicker),
    /// What was linked.
    Success(Success),
    /// Something went wrong.
    Problem(Problem),
}

/// What lies over the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// What a group of data is.
    Details(Details),
    /// "Leave without connecting?"
    Leave,
}

/// The flow is ending: `complete` is under way or has failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Closing {
    /// The request under way.
    pub(crate) request: Option<Ticket>,
    /// The error that the flow ends with when nothing is linked.
    pub(crate) error: Option<ApiError>,
    /// What the server is told.
    pub(crate) terminal_error: Option<TerminalError>,
    /// Why the last try did not work.
    pub trouble: Option<Trouble>,
    /// Until this is over a further press on "close" is taken for a double click.
    pub(crate) patience: Option<Ticket>,
}

impl Closing {
    /// Whether the server is being asked now.
    pub const fn busy(&self) -> bool {
        self.request.is_some()
    }
}

impl Default for Flow {
    fn default() -> Self {
        Self::new()
    }
}

impl Flow {
    /// Before [`crate::Event::Start`].
    pub fn new() -> Self {
        Self {
            manifest: None,
            screen: Screen::Opening { request: None, trouble: None },
            sheet: None,
            closing: None,
            finished: false,
            online: true,
            windows: true,
            featured: None,
            allowed: 0,
            tickets: 0,
            told_open: false,
            retried: false,
            tried_again: Vec::new(),
            alone: 0,
            reconnect: None,
            cut_off: 0,
            pauses: 0,
            unsaved: false,
        }
    }

    /// What the server said last of its session.
    pub const fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// What is on screen.
    pub const fn screen(&self) -> &Screen {
        &self.screen
    }

    /// What lies over it.
    pub const fn sheet(&self) -> Option<Sheet> {
        self.sheet
    }

    /// Whether and how the flow is ending.
    pub const fn closing(&self) -> Option<&Closing> {
        self.closing.as_ref()
    }

    /// Whether [`crate::Effect::Finish`] was given.
    pub const fn finished(&self) -> bool {
        self.finished
    }

    /// Whether the browser believes to be online.
    pub const fn online(&self) -> bool {
        self.online
    }

    /// Whether a window of the bank can be opened and found back from.
    pub const fn opens_windows(&self) -> bool {
        self.windows
    }

    /// The pane that is on, as the server names it.
    pub const fn pane(&self) -> Option<Pane> {
        match self.screen {
            Screen::Opening { .. } => None,
            Screen::Consent(_) => Some(Pane::Consent),
            Screen::InstitutionPicker(_) => Some(Pane::InstitutionPicker),
            Screen::PartnerAuth(_) => Some(Pane::PartnerAuth),
            Screen::ManualEntry(_) => Some(Pane::ManualEntry),
            Screen::AccountPicker(_) => Some(Pane::AccountPicker),
            Screen::Success(_) => Some(Pane::Success),
            Screen::Problem(_) => Some(Pane::UnexpectedError),
        }
    }

    /// Whether the server named this pane at some time; error screens are always allowed.
    pub fn is_allowed(&self, pane: Pane) -> bool {
        pane == Pane::UnexpectedError || self.allowed & AllowedPane::from(pane).bit() != 0
    }

    /// Which of the four steps (consent, bank, sign-in, accounts) is on, from 1.
    pub fn step_number(&self) -> Option<u8> {
        match self.screen {
            Screen::Opening { .. } | Screen::Consent(_) => Some(1),
            Screen::InstitutionPicker(_) => Some(2),
            // After the accounts, not before them.
            Screen::PartnerAuth(_) if self.is_saving() => Some(4),
            Screen::PartnerAuth(_) | Screen::ManualEntry(_) => Some(3),
            Screen::AccountPicker(_) | Screen::Success(_) => Some(4),
            Screen::Problem(_) => None,
        }
    }

    /// Whether the back arrow leads anywhere.
    pub fn can_go_back(&self) -> bool {
        if self.closing.is_some() {
            return false;
        }
        match &self.screen {
            Screen::InstitutionPicker(picker) => {
                picker.picking().is_none() && (self.has_linked() || self.is_allowed(Pane::Consent))
            }
            Screen::PartnerAuth(auth) => !auth.busy(),
            Screen::ManualEntry(pane) => !pane.busy(),
            Screen::Problem(problem) => problem.kind.other_bank_helps() && self.may_pick_bank(),
            Screen::Opening { .. } | Screen::Consent(_) | Screen::AccountPicker(_) | Screen::Success(_) => {
                false
            }
        }
    }

    /// Whether another bank can be chosen: the person agreed, or the server opened the choice.
    pub fn may_pick_bank(&self) -> bool {
        self.is_allowed(Pane::InstitutionPicker) || self.has_consent()
    }

    /// Whether the person can go to the bank in the tab that they are in, and come back to the flow.
    pub fn may_leave_for_bank(&self) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.return_url.is_some())
    }

    pub(crate) fn has_consent(&self) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.consent.acquired_at.is_some())
    }

    /// Whether something is linked in this session, as far as the server said.
    pub fn has_linked(&self) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| !manifest.linked_accounts.is_empty())
    }

    /// Whether the session repairs an access.
    pub(crate) fn is_relink(&self) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.relink)
    }

    /// Whether the session takes accounts beyond those linked.
    pub fn may_link_more(&self) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| {
            !manifest.disable_link_more_accounts
                && manifest
                    .account_limit
                    .is_none_or(|limit| (manifest.linked_accounts.len() as u64) < u64::from(limit))
        })
    }

    /// Whether saving what was linked ended before it was done: it took too long, or there was nobody to save
    /// it for any more.
    pub const fn saving_ended(&self) -> bool {
        self.unsaved
    }

    /// Banks to offer in place of one that does not work: working ones, in featured order.
    pub fn suggestions(&self, instead_of: &str) -> Vec<&Institution> {
        self.featured
            .iter()
            .flatten()
            .filter(|bank| bank.id != instead_of && bank.health == linkspan_wire::link::Health::Normal)
            .take(2)
            .collect()
    }

    /// All that decides the next steps and cannot be seen.
    pub fn unseen(&self) -> Unseen {
        let Self {
            manifest: _,
            screen: _,
            sheet: _,
            closing: _,
            finished: _,
            online: _,
            windows: _,
            featured,
            allowed: _,
            tickets: _,
            told_open,
            retried,
            tried_again,
            alone,
            // There while it is said that the connection is away. How long it takes decides nothing.
            reconnect: _,
            cut_off: _,
            pauses: _,
            // Decides nothing.
            unsaved: _,
        } = self;
        Unseen {
            featured: featured.is_some(),
            named: [Pane::Consent, Pane::InstitutionPicker, Pane::Success].map(|pane| self.is_allowed(pane)),
            told_open: *told_open,
            retried: *retried,
            tried_again: tried_again.clone(),
            alone: *alone,
        }
    }

    pub(crate) fn ticket(&mut self) -> Ticket {
        self.tickets = self.tickets.wrapping_add(1);
        Ticket(self.tickets)
    }
}
