//! What the flow is told of its session.

use linkspan_wire::{Permission, link::Pane, session::Filters};

use crate::support::{app::App, link::Link};

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
async fn what_is_shared_already_is_told() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let first = Link::of(&app, &merchant, &customer, |_| {}).await;
    assert_eq!(first.manifest().await.shared_permissions, []);
    first.linked(BANK, 1).await;
    let wider = |session: &mut linkspan_server::store::sessions::SessionRow| {
        session.permissions = vec![Permission::Balances, Permission::Transactions].into();
    };
    let second = Link::of(&app, &merchant, &customer, wider).await;
    assert_eq!(second.manifest().await.shared_permissions, [Permission::Balances]);
    let stranger = app.customer(&merchant).await;
    let other = Link::of(&app, &merchant, &stranger, wider).await;
    assert_eq!(other.manifest().await.shared_permissions, []);
}
