//! What a teacher gets of a visit: its copy, and the slip with two facts and a wondering.

use super::super::{finish, forms};
use crate::app::App;
use crate::app::effect::{Effect, ExportFile};
use crate::app::layers::{Layer, PickItem, PickValue, Picked, Picker};
use crate::app::recording::read_sheet;
use crate::domain::act::{Op, Verb};
use crate::domain::agreements::Names;
use crate::domain::id::Uid;
use crate::domain::marking::Sums;
use crate::domain::note::{About, NoteKind};
use crate::domain::schema::{Kind, visit as field};
use crate::domain::time::{clock, local_time};
use crate::exchange::papers::{slip, visit as page};
use crate::store::api::{NoteRow, Origin, VisitView};
use std::collections::BTreeSet;

/// Facts on a slip.
const FACTS: usize = 2;

/// A file name that tells day, room, or the visit's number where papers name no room, and when the visit began, so that
/// the papers of two walks on a day are told apart: "visit-2026-11-14-3-0941.html".
fn name(app: &App, view: &VisitView, what: &str, ending: &str) -> String {
    let day = local_time(view.visit.started.unwrap_or(app.now.utc), app.now.offset).format("%Y-%m-%d");
    let number = || view.visit.number.map(|n| n.to_string()).unwrap_or_default();
    let place = if app.agreed.names == Names::On { view.visit.room.clone() } else { number() };
    let letters: String =
        place.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(40).collect();
    let place: Vec<&str> = letters.split('-').filter(|p| !p.is_empty()).collect();
    let place = if place.is_empty() { String::new() } else { format!("-{}", place.join("-")) };
    let began = view.visit.started.map(|at| local_time(at, app.now.offset).format("-%H%M").to_string());
    format!("{what}-{day}{place}{}.{ending}", began.unwrap_or_default())
}

/// The copy of the visit for its teacher; it says what it leaves out. That it was made is remembered.
pub fn copy(app: &mut App, view: &VisitView) {
    let sheet = read_sheet(view.sheet.as_deref());
    let copy = page::Copy { view, sheet: sheet.as_ref(), agreed: &app.agreed, offset: app.now.offset };
    let files = vec![
        ExportFile { name: name(app, view, "visit", "html"), body: page::html(&copy) },
        ExportFile { name: name(app, view, "visit", "txt"), body: page::text(&copy) },
    ];
    app.effect(Effect::Export(files));
    let (uid, now) = (view.visit.uid, app.now.utc);
    // A file that can only be read gives its copies all the same.
    if app.read_only.is_none()
        && app.act(Verb::MakeCopy, vec![Op::new(Kind::Visit, uid).int(field::COPY, now)]).is_some()
    {
        if let Some(view) = app.visit.view.as_mut().filter(|v| v.visit.uid == uid) {
            view.visit.copy = Some(now);
        }
        finish::slip_made(app, uid);
    }
}

// ── The slip ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A fact as it stands on the slip: whom it is about, and the words.
fn fact(note: &NoteRow) -> String {
    match note.about {
        Some(About::Teacher) => format!("Teacher: {}", note.text),
        Some(About::Students) => format!("Students: {}", note.text),
        Some(About::Student(_)) => format!("A student: {}", note.text),
        Some(About::Task) => format!("Task: {}", note.text),
        Some(About::Room) => format!("Room: {}", note.text),
        None => note.text.clone(),
    }
}

/// All a slip can tell of a visit: its lines, then what its marks say.
fn facts_of(view: &VisitView) -> Vec<String> {
    let sheet = read_sheet(view.sheet.as_deref());
    let lines = view.notes.iter().filter(|n| n.kind.is_evidence()).map(fact);
    lines.chain(page::marked_facts(view, sheet.as_ref())).collect()
}

/// Lets the leader choose the first fact.
pub fn ask_slip(app: &mut App, view: &VisitView) {
    if !app.may_write() {
        return;
    }
    if facts_of(view).is_empty() {
        app.tell("A slip needs a fact: something seen, heard, counted or marked. This visit has none yet.");
        return;
    }
    ask_fact(app, view, Vec::new());
}

