use super::choices::Choice;
use super::sample::{InOutDesk, listing, paper};
use super::*;
use crate::app::layers::Layer;
use crate::app::look::Look;
use crate::app::recording::Recording;
use crate::app::screens::sample::uid;
use crate::domain::time::Hlc;
use crate::exchange::forms::columns::of as columns_of;
use crate::exchange::inout::{Asks, Format, Outcome, Paper, Passphrase, Task, Told, Why};
use crate::store::api::{Changes, Event, UndoState};
use std::path::Path;

fn desk() -> InOutDesk {
    InOutDesk::new((80, 24), Look::default())
}

/// A desk at the files of a choice.
fn files_of(choice: Choice) -> InOutDesk {
    let mut desk = desk();
    desk.choose(choice).over(listing("/home/ann", &["Forms/", "walks.csv", "weeks.csv"], 2));
    desk
}

fn question(desk: &InOutDesk) -> String {
    match desk.desk.app.layers.last() {
        Some(Layer::Confirm(confirm)) => format!("{} {}", confirm.question, confirm.detail),
        _ => String::new(),
    }
}

fn state(desk: &InOutDesk) -> &InOutState {
    &desk.desk.app.inout
}

#[test]
fn choosing_begins_in_the_home_folder_and_later_in_the_last_one() {
    let mut desk = desk();
    desk.choose(Choice::Notes);
    assert!(
        matches!(desk.task(), Task::Folder { path, endings } if path == Path::new("~") && endings.contains(&"csv"))
    );
    desk.over(listing("/home/ann", &["Forms/"], 0)).keys("<Enter>").over(listing("/home/ann/Forms", &["w.csv"], 0));
    desk.keys("<Enter>");
    assert!(matches!(desk.task(), Task::Notes { from, take: false, .. } if from == Path::new("/home/ann/Forms/w.csv")));
    assert_eq!(desk.desk.app.settings.get("files.folder").map(String::as_str), Some("/home/ann/Forms"));
    desk.keys("<Esc><Esc>").choose(Choice::Rooms);
    assert!(matches!(desk.task(), Task::Folder { path, .. } if path == Path::new("/home/ann/Forms")));
    // A stick that is gone is no reason to stop.
    desk.over(Outcome::Refused(Why::new("There is nothing at /home/ann/Forms.")));
    assert!(matches!(desk.task(), Task::Folder { path, .. } if path == Path::new("~")));
}

#[test]
fn what_is_typed_narrows_the_list_and_a_path_is_gone_to() {
    let mut desk = files_of(Choice::Notes);
    desk.keys("wee");
    assert_eq!(state(&desk).files.entry(0).map(|e| e.name.as_str()), Some("weeks.csv"));
    desk.keys("<Backspace><Backspace><Backspace><Backspace>");
    assert!(matches!(desk.task(), Task::Folder { path, .. } if path == Path::new("/home")), "Backspace goes up");
    desk.over(listing("/home", &["ann/", "ben/"], 0));
    assert_eq!(state(&desk).files.selected, 0, "the folder one came from is marked");
    desk.keys("/media/stick/form.csv<Enter>");
    assert!(matches!(desk.task(), Task::Folder { path, .. } if path == Path::new("/media/stick/form.csv")));
    desk.over(Outcome::File("/media/stick/form.csv".into()));
    assert!(matches!(desk.task(), Task::Notes { from, .. } if from == Path::new("/media/stick/form.csv")));
}

#[test]
fn what_is_typed_before_the_folder_comes_is_kept_and_enter_waits_for_it() {
    let mut desk = files_of(Choice::Notes);
    desk.keys("for<Enter>").keys("<Enter>").keys("b");
    assert_eq!(desk.carried.len(), 2);
    desk.over(listing("/home/ann/Forms", &["a.csv", "b.csv"], 0));
    assert_eq!((state(&desk).files.field.text().as_str(), state(&desk).files.rows()), ("b", 1));
}

