//! Colleagues' bundles: found, looked at, and taken in, all of a folder as one step.

use super::{Around, Outcome, Paper, Why, reader};
use crate::domain::schema::Kind;
use crate::domain::text::visible;
use crate::exchange::bundle::{self, Bundle, ENDING, report};
use crate::store::Core;
use crate::store::api::{Answer, Ask};
use crate::store::bundle::{Merging, Refusal};
use std::path::{Path, PathBuf};

/// One bundle, and whether it was found in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    pub in_folder: bool,
}

/// The bundles of these paths: of a folder all that are in it, by name.
///
/// # Errors
/// A sentence, when a folder cannot be read, or there is none.
pub fn found(from: &[PathBuf]) -> Result<Vec<Found>, String> {
    let mut found = Vec::new();
    for path in from {
        if !path.is_dir() {
            found.push(Found { path: path.clone(), in_folder: false });
            continue;
        }
        let entries = std::fs::read_dir(path)
            .map_err(|e| format!("The folder {} cannot be read ({e}). Nothing was changed.", path.display()))?;
        let mut here: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|p| p.is_file() && p.extension().is_some_and(|e| e.eq_ignore_ascii_case(ENDING)))
            .collect();
        here.sort();
        found.extend(here.into_iter().map(|path| Found { path, in_folder: true }));
    }
    if found.is_empty() {
        return Err(format!("There is no bundle (a file that ends in .{ENDING}). Nothing was changed."));
    }
    Ok(found)
}

/// Opened bundles that wait to be taken in, with where they were found.
pub type Waiting = Vec<(Found, Bundle)>;

/// The next to take in: those first that continue nothing that is not here, the oldest of them first.
pub fn next(waiting: &mut Waiting, fits: impl Fn(&Bundle) -> bool) -> Option<(Found, Bundle)> {
    if waiting.is_empty() {
        return None;
    }
    waiting.sort_by_key(|(_, bundle)| bundle.header.made);
    let at = waiting.iter().position(|(_, bundle)| fits(bundle)).unwrap_or(0);
    Some(waiting.remove(at))
}

/// What is said of one bundle: its name, then these lines.
pub fn said(path: &Path, lines: &[String]) -> Vec<String> {
    let mut all = vec![visible(&path.display().to_string())];
    all.extend(lines.iter().map(|line| format!("  {line}")));
    all
}

/// As the screens do it: looked at, or taken in. A bundle that is sealed is told of, so that its passphrase is asked for; in
/// a folder, those that the passphrase does not open are left out and named.
///
/// # Errors
/// A sentence; nothing was changed then.
pub fn in_program(
    from: &Path,
    passphrase: Option<&str>,
    take: bool,
    core: &mut Core,
    around: &Around,
) -> Result<(Outcome, Vec<Kind>), Why> {
    let found = found(&[from.to_path_buf()]).map_err(Why::new)?;
    let alone = found.len() == 1;
    let (mut waiting, mut lines) = (Waiting::new(), Vec::new());
    for found in found {
        let mut sealed = false;
        let opened = bundle::open(&found.path, || {
            sealed = true;
            passphrase.map(String::from).ok_or_else(String::new)
        });
        match opened {
            Ok(bundle) => waiting.push((found, bundle)),
            Err(_) if sealed && passphrase.is_none() => return Ok((asking(&found.path, None), Vec::new())),
            Err(refusal) if sealed && alone => {
                return Ok((asking(&found.path, Some(refusal.to_string())), Vec::new()));
            }
            Err(refusal) if alone => return Err(refusal.into()),
            Err(refusal) => lines.extend(said(&found.path, &[refusal.to_string()])),
        }
    }
    let mut merging = core.begin_merging()?;
    let changes = all(&mut merging, waiting, alone, take, around, &mut lines)?;
    let backup = merging.backup().cloned();
    if !(take && changes) {
        drop(merging);
        let end = if changes { "This is what would come in. Nothing was changed yet." } else { "Nothing is new." };
        return Ok((Outcome::Paper(Paper { lines, end: end.into(), changes, ..Paper::default() }), Vec::new()));
    }
    merging.keep()?;
    if let Some(backup) = backup {
        lines.extend([
            String::new(),
            format!("The file as it was before is in {}", visible(&backup.display().to_string())),
        ]);
    }
    lines.extend(to_decide(around)?);
    let end = "Taken in. Until something else is done, “uncover merge --undo” takes it back, with the program closed.";
    Ok((Outcome::Paper(Paper { lines, end: end.into(), changes, ..Paper::default() }), Kind::ALL.to_vec()))
}

fn asking(path: &Path, why: Option<String>) -> Outcome {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Outcome::Sealed { name: visible(&name), why }
}

/// Takes in all that can be. Whether anything changed.
fn all(
    merging: &mut Merging,
    mut waiting: Waiting,
    alone: bool,
    take: bool,
    around: &Around,
    lines: &mut Vec<String>,
) -> Result<bool, Why> {
    let (mut changed, offset) = (false, around.now.offset);
    while let Some((found, bundle)) = next(&mut waiting, |b| merging.fits(&b.header.outline) == Ok(true)) {
        let header = bundle.header.clone();
        if found.in_folder && !merging.is_new(&header.outline)? {
            continue;
        }
        let mut told = around.saving();
        match merging.take(&header.outline, bundle.pieces(), around.now.utc, !take, &mut told) {
            Ok(taken) => {
                changed |= !taken.is_nothing();
                let mut of_it = vec![format!("From {}:", report::called(&header, offset))];
                of_it.extend(report::lines(&taken, offset));
                lines.extend(said(&found.path, &of_it));
            }
            Err(refusal @ Refusal::File(_)) => return Err(refusal.into()),
            Err(refusal) if alone => return Err(refusal.into()),
            Err(refusal) => lines.extend(said(&found.path, &[refusal.to_string()])),
        }
    }
    Ok(changed)
}

/// What a person has to decide about after a merge.
fn to_decide(around: &Around) -> Result<Vec<String>, Why> {
    let reader = reader(around)?;
    let equal = reader.equal_names()?;
    let joint = match reader.answer(&Ask::JointProposals) {
        Answer::JointProposals(pairs) => pairs.len(),
        _ => 0,
    };
    let questions = report::to_decide(&equal, joint);
    let mut lines = Vec::new();
    if !questions.is_empty() {
        lines.extend([String::new(), "For you to decide:".into()]);
        lines.extend(questions.into_iter().map(|q| format!("  {q}")));
    }
    if !equal.is_empty() {
        lines.push("  “uncover merge --ask” asks about the names one by one, with the program closed.".into());
    }
    Ok(lines)
}
