//! One-time codes that show who somebody is: six digits, good for ten minutes and five tries, five an
//! hour. The same for the flow and for the page of saved accounts.
//!
//! All of it goes by an address, so that one nobody saved under is treated like any other.

use ctutils::CtEq;
use sqlx::AnyConnection;

use crate::{
    AppState, Failure,
    failure::Answer,
    ids,
    locale::Locale,
    saved_page,
    store::{
        consumer_codes::{self, About},
        consumers::email_hash,
        mails::{self, Channel},
    },
};

/// How long a code is good.
const SECONDS: i64 = 10 * 60;
/// Codes for one address, and to one telephone, in an hour.
const MOST_AN_HOUR: i64 = 5;
/// Digits of a code.
pub const DIGITS: u32 = 6;
/// Answers that a code takes.
const MOST_ANSWERS: i64 = 5;
/// Codes that the original's test mode knows (Stripe's test values for Financial Connections). Any other six digits are right there.
const TEST_INVALID: &str = "000001";
const TEST_EXPIRED: &str = "000002";
const TEST_EXHAUSTED: &str = "000003";

/// What a code comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It opens what it is for, once.
    Right,
    /// So many answers are left.
    Wrong {
        /// How many.
        left: i64,
    },
    /// It was good once, or there is none.
    Expired,
    /// Wrong too often.
    Exhausted,
}

/// Whether e-mails leave. Where none does there is only a sandbox: its codes are those of the
/// documentation.
pub fn are_real(state: &AppState) -> bool {
    state.mailer.is_some()
}

/// Whether codes can go to telephones: by a gateway, or into the sandbox's inbox.
pub fn go_to_phones(state: &AppState) -> bool {
    state.texter.is_some() || !are_real(state)
}

/// Where a code goes.
#[derive(Debug, Clone, Copy)]
pub enum To<'a> {
    /// To the address that it is for.
    Email,
    /// To this telephone, by a text.
    Phone(&'a str),
    /// Nowhere: nobody saved anything under the address.
    Nobody,
}

/// Makes a code for an address and sends it. False when there were too many.
pub async fn send(
    state: &AppState,
    tx: &mut AnyConnection,
    (email, to): (&str, To<'_>),
    purpose: &str,
    locale: Locale,
) -> Answer<bool> {
    let (now, hash) = (state.now(), email_hash(&state.keyring, email));
    // Other merchants, and the page of saved accounts, count the same address.
    state.store.take_turns(tx, &hash).await?;
    if consumer_codes::since(&mut *tx, &hash, now - 3600).await? >= MOST_AN_HOUR {
        return Ok(false);
    }
    let phone = match to {
        To::Phone(phone) => Some(state.keyring.fingerprint(&[b"phone\n", phone.as_bytes()])),
        To::Email | To::Nobody => None,
    };
    if let Some(phone) = &phone {
        // Any number of addresses can name one telephone.
        state.store.take_turns(tx, phone).await?;
        if consumer_codes::to_phone_since(&mut *tx, phone, now - 3600).await? >= MOST_AN_HOUR {
            return Ok(false);
        }
    }
    let code = ids::new_code(DIGITS);
    let times = (now + SECONDS, now);
    let about = About { email_hash: &hash, phone: phone.as_deref(), purpose };
    consumer_codes::insert(&mut *tx, &state.keyring, about, &code, times).await?;
    let keyring = &state.keyring;
    match to {
        To::Email => {
            let text = locale.code_mail(&saved_page::address(state), &code);
            let words = (locale.code_subject(), &*text);
            mails::queue(&mut *tx, keyring, (Channel::Email, email), words, now).await?;
        }
        To::Phone(phone) => {
            let words = ("", &*locale.code_text(&code));
            mails::queue(&mut *tx, keyring, (Channel::Sms, phone), words, now).await?;
        }
        To::Nobody => {}
    }
    Ok(true)
}

/// Judges what somebody typed. A right code is used up by it.
pub async fn judge(state: &AppState, purpose: &str, typed: &str) -> Answer<Verdict> {
    let (pool, now) = (state.store.pool(), state.now());
    let Some(code) = consumer_codes::latest(pool, purpose).await? else { return Ok(Verdict::Expired) };
    let test = |known: &str| !are_real(state) && typed == known;
    if code.attempts >= MOST_ANSWERS || test(TEST_EXHAUSTED) {
        return Ok(Verdict::Exhausted);
    }
    if code.expires_at <= now || test(TEST_EXPIRED) {
        return Ok(Verdict::Expired);
    }
    let Some(answers) = consumer_codes::count_answer(pool, &code.id, MOST_ANSWERS, now).await? else {
        return Ok(Verdict::Exhausted);
    };
    let sent = code.code(&state.keyring).map_err(Failure::internal)?;
    let right = bool::from(sent.as_bytes().ct_eq(typed.as_bytes()));
    let digits = typed.len() == sent.len() && typed.bytes().all(|byte| byte.is_ascii_digit());
    if right || (!are_real(state) && digits && typed != TEST_INVALID) {
        let first = consumer_codes::take(pool, &code.id).await?;
        return Ok(if first { Verdict::Right } else { Verdict::Expired });
    }
    Ok(match MOST_ANSWERS - answers {
        0 => Verdict::Exhausted,
        left => Verdict::Wrong { left },
    })
}
