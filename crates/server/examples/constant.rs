//! What `cargo xtask bench` compares the merchant API with: the same routes, the same body sizes, no
//! work. Prints one line of JSON once it accepts connections, as the server does.
#![allow(clippy::print_stdout, reason = "it speaks to the program that starts it")]

use axum::{
    Router,
    http::header::CONTENT_TYPE,
    routing::{get, post},
};
use tokio::net::TcpListener;

const SESSION: &str = r#"{"id":"fcsess_00064a1b2c3d4eAbCdEfGhIjKlMnOpQrStUv","object":"financial_connections.session","account_holder":{"type":"customer","customer":"cus_00064a1b2c3d4eAbCdEfGhIjKlMnOpQrStUv"},"accounts":{"object":"list","data":[],"has_more":false,"url":"/v1/financial_connections/accounts"},"client_secret":"fcsess_client_secret_AbCdEfGhIjKlMnOpQrStUvWxYz012345","filters":{"account_subcategories":["checking","savings","mortgage","line_of_credit","credit_card"],"country":null,"require_payment_method_support":"none"},"livemode":false,"manual_entry":{"mode":"disabled"},"permissions":["balances"],"prefetch":[],"status":"pending"}"#;
const ACCOUNT: &str = r#"{"id":"fca_00064a1b2c3d4eAbCdEfGhIjKlMnOpQrStUv","object":"financial_connections.account","account_holder":{"type":"customer","customer":"cus_00064a1b2c3d4eAbCdEfGhIjKlMnOpQrStUv"},"account_numbers":null,"balance":null,"balance_refresh":null,"category":"cash","created":1795590739,"display_name":"Success","institution_name":"Test (Non-OAuth)","last4":"6789","livemode":false,"ownership":null,"ownership_refresh":null,"permissions":["balances"],"status":"active","subcategory":"checking","subscriptions":[],"supported_payment_method_types":["us_bank_account","link"],"transaction_refresh":null}"#;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let json = |body: &'static str| ([(CONTENT_TYPE, "application/json")], body);
    let router = Router::new()
        .route("/v1/financial_connections/sessions", post(move |_: String| async move { json(SESSION) }))
        .route("/v1/financial_connections/accounts/{id}", get(move || async move { json(ACCOUNT) }));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{{\"api\":\"http://{}\"}}", listener.local_addr()?);
    axum::serve(listener, router).await
}
