//! The rules of marking: what each key does, that nothing runs twice, that everything can be taken back.

use super::*;
use crate::domain::id::{IdSource, Uid};
use crate::domain::mark::{Detail, Tick, Way};
use crate::domain::sheet::Sheet;
use pretty_assertions::assert_eq;
use proptest::prelude::*;

/// A sheet with every way to mark.
const ALL_WAYS: &str = include_str!("../../../tests/sheets/all-ways.toml");

struct Room {
    sheet: Sheet,
    marks: Vec<Mark>,
    ids: IdSource,
    late: Option<i64>,
    done: Vec<Vec<Change>>,
}

impl Room {
    fn new() -> Room {
        let sheet = Sheet::parse("all", ALL_WAYS).expect("a sound sheet");
        Room { sheet, marks: Vec::new(), ids: IdSource::Seeded(1), late: None, done: Vec::new() }
    }

    /// Presses a key; a scan is answered with 19 of 24, a prompt with a note.
    fn press(&mut self, at_ms: i64, key: char) -> &mut Room {
        let scene = Scene { sheet: &self.sheet, marks: &self.marks, at_ms, late: self.late };
        let ids = &mut self.ids;
        let pressed = if key == '=' {
            as_before(&scene, &mut || ids.next_uid())
        } else {
            scene.press(key, &mut || ids.next_uid())
        };
        let changes = match pressed {
            Pressed::Marked(changes) => changes,
            Pressed::Number(id) => {
                let look_for = self.sheet.look_for(&id).expect("on the sheet");
                scan(&scene, look_for, 19, Some(24), self.ids.next_uid())
            }
            Pressed::Line(id) => {
                let look_for = self.sheet.look_for(&id).expect("on the sheet");
                answered(&scene, look_for, Uid([7; 16]), self.ids.next_uid())
            }
            Pressed::Refused(_) => Vec::new(),
        };
        self.take(changes);
        self
    }

    fn take(&mut self, changes: Vec<Change>) {
        changes.iter().for_each(|c| c.apply(&mut self.marks));
        if !changes.is_empty() {
            self.done.push(changes);
        }
    }

    fn result(&self, look_for: &str, length: i64) -> String {
        let sums = Sums::of(&self.marks);
        let told = Told { sums: &sums, length: Some(length), there: &|_| true };
        told.result(self.sheet.look_for(look_for).expect("a look-for")).unwrap_or_default()
    }
}

#[test]
fn a_tick_goes_round_in_place() {
    let mut room = Room::new();
    let says: Vec<_> = [1, 2, 3, 4].map(|at| room.press(at * 1_000, '1').marks.first().and_then(Mark::tick)).to_vec();
    assert_eq!(says, [Some(Tick::Seen), Some(Tick::NotSeen), None, Some(Tick::Seen)]);
    assert_eq!((room.marks.len(), room.result("cites", 9_000).as_str()), (1, "seen, 0:04"));
}

#[test]
fn timers_of_a_set_exclude_each_other_and_others_run_on() {
    let mut room = Room::new();
    room.press(0, 'v').press(10_000, 't').press(70_000, 's').press(100_000, 't').press(110_400, 't');
    assert_eq!(room.result("teacher", 600_000), "1:10 of 10:00");
    assert_eq!(room.result("students", 600_000), "0:30 of 10:00");
    assert_eq!(room.result("video", 600_000), "10:00 of 10:00");
    let sums = Sums::of(&room.marks);
    assert_eq!(sums.get("teacher").total, 70_400);
    let told = Told { sums: &sums, length: Some(600_000), there: &|_| true };
    assert_eq!(told.set(&room.sheet, "talk").as_deref(), Some("teacher talk 1:10, student talk 0:30 of 10:00"));
    assert_eq!(room.done[2].len(), 2, "the other one stops in the same act");
}

#[test]
fn scans_choices_and_scales_say_when_and_of_how_many() {
    let mut room = Room::new();
    room.press(60_000, 'n').press(120_000, 'n');
    assert_eq!(room.result("on-task", 600_000), "19, 19 of 24");
    room.press(0, 'w').press(130_000, 'p').press(360_000, 'p');
    assert_eq!(room.result("grouping", 600_000), "whole class from 0:00, pairs from 2:10, none of them from 6:00");
    room.press(5_000, 'b').press(65_000, 'e').press(125_000, 'b');
    assert_eq!(room.result("tools", 600_000), "a book from 0:05, a book and a screen from 1:05, a screen from 2:05");
    room.press(1_000, 'c').press(2_000, 'x');
    assert_eq!(room.result("demand", 600_000), "explaining");
    assert_eq!(room.press(3_000, 'x').result("demand", 600_000), "");
}

