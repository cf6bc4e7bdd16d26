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
    /// The look-for it belongs to, above its first option or code; none where the label is the look-for's own.
    pub heading: Option<&'a str>,
    /// The look-for and its option: other look-fors may call theirs the same.
    of: Of<'a>,
    /// When it was, and for how long where it is a stretch; milliseconds.
    pub spans: Vec<(i64, Option<i64>)>,
}

/// A look-for by its id, and one of its options.
type Of<'a> = (&'a str, Option<&'a str>);

/// What was marked at a time, in the order of the sheet, below the notes. Nothing where no look-for was.
pub fn strips<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>) -> Vec<Strip<'a>> {
    let notes = view.notes.iter().filter(|n| !n.after).filter_map(|n| Some((n.at_ms?, None))).collect();
    let mut strips = vec![Strip { label: "notes", heading: None, of: ("", None), spans: notes }];
    for look_for in sheet.iter().flat_map(|s| &s.look_fors) {
        let own = !look_for.way.has_only_options() || look_for.way == Way::Scale;
        let options = look_for.options.iter().filter(|_| !own).map(|o| Some(o.id.as_str()));
        let all = own.then_some(None).into_iter().chain(options);
        strips.extend(all.map(|option| empty(Some(look_for), (&look_for.id, option))));
    }
    for (of, span) in view.marks.iter().flat_map(|m| spans(view, sheet, m)) {
        if let Some(strip) = strips.iter_mut().skip(1).find(|s| s.of == of) {
            strip.spans.push(span);
            continue;
        }
        let look_for = sheet.and_then(|s| s.look_for(of.0));
        let behind = strips.iter().rposition(|s| s.of.0 == of.0).map_or(strips.len(), |i| i + 1);
        strips.insert(behind, Strip { spans: vec![span], ..empty(look_for, of) });
    }
    strips.retain(|s| !s.spans.is_empty());
    if strips.iter().all(|s| s.of.0.is_empty()) {
        return Vec::new();
    }
    let mut above = "";
    for strip in &mut strips {
        strip.heading = strip.heading.filter(|_| strip.of.0 != above);
        above = strip.of.0;
    }
    strips
}

/// The strip of a look-for or of one of its options, before anything stands on it.
fn empty<'a>(look_for: Option<&'a LookFor>, of: Of<'a>) -> Strip<'a> {
    let own = look_for.map_or(of.0, |l| l.label.as_str());
    match of.1 {
        Some(option) => Strip { label: label(look_for, option), heading: Some(own), of, spans: Vec::new() },
        None => Strip { label: own, heading: None, of, spans: Vec::new() },
    }
}

impl Strip<'_> {
    /// Whether it is an option or a code under the heading of its look-for.
    pub fn is_option(&self) -> bool {
        self.of.1.is_some()
    }
}

/// When something was, and for how long where it is a stretch; milliseconds.
type Span = (i64, Option<i64>);

/// On which strip a mark stands, and when. A choice stands until it changes; a code its whole interval.
fn spans<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>, mark: &'a MarkRow) -> Vec<(Of<'a>, Span)> {
    let look_for = sheet.and_then(|s| s.look_for(&mark.look_for));
    let line = mark_line(mark, sheet);
    match (&mark.detail, mark.way, mark.at_ms) {
        (Detail::Option(code), Way::Interval, _) => {
            let every = look_for.and_then(|l| l.settings.every).unwrap_or(INTERVAL) * 1_000;
            let number = mark.value.unwrap_or(1).clamp(1, 100_000);
            vec![((&mark.look_for, Some(code)), ((number - 1) * every, Some(every)))]
        }
        (Detail::Options(options), Way::Choice, Some(at)) => {
            let later = view.marks.iter().filter(|m| m.look_for == mark.look_for && m.way == Way::Choice);
            let until = later.filter_map(|m| m.at_ms.filter(|t| *t > at)).min().unwrap_or_else(|| length(view).max(at));
            options.iter().map(|o| ((mark.look_for.as_str(), Some(o.as_str())), (at, Some(until - at)))).collect()
        }
        (_, _, Some(at)) if matches!(line.says, Says::Seen | Says::Happened) => {
            vec![((&mark.look_for, None), (at, line.length))]
        }
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
