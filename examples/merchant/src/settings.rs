//! What the program is started with.

use std::{fmt, str::FromStr};

use clap::Parser;
use url::Url;

/// A merchant's server and page, for trying the flow.
#[derive(Parser)]
#[command(version)]
pub struct Settings {
    /// Where to listen; port 0 is any free one
    #[arg(long, value_name = "HOST:PORT", default_value = "localhost:0", value_parser = host_and_port)]
    pub listen: String,
    /// Origin of the merchant API
    #[arg(long, value_name = "ORIGIN", value_parser = api_origin)]
    pub api: String,
    /// Origin of the flow, which serves linkspan.js
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    pub flow: String,
    /// The merchant's secret key
    #[arg(long, value_name = "KEY", env = "LINKSPAN_SECRET_KEY", hide_env_values = true)]
    pub secret_key: SecretKey,
    /// The merchant's publishable key
    #[arg(long, value_name = "KEY", value_parser = publishable_key)]
    pub publishable_key: String,
    /// Print one line of JSON, with the page's origin, once it accepts connections
    #[arg(long)]
    pub ready_json: bool,
}

impl Settings {
    /// The page's own origin, by the name it listens on and the port it got.
    pub fn origin(&self, port: u16) -> String {
        let host = self.listen.rsplit_once(':').map_or(self.listen.as_str(), |(host, _)| host);
        format!("http://{host}:{port}")
    }
}

/// The merchant's secret key. Has neither `Display` nor a telling `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(String);

impl SecretKey {
    /// The key, for the `Authorization` header and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl FromStr for SecretKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];
        if known.iter().any(|prefix| text.len() > prefix.len() && text.starts_with(prefix)) {
            Ok(Self(text.to_owned()))
        } else {
            Err("a secret key begins with sk_test_ or sk_live_")
        }
    }
}

fn publishable_key(text: &str) -> Result<String, &'static str> {
    if text.starts_with("pk_") && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        Ok(text.to_owned())
    } else {
        Err("a publishable key begins with pk_test_ or pk_live_")
    }
}

fn host_and_port(text: &str) -> Result<String, &'static str> {
    let port = text.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port);
    match port.map(str::parse::<u16>) {
        Some(Ok(_)) => Ok(text.to_owned()),
        _ => Err("a host and a port, such as localhost:0"),
    }
}

fn origin(text: &str) -> Result<String, &'static str> {
    const EXPECTED: &str = "an http(s) origin without a path, such as http://127.0.0.1:4301";
    let url = Url::parse(text).map_err(|_| EXPECTED)?;
    let origin = url.origin().ascii_serialization();
    let bare = text.strip_suffix('/').unwrap_or(text);
    if matches!(url.scheme(), "http" | "https") && origin == bare { Ok(origin) } else { Err(EXPECTED) }
}

fn api_origin(text: &str) -> Result<String, &'static str> {
    let origin = origin(text)?;
    if origin.starts_with("http://") {
        Ok(origin)
    } else {
        Err("this example speaks plain HTTP to the API, so it has to run beside the server")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(secret: &str, api: &str, listen: &str) -> Result<Settings, clap::Error> {
        Settings::try_parse_from([
            "merchant",
            "--api",
            api,
            "--flow",
            "https://flow.example",
            "--secret-key",
            secret,
            "--publishable-key",
            "pk_test_1",
            "--listen",
            listen,
        ])
    }

    #[test]
    fn origins_keep_the_host_that_was_listened_on() {
        let settings = parse("sk_test_1", "http://127.0.0.1:4300/", "localhost:0").expect("settings");
        assert_eq!(settings.api, "http://127.0.0.1:4300");
        assert_eq!(settings.origin(4310), "http://localhost:4310");
        let settings = parse("sk_test_1", "http://a.test", "[::1]:0").expect("settings");
        assert_eq!(settings.origin(1), "http://[::1]:1");
    }

    #[test]
    fn wrong_settings_are_refused_and_a_key_is_not_shown() {
        for (secret, api, listen) in [
            ("pk_test_1", "http://a.test", "localhost:0"),
            ("sk_test_1", "http://a.test/v1", "localhost:0"),
            ("sk_test_1", "https://a.test", "localhost:0"),
            ("sk_test_1", "ftp://a.test", "localhost:0"),
            ("sk_test_1", "http://a.test", "localhost"),
            ("sk_test_1", "http://a.test", ":80"),
        ] {
            assert!(parse(secret, api, listen).is_err(), "{secret} {api} {listen}");
        }
        let key = "sk_test_hidden".parse::<SecretKey>().expect("a key");
        assert_eq!(format!("{key:?}"), "SecretKey(…)");
    }
}
