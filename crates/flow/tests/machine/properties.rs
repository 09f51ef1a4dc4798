//! Random people meet a server that answers late, twice, out of order, wrongly or not at all.

use linkspan_machine::Event;
use proptest::prelude::*;

use crate::model::{
    person, rules,
    server::{Server, deliver},
    world::{Fate, World, error, every_error},
};

/// What happens next.
#[derive(Debug, Clone)]
enum Turn {
    /// The person, or the browser, does one of the things there are.
    Person(usize),
    /// The person does one of the things that lead on from here.
    Onward(usize),
    /// One of the pending requests is answered.
    Answer(usize, Fate),
    /// An answer comes a second time, or once more but otherwise.
    Again(usize, Option<u8>),
    /// The page is loaded again.
    Reload,
}

fn fates() -> impl Strategy<Value = Fate> {
    prop_oneof![
        8 => Just(Fate::Good(0)),
        4 => any::<u8>().prop_map(Fate::Good),
        1 => any::<u8>().prop_map(Fate::Lost),
        2 => any::<u8>().prop_map(Fate::Fails),
    ]
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        2 => any::<usize>().prop_map(Turn::Person),
        5 => any::<usize>().prop_map(Turn::Onward),
        8 => (any::<usize>(), fates()).prop_map(|(which, fate)| Turn::Answer(which, fate)),
        1 => (any::<usize>(), any::<Option<u8>>()).prop_map(|(which, error)| Turn::Again(which, error)),
    ];
    // Now and then, so that most flows get somewhere.
    let turn = prop_oneof![
        40 => turn,
        1 => Just(Turn::Reload),
    ];
    prop::collection::vec(turn, 1..80)
}

fn servers() -> impl Strategy<Value = Server> {
    let limit = prop_oneof![Just(None), Just(Some(1)), Just(Some(2)), Just(Some(3))];
    prop_oneof![
        4 => (limit.clone(), any::<bool>()).prop_map(|(limit, skip)| Server::new(limit, skip)),
        1 => limit.clone().prop_map(Server::left_at_sign_in),
        2 => limit.clone().prop_map(Server::taking_numbers),
        1 => limit.prop_map(Server::leaving_numbers_to_merchant),
    ]
}

/// Plays the turns; `rule` is asked after each.
fn play(server: Server, turns: Vec<Turn>, rule: impl Fn(&World)) -> World {
    let mut world = World::new(server);
    world.step(&Event::Start);
    rule(&world);
    let anything = person::anything();
    for turn in turns {
        match turn {
            Turn::Person(which) => {
                world.step(&anything[which % anything.len()]);
            }
            Turn::Onward(which) => {
                let onward: Vec<_> = person::going_on()
                    .into_iter()
                    .filter(|event| rules::has_effect(&world.flow, event.clone()))
                    .collect();
                if !onward.is_empty() {
                    world.step(&onward[which % onward.len()]);
                }
            }
            Turn::Answer(which, fate) if !world.pending.is_empty() => {
                let which = which % world.pending.len();
                let variants = Server::variants(&world.pending[which]);
                let fate = match fate {
                    Fate::Good(variant) => Fate::Good(variant % variants),
                    Fate::Lost(variant) => Fate::Lost(variant % variants),
                    Fate::Fails(_) => fate,
                };
                world.answer(which, fate);
            }
            Turn::Again(which, failure) if !world.answered.is_empty() => {
                let asked = world.answered[which % world.answered.len()].clone();
                let answer = match failure {
                    Some(which) => Err(error(which)),
                    None => world.server.clone().act(&asked, 0),
                };
                if let Some(event) = deliver(&asked, answer) {
                    world.step(&event);
                }
            }
            Turn::Reload => world.reload(),
            Turn::Answer(..) | Turn::Again(..) => {}
        }
        rule(&world);
        if world.outcome.is_some() {
            break;
        }
    }
    // Whatever comes after the end is ignored; the rule of a step sees to that.
    for event in &anything {
        if world.outcome.is_some() {
            world.step(event);
        }
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Never a panic, never a pane that was not named, one end and nothing after it, events complete:
    /// the rules of a step, which the world holds at each.
    #[test]
    fn every_step_keeps_to_the_rules((server, turns) in (servers(), turns())) {
        play(server, turns, |_| {});
    }

    #[test]
    fn what_is_linked_is_in_the_result((server, turns) in (servers(), turns())) {
        let world = play(server, turns, rules::nothing_linked_is_lost);
        rules::can_always_leave(&world, &every_error());
    }

    #[test]
    fn the_person_is_never_stuck((server, turns) in (servers(), turns())) {
        play(server, turns, rules::never_stuck);
    }

    #[test]
    fn every_log_replays((server, turns) in (servers(), turns())) {
        rules::replays(&play(server, turns, |_| {}));
    }

    #[test]
    fn old_answers_change_nothing((server, turns) in (servers(), turns())) {
        play(server, turns, rules::old_answers_change_nothing);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn the_person_can_always_leave((server, turns) in (servers(), turns())) {
        let errors = every_error();
        play(server, turns, |world| rules::can_always_leave(world, &errors));
    }

    #[test]
    fn a_failing_server_is_not_asked_in_a_tight_loop((server, turns) in (servers(), turns())) {
        let errors = every_error();
        play(server, turns, |world| rules::settles_down(world, &errors));
    }
}
