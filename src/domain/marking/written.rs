//! Marks that are written down after a visit or come from paper: one key cannot say them, so they are said in full.

use super::Change;
use super::press::{settled, unsettled};
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::sheet::LookFor;

/// What was written down of a look-for. Moments are milliseconds since the visit began, none where nobody knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    Tick(Tick),
    /// A tally: once for each time.
    Times(Vec<Option<i64>>),
    /// A stretch or a wait of `length` milliseconds, and by its id how a wait ended; none: it was broken off.
    Stretch {
        at: Option<i64>,
        length: i64,
        ended: Option<String>,
    },
    /// A scan: how many of how many.
    Count {
        n: i64,
        of: Option<i64>,
    },
    /// One option of a choice, one word of a scale.
    Option(String),
    /// A code of an interval, from 1: it comes, or goes where it stands.
    Code {
        interval: i64,
        code: String,
    },
    /// The note that answers a prompt.
    Note(Uid),
}

/// The changes that write it down, all in one act. What does not fit the look-for's way changes nothing.
pub fn written(look_for: &LookFor, marks: &[Mark], what: Written, new_id: &mut dyn FnMut() -> Uid) -> Vec<Change> {
    let stands = |wanted: &dyn Fn(&Mark) -> bool| {
        marks.iter().rfind(|m| m.way == look_for.way && m.look_for == look_for.id && wanted(m)).cloned()
    };
    let mut mark = |at_ms, value, detail| {
        let (look_for, way) = (look_for.id.clone(), look_for.way);
        Change::Make(Mark { uid: new_id(), look_for, way, at_ms, value, detail })
    };
    let mut changes = match (look_for.way, what) {
        (Way::Tick, Written::Tick(tick)) => {
            return vec![match stands(&|_| true) {
                Some(from) => Change::Alter { to: Mark { value: Some(tick as i64), ..from.clone() }, from },
                None => Change::Make(settled(&look_for.id, tick, new_id())),
            }];
        }
        (Way::Tally, Written::Times(times)) => times.into_iter().map(|at| mark(at, Some(1), Detail::None)).collect(),
        (Way::Timer | Way::Response, Written::Stretch { at, length, ended }) => {
            vec![mark(at, Some(length), ended.map_or(Detail::None, Detail::Option))]
        }
        (Way::Scan, Written::Count { n, of }) => vec![mark(None, Some(n), of.map_or(Detail::None, Detail::Of))],
        (Way::Choice, Written::Option(option)) => vec![mark(None, Some(1), Detail::Options(vec![option]))],
        (Way::Scale, Written::Option(option)) => vec![match stands(&|_| true) {
            Some(from) => Change::Alter { to: Mark { detail: Detail::Option(option), ..from.clone() }, from },
            None => mark(None, None, Detail::Option(option)),
        }],
        (Way::Interval, Written::Code { interval, code }) => {
            let there = stands(&|m| m.value == Some(interval) && m.option() == Some(code.as_str()));
            vec![there.map_or_else(|| mark(None, Some(interval), Detail::Option(code)), Change::Remove)]
        }
        (Way::Prompt, Written::Note(note)) => vec![mark(None, None, Detail::Note(note))],
        _ => return Vec::new(),
    };
    changes.extend(unsettled(marks, &look_for.id));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;
    use crate::domain::marking::{Sums, Told};
    use crate::domain::sheet::Sheet;

    fn ended(ended: &str, length: i64) -> Written {
        Written::Stretch { at: None, length, ended: Some(ended.into()) }
    }

    #[test]
    fn every_way_is_written_down_without_a_minute() {
        let sheet = Sheet::parse("all", include_str!("../../../tests/sheets/all-ways.toml")).expect("a sound sheet");
        let note = Uid([7; 16]);
        let mut ids = IdSource::Seeded(1);
        let mut marks = vec![settled("questions", Tick::NotSeen, ids.next_uid())];
        for (look_for, what) in [
            ("cites", Written::Tick(Tick::NotSeen)),
            ("cites", Written::Tick(Tick::Seen)),
            ("questions", Written::Times(vec![None; 7])),
            ("teacher", Written::Stretch { at: None, length: 95_000, ended: None }),
            ("on-task", Written::Count { n: 19, of: Some(24) }),
            ("grouping", Written::Option("pairs".into())),
            ("demand", Written::Option("copying".into())),
            ("demand", Written::Option("explaining".into())),
            ("codes", Written::Code { interval: 1, code: "listen".into() }),
            ("codes", Written::Code { interval: 2, code: "listen".into() }),
            ("codes", Written::Code { interval: 2, code: "listen".into() }),
            ("wait", ended("student", 1_400)),
            ("learning", Written::Note(note)),
            ("learning", Written::Tick(Tick::Seen)),
        ] {
            let of = sheet.look_for(look_for).expect("on the sheet");
            let changes = written(of, &marks, what, &mut || ids.next_uid());
            changes.iter().for_each(|c| c.apply(&mut marks));
        }
        assert!(marks.iter().all(|m| m.at_ms.is_none() && !m.is_running()));
        let sums = Sums::of(&marks);
        let told = Told { sums: &sums, length: None, there: &|n| n == note };
        let said = |id: &str| told.result(sheet.look_for(id).expect("on the sheet")).unwrap_or_default();
        assert_eq!(
            (said("cites"), said("questions"), said("teacher")),
            ("seen".into(), "7 times".into(), "1:35".into())
        );
        assert_eq!((said("on-task"), said("grouping")), ("19 of 24".into(), "pairs".into()));
        assert_eq!((said("demand"), said("learning")), ("explaining".into(), "answered in a note".into()));
        assert_eq!(said("codes"), "listen in 1 of 1 interval");
        assert!(said("wait").starts_with("1 timed, median 1.4 s"), "{}", said("wait"));
    }
}
