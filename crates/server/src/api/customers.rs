//! `/v1/customers`

mod details;

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use linkspan_wire::{
    Deleted,
    customer::{Customer, InvoiceSettings},
    expandable::CustomerOrDeleted,
};
use serde_json::Value;
use sqlx::AnyConnection;

use super::{
    Caller, Endpoint, expand,
    listing::{check_cursor, list as list_object},
    metadata,
    params::{BY_CREATED, CREATED, Params, RawParams, Rule, Schema},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    ids, payments,
    store::{
        customers::{self, CustomerRow, Details},
        payment_methods, sessions,
    },
};

const CREATE: Schema = Schema {
    texts: &["name", "email", "phone", "description"],
    maps: &["metadata"],
    rules: &[
        ("name", Rule::Longest(256)),
        ("email", Rule::Longest(512)),
        ("phone", Rule::Longest(40)),
        ("description", Rule::Longest(5000)),
    ],
    with: &[details::SCHEMA],
    ..Schema::NONE
};
const UPDATE: Schema = Schema {
    rules: &[
        ("name", Rule::Clearable),
        ("name", Rule::Longest(256)),
        ("email", Rule::Clearable),
        ("email", Rule::Longest(512)),
        ("phone", Rule::Clearable),
        ("phone", Rule::Longest(40)),
        ("description", Rule::Clearable),
        ("description", Rule::Longest(5000)),
    ],
    ..CREATE
};
const LIST: Schema = Schema {
    texts: &["limit", "starting_after", "ending_before", "email"],
    with: &[BY_CREATED],
    ..Schema::NONE
};

/// The endpoints about customers.
pub fn endpoints() -> Vec<Endpoint> {
    const ALL: &str = "/v1/customers";
    const ONE: &str = "/v1/customers/{id}";
    vec![
        Endpoint::get(ALL, list)
            .named("list_customers", "Lists customers, newest first.")
            .takes(LIST)
            .lists::<Customer>(),
        Endpoint::post(ALL, create)
            .named("create_customer", "Creates a customer.")
            .takes(CREATE)
            .answers::<Customer>(),
        Endpoint::get(ONE, retrieve)
            .named("retrieve_customer", "Retrieves a customer, also one that was deleted.")
            .answers::<CustomerOrDeleted>(),
        Endpoint::post(ONE, update)
            .named("update_customer", "Changes what is given and leaves the rest.")
            .takes(UPDATE)
            .answers::<Customer>(),
        Endpoint::delete(ONE, delete)
            .named(
                "delete_customer",
                "Deletes a customer's data and ends its open sessions; linked accounts stay.",
            )
            .answers::<Deleted>(),
    ]
}

/// `POST /v1/customers`
pub async fn create(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(CREATE)?;
    let mut row = CustomerRow {
        id: ids::new_id("cus_"),
        merchant: caller.id().to_owned(),
        name: None,
        email: None,
        phone: None,
        description: None,
        details: Details::default().into(),
        metadata: BTreeMap::new().into(),
        created: state.now(),
        deleted: false,
    };
    apply(&mut row, &params)?;
    customers::save(state.store.pool(), &row).await?;
    expand::answer(&state, &caller, &params, &object(&row)).await
}

/// `GET /v1/customers/{id}`
pub async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let row = found(&state, &caller, &id).await?;
    expand::answer(&state, &caller, &params, &json(&row)?).await
}

/// `POST /v1/customers/{id}`
pub async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(UPDATE)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let row = customers::find(&mut *tx, caller.id(), &id).await?;
    let mut row = row.filter(|row| !row.deleted).ok_or_else(|| missing(&id))?;
    apply(&mut row, &params)?;
    customers::save(&mut *tx, &row).await?;
    tx.commit().await?;
    expand::answer(&state, &caller, &params, &object(&row)).await
}