#[test]
fn a_folder_that_cannot_be_looked_into_is_a_sentence_and_the_list_stays() {
    let mut desk = files_of(Choice::Notes);
    desk.keys("<Enter>").over(Outcome::Refused(Why::new("You may not look into the folder /home/ann/Forms.")));
    assert!(state(&desk).files.why.starts_with("You may not"));
    assert_eq!(state(&desk).files.rows(), 3);
    // What comes for an earlier question is not heard.
    let late = desk.carried[0].0;
    crate::app::update::update(
        &mut desk.desk.app,
        crate::app::input::Input::Over(late, Box::new(listing("/elsewhere", &[], 0))),
        crate::app::screens::sample::NOW,
    );
    assert_eq!(state(&desk).files.listing.as_ref().map(|l| l.folder.as_path()), Some(Path::new("/home/ann")));
}

#[test]
fn a_whole_folder_is_taken_by_its_own_row_and_only_where_that_means_something() {
    let mut desk = files_of(Choice::Rooms);
    assert_eq!((state(&desk).files.rows(), state(&desk).files.selected), (4, 1));
    desk.keys("<Up><Enter>");
    assert!(matches!(desk.task(), Task::Rooms { from, take: false, .. } if from == Path::new("/home/ann")));
    assert_eq!(files_of(Choice::Notes).desk.app.inout.files.rows(), 3);
}

#[test]
fn after_one_table_of_a_roster_was_refused_its_whole_folder_is_next() {
    let mut desk = files_of(Choice::Rooms);
    desk.keys("<Down><Enter>").over(Outcome::Refused(Why::new("It belongs to one table of a roster.")));
    assert_eq!(
        (state(&desk).files.why.as_str(), state(&desk).files.selected),
        ("It belongs to one table of a roster.", 0)
    );
    desk.keys("<Enter>");
    assert!(matches!(desk.task(), Task::Rooms { from, .. } if from == Path::new("/home/ann")));
}

#[test]
fn nothing_is_taken_in_before_it_was_looked_at_and_never_by_enter() {
    let mut desk = files_of(Choice::Notes);
    desk.keys("<Down><Enter><Enter><Enter>");
    assert_eq!(desk.carried.len(), 2, "Enter held down does nothing more");
    desk.over(paper(40)).keys("<Enter><Enter>");
    assert_eq!(desk.carried.len(), 2);
    desk.keys("y");
    assert!(matches!(desk.task(), Task::Notes { take: true, .. }));
    // What is done is not done twice.
    let done =
        Paper { lines: vec!["x".into()], end: "Taken in as one change.".into(), changes: true, ..Paper::default() };
    desk.over(Outcome::Paper(done)).keys("y");
    assert_eq!(desk.carried.len(), 3);
    assert!(desk.desk.notice().contains("nothing here to take in"), "{}", desk.desk.notice());
}

#[test]
fn while_the_file_is_worked_on_only_stopping_and_covering_are_offered() {
    let mut desk = files_of(Choice::Notes);
    desk.keys("<Down><Enter>").over(paper(3)).keys("y").keys("1s<Ctrl-P>q2");
    assert_eq!((desk.desk.app.screen, desk.desk.app.layers.len()), (Screen::InOut, 0));
    assert!(desk.desk.notice().contains("Esc stops it"), "{}", desk.desk.notice());
    desk.keys("<Ctrl-L>");
    assert!(matches!(desk.desk.app.layers.last(), Some(Layer::Cover(_))));
    desk.keys("x<Esc>");
    let number = desk.carried.last().expect("a task").0;
    assert_eq!(desk.stopped, [number]);
    // It is waited for: it may be too late to stop it.
    assert!(state(&desk).running.is_some());
    desk.over(Outcome::Refused(Why::new("It was stopped. Nothing was changed.")));
    assert_eq!(state(&desk).page.end, "It was stopped. Nothing was changed.");
    desk.keys("1");
    assert_eq!(desk.desk.app.screen, Screen::Home);
}

#[test]
fn looking_is_left_at_once_and_what_comes_late_is_not_shown() {
    let mut desk = files_of(Choice::Notes);
    desk.keys("<Down><Enter><Esc>");
    assert_eq!((state(&desk).step, desk.stopped.len()), (Step::Files, 1));
    desk.over(paper(3));
    assert_eq!(state(&desk).step, Step::Files);
}

