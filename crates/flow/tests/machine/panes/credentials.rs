//! Signing in at the bank, in a form of the flow.

use linkspan_machine::{Effect, Event, PartnerAuthNotice, ProblemKind, RequestError, Trouble};
use linkspan_wire::{
    error::code,
    host::HostEventName,
    link::{AuthSession, AuthStatus, FieldValue, Pane, StepError, StepKind},
};

use crate::{
    fixtures::{failed, form, refused, resumed},
    stage::{Stage, event_names},
};

fn typed() -> Vec<FieldValue> {
    vec![FieldValue { name: "password".into(), value: "hunter2".into() }]
}

fn submitted() -> Stage {
    let mut stage = Stage::at_form();
    stage.send(Event::SubmitCredentials(typed()));
    stage
}

fn answered(auth: AuthSession) -> Stage {
    let mut stage = submitted();
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(auth)));
    stage
}

#[test]
fn the_form_is_sent_once_and_nobody_else_is_watched() {
    let mut stage = Stage::at_form();
    assert!(!stage.log.iter().any(|effect| matches!(effect, Effect::WatchAuthSession(..))));
    stage.assert_ignored(Event::OpenBank);

    let effects = stage.send(Event::SubmitCredentials(typed()));
    assert!(matches!(
        &effects[..],
        [Effect::SubmitCredentials(_, id, values)] if id == "bcsess_1" && values[0].value == "hunter2"
    ));
    assert!(stage.sign_in().busy());
    stage.assert_ignored(Event::SubmitCredentials(typed()));
}

#[test]
fn what_was_typed_is_in_no_text_for_developers_and_not_kept() {
    let mut stage = Stage::at_form();
    let event = Event::SubmitCredentials(typed());
    assert!(!format!("{event:?}").contains("hunter2"));
    let effects = stage.send(event);
    assert!(!format!("{effects:?}{:?}", stage.flow).contains("hunter2"));
}

#[test]
fn each_further_step_takes_the_place_of_the_one_before() {
    for kind in [StepKind::Options, StepKind::Code, StepKind::Confirm, StepKind::SecurityQuestion] {
        let stage = answered(form("bcsess_1", AuthStatus::Pending, kind));
        assert_eq!(stage.sign_in().auth.step.as_ref().map(|step| step.kind), Some(kind));
        assert!(!stage.sign_in().busy());
    }
}

#[test]
fn a_wrong_password_stays_on_the_step_with_what_was_wrong() {
    let mut auth = form("bcsess_1", AuthStatus::Pending, StepKind::SignIn);
    let wrong =
        StepError { code: "incorrect".into(), field: Some("password".into()), attempts_left: Some(4) };
    if let Some(step) = &mut auth.step {
        step.error = Some(wrong.clone());
    }
    let mut stage = answered(auth);
    assert_eq!(stage.sign_in().auth.step.as_ref().and_then(|step| step.error.clone()), Some(wrong));
    assert!(matches!(&stage.send(Event::SubmitCredentials(typed()))[..], [Effect::SubmitCredentials(..)]));
}

#[test]
fn the_right_one_leads_to_the_accounts() {
    let mut stage = submitted();
    let auth = form("bcsess_1", AuthStatus::Authorized, StepKind::SignIn);
    let effects = stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(auth)));
    assert_eq!(event_names(&effects), [HostEventName::InstitutionAuthorized]);
    assert_eq!(stage.flow.pane(), Some(Pane::AccountPicker));
}

#[test]
fn refused_for_good_is_a_problem() {
    let stage = answered(form("bcsess_1", AuthStatus::Failed, StepKind::SignIn));
    assert_eq!(stage.problem().kind, ProblemKind::SignInFailed);
    let mut stage = submitted();
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Err(failed(code::INSTITUTION_ERROR))));
    assert_eq!(stage.problem().kind, ProblemKind::BankError);
}

