use super::*;
use crate::app::screens::sample::{Desk, NOW, uid};
use crate::store::api::{WalkKey, WalkRow};

fn walk(sealed: bool, closed: bool) -> WalkRow {
    WalkRow {
        uid: uid(80),
        key: WalkKey { day: 20_775, id: 1 },
        focus: "Who talks?".into(),
        purpose: String::new(),
        length: None,
        started: Some(NOW.utc - 9_000_000),
        ended: Some(NOW.utc - 1_000_000),
        closed: closed.then_some(NOW.utc),
        visits: 3,
        notes: 9,
        route: Vec::new(),
        observers: Vec::new(),
        sheet: None,
        sealed,
    }
}

fn desk(sealed: bool, closed: bool) -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    let home = Home { last_walk: Some(walk(sealed, closed)), ..Home::default() };
    desk.answer(Lane::Home, Answer::Home(home));
    desk
}

fn question(desk: &Desk) -> String {
    match desk.app.layers.last() {
        Some(Layer::Confirm(confirm)) => confirm.detail.clone(),
        _ => String::new(),
    }
}

/// The closed walk as the store tells it.
fn opened(hunch: Option<(&str, &str)>) -> Answer {
    let hunch = hunch.map(|(e, f)| (e.to_string(), f.to_string()));
    Answer::Walk(Some(WalkView { walk: walk(hunch.is_some(), true), sheet: None, visits: Vec::new(), hunch }))
}

#[test]
fn a_hunch_opens_beside_the_patterns_when_the_walk_is_closed() {
    let mut desk = desk(true, false);
    desk.keys("c");
    assert!(question(&desk).contains("sealed hunch opens"));
    desk.keys("y");
    desk.saved();
    desk.answer(Lane::Hunch, opened(Some(("they copy", "more time"))));
    assert_eq!(desk.app.screen, Screen::Hunch);
    let shown = desk.app.patterns.beside.current().expect("a hunch");
    assert_eq!(
        (shown.hunch.as_str(), shown.fix.as_str(), shown.focus.as_str()),
        ("they copy", "more time", "Who talks?")
    );
    // The patterns follow; until the file has them the hunch stays as it is.
    desk.answer(Lane::HunchCheck, Answer::HunchCheck(Vec::new()));
    assert!(desk.app.patterns.beside.current().is_some());
}

#[test]
fn a_walk_without_a_hunch_promises_none() {
    let mut desk = desk(false, false);
    desk.keys("c");
    assert!(!question(&desk).contains("hunch"), "{}", question(&desk));
    desk.keys("y");
    desk.saved();
    assert!(!desk.asked.iter().any(|q| q.lane == Lane::Hunch));
    assert_eq!(desk.app.screen, Screen::Home);
}

#[test]
fn the_hunch_is_read_again_or_it_is_said_where_one_is_written() {
    let mut with = desk(true, true);
    performing::perform(
        &mut with.app,
        Action::ReadHunch,
        crate::app::input::Key::plain(crate::app::input::Code::Enter),
    );
    with.sort();
    with.answer(Lane::Hunch, opened(Some(("they copy", ""))));
    assert_eq!(with.app.screen, Screen::Hunch);
    let mut without = desk(false, true);
    performing::perform(
        &mut without.app,
        Action::ReadHunch,
        crate::app::input::Key::plain(crate::app::input::Code::Enter),
    );
    assert!(without.notice().contains("written when a walk is planned"), "{}", without.notice());
}
