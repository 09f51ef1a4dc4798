//! Who owns an account.

use unicode_normalization::UnicodeNormalization;

use crate::protocol::{BankAccount, BankOwner};

/// The owners, by the account's name: the Ownership institution has one account for each state.
/// `None` when the bank does not say.
pub(super) fn of(account: &BankAccount, user: &str) -> Option<Vec<BankOwner>> {
    let first = owner(&full_name(user), "14 Ferry Lane, Apt 3, Marlow Bay, OR 97103");
    match account.name.as_str() {
        "Owners Not Available" => None,
        "Owner Without Address" => Some(vec![BankOwner { address: None, ..first }]),
        "Joint Owners" | "Joint Household" => {
            let second = BankOwner {
                phone: None,
                ..owner("Robin Ashdown", "14 Ferry Lane, Apt 3, Marlow Bay, OR 97103")
            };
            Some(vec![first, second])
        }
        _ => Some(vec![first]),
    }
}

/// An address and number that reach nobody (RFC 2606; 555-01xx is kept for fiction).
fn owner(name: &str, address: &str) -> BankOwner {
    BankOwner {
        name: name.to_owned(),
        email: mail_box(name).map(|mail_box| format!("{mail_box}@mail.example")),
        phone: Some("+1 503-555-0142".to_owned()),
        address: Some(address.to_owned()),
    }
}

/// A name as mail boxes have it, without accents; `None` of one that has other letters than Latin ones.
fn mail_box(name: &str) -> Option<String> {
    let letters: String = name.nfkd().filter(|c| c.is_alphanumeric() || c.is_whitespace()).collect();
    let parts: Vec<&str> = letters.split_whitespace().collect();
    (letters.is_ascii() && !parts.is_empty()).then(|| parts.join(".").to_lowercase())
}

/// The user name as a name: the part before an `@`, with a capital, and a family name where it has none.
fn full_name(user: &str) -> String {
    let name = user.split('@').next().unwrap_or_default().trim();
    if name.split_whitespace().filter(|part| part.starts_with(char::is_alphabetic)).count() > 1 {
        return name.to_owned();
    }
    let given = name.split(['@', '.', ' ', '_']).next().unwrap_or_default();
    let letters: String = given.chars().filter(|c| c.is_alphabetic()).collect();
    let mut letters = letters.chars();
    let capital = letters.next().map_or_else(|| "Jordan".to_owned(), |first| first.to_uppercase().collect());
    format!("{capital}{} Calloway", letters.as_str().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_becomes_a_name() {
        assert_eq!(full_name("maya"), "Maya Calloway");
        assert_eq!(full_name(" NOOR.k@mail.example"), "Noor Calloway");
        assert_eq!(full_name("123"), "Jordan Calloway");
        assert_eq!(full_name("Jenny Rosen@cus_1"), "Jenny Rosen");
    }

    #[test]
    fn every_address_can_be_one() {
        let address = |name| owner(name, "x").email;
        assert_eq!(address("Maya Calloway").as_deref(), Some("maya.calloway@mail.example"));
        assert_eq!(address("Élodie  O’Neil-Ruiz").as_deref(), Some("elodie.oneilruiz@mail.example"));
        assert_eq!(address("Иван Петров"), None);
        assert_eq!(address("名前 Calloway"), None);
        assert_eq!(address("-- …"), None);
    }
}
