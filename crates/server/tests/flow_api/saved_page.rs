//! The page on which a person sees, removes and forgets what they saved.

mod code;
mod person;

use linkspan_server::{at_rest::Keyring, store::consumers};
use linkspan_wire::link::Pane;
use reqwest::StatusCode;

use crate::{
    saved::{EMAIL, flow, somebody},
    support::app::App,
};
use person::Person;

#[tokio::test]
async fn what_was_saved_is_seen_and_removed() {
    let app = App::start().await;
    somebody(&app).await;
    let person = Person::signed_in(&app, EMAIL).await;
    let page = person.get("/saved").await;
    for text in ["Saved under Maya.Lind@mail.example", "Test (Non-OAuth)", "Saved on "] {
        assert!(page.text.contains(text), "{text} is not in {page:?}");
    }
    assert!(!page.text.contains("last used on"), "saving is no use: {page:?}");
    let accounts = page.accounts();
    assert_eq!(accounts.len(), 2);

    let removed = person.post("/saved/remove", &[("account", &accounts[0])]).await;
    assert_eq!(removed.status, StatusCode::OK);
    assert!(removed.text.contains("Removed. It is not offered"), "{removed:?}");
    assert_eq!(removed.accounts(), accounts[1..]);
    // Once more changes nothing, and neither does an id that is nobody's.
    assert_eq!(person.post("/saved/remove", &[("account", &accounts[0])]).await.accounts(), accounts[1..]);
    assert_eq!(person.post("/saved/remove", &[("account", "cnsacct_1")]).await.accounts(), accounts[1..]);

    let other = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let auth = other.consent().await.active_auth_session.expect("a sign-in");
    other.credentials(&auth.id, &[("code", "111111")]).await;
    let offered: linkspan_wire::link::PartnerAccounts = other.accounts(&auth.id).await.ok();
    assert_eq!(offered.data.len(), 1, "the removed one is not offered");
    other.select(&auth.id, &[&offered.data[0].id]).await.ok::<linkspan_wire::link::Manifest>();
    assert!(person.get("/saved").await.text.contains("last used on"));
    let last = person.post("/saved/remove", &[("account", &accounts[1])]).await;
    assert!(last.text.contains("Nothing is saved under"), "{last:?}");
    assert_eq!(flow(&app, &other.merchant, EMAIL).await.consent().await.next_pane, Pane::InstitutionPicker);
}

