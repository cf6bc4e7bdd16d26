//! The words of a report: everything masked, every number with its denominator, in words first.

use super::Wish;
use crate::domain::agreements::{Agreements, day_words};
use crate::domain::order::InOrder;
use crate::domain::pattern::{Numbers, title};
use crate::domain::sheet::Sheet;
use crate::domain::text::{count, visible};
use crate::domain::time::day_of_number;
use crate::insight::facts::SignId;
use crate::insight::heat::{Axis, Cell, FEWEST_TEACHERS, FEWEST_VISITS, Table};
use crate::insight::report::{Line, PatternLine, Report};
use crate::insight::words::{LOOKED, ONLY_SEEN, TAGGED, not_looked, share, visits, wilson};
use crate::insight::{resting, suggest};
use crate::language::mask::Masker;
use crate::store::report::{Span, Told};

/// Length of a drawn scale, in the page's own points.
const SCALE: f64 = 140.0;

/// Focus questions named at the head; a term can have many.
const QUESTIONS: usize = 6;

/// What the page says.
#[derive(Default)]
pub(super) struct Texts {
    pub title: String,
    pub questions: Vec<String>,
    pub rests: String,
    pub about: String,
    pub patterns: Vec<PatternText>,
    pub lists: Vec<List>,
    pub grid: Grid,
    pub not_looked: Vec<String>,
    pub coverage_about: String,
    pub coverage: Vec<Part>,
    pub unseen: Vec<String>,
    pub foot: String,
    pub left_out: String,
}

pub(super) struct PatternText {
    pub title: String,
    pub kind: String,
    pub often: String,
    pub share: String,
    pub interval: Option<Interval>,
    pub lines: Vec<String>,
    pub examples: Vec<String>,
    pub against: String,
    pub exceptions: Vec<String>,
    pub splits: Vec<List>,
}

/// A share with its interval, as places on a scale.
pub(super) struct Interval {
    pub low: String,
    pub high: String,
    pub at: String,
    pub words: String,
}

pub(super) struct List {
    pub title: String,
    pub about: String,
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    pub name: String,
    pub interval: Option<Interval>,
    pub said: String,
}

#[derive(Default)]
pub(super) struct Grid {
    pub about: String,
    pub heads: Vec<String>,
    pub rows: Vec<GridRow>,
}

pub(super) struct GridRow {
    pub name: String,
    pub cells: Vec<String>,
}

pub(super) struct Part {
    pub title: String,
    pub rows: Vec<Bar>,
}

pub(super) struct Bar {
    pub name: String,
    pub length: String,
    pub said: String,
}

/// Makes texts from data fit for others' eyes.
struct Shown<'m>(&'m Masker);

impl Shown<'_> {
    fn text(&self, text: &str) -> String {
        visible(&self.0.mask(text))
            .replace(['\u{fffe}', '\u{ffff}'], "\u{b7}")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

pub(super) fn of(told: &Told, settings: &[(String, String)], masker: &Masker, wish: Wish) -> Texts {
    let (shown, report) = (Shown(masker), &told.report);
    let setting = |key: &str| settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
    let patterns = report.patterns.iter().zip(&told.examples).map(|(p, notes)| pattern(&shown, p, notes)).collect();
    Texts {
        title: heading(told, wish),
        questions: questions(&shown, &told.questions),
        rests: rests(report, told.walks),
        about: format!(
            "Made on {}. A visit counts once, however much was noted in it. Numbers are told only where at least \
             {FEWEST_VISITS} visits with at least {FEWEST_TEACHERS} different teachers stand behind them; teachers nobody \
             knows count as one. The blue line in a drawing shows between which shares the true one may lie (95 %).",
            day_words(wish.made)
        ),
                patterns,
        lists: if wish.pattern.is_none() { lists(&shown, report) } else { Vec::new() },
        grid: grid(&shown, &report.by_grade),
        not_looked: if wish.pattern.is_none() { unlooked(&shown, told) } else { Vec::new() },
        coverage_about: "Visits, not what was seen in them. Small parts stand together.".into(),
        coverage: report.coverage.iter().map(|(axis, parts)| part(&shown, *axis, parts)).collect(),
        unseen: report.unseen.iter().map(|(axis, names)| unseen(&shown, *axis, names)).collect(),
        foot: shown.text(&Agreements::from_settings(setting).foot()),
        left_out: "This page leaves out: names, rooms and single visits; wonderings, interpretations, follow-ups and hunches; \
                   what teachers said to their own visits; parts too small to be told, and others from which those could be \
                   worked out. Names in texts are masked, and a name nobody knows may not be: read it before you give it \
                   away. Two such pages of stretches that overlap could be subtracted from each other: give away one."
            .into(),
    }
}

/// "Walkthroughs from 14 September 2026 to 27 November 2026".
fn heading(told: &Told, wish: Wish) -> String {
    let day = |day: i32| day_words(day_of_number(i64::from(day)));
    let of = match (wish.span, told.first, told.report.days) {
        (Span::Walk(_), Some(at), _) => format!("Walkthrough of {}", day(at)),
        (Span::Walk(_), ..) => "A walkthrough".into(),
        (_, _, Some((first, last))) if first != last => format!("Walkthroughs from {} to {}", day(first), day(last)),
        (_, _, Some((first, _))) => format!("Walkthroughs of {}", day(first)),
        _ => "Walkthroughs".into(),
    };
    if wish.pattern.is_some() { format!("One pattern. {of}") } else { of }
}

/// The focus questions, the newest first, each once.
fn questions(shown: &Shown, asked: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for question in asked {
        let question = shown.text(question);
        if !found.contains(&question) {
            found.push(question);
        }
    }
    let more = found.len().saturating_sub(QUESTIONS);
    found.truncate(QUESTIONS);
    if more > 0 {
        found.push(format!("and {} from earlier walks", count(more, "question", "questions")));
    }
    found
}

fn many(n: u32, one: &str, more: &str) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), one, more)
}

