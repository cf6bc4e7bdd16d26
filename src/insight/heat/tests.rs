use super::*;
use crate::domain::id::Uid;
use crate::insight::facts::{VisitFact, people};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};

fn tag(number: u8) -> SignId {
    SignId::Tag(Uid([number; 16]))
}

/// Visits of so many grades, `each` in every grade, each with a teacher of its own.
fn school(grades: u16, each: usize) -> Facts {
    let visit = |i: usize| VisitFact {
        id: i as i64 + 1,
        day: Some(20_696 + (i % 5) as i32),
        minute: Some(540),
        grade: Some((i / each) as u16),
        teachers: people(&[i as u32]),
        ..VisitFact::default()
    };
    Facts {
        visits: (0..usize::from(grades) * each).map(visit).collect(),
        grades: (0..grades).map(|g| g.to_string()).collect(),
        ..Facts::default()
    }
}

fn sign(number: u8, name: &str, seen: impl IntoIterator<Item = usize>, looked: Visits) -> Sign {
    Sign { id: tag(number), name: name.into(), parent: None, seen: Visits::of(seen), looked: looked.into() }
}

fn labels(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|c| c.label.as_str()).collect()
}

#[test]
fn no_axis_has_people_rooms_or_schools() {
    for axis in Axis::ALL {
        for word in ["teacher", "room", "school", "observer", "class", "person", "name"] {
            assert!(!axis.word().contains(word), "{}", axis.word());
        }
    }
    // And there is no part of the map by which a visit could be placed with one: adding one fails here.
    let every = |m: &Member| match m {
        Member::Grade(_) | Member::Subject(_) | Member::Period(_) => (),
        Member::Weekday(_) | Member::Days(..) | Member::Hour(_) | Member::Unknown(_) => (),
    };
    every(&Member::Hour(9));
}

#[test]
fn nothing_seen_and_nobody_looked_and_too_few_are_three_things() {
    let mut facts = school(3, 6);
    // Grade 0: looked and never seen. Grade 1: seen in all. Grade 2: nobody looked.
    facts.signs = vec![
        sign(1, "a", 6..12, Visits::up_to(12)),
        // Four visits of grade 2 looked for this one, and all of the others.
        sign(2, "b", [0, 1, 2, 7, 12], Visits::up_to(16)),
    ];
    let table = table(&facts, What::Tags, Axis::Grades, 2026);
    let of = |name: &str| table.rows.iter().find(|r| r.name == name).expect("a row").cells.clone();
    assert_eq!(labels(&table), ["0", "1-2"], "a column under the floor goes to its neighbour");
    assert_eq!(of("a"), [Cell::Seen { k: 0, n: 6 }, Cell::Seen { k: 6, n: 6 }]);
    assert_eq!(of("b"), [Cell::Seen { k: 3, n: 6 }, Cell::Seen { k: 2, n: 10 }]);

    facts.signs[0].looked = Visits::up_to(18).into();
    let table = super::table(&facts, What::Tags, Axis::Grades, 2026);
    let of = |name: &str| table.rows.iter().find(|r| r.name == name).expect("a row").cells.clone();
    assert_eq!(labels(&table), ["0", "1", "2"]);
    assert_eq!(of("b"), [Cell::TooFew, Cell::Seen { k: 1, n: 6 }, Cell::TooFew], "a second one is hidden with it");
    facts.signs[1].looked = Visits::up_to(12).into();
    let table = super::table(&facts, What::Tags, Axis::Grades, 2026);
    let b = table.rows.iter().find(|r| r.name == "b").expect("a row");
    assert_eq!(b.cells[2], Cell::NotLooked);
}

#[test]
fn one_teacher_is_too_few_however_many_visits() {
    let mut facts = school(2, 8);
    let taught = |facts: &mut Facts, by: &'static [u32]| {
        facts.visits.change(|place, visit| visit.teachers = if place < 8 { visit.teachers } else { by });
    };
    taught(&mut facts, &[7]);
    facts.signs = vec![sign(1, "a", [1, 9], Visits::up_to(16))];
    assert_eq!(labels(&table(&facts, What::Tags, Axis::Grades, 2026)), ["0-1"]);
    taught(&mut facts, &[]);
    assert_eq!(labels(&table(&facts, What::Tags, Axis::Grades, 2026)), ["0-1"], "unknown ones count as one");
}

