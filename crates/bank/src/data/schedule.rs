//! What moves on an account of a kind, and how often.

use linkspan_wire::account::Subcategory;

use crate::protocol::BankAccount;

/// When something happens.
#[derive(Debug, Clone, Copy)]
pub(super) enum When {
    /// On this day of each month.
    Monthly(u8),
    /// Every second week, on a day that the account draws.
    Fortnightly,
    /// On so many of a hundred days.
    Percent(u64),
}

/// How it settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settles {
    /// Within hours.
    Booked,
    /// Pending for days; now and then it never comes and is void.
    Card,
}

/// One kind of movement.
#[derive(Debug)]
pub(super) struct Rule {
    /// Names it in ids.
    pub(super) name: &'static str,
    pub(super) when: When,
    pub(super) settles: Settles,
    /// Cents that come in; negative go out. Drawn once for a fixed amount, else each time.
    pub(super) cents: (i64, i64),
    pub(super) fixed: bool,
    /// One of these is drawn each time.
    pub(super) descriptions: &'static [&'static str],
}

/// All that moves on an account.
#[derive(Debug)]
pub(super) struct Schedule {
    pub(super) rules: &'static [Rule],
    /// How it is called when a month is evened out: by money that leaves, and by money that comes.
    pub(super) evened: (&'static str, &'static str),
}

const fn rule(
    name: &'static str,
    when: When,
    settles: Settles,
    cents: (i64, i64),
    descriptions: &'static [&'static str],
) -> Rule {
    Rule { name, when, settles, cents, fixed: false, descriptions }
}

const fn fixed(
    name: &'static str,
    when: When,
    settles: Settles,
    cents: (i64, i64),
    descriptions: &'static [&'static str],
) -> Rule {
    Rule { name, when, settles, cents, fixed: true, descriptions }
}

const CHECKING: Schedule = Schedule {
    evened: ("TRANSFER TO BROKERAGE", "TRANSFER FROM BROKERAGE"),
    rules: &[
        fixed(
            "salary",
            When::Fortnightly,
            Settles::Booked,
            (165_000, 340_000),
            &["PAYROLL BRIGHTSIDE STUDIO"],
        ),
        fixed("rent", When::Monthly(1), Settles::Booked, (-210_000, -120_000), &["RENT HOLLIS PROPERTY"]),
        rule("power", When::Monthly(12), Settles::Booked, (-14_000, -5_500), &["LUMEN ENERGY"]),
        fixed("phone", When::Monthly(18), Settles::Booked, (-7_500, -3_500), &["TIDAL MOBILE"]),
        fixed("video", When::Monthly(7), Settles::Card, (-1_899, -1_099), &["Streamhouse Video"]),
        fixed("music", When::Monthly(22), Settles::Card, (-1_199, -999), &["Tonearm Music"]),
        rule("saving", When::Monthly(3), Settles::Booked, (-40_000, -10_000), &["TRANSFER TO SAVINGS"]),
        rule(
            "groceries",
            When::Percent(27),
            Settles::Card,
            (-14_500, -2_200),
            &["Harvest Basket", "Greenstall Market", "Corner Pantry"],
        ),
        rule(
            "coffee",
            When::Percent(34),
            Settles::Card,
            (-1_350, -380),
            &["Bluebird Coffee", "Fern Street Bakery"],
        ),
        rule(
            "transit",
            When::Percent(30),
            Settles::Card,
            (-2_800, -275),
            &["Metro Transit", "Kestrel Rides", "Parkwell Garage"],
        ),
        rule(
            "shops",
            When::Percent(12),
            Settles::Card,
            (-12_900, -900),
            &["Parcel & Pine", "Oakline Hardware", "Fern Street Pharmacy", "Inkwell Books"],
        ),
        rule("cash", When::Percent(3), Settles::Booked, (-20_000, -4_000), &["ATM WITHDRAWAL"]),
    ],
};

const SAVINGS: Schedule = Schedule {
    evened: ("TRANSFER TO BROKERAGE", "TRANSFER FROM BROKERAGE"),
    rules: &[
        rule("interest", When::Monthly(28), Settles::Booked, (310, 4_800), &["INTEREST PAID"]),
        rule("saving", When::Monthly(3), Settles::Booked, (10_000, 40_000), &["TRANSFER FROM CHECKING"]),
    ],
};

/// Each month is paid in full.
const CARD: Schedule = Schedule {
    evened: ("BALANCE ADJUSTMENT", "PAYMENT THANK YOU"),
    rules: &[
        rule(
            "shops",
            When::Percent(35),
            Settles::Card,
            (-16_000, -700),
            &["Parcel & Pine", "Inkwell Books", "Oakline Hardware"],
        ),
        rule(
            "dining",
            When::Percent(28),
            Settles::Card,
            (-8_900, -1_200),
            &["Saltmarsh Kitchen", "Noodle Harbor", "Bluebird Coffee"],
        ),
        rule("fuel", When::Percent(14), Settles::Card, (-6_800, -2_400), &["Northway Fuel"]),
    ],
};

const LOAN: Schedule = Schedule {
    evened: ("INTEREST AND ESCROW", "BALANCE ADJUSTMENT"),
    rules: &[fixed(
        "instalment",
        When::Monthly(1),
        Settles::Booked,
        (120_000, 260_000),
        &["INSTALMENT RECEIVED"],
    )],
};

/// A dollar, and never enough more to pay anything.
const NEARLY_EMPTY: Schedule = Schedule {
    evened: ("MAINTENANCE FEE", "FEE REFUND"),
    rules: &[rule("interest", When::Monthly(28), Settles::Booked, (1, 9), &["INTEREST PAID"])],
};

const NOTHING: Schedule = Schedule { evened: ("", ""), rules: &[] };

/// What moves on an account of this kind.
pub(super) fn of(account: &BankAccount) -> &'static Schedule {
    match account.subcategory {
        Subcategory::Checking if account.name == "Insufficient Funds" => &NEARLY_EMPTY,
        Subcategory::Checking => &CHECKING,
        Subcategory::Savings => &SAVINGS,
        Subcategory::CreditCard => &CARD,
        Subcategory::Mortgage | Subcategory::LineOfCredit => &LOAN,
        Subcategory::Other => &NOTHING,
    }
}
