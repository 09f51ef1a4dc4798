//! Which accounts a person has at a bank.

use std::ops::Range;

use linkspan_directory::{Behaviour, Record};
use linkspan_wire::{
    account::Subcategory::{Checking, CreditCard, Mortgage, Savings},
    link::HolderCategory::{Business, Joint},
};

use super::{
    draft::{Draft, Seed},
    holding::Holding,
};

/// Place in the seed of what is drawn for the person and not for an account.
const PERSON: usize = usize::MAX;

/// What is on an account for everyday: enough that a month's rent does not overdraw it.
const EVERYDAY: Range<u64> = 460_000..1_040_000;

/// How ids of account holders begin in the API that the test bank serves.
const HOLDERS: [&str; 2] = ["cus_", "acct_"];

/// The account holder of a user name such as `Maya Lind@cus_…`, under which a merchant's tests sign in: the
/// name may change, whose accounts they are may not.
fn holder(user: &str) -> Option<&str> {
    let (_, id) = user.rsplit_once('@')?;
    HOLDERS.iter().any(|prefix| id.starts_with(prefix)).then_some(id)
}

/// The accounts of `user` at this bank, in the bank's order.
pub(crate) fn holdings_of(record: &Record, user: &str) -> Vec<Holding> {
    let user = user.trim().to_lowercase();
    let holder = holder(&user);
    let seed = Seed { institution: &record.id, user: holder.unwrap_or(&user) };
    let drafts = match user.as_str() {
        "none" => Vec::new(),
        "one" => vec![Draft::new("Everyday Checking", Checking, EVERYDAY)],
        "many" => many(),
        "varied" => varied(),
        "cards" => cards(),
        _ => by_behaviour(record.behaviour, &seed, holder.is_some()),
    };
    drafts.into_iter().enumerate().map(|(place, draft)| draft.open(&seed, place)).collect()
}

fn by_behaviour(behaviour: Behaviour, seed: &Seed<'_>, every: bool) -> Vec<Draft> {
    match behaviour {
        Behaviour::TenAccounts | Behaviour::ChooseAtBank => ten(),
        Behaviour::Ownership => ownership(),
        Behaviour::InvalidPayments => invalid_payments(),
        Behaviour::TokenizedNumbers => tokenized(),
        _ => everyday(seed, every),
    }
}

/// Three to five accounts; `every` has all five, because tests name what they link.
fn everyday(seed: &Seed<'_>, every: bool) -> Vec<Draft> {
    let person = seed.draw(PERSON);
    let mut drafts = vec![
        Draft::new("Everyday Checking", Checking, EVERYDAY),
        Draft::new("Rainy Day Savings", Savings, 400_000..4_200_000),
        Draft::new("Joint Household", Checking, 450_000..690_000).of(Joint),
    ];
    if every || !person.number(0).is_multiple_of(4) {
        drafts.push(Draft::new("Rewards Card", CreditCard, 4_000..260_000));
    }
    if every || person.number(1).is_multiple_of(3) {
        drafts.push(Draft::new("Home Mortgage", Mortgage, 11_000_000..42_000_000));
    }
    drafts
}

/// The ten accounts of the test institutions; two are inactive.
fn ten() -> Vec<Draft> {
    let usual = 1_000_000..1_000_001;
    let account = |name: &str| Draft::new(name, Checking, usual.clone());
    vec![
        account("Success"),
        account("Failure").inactive(),
        account("Account closes after linking").inactive(),
        Draft::new("Very High Balance", Checking, 100_000_000..100_000_001),
        Draft::new("High Balance", Checking, 10_000_000..10_000_001),
        Draft::new("Insufficient Funds", Checking, 100..101),
        account("Success (Later Disputed)"),
        account("Payment Processes Indefinitely"),
        account("Debit Not Authorized"),
        account("Weekly Payment Volume Exceeded"),
    ]
}

/// One for each state that data about owners can be in.
fn ownership() -> Vec<Draft> {
    ["Sole Owner", "Joint Owners", "Owner Without Address", "Owners Not Available"]
        .map(|name| Draft::new(name, Checking, EVERYDAY))
        .into()
}

