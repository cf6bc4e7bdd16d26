//! Made-up suggestions, grounds and hunches for the tests of this place.

use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW, note, pattern, pattern_view, patterns, tag, uid, visit_row};
use crate::domain::pattern::PatternStatus;
use crate::domain::suggestion::AgainstHunch;
use crate::insight::suggest::{Ground, Rests, Share, SignKey, Sort, Suggestion};
use crate::store::api::*;

pub fn ground(heading: &str, visits: &[i64], count: u32, sign: &SignKey) -> Ground {
    Ground { heading: heading.into(), visits: visits.to_vec(), count, signs: vec![sign.clone()] }
}

/// A suggestion that repeats, on nine visits of fourteen.
pub fn repeats(name: &str, weight: f64) -> Suggestion {
    let sign = SignKey::Tag(uid(70).to_text());
    Suggestion {
        key: format!("repeats/tag:{name}"),
        sort: Sort::Repeats,
        title: name.into(),
        reason:
            "Seen in 9 of the 14 visits with tagged notes (8 different teachers): about two thirds; somewhere between \
                 a third and nearly all."
                .into(),
        statement: Some(format!("{name}: comes up in many visits")),
        share: Some(Share { k: 9, n: 14 }),
        against: None,
        exact: vec!["seen: 9 of 14, 64 %, 95 % interval 39 to 84 % (Wilson)".into()],
        rests: Rests { visits: 9, teachers: 8, largest: 2, observers: 2, weeks: 5, hours: [8, 0, 1], not_looked: 47 },
        grounds: vec![
            ground("seen", &[11, 12, 13], 9, &sign),
            ground("with tagged notes, without it", &[14], 5, &sign),
        ],
        sign: Some(sign),
        pattern: None,
        weight,
    }
}

fn other(sort: Sort, title: &str, weight: f64, statement: Option<&str>) -> Suggestion {
    Suggestion {
        key: format!("{}/look-for:{title}", sort.word()),
        sort,
        title: title.into(),
        statement: statement.map(String::from),
        weight,
        ..repeats("x", 0.0)
    }
}

/// One of six sorts, the most worth first as the store has them.
pub fn suggestions() -> Vec<Suggestion> {
    vec![
        repeats("one-word answers", 0.9),
        Suggestion {
            sign: Some(SignKey::LookFor("wait".into())),
            reason:
                "Looked for and seen in 2 of the 12 visits that looked for it (not seen with 7 different teachers)."
                    .into(),
            share: Some(Share { k: 2, n: 12 }),
            ..other(
                Sort::Missing,
                "wait after a question",
                0.8,
                Some("Wait after a question: looked for, seen in few visits"),
            )
        },
        Suggestion {
            reason:
                "Lately seen in 11 of the 14 visits that looked for it, before that in 3 of the 13; these are small \
                     numbers."
                    .into(),
            share: Some(Share { k: 11, n: 14 }),
            against: Some(Share { k: 3, n: 13 }),
            ..other(Sort::Change, "cites the text: more often than before", 0.7, Some("Cites the text: more often"))
        },
        other(Sort::Together, "asks a peer + writes", 0.6, Some("Asking a peer and writing go together")),
        Suggestion {
            pattern: Some(uid(41).to_text()),
            ..other(Sort::Exception, "three visits go other ways", 0.5, None)
        },
        other(Sort::BlindSpot, "afternoons", 0.4, None),
    ]
}

pub fn surface(suggestions: Vec<Suggestion>, fresh: bool) -> Surface {
    Surface { suggestions, counted: Some(NOW.utc - 4 * 86_400_000), fresh, ..Surface::default() }
}

/// Two visits of a ground: one with two notes, one with a mark alone.
pub fn ground_visits(first: u8) -> Vec<GroundVisit> {
    let mut marked = visit_row(first + 1, 0);
    marked.room = "Room 4".into();
    let notes = vec![
        note(first, first, "7 of 9 answers were one word"),
        note(
            first + 5,
            first,
            "asked 11 questions, 9 began with is, and nobody was asked to say more about any of them",
        ),
    ];
    vec![
        GroundVisit { visit: visit_row(first, 2), notes, marked: None },
        GroundVisit { visit: marked, notes: Vec::new(), marked: Some("looked for and not seen".into()) },
    ]
}

pub fn hunches() -> Vec<HunchCheck> {
    let rows = patterns().into_iter().map(|p| {
        let answer = (p.uid == uid(40)).then_some(AgainstHunch::Confirms);
        (p, answer)
    });
    let check = |walk: u8, focus: &str, hunch: &str, fix: &str| HunchCheck {
        walk: uid(walk),
        day: 20_770,
        focus: focus.into(),
        hunch: hunch.into(),
        fix: fix.into(),
        patterns: rows.clone().collect(),
        worked: 41,
        to_hunch: 28,
    };
    vec![
        check(80, "What are students asked to do with the text?", "they only copy from the board", "more reading time"),
        check(81, "Who talks?", "the teachers talk most of the time", ""),
    ]
}

/// The place with these suggestions and patterns, renewed, the first marked and its grounds read.
pub fn place(size: (u16, u16), look: Look, suggestions: Vec<Suggestion>, rows: Vec<PatternRow>) -> Desk {
    let mut desk = Desk::new(size, look);
    desk.keys("4");
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions.clone(), false)));
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions, true)));
    desk.app.tags.all = vec![tag(70, "one-word")];
    desk.answer(Lane::Patterns, Answer::Patterns(rows));
    answer_grounds(&mut desk);
    if let Some(row) = desk.app.patterns.marked().cloned() {
        let view = PatternView { pattern: row, ..pattern_view() };
        desk.answer(Lane::Pattern, Answer::Pattern(Some(view)));
    }
    desk
}

/// Answers the questions for grounds that are open, each part with two visits.
pub fn answer_grounds(desk: &mut Desk) {
    for part in 0..8 {
        let open = desk.asked.iter().rfind(|q| q.lane == Lane::Ground).map(|q| q.number);
        let Some(number) = open.filter(|n| desk.app.lane_of(*n).is_some()) else { return };
        desk.answer(Lane::Ground, Answer::Ground(ground_visits(11 + 20 * part)));
        let next = desk.asked.iter().rfind(|q| q.lane == Lane::Ground).map(|q| q.number);
        if next == Some(number) {
            return;
        }
    }
}

/// As many patterns as a school may have in years, in every status.
pub fn many_patterns() -> Vec<PatternRow> {
    (100..160).map(|n| pattern(n, "one of many patterns", PatternStatus::ALL[usize::from(n) % 5], 3)).collect()
}
