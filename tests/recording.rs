//! Recording, by keys: from the first screen to the end of a walk.

mod common;

use common::{Fake, empty_home};
use uncover::app::input::Input;
use uncover::domain::act::Verb;
use uncover::domain::schema;

fn verbs(fake: &Fake) -> Vec<Verb> {
    fake.acts.iter().map(|a| a.verb).collect()
}

#[test]
fn the_first_note_is_one_key_away_from_home() {
    let mut fake = Fake::new(80, 24, empty_home());
    insta::assert_snapshot!("home_first_run_80", fake.screen());
    fake.keys("<Enter>T reads page 44 aloud<Enter>");
    assert_eq!(verbs(&fake), [Verb::StartWalk, Verb::EnterRoom, Verb::AddNote]);
    fake.shows("reads page 44 aloud");
    insta::assert_snapshot!("walk_first_note_80", fake.screen());
}

#[test]
fn a_line_is_shown_at_once_and_ticked_when_it_is_on_the_disk() {
    let mut fake = Fake::new(100, 30, empty_home());
    fake.keys("<Enter>");
    fake.hold = true;
    fake.keys("19 of 24 writing<Enter>");
    fake.shows("19 of 24 writing");
    fake.shows("saving");
    let screen = fake.screen();
    let row = screen.lines().find(|l| l.contains("19 of 24")).expect("the line");
    assert!(row.contains('…') && !row.contains('✓'), "no tick before it is on the disk: {row}");
    assert_eq!(fake.app.saving.worst(), uncover::app::saving::Kept::OnItsWay);
}

#[test]
fn a_planned_walk_goes_through_its_rooms() {
    let mut fake = Fake::new(110, 30, empty_home());
    fake.keys("p<Tab>What are students asked to do?<Tab><Enter><Tab>Room 4<Enter>Room 9<Enter>Room 12<Enter>");
    insta::assert_snapshot!("plan_110", fake.screen());
    fake.keys("<Ctrl-S>");
    fake.shows("Room 4");
    fake.keys("<Enter>");
    fake.wait(12_000).keys("T reads page 44 aloud, stops twice: “why?”<Enter>");
    fake.wait(46_000).keys("S4 “because it says so in the first line” #cites<Enter>");
    fake.wait(72_000).keys("19 of 24 writing<Enter>");
    fake.keys("<Tab>1<Tab>5");
    fake.wait(140_000).keys("? what would happen if pairs read first?<Enter>");
    insta::assert_snapshot!("walk_110", fake.screen());
    fake.keys("<Ctrl-N>");
    insta::assert_snapshot!("corridor_110", fake.screen());
    fake.keys("u");
    assert!(verbs(&fake).contains(&Verb::SettleLookFors));
    fake.keys("wwhat the others did meanwhile<Enter>");
    fake.keys("<Enter>");
    fake.shows("Room 9");
    let last = fake.acts.last().expect("an act");
    assert_eq!(last.verb, Verb::EnterRoom);
}

#[test]
fn on_a_plan_whoever_types_or_pastes_at_once_is_heard() {
    let mut fake = Fake::new(110, 30, empty_home());
    fake.keys("pwhat do students do when stuck<lt>3");
    assert_eq!(fake.app.plan.focus.text(), "what do students do when stuck<3");
    let mut fake = Fake::new(110, 30, empty_home());
    fake.keys("p<Space>");
    fake.shows("does nothing here");
    fake.keys("?");
    fake.shows("Keys");
    fake.keys("<Esc>");
    fake.input(Input::Paste("Room 4, Grade 4, Maths\nRoom 9\n".into()));
    let route: Vec<&str> = fake.app.plan.route.iter().map(|r| r.line.label.as_str()).collect();
    assert_eq!(route, ["Room 4", "Room 9"]);
    fake.shows("2 rooms are on the route. Room 4 is read as: grade 4, Maths.");
    fake.keys("<Enter>");
    fake.shows("Room 4");
    assert_eq!(fake.acts.last().map(|a| a.verb), Some(Verb::StartWalk), "the next Enter still starts the walk");
    let mut fake = Fake::new(110, 30, empty_home());
    fake.keys("p").input(Input::Paste("Who asks?".into()));
    fake.keys("<Up>s");
    fake.shows("does nothing here");
    assert_eq!(fake.app.plan.focus.text(), "Who asks?", "a question that is there is not added to by a stray key");
}

