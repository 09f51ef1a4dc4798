//! `/icons/…`

use crate::harness::{App, client::send};

#[tokio::test]
async fn institutions_and_merchants_have_icons_that_can_do_nothing() {
    let app = App::start().await;
    let other = app.other_merchant().await;
    let get = async |path: &str| send(app.merchant.http.get(app.flow(path))).await;
    let merchant = format!("/icons/merchant/{}.svg", other.id);
    for path in ["/icons/bcinst_test_credentials.svg", &merchant] {
        let reply = get(path).await;
        assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, "image/svg+xml"), "{path}");
        assert!(reply.body.as_str().is_some_and(|svg| svg.starts_with("<svg")), "{path}: {}", reply.body);
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'; sandbox"), "{policy}");
    }
    for path in ["/icons/bcinst_none.svg", "/icons/bcinst_test_credentials", "/icons/merchant/acct_none.svg"]
    {
        assert_eq!(get(path).await.status, 404, "{path}");
    }
}
