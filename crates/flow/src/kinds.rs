//! Numbers and names of all kinds of events and of all that can be on screen.
//!
//! A new variant that has no line here does not compile. Logs of flows hold the numbers
//! ([`crate::log`]): a number once given to a kind stays its own.

use crate::{Event, ProblemKind, Screen, Sheet};

/// A list of the kinds of a type, and the function that tells which one a value is.
macro_rules! kinds {
    ($list:ident, $kind:ident, $of:ty { $($pattern:pat => $number:literal $name:literal,)+ }) => {
        #[doc = concat!("Every kind of [`", stringify!($of), "`]: number and name.")]
        pub const $list: &[(u8, &str)] = &[$(($number, $name)),+];

        #[doc = concat!("Which of [`", stringify!($list), "`] it is.")]
        pub const fn $kind(of: &$of) -> u8 {
            match of { $($pattern => $number,)+ }
        }
    };
}

kinds!(EVENTS, event, Event {
    Event::Start => 1 "start",
    Event::Agree => 2 "agree",
    Event::OpenDetails(_) => 3 "open details",
    Event::CloseSheet => 4 "close sheet",
    Event::Query(_) => 5 "type a query",
    Event::Pick(_) => 6 "choose a bank",
    Event::OpenBank => 7 "open the bank's window",
    Event::SubmitCredentials(_) => 8 "send the sign-in form",
    Event::ToggleAccount(_) => 9 "tick an account",
    Event::ToggleAllAccounts => 10 "tick all accounts",
    Event::Share => 11 "share the accounts",
    Event::AnotherBank => 12 "another bank",
    Event::Retry => 13 "try again",
    Event::Done => 14 "done",
    Event::Back => 15 "back",
    Event::Close => 16 "close",
    Event::ConfirmLeave => 17 "confirm leaving",
    Event::WindowNotReturned => 18 "no window",
    Event::Online(_) => 19 "online",
    Event::Elapsed(_) => 20 "pause over",
    Event::Synchronized(..) => 21 "synchronized",
    Event::ConsentAcquired(..) => 22 "consent acquired",
    Event::FeaturedLoaded(..) => 23 "featured banks",
    Event::Searched(..) => 24 "banks found",
    Event::AuthSessionCreated(..) => 25 "sign-in begun",
    Event::AuthSessionSeen(..) => 26 "sign-in seen",
    Event::CredentialsAnswered(..) => 27 "form answered",
    Event::AccountsLoaded(..) => 28 "accounts loaded",
    Event::AccountsSelected(..) => 29 "accounts selected",
    Event::MoreAccounts(..) => 30 "more accounts",
    Event::Completed(..) => 31 "completed",
    Event::OpenManualEntry => 32 "enter numbers",
    Event::RoutingNumber(_) => 33 "type a routing number",
    Event::SubmitNumbers(_) => 34 "send the numbers",
    Event::RoutingNumberFound(..) => 35 "routing number found",
    Event::NumbersAttached(..) => 36 "numbers attached",
    Event::SaveAccounts => 37 "save accounts",
    Event::NoWindows => 38 "windows do not open here",
    Event::OpenBankHere => 39 "go to the bank in this tab",
    Event::ThisTabReady(..) => 40 "address for this tab",
    Event::AuthSessionCancelled(..) => 41 "sign-in given up",
});

kinds!(SCREENS, screen, Screen {
    Screen::Opening { .. } => 0 "opening",
    Screen::Consent(_) => 1 "consent",
    Screen::InstitutionPicker(_) => 2 "institution_picker",
    Screen::PartnerAuth(_) => 3 "partner_auth",
    Screen::AccountPicker(_) => 4 "account_picker",
    Screen::Success(_) => 5 "success",
    Screen::Problem(_) => 6 "problem",
    Screen::ManualEntry(_) => 7 "manual_entry",
});

kinds!(SHEETS, sheet, Sheet {
    Sheet::Details(_) => 1 "details",
    Sheet::Leave => 2 "leave",
});

kinds!(PROBLEMS, problem, ProblemKind {
    ProblemKind::Maintenance { .. } => 1 "maintenance",
    ProblemKind::Unavailable => 2 "unavailable",
    ProblemKind::BankError => 3 "bank error",
    ProblemKind::SignInFailed => 4 "sign-in failed",
    ProblemKind::AccountsUnavailable => 5 "accounts unavailable",
    ProblemKind::NoEligibleAccounts { .. } => 6 "no eligible accounts",
    ProblemKind::SessionExpired => 7 "session expired",
    ProblemKind::SessionUnknown => 8 "session unknown",
    ProblemKind::Unexpected => 9 "unexpected",
});

/// The name under a number of one of these lists.
pub fn name(of: &'static [(u8, &'static str)], number: u8) -> Option<&'static str> {
    of.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}
