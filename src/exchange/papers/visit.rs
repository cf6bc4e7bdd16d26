//! The copy of one visit for its teacher: what was seen, heard and counted, and what was looked for. Wonderings,
//! interpretations and follow-ups are the writer's own; the copy says how many of each it leaves out.

use super::{filters, listed, own_thinking, plain, rendered, shown};
use crate::domain::agreements::{Agreements, Names, visit_words};
use crate::domain::marking::{Sums, Told};
use crate::domain::note::About;
use crate::domain::order::InOrder;
use crate::domain::sheet::{LookFor, Sheet};
use crate::domain::text::count;
use crate::domain::time::{clock, elapsed, local_time};
use crate::store::api::{MarkRow, NoteRow, Origin, ReplyRow, VisitView};
use askama::Template;
use chrono::DateTime;

/// Printed on every copy, after who may see it and until when it is kept.
const YOURS: &str = "It goes into nobody’s file. Nobody else gets it unless you pass it on. If you saw it differently, say \
     so: it is kept with this visit.";

/// Said of a look-for without a mark.
const NOT_MARKED: &str = "not marked";

struct LineText {
    time: String,
    who: String,
    text: String,
    remark: String,
}

impl LineText {
    /// The line as plain text: its minute, a tab, the rest.
    fn plain(&self) -> String {
        let who = if self.who.is_empty() { String::new() } else { format!("{}: ", self.who) };
        let remark = if self.remark.is_empty() { String::new() } else { format!(" ({})", self.remark) };
        format!("{}\t{who}{}{remark}", self.time, self.text)
    }
}

struct MarkText {
    label: String,
    said: String,
}

struct Texts {
    place: String,
    when: String,
    heads: String,
    purpose: String,
    focus: String,
    lines: Vec<LineText>,
    marks: Vec<MarkText>,
    /// What the teacher said to an earlier copy, with the day it was written down.
    replies: Vec<LineText>,
    left_out: String,
    who_may_see: String,
}

#[derive(Template)]
#[template(path = "visit.html")]
struct Html<'a> {
    t: &'a Texts,
}

#[derive(Template)]
#[template(path = "visit.txt", escape = "none")]
struct Plain<'a> {
    t: &'a Texts,
}

/// What a copy is made from.
#[derive(Debug, Clone, Copy)]
pub struct Copy<'a> {
    pub view: &'a VisitView,
    /// The sheet of the walk, if it had one.
    pub sheet: Option<&'a Sheet>,
    pub agreed: &'a Agreements,
    /// The local time's, seconds east of UTC.
    pub offset: i32,
}

/// The copy to print.
pub fn html(copy: &Copy) -> String {
    rendered(&Html { t: &texts(copy) })
}

/// The copy as plain text.
pub fn text(copy: &Copy) -> String {
    plain(&Plain { t: &texts(copy) })
}

fn texts(copy: &Copy) -> Texts {
    let Copy { view, sheet, agreed, offset } = *copy;
    let visit = &view.visit;
    let (called, number) = match agreed.names {
        Names::On => (visit.room.clone(), visit.number.map(|n| format!("visit {n}")).unwrap_or_default()),
        _ => (visit_words(visit.number), String::new()),
    };
    let place = [&called, &number, &prefixed("grade", &visit.grade), &visit.subject, &visit.period];
    Texts {
        place: shown(&place.into_iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(", ")),
        when: when(view, offset),
        heads: visit.heads.map(|n| count(n as usize, "student was there", "students were there")).unwrap_or_default(),
        purpose: shown(agreed.purpose_of(&view.purpose)),
        focus: shown(&view.focus),
        lines: view.notes.iter().filter(|n| n.kind.is_evidence()).map(line).collect(),
        marks: marks(view, sheet, true),
        replies: view.replies.iter().map(|r| reply(r, offset)).collect(),
        left_out: left_out(&view.notes),
        who_may_see: format!("{} {YOURS}", shown(&agreed.foot())),
    }
}

fn prefixed(word: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{word} {text}") }
}

/// "14 November 2026, 9:41 to 9:50"; "about 9:41, written afterwards" where the times are no clock's.
fn when(view: &VisitView, offset: i32) -> String {
    let day = DateTime::from_timestamp(view.walk_day.saturating_mul(86_400), 0).map(|d| d.date_naive());
    let day = day.unwrap_or_default().format("%-d %B %Y");
    let written = match view.visit.origin {
        Origin::Live => "",
        Origin::Afterwards => ", written afterwards",
        Origin::Paper => ", written on paper",
    };
    let time = match (view.visit.started, view.visit.ended, view.visit.origin) {
        (Some(from), Some(to), Origin::Live) => format!(", {} to {}", clock(from, offset), clock(to, offset)),
        (Some(from), _, Origin::Live) => format!(", from {}", clock(from, offset)),
        (Some(from), _, _) => format!(", about {}", clock(from, offset)),
        (None, _, _) => String::new(),
    };
    format!("{day}{time}{written}")
}

