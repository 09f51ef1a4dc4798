//! What holds for everybody.

use std::collections::BTreeSet;

use linkspan_machine::{Effect, Event, Flow, replay::replay};
use linkspan_server::{
    store::{accounts, sessions},
    sweep,
};
use linkspan_wire::{
    account::{Account, AccountStatus, PaymentMethodType},
    host::{FlowLog, HostEventName},
    session::{Filters, PaymentMethodSupport},
};

use crate::person::Person;

/// Most times that somebody has to say that they want to leave.
pub const MAX_PRESSES: usize = 4;

/// Close, confirm, and close once more behind the pause is enough, though no request is answered.
pub fn can_leave_though_nobody_answers(flow: &Flow, pending: &[Effect]) {
    let mut flow = flow.clone();
    let mut pauses = pending.to_vec();
    pauses.extend(flow.step(Event::Close));
    pauses.extend(flow.step(Event::ConfirmLeave));
    for pause in pauses {
        if let Effect::Wait(ticket, _) = pause {
            flow.step(Event::Elapsed(ticket));
        }
    }
    if !flow.finished() {
        flow.step(Event::Close);
    }
    assert!(flow.finished(), "cannot leave: {flow:#?}");
}

/// What the server holds of a visit.
pub struct Held {
    /// The access that the session was about works again.
    pub relinked: bool,
    /// Accounts were linked, and filters said which.
    pub filtered: bool,
}

/// Of a visit that is over: the result is what the server holds, that is what the session asked for, and
/// nothing secret was written down.
pub async fn of_the_end(person: &Person<'_>) -> Held {
    the_result_is_what_the_server_holds(person).await;
    nothing_secret_was_written_down(person);
    let report = replay(&person.log);
    assert_eq!(report.wrong(), None, "{}", report.steps.last().expect("a step"));
    what_is_held_was_asked_for(person).await
}

/// Limit and filters are kept to, whichever way the accounts came; and an account is said to be repaired
/// only when it works.
async fn what_is_held_was_asked_for(person: &Person<'_>) -> Held {
    let pool = person.app.state.store.pool();
    let session = sessions::find_by_id(pool, &person.session).await.expect("a store").expect("a session");
    let held = accounts::of_session(pool, &person.session).await.expect("a store");
    let most = session.limit_accounts.map_or(usize::MAX, |limit| usize::try_from(limit).expect("a limit"));
    assert!(held.len() <= most, "{} accounts where {most} were asked for", held.len());
    let filters = &session.filters.0;
    let pays = |account: &Account| {
        account.supported_payment_method_types.contains(&PaymentMethodType::UsBankAccount)
    };
    for account in &held {
        if let Some(kinds) = &filters.account_subcategories {
            assert!(kinds.contains(&account.subcategory), "{account:?} is none of {kinds:?}");
        }
        if filters.require_payment_method_support == Some(PaymentMethodSupport::All) {
            assert!(pays(account), "{account:?} cannot pay");
        }
    }
    if filters.require_payment_method_support == Some(PaymentMethodSupport::AtLeastOne) {
        assert!(held.is_empty() || held.iter().any(pays), "none of {held:?} can pay");
    }
    let repaired = session.relink_result.as_ref().filter(|result| result.failure_reason.is_none());
    if let Some(result) = repaired {
        let options = session.relink_options.as_ref().expect("what was to be repaired");
        assert_eq!(result.authorization.as_ref(), Some(&options.authorization));
        assert_eq!(result.account, options.account);
        // Of an access as a whole it is enough that it opens something, be it closed.
        let works = |account: &Account| {
            let wanted = options.account.as_ref();
            wanted.is_none_or(|id| *id == account.id && account.status == AccountStatus::Active)
        };
        assert!(held.iter().any(works), "repaired without an account: {held:?}");
    }
    let filtered = session.relink_options.is_none() && *filters != Filters::default();
    Held { relinked: repaired.is_some(), filtered: filtered && !held.is_empty() }
}

async fn the_result_is_what_the_server_holds(person: &Person<'_>) {
    let outcome = person.outcome.as_ref().expect("an end");
    // Late requests are through. If the flow did not end the session, its time does.
    let pool = person.app.state.store.pool();
    let row = sessions::find_by_id(pool, &person.session).await.expect("a store").expect("a session");
    sweep::end(&person.app.state, &row).await.expect("an end");
    let held = accounts::of_session(pool, &person.session).await.expect("a store");
    let held: BTreeSet<&str> = held.iter().map(|account| &*account.id).collect();
    let row = sessions::find_by_id(pool, &person.session).await.expect("a store").expect("a session");
    assert_eq!(row.status == "succeeded", !held.is_empty(), "{} with {held:?}", row.status);

    let said: Option<BTreeSet<&str>> = outcome
        .result
        .session
        .as_ref()
        .map(|session| session.accounts.iter().map(|account| &*account.id).collect());
    let cancelled = person.told.iter().any(|event| event.name == HostEventName::Cancel);
    match &said {
        Some(said) if person.ended_by_server => assert_eq!(*said, held, "{outcome:?}"),
        // It ended with what it knew: more may have been linked behind its back, never less.
        Some(said) => assert!(!said.is_empty() && said.is_subset(&held), "said {said:?}, held {held:?}"),
        None => assert!(!person.ended_by_server || held.is_empty(), "failed, but linked: {held:?}"),
    }
    assert!(!cancelled || held.is_empty(), "cancelled, but linked: {held:?}");
    for id in &person.confirmed {
        let found = said.as_ref().is_some_and(|said| said.contains(&**id));
        assert!(found, "{id} was said to be linked: {outcome:?}");
    }
}

fn nothing_secret_was_written_down(person: &Person<'_>) {
    let log = FlowLog { flow_log: person.log.iter().map(|step| (*step).into()).collect() };
    let log = serde_json::to_string(&log).expect("text");
    let numbers = log.trim_start_matches(r#"{"flow_log":"#).trim_end_matches('}');
    assert!(numbers.chars().all(|sign| sign.is_ascii_digit() || "[],".contains(sign)), "{log}");
    let told = serde_json::to_string(&person.told).expect("text");
    let result =
        serde_json::to_string(&person.outcome.as_ref().map(|outcome| &outcome.result)).expect("text");
    for secret in [&*person.client_secret, "open sesame", "419203"] {
        assert!(!told.contains(secret) && !result.contains(secret), "{secret} was told");
    }
}
