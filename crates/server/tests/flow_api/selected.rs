//! The accounts that the person ticked.

use linkspan_wire::{
    link::{Manifest, Pane, path},
    session::PaymentMethodSupport,
};
use serde_json::json;

use crate::{
    bank,
    support::{App, Link},
};

#[tokio::test]
async fn what_is_ticked_is_linked_only_at_the_end() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
    let manifest: Manifest =
        link.select(&auth_session.id, &[&accounts.data[2].id, &accounts.data[0].id]).await.ok();
    assert_eq!(manifest.next_pane, Pane::Success);
    let names: Vec<&str> = manifest.linked_accounts.iter().map(|account| &*account.display_name).collect();
    assert_eq!(names, [&accounts.data[2].name, &accounts.data[0].name]);
    assert_eq!(app.count("SELECT COUNT(*) FROM accounts").await, 0);
    assert_eq!(app.count("SELECT COUNT(*) FROM events").await, 0);
}

#[tokio::test]
async fn only_what_was_offered_can_be_ticked() {
    let app = App::start().await;
    let (one, other) = (Link::new(&app, |_| {}).await, Link::new(&app, |_| {}).await);
    let (auth_session, accounts) = one.authorized(bank::CREDENTIALS).await;
    let (_, foreign) = other.authorized(bank::CREDENTIALS).await;
    let mine = &*accounts.data[0].id;
    for selected in [vec![], vec![mine, mine], vec![mine, &foreign.data[1].id], vec!["bcacc_nothing"]] {
        let error = one.select(&auth_session.id, &selected).await.refused(400, "parameter_invalid");
        assert_eq!(error.param.as_deref(), Some("selected_accounts"));
    }
    one.post(path::SELECTED_ACCOUNTS, json!({ "auth_session": auth_session.id }))
        .await
        .refused(400, "parameter_missing");
    assert_eq!(one.manifest().await.next_pane, Pane::AccountPicker);
}

#[tokio::test]
async fn a_row_that_is_out_cannot_be_ticked_all_the_same() {
    let app = App::start().await;
    let kinds = vec![linkspan_wire::account::Subcategory::Checking];
    let link = Link::new(&app, |row| row.filters.account_subcategories = Some(kinds)).await;
    let everyday = app.state.directory.iter().filter(|record| {
        record.flow == linkspan_wire::link::AuthFlow::Credentials
            && record.behaviour == linkspan_directory::Behaviour::Everyday
    });
    for record in everyday {
        let (auth_session, accounts) = link.authorized(&record.id).await;
        if let Some(out) = accounts.data.iter().find(|row| !row.selectable()) {
            link.select(&auth_session.id, &[&out.id]).await.refused(400, "parameter_invalid");
            return;
        }
    }
    panic!("no bank with another kind of account");
}

#[tokio::test]
async fn the_limit_holds_over_all_banks() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.limit_accounts = Some(3)).await;
    let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
    let ids: Vec<&str> = accounts.data.iter().map(|row| &*row.id).collect();
    let error = link.select(&auth_session.id, &ids[..4]).await.refused(400, "parameter_invalid");
    assert!(error.message.expect("a message").contains("(3)"));
    link.select(&auth_session.id, &ids[..2]).await.ok::<Manifest>();
    link.link_more().await.ok::<Manifest>();
    let (auth_session, accounts) = link.authorized(bank::KEYWORDS).await;
    let ids: Vec<&str> = accounts.data.iter().map(|row| &*row.id).collect();
    link.select(&auth_session.id, &ids[..2]).await.refused(400, "parameter_invalid");
    let manifest: Manifest = link.select(&auth_session.id, &ids[..1]).await.ok();
    assert_eq!(manifest.linked_accounts.len(), 3);
}

#[tokio::test]
async fn a_single_account_means_one() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.limit_accounts = Some(1)).await;
    assert!(link.manifest().await.single_account);
    let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
    let ids: Vec<&str> = accounts.data.iter().map(|row| &*row.id).collect();
    link.select(&auth_session.id, &ids[..2]).await.refused(400, "parameter_invalid");
    link.select(&auth_session.id, &ids[1..2]).await.ok::<Manifest>();
}

#[tokio::test]
async fn the_choice_can_be_repeated_and_changed() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
    let ids: Vec<&str> = accounts.data.iter().map(|row| &*row.id).collect();
    let first: Manifest = link.select(&auth_session.id, &ids[..2]).await.ok();
    let repeat: Manifest = link.select(&auth_session.id, &ids[..2]).await.ok();
    let account_ids =
        |manifest: &Manifest| manifest.linked_accounts.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(account_ids(&first), account_ids(&repeat));
    let changed: Manifest = link.select(&auth_session.id, &ids[1..2]).await.ok();
    assert_eq!(account_ids(&changed), account_ids(&first)[1..]);
}

#[tokio::test]
async fn one_that_pays_is_needed_where_one_must() {
    let app = App::start().await;
    let link = Link::new(&app, |row| {
        row.filters.require_payment_method_support = Some(PaymentMethodSupport::AtLeastOne);
    })
    .await;
    let (paying, accounts) = link.authorized(bank::CREDENTIALS).await;
    let pays = accounts.data.iter().find(|row| !row.supported_payment_method_types.is_empty());
    link.select(&paying.id, &[&pays.expect("one that pays").id]).await.ok::<Manifest>();
    let everyday = app.state.directory.iter().filter(|record| {
        record.flow == linkspan_wire::link::AuthFlow::Credentials
            && record.behaviour == linkspan_directory::Behaviour::Everyday
    });
    for record in everyday {
        let link = Link::new(&app, |row| {
            row.filters.require_payment_method_support = Some(PaymentMethodSupport::AtLeastOne);
        })
        .await;
        let (auth_session, accounts) = link.authorized(&record.id).await;
        let idle = accounts.data.iter().find(|row| row.supported_payment_method_types.is_empty());
        if let Some(idle) = idle {
            assert!(accounts.needs_payments && idle.selectable());
            link.select(&auth_session.id, &[&idle.id]).await.refused(400, "parameter_invalid");
            return;
        }
    }
    panic!("no bank with an account that cannot pay");
}
