//! Before the code: nothing is shown, and nothing tells whether somebody saved something.

use std::sync::Arc;

use linkspan_server::{mail::Mailer, store::consumers};
use reqwest::StatusCode;

use super::person::Person;
use crate::{
    post::{Post, code},
    saved::{EMAIL, somebody},
    support::app::App,
};

const STRANGER: &str = "Mara.Land@mail.example";

#[tokio::test]
async fn an_unknown_address_is_treated_like_a_known_one() {
    let app = App::start().await;
    somebody(&app).await;
    let (known, unknown) = (Person::new(&app), Person::new(&app));
    // One code was sent in the flow; from then on both get as many.
    unknown.asked_for_a_code(STRANGER).await;
    let same = async |path: &str, of_known: &[(&str, &str)], of_unknown: &[(&str, &str)]| {
        let (one, other) = (known.post(path, of_known).await, unknown.post(path, of_unknown).await);
        // What was typed stays in its field.
        let (words, others) = (one.words().replace(EMAIL, "…"), other.words().replace(STRANGER, "…"));
        assert_eq!((one.status, words), (other.status, others), "{path}");
        let (seen, others) = (known.get("/saved").await, unknown.get("/saved").await);
        assert_eq!(seen.words(), others.words());
        for text in [&one.text, &other.text, &seen.text, &others.text] {
            assert!(!text.contains("Non-OAuth") && !text.contains("••••"), "{text}");
        }
        one
    };
    let code = async |code: &str| {
        let fields = [("code", code)];
        same("/saved/code", &fields, &fields).await
    };
    same("/saved/email", &[("email", EMAIL)], &[("email", STRANGER)]).await;
    let wrong = code("000001").await;
    assert!(wrong.text.contains("Tries left: 4") && wrong.text.contains("role=\"alert\""), "{wrong:?}");
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(code("").await.text.contains("Tries left: 3"));
    assert!(code("000002").await.text.contains("That code is no longer valid"));
    assert!(same("/saved/code/new", &[], &[]).await.text.contains("a new code is on its way"));
    assert!(code("000001").await.text.contains("Tries left: 4"), "of the new one");
    assert!(code("000003").await.text.contains("Wrong too often"));
    for _ in 0..2 {
        same("/saved/email", &[("email", EMAIL)], &[("email", STRANGER)]).await;
    }
    let over = same("/saved/code/new", &[], &[]).await;
    assert!(over.text.contains("Too many codes"), "{over:?}");
    known.post("/saved/sign-out", &[]).await;
    unknown.post("/saved/sign-out", &[]).await;
    let over = same("/saved/email", &[("email", EMAIL)], &[("email", STRANGER)]).await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    app.clock.advance(3600);
    same("/saved/email", &[("email", EMAIL)], &[("email", STRANGER)]).await;
}

#[tokio::test]
async fn what_is_no_address_is_asked_again() {
    let app = App::start().await;
    let person = Person::new(&app);
    for wrong in ["", "nobody", "a b@mail.example", "<b>@x@y"] {
        let page = person.post("/saved/email", &[("email", wrong)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(
            page.text.contains("That is not an e-mail address") && !page.text.contains("<b>"),
            "{page:?}"
        );
    }
    assert_eq!(app.count("SELECT COUNT(*) FROM saved_visits").await, 0);
}

#[tokio::test]
async fn where_e_mails_leave_only_the_code_that_was_sent_opens() {
    let post = Arc::new(Post::default());
    let app = App::start_with(Some(Arc::clone(&post) as Arc<dyn Mailer>), None).await;
    let mut tx = app.state.store.begin_write("x").await.expect("a transaction");
    consumers::ensure(&mut tx, &app.state.keyring, EMAIL, app.state.now()).await.expect("a person");
    tx.commit().await.expect("kept");

    let stranger = Person::new(&app);
    stranger.asked_for_a_code(STRANGER).await;
    assert!(post.of(&app).await.is_empty(), "nobody is written to who saved nothing");

    let person = Person::new(&app);
    person.asked_for_a_code(EMAIL).await;
    let sent = post.of(&app).await;
    assert_eq!((sent.len(), &*sent[0].0), (1, EMAIL));
    assert!(sent[0].1.contains(&person.url("/saved")), "the e-mail says where the page is: {}", sent[0].1);
    let right = code(&sent);
    let wrong = if right == "111111" { "222222" } else { "111111" };
    assert!(person.post("/saved/code", &[("code", wrong)]).await.text.contains("Tries left: 4"));
    assert!(person.get("/saved").await.text.contains("Enter the code"));
    assert_eq!(stranger.post("/saved/code", &[("code", &right)]).await.status, StatusCode::BAD_REQUEST);
    app.clock.advance(10 * 60);
    assert!(
        person.post("/saved/code", &[("code", &right)]).await.text.contains("That code is no longer valid")
    );
    person.post("/saved/code/new", &[]).await;
    let right = code(&post.of(&app).await);
    assert_eq!(person.post("/saved/code", &[("code", &right)]).await.status, StatusCode::SEE_OTHER);
    assert!(person.get("/saved").await.text.contains("Nothing is saved under Maya.Lind@mail.example"));
    let again = Person::new(&app);
    again.asked_for_a_code(EMAIL).await;
    assert_eq!(again.post("/saved/code", &[("code", &right)]).await.status, StatusCode::BAD_REQUEST, "used");
}

#[tokio::test]
async fn many_guesses_at_once_are_no_more_than_five() {
    let post = Arc::new(Post::default());
    let app = App::start_with(Some(Arc::clone(&post) as Arc<dyn Mailer>), None).await;
    let mut tx = app.state.store.begin_write("x").await.expect("a transaction");
    consumers::ensure(&mut tx, &app.state.keyring, EMAIL, app.state.now()).await.expect("a person");
    tx.commit().await.expect("kept");
    let somebody_else = Person::new(&app);
    somebody_else.asked_for_a_code(EMAIL).await;
    let token = somebody_else.get("/saved").await.token();
    let guesses = (0..40).map(|guess| {
        let code = format!("{guess:06}");
        let request = somebody_else.browser.0.post(somebody_else.url("/saved/code"));
        let request = request.form(&[("token", &*token), ("code", &*code)]);
        tokio::spawn(async move { request.send().await.expect("an answer").status() })
    });
    for guess in guesses.collect::<Vec<_>>() {
        guess.await.expect("an end");
    }
    let counted = app.count("SELECT attempts FROM consumer_codes").await;
    assert_eq!(counted, 5, "looked at more answers than it counted, or fewer");
}
