//! `uncover export bundle`, and what it shares with `uncover merge`: the passphrase.

use super::{Line, file, paths};
use crate::domain::id::IdSource;
use crate::exchange::bundle::{self, SHORTEST};
use crate::exchange::inout::Passphrase;
use crate::exchange::inout::out::{self, Format, Wish};
use crate::store::Reader;
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
    let mut wish =
        Wish { names: around.with_names, overwrite: around.force, ..Wish::new(Format::Bundle, around.to.into()) };
    wish.by.clone_from(&options.by);
    if !options.plain {
        // Until it is asked for: what is said is who will be able to read what.
        wish.passphrase = Some(Passphrase(String::new()));
    }
    for warning in wish.warnings() {
        // A warning that cannot be shown must not stop a script that has a reason.
        let _ = writeln!(std::io::stderr(), "{warning}");
    }
    let passphrase = if options.plain { None } else { Some(new_passphrase()?) };
    if let Some(since) = &options.since {
        // Most people who exchange bundles have one passphrase for all.
        let same = passphrase.clone().and_then(|word| bundle::open(since, || Ok(word)).ok());
        let theirs = same.map_or_else(|| bundle::open(since, || old_passphrase(since)), Ok);
        wish.known = theirs.map_err(|refusal| refusal.to_string())?.header.outline.have;
    }
    wish.passphrase = passphrase.map(Passphrase);
    let mut bar = Bar::new("written");
    let made = out::make(&reader, &wish, clock::now(), &mut IdSource::System, &mut |n, of| bar.show(n, of));
    bar.end();
    super::print(&made.map_err(super::export::failed)?)
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