#[tokio::test]
async fn everything_is_forgotten_after_a_question() {
    let app = App::start().await;
    somebody(&app).await;
    let person = Person::signed_in(&app, EMAIL).await;
    let elsewhere = Person::signed_in(&app, EMAIL).await;
    let asked = person.get("/saved/forget").await;
    assert!(asked.text.contains("Forget everything?") && asked.text.contains("cannot be taken back"));
    assert_eq!(app.count("SELECT COUNT(*) FROM saved_accounts").await, 2, "asking is not doing");

    let done = person.post("/saved/forget", &[]).await;
    assert!(done.text.contains("Everything is forgotten."), "{done:?}");
    for table in [
        "SELECT COUNT(*) FROM saved_accounts",
        "SELECT COUNT(*) FROM consumers",
        "SELECT COUNT(*) FROM consumer_codes",
        "SELECT COUNT(*) FROM consumer_sessions",
        "SELECT COUNT(*) FROM saved_visits",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    assert!(!elsewhere.get("/saved").await.text.contains("Test (Non-OAuth)"), "signed out everywhere");
    let other = flow(&app, &app.merchant("Other").await, EMAIL).await;
    assert_eq!(other.consent().await.next_pane, Pane::InstitutionPicker);
}

#[tokio::test]
async fn a_return_that_is_under_way_gets_nothing_that_was_forgotten() {
    let app = App::start().await;
    somebody(&app).await;
    let other = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let auth = other.consent().await.active_auth_session.expect("a sign-in");
    let person = Person::signed_in(&app, EMAIL).await;
    person.post("/saved/forget", &[]).await;
    let asked: linkspan_wire::link::AuthSession =
        other.credentials(&auth.id, &[("code", "111111")]).await.ok();
    assert_eq!(asked.step.and_then(|step| step.error).map(|error| error.code).as_deref(), Some("expired"));
    other.accounts(&auth.id).await.refused(400, "step_not_allowed");
}

#[tokio::test]
async fn a_phone_is_removed() {
    let app = App::start().await;
    somebody(&app).await;
    let pool = app.state.store.pool();
    let person = consumers::find_by_email_hash(pool, &consumers::email_hash(&app.state.keyring, EMAIL))
        .await
        .expect("an answer");
    let id = person.expect("a person").id;
    consumers::set_phone(pool, &app.state.keyring, &id, Some("+12125550123")).await.expect("kept");
    let person = Person::signed_in(&app, EMAIL).await;
    let page = person.get("/saved").await.text;
    assert!(page.contains("a phone ending in 23") && !page.contains("0123"), "{page}");
    assert!(person.post("/saved/phone/remove", &[]).await.text.contains("The phone is removed."));
    assert_eq!(app.count("SELECT COUNT(phone) FROM consumers").await, 0);
}

#[tokio::test]
async fn agreements_of_the_same_person_are_listed_and_no_others() {
    let app = App::start().await;
    somebody(&app).await;
    let stranger = flow(&app, &app.merchant("Strange").await, "else@mail.example").await;
    stranger.linked(crate::bank::CREDENTIALS, 1).await;
    let person = Person::signed_in(&app, EMAIL).await;
    let page = person.get("/saved").await.text;
    assert!(page.contains("Shop, since ") && !page.contains("Strange"), "{page}");
    let path = page.split("/sharing/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let sharing = person.get(&format!("/sharing/{path}")).await.text;
    assert!(sharing.contains("What you share with Shop") && sharing.contains("href=\"/saved\""), "{sharing}");
    person.browser.0.post(person.url(&format!("/sharing/{path}/withdraw"))).send().await.expect("an answer");
    assert!(person.get("/saved").await.text.contains("Shop, stopped on "));
}

#[tokio::test]
async fn a_visit_ends_by_itself_and_by_hand() {
    let app = App::start().await;
    somebody(&app).await;
    let person = Person::signed_in(&app, EMAIL).await;
    assert!(person.post("/saved/sign-out", &[]).await.text.contains("You are signed out."));
    assert!(!person.get("/saved").await.text.contains("Test (Non-OAuth)"));

    let person = Person::signed_in(&app, EMAIL).await;
    app.clock.advance(15 * 60);
    let late = person.post("/saved/remove", &[("account", "x")]).await;
    assert!(!late.text.contains("Test (Non-OAuth)"), "{late:?}");
    assert!(!person.get("/saved").await.text.contains("Test (Non-OAuth)"));
    linkspan_server::sweep::round(&app.state).await.expect("a round");
    assert_eq!(app.count("SELECT COUNT(*) FROM saved_visits").await, 0);
}

#[tokio::test]
async fn no_other_site_can_press_anything() {
    let app = App::start().await;
    somebody(&app).await;
    let person = Person::signed_in(&app, EMAIL).await;
    let token = person.get("/saved").await.token();
    let stranger = Person::signed_in(&app, EMAIL).await.get("/saved").await.token();
    for path in ["/saved/forget", "/saved/remove", "/saved/sign-out", "/saved/email", "/saved/code"] {
        let post = |token: &str, site: Option<&str>| {
            let request = person.browser.0.post(person.url(path)).form(&[("token", token)]);
            site.map_or_else(
                || request.try_clone().expect("a request"),
                |site| request.try_clone().expect("a request").header("sec-fetch-site", site),
            )
        };
        for (token, site) in [
            ("", None),
            ("x", None),
            (&*stranger, None),
            (&*token, Some("cross-site")),
            (&*token, Some("same-site")),
        ] {
            let reply = post(token, site).send().await.expect("an answer");
            assert_eq!(reply.status(), StatusCode::FORBIDDEN, "{path} {site:?}");
        }
    }
    assert_eq!(app.count("SELECT COUNT(*) FROM saved_accounts").await, 2);
    assert!(person.get("/saved").await.text.contains("Test (Non-OAuth)"), "still signed in");
}

#[tokio::test]
async fn the_cookie_is_new_after_the_code_and_only_its_hash_is_kept() {
    let app = App::start().await;
    somebody(&app).await;
    let person = Person::new(&app);
    let before = person.asked_for_a_code(EMAIL).await;
    let after = person.cookie_of("/saved/code", &[("code", "111111")]).await;
    assert_ne!(before, after);
    let old = app.http.get(person.url("/saved")).header("cookie", &before).send().await.expect("an answer");
    assert!(!old.text().await.expect("a text").contains("Test (Non-OAuth)"), "the old one opens nothing");
    let kept: Vec<(String, String)> = sqlx::query_as("SELECT token_hash, email FROM saved_visits")
        .fetch_all(app.state.store.pool())
        .await
        .expect("rows");
    let value = after.split('=').nth(1).expect("a value");
    for (hash, email) in kept {
        assert!(hash != value && !email.contains("maya"), "{hash} {email}");
    }
}

#[tokio::test]
async fn the_page_speaks_the_browsers_language_under_a_strict_policy() {
    let app = App::start().await;
    let person = Person::new(&app);
    let request = person.browser.0.get(person.url("/saved")).header("accept-language", "fr-FR,fr;q=0.9");
    let reply = request.send().await.expect("an answer");
    let header = |name: &str| reply.headers()[name].to_str().expect("text").to_owned();
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part) && !policy.contains("script"), "{policy}");
    }
    assert_eq!((&*header("cache-control"), &*header("referrer-policy")), ("no-store", "no-referrer"));
    assert!(header("set-cookie").contains("HttpOnly; SameSite=Strict"));
    let page = reply.text().await.expect("a text");
    assert!(page.contains("Vos comptes enregistrés") && page.contains("lang=\"fr\""), "{page}");
    // Addresses of forms, opened by themselves, lead to the page.
    for path in ["/saved/email", "/saved/code", "/saved/remove", "/saved/forget", "/saved/sign-out"] {
        assert_eq!(person.get(path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
}

#[tokio::test]
async fn addresses_are_found_however_they_are_written() {
    let keyring = Keyring::new(&[8; 32], &[]);
    let hash = |email| consumers::email_hash(&keyring, email);
    assert_eq!(hash(" Maya@Mail.example"), hash("maya@mail.example"));
    assert_ne!(
        hash("maya@mail.example"),
        consumers::email_hash(&Keyring::new(&[9; 32], &[]), "maya@mail.example")
    );
}
