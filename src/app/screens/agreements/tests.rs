use super::*;
use crate::app::Screen;
use crate::app::effect::Effect;
use crate::app::screens::sample::{self, Desk, NOW};
use crate::domain::agreements::{Names, PURPOSE};
use crate::store::api::{Answer, Home, Lane, Resume, Write};

fn desk() -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    let resume = Resume::default();
    desk.answer(Lane::Walk, Answer::Resume(resume));
    desk.answer(Lane::Home, Answer::Home(Home::default()));
    desk
}

/// The settings written by keys.
fn settings(desk: &mut Desk, keys: &str) -> Vec<(String, String)> {
    for key in crate::app::keys::parse_keys(keys).expect("keys") {
        crate::app::update::update(&mut desk.app, crate::app::input::Input::Key(key), NOW);
    }
    let written = desk.app.take_effects().into_iter().filter_map(|e| match e {
        Effect::Write(Write::Setting(key, value)) => Some((key, value)),
        _ => None,
    });
    written.collect()
}

fn pair(key: &str, value: &str) -> Vec<(String, String)> {
    vec![(key.into(), value.into())]
}

#[test]
fn an_agreement_is_changed_and_kept_as_a_setting() {
    let mut desk = desk();
    assert_eq!(settings(&mut desk, "a<Enter><Ctrl-U>15<Enter>"), pair("agreed.longest", "15"));
    assert_eq!((desk.app.screen, desk.app.agreed.longest), (Screen::Agreements, Some(15)));
    assert_eq!(settings(&mut desk, "j<Enter>"), pair("agreed.names", "off"));
    assert_eq!(desk.app.agreed.names, Names::Off);
    assert_eq!(settings(&mut desk, "G<Enter><Ctrl-U>30 June<Enter>"), pair("agreed.until", "2027-06-30"));
    assert!(settings(&mut desk, "g<Enter><Ctrl-U>many<Enter>").is_empty());
    assert!(!desk.app.layers.is_empty(), "what cannot be read is asked again");
}

#[test]
fn a_day_that_is_over_is_asked_about_before_it_is_taken() {
    let mut desk = desk();
    // It is 18 November 2026.
    assert!(settings(&mut desk, "aG<Enter>17 November 2026<Enter>").is_empty());
    let hint = match desk.app.layers.last() {
        Some(crate::app::layers::Layer::Prompt(prompt)) => prompt.hint.clone(),
        _ => String::new(),
    };
    assert!(hint.starts_with("That day is over"), "{hint}");
    assert!(settings(&mut desk, "<Ctrl-U>16 November 2026<Enter>").is_empty(), "another one is asked about again");
    assert_eq!(settings(&mut desk, "<Enter>"), pair("agreed.until", "2026-11-16"));
    assert_eq!(settings(&mut desk, "<Enter><Enter>"), pair("agreed.until", "2026-11-16"), "it stands already");
    assert_eq!(settings(&mut desk, "<Enter><Ctrl-U>18 November 2026<Enter>"), pair("agreed.until", "2026-11-18"));
}

#[test]
fn what_the_file_says_holds_from_the_start() {
    let mut desk = Desk::new((100, 30), Default::default());
    let kept = [("agreed.longest", "20"), ("agreed.follow-ups", "3"), ("agreed.until", "nonsense"), ("theme", "light")];
    let settings = kept.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    desk.answer(Lane::Walk, Answer::Resume(Resume { settings, ..Resume::default() }));
    assert_eq!((desk.app.agreed.longest, desk.app.agreed.follow_ups, desk.app.agreed.until), (Some(20), 3, None));
    assert_eq!(desk.asked.iter().filter(|q| q.lane == Lane::Home).count(), 2, "Home asks anew");
}

#[test]
fn a_file_that_can_only_be_read_keeps_its_agreements() {
    let mut desk = desk();
    desk.app.read_only = Some(crate::store::api::Trouble::new(
        crate::store::api::TroubleSort::ReadOnly,
        "The file can only be read.",
        "",
        "",
    ));
    assert!(settings(&mut desk, "a<Enter>").is_empty());
    assert!(desk.app.layers.is_empty() && desk.notice().contains("only be read"));
}

