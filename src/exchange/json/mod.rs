//! Everything in the file as one JSON document (docs/json.md): without names, or as a complete copy. Written as it is
//! read, so that memory does not grow with the notes; whole, or not at all.

mod fields;
mod marks;
mod page;
mod read;
mod take;

use super::called::{self, Called, is_shuffled};
use super::whole::{ExportError, Stop, one_by_one, written};
use crate::domain::act::{Value, Verb};
use crate::domain::agreements::{Agreements, Term};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::schema::Kind;
use crate::domain::time::{Hlc, UtcMs};
use crate::language::mask::Masker;
use crate::store::export::{ActRecord, Record};
use crate::store::{Reader, migrate};
pub use marks::of as mark_fields;
use page::Page;
pub use read::{Refused, Restored, Stage, restore};
use serde_json::{Map, Value as Json, json};
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

/// The word by which the document is known, and the version of what docs/json.md says.
pub const FORMAT: &str = "uncover";
pub const VERSION: i64 = 1;

/// Entries between two calls of `told`.
const TOLD_EVERY: u64 = 10_000;

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// A complete copy: names, private notes, the log.
    pub names: bool,
    /// Decides the order of rooms, people and schools in an export without names. It must not be guessable.
    pub seed: u64,
    /// The moment of the export.
    pub made: UtcMs,
    /// JSON Lines in the place of one document.
    pub lines: bool,
}

/// How many of each there are in the document, under the words it uses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts(Vec<(&'static str, u64)>);

impl Counts {
    pub fn get(&self, word: &str) -> u64 {
        self.find(word).unwrap_or_default()
    }

    fn find(&self, word: &str) -> Option<u64> {
        self.0.iter().find(|(w, _)| *w == word).map(|(_, n)| *n)
    }

    fn add(&mut self, word: &'static str, n: u64) {
        match self.0.iter_mut().find(|(w, _)| *w == word) {
            Some((_, count)) => *count += n,
            None => self.0.push((word, n)),
        }
    }
}

/// Writes the document to `path`. `told` hears from time to time how many entries are written.
///
/// # Errors
/// When the file of notes cannot be read; when `path` is there already and `overwrite` is false, or cannot be written.
/// Nothing is left behind then.
pub fn write(
    reader: &Reader,
    path: &Path,
    overwrite: bool,
    wish: &Wish,
    told: &mut dyn FnMut(u64),
) -> Result<Counts, ExportError> {
    written(path, overwrite, |out| document(reader, out, wish, told))
}

/// How many of each the document of this file would hold, whose log has so many acts.
fn counted(reader: &Reader, wish: &Wish, acts: u64) -> Result<Counts, Stop> {
    let mut counts = filled(reader, &mut io::sink(), wish, false, &mut |_| {})?;
    counts.add("acts", acts);
    Ok(counts)
}

fn document(reader: &Reader, out: &mut dyn Write, wish: &Wish, told: &mut dyn FnMut(u64)) -> Result<Counts, Stop> {
    filled(reader, out, wish, wish.names, told)
}

/// The document, with the log or without it.
fn filled(
    reader: &Reader,
    out: &mut dyn Write,
    wish: &Wish,
    acts: bool,
    told: &mut dyn FnMut(u64),
) -> Result<Counts, Stop> {
    reader.at_one_moment(|reader| {
        let (called, masker) = called::read(reader, wish.names, wish.seed)?;
        let masker = if wish.names { None } else { Some(masker) };
        let mut expired = HashSet::new();
        reader.each_expired(wish.made, |uid| {
            expired.insert(uid);
        })?;
        let page = Page::begin(out, wish.lines)?;
        let mut export =
            Export { reader, wish, called, expired, masker, page, counts: Counts::default(), told, written: 0 };
        export.head()?;
        for kind in Kind::ALL {
            export.things(*kind)?;
        }
        if acts {
            export.acts()?;
        }
        export.tail()
    })?
}

/// One document while it is being written.
struct Export<'a> {
    reader: &'a Reader,
    wish: &'a Wish,
    called: Called,
    /// Follow-ups whose time has passed: no longer anybody's.
    expired: HashSet<Uid>,
    /// None: with names.
    masker: Option<Masker>,
    page: Page<'a>,
    counts: Counts,
    told: &'a mut dyn FnMut(u64),
    written: u64,
}

const WITHOUT_NAMES: &str = "This copy holds no names: rooms are letters and teachers, observers and schools are numbers, \
in an order that changes with every export, and names inside texts are masked. Somebody who knows the school may still \
recognise a lesson by its time, grade or subject, or by what was said in it.";
const COMPLETE: &str = "This is a complete copy: it holds every name, every private note and every earlier wording. It \
is for the one who wrote the notes, and for those who may read all of them; for nobody else.";

