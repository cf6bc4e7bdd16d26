//! A made-up school for the tests of the heat map.

use crate::domain::id::Uid;
use crate::insight::facts::{Facts, Sign, SignId, VisitFact, Visits, people};
use crate::insight::heat::{Axis, Table, What, table};

pub fn uid(number: u8) -> Uid {
    Uid([number; 16])
}

/// Sixty visits over ten weeks from Monday 7 September 2026 on, in seven grades, by eleven teachers.
pub fn facts() -> Facts {
    let visit = |i: usize| VisitFact {
        id: i as i64 + 1,
        day: Some(20_703 + (i / 6 * 7) as i32 + (i % 5) as i32),
        minute: Some(8 * 60 + (i * 37 % 360) as u16),
        grade: Some([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6][i % 12]),
        subject: Some([0, 1, 0, 2, 0, 1, 3, 0, 1, 0][i % 10]),
        period: Some((i % 7) as u16),
        teachers: people(&[(i % 11) as u32]),
        tagged: true,
        ..VisitFact::default()
    };
    let every = |step: usize, from: usize| Visits::of((0..60).filter(|i| i % step == from));
    let of_grades =
        |grades: &[u16]| Visits::of((0..60).filter(|i| visit(*i).grade.is_some_and(|g| grades.contains(&g))));
    let tags: [(&str, Visits); 7] = [
        ("one-word", of_grades(&[4, 5, 6]).or(&every(9, 1))),
        ("wait-time", every(4, 0)),
        ("peer-talk", of_grades(&[0, 1, 2]).without(&every(3, 1))),
        ("copying", of_grades(&[4, 5]).without(&every(5, 1))),
        ("cites", every(6, 2).or(&of_grades(&[1]))),
        ("help-waits", every(7, 3)),
        ("start", of_grades(&[0, 1]).or(&every(11, 2))),
    ];
    let tag = |(i, (name, seen)): (usize, (&str, Visits))| Sign {
        id: SignId::Tag(uid(i as u8 + 1)),
        name: name.into(),
        parent: None,
        seen,
        looked: Visits::up_to(60).into(),
    };
    let look_for = |id: &str, name: &str, seen: Visits, looked: Visits| Sign {
        id: SignId::LookFor(id.into()),
        name: name.into(),
        parent: None,
        seen: seen.and(&looked),
        looked: looked.into(),
    };
    let mut signs: Vec<Sign> = tags.into_iter().enumerate().map(tag).collect();
    signs.push(look_for("cites", "Students cite the text", every(3, 0), of_grades(&[2, 3, 4])));
    signs.push(look_for("peer", "A student talks to a peer about the task", every(2, 0), every(2, 0).or(&every(5, 1))));
    signs.push(look_for("board", "The task stands on the board", Visits::default(), every(3, 1)));
    let words = |all: &[&str]| all.iter().map(|w| w.to_string()).collect();
    Facts {
        visits: (0..60).map(visit).collect(),
        signs,
        grades: words(&["K", "1", "2", "3", "4", "5", "6"]),
        subjects: words(&["Reading", "Mathematics", "Science", "Music"]),
        periods: words(&["P1", "P2", "P3", "P4", "P5", "P6", "P7"]),
        ..Facts::default()
    }
}

pub fn sample(what: What, axis: Axis) -> Table {
    table(&facts(), what, axis, 2026)
}
