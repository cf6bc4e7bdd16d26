//! Marks changed after the visit: another answer, another time or length, another option, gone. Each is one act.

use super::super::forms;
use super::super::walk::marking;
use super::mark_options;
use super::timeline::MarkLine;
use crate::app::App;
use crate::app::layers::{Filled, Layer, Prompt};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::marking::{Change, Edit, edited, read_count};
use crate::domain::sheet::LookFor;
use crate::domain::time::{Hlc, elapsed, parse_elapsed};

/// Most events of one tally that can be put right at once.
pub const MOST_TIMES: usize = 200;

/// A mark of the visit on the screen.
pub fn known(app: &App, uid: Uid) -> Option<Mark> {
    app.visit.page()?.marks.iter().find(|m| m.uid == uid).cloned()
}

/// The look-for of a mark, where the walk's sheet has it.
pub fn look_for(app: &App, mark: &Mark) -> Option<LookFor> {
    app.visit.sheet.as_ref()?.look_for(&mark.look_for).cloned()
}

/// Makes changes to the marks of the visit on the screen, and shows them at once: also where it is being recorded.
pub fn make(app: &mut App, verb: Verb, changes: &[Change]) -> bool {
    let Some(visit) = app.visit.page().map(|v| v.visit.uid) else { return false };
    let Some(clock) = app.act(verb, changes.iter().map(|c| acts::mark_changed(visit, c)).collect()) else {
        return false;
    };
    show(app, clock, visit, changes);
    true
}

/// Shows changes to marks that were sent.
pub fn show(app: &mut App, clock: Hlc, visit: Uid, changes: &[Change]) {
    let at = super::place(app);
    if app.recording.as_ref().and_then(|r| r.visit.as_ref()).is_some_and(|v| v.uid == visit) {
        marking::show(app, clock, changes);
    }
    if let Some(view) = &mut app.visit.view {
        changes.iter().for_each(|c| c.apply(&mut view.marks));
    }
    super::keep_marked(app, at);
}

/// One edit of a mark; says why when it cannot be.
pub fn make_edit(app: &mut App, mark: &Mark, edit: &Edit) -> bool {
    match edited(look_for(app, mark).as_ref(), mark, edit) {
        Ok(change) => make(app, Verb::EditMark, &[change]),
        Err(why) => {
            app.needs_you(why);
            false
        }
    }
}

/// What a mark says: the next answer of a tick, the times of a tally, the length of a stretch, the count of a scan,
/// the options of the others.
pub fn edit(app: &mut App, line: &MarkLine) {
    let Some(mark) = line.marks.first().map(|m| (*m).clone()) else { return };
    match mark.way {
        Way::Tick => next_answer(app, &mark),
        Way::Timer => ask_length(app, &mark),
        Way::Scan => ask_count(app, &mark),
        Way::Choice | Way::Scale | Way::Interval | Way::Response => mark_options::ask(app, &mark),
        Way::Prompt => app.tell("The answer is a note of this visit; e rewords it there."),
        Way::Tally => ask_time(app, line),
    }
}

/// Seen, looked for and not seen, not looked for, and round again. The time stays. A look-for that is not marked by
/// ticks was only settled by one: it was not seen, or not looked for.
fn next_answer(app: &mut App, mark: &Mark) {
    let settled = look_for(app, mark).is_some_and(|l| l.way != Way::Tick);
    let tick = match mark.tick() {
        Some(Tick::Seen) => Tick::NotSeen,
        Some(Tick::NotSeen) => Tick::NotLookedFor,
        Some(Tick::NotLookedFor) | None if settled => Tick::NotSeen,
        Some(Tick::NotLookedFor) | None => Tick::Seen,
    };
    if make_edit(app, mark, &Edit::Tick(tick)) {
        app.tell(format!("Now: {}.", if tick == Tick::NotSeen { "looked for, not seen" } else { tick.words() }));
    }
}

