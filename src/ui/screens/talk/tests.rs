use crate::app::look::{Look, Theme};
use crate::app::screens::sample::Desk;
use crate::app::screens::talk::sample::{desk, elsewhere, listening, preparing};
use crate::store::api::{Answer, Lane, TalkAnswer};
use crate::ui::screens::picture;

fn light() -> Look {
    Look { theme: Theme::Light, ..Look::default() }
}

fn mono() -> Look {
    Look { ascii: true, theme: Theme::Mono, ..Look::default() }
}

#[test]
fn the_list_of_talks() {
    insta::assert_snapshot!("talks_80", picture(&desk((80, 24), light()).app));
    insta::assert_snapshot!("talks_140", picture(&desk((140, 40), light()).app));
    let mut none = Desk::new((80, 24), Look::default());
    none.keys("5");
    none.sort();
    none.answer(Lane::Talks, Answer::Talking(TalkAnswer::Talks(Vec::new())));
    insta::assert_snapshot!("talks_none_80", picture(&none.app));
}

#[test]
fn what_will_be_shown() {
    insta::assert_snapshot!("prepare_80", picture(&preparing((80, 24), light()).app));
    insta::assert_snapshot!("prepare_140", picture(&preparing((140, 40), light()).app));
    insta::assert_snapshot!("prepare_50_ascii", picture(&preparing((50, 16), mono()).app));
}

#[test]
fn what_teachers_said() {
    insta::assert_snapshot!("voices_80", picture(&listening((80, 24), light()).app));
    insta::assert_snapshot!("voices_140_ascii", picture(&listening((140, 40), mono()).app));
}

#[test]
fn evidence_from_elsewhere() {
    let mut desk = desk((80, 24), Look::default());
    desk.keys("e");
    desk.sort();
    desk.answer(Lane::Elsewhere, Answer::Talking(TalkAnswer::Elsewhere(elsewhere())));
    insta::assert_snapshot!("elsewhere_80", picture(&desk.app));
}
