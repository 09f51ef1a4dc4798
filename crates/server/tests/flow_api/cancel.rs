//! The person gives a sign-in up.

use linkspan_wire::link::{AuthSession, AuthStatus, Pane};

use crate::{
    bank,
    support::{App, Link},
};

#[tokio::test]
async fn what_is_pending_is_cancelled_and_another_can_begin() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    let cancelled: AuthSession = link.cancel(&begun.id).await.ok();
    assert_eq!((cancelled.status, cancelled.url), (AuthStatus::Cancelled, None));
    assert_eq!(link.manifest().await.next_pane, Pane::InstitutionPicker);
    let again: AuthSession = link.cancel(&begun.id).await.ok();
    assert_eq!(again.status, AuthStatus::Cancelled);
    link.signed_in(bank::CREDENTIALS).await;
}

#[tokio::test]
async fn what_the_bank_said_yes_to_stays() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let done = link.signed_in(bank::CREDENTIALS).await;
    let still: AuthSession = link.cancel(&done.id).await.ok();
    assert_eq!((still.status, still.next_pane), (AuthStatus::Authorized, Pane::AccountPicker));
}
