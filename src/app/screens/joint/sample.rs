//! Made-up visits seen by two, for the tests of the screens.

use crate::app::look::Look;
use crate::app::screens::sample::{self, Desk, NOW, note, uid, visit_row};
use crate::domain::mark::{Tick, Way};
use crate::domain::note::{About, NoteKind};
use crate::insight::agreement::{Agreement, Case, agreement};
use crate::store::api::*;
use std::collections::{BTreeMap, HashMap};

fn row(number: u8, room: &str, days: i64, notes: usize) -> VisitRow {
    let started = NOW.utc - days * 86_400_000 - 8_400_000 + i64::from(number) * 1_000;
    let ended = Some(started + 600_000);
    VisitRow { room: room.into(), started: Some(started), ended, ..visit_row(number, notes) }
}

/// One pair to decide about, and one that was said to be two visits.
pub fn proposals() -> Vec<JointProposal> {
    let pair = |a: u8, room: &str, days, dismissed| JointProposal {
        first: row(a, room, days, 9),
        second: VisitRow { origin: Origin::Paper, ..row(a + 1, room, days, 5) },
        moves: vec![uid(a + 1)],
        dismissed,
    };
    vec![pair(20, "Room 12", 1, false), pair(30, "Room 7", 9, true)]
}

/// Two visits that are one, of which one differs.
pub fn joined() -> Vec<JointRow> {
    let pair = |a: u8, room: &str, days, differ| JointRow {
        visits: vec![row(a, room, days, 8), row(a + 1, room, days, 6)],
        looked: 6,
        differ,
        only_one: 1,
    };
    vec![pair(40, "Room 4", 2, 2), pair(50, "Room 21", 2, 0)]
}

/// What each of two observers wrote of one visit: 90 began first.
pub fn view() -> JointView {
    let first = sample::visit();
    let mut second = sample::visit();
    second.visit = VisitRow { started: first.visit.started.map(|at| at + 12_000), ..visit_row(91, 4) };
    second.notes = vec![
        NoteRow {
            about: Some(About::Teacher), at_ms: Some(40_000), ..note(11, 91, "asks “why?” twice on page 44")
        },
        NoteRow {
            about: Some(About::Student(4)),
            at_ms: Some(85_000),
            ..note(12, 91, "reads the first line out as the reason")
        },
        NoteRow { kind: NoteKind::Interpretation, at_ms: Some(150_000), ..note(13, 91, "they know where to look") },
        NoteRow { after: true, at_ms: None, ..note(14, 91, "the far table never spoke") },
    ];
    second.notes[0].tags = vec![(uid(70), "cites".into()), (uid(71), "questions".into())];
    let mark = sample::mark;
    let ids = ["cites-text", "own-words", "peer-talk"];
    second.marks = vec![
        mark(60, "task-beyond-recall", Way::Tick, Tick::NotSeen as i64, None),
        mark(61, ids[0], Way::Tick, Tick::Seen as i64, Some(88_000)),
        mark(62, ids[1], Way::Tick, Tick::NotSeen as i64, None),
    ];
    let mut first = first;
    first.marks.push(mark(55, ids[0], Way::Tick, Tick::Seen as i64, Some(96_000)));
    first.marks.push(mark(56, ids[2], Way::Tick, Tick::NotSeen as i64, None));
    JointView { visits: vec![first, second], joined: true }
}

/// So many visits seen by two, with two look-fors and a tag.
pub fn agreed(visits: usize) -> Agreement {
    let case = |n: usize| Case {
        look_fors: BTreeMap::from([
            (
                "cites-text".to_string(),
                vec![Some(!n.is_multiple_of(3)), Some(!n.is_multiple_of(3) || n.is_multiple_of(4))],
            ),
            (
                "peer-talk".to_string(),
                vec![Some(n.is_multiple_of(2)), Some(n.is_multiple_of(2)).filter(|_| !n.is_multiple_of(5))],
            ),
        ]),
        tags: Some(vec![vec![uid(70)], if n.is_multiple_of(2) { vec![uid(70)] } else { vec![uid(71)] }]),
    };
    let labels = [("cites-text", "points to the text or the work"), ("peer-talk", "talks to a peer about the work")];
    let labels = labels.into_iter().map(|(id, label)| (id.to_string(), label.to_string())).collect();
    let tags = HashMap::from([(uid(70), "cites".to_string()), (uid(71), "questions".to_string())]);
    agreement(&(0..visits).map(case).collect::<Vec<_>>(), &labels, &tags)
}

/// A desk with the list on the screen.
pub fn desk(size: (u16, u16), look: Look) -> Desk {
    let mut desk = Desk::new(size, look);
    desk.keys("4v");
    desk.answer(Lane::Joint, Answer::JointVisits(joined()));
    desk.answer(Lane::JointProposals, Answer::JointProposals(proposals()));
    desk.answer(Lane::Agreement, Answer::Agreement(agreed(4)));
    desk
}

/// A desk with one visit on the screen, both columns of it.
pub fn page(size: (u16, u16), look: Look) -> Desk {
    let mut desk = desk(size, look);
    let mut rows = joined();
    rows[0].visits = view().visits.into_iter().map(|v| v.visit).collect();
    desk.answer(Lane::Joint, Answer::JointVisits(rows));
    desk.keys("gj<Enter>");
    desk.answer(Lane::JointVisit, Answer::JointVisit(Some(view())));
    desk
}