#[test]
fn names_off_takes_the_rooms_off_what_screens_hold() {
    let mut desk = desk();
    crate::app::screens::visit::open(&mut desk.app, sample::uid(90), None);
    desk.sort();
    desk.answer(Lane::Other, Answer::Visit(Some(sample::visit())));
    assert_eq!(desk.app.visit.page().map(|v| v.visit.room.as_str()), Some("Room 12"));
    desk.app.open(Screen::Agreements);
    desk.keys("j<Enter>");
    let page = desk.app.visit.page().expect("the visit");
    assert_eq!((page.visit.room.as_str(), page.notes[0].room.as_str()), ("Visit 3", "Visit 3"));
    assert!(page.visit.teachers.is_empty());
}

#[test]
fn new_walks_get_the_purpose_that_was_agreed() {
    let mut desk = desk();
    desk.app.agreed.own_purpose = "We look at tasks.".into();
    desk.keys("s");
    let purpose = desk.app.recording.as_ref().map(|r| r.purpose.clone());
    assert_eq!(purpose.as_deref(), Some("We look at tasks."));
    desk.app.agreed.own_purpose.clear();
    assert_eq!(desk.app.agreed.purpose_of(" "), PURPOSE);
}

#[test]
fn a_follow_up_stays_as_long_as_was_agreed() {
    let mut desk = desk();
    desk.app.agreed.follow_ups = 3;
    desk.keys("s! send the article<Enter>");
    let expires = desk.acts.last().and_then(|act| {
        let is_expiry =
            |(field, _): &&(crate::domain::schema::Field, _)| *field == crate::domain::schema::note::EXPIRES;
        act.ops[0].fields.iter().find(is_expiry).map(|(_, value)| value.clone())
    });
    assert_eq!(expires, Some(crate::domain::act::Value::Int(NOW.utc + 3 * 86_400_000)));
}

#[test]
fn home_names_the_oldest_visit_whose_slip_is_due() {
    let mut desk = desk();
    desk.app.go(Screen::Home);
    desk.sort();
    let due = desk.asked.iter().rev().find_map(|q| match q.ask {
        crate::store::api::Ask::Home { due, .. } => due,
        _ => None,
    });
    let today = crate::domain::time::day_bounds(NOW.today(), 0).0;
    assert_eq!(due.map(|(_, to)| to), Some(today), "by itself all visits before today");
    let old = vec![(sample::uid(90), NOW.utc - 4 * 86_400_000), (sample::uid(91), NOW.utc - 86_400_000)];
    desk.answer(Lane::Home, Answer::Home(Home { papers_due: old, ..Home::default() }));
    let rows = crate::app::screens::home::rows(&desk.app);
    let row = rows.iter().find(|r| r.action == Action::OpenDue).expect("a line");
    assert_eq!(row.detail, "for 2 visits, the oldest of 14 Nov; agreed: the same day");
    desk.keys("o");
    assert_eq!((desk.app.screen, desk.app.visit.uid), (Screen::Visit, Some(sample::uid(90))));
}

#[test]
fn undo_among_the_agreements_changes_nothing_elsewhere() {
    let mut desk = desk();
    desk.app.undo.undo = Some("write down what the teacher said".into());
    desk.app.undo.redo = Some("write a note".into());
    for key in crate::app::keys::parse_keys("aj<Enter><Ctrl-Z><Ctrl-Y>").expect("keys") {
        crate::app::update::update(&mut desk.app, crate::app::input::Input::Key(key), NOW);
    }
    let effects = desk.app.take_effects();
    assert!(!effects.iter().any(|e| matches!(e, Effect::Write(Write::Undo(_) | Write::Redo(_)))));
    assert!(desk.app.notice.as_ref().is_some_and(|n| n.text.contains("not undone by Ctrl-Z")));
    assert_eq!((desk.app.screen, desk.app.agreed.names), (Screen::Agreements, Names::Off));
}
