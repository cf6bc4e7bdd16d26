//! One visit with what each wrote side by side: what differs first, then the moments.

use super::forms;
use crate::app::App;
use crate::app::recording::read_sheet;
use crate::app::screens::visit::{Line, timeline};
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::order::InOrder;
use crate::domain::sheet::Sheet;
use crate::domain::time::elapsed;
use crate::insight::agreement::lots;
use crate::insight::differ::{Item, Moment, Record, Said, Standing, look_fors, moments, tags};
use crate::store::api::{JointView, NoteRow, VisitRow, VisitView};
use std::collections::HashSet;

/// The page, made once when it is read, so that a frame only reads.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The visit of each column; the columns are in an order drawn by lot.
    pub columns: Vec<VisitRow>,
    /// The column that began first: its place and time stand at the top.
    pub first: usize,
    pub focus: String,
    pub entries: Vec<Entry>,
    /// They are one visit; false: that is only proposed.
    pub joined: bool,
}

/// What stands on the page, from the top.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    Heading(&'static str),
    Text(String),
    /// A look-for with its label, or a moment with its minute; a list of lines for each column.
    Row {
        label: String,
        moment: bool,
        sides: Vec<Vec<Cell>>,
    },
}

/// A line in a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub text: String,
    /// The note or mark it shows; none: nothing was marked.
    pub line: Option<Uid>,
    /// A mark, or what is no evidence: not the first thing to be read.
    pub quiet: bool,
}

/// What the columns are called.
pub fn heads(columns: usize) -> &'static [&'static str] {
    if columns > 2 {
        &["One of you", "Another", "A third", "A fourth", "A fifth", "A sixth"]
    } else {
        &["One of you", "The other"]
    }
}

impl Page {
    pub fn has(&self, visit: Uid) -> bool {
        self.columns.iter().any(|v| v.uid == visit)
    }

    /// The visit of a column.
    pub fn visit(&self, side: usize) -> Option<Uid> {
        self.columns.get(side).map(|v| v.uid)
    }

    pub fn visits(&self) -> Vec<Uid> {
        self.columns.iter().map(|v| v.uid).collect()
    }

    fn rows(&self) -> impl Iterator<Item = &Vec<Vec<Cell>>> {
        self.entries.iter().filter_map(|e| if let Entry::Row { sides, .. } = e { Some(sides) } else { None })
    }

    /// The note or mark at a row of a column.
    pub fn line(&self, row: usize, side: usize) -> Option<Uid> {
        self.rows().nth(row)?.get(side)?.iter().find_map(|cell| cell.line)
    }
}

/// The page was read.
pub fn came(app: &mut App, view: Option<JointView>) {
    match view {
        Some(view) if view.visits.iter().any(|v| app.joint.of.contains(&v.visit.uid)) => {
            app.joint.page = Some(page(view));
            turn(app, 0);
            step(app, 0);
        }
        None if app.screen == crate::app::Screen::JointVisit => app.leave_gone("That visit is not there any more."),
        _ => {}
    }
}

pub fn step(app: &mut App, by: isize) {
    let count = app.joint.page().map_or(0, |p| p.rows().count());
    app.joint.at.0 = forms::moved(app.joint.at.0, by, count);
}

/// To the column at the left or right.
pub fn turn(app: &mut App, by: isize) {
    let count = app.joint.page().map_or(0, |p| p.columns.len());
    app.joint.at.1 = forms::moved(app.joint.at.1, by, count);
}

