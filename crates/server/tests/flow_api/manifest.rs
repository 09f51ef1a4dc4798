//! What the flow is told of its session.

use linkspan_server::{
    ids,
    store::{
        customers::{self, CustomerRow},
        sessions::SessionRow,
    },
};
use linkspan_wire::{Permission, link::Pane, permission::Prefetch, session::Filters};

use crate::{
    keys::{HANDLE, with_cookie},
    support::{app::App, link::Link},
};

const BANK: &str = "bcinst_test_credentials";

#[tokio::test]
async fn the_bank_that_the_merchant_named_is_told_until_a_sign_in_begins() {
    let app = App::start().await;
    let named = Filters { institution: Some(BANK.into()), ..Filters::default() };
    let link = Link::new(&app, |session| session.filters = named.into()).await;
    let told = |manifest: linkspan_wire::link::Manifest| {
        manifest.initial_institution.map(|institution| institution.id)
    };
    assert_eq!(told(link.manifest().await).as_deref(), Some(BANK));
    let agreed = link.consent().await;
    assert_eq!(agreed.next_pane, Pane::InstitutionPicker);
    assert_eq!(told(agreed).as_deref(), Some(BANK));
    let begun: linkspan_wire::link::AuthSession = link.choose(BANK).await.ok();
    link.cancel(&begun.id).await;
    assert_eq!(told(link.manifest().await), None, "whoever comes back may want another");
    assert!(link.choose("bcinst_test_oauth").await.status.is_success(), "another can be chosen");
}

#[tokio::test]
async fn of_what_was_chosen_the_closed_accounts_are_told() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let (auth, offered) = link.authorized(BANK).await;
    let named = |name: &str| {
        let found = offered.data.iter().find(|account| account.name == name);
        found.map(|account| &*account.id).expect("an account of that name")
    };
    let chosen = [named("Success"), named("Account closes after linking")];
    let manifest: linkspan_wire::link::Manifest = link.select(&auth.id, &chosen).await.ok();
    let linked = link.complete().await.ok::<linkspan_wire::link::Completed>().session.accounts;
    assert_eq!(manifest.closed_accounts, [linked[1].id.clone()]);
}

#[tokio::test]
async fn a_bank_that_ends_the_access_before_the_agreement_does_says_until_when() {
    const DAY: i64 = 24 * 60 * 60;
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let agreed = link.consent().await.consent.access_ends_at;
    let chosen = async |bank: &str| {
        let (auth, offered) = link.authorized(bank).await;
        let manifest: linkspan_wire::link::Manifest =
            link.select(&auth.id, &[&offered.data[0].id]).await.ok();
        manifest.consent.access_ends_at
    };
    assert_eq!(chosen("bcinst_reauth_monthly").await, agreed - 335 * DAY);
    link.link_more().await;
    assert_eq!(chosen(BANK).await, agreed, "what is read the longest counts");
}

#[tokio::test]
async fn what_is_shared_already_is_told() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let first = Link::of(&app, &merchant, &customer, |_| {}).await;
    assert_eq!(first.manifest().await.shared_permissions, []);
    first.linked(BANK, 1).await;
    let wider = |session: &mut SessionRow| {
        session.permissions = vec![Permission::Balances, Permission::Transactions].into();
    };
    let second = Link::of(&app, &merchant, &customer, wider).await;
    assert_eq!(second.manifest().await.shared_permissions, [Permission::Balances]);
    let stranger = app.customer(&merchant).await;
    let other = Link::of(&app, &merchant, &stranger, wider).await;
    assert_eq!(other.manifest().await.shared_permissions, []);
}

#[tokio::test]
async fn a_page_of_the_flow_is_told_whom_it_is_for_and_a_merchants_page_is_not() {
    let own = ("sec-fetch-site", "same-origin");
    for (name, email, told) in [
        (Some("Jane Example"), Some("jane@example.com"), Some("Jane Example")),
        (None, Some("jane@example.com"), Some("j•••@example.com")),
        (Some("  "), Some("jane@example.com"), Some("j•••@example.com")),
        (None, None, None),
    ] {
        let app = App::start().await;
        let merchant = app.merchant("Shop").await;
        let customer = app.customer(&merchant).await;
        let pool = app.state.store.pool();
        let row = customers::find(pool, &merchant.id, &customer).await.expect("an answer").expect("a row");
        let row = CustomerRow { name: name.map(str::to_owned), email: email.map(str::to_owned), ..row };
        customers::save(pool, &row).await.expect("a customer");
        let handle = |row: &mut SessionRow| row.page_handle_hash = Some(ids::sha256_hex(HANDLE));
        let link = Link::of(&app, &merchant, &customer, handle).await;
        assert_eq!(link.manifest().await.account_holder, None);
        let (status, body) = with_cookie(&app, &[own]).await;
        assert!(status.is_success(), "{body}");
        assert_eq!(body.get("account_holder").and_then(|holder| holder.as_str()), told);
    }
}

#[tokio::test]
async fn what_is_read_as_soon_as_accounts_are_linked_is_told() {
    let app = App::start().await;
    let link = Link::new(&app, |session| {
        session.permissions = vec![Permission::Balances, Permission::Ownership].into();
        session.prefetch = vec![Prefetch::Ownership].into();
    })
    .await;
    assert_eq!(link.manifest().await.prefetched, [Permission::Ownership]);
}
