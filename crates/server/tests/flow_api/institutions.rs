//! Banks to choose from.

use linkspan_wire::link::{Institutions, path};
use serde_json::json;

use crate::{
    bank,
    support::{App, Link},
};

#[tokio::test]
async fn featured_and_found_ones_come_with_all_the_picker_shows() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let featured: Institutions = link.post(path::FEATURED_INSTITUTIONS, json!({})).await.ok();
    assert!(featured.data.len() >= 6, "{}", featured.data.len());

    let found: Institutions =
        link.post(path::INSTITUTIONS, json!({ "query": "bank oath", "limit": 5 })).await.ok();
    assert!(found.data.iter().any(|one| one.id == bank::CHOOSE_AT_BANK), "{:?}", found.data);
    assert!(found.data.len() <= 5);
    let none: Institutions =
        link.post(path::INSTITUTIONS, json!({ "query": "zzzzqqqq", "limit": 5 })).await.ok();
    assert!(none.data.is_empty());
}

#[tokio::test]
async fn the_sessions_country_narrows_them() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.filters.country = Some("CA".into())).await;
    link.consent().await;
    let featured: Institutions = link.post(path::FEATURED_INSTITUTIONS, json!({})).await.ok();
    assert!(featured.data.is_empty(), "every test institution is in the US");
    let found: Institutions =
        link.post(path::INSTITUTIONS, json!({ "query": "bank", "limit": 5 })).await.ok();
    assert!(found.data.is_empty());
    let error = link.choose(bank::CREDENTIALS).await.refused(404, "resource_missing");
    assert_eq!(error.param.as_deref(), Some("institution"));
}

#[tokio::test]
async fn a_question_out_of_bounds_names_its_field() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    for (body, param) in [
        (json!({ "query": "é".repeat(201), "limit": 5 }), "query"),
        (json!({ "query": "a", "limit": 0 }), "limit"),
        (json!({ "query": "a", "limit": 51 }), "limit"),
    ] {
        let error = link.post(path::INSTITUTIONS, body).await.refused(400, "parameter_invalid");
        assert_eq!(error.param.as_deref(), Some(param));
    }
    link.post(path::INSTITUTIONS, json!({ "query": "é".repeat(200), "limit": 50 }))
        .await
        .ok::<Institutions>();
    link.post(path::INSTITUTIONS, json!({ "query": "a", "limit": -1 })).await.refused(400, "body_invalid");
}
