//! Problems: which one it is, what helps, what the page is told.

use linkspan_machine::{Effect, Event, Ineligible, ProblemKind, RequestError, Sheet};
use linkspan_wire::{
    ApiError, ErrorType, ExtraFields,
    error::code,
    host::HostEventName,
    link::{AuthStatus, Health, Institution, Institutions, Pane},
};

use crate::{
    fixtures::{account, accounts, bank, failed, failed_with, manifest, oauth, refused, resumed},
    stage::{Stage, host_events, requests},
};

/// A bank was picked and the server answered with this.
fn picked(error: RequestError) -> (Stage, Vec<Effect>) {
    let mut stage = Stage::at_picker();
    stage.send(Event::Pick(bank("northline")));
    let effects = stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(error)));
    (stage, effects)
}

fn until(time: Option<i64>) -> ExtraFields {
    ExtraFields { institution_unavailable: true, expected_to_be_available_at: time, ..ExtraFields::default() }
}

#[test]
fn each_failure_has_its_screen_its_code_and_its_way_on() {
    let found = ExtraFields { total_accounts_count: Some(3), ..ExtraFields::default() };
    for (error, kind, event_code, other_bank) in [
        (
            failed_with(code::INSTITUTION_UNAVAILABLE_PLANNED, until(Some(1_721_954_068))),
            ProblemKind::Maintenance { until: 1_721_954_068 },
            "institution_unavailable_planned",
            true,
        ),
        (
            failed_with(code::INSTITUTION_UNAVAILABLE_PLANNED, until(None)),
            ProblemKind::Unavailable,
            "institution_unavailable_unplanned",
            true,
        ),
        (
            failed_with(code::INSTITUTION_UNAVAILABLE_UNPLANNED, until(None)),
            ProblemKind::Unavailable,
            "institution_unavailable_unplanned",
            true,
        ),
        (failed(code::INSTITUTION_ERROR), ProblemKind::BankError, "institution_error", true),
        (failed(code::AUTHORIZATION_FAILED), ProblemKind::SignInFailed, "authorization_failed", true),
        (failed(code::ACCOUNTS_UNAVAILABLE), ProblemKind::AccountsUnavailable, "accounts_unavailable", true),
        (
            failed_with(code::NO_ELIGIBLE_ACCOUNTS, found),
            ProblemKind::NoEligibleAccounts { found: 3, why: Ineligible::Several },
            "no_eligible_accounts",
            true,
        ),
        (refused(code::SESSION_EXPIRED), ProblemKind::SessionExpired, "session_expired", false),
        (refused(code::RESOURCE_MISSING), ProblemKind::SessionUnknown, "resource_missing", false),
        (refused("parameter_unknown"), ProblemKind::Unexpected, "unexpected_error", false),
    ] {
        let (stage, effects) = picked(error);
        assert_eq!(stage.problem().kind, kind);
        let event = host_events(&effects)[0];
        assert_eq!(event.name, HostEventName::Error);
        assert_eq!(event.metadata.error_code.as_deref(), Some(event_code));
        assert_eq!(effects.last(), Some(&Effect::PaneShown(Pane::UnexpectedError)));
        assert_eq!(stage.problem().institution, Some(bank("northline")));
        assert_eq!(stage.problem().kind.other_bank_helps(), other_bank);
        assert_eq!(stage.flow.can_go_back(), other_bank);
    }
}

#[test]
fn a_bank_that_does_not_work_is_tried_once_more_and_then_another_way_is_left() {
    for code in [code::INSTITUTION_ERROR, code::INSTITUTION_UNAVAILABLE_UNPLANNED] {
        let (mut stage, _) = picked(failed(code));
        assert!(stage.problem().can_retry(), "{code}");
        let effects = stage.send(Event::Retry);
        assert!(
            matches!(requests(&effects)[..], [Effect::CreateAuthSession(_, id)] if id == "bcinst_northline")
        );
        assert!(host_events(&effects).is_empty(), "the bank was selected before");
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(failed(code))));
        assert!(!stage.problem().can_retry());
        stage.assert_ignored(Event::Retry);
    }
}

#[test]
fn each_bank_that_does_not_work_is_tried_once_more() {
    let fails = |stage: &mut Stage| {
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(failed(code::INSTITUTION_ERROR))));
    };
    let (mut stage, _) = picked(failed(code::INSTITUTION_ERROR));
    stage.send(Event::Retry);
    fails(&mut stage);
    stage.send(Event::Pick(bank("southbay")));
    fails(&mut stage);
    assert!(stage.problem().can_retry(), "the other bank was not tried again yet");
    stage.send(Event::Retry);
    fails(&mut stage);
    for name in ["northline", "southbay"] {
        stage.send(Event::Pick(bank(name)));
        fails(&mut stage);
        assert!(!stage.problem().can_retry(), "{name}");
    }
}

#[test]
fn trying_again_helps_against_nothing_else() {
    let planned = failed_with(code::INSTITUTION_UNAVAILABLE_PLANNED, until(Some(1_721_954_068)));
    for error in [planned, failed(code::AUTHORIZATION_FAILED), failed(code::NO_ELIGIBLE_ACCOUNTS)] {
        let (mut stage, _) = picked(error);
        assert!(!stage.problem().can_retry());
        stage.assert_ignored(Event::Retry);
    }
}

