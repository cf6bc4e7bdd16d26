use super::*;
use crate::app::screens::sample::{self, Desk, uid};
use crate::domain::act::Verb;
use crate::domain::mark::{Detail, Way};
use crate::store::api::MarkRow;
use pretty_assertions::assert_eq;

/// Two timers that exclude each other, and two look-fors with a code that is called the same.
const SHEET: &str = r#"
[[look_for]]
id = "teacher-talk"
label = "Teacher talk"
way = "timer"
settings = { set = "talk" }

[[look_for]]
id = "student-talk"
label = "Student talk"
way = "timer"
settings = { set = "talk" }

[[look_for]]
id = "students"
label = "What students do"
way = "interval"

[[look_for.option]]
id = "waiting"
label = "waiting"

[[look_for.option]]
id = "reading"
label = "reading"

[[look_for]]
id = "groups"
label = "They work"
way = "choice"
settings = { several = true }

[[look_for.option]]
id = "pairs"
label = "in pairs"

[[look_for.option]]
id = "alone"
label = "alone"

[[look_for]]
id = "teacher"
label = "What the teacher does"
way = "interval"

[[look_for.option]]
id = "waiting"
label = "waiting"
"#;

fn body() -> String {
    let head = "format = 1\nid = \"s\"\ntitle = \"S\"\npurpose = \"To see.\"\n";
    format!("{head}{SHEET}")
}

/// A visit of 6:10 with these marks, the first of them marked.
fn desk(marks: Vec<MarkRow>) -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    open(&mut desk.app, uid(90), Some(marks[0].uid));
    desk.sort();
    let view = VisitView { sheet: Some(body()), marks, ..sample::visit() };
    desk.answer(Lane::Other, Answer::Visit(Some(view)));
    assert!(desk.app.visit.sheet.is_some(), "{:?}", Sheet::parse("s", &body()).err());
    desk
}

fn first(desk: &Desk) -> MarkRow {
    desk.app.visit.page().expect("a visit").marks[0].clone()
}

fn hint(desk: &Desk) -> &str {
    match desk.app.layers.last() {
        Some(crate::app::layers::Layer::Prompt(prompt)) => &prompt.hint,
        other => panic!("no line to fill in but {other:?}"),
    }
}

fn code(number: u8, look_for: &str) -> MarkRow {
    MarkRow { detail: Detail::Option("waiting".into()), ..sample::mark(number, look_for, Way::Interval, 1, None) }
}

#[test]
fn a_scan_keeps_its_total() {
    let scan = MarkRow { detail: Detail::Of(20), ..sample::mark(60, "at-work", Way::Scan, 5, Some(9_000)) };
    let mut desk = desk(vec![scan]);
    desk.keys("e<Ctrl-U>7<Enter>");
    assert_eq!((first(&desk).value, first(&desk).detail), (Some(7), Detail::Of(20)));
    desk.keys("e<Ctrl-U>21<Enter>");
    assert!(hint(&desk).contains("21 of 20 cannot be"), "{}", hint(&desk));
}

#[test]
fn a_scan_without_a_total_takes_the_head_count() {
    let mut desk = desk(vec![sample::mark(60, "at-work", Way::Scan, 5, Some(9_000))]);
    desk.keys("e<Ctrl-U>7<Enter>");
    assert_eq!((first(&desk).value, first(&desk).detail), (Some(7), Detail::Of(24)));
}

#[test]
fn nothing_is_after_the_end_of_the_visit() {
    let mut desk = desk(vec![sample::mark(60, "x", Way::Tick, 1, Some(9_000))]);
    desk.keys("r<Ctrl-U>99:00<Enter>");
    assert!(desk.acts.is_empty() && hint(&desk).starts_with("The visit lasted 6:10"), "{}", hint(&desk));
    desk.keys("<Ctrl-U>6:10<Enter>");
    assert_eq!((desk.verb(), first(&desk).at_ms), (Verb::EditMark, Some(370_000)));
    desk.app.visit.line = Some(uid(3));
    desk.keys("r<Ctrl-U>6:11<Enter>");
    assert_eq!(desk.acts.len(), 1, "nor a note");
}

#[test]
fn a_code_stands_in_an_interval_of_the_visit() {
    let mut desk = desk(vec![code(60, "students")]);
    desk.keys("r<Ctrl-U>9<Enter>");
    assert!(desk.acts.is_empty() && hint(&desk).contains("interval 4 is the last"), "{}", hint(&desk));
    desk.keys("<Ctrl-U>4<Enter>");
    assert_eq!(first(&desk).value, Some(4));
}

