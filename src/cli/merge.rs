//! `uncover merge`: takes in what colleagues wrote down.

use super::bundle::{Bar, old_passphrase};
use super::{Line, file, paths};
use crate::domain::act::Act;
use crate::domain::time::Hlc;
use crate::exchange::bundle::report;
use crate::exchange::bundle::{self, Bundle};
use crate::exchange::inout::bundles::{Waiting, found, next, said};
use crate::store::api::{Answer, Ask};
use crate::store::bundle::{Equal, take_back};
use crate::store::{Core, Reader};
use crate::term::clock;
use clap::Args;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Options {
    /// Bundles, or folders with bundles in them: of a folder, what is new
    #[arg(value_name = "BUNDLE|FOLDER", required_unless_present_any = ["undo", "ask"])]
    from: Vec<PathBuf>,
    /// Take the last merge back, as long as nothing was done since
    #[arg(long, conflicts_with_all = ["from", "ask"])]
    undo: bool,
    /// Ask, one by one, which rooms and people of equal name are the same
    #[arg(long)]
    ask: bool,
}

pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    let path = paths::file(line)?;
    if options.undo {
        return undo(&path);
    }
    let mut refused = 0;
    if !options.from.is_empty() {
        refused = merge(&path, &options.from)?;
    }
    decide(&path, options.ask)?;
    match refused {
        0 => Ok(()),
        1 => Err("One bundle was not taken in; the reason stands above. Everything else was.".into()),
        n => Err(format!("{n} bundles were not taken in; the reasons stand above. Everything else was.")),
    }
}

fn undo(path: &Path) -> Result<(), String> {
    let aside = take_back(path, clock::now().utc).map_err(|t| file::sentence(&t))?;
    super::print("The last merge was taken back: the file is as it was before.")?;
    match aside {
        Some(aside) => super::print(&format!("The file as it was until now is in {}", aside.display())),
        None => Ok(()),
    }
}

/// Takes all in that can be. How many were refused. A single one that is refused is the error itself.
fn merge(path: &Path, from: &[PathBuf]) -> Result<usize, String> {
    let found = found(from)?;
    let alone = found.len() == 1;
    let mut passphrase = None;
    let mut waiting = Waiting::new();
    let mut refused = 0;
    for found in found {
        match open(&found.path, &mut passphrase) {
            Ok(open) => waiting.push((found, open)),
            Err(sentence) if alone => return Err(sentence),
            Err(sentence) => {
                refused += 1;
                say(&found.path, &[sentence])?;
            }
        }
    }
    if waiting.is_empty() {
        return Ok(refused);
    }
    let mut core = Core::open(path, &file::options()?).map_err(|t| file::sentence(&t))?;
    let result = take_all(&mut core, waiting, alone);
    match result {
        Ok((more, true)) => {
            core.close().map_err(|t| file::sentence(&t))?;
            Ok(refused + more)
        }
        // Nothing was written: the file is let go as it is.
        Ok((more, false)) => Ok(refused + more),
        Err(sentence) => Err(sentence),
    }
}

/// A passphrase that opened one bundle is tried on the next before another is asked for.
fn open(path: &Path, passphrase: &mut Option<String>) -> Result<Bundle, String> {
    if let Some(known) = passphrase.clone()
        && let Ok(open) = bundle::open(path, || Ok(known))
    {
        return Ok(open);
    }
    let mut given = None;
    let open = bundle::open(path, || {
        let word = old_passphrase(path)?;
        given = Some(word.clone());
        Ok(word)
    });
    let open = open.map_err(|refusal| refusal.to_string())?;
    if given.is_some() {
        *passphrase = given;
    }
    Ok(open)
}

/// Those first that continue nothing, as long as any can be taken in. How many were refused, and whether anything changed.
fn take_all(core: &mut Core, mut waiting: Waiting, alone: bool) -> Result<(usize, bool), String> {
    let (mut refused, mut backup, mut changed) = (0, None, false);
    let offset = clock::now().offset;
    while let Some((found, bundle)) = next(&mut waiting, |b| core.fits(&b.header.outline) == Ok(true)) {
        let header = bundle.header.clone();
        let new = core.is_new(&header.outline).map_err(|t| file::sentence(&t))?;
        if found.in_folder && !new {
            continue;
        }
        let mut bar = Bar::new("read");
        let now = clock::now().utc;
        let taken =
            core.take_in(&header.outline, bundle.pieces(), now, backup.clone(), &mut |n, of| bar.show(n, Some(of)));
        bar.end();
        match taken {
            Ok(taken) => {
                changed |= !taken.is_nothing();
                let mut lines = vec![format!("From {}:", report::called(&header, offset))];
                lines.extend(report::lines(&taken, offset));
                if backup.is_none() {
                    backup = taken.backup;
                }
                say(&found.path, &lines)?;
            }
            Err(refusal) if alone => return Err(refusal.to_string()),
            Err(refusal) => {
                refused += 1;
                say(&found.path, &[refusal.to_string()])?;
            }
        }
    }
    match backup {
        Some(backup) => super::print(&format!(
            "The file as it was before is in {}; “uncover merge --undo” takes the merge back until something else is done.",
            backup.display()
        ))?,
        None if !alone && refused == 0 => super::print("Nothing else is new.")?,
        None => {}
    }
    Ok((refused, changed))
}

fn say(path: &Path, lines: &[String]) -> Result<(), String> {
    super::print(&said(path, lines).join("\n"))
}

/// What a person has to decide about: listed, or asked one by one.
fn decide(path: &Path, ask: bool) -> Result<(), String> {
    if !path.exists() {
        return Ok(());
    }
    let reader = Reader::open(path).map_err(|t| file::sentence(&t))?;
    let equal = reader.equal_names().map_err(|t| file::sentence(&t))?;
    let joint = match reader.answer(&Ask::JointProposals) {
        Answer::JointProposals(pairs) => pairs.len(),
        _ => 0,
    };
    drop(reader);
    let can_ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if ask && can_ask {
        return ask_each(path, &equal);
    }
    let lines = report::to_decide(&equal, joint);
    if !lines.is_empty() {
        super::print(&format!("For you to decide:\n  {}", lines.join("\n  ")))?;
    }
    if !equal.is_empty() {
        super::print("  “uncover merge --ask” asks about the names one by one.")?;
    }
    if ask { Err("There is no terminal to ask on. Nothing was decided.".into()) } else { Ok(()) }
}

fn ask_each(path: &Path, equal: &[Equal]) -> Result<(), String> {
    if equal.is_empty() {
        return super::print("There are no rooms or people of equal name from two laptops.");
    }
    let mut core = Core::open(path, &file::options()?).map_err(|t| file::sentence(&t))?;
    for equal in equal {
        let _ = write!(std::io::stderr(), "{}? y yes, n no, Enter later: ", report::question(equal));
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer).map_err(|e| format!("No answer could be read ({e})."))?;
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" => {
                let newest = core.newest_clock().map_err(|t| file::sentence(&t))?;
                let (verb, op) = equal.join();
                let act = Act { clock: Hlc(newest).next(clock::now().utc), verb, ops: vec![op] };
                core.apply(&act).map_err(|t| file::sentence(&t))?;
            }
            "n" | "no" => core.set(&equal.apart(), "yes").map_err(|t| file::sentence(&t))?,
            _ => {}
        }
    }
    core.close().map_err(|t| file::sentence(&t))
}
