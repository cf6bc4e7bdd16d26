use crate::app::look::Look;
use crate::app::screens::sample::{self, Desk, NOW, uid};
use crate::app::screens::visit;
use crate::store::api::{Answer, Lane, Origin, ReplyRow, VisitView};
use crate::ui::screens::picture;

fn desk(size: (u16, u16), ascii: bool, view: VisitView) -> Desk {
    let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
    visit::open(&mut desk.app, uid(90), Some(uid(3)));
    desk.sort();
    desk.answer(Lane::Other, Answer::Visit(Some(view)));
    desk
}

#[test]
fn one_visit() {
    insta::assert_snapshot!("visit_80", picture(&desk((80, 24), false, sample::visit()).app));
    insta::assert_snapshot!("visit_140", picture(&desk((140, 40), false, sample::visit()).app));
    insta::assert_snapshot!("visit_100_ascii", picture(&desk((100, 30), true, sample::visit()).app));
}

#[test]
fn nothing_was_written() {
    let mut view = sample::visit();
    view.notes.clear();
    view.marks.clear();
    view.visit.origin = Origin::Paper;
    insta::assert_snapshot!(picture(&desk((80, 24), false, view).app));
}

#[test]
fn many_long_and_wide_lines() {
    let mut view = sample::visit();
    let line = view.notes[0].clone();
    view.notes[2].text = "生徒が教科書の四十四ページを声に出して読み、二度止まる。".repeat(6);
    view.notes.extend((100..150).map(|n| crate::store::api::NoteRow { uid: uid(n), ..line.clone() }));
    insta::assert_snapshot!(picture(&desk((80, 24), false, view).app));
}

#[test]
fn the_teacher_is_not_named() {
    assert!(!picture(&desk((140, 40), false, sample::visit()).app).contains("Wren"));
}

#[test]
fn what_the_teacher_said_and_a_long_pause() {
    let mut view = sample::visit();
    let said = |n, text: &str, two| ReplyRow { uid: uid(n), at: Some(NOW.utc), text: text.into(), two_versions: two };
    view.replies = vec![said(81, "it was a review lesson", false), said(82, "the pairs came after you left", true)];
    view.notes[4].at_ms = Some(340_000);
    let mut desk = desk((80, 24), false, view);
    desk.app.visit.line = Some(uid(82));
    insta::assert_snapshot!(picture(&desk.app));
}