#[test]
fn another_bank_and_back_lead_to_the_choice() {
    for event in [Event::AnotherBank, Event::Back] {
        let (mut stage, _) = picked(failed(code::INSTITUTION_ERROR));
        assert_eq!(stage.send(event), [Effect::PaneShown(Pane::InstitutionPicker)]);
        assert_eq!(stage.picker().picking(), None);
    }
}

#[test]
fn a_suggested_bank_can_be_picked_at_once() {
    let (mut stage, _) = picked(failed(code::INSTITUTION_ERROR));
    let effects = stage.send(Event::Pick(bank("southbay")));
    assert!(matches!(requests(&effects)[..], [Effect::CreateAuthSession(_, id)] if id == "bcinst_southbay"));
    assert_eq!(stage.picker().picking(), Some(&bank("southbay")));
}

#[test]
fn suggestions_are_working_banks_other_than_this_one() {
    let with = |name, health| Institution { health, ..bank(name) };
    let mut stage = Stage::with(manifest(Pane::InstitutionPicker));
    assert_eq!(stage.flow.suggestions("bcinst_a"), Vec::<&Institution>::new());
    let data = vec![
        with("a", Health::Normal),
        with("b", Health::Down),
        with("c", Health::Normal),
        with("d", Health::Degraded),
        with("e", Health::Normal),
        with("f", Health::Normal),
    ];
    stage.answer(|ticket| Event::FeaturedLoaded(ticket, Ok(Institutions { data, show_manual_entry: false })));
    let names: Vec<_> = stage.flow.suggestions("bcinst_a").iter().map(|bank| bank.name.as_str()).collect();
    assert_eq!(names, ["c", "e"]);
}

#[test]
fn nothing_leads_on_from_the_end_of_the_session() {
    for error in [refused(code::SESSION_EXPIRED), refused(code::RESOURCE_MISSING), refused("whatever")] {
        let (mut stage, _) = picked(error);
        for event in [Event::AnotherBank, Event::Pick(bank("southbay")), Event::Retry, Event::Done] {
            stage.assert_ignored(event);
        }
        let effects = stage.send(Event::Back);
        assert!(matches!(requests(&effects)[..], [Effect::Complete(_, Some(_))]));
    }
}

#[test]
fn leaving_is_confirmed_where_another_bank_helps_and_only_there() {
    let (mut stage, _) = picked(failed(code::INSTITUTION_ERROR));
    assert_eq!(stage.send(Event::Close), []);
    assert_eq!(stage.flow.sheet(), Some(Sheet::Leave));
    let effects = stage.send(Event::ConfirmLeave);
    assert!(matches!(
        requests(&effects)[..],
        [Effect::Complete(_, Some(error))]
            if error.code == "institution_error" && error.kind == ErrorType::ApiError
    ));

    let (mut stage, _) = picked(refused(code::SESSION_EXPIRED));
    let effects = stage.send(Event::Close);
    assert!(matches!(
        requests(&effects)[..],
        [Effect::Complete(_, Some(error))]
            if error.code == "session_expired" && error.kind == ErrorType::InvalidRequestError
    ));
}

#[test]
fn after_a_reload_another_bank_is_asked_of_the_server() {
    let auth = oauth("bcsess_1", AuthStatus::Authorized);
    let mut stage = Stage::with(resumed(Pane::AccountPicker, auth));
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Err(failed(code::INSTITUTION_ERROR))));
    assert!(stage.flow.may_pick_bank());
    assert!(matches!(&stage.send(Event::AnotherBank)[..], [Effect::LinkMoreAccounts(_)]));

    let auth = oauth("bcsess_1", AuthStatus::Authorized);
    let mut stage = Stage::with(resumed(Pane::AccountPicker, auth));
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(accounts(vec![account("1")])))));
    assert!(matches!(&stage.send(Event::AnotherBank)[..], [Effect::LinkMoreAccounts(_)]));
}

#[test]
fn an_error_without_a_code_gets_one() {
    for code in [None, Some(String::new())] {
        let nameless = ApiError {
            kind: ErrorType::AuthenticationError,
            code,
            message: None,
            param: None,
            extra_fields: None,
        };
        let (mut stage, _) = picked(RequestError::Api(nameless));
        let effects = stage.send(Event::Close);
        assert!(matches!(
            requests(&effects)[..],
            [Effect::Complete(_, Some(error))] if error.code == "unexpected_error"
        ));
    }
}

#[test]
fn a_pane_that_this_build_does_not_know_is_an_error_with_a_way_out() {
    for pane in [Pane::Unknown, Pane::UnexpectedError, Pane::AccountPicker] {
        let mut stage = Stage::with(manifest(pane));
        assert_eq!(stage.problem().kind, ProblemKind::Unexpected);
        assert!(matches!(requests(&stage.send(Event::Close))[..], [Effect::Complete(..)]));
    }
}