#[test]
fn stretches_of_one_set_never_lie_over_each_other() {
    let mut desk = desk(vec![
        sample::mark(60, "teacher-talk", Way::Timer, 30_000, Some(10_000)),
        sample::mark(61, "student-talk", Way::Timer, 20_000, Some(60_400)),
    ]);
    desk.keys("e<Enter><Ctrl-U>1:00<Enter>");
    assert!(desk.acts.is_empty() && hint(&desk).contains("“Student talk” was from 1:00 until 1:20"), "{}", hint(&desk));
    desk.keys("<Esc>e<Enter><Ctrl-U>0:50<Enter>");
    assert_eq!((first(&desk).at_ms, first(&desk).value), (Some(10_000), Some(50_000)));
    desk.app.visit.line = Some(uid(61));
    desk.keys("e<Enter><Ctrl-U>9:00<Enter>");
    assert!(desk.acts.len() == 1 && hint(&desk).starts_with("The visit lasted"), "{}", hint(&desk));
}

#[test]
fn the_note_that_answers_a_prompt_takes_its_mark_along() {
    let answered = MarkRow { detail: Detail::Note(uid(3)), ..sample::mark(60, "asked", Way::Prompt, 1, Some(9_000)) };
    let mut desk = desk(vec![answered, sample::mark(61, "x", Way::Tick, 1, Some(9_000))]);
    desk.app.visit.line = Some(uid(3));
    desk.keys("D");
    let entities: Vec<_> = desk.acts[0].ops.iter().map(|op| op.entity).collect();
    assert_eq!((desk.acts.len(), desk.verb(), entities), (1, Verb::DeleteNote, vec![uid(3), uid(60)]));
    assert_eq!(first(&desk).uid, uid(61));
}

#[test]
fn codes_that_are_called_the_same_have_a_strip_each() {
    let sheet = Sheet::parse("s", &body()).expect("a sound sheet");
    let view = VisitView { marks: vec![code(60, "students"), code(61, "teacher")], ..sample::visit() };
    let strips = strips(&view, Some(&sheet));
    let seen: Vec<_> = strips.iter().map(|s| (s.heading, s.label, s.spans.len())).collect();
    let of = |heading| (Some(heading), "waiting", 1);
    assert_eq!(seen[1..], [of("What students do"), of("What the teacher does")]);
}

#[test]
fn several_options_are_turned_on_and_off_and_kept_as_one_act() {
    let stands = Detail::Options(vec!["alone".into()]);
    let choice = MarkRow { detail: stands.clone(), ..sample::mark(60, "groups", Way::Choice, 1, Some(9_000)) };
    let mut desk = desk(vec![choice]);
    desk.keys("e<Space><Down><Space><Esc>");
    assert_eq!((desk.acts.len(), first(&desk).detail), (0, stands), "Esc leaves all as it was");
    desk.keys("e<Enter>");
    assert!(desk.acts.is_empty() && desk.app.layers.is_empty(), "nothing changed");
    desk.keys("e<Space><Down><Space><Enter>");
    assert_eq!((desk.acts.len(), desk.app.layers.len()), (1, 0));
    assert_eq!((first(&desk).value, first(&desk).detail), (Some(1), Detail::Options(vec!["pairs".into()])));
}

#[test]
fn codes_of_an_interval_are_kept_as_one_act() {
    let mut desk = desk(vec![code(60, "students")]);
    desk.keys("e<Space><Down><Space>");
    assert!(desk.acts.is_empty() && desk.app.layers.len() == 1, "nothing is kept while the list is open");
    desk.keys("<Enter>");
    assert_eq!((desk.acts.len(), desk.acts[0].ops.len(), desk.app.layers.len()), (1, 2, 0));
    let codes: Vec<_> = desk.app.visit.page().expect("a visit").marks.iter().map(MarkRow::option).collect();
    assert_eq!(codes, [Some("reading")]);
}

#[test]
fn a_mark_written_down_later_has_to_fit_the_visit_too() {
    let desk = desk(vec![sample::mark(60, "teacher-talk", Way::Timer, 30_000, Some(10_000))]);
    let fits = |mark: MarkRow| bounds::fitted(&desk.app, &mark).map(|m| (m.at_ms, m.value));
    let talk = |at, long| fits(sample::mark(61, "student-talk", Way::Timer, long, Some(at)));
    assert_eq!(talk(40_000, 20_000), Ok((Some(40_000), Some(20_000))));
    assert!(talk(20_000, 30_000).is_err() && talk(360_000, 20_000).is_err());
    assert!(fits(sample::mark(61, "x", Way::Tally, 1, Some(371_000))).is_err());
    assert!(fits(sample::mark(61, "students", Way::Interval, 5, None)).is_err());
}
