//! How the flow ends. As in the original's flow.
//!
//! Ending always asks the server first (`complete`): what it holds is the result. Accounts that
//! are linked win over a late close or error.

use linkspan_wire::{
    ApiError, ErrorType,
    host::{CollectResult, FinancialConnectionsSession, HostEventMetadata, HostEventName},
    link::{Completed, Manifest, TerminalError},
};

use crate::{
    Answer, Closing, Effect, Flow, Outcome, RequestError, Screen, Sheet, Ticket, Trouble,
    failure::{Sorted, sort},
};

/// So long the server may take before the same press once more (to close the flow, to give a sign-in
/// up) goes on without it.
pub(crate) const PATIENCE_MS: u32 = 2_000;

impl Flow {
    /// The close button, Escape, the browser's back button with nothing to go back to.
    pub(crate) fn close(&mut self, effects: &mut Vec<Effect>) {
        match &self.closing {
            Some(closing) if closing.busy() && closing.patience.is_some() => return,
            Some(_) => return self.finish_without_server(None, effects),
            None => {}
        }
        if self.leaving_needs_confirmation() {
            self.sheet = Some(Sheet::Leave);
        } else {
            self.leave(effects);
        }
    }

    /// Whether leaving now throws something away that the person did.
    fn leaving_needs_confirmation(&self) -> bool {
        match &self.screen {
            Screen::Opening { .. } | Screen::Consent(_) | Screen::Success(_) => false,
            Screen::Problem(problem) => problem.kind.other_bank_helps(),
            Screen::InstitutionPicker(_) => self.has_consent(),
            Screen::PartnerAuth(_) | Screen::ManualEntry(_) | Screen::AccountPicker(_) => true,
        }
    }

    pub(crate) fn leave(&mut self, effects: &mut Vec<Effect>) {
        let error = match &self.screen {
            Screen::Problem(problem) => Some(problem.error.clone()),
            _ => None,
        };
        self.begin_close(error, effects);
    }

    pub(crate) fn begin_close(&mut self, error: Option<ApiError>, effects: &mut Vec<Effect>) {
        self.sheet = None;
        let terminal_error = error
            .as_ref()
            .map(|error| TerminalError { kind: error.kind, code: error.code.clone().unwrap_or_default() });
        let patience = self.ticket();
        self.closing =
            Some(Closing { request: None, error, terminal_error, trouble: None, patience: Some(patience) });
        self.ask_to_complete(effects);
        effects.push(Effect::Wait(patience, PATIENCE_MS));
    }

    pub(crate) fn closing_pause_over(&mut self, ticket: Ticket) {
        if let Some(closing) = &mut self.closing {
            closing.patience.take_if(|waiting| *waiting == ticket);
        }
    }

    /// An answer that was on its way when the flow began to end opens no pane any more, but what
    /// it says is linked counts.
    pub(crate) fn late_manifest(&mut self, ticket: Ticket, answer: Answer<Manifest>) {
        let awaited = match &mut self.screen {
            Screen::Opening { request, .. } => request,
            Screen::Consent(pane) => &mut pane.request,
            Screen::AccountPicker(pane) => &mut pane.submit,
            Screen::ManualEntry(pane) => &mut pane.request,
            Screen::Success(pane) => &mut pane.more,
            Screen::InstitutionPicker(_) | Screen::PartnerAuth(_) | Screen::Problem(_) => return,
        };
        if let (Some(_), Ok(mut manifest)) = (awaited.take_if(|waiting| *waiting == ticket), answer) {
            manifest.active_auth_session = None;
            self.manifest = Some(manifest);
        }
    }

    pub(crate) fn ask_to_complete(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Some(closing) = &mut self.closing else { return };
        if closing.busy() {
            return;
        }
        closing.request = Some(ticket);
        closing.trouble = None;
        effects.push(Effect::Complete(ticket, closing.terminal_error.clone()));
    }

    pub(crate) fn completed(&mut self, ticket: Ticket, answer: Answer<Completed>, effects: &mut Vec<Effect>) {
        let Some(closing) = &mut self.closing else { return };
        if closing.request.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        match answer {
            Ok(completed) => {
                let error = closing.error.take();
                // Not what the manifest says: the flow may end before one is there.
                let typed_in = completed.typed_in;
                self.finish((completed.session, typed_in), completed.return_url, error, effects);
            }
            // Something is linked and the server cannot be reached: that is worth another try, and
            // closing once more ends it with what is known.
            Err(error) if self.has_linked() => match sort(error.clone()) {
                Sorted::Here(trouble) => self.closing_trouble(trouble),
                _ => self.finish_without_server(Some(error), effects),
            },
            Err(error) => self.finish_without_server(Some(error), effects),
        }
    }

    fn closing_trouble(&mut self, trouble: Trouble) {
        if let Some(closing) = &mut self.closing {
            closing.trouble = Some(trouble);
        }
    }

    /// Ends with what was known before; the server completes the session when its time is over.
    fn finish_without_server(&mut self, failure: Option<RequestError>, effects: &mut Vec<Effect>) {
        let return_url = self.manifest.as_ref().and_then(|manifest| manifest.return_url.clone());
        if let Some(manifest) = self.manifest.as_ref().filter(|manifest| !manifest.linked_accounts.is_empty())
        {
            let session = FinancialConnectionsSession {
                id: manifest.id.clone(),
                accounts: manifest.linked_accounts.clone(),
                permissions: manifest.permissions.clone(),
            };
            let typed_in = manifest.typed_in;
            return self.finish((session, typed_in), return_url, None, effects);
        }
        let error = self
            .closing
            .as_mut()
            .and_then(|closing| closing.error.take())
            .or_else(|| failure.map(RequestError::into_api_error))
            .unwrap_or_else(|| {
                ApiError::new(
                    ErrorType::ApiConnectionError,
                    "api_connection_error",
                    "The flow was closed before the server answered.",
                )
            });
        self.end(CollectResult::error(error), return_url, effects);
    }

    fn finish(
        &mut self,
        (session, typed_in): (FinancialConnectionsSession, bool),
        return_url: Option<String>,
        error: Option<ApiError>,
        effects: &mut Vec<Effect>,
    ) {
        let result = match error {
            Some(error) if session.accounts.is_empty() => CollectResult::error(error),
            _ => {
                if session.accounts.is_empty() {
                    self.emit(HostEventName::Cancel, effects);
                } else {
                    self.emit_with(
                        HostEventName::Success,
                        HostEventMetadata { manual_entry: Some(typed_in), ..HostEventMetadata::default() },
                        effects,
                    );
                }
                CollectResult::session(session)
            }
        };
        self.end(result, return_url, effects);
    }

    fn end(&mut self, result: CollectResult, return_url: Option<String>, effects: &mut Vec<Effect>) {
        self.finished = true;
        effects.push(Effect::Finish(Box::new(Outcome { result, return_url })));
    }
}
