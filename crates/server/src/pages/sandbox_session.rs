//! `POST /v1/sandbox/session`: what a merchant's server does, for trying the flow without one. Only on this
//! machine: whoever else reaches a sandbox could ask it who saved accounts.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::{
    Json,
    body::Bytes,
    extract::{ConnectInfo, State},
    http::{HeaderMap, Uri, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use linkspan_wire::{
    ClientSecret, Permission,
    account::{AccountHolder, AccountHolderType, Subcategory},
    session::{Filters, ManualEntryMode, PaymentMethodSupport, UiMode},
};
use serde::{Deserialize, Serialize};

use super::{Pages, here::is_here, missing};
use crate::{
    Failure,
    api::{
        customers::check_email,
        sessions::{NewSession, insert, opened_secret},
    },
    failure::Answer,
    ids,
    store::{
        api_keys,
        customers::{self, CustomerRow},
        merchants::Merchant,
    },
};

/// What all sessions that are made here are counted under.
const LIMITED: &str = "sandbox";

/// What may be asked for; all of it is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Wish {
    permissions: Option<Vec<String>>,
    limit_accounts: Option<u32>,
    subcategories: Option<Vec<String>>,
    email: Option<String>,
}

/// All that a page needs to begin.
#[derive(Serialize)]
pub struct SandboxSession {
    client_secret: ClientSecret,
    publishable_key: String,
    session: String,
}

/// Makes a customer and a session of the sandbox's merchant.
pub async fn create(
    State(pages): State<Pages>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    if !is_here(&pages.app.origins, peer, &headers) {
        return Ok(missing::missing(uri.path()));
    }
    pages.app.search_limits.check(&LIMITED.to_owned())?;
    let wish = read(&headers, &body)?;
    let (permissions, filters) = (permissions(&wish)?, filters(&wish)?);
    if wish.limit_accounts == Some(0) {
        return Err(Failure::invalid_param("limit_accounts", "'limit_accounts' must be 1 or more."));
    }
    let Some(merchant) = merchant(&pages).await? else { return Ok(missing::missing(uri.path())) };
    let customer = customer(&pages, &merchant, wish.email).await?;
    let new = NewSession {
        ui_mode: UiMode::Modal,
        relink: None,
        account_holder: AccountHolder {
            kind: AccountHolderType::Customer,
            account: None,
            customer: Some(customer),
        },
        permissions,
        prefetch: Vec::new(),
        filters,
        limit_accounts: wish.limit_accounts,
        manual_entry: ManualEntryMode::Disabled,
        return_url: None,
    };
    let row = insert(&pages.app, &merchant, new).await?;
    let client_secret = opened_secret(&pages.app, &row)?;
    let made =
        SandboxSession { client_secret, publishable_key: pages.publishable_key.to_string(), session: row.id };
    Ok(Json(made).into_response())
}

/// A page of another origin cannot send this content type without being asked for leave first.
fn read(headers: &HeaderMap, body: &[u8]) -> Answer<Wish> {
    let json = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !json.is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(Failure::bad_request(
            "content_type_invalid",
            "Send JSON, with Content-Type: application/json.",
        ));
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Wish::default());
    }
    serde_json::from_slice(body).map_err(|error| Failure::bad_request("body_invalid", error.to_string()))
}

fn permissions(wish: &Wish) -> Answer<Vec<Permission>> {
    let Some(names) = &wish.permissions else { return Ok(Permission::ALL.to_vec()) };
    if names.is_empty() {
        return Err(Failure::empty_param("permissions"));
    }
    parse_all("permissions", names, Permission::parse)
}

fn filters(wish: &Wish) -> Answer<Filters> {
    let kinds = match &wish.subcategories {
        Some(names) if names.is_empty() => return Err(Failure::empty_param("subcategories")),
        Some(names) => parse_all("subcategories", names, Subcategory::parse_filter)?,
        None => Subcategory::FILTERS.to_vec(),
    };
    Ok(Filters {
        account_subcategories: Some(kinds),
        country: None,
        institution: None,
        require_payment_method_support: Some(PaymentMethodSupport::None),
    })
}

fn parse_all<T: PartialEq>(
    param: &str,
    names: &[String],
    parse: impl Fn(&str) -> Option<T>,
) -> Answer<Vec<T>> {
    let mut values = Vec::new();
    for name in names {
        let value = parse(name).ok_or_else(|| {
            Failure::invalid_param(param, format!("'{param}' has a value that it cannot have."))
        })?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Ok(values)
}

/// The sandbox's merchant; nobody once its key was revoked.
async fn merchant(pages: &Pages) -> Answer<Option<Merchant>> {
    let pool = pages.app.store.pool();
    Ok(api_keys::merchant_of_page(pool, &pages.publishable_key, pages.app.now()).await?)
}

async fn customer(pages: &Pages, merchant: &Merchant, email: Option<String>) -> Answer<String> {
    if let Some(email) = &email {
        check_email(email)?;
    }
    let row = CustomerRow {
        id: ids::new_id("cus_"),
        merchant: merchant.id.clone(),
        name: None,
        email,
        phone: None,
        description: Some("Made by the sandbox's own page.".into()),
        details: customers::Details::default().into(),
        metadata: BTreeMap::new().into(),
        created: pages.app.now(),
        deleted: false,
    };
    customers::save(pages.app.store.pool(), &row).await?;
    Ok(row.id)
}
