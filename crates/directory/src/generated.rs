//! Makes up institutions, so that search can be tried and measured at the size of a real directory.

use std::collections::HashSet;

use linkspan_wire::link::{AuthFlow, Health};

use crate::{Behaviour, Record, Source, fold};

/// First halves of invented place names.
const FIRST: [&str; 48] = [
    "Alder", "Amber", "Arrow", "Ash", "Badger", "Barrow", "Birch", "Black", "Bramble", "Bright", "Cedar",
    "Clear", "Clover", "Copper", "Coral", "Crane", "Dapple", "Deer", "Dun", "Eagle", "Elder", "Ember",
    "Fair", "Falcon", "Fern", "Flint", "Fox", "Glen", "Golden", "Hazel", "Heron", "Hollow", "Juniper",
    "Kettle", "Lark", "Maple", "Marble", "Otter", "Pine", "Quarry", "Raven", "Sable", "Silver", "Stone",
    "Thorn", "Umber", "Willow", "Wren",
];

/// Second halves of invented place names.
const SECOND: [&str; 36] = [
    "brook", "bury", "cliff", "combe", "cove", "croft", "dale", "down", "fall", "fell", "field", "ford",
    "gate", "glade", "grove", "ham", "haven", "hurst", "ledge", "marsh", "mere", "mont", "moor", "point",
    "reach", "ridge", "run", "shore", "side", "stead", "ton", "vale", "water", "wick", "wold", "wood",
];

/// What stands before the place, mostly nothing.
const BEFORE: [&str; 10] = ["", "", "", "", "First ", "Old ", "Upper ", "Great ", "Lake ", "Mount "];

/// What stands after the place, with what its site's name ends in.
const AFTER: [(&str, &str); 20] = [
    ("Bank", "bank"),
    ("Savings Bank", "savings"),
    ("Credit Union", "cu"),
    ("Federal Credit Union", "fcu"),
    ("Community Credit Union", "ccu"),
    ("National Bank", "national"),
    ("State Bank", "state"),
    ("Bank & Trust", "bt"),
    ("Trust Company", "trust"),
    ("Community Bank", "community"),
    ("Mutual", "mutual"),
    ("Savings & Loan", "sl"),
    ("Teachers Credit Union", "teachers"),
    ("Farmers Bank", "farmers"),
    ("Merchants Bank", "merchants"),
    ("County Bank", "county"),
    ("Valley Bank", "valley"),
    ("Private Bank", "private"),
    ("Postal Credit Union", "postal"),
    ("Employees Credit Union", "employees"),
];

/// Colours on which white is readable.
const COLORS: [&str; 12] = [
    "#2f6b3c", "#274b8f", "#a3452a", "#4a4f59", "#6f3f9e", "#80640f", "#0b6088", "#1c7a6e", "#5b6573",
    "#7a3a5e", "#a32842", "#26334d",
];

/// Adds `count` institutions, the same for the same `seed`. There are far more combinations than the
/// largest directory needs; should they ever run out, names get a number.
pub(crate) fn extend(records: &mut Vec<Record>, count: usize, seed: u64) {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut taken: HashSet<String> = records.iter().map(|record| fold::compact(&record.name)).collect();
    let mut hosts: HashSet<String> = records.iter().map(|record| record.url.clone()).collect();
    for number in 0..count {
        let (mut name, mut host) = name(&mut dice);
        while taken.contains(&fold::compact(&name)) || hosts.contains(&format!("{host}.example")) {
            let district = dice.u32(2..1000);
            (name, host) = self::name(&mut dice);
            if dice.u8(0..8) == 0 {
                name = format!("{name} No. {district}");
                host = format!("{host}{district}");
            }
        }
        taken.insert(fold::compact(&name));
        let url = format!("{host}.example");
        hosts.insert(url.clone());
        records.push(Record {
            id: format!("bcinst_gen{number:05}"),
            aliases: aliases(&name),
            name,
            url,
            routing_numbers: vec![routing_number(&mut dice)],
            countries: vec!["US".to_owned()],
            color: pick(&mut dice, &COLORS).to_owned(),
            motif: None,
            flow: if dice.bool() { AuthFlow::Oauth } else { AuthFlow::Credentials },
            featured: None,
            behaviour: Behaviour::Everyday,
            health: Health::Normal,
            source: Source::Sandbox,
        });
    }
}

fn name(dice: &mut fastrand::Rng) -> (String, String) {
    let place = format!("{}{}", pick(dice, &FIRST), pick(dice, &SECOND));
    let before = pick(dice, &BEFORE);
    let (after, ending) = AFTER[dice.usize(0..AFTER.len())];
    let host = fold::compact(&format!("{before}{place}{ending}"));
    (format!("{before}{place} {after}"), host)
}

/// The short form that people use for a credit union.
fn aliases(name: &str) -> Vec<String> {
    let short = name.replace("Federal Credit Union", "FCU").replace("Credit Union", "CU");
    if short == name { Vec::new() } else { vec![short] }
}

/// Begins with a 9, which is given to no bank, and ends with its right check digit.
fn routing_number(dice: &mut fastrand::Rng) -> String {
    let digits: Vec<u32> =
        std::iter::once(9).chain(std::iter::repeat_with(|| dice.u32(0..10)).take(7)).collect();
    let sum: u32 =
        digits.iter().zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    // The ninth digit's weight is 1.
    let check = (10 - sum % 10) % 10;
    digits.iter().chain(std::iter::once(&check)).map(ToString::to_string).collect()
}

fn pick<'a>(dice: &mut fastrand::Rng, from: &[&'a str]) -> &'a str {
    from[dice.usize(0..from.len())]
}
