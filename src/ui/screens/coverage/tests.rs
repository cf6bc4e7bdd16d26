use crate::app::look::Look;
use crate::app::screens::coverage::View;
use crate::app::screens::coverage::tests::{rooms, sample};
use crate::app::screens::sample::Desk;
use crate::domain::id::Uid;
use crate::insight::coverage::{Looked, Map, Place, map};
use crate::store::api::{Answer, Lane};
use crate::ui::screens::picture;

fn desk(size: (u16, u16), ascii: bool, view: View, map: Map) -> Desk {
    let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
    desk.keys("4o");
    desk.answer(Lane::Coverage, Answer::CoverageMap(map));
    desk.answer(Lane::Rooms, Answer::Rooms(rooms()));
    desk.app.coverage.view = view;
    desk
}

#[test]
fn the_five_views() {
    for (view, name) in View::ALL.into_iter().zip(["days", "rooms", "periods", "hours", "not_seen"]) {
        insta::assert_snapshot!(format!("{name}_80"), picture(&desk((80, 24), false, view, sample()).app));
    }
    insta::assert_snapshot!("days_140", picture(&desk((140, 40), false, View::Days, sample()).app));
    insta::assert_snapshot!("days_80_ascii", picture(&desk((80, 24), true, View::Days, sample()).app));
    insta::assert_snapshot!("rooms_40", picture(&desk((40, 10), true, View::Rooms, sample()).app));
}

#[test]
fn nothing_there_yet() {
    let empty = crate::insight::coverage::map(&[], Vec::new(), 20_775, 20);
    for view in View::ALL {
        let shown = picture(&desk((80, 24), false, view, empty.clone()).app);
        assert!(shown.contains("Where we looked"), "{shown}");
    }
    insta::assert_snapshot!(picture(&desk((80, 24), false, View::Rooms, empty).app));
}

#[test]
fn only_what_is_known_of_the_rooms_is_told() {
    let shown = |room: Option<Place>, view| {
        let visits = [Looked { day: 20_775, room: room.as_ref().map(|_| 0), ..Looked::default() }];
        picture(&desk((80, 24), false, view, map(&visits, room.into_iter().collect(), 20_775, 20)).app)
    };
    let (grade, subject, period) = (String::new(), String::new(), String::new());
    let room = Place { uid: Uid([7; 16]), label: "Room 7".into(), grade, subject, period, last: Some(20_775) };
    assert!(shown(None, View::NotSeen).contains("There is no room in the file yet."));
    let one = shown(Some(room.clone()), View::NotSeen);
    assert!(one.contains("Every room was visited."), "{one}");
    let rooms = shown(Some(room.clone()), View::Rooms);
    assert!(rooms.contains("1 of 1 room was visited in the last 20 weeks."), "{rooms}");
    let graded = Place { grade: "4".into(), ..room };
    assert!(shown(Some(graded), View::NotSeen).contains("Every room and grade was visited."));
}

#[test]
fn a_plan_from_a_route() {
    let mut desk = desk((80, 24), false, View::NotSeen, sample());
    desk.keys("r");
    insta::assert_snapshot!(picture(&desk.app));
}

#[test]
fn any_size_is_drawn() {
    for size in [(1, 1), (2, 3), (5, 4), (12, 5), (20, 6), (40, 10), (41, 13), (200, 60)] {
        for view in View::ALL {
            picture(&desk(size, true, view, sample()).app);
            picture(&desk(size, false, view, Map::default()).app);
        }
    }
}
