//! What a report may tell and what it may not.

use super::*;
use crate::domain::id::IdSource;
use crate::insight::facts::{VisitFact, people};
use proptest::prelude::*;

/// Visits of these teachers and grades, one a day; a look-for looked for in all of them and seen in `seen`.
fn facts(visits: &[(u32, u16)], seen: &[usize]) -> Facts {
    let fact = |(day, (teacher, grade)): (i32, &(u32, u16))| VisitFact {
        id: i64::from(day),
        day: Some(20_000 + day),
        minute: Some(540),
        grade: Some(*grade),
        teachers: people(&[*teacher]),
        observers: people(&[1]),
        ..VisitFact::default()
    };
    let sign = Sign {
        id: SignId::LookFor("cites".into()),
        name: "Students cite the text".into(),
        parent: None,
        seen: Visits::of(seen.iter().copied()),
        looked: Visits::up_to(visits.len()).into(),
    };
    let pattern = PatternFact {
        uid: IdSource::Seeded(1).next_uid(),
        statement: "Students cite".into(),
        kind: PatternKind::Strength,
        status: PatternStatus::Possible,
        sign: Some(sign.id.clone()),
        supports: sign.seen.clone(),
        complicates: sign.looked.without(&sign.seen),
    };
    Facts {
        visits: (0..).zip(visits).map(fact).collect(),
        signs: vec![sign],
        patterns: vec![pattern],
        grades: (0..9).map(|n| n.to_string()).collect(),
        ..Facts::default()
    }
}

#[test]
fn of_too_few_visits_or_teachers_nothing_is_told() {
    for visits in [&[(1, 4), (2, 4), (3, 4), (4, 4)][..], &[(1, 4), (1, 4), (2, 4), (2, 4), (1, 4), (2, 4)][..]] {
        let told = report(&facts(visits, &[0, 1]), &Visits::up_to(visits.len()), None, 2026);
        assert_eq!(told.visits, None);
        assert!(told.coverage.is_empty() && told.patterns.is_empty() && told.look_fors.is_empty());
    }
}

#[test]
fn numbers_are_of_the_visits_of_the_report_alone() {
    let visits: Vec<(u32, u16)> = (0..20).map(|n| (n % 5, 4)).collect();
    let told = report(&facts(&visits, &[0, 1, 12, 13, 14]), &Visits::of(10..20), None, 2026);
    assert_eq!((told.visits, told.teachers, told.days), (Some(10), 5, Some((20_010, 20_019))));
    let line = &told.look_fors[0];
    assert_eq!((line.k, line.n), (3, 10));
    let pattern = &told.patterns[0];
    assert_eq!(pattern.numbers.map(|n| (n.supporting, n.looked(), n.not_looked())), Some((3, 10, 0)));
    assert!(pattern.supports.is_empty() && pattern.rests.is_none(), "three visits are too few for examples");
    assert_eq!(pattern.against.len(), 5, "one visit of each teacher");
    assert!(pattern.against.iter().all(|id| *id >= 10), "by their numbers in the file");
}

proptest! {
    #[test]
    fn no_part_that_is_told_is_too_small(
        visits in proptest::collection::vec((0_u32..6, 0_u16..5), 0..60), seen in proptest::collection::vec(any::<bool>(), 60),
    ) {
        let seen: Vec<usize> = (0..visits.len()).filter(|n| seen[*n]).collect();
        let facts = facts(&visits, &seen);
        let all = Visits::up_to(visits.len());
        for only in [None, Some(facts.patterns[0].uid)] {
            let told = report(&facts, &all, only, 2026);
            for (_, parts) in &told.coverage {
                prop_assert!(parts.iter().all(|(_, n)| *n >= heat::FEWEST_VISITS));
            }
            for pattern in &told.patterns {
                for visits in [&pattern.supports, &pattern.against] {
                    prop_assert!(visits.is_empty() || visits.len() >= heat::FEWEST_TEACHERS);
                }
                for (_, cells) in &pattern.splits {
                    let hidden = cells.iter().filter(|(_, cell)| *cell == Cell::TooFew).count();
                    prop_assert!(hidden != 1, "one hidden part could be worked out from the others: {cells:?}");
                    let small = |cell: &Cell| matches!(cell, Cell::Seen { n, .. } if *n < heat::FEWEST_VISITS);
                    prop_assert!(!cells.iter().any(|(_, cell)| small(cell)));
                }
            }
        }
    }
}
