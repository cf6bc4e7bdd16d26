//! Look-fors marked on the page of a visit: one that was written afterwards or comes from paper, or one in which a mark
//! was forgotten. Which look-for, then what was seen of it; a minute is given only where somebody knows it.

use super::super::forms;
use super::{changes, mark_options, marks};
use crate::app::App;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Prompt};
use crate::app::sheets::SheetChoice;
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::{Tick, Way};
use crate::domain::marking::{Change, Sums, Told, Written, read_count, written};
use crate::domain::note::{NoteKind, parse_line};
use crate::domain::schema::{Kind, walk};
use crate::domain::sheet::LookFor;
use crate::store::api::VisitView;

/// Lets the leader choose a look-for; first a sheet, where the walk has none.
pub fn ask(app: &mut App, view: &VisitView) {
    if !app.may_write() {
        return;
    }
    match (&app.visit.sheet, &view.sheet, view.visit.walk) {
        (Some(_), _, _) => ask_look_for(app, view),
        (None, None, Some(_)) => ask_sheet(app),
        (None, None, None) => app.tell("This visit belongs to no walk, so there is no sheet to mark."),
        (None, Some(_), _) => app.tell("The sheet of this walk has no look-fors that can be marked here."),
    }
}

fn ask_sheet(app: &mut App) {
    let fit = |c: &&SheetChoice| !c.sheet.look_fors.is_empty();
    let item = |c: &SheetChoice| forms::item(&*c.sheet.title, app.sheets.origin_words(c), PickValue::Id(c.uid));
    let items: Vec<PickItem> = app.sheets.all().into_iter().filter(fit).map(item).collect();
    let picker = forms::picker("Which sheet was it?", items, "There is no such sheet.", Picked::SheetOfVisit);
    app.layers.push(Layer::Picker(picker));
}

/// The walk of this visit gets a sheet, kept with it as it is now.
pub fn sheet_picked(app: &mut App, item: Option<PickItem>) {
    let Some(PickValue::Id(uid)) = item.map(|i| i.value) else { return };
    let Some(chosen) = app.sheets.all().into_iter().find(|c| c.uid == uid).cloned() else { return };
    let Some(of) = app.visit.page().and_then(|v| v.visit.walk) else { return };
    let (uid, used) = acts::sheet_used(&chosen.sheet.id, &chosen.sheet.title, &chosen.body);
    if app.act(Verb::EditWalk, vec![used, Op::new(Kind::Walk, of).refer(walk::SHEET, uid)]).is_none() {
        return;
    }
    if let Some(recording) = app.recording.as_mut().filter(|r| r.walk == of && r.sheet.is_none()) {
        recording.sheet = Some(chosen.sheet.clone());
    }
    app.visit.sheet = Some(chosen.sheet);
    if let Some(view) = &mut app.visit.view {
        view.sheet = Some(chosen.body);
        let view = view.clone();
        ask_look_for(app, &view);
    }
}

fn ask_look_for(app: &mut App, view: &VisitView) {
    let sums = Sums::of(&view.marks);
    let there = |note| view.notes.iter().any(|n| n.uid == note);
    let told = Told { sums: &sums, length: None, there: &there };
    let item = |l: &LookFor| {
        let said = told.result(l).unwrap_or_else(|| "not marked".into());
        forms::item(&*l.label, said, PickValue::Word(l.id.clone()))
    };
    let items: Vec<PickItem> = app.visit.sheet.iter().flat_map(|s| &s.look_fors).map(item).collect();
    let then = Picked::LookForToMark;
    app.layers.push(Layer::Picker(forms::picker("Mark a look-for", items, "No look-for has these words.", then)));
}

fn look_for(app: &App, id: &str) -> Option<LookFor> {
    app.visit.sheet.as_ref()?.look_for(id).cloned()
}

