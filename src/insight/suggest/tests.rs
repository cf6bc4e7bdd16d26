//! Each sort on planted facts, and what holds for all facts.

use super::*;
use crate::domain::pattern::{PatternKind, PatternStatus};
use crate::insight::facts::{PatternFact, RoomFact, Sign, VisitFact, Visits, people};
use crate::insight::truth::{Planted, Strength, school};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// 60 visits over 20 weeks to 10 teachers of two grades, by two observers, a third of them before 10:00.
fn facts() -> Facts {
    let visit = |at: u32| VisitFact {
        id: i64::from(at) + 100,
        day: Some(20_332 + (at as i32 / 3) * 7 + at as i32 % 3),
        minute: Some(500 + (at as u16 % 3) * 130),
        grade: Some(at as u16 % 2),
        teachers: people(&[at % 10]),
        observers: people(&[at / 3 % 2]),
        tagged: true,
        ..VisitFact::default()
    };
    Facts { visits: (0..60).map(visit).collect(), grades: vec!["3".into(), "4".into()], ..Facts::default() }
}

fn sign(name: &str, looked: Visits, seen: impl Fn(usize) -> bool) -> Sign {
    let seen = Visits::of(looked.iter().filter(|v| seen(*v)));
    Sign { id: SignId::LookFor(name.into()), name: name.into(), parent: None, seen, looked: looked.into() }
}

fn tag(name: &str, seen: impl Fn(usize) -> bool) -> Sign {
    Sign { id: SignId::Tag(Uid::of_content(name.as_bytes())), ..sign(name, Visits::up_to(60), seen) }
}

fn of(facts: &Facts, sort: Sort) -> Vec<Suggestion> {
    suggest(facts, 20_500).into_iter().filter(|s| s.sort == sort).collect()
}

fn pattern(supports: Visits, complicates: Visits) -> PatternFact {
    PatternFact {
        uid: Uid::of_content(b"a pattern"),
        statement: "Answers are one word".into(),
        kind: PatternKind::Need,
        status: PatternStatus::Possible,
        sign: None,
        supports,
        complicates,
    }
}

#[test]
fn what_is_seen_in_most_visits_repeats() {
    let mut facts = facts();
    facts.signs = vec![sign("cites", Visits::up_to(40), |v| v % 7 != 0)];
    let found = of(&facts, Sort::Repeats);
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!(one.share, Some(Share { k: 34, n: 40 }));
    let said =
        "Seen in 34 of the 40 visits that looked for it (10 different teachers, at most 4 visits with one of them): ";
    assert!(one.reason.starts_with(said), "{}", one.reason);
    assert_eq!((one.rests.not_looked, one.grounds[0].count, one.grounds[1].count), (20, 34, 6));
    assert_eq!(one.grounds[0].visits[0], 139, "the newest first");
    assert_eq!(one.key, "repeats/look-for:cites");
    // Tied to a pattern it is not proposed again, whatever became of the pattern.
    facts.patterns = vec![PatternFact {
        sign: Some(facts.signs[0].id.clone()),
        status: PatternStatus::NotAProblem,
        ..pattern(Visits::default(), Visits::default())
    }];
    assert!(of(&facts, Sort::Repeats).is_empty());
}

#[test]
fn a_look_for_that_was_never_looked_for_in_vain_does_not_repeat() {
    let mut facts = facts();
    facts.signs = vec![sign("tally", Visits::up_to(40), |_| true), tag("talk", |_| true)];
    let found = of(&facts, Sort::Repeats);
    assert_eq!(found.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["talk"]);
    facts.signs[0].seen.remove(3);
    assert_eq!(of(&facts, Sort::Repeats).len(), 2);
}

#[test]
fn a_heading_does_not_repeat_but_what_stands_under_it_does() {
    let mut facts = facts();
    facts.signs = vec![tag("talk", |_| true), tag("one-word", |v| v % 3 != 0)];
    assert_eq!(of(&facts, Sort::Repeats).len(), 2);
    facts.signs[1].parent = Some(facts.signs[0].id.clone());
    let found = of(&facts, Sort::Repeats);
    assert_eq!(found.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["one-word"]);
}

