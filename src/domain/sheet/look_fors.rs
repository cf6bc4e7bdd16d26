//! Reads the look-fors of a sheet: their ways to mark, what those are told, their options, and the keys of all.

use super::{
    Choice, EVERY, Group, INTERVAL, KEYS, LookFor, MAX_CODE, MAX_ID, MAX_LABEL, MAX_LOOK_FORS, MAX_OPTIONS, MAX_PROSE,
    Settings, Thing,
};
use crate::domain::data_file::{Item, Reader, Table, id_place, quoted, shown};
use crate::domain::mark::Way;
use std::collections::HashMap;
use std::ops::Range;

const LOOK_FOR_KEYS: &[&str] = &["id", "key", "label", "looks_like", "not_like", "way", "settings", "group", "option"];
const OPTION_KEYS: &[&str] = &["id", "key", "code", "label", "looks_like"];

/// What a way to mark can be told.
fn settings_of(way: Way) -> &'static [&'static str] {
    match way {
        Way::Timer => &["set"],
        Way::Scan => &["every", "counts"],
        Way::Choice => &["several"],
        Way::Scale => &["of"],
        Way::Interval => &["every"],
        Way::Tick | Way::Tally | Way::Response | Way::Prompt => &[],
    }
}

/// A table with where it begins.
type Placed<'t, 'i> = (&'t Table<'i>, Range<usize>);

/// All look-fors of a sheet, each with its key or keys.
pub(super) fn read(reader: &mut Reader, table: &Table, groups: &[Group]) -> Vec<LookFor> {
    let tables = reader.tables(table, "look_for");
    if let Some((_, span)) = tables.get(MAX_LOOK_FORS) {
        reader.error(span.start, format!("{} look-fors", tables.len()), format!("at most {MAX_LOOK_FORS} look-fors"));
        return Vec::new();
    }
    let with_options: Vec<(Placed, Vec<Placed>)> =
        tables.into_iter().map(|(one, span)| ((one, span), reader.tables(one, "option"))).collect();
    let mut keys = Keys::named(reader, &with_options);
    let mut look_fors: Vec<LookFor> = Vec::new();
    for ((one, span), options) in &with_options {
        let look_for = look_for(reader, (one, span.clone()), options, &mut keys, groups);
        if look_fors.iter().any(|l| l.id == look_for.id && !l.id.is_empty()) {
            reader.error(id_place(one, span), format!("the look-for {} twice", quoted(&look_for.id)), "another id");
        }
        look_fors.push(look_for);
    }
    one_interval(reader, &with_options, &look_fors);
    look_fors
}

fn look_for(
    reader: &mut Reader,
    (one, span): Placed,
    options: &[Placed],
    keys: &mut Keys,
    groups: &[Group],
) -> LookFor {
    reader.known_keys(one, LOOK_FOR_KEYS);
    let known = way(reader, one);
    let way = known.unwrap_or(Way::Tick);
    let key = own_key(reader, one, &span, way, keys);
    // What a way is told cannot be judged before the way is known.
    let (settings, options) = match known {
        Some(way) => (settings(reader, one, &span, way), choices(reader, &span, way, options, keys)),
        None => (Settings::default(), Vec::new()),
    };
    LookFor {
        id: reader.id(one, &span, "a look-for", "cites-text"),
        key,
        label: reader.needed(one, "label", &span, "a look-for", "cites the text", MAX_LABEL),
        looks_like: reader.text(one, "looks_like", MAX_PROSE),
        not_like: reader.text(one, "not_like", MAX_PROSE),
        way,
        group: group(reader, one, groups),
        settings,
        options,
    }
}

fn group(reader: &mut Reader, table: &Table, groups: &[Group]) -> Option<String> {
    let item = table.get("group")?;
    let id = reader.checked(item, MAX_ID)?;
    if !groups.iter().any(|g| g.id == id) {
        let found = format!("the group {}", quoted(&id));
        reader.error(item.span().start, found, "the id of a [[group]] of this sheet");
    }
    Some(id)
}

/// How it is marked; a tick when nothing is said. None where the word is no way.
fn way(reader: &mut Reader, table: &Table) -> Option<Way> {
    let Some(item) = table.get("way") else { return Some(Way::Tick) };
    reader.one_of(item, &Way::ALL, Way::word, "the ways to mark")
}

