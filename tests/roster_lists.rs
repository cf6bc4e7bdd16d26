//! Plain lists of rooms: read in any language and encoding, and safe to take in again.
#![allow(clippy::panic, reason = "tests fail by panicking")]

mod common;
#[path = "common/rosters.rs"]
mod rosters;

use common::MORNING;
use proptest::prelude::*;
use rosters::{Place, holds, names, read};
use uncover::domain::time::Hlc;
use uncover::exchange::roster::{self, Column, Wish};

#[test]
fn lists_in_any_language_and_encoding_give_the_same_rooms() {
    let words = "Salle;Enseignant;Niveau\nSalle 4;Zoë Núñez;4\nSalle 9;Mr Bâ;5\n";
    let latin: Vec<u8> = words.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(words.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let marked = format!("\u{feff}{words}").into_bytes();
    for bytes in [words.as_bytes().to_vec(), latin, utf16, marked, words.replace(';', "\t").into_bytes()] {
        let mut place = Place::new();
        let path = place.list(&bytes);
        place.take(&path, &Wish::default());
        let rooms = place.rooms();
        assert_eq!(names(&rooms["Salle 4"]), ["Zoë Núñez"]);
        assert_eq!(rooms["Salle 9"].grade, "5");
        assert_eq!(place.take(&path, &Wish::default()).operations, 0);
    }
}

#[test]
fn columns_can_be_named_and_lists_can_be_bare() {
    let mut place = Place::new();
    let path = place.list("Хона,Муаллим,e-mail\n12,Ms Alvarez,hush@secret.example\n".as_bytes());
    let map = vec![("хона".to_string(), Column::Room), ("Муаллим".to_string(), Column::Teacher)];
    place.take(&path, &Wish { map, ..Wish::default() });
    assert_eq!(names(&place.rooms()["12"]), ["Ms Alvarez"]);
    let wrong = Wish { map: vec![("nothing".into(), Column::Room)], ..Wish::default() };
    let sentence = read(&path, &wrong).expect_err("refused").to_string();
    assert!(sentence.contains("line 1 has no heading “nothing”"), "{sentence}");
    let bare = place.list(b"1. Room 4, Ms Alvarez, 4, Reading\n2. Room 9\n");
    place.take(&bare, &Wish { keep_missing: true, ..Wish::default() });
    assert_eq!(place.rooms().keys().collect::<Vec<_>>(), ["12", "Room 4", "Room 9"]);
    let report = place.take(&bare, &Wish::default());
    assert_eq!(report.retired.len(), 1, "{:?}", report.lines());
    assert!(!holds(&place.bytes(), "secret.example"));
}

#[test]
fn several_people_of_one_room_stay_apart() {
    let mut place = Place::new();
    let list =
        "room,teacher,teacher-id\nRoom 4,Ms Alvarez / Mr Boyd,t1/t2\nRoom 9,Mr Boyd,t2\nRoom 12,Ms Chen & Mx Dee,t4\n";
    place.take(&place.list(list.as_bytes()), &Wish::default());
    let rooms = place.rooms();
    assert_eq!(names(&rooms["Room 4"]), ["Mr Boyd", "Ms Alvarez"]);
    assert_eq!(names(&rooms["Room 12"]), ["Ms Chen", "Mx Dee"]);
    assert_eq!(place.reader().known().expect("read").teachers.len(), 4);
    assert_eq!(place.take(&place.list(list.as_bytes()), &Wish::default()).operations, 0);
}

#[test]
fn two_people_behind_one_door_who_may_be_the_same_stay_who_they_are() {
    let mut place = Place::new();
    let rows = "room,teacher,grade,subject\nRoom 4,M. Alvarez,4,Maths\nRoom 4,Maria Alvarez,4,Maths\nRoom 4,Ms Alvarez,4,Maths\n";
    let list = place.list(rows.as_bytes());
    place.take(&list, &Wish::default());
    let known = place.reader().known().expect("read");
    let mut called: Vec<&str> = known.teachers.values().map(|t| t.name.as_str()).collect();
    called.sort_unstable();
    assert_eq!(called, ["M. Alvarez", "Maria Alvarez", "Ms Alvarez"]);
    assert_eq!(place.take(&list, &Wish::default()).operations, 0);
    let other_way = "room,teacher,grade,subject\nRoom 4,Ms Alvarez,4,Maths\nRoom 4,Maria Alvarez,4,Maths\nRoom 4,M. Alvarez,4,Maths\n";
    let list = place.list(other_way.as_bytes());
    assert_eq!(place.take(&list, &Wish::default()).operations, 0);
}

#[test]
fn a_namesake_without_an_id_is_found_again_beside_one_who_has_one() {
    let mut place = Place::new();
    let list = place.list(b"room,teacher,teacher-id\nRoom 12,Ms Chen,t4\nRoom 12,Ms Chen,\nRoom 12,M. Chen,\n");
    place.take(&list, &Wish::default());
    let known = place.reader().known().expect("read").teachers.len();
    assert_eq!(place.take(&list, &Wish::default()).operations, 0);
    assert_eq!(place.reader().known().expect("read").teachers.len(), known);
}

#[test]
fn a_row_of_rooms_is_as_many_rooms() {
    let mut place = Place::new();
    place.take(&place.list(b"Room 4, Room 9\nLibrary\n"), &Wish::default());
    assert_eq!(place.rooms().keys().collect::<Vec<_>>(), ["Library", "Room 4", "Room 9"]);
}

#[test]
fn a_list_that_changes_a_subject_keeps_the_room() {
    let mut place = Place::new();
    place.take(
        &place.list(b"room,teacher,grade,subject\nRoom 4,Ms Alvarez,4,Maths\nRoom 9,Mr Boyd,5,Art\n"),
        &Wish::default(),
    );
    let before = place.rooms()["Room 4"].uid;
    let report = place.take(
        &place.list(b"room,teacher,grade,subject\nRoom 4,Ms Alvarez,4,Mathematics\nRoom 9,Mr Chen,5,Art\n"),
        &Wish::default(),
    );
    assert_eq!((report.changed.len(), report.new_rooms.len(), report.retired.len()), (1, 1, 1), "{:?}", report.lines());
    assert_eq!(place.rooms()["Room 4"].uid, before);
}

#[test]
fn a_list_without_a_school_asks_for_one_when_there_are_several() {
    let mut place = Place::new();
    place.take(&place.list(b"room,school\nRoom 1,Oak\nRoom 1,Ash\n"), &Wish::default());
    let roster = read(&place.list(b"room\nRoom 2\n"), &Wish::default()).expect("a roster");
    let sentence = roster::plan(&roster, &place.reader().known().expect("read")).expect_err("refused").to_string();
    assert!(sentence.contains("--school"), "{sentence}");
    let wish = Wish { school: Some("oak".into()), ..Wish::default() };
    let report = place.take(&place.list(b"room\nRoom 2\n"), &wish);
    assert_eq!((report.new_rooms.len(), report.retired.len()), (1, 1), "{:?}", report.lines());
}
#[test]
fn a_row_without_a_teacher_is_the_room_without_one() {
    let mut place = Place::new();
    place.take(&place.list(b"room,teacher,grade,subject,period\nRoom 1,B,,x,\n"), &Wish::default());
    let path = place.list(b"room,teacher,grade,subject,period\nRoom 1,,,x,q\nRoom 1,B,,,q\n");
    assert_eq!(place.take(&path, &Wish::default()).new_rooms.len(), 1);
    let again = place.take(&path, &Wish::default());
    assert_eq!(again.operations, 0, "{:?}", again.lines());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever lists come one after the other: each can be repeated without a change, and undo is exact.
    #[test]
    fn any_lists_are_safe_to_repeat_and_to_take_back(lists in prop::collection::vec(
        prop::collection::vec(("[12]", "[AB]{0,1}", "[45]{0,1}", "[xy]{0,1}", "[pq]{0,1}"), 1..6), 1..4)
    ) {
        let mut place = Place::new();
        for rows in lists {
            let mut text = String::from("room,teacher,grade,subject,period\n");
            for (room, teacher, grade, subject, period) in rows {
                text.push_str(&format!("Room {room},{teacher},{grade},{subject},{period}\n"));
            }
            let path = place.list(text.as_bytes());
            let before = place.reader().known().expect("read");
            let first = place.take(&path, &Wish::default());
            let after = place.reader().known().expect("read");
            let again = place.take(&path, &Wish::default());
            prop_assert_eq!(again.operations, 0, "{}\n{:?}", text, again.lines());
            if first.operations > 0 {
                let newest = Hlc(place.core().newest_clock().expect("a clock"));
                place.core().undo(newest.next(MORNING.utc)).expect("undone");
                prop_assert_eq!(place.reader().known().expect("read"), before);
                place.take(&path, &Wish::default());
                prop_assert_eq!(place.reader().known().expect("read"), after);
            }
        }
    }
}
