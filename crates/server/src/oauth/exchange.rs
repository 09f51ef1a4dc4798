//! Code for token, server to server, once.

use std::time::Duration;

use crate::{
    AppState,
    connector::{self, AccessToken, BankError, Connector, Exchange},
    failure::Answer,
    flow_api,
    store::auth_sessions::{self, AuthSessionRow, Status, access_token_at},
};

/// Tries while the bank has certainly not seen the code.
const TRIES: u32 = 3;
/// Pause before the second try; the third waits twice as long.
const PAUSE: Duration = Duration::from_millis(400);

/// Ends a sign-in whose `state` was just taken: authorized with its accounts, or failed.
pub(super) async fn exchange(state: AppState, row: AuthSessionRow, request: Exchange) -> Answer<()> {
    let pool = state.store.pool();
    let changed = match token(&state, &row.institution, &request).await {
        Ok(token) => {
            // Without its accounts the yes still counts: they are read when they are asked for.
            let accounts = flow_api::read_offer(&state, &row.institution, &token).await.ok();
            let sealed = state.keyring.seal(access_token_at(&row.id), token.expose());
            auth_sessions::authorize(pool, &state.keyring, &row.id, &sealed, accounts.as_ref(), state.now())
                .await?
        }
        Err(error) => {
            tracing::warn!(auth_session = row.id, %error, "the code could not be exchanged");
            auth_sessions::end(pool, &row.id, Status::Failed, state.now()).await?
        }
    };
    if changed {
        state.announce(row.id);
    }
    Ok(())
}

async fn token(state: &AppState, institution: &str, request: &Exchange) -> Result<AccessToken, BankError> {
    let bank = connector::of(state);
    let mut tries = 1;
    loop {
        match bank.exchange(institution, request).await {
            Err(error) if error.is_safe_to_repeat() && tries < TRIES => {
                tokio::time::sleep(PAUSE * tries).await;
                tries += 1;
            }
            answer => return answer,
        }
    }
}