const LEFT_OUT: &[&str] = &[
    "the names of teachers, observers, schools and rooms, also inside texts",
    "follow-ups, hunches and the fix in mind",
    "the log of changes, and with it earlier wordings and what was deleted",
    "the computer's own clocks",
    "what belongs to one computer: the line being typed, colours, saved views",
];
const COMPLETE_WITHOUT: &[&str] = &["what belongs to one computer: the line being typed, colours, saved views"];

impl Export<'_> {
    fn head(&mut self) -> Result<(), Stop> {
        let names = self.wish.names;
        self.page.field("read_first", &Json::from(if names { COMPLETE } else { WITHOUT_NAMES }))?;
        self.page.field("left_out", &json!(if names { COMPLETE_WITHOUT } else { LEFT_OUT }))?;
        self.page.field("format", &Json::from(FORMAT))?;
        self.page.field("version", &Json::from(VERSION))?;
        self.page.field("names", &Json::from(names))?;
        self.page.field("made", &Json::from(fields::time(self.wish.made)))?;
        self.page.field("program", &Json::from(env!("CARGO_PKG_VERSION")))?;
        self.page.field("schema", &Json::from(migrate::NEWEST))?;
        let agreed = agreements(&self.reader.settings()?, self.masker.as_ref());
        self.page.field("agreements", &agreed)?;
        Ok(())
    }

    fn tail(mut self) -> Result<Counts, Stop> {
        let counts: Map<String, Json> = self.counts.0.iter().map(|(word, n)| ((*word).into(), (*n).into())).collect();
        self.page.field("counts", &Json::Object(counts))?;
        self.page.end()?;
        (self.told)(self.written);
        Ok(self.counts)
    }

    fn things(&mut self, kind: Kind) -> Result<(), Stop> {
        self.page.begin_list(word(kind))?;
        self.counts.add(word(kind), 0);
        let reader = self.reader;
        let names = self.wish.names;
        let mut few: Vec<(u64, Record)> = Vec::new();
        one_by_one(
            |on| reader.each(kind, true, names, on),
            |record| {
                if !self.belongs(&record) {
                    return Ok(());
                }
                let number = match self.called.number_of(record.uid) {
                    Some(number) => number,
                    None => self.called.number(kind, record.uid),
                };
                if is_shuffled(kind) {
                    few.push((number, record));
                    return Ok(());
                }
                Ok(self.thing(number, &record)?)
            },
        )?;
        // In the order of their letters and numbers: that of the file would tell which is which.
        few.order_by_key(|(number, _)| *number);
        for (number, record) in few {
            self.thing(number, &record)?;
        }
        Ok(self.page.end_list()?)
    }

    /// What hangs on a walk or visit that was deleted went with it; a follow-up goes when its time has passed.
    fn belongs(&self, record: &Record) -> bool {
        if self.expired.contains(&record.uid) || (record.kind == Kind::Invitation && !self.wish.names) {
            return false;
        }
        let on = |column| {
            record.fields.iter().find_map(|(c, value)| match value {
                Value::Ref(uid) if *c == column => Some(*uid),
                _ => None,
            })
        };
        match record.kind {
            Kind::Visit => on("walk").is_none_or(|walk| self.called.has(walk)),
            Kind::Column => on("board").is_some_and(|board| self.called.has(board)),
            Kind::Note | Kind::Mark | Kind::Reply => on("visit").is_some_and(|visit| self.called.has(visit)),
            _ => true,
        }
    }

    fn thing(&mut self, number: u64, record: &Record) -> io::Result<()> {
        let mut entry = vec![("id", self.called.id(record.kind, record.uid, number))];
        entry.extend(fields::of(record, &self.called, self.masker.as_ref()));
        self.page.entry(&entry)?;
        self.count(record);
        self.told();
        Ok(())
    }

    /// Counts as `uncover info` does.
    fn count(&mut self, record: &Record) {
        let has = |column: &str| record.fields.iter().any(|(c, _)| *c == column);
        let counts = match record.kind {
            Kind::School | Kind::Teacher | Kind::Observer | Kind::Tag => has("name") && !has("merged_into"),
            Kind::Classroom => has("label") && !has("merged_into"),
            Kind::Walk => has("day") || has("started"),
            Kind::Visit => !has("skipped") && (has("walk") || has("classroom") || has("started")),
            Kind::Mark => has("look_for"),
            Kind::Pattern => has("statement"),
            Kind::Reply => has("text"),
            Kind::Suggestion => has("decision"),
            Kind::Board => has("name"),
            Kind::Column => has("board"),
            Kind::Team => has("name"),
            Kind::Talk => has("team") || has("protocol") || has("started"),
            Kind::Voice | Kind::Elsewhere | Kind::Promise => has("text"),
            Kind::Invitation => has("question"),
            Kind::Poll => has("counts"),
            Kind::Problem => has("wording"),
            Kind::Trial => has("problem"),
            Kind::CheckIn => has("trial"),
            Kind::Sheet | Kind::TalkProtocol | Kind::Note => true,
        };
        if counts {
            self.counts.add(word(record.kind), 1);
        } else if has("skipped") {
            self.counts.add("skipped_rooms", 1);
        }
    }

    fn acts(&mut self) -> Result<(), Stop> {
        let reader = self.reader;
        let mut replicas = Vec::new();
        reader.each_replica(|uid, stream, mine| {
            replicas.push([("id", Json::from(uid.to_text())), ("stream", stream.into()), ("mine", mine.into())]);
        })?;
        self.page.begin_list("replicas")?;
        replicas.iter().try_for_each(|replica| self.page.entry(replica))?;
        self.page.end_list()?;
        self.page.begin_list("acts")?;
        self.counts.add("acts", 0);
        one_by_one(|on| reader.each_act(true, true, on), |act| Ok(self.act(act)?))?;
        Ok(self.page.end_list()?)
    }

    fn act(&mut self, mut act: ActRecord) -> io::Result<()> {
        for op in &mut act.ops {
            let gone = op["id"].as_str().and_then(Uid::parse).is_some_and(|uid| self.expired.contains(&uid));
            if let Some(fields) = op.get_mut("fields").filter(|_| gone) {
                *fields = Json::Null;
            }
        }
        let mut entry = vec![
            ("replica", Json::from(act.replica.to_text())),
            ("sequence", Json::from(act.sequence)),
            ("stream", Json::from(act.stream)),
            // As text: many readers of JSON keep only 53 bits of a number.
            ("clock", Json::from(act.clock.to_string())),
            ("at", Json::from(fields::time(Hlc(act.clock).utc()))),
            ("verb", Json::from(act.verb)),
        ];
        if let Some(verb) = Verb::from_number(act.verb) {
            entry.push(("did", Json::from(verb.words(act.ops.len()))));
        }
        if let Some((replica, sequence)) = act.undoes {
            entry.push(("undoes", json!([replica.to_text(), sequence])));
        }
        entry.push(("operations", Json::Array(act.ops)));
        self.page.entry(&entry)?;
        self.counts.add("acts", 1);
        self.told();
        Ok(())
    }

    fn told(&mut self) {
        self.written += 1;
        if self.written.is_multiple_of(TOLD_EVERY) {
            (self.told)(self.written);
        }
    }
}

