use crate::app::look::{Look, Theme};
use crate::app::screens::patterns::sample::{
    answer_grounds, hunches, many_patterns, place, repeats, suggestions, surface,
};
use crate::app::screens::sample::{Desk, NOW, patterns, uid};
use crate::app::{Place, Screen};
use crate::domain::suggestion::AgainstHunch;
use crate::insight::suggest::{Rests, Share, Sort, Suggestion};
use crate::store::api::{Answer, ElsewhereRow, Lane, PatternRow, PatternView, ReplyRow, Surface, VoiceRow};
use crate::ui::screens::picture;
use proptest::prelude::*;

fn look(ascii: bool, theme: Theme) -> Look {
    Look { ascii, theme, ..Look::default() }
}

fn few(size: (u16, u16)) -> Desk {
    place(size, Look::default(), suggestions(), patterns())
}

#[test]
fn the_list_argues() {
    insta::assert_snapshot!("noticed_80", picture(&few((80, 24)).app));
    insta::assert_snapshot!("noticed_140", picture(&few((140, 40)).app));
    let ascii = place((100, 30), look(true, Theme::Mono), suggestions(), patterns());
    let picture = picture(&ascii.app);
    assert!(picture.replace(['“', '”', '–'], "").is_ascii(), "{picture}");
    insta::assert_snapshot!("noticed_100_ascii", picture);
}

#[test]
fn a_change_says_both_sides() {
    let mut desk = few((140, 40));
    desk.keys("jji");
    answer_grounds(&mut desk);
    insta::assert_snapshot!("noticed_change_140", picture(&desk.app));
}

#[test]
fn with_a_lot_of_both() {
    let many: Vec<_> = (0..15).map(|n| repeats(&format!("something that was seen, number {n}"), 0.5)).collect();
    let desk = place((80, 24), Look::default(), many.clone(), many_patterns());
    insta::assert_snapshot!("noticed_many_80", picture(&desk.app));
    let desk = place((140, 40), Look::default(), many, many_patterns());
    insta::assert_snapshot!("noticed_many_140", picture(&desk.app));
}

#[test]
fn with_nothing_at_all() {
    let desk = place((80, 24), Look::default(), Vec::new(), Vec::new());
    insta::assert_snapshot!("noticed_nothing_80", picture(&desk.app));
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("4");
    desk.answer(Lane::Surface, Answer::Surface(Surface::default()));
    desk.answer(Lane::Patterns, Answer::Patterns(Vec::new()));
    assert!(picture(&desk.app).contains("being counted for the first time"));
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), true)));
    assert!(!picture(&desk.app).contains("being"));
}

#[test]
fn while_nothing_is_read_it_says_so() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("4");
    assert!(picture(&desk.app).contains("Your patterns are being read."), "{}", picture(&desk.app));
    let uncounted = patterns().into_iter().map(|row| PatternRow { numbers: None, ..row }).collect();
    desk.answer(Lane::PatternList, Answer::PatternList(uncounted));
    insta::assert_snapshot!("patterns_uncounted_80", picture(&desk.app));
    desk.keys("<Enter>");
    assert!(picture(&desk.app).contains("In how many visits it was seen is being counted."), "{}", picture(&desk.app));
    desk.keys("<Esc>");
    desk.answer(Lane::Patterns, Answer::Patterns(patterns()));
    let shown = picture(&desk.app);
    assert!(!shown.contains("counting") && shown.contains("9 of 14"), "{shown}");
    for (key, words) in [("h", "The visits are being counted."), ("v", "The visits are being compared.")] {
        desk.keys("4");
        desk.keys(key);
        let shown = picture(&desk.app);
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn suggestions_about_a_pattern_are_not_taken_for_it_and_the_marked_one_has_its_numbers() {
    let mut desk = few((80, 24));
    let about = |key: &str, sort, title: &str| Suggestion {
        key: key.into(),
        sort,
        title: title.into(),
        statement: None,
        pattern: Some(uid(41).to_text()),
        share: Some(Share { k: 2, n: 16 }).filter(|_| sort == Sort::Exception),
        ..repeats(title, 0.5)
    };
    let mut all = suggestions();
    all.push(about("same-thing/pattern:x", Sort::SameThing, "more like “students answer”"));
    all.insert(0, about("exception/x", Sort::Exception, "students answer in one word"));
    desk.answer(Lane::Surface, Answer::Surface(surface(all, true)));
    desk.keys("jj");
    let shown = picture(&desk.app);
    assert!(shown.contains("11 of 14 lately, 3 of 13 before"), "{shown}");
    desk.keys("N");
    insta::assert_snapshot!("noticed_about_80", picture(&desk.app));
    desk.keys("N");
    let shown = picture(&desk.app);
    assert!(shown.contains("exception to: Possible: students answer in one word"), "{shown}");
}

#[test]
fn what_is_kept_says_from_when_it_is() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("4");
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), false)));
    assert!(picture(&desk.app).contains("from 14 Nov, being renewed"), "{}", picture(&desk.app));
}

