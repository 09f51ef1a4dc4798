//! The binary itself.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::harness::{
    binary::{run, server},
    client::plain_http,
    eventually,
};

/// A server on this directory, and the line that it says when it is ready.
fn started(dir: &std::path::Path, more: &[&str]) -> (Child, Value) {
    let mut child = server()
        .args(["serve", "--listen", "127.0.0.1:0", "--ready-json", "--data-dir"])
        .arg(dir.join("data"))
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server's binary");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    (child, serde_json::from_str(&line).expect("one line of JSON"))
}

#[cfg(unix)]
fn terminate(child: &Child) {
    assert!(Command::new("kill").arg(child.id().to_string()).status().expect("kill").success());
}

#[cfg(unix)]
#[tokio::test]
async fn a_server_that_was_told_to_stop_is_not_ready_and_serves_until_the_delay_is_over() {
    let dir = tempfile::tempdir().expect("a directory");
    // Ten minutes: nothing but the second signal ends it in time.
    let (mut child, ready) = started(dir.path(), &["--drain-seconds", "600"]);
    let api = ready["api"].as_str().expect("an origin");
    let status = async |path: &str| {
        let key = ready["secret_key"].as_str().expect("a key");
        // A connection of its own each time, as a balancer's check has.
        let request = plain_http().get(format!("{api}{path}")).bearer_auth(key);
        request.send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(status("/readyz").await, 200);
    terminate(&child);
    eventually("not ready", async || (status("/readyz").await == 503).then_some(())).await;
    assert_eq!((status("/healthz").await, status("/v1/customers").await), (200, 200));
    terminate(&child);
    let ended = eventually("the end", async || child.try_wait().expect("a process")).await;
    assert!(ended.success(), "{ended}");
}

#[test]
fn serve_says_where_it_is_logs_no_secret_and_stops_when_told() {
    let dir = tempfile::tempdir().expect("a directory");
    let (child, ready) = started(dir.path(), &[]);
    let mut names: Vec<&String> = ready.as_object().expect("an object").keys().collect();
    names.sort();
    assert_eq!(names, ["api", "bank", "flow", "publishable_key", "secret_key"]);
    for origin in ["api", "flow", "bank"] {
        let host = ready[origin].as_str().and_then(|origin| origin.strip_prefix("http://")).expect("http");
        std::net::TcpStream::connect(host).expect("it accepts");
    }
    #[cfg(unix)]
    {
        terminate(&child);
        let output = child.wait_with_output().expect("an end");
        assert!(output.status.success(), "{output:?}");
        let log = String::from_utf8(output.stderr).expect("text");
        assert!(log.contains("ready") && log.contains("stopping"), "{log}");
        for key in ["secret_key", "publishable_key"] {
            assert!(!log.contains(ready[key].as_str().expect("a key")), "{log}");
        }
    }
    #[cfg(not(unix))]
    child.kill().expect("it runs");
}

#[test]
fn merchants_are_created_and_listed() {
    let dir = tempfile::tempdir().expect("a directory");
    let at = |args: &[&str]| run(server().arg("merchants").args(args).arg("--data-dir").arg(dir.path()));
    let created = at(&[
        "create",
        "--name",
        "Shop",
        "--allow-origin",
        "https://shop.example",
        "--purpose",
        "To pay you.",
        "--json",
    ]);
    assert!(created.status.success(), "{created:?}");
    let created: Value = serde_json::from_slice(&created.stdout).expect("JSON");
    assert!(created["secret_key"].as_str().is_some_and(|key| key.starts_with("sk_test_")));
    assert!(created["publishable_key"].as_str().is_some_and(|key| key.starts_with("pk_test_")));
    let listed = at(&["list", "--json"]);
    let listed: Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    let mut expected = created.clone();
    let fields = expected.as_object_mut().expect("an object");
    fields.remove("secret_key");
    fields.remove("publishable_key");
    assert_eq!(listed, Value::Array(vec![expected]));

    let id = created["id"].as_str().expect("an id");
    let one = at(&["show", id, "--json"]);
    assert_eq!(serde_json::from_slice::<Value>(&one.stdout).expect("JSON"), listed[0]);

    let plain = at(&["list"]);
    let plain = String::from_utf8(plain.stdout).expect("text");
    assert!(plain.contains("Shop") && plain.contains("https://shop.example"), "{plain}");
}

#[test]
fn a_wrong_database_is_refused_by_the_place_that_it_came_from_and_its_password_is_not_shown() {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().join("data");
    for url in ["postgres://u:hunter2@host:99999/name", "mysql://u:hunter2@host/name", "hunter2"] {
        for command in [["serve", "--ready-json"], ["merchants", "list"]] {
            let mut named = server();
            named.args(command).arg("--data-dir").arg(&data).arg("--database-url").arg(url);
            let mut inherited = server();
            inherited.args(command).arg("--data-dir").arg(&data).env("DATABASE_URL", url);
            for (mut started, place) in [(named, "--database-url: "), (inherited, "DATABASE_URL: ")] {
                let refused = run(&mut started);
                assert!(!refused.status.success(), "{command:?}");
                let said = [refused.stdout, refused.stderr].concat();
                let said = String::from_utf8(said).expect("text");
                assert!(said.contains(place), "{said}");
                assert!(!said.contains("hunter2"), "the password was shown");
            }
        }
    }
    assert!(!data.exists());
}

#[test]
fn wrong_origins_are_refused_before_anything_is_kept() {
    let dir = tempfile::tempdir().expect("a directory");
    for origin in [
        "*",
        "null",
        "https://*.shop.example",
        "https://shop.example/path",
        "javascript:alert(1)",
        "https://a@b.example",
        "https://shop.example:*",
    ] {
        let refused = run(server()
            .args(["merchants", "create", "--name", "Shop", "--allow-origin", origin, "--data-dir"])
            .arg(dir.path().join("data")));
        assert!(!refused.status.success(), "{origin}");
        let said = String::from_utf8(refused.stderr).expect("text");
        assert!(said.contains("--allow-origin"), "{said}");
    }
    assert!(!dir.path().join("data").exists());
}