fn invalid_payments() -> Vec<Draft> {
    vec![
        Draft::new("Checking Without ACH", Checking, EVERYDAY).without_payments(),
        Draft::new("Savings Without ACH", Savings, 400_000..4_200_000).without_payments(),
        Draft::new("Credit Card", CreditCard, 4_000..260_000),
    ]
}

fn tokenized() -> Vec<Draft> {
    ["Expired Number", "Number Expires in 30 Days", "Number Expires at Once"]
        .map(|name| Draft::new(name, Checking, EVERYDAY))
        .into()
}

fn many() -> Vec<Draft> {
    let account = |number| {
        let (kind, subcategory) = if number % 3 == 0 { ("Savings", Savings) } else { ("Checking", Checking) };
        Draft::new(format!("{kind} {number}"), subcategory, 450_000..1_350_000)
    };
    (1..=200).map(account).collect()
}

/// Accounts of several people and of a business, names in other scripts and directions, and currencies
/// with no, two and three decimal places.
fn varied() -> Vec<Draft> {
    let account = |name: &str| Draft::new(name, Checking, 1_234_567..1_234_568);
    let savings = |name: &str| Draft::new(name, Savings, 1_234_567..1_234_568);
    vec![
        account("Joint Household").of(Joint),
        account("Lind & Daughters Boatbuilding").of(Business),
        savings("حساب التوفير المشترك").of(Joint).in_currency("kwd"),
        account("חשבון עו״ש (2)"),
        savings("🏖️ Okinawa 🇯🇵").in_currency("jpy"),
        account("普通預金").in_currency("jpy"),
        savings("Compte d’épargne").in_currency("eur"),
        account(
            "The account that Grandmother opened for us in nineteen eighty-seven and that nobody ever renamed",
        ),
        account("Donaudampfschifffahrtsgesellschaftskapitänsmützenkonto").in_currency("eur"),
    ]
}

fn cards() -> Vec<Draft> {
    ["Everyday Card", "Travel Card", "Business Card"]
        .map(|name| Draft::new(name, CreditCard, 4_000..260_000))
        .into()
}

#[cfg(test)]
mod tests {
    use linkspan_directory::Directory;
    use linkspan_wire::account::{Category, PaymentMethodType};

    use super::*;
    use crate::protocol::BankAccount;

    /// 2026-11-25 17:46:00 UTC.
    const NOW: i64 = 1_795_628_760;

    fn accounts(institution: &str, user: &str) -> Vec<BankAccount> {
        let directory = Directory::sandbox().expect("the sandbox's directory");
        let holdings = holdings_of(directory.get(institution).expect("an institution"), user);
        holdings.into_iter().map(|holding| holding.at(NOW)).collect()
    }