#[test]
fn a_file_with_too_little_says_so() {
    let mut facts = school(2, 2);
    facts.signs = vec![sign(1, "a", [1], Visits::up_to(4))];
    let table = table(&facts, What::Tags, Axis::Grades, 2026);
    assert_eq!((table.rows.len(), table.too_few), (0, 1));
    assert!(super::table(&Facts::default(), What::LookFors, Axis::Weeks, 2026).columns.is_empty());
}

#[test]
fn columns_with_an_order_keep_it() {
    let mut facts = school(5, 6);
    facts.grades = ["10", "K", "2", "Pre-K", "1"].map(String::from).to_vec();
    facts.signs = vec![sign(1, "a", [1], Visits::up_to(30))];
    assert_eq!(labels(&table(&facts, What::Tags, Axis::Grades, 2026)), ["Pre-K", "K", "1", "2", "10"]);
    assert_eq!(labels(&table(&facts, What::Tags, Axis::Weekdays, 2026)), ["Mon", "Tue", "Wed", "Thu", "Fri"]);
    assert_eq!(labels(&table(&facts, What::Tags, Axis::Hours, 2026)), ["9:00"]);
}

#[test]
fn rare_subjects_are_one_column_that_clears_the_floor() {
    let mut facts = school(4, 6);
    facts.subjects = ["Art", "Reading", "Music", "Science"].map(String::from).to_vec();
    facts.visits.change(|i, visit| {
        visit.subject = Some(match i {
            0..10 => 1,
            10..20 => 3,
            20..22 => 0,
            _ => 2,
        });
    });
    facts.signs = vec![sign(1, "a", [1, 21], Visits::up_to(24))];
    let table = table(&facts, What::Tags, Axis::Subjects, 2026);
    assert_eq!(labels(&table), ["Science", "3 others"], "two rare ones are still too few, so the next smallest joins");
}

#[test]
fn weeks_become_longer_where_weeks_are_too_short() {
    let weekly = |visits: usize| {
        let mut facts = school(1, visits * 12);
        // Weeks from Monday 31 August 2026 on.
        facts.visits.change(|i, visit| visit.day = Some(20_696 + (i / visits * 7) as i32));
        facts.signs = vec![sign(1, "a", [1], Visits::up_to(visits * 12))];
        table(&facts, What::Tags, Axis::Weeks, 2026)
    };
    assert_eq!(labels(&weekly(6))[..3], ["31 Aug", "7 Sep", "14 Sep"]);
    assert_eq!(weekly(3).columns[0].words, "from 31 Aug to 13 Sep");
    assert_eq!(labels(&weekly(2)), ["1 Aug", "1 Oct", "1 Nov"], "months, the first one with its neighbour");
    let days: Vec<Vec<Member>> = weekly(1).columns.into_iter().map(|c| c.members).collect();
    assert!(days.iter().all(|m| matches!(m.as_slice(), [Member::Days(..)])), "{days:?}");
}

#[test]
fn names_are_said_once() {
    let mut facts = school(3, 6);
    facts.grades = ["Grade 3", "Grade 4", "Grade 5"].map(String::from).to_vec();
    facts.visits.take_in_order(&(0..14).collect::<Vec<_>>());
    facts.signs = vec![sign(1, "a", [1], Visits::up_to(14))];
    let table = table(&facts, What::Tags, Axis::Grades, 2026);
    assert_eq!(labels(&table), ["Grade 3", "Grade 4-5"]);
    assert_eq!(table.columns[1].words, "from Grade 4 to Grade 5");
}

#[test]
fn unknown_parts_are_neither_lost_nor_told() {
    let mut facts = school(2, 8);
    facts.visits.change(|place, visit| visit.grade = visit.grade.filter(|_| place != 3));
    facts.signs = vec![sign(1, "a", [1, 3, 9], Visits::up_to(16))];
    let table = table(&facts, What::Tags, Axis::Grades, 2026);
    assert_eq!(labels(&table), ["0, ?", "1"]);
    assert_eq!(table.columns[0].words, "in grade 0, or the grade is not known");
    assert_eq!(table.rows[0].cells, [Cell::Seen { k: 2, n: 8 }, Cell::Seen { k: 1, n: 8 }]);
}

