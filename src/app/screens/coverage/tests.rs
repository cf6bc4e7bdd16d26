use super::*;
use crate::app::Screen;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW, uid};
use crate::insight::coverage::{Looked, Place, map};
use crate::store::api::RoomRow;

/// 2026-11-18, the day of `NOW`.
const TODAY: i32 = 20_775;

/// Twelve rooms of six grades, visited in ten weeks, never on a Friday; two rooms and grade K never.
pub fn sample() -> Map {
    let place = |n: u8| Place {
        uid: uid(n),
        label: format!("Room {}", u32::from(n) * 3),
        grade: ["K", "1", "2", "3", "4", "5"][usize::from(n) / 2 % 6].into(),
        subject: ["Reading", "Mathematics", "Science"][usize::from(n) % 3].into(),
        period: format!("P{}", n % 4 + 1),
        last: (n > 1).then(|| TODAY - i32::from(n) * 11),
    };
    let visit = |i: i32| Looked {
        day: TODAY - 2 - (i / 5) * 7 + i % 4,
        minute: (i % 9 != 0).then(|| (8 * 60 + i * 23 % 300) as u16),
        room: Some(2 + (i * 7 % 9) as usize),
        period: format!("P{}", i % 3 + 1),
    };
    map(&(0..50).map(visit).collect::<Vec<_>>(), (0..12).map(place).collect(), TODAY, WEEKS)
}

pub fn rooms() -> Vec<RoomRow> {
    let row = |p: &Place| RoomRow {
        uid: p.uid,
        label: p.label.clone(),
        grade: p.grade.clone(),
        subject: p.subject.clone(),
        period: p.period.clone(),
        teachers: Vec::new(),
        school: None,
        last_visit: p.last.map(|day| NOW.utc - i64::from(TODAY - day) * 86_400_000),
    };
    sample().rooms.iter().map(|r| row(&r.room)).collect()
}

fn desk() -> Desk {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("4o");
    desk.answer(Lane::Coverage, Answer::CoverageMap(sample()));
    desk.answer(Lane::Rooms, Answer::Rooms(rooms()));
    desk
}

#[test]
fn one_key_goes_through_the_views() {
    let mut desk = desk();
    assert!(desk.asked.iter().any(|q| q.ask == Ask::CoverageMap { today: TODAY, weeks: 20, offset: 0 }));
    let mut seen = vec![desk.app.coverage.view];
    for _ in 0..4 {
        desk.keys("<Tab>");
        seen.push(desk.app.coverage.view);
    }
    assert_eq!(seen, View::ALL);
    desk.keys("<Tab>");
    assert_eq!(desk.app.coverage.view, View::Days);
    desk.keys("<Shift-Tab>G");
    assert!(desk.app.coverage.scroll <= lines(&desk.app));
    desk.keys("<Esc>");
    assert_eq!(desk.app.screen, Screen::Patterns);
}

#[test]
fn what_was_never_seen_stands_first() {
    let lines = not_seen(&sample(), 2026);
    assert_eq!(lines[0], Unseen::Heading("Grades".into()));
    assert_eq!(lines[1], Unseen::Thing { name: "K".into(), since: "not seen yet".into() });
    let rooms = lines.iter().position(|l| matches!(l, Unseen::Heading(h) if h.starts_with("Rooms"))).expect("rooms");
    let Unseen::Thing { since, .. } = &lines[rooms + 1] else { panic!("a room") };
    assert!(since.starts_with("not seen yet"), "{since}");
}

#[test]
fn a_route_fills_the_plan_and_says_why() {
    let mut desk = desk();
    desk.keys("r");
    assert_eq!((desk.app.screen, desk.app.plan.route.len()), (Screen::Plan, 6));
    let first = &desk.app.plan.route[0];
    assert_eq!(first.line.label, "Room 0");
    assert_eq!(desk.app.plan.why[&first.room.expect("a known room")], "not seen yet, no grade K yet");
    // Made again, it leaves the plan as it is.
    desk.keys("<Esc>r");
    assert_eq!(desk.app.plan.route.len(), 6);
    assert!(desk.notice().contains("has its rooms already"), "{}", desk.notice());
    assert!(desk.acts.is_empty(), "nothing is in the file before the plan is kept or started");
    desk.keys("<Ctrl-K>");
    assert_eq!(desk.verb(), crate::domain::act::Verb::PlanWalk);
}

#[test]
fn home_makes_a_route_too() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("r");
    assert!(desk.notice().contains("no room in the file yet"), "{}", desk.notice());
    desk.answer(Lane::Rooms, Answer::Rooms(rooms()));
    desk.keys("r");
    assert_eq!((desk.app.screen, desk.app.plan.route.len()), (Screen::Plan, 6));
}
