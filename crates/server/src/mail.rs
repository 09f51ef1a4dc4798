//! E-mails and texts: a queue in the database, and what takes them away.
//!
//! Without a mail server (the sandbox) all stay where they are and can be read by the test helper
//! `GET /v1/test_helpers/financial_connections/inbox`.

use std::{fmt, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

use crate::{
    AppState,
    store::mails::{self, Channel, MailRow},
    texts::Text,
};

/// Longest sleep: finds what another process queued.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// Longer than sending one takes. Seconds after which a message of a process that was killed is taken by another; also between tries.
const LEASE: i64 = 60;
/// Tries. A code is of no use after that.
const MOST_ATTEMPTS: i64 = 5;

/// One e-mail. No `Debug`: it carries a code.
pub struct Mail {
    /// Address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// What takes e-mails away.
pub trait Mailer: Send + Sync {
    /// Sends one.
    fn send(&self, mail: Mail) -> Sending<'_>;
}

/// How sending ends.
pub type Sending<'a> = std::pin::Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>>;

/// Why a message was not sent. Carries no address.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Not an address that mail can be sent to, or from.
    #[error("an address is none")]
    Address,
    /// The message could not be made.
    #[error("the message could not be made")]
    Message,
    /// The mail server, or the gateway, refused it or could not be reached.
    #[error("the server for it did not take it: {0}")]
    Server(String),
}

/// Why the mail server's address is no good.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingError {
    /// Not `smtp://` or `smtps://`. The address may have a password in it, so it is not repeated.
    #[error("--smtp-url (LINKSPAN_SMTP_URL): not an address such as smtps://user:password@host")]
    Url,
    /// No sender.
    #[error("--mail-from (LINKSPAN_MAIL_FROM): not an address such as Linkspan <link@shop.example>")]
    From,
}

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// The server at `url`, with what it is told to be from.
    ///
    /// # Errors
    /// [`MailSettingError`] names the setting.
    pub fn new(url: &str, from: &str) -> Result<Self, MailSettingError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
        let transport = transport.map_err(|_| MailSettingError::Url)?.build();
        Ok(Self { transport, from: from.parse().map_err(|_| MailSettingError::From)? })
    }

    async fn deliver(&self, mail: Mail) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.to.parse().map_err(|_| MailError::Address)?)
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body)
            .map_err(|_| MailError::Message)?;
        let sent = self.transport.send(message).await;
        sent.map(drop).map_err(|error| {
            MailError::Server(
                error.status().map_or_else(|| "no answer".to_owned(), |status| status.to_string()),
            )
        })
    }
}

impl Mailer for Smtp {
    fn send(&self, mail: Mail) -> Sending<'_> {
        Box::pin(self.deliver(mail))
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Smtp(…)")
    }
}

/// Runs until the task is aborted. All that it knows is in the database, so it can be.
pub async fn run(state: AppState) {
    loop {
        let woken = state.mails_due.notified();
        if let Err(error) = round(&state).await {
            tracing::error!(%error, "messages could not be read; it is tried again");
        }
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep(LONGEST_SLEEP) => {}
        }
    }
}

/// Sends all that is due now.
///
/// # Errors
/// When the database fails. What was taken comes back after a while.
pub async fn round(state: &AppState) -> Result<(), sqlx::Error> {
    if let Some(mailer) = &state.mailer {
        while let Some(row) = mails::claim(&state.store, Channel::Email, (state.now(), LEASE)).await? {
            let (to, body) = row.open(&state.keyring)?;
            let sent = mailer.send(Mail { to, subject: row.subject.clone(), body }).await;
            settle(state, &row, sent).await?;
        }
    }
    if let Some(texter) = &state.texter {
        while let Some(row) = mails::claim(&state.store, Channel::Sms, (state.now(), LEASE)).await? {
            let (to, body) = row.open(&state.keyring)?;
            let sent = texter.send(Text { to, body }).await;
            settle(state, &row, sent).await?;
        }
    }
    Ok(())
}

async fn settle(state: &AppState, row: &MailRow, sent: Result<(), MailError>) -> Result<(), sqlx::Error> {
    match sent {
        Ok(()) => mails::end(state.store.pool(), &row.id, true).await,
        Err(error) => {
            tracing::warn!(mail = row.id, channel = row.channel, %error, "a message was not sent");
            let hopeless = matches!(error, MailError::Address | MailError::Message);
            if hopeless || row.attempts >= MOST_ATTEMPTS {
                mails::end(state.store.pool(), &row.id, false).await?;
            }
            Ok(())
        }
    }
}