fn page(view: JointView) -> Page {
    let uids: Vec<Uid> = view.visits.iter().map(|v| v.visit.uid).collect();
    let began = view.visits.iter().filter_map(|v| v.visit.started).min();
    let mut visits: Vec<VisitView> = lots(&uids).into_iter().filter_map(|i| view.visits.get(i).cloned()).collect();
    visits.iter_mut().for_each(|visit| since(visit, began));
    let sheets: Vec<Option<Sheet>> = visits.iter().map(|v| read_sheet(v.sheet.as_deref())).collect();
    let mut entries = compared(&visits, &sheets);
    entries.extend(tagged(&visits));
    entries.extend(side_by_side(&visits, &sheets));
    let columns: Vec<VisitRow> = visits.iter().map(|v| v.visit.clone()).collect();
    let first = columns.iter().position(|v| v.started == began).unwrap_or(0);
    let focus = visits.get(first).map(|v| v.focus.clone()).unwrap_or_default();
    Page { columns, first, focus, entries, joined: view.joined }
}

/// Counts the times of a visit from when the first observer entered, and leaves out what is private.
fn since(visit: &mut VisitView, began: Option<i64>) {
    let by = visit.visit.started.zip(began).map_or(0, |(own, first)| own.saturating_sub(first));
    let later = |at: &mut Option<i64>| *at = at.map(|at| at.saturating_add(by));
    visit.notes.retain(|n| n.kind != NoteKind::FollowUp);
    visit.notes.iter_mut().for_each(|n| later(&mut n.at_ms));
    visit.marks.iter_mut().for_each(|m| later(&mut m.at_ms));
    // What the teacher said belongs to the visit, not to one of those who looked.
    visit.replies.clear();
}

// ── Look-fors and tags ──────────────────────────────────────────────────────────────────────────────────────────────

fn compared(visits: &[VisitView], sheets: &[Option<Sheet>]) -> Vec<Entry> {
    let notes: Vec<HashSet<Uid>> = visits.iter().map(|v| v.notes.iter().map(|n| n.uid).collect()).collect();
    let records: Vec<Record> = visits
        .iter()
        .zip(sheets)
        .zip(&notes)
        .map(|((visit, sheet), notes)| Record {
            marks: &visit.marks,
            sheet: sheet.as_ref(),
            length: visit.visit.ended.zip(visit.visit.started).map(|(end, start)| (end - start).max(0)),
            notes,
        })
        .collect();
    let said = look_fors(&records);
    let mut entries = Vec::new();
    let mut last = None;
    for one in said.iter().filter(|s| s.standing != Standing::Same) {
        if last != Some(one.standing) {
            entries.push(Entry::Heading(heading(one.standing, visits.len())));
            last = Some(one.standing);
        }
        entries.push(row(one));
    }
    let same: Vec<String> = said.iter().filter(|s| s.standing == Standing::Same).map(the_same).collect();
    if said.is_empty() {
        entries.push(Entry::Text("No look-for was marked.".into()));
    } else if same.is_empty() {
        entries.push(Entry::Text("Of no look-for they say the same.".into()));
    } else {
        entries.push(Entry::Text(format!("The same: {}.", same.join("; "))));
    }
    entries
}

fn heading(standing: Standing, observers: usize) -> &'static str {
    match standing {
        Standing::Differ => "Where you differ",
        Standing::Amount if observers > 2 => "All who looked saw it, and wrote down different amounts",
        Standing::Amount => "Both saw it, and wrote down different amounts",
        Standing::OnlyOne => "Only one looked for it",
        Standing::Same => "The same",
    }
}

fn row(said: &Said) -> Entry {
    let cell = |side: &crate::insight::differ::Side| {
        let quiet = side.saw == crate::insight::differ::Saw::NotLooked;
        vec![Cell { text: side.words.clone(), line: side.mark, quiet }]
    };
    Entry::Row { label: said.label.clone(), moment: false, sides: said.sides.iter().map(cell).collect() }
}

/// "points to the text (seen)".
fn the_same(said: &Said) -> String {
    let seen = said.sides.iter().any(|s| s.saw.answer() == Some(true));
    format!("{} ({})", said.label, if seen { "seen" } else { "not seen" })
}

