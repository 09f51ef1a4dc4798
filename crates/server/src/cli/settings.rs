//! Where settings come from: a flag goes before an environment variable, that before the file, that
//! before the default. Each is declared once, as an argument of a command; every argument that can be
//! set by a variable can be set in the file too.
//!
//! What is wrong is refused by the place that it came from. No message repeats a value: some are
//! secrets.

mod file;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    io,
    path::{Path, PathBuf},
};

use clap::{
    Arg, ArgAction, ArgMatches, Command, CommandFactory, FromArgMatches,
    builder::Resettable,
    error::{ContextKind, ContextValue, ErrorKind},
    parser::ValueSource,
};

use super::Cli;

/// Begins the names of this server's variables.
const PREFIX: &str = "LINKSPAN_";
/// Variables of this project's other programs: examples, tests, benchmarks. A server that they start,
/// or that is started from the same shell, is not about them.
const OTHERS: [&str; 13] = [
    "LINKSPAN_API",
    "LINKSPAN_BENCH_",
    "LINKSPAN_CHROMIUM",
    "LINKSPAN_CRASH_",
    "LINKSPAN_MERCHANT",
    "LINKSPAN_NO_DEV_SERVER",
    "LINKSPAN_PEOPLE",
    "LINKSPAN_PEOPLE_",
    "LINKSPAN_SCREENSHOTS",
    "LINKSPAN_SECRET_KEY",
    "LINKSPAN_SERVER",
    "LINKSPAN_TEST_",
    "LINKSPAN_WRITE_DIAGRAM",
];
/// Names that are less alike than this are no misspelling of each other (Jaro-Winkler).
const ALIKE: f64 = 0.8;

/// Why the settings are refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The command line is wrong, or asked for help: clap prints it.
    #[error(transparent)]
    CommandLine(#[from] clap::Error),
    /// A variable that looks like this server's and is not.
    #[error("{name} is no setting of this server{}", hint(nearest.as_deref()))]
    UnknownVariable {
        /// Its name.
        name: String,
        /// One that may be meant.
        nearest: Option<String>,
    },
    /// A key in the file that is no setting.
    #[error("{}: {key} is no setting{}", file.display(), hint(nearest.as_deref()))]
    UnknownKey {
        /// Which file.
        file: PathBuf,
        /// Which key.
        key: String,
        /// One that may be meant.
        nearest: Option<String>,
    },
    /// A value that cannot be.
    #[error("{place}: {why}")]
    Wrong {
        /// The flag, the variable, or file and key.
        place: String,
        /// What is wrong with it.
        why: String,
    },
    /// The file cannot be read.
    #[error("{place}: cannot read {}: {source}", file.display())]
    Unreadable {
        /// What named the file.
        place: &'static str,
        /// Which file.
        file: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The file is no TOML.
    #[error("{}, line {line}: {why}", file.display())]
    Syntax {
        /// Which file.
        file: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong there.
        why: String,
    },
}

/// One setting.
struct Setting {
    /// The argument, as a command declares it.
    arg: Arg,
    /// `--listen`, without the lines.
    flag: String,
    /// `LINKSPAN_LISTEN`
    variable: String,
}

/// All settings, by their key in the file: the flag with underscores.
type Settings = BTreeMap<String, Setting>;

/// Reads the command line with all that it does not say.
///
/// # Errors
/// [`SettingsError`], for the operator.
pub fn load() -> Result<Cli, SettingsError> {
    let command = Cli::command();
    let settings = settings_of(&command);
    check_environment(&settings)?;
    let matches = command.clone().try_get_matches().map_err(of_flag)?;
    let Some(file) = matches.get_one::<PathBuf>("config") else { return of(&matches) };
    let values = file::read(file, named_by(&matches), &settings)?;
    of(&with_defaults(command, &values).try_get_matches().map_err(of_flag)?)
}

fn of(matches: &ArgMatches) -> Result<Cli, SettingsError> {
    Ok(Cli::from_arg_matches(matches)?)
}

/// All settings of a command and those below it.
fn settings_of(command: &Command) -> Settings {
    let own = command.get_arguments().filter_map(|arg| {
        let (flag, variable) = (arg.get_long()?, arg.get_env()?.to_str()?);
        let setting = Setting { arg: arg.clone(), flag: flag.to_owned(), variable: variable.to_owned() };
        Some((flag.replace('-', "_"), setting))
    });
    own.chain(command.get_subcommands().flat_map(settings_of)).collect()
}

/// What the file says, in place of the defaults.
fn with_defaults(command: Command, values: &BTreeMap<String, String>) -> Command {
    let key = |arg: &Arg| arg.get_env().and(arg.get_long()).map(|flag| flag.replace('-', "_"));
    command
        .mut_args(|arg| match key(&arg).and_then(|key| values.get(&key)) {
            Some(value) => arg.default_value(value.clone()),
            None => arg,
        })
        .mut_subcommands(|below| with_defaults(below, values))
}

fn check_environment(settings: &Settings) -> Result<(), SettingsError> {
    let known: Vec<&str> = settings.values().map(|setting| &*setting.variable).collect();
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        let of_others = OTHERS
            .iter()
            .any(|other| if other.ends_with('_') { name.starts_with(other) } else { name == *other });
        if !of_others && !known.contains(&name) {
            return Err(SettingsError::UnknownVariable {
                name: name.to_owned(),
                nearest: nearest(name, known.iter().copied()),
            });
        }
    }
    for setting in settings.values() {
        let Some(value) = std::env::var_os(&setting.variable) else { continue };
        check(setting, value).map_err(|why| SettingsError::Wrong { place: setting.variable.clone(), why })?;
    }
    Ok(())
}