#[test]
fn its_page_shows_its_grounds() {
    let mut desk = few((80, 24));
    desk.keys("<Enter>");
    answer_grounds(&mut desk);
    insta::assert_snapshot!("suggestion_80", picture(&desk.app));
    desk.keys("jjj");
    insta::assert_snapshot!("suggestion_80_end", picture(&desk.app));
    let mut desk = few((140, 40));
    desk.keys("<Enter>i");
    answer_grounds(&mut desk);
    insta::assert_snapshot!("suggestion_140", picture(&desk.app));
    assert_eq!(desk.app.screen, Screen::Suggestion);
}

/// A pattern's page with all there can be on it.
fn whole(size: (u16, u16)) -> Desk {
    let mut desk = place(size, Look::default(), Vec::new(), patterns());
    desk.keys("<Enter>");
    let mut view: PatternView = desk.app.patterns.view.clone().expect("a page");
    view.rests = Rests { visits: 9, teachers: 8, largest: 2, observers: 1, weeks: 5, hours: [8, 0, 1], not_looked: 47 };
    view.pattern.tag = Some((uid(70), "one-word".into()));
    let text = "“they freeze when I ask”".to_string();
    view.replies = vec![ReplyRow { uid: uid(60), at: Some(NOW.utc), text, two_versions: false }];
    view.hunches = vec![("Who talks?".into(), AgainstHunch::NotPredicted)];
    desk.answer(Lane::Pattern, Answer::Pattern(Some(view)));
    desk
}

#[test]
fn a_patterns_page_shows_what_it_rests_on() {
    let mut desk = whole((80, 24));
    insta::assert_snapshot!("pattern_80", picture(&desk.app));
    desk.keys("Gjj");
    let end = picture(&desk.app);
    for words in ["Teachers said", "they freeze", "Your hunch", "I did not expect it", "Possible since"] {
        assert!(end.contains(words), "{words}\n{end}");
    }
    desk.keys("kkk");
    assert!(picture(&desk.app).contains("need, possible"), "{}", picture(&desk.app));
    let mut desk = whole((140, 40));
    desk.keys("i");
    insta::assert_snapshot!("pattern_140", picture(&desk.app));
}

fn voice(number: u8, words: &str, speaker: &str, team: Option<&str>) -> VoiceRow {
    VoiceRow {
        team: team.map(|name| (uid(200), name.into())),
        at: Some(NOW.utc),
        speaker: speaker.into(),
        ..VoiceRow::said(uid(number), crate::domain::talk::VoiceKind::Problem, words)
    }
}

#[test]
fn what_was_said_in_talks_comes_first_and_cards_from_elsewhere_stand_on_their_side() {
    use crate::domain::pattern::Role;
    use crate::domain::talk::LinkKind;
    let mut desk = whole((140, 44));
    let mut view: PatternView = desk.app.patterns.view.clone().expect("a page");
    let numbers = view.pattern.numbers;
    view.voices = vec![
        (voice(61, "They know the word and stop there", "", Some("Grade 4")), LinkKind::SameThing),
        (voice(62, "In my room it is the other way round", "a specialist", None), LinkKind::Contradicts),
    ];
    let card = |text: &str, count| ElsewhereRow {
        uid: uid(63),
        team: None,
        source: "grade 4 reading check".into(),
        text: text.into(),
        two_versions: false,
        count,
        of: Some(61),
        day: Some(20_740),
        patterns: Vec::new(),
    };
    view.elsewhere = vec![
        (card("named the line that says why", Some(18)), Role::Supports),
        (card("wrote two sentences or more", Some(40)), Role::Complicates),
    ];
    assert_eq!(view.pattern.numbers, numbers);
    desk.answer(Lane::Pattern, Answer::Pattern(Some(view)));
    insta::assert_snapshot!("pattern_with_voices_140", picture(&desk.app));
    let screen = picture(&desk.app);
    let at = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words}\n{screen}"));
    assert!(at("They know the word") < at("other way round") && at("other way round") < at("they freeze"), "{screen}");
    assert!(at("Supports") < at("18 of 61") && at("18 of 61") < at("Complicates"), "{screen}");
}

#[test]
fn how_much_went_to_the_hunch_is_said_once_all_is_answered_and_counted() {
    let mut desk = few((80, 24));
    desk.keys("u");
    desk.answer(Lane::HunchCheck, Answer::HunchCheck(hunches()));
    assert!(picture(&desk.app).contains("Answer for each pattern"));
    desk.keys("gg");
    let shown = picture(&desk.app);
    assert!(shown.contains("is being counted") && !shown.contains("Answer for each"), "{shown}");
    desk.saved();
    let mut checks = hunches();
    for (_, answer) in checks.iter_mut().flat_map(|c| &mut c.patterns) {
        *answer = answer.or(Some(AgainstHunch::GoesAgainst));
    }
    desk.answer(Lane::HunchCheck, Answer::HunchCheck(checks));
    insta::assert_snapshot!("hunch_answered_80", picture(&desk.app));
}

