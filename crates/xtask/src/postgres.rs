//! A PostgreSQL for tests: a cluster of its own in a folder of its own, on a free loopback port,
//! gone with the guard.

use std::path::{Path, PathBuf};

use crate::{
    failure::{Failure, Result},
    ports,
    run::Command,
    setup,
    workspace::Workspace,
};

/// The account that Debian's package makes. PostgreSQL refuses to run as root.
const ACCOUNT: &str = "postgres";
/// Tests hold many connections.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400";
/// For data that nobody will ask for after a power cut.
const IN_A_HURRY: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

/// How safely what was committed is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As an operator has it.
    Full,
    /// Not past the machine's next restart.
    None,
}

/// A server under way. Dropping it ends it and removes its data.
pub struct Postgres {
    programs: PathBuf,
    folder: tempfile::TempDir,
    as_root: bool,
    url: String,
}

impl Postgres {
    /// Makes a cluster and starts it; installs PostgreSQL first where it is missing.
    pub fn start(workspace: &Workspace, durability: Durability) -> Result<Self> {
        let programs = setup::for_postgres(workspace)?;
        let folder = tempfile::tempdir().map_err(Failure::file("a folder for PostgreSQL"))?;
        let as_root = Command::new(workspace.root(), "id", ["-u"]).read()? == "0";
        if as_root {
            Command::new(workspace.root(), "chown", [ACCOUNT]).arg(folder.path()).run()?;
        }
        let port = ports::free()?;
        let url = format!("postgres://linkspan@127.0.0.1:{port}/postgres");
        let server = Self { programs, folder, as_root, url };
        server
            .program("initdb")
            .args(&["--auth", "trust", "--username", "linkspan", "--encoding", "UTF8", "--no-sync"])
            .arg("--pgdata")
            .arg(server.data())
            .read()?;
        let hurry = if durability == Durability::None { IN_A_HURRY } else { "" };
        server.control("start").arg("-o").arg(format!("{SETTINGS} {hurry} -c port={port}")).run()?;
        Ok(server)
    }

    /// Where it is: for `DATABASE_URL` and `LINKSPAN_TEST_POSTGRES`.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn control(&self, what: &str) -> Command {
        let log = self.folder.path().join("log");
        self.program("pg_ctl").args(&["-w", "-s", what, "-D"]).arg(self.data()).arg("-l").arg(log)
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let folder: &Path = self.folder.path();
        if self.as_root {
            Command::new(folder, "runuser", ["-u", ACCOUNT, "--"]).arg(program)
        } else {
            Command::new(folder, &program.to_string_lossy(), [] as [&str; 0])
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.control("stop").args(&["-m", "immediate"]).run() {
            eprintln!("xtask: PostgreSQL could not be ended: {error}");
        }
    }
}