/// The key of the look-for itself; where only its options have keys, naming one is a mistake.
fn own_key(reader: &mut Reader, table: &Table, span: &Range<usize>, way: Way, keys: &mut Keys) -> Option<char> {
    if !way.has_only_options() {
        return keys.of(reader, span);
    }
    if let Some(item) = table.get("key") {
        let expected = format!("no key here: with the way “{}” each option has its own", way.word());
        reader.error(item.span().start, "a key", expected);
    }
    None
}

// ── What a way is told ──────────────────────────────────────────────────────────────────────────────────────────────

fn settings(reader: &mut Reader, look_for: &Table, span: &Range<usize>, way: Way) -> Settings {
    let mut told = Settings::default();
    if way == Way::Interval {
        told.every = Some(INTERVAL);
    }
    let Some(item) = look_for.get("settings") else {
        needed_settings(reader, span, way, None);
        return told;
    };
    let Some(table) = item.get_ref().as_table() else {
        reader.error(item.span().start, shown(item), "a table of settings, such as { every = 120 }");
        return told;
    };
    let known = match settings_of(way) {
        [] => format!("no settings: the way “{}” has none", way.word()),
        some => format!("one of: {}", some.join(", ")),
    };
    for key in table.keys().filter(|k| !settings_of(way).contains(&k.get_ref().as_ref())) {
        reader.error(key.span().start, format!("the setting {}", quoted(key.get_ref())), known.clone());
    }
    told.set = table.get("set").and_then(|item| reader.checked(item, MAX_ID)).filter(|set| !set.is_empty());
    told.every = table.get("every").and_then(|item| every(reader, item)).or(told.every);
    told.counts_others = table.get("counts").is_some_and(|item| counts_others(reader, item));
    told.several = table.get("several").is_some_and(|item| yes(reader, item));
    told.of = table.get("of").and_then(|item| thing(reader, item));
    needed_settings(reader, span, way, Some(table));
    told
}

/// What a way cannot do without: a scale that does not say its thing could be about a person.
fn needed_settings(reader: &mut Reader, span: &Range<usize>, way: Way, table: Option<&Table>) {
    if way == Way::Scale && !table.is_some_and(|t| t.contains_key("of")) {
        let expected = format!("settings = {{ of = \"task\" }} or {THINGS}");
        reader.error(span.start, "a scale that does not say what it is about", expected);
    }
}

const THINGS: &str = "another thing, since a scale is never about a person: task, text, materials, student-work, room, \
                      display, noise";

fn thing(reader: &mut Reader, item: &Item) -> Option<Thing> {
    let word = reader.checked(item, MAX_ID)?;
    let known = Thing::ALL.into_iter().find(|t| t.word() == word);
    if known.is_none() {
        reader.error(item.span().start, quoted(&word), format!("“task” or {THINGS}"));
    }
    known
}

fn every(reader: &mut Reader, item: &Item) -> Option<i64> {
    let seconds = reader.number(item)?;
    if !EVERY.contains(&seconds) {
        let expected = format!("a number of seconds from {} to {}", EVERY.start(), EVERY.end());
        reader.error(item.span().start, seconds.to_string(), expected);
        return None;
    }
    Some(seconds)
}

fn counts_others(reader: &mut Reader, item: &Item) -> bool {
    let word = reader.checked(item, MAX_ID).unwrap_or_default();
    if !["doing", "not-doing"].contains(&word.as_str()) {
        reader.error(item.span().start, quoted(&word), "“doing” or “not-doing”: who is counted");
    }
    word == "not-doing"
}

fn yes(reader: &mut Reader, item: &Item) -> bool {
    let said = item.get_ref().as_bool();
    if said.is_none() {
        reader.error(item.span().start, shown(item), "true or false");
    }
    said.unwrap_or_default()
}

/// Codes of one visit are compared interval by interval, so all intervals of a sheet have one length.
fn one_interval(reader: &mut Reader, tables: &[(Placed, Vec<Placed>)], look_fors: &[LookFor]) {
    let coded = || look_fors.iter().zip(tables).filter(|(l, _)| l.way == Way::Interval);
    let Some((first, _)) = coded().next() else { return };
    for (other, ((_, span), _)) in coded().filter(|(l, _)| l.settings.every != first.settings.every) {
        let found = format!("intervals of {} seconds", other.settings.every.unwrap_or(INTERVAL));
        let expected = format!(
            "{} seconds as for {}: all intervals of a sheet have the same length",
            first.settings.every.unwrap_or(INTERVAL),
            quoted(&first.id)
        );
        reader.error(span.start, found, expected);
    }
}

