use super::*;
use crate::app::input::Input;
use crate::app::screens::sample::{Desk, NOW, uid};
use crate::app::update::update;
use crate::domain::time::Hlc;
use crate::exchange::drives::Drive;
use crate::exchange::leaving::Done;
use crate::store::api::{Answer as StoreAnswer, Event, Home, Lane, Resume, Write};
use crate::store::backup::drive::Way;
use crate::store::retention::Fitting;
use drive::{DriveTold, UnderWay};
use std::path::PathBuf;

const DAY: i64 = 86_400_000;
/// 2026-11-18, the day of the tests, as a number.
const TODAY: i64 = 20_775;

/// A file in which a year seems to be over: visits each week until 100 days ago.
fn desk() -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    desk.answer(
        Lane::Walk,
        StoreAnswer::Resume(Resume { clock: Some(Hlc((NOW.utc - DAY) << 16)), ..Resume::default() }),
    );
    let visited = (TODAY - 300..=TODAY - 100).step_by(5).collect();
    desk.answer(Lane::Home, StoreAnswer::Home(Home { visited, ..Home::default() }));
    desk
}

/// What keys wish to be done outside, without questions to the store.
fn wishes(desk: &mut Desk, keys: &str) -> Vec<Effect> {
    for key in crate::app::keys::parse_keys(keys).expect("keys") {
        update(&mut desk.app, Input::Key(key), NOW);
    }
    desk.app.take_effects().into_iter().filter(|e| !matches!(e, Effect::Ask(_))).collect()
}

fn tell(desk: &mut Desk, input: Input) -> Vec<Effect> {
    update(&mut desk.app, input, NOW);
    desk.app.take_effects()
}

fn drive_at(name: &str) -> Drive {
    Drive { name: name.into(), path: PathBuf::from(format!("/media/ann/{name}")) }
}

fn settings(effects: &[Effect]) -> Vec<(&str, &str)> {
    let of = |e| match e {
        &Effect::Write(Write::Setting(ref key, ref value)) => Some((key.as_str(), value.as_str())),
        _ => None,
    };
    effects.iter().filter_map(of).collect()
}

fn year_row(desk: &Desk) -> Option<String> {
    home::rows(&desk.app).into_iter().find(|r| r.action == Action::YearOpen).map(|r| r.detail)
}

// ── The offer ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn home_offers_the_years_end_in_one_line_that_can_be_put_off() {
    let mut desk = desk();
    assert_eq!(year_row(&desk).as_deref(), Some("the last visit was on 10 Aug: what stays?"));
    assert!(wishes(&mut desk, "y").is_empty());
    assert_eq!(desk.app.screen, Screen::YearEnd);
    let effects = wishes(&mut desk, "jjjj<Enter><Enter>");
    assert_eq!(settings(&effects), [("year.put-off", "20803")]);
    assert_eq!((year_row(&desk), rows(&desk.app).len()), (None, 4));
    desk.app.settings.insert("year.put-off".into(), TODAY.to_string());
    assert!(year_row(&desk).is_some(), "it comes again");
    let effects = wishes(&mut desk, "jjjj<Enter><Down><Enter>");
    assert_eq!(settings(&effects), [("year.dealt-with", (TODAY - 99).to_string().as_str())]);
    assert_eq!(year_row(&desk), None);
}

#[test]
fn a_file_in_use_and_one_without_visits_hear_nothing() {
    let mut desk = desk();
    desk.answer(Lane::Home, StoreAnswer::Home(Home { visited: (TODAY - 200..TODAY).collect(), ..Home::default() }));
    assert_eq!(year_row(&desk), None);
    desk.app.agreed.until = chrono::NaiveDate::from_ymd_opt(2026, 6, 30);
    assert_eq!(year_row(&desk).as_deref(), Some("“Kept until 30 June 2026” is over: what stays?"));
    desk.answer(Lane::Home, StoreAnswer::Home(Home::default()));
    assert_eq!(year_row(&desk), None);
}

// ── What would go ───────────────────────────────────────────────────────────────────────────────────────────────────

fn plan(desk: &mut Desk, wish: Wish) {
    let answer = Answer::Planned { wish, lines: vec!["For good: 3 visits.".into()], copies: vec!["No backup.".into()] };
    tell(desk, Input::Leaving(answer));
}

/// The list of what unlinking would do is on the screen.
fn unlinking(desk: &mut Desk) -> Wish {
    let effects = wishes(desk, "yj<Enter><Enter>");
    let [Effect::Leaving(Question::Plan(wish))] = effects.as_slice() else { unreachable!("{effects:?}") };
    let wish = *wish;
    assert_eq!(wish, Wish::Unlink(day_of_number(TODAY - 99)), "the day is offered");
    assert_eq!(desk.app.screen, Screen::Leaving);
    wish
}