fn line(note: &NoteRow) -> LineText {
    let mut remarks = Vec::new();
    if note.after {
        remarks.push("written after leaving");
    }
    if note.two_versions {
        remarks.push("changed on two laptops; this is the newer wording");
    }
    LineText {
        time: note.at_ms.map(elapsed).unwrap_or_default(),
        who: note.about.map(who).unwrap_or_default(),
        text: shown(&note.text),
        remark: remarks.join("; "),
    }
}

/// The day, and the words in quotation marks.
fn reply(reply: &ReplyRow, offset: i32) -> LineText {
    let day = reply.at.map(|at| local_time(at, offset).format("%-d %B").to_string());
    let remark = if reply.two_versions { "changed on two laptops; this is the newer wording" } else { "" };
    LineText {
        time: day.unwrap_or_default(),
        who: String::new(),
        text: format!("“{}”", shown(&reply.text)),
        remark: remark.into(),
    }
}

fn who(about: About) -> String {
    match about {
        About::Teacher => "Teacher".into(),
        About::Students => "Students".into(),
        About::Student(seat) => format!("Student {seat}"),
        About::Task => "Task".into(),
        About::Room => "Room".into(),
    }
}

/// What the marks of a visit say, a line a look-for that was marked: "A film runs: 2 times".
pub fn marked_facts(view: &VisitView, sheet: Option<&Sheet>) -> Vec<String> {
    let said = marks(view, sheet, false).into_iter().filter(|m| m.said != NOT_MARKED);
    said.map(|m| format!("{}: {}", m.label, m.said)).collect()
}

/// What was marked for each look-for of the sheet; marks of look-fors that are not on it stand at the end under their id. With
/// `sets` the timers of a set are one line.
fn marks(view: &VisitView, sheet: Option<&Sheet>, sets: bool) -> Vec<MarkText> {
    let sums = Sums::of(&view.marks);
    let there = |note| view.notes.iter().any(|n| n.uid == note);
    let told = Told { sums: &sums, length: length(view), there: &there };
    let said = |l: &LookFor| MarkText {
        label: shown(&l.label),
        said: told.result(l).map_or(NOT_MARKED.into(), |words| shown(&words)),
    };
    let look_fors = sheet.map(|s| s.look_fors.as_slice()).unwrap_or_default();
    let mut texts: Vec<MarkText> = Vec::new();
    for (place, look_for) in look_fors.iter().enumerate() {
        match sheet.filter(|_| sets).and_then(|s| together(s, &told, look_for)) {
            // The timers of one set stand together, where the first of them stands.
            Some(_) if look_fors[..place].iter().any(|l| l.is_timed_with(look_for)) => {}
            Some(text) => texts.push(text),
            None => texts.push(said(look_for)),
        }
    }
    let mut others: Vec<&MarkRow> =
        view.marks.iter().filter(|m| !look_fors.iter().any(|l| l.id == m.look_for)).collect();
    others.order_by(|a, b| a.look_for.cmp(&b.look_for));
    others.dedup_by(|a, b| a.look_for == b.look_for);
    texts.extend(others.into_iter().map(|m| said(&LookFor::unknown(&m.look_for, m.way))));
    texts
}

/// All timers of the set this one is in, once one of them ran: who had how much of the time.
fn together(sheet: &Sheet, told: &Told, look_for: &LookFor) -> Option<MarkText> {
    let set = look_for.settings.set.as_deref()?;
    let group = look_for.group.as_deref().and_then(|id| sheet.groups.iter().find(|g| g.id == id));
    let label = group.map_or("Timed", |g| g.title.as_str());
    Some(MarkText { label: shown(label), said: shown(&told.set(sheet, set)?) })
}

/// Milliseconds in the room; none where nobody knows.
fn length(view: &VisitView) -> Option<i64> {
    let (started, ended) = (view.visit.started?, view.visit.ended?);
    Some((ended.saturating_sub(started).saturating_sub(view.visit.paused)).max(0)).filter(|l| *l > 0)
}

/// "2 wonderings and 1 interpretation …": how many lines of which kind are not in the copy.
fn left_out(notes: &[NoteRow]) -> String {
    let labels = if notes.iter().any(|n| n.kind.is_evidence() && !n.tags.is_empty()) {
        " The labels the writer sorts lines with are not shown."
    } else {
        ""
    };
    match listed(&own_thinking(notes)).as_str() {
        "" => format!("No line is left out.{labels}"),
        lines => format!("{lines}, written for the writer’s own thinking.{labels}"),
    }
}

#[cfg(test)]
#[path = "visit_tests.rs"]
mod tests;
