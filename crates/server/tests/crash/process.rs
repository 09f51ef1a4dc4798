//! The server's binary as a process of its own, on ports that stay the same when it comes back.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde::Deserialize;

use crate::database;

/// Where a server is and what opens it.
#[derive(Clone, Deserialize)]
pub struct Ready {
    pub api: String,
    pub flow: String,
    pub secret_key: String,
    pub publishable_key: String,
}

/// One server that can be killed and started again.
pub struct Process {
    dir: PathBuf,
    ports: [u16; 3],
    /// All processes of one deployment share one test bank.
    bank: Option<String>,
    database_url: Option<String>,
    child: Option<Child>,
}

impl Process {
    /// A server on this directory's database, not started.
    pub async fn on(dir: &Path) -> Self {
        let database_url = database::postgres_url(dir).await;
        Self { dir: dir.to_owned(), ports: free_ports(), bank: None, database_url, child: None }
    }

    /// Another server of the same deployment: same database, same bank.
    pub fn another(&self) -> Self {
        Self {
            dir: self.dir.clone(),
            ports: free_ports(),
            bank: Some(self.bank_origin()),
            database_url: self.database_url.clone(),
            child: None,
        }
    }

    fn bank_origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[2])
    }

    /// Starts it and waits until it accepts connections.
    pub async fn start(&mut self) -> Ready {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linkspan-server"));
        let [api, flow, bank] = self.ports.map(|port| format!("127.0.0.1:{port}"));
        command
            .args(["serve", "--ready-json", "--listen", &api, "--flow-listen", &flow, "--bank-listen", &bank])
            .arg("--data-dir")
            .arg(self.dir.join("data"))
            .env_remove("DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(self.log());
        if let Some(bank) = &self.bank {
            command.args(["--bank-origin", bank]);
        }
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        let mut child = command.spawn().expect("the server's binary");
        let stdout = child.stdout.take().expect("a pipe");
        self.child = Some(child);
        let read = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(stdout).read_line(&mut line).map(|_| line)
        });
        let line = read.await.expect("no panic").expect("a line");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("not ready; its log: {}", self.last_log()))
    }

    /// `SIGKILL`: no handler runs, nothing is flushed.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("a process to kill");
            child.wait().expect("its end");
        }
    }

    fn log_file(&self) -> PathBuf {
        self.dir.join(format!("server-{}.log", self.ports[0]))
    }

    fn log(&self) -> File {
        File::options().append(true).create(true).open(self.log_file()).expect("a log")
    }

    fn last_log(&self) -> String {
        let text = std::fs::read_to_string(self.log_file()).unwrap_or_default();
        text.lines().rev().take(5).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Bound all at once, so that they differ.
fn free_ports() -> [u16; 3] {
    let listeners = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
    listeners.map(|listener| listener.local_addr().expect("an address").port())
}
