//! What somebody is like: how they spend their turns, and what they are drawn to.

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};

/// What happens next.
#[derive(Debug, Clone, Copy)]
pub enum Turn {
    Useful,
    Anything,
    Server,
    Again,
    AtBank,
    Reload,
    BankChanges,
    TimePasses,
}

/// Somebody who presses whatever there is, in a world in which much goes wrong.
const RESTLESS: [(Turn, u32); 8] = [
    (Turn::Useful, 28),
    (Turn::Anything, 6),
    (Turn::Server, 44),
    (Turn::Again, 6),
    (Turn::AtBank, 10),
    (Turn::Reload, 2),
    (Turn::BankChanges, 2),
    (Turn::TimePasses, 2),
];
/// Somebody who wants to get there. Long ways, such as saving by a code, need people like that.
const STEADY: [(Turn, u32); 8] = [
    (Turn::Useful, 34),
    (Turn::Anything, 1),
    (Turn::Server, 52),
    (Turn::Again, 2),
    (Turn::AtBank, 8),
    (Turn::Reload, 1),
    (Turn::BankChanges, 1),
    (Turn::TimePasses, 1),
];

pub struct Character {
    turns: &'static [(Turn, u32)],
    /// Turns before the person wants to leave.
    pub patience: usize,
    /// How likely they type numbers in where they could choose a bank.
    pub types_in: f64,
    /// How likely they save what they linked.
    pub saves: f64,
}

impl Character {
    pub fn at_random(rng: &mut StdRng) -> Self {
        let steady = rng.random_bool(0.6);
        Self {
            turns: if steady { &STEADY } else { &RESTLESS },
            patience: if steady { rng.random_range(80..160) } else { rng.random_range(5..120) },
            types_in: [0.1, 0.7].choose(rng).copied().unwrap_or_default(),
            saves: [0.2, 0.9].choose(rng).copied().unwrap_or_default(),
        }
    }

    pub fn turn(&self, rng: &mut StdRng) -> Turn {
        self.turns.choose_weighted(rng, |(_, weight)| *weight).map_or(Turn::Server, |(turn, _)| *turn)
    }
}