#[test]
fn nothing_goes_by_a_key_that_is_held_down() {
    let mut desk = desk();
    let wish = unlinking(&mut desk);
    assert!(wishes(&mut desk, "<Enter><Enter>x<Enter>y").is_empty(), "it is not known yet what would go");
    plan(&mut desk, wish);
    assert!(wishes(&mut desk, "<Enter><Enter><Enter>").is_empty(), "Enter does nothing here");
    assert!(wishes(&mut desk, "xxxx<Enter><Enter>").is_empty(), "nor does Enter answer the question, nor x again");
    assert!(wishes(&mut desk, "n").is_empty());
    assert!(desk.app.layers.is_empty());
    let shown = vec!["For good: 3 visits.".to_string()];
    assert_eq!(wishes(&mut desk, "xy"), [Effect::CarryOut { wish, backup: true, shown }]);
    assert!(wishes(&mut desk, "xy").is_empty(), "once");
}

#[test]
fn a_backup_can_be_declined() {
    let mut desk = desk();
    let wish = unlinking(&mut desk);
    plan(&mut desk, wish);
    let effects = wishes(&mut desk, "bxy");
    assert!(matches!(effects.as_slice(), [Effect::CarryOut { backup: false, .. }]), "{effects:?}");
}

#[test]
fn an_answer_about_something_else_is_not_taken() {
    let mut desk = desk();
    unlinking(&mut desk);
    plan(&mut desk, Wish::Walk(uid(3)));
    assert!(desk.app.year.listed.as_ref().is_some_and(|l| l.lines.is_none()));
}

#[test]
fn a_backup_made_meanwhile_is_in_the_list() {
    let mut desk = desk();
    let backed_up = || Input::Store(Event::BackedUp { at: NOW.utc, path: "b".into() });
    assert!(tell(&mut desk, backed_up()).is_empty(), "no list is shown");
    let wish = unlinking(&mut desk);
    plan(&mut desk, wish);
    assert_eq!(tell(&mut desk, backed_up()), [Effect::Leaving(Question::Plan(wish))]);
    assert!(desk.app.year.listed.as_ref().is_some_and(|l| l.lines.is_some()), "what goes stays in sight meanwhile");
    let copies = vec!["/data/backups/b".to_string()];
    tell(&mut desk, Input::Leaving(Answer::Planned { wish, lines: Vec::new(), copies: copies.clone() }));
    assert_eq!(desk.app.year.listed.as_ref().map(|l| l.copies.clone()), Some(copies));
}

#[test]
fn of_a_teacher_more_or_less_goes_and_it_is_looked_for_anew() {
    let mut desk = desk();
    let effects = wishes(&mut desk, "yjjj<Enter><Down><Down><Down><Enter>Wren<Enter>");
    assert_eq!(effects, [Effect::Leaving(Question::Called(Kind::Teacher, "Wren".into()))]);
    let two = ["Ms Wren", "Mr Wren"]
        .map(|name| Fitting { uid: uid(name.len() as u8 + name.as_bytes()[1]), name: name.into() });
    tell(&mut desk, Input::Leaving(Answer::Called(Kind::Teacher, two.to_vec())));
    let effects = wishes(&mut desk, "<Down><Enter>");
    let mut wish = Wish::Teacher { teacher: two[1].uid, visits: false, mentions: false };
    assert_eq!(effects, [Effect::Leaving(Question::Plan(wish))]);
    plan(&mut desk, wish);
    wish = Wish::Teacher { teacher: two[1].uid, visits: true, mentions: false };
    assert_eq!(wishes(&mut desk, "bv"), [Effect::Leaving(Question::Plan(wish))]);
    let listed = desk.app.year.listed.clone().expect("a list");
    assert!(!listed.backup && listed.lines.is_none(), "what was chosen stays: {listed:?}");
    wish = Wish::Teacher { teacher: two[1].uid, visits: true, mentions: true };
    assert_eq!(wishes(&mut desk, "m"), [Effect::Leaving(Question::Plan(wish))]);
}

#[test]
fn while_a_walk_runs_or_something_is_not_saved_nothing_is_removed() {
    let mut desk = desk();
    desk.keys("s");
    desk.app.go(Screen::YearEnd);
    desk.sort();
    assert!(wishes(&mut desk, "j<Enter>").is_empty());
    assert!(
        desk.app.layers.is_empty() && desk.notice().starts_with("A walk is under way. End it first"),
        "{}",
        desk.notice()
    );
    let mut desk = self::desk();
    let why = crate::store::api::Trouble::locked();
    desk.app.saving.not_saved(Hlc(9), why.clone(), None);
    assert!(wishes(&mut desk, "yj<Enter>").is_empty());
    assert!(desk.notice().starts_with("Something is not saved yet"));
    let mut desk = self::desk();
    desk.app.read_only = Some(why);
    assert!(wishes(&mut desk, "yjjj<Enter>").is_empty() && desk.app.layers.is_empty());
}

#[test]
fn it_is_read_afterwards_and_a_refusal_too() {
    let done = Done {
        lines: vec!["For good: 3 visits.".into()],
        told: vec!["Removed.".into()],
        copies: Vec::new(),
        left_over: Some("Its bytes.".into()),
    };
    for (result, heading, last) in
        [(Ok(done), "Removed for good", "Its bytes."), (Err("Locked.".into()), "Nothing was removed", "Locked.")]
    {
        let mut desk = Desk::new((100, 30), Default::default());
        let (title, lines) = report_lines(result);
        came_back(&mut desk.app, title, lines);
        desk.sort();
        desk.answer(Lane::Walk, StoreAnswer::Resume(Resume::default()));
        let Some(Layer::Reader(page)) = desk.app.layers.last() else { unreachable!("a page to read") };
        assert_eq!((page.title.as_str(), page.lines.last().map(String::as_str)), (heading, Some(last)));
        assert_eq!(desk.app.screen, Screen::YearEnd);
    }
}