#[test]
fn a_line_that_is_left_shows_its_beginning() {
    let mut fake = Fake::new(80, 24, empty_home());
    fake.keys("pwhat do students do when nobody tells them what comes next, and whom do they ask?");
    fake.shows("whom do they ask?");
    fake.keys("<Tab>");
    fake.shows("what do students do when nobody");
    assert!(!fake.screen().contains("whom do they ask?"));
}

#[test]
fn the_palette_finds_first_what_is_called_so_and_works_here() {
    let mut fake = Fake::new(110, 30, empty_home());
    fake.keys("<Ctrl-P>backup");
    let screen = fake.screen();
    let marked = screen.lines().find(|line| line.contains('>')).expect("a marked line");
    assert!(marked.contains("Make a backup of the file now"), "{screen}");
}

#[test]
fn the_corridor_says_at_every_width_how_a_room_without_a_name_gets_one() {
    for (columns, rows) in [(60, 20), (80, 24), (110, 30), (140, 40)] {
        let mut fake = Fake::new(columns, rows, empty_home());
        fake.keys("<Enter>T reads page 44 aloud<Enter><Ctrl-N>");
        fake.shows("1 note");
        fake.shows("Ctrl-R which room");
    }
}

#[test]
fn in_the_corridor_a_line_that_begins_as_in_a_room_is_a_note() {
    let mut fake = Fake::new(110, 30, empty_home());
    fake.keys("<Enter>reads page 44 aloud<Enter><Ctrl-N>T asks “what is half of eight?”<Enter>");
    fake.shows("what is half of eight?");
    assert_eq!(fake.acts.last().map(|a| a.verb), Some(Verb::AddNote));
    fake.keys("<Esc>w");
    assert!(fake.app.recording.as_ref().is_some_and(|r| r.corridor.as_ref().is_some_and(|c| c.typing.is_some())));
}

#[test]
fn help_says_the_whole_sentence_of_the_marked_line() {
    let mut fake = Fake::new(80, 24, empty_home());
    fake.keys("p?<Down><Down><Down>");
    fake.shows("until when.");
    let mut small = Fake::new(40, 12, empty_home());
    small.keys("p?<Down><Down><Down>");
}

#[test]
fn tallies_and_ticks_go_round_and_are_taken_back() {
    let mut fake = Fake::new(110, 30, empty_home());
    fake.keys("p<Tab><Tab><Enter><Ctrl-S>");
    let sheet = fake.app.recording.as_ref().and_then(|r| r.sheet.clone()).expect("a sheet");
    let tick = sheet.look_fors.iter().find(|l| l.way == uncover::domain::mark::Way::Tick).expect("a tick");
    let visit = |fake: &Fake| fake.app.recording.as_ref().and_then(|r| r.visit.clone()).expect("a visit");
    let key = tick.key.expect("a key");
    for expected in ["Some(Seen)", "Some(NotSeen)", "None", "Some(Seen)"] {
        fake.keys(&format!("<Tab>{key}"));
        assert_eq!(format!("{:?}", visit(&fake).tick(&tick.id)), expected);
    }
    let tally = sheet.look_fors.iter().find(|l| l.way == uncover::domain::mark::Way::Tally).expect("a tally");
    let key = tally.key.expect("a key");
    fake.keys(&format!("<Tab><Tab>{key}{key}{key}<Backspace><Esc>"));
    assert_eq!(visit(&fake).tally(&tally.id), 2);
    fake.keys(&format!(";{key}typed on"));
    assert_eq!(visit(&fake).tally(&tally.id), 3);
    fake.shows("typed on");
}

#[test]
fn an_earlier_note_is_edited_and_the_typed_line_waits() {
    let mut fake = Fake::new(80, 24, empty_home());
    fake.keys("<Enter>one<Enter>two<Enter>half a li<Up><Up> and more<Enter>");
    let op = &fake.acts.last().expect("an act").ops[0];
    assert!(op.fields.contains(&(schema::note::TEXT, uncover::domain::act::Value::Text("one and more".into()))));
    assert_eq!(fake.app.walk.note.text(), "half a li");
    fake.keys("ne<Enter>");
    fake.shows("half a line");
}