/// What was agreed with staff: who may see what is in here, until when it is kept, and the rest.
fn agreements(settings: &[(String, String)], masker: Option<&Masker>) -> Json {
    let setting = |key: &str| settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
    let agreed = Agreements::from_settings(setting);
    let text = |text: &str| masker.map_or(text.to_string(), |m| m.mask(text));
    json!({
        "foot": text(&agreed.foot()),
        "kept_until": agreed.until.map(|day| day.to_string()),
        "seen_by": text(&agreed.seen_by),
        "purpose": text(agreed.purpose()),
        "names": agreed.typed(Term::Names),
        "longest_visit_minutes": agreed.longest,
        "slip_or_copy_within_working_days": agreed.paper,
        "follow_ups_stay_days": agreed.follow_ups,
    })
}

/// The word for all things of a kind, as `uncover info --json` has it.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::School => "schools",
        Kind::Classroom => "classrooms",
        Kind::Teacher => "teachers",
        Kind::Observer => "observers",
        Kind::Sheet => "sheets",
        Kind::Walk => "walkthroughs",
        Kind::Visit => "visits",
        Kind::Note => "notes",
        Kind::Mark => "marks",
        Kind::Tag => "tags",
        Kind::Pattern => "patterns",
        Kind::Reply => "replies",
        Kind::Suggestion => "suggestions",
        Kind::Board => "boards",
        Kind::Column => "columns",
        Kind::Team => "teams",
        Kind::TalkProtocol => "talk_protocols",
        Kind::Talk => "talks",
        Kind::Voice => "voices",
        Kind::Elsewhere => "elsewhere",
        Kind::Invitation => "invitations",
        Kind::Poll => "polls",
        Kind::Problem => "problems",
        Kind::Trial => "trials",
        Kind::CheckIn => "check_ins",
        Kind::Promise => "promises",
    }
}

#[cfg(test)]
mod tests;
