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

#[test]
fn a_judging_word_is_underlined_and_asked_about_while_its_line_is_marked() {
    use ratatui::style::Modifier;
    let mut view = sample::visit();
    view.notes[2].text = format!("{}good pace", "writing, writing, writing, writing, writing, ".repeat(2));
    view.notes[2].kind = crate::domain::note::NoteKind::Evidence;
    let mut desk = desk((80, 24), false, view);
    desk.app.language.use_rules(std::sync::Arc::new(crate::language::rules::Rules::built_in()));
    assert!(picture(&desk.app).contains("“good”"), "{}", picture(&desk.app));
    let backend = ratatui::backend::TestBackend::new(80, 24);
    let mut terminal = ratatui::Terminal::new(backend).expect("a terminal");
    terminal.draw(|frame| crate::ui::draw(frame, &desk.app)).expect("a frame");
    let cells = &terminal.backend().buffer().content;
    let under: String =
        cells.iter().filter(|c| c.modifier.contains(Modifier::UNDERLINED)).map(|c| c.symbol()).collect();
    assert_eq!(under, "good");
    desk.app.visit.line = Some(uid(1));
    assert!(!picture(&desk.app).contains("“good”"));
}

#[test]
fn without_colours_only_the_marked_row_is_reversed() {
    use ratatui::style::Modifier;
    let mut desk = desk((80, 24), false, sample::visit());
    desk.app.look.no_color = true;
    let backend = ratatui::backend::TestBackend::new(80, 24);
    let mut terminal = ratatui::Terminal::new(backend).expect("a terminal");
    terminal.draw(|frame| crate::ui::draw(frame, &desk.app)).expect("a frame");
    let cells = terminal.backend().buffer();
    let reversed = |y: u16| (0..4).any(|x| cells[(x, y)].modifier.contains(Modifier::REVERSED));
    assert_eq!((0..24).filter(|y| reversed(*y)).count(), 1);
}
