//! Names, ids and amounts for what a log does not hold: all made up, none of them decides anything.

use linkspan_wire::{
    ApiError, ErrorType, ExtraFields, LinkedAccount, Permission,
    account::{AccountStatus, Category, Subcategory},
    error::code,
    host::FinancialConnectionsSession,
    link::{
        Completed, ConsentTerms, CredentialStep, FieldValue, Health, Institution, Institutions, Manifest,
        Merchant, Pane, PartnerAccount, PartnerAccounts, StepKind, UnavailableReason,
    },
    session::ManualEntryMode,
};

use crate::{ProblemKind, RequestError, panes::manual_entry};

pub fn institution(number: usize) -> Institution {
    Institution {
        id: format!("bcinst_{number}"),
        name: format!("Bank {number}"),
        url: None,
        icon: None,
        color: "#123456".into(),
        health: Health::Normal,
    }
}

pub fn institutions(count: usize) -> Institutions {
    Institutions { data: (1..=count).map(institution).collect(), show_manual_entry: false }
}

pub fn manifest(next_pane: Pane, agreed: bool, linked: usize) -> Manifest {
    Manifest {
        id: "fcsess_replayed".into(),
        livemode: false,
        next_pane,
        merchant: Merchant {
            name: "Merchant".into(),
            icon: None,
            color: "#123456".into(),
            purpose: None,
            privacy_url: None,
            support_email: None,
        },
        provider_name: "Linkspan".into(),
        permissions: vec![Permission::Balances],
        prefetched: Vec::new(),
        account_holder: None,
        consent: ConsentTerms {
            version: "replayed".into(),
            acquired_at: agreed.then_some(0),
            access_days: 90,
            access_ends_at: 0,
        },
        single_account: false,
        account_limit: None,
        institution_search_disabled: false,
        institution_count: 0,
        active_auth_session: None,
        disable_link_more_accounts: false,
        skip_success_pane: false,
        shared_permissions: Vec::new(),
        initial_institution: None,
        saved_accounts: None,
        relink: false,
        manual_entry: ManualEntryMode::Disabled,
        typed_in: false,
        awaits_microdeposits: false,
        offer_save: false,
        sharing_url: None,
        saved_url: None,
        linked_accounts: linked_accounts(linked),
        closed_accounts: Vec::new(),
        return_url: None,
        expires_at: 0,
    }
}

pub fn completed(linked: usize) -> Completed {
    Completed {
        session: FinancialConnectionsSession {
            id: "fcsess_replayed".into(),
            accounts: linked_accounts(linked),
            permissions: vec![Permission::Balances],
        },
        typed_in: false,
        return_url: None,
    }
}

fn linked_accounts(count: usize) -> Vec<LinkedAccount> {
    (1..=count)
        .map(|number| LinkedAccount {
            id: format!("fca_{number}"),
            object: "financial_connections.account".into(),
            balance: None,
            balance_refresh: None,
            category: Category::Cash,
            created: 0,
            display_name: format!("Account {number}"),
            institution_name: "Bank".into(),
            last4: None,
            livemode: false,
            ownership: None,
            ownership_refresh: None,
            permissions: vec![Permission::Balances],
            status: AccountStatus::Active,
            subcategory: Subcategory::Checking,
            supported_payment_method_types: Vec::new(),
        })
        .collect()
}

pub fn accounts(selectable: usize, disabled: usize, skip_account_selection: bool) -> PartnerAccounts {
    let row = |number: usize| PartnerAccount {
        id: number.to_string(),
        name: format!("Account {number}"),
        last4: None,
        subcategory: Subcategory::Checking,
        holder_category: None,
        balance_amount: None,
        currency: None,
        supported_payment_method_types: Vec::new(),
        unavailable: (number > selectable).then_some(UnavailableReason::Closed),
        linked_account: None,
        institution_name: None,
    };
    PartnerAccounts {
        data: (1..=selectable + disabled).map(row).collect(),
        next_pane: Pane::AccountPicker,
        skip_account_selection,
        needs_payments: false,
    }
}

pub fn step() -> CredentialStep {
    CredentialStep { kind: StepKind::SignIn, fields: Vec::new(), error: None }
}

/// An error of the server that is sorted as this problem.
pub fn problem(kind: &ProblemKind) -> RequestError {
    let class = if kind.other_bank_helps() { ErrorType::ApiError } else { ErrorType::InvalidRequestError };
    let extra = ExtraFields {
        expected_to_be_available_at: matches!(kind, ProblemKind::Maintenance { .. }).then_some(0),
        ..ExtraFields::default()
    };
    let code = if *kind == ProblemKind::Unexpected { "replayed" } else { kind.code() };
    RequestError::Api(ApiError::new(class, code, "Replayed.").with_extra(extra))
}

/// A routing number with a right check digit.
pub const ROUTING_NUMBER: &str = "110000000";

/// What is typed in, with this field wrong; none for 0.
pub fn numbers(wrong: u8) -> Vec<FieldValue> {
    let field = |name: &str, value: &str| FieldValue { name: name.into(), value: value.into() };
    vec![
        field(manual_entry::ROUTING_NUMBER, if wrong == 1 { "1" } else { ROUTING_NUMBER }),
        field(manual_entry::ACCOUNT_NUMBER, if wrong == 2 { "x" } else { "1" }),
        field(manual_entry::CONFIRMATION, if wrong == 3 { "2" } else { "1" }),
    ]
}

/// The server does not take a field.
pub fn field_refused(name: &str) -> RequestError {
    let error = ApiError::new(ErrorType::InvalidRequestError, "parameter_invalid", "Replayed.");
    RequestError::Api(error.with_param(name))
}

/// The server was asked too often.
pub fn busy() -> RequestError {
    RequestError::Api(ApiError::new(ErrorType::RateLimitError, "rate_limit", "Replayed."))
}

/// The server says that the flow is somewhere else.
pub fn out_of_step() -> RequestError {
    refused(code::STEP_NOT_ALLOWED)
}

/// The server says that the session is over.
pub fn already_completed() -> RequestError {
    refused(code::SESSION_COMPLETED)
}

fn refused(code: &str) -> RequestError {
    RequestError::Api(ApiError::new(ErrorType::InvalidRequestError, code, "Replayed."))
}