/// Tags that only some gave, then those that all gave.
fn tagged(visits: &[VisitView]) -> Vec<Entry> {
    let of = |visit: &VisitView| {
        let mut tags: Vec<(Uid, String)> = visit.notes.iter().flat_map(|n| n.tags.clone()).collect();
        tags.order();
        tags.dedup();
        tags
    };
    let said = tags(&visits.iter().map(of).collect::<Vec<_>>());
    if said.is_empty() {
        return Vec::new();
    }
    let cells = |side: usize| -> Vec<Cell> {
        let own = said.iter().filter(|t| t.by.get(side) == Some(&true) && !t.by.iter().all(|by| *by));
        let words: Vec<String> = own.map(|t| format!("#{}", t.name)).collect();
        if words.is_empty() { Vec::new() } else { vec![Cell { text: words.join(" "), line: None, quiet: true }] }
    };
    let sides: Vec<Vec<Cell>> = (0..visits.len()).map(cells).collect();
    let mut entries = Vec::new();
    if sides.iter().any(|s| !s.is_empty()) {
        entries.push(Entry::Row { label: "tags that not all gave".into(), moment: false, sides });
    }
    let all: Vec<String> = said.iter().filter(|t| t.by.iter().all(|by| *by)).map(|t| format!("#{}", t.name)).collect();
    if !all.is_empty() {
        entries.push(Entry::Text(format!("The same tags: {}.", all.join(" "))));
    }
    entries
}

// ── Moments ─────────────────────────────────────────────────────────────────────────────────────────────────────────

fn side_by_side(visits: &[VisitView], sheets: &[Option<Sheet>]) -> Vec<Entry> {
    let lines: Vec<Vec<Line>> = visits.iter().zip(sheets).map(|(v, sheet)| timeline(v, sheet.as_ref())).collect();
    let item = |line: &Line| match line {
        Line::Note(note) => Item { at_ms: note.at_ms, after: note.after },
        line => Item { at_ms: line.at_ms(), after: false },
    };
    // A look-for without a minute stands above already.
    let shown: Vec<Vec<&Line>> = lines
        .iter()
        .map(|side| side.iter().filter(|l| matches!(l, Line::Note(_)) || l.at_ms().is_some()).collect())
        .collect();
    let items: Vec<Vec<Item>> = shown.iter().map(|side| side.iter().map(|l| item(l)).collect()).collect();
    let moments = moments(&items);
    if moments.is_empty() {
        return vec![Entry::Text("No line was written.".into())];
    }
    let mut entries = vec![Entry::Heading("The moments")];
    entries.extend(moments.iter().map(|moment| {
        Entry::Row {
            label: minute(moment),
            moment: true,
            sides: moment
                .sides
                .iter()
                .zip(&shown)
                .map(|(places, side)| places.iter().filter_map(|i| side.get(*i)).map(|line| cell(line)).collect())
                .collect(),
        }
    }));
    entries
}

fn minute(moment: &Moment) -> String {
    if moment.after { "after".into() } else { moment.from.map(elapsed).unwrap_or_default() }
}

fn cell(line: &Line) -> Cell {
    match line {
        Line::Note(note) => Cell { text: note_text(note), line: Some(note.uid), quiet: !note.kind.is_evidence() },
        Line::Mark(mark) => {
            Cell { text: format!("{}: {}", mark.label, mark.words), line: Some(line.uid()), quiet: true }
        }
        Line::Reply(reply) => Cell { text: reply.text.clone(), line: Some(reply.uid), quiet: true },
    }
}

/// Whom it is about or its kind, the words, the tags.
fn note_text(note: &NoteRow) -> String {
    let sign = note.about.map_or_else(|| note.kind.sign().to_string(), |a| a.sign());
    let tags = note.tags.iter().map(|(_, name)| format!("#{name}"));
    let head: String = note.text.chars().take(MOST).collect();
    [sign, head].into_iter().chain(tags).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Letters of one line that are shown: more than any screen has room for.
const MOST: usize = 2_000;
