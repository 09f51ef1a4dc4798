//! Every state within reach of a small alphabet, walked breadth first.
//!
//! Two states are the same when they print the same, flow, server and all that is on its way, but for
//! what only counts: tickets, ids of sign-ins, polls. Some walks load the page again in every state.
//! `docs/flow.md` shows what the walks found, and has to be what they find.

mod document;
mod graph;
mod walk;

use std::collections::BTreeSet;

use linkspan_machine::{Details, Event, kinds};
use linkspan_wire::link::FieldValue;

use self::{
    graph::{By, Graph, Place},
    walk::{Counts, Walk},
};
use crate::{
    fixtures::bank,
    model::{person::numbers, server::Server},
};

/// Errors by their place in the model's list: no network, expired, completed, out of step, the bank
/// broke, accounts cannot be read.
const ERRORS: [u8; 6] = [0, 4, 5, 7, 10, 11];
/// The others that the flow tells apart: too late, the server broke, no such session, the bank is down
/// or closed until a known time, no account fits.
const OTHER_ERRORS: [u8; 6] = [1, 3, 6, 9, 12, 13];

/// Most that a person has to do to be out, with a server that never answers: close, confirm, and after
/// the pause close once more.
const MAX_PRESSES: usize = 3;

fn alphabet() -> Vec<Event> {
    vec![
        Event::Agree,
        Event::OpenDetails(Details::About),
        Event::CloseSheet,
        Event::Query("n".into()),
        Event::Pick(bank("northline")),
        Event::OpenBank,
        Event::SubmitCredentials(vec![FieldValue { name: "password".into(), value: "x".into() }]),
        Event::ToggleAllAccounts,
        Event::Share,
        Event::SaveAccounts,
        Event::OpenManualEntry,
        Event::RoutingNumber("110000000".into()),
        numbers(),
        Event::SubmitNumbers(Vec::new()),
        Event::AnotherBank,
        Event::Retry,
        Event::Done,
        Event::Back,
        Event::Close,
        Event::ConfirmLeave,
    ]
}

fn walks() -> Vec<Walk> {
    let walk = |name, server, more: &[Event], errors: &[u8]| Walk {
        name,
        server,
        alphabet: alphabet().into_iter().chain(more.iter().cloned()).collect(),
        errors: errors.to_vec(),
        reloads: false,
    };
    let reloads = |walk| Walk { reloads: true, ..walk };
    let browser = [Event::WindowNotReturned, Event::Online(false), Event::Online(true)];
    let tab = [Event::NoWindows, Event::WindowNotReturned, Event::OpenBankHere];
    let tick = [Event::ToggleAccount("3".into())];
    vec![
        walk("nothing fails", Server::taking_numbers(Some(2)), &[], &[]),
        reloads(walk("nothing fails, resumed", Server::left_at_sign_in(Some(2)), &[], &[])),
        walk("one account", Server::new(Some(1), false), &[], &ERRORS),
        // Two accounts from one bank, then one from another; the success pane is skipped.
        walk("three accounts", Server::new(Some(3), true), &[], &ERRORS),
        walk("numbers typed in, accounts saved", Server::taking_numbers(Some(1)), &[], &ERRORS),
        walk("numbers for the merchant", Server::leaving_numbers_to_merchant(Some(1)), &[], &ERRORS),
        walk("resumed", Server::left_at_sign_in(Some(1)), &tick, &ERRORS),
        walk("other failures", Server::new(Some(1), false), &[], &OTHER_ERRORS),
        walk("no windows", Server::new(Some(1), false), &tab, &[0]),
        reloads(walk("loaded again", Server::new(Some(1), false), &[], &[0])),
        reloads(walk(
            "loaded again, numbers typed in, accounts saved",
            Server::taking_numbers(Some(1)),
            &[],
            &[],
        )),
        walk("network that comes and goes", Server::new(Some(1), false), &browser, &[0]),
    ]
}

/// A walk that is done.
struct Walked {
    name: &'static str,
    /// Whether anything failed on it.
    failed: bool,
    graph: Graph,
    counts: Counts,
}

/// All walks at once.
fn walk_all() -> Vec<Walked> {
    std::thread::scope(|scope| {
        let begun: Vec<_> = walks()
            .into_iter()
            .map(|walk| {
                scope.spawn(move || {
                    let (graph, counts) = walk.go();
                    Walked { name: walk.name, failed: walk.fails(), graph, counts }
                })
            })
            .collect();
        begun.into_iter().map(|walk| walk.join().expect("a walk without a failure")).collect()
    })
}

/// The rules of `model/rules.rs` in every state; and on the graph: an end can be reached from each, by
/// few presses even when the server never answers; there is nothing that no walk has seen; and
/// `docs/flow.md` is what was found.
#[test]
#[expect(clippy::print_stdout, reason = "how far the walks went, with --nocapture")]
fn every_state_keeps_to_the_rules_and_leads_to_an_end() {
    let walks = walk_all();
    for Walked { name, graph, counts, .. } in &walks {
        println!("{name}: {counts:?}");
        let likely = graph.presses_to_an_end(By::needs_no_reload);
        let alone = graph.presses_to_an_end(By::needs_no_server);
        for (state, place) in graph.places.iter().enumerate() {
            assert!(likely[state].is_some(), "{name}: no way from {place:?} to an end");
            assert!(
                alone[state].is_some_and(|presses| presses <= MAX_PRESSES),
                "{name}: {:?} presses to leave {place:?}, with a server that never answers",
                alone[state]
            );
        }
        assert!(counts.states > 200 && counts.ends > 50, "{name}: hardly anything was walked");
    }
    everything_was_seen(&walks);
    document::is_what_was_found(&walks);
}

/// A new kind of event, screen, sheet or problem has to be within reach of the walks.
fn everything_was_seen(walks: &[Walked]) {
    let places: BTreeSet<Place> = walks.iter().flat_map(|walk| walk.graph.places.clone()).collect();
    let ways = walks.iter().flat_map(|walk| &walk.graph.ways);
    let events: BTreeSet<u8> = ways.map(|(_, cause, _)| cause.event).collect();
    let shown = |read: fn(&Place) -> Option<u8>| places.iter().filter_map(read).collect::<BTreeSet<u8>>();
    let screens = shown(|place| if let Place::Shown { screen, .. } = place { Some(*screen) } else { None });
    let sheets = shown(|place| if let Place::Shown { sheet, .. } = place { *sheet } else { None });
    let problems = shown(|place| if let Place::Shown { problem, .. } = place { *problem } else { None });
    let lists = [
        ("event", kinds::EVENTS, events),
        ("screen", kinds::SCREENS, screens),
        ("sheet", kinds::SHEETS, sheets),
        ("problem", kinds::PROBLEMS, problems),
    ];
    for (what, list, seen) in lists {
        let missing: Vec<_> = list.iter().filter(|(number, _)| !seen.contains(number)).collect();
        assert!(missing.is_empty(), "no walk has seen: {what} {missing:?}");
    }
    for end in [Place::Linked, Place::Cancelled, Place::Failed, Place::Closing { busy: false }] {
        assert!(places.contains(&end), "no walk has seen {end:?}");
    }
}