/// `DELETE /v1/customers/{id}`: the customer's data goes, the id stays known, because accounts
/// that were linked go on naming it. Payment methods are detached, and nothing more can be linked in its sessions;
/// what is shared is ended by disconnecting the accounts, as in the original.
pub async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    raw.read(Schema::NONE)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let row = customers::find(&mut *tx, caller.id(), &id).await?;
    let row = row.filter(|row| !row.deleted).ok_or_else(|| missing(&id))?;
    for mut method in payment_methods::of_customer(&mut *tx, &id).await? {
        payments::detach(&mut tx, caller.id(), &mut method, &caller.cause, state.now()).await?;
    }
    let row = CustomerRow {
        name: None,
        email: None,
        phone: None,
        description: None,
        details: Details::default().into(),
        metadata: BTreeMap::new().into(),
        deleted: true,
        ..row
    };
    customers::save(&mut *tx, &row).await?;
    sessions::expire_all_of(&mut *tx, caller.id(), &id, state.now()).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    Ok(Json(json(&row)?))
}

/// `GET /v1/customers`
pub async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let pool = state.store.pool();
    check_cursor(&page, "customer", async |id| customers::find(pool, caller.id(), id).await).await?;
    let rows =
        customers::list(pool, caller.id(), params.text("email")?, params.range(CREATED)?, &page).await?;
    let answer = list_object("/v1/customers", rows.map(|row| object(&row)));
    expand::answer(&state, &caller, &params, &answer).await
}

async fn found(state: &AppState, caller: &Caller, id: &str) -> Answer<CustomerRow> {
    customers::find(state.store.pool(), caller.id(), id).await?.ok_or_else(|| missing(id))
}

/// Refuses a customer that is not there, or not any more; `param` named it.
pub async fn check_present(db: &mut AnyConnection, merchant: &str, id: &str, param: &str) -> Answer<()> {
    let row = customers::find(db, merchant, id).await?;
    match row.filter(|row| !row.deleted) {
        Some(_) => Ok(()),
        None => Err(Failure::not_found("customer", id, param)),
    }
}

/// Refuses a customer that never was; of one that was deleted there is still what it did.
pub async fn check_known(state: &AppState, merchant: &str, id: Option<&str>) -> Answer<()> {
    let Some(id) = id else { return Ok(()) };
    match customers::find(state.store.pool(), merchant, id).await? {
        Some(_) => Ok(()),
        None => Err(Failure::not_found("customer", id, "customer")),
    }
}

fn missing(id: &str) -> Failure {
    Failure::not_found("customer", id, "id")
}

/// Lays the parameters over the row.
fn apply(row: &mut CustomerRow, params: &Params) -> Answer<()> {
    if let Some(Some(email)) = params.unsettable("email") {
        check_email(email)?;
    }
    for (name, field) in [
        ("name", &mut row.name),
        ("email", &mut row.email),
        ("phone", &mut row.phone),
        ("description", &mut row.description),
    ] {
        params.set(name, field);
    }
    details::apply(&mut row.details, params)?;
    row.metadata = metadata::merge(&row.metadata, params)?.into();
    Ok(())
}

/// Something, one `@`, a host; more can only be known by sending a message.
pub fn check_email(email: &str) -> Answer<()> {
    let plausible = !email.contains(|c: char| c.is_whitespace() || c.is_control())
        && email
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'));
    if plausible {
        return Ok(());
    }
    Err(Failure::bad_param("email", "email_invalid", "Invalid email address."))
}

/// The customer as the API shows it; one that was deleted is nothing but its id.
pub fn json(row: &CustomerRow) -> Answer<Value> {
    if row.deleted {
        return serde_json::to_value(Deleted::new(&row.id, "customer")).map_err(Failure::internal);
    }
    serde_json::to_value(object(row)).map_err(Failure::internal)
}

fn object(row: &CustomerRow) -> Customer {
    Customer {
        id: row.id.clone(),
        object: "customer".into(),
        address: details::address(&row.details),
        balance: 0,
        created: row.created,
        currency: None,
        default_source: None,
        delinquent: false,
        description: row.description.clone(),
        discount: None,
        email: row.email.clone(),
        invoice_prefix: None,
        invoice_settings: InvoiceSettings::default(),
        livemode: false,
        metadata: row.metadata.0.clone(),
        name: row.name.clone(),
        next_invoice_sequence: 1,
        phone: row.phone.clone(),
        preferred_locales: row.details.preferred_locales.clone(),
        shipping: details::shipping(&row.details),
        tax_exempt: row.details.tax_exempt.clone().unwrap_or_else(|| "none".into()),
        test_clock: None,
    }
}
