use super::*;
use crate::app::layers::Layer;
use crate::app::screens::sample::{Desk, note, pattern_view, patterns, uid};
use crate::domain::act::{Value, Verb};
use crate::domain::schema::{self, Kind};

fn desk() -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    desk.keys("4");
    desk.answer(Lane::Patterns, Answer::Patterns(patterns()));
    desk
}

/// The page of “students answer in one word”, opened.
fn page() -> Desk {
    let mut desk = desk();
    desk.keys("<Enter>");
    desk.answer(Lane::Pattern, Answer::Pattern(Some(pattern_view())));
    desk
}

#[test]
fn the_list_runs_by_status_and_keeps_what_is_marked() {
    let mut desk = desk();
    let order: Vec<Uid> = desk.app.patterns.rows.iter().flatten().map(|r| r.uid).collect();
    assert_eq!(order, [uid(41), uid(42), uid(40)]);
    desk.keys("j");
    assert_eq!(desk.app.patterns.selected, Some(uid(42)));
    assert_eq!(desk.asked.last().map(|q| q.ask.clone()), Some(Ask::Pattern { pattern: uid(42), evidence: 100 }));
    desk.app.go(Screen::Patterns);
    desk.sort();
    desk.answer(Lane::Patterns, Answer::Patterns(patterns()));
    assert_eq!(desk.app.patterns.selected, Some(uid(42)));
}

#[test]
fn the_list_is_there_before_its_numbers_and_its_rows_keep_their_place() {
    let uncounted = || patterns().into_iter().map(|row| PatternRow { numbers: None, ..row }).collect::<Vec<_>>();
    let rows = |desk: &Desk| {
        let rows = desk.app.patterns.rows.iter().flatten();
        rows.map(|row| (row.uid, row.numbers.is_some())).collect::<Vec<_>>()
    };
    let mut desk = Desk::new((100, 30), Default::default());
    desk.keys("4");
    desk.answer(Lane::PatternList, Answer::PatternList(uncounted()));
    assert_eq!(rows(&desk), [uid(41), uid(42), uid(40)].map(|uid| (uid, false)));
    desk.keys("j");
    desk.answer(Lane::Patterns, Answer::Patterns(patterns()));
    assert_eq!(rows(&desk), [uid(41), uid(42), uid(40)].map(|uid| (uid, true)));
    assert_eq!(desk.app.patterns.selected, Some(uid(42)));
    // Read again, they show what was counted last until they are counted again.
    desk.app.go(Screen::Patterns);
    desk.sort();
    desk.answer(Lane::PatternList, Answer::PatternList(uncounted()));
    assert_eq!(rows(&desk), [uid(41), uid(42), uid(40)].map(|uid| (uid, true)));
}

