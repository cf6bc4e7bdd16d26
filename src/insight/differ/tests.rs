use super::*;
use crate::domain::id::IdSource;
use proptest::prelude::*;

fn mark(n: u8, look_for: &str, way: Way, value: i64) -> Mark {
    Mark {
        uid: Uid([n; 16]),
        look_for: look_for.into(),
        way,
        at_ms: Some(60_000),
        value: Some(value),
        detail: Detail::None,
    }
}

fn record<'a>(marks: &'a [Mark], sheet: Option<&'a Sheet>, notes: &'a HashSet<Uid>) -> Record<'a> {
    Record { marks, sheet, length: Some(600_000), notes }
}

fn sheet() -> Sheet {
    Sheet::parse("s", Sheet::built_in()[0].1).expect("a sound sheet")
}

#[test]
fn what_differs_comes_first_then_other_amounts_then_what_only_one_looked_for() {
    let (sheet, none) = (sheet(), HashSet::new());
    let one = [
        mark(1, "task-beyond-recall", Way::Tick, 1),
        mark(2, "cites-text", Way::Tick, 1),
        mark(3, "own-words", Way::Tick, 2),
        mark(4, "questions", Way::Tally, 1),
        mark(5, "questions", Way::Tally, 1),
        mark(6, "peer-talk", Way::Tick, 3),
    ];
    let other = [
        mark(7, "task-beyond-recall", Way::Tick, 1),
        mark(8, "cites-text", Way::Tick, 2),
        mark(9, "questions", Way::Tally, 1),
    ];
    let said = look_fors(&[record(&one, Some(&sheet), &none), record(&other, Some(&sheet), &none)]);
    let found: Vec<(&str, Standing)> = said.iter().map(|s| (s.look_for.as_str(), s.standing)).collect();
    assert_eq!(
        found,
        [
            ("cites-text", Standing::Differ),
            ("questions", Standing::Amount),
            ("own-words", Standing::OnlyOne),
            ("task-beyond-recall", Standing::Same),
        ],
        "what nobody looked for is left out"
    );
    let words: Vec<&str> = said[1].sides.iter().map(|s| s.words.as_str()).collect();
    assert_eq!(words, ["2 times", "1 time"]);
    assert_eq!(said[2].sides[1].words, "nothing marked");
    assert_eq!((said[0].sides[0].mark, said[2].sides[1].mark), (Some(Uid([2; 16])), None));
}

#[test]
fn an_answer_whose_note_is_gone_says_nothing() {
    let note = IdSource::Seeded(3).next_uid();
    let marks = [Mark { detail: Detail::Note(note), value: None, ..mark(1, "why", Way::Prompt, 0) }];
    let (gone, there) = (HashSet::new(), HashSet::from([note]));
    assert!(look_fors(&[record(&marks, None, &gone), record(&[], None, &gone)]).is_empty());
    let said = look_fors(&[record(&marks, None, &there), record(&[], None, &there)]);
    assert_eq!(said[0].standing, Standing::OnlyOne);
}

#[test]
fn an_observer_with_another_sheet_is_said_to_have_none_of_it() {
    let (sheet, none) = (sheet(), HashSet::new());
    let other = Sheet { look_fors: Vec::new(), ..sheet.clone() };
    let marks = [mark(1, "cites-text", Way::Tick, 1)];
    let said = look_fors(&[record(&marks, Some(&sheet), &none), record(&[], Some(&other), &none)]);
    assert_eq!(said[0].sides[1].words, "not on this sheet");
}

#[test]
fn three_observers_differ_as_soon_as_two_do() {
    use Saw::*;
    assert_eq!(standing(&[Seen, NotLooked, Seen]), Some(Standing::Same));
    assert_eq!(standing(&[Seen, NotSeen, Seen]), Some(Standing::Differ));
    assert_eq!(standing(&[NotLooked, NotLooked, NotSeen]), Some(Standing::OnlyOne));
    assert_eq!(standing(&[NotLooked, NotLooked]), None);
}

