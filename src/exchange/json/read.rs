//! A complete copy back into a file: its log is taken act by act as it is read, so that memory does not grow with the
//! notes, and folded anew. Whole, or not at all.

use super::take::{Taking, Why};
use super::{Counts, Stop, Wish, counted};
use crate::domain::agreements::{Agreements, Term};
use crate::domain::text::{count, visible};
use crate::store::OpenOptions;
use crate::store::api::Trouble;
use crate::store::intake::Intake;
use serde::de::DeserializeSeed;
use serde_json::error::Category;
use serde_json::{Deserializer, Value as Json};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

/// Largest entry of a list and largest operation of an act, bytes: all that is held in memory at a time.
pub const LARGEST: u64 = 8 << 20;

/// Why a copy was not taken in, as sentences for the person who tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// So many changes were read.
    Read(u64),
    /// So many things were put together from them.
    Folded(u64),
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// How many there are of each, under the words of the document.
    pub counts: Counts,
}

/// Takes the complete copy at `from` (one document, or JSON Lines) into a new file at `to`.
///
/// # Errors
/// A sentence, when there are notes at `to`, when `from` is no complete copy or is broken, or when something cannot be
/// read or written. What stood at `to` is byte for byte the same then.
pub fn restore(
    from: &Path,
    to: &Path,
    options: &OpenOptions,
    told: &mut dyn FnMut(Stage),
) -> Result<Restored, Refused> {
    let name = visible(&from.display().to_string());
    let unread = |why: io::Error| Refused(format!("“{name}” could not be read ({why}). Nothing was changed."));
    let mut file = BufReader::with_capacity(1 << 16, File::open(from).map_err(unread)?);
    if file.fill_buf().map_err(unread)?.starts_with("\u{feff}".as_bytes()) {
        file.consume(3);
    }
    let intake = Intake::begin(to, options).map_err(|t| trouble(&t))?;
    let left = Rc::new(Cell::new(LARGEST));
    let mut taking = Taking::new(intake, Rc::clone(&left), told);
    let mut json = Deserializer::from_reader(Guarded { file, left });
    let done = all(&mut taking, &mut json);
    let Taking { mut intake, head, place, why, left, told, read: acts } = taking;
    let why = match (done, why) {
        (Ok(()), None) => head.whole().err(),
        (Ok(()), why) => why,
        (Err(error), why) => {
            let what = why.unwrap_or_else(|| broken(&error, left.get() == 0));
            return Err(refused(&name, &what, Some((error.line(), &place))));
        }
    };
    if let Some(why) = why {
        return Err(refused(&name, &why, None));
    }
    agreed(&intake, head.agreements.as_ref()).map_err(|t| trouble(&t))?;
    intake.fold(|n| told(Stage::Folded(n))).map_err(|t| trouble(&t))?;
    let wish = Wish { names: true, seed: 0, made: head.made.unwrap_or(options.now), lines: false };
    let counts = match intake.reader().map_err(Stop::Read).and_then(|reader| counted(&reader, &wish, acts)) {
        Ok(counts) => counts,
        Err(Stop::Read(t)) => return Err(trouble(&t)),
        Err(Stop::Write(why)) => return Err(unread(why)),
    };
    fits(&name, &counts, &head.counts)?;
    intake.put().map_err(|t| trouble(&t))?;
    Ok(Restored { counts })
}

/// One document, or one a line.
fn all<R: Read>(taking: &mut Taking, json: &mut Deserializer<serde_json::de::IoRead<R>>) -> serde_json::Result<()> {
    loop {
        taking.whole().deserialize(&mut *json)?;
        // Another one follows, or something that is none: the next turn tells.
        if json.end().is_ok() {
            return Ok(());
        }
    }
}

