//! `POST /v1/financial_connections/accounts/{id}/verify_microdeposits`

use axum::{Json, extract::State};
use serde_json::Value;

use super::found;
use crate::{
    AppState, Failure,
    api::{
        Caller, expand,
        params::{Params, RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    microdeposits::{self, Told, Verdict},
    store::accounts,
};

const AMOUNTS: &str = "amounts";
const DESCRIPTOR_CODE: &str = "descriptor_code";

pub(super) const SCHEMA: Schema = Schema {
    texts: &[DESCRIPTOR_CODE],
    lists: &[AMOUNTS],
    rules: &[(DESCRIPTOR_CODE, Rule::Longest(6))],
    ..Schema::NONE
};

/// What the holder of an account whose numbers were typed in read on the statement. The original has
/// this on its intents; its codes are used here.
pub async fn verify(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let find = async || accounts::find(state.store.pool(), caller.id(), &id).await;
    found(find().await?, &id)?;
    let told = told(&params)?;
    match microdeposits::tell(&state, caller.id(), &id, &told).await? {
        Verdict::Verified => expand::answer(&state, &caller, &params, &found(find().await?, &id)?).await,
        verdict => Err(refused(verdict, &told)),
    }
}

fn told(params: &Params) -> Answer<Told> {
    match (params.list(AMOUNTS)?, params.text(DESCRIPTOR_CODE)?) {
        (Some(_), Some(_)) => Err(Failure::exclusive_params(AMOUNTS, DESCRIPTOR_CODE)),
        (None, None) => Err(Failure::missing_param(AMOUNTS)),
        (None, Some(code)) => Ok(Told::DescriptorCode(code.to_owned())),
        (Some(amounts), None) => {
            let cents: Vec<u32> = amounts.iter().filter_map(|amount| amount.parse().ok()).collect();
            match cents[..] {
                [one, other] if amounts.len() == 2 => Ok(Told::Amounts([one, other])),
                _ => Err(Failure::bad_request(
                    "payment_method_microdeposit_verification_amounts_invalid",
                    "Give both amounts, each as a whole number of cents.",
                )
                .with_param(AMOUNTS)),
            }
        }
    }
}

fn refused(verdict: Verdict, told: &Told) -> Failure {
    let (param, mismatch) = match told {
        Told::Amounts(_) => (AMOUNTS, "payment_method_microdeposit_verification_amounts_mismatch"),
        Told::DescriptorCode(_) => {
            (DESCRIPTOR_CODE, "payment_method_microdeposit_verification_descriptor_code_mismatch")
        }
    };
    match verdict {
        Verdict::Wrong { left } => {
            let message = format!("That is not what was paid into the account. {left} tries are left.");
            Failure::bad_request(mismatch, message).with_param(param)
        }
        Verdict::Exhausted => Failure::bad_request(
            "payment_method_microdeposit_verification_attempts_exceeded",
            "Wrong too often: this account cannot be verified any more. Link it again.",
        ),
        Verdict::Verified | Verdict::NotExpected => Failure::bad_request(
            "account_not_awaiting_microdeposits",
            "Nothing was paid into this account: its numbers were not typed in.",
        )
        .with_param("id"),
    }
}
