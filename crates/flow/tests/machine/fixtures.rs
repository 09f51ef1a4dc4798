//! What the server says in these tests.

use linkspan_machine::RequestError;
use linkspan_wire::{
    ApiError, ErrorType, ExtraFields, LinkedAccount, Permission,
    account::{AccountStatus, Category, PaymentMethodType, Subcategory},
    host::FinancialConnectionsSession,
    link::{
        AuthFlow, AuthSession, AuthStatus, Completed, ConsentTerms, CredentialStep, Field, FieldKind, Health,
        Institution, Institutions, Manifest, Merchant, Pane, PartnerAccount, PartnerAccounts, StepKind,
        UnavailableReason, institution::SAVED,
    },
    session::ManualEntryMode,
};

pub const SESSION: &str = "fcsess_1";
pub const RETURN_URL: &str = "https://shop.example/back";

pub fn bank(name: &str) -> Institution {
    Institution {
        id: format!("bcinst_{name}"),
        name: name.to_owned(),
        url: None,
        icon: None,
        color: "#123456".into(),
        health: Health::Normal,
    }
}

pub fn banks(names: &[&str]) -> Institutions {
    Institutions { data: names.iter().map(|name| bank(name)).collect(), show_manual_entry: false }
}

/// As before the agreement when `next` is consent, otherwise as after it.
pub fn manifest(next: Pane) -> Manifest {
    Manifest {
        id: SESSION.into(),
        livemode: false,
        next_pane: next,
        merchant: Merchant {
            name: "Shop".into(),
            icon: None,
            color: "#123456".into(),
            purpose: None,
            privacy_url: None,
            support_email: None,
        },
        permissions: vec![Permission::Balances],
        prefetched: Vec::new(),
        account_holder: None,
        shared_permissions: Vec::new(),
        provider_name: "Linkspan".into(),
        consent: ConsentTerms {
            version: "terms-1".into(),
            acquired_at: (next != Pane::Consent).then_some(1_700_000_000),
            access_days: 90,
            access_ends_at: 1_707_776_000,
        },
        single_account: false,
        account_limit: None,
        institution_search_disabled: false,
        institution_count: 40,
        initial_institution: None,
        saved_accounts: None,
        relink: false,
        active_auth_session: None,
        disable_link_more_accounts: false,
        manual_entry: ManualEntryMode::Disabled,
        typed_in: false,
        awaits_microdeposits: false,
        offer_save: false,
        skip_success_pane: false,
        linked_accounts: Vec::new(),
        closed_accounts: Vec::new(),
        return_url: Some(RETURN_URL.into()),
        sharing_url: None,
        saved_url: None,
        expires_at: 1_700_086_400,
    }
}

/// After the choice of accounts.
pub fn success(linked: &[&str]) -> Manifest {
    Manifest {
        linked_accounts: linked.iter().map(|id| linked_account(id)).collect(),
        ..manifest(Pane::Success)
    }
}

pub fn resumed(next: Pane, auth: AuthSession) -> Manifest {
    Manifest { active_auth_session: Some(auth), ..manifest(next) }
}

pub fn linked_account(id: &str) -> LinkedAccount {
    LinkedAccount {
        id: id.to_owned(),
        object: "financial_connections.account".into(),
        balance: None,
        balance_refresh: None,
        category: Category::Cash,
        created: 1_700_000_000,
        display_name: "Everyday".into(),
        institution_name: "Northline".into(),
        last4: Some("4242".into()),
        livemode: false,
        ownership: None,
        ownership_refresh: None,
        permissions: vec![Permission::Balances],
        status: AccountStatus::Active,
        subcategory: Subcategory::Checking,
        supported_payment_method_types: vec![PaymentMethodType::UsBankAccount],
    }
}

pub fn oauth(id: &str, status: AuthStatus) -> AuthSession {
    AuthSession {
        id: id.to_owned(),
        institution: bank("northline"),
        flow: AuthFlow::Oauth,
        status,
        next_pane: if status == AuthStatus::Authorized { Pane::AccountPicker } else { Pane::PartnerAuth },
        url: (status == AuthStatus::Pending).then(|| format!("https://flow.example/auth/{id}")),
        opened: false,
        bank_host: Some("bank.example".into()),
        step: None,
    }
}

pub fn form(id: &str, status: AuthStatus, kind: StepKind) -> AuthSession {
    let field = |name: &str, kind| Field {
        name: name.into(),
        kind,
        prompt: None,
        choices: Vec::new(),
        length: None,
        optional: false,
    };
    let fields = vec![field("username", FieldKind::Username), field("password", FieldKind::Password)];
    AuthSession {
        flow: AuthFlow::Credentials,
        url: None,
        bank_host: None,
        step: (status == AuthStatus::Pending).then_some(CredentialStep { kind, fields, error: None }),
        ..oauth(id, status)
    }
}

/// Saving what was linked.
pub fn saving(id: &str, status: AuthStatus) -> AuthSession {
    let institution = Institution { id: SAVED.into(), ..bank("linkspan") };
    AuthSession { institution, ..form(id, status, StepKind::Save) }
}

pub fn account(id: &str) -> PartnerAccount {
    PartnerAccount {
        id: id.to_owned(),
        name: format!("Account {id}"),
        last4: Some("4242".into()),
        subcategory: Subcategory::Checking,
        holder_category: None,
        balance_amount: None,
        currency: None,
        supported_payment_method_types: vec![PaymentMethodType::UsBankAccount],
        unavailable: None,
        linked_account: None,
        institution_name: None,
    }
}

pub fn disabled(id: &str) -> PartnerAccount {
    PartnerAccount { unavailable: Some(UnavailableReason::Closed), ..account(id) }
}

pub fn not_paying(id: &str) -> PartnerAccount {
    PartnerAccount { supported_payment_method_types: Vec::new(), ..account(id) }
}

pub fn accounts(data: Vec<PartnerAccount>) -> PartnerAccounts {
    PartnerAccounts {
        data,
        next_pane: Pane::AccountPicker,
        skip_account_selection: false,
        needs_payments: false,
    }
}

pub fn completed(linked: &[&str]) -> Completed {
    Completed {
        session: FinancialConnectionsSession {
            id: SESSION.into(),
            accounts: linked.iter().map(|id| linked_account(id)).collect(),
            permissions: vec![Permission::Balances],
        },
        typed_in: false,
        return_url: Some(RETURN_URL.into()),
    }
}

/// The server refuses, with a code.
pub fn refused(code: &str) -> RequestError {
    RequestError::Api(ApiError::new(ErrorType::InvalidRequestError, code, "The server says no."))
}

/// The server was asked too often.
pub fn busy() -> RequestError {
    RequestError::Api(ApiError::new(ErrorType::RateLimitError, "rate_limit", "The server says: later."))
}

/// The server fails, with a code.
pub fn failed(code: &str) -> RequestError {
    RequestError::Api(ApiError::new(ErrorType::ApiError, code, "The server says that it broke."))
}

pub fn failed_with(code: &str, extra: ExtraFields) -> RequestError {
    RequestError::Api(
        ApiError::new(ErrorType::ApiError, code, "The server says that it broke.").with_extra(extra),
    )
}