/// A look-for was chosen: what was seen of it?
pub fn look_for_picked(app: &mut App, item: Option<PickItem>) {
    let Some(PickValue::Word(id)) = item.map(|i| i.value) else { return };
    let Some(look_for) = look_for(app, &id) else { return };
    match look_for.way {
        Way::Tick | Way::Choice | Way::Scale | Way::Response => ask_option(app, &look_for, None),
        _ => ask_typed(app, &look_for, None, "", ""),
    }
}

/// The list of what it can be; of an interval the codes, with those that stand.
fn ask_option(app: &mut App, look_for: &LookFor, interval: Option<i64>) {
    let stands = |option: &str| {
        let marks = app.visit.page().map(|v| v.marks.as_slice()).unwrap_or_default();
        let same = |way: Way| marks.iter().filter(move |m| m.way == way && m.look_for == look_for.id);
        match look_for.way {
            Way::Scale => same(Way::Scale).any(|m| m.option() == Some(option)),
            Way::Interval => same(Way::Interval).any(|m| m.value == interval && m.option() == Some(option)),
            _ => false,
        }
    };
    let option = |o: &crate::domain::sheet::Choice| {
        let stands = if stands(&o.id) { "stands now" } else { "" };
        // Paper has the short code; it is found by it too.
        let has_code = look_for.way == Way::Interval && o.code != o.label;
        let label = if has_code { format!("{}  {}", o.code, o.label) } else { o.label.clone() };
        forms::item(label, stands, PickValue::Word(o.id.clone()))
    };
    let mut items: Vec<PickItem> = look_for.options.iter().map(option).collect();
    match look_for.way {
        Way::Tick => items.extend([
            forms::item("seen", "", PickValue::Number(Tick::Seen as i64)),
            forms::item("looked for, not seen", "", PickValue::Number(Tick::NotSeen as i64)),
            forms::item("not looked for", "", PickValue::Number(Tick::NotLookedFor as i64)),
        ]),
        Way::Response => items.push(forms::item("It was broken off", "", PickValue::None)),
        _ => {}
    }
    let title = match interval {
        Some(number) => format!("{}: interval {number}", look_for.label),
        None => look_for.label.clone(),
    };
    let then = Picked::NewMark { look_for: look_for.id.clone(), interval };
    app.layers.push(Layer::Picker(forms::picker(&title, items, "There is no such option.", then)));
}

/// What was chosen is written down; a wait is asked its length, an interval its next code.
pub fn option_picked(app: &mut App, id: &str, interval: Option<i64>, item: Option<PickItem>) {
    let (Some(look_for), Some(item)) = (look_for(app, id), item) else { return };
    match (look_for.way, item.value, interval) {
        (Way::Tick, PickValue::Number(n), _) => {
            if let Some(tick) = Tick::from_number(n) {
                make(app, &look_for, Written::Tick(tick));
            }
        }
        (Way::Response, PickValue::Word(option), _) => ask_typed(app, &look_for, Some(option), "", ""),
        (Way::Response, PickValue::None, _) => ask_typed(app, &look_for, None, "", ""),
        (Way::Interval, PickValue::Word(code), Some(interval)) => {
            if make(app, &look_for, Written::Code { interval, code }).is_none() {
                return;
            }
            ask_option(app, &look_for, Some(interval));
        }
        (Way::Choice, PickValue::Word(option), _) => {
            // Where several can stand, the others are turned on in the list of the mark itself.
            let made = make(app, &look_for, Written::Option(option)).filter(|_| look_for.settings.several);
            if let Some(mark) = made.and_then(|uid| marks::known(app, uid)) {
                mark_options::ask(app, &mark);
            }
        }
        (Way::Scale, PickValue::Word(option), _) => {
            make(app, &look_for, Written::Option(option));
        }
        _ => {}
    }
}

