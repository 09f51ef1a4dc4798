//! `/link/{handle}`

use linkspan_server::{flow_api::Page, state::Origins};

use crate::harness::{App, client::send};

#[tokio::test]
async fn the_handle_moves_from_the_address_into_a_cookie() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let customer = merchant.customer().await;
    let session = merchant.session_of(&customer, &[("return_url", "http://localhost:3000/done")]).await.ok();
    let url = session["url"].as_str().expect("an address");
    let handle = url.rsplit('/').next().expect("a handle");
    let reply = send(merchant.http.get(url)).await;
    let page = Page::of(handle);
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, &*page.address([])));
    let name = page.cookie(&Origins { flow: "http://127.0.0.1".into(), ..Origins::default() });
    // As long as a session can be open: also when the browser was ended in between.
    let expected = format!("{name}={handle}; HttpOnly; SameSite=Lax; Path=/; Max-Age=3600");
    assert_eq!(reply.header("set-cookie"), expected);
    assert_eq!(reply.header("cache-control"), "no-store");

    let cookie = format!("{name}={handle}");
    let path = linkspan_wire::link::path::SYNCHRONIZE;
    let request = merchant.http.post(app.flow(path)).header("cookie", cookie);
    let body = serde_json::json!({ "locale": "en", "page": name.trim_start_matches("linkspan_page_") });
    let own = request.header("sec-fetch-site", "same-origin").json(&body);
    let manifest = send(own).await.ok();
    assert_eq!(manifest["id"], session["id"]);
    assert_eq!(manifest["return_url"], "http://localhost:3000/done");
}

#[tokio::test]
async fn what_cannot_be_a_handle_sets_no_cookie() {
    let app = App::start().await;
    for handle in [
        "short",
        "a%0d%0aset-cookie:x=y-aaaaaaaaaaaaaaaa",
        "..%2f..%2faaaaaaaaaaaaaaaaaaaa",
        "%3Cscript%3Eaaaaaaaaaaaaaaaaaaa",
    ] {
        let reply = send(app.merchant.http.get(app.flow(&format!("/link/{handle}")))).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/link"), "{handle}");
        assert_eq!(reply.header("set-cookie"), "", "{handle}");
    }
}
