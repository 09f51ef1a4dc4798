//! A server that runs beside a task and ends with it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use duct::ReaderHandle;
use serde::de::DeserializeOwned;

use crate::{
    failure::{Failure, Result},
    run::Command,
};

/// How long a server may take to end when asked.
const PATIENCE: Duration = Duration::from_secs(3);

/// A server under way. Dropping it ends it.
pub struct Background {
    reader: Arc<ReaderHandle>,
    command: String,
}

impl Background {
    /// Starts a server and waits for its one line of JSON; what it logs goes to the file `log`.
    pub fn start<T: DeserializeOwned>(command: &Command, log: &Path) -> Result<(Self, T)> {
        if let Some(folder) = log.parent() {
            std::fs::create_dir_all(folder).map_err(Failure::file(folder))?;
        }
        let shown = command.shown();
        let reader = command
            .expression()
            .unchecked()
            .stderr_path(log)
            .reader()
            .map_err(|source| Failure::Start { command: shown.clone(), source })?;
        let server = Self { reader: Arc::new(reader), command: shown };
        let ready = server.first_json(log)?;
        Ok((server, ready))
    }

    fn first_json<T: DeserializeOwned>(&self, log: &Path) -> Result<T> {
        let mut lines = BufReader::new(&*self.reader).lines();
        let ready = lines
            .by_ref()
            .map_while(std::result::Result::ok)
            .find_map(|line| serde_json::from_str(&line).ok());
        let Some(ready) = ready else {
            return Err(Failure::NotReady { command: self.command.clone(), log: last_lines(log) });
        };
        drop(lines);
        // Whatever it prints later has to be read, or it would block on a full pipe.
        let rest = Arc::clone(&self.reader);
        thread::spawn(move || std::io::copy(&mut &*rest, &mut std::io::sink()));
        Ok(ready)
    }

    /// Whether it still runs.
    pub fn running(&self) -> bool {
        matches!(self.reader.try_wait(), Ok(None))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // Asked first: a server that ends by itself leaves nothing half done.
        for pid in self.reader.pids() {
            let _ = duct::cmd!("kill", pid.to_string()).stderr_null().unchecked().run();
        }
        let asked = Instant::now();
        while self.running() && asked.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(20));
        }
        if let Err(error) = self.reader.kill() {
            eprintln!("xtask: `{}` could not be ended: {error}", self.command);
        }
    }
}

/// Waits until the person presses Ctrl-C or one of the servers ends.
pub fn until_interrupted(servers: &[&Background]) -> Result<()> {
    let (sender, receiver) = std::sync::mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody listens any more: the task is ending already.
        let _ = sender.send(());
    })
    .map_err(|error| Failure::Missing {
        what: "a handler for Ctrl-C".to_owned(),
        remedy: error.to_string(),
    })?;
    while receiver.recv_timeout(Duration::from_millis(500)).is_err() {
        if let Some(ended) = servers.iter().find(|server| !server.running()) {
            return Err(Failure::Ended {
                command: ended.command.clone(),
                status: "an end of its own".to_owned(),
            });
        }
    }
    Ok(())
}

fn last_lines(log: &Path) -> Option<String> {
    let text = std::fs::read_to_string(log).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(20)..].join("\n");
    (!tail.is_empty()).then_some(tail)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_server_is_ready_with_its_line_and_ends_with_its_guard() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("server.log");
        let command =
            Command::new(folder.path(), "sh", ["-c", "echo starting; echo '{\"port\": 7}'; exec sleep 60"]);
        let (server, ready) = Background::start::<Value>(&command, &log).expect("ready");
        assert_eq!(ready["port"], 7);
        assert!(server.running());
    }

    #[test]
    fn a_server_that_dies_shows_its_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("server.log");
        let command = Command::new(folder.path(), "sh", ["-c", "echo no database >&2; exit 1"]);
        let error = Background::start::<Value>(&command, &log).err().expect("not ready").to_string();
        assert!(error.contains("no database"), "{error}");
    }
}