fn rests(report: &Report, walks: usize) -> String {
    match report.visits {
        None => format!(
            "Fewer than {FEWEST_VISITS} visits, or with fewer than {FEWEST_TEACHERS} different teachers: too few to tell \
             anything of what was seen without telling of somebody."
        ),
        Some(n) => format!(
            "It rests on {} with {} in {}, written down by {}.",
            many(n, "visit", "visits"),
            many(report.teachers, "teacher", "different teachers"),
            count(walks, "walkthrough", "walkthroughs"),
            many(report.observers.max(1), "observer", "observers"),
        ),
    }
}

fn pattern(shown: &Shown, p: &PatternLine, notes: &[Vec<String>; 2]) -> PatternText {
    let texts = |notes: &[String]| notes.iter().map(|n| shown.text(n)).collect::<Vec<_>>();
    let mut text = PatternText {
        title: shown.text(&title(&p.statement, p.status)),
        kind: format!("{}, {}", p.kind.word(), p.status.words()),
        often: format!(
            "Fewer than {FEWEST_VISITS} visits, or with fewer than {FEWEST_TEACHERS} teachers, looked for it."
        ),
        share: String::new(),
        interval: None,
        lines: Vec::new(),
        examples: texts(&notes[0]),
        against: String::new(),
        exceptions: texts(&notes[1]),
        splits: p.splits.iter().map(|(axis, cells)| split(shown, *axis, cells)).collect(),
    };
    let Some(numbers) = &p.numbers else { return text };
    let (k, n) = (numbers.supporting, numbers.looked());
    if p.only_seen {
        text.often = format!("In {}; {ONLY_SEEN}.", many(k, "visit", "visits"));
    } else {
        text.often = sentence(&visits(numbers, p.which));
        text.share = sentence(&share(k, n));
        text.interval = interval(k, n);
        text.lines.push(sentence(&not_looked(numbers)));
    }
    match &p.rests {
        Some(rests) => {
            text.lines.insert(0, format!("Rests on {}", resting::sentence(rests)));
            text.lines.extend(suggest::warnings(rests));
        }
        None if k > 0 => text.lines.push("Too few visits or teachers support it for examples.".into()),
        None => {}
    }
    text.against = exceptions(p, numbers);
    text
}

/// What speaks against it, and whether notes of it may be shown.
fn exceptions(p: &PatternLine, numbers: &Numbers) -> String {
    match numbers.complicating {
        0 => "Nothing was noted that speaks against it. What would?".into(),
        n => {
            let few = if p.against.is_empty() { " Too few visits or teachers to show what." } else { "" };
            let visits = if n == 1 { "1 visit says".to_string() } else { format!("{n} visits say") };
            format!("Exceptions: {visits} something else. What was different there?{few}")
        }
    }
}

fn interval(k: u32, n: u32) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let (low, high) = wilson(k, n);
    let place = |share: f64| format!("{:.1}", share * SCALE);
    let words = format!("{k} of {n}; may lie between {:.0} and {:.0} %", low * 100.0, high * 100.0);
    Some(Interval { low: place(low), high: place(high), at: place(f64::from(k) / f64::from(n)), words })
}

fn axis_words(axis: Axis) -> &'static str {
    match axis {
        Axis::Grades => "By grade",
        Axis::Subjects => "By subject",
        Axis::Periods => "By period",
        Axis::Weekdays => "By weekday",
        Axis::Weeks => "By week",
        Axis::Hours => "By time of day",
    }
}

