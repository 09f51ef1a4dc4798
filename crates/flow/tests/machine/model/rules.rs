//! What holds whatever happens.

use linkspan_machine::{
    Effect, Event, Featured, Flow, RequestError, Screen, Ticket, log::Place, replay::replay,
};
use linkspan_wire::{error::code, host::HostEventName, link::AuthFlow};

use super::{
    person,
    server::{Body, Server, TYPED_IN, deliver, reticketed},
    world::{Fate, World, error},
};
use crate::{
    fixtures,
    stage::{host_events, looks_like},
};

/// Longest way out, in presses: close, leave, close once more, and some that came too early.
const MAX_PRESSES: usize = 6;
/// Most requests that may follow each other without a pause or a person.
const MAX_ALONE: usize = 24;

/// Of one step: what is shown was named, events carry what belongs to them, the end is the end.
pub fn of_a_step(before: &Flow, event: &Event, effects: &[Effect], world: &World) {
    let flow = &world.flow;
    if before.finished() {
        assert!(effects.is_empty() && looks_like(before, flow), "{event:?} did something after the end");
    }
    if let Some(pane) = flow.pane() {
        assert!(world.is_named(pane), "{event:?} opened {pane:?}, which the server never named");
        assert!(flow.is_allowed(pane), "{pane:?} is shown but said not to be allowed");
    }
    for event in host_events(effects) {
        let (metadata, name) = (&event.metadata, event.name);
        let code = metadata.error_code.as_deref().is_some_and(|code| !code.is_empty());
        assert_eq!(code, name == HostEventName::Error, "{event:?}");
        assert_eq!(metadata.institution_name.is_some(), name == HostEventName::InstitutionSelected);
        assert_eq!(metadata.manual_entry.is_some(), name == HostEventName::Success);
        if let Some(typed_in) = metadata.manual_entry {
            let Some(Effect::Finish(end)) = effects.last() else { panic!("{event:?} without an end") };
            let accounts = end.result.session.iter().flat_map(|session| &session.accounts);
            assert_eq!(typed_in, accounts.into_iter().any(|account| account.id == TYPED_IN), "{end:?}");
        }
        assert_eq!(event.session.is_some(), flow.manifest().is_some(), "{event:?}");
    }
    let ends = effects.iter().filter(|effect| matches!(effect, Effect::Finish(_))).count();
    assert!(ends <= 1 && (ends == 1) == (flow.finished() && !before.finished()), "{event:?}: {ends} ends");
    if let Some(Effect::Finish(outcome)) = effects.last() {
        let result = &outcome.result;
        assert!(result.session.is_some() != result.error.is_some(), "{result:?}");
        if let Some(error) = &result.error {
            assert!(error.code.as_deref().is_some_and(|code| !code.is_empty()), "{error:?}");
            assert!(error.message.as_deref().is_some_and(|message| !message.is_empty()), "{error:?}");
        }
    } else {
        assert_eq!(ends, 0, "{event:?}: something comes after the end: {effects:?}");
    }
}

/// Accounts that the server confirmed are in the result.
pub fn nothing_linked_is_lost(world: &World) {
    let Some(outcome) = &world.outcome else { return };
    let session = outcome.result.session.as_ref();
    for id in &world.confirmed {
        let found = session.is_some_and(|session| session.accounts.iter().any(|account| account.id == *id));
        assert!(found, "{id} was linked and is not in {:?}", outcome.result);
    }
}

/// "Cancelled" is said only when the server holds no account of this session.
pub fn never_cancelled_with_accounts(world: &World) {
    let session = world.outcome.as_ref().and_then(|outcome| outcome.result.session.as_ref());
    if session.is_some_and(|session| session.accounts.is_empty()) {
        assert!(world.server.linked.is_empty(), "cancelled, but linked: {:?}", world.server.linked);
    }
}

/// What the server confirmed is known to the flow at any time, so that it is in the result even if
/// nothing is answered any more.
fn knows_what_is_linked(world: &World) {
    for id in &world.confirmed {
        let known = world
            .flow
            .manifest()
            .is_some_and(|manifest| manifest.linked_accounts.iter().any(|account| account.id == *id));
        assert!(known, "{id} was confirmed and forgotten: {:#?}", world.flow);
    }
}

/// The log of the flow, done again with other names, leads to where the flow is.
pub fn replays(world: &World) {
    let report = replay(&world.log);
    assert_eq!(report.wrong(), None, "{}", report.steps.last().expect("a step"));
    assert_eq!(report.place, Place::from(world.flow.place()));
}