#[test]
fn codes_go_into_their_interval_or_the_one_just_gone() {
    let mut room = Room::new();
    room.press(0, 'l').press(119_999, 'g').press(120_000, 'l').press(130_000, 'l');
    assert_eq!(room.result("codes", 240_000), "listen in 1, talk in groups in 1 of 2 intervals");
    room.late = Some(1);
    room.press(140_000, 'l');
    assert_eq!(Sums::of(&room.marks).get("codes").codes.get(&1).map(|c| c.len()), Some(1), "off again, late");
    room.press(250_000, 'l');
    assert!(Sums::of(&room.marks).get("codes").has_code(3, "listen"), "late only for the one just gone");
    room.late = None;
    room.press(361_000, '=').press(362_000, '=');
    assert!(Sums::of(&room.marks).get("codes").has_code(4, "listen"));
    assert_eq!(room.marks.iter().filter(|m| m.value == Some(4)).count(), 1, "copied once");
}

#[test]
fn an_interval_counts_when_half_of_it_was_there_or_something_was_marked_in_it() {
    assert_eq!(intervals(0, 120, 0), 0);
    assert_eq!(intervals(59_999, 120, 0), 0);
    assert_eq!(intervals(60_000, 120, 0), 1);
    assert_eq!(intervals(179_999, 120, 0), 1);
    assert_eq!(intervals(179_999, 120, 2), 2);
    assert_eq!(intervals(3_000_000, 120, 25), 25);
}

#[test]
fn a_wait_starts_ends_with_an_outcome_and_starts_anew() {
    let mut room = Room::new();
    assert_eq!(room.press(500, 'a').marks, [], "an outcome without a start is refused");
    room.press(1_000, 'q').press(3_000, 'q').press(4_400, 'a').press(9_000, 'q').press(10_000, 'A');
    room.press(20_000, 'q').press(22_000, 'a');
    assert_eq!(room.result("wait", 60_000), "3 timed, median 1.4 s: students answer 2, teacher answers 1");
    room.press(30_000, 'q');
    let stop = stop_running(&room.marks, 31_000);
    room.take(stop);
    assert!(room.result("wait", 60_000).ends_with("; 1 broken off"));
}

#[test]
fn leaving_stops_what_runs_and_only_that() {
    let mut room = Room::new();
    room.press(1_000, 't').press(2_000, 'v').press(3_000, 'q').press(4_000, '2');
    let stop = stop_running(&room.marks, 10_000);
    assert_eq!(stop.len(), 3);
    room.take(stop);
    assert!(!room.marks.iter().any(Mark::is_running));
    assert_eq!(room.result("teacher", 10_000), "0:09 of 0:10");
}

#[test]
fn what_was_settled_gives_way_when_it_is_marked_after_all() {
    for (key, look_for) in
        [('2', "questions"), ('t', "teacher"), ('n', "on-task"), ('w', "grouping"), ('9', "learning")]
    {
        let mut room = Room::new();
        room.marks.push(settled(look_for, Tick::NotSeen, Uid([3; 16])));
        assert_eq!(room.result(look_for, 60_000), "looked for and not seen");
        room.press(1_000, key);
        assert!(room.marks.iter().all(|m| m.way != Way::Tick), "{look_for}");
    }
}

#[test]
fn a_prompt_whose_note_is_deleted_is_not_answered() {
    let mut room = Room::new();
    room.press(1_000, '9');
    let sums = Sums::of(&room.marks);
    let prompt = room.sheet.look_for("learning").expect("there");
    let told = |there: &dyn Fn(Uid) -> bool| Told { sums: &sums, length: None, there }.result(prompt);
    assert_eq!(told(&|_| true).as_deref(), Some("answered in a note"));
    assert_eq!(told(&|_| false), None);
}

#[test]
fn one_mark_reads_by_itself_on_the_time_line() {
    let mut room = Room::new();
    room.press(0, 't').press(95_000, 't').press(96_000, 'n').press(97_000, 'p').press(125_000, 'l');
    room.press(130_000, 'q').press(131_449, 'a');
    let said: Vec<String> = room.marks.iter().map(|m| moment(room.sheet.look_for(&m.look_for), m)).collect();
    assert_eq!(said, ["1:35", "19 of 24", "pairs", "listen, interval 2", "1.4 s, students answer"]);
    let spans: Vec<_> = room.marks.iter().map(|m| span(room.sheet.look_for(&m.look_for), m)).collect();
    assert_eq!(spans[0], Some((0, Some(95_000))));
    assert_eq!(spans[1], Some((96_000, None)));
    assert_eq!(spans[3], Some((120_000, Some(120_000))), "a code stands for its interval");
}

