use crate::app::look::{Look, Theme};
use crate::app::screens::sample::Desk;
use crate::app::screens::trying::sample::{at_page, desk, invitations};
use crate::store::api::{Answer, Lane, TalkAnswer, TryView};
use crate::ui::screens::picture;

fn light() -> Look {
    Look { theme: Theme::Light, ..Look::default() }
}

fn mono() -> Look {
    Look { ascii: true, theme: Theme::Mono, ..Look::default() }
}

#[test]
fn the_list() {
    insta::assert_snapshot!("list_80", picture(&desk((80, 24), light()).app));
    insta::assert_snapshot!("list_140", picture(&desk((140, 40), light()).app));
    insta::assert_snapshot!("list_60_ascii", picture(&desk((60, 16), mono()).app));
}

#[test]
fn nothing_there_yet() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("6");
    desk.sort();
    desk.answer(Lane::Try, Answer::Talking(TalkAnswer::Try(TryView::default())));
    insta::assert_snapshot!("none_80", picture(&desk.app));
}

#[test]
fn the_page_of_a_shared_problem() {
    insta::assert_snapshot!("page_80", picture(&at_page((80, 24), light()).app));
    insta::assert_snapshot!("page_140", picture(&at_page((140, 40), light()).app));
    let mut below = at_page((80, 24), light());
    below.keys("G");
    insta::assert_snapshot!("page_80_end", picture(&below.app));
    insta::assert_snapshot!("page_40", picture(&at_page((40, 14), mono()).app));
}

#[test]
fn what_teachers_asked_for() {
    let mut desk = desk((80, 24), Look::default());
    desk.keys("I");
    desk.sort();
    desk.answer(Lane::Invitations, Answer::Talking(TalkAnswer::Invitations(invitations())));
    insta::assert_snapshot!("invitations_80", picture(&desk.app));
    desk.app.trying.invitations = Some(Vec::new());
    insta::assert_snapshot!("invitations_none_80", picture(&desk.app));
}