#[test]
fn a_hunch_stands_beside_the_patterns() {
    for (name, size) in [("hunch_80", (80, 24)), ("hunch_140", (140, 40))] {
        let mut desk = few(size);
        desk.keys("u");
        desk.answer(Lane::HunchCheck, Answer::HunchCheck(hunches()));
        desk.keys("g");
        insta::assert_snapshot!(name, picture(&desk.app));
    }
    let mut desk = few((80, 24));
    desk.keys("u");
    desk.answer(Lane::HunchCheck, Answer::HunchCheck(Vec::new()));
    insta::assert_snapshot!("hunch_none_80", picture(&desk.app));
}

#[test]
fn no_size_is_too_small_for_any_of_them() {
    for size in [(1, 1), (12, 3), (40, 10), (60, 15), (97, 20)] {
        for keys in ["", "jj", "<Enter>jjj", "y", "x", "l", "z", "u", "N", "i"] {
            let mut desk = few(size);
            desk.keys(keys);
            answer_grounds(&mut desk);
            let _ = picture(&desk.app);
        }
    }
    let mut small = few((40, 10));
    small.keys("<Enter>");
    answer_grounds(&mut small);
    insta::assert_snapshot!("suggestion_40", picture(&small.app));
    insta::assert_snapshot!("noticed_40", picture(&few((40, 10)).app));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn any_key_in_this_place_at_any_size(
        keys in prop::collection::vec(prop::sample::select(KEYS.to_vec()), 1..60),
        sizes in prop::collection::vec((1u16..150, 1u16..50), 1..4),
        ascii in any::<bool>(),
    ) {
        let mut desk = place((80, 24), look(ascii, Theme::Dark), suggestions(), patterns());
        for (at, key) in keys.iter().enumerate() {
            desk.keys(key);
            answer_grounds(&mut desk);
            desk.app.size = sizes[at % sizes.len()];
            if at % 7 == 3 && desk.asked.iter().any(|q| q.lane == Lane::HunchCheck) {
                desk.answer(Lane::HunchCheck, Answer::HunchCheck(hunches()));
            }
            if at % 11 == 5 {
                crate::app::screens::changed(&mut desk.app, &[crate::domain::schema::Kind::Suggestion]);
                desk.sort();
                let left = suggestions().into_iter().skip(at % 5).collect();
                desk.answer(Lane::Surface, Answer::Surface(surface(left, true)));
            }
            let shown = picture(&desk.app);
            // Words of other places and of lists over the screen are theirs.
            let ours = desk.app.screen.place() == Place::Patterns && desk.app.layers.is_empty();
            prop_assert!(!ascii || !ours || shown.replace(['“', '”'], "").is_ascii(), "{}", shown);
        }
    }
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "g",
    "G",
    "N",
    "n",
    "y",
    "x",
    "l",
    "z",
    "u",
    "i",
    "f",
    "r",
    "s",
    "c",
    "d",
    "e",
    "a",
    "1",
    "2",
    "3",
    "4",
    "q",
    "<Enter>",
    "<Esc>",
    "<Tab>",
    "<Right>",
    "<PageDown>",
    "<PageUp>",
    "<Home>",
    "<End>",
    "<Ctrl-Z>",
];

#[test]
fn neither_list_nor_suggestion_names_a_room_or_teacher() {
    let mut desk = few((140, 40));
    // Only the leader's own notes beside it have a room; without them there is none.
    desk.app.patterns.grounds = Default::default();
    let shown = picture(&desk.app);
    assert!(!shown.contains("Room") && !shown.contains("Wren"), "{shown}");
    // With names off, the grounds lose theirs too.
    let mut desk = few((140, 40));
    desk.app.agreed.names = crate::domain::agreements::Names::Off;
    desk.keys("<Enter>");
    answer_grounds(&mut desk);
    let shown = picture(&desk.app);
    assert!(shown.contains("Visit 3") && !shown.contains("Room") && !shown.contains("Wren"), "{shown}");
}

#[test]
fn home_names_what_is_worth_a_look_but_not_during_a_walk() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.answer(Lane::Home, Answer::Home(crate::store::api::Home { rooms: 3, ..Default::default() }));
    assert!(!picture(&desk.app).contains("Worth a look"));
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), false)));
    let shown = picture(&desk.app);
    assert!(shown.contains("Worth a look") && shown.contains("6 suggestions"), "{shown}");
    desk.app.started = true;
    desk.keys("s");
    assert!(desk.app.recording.is_some());
    desk.keys("<Esc>");
    desk.app.go(Screen::Home);
    assert!(!picture(&desk.app).contains("Worth a look"));
}
