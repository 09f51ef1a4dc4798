//! The sandbox's institutions: which, in which order, drawn how.

use linkspan_directory::{Behaviour, Directory, DirectoryError, Record};
use linkspan_wire::link::AuthFlow;

fn sandbox() -> Directory {
    Directory::sandbox().expect("the sandbox's directory")
}

#[test]
fn featured_ones_come_in_their_order() {
    let directory = sandbox();
    let names: Vec<&str> = directory.featured().iter().map(|record| record.name.as_str()).collect();
    let expected = [
        "Cedar Bank",
        "Northline",
        "Sierra Credit Union",
        "Granite Trust",
        "Lumen",
        "Prairie Savings",
        "Atlantic First",
        "Riverbend",
        "Test (OAuth)",
        "Test (Non-OAuth)",
        "Bank (OAuth)",
        "Bank (Non-OAuth)",
        "Down (Scheduled)",
        "Down (Unscheduled)",
        "Down (Error)",
        "Ownership Accounts",
        "Invalid Payment Accounts",
    ];
    assert_eq!(names, expected);
}

#[test]
fn test_institutions_behave_as_their_names_say() {
    use Behaviour::{
        ChooseAtBank, DownError, DownScheduled, DownUnscheduled, InactiveAccounts, InvalidPayments,
        Ownership, ReauthorizeDaily, ReauthorizeMonthly, TenAccounts, TokenizedNumbers,
    };
    let directory = sandbox();
    let expected = [
        ("Test (Non-OAuth)", "Test Institution", TenAccounts),
        ("Test (OAuth)", "Test OAuth Institution", TenAccounts),
        ("Bank (Non-OAuth)", "Sandbox Bank (Non-OAuth)", TenAccounts),
        ("Bank (OAuth)", "Sandbox Bank (OAuth)", ChooseAtBank),
        ("Ownership Accounts", "Ownership Accounts", Ownership),
        ("Invalid Payment Accounts", "Invalid Payment Accounts", InvalidPayments),
        ("Down (Scheduled)", "Down Bank (Scheduled)", DownScheduled),
        ("Down (Unscheduled)", "Down Bank (Unscheduled)", DownUnscheduled),
        ("Down (Error)", "Down Bank (Error)", DownError),
        ("Tokenized Account Number", "Tokenized Account Number", TokenizedNumbers),
        ("Inactive Accounts", "Inactive Accounts", InactiveAccounts),
        ("Immediately Requires Reauthentication", "Immediately Requires Reauthentication", ReauthorizeDaily),
        ("Eventually Requires Reauthentication", "Eventually Requires Reauthentication", ReauthorizeMonthly),
    ];
    for (name, name_of_2025, behaviour) in expected {
        let found = directory.iter().find(|record| record.name == name).expect(name);
        assert_eq!(found.behaviour, behaviour, "{name}");
        let by_old_name = directory.search(name_of_2025, 1).expect("a search");
        assert_eq!(by_old_name[0].name, name);
    }
}

#[test]
fn there_are_enough_of_each_kind() {
    let directory = sandbox();
    let everyday = directory.iter().filter(|record| record.behaviour == Behaviour::Everyday);
    assert!(everyday.count() >= 40);
    let oauth = directory.iter().filter(|record| record.flow == AuthFlow::Oauth).count();
    assert!(oauth * 10 >= directory.len() * 4 && oauth * 10 <= directory.len() * 6, "{oauth}");
    assert!(directory.iter().all(|record| record.flow != AuthFlow::Unknown));
    assert!(directory.iter().all(|record| record.routing_numbers.len() == 1));
}

#[test]
fn icons_are_drawings_and_nothing_else() {
    let directory = Directory::with_generated(300, 3).expect("a directory");
    let mut drawings = std::collections::HashSet::new();
    for record in &directory {
        let icon = directory.icon_svg(&record.id).expect("an icon");
        assert!(icon.starts_with("<svg xmlns=") && icon.ends_with("</svg>"));
        assert!(icon.contains(r#"viewBox="0 0 40 40""#) && icon.contains(&record.color));
        for forbidden in ["<script", "href", "url(", "<text", "<style", "style=", " on", "<image", "<foreign"]
        {
            assert!(!icon.contains(forbidden), "{forbidden} in {}", record.id);
        }
        assert_eq!(icon.matches("<g ").count(), icon.matches("</g>").count());
        drawings.insert(icon);
    }
    assert!(drawings.len() > 150, "icons look alike: {}", drawings.len());
    assert_eq!(directory.icon_svg("bcinst_nowhere"), None);
}

#[test]
fn generated_ones_are_the_same_for_the_same_seed() {
    let list = |seed| -> Vec<Record> {
        let directory = Directory::with_generated(2000, seed).expect("a directory");
        directory.iter().cloned().collect()
    };
    assert_eq!(list(1), list(1));
    assert_ne!(list(1), list(2));
}

#[test]
fn a_real_directory_has_room() {
    let directory = Directory::with_generated(12_000, 42).expect("a directory");
    assert_eq!(directory.len(), 12_000 + sandbox().len());
    let numbered = directory.iter().filter(|record| record.name.contains("No. ")).count();
    assert!(numbered * 20 < directory.len(), "too many numbered names: {numbered}");
}

/// A record of the sandbox with something changed.
fn spoilt(change: impl Fn(&mut Record)) -> DirectoryError {
    let mut records: Vec<Record> = sandbox().iter().cloned().collect();
    change(&mut records[0]);
    Directory::of(records).expect_err("an error")
}

#[test]
fn wrong_records_are_refused_by_field() {
    let cases: [(&str, DirectoryError); 6] = [
        ("color", spoilt(|record| record.color = "#ffd54a".to_owned())),
        ("color", spoilt(|record| record.color = "red".to_owned())),
        ("routing_numbers", spoilt(|record| record.routing_numbers = vec!["123456789".to_owned()])),
        ("id", spoilt(|record| record.id = "bcinst_a/../b".to_owned())),
        ("name", spoilt(|record| record.name = "north-LINE".to_owned())),
        ("url", spoilt(|record| record.url = "northline.example".to_owned())),
    ];
    for (field, error) in cases {
        let DirectoryError::Record { field: named, .. } = &error else { panic!("{error}") };
        assert_eq!(*named, field);
    }
}