#[test]
fn tags_are_compared_only_where_all_have_tagged() {
    let tag = |n: u8, name: &str| (Uid([n; 16]), name.to_string());
    let one = vec![tag(1, "wait"), tag(2, "writing")];
    assert!(tags(&[one.clone(), Vec::new()]).is_empty());
    assert!(tags(std::slice::from_ref(&one)).is_empty());
    let said = tags(&[one, vec![tag(2, "writing"), tag(3, "talk")]]);
    let found: Vec<(&str, &[bool])> = said.iter().map(|t| (t.name.as_str(), t.by.as_slice())).collect();
    assert_eq!(found, [("talk", &[false, true][..]), ("wait", &[true, false]), ("writing", &[true, true])]);
}

#[test]
fn lines_of_the_same_minute_stand_side_by_side() {
    let at = |ms: i64| Item { at_ms: Some(ms), after: false };
    let one = vec![at(5_000), at(50_000), at(200_000), Item { at_ms: None, after: false }];
    let other = vec![at(40_000), at(66_000), Item { at_ms: Some(700_000), after: true }];
    let found = moments(&[one, other]);
    assert_eq!(found[0], Moment { from: Some(5_000), after: false, sides: vec![vec![0, 1], vec![0]] });
    assert_eq!(found[1], Moment { from: Some(66_000), after: false, sides: vec![vec![], vec![1]] });
    assert_eq!(found[2], Moment { from: Some(200_000), after: false, sides: vec![vec![2], vec![]] });
    assert_eq!(found[3], Moment { from: None, after: false, sides: vec![vec![3], vec![]] });
    assert_eq!(found[4], Moment { from: Some(700_000), after: true, sides: vec![vec![], vec![2]] }.without_minute());
}

impl Moment {
    fn without_minute(self) -> Moment {
        Moment { from: None, ..self }
    }
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let item = (prop::option::of(prop_oneof![0i64..900_000, any::<i64>()]), prop::bool::weighted(0.1));
    prop::collection::vec(item.prop_map(|(at_ms, after)| Item { at_ms, after }), 0..30)
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let way = prop::sample::select(Way::ALL.to_vec());
    (way, 0u8..6, prop::option::of(any::<i64>()), prop::option::of(any::<i64>()), any::<Option<String>>()).prop_map(
        |(way, look_for, at_ms, value, detail)| Mark {
            uid: Uid([look_for; 16]),
            look_for: format!("l{look_for}"),
            way,
            at_ms,
            value,
            detail: Detail::read(way, detail.as_deref()),
        },
    )
}

proptest! {
    #[test]
    fn every_line_stands_in_one_moment_and_it_matters_to_nobody_who_is_first(one in items(), other in items()) {
        let found = moments(&[one.clone(), other.clone()]);
        let mut places: Vec<usize> = found.iter().flat_map(|m| m.sides[0].clone()).collect();
        places.sort_unstable();
        prop_assert_eq!(places, (0..one.len()).collect::<Vec<_>>());
        prop_assert!(found.iter().all(|m| m.sides.iter().any(|s| !s.is_empty())));
        let mut turned = moments(&[other, one]);
        turned.iter_mut().for_each(|m| m.sides.reverse());
        // Lines without a minute stand by themselves, in an order that has no meaning.
        let timed = |all: &[Moment]| all.iter().filter(|m| m.from.is_some()).cloned().collect::<Vec<_>>();
        prop_assert_eq!(timed(&found), timed(&turned));
    }

    #[test]
    fn any_marks_can_be_compared_and_it_matters_to_nobody_who_is_first(
        one in prop::collection::vec(any_mark(), 0..20),
        other in prop::collection::vec(any_mark(), 0..20),
    ) {
        let none = HashSet::new();
        let found = look_fors(&[record(&one, None, &none), record(&other, None, &none)]);
        let turned = look_fors(&[record(&other, None, &none), record(&one, None, &none)]);
        let key = |all: &[Said]| {
            let mut keys: Vec<(String, Saw, Saw)> = all.iter().map(|s| (s.look_for.clone(), s.sides[0].saw, s.sides[1].saw)).collect();
            keys.sort_by(|a, b| a.0.cmp(&b.0));
            keys
        };
        let swapped: Vec<(String, Saw, Saw)> = key(&turned).into_iter().map(|(l, a, b)| (l, b, a)).collect();
        prop_assert_eq!(key(&found), swapped);
    }
}
