//! A session, as the merchant API would have made it.

use linkspan_server::{
    ids,
    store::{
        customers::{self, CustomerRow},
        sessions::{self, SessionRow},
    },
};
use linkspan_wire::{
    Permission,
    account::{AccountHolder, AccountHolderType},
    session::Filters,
};

use super::app::{App, TestMerchant};

impl App {
    /// A customer of the merchant.
    pub async fn customer(&self, merchant: &TestMerchant) -> String {
        let row = CustomerRow {
            id: ids::new_id("cus_"),
            merchant: merchant.id.clone(),
            name: None,
            email: None,
            phone: None,
            description: None,
            details: customers::Details::default().into(),
            metadata: std::collections::BTreeMap::new().into(),
            created: self.state.now(),
            deleted: false,
        };
        customers::save(self.state.store.pool(), &row).await.expect("a customer");
        row.id
    }

    /// A session for a customer, changed as the test needs it. Its client secret is the plain one.
    pub async fn session(
        &self,
        merchant: &TestMerchant,
        customer: &str,
        change: impl FnOnce(&mut SessionRow),
    ) -> SessionRow {
        let now = self.state.now();
        let (id, client_secret) = (ids::new_id("fcsess_"), ids::new_client_secret());
        let mut row = SessionRow {
            merchant: merchant.id.clone(),
            client_secret: self.state.keyring.seal(sessions::client_secret_at(&id), &client_secret),
            client_secret_hash: ids::sha256_hex(&client_secret),
            page_handle: None,
            page_handle_hash: None,
            account_holder: AccountHolder {
                kind: AccountHolderType::Customer,
                account: None,
                customer: Some(customer.into()),
            }
            .into(),
            customer: Some(customer.into()),
            permissions: vec![Permission::Balances].into(),
            prefetch: Vec::new().into(),
            filters: Filters::default().into(),
            limit_accounts: None,
            manual_entry: "disabled".into(),
            return_url: None,
            ui_mode: "modal".into(),
            relink_options: None,
            relink_result: None,
            status: "pending".into(),
            terminal_error: None,
            expired: false,
            created: now,
            expires_at: now + 3600,
            completed_at: None,
            id,
        };
        change(&mut row);
        sessions::insert(self.state.store.pool(), &row).await.expect("a session");
        SessionRow { client_secret, ..row }
    }
}
