use crate::app::Screen;
use crate::app::look::Look;
use crate::app::screens::finish::Item;
use crate::app::screens::sample::{self, Desk, tag};
use crate::store::api::{Answer, Ask, Lane, TagProposal, TodayVisit};
use crate::ui::screens::picture;

fn desk(size: (u16, u16), ascii: bool, today: Vec<TodayVisit>) -> Desk {
    let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
    desk.app.open(Screen::Finish);
    desk.sort();
    let none = today.is_empty();
    desk.answer(Lane::Today, Answer::Today(today));
    if none {
        desk.answer(Lane::Today, Answer::Walks(Vec::new()));
        return desk;
    }
    let names =
        ["wait-time", "one-word", "cites", "peer-talk", "copying", "recall", "help", "routines", "materials", "x"];
    desk.answer(Lane::Lists, Answer::TopTags((70..80).zip(names).map(|(n, name)| tag(n, name)).collect()));
    desk.answer(Lane::Other, Answer::Visit(Some(sample::visit())));
    desk
}

#[test]
fn a_note_with_its_neighbours_and_keys() {
    let mut desk = desk((80, 24), false, sample::today());
    insta::assert_snapshot!("note_80", picture(&desk.app));
    desk.keys("12");
    desk.app.size = (140, 40);
    insta::assert_snapshot!("note_tagged_140", picture(&desk.app));
}

#[test]
fn likely_tags_stand_before_those_used_most() {
    let mut desk = desk((80, 24), false, sample::today());
    let note = desk.asked.iter().rev().find_map(|q| match q.ask {
        Ask::TagProposals { note } => Some(note),
        _ => None,
    });
    let proposal = |n, name: &str| TagProposal {
        tag: sample::uid(n),
        name: name.into(),
        because: (sample::uid(9), String::new()),
    };
    let tags = vec![proposal(70, "wait-time"), proposal(88, "reading-aloud")];
    desk.answer(Lane::TagProposals, Answer::TagProposals { note: note.expect("asked"), tags });
    desk.keys("b");
    insta::assert_snapshot!("likely_80", picture(&desk.app));
}

#[test]
fn a_look_for_then_a_slip_then_the_end() {
    let mut desk = desk((100, 30), true, sample::today());
    desk.keys("1<Enter><Enter>");
    insta::assert_snapshot!("look_for_ascii", picture(&desk.app));
    desk.keys("y");
    insta::assert_snapshot!("slip_ascii", picture(&desk.app));
    desk.keys("<Enter><Enter>");
    insta::assert_snapshot!("end_ascii", picture(&desk.app));
}

#[test]
fn nothing_left() {
    insta::assert_snapshot!(picture(&desk((80, 24), false, Vec::new()).app));
}

#[test]
fn a_very_long_note_is_cut() {
    let mut desk = desk((80, 24), false, sample::today());
    if let Item::Note(note) = &mut desk.app.finish.todo.entries[0].item {
        note.text = "word ".repeat(900);
    }
    insta::assert_snapshot!(picture(&desk.app));
}

#[test]
fn words_with_their_question_and_the_list_of_classes() {
    for (name, size, ascii) in [("words_80", (80, 24), false), ("words_140_ascii", (140, 40), true)] {
        let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
        desk.app.language.use_rules(std::sync::Arc::new(crate::language::rules::Rules::built_in()));
        desk.app.open(Screen::Finish);
        desk.sort();
        desk.answer(Lane::Today, Answer::Today(sample::asked_today()));
        insta::assert_snapshot!(name, picture(&desk.app));
        desk.keys("B");
        crate::app::screens::language::open_list(&mut desk.app);
        insta::assert_snapshot!(format!("{name}_list"), picture(&desk.app));
    }
}