/// Whether the person has to wait for the server, as far as can be seen.
fn waits(flow: &Flow) -> bool {
    if let Some(closing) = flow.closing() {
        return closing.busy();
    }
    match flow.screen() {
        Screen::Opening { trouble, .. } => trouble.is_none(),
        Screen::Consent(pane) => pane.busy(),
        Screen::InstitutionPicker(pane) => {
            pane.picking().is_some() || matches!(pane.featured, Featured::Loading(_))
        }
        Screen::PartnerAuth(pane) => pane.busy() || pane.giving_up(),
        Screen::AccountPicker(pane) => pane.busy() || (pane.accounts.is_none() && pane.trouble.is_none()),
        Screen::Success(pane) => pane.busy(),
        Screen::ManualEntry(pane) => pane.busy(),
        Screen::Problem(_) => false,
    }
}

/// Whether the event changes something that can be seen, or asks for something.
pub fn has_effect(flow: &Flow, event: Event) -> bool {
    let mut after = flow.clone();
    let effects = after.step(event);
    !effects.is_empty() || !looks_like(flow, &after)
}

/// Never stuck: what is waited for is really being asked, and where nothing is waited for the person
/// has something to press besides "close" (but for the end, and errors that nothing helps against).
pub fn never_stuck(world: &World) {
    let flow = &world.flow;
    if flow.finished() || *flow == Flow::new() {
        return;
    }
    if waits(flow) {
        let awaited = world.pending.iter().any(|asked| {
            deliver(asked, Err(RequestError::Timeout)).is_some_and(|event| has_effect(flow, event))
        });
        assert!(awaited, "waits for nothing: {flow:#?}");
        return;
    }
    if let Screen::PartnerAuth(pane) = flow.screen()
        && pane.auth.flow == AuthFlow::Credentials
        && flow.closing().is_none()
    {
        let form = Event::SubmitCredentials(Vec::new());
        assert!(has_effect(flow, form), "a form whose button does nothing: {flow:#?}");
    }
    let over = matches!(flow.screen(), Screen::Problem(problem)
        if !(problem.kind.other_bank_helps() && flow.may_pick_bank()));
    let usable = person::going_on().into_iter().any(|event| has_effect(flow, event));
    assert!(usable || (over && flow.closing().is_none()), "nothing to press: {flow:#?}");
}

/// An answer under an old ticket, or under one that was never given, changes nothing.
pub fn old_answers_change_nothing(world: &World) {
    let now: Vec<Effect> = world.answered.iter().rev().take(5).cloned().collect();
    let never = now.iter().map(|asked| reticketed(asked, Ticket(u32::MAX)));
    let old: Vec<Effect> = now.iter().cloned().chain(never).collect();
    for asked in &old {
        let good = Server::left_at_sign_in(None).act(asked, 0).ok();
        let bad = Err(fixtures::refused(code::SESSION_EXPIRED));
        let answers: [Option<Result<Body, RequestError>>; 2] = [good.map(Ok), Some(bad)];
        for event in answers.into_iter().flatten().filter_map(|answer| deliver(asked, answer)) {
            assert!(!has_effect(&world.flow, event.clone()), "{event:?} had an effect on {:#?}", world.flow);
        }
    }
}

/// The person can always leave, though every request fails from now on, in whatever way; and then
/// nothing that was linked is lost.
pub fn can_always_leave(world: &World, errors: &[u8]) {
    if *world.flow.screen() == *Flow::new().screen() && world.flow.closing().is_none() {
        return;
    }
    for &which in errors {
        let mut leaving = world.clone();
        for _ in 0..MAX_PRESSES {
            leaving.step(&Event::Close);
            leaving.step(&Event::ConfirmLeave);
            if leaving.flow.finished() {
                break;
            }
            fail_all(&mut leaving, which);
        }
        assert!(leaving.flow.finished(), "no way out, {:?}: {:#?}", error(which), world.flow);
        nothing_linked_is_lost(&leaving);
    }
}

/// Answers all there is with one error, pauses included.
fn fail_all(world: &mut World, which: u8) {
    for _ in 0..world.pending.len() {
        world.answer(0, Fate::Fails(which));
    }
}

/// A server that always fails is not asked in a tight loop.
pub fn settles_down(world: &World, errors: &[u8]) {
    for &which in errors {
        let mut alone = world.clone();
        for turn in 0.. {
            let request = alone.pending.iter().position(|asked| !matches!(asked, Effect::Wait(..)));
            let Some(request) = request else { break };
            assert!(turn < MAX_ALONE, "asks for ever, {:?}: {:#?}", error(which), world.flow);
            alone.answer(request, Fate::Fails(which));
        }
    }
}

/// Everything that can be asked of a state.
pub fn of_a_state(world: &World, errors: &[u8]) {
    knows_what_is_linked(world);
    replays(world);
    never_stuck(world);
    old_answers_change_nothing(world);
    can_always_leave(world, errors);
    settles_down(world, errors);
}