#[test]
fn what_is_alike_stands_together() {
    let mut facts = school(4, 10);
    let in_grades = |grades: &[usize]| grades.iter().flat_map(|g| g * 10..g * 10 + 9).collect::<Vec<_>>();
    facts.signs = vec![
        sign(1, "late a", in_grades(&[2, 3]), Visits::up_to(40)),
        sign(2, "early a", in_grades(&[0, 1]), Visits::up_to(40)),
        sign(3, "late b", in_grades(&[2, 3]), Visits::up_to(40)),
        sign(4, "early b", in_grades(&[0, 1]), Visits::up_to(40)),
        sign(5, "rare", [4], Visits::up_to(40)),
    ];
    let table = table(&facts, What::Tags, Axis::Grades, 2026);
    let names =
        |sort, first| arrange(&table, sort, first).rows.iter().map(|r| table.rows[*r].name.clone()).collect::<Vec<_>>();
    assert_eq!(names(Sort::Likeness, 4), ["early a", "early b", "late a", "late b", "rare"]);
    assert_eq!(names(Sort::Likeness, 9), ["early a", "early b", "rare", "late a", "late b"]);
    assert_eq!(names(Sort::Name, 9), ["early a", "early b", "late a", "late b", "rare"]);
    assert_eq!(names(Sort::Often, 9)[4], "rare");
    // Subjects have no order of their own, and are put beside those that are like them.
    facts.subjects = ["Art", "Maths", "Music", "Science"].map(String::from).to_vec();
    facts.visits.change(|_, v| v.subject = v.grade.map(|g| [0, 2, 1, 3][usize::from(g)]));
    let table = super::table(&facts, What::Tags, Axis::Subjects, 2026);
    let shown = arrange(&table, Sort::Likeness, 9).columns;
    let place = |label: &str| shown.iter().position(|c| table.columns[*c].label == label).expect("a column") / 2;
    assert!(place("Art") == place("Music") && place("Maths") == place("Science"), "{shown:?}");
}

#[test]
fn the_steps_are_quarters() {
    assert_eq!(
        [(0, 5), (1, 5), (5, 20), (6, 20), (10, 20), (15, 20), (16, 20), (5, 5)].map(|(k, n)| step(k, n)),
        [0, 1, 1, 2, 2, 3, 4, 4]
    );
}

#[test]
fn a_cell_leads_to_its_very_visits() {
    let mut facts = school(2, 6);
    facts.signs = vec![sign(1, "a", [1, 2, 7], Visits::of([0, 1, 2, 3, 4, 7, 8, 9, 10, 11]))];
    let table = table(&facts, What::Tags, Axis::Grades, 2026);
    let (seen, not) = behind(&facts, &tag(1), &table.columns[0].members);
    assert_eq!((seen, not), (vec![3, 2], vec![5, 4, 1]));
    assert_eq!(behind(&facts, &tag(9), &table.columns[0].members), (vec![], vec![]));
}

// ── Whatever the file holds ─────────────────────────────────────────────────────────────────────────────────────────

/// Small schools, so that small cells are many.
fn any_facts() -> impl Strategy<Value = Facts> {
    let visit =
        (0..30i64, proptest::option::of(0..5u16), proptest::option::of(20_600..20_760i32), 0..7u32, 0..1_500u16)
            .prop_map(|(id, part, day, teacher, minute)| VisitFact {
                id,
                day,
                minute: (minute < 1_440).then_some(minute),
                // Places that are not in the lists can only come from a mistake, and must do no harm.
                grade: part,
                subject: part,
                period: part,
                teachers: if teacher == 0 { &[] } else { people(&[teacher]) },
                ..VisitFact::default()
            });
    let signs = proptest::collection::vec((proptest::collection::vec(0..4u8, 60), any::<bool>()), 1..6);
    (proptest::collection::vec(visit, 0..60), signs).prop_map(|(visits, signs)| {
        let signs = signs.into_iter().enumerate().map(|(i, (marks, is_tag))| {
            let places = |wanted: fn(u8) -> bool| {
                let marks = marks.clone();
                let count = visits.len();
                (0..count).filter(move |p| wanted(marks[*p]))
            };
            let id = if is_tag { tag(i as u8) } else { SignId::LookFor(i.to_string()) };
            Sign {
                id,
                name: format!("sign {i}"),
                parent: None,
                seen: Visits::of(places(|m| m > 2)),
                looked: Visits::of(places(|m| m > 0)).into(),
            }
        });
        let names = |word: &str| (1..5).map(|i| format!("{word}{i}")).collect::<Vec<_>>();
        Facts {
            signs: signs.collect(),
            visits: visits.into(),
            grades: names(""),
            subjects: names("S"),
            periods: names("P"),
            ..Facts::default()
        }
    })
}

