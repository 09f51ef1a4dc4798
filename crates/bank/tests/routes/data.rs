//! What a token opens of one account.

use axum::http::StatusCode;
use linkspan_bank::protocol::{BalanceAnswer, BankAccount, NumbersAnswer, OwnersAnswer, TransactionsAnswer};
use linkspan_wire::transaction::TransactionStatus;

use crate::harness::{CLOSED, TestBank};

const DAY: i64 = 24 * 60 * 60;

async fn opened(bank: &TestBank, institution: &str) -> (String, Vec<BankAccount>) {
    let token = bank.access_token(institution, "maya").await;
    let accounts = bank.shared(institution, &token).await.accounts;
    (token, accounts)
}

fn named<'a>(accounts: &'a [BankAccount], name: &str) -> &'a str {
    &accounts.iter().find(|account| account.name == name).expect("an account").id
}

#[tokio::test]
async fn a_token_opens_the_data_of_its_accounts() {
    let bank = TestBank::new();
    let (token, accounts) = opened(&bank, "bcinst_northline").await;
    let get = async |data| bank.data("bcinst_northline", &token, &accounts[0].id, data).await;
    assert_eq!(get("balance").await.decoded::<BalanceAnswer>().balance, accounts[0].balance);
    let owners: OwnersAnswer = get("owners").await.decoded();
    assert_eq!(owners.owners[0].name, "Maya Calloway");
    let numbers: NumbersAnswer = get("numbers").await.decoded();
    assert_eq!(numbers.routing_number, "110000000");
    assert!(numbers.account_number.len() == 12 && numbers.account_number.ends_with(&accounts[0].last4));
    assert!(numbers.tokenized && numbers.expires_at.is_none() && !numbers.deactivated);
    let moved: TransactionsAnswer = get("transactions").await.decoded();
    let pending = |moved: &TransactionsAnswer| {
        moved.transactions.iter().filter(|one| one.status == TransactionStatus::Pending).count()
    };
    assert!(pending(&moved) > 0);
    bank.pass(3 * DAY);
    let later: TransactionsAnswer = get("transactions").await.decoded();
    for before in moved.transactions.iter().filter(|one| one.status == TransactionStatus::Pending) {
        let after = later.transactions.iter().find(|one| one.id == before.id).expect("still there");
        assert_ne!(after.status, TransactionStatus::Pending, "{}", after.description);
        assert_eq!((after.amount, after.transacted_at), (before.amount, before.transacted_at));
    }
}

#[tokio::test]
async fn owners_are_in_every_state() {
    let bank = TestBank::new();
    let (token, accounts) = opened(&bank, "bcinst_ownership").await;
    let get = async |name| bank.data("bcinst_ownership", &token, named(&accounts, name), "owners").await;
    let owners = async |name| get(name).await.decoded::<OwnersAnswer>().owners;
    assert_eq!(owners("Sole Owner").await.len(), 1);
    assert_eq!(owners("Joint Owners").await.len(), 2);
    assert_eq!(owners("Owner Without Address").await[0].address, None);
    assert_eq!(get("Owners Not Available").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn tokenized_numbers_end_as_their_names_say() {
    let bank = TestBank::new();
    let (token, accounts) = opened(&bank, "bcinst_tokenized").await;
    let get = async |name| {
        let reply = bank.data("bcinst_tokenized", &token, named(&accounts, name), "numbers").await;
        reply.decoded::<NumbersAnswer>()
    };
    let expired = get("Expired Number").await;
    assert!(expired.tokenized && expired.deactivated);
    let month = get("Number Expires in 30 Days").await.expires_at.expect("an end");
    let at_once = get("Number Expires at Once").await.expires_at.expect("an end");
    assert!(month - at_once > 29 * DAY, "{month} {at_once}");
    bank.pass(DAY);
    assert_eq!(get("Number Expires at Once").await.expires_at, Some(at_once));
}

#[tokio::test]
async fn other_accounts_stay_closed() {
    let bank = TestBank::new();
    let (token, accounts) = opened(&bank, "bcinst_test_credentials").await;
    let get =
        async |account: &str| bank.data("bcinst_test_credentials", &token, account, "balance").await.status;
    assert_eq!(get(named(&accounts, "Success")).await, StatusCode::OK);
    assert_eq!(get(named(&accounts, "Failure")).await, StatusCode::FORBIDDEN);
    assert_eq!(get("bacc_none").await, StatusCode::NOT_FOUND);
    let (_, elsewhere) = opened(&bank, "bcinst_northline").await;
    assert_eq!(get(&elsewhere[0].id).await, StatusCode::NOT_FOUND);
    let wrong = bank.data("bcinst_test_credentials", "nonsense", &accounts[0].id, "balance").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let (_, invalid) = opened(&bank, "bcinst_invalid_payments").await;
    let token = bank.access_token("bcinst_invalid_payments", "maya").await;
    let numbers = bank.data("bcinst_invalid_payments", &token, &invalid[0].id, "numbers").await;
    assert_eq!(numbers.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_end_that_the_bank_announces_is_counted_from_the_sign_in() {
    let bank = TestBank::new();
    for (institution, announced) in
        [("bcinst_reauth_daily", true), ("bcinst_reauth_monthly", true), ("bcinst_inactive", false)]
    {
        let token = bank.access_token(institution, "maya").await;
        let first = bank.shared(institution, &token).await.access_ends_at;
        assert_eq!(first.is_some(), announced, "{institution}");
        bank.pass(60);
        assert_eq!(bank.shared(institution, &token).await.access_ends_at, first, "{institution}");
    }
}

#[tokio::test]
async fn a_closed_bank_opens_nothing() {
    let bank = TestBank::new();
    let reply = bank.get(&format!("/{CLOSED}/health")).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(bank.get("/bcinst_cedar/health").await.status, StatusCode::NO_CONTENT);
}