/// A walk under way.
fn walk() -> Recording {
    Recording {
        walk: uid(1),
        focus: String::new(),
        purpose: String::new(),
        minutes: None,
        sheet: None,
        observers: Vec::new(),
        route: Vec::new(),
        visits: 0,
        visit: None,
        corridor: None,
    }
}

#[test]
fn during_a_walk_nothing_is_brought_in_and_everything_can_be_taken_out() {
    let mut desk = desk();
    desk.desk.app.recording = Some(walk());
    desk.choose(Choice::Notes);
    assert!(desk.carried.is_empty());
    assert!(desk.desk.notice().starts_with("A walk is under way"), "{}", desk.desk.notice());
    desk.choose(Choice::Out(Format::Csv));
    assert!(matches!(desk.task(), Task::Folder { .. }));
}

#[test]
fn names_leave_only_after_a_yes_and_a_file_is_replaced_only_after_another() {
    let mut desk = files_of(Choice::Named(Format::Json));
    desk.keys("<Enter>").keys("<Enter>").keys("<Enter><Enter>");
    assert!(question(&desk).contains("Every name and every private note will be readable in uncover-with-names-"));
    assert_eq!(desk.carried.len(), 1, "Enter answers no question");
    desk.keys("y");
    let Task::Out(wish) = desk.task().clone() else { panic!("{:?}", desk.task()) };
    assert!(wish.names && !wish.overwrite && wish.to.starts_with("/home/ann"));
    desk.over(Outcome::There("“x” is there already.".into()));
    assert!(question(&desk).starts_with("Replace “uncover-with-names-"), "{}", question(&desk));
    desk.keys("<Enter><Esc>");
    assert_eq!((desk.carried.len(), state(&desk).step), (2, Step::Files));
    desk.keys("<Enter><Enter>").over(Outcome::There("there".into())).keys("y");
    assert!(matches!(desk.task(), Task::Out(wish) if wish.overwrite));
}

#[test]
fn no_question_comes_over_the_cover() {
    let mut desk = files_of(Choice::Out(Format::Csv));
    desk.keys("<Enter><Enter><Ctrl-L>").over(Outcome::There("“x” is there already. Choose another name.".into()));
    assert!(matches!(desk.desk.app.layers.last(), Some(Layer::Cover(_))));
    desk.keys("x");
    assert!(desk.desk.app.layers.is_empty() && state(&desk).files.why.contains("Choose another name"));
    let mut desk = files_of(Choice::Notes);
    desk.keys("/a/form.csv<Enter><Ctrl-L>").over(Outcome::File("/a/form.csv".into()));
    assert!(matches!(desk.desk.app.layers.last(), Some(Layer::Cover(_))));
}

#[test]
fn a_new_passphrase_is_typed_twice_and_an_old_one_once() {
    let mut desk = files_of(Choice::Out(Format::Bundle));
    desk.keys("<Enter><Enter>").keys("short<Enter>");
    assert!(state(&desk).secret.why.starts_with("Too short"));
    desk.keys("er words<Enter>").keys("other words<Enter>");
    assert!(state(&desk).secret.why.contains("differ"), "{}", state(&desk).secret.why);
    assert!(!desk.carried.iter().any(|(_, task)| matches!(task, Task::Out(_))));
    desk.keys("three words<Enter>three words<Enter>");
    assert!(matches!(desk.task(), Task::Out(w) if w.passphrase == Some(Passphrase("three words".into()))));
    assert!(!format!("{:?}", desk.task()).contains("three"), "it is in no line of trouble");

    let mut desk = files_of(Choice::Bundles);
    desk.keys("<Down><Enter>").over(Outcome::Sealed { name: "ben.bundle".into(), why: None });
    desk.keys("<Enter>");
    assert_eq!(desk.carried.len(), 2, "an empty one is not tried");
    desk.keys("three words<Enter>")
        .over(Outcome::Sealed { name: "ben.bundle".into(), why: Some("It does not open.".into()) });
    assert_eq!(state(&desk).secret.why, "It does not open.");
    assert!(state(&desk).secret.field.is_empty());
}