/// What is agreed with staff is no part of the log.
fn agreed(intake: &Intake, found: Option<&Json>) -> Result<(), Trouble> {
    let text = |key: &str| match found.map(|f| &f[key]) {
        Some(Json::String(text)) => Some(text.clone()),
        Some(Json::Number(n)) => Some(n.to_string()),
        Some(Json::Null) => Some("none".into()),
        _ => None,
    };
    let mut agreed = Agreements::default();
    for (term, key) in [
        (Term::Longest, "longest_visit_minutes"),
        (Term::Names, "names"),
        (Term::Purpose, "purpose"),
        (Term::Paper, "slip_or_copy_within_working_days"),
        (Term::FollowUps, "follow_ups_stay_days"),
        (Term::SeenBy, "seen_by"),
        (Term::Until, "kept_until"),
    ] {
        if let Some(value) = text(key).filter(|_| found.is_some_and(|f| f.get(key).is_some())) {
            agreed.take(term, &value);
        }
    }
    if agreed.own_purpose == crate::domain::agreements::PURPOSE {
        agreed.own_purpose.clear();
    }
    agreed.settings().iter().try_for_each(|(key, value)| intake.set(key, value))
}

/// A copy that was changed by hand tells other numbers than its log comes to.
fn fits(name: &str, counts: &Counts, told: &[(String, u64)]) -> Result<(), Refused> {
    let wrong = told.iter().find(|(word, n)| counts.find(word).is_some_and(|found| found != *n));
    let Some((word, n)) = wrong else { return Ok(()) };
    Err(Refused(format!(
        "“{name}” tells of {n} {} at its end, but its log of changes comes to {}: something is missing, or it was \
         changed by hand. Nothing was changed. Take an export that nobody has changed.",
        visible(word),
        counts.get(word)
    )))
}

/// Lets no more through than an entry may have; whoever reads an entry sets it back.
struct Guarded<R> {
    file: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let n = self.file.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left.set(left - n as u64);
        Ok(n)
    }
}

fn broken(error: &serde_json::Error, too_large: bool) -> Why {
    if too_large {
        return Why::Expected(format!("an entry of at most {} million characters", LARGEST >> 20));
    }
    match error.classify() {
        Category::Eof => Why::Cut,
        Category::Io => Why::Trouble(io::Error::from(error.io_error_kind().unwrap_or(io::ErrorKind::Other)).into()),
        Category::Syntax | Category::Data => {
            let text = error.to_string();
            let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
            Why::NoJson(visible(what))
        }
    }
}

fn refused(name: &str, why: &Why, at: Option<(usize, &(String, u64))>) -> Refused {
    let place = match at {
        Some((line, (list, entry))) if *entry > 0 => {
            format!("line {line}, entry {entry} of “{}”: ", visible(list))
        }
        Some((line, _)) if line > 0 => format!("line {line}: "),
        _ => String::new(),
    };
    let could_not = format!("“{name}” was not taken in: {place}");
    let what = match why {
        Why::Expected(what) => format!("{could_not}{what} was expected. Nothing was changed."),
        Why::NoJson(what) => format!("{could_not}this is not JSON as it was exported ({what}). Nothing was changed."),
        Why::Cut => format!(
            "{could_not}it ends in the middle, so a part is missing. Nothing was changed. Copy it again from where it came."
        ),
        Why::NotOurs => format!(
            "“{name}” is not an export of Uncover. Nothing was changed. Expected: what “export json --with-names” wrote."
        ),
        Why::NoNames => format!(
            "“{name}” was made without names: it holds no log of changes, so nothing can be restored from it. Nothing was \
             changed. A complete copy is made with “export json --with-names”."
        ),
        Why::Newer(version) => format!(
            "“{name}” was made by a newer Uncover (its format is {version}, this program knows {}). Nothing was changed. \
             Install the newer program.",
            super::VERSION
        ),
        Why::Trouble(t) => return trouble(t),
    };
    Refused(what)
}

fn trouble(trouble: &Trouble) -> Refused {
    let what = if trouble.what.ends_with('.') { trouble.what.clone() } else { format!("{}.", trouble.what) };
    Refused(format!("{what} Nothing was changed. {}", trouble.todo).trim_end().to_string())
}

impl Restored {
    /// "700 notes of 60 visits in 10 walkthroughs".
    pub fn words(&self) -> String {
        let many =
            |word: &str, one, more| count(usize::try_from(self.counts.get(word)).unwrap_or(usize::MAX), one, more);
        format!(
            "{} of {} in {}",
            many("notes", "note", "notes"),
            many("visits", "visit", "visits"),
            many("walkthroughs", "walkthrough", "walkthroughs")
        )
    }
}