// ── When ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Asks when it was: of a tally all the times it was, of a stretch when and how long, of codes in which interval.
pub fn ask_time(app: &mut App, line: &MarkLine) {
    if !app.may_write() {
        return;
    }
    let Some(first) = line.marks.first() else { return };
    let marks: Vec<Uid> = line.marks.iter().map(|m| m.uid).collect();
    match first.way {
        Way::Timer | Way::Response => ask_length(app, first),
        Way::Interval => {
            let now = first.value.map(|n| n.to_string()).unwrap_or_default();
            let hint = "The number of the interval, from 1.";
            forms::prompt(app, "In which interval was it?", &now, hint, Filled::MarkInterval(marks));
        }
        way => {
            let times: Vec<String> = line.marks.iter().map(|m| m.at_ms.map_or("-".into(), elapsed)).collect();
            let text = if times == ["-"] { String::new() } else { times.join(" ") };
            let hint = match way {
                Way::Tally => "One time for each: take one out, add one, put one right. A dash stands for no minute.",
                _ => "Minutes and seconds since the visit began, such as 4:30; empty: no minute.",
            };
            forms::prompt(app, "When was it?", &text, hint, Filled::MarkTimes(marks));
        }
    }
}

/// Reads the times typed; `None` where one cannot be read.
pub fn read_times(typed: &str) -> Option<Vec<Option<i64>>> {
    let words = typed.split([' ', ',', ';']).filter(|w| !w.is_empty());
    words.map(|w| if w == "-" { Some(None) } else { parse_elapsed(w).map(Some) }).collect()
}

/// The times were put right: marks keep their place in the list, those too many go, those missing are made.
pub fn times_filled(app: &mut App, uids: &[Uid], typed: &str) {
    let again = |app: &mut App, why: &str| {
        forms::prompt(app, "When was it?", typed, why, Filled::MarkTimes(uids.to_vec()));
    };
    let Some(mut times) = read_times(typed).filter(|t| t.len() <= MOST_TIMES) else {
        again(app, "That is no time. Write minutes and seconds since the visit began: 4:30.");
        return;
    };
    let marks: Vec<Mark> = uids.iter().filter_map(|uid| known(app, *uid)).collect();
    let Some(first) = marks.first().cloned() else { return };
    if first.way != Way::Tally {
        times.resize(1, None);
    } else if times.is_empty() {
        again(app, "To delete all of it, leave this with Esc and press D.");
        return;
    }
    let mut changes: Vec<Change> = Vec::new();
    for (i, mark) in marks.iter().enumerate() {
        match times.get(i) {
            Some(at) if *at == mark.at_ms => {}
            Some(at) => changes.push(Change::Alter { from: mark.clone(), to: Mark { at_ms: *at, ..mark.clone() } }),
            None => changes.push(Change::Remove(mark.clone())),
        }
    }
    for at in times.into_iter().skip(marks.len()) {
        changes.push(Change::Make(Mark { uid: app.new_id(), at_ms: at, ..first.clone() }));
    }
    make(app, Verb::EditMark, &changes);
}

/// The number of an interval.
pub fn read_interval(typed: &str) -> Option<i64> {
    typed.parse::<i64>().ok().filter(|n| (1..=9_999).contains(n))
}

/// Another interval for all codes of the line.
pub fn interval_filled(app: &mut App, uids: &[Uid], typed: &str) {
    let Some(number) = read_interval(typed) else {
        let then = Filled::MarkInterval(uids.to_vec());
        forms::prompt(app, "In which interval was it?", typed, "A number, from 1.", then);
        return;
    };
    let marks: Vec<Mark> = uids.iter().filter_map(|uid| known(app, *uid)).collect();
    let to = |m: &Mark| Change::Alter { from: m.clone(), to: Mark { value: Some(number), ..m.clone() } };
    let changes: Vec<Change> = marks.iter().filter(|m| m.value != Some(number)).map(to).collect();
    make(app, Verb::EditMark, &changes);
}

// ── How long, how many ──────────────────────────────────────────────────────────────────────────────────────────────

fn ask_length(app: &mut App, mark: &Mark) {
    if !app.may_write() {
        return;
    }
    let from = mark.at_ms.map(elapsed).unwrap_or_default();
    let length = mark.length().map(|ms| length_text(mark.way, ms)).unwrap_or_default();
    length_prompt(app, mark.way, Filled::MarkLength(mark.uid), [&from, &length], length_hint(mark.way));
}

pub fn length_hint(way: Way) -> &'static str {
    match way {
        Way::Response => "When it began, such as 4:30, or empty; and how many seconds it was, such as 1.4.",
        _ => "When it began, such as 4:30, or empty; and how long it was, such as 1:35.",
    }
}