#[test]
fn a_successors_file_goes_where_it_was_said() {
    let mut desk = desk();
    let effects = wishes(&mut desk, "yjj<Enter><Ctrl-U>~/for  next/a.db<Enter>");
    assert_eq!(effects, [Effect::Leaving(Question::HandOver("~/for  next/a.db".into()))]);
    tell(&mut desk, Input::Leaving(Answer::No("There is already a file.".into())));
    assert_eq!((desk.notice(), desk.app.screen), ("There is already a file.", Screen::YearEnd));
}

// ── Copies on drives ────────────────────────────────────────────────────────────────────────────────────────────────

fn found(desk: &mut Desk, names: &[&str]) -> Vec<Effect> {
    assert_eq!(wishes(desk, "b"), [Effect::FindDrives]);
    tell(desk, Input::Drive(DriveTold::Found(names.iter().map(|n| drive_at(n)).collect())))
}

#[test]
fn one_drive_is_taken_at_once_and_remembered() {
    let mut desk = desk();
    let t7 = drive_at("T7");
    assert_eq!(found(&mut desk, &["T7"]), [Effect::CopyTo(t7.clone())]);
    tell(&mut desk, Input::Drive(DriveTold::Way(Way::Written(43))));
    assert!(wishes(&mut desk, "b").is_empty(), "one at a time");
    assert_eq!(desk.notice(), "Copy to “T7”: 43 % written. Go on as usual; leave the drive plugged in.");
    assert!(wishes(&mut desk, "q").is_empty() && desk.notice().contains("no copy is there"), "{}", desk.notice());
    let made = DriveTold::Made { drive: t7, path: "/media/ann/T7/Uncover backups/a.uncover".into(), at: NOW.utc };
    let effects = tell(&mut desk, Input::Drive(made));
    let at = NOW.utc.to_string();
    assert_eq!(settings(&effects), [("drive.name", "T7"), ("drive.path", "/media/ann/T7"), ("drive.at", at.as_str())]);
    assert!(desk.notice().contains("A verified copy is on “T7”"), "{}", desk.notice());
    assert_eq!(drive::words(&desk.app), "the last one on 18 Nov, on “T7”");
    assert_eq!(wishes(&mut desk, "q"), [Effect::Quit]);
}

#[test]
fn another_file_is_not_opened_while_a_copy_is_made() {
    let mut desk = desk();
    found(&mut desk, &["T7"]);
    assert!(wishes(&mut desk, "d").is_empty() && desk.app.layers.is_empty());
    assert!(desk.notice().starts_with("A copy is being made on a drive"), "{}", desk.notice());
}

#[test]
fn of_several_drives_the_one_from_last_time_stands_first() {
    let mut desk = desk();
    desk.app.settings.insert("drive.path".into(), "/media/ann/T7".into());
    assert!(found(&mut desk, &["CAMERA", "T7", "X"]).is_empty());
    assert_eq!(wishes(&mut desk, "<Enter>"), [Effect::CopyTo(drive_at("T7"))]);
    desk.app.year.drive.under_way = None;
    found(&mut desk, &["CAMERA", "T7"]);
    assert!(wishes(&mut desk, "<Esc>").is_empty() && desk.app.year.drive.under_way.is_none());
}

#[test]
fn no_drive_and_one_that_fails_are_a_sentence_each() {
    let mut desk = desk();
    assert!(found(&mut desk, &[]).is_empty());
    assert!(desk.notice().contains("uncover backup PATH"), "{}", desk.notice());
    found(&mut desk, &["T7"]);
    assert!(settings(&tell(&mut desk, Input::Drive(DriveTold::Not("The drive “T7” is full.".into())))).is_empty());
    assert_eq!((desk.notice(), desk.app.year.drive.under_way.clone()), ("The drive “T7” is full.", None));
}

#[test]
fn an_old_copy_is_named_quietly_once_one_was_made() {
    let mut desk = desk();
    assert_eq!(drive::old(&desk.app), None);
    desk.app.settings.insert("drive.at".into(), (NOW.utc - 20 * DAY).to_string());
    desk.app.settings.insert("drive.name".into(), "T7".into());
    assert_eq!(drive::old(&desk.app).as_deref(), Some("20 days ago, on “T7”"));
    desk.app.settings.insert("drive.at".into(), (NOW.utc - 13 * DAY).to_string());
    assert_eq!(drive::old(&desk.app), None);
}

#[test]
fn the_way_of_a_copy_is_told_in_words() {
    let words = |way| UnderWay { drive: drive_at("T7"), way }.words();
    assert!(words(Way::TakingIn).contains("the drive takes it in"));
    assert!(words(Way::Checking).contains("read back and checked"));
}