#[test]
fn a_form_that_took_too_long_is_asked_anew_and_says_so() {
    let late = || form("bcsess_1", AuthStatus::Expired, StepKind::SignIn);
    // Whether the answer says so or the first one after the page was loaded again.
    for mut stage in [answered(late()), Stage::with(resumed(Pane::PartnerAuth, late()))] {
        assert!(stage.sign_in().busy());
        let anew = form("bcsess_2", AuthStatus::Pending, StepKind::SignIn);
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(anew)));
        assert_eq!(stage.sign_in().notice, Some(PartnerAuthNotice::Expired));
        stage.send(Event::SubmitCredentials(typed()));
        assert_eq!(stage.sign_in().notice, None, "it was read");
    }
}

#[test]
fn a_form_that_did_not_arrive_stays_to_be_sent_again_by_the_person() {
    let mut stage = submitted();
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Err(RequestError::Unreachable)));
    assert_eq!(stage.sign_in().trouble, Some(Trouble::Offline));
    stage.assert_ignored(Event::Retry);
    assert!(matches!(&stage.send(Event::SubmitCredentials(typed()))[..], [Effect::SubmitCredentials(..)]));
    assert_eq!(stage.sign_in().trouble, None);
}

#[test]
fn an_answer_that_got_lost_is_made_good_by_asking_where_the_sign_in_stands() {
    let out_of_step = |param: Option<&str>, code| match (refused(code), param) {
        (RequestError::Api(error), Some(param)) => RequestError::Api(error.with_param(param)),
        (other, _) => other,
    };
    for error in [
        out_of_step(Some("values"), "parameter_invalid"),
        out_of_step(Some("auth_session"), code::STEP_NOT_ALLOWED),
    ] {
        let mut stage = submitted();
        stage.answer(|ticket| Event::CredentialsAnswered(ticket, Err(RequestError::Timeout)));
        stage.send(Event::SubmitCredentials(typed()));
        let effects = stage.answer(|ticket| Event::CredentialsAnswered(ticket, Err(error)));
        assert!(matches!(&effects[..], [Effect::Synchronize(_)]));
        let auth = form("bcsess_1", AuthStatus::Pending, StepKind::Code);
        stage.answer(|ticket| Event::Synchronized(ticket, Ok(resumed(Pane::PartnerAuth, auth))));
        assert_eq!(stage.sign_in().auth.step.as_ref().map(|step| step.kind), Some(StepKind::Code));
    }
}

#[test]
fn an_answer_to_an_older_form_is_dropped() {
    let mut stage = submitted();
    let old = stage.last_ticket();
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Err(RequestError::Timeout)));
    stage.send(Event::SubmitCredentials(typed()));
    let auth = form("bcsess_1", AuthStatus::Authorized, StepKind::SignIn);
    stage.assert_ignored(Event::CredentialsAnswered(old, Ok(auth)));
}

#[test]
fn the_person_can_go_back_unless_the_bank_is_being_asked() {
    let mut stage = Stage::at_form();
    assert!(stage.flow.can_go_back());
    stage.send(Event::SubmitCredentials(typed()));
    assert!(!stage.flow.can_go_back());
    stage.send(Event::AnotherBank);
    assert_eq!(stage.flow.pane(), Some(Pane::InstitutionPicker), "but another bank is never barred");
}

#[test]
fn a_form_that_could_not_be_asked_anew_is_asked_for_by_its_own_button() {
    let late = || form("bcsess_1", AuthStatus::Expired, StepKind::SignIn);
    for mut stage in [answered(late()), Stage::with(resumed(Pane::PartnerAuth, late()))] {
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Unreachable)));
        assert_eq!(stage.sign_in().trouble, Some(Trouble::Offline));
        // What was typed is for a sign-in that is over: it goes nowhere.
        let effects = stage.send(Event::SubmitCredentials(typed()));
        assert!(matches!(&effects[..], [Effect::CreateAuthSession(..)]), "{effects:?}");
        let anew = form("bcsess_2", AuthStatus::Pending, StepKind::SignIn);
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(anew)));
        assert_eq!(stage.sign_in().notice, Some(PartnerAuthNotice::Expired));
        let effects = stage.send(Event::SubmitCredentials(typed()));
        assert!(matches!(&effects[..], [Effect::SubmitCredentials(..)]), "{effects:?}");
    }
}
