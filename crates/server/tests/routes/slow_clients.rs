//! Clients that take too long to say what they want.

use std::time::{Duration, Instant};

use linkspan_server::serve::{Options, Server};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::harness::{App, options};

const PATIENCE: Duration = Duration::from_millis(800);

/// A server that waits for so long, and the address of its merchant API.
async fn impatient(app: &App, dir: &std::path::Path) -> (Server, String) {
    let options = options(dir, app.clock.clone()).await;
    let server = Server::start(Options { read_timeout: PATIENCE, ..options }).await.expect("a server");
    let address = server.addresses.api.to_string();
    (server, address)
}

/// Sends this and gives what comes until the server closes.
async fn until_closed(address: &str, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(text.as_bytes()).await.expect("it takes that");
    rest(&mut stream).await
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer)).await;
    // A close with bytes unread may be a reset.
    drop(read.expect("the server closes"));
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn half_a_header_and_an_idle_connection_are_closed_while_others_are_served() {
    let app = App::start().await;
    let dir = tempfile::tempdir().expect("a directory");
    let (server, address) = impatient(&app, dir.path()).await;
    let started = Instant::now();
    let asked = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    let half = until_closed(&address, "GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ");
    let nothing = until_closed(&address, "");
    let idle = until_closed(&address, asked);
    let (half, nothing, idle) = tokio::join!(half, nothing, idle);
    assert!(started.elapsed() >= PATIENCE, "{:?}", started.elapsed());
    assert!(!half.contains(" 200 ") && nothing.is_empty(), "{half}{nothing}");
    assert!(idle.starts_with("HTTP/1.1 200 "), "{idle}");
    // It still answers, one request after another on a connection.
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    for _ in 0..3 {
        stream.write_all(asked.as_bytes()).await.expect("it takes that");
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 200");
        let mut more = [0; 4096];
        assert!(stream.read(&mut more).await.expect("the rest of it") > 0);
    }
    server.stop().await;
}

#[tokio::test]
async fn a_body_that_trickles_is_refused_in_time() {
    let app = App::start().await;
    let dir = tempfile::tempdir().expect("a directory");
    let (server, address) = impatient(&app, dir.path()).await;
    let key = &server.ready.secret_key;
    let head = format!(
        "POST /v1/customers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\nname="
    );
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    stream.write_all(head.as_bytes()).await.expect("it takes that");
    let (mut reading, mut writing) = stream.into_split();
    let trickle = tokio::spawn(async move {
        while writing.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let mut answer = [0; 12];
    let answered = tokio::time::timeout(Duration::from_secs(30), reading.read_exact(&mut answer)).await;
    answered.expect("in time").expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 408");
    trickle.abort();
    server.stop().await;
}

#[tokio::test]
async fn a_stop_does_not_wait_for_connections_on_which_nothing_is_asked() {
    let app = App::start().await;
    let dir = tempfile::tempdir().expect("a directory");
    let server = Server::start(options(dir.path(), app.clock.clone()).await).await.expect("a server");
    let mut idle = TcpStream::connect(server.addresses.api).await.expect("a connection");
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("it takes that");
    let mut answer = [0; 12];
    idle.read_exact(&mut answer).await.expect("an answer");
    let address = server.addresses.api;
    let started = Instant::now();
    server.stop().await;
    // What was under way would have ten seconds.
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    rest(&mut idle).await;
    assert!(TcpStream::connect(address).await.is_err());
}
