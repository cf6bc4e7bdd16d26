use crate::app::look::{Look, Theme};
use crate::app::screens::joint::sample::{agreed, desk, joined, page, view};
use crate::app::screens::sample::{Desk, uid};
use crate::store::api::{Answer, Lane};
use crate::ui::screens::picture;

#[test]
fn the_list() {
    let light = Look { theme: Theme::Light, ..Look::default() };
    insta::assert_snapshot!("list_80", picture(&desk((80, 24), light).app));
    insta::assert_snapshot!("list_140", picture(&desk((140, 40), light).app));
    let mono = Look { ascii: true, theme: Theme::Mono, ..Look::default() };
    insta::assert_snapshot!("list_80_mono_ascii", picture(&desk((80, 24), mono).app));
}

#[test]
fn nothing_there_yet() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("4v");
    desk.answer(Lane::Joint, Answer::JointVisits(Vec::new()));
    desk.answer(Lane::JointProposals, Answer::JointProposals(Vec::new()));
    insta::assert_snapshot!("none_80", picture(&desk.app));
}

#[test]
fn one_visit_side_by_side() {
    let light = Look { theme: Theme::Light, ..Look::default() };
    insta::assert_snapshot!("page_80", picture(&page((80, 24), light).app));
    insta::assert_snapshot!("page_140", picture(&page((140, 40), light).app));
    let mono = Look { ascii: true, theme: Theme::Mono, ..Look::default() };
    insta::assert_snapshot!("page_140_mono_ascii", picture(&page((140, 40), mono).app));
    let mut moved = page((80, 24), Look::default());
    moved.keys("Gl");
    insta::assert_snapshot!("page_80_end", picture(&moved.app));
}

#[test]
fn a_pair_that_may_be_one_visit() {
    let mut desk = page((80, 24), Look::default());
    let mut pair = view();
    pair.joined = false;
    desk.answer(Lane::JointVisit, Answer::JointVisit(Some(pair)));
    insta::assert_snapshot!("pair_80", picture(&desk.app));
}

#[test]
fn three_observers_with_long_words_and_wide_letters() {
    let mut desk = page((80, 24), Look::default());
    let mut three = view();
    let mut third = three.visits[0].clone();
    third.visit.uid = uid(92);
    third.notes[0].text = "生徒が教科書の四十四ページを声に出して読み、二度止まる。".repeat(6);
    third.notes[1].text = "verylongword".repeat(20);
    three.visits.push(third);
    desk.answer(Lane::JointVisit, Answer::JointVisit(Some(three)));
    insta::assert_snapshot!("three_80", picture(&desk.app));
}

#[test]
fn figures() {
    let mut few = desk((80, 24), Look::default());
    few.keys("i");
    insta::assert_snapshot!("figures_few_80", picture(&few.app));
    let mut many = desk((140, 40), Look::default());
    many.app.joint.agreement = Some(agreed(14));
    many.keys("i");
    insta::assert_snapshot!("figures_140", picture(&many.app));
}

#[test]
fn no_size_is_too_small_and_no_observer_is_named() {
    for ascii in [false, true] {
        for size in [(1, 1), (2, 30), (20, 3), (40, 10), (60, 12), (97, 20), (300, 80)] {
            let look = Look { ascii, ..Look::default() };
            for mut desk in [desk(size, look), page(size, look)] {
                for keys in ["G", "l", "k", "i", "<Esc>"] {
                    desk.keys(keys);
                    let picture = picture(&desk.app);
                    assert!(!picture.contains("Wren") && (!ascii || picture.is_ascii() || picture.contains('“')));
                }
            }
        }
    }
}

#[test]
fn on_a_small_screen_the_marked_row_is_seen() {
    let mut desk = page((40, 10), Look::default());
    for _ in 0..12 {
        desk.keys("j");
        assert!(
            picture(&desk.app).lines().any(|l| l.trim_start_matches('"').trim_start().starts_with("> ")),
            "{}",
            picture(&desk.app)
        );
    }
}

#[test]
fn a_long_list_keeps_what_is_marked_in_sight() {
    let mut desk = desk((80, 24), Look::default());
    let row = joined().remove(0);
    let rows = (100..160)
        .map(|n| {
            let mut row = row.clone();
            (row.visits[0].uid, row.visits[1].uid) = (uid(n), uid(n + 90));
            row
        })
        .collect();
    desk.answer(Lane::Joint, Answer::JointVisits(rows));
    for keys in ["<PageDown>", "<PageDown>", "<PageDown>", "G", "<PageUp>"] {
        desk.keys(keys);
        assert!(picture(&desk.app).contains("> "), "{}", picture(&desk.app));
    }
}

#[test]
fn the_figures_say_that_there_is_more_and_can_be_read_to_their_end() {
    let mut desk = desk((80, 24), Look::default());
    desk.app.joint.agreement = Some(agreed(12));
    desk.keys("i");
    insta::assert_snapshot!("figures_80", picture(&desk.app));
    desk.keys("<PageDown><PageDown><PageDown><PageDown><PageDown>");
    let end = picture(&desk.app);
    assert!(end.contains("what it does not.") && end.contains("This is the end."), "{end}");
    desk.keys("<Up>");
    assert!(picture(&desk.app).contains("1 more line below"), "no key is lost at the end");
}
