//! Reads a talk protocol's TOML, puts the steps of others in their place, and collects every mistake with its line and
//! column.

use super::rules::{self, Places};
use super::{
    Captures, FORMAT, MAX_FILE, MAX_ID, MAX_INSTRUCTION, MAX_MINUTES, MAX_PROSE, MAX_STEP_MINUTES, MAX_STEPS,
    MAX_TITLE, Shows, Speaks, Step, TalkProtocol, With,
};
use crate::domain::data_file::{self, Mistakes, Reader, Table, id_place, quoted};
use std::ops::Range;

pub(super) const KEYS: &[&str] = &[
    "format",
    "id",
    "title",
    "about",
    "source",
    "licence",
    "with",
    "minutes",
    "needs_shared_problem",
    "patterns_first",
    "step",
];
pub(super) const STEP_KEYS: &[&str] =
    &["id", "title", "instruction", "minutes", "speaks", "captures", "shows", "include"];
const INCLUDE_KEYS: &[&str] = &["id", "include", "shows"];

/// Reads the text of a protocol; its mistakes in the order of the file.
pub(super) fn protocol(file: &str, text: &str) -> Result<TalkProtocol, Mistakes> {
    data_file::read(file, text, MAX_FILE, whole)
}

/// The same for bytes, which may be no text at all.
pub(super) fn protocol_bytes(file: &str, bytes: &[u8]) -> Result<TalkProtocol, Mistakes> {
    data_file::read_bytes(file, bytes, MAX_FILE, whole)
}

fn whole(reader: &mut Reader, table: &Table) -> TalkProtocol {
    const WHAT: &str = "a talk protocol";
    reader.known_keys(table, KEYS);
    reader.format(table, WHAT, FORMAT);
    let whole = 0..0;
    let such = "Good for a first talk about what was seen.";
    let mut protocol = TalkProtocol {
        id: reader.id(table, &whole, WHAT, "notice-and-wonder"),
        title: reader.needed(table, "title", &whole, WHAT, "Notice and wonder", MAX_TITLE),
        about: reader.needed(table, "about", &whole, WHAT, such, MAX_INSTRUCTION),
        source: reader.text(table, "source", MAX_PROSE),
        licence: reader.text(table, "licence", MAX_PROSE),
        with: word(reader, table, "with", &With::ALL, With::word, "those a talk can be with"),
        needs_shared_problem: reader.flag(table, "needs_shared_problem").unwrap_or_default(),
        patterns_first: patterns_first(reader, table),
        ..TalkProtocol::default()
    };
    let (steps, places) = steps(reader, table);
    protocol.steps = steps;
    protocol.minutes = minutes(reader, table, protocol.planned());
    // What hangs together can be judged only when each piece is known.
    if reader.is_sound() {
        rules::check(reader, table, &protocol, &places);
    }
    protocol
}

/// The thing a word stands for; the usual one where the key is not there or the word is unknown.
fn word<T: Copy + Default>(
    reader: &mut Reader,
    table: &Table,
    key: &str,
    all: &[T],
    said: fn(T) -> &'static str,
    what: &str,
) -> T {
    table.get(key).and_then(|item| reader.one_of(item, all, said, what)).unwrap_or_default()
}

/// Why patterns come first. The key itself says that they do, so an empty reason is a mistake.
fn patterns_first(reader: &mut Reader, table: &Table) -> Option<String> {
    let item = table.get("patterns_first")?;
    let expected = "the reason in quotation marks, such as \"They asked to see it first.\"";
    match item.get_ref().as_str() {
        Some(_) => {
            let reason = reader.checked(item, MAX_INSTRUCTION)?;
            if reason.is_empty() {
                reader.error(item.span().start, "an empty “patterns_first”", expected);
            }
            Some(reason)
        }
        None => {
            reader.error(item.span().start, data_file::shown(item), expected);
            None
        }
    }
}

/// How long the meeting is; the steps must fit into it.
fn minutes(reader: &mut Reader, table: &Table, planned: i64) -> i64 {
    let said = reader.number_in(table, "minutes", 1, MAX_MINUTES, "a number of minutes");
    let place = table.get("minutes").map_or(0, |item| item.span().start);
    match said {
        Some(said) if planned > said => {
            let found = format!("{said} minutes, and steps that take {planned} together");
            reader.error(place, found, format!("at least {planned}, or shorter steps"));
        }
        None if planned > MAX_MINUTES => {
            let found = format!("steps that take {planned} minutes together");
            reader.error(place, found, format!("at most {MAX_MINUTES}"));
        }
        _ => {}
    }
    said.unwrap_or(planned)
}

