//! `uncover export bundle`, and what it shares with `uncover merge`: the passphrase.

use super::{Line, file, paths};
use crate::exchange::bundle::{self, SHORTEST, WORK, Wish};
use crate::exchange::whole::ExportError;
use crate::exchange::write::WriteError;
use crate::store::Reader;
use crate::store::api::{Answer, Ask};
use crate::term::{clock, secret};
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct BundleOptions {
    /// bundle: only what a colleague lacks, who sent you this bundle
    #[arg(long, value_name = "BUNDLE")]
    since: Option<PathBuf>,
    /// bundle: who it is from, as the colleague will read it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// bundle: without a passphrase; everybody who gets hold of it can read it
    #[arg(long)]
    plain: bool,
}

/// What `uncover export` knows besides.
pub struct Around<'o> {
    pub to: &'o Path,
    pub with_names: bool,
    pub force: bool,
}

impl BundleOptions {
    /// Whether anything was said that only a bundle understands.
    pub fn said(&self) -> bool {
        self.since.is_some() || self.by.is_some() || self.plain
    }
}

/// Writes a bundle.
pub fn export(line: &Line, options: &BundleOptions, around: &Around) -> Result<(), String> {
    let from = paths::file(line)?;
    let reader = Reader::open(&from).map_err(|t| file::sentence(&t))?;
    warn(options, around);
    let passphrase = if options.plain { None } else { Some(new_passphrase()?) };
    let known = match &options.since {
        Some(since) => {
            // Most people who exchange bundles have one passphrase for all.
            let same = passphrase.clone().and_then(|word| bundle::open(since, || Ok(word)).ok());
            let theirs = same.map_or_else(|| bundle::open(since, || old_passphrase(since)), Ok);
            theirs.map_err(|refusal| refusal.to_string())?.header.outline.have
        }
        None => Vec::new(),
    };
    let by = options.by.clone().or_else(|| only_observer(&reader)).unwrap_or_default();
    let now = clock::now();
    let wish = Wish { names: around.with_names, known, by, made: now.utc, passphrase, work: WORK };
    let mut bar = Bar::new("written");
    let made = bundle::write(&reader, around.to, around.force, &wish, &mut |n| bar.show(n, None));
    bar.end();
    let header = made.map_err(|error| match error {
        ExportError::Read(trouble) => file::sentence(&trouble),
        ExportError::Write(error @ WriteError::Exists(_)) => format!("{error} --force writes over it."),
        ExportError::Write(error) => error.to_string(),
    })?;
    let to = crate::domain::text::visible(&around.to.display().to_string());
    let (acts, notes) = (header.outline.acts, header.outline.notes);
    super::print(&match acts {
        0 => format!("{to} was made, but there is nothing in it that your colleague lacks."),
        _ => format!(
            "{to} holds {} about {}. Your colleague takes it in with “uncover merge”.",
            many(acts, "change", "changes"),
            many(notes, "note", "notes")
        ),
    })
}

/// Says who will be able to read what.
fn warn(options: &BundleOptions, around: &Around) {
    let mut told = Vec::new();
    if around.with_names {
        told.push(
            "The bundle will hold the names of teachers, rooms and schools: give it only to somebody who may know whose \
             classroom each note is about.",
        );
    }
    if options.plain {
        told.push(
            "The bundle will have no passphrase: everybody who gets hold of it, also on a shared drive or in a mailbox, can read \
             every note in it.",
        );
    }
    for line in told {
        // A warning that cannot be shown must not stop a script that has a reason.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}

/// The name of the one who walks, when there is only one.
fn only_observer(reader: &Reader) -> Option<String> {
    match reader.answer(&Ask::Observers) {
        Answer::Observers(all) => match all.as_slice() {
            [(_, name)] => Some(name.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The passphrase from the file that `UNCOVER_PASSPHRASE_FILE` names: its first line.
fn from_file() -> Result<Option<String>, String> {
    let Some(path) = std::env::var_os("UNCOVER_PASSPHRASE_FILE").filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(path);
    let text = std::fs::read_to_string(&path).map_err(|error| {
        format!("The file with the passphrase, {}, cannot be read ({error}). Nothing was done.", path.display())
    })?;
    Ok(Some(text.lines().next().unwrap_or_default().to_string()))
}

const NO_TERMINAL: &str = "There is no terminal to ask for the passphrase on, or none was given. Nothing was done. Put it into a \
    file of your own and name that in UNCOVER_PASSPHRASE_FILE.";

/// A passphrase for a new bundle, asked for twice.
fn new_passphrase() -> Result<String, String> {
    let passphrase = match from_file()? {
        Some(passphrase) => passphrase,
        None => {
            let first = secret::ask("Passphrase for the bundle (not shown):").ok_or(NO_TERMINAL)?;
            if first.chars().count() >= SHORTEST && secret::ask("The same again:").ok_or(NO_TERMINAL)? != first {
                return Err("The two passphrases differ. Nothing was written. Try again.".into());
            }
            first
        }
    };
    if passphrase.chars().count() < SHORTEST {
        return Err(format!(
            "The passphrase is too short: {SHORTEST} letters are the least, three or four words are good. Nothing was written."
        ));
    }
    Ok(passphrase)
}

/// The passphrase of a bundle that is there.
pub fn old_passphrase(of: &Path) -> Result<String, String> {
    match from_file()? {
        Some(passphrase) => Ok(passphrase),
        None => {
            let name = of.file_name().unwrap_or(of.as_os_str()).to_string_lossy().into_owned();
            let name = crate::domain::text::visible(&name);
            secret::ask(&format!("Passphrase of {name} (not shown):")).ok_or_else(|| NO_TERMINAL.into())
        }
    }
}

pub fn many(n: u64, one: &str, more: &str) -> String {
    crate::domain::text::count(usize::try_from(n).unwrap_or(usize::MAX), one, more)
}

/// How far something long has come, on a terminal.
pub struct Bar {
    terminal: bool,
    shown: bool,
    done: &'static str,
}

/// Letters of a bar.
const WIDTH: u64 = 30;

impl Bar {
    pub fn new(done: &'static str) -> Bar {
        Bar { terminal: std::io::stderr().is_terminal(), shown: false, done }
    }

    /// So many are done, of so many where that is known.
    pub fn show(&mut self, n: u64, of: Option<u64>) {
        if !self.terminal {
            return;
        }
        self.shown = true;
        let text = match of.filter(|of| *of > 0) {
            Some(of) => {
                let full = n.min(of).saturating_mul(WIDTH) / of;
                let bar: String = (0..WIDTH).map(|i| if i < full { '#' } else { '.' }).collect();
                format!("\r[{bar}] {}%", n.min(of).saturating_mul(100) / of)
            }
            None => format!("\r{n} changes {}", self.done),
        };
        // Only told; nothing depends on it.
        let _ = write!(std::io::stderr(), "{text}");
    }

    pub fn end(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = writeln!(std::io::stderr());
        }
    }
}
