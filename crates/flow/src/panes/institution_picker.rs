//! The choice of the bank: featured ones, and a search that answers as one types.

use linkspan_wire::{
    host::{HostEventMetadata, HostEventName},
    link::{AuthSession, Institution, Institutions, Pane, institution::SAVED},
};

use crate::{
    Answer, Effect, Flow, Screen, Ticket, Trouble,
    failure::{Sorted, sort},
};

/// Longest query that is sent, in characters.
const MAX_QUERY: usize = 200;

/// The choice of the bank.
#[derive(Debug, Clone, PartialEq)]
pub struct InstitutionPicker {
    /// The featured banks.
    pub featured: Featured,
    /// The search box, as typed.
    pub query: String,
    /// What was found.
    pub search: Search,
    pub(crate) picking: Option<(Ticket, Institution)>,
    /// Why a choice did not work; the rows stay.
    pub trouble: Option<Trouble>,
    /// The bank that was chosen when it did not work.
    pub(crate) failed_pick: Option<Institution>,
}

impl InstitutionPicker {
    /// The bank that was chosen, while the server is asked.
    pub fn picking(&self) -> Option<&Institution> {
        self.picking.as_ref().map(|(_, institution)| institution)
    }

    /// Why the search, or the featured banks where nothing is searched, got no answer.
    pub const fn failure(&self) -> Option<Trouble> {
        match (&self.search, &self.featured) {
            (Search::Failed(trouble), _) | (Search::Idle, Featured::Failed(trouble)) => Some(*trouble),
            _ => None,
        }
    }
}

/// The featured banks.
#[derive(Debug, Clone, PartialEq)]
pub enum Featured {
    /// On their way.
    Loading(Ticket),
    /// There.
    Ready(Vec<Institution>),
    /// Not there; the search still works.
    Failed(Trouble),
}

/// The search.
#[derive(Debug, Clone, PartialEq)]
pub enum Search {
    /// Nothing typed.
    Idle,
    /// An answer is on its way; the rows found before stay meanwhile.
    Asking {
        /// The request.
        ticket: Ticket,
        /// What it asked for: newer typing is asked for when it is answered.
        asked: String,
        /// The rows found before.
        before: Vec<Institution>,
    },
    /// What was found for `query`; may be empty.
    Found {
        /// What was asked for.
        query: String,
        /// The rows, best first.
        rows: Vec<Institution>,
    },
    /// No answer.
    Failed(Trouble),
}

impl Search {
    /// The rows to show.
    pub fn rows(&self) -> &[Institution] {
        match self {
            Self::Asking { before: rows, .. } | Self::Found { rows, .. } => rows,
            Self::Idle | Self::Failed(_) => &[],
        }
    }
}

impl Flow {
    pub(crate) fn show_institution_picker(&mut self, effects: &mut Vec<Effect>) {
        let featured = match &self.featured {
            Some(rows) => Featured::Ready(rows.clone()),
            None => self.load_featured(effects),
        };
        self.show(
            Screen::InstitutionPicker(InstitutionPicker {
                featured,
                query: String::new(),
                search: Search::Idle,
                picking: None,
                trouble: None,
                failed_pick: None,
            }),
            effects,
        );
    }

    fn load_featured(&mut self, effects: &mut Vec<Effect>) -> Featured {
        let ticket = self.ticket();
        effects.push(Effect::LoadFeatured(ticket));
        Featured::Loading(ticket)
    }

    pub(crate) fn featured_loaded(
        &mut self,
        ticket: Ticket,
        answer: Answer<Institutions>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::InstitutionPicker(picker) = &mut self.screen else { return };
        if picker.featured != Featured::Loading(ticket) {
            return;
        }
        match answer.map_err(|error| sort(error).in_place()) {
            Ok(institutions) => {
                picker.featured = Featured::Ready(institutions.data.clone());
                self.featured = Some(institutions.data);
            }
            Err(Sorted::Here(trouble)) => picker.featured = Featured::Failed(trouble),
            Err(other) => self.fail(other, None, effects),
        }
    }

    pub(crate) fn query(&mut self, query: String, effects: &mut Vec<Effect>) {
        let Screen::InstitutionPicker(picker) = &mut self.screen else { return };
        if picker.picking.is_some() {
            return;
        }
        picker.query = query;
        picker.trouble = None;
        picker.failed_pick = None;
        if wanted(&picker.query).is_empty() {
            picker.search = Search::Idle;
            return;
        }
        // One request at a time: what was typed meanwhile is asked for when the answer is there.
        if !matches!(picker.search, Search::Asking { .. }) {
            self.ask(effects);
        }
    }