// ── Options ─────────────────────────────────────────────────────────────────────────────────────────────────────────

fn choices(reader: &mut Reader, span: &Range<usize>, way: Way, tables: &[Placed], keys: &mut Keys) -> Vec<Choice> {
    let least = if way == Way::Interval || way == Way::Response { 1 } else { 2 };
    match tables {
        [(_, first), ..] if !way.needs_options() => {
            let expected = format!("none: the way “{}” has no options", way.word());
            reader.error(first.start, "an option", expected);
        }
        some if way.needs_options() && some.len() < least => {
            let expected = format!("at least {least} under [[look_for.option]] for the way “{}”", way.word());
            reader.error(span.start, crate::domain::text::count(some.len(), "option", "options"), expected);
        }
        _ => {}
    }
    if let Some((_, span)) = tables.get(MAX_OPTIONS) {
        reader.error(span.start, format!("{} options", tables.len()), format!("at most {MAX_OPTIONS}"));
        return Vec::new();
    }
    let mut found: Vec<Choice> = Vec::new();
    for (one, span) in tables {
        let choice = choice(reader, one, span, keys);
        if found.iter().any(|c| c.id == choice.id && !c.id.is_empty()) {
            reader.error(id_place(one, span), format!("the option {} twice", quoted(&choice.id)), "another id");
        }
        found.push(choice);
    }
    found
}

fn choice(reader: &mut Reader, one: &Table, span: &Range<usize>, keys: &mut Keys) -> Choice {
    reader.known_keys(one, OPTION_KEYS);
    let label = reader.needed(one, "label", span, "an option", "works in a group", MAX_LABEL);
    let code = reader.text(one, "code", MAX_CODE);
    Choice {
        id: reader.id(one, span, "an option", "group-work"),
        key: keys.of(reader, span).unwrap_or(' '),
        code: if code.is_empty() { label.clone() } else { code },
        label,
        looks_like: reader.text(one, "looks_like", MAX_PROSE),
    }
}

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The keys of a sheet: those it names, by the place of their table, and those still free in the order of `KEYS`.
struct Keys {
    named: HashMap<usize, Option<char>>,
    free: Vec<char>,
    ran_out: bool,
}

/// Keys that are taken: whose, and on which line.
type Taken = HashMap<char, (String, usize)>;

impl Keys {
    fn named(reader: &mut Reader, tables: &[(Placed, Vec<Placed>)]) -> Keys {
        let mut taken = Taken::new();
        let mut named = HashMap::new();
        for (look_for, options) in tables {
            for (one, span) in std::iter::once(look_for).chain(options) {
                if one.contains_key("key") {
                    named.insert(span.start, named_key(reader, one, &mut taken));
                }
            }
        }
        let free = KEYS.chars().rev().filter(|k| !taken.contains_key(k)).collect();
        Keys { named, free, ran_out: false }
    }

    /// The key of the table that begins there: the one it names, else the next free one.
    fn of(&mut self, reader: &mut Reader, span: &Range<usize>) -> Option<char> {
        let key = self.named.get(&span.start).copied().flatten().or_else(|| self.free.pop());
        if key.is_none() && !self.ran_out {
            self.ran_out = true;
            let found = format!("more look-fors and options than the {} keys there are", KEYS.len());
            reader.error(span.start, found, "fewer of them");
        }
        key
    }
}

fn named_key(reader: &mut Reader, table: &Table, taken: &mut Taken) -> Option<char> {
    let item = table.get("key")?;
    let at = item.span().start;
    let text = reader.checked(item, MAX_LABEL)?;
    let mut chars = text.chars();
    let (Some(key), None, true) = (chars.next(), chars.next(), KEYS.contains(text.as_str())) else {
        reader.error(at, quoted(&text), "one digit from 1 to 9 or one letter from a to z or A to Z");
        return None;
    };
    if let Some((other, line)) = taken.get(&key) {
        let expected = format!("another key than for {} (line {line})", quoted(other));
        reader.error(at, format!("the key “{key}” for a second time"), expected);
    } else {
        let id = table.get("id").and_then(|id| id.get_ref().as_str()).unwrap_or_default().to_string();
        taken.insert(key, (id, reader.line(at)));
    }
    Some(key)
}