fn split(shown: &Shown, axis: Axis, cells: &[(crate::insight::heat::Column, Cell)]) -> List {
    let row = |(column, cell): &(crate::insight::heat::Column, Cell)| {
        let (interval, said) = match cell {
            Cell::NotLooked => (None, "not looked for".to_string()),
            Cell::TooFew => (None, "too few to tell, or others could be worked out".to_string()),
            Cell::Seen { k, n } => (interval(*k, *n), format!("in {k} of {} that looked", many(*n, "visit", "visits"))),
        };
        Row { name: shown.text(&column.words), interval, said }
    };
    List { title: axis_words(axis).into(), about: String::new(), rows: cells.iter().map(row).collect() }
}

fn lists(shown: &Shown, report: &Report) -> Vec<List> {
    let few = match report.too_few {
        0 => String::new(),
        n => format!(
            " {} left out: too few visits or teachers looked.",
            count(n, "look-for or tag is", "look-fors or tags are")
        ),
    };
    let rows = |lines: &[Line], which| -> Vec<Row> {
        lines.iter().map(|line| row(shown, line, which, report.visits.unwrap_or_default())).collect()
    };
    let lists = [
        List {
            title: "What was looked for".into(),
            about: format!("Look-fors, those seen in most visits first.{few}"),
            rows: rows(&report.look_fors, LOOKED),
        },
        List {
            title: "What was noted".into(),
            about: "Tags on notes. Nobody looks for a tag: of a visit without it nothing is said.".into(),
            rows: rows(&report.tags, TAGGED),
        },
    ];
    lists.into_iter().filter(|list| !list.rows.is_empty()).collect()
}

fn row(shown: &Shown, line: &Line, which: &str, all: u32) -> Row {
    let is_tag = matches!(line.id, SignId::Tag(_));
    let name = shown.text(&line.name);
    let name = if is_tag { format!("#{name}") } else { name };
    if !is_tag && line.k == line.n {
        return Row { name, interval: None, said: format!("in {}; {ONLY_SEEN}", many(line.k, "visit", "visits")) };
    }
    let numbers = Numbers { supporting: line.k, looked: line.n, visits: all, ..Numbers::default() };
    let unlooked = match numbers.not_looked() {
        n if n > 0 && !is_tag => format!("; not looked for in {n}"),
        _ => String::new(),
    };
    Row { name, interval: interval(line.k, line.n), said: visits(&numbers, which) + &unlooked }
}

fn grid(shown: &Shown, table: &Table) -> Grid {
    let rows: Vec<GridRow> = table
        .rows
        .iter()
        .map(|row| {
            let only_seen = row.k == row.n;
            GridRow { name: shown.text(&row.name), cells: row.cells.iter().map(|c| cell(c, only_seen)).collect() }
        })
        .collect();
    // One column would only repeat what stands above.
    if table.columns.len() < 2 {
        return Grid::default();
    }
    let unknown = if table.columns.iter().any(|c| c.not_known().is_some()) { " “?”: grade not known." } else { "" };
    Grid {
        about: format!(
            "Seen in so many of the visits that looked; a number alone is counted only where it was seen. “–”: nobody \
             looked for it there. “few”: too few visits or teachers to tell, or others could be worked out.{unknown}"
        ),
        heads: table.columns.iter().map(|c| shown.text(&c.label)).collect(),
        rows,
    }
}

fn cell(cell: &Cell, only_seen: bool) -> String {
    match cell {
        Cell::Seen { k, .. } if only_seen => k.to_string(),
        Cell::NotLooked => "–".into(),
        Cell::TooFew => "few".into(),
        Cell::Seen { k, n } => format!("{k} of {n}"),
    }
}

/// Look-fors of the sheets that nobody looked for.
fn unlooked(shown: &Shown, told: &Told) -> Vec<String> {
    if told.report.visits.is_none() {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    let mut bodies: Vec<&str> = told.sheets.iter().map(String::as_str).collect();
    bodies.order();
    bodies.dedup();
    for sheet in bodies.into_iter().filter_map(|body| Sheet::parse("", body).ok()) {
        for look_for in &sheet.look_fors {
            let id = SignId::LookFor(look_for.id.clone());
            let label = shown.text(&look_for.label);
            if !told.report.looked_for.contains(&id) && !found.contains(&label) {
                found.push(label);
            }
        }
    }
    found
}

fn part(shown: &Shown, axis: Axis, parts: &[(crate::insight::heat::Column, u32)]) -> Part {
    let most = parts.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let bar = |(column, n): &(crate::insight::heat::Column, u32)| Bar {
        name: shown.text(&column.words),
        length: format!("{:.1}", f64::from(*n) / f64::from(most) * SCALE),
        said: many(*n, "visit", "visits"),
    };
    Part { title: axis_words(axis).into(), rows: parts.iter().map(bar).collect() }
}

fn unseen(shown: &Shown, axis: Axis, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| shown.text(name)).collect();
    let sort = axis.word();
    format!("Not visited, of the {sort} that have rooms: {}.", names.join(", "))
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
