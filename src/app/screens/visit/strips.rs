//! The visit against its minutes: for the notes, for each look-for, and for each code or option, when it was and how
//! long.

use super::timeline::{Says, mark_line};
use crate::domain::mark::{Detail, Way};
use crate::domain::sheet::{INTERVAL, Sheet};
use crate::store::api::{MarkRow, VisitView};

/// One look-for, option or code, or the notes, against the minutes of the visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip<'a> {
    of: Of<'a>,
    /// Two options called the same stand under the words of their look-fors too.
    pub label: String,
    /// When it was, and for how long where it is a stretch; milliseconds.
    pub spans: Vec<Span>,
}

/// When something was, and for how long where it is a stretch; milliseconds.
pub type Span = (i64, Option<i64>);

/// What a strip is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of<'a> {
    Notes,
    LookFor(&'a str),
    /// A look-for and one of its options, by their ids.
    Option(&'a str, &'a str),
}

/// What was marked at a time, in the order of the sheet, below the notes. Nothing where no look-for was.
pub fn strips<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>) -> Vec<Strip<'a>> {
    let notes = view.notes.iter().filter(|n| !n.after).filter_map(|n| Some((n.at_ms?, None))).collect();
    let mut strips = vec![Strip { of: Of::Notes, label: "notes".into(), spans: notes }];
    for look_for in sheet.iter().flat_map(|s| &s.look_fors) {
        let own = !look_for.way.has_only_options() || look_for.way == Way::Scale;
        let options = look_for.options.iter().filter(|_| !own).map(|o| Of::Option(&look_for.id, &o.id));
        let all = own.then_some(Of::LookFor(&look_for.id)).into_iter().chain(options);
        strips.extend(all.map(|of| Strip { of, label: label(sheet, of), spans: Vec::new() }));
    }
    for (of, span) in view.marks.iter().flat_map(|m| spans(view, sheet, m)) {
        match strips.iter_mut().find(|s| s.of == of) {
            Some(strip) => strip.spans.push(span),
            None => strips.push(Strip { of, label: label(sheet, of), spans: vec![span] }),
        }
    }
    strips.retain(|s| !s.spans.is_empty());
    if strips.iter().all(|s| s.of == Of::Notes) {
        return Vec::new();
    }
    tell_apart(&mut strips, sheet);
    strips
}

/// Options called the same, such as "waiting" of students and of the teacher, get the words of their look-fors before.
fn tell_apart(strips: &mut [Strip], sheet: Option<&Sheet>) {
    let labels: Vec<String> = strips.iter().map(|s| s.label.clone()).collect();
    for strip in strips {
        if let Of::Option(look_for, _) = strip.of
            && labels.iter().filter(|l| **l == strip.label).count() > 1
        {
            strip.label = format!("{} {}", label(sheet, Of::LookFor(look_for)), strip.label);
        }
    }
}

/// What a mark stands under, and when. A choice stands until it changes; a code its whole interval.
fn spans<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>, mark: &'a MarkRow) -> Vec<(Of<'a>, Span)> {
    let look_for = sheet.and_then(|s| s.look_for(&mark.look_for));
    let line = mark_line(mark, sheet);
    match (&mark.detail, mark.way, mark.at_ms) {
        (Detail::Option(code), Way::Interval, _) => {
            let every = look_for.and_then(|l| l.settings.every).unwrap_or(INTERVAL) * 1_000;
            let number = mark.value.unwrap_or(1).clamp(1, 100_000);
            vec![(Of::Option(&mark.look_for, code), ((number - 1) * every, Some(every)))]
        }
        (Detail::Options(options), Way::Choice, Some(at)) => {
            let later = view.marks.iter().filter(|m| m.look_for == mark.look_for && m.way == Way::Choice);
            let until = later.filter_map(|m| m.at_ms.filter(|t| *t > at)).min().unwrap_or_else(|| length(view).max(at));
            options.iter().map(|o| (Of::Option(&mark.look_for, o), (at, Some(until - at)))).collect()
        }
        (_, _, Some(at)) if matches!(line.says, Says::Seen | Says::Happened) => {
            vec![(Of::LookFor(&mark.look_for), (at, line.length))]
        }
        _ => Vec::new(),
    }
}

/// What a strip is called: as on the sheet, where it is there.
fn label(sheet: Option<&Sheet>, of: Of) -> String {
    let (id, option) = match of {
        Of::Notes => return "notes".into(),
        Of::LookFor(id) => (id, None),
        Of::Option(id, option) => (id, Some(option)),
    };
    let look_for = sheet.and_then(|s| s.look_for(id));
    match option {
        None => look_for.map_or(id, |l| l.label.as_str()).into(),
        Some(option) => look_for.and_then(|l| l.option(option)).map_or(option, |o| o.label.as_str()).into(),
    }
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
