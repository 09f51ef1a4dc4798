//! The accounts that an authorized sign-in opens.

use axum::http::StatusCode;
use linkspan_wire::{
    Permission,
    account::Subcategory,
    link::{AuthSession, Manifest, PartnerAccounts, UnavailableReason},
    session::PaymentMethodSupport,
};

use crate::{
    bank,
    support::{App, Link},
};

#[tokio::test]
async fn the_ten_accounts_come_and_keep_their_ids() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
    assert_eq!(accounts.data.len(), 10);
    assert_eq!(accounts.data[0].name, "Success");
    assert!(accounts.data.iter().all(|row| row.balance_amount.is_some() && row.linked_account.is_none()));
    assert!(!accounts.skip_account_selection);
    let again: PartnerAccounts = link.accounts(&auth_session.id).await.ok();
    assert_eq!(again, accounts);
    assert_eq!(app.desk.asked("/accounts"), 1);
}

#[tokio::test]
async fn balances_are_shown_only_with_permission() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.permissions = vec![Permission::Transactions].into()).await;
    let (_, accounts) = link.authorized(bank::CREDENTIALS).await;
    assert!(accounts.data.iter().all(|row| row.balance_amount.is_none() && row.currency.is_none()));
}

#[tokio::test]
async fn nothing_is_shown_before_the_bank_said_yes() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    for institution in [bank::CREDENTIALS, bank::OAUTH] {
        let begun: AuthSession = link.choose(institution).await.ok();
        link.accounts(&begun.id).await.refused(400, "step_not_allowed");
    }
    assert_eq!(app.desk.asked("/accounts"), 0);
}

#[tokio::test]
async fn kinds_that_were_not_asked_for_say_so() {
    let app = App::start().await;
    let kinds = vec![Subcategory::CreditCard];
    let link = Link::new(&app, |row| row.filters.account_subcategories = Some(kinds)).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::CREDENTIALS).await.ok();
    link.credentials(&begun.id, &[("username", "maya"), ("password", "b")]).await.ok::<AuthSession>();
    let error = link.accounts(&begun.id).await.refused(400, "no_eligible_accounts");
    let extra = error.extra_fields.expect("extra fields");
    assert_eq!(
        (extra.reason.as_deref(), extra.total_accounts_count),
        (Some("no_requested_kind_of_account_found"), Some(10))
    );

    let everyday = app.state.directory.iter().find(|record| {
        record.flow == linkspan_wire::link::AuthFlow::Credentials
            && record.behaviour == linkspan_directory::Behaviour::Everyday
    });
    let (_, accounts) = link.authorized(&everyday.expect("an everyday bank").id).await;
    for row in &accounts.data {
        let expected =
            (row.subcategory != Subcategory::CreditCard).then_some(UnavailableReason::KindNotRequested);
        assert_eq!(row.unavailable, expected, "{row:?}");
    }
}

#[tokio::test]
async fn accounts_that_cannot_pay_are_out_where_all_must() {
    let app = App::start().await;
    for support in [PaymentMethodSupport::All, PaymentMethodSupport::AtLeastOne] {
        let link = Link::new(&app, |row| row.filters.require_payment_method_support = Some(support)).await;
        let signed_in = link.signed_in(bank::NO_PAYMENTS).await;
        let error = link.accounts(&signed_in.id).await.refused(400, "no_eligible_accounts");
        assert!(error.extra_fields.expect("extra fields").total_accounts_count > Some(0));
    }
    let link = Link::new(&app, |_| {}).await;
    let (_, accounts) = link.authorized(bank::NO_PAYMENTS).await;
    assert!(accounts.data.iter().all(linkspan_wire::link::PartnerAccount::selectable));
}

#[tokio::test]
async fn a_bank_without_accounts_is_an_error_and_no_empty_choice() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::KEYWORDS).await.ok();
    link.credentials(&begun.id, &[("username", "none"), ("password", "b")]).await.ok::<AuthSession>();
    link.accounts(&begun.id).await.refused(502, "accounts_unavailable");
}

#[tokio::test]
async fn a_bank_that_fails_after_its_yes_can_be_asked_again() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    app.desk.break_path("/accounts", StatusCode::SERVICE_UNAVAILABLE);
    let signed_in = link.signed_in(bank::CREDENTIALS).await;
    assert_eq!(signed_in.status, linkspan_wire::link::AuthStatus::Authorized);
    link.accounts(&signed_in.id).await.refused(503, "institution_unavailable_unplanned");
    app.desk.break_path("/accounts", StatusCode::INTERNAL_SERVER_ERROR);
    link.accounts(&signed_in.id).await.refused(502, "accounts_unavailable");
    app.desk.mend("/accounts");
    assert_eq!(link.accounts(&signed_in.id).await.ok::<PartnerAccounts>().data.len(), 10);
}

#[tokio::test]
async fn many_readers_at_once_see_the_same_ids() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    app.desk.break_path("/accounts", StatusCode::SERVICE_UNAVAILABLE);
    let signed_in = link.signed_in(bank::CREDENTIALS).await;
    app.desk.mend("/accounts");
    let readers = (0..8).map(|_| link.accounts(&signed_in.id));
    let seen: Vec<PartnerAccounts> =
        futures::future::join_all(readers).await.into_iter().map(crate::support::link::Reply::ok).collect();
    assert!(seen.iter().all(|accounts| *accounts == seen[0]));
}

#[tokio::test]
async fn what_was_chosen_in_this_session_is_marked_and_takes_no_second_place() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.limit_accounts = Some(2)).await;
    let (first, accounts) = link.authorized(bank::CREDENTIALS).await;
    link.select(&first.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
    let (second, again) = link.authorized(bank::CREDENTIALS).await;
    let known = again.data.last().expect("an account");
    assert!(known.linked_account.is_some(), "{again:?}");
    assert_eq!((&known.name, &known.last4), (&accounts.data[0].name, &accounts.data[0].last4));
    assert!(again.data[..again.data.len() - 1].iter().all(|row| row.linked_account.is_none()));
    let manifest: Manifest = link.select(&second.id, &[&known.id, &again.data[0].id]).await.ok();
    assert_eq!(manifest.linked_accounts.len(), 2);
}
