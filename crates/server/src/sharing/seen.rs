//! What there is to see: the agreement, and the accounts that it shares.

use linkspan_wire::{Account, Permission, account::AccountStatus};

use crate::{
    AppState,
    failure::Answer,
    locale::Locale,
    store::{
        accounts,
        consents::{self, ConsentRow, Shown},
        microdeposits, selections,
        sessions::{self, SessionRow},
    },
};

/// An agreement with all that belongs to it.
pub(super) struct Seen {
    pub consent: ConsentRow,
    pub shown: Shown,
    pub session: SessionRow,
    pub accounts: Vec<SharedAccount>,
    pub locale: Locale,
}

/// One account that is shared, was, or will be.
pub(super) struct SharedAccount {
    pub account: Account,
    /// It is chosen, and linked when the session completes.
    pub chosen: bool,
    /// When what was paid in should be there, while the person still has to tell it.
    pub deposits_by: Option<i64>,
    /// What was paid in was told wrong too often.
    pub exhausted: bool,
}

impl Seen {
    /// The agreement whose page a handle names.
    pub(super) async fn find(state: &AppState, handle: &str) -> Answer<Option<Self>> {
        let pool = state.store.pool();
        let Some(consent) = consents::find_by_page(pool, handle).await? else { return Ok(None) };
        let Some(session) = sessions::find_by_id(pool, &consent.session).await? else { return Ok(None) };
        let Some(shown) = consent.shown.as_ref().map(|shown| shown.0.clone()) else { return Ok(None) };
        let mut shared = Vec::new();
        for account in accounts::of_session(pool, &session.id).await? {
            let deposits = microdeposits::find(pool, &session.merchant, &account.id).await?;
            let untold = deposits.filter(|row| row.verified_at.is_none());
            let exhausted =
                untold.as_ref().is_some_and(|row| row.attempts >= crate::microdeposits::MOST_ATTEMPTS);
            let open = untold.filter(|_| account.status == AccountStatus::Active && !exhausted);
            let deposits_by = open.map(|row| row.arrives_at);
            shared.push(SharedAccount { account, chosen: false, deposits_by, exhausted });
        }
        if session.completed_at.is_none() {
            let chosen = selections::of_session(pool, &session.id).await?.into_iter();
            shared.extend(chosen.map(|row| SharedAccount {
                account: row.draft.0,
                chosen: true,
                deposits_by: None,
                exhausted: false,
            }));
        }
        let locale = Locale::of(&consent.locale);
        Ok(Some(Self { consent, shown, session, accounts: shared, locale }))
    }

    /// Whether there is something to stop.
    pub(super) fn is_shared(&self) -> bool {
        self.accounts.iter().any(|one| one.account.status != AccountStatus::Disconnected)
    }

    /// What the page begins with.
    pub(super) fn lead(&self) -> String {
        let (l, agreed) = (self.locale, self.locale.day(self.consent.acquired_at));
        match self.consent.withdrawn_at {
            Some(at) if self.is_shared() => l.sharing_again_lead(&agreed, &l.day(at)),
            Some(at) => l.sharing_stopped_lead(&agreed, &self.shown.merchant, &l.day(at)),
            None if self.session.completed_at.is_some() => l.sharing_lead(&agreed),
            None if self.accounts.is_empty() => l.sharing_pending_lead(&agreed),
            None => l.sharing_chosen_lead(&agreed),
        }
    }

    /// The bank's name, of each bank once.
    pub(super) fn banks(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for one in &self.accounts {
            if !names.contains(&one.account.institution_name.as_str()) {
                names.push(&one.account.institution_name);
            }
        }
        names.join(", ")
    }

    /// The kinds of data, in words: what was agreed to, and of that what the accounts have once there are some.
    pub(super) fn data(&self) -> Vec<&'static str> {
        let l = self.locale;
        let has = |permission: &Permission| {
            let mut granted = self.accounts.iter().filter_map(|one| one.account.permissions.as_ref());
            self.accounts.is_empty() || granted.any(|granted| granted.contains(permission))
        };
        let words =
            self.consent.permissions.iter().filter(|one| has(one)).map(|permission| match permission {
                Permission::Balances => l.data_balances(),
                Permission::Ownership => l.data_ownership(),
                Permission::PaymentMethod => l.data_payment_method(),
                Permission::Transactions => l.data_transactions(),
                Permission::Unknown => l.data_unknown(),
            });
        std::iter::once(l.data_account()).chain(words).collect()
    }

    pub(super) fn purpose(&self) -> String {
        let none = || self.locale.sharing_purpose_none(&self.shown.merchant);
        self.shown.purpose.clone().unwrap_or_else(none)
    }

    pub(super) fn how_long(&self) -> String {
        let day = |at| self.locale.day(at);
        self.locale.sharing_how_long_text(
            &day(self.consent.acquired_at),
            &self.shown.merchant,
            &day(self.consent.ends_at),
        )
    }

    pub(super) fn questions(&self) -> String {
        match &self.shown.support_email {
            Some(email) => self.locale.sharing_questions_email(email),
            None => self.locale.sharing_questions_none(&self.shown.merchant),
        }
    }

    pub(super) fn number(&self) -> String {
        let consent = &self.consent;
        self.locale.receipt_number(&consent.id, &consent.locale, &consent.version)
    }
}

impl SharedAccount {
    /// Nickname and last four digits.
    pub(super) fn name(&self) -> String {
        let name = self.account.display_name.as_deref().unwrap_or_default();
        match &self.account.last4 {
            Some(last4) => format!("{name} ••••{last4}"),
            None => name.to_owned(),
        }
    }

    pub(super) fn last4(&self) -> &str {
        self.account.last4.as_deref().unwrap_or_default()
    }

    pub(super) fn status(&self, l: Locale) -> &'static str {
        match self.account.status {
            _ if self.chosen => l.status_chosen(),
            _ if self.deposits_by.is_some() => l.status_unverified(),
            AccountStatus::Active | AccountStatus::Inactive if self.exhausted => l.status_exhausted(),
            AccountStatus::Active => l.status_active(),
            AccountStatus::Disconnected => l.status_disconnected(),
            AccountStatus::Inactive => l.status_inactive(),
        }
    }
}