#[test]
fn after_a_merge_an_undo_takes_nothing_back_that_is_not_on_the_screen() {
    let mut desk = files_of(Choice::Bundles);
    desk.keys("<Down><Enter>").over(paper(3)).keys("y");
    let done = Paper { lines: vec!["x".into()], end: "Taken in.".into(), changes: true, ..Paper::default() };
    desk.over(Outcome::Paper(done));
    desk.desk.app.undo = UndoState { undo: Some("tag 10 notes".into()), redo: None };
    desk.keys("<Ctrl-Z>");
    assert!(desk.desk.notice().starts_with("“uncover merge --undo”"), "{}", desk.desk.notice());
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_asked_about() {
    let columns = columns_of(&["Timestamp".into(), "Room".into(), "Notes".into()], &[]);
    let why = Why { sentence: "3/4/2026 can be two days.".into(), asks: Asks::Order };
    let told = Told { columns, wish: forms::Wish::default(), paper: Err(why) };
    let mut desk = files_of(Choice::Notes);
    desk.keys("<Down><Enter>").over(Outcome::Notes(Box::new(told)));
    assert!(matches!(desk.desk.app.layers.last(), Some(Layer::Picker(_))));
    desk.keys("month<Enter>");
    assert!(matches!(desk.task(), Task::Notes { wish, .. } if wish.order == Some(forms::Order::Mdy)));
}

#[test]
fn what_a_column_is_can_be_said() {
    let columns = columns_of(&["Quand".into(), "Salle".into()], &[]);
    let why = Why { sentence: "No column is known.".into(), asks: Asks::Column };
    let told = Told { columns, wish: forms::Wish::default(), paper: Err(why) };
    let mut desk = files_of(Choice::Notes);
    desk.keys("<Down><Enter>").over(Outcome::Notes(Box::new(told)));
    desk.keys("cSalle<Enter>the room<Enter>");
    let said = vec![("Salle".to_string(), forms::Column::Room)];
    assert!(matches!(desk.task(), Task::Notes { wish, take: false, .. } if wish.map == said), "{:?}", desk.task());
}

#[test]
fn what_was_worked_in_is_on_the_screens_and_later_acts_come_after_it() {
    let mut desk = desk();
    desk.keys("<Esc>");
    let asked = desk.desk.asked.len();
    let newest = Hlc(i64::MAX / 4);
    let changes = Changes { kinds: vec![crate::domain::schema::Kind::Classroom], revision: 9 };
    let undo = UndoState { undo: Some("take in a roster".into()), redo: None };
    let event = Event::Worked { newest, changes, undo: undo.clone() };
    crate::app::update::update(
        &mut desk.desk.app,
        crate::app::input::Input::Store(event),
        crate::app::screens::sample::NOW,
    );
    desk.desk.sort();
    assert!(desk.desk.asked.len() > asked, "Home asks again");
    assert_eq!(desk.desk.app.undo, undo);
    assert!(desk.desk.app.tick_clock() > newest);
}

#[test]
fn what_is_written_elsewhere_meanwhile_is_told() {
    let mut desk = files_of(Choice::Out(Format::Csv));
    desk.keys("<Enter><Enter>").keys("3");
    assert_eq!(desk.desk.app.screen, Screen::Notes, "an export holds nobody up");
    let done = Paper { lines: Vec::new(), end: "24 notes are in x.".into(), changes: true, ..Paper::default() };
    desk.over(Outcome::Paper(done));
    assert!(desk.desk.notice().contains("done"), "{}", desk.desk.notice());
}

#[test]
fn ten_thousand_names_are_narrowed_by_what_is_typed() {
    let names: Vec<String> = (0..10_000).map(|n| format!("walk {n:05}.csv")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut desk = desk();
    desk.choose(Choice::Notes).over(listing("/many", &names, 0)).keys("09999");
    assert_eq!(state(&desk).files.rows(), 1);
    desk.keys("<Enter>");
    assert!(matches!(desk.task(), Task::Notes { from, .. } if from.ends_with("walk 09999.csv")));
}
