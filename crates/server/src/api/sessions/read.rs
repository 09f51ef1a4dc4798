//! The parameters of `POST /v1/financial_connections/sessions` (Stripe's API reference).

use linkspan_wire::{
    Permission, Prefetch,
    account::{AccountHolder, AccountHolderType, Subcategory},
    session::{Filters, ManualEntryMode, PaymentMethodSupport, UiMode},
};

use super::{NewSession, relink};
use crate::{
    AppState, Failure,
    api::params::{Params, Rule, Schema},
    failure::Answer,
    store::{customers, merchants::Merchant},
    web_address,
};

/// Most accounts that a session may be limited to.
const MOST_ACCOUNTS: u32 = 1000;
const PERMISSIONS: [&str; 4] = {
    let [a, b, c, d] = Permission::ALL;
    [a.as_str(), b.as_str(), c.as_str(), d.as_str()]
};
const SUBCATEGORIES: [&str; 5] = {
    let [a, b, c, d, e] = Subcategory::FILTERS;
    [a.as_str(), b.as_str(), c.as_str(), d.as_str(), e.as_str()]
};

pub const SCHEMA: Schema = Schema {
    texts: &[
        "account_holder[type]",
        "account_holder[customer]",
        "account_holder[account]",
        "account_holder[customer_account]",
        "filters[country]",
        "filters[institution]",
        "filters[require_payment_method_support]",
        "limits[accounts]",
        "manual_entry[mode]",
        "return_url",
        "ui_mode",
        "hosted[return_url]",
        "hosted[delivery_method]",
        relink::AUTHORIZATION,
        relink::ACCOUNT,
    ],
    lists: &["permissions", "prefetch", "filters[account_subcategories]"],
    rules: &[
        ("account_holder[type]", Rule::Required),
        ("account_holder[type]", Rule::OneOf(&["account", "customer"])),
        ("permissions", Rule::Required),
        ("permissions", Rule::OneOf(&PERMISSIONS)),
        ("prefetch", Rule::OneOf(&["balances", "ownership", "transactions"])),
        ("filters[account_subcategories]", Rule::OneOf(&SUBCATEGORIES)),
        ("filters[country]", Rule::Country),
        ("filters[require_payment_method_support]", Rule::OneOf(&["all", "at_least_one", "none"])),
        ("limits[accounts]", Rule::Clearable),
        ("limits[accounts]", Rule::Integer(1, MOST_ACCOUNTS)),
        ("manual_entry[mode]", Rule::OneOf(&["automatic", "custom", "disabled"])),
        ("return_url", Rule::Address),
        ("ui_mode", Rule::OneOf(&["modal", "hosted"])),
        ("hosted[return_url]", Rule::Address),
        ("hosted[delivery_method]", Rule::OneOf(&["url"])),
    ],
    renamed: &[(
        "filters[countries]",
        "Since API version 2026-09-30.endive a session has one country: use filters[country], such as filters[country]=US.",
    )],
    ..Schema::NONE
};

/// Checks every parameter, in the order in which the documentation lists them.
pub async fn new_session(state: &AppState, merchant: &Merchant, params: &Params) -> Answer<NewSession> {
    let account_holder = account_holder(state, merchant, params).await?;
    let permissions = permissions(params)?;
    let relink = relink::read(state, merchant, &account_holder, params).await?;
    let mut filters = filters(state, params)?;
    if let Some(relink) = &relink {
        if filters.institution.is_some() {
            return Err(Failure::exclusive_params(relink::AUTHORIZATION, "filters[institution]"));
        }
        filters.institution = Some(relink.institution.clone());
    }
    let (ui_mode, return_url) = shown(params, relink.is_some())?;
    Ok(NewSession {
        account_holder,
        prefetch: prefetch(params, &permissions)?,
        permissions,
        filters,
        limit_accounts: limit_accounts(params)?,
        manual_entry: manual_entry(params)?,
        return_url,
        ui_mode,
        relink: relink.map(|relink| relink.options),
    })
}

async fn account_holder(state: &AppState, merchant: &Merchant, params: &Params) -> Answer<AccountHolder> {
    const TYPE: &str = "account_holder[type]";
    const CUSTOMER: &str = "account_holder[customer]";
    const ACCOUNT: &str = "account_holder[account]";
    const CUSTOMER_ACCOUNT: &str = "account_holder[customer_account]";

    let kind = params.one_of(TYPE, "account, customer", |text| match text {
        "account" => Some(AccountHolderType::Account),
        "customer" => Some(AccountHolderType::Customer),
        _ => None,
    })?;
    let kind = kind.ok_or_else(|| Failure::missing_param(TYPE))?;
    if params.has(CUSTOMER_ACCOUNT) {
        return Err(Failure::invalid_param(
            CUSTOMER_ACCOUNT,
            format!("Linkspan has no customer accounts: name the customer in {CUSTOMER}."),
        ));
    }
    let (wanted, other) = match kind {
        AccountHolderType::Customer => (CUSTOMER, ACCOUNT),
        AccountHolderType::Account => (ACCOUNT, CUSTOMER),
    };
    if params.has(other) {
        let message = format!("The holder of this {TYPE} is named in {wanted}, not in {other}.");
        return Err(Failure::bad_param(other, "parameters_exclusive", message));
    }
    let id = params.required(wanted)?;
    match kind {
        AccountHolderType::Customer => {
            let row = customers::find(state.store.pool(), &merchant.id, id).await?;
            let row = row.filter(|row| !row.deleted);
            let row = row.ok_or_else(|| Failure::not_found("customer", id, wanted))?;
            Ok(AccountHolder { kind, account: None, customer: Some(row.id) })
        }
        // There are no connected accounts: the only account a merchant can act for is its own.
        AccountHolderType::Account if id == merchant.id => {
            Ok(AccountHolder { kind, account: Some(merchant.id.clone()), customer: None })
        }
        AccountHolderType::Account => Err(Failure::not_found("account", id, wanted)),
    }
}

