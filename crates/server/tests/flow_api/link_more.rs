//! Back to the choice of banks.

use linkspan_wire::link::{AuthSession, AuthStatus, Completed, Manifest, Pane};

use crate::{
    bank,
    support::{App, Link},
};

#[tokio::test]
async fn what_is_chosen_stays_and_more_can_be_added() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let (first, accounts) = link.authorized(bank::CREDENTIALS).await;
    link.select(&first.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
    let manifest: Manifest = link.link_more().await.ok();
    assert_eq!((manifest.next_pane, manifest.linked_accounts.len()), (Pane::InstitutionPicker, 1));

    let (second, accounts) = link.authorized(bank::KEYWORDS).await;
    let manifest: Manifest = link.select(&second.id, &[&accounts.data[1].id]).await.ok();
    assert_eq!(manifest.linked_accounts.len(), 2);
    let done: Completed = link.complete().await.ok();
    let names: Vec<&str> = done.session.accounts.iter().map(|account| &*account.institution_name).collect();
    assert_eq!(names, ["Test (Non-OAuth)", "Bank (Non-OAuth)"]);
}

#[tokio::test]
async fn a_sign_in_that_nothing_was_chosen_from_is_left() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let (left, accounts) = link.authorized(bank::CREDENTIALS).await;
    link.link_more().await.ok::<Manifest>();
    assert_eq!(link.manifest().await.next_pane, Pane::InstitutionPicker);
    link.select(&left.id, &[&accounts.data[0].id]).await.refused(400, "step_not_allowed");

    let pending: AuthSession = link.choose(bank::OAUTH).await.ok();
    link.link_more().await.ok::<Manifest>();
    let pending: AuthSession = link.retrieve(&pending.id, false).await.ok();
    assert_eq!(pending.status, AuthStatus::Cancelled);
}

#[tokio::test]
async fn a_full_session_offers_no_more() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.limit_accounts = Some(1)).await;
    let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
    let manifest: Manifest = link.select(&auth_session.id, &[&accounts.data[0].id]).await.ok();
    assert!(manifest.disable_link_more_accounts);
    link.link_more().await.refused(400, "step_not_allowed");
}
