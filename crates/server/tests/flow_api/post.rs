//! A mail server of the test.

use std::sync::Mutex;

use linkspan_server::mail::{self, Mail, Mailer, Sending};

use crate::support::app::App;

/// What was sent: address and text.
#[derive(Default)]
pub struct Post(Mutex<Vec<(String, String)>>);

impl Mailer for Post {
    fn send(&self, mail: Mail) -> Sending<'_> {
        self.0.lock().expect("a lock").push((mail.to, mail.body));
        Box::pin(async { Ok(()) })
    }
}

impl Post {
    /// All of it, once everything that is due was sent.
    pub async fn of(&self, app: &App) -> Vec<(String, String)> {
        mail::round(&app.state).await.expect("a round");
        self.0.lock().expect("a lock").clone()
    }
}

/// The code in the last message.
pub fn code(post: &[(String, String)]) -> String {
    let body = &post.last().expect("a message").1;
    body.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6).expect("a code").to_owned()
}
