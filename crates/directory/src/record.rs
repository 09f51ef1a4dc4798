//! One institution of the directory.

use linkspan_wire::link::{AuthFlow, Health, Institution};
use serde::{Deserialize, Serialize};

use crate::Motif;

/// One institution of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// `bcinst_…`
    pub id: String,
    /// As people know it.
    pub name: String,
    /// Host name of its site.
    pub url: String,
    /// Other names it is looked for by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// ABA routing numbers.
    #[serde(default)]
    pub routing_numbers: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// `#rrggbb`, at least 4.5:1 against white.
    pub color: String,
    /// What its icon shows; absent: one that its id draws.
    #[serde(default)]
    pub motif: Option<Motif>,
    /// How one signs in.
    pub flow: AuthFlow,
    /// Place in the featured grid, lowest first; absent: found by search only.
    #[serde(default)]
    pub featured: Option<u32>,
    /// How the sandbox's bank behaves.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// How it is doing.
    #[serde(default)]
    pub health: Health,
    /// Where the record is from.
    #[serde(default)]
    pub source: Source,
}

impl Record {
    /// As the picker shows it.
    pub fn institution(&self) -> Institution {
        Institution {
            id: self.id.clone(),
            name: self.name.clone(),
            url: Some(self.url.clone()),
            icon: Some(format!("/icons/{}.svg", self.id)),
            color: self.color.clone(),
            health: self.health,
        }
    }
}

/// Where a record is from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Fictional, with the test bank behind it.
    #[default]
    Sandbox,
    /// The operator's own: it is found, and nothing leads to it yet.
    Operator,
}

/// How the sandbox's bank behaves (Stripe's test values for Financial Connections).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// A fictional everyday bank with a handful of accounts.
    #[default]
    Everyday,
    /// The ten accounts of Stripe's test values for Financial Connections.
    TenAccounts,
    /// The ten accounts; with OAuth the person chooses at the bank which to share.
    ChooseAtBank,
    /// Accounts in different states of ownership.
    Ownership,
    /// No account can be used for payments.
    InvalidPayments,
    /// Closed for a known time.
    DownScheduled,
    /// Does not answer, nobody knows for how long.
    DownUnscheduled,
    /// Answers with an error.
    DownError,
    /// Account numbers that expire.
    TokenizedNumbers,
    /// Accounts go inactive shortly after.
    InactiveAccounts,
    /// Access has to be renewed every day.
    ReauthorizeDaily,
    /// Access ends after 30 days.
    ReauthorizeMonthly,
}
