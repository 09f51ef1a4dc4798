//! Files of the web build.

use reqwest::{RequestBuilder, Response};

use crate::harness::{App, client::send, eventually, script};

async fn encoded(app: &App, accepted: &str) -> Response {
    let request = app.merchant.http.get(app.flow("/linkspan.js")).header("accept-encoding", accepted);
    request.send().await.expect("an answer")
}

/// Asks until the file has been compressed in this way.
async fn compressed(app: &App, encoding: &str) -> Response {
    eventually(encoding, async || {
        let reply = encoded(app, encoding).await;
        let sent = reply.headers().get("content-encoding");
        sent.is_some_and(|sent| sent == encoding).then_some(reply)
    })
    .await
}

#[tokio::test]
async fn files_have_their_kind_and_may_be_loaded_from_anywhere() {
    let app = App::start().await;
    let get = |path: &str| -> RequestBuilder { app.merchant.http.get(app.flow(path)) };
    let reply = send(get("/linkspan.js")).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.body, serde_json::json!(script()));
    assert_eq!(reply.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(reply.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(reply.header("cache-control"), "no-cache");
    assert_eq!(send(get("/linkspan_flow_bg.wasm")).await.header("content-type"), "application/wasm");
}

#[tokio::test]
async fn files_are_compressed_and_revalidated() {
    let app = App::start().await;
    let brotli = compressed(&app, "br").await;
    let gzip = compressed(&app, "gzip").await;
    let tag = |reply: &Response| reply.headers()["etag"].to_str().expect("a tag").to_owned();
    assert_ne!(tag(&brotli), tag(&gzip));
    assert_eq!(brotli.headers()["vary"], "accept-encoding");

    let same = app.merchant.http.get(app.flow("/linkspan.js"));
    let same = same.header("accept-encoding", "br").header("if-none-match", tag(&brotli));
    assert_eq!(send(same).await.status, 304);

    let mut plain = Vec::new();
    let bytes = brotli.bytes().await.expect("a body");
    brotli::BrotliDecompress(&mut &bytes[..], &mut plain).expect("brotli");
    assert_eq!(String::from_utf8(plain).expect("text"), script());
    let bytes = gzip.bytes().await.expect("a body");
    let plain = std::io::read_to_string(flate2::read::GzDecoder::new(&bytes[..])).expect("gzip");
    assert_eq!(plain, script());
}

#[tokio::test]
async fn a_file_that_changed_is_read_again() {
    let app = App::start().await;
    let get = || send(app.merchant.http.get(app.flow("/linkspan.js")));
    let old = get().await;
    std::fs::write(app.dir.path().join("web/linkspan.js"), "changed();").expect("a file");
    let new = get().await;
    assert_eq!(new.body, serde_json::json!("changed();"));
    assert_ne!(old.header("etag"), new.header("etag"));
}

#[tokio::test]
async fn nothing_outside_the_build_is_served() {
    let app = App::start().await;
    std::fs::write(app.dir.path().join("web/.env"), "x").expect("a file");
    #[cfg(unix)]
    std::os::unix::fs::symlink(app.dir.path().join("data"), app.dir.path().join("web/out")).expect("a link");
    for path in [
        "/../data/sandbox-keys.json",
        "/..%2fdata/sandbox-keys.json",
        "/%2e%2e/data/sandbox-keys.json",
        "/out/sandbox-keys.json",
        "/.env",
        "/index.html",
        "//evil.test",
        "/linkspan.js/",
    ] {
        // The client would tidy such a path up, so it is written by hand.
        let status = status_of(&app, path).await;
        assert_eq!(status, 404, "{path}");
    }
}

async fn status_of(app: &App, path: &str) -> u16 {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let host = app.server.ready.flow.strip_prefix("http://").expect("http");
    let mut stream = tokio::net::TcpStream::connect(host).await.expect("a connection");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer.split(' ').nth(1).expect("a status").parse().expect("a number")
}