fn permissions(params: &Params) -> Answer<Vec<Permission>> {
    let given = params.known("permissions", &PERMISSIONS.join(", "), Permission::parse)?;
    given.ok_or_else(|| Failure::missing_param("permissions"))
}

fn prefetch(params: &Params, permissions: &[Permission]) -> Answer<Vec<Prefetch>> {
    let given = params.known("prefetch", "balances, ownership, transactions", Prefetch::parse)?;
    let given = given.unwrap_or_default();
    if let Some(refused) = given.iter().find(|prefetch| !permissions.contains(&prefetch.permission())) {
        let needed = refused.permission().as_str();
        return Err(Failure::invalid_param(
            "prefetch",
            format!("prefetch[]={needed} needs permissions[]={needed} in the same request."),
        ));
    }
    Ok(given)
}

fn filters(state: &AppState, params: &Params) -> Answer<Filters> {
    let names = SUBCATEGORIES.join(", ");
    let kinds = params.known("filters[account_subcategories]", &names, Subcategory::parse_filter)?;
    let country = params.one_of("filters[country]", "the two-letter country codes, such as US", |text| {
        (text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic())).then(|| text.to_ascii_uppercase())
    })?;
    let support = params.one_of(
        "filters[require_payment_method_support]",
        "all, at_least_one, none",
        PaymentMethodSupport::parse,
    )?;
    let institution = params.text("filters[institution]")?.map(|id| {
        let known = state.directory.get(id).map(|record| record.id.clone());
        known.ok_or_else(|| Failure::not_found("institution", id, "filters[institution]"))
    });
    Ok(Filters {
        institution: institution.transpose()?,
        // All five is the default since API version 2026-09-30.endive.
        account_subcategories: Some(kinds.unwrap_or_else(|| Subcategory::FILTERS.to_vec())),
        country,
        require_payment_method_support: Some(support.unwrap_or(PaymentMethodSupport::None)),
    })
}

/// Empty means any number, as not giving it does.
fn limit_accounts(params: &Params) -> Answer<Option<u32>> {
    match params.unsettable("limits[accounts]") {
        None | Some(None) => Ok(None),
        Some(Some(_)) => params.integer("limits[accounts]", 1, MOST_ACCOUNTS),
    }
}

fn manual_entry(params: &Params) -> Answer<ManualEntryMode> {
    let mode = params.one_of("manual_entry[mode]", "automatic, custom, disabled", ManualEntryMode::parse)?;
    Ok(mode.unwrap_or(ManualEntryMode::Disabled))
}

/// How the flow is shown, and where its page of the host returns to.
fn shown(params: &Params, relinks: bool) -> Answer<(UiMode, Option<String>)> {
    const HOSTED: &str = "hosted[return_url]";
    const DELIVERY: &str = "hosted[delivery_method]";
    let mode = params.one_of("ui_mode", "modal, hosted", UiMode::parse)?.unwrap_or(UiMode::Modal);
    match mode {
        UiMode::Modal => {
            for name in [HOSTED, DELIVERY] {
                if params.has(name) {
                    let message = format!("'{name}' needs ui_mode=hosted.");
                    return Err(Failure::invalid_param(name, message));
                }
            }
            Ok((mode, address(params, "return_url")?))
        }
        UiMode::Hosted if params.has("return_url") => Err(Failure::exclusive_params(HOSTED, "return_url")),
        UiMode::Hosted if params.has(DELIVERY) && !relinks => {
            Err(Failure::invalid_param(DELIVERY, format!("'{DELIVERY}' needs relink_options.")))
        }
        UiMode::Hosted => {
            let address = address(params, HOSTED)?.ok_or_else(|| Failure::missing_param(HOSTED))?;
            Ok((mode, Some(address)))
        }
    }
}

fn address(params: &Params, name: &str) -> Answer<Option<String>> {
    let Some(text) = params.text(name)? else { return Ok(None) };
    match web_address::browser(text) {
        Ok(url) => Ok(Some(url.into())),
        Err(why) => Err(Failure::bad_param(name, "url_invalid", format!("Invalid '{name}': {why}."))),
    }
}