fn ask_fact(app: &mut App, view: &VisitView, facts: Vec<String>) {
    let mut items: Vec<PickItem> = facts_of(view)
        .into_iter()
        .filter(|f| !facts.contains(f))
        .map(|f| forms::item(f.clone(), "", PickValue::Word(f)))
        .collect();
    if items.is_empty() {
        ask_wondering(app, view, facts);
        return;
    }
    let title = if facts.is_empty() { "The first fact for the slip" } else { "The second fact for the slip" };
    if !facts.is_empty() {
        items.push(forms::item("Only the one", "no second fact", PickValue::None));
    }
    let then = Picked::SlipFacts { visit: view.visit.uid, facts };
    app.layers.push(Layer::Picker(forms::picker(title, items, "No line of this visit fits.", then)));
}

fn ask_wondering(app: &mut App, view: &VisitView, facts: Vec<String>) {
    let own = view.notes.iter().filter(|n| n.kind == NoteKind::Wondering).map(|n| (n.text.clone(), "yours"));
    let sheet = read_sheet(view.sheet.as_deref());
    let offered = sheet.iter().flat_map(|s| &s.wonderings).map(|w| (w.clone(), "from the sheet"));
    let mut items: Vec<PickItem> =
        own.chain(offered).map(|(text, from)| forms::item(text.clone(), from, PickValue::Word(text))).collect();
    items.push(forms::item("No wondering", "only the facts", PickValue::None));
    let then = Picked::SlipWondering { visit: view.visit.uid, facts };
    app.layers.push(Layer::Picker(forms::picker("One wondering for the slip", items, "No wondering fits.", then)));
}

/// The visit a choice is about, wherever it is on the screen.
fn view_of(app: &App, uid: Uid) -> Option<VisitView> {
    let here = app.visit.view.as_ref().filter(|v| v.visit.uid == uid);
    here.or_else(|| app.finish.visit.as_ref().filter(|v| v.visit.uid == uid)).cloned()
}

pub fn picked(app: &mut App, picker: &Picker, item: Option<PickItem>) {
    let (Picked::SlipFacts { visit, facts } | Picked::SlipWondering { visit, facts }) = &picker.then else { return };
    let (Some(item), Some(view)) = (item, view_of(app, *visit)) else { return };
    let word = match item.value {
        PickValue::Word(word) => Some(word),
        _ => None,
    };
    if matches!(picker.then, Picked::SlipWondering { .. }) {
        make(app, &view, facts, word.as_deref());
        return;
    }
    let mut facts = facts.clone();
    let enough = word.is_none() || facts.len() + 1 >= FACTS;
    facts.extend(word);
    if enough { ask_wondering(app, &view, facts) } else { ask_fact(app, &view, facts) }
}

/// How many look-fors were marked in a visit; a prompt whose answer was deleted was not.
fn marked(view: &VisitView) -> usize {
    let sums = Sums::of(&view.marks);
    let there = |note| view.notes.iter().any(|n| n.uid == note);
    let ids: BTreeSet<&str> = view.marks.iter().map(|m| m.look_for.as_str()).collect();
    ids.into_iter().filter(|id| sums.get(id).is_marked(&there)).count()
}

/// Writes the slip and remembers that it was made.
fn make(app: &mut App, view: &VisitView, facts: &[String], wondering: Option<&str>) {
    let uid = view.visit.uid;
    let op = Op::new(Kind::Visit, uid).int(field::SLIP, app.now.utc);
    if app.act(Verb::MakeSlip, vec![op]).is_none() {
        return;
    }
    let purpose = app.agreed.purpose_of(&view.purpose);
    let date = local_time(view.visit.started.unwrap_or(app.now.utc), app.now.offset).date_naive();
    let is_line = |f: &&String| view.notes.iter().any(|n| n.kind.is_evidence() && fact(n) == **f);
    let lines = facts.iter().filter(is_line).count();
    let about = if view.visit.origin == Origin::Live { "" } else { "about " };
    let began = view.visit.started.map(|at| format!("{about}{}", clock(at, app.now.offset))).unwrap_or_default();
    let made = slip::Slip {
        purpose,
        date,
        number: view.visit.number,
        began: &began,
        facts,
        lines,
        wondering,
        notes: &view.notes,
        marked: marked(view),
        said: view.replies.len(),
        agreed: &app.agreed,
    };
    let files = vec![
        ExportFile { name: name(app, view, "slip", "html"), body: slip::html(&made) },
        ExportFile { name: name(app, view, "slip", "txt"), body: slip::text(&made) },
    ];
    app.effect(Effect::Export(files));
    let at = app.now.utc;
    if let Some(view) = app.visit.view.as_mut().filter(|v| v.visit.uid == uid) {
        view.visit.slip = Some(at);
    }
    finish::slip_made(app, uid);
}
