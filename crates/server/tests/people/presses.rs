//! How often a person has to press something, from the open flow to success: at the first link, and
//! at the next merchant after saving. The real state machine, the real server.

use linkspan_machine::{Effect, Event, Flow, Screen};
use linkspan_server::store::{customers, mails, sessions::SessionRow};
use linkspan_wire::link::{FieldValue, Health, Institution, institution::SAVED};

use crate::{
    support::{App, app::TestMerchant},
    transport::{Api, deliver},
};

const EMAIL: &str = "maya.lind@mail.example";
/// Most presses that a return may take.
const MOST_AT_RETURN: u32 = 3;
/// Requests and pauses behind one press: more is a flow that does not settle.
const MOST_EFFECTS: u32 = 50;

struct Hand<'a> {
    api: Api<'a>,
    flow: Flow,
    presses: u32,
}

impl<'a> Hand<'a> {
    /// The flow of a customer whose address the merchant knows, open.
    async fn opens(app: &'a App, merchant: &TestMerchant) -> Self {
        let customer = app.customer(merchant).await;
        let pool = app.state.store.pool();
        let row = customers::find(pool, &merchant.id, &customer).await.expect("an answer");
        let mut row = row.expect("a customer");
        row.email = Some(EMAIL.into());
        customers::save(pool, &row).await.expect("kept");
        let session = app.session(merchant, &customer, |_: &mut SessionRow| {}).await;
        let api = Api::new(app, &merchant.publishable_key, &session.client_secret);
        let mut hand = Self { api, flow: Flow::new(), presses: 0 };
        hand.happens(Event::Start).await;
        hand
    }

    async fn presses(&mut self, event: Event) {
        self.presses += 1;
        self.happens(event).await;
    }

    /// The event with all that follows from it, until the flow waits for the person.
    async fn happens(&mut self, event: Event) {
        let mut open = self.flow.step(event);
        for _ in 0..MOST_EFFECTS {
            let Some(effect) = open.pop() else { return };
            let answer = match (&effect, self.api.send(&effect).await) {
                (_, Some(reply)) => deliver(&effect, Ok(reply)),
                (Effect::Wait(ticket, _), None) => Some(Event::Elapsed(*ticket)),
                _ => None,
            };
            if let Some(event) = answer {
                open.extend(self.flow.step(event));
            }
        }
        panic!("does not settle: {:?}", self.flow);
    }

    async fn types(&mut self, values: &[(&str, &str)]) {
        let value =
            |(name, value): &(&str, &str)| FieldValue { name: (*name).into(), value: (*value).into() };
        self.presses(Event::SubmitCredentials(values.iter().map(value).collect())).await;
    }

    /// The code in the newest e-mail.
    async fn code(&self) -> String {
        let state = &self.api.app.state;
        let mail = mails::waiting(state.store.pool(), 1).await.expect("an answer").remove(0);
        let (to, body) = mail.open(&state.keyring).expect("opened");
        assert_eq!(to, EMAIL);
        body.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6).expect("a code").to_owned()
    }

    fn is_at_success(&self) -> bool {
        matches!(self.flow.screen(), Screen::Success(_))
    }
}

fn bank() -> Institution {
    Institution {
        id: "bcinst_test_credentials".into(),
        name: "Test (Non-OAuth)".into(),
        url: None,
        icon: None,
        color: "#123456".into(),
        health: Health::Normal,
    }
}

#[tokio::test]
async fn a_return_takes_three_presses() {
    let app = App::start().await;
    let shop = app.merchant("Shop").await;
    let mut first = Hand::opens(&app, &shop).await;
    first.presses(Event::Agree).await;
    first.presses(Event::Pick(bank())).await;
    first.types(&[("username", "maya"), ("password", "open sesame")]).await;
    first.presses(Event::Share).await;
    assert!(first.is_at_success(), "{:?}", first.flow);
    let at_first = first.presses;
    let linked = first.flow.manifest().expect("a manifest").linked_accounts.clone();
    first.presses(Event::SaveAccounts).await;
    first.types(&[("email", EMAIL), ("phone", "")]).await;
    let code = first.code().await;
    first.types(&[("code", &code)]).await;
    assert!(first.is_at_success(), "{:?}", first.flow);
    let to_save = first.presses - at_first;
    first.presses(Event::Done).await;

    let other = app.merchant("Other").await;
    let mut next = Hand::opens(&app, &other).await;
    next.presses(Event::Agree).await;
    let seen = format!("{:?}", next.flow);
    assert!(matches!(next.flow.screen(), Screen::PartnerAuth(pane) if pane.auth.institution.id == SAVED));
    // By themselves: within an id such digits mean nothing.
    let words: Vec<&str> = seen.split(|sign: char| !sign.is_ascii_alphanumeric()).collect();
    for account in &linked {
        assert!(!seen.contains(&account.display_name), "{} before the code", account.display_name);
        let last4 = account.last4.as_deref().expect("digits");
        assert!(!words.contains(&last4), "{last4} before the code");
    }
    let code = next.code().await;
    next.types(&[("code", &code)]).await;
    next.presses(Event::Share).await;
    assert!(next.is_at_success(), "{:?}", next.flow);
    println!(
        "presses to success: {at_first} at the first link, {to_save} to save, {} on return",
        next.presses
    );
    assert!(next.presses <= MOST_AT_RETURN && next.presses < at_first, "{} presses", next.presses);
    assert_eq!(next.flow.manifest().expect("a manifest").linked_accounts.len(), linked.len());
}