    #[test]
    fn everyday_accounts_are_stable_and_ones_own() {
        let maya = accounts("bcinst_northline", "maya");
        assert_eq!(maya, accounts("bcinst_northline", " Maya "));
        assert!((3..=5).contains(&maya.len()));
        let ids =
            |accounts: &[BankAccount]| accounts.iter().map(|account| account.id.clone()).collect::<Vec<_>>();
        assert_ne!(ids(&maya), ids(&accounts("bcinst_northline", "tom")));
        assert_ne!(ids(&maya), ids(&accounts("bcinst_cedar", "maya")));
        for account in &maya {
            assert_eq!(account.last4.len(), 4);
            let balance = account.balance.as_ref().expect("a balance");
            let credit = account.subcategory.category() == Category::Credit;
            assert_eq!(balance.current["usd"] < 0, credit, "{}", account.name);
            assert_eq!(account.supported_payment_method_types.is_empty(), credit);
        }
        let sizes: std::collections::HashSet<usize> =
            ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]
                .map(|user| accounts("bcinst_cedar", user).len())
                .into();
        assert!(sizes.len() > 1, "everyone has the same accounts");
    }

    #[test]
    fn whoever_tests_sign_in_for_has_every_account_under_any_name() {
        for customer in 0..20 {
            assert_eq!(accounts("bcinst_cedar", &format!("Maya@cus_{customer}")).len(), 5);
        }
        let maya = accounts("bcinst_cedar", "Maya@cus_1");
        assert_eq!(maya, accounts("bcinst_cedar", "Maya Lind-Berg@cus_1"));
        assert_ne!(maya, accounts("bcinst_cedar", "Maya@cus_2"));
        assert_ne!(accounts("bcinst_cedar", "maya@a.example"), accounts("bcinst_cedar", "tom@a.example"));
    }

    #[test]
    fn the_ten_come_in_order_with_two_inactive() {
        for institution in ["bcinst_test_oauth", "bcinst_test_credentials", "bcinst_bank_oauth"] {
            let ten = accounts(institution, "maya");
            assert_eq!(ten.len(), 10);
            assert_eq!(ten[0].name, "Success");
            assert_eq!(ten[9].name, "Weekly Payment Volume Exceeded");
            let inactive: Vec<&str> =
                ten.iter().filter(|one| !one.active).map(|one| one.name.as_str()).collect();
            assert_eq!(inactive, ["Failure", "Account closes after linking"]);
            assert!(ten.iter().all(|one| one.subcategory == Checking));
        }
    }

    #[test]
    fn balances_stay_what_their_names_say() {
        let day = 24 * 60 * 60;
        for user in ["maya", "tom"] {
            let directory = Directory::sandbox().expect("the sandbox's directory");
            let record = directory.get("bcinst_test_oauth").expect("an institution");
            for at in (0..30).map(|times| NOW + 5 * times * day) {
                for one in holdings_of(record, user).into_iter().map(|holding| holding.at(at)) {
                    let range = match one.name.as_str() {
                        "Very High Balance" => 90_000_000..110_000_000,
                        "High Balance" => 9_000_000..11_000_000,
                        "Insufficient Funds" => 100..200,
                        _ => 1..3_000_000,
                    };
                    let current = one.balance.expect("a balance").current["usd"];
                    assert!(range.contains(&current), "{}: {current}", one.name);
                }
            }
        }
    }

    #[test]
    fn nobody_is_overdrawn() {
        let directory = Directory::sandbox().expect("the sandbox's directory");
        let day = 24 * 60 * 60;
        for (institution, user) in [
            ("bcinst_northline", "maya"),
            ("bcinst_cedar", "tom"),
            ("bcinst_ownership", "noor"),
            ("bcinst_tokenized", "ada"),
            ("bcinst_northline", "varied"),
            ("bcinst_northline", "cards"),
        ] {
            let record = directory.get(institution).expect("an institution");
            for at in (0..25).map(|times| NOW + 7 * times * day) {
                for one in holdings_of(record, user).into_iter().map(|holding| holding.at(at)) {
                    let balance = one.balance.expect("a balance");
                    let credit = one.subcategory.category() == Category::Credit;
                    assert_eq!(balance.current[&one.currency] < 0, credit, "{}", one.name);
                }
            }
        }
    }

    #[test]
    fn special_institutions_and_users_have_what_they_are_for() {
        let pays = |account: &BankAccount| {
            account.supported_payment_method_types.contains(&PaymentMethodType::UsBankAccount)
        };
        assert!(!accounts("bcinst_invalid_payments", "maya").iter().any(pays));
        assert_eq!(accounts("bcinst_tokenized", "maya").len(), 3);
        assert_eq!(accounts("bcinst_ownership", "maya").len(), 4);
        assert_eq!(accounts("bcinst_northline", "many").len(), 200);
        assert!(accounts("bcinst_northline", "none").is_empty());
        assert_eq!(accounts("bcinst_northline", "one").len(), 1);
        let varied = accounts("bcinst_northline", "varied");
        for currency in ["usd", "eur", "jpy", "kwd"] {
            let one = varied.iter().find(|one| one.currency == currency).expect("one in this currency");
            assert!(one.balance.as_ref().expect("a balance").current[currency] > 0, "{currency}");
            assert_eq!(pays(one), currency == "usd", "{currency}");
        }
        for category in [Joint, Business] {
            assert!(varied.iter().any(|one| one.holder_category == Some(category)), "{category:?}");
        }
        let cards = accounts("bcinst_northline", "cards");
        assert!(!cards.is_empty() && cards.iter().all(|card| card.subcategory == CreditCard));
    }
}
