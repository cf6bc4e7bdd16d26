//! The visit against its minutes: for the notes, for each look-for, and for each code or option, when it was and how
//! long.

use super::timeline::{Says, mark_line};
use crate::domain::mark::{Detail, Way};
use crate::domain::sheet::{INTERVAL, LookFor, Sheet};
use crate::store::api::{MarkRow, VisitView};

/// One look-for, option or code, or the notes, against the minutes of the visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip<'a> {
    pub label: &'a str,
    /// When it was, and for how long where it is a stretch; milliseconds.
    pub spans: Vec<(i64, Option<i64>)>,
}

/// What was marked at a time, in the order of the sheet, below the notes. Nothing where no look-for was.
pub fn strips<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>) -> Vec<Strip<'a>> {
    let notes = view.notes.iter().filter(|n| !n.after).filter_map(|n| Some((n.at_ms?, None))).collect();
    let mut strips = vec![Strip { label: "notes", spans: notes }];
    for look_for in sheet.iter().flat_map(|s| &s.look_fors) {
        let own = !look_for.way.has_only_options() || look_for.way == Way::Scale;
        let labels = look_for.options.iter().filter(|_| !own).map(|o| o.label.as_str());
        let labels = own.then_some(look_for.label.as_str()).into_iter().chain(labels);
        strips.extend(labels.map(|label| Strip { label, spans: Vec::new() }));
    }
    for (label, span) in view.marks.iter().flat_map(|m| spans(view, sheet, m)) {
        match strips.iter_mut().skip(1).find(|s| s.label == label) {
            Some(strip) => strip.spans.push(span),
            None => strips.push(Strip { label, spans: vec![span] }),
        }
    }
    strips.retain(|s| !s.spans.is_empty());
    if strips.iter().all(|s| s.label == "notes") { Vec::new() } else { strips }
}

/// When something was, and for how long where it is a stretch; milliseconds.
type Span = (i64, Option<i64>);

/// Under which label a mark stands, and when. A choice stands until it changes; a code its whole interval.
fn spans<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>, mark: &'a MarkRow) -> Vec<(&'a str, Span)> {
    let look_for = sheet.and_then(|s| s.look_for(&mark.look_for));
    let line = mark_line(mark, sheet);
    match (&mark.detail, mark.way, mark.at_ms) {
        (Detail::Option(code), Way::Interval, _) => {
            let every = look_for.and_then(|l| l.settings.every).unwrap_or(INTERVAL) * 1_000;
            let number = mark.value.unwrap_or(1).clamp(1, 100_000);
            vec![(label(look_for, code), ((number - 1) * every, Some(every)))]
        }
        (Detail::Options(options), Way::Choice, Some(at)) => {
            let later = view.marks.iter().filter(|m| m.look_for == mark.look_for && m.way == Way::Choice);
            let until = later.filter_map(|m| m.at_ms.filter(|t| *t > at)).min().unwrap_or_else(|| length(view).max(at));
            options.iter().map(|o| (label(look_for, o), (at, Some(until - at)))).collect()
        }
        (_, _, Some(at)) if matches!(line.says, Says::Seen | Says::Happened) => vec![(line.label, (at, line.length))],
        _ => Vec::new(),
    }
}

fn label<'a>(look_for: Option<&'a LookFor>, option: &'a str) -> &'a str {
    look_for.and_then(|l| l.option(option)).map_or(option, |o| o.label.as_str())
}

/// Milliseconds in the room.
fn length(view: &VisitView) -> i64 {
    let v = &view.visit;
    v.started.zip(v.ended).map_or(0, |(from, to)| to - from - v.paused)
}

/// How long the visit was, to its last line or stretch at least; milliseconds.
pub fn span(view: &VisitView, sheet: Option<&Sheet>) -> i64 {
    let ends = view.marks.iter().flat_map(|m| spans(view, sheet, m)).map(|(_, (at, long))| at + long.unwrap_or(0));
    let notes = view.notes.iter().filter_map(|n| n.at_ms.filter(|_| !n.after));
    ends.chain(notes).chain([length(view), 60_000]).max().unwrap_or(60_000)
}