#[test]
fn a_few_visits_are_not_many() {
    let mut facts = facts();
    // 4 of 5 is four fifths, but the interval reaches below half.
    facts.signs = vec![sign("cites", Visits::up_to(5), |v| v > 0)];
    assert!(suggest(&facts, 20_500).iter().all(|s| s.sort == Sort::BlindSpot));
}

#[test]
fn what_two_teachers_carry_is_no_need() {
    let mut facts = facts();
    let theirs = Visits::of((0..60).filter(|v| v % 10 < 2));
    facts.signs = vec![sign("cites", theirs.clone(), |_| true), sign("talks", theirs, |_| false)];
    assert!(suggest(&facts, 20_500).iter().all(|s| s.sort == Sort::BlindSpot));
}

#[test]
fn looked_for_and_seldom_seen_is_missing_but_a_tag_never_is() {
    let mut facts = facts();
    facts.signs = vec![sign("talks", Visits::up_to(30), |v| v == 7), tag("rare", |v| v == 7)];
    let found = of(&facts, Sort::Missing);
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!(one.share, Some(Share { k: 1, n: 30 }));
    assert_eq!(one.grounds[0].heading, "looked for and not seen");
    assert_eq!(one.grounds[0].count, 29);
    assert!(one.reason.starts_with("Looked for and seen in 1 of the 30 visits that looked for it"), "{}", one.reason);
}

#[test]
fn another_share_than_before_is_a_change() {
    let mut facts = facts();
    // The last six weeks are visits 42 to 59, the six before 24 to 41.
    facts.signs = vec![tag("pairs", |v| v >= 42 && v % 6 != 0)];
    let found = of(&facts, Sort::Change);
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!((one.share, one.against), (Some(Share { k: 15, n: 18 }), Some(Share { k: 0, n: 18 })));
    assert!(one.key.ends_with("/more-often") && one.title == "pairs: more often than before", "{one:?}");
    assert!(one.reason.contains("before that in none of 18 visits"), "{}", one.reason);
    assert!(one.exact.iter().any(|line| line.contains("(Newcombe)")), "{:?}", one.exact);
    // Earlier changes are past.
    facts.signs = vec![tag("pairs", |v| v >= 20 && v % 6 != 0)];
    assert!(of(&facts, Sort::Change).is_empty());
}

#[test]
fn another_share_in_a_part_is_a_contrast_of_the_part_alone() {
    let mut facts = facts();
    facts.signs = vec![tag("pairs", |v| v % 3 == 0 && v % 7 != 0)];
    let found = of(&facts, Sort::Contrast);
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!(one.title, "pairs: more often before 10:00");
    assert_eq!(one.statement.as_deref(), Some("Pairs: seen more often before 10:00 than elsewhere"));
    assert_eq!((one.share.map(|s| s.n), one.against), (Some(20), Some(Share { k: 0, n: 40 })));
}

#[test]
fn a_part_of_two_teachers_is_no_part() {
    let mut facts = facts();
    facts.visits.change(|_, visit| {
        visit.minute = None;
        visit.grade = Some(u16::from(visit.teachers[0] > 1));
    });
    facts.signs = vec![tag("pairs", |v| v % 10 < 2)];
    assert!(of(&facts, Sort::Contrast).is_empty());
}

#[test]
fn two_tags_in_the_same_visits_stand_together_unless_one_is_under_the_other() {
    let mut facts = facts();
    facts.signs = vec![tag("a", |v| v % 4 == 1), tag("b", |v| v % 4 == 1 && v % 9 != 0 || v % 17 == 0)];
    let found = of(&facts, Sort::Together);
    let [one] = &found[..] else { panic!("{found:?}") };
    let both = (0..60).filter(|v| v % 4 == 1 && (v % 9 != 0 || v % 17 == 0)).count() as u32;
    assert_eq!(one.share, Some(Share { k: both, n: 60 }));
    assert_eq!(one.against, Some(Share { k: 4, n: 60 }));
    facts.signs[1].parent = Some(facts.signs[0].id.clone());
    assert!(of(&facts, Sort::Together).is_empty());
    // A ring in the tag list, which no file should hold, ends.
    facts.signs[0].parent = Some(facts.signs[1].id.clone());
    assert!(of(&facts, Sort::Together).is_empty());
}