/// All that the hidden cells of a row may have been, from what is shown: the row's total and its open cells, and even
/// where nobody but the program knows how many visits stand behind each hidden cell. The least and the most of each.
fn possible(k: u32, sizes: &[u32]) -> Vec<(u32, u32)> {
    let all: u32 = sizes.iter().sum();
    sizes.iter().map(|n| (k.saturating_sub(all - n), k.min(*n))).collect()
}

proptest! {
    #[test]
    fn no_hidden_count_can_be_worked_out(facts in any_facts(), axis in 0..6usize, tags in any::<bool>()) {
        let what = if tags { What::Tags } else { What::LookFors };
        let table = table(&facts, what, Axis::ALL[axis], 2026);
        for row in &table.rows {
            let sign = facts.sign(&row.id).expect("its sign");
            // What the program hides, counted anew from the visits.
            let mut sizes = Vec::new();
            let mut together = Visits::default();
            let (mut k, mut n) = (row.k, row.n);
            for (cell, column) in row.cells.iter().zip(&table.columns) {
                let here = |p: &usize| columns::holds(&facts, &column.members, &facts.visits.get(*p).expect("a visit"));
                let looked = Visits::of(sign.looked.iter().filter(here));
                let seen = sign.seen.and(&looked);
                match cell {
                    Cell::NotLooked => prop_assert!(looked.is_empty()),
                    Cell::Seen { k: shown_k, n: shown_n } => {
                        prop_assert_eq!((*shown_k, *shown_n), (seen.count(), looked.count()));
                        prop_assert!(clears(&facts, &looked), "an open cell clears the floor");
                        k -= shown_k;
                        n -= shown_n;
                    }
                    Cell::TooFew => {
                        sizes.push(looked.count());
                        together = together.or(&looked);
                    }
                }
            }
            // The columns divide the visits: what is left of the total is exactly what is hidden.
            prop_assert_eq!(n, sizes.iter().sum::<u32>());
            prop_assert_eq!(n, together.count());
            if sizes.is_empty() {
                prop_assert_eq!(k, 0);
                continue;
            }
            prop_assert!(clears(&facts, &together), "what is hidden clears the floor together");
            if row.k > 0 && row.k < row.n {
                for (least, most) in possible(k, &sizes) {
                    prop_assert!(least < most, "{:?} {:?}", row, sizes);
                }
            }
        }
    }

    #[test]
    fn the_order_holds_everything_once_and_is_the_same_every_time(facts in any_facts(), axis in 0..6usize, first in 0..9usize) {
        let table = table(&facts, What::Tags, Axis::ALL[axis], 2026);
        for sort in Sort::ALL {
            let order = arrange(&table, sort, first);
            prop_assert_eq!(order.rows.iter().collect::<BTreeSet<_>>().len(), table.rows.len());
            prop_assert_eq!(order.columns.iter().collect::<BTreeSet<_>>().len(), table.columns.len());
            prop_assert_eq!(&order, &arrange(&table, sort, first));
            if table.axis.is_ordered() {
                prop_assert!(order.columns.windows(2).all(|w| w[0] < w[1]));
            }
        }
    }

    #[test]
    fn every_visit_is_in_one_column(facts in any_facts(), axis in 0..6usize) {
        let looked = facts.signs.iter().fold(Visits::default(), |all, s| all.or(&s.looked));
        let groups = columns::groups(&facts, Axis::ALL[axis], &looked, 2026);
        let mut found: HashMap<usize, usize> = HashMap::new();
        for group in &groups {
            prop_assert!(!group.column.label.is_empty() && !group.column.words.is_empty());
            let here = group.visits.and(&looked);
            prop_assert!(here.is_empty() || clears(&facts, &here) || groups.len() == 1, "{:?}", group.column);
            for place in group.visits.iter() {
                *found.entry(place).or_default() += 1;
                prop_assert!(columns::holds(&facts, &group.column.members, &facts.visits.get(place).expect("a visit")));
            }
        }
        prop_assert_eq!(found.len(), facts.visits.len());
        prop_assert!(found.values().all(|n| *n == 1));
    }
}