    fn ask(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::InstitutionPicker(picker) = &mut self.screen else { return };
        let asked = wanted(&picker.query);
        let before = picker.search.rows().to_vec();
        picker.search = Search::Asking { ticket, asked: asked.clone(), before };
        effects.push(Effect::Search(ticket, asked));
    }

    pub(crate) fn searched(
        &mut self,
        ticket: Ticket,
        answer: Answer<Institutions>,
        effects: &mut Vec<Effect>,
    ) {
        let Screen::InstitutionPicker(picker) = &mut self.screen else { return };
        let Search::Asking { ticket: waiting, asked, .. } = &picker.search else { return };
        if *waiting != ticket {
            return;
        }
        let asked = asked.clone();
        match answer.map_err(|error| sort(error).in_place()) {
            Ok(institutions) => {
                picker.search = Search::Found { query: asked.clone(), rows: institutions.data };
                let stale = wanted(&picker.query) != asked;
                self.emit(HostEventName::SearchInitiated, effects);
                if stale {
                    self.ask(effects);
                }
            }
            // Nobody waits for that one any more.
            Err(Sorted::Here(_)) if wanted(&picker.query) != asked => self.ask(effects),
            Err(Sorted::Here(trouble)) => picker.search = Search::Failed(trouble),
            Err(other) => self.fail(other, None, effects),
        }
    }

    pub(crate) fn pick(&mut self, institution: Institution, effects: &mut Vec<Effect>) {
        match &self.screen {
            Screen::InstitutionPicker(picker) if picker.picking.is_none() => {}
            // The bank that is offered in place of one that does not work.
            Screen::Problem(problem)
                if problem.kind.other_bank_helps() && self.is_allowed(Pane::InstitutionPicker) =>
            {
                self.show_institution_picker(effects);
            }
            _ => return,
        }
        let institution_name = Some(institution.name.clone());
        // What was saved is no bank that a page would know.
        let is_bank = institution.id != SAVED;
        self.begin_sign_in(institution, effects);
        if is_bank {
            self.emit_with(
                HostEventName::InstitutionSelected,
                HostEventMetadata { institution_name, ..HostEventMetadata::default() },
                effects,
            );
        }
    }

    /// At a bank that was chosen, now or before.
    pub(crate) fn begin_sign_in(&mut self, institution: Institution, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Screen::InstitutionPicker(picker) = &mut self.screen else { return };
        picker.trouble = None;
        picker.failed_pick = None;
        effects.push(Effect::CreateAuthSession(ticket, institution.id.clone()));
        picker.picking = Some((ticket, institution));
    }

    pub(crate) fn picked(&mut self, ticket: Ticket, answer: Answer<AuthSession>, effects: &mut Vec<Effect>) {
        let Screen::InstitutionPicker(picker) = &mut self.screen else { return };
        let Some((_, institution)) = picker.picking.take_if(|(waiting, _)| *waiting == ticket) else {
            return;
        };
        match answer.map_err(sort) {
            Ok(auth_session) => self.show_partner_auth(auth_session, None, effects),
            Err(Sorted::Here(trouble)) if institution.id == SAVED => {
                picker.trouble = Some(trouble.of_saved());
                picker.failed_pick = trouble.of_saved().can_retry().then_some(institution);
            }
            Err(Sorted::Here(trouble)) => {
                picker.trouble = Some(trouble);
                picker.failed_pick = Some(institution);
            }
            Err(other) => self.fail(other, Some(institution), effects),
        }
    }

    pub(crate) fn retry_picker(&mut self, effects: &mut Vec<Effect>) {
        let Screen::InstitutionPicker(picker) = &mut self.screen else { return };
        if let Some(institution) = picker.failed_pick.take() {
            return self.begin_sign_in(institution, effects);
        }
        let search_failed = matches!(picker.search, Search::Failed(_));
        let featured_failed = matches!(picker.featured, Featured::Failed(_));
        if search_failed {
            self.ask(effects);
        }
        if featured_failed {
            let featured = self.load_featured(effects);
            if let Screen::InstitutionPicker(picker) = &mut self.screen {
                picker.featured = featured;
            }
        }
    }
}

/// What is asked for: the query without the white space around it, bounded.
pub(crate) fn wanted(query: &str) -> String {
    query.trim().chars().take(MAX_QUERY).collect()
}