/// Whether a setting can have this value; if not, why.
fn check(setting: &Setting, value: OsString) -> Result<(), String> {
    // What it has to come with is checked with all of them together.
    let arg = setting.arg.clone().env(Resettable::Reset).requires(Resettable::Reset);
    let arg = arg.action(ArgAction::Set).num_args(1).required(false);
    let mut flag = OsString::from(format!("--{}=", setting.flag));
    flag.push(value);
    let parsed = Command::new("").no_binary_name(true).arg(arg).try_get_matches_from([flag]);
    parsed.map(drop).map_err(|error| why(&error))
}

/// The reason in an error of clap's, without the value.
fn why(error: &clap::Error) -> String {
    if let Some(source) = std::error::Error::source(error) {
        return source.to_string();
    }
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(valid)) if !valid.is_empty() => {
            format!("it has to be one of {}", valid.join(", "))
        }
        _ => "it has a value that it cannot have".to_owned(),
    }
}

/// clap's own words, but for a value that a flag cannot have: those would repeat it.
fn of_flag(error: clap::Error) -> SettingsError {
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(arg)) if error.kind() == ErrorKind::ValueValidation => {
            let place = arg.split_whitespace().next().unwrap_or(arg).to_owned();
            SettingsError::Wrong { place, why: why(&error) }
        }
        _ => error.into(),
    }
}

/// What named the file.
fn named_by(matches: &ArgMatches) -> &'static str {
    if matches.value_source("config") == Some(ValueSource::EnvVariable) {
        "LINKSPAN_CONFIG"
    } else {
        "--config"
    }
}

/// The known name that is most like this one, if any is alike.
fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let bare = |name: &str| name.strip_prefix(PREFIX).unwrap_or(name).to_owned();
    let likeness = |one: &str| strsim::jaro_winkler(&bare(name), &bare(one));
    let best = known.into_iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(best) >= ALIKE).then(|| best.to_owned())
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

/// A file as the operator wrote it, with its key.
fn in_file(file: &Path, key: &str) -> String {
    format!("{}: {key}", file.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_declared_without_contradiction() {
        Cli::command().debug_assert();
    }

    #[test]
    fn misspelled_names_lead_to_the_right_one() {
        let settings = settings_of(&Cli::command());
        let variables: Vec<&str> = settings.values().map(|setting| &*setting.variable).collect();
        let of = |name| nearest(name, variables.iter().copied());
        assert_eq!(of("LINKSPAN_LISTN").as_deref(), Some("LINKSPAN_LISTEN"));
        assert_eq!(of("LINKSPAN_DATADIR").as_deref(), Some("LINKSPAN_DATA_DIR"));
        assert_eq!(of("LINKSPAN_RATE_LIMIT_READS").as_deref(), Some("LINKSPAN_RATE_LIMIT_READ"));
        assert_eq!(of("LINKSPAN_QQQ"), None);
    }

    #[test]
    fn each_setting_is_checked_by_itself() {
        // A debug build panics where a setting names others that are not there.
        for setting in settings_of(&Cli::command()).values() {
            let _either = check(setting, "x".into());
        }
        let settings = settings_of(&Cli::command());
        assert_eq!(check(&settings["smtp_url"], "smtp://127.0.0.1:2525".into()), Ok(()));
        let why = check(&settings["rate_limit_read"], "0".into()).expect_err("no limit of nothing");
        assert!(why.contains("1 or more"), "{why}");
        let why = check(&settings["web_dir"], "/nowhere".into()).expect_err("no web build");
        assert!(why.contains("index.html"), "{why}");
    }

    #[test]
    fn every_setting_has_a_variable_of_its_own_name() {
        for (key, setting) in settings_of(&Cli::command()) {
            if key != "database_url" {
                assert_eq!(setting.variable, format!("{PREFIX}{}", key.to_uppercase()));
            }
        }
    }
}