#[test]
fn the_cover_hides_everything_and_turns_only_evidence_to_the_teacher() {
    let mut fake = Fake::new(80, 24, empty_home());
    fake.keys("<Enter>T asks 3 questions<Enter>? is this enough<Enter>~ guessing<Enter><Ctrl-L>");
    fake.lacks("asks 3 questions");
    insta::assert_snapshot!("cover_80", fake.screen());
    fake.keys("s");
    fake.shows("asks 3 questions");
    fake.lacks("is this enough");
    fake.lacks("guessing");
    fake.shows("2 more lines");
    fake.keys("x");
    fake.shows("is this enough");
}

#[test]
fn the_screen_covers_itself_outside_a_visit_only() {
    let mut fake = Fake::new(80, 24, empty_home());
    fake.wait(6 * 60_000);
    fake.lacks("Start a walk");
    fake.keys("x<Enter>seen<Enter>");
    fake.wait(30 * 60_000);
    fake.shows("seen");
}

#[test]
fn a_draft_is_kept_within_a_second_of_typing() {
    let mut fake = Fake::new(80, 24, empty_home());
    fake.keys("<Enter>half");
    fake.wait(300);
    let draft = fake.writes.iter().rev().find_map(|w| match w {
        uncover::store::api::Write::Draft(d) => Some(d.clone()),
        _ => None,
    });
    let draft = draft.expect("a draft");
    assert_eq!((draft.text.as_str(), draft.cursor), ("half", 4));
    fake.keys("<Enter>");
    let note = fake.acts.last().expect("an act").ops.last().expect("an operation").entity;
    assert_eq!(draft.becomes, Some(note));
}

#[test]
fn the_small_menu_gives_way_to_typing_and_to_the_keys_it_shows() {
    let mut fake = Fake::new(80, 24, empty_home());
    fake.keys("<Enter>one<Enter><Esc>T asks<Enter>");
    fake.shows("asks");
    assert!(fake.app.in_visit(), "typing does not choose from the menu");
    fake.keys("<Esc><Ctrl-N>");
    assert!(!fake.app.in_visit());
}

#[test]
fn a_line_with_a_teacher_is_a_room_and_a_person_not_a_long_name() {
    let mut fake = Fake::new(100, 30, empty_home());
    fake.keys("p<Tab><Tab><Tab>Room 4, Ms Alvarez, 4, Reading<Enter><Ctrl-S><Enter>");
    let labels: Vec<String> = fake.acts[0]
        .ops
        .iter()
        .flat_map(|op| &op.fields)
        .filter(|(field, _)| *field == schema::classroom::LABEL)
        .map(|(_, value)| format!("{value:?}"))
        .collect();
    assert_eq!(labels, ["Text(\"Room 4\")"]);
    assert!(fake.acts[0].ops.iter().any(|op| op.kind == schema::Kind::Teacher));
    fake.lacks("Alvarez");
}

#[test]
fn skipping_ending_and_small_screens() {
    let mut fake = Fake::new(40, 10, empty_home());
    fake.keys("p<Tab><Tab><Tab>Room 4<Enter>Room 9<Enter><Ctrl-S>x<Enter>");
    assert_eq!(fake.acts.last().expect("an act").verb, Verb::SkipRoom);
    fake.keys("<Enter>T writes on the board<Enter>");
    insta::assert_snapshot!("walk_40x10", fake.screen());
    fake.keys("<Ctrl-N>e");
    fake.keys("<Enter><Enter>");
    assert!(fake.app.recording.is_some(), "Enter does not answer the question");
    fake.keys("y");
    assert!(fake.app.recording.is_none());
    assert_eq!(fake.acts.last().expect("an act").verb, Verb::EndWalk);
}

#[test]
fn a_closed_lid_and_a_set_clock_are_noticed() {
    let mut fake = Fake::new(100, 30, empty_home());
    fake.keys("<Enter>one<Enter>");
    fake.now.utc += 3 * 3_600_000;
    fake.now.steady += 3 * 3_600_000;
    fake.input(uncover::app::input::Input::Tick);
    fake.shows("slept for 180 minutes");
    fake.now.utc -= 3_600_000;
    fake.wait(20_000);
    fake.shows("clock was set back by 1:00:00");
    fake.keys("two<Enter>");
    let notes = &fake.app.recording.as_ref().and_then(|r| r.visit.as_ref()).expect("a visit").notes;
    assert!(notes[1].at_ms > notes[0].at_ms, "the order of notes is kept");
}
