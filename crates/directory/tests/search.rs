//! What is found for what is typed, and in which order.

use std::sync::LazyLock;

use linkspan_directory::Directory;
use proptest::prelude::*;

static SANDBOX: LazyLock<Directory> =
    LazyLock::new(|| Directory::sandbox().expect("the sandbox's directory"));
static LARGE: LazyLock<Directory> =
    LazyLock::new(|| Directory::with_generated(12_000, 7).expect("a directory"));

fn names(typed: &str) -> Vec<&'static str> {
    SANDBOX.search(typed, 10).expect("a search").into_iter().map(|record| record.name.as_str()).collect()
}

#[test]
fn swapped_letters_find_all_that_begin_so() {
    let found = names("nroth");
    assert_eq!(found[0], "Northline");
    for name in ["North Sound Credit Union", "Northgate Federal", "Great Northern Savings"] {
        assert!(found[..4].contains(&name), "{name} not in {found:?}");
    }
}

#[test]
fn typing_errors_are_forgiven() {
    for (typed, name) in [
        ("northlne", "Northline"),
        ("nrothline", "Northline"),
        ("northlime", "Northline"),
        ("granit trsut", "Granite Trust"),
        ("prarie savings", "Prairie Savings"),
        ("seirra credit unoin", "Sierra Credit Union"),
        ("riverbnd", "Riverbend"),
        ("lumne", "Lumen"),
        ("thistel", "Thistledown Bank"),
        ("quilfether", "Quillfeather Savings"),
    ] {
        assert_eq!(names(typed).first(), Some(&name), "{typed}");
    }
}

#[test]
fn every_way_to_name_a_bank_finds_it() {
    for (typed, name) in [
        ("northline.example", "Northline"),
        ("https://www.northline.example/login?next=1", "Northline"),
        ("www.sierracu.example", "Sierra Credit Union"),
        ("north line", "Northline"),
        ("NORTHLINE", "Northline"),
        ("test oauth", "Test (OAuth)"),
        ("test (non-oauth)", "Test (Non-OAuth)"),
        ("Sierra CU", "Sierra Credit Union"),
        ("moonbay cu", "Moonbay Credit Union"),
        ("dunmarrow fcu", "Dunmarrow Federal Credit Union"),
        ("credit belleaire", "Crédit Belleaire"),
        ("CRÉDIT", "Crédit Belleaire"),
        ("penalva", "Banco Peñalva"),
        ("møllebro", "Møllebro Savings"),
        ("st brannock's", "St. Brannock's Savings"),
        ("palisade and finch", "Palisade & Finch"),
        ("110000000", "Test (Non-OAuth)"),
        ("Bank of Cedar", "Cedar Bank"),
        ("line", "Lineless"),
        ("sie cre", "Sierra Credit Union"),
        ("union sierra", "Sierra Credit Union"),
    ] {
        let found = names(typed);
        if name == "Lineless" {
            assert!(found.contains(&"Northline") && found.contains(&"Copperline Bank"), "{found:?}");
        } else {
            assert_eq!(found.first(), Some(&name), "{typed}");
        }
    }
}

#[test]
fn better_matches_come_first() {
    let found = names("bank");
    assert_eq!(found[..2], ["Bank (OAuth)", "Bank (Non-OAuth)"], "names that begin so, before words");
    assert_eq!(names("cedar")[0], "Cedar Bank");
    assert_eq!(names("north")[0], "Northline");
    let found = names("sav");
    assert!(found.contains(&"Prairie Savings"), "the beginning of a later word: {found:?}");
    let found = names("down");
    assert!(found[..3].iter().all(|name| name.starts_with("Down (")), "{found:?}");
    assert!(found.contains(&"Thistledown Bank"), "inside a word, later: {found:?}");
}

