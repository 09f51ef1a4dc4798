//! A person who saved accounts before is known by the e-mail address that the merchant knows: a code to it
//! leads to them.

use linkspan_wire::account::PaymentMethodType;

use super::{INSTITUTION, Login, Purpose, asked, insert, locale};
use crate::{
    AppState,
    codes::{self, To},
    failure::Answer,
    flow_api::{auth_sessions::eligible, current, failures, institutions, limits},
    store::{
        auth_sessions::{self, AuthSessionRow},
        consumers::{self, ConsumerRow},
        customers,
        saved_accounts::{self, SavedRow},
        sessions::SessionRow,
    },
};

/// Greets the person: the code is on its way and the flow goes on there. Again after they went back from it,
/// but not once they chose a bank, nor twice at a time.
pub(in crate::flow_api) async fn greet(state: &AppState, session: &SessionRow) -> Answer<()> {
    let pool = state.store.pool();
    if auth_sessions::any_elsewhere(pool, &session.id, INSTITUTION).await?
        || current::of_session(state, session).await?.is_some()
    {
        return Ok(());
    }
    if let Some(person) = returning(state, session).await? {
        send(state, session, person).await?;
    }
    Ok(())
}

/// Whether the way to the saved accounts can be offered.
pub(in crate::flow_api) async fn may_use(state: &AppState, session: &SessionRow) -> Answer<bool> {
    Ok(returning(state, session).await?.is_some())
}

/// The person asks for their saved accounts.
pub(super) async fn begin_again(state: &AppState, session: &SessionRow) -> Answer<AuthSessionRow> {
    let Some(person) = returning(state, session).await? else {
        return Err(failures::step_not_allowed("There is nothing that could be saved, or was."));
    };
    match send(state, session, person).await? {
        Some(id) => current::find(state, &session.id, &id).await,
        None => Err(limits::too_many_codes()),
    }
}

/// Who it is that comes back, and their address; nobody where a code would lead to nothing.
async fn returning(state: &AppState, session: &SessionRow) -> Answer<Option<(ConsumerRow, String)>> {
    let pool = state.store.pool();
    let Some(customer) = &session.customer else { return Ok(None) };
    if session.filters.institution.is_some() {
        return Ok(None);
    }
    let customer = customers::find(pool, &session.merchant, customer).await?;
    let Some(email) = customer.and_then(|customer| customer.email) else { return Ok(None) };
    let consumer =
        consumers::find_by_email_hash(pool, &consumers::email_hash(&state.keyring, &email)).await?;
    let Some(consumer) = consumer else { return Ok(None) };
    let saved = saved_accounts::of_consumer(pool, &consumer.id).await?;
    Ok(any_eligible(state, session, &saved).then_some((consumer, email)))
}

/// Sends the code, and gives the id of the sign-in; nothing when there were too many codes.
async fn send(
    state: &AppState,
    session: &SessionRow,
    (consumer, email): (ConsumerRow, String),
) -> Answer<Option<String>> {
    let locale = locale(state, session).await?;
    let login = Login::new(Purpose::Use, Some(consumer.id.clone()));
    let step = asked::code_by_email(state, &login, &consumer, &email, (locale, false));
    let mut tx = state.store.begin_write(&session.merchant).await?;
    let cancelled = auth_sessions::leave(&mut tx, &session.id, state.now()).await?;
    let id = insert(state, &mut tx, session, &login, &step).await?;
    if !codes::send(state, &mut tx, (&email, To::Email), &id, locale).await? {
        return Ok(None);
    }
    tx.commit().await?;
    state.mails_due.notify_one();
    for id in cancelled {
        state.announce(id);
    }
    Ok(Some(id))
}

/// Whether the session can take any of these: or a code would lead to nothing.
fn any_eligible(state: &AppState, session: &SessionRow, saved: &[SavedRow]) -> bool {
    let filters = &session.filters;
    let one_pays = eligible::lacks_one_that_pays(filters, std::iter::empty());
    let mut eligible = saved
        .iter()
        .filter(|row| fits(state, session, row) && eligible::unavailable(&row.described, filters).is_none());
    eligible
        .any(|row| !one_pays || PaymentMethodType::any_known(&row.described.supported_payment_method_types))
}

/// Whether a saved account is at a bank that fits the session.
pub(super) fn fits(state: &AppState, session: &SessionRow, row: &SavedRow) -> bool {
    let record = state.directory.get(&row.institution);
    record.is_some_and(|record| institutions::fits(record, &session.filters))
}