#[test]
fn few_visits_against_many_are_exceptions() {
    let mut facts = facts();
    facts.patterns = vec![pattern(Visits::up_to(9), Visits::of([8, 9, 10]))];
    let found = of(&facts, Sort::Exception);
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!(one.share, Some(Share { k: 2, n: 11 }));
    assert_eq!((one.grounds[0].visits.clone(), one.statement.clone()), (vec![110, 109], None));
    facts.patterns[0].status = PatternStatus::SetAside;
    assert!(of(&facts, Sort::Exception).is_empty());
    facts.patterns = vec![pattern(Visits::up_to(4), Visits::of([5, 6, 7]))];
    assert!(of(&facts, Sort::Exception).is_empty(), "three of seven are not few");
}

#[test]
fn where_nobody_was_is_a_blind_spot() {
    let mut facts = facts();
    facts.grades.push("5".into());
    facts.rooms = (0..9).map(|r| RoomFact { grade: Some(r % 3), ..RoomFact::default() }).collect();
    let found = of(&facts, Sort::BlindSpot);
    let titles: Vec<&str> = found.iter().map(|s| s.title.as_str()).collect();
    // Visits took place on Mondays, Tuesdays and Wednesdays, in grades 3 and 4.
    assert_eq!(
        titles.iter().copied().collect::<HashSet<_>>(),
        HashSet::from(["Grade 5: not visited", "Thursdays: not visited", "Fridays: not visited"])
    );
    let grade = found.iter().find(|s| s.title.starts_with("Grade")).expect("it is there");
    assert_eq!(
        grade.reason,
        "Of the last 36 visits none took place in grade 5; spread evenly over the classrooms, of which 3 are there, about 12 would have."
    );
}

#[test]
fn a_pattern_that_rests_on_little_is_a_blind_spot() {
    let mut facts = facts();
    facts.patterns = vec![pattern(Visits::of((0..60).filter(|v| v % 3 == 0)), Visits::default())];
    let found = of(&facts, Sort::BlindSpot);
    let one = found.iter().find(|s| s.pattern.is_some()).expect("it is there");
    assert_eq!(one.reason, "The 20 visits that support it: only before 10:00: all 20 visits of known time.");
}

#[test]
fn the_first_screen_mixes_the_sorts() {
    let truth = school(77, 800, Some(Strength::Clear));
    let all = suggest(&truth.facts, truth.today);
    let first = first_screen(&all, 10);
    assert!(first.len() <= 10 && first.len() >= 6, "{}", first.len());
    let repeats = first.iter().filter(|s| s.sort == Sort::Repeats).count();
    let sorts: HashSet<Sort> = first.iter().map(|s| s.sort).collect();
    assert!(repeats <= 4 && sorts.len() >= 4, "{sorts:?}");
    assert!(first_screen(&all, 0).is_empty());
}

#[test]
fn a_seed_makes_the_same_facts_again() {
    let (one, again, other) = (school(5, 200, None), school(5, 200, None), school(6, 200, None));
    assert_eq!(one.facts, again.facts);
    assert_ne!(one.facts, other.facts);
    assert!(one.planted.is_empty());
    let planted = school(5, 200, Some(Strength::Weak)).planted;
    assert!(
        matches!(
            planted[..],
            [Planted::Change(_), Planted::Contrast(..), Planted::Together(..), Planted::Repeat(_), Planted::Missing(_)]
        ),
        "{planted:?}"
    );
}

prop_compose! {
    fn any_visit()(day in proptest::option::of(-40_000i32..80_000), minute in proptest::option::of(0u16..1_500),
                   places in proptest::array::uniform3(proptest::option::of(0u16..4)),
                   teachers in proptest::collection::vec(0u32..6, 0..3),
                   observers in proptest::collection::vec(0u32..3, 0..3), id in any::<i64>()) -> VisitFact<'static> {
        let [grade, subject, period] = places;
        VisitFact { id, day, minute, grade, subject, period, teachers: people(&teachers), observers: people(&observers), tagged: true }
    }
}