#[test]
fn one_letter_is_enough_and_nothing_is_not() {
    let found = names("n");
    assert_eq!(found[0], "Northline");
    assert!(found[..3].iter().all(|name| name.starts_with('N')), "{found:?}");
    for nothing in ["", "   ", "…", "\u{202e}\u{200f}", "()\"'", "://"] {
        assert!(names(nothing).is_empty(), "{nothing:?}");
    }
    assert!(SANDBOX.search("north", 0).expect("a search").is_empty());
}

#[test]
fn a_wrong_digit_is_not_forgiven() {
    assert_eq!(names("110000000"), ["Test (Non-OAuth)"]);
    assert!(names("110000009").is_empty());
}

#[test]
fn hostile_queries_are_harmless() {
    let long = "a".repeat(10_000);
    let many = "north ".repeat(2_000);
    for typed in [
        long.as_str(),
        many.as_str(),
        "name:* OR 1=1 --",
        "\"north",
        "+north -line ~2^5 [a TO z]",
        "north\u{0}line",
        "(((((((((",
        "\u{202e}enilhtron",
        "𝓷𝓸𝓻𝓽𝓱𝓵𝓲𝓷𝓮",
    ] {
        SANDBOX.search(typed, 50).expect("a search");
    }
    assert_eq!(names("𝓷𝓸𝓻𝓽𝓱𝓵𝓲𝓷𝓮")[0], "Northline");
    assert_eq!(names("\u{202e}north\u{200f}line")[0], "Northline");
    assert_eq!(names("\"northline\"")[0], "Northline");
}

#[test]
fn the_same_question_has_the_same_answer() {
    let again = Directory::with_generated(12_000, 7).expect("a directory");
    for typed in ["n", "bank", "first", "willwo", "credit unoin"] {
        let ids = || -> Vec<&str> {
            LARGE.search(typed, 50).expect("a search").into_iter().map(|record| record.id.as_str()).collect()
        };
        let first = ids();
        assert!(!first.is_empty(), "{typed}");
        let other: Vec<&str> =
            again.search(typed, 50).expect("a search").into_iter().map(|r| r.id.as_str()).collect();
        assert_eq!(first, ids());
        assert_eq!(first, other);
    }
}

#[test]
fn every_record_is_found_by_name_and_site() {
    for record in
        LARGE.iter().filter(|record| record.id.ends_with("77") || !record.id.starts_with("bcinst_gen"))
    {
        let by_name = LARGE.search(&record.name, 1).expect("a search");
        assert_eq!(by_name[0].id, record.id, "by name {}", record.name);
        let by_site = LARGE.search(&record.url, 1).expect("a search");
        assert_eq!(by_site[0].id, record.id, "by site {}", record.url);
    }
}

/// A name with two neighbouring letters swapped, of which the first stays.
fn swapped(name: &str, at: usize) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = 1 + at % (letters.len() - 2);
    letters.swap(at, at + 1);
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn search_never_fails(typed in any::<String>(), limit in 0_usize..60) {
        prop_assert!(SANDBOX.search(&typed, limit)?.len() <= limit);
    }

    #[test]
    fn names_of_any_shape_are_found(place in 0_usize..12_000, shape in 0_usize..4) {
        let record = LARGE.iter().nth(place).expect("a record");
        let typed = match shape {
            0 => record.name.to_uppercase(),
            1 => record.name.replace(' ', "  "),
            2 => record.name.replace(' ', "-"),
            _ => format!("\u{200f}{}\u{202c}", record.name),
        };
        prop_assert_eq!(&LARGE.search(&typed, 1)?[0].id, &record.id);
    }

    #[test]
    fn a_swap_in_the_name_does_not_hide_a_bank(place in 0_usize..65, at in any::<usize>()) {
        let record = SANDBOX.iter().nth(place).expect("a record");
        let typed = swapped(&record.name, at);
        let found = SANDBOX.search(&typed, 5)?;
        prop_assert!(found.iter().any(|hit| hit.id == record.id), "{} for {}", typed, record.name);
    }
}
