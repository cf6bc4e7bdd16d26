use crate::app::Screen;
use crate::app::look::Look;
use crate::app::screens::sample::{self, Desk, pattern, pattern_view, patterns};
use crate::domain::pattern::{Numbers, PatternStatus};
use crate::store::api::{Answer, Lane, PatternRow, PatternView};
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

/// The page of the first pattern, tied as `tie` says, with 18 notes put into it.
fn tied(supporting: u32, looked: u32, tie: impl Fn(&mut PatternRow)) -> String {
    let mut row = pattern(41, "students answer in one word", PatternStatus::Possible, supporting);
    row.numbers = row.numbers.map(|numbers| Numbers { looked, ..numbers });
    tie(&mut row);
    let mut desk = desk((140, 40), false, vec![row.clone()]);
    desk.answer(Lane::Pattern, Answer::Pattern(Some(PatternView { pattern: row, put_in: 18, ..pattern_view() })));
    picture(&desk.app)
}

#[test]
fn what_a_pattern_is_tied_to_says_which_visits_looked() {
    let by_tag = tied(44, 55, |row| row.tag = Some((sample::uid(70), "one-word".into())));
    for words in ["44 of 55", "In 44 of the 55 visits with tagged notes.", "tag #one-word and by 18 notes put into it."]
    {
        assert!(by_tag.contains(words), "{words}: {by_tag}");
    }
    let by_look_for = tied(27, 43, |row| row.look_for = Some("peer-talk".into()));
    for words in ["27 of 43", "In 27 of the 43 visits that looked for it.", "work” and by 18 notes put in"] {
        assert!(by_look_for.contains(words), "{words}: {by_look_for}");
    }
}

#[test]
fn a_look_for_that_is_only_ever_seen_has_no_share() {
    let shown = tied(12, 12, |row| row.look_for = Some("tally".into()));
    assert!(shown.contains("In 12 visits; counted only where it was seen."), "{shown}");
    assert!(!shown.contains("12 of 12") && !shown.contains("all of them"), "{shown}");
    assert!(!shown.contains("Not looked for"), "who did not look is not known: {shown}");
}