// ── Steps ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The steps in their order, those of others put in, each with where it stands in the file.
fn steps(reader: &mut Reader, table: &Table) -> (Vec<Step>, Vec<Places>) {
    let tables = reader.tables(table, "step");
    if tables.is_empty() && !table.contains_key("step") {
        reader.error(0, "a talk protocol without steps", "[[step]] on a line of its own before each one");
    }
    if let Some((_, span)) = tables.get(MAX_STEPS) {
        reader.error(span.start, format!("{} steps", tables.len()), format!("at most {MAX_STEPS} steps"));
        return (Vec::new(), Vec::new());
    }
    let mut steps: Vec<Step> = Vec::new();
    let mut places: Vec<Places> = Vec::new();
    for (one, span) in tables {
        let own = match one.contains_key("include") {
            true => included(reader, one, &span),
            false => vec![step(reader, one, &span)],
        };
        let at = id_place(one, &span);
        for step in own {
            if steps.iter().any(|s| s.id == step.id && !s.id.is_empty()) {
                reader.error(at, format!("the step {} twice", quoted(&step.id)), "another id");
            }
            places.push(Places::of(one, &span));
            steps.push(step);
        }
        if steps.len() > MAX_STEPS {
            let found = format!("more than {MAX_STEPS} steps, those of other protocols counted");
            reader.error(at, found, format!("at most {MAX_STEPS}"));
            break;
        }
    }
    (steps, places)
}

fn step(reader: &mut Reader, one: &Table, span: &Range<usize>) -> Step {
    const WHAT: &str = "a step";
    reader.known_keys(one, STEP_KEYS);
    let such = "Write down three things you can point at.";
    Step {
        id: reader.id(one, span, WHAT, "say-it"),
        title: reader.needed(one, "title", span, WHAT, "In your own words", MAX_TITLE),
        instruction: reader.needed(one, "instruction", span, WHAT, such, MAX_INSTRUCTION),
        minutes: reader.number_in(one, "minutes", 1, MAX_STEP_MINUTES, "a number of minutes"),
        speaks: word(reader, one, "speaks", &Speaks::ALL, Speaks::word, "those who can speak"),
        captures: word(reader, one, "captures", &Captures::ALL, Captures::word, "what can be written down"),
        shows: word(reader, one, "shows", &Shows::ALL, Shows::word, "what can be shown"),
    }
}

/// The steps of another protocol, under ids of both. The step that takes them may say what they show.
fn included(reader: &mut Reader, one: &Table, span: &Range<usize>) -> Vec<Step> {
    for key in one.keys().filter(|k| !INCLUDE_KEYS.contains(&k.get_ref().as_ref())) {
        let expected = format!("only {}, where a step takes those of another protocol", INCLUDE_KEYS.join(", "));
        reader.error(key.span().start, format!("the key {}", quoted(key.get_ref())), expected);
    }
    let id = reader.id(one, span, "a step", "vote");
    let shows = one.get("shows").and_then(|i| reader.one_of(i, &Shows::ALL, Shows::word, "what can be shown"));
    let Some(item) = one.get("include") else { return Vec::new() };
    let parts = TalkProtocol::PARTS;
    let what = "the protocols whose steps can be taken";
    let Some(part) = reader.one_of(item, &parts, |part| part, what) else { return Vec::new() };
    let source = TalkProtocol::sources().iter().find(|(name, _)| *name == part);
    let taken = source.and_then(|(name, text)| protocol(name, text).ok()).unwrap_or_default();
    let longest = taken.steps.iter().map(|s| s.id.len()).max().unwrap_or_default();
    if id.len() + 1 + longest > MAX_ID {
        let most = MAX_ID.saturating_sub(longest + 1);
        let expected = format!("at most {most} letters, because the ids of the steps it takes are put behind it");
        reader.error(id_place(one, span), quoted(&id), expected);
    }
    let renamed = |step: Step| Step { id: format!("{id}-{}", step.id), shows: shows.unwrap_or(step.shows), ..step };
    taken.steps.into_iter().map(renamed).collect()
}