#[test]
fn a_mark_is_changed_after_the_visit() {
    let mut room = Room::new();
    room.press(60_000, 'n').press(61_000, 't').press(62_000, 't').press(125_000, 'l');
    let marks = room.marks.clone();
    let change = |at: usize, edit: Edit| {
        let look_for = room.sheet.look_for(&marks[at].look_for);
        edited(look_for, &marks[at], &edit).map(|c| c.after().cloned())
    };
    let count = change(0, Edit::Count { n: 20, of: Some(23) }).expect("it can be").expect("it stays");
    assert_eq!((count.value, count.detail), (Some(20), Detail::Of(23)));
    assert!(change(0, Edit::Count { n: 25, of: Some(24) }).is_err());
    assert!(change(0, Edit::Length(3)).is_err() && change(1, Edit::At(-1)).is_err());
    assert_eq!(change(1, Edit::Length(5_000)).expect("it can be").and_then(|m| m.length()), Some(5_000));
    assert!(change(2, Edit::Option("no-such".into())).is_err());
    assert_eq!(change(2, Edit::Option("group".into())).expect("it can be").expect("stays").option(), Some("group"));
    assert_eq!(change(2, Edit::Delete), Ok(None));
}

#[test]
fn a_count_is_read_with_its_total() {
    assert_eq!(read_count("19", Some(24), false), Ok((19, Some(24))));
    assert_eq!(read_count(" 19 / 23", Some(24), false), Ok((19, Some(23))));
    assert_eq!(read_count("19 of 24", None, false), Ok((19, Some(24))));
    assert_eq!(read_count("5", Some(24), true), Ok((19, Some(24))));
    assert_eq!(read_count("7", None, false), Ok((7, None)));
    for wrong in ["", "x", "25", "-1", "1/2/3", "99999999999999999999"] {
        assert!(read_count(wrong, Some(24), false).is_err(), "{wrong}");
    }
    assert!(read_count("5", None, true).is_err());
}

const KEYS: &str = "12tsvnwpbecxlgqaA9=";

proptest! {
    /// Random keys at random moments: of one set never two run, their times together are no longer than the visit,
    /// codes stand once, sums kept step by step are those counted anew, and taking all back leaves nothing.
    #[test]
    fn any_keys(pressed in prop::collection::vec((0usize..19, 0i64..90_000), 1..120), late in any::<bool>()) {
        let mut room = Room::new();
        let mut at = 0;
        let mut kept = Sums::default();
        for (key, wait) in pressed {
            at += wait;
            let now = interval_at(at, 120);
            room.late = (late && now > 1).then_some(now - 1);
            let before = room.done.len();
            room.press(at, KEYS.chars().nth(key).expect("a key"));
            for change in room.done.iter().skip(before).flatten() {
                kept.changed(change, &room.marks);
            }
            let running = |set: &[&str]| room.marks.iter().filter(|m| m.is_running() && set.contains(&m.look_for.as_str())).count();
            prop_assert!(running(&["teacher", "students"]) <= 1);
            prop_assert!(running(&["video"]) <= 1 && running(&["wait"]) <= 1);
            let sums = Sums::of(&room.marks);
            prop_assert!(sums.get("teacher").timed(at) + sums.get("students").timed(at) <= at);
            let codes: Vec<_> = room.marks.iter().filter(|m| m.way == Way::Interval).map(|m| (m.value, m.option())).collect();
            let once: std::collections::HashSet<_> = codes.iter().collect();
            prop_assert_eq!(once.len(), codes.len());
            for look_for in &room.sheet.look_fors {
                prop_assert_eq!(kept.get(&look_for.id).times, sums.get(&look_for.id).times);
                prop_assert_eq!(&kept.get(&look_for.id).codes, &sums.get(&look_for.id).codes);
                prop_assert_eq!(kept.get(&look_for.id).total, sums.get(&look_for.id).total);
                prop_assert_eq!(kept.get(&look_for.id).since, sums.get(&look_for.id).since);
            }
        }
        while let Some(changes) = room.done.pop() {
            for change in changes.iter().rev() {
                prop_assert!(change.stands(&room.marks));
                change.inverse().apply(&mut room.marks);
            }
        }
        prop_assert_eq!(room.marks, Vec::new());
    }
}

proptest! {
    #[test]
    fn marks_that_cannot_be_harm_nothing(marks in prop::collection::vec(
        (prop::sample::select(Way::ALL.to_vec()), any::<Option<i64>>(), any::<Option<i64>>(), any::<String>(), 0usize..12), 0..30)
    ) {
        let mut room = Room::new();
        let ids: Vec<String> = room.sheet.look_fors.iter().map(|l| l.id.clone()).collect();
        room.marks = marks.into_iter().map(|(way, at_ms, value, text, at)| Mark {
            uid: room.ids.next_uid(), look_for: ids[at].clone(), way, at_ms, value, detail: Detail::read(way, Some(&text)),
        }).collect();
        for id in &ids {
            room.result(id, 600_000);
        }
        for mark in &room.marks {
            moment(room.sheet.look_for(&mark.look_for), mark);
        }
        for key in KEYS.chars() {
            room.press(600_000, key);
        }
        let stop = stop_running(&room.marks, 600_000);
        room.take(stop);
        prop_assert!(!room.marks.iter().any(Mark::is_running));
    }
}
