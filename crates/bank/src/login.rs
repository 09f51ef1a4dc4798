//! Signing in without OAuth: user name and password, then what else the bank wants to know.
//!
//! A sign-in lives in its handle; only failed tries are counted in memory as well, so that sending an
//! old handle again does not give new tries.

mod keyword;
mod request;
mod step;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
};
use linkspan_directory::Record;
use linkspan_wire::link::auth_session::StepError;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{Access, Chosen},
    bank::Bank,
    error::BankError,
    locale::Locale,
    protocol::{LoginAnswer, LoginOutcome},
    seal::{Purpose, random_id},
};
use keyword::Keyword;
use step::Stage;

/// Seconds in which a sign-in has to be finished.
const LIFETIME: i64 = 15 * 60;
/// Tries in all, over every step of a sign-in.
const TRIES: u32 = 3;

/// A sign-in under way.
#[derive(Serialize, Deserialize)]
struct Login {
    id: u128,
    institution: String,
    user: String,
    stage: Stage,
    failed_tries: u32,
    /// The language of what is asked.
    #[serde(default)]
    locale: Locale,
}

/// `POST /login`
pub(crate) async fn begin(
    State(bank): State<Arc<Bank>>,
    Path(institution): Path<String>,
    body: Bytes,
) -> Result<Json<LoginAnswer>, BankError> {
    let record = bank.open_institution(&institution)?;
    let (values, locale) = request::credentials(&body)?;
    let login = Login {
        id: random_id()?,
        institution: record.id.clone(),
        user: String::new(),
        stage: Stage::SignIn,
        failed_tries: 0,
        locale,
    };
    login.take(&bank, record, &values).map(Json)
}

/// `POST /login/answer`
pub(crate) async fn answer(
    State(bank): State<Arc<Bank>>,
    Path(institution): Path<String>,
    body: Bytes,
) -> Result<Json<LoginAnswer>, BankError> {
    let record = bank.open_institution(&institution)?;
    let (handle, values) = request::step(&body)?;
    let mut login: Login = bank
        .unseal(Purpose::Login, &handle)
        .filter(|login: &Login| login.institution == record.id)
        .ok_or(BankError::LoginGone)?;
    let counted = bank.failed_tries.get(login.id, bank.now()).unwrap_or_default();
    login.failed_tries = login.failed_tries.max(counted);
    if login.failed_tries >= TRIES {
        return login.say(&bank, LoginOutcome::Failed).map(Json);
    }
    login.take(&bank, record, &values).map(Json)
}

impl Login {
    /// Takes an answer to where the sign-in stands.
    fn take(
        mut self,
        bank: &Bank,
        record: &Record,
        values: &BTreeMap<String, String>,
    ) -> Result<LoginAnswer, BankError> {
        if let Some(missing) = self.stage.missing(values) {
            let error = StepError {
                code: "required".to_owned(),
                field: Some(missing.to_owned()),
                attempts_left: None,
            };
            return self.again(bank, error);
        }
        if self.stage == Stage::SignIn {
            values.get("username").map_or("", |name| name.trim()).clone_into(&mut self.user);
        }
        match self.stage.keyword(values) {
            Some(Keyword::Error) => self.give_up(bank),
            Some(Keyword::Incorrect) => self.incorrect(bank),
            Some(Keyword::Ask(stage)) => self.ask(bank, stage),
            None if !self.stage.is_right(values) => self.incorrect(bank),
            None => match self.stage.next() {
                Some(stage) => self.ask(bank, stage),
                None => self.authorize(bank, record),
            },
        }
    }

    fn ask(mut self, bank: &Bank, stage: Stage) -> Result<LoginAnswer, BankError> {
        self.stage = stage;
        let step = stage.step(self.locale, None);
        self.say(bank, LoginOutcome::Step { step })
    }

    /// Counts a wrong answer.
    fn incorrect(mut self, bank: &Bank) -> Result<LoginAnswer, BankError> {
        self.failed_tries = self.count(bank, 1)?;
        if self.failed_tries >= TRIES {
            return self.say(bank, LoginOutcome::Failed);
        }
        let error = StepError {
            code: "incorrect".to_owned(),
            field: self.stage.blamed().map(ToOwned::to_owned),
            attempts_left: Some(TRIES - self.failed_tries),
        };
        self.again(bank, error)
    }

    /// The same step once more.
    fn again(self, bank: &Bank, error: StepError) -> Result<LoginAnswer, BankError> {
        let outcome = match self.stage {
            Stage::SignIn => LoginOutcome::Incorrect { error },
            stage => LoginOutcome::Step { step: stage.step(self.locale, Some(error)) },
        };
        self.say(bank, outcome)
    }

    fn give_up(mut self, bank: &Bank) -> Result<LoginAnswer, BankError> {
        self.failed_tries = self.count(bank, TRIES)?;
        self.say(bank, LoginOutcome::Failed)
    }

    fn authorize(self, bank: &Bank, record: &Record) -> Result<LoginAnswer, BankError> {
        let access = Access {
            institution: self.institution.clone(),
            user: self.user.clone(),
            chosen: Chosen::InFlow,
            granted: bank.now(),
        };
        let (access_token, _) = access.seal(bank, record)?;
        self.say(bank, LoginOutcome::Authorized { access_token })
    }

    /// Adds to the tries that failed, in memory, whatever handle was sent.
    fn count(&self, bank: &Bank, failed: u32) -> Result<u32, BankError> {
        let now = bank.now();
        let known = self.failed_tries;
        bank.failed_tries
            .update(self.id, now.saturating_add(LIFETIME), now, |counted| {
                counted.unwrap_or_default().max(known).saturating_add(failed)
            })
            .map_err(|_| BankError::Busy)
    }

    fn say(self, bank: &Bank, outcome: LoginOutcome) -> Result<LoginAnswer, BankError> {
        Ok(LoginAnswer { login: bank.seal(Purpose::Login, &self, LIFETIME)?, outcome })
    }
}