#[test]
fn notes_make_a_pattern_in_one_act() {
    let mut desk = desk();
    from_notes(&mut desk.app, vec![uid(1), uid(2)]);
    desk.keys("<Enter>help waits on the teacher<Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len(), desk.acts.len()), (Verb::CreatePattern, 2, 1));
    let evidence = Value::Members(vec![(uid(1), 1), (uid(2), 1)]);
    assert_eq!(act.ops[1].fields, [(schema::pattern::EVIDENCE, evidence)]);
    assert_eq!(desk.app.patterns.marked().map(|r| r.statement.as_str()), Some("help waits on the teacher"));
}

#[test]
fn an_empty_statement_makes_nothing() {
    let mut desk = desk();
    desk.keys("n  <Enter>");
    assert!(desk.acts.is_empty());
    assert!(desk.notice().contains("no pattern was made"));
}

#[test]
fn notes_join_a_pattern_as_complicating() {
    let mut desk = Desk::new((100, 30), Default::default());
    from_notes(&mut desk.app, vec![uid(6)]);
    desk.sort();
    // The list fills while it is open, and what was marked stays marked.
    desk.answer(Lane::PatternList, Answer::PatternList(patterns()));
    desk.keys("one word<Enter><Down><Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops[0].entity), (Verb::AddEvidence, uid(41)));
    assert_eq!(act.ops[0].fields, [(schema::pattern::EVIDENCE, Value::Members(vec![(uid(6), 2)]))]);
    assert!(desk.notice().contains("complicating"));
}

#[test]
fn words_no_pattern_has_become_a_new_one() {
    let mut desk = desk();
    from_notes(&mut desk.app, vec![uid(6)]);
    desk.keys("zzqq<Enter><Enter>");
    assert_eq!(desk.verb(), Verb::CreatePattern);
    assert_eq!(desk.app.patterns.marked().map(|r| r.statement.as_str()), Some("zzqq"));
}

#[test]
fn status_kind_and_words_change() {
    let mut desk = desk();
    desk.keys("sdisc<Enter>");
    assert_eq!(desk.verb(), Verb::SetPatternStatus);
    assert_eq!(desk.app.patterns.marked().map(|r| r.status), Some(PatternStatus::Discussed));
    desk.keys("c");
    assert_eq!(desk.app.patterns.marked().map(|r| r.kind.word()), Some("strength"));
    desk.keys("r, mostly<Enter>");
    assert_eq!(desk.app.patterns.marked().map(|r| r.statement.as_str()), Some("students answer in one word, mostly"));
    desk.keys("f<Down><Enter>");
    assert!(desk.app.patterns.marked().is_some_and(|r| r.look_for.is_some()));
    assert_eq!(desk.acts.len(), 4);
}

#[test]
fn a_pattern_is_deleted_only_with_a_yes() {
    let mut desk = page();
    desk.keys("d<Enter><Enter>");
    assert!(desk.acts.is_empty() && matches!(desk.app.layers.last(), Some(Layer::Confirm(_))));
    desk.keys("y");
    assert_eq!((desk.verb(), desk.app.screen), (Verb::DeletePattern, Screen::Patterns));
    assert_eq!(desk.app.patterns.selected, Some(uid(42)));
}

#[test]
fn evidence_turns_and_leaves_and_leads_to_its_visit() {
    let mut desk = page();
    assert_eq!(desk.app.patterns.note, Some(uid(1)));
    desk.keys("x");
    let view = desk.app.patterns.page().expect("a page");
    assert_eq!((view.supports_count, view.complicates_count), (13, 2));
    assert_eq!(desk.acts[0].ops[0].fields, [(schema::pattern::EVIDENCE, Value::Members(vec![(uid(1), 2)]))]);
    desk.keys("g-");
    assert_eq!(desk.acts[1].ops[0].fields, [(schema::pattern::EVIDENCE, Value::Members(vec![(uid(2), 0)]))]);
    assert_eq!(desk.verb(), Verb::RemoveEvidence);
    desk.keys("<Enter>");
    assert_eq!((desk.app.screen, desk.app.visit.uid.is_some()), (Screen::Visit, true));
    desk.keys("<Esc>");
    assert_eq!(desk.app.screen, Screen::Pattern);
}

#[test]
fn more_evidence_is_read_at_the_end_of_what_there_is() {
    let mut desk = page();
    let mut view = pattern_view();
    view.supports = (1..=100).map(|n| note(n, 90, "a line")).collect();
    view.complicates.clear();
    (view.supports_count, view.complicates_count) = (400, 0);
    desk.app.go(Screen::Pattern);
    desk.sort();
    desk.answer(Lane::Pattern, Answer::Pattern(Some(view)));
    desk.keys("G");
    assert_eq!(desk.asked.last().map(|q| q.ask.clone()), Some(Ask::Pattern { pattern: uid(41), evidence: 200 }));
}

#[test]
fn gathering_leads_to_notes_and_back() {
    let mut desk = page();
    desk.keys("a");
    assert_eq!(desk.app.screen, Screen::Notes);
    from_notes(&mut desk.app, vec![uid(9)]);
    desk.keys("<Enter><Enter>");
    assert_eq!(desk.acts[0].ops[0].entity, uid(41));
    assert_eq!(desk.app.screen, Screen::Pattern);
}

#[test]
fn a_pattern_that_went_away_leads_back() {
    let mut desk = page();
    desk.app.go(Screen::Pattern);
    desk.sort();
    desk.answer(Lane::Patterns, Answer::Patterns(Vec::new()));
    assert_eq!(desk.app.screen, Screen::Home);
    desk.keys("4r");
    assert!(desk.notice().contains("no pattern"));
}

#[test]
fn a_pattern_has_no_field_for_a_fix() {
    assert!(Kind::Pattern.fields().iter().all(|f| !f.column.contains("fix") && !f.column.contains("solution")));
}
