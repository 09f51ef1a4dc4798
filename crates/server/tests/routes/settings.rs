//! Where settings come from, and how wrong ones are refused.

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use crate::harness::binary::{refused, run, said, server};

/// A directory with a file of settings.
fn with_file(content: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("linkspan.toml");
    fs::write(&file, content).expect("a file");
    (dir, file)
}

#[test]
fn a_flag_goes_before_its_variable_that_before_the_file_and_that_before_the_default() {
    let dir = tempfile::tempdir().expect("a directory");
    let place = |name: &str| dir.path().join(name).display().to_string();
    let file = dir.path().join("linkspan.toml");
    fs::write(&file, format!("data_dir = {:?}\nrate_limit_read = 25\n", place("of-file"))).expect("a file");
    let list = |flag: bool, variable: bool, config: bool| {
        let mut command = server();
        command.args(["merchants", "list"]).current_dir(dir.path());
        if flag {
            command.args(["--data-dir", &place("of-flag")]);
        }
        if variable {
            command.env("LINKSPAN_DATA_DIR", place("of-variable"));
        }
        if config {
            command.arg("--config").arg(&file);
        }
        let output = run(&mut command);
        assert!(output.status.success(), "{}", said(output));
    };
    let made = || {
        let names = ["of-flag", "of-variable", "of-file", ".linkspan"];
        names.map(|name| fs::remove_dir_all(dir.path().join(name)).is_ok())
    };
    list(true, true, true);
    assert_eq!(made(), [true, false, false, false]);
    list(false, true, true);
    assert_eq!(made(), [false, true, false, false]);
    list(false, false, true);
    assert_eq!(made(), [false, false, true, false]);
    list(false, false, false);
    assert_eq!(made(), [false, false, false, true]);
    // The variable names the file as well.
    let output = run(server().args(["merchants", "list"]).env("LINKSPAN_CONFIG", &file));
    assert!(output.status.success(), "{}", said(output));
    assert_eq!(made(), [false, false, true, false]);
}

#[test]
fn unknown_names_are_refused_with_the_one_that_may_be_meant() {
    for (content, wrong) in [
        ("listn = \"127.0.0.1:1\"\n", "listn is no setting; did you mean listen?"),
        ("[server]\nlisten = \"127.0.0.1:1\"\n", "server is no setting"),
        ("config = \"other.toml\"\n", "config is no setting"),
    ] {
        let (_dir, file) = with_file(content);
        let text = refused(run(server().arg("serve").arg("--config").arg(&file)));
        assert!(text.contains(&format!("linkspan.toml: {wrong}")), "{text}");
    }
    let text = refused(run(server().args(["merchants", "list"]).env("LINKSPAN_WEBDIR", "x")));
    let hint = "LINKSPAN_WEBDIR is no setting of this server; did you mean LINKSPAN_WEB_DIR?";
    assert!(text.contains(hint), "{text}");
    // Names of the project's other programs are not this one's business.
    let dir = tempfile::tempdir().expect("a directory");
    let output = run(server()
        .args(["merchants", "list", "--data-dir"])
        .arg(dir.path())
        .env("LINKSPAN_SECRET_KEY", "sk_test_x"));
    assert!(output.status.success(), "{}", said(output));
}

#[test]
fn wrong_values_are_refused_by_the_place_that_they_came_from_and_are_not_repeated() {
    for (key, value, toml) in [
        ("listen", "canary", "\"canary\""),
        ("session_ttl_seconds", "0", "0"),
        ("provider_name", " ", "\" \""),
        ("api_origin", "canary", "\"canary\""),
        ("encryption_keys", "canary", "[\"canary\"]"),
        ("rate_limit_write", "0", "0"),
        ("mail_from", "canary", "\"canary\""),
        ("database_url", "mysql://u:canary@host/name", "\"mysql://u:canary@host/name\""),
    ] {
        let flag = format!("--{}", key.replace('_', "-"));
        let variable = if key == "database_url" {
            "DATABASE_URL".into()
        } else {
            format!("LINKSPAN_{}", key.to_uppercase())
        };
        let (_dir, file) = with_file(&format!("{key} = {toml}\n"));
        let by_flag = refused(run(server().args(["serve", &flag, value])));
        let by_variable = refused(run(server().arg("serve").env(&variable, value)));
        let by_file = refused(run(server().arg("serve").arg("--config").arg(&file)));
        for (said, place) in
            [(by_flag, flag), (by_variable, variable), (by_file, format!("{}: {key}", file.display()))]
        {
            assert!(said.contains(&format!("error: {place}: ")), "{place}: {said}");
            assert!(!said.contains("canary"), "{said}");
        }
    }
}

#[test]
fn a_file_that_is_none_is_refused_without_showing_it() {
    let (dir, file) = with_file("listen = \"127.0.0.1:1\"\ndatabase_url = \"postgres://u:canary@host\n");
    let said = refused(run(server().arg("serve").arg("--config").arg(&file)));
    assert!(said.contains("linkspan.toml, line 2: ") && !said.contains("canary"), "{said}");
    let (_dir, file) = with_file("session_ttl_seconds = 1.5\n");
    let said = refused(run(server().arg("serve").arg("--config").arg(&file)));
    assert!(said.contains("linkspan.toml: session_ttl_seconds: it has to be"), "{said}");
    let nothing = dir.path().join("nothing.toml");
    let said = refused(run(server().arg("serve").arg("--config").arg(&nothing)));
    assert!(said.contains("--config: cannot read"), "{said}");
    let said = refused(run(server().arg("serve").env("LINKSPAN_CONFIG", &nothing)));
    assert!(said.contains("LINKSPAN_CONFIG: cannot read"), "{said}");
}

#[test]
fn a_wrong_log_filter_is_refused() {
    for bad in ["info,sqlx=loud", "inof"] {
        let said = refused(run(server().args(["merchants", "list"]).env("RUST_LOG", bad)));
        assert!(said.contains("RUST_LOG: "), "{said}");
    }
}

#[test]
fn help_shows_no_value_of_the_environment() {
    let help = run(server()
        .args(["serve", "--help"])
        .env("DATABASE_URL", "postgres://u:canary@host/name")
        .env("LINKSPAN_ENCRYPTION_KEYS", "Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2E="));
    assert!(help.status.success());
    let help = said(help);
    assert!(help.contains("--config") && help.contains("LINKSPAN_CONFIG"), "{help}");
    assert!(!help.contains("canary") && !help.contains("Y2Fu"), "{help}");
}