/// A wait in seconds and tenths, a stretch in minutes and seconds.
fn length_text(way: Way, ms: i64) -> String {
    match way {
        Way::Response => format!("{}.{}", ms / 1_000, ms / 100 % 10),
        _ => elapsed(ms),
    }
}

fn read_length(way: Way, typed: &str) -> Option<i64> {
    if way == Way::Response && !typed.contains(':') {
        let seconds: f64 = typed.trim_end_matches(['s', ' ']).parse().ok()?;
        return (0.0..=86_400.0).contains(&seconds).then_some((seconds * 10.0).round() as i64 * 100);
    }
    parse_elapsed(typed)
}

/// Asks when it was and how long: of a mark that stands, or of one to be written down.
pub fn length_prompt(app: &mut App, way: Way, then: Filled, texts: [&str; 2], hint: &str) {
    let labels = ["from", if way == Way::Response { "seconds" } else { "how long" }];
    let mut prompt = super::super::walk::prompt("When was it, and how long?", &labels, hint, then);
    for (line, text) in prompt.lines.iter_mut().zip(texts) {
        line.field.set(text);
    }
    app.layers.push(Layer::Prompt(prompt));
}

fn typed_length(prompt: &Prompt) -> [String; 2] {
    [0, 1].map(|i| prompt.lines.get(i).map(|l| l.field.text().trim().to_string()).unwrap_or_default())
}

/// When a stretch or wait began, where somebody knows it, and how long it was; milliseconds.
pub fn read_stretch(way: Way, prompt: &Prompt) -> Option<(Option<i64>, i64)> {
    let [from, length] = typed_length(prompt);
    let at = if from.is_empty() { None } else { Some(parse_elapsed(&from)?) };
    Some((at, read_length(way, &length)?))
}

/// A stretch or a wait was put right: one change of both its beginning and its length.
pub fn length_filled(app: &mut App, uid: Uid, prompt: &Prompt) {
    let [from, length] = typed_length(prompt);
    let Some(mark) = known(app, uid) else { return };
    let Some((at, long)) = read_stretch(mark.way, prompt) else {
        length_prompt(app, mark.way, Filled::MarkLength(uid), [&from, &length], length_hint(mark.way));
        return;
    };
    // What is shown is rounded; a length that was not touched keeps its own exactness.
    let same = mark.length().is_some_and(|ms| length_text(mark.way, ms) == length);
    let value = if same { mark.value } else { Some(long) };
    let at_ms = if mark.at_ms.map(elapsed).as_deref() == Some(from.as_str()) { mark.at_ms } else { at };
    let to = Mark { at_ms, value, ..mark.clone() };
    if to != mark {
        make(app, Verb::EditMark, &[Change::Alter { from: mark, to }]);
    }
}

fn ask_count(app: &mut App, mark: &Mark) {
    if app.may_write() {
        let text = match (mark.value, &mark.detail) {
            (Some(n), Detail::Of(of)) => format!("{n}/{of}"),
            (n, _) => n.map(|n| n.to_string()).unwrap_or_default(),
        };
        count_prompt(app, mark.uid, &text, "How many were doing it, and of how many: 19/24.");
    }
}

fn count_prompt(app: &mut App, mark: Uid, text: &str, hint: &str) {
    forms::prompt(app, "How many were doing it?", text, hint, Filled::MarkCount(mark));
}

/// A scan was put right. Here always those who were doing it are typed.
pub fn count_filled(app: &mut App, uid: Uid, typed: &str) {
    let Some(mark) = known(app, uid) else { return };
    match read_count(typed, None, false) {
        Ok((n, of)) => drop(make_edit(app, &mark, &Edit::Count { n, of })),
        Err(why) => count_prompt(app, uid, typed, &why),
    }
}

/// Deletes what the line shows: of a tally all the events that follow each other, of an interval all its codes.
pub fn delete(app: &mut App, line: &MarkLine) {
    let changes: Vec<Change> = line.marks.iter().map(|m| Change::Remove((*m).clone())).collect();
    if make(app, Verb::TakeBackMark, &changes) {
        app.tell(if changes.len() == 1 {
            "The mark is gone. Ctrl-Z brings it back."
        } else {
            "These marks are gone. Ctrl-Z brings them back."
        });
    }
}
