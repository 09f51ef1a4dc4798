//! Who somebody is when they come: new here, known by saved accounts, or with an access to repair; and
//! what the merchant asks for.

use linkspan_server::store::{accounts, customers, sessions::SessionRow};
use linkspan_wire::{
    Permission,
    account::Subcategory,
    link::{AuthSession, Manifest, institution::SAVED},
    session::{Filters, PaymentMethodSupport, RelinkOptions},
};
use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};

use super::choices::{BANKS, RIGHT_CODE};
use crate::support::{App, app::TestMerchant, link::Link};

/// A bank at which somebody linked accounts before.
const BANK: &str = "bcinst_test_credentials";

/// Somebody's session with a merchant.
pub async fn session(app: &App, merchant: &TestMerchant, rng: &mut StdRng) -> SessionRow {
    let customer = app.customer(merchant).await;
    let relink = match rng.random_range(0..10) {
        0..3 => {
            let email = format!("known{}@mail.example", rng.random::<u32>());
            has_saved(app, &email).await;
            knows_address(app, merchant, &customer, email).await;
            None
        }
        3 => {
            let email = format!("new{}@mail.example", rng.random::<u32>());
            knows_address(app, merchant, &customer, email).await;
            None
        }
        4..8 => Some(to_repair(app, merchant, &customer, rng).await),
        _ => None,
    };
    let asked = Asked::at_random(rng, relink.is_some());
    app.session(merchant, &customer, |row| {
        row.limit_accounts = asked.limit;
        row.return_url = asked.returns.then(|| "https://shop.example/back".into());
        if asked.numbers {
            row.manual_entry = "automatic".into();
            row.permissions = vec![Permission::Balances, Permission::PaymentMethod].into();
        }
        row.filters = asked.filters.into();
        row.relink_options = relink.map(Into::into);
    })
    .await
}

/// What a session is about.
struct Asked {
    limit: Option<i64>,
    numbers: bool,
    returns: bool,
    filters: Filters,
}

impl Asked {
    fn at_random(rng: &mut StdRng, relinks: bool) -> Self {
        let filters = if relinks {
            // As the merchant API fills it in.
            Filters { institution: Some(BANK.into()), ..Filters::default() }
        } else if rng.random_bool(0.4) {
            filters(rng)
        } else {
            Filters::default()
        };
        Self {
            limit: [None, None, Some(1), Some(2), Some(3)].choose(rng).copied().flatten(),
            numbers: rng.random_bool(0.6),
            returns: rng.random_bool(0.4),
            filters,
        }
    }
}

fn filters(rng: &mut StdRng) -> Filters {
    let kinds = [vec![Subcategory::Checking], vec![Subcategory::Savings, Subcategory::Checking]];
    let support = [PaymentMethodSupport::All, PaymentMethodSupport::AtLeastOne];
    Filters {
        account_subcategories: rng.random_bool(0.5).then(|| kinds.choose(rng).cloned()).flatten(),
        country: rng.random_bool(0.3).then(|| "US".into()),
        institution: rng.random_bool(0.3).then(|| BANKS.choose(rng).copied().unwrap_or(BANK).into()),
        require_payment_method_support: rng.random_bool(0.5).then(|| support.choose(rng).copied()).flatten(),
    }
}

async fn knows_address(app: &App, merchant: &TestMerchant, customer: &str, email: String) {
    let pool = app.state.store.pool();
    let row = customers::find(pool, &merchant.id, customer).await.expect("an answer");
    let mut row = row.expect("a customer");
    row.email = Some(email);
    customers::save(pool, &row).await.expect("kept");
}

/// Two accounts, linked at another merchant and saved under this address.
async fn has_saved(app: &App, email: &str) {
    let link = Link::new(app, |_| {}).await;
    let (signed_in, found) = link.authorized(BANK).await;
    let chosen: Vec<&str> = found.data.iter().take(2).map(|row| &*row.id).collect();
    link.select(&signed_in.id, &chosen).await.ok::<Manifest>();
    let begun: AuthSession = link.choose(SAVED).await.ok();
    link.credentials(&begun.id, &[("email", email)]).await.ok::<AuthSession>();
    link.credentials(&begun.id, &[("code", RIGHT_CODE)]).await.ok::<AuthSession>();
    let known = link.manifest().await.saved_url;
    assert!(known.is_some(), "nothing was saved under {email}");
    link.complete().await.ok::<linkspan_wire::link::Completed>();
}

/// The access of an earlier visit, and now and then the one account of it.
async fn to_repair(app: &App, merchant: &TestMerchant, customer: &str, rng: &mut StdRng) -> RelinkOptions {
    let earlier = Link::of(app, merchant, customer, |_| {}).await.linked(BANK, 3).await;
    let id = earlier.session.accounts[0].id.clone();
    let account = accounts::find(app.state.store.pool(), &merchant.id, &id).await.expect("an answer");
    let authorization = account.and_then(|account| account.authorization).expect("an access");
    RelinkOptions { authorization, account: rng.random_bool(0.3).then_some(id) }
}