prop_compose! {
    fn any_facts()(visits in proptest::collection::vec(any_visit(), 0..70))
                  (signs in proptest::collection::vec((0u8..4, any::<u64>(), any::<u64>(), proptest::option::of(0usize..5)), 0..8),
                   patterns in proptest::collection::vec((any::<u64>(), any::<u64>(), 0i64..5), 0..4),
                   rooms in proptest::collection::vec(proptest::array::uniform3(proptest::option::of(0u16..5)), 0..9),
                   visits in Just(visits)) -> Facts {
        // Signs and patterns may name visits that are not there.
        let some = |bits: u64, more: u64| Visits::of((0..80).filter(|v| (bits.rotate_left(*v as u32) | more) >> (v % 64) & 1 == 1));
        let id = |at: usize| SignId::LookFor(format!("s{at}"));
        let tag_id = |at: usize| SignId::Tag(Uid::of_content(&[at as u8]));
        let of = |at: usize| if at.is_multiple_of(2) { tag_id(at) } else { id(at) };
        Facts {
            signs: signs.iter().enumerate().map(|(at, (wide, looked, seen, parent))| Sign {
                id: of(at), name: format!("sign {at}"), parent: parent.map(of),
                looked: Arc::new(if *wide == 0 { some(*looked, 0) } else { Visits::up_to(visits.len()) }),
                seen: some(*seen, if *wide == 3 { u64::MAX } else { 0 }),
            }).collect(),
            patterns: patterns.iter().enumerate().map(|(at, (supports, complicates, status))| PatternFact {
                uid: Uid::of_content(&[at as u8]), statement: format!("pattern {at}"), kind: PatternKind::Need,
                status: PatternStatus::from_number(*status), sign: Some(of(at)).filter(|_| at.is_multiple_of(2)),
                supports: some(*supports, 0), complicates: some(*complicates, 0),
            }).collect(),
            rooms: rooms.iter().map(|[grade, subject, period]| RoomFact { grade: *grade, subject: *subject, period: *period, ..RoomFact::default() }).collect(),
            visits: visits.into(),
            grades: vec!["1".into(), "2".into(), "3".into()],
            subjects: vec!["Maths".into(), String::new()],
            periods: vec!["1".into(), "2".into(), "3".into()],
        }
    }
}

proptest! {
    #[test]
    fn any_facts_give_sound_suggestions(facts in any_facts(), today in any::<i32>(), room in 0usize..20) {
        let all = suggest(&facts, today);
        let keys: HashSet<&str> = all.iter().map(|s| s.key.as_str()).collect();
        prop_assert_eq!(keys.len(), all.len(), "every key is its own");
        let visits = facts.visits.len() as u32;
        for one in &all {
            let about_a_need = !matches!(one.sort, Sort::Exception | Sort::BlindSpot);
            prop_assert!(!about_a_need || one.rests.teachers >= 3, "{:?}", one);
            prop_assert!(!about_a_need || one.statement.is_some(), "{:?}", one);
            for share in one.share.iter().chain(&one.against) {
                prop_assert!(share.k <= share.n && share.n <= visits.max(80), "{:?}", one);
            }
            prop_assert!(one.weight.is_finite() && (0.0..=1.0).contains(&one.weight), "{:?}", one);
            prop_assert!(!one.title.is_empty() && one.reason.ends_with(['.', '?']), "{:?}", one);
            for ground in &one.grounds {
                prop_assert!(ground.visits.len() <= GROUNDS && ground.visits.len() <= ground.count as usize);
            }
            for side in [one.share, one.against].into_iter().flatten().filter(|_| matches!(one.sort, Sort::Contrast | Sort::Change)) {
                prop_assert!(side.n >= 5);
            }
        }
        prop_assert!(first_screen(&all, room).len() <= room);
        prop_assert_eq!(suggest(&facts, today), all);
    }
}
