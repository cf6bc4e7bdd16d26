use crate::app::Screen;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, pattern, pattern_view, patterns};
use crate::domain::pattern::PatternStatus;
use crate::store::api::{Answer, Lane, PatternRow};
use crate::ui::screens::picture;

fn desk(size: (u16, u16), ascii: bool, rows: Vec<PatternRow>) -> Desk {
    let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
    desk.keys("4");
    let any = !rows.is_empty();
    desk.answer(Lane::Patterns, Answer::Patterns(rows));
    if any {
        let mut view = pattern_view();
        view.pattern = desk.app.patterns.marked().cloned().expect("a pattern");
        desk.answer(Lane::Pattern, Answer::Pattern(Some(view)));
    }
    desk
}

#[test]
fn nothing_there_yet() {
    insta::assert_snapshot!(picture(&desk((80, 24), false, Vec::new()).app));
}

#[test]
fn a_few_with_the_page_beside() {
    insta::assert_snapshot!("few_140", picture(&desk((140, 40), false, patterns()).app));
    insta::assert_snapshot!("few_100_ascii", picture(&desk((100, 30), true, patterns()).app));
    insta::assert_snapshot!("few_80", picture(&desk((80, 24), false, patterns()).app));
}

#[test]
fn one_pattern_alone() {
    let mut desk = desk((80, 24), false, patterns());
    desk.keys("<Enter>j");
    insta::assert_snapshot!(picture(&desk.app));
}

#[test]
fn many_with_long_words_and_wide_letters() {
    let mut rows: Vec<PatternRow> = (1..60).map(|n| pattern(n, "one of many", PatternStatus::SetAside, 3)).collect();
    rows.push(pattern(
        90,
        "学生は一語で答える、そして先生がもう一度たずねるまで待つことが多い。何度も何度も",
        PatternStatus::Possible,
        2,
    ));
    rows.push(pattern(91, &"verylongword".repeat(20), PatternStatus::Possible, 2));
    insta::assert_snapshot!(picture(&desk((140, 40), false, rows).app));
}

#[test]
fn numbers_name_no_room_and_no_teacher() {
    let mut desk = desk((140, 40), false, patterns());
    desk.app.patterns.view = None;
    desk.app.screen = Screen::Pattern;
    let picture = picture(&desk.app);
    assert!(picture.contains("Rests on 8 teachers") && !picture.contains("Room"), "{picture}");
}