/// Asks what is typed: how often, how long, how many, in which interval, which words. `why` takes the hint's place.
fn ask_typed(app: &mut App, look_for: &LookFor, option: Option<String>, text: &str, why: &str) {
    let then = Filled::NewMark { look_for: look_for.id.clone(), option };
    let hint = match look_for.way {
        Way::Tally => "How often, such as 7; or each time it was: 4:30 6:10.",
        Way::Scan => "How many were doing it, and of how many: 19/24.",
        Way::Interval => "In which interval? Its number, from 1.",
        Way::Prompt => "The answer in a line. It becomes a note of this visit.",
        way => return marks::length_prompt(app, way, then, [text, ""], marks::length_hint(way)),
    };
    forms::prompt(app, &look_for.label, text, if why.is_empty() { hint } else { why }, then);
}

/// Lines were filled in for a new mark.
pub fn filled(app: &mut App, prompt: &Prompt) {
    let Filled::NewMark { look_for: id, option } = &prompt.then else { return };
    let Some(look_for) = look_for(app, id) else { return };
    let typed = forms::filled_text(prompt);
    let again = |app: &mut App, why: &str| ask_typed(app, &look_for, option.clone(), &typed, why);
    match look_for.way {
        Way::Tally => match read_often(&typed) {
            Some(times) => {
                make(app, &look_for, Written::Times(times));
            }
            None => again(app, "That is no number. How often, up to 200; or the times: 4:30 6:10."),
        },
        Way::Scan => {
            let heads = app.visit.page().and_then(|v| v.visit.heads).map(i64::from);
            match read_count(&typed, heads, false) {
                Ok((n, of)) => {
                    make(app, &look_for, Written::Count { n, of });
                }
                Err(why) => again(app, &why),
            }
        }
        Way::Interval => match marks::read_interval(&typed) {
            Some(interval) => ask_option(app, &look_for, Some(interval)),
            None => again(app, "A number, from 1."),
        },
        Way::Prompt => answer(app, &look_for, &typed),
        way => match marks::read_stretch(way, prompt) {
            Some((at, length)) => {
                make(app, &look_for, Written::Stretch { at, length, ended: option.clone() });
            }
            None => again(app, ""),
        },
    }
}

/// "7": so often, nobody knows when; or a time for each.
fn read_often(typed: &str) -> Option<Vec<Option<i64>>> {
    let times = match typed.parse::<usize>() {
        Ok(often) => vec![None; often.min(marks::MOST_TIMES + 1)],
        Err(_) => marks::read_times(typed)?,
    };
    Some(times).filter(|t| (1..=marks::MOST_TIMES).contains(&t.len()))
}

fn changes_of(app: &mut App, look_for: &LookFor, what: Written) -> Vec<Change> {
    let mut ids = app.ids.clone();
    let marks = app.visit.page().map(|v| v.marks.as_slice()).unwrap_or_default();
    let changes = written(look_for, marks, what, &mut || ids.next_uid());
    app.ids = ids;
    changes
}

/// Writes it down, and goes to its line. The mark that was made or changed.
fn make(app: &mut App, look_for: &LookFor, what: Written) -> Option<Uid> {
    let changes = changes_of(app, look_for, what);
    let made = changes.iter().find_map(Change::after).map(|m| m.uid);
    if !marks::make(app, Verb::MarkLookFor, &changes) {
        return None;
    }
    app.visit.line = made.or(app.visit.line);
    made.or_else(|| changes.first().map(|c| c.mark().uid))
}

/// The answer of a prompt is a note, with a mark that says so: one act.
fn answer(app: &mut App, look_for: &LookFor, typed: &str) {
    let Some(visit) = app.visit.page().map(|v| v.visit.uid) else { return };
    let mut line = parse_line(typed);
    if !line.kind.is_evidence() {
        line.kind = NoteKind::Evidence;
    }
    let note = app.new_id();
    let made = changes_of(app, look_for, Written::Note(note));
    let ops = made.iter().map(|c| acts::mark_changed(visit, c)).collect();
    if let Some(clock) = changes::add_line(app, visit, note, None, line, ops) {
        marks::show(app, clock, visit, &made);
    }
}
