//! A file with twelve visits, two patterns and a talk of a team of six that is under way.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::Path;
use uncover::domain::act::{Act, Op, Verb};
use uncover::domain::acts::{self, NoteFacts, PlanFacts, RoomFacts, TalkFacts, VisitStart};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::note::NoteKind;
use uncover::domain::pattern::{PatternKind, Role};
use uncover::domain::talk_protocol::TalkProtocol;
use uncover::domain::time::Hlc;
use uncover::store::{Core, OpenOptions};

/// Names and rooms of the file: none of them is ever shown.
pub const NAMES: [&str; 5] = ["Ana Larkspur", "Tom Fennel", "Iris Quill", "Room 12", "Room 31"];

/// What was made.
pub struct Made {
    pub talk: Uid,
    pub need: Uid,
    pub strength: Uid,
}

/// Makes the file; `now` is when the talk is prepared, UTC milliseconds. With `started` it is under way.
pub fn make(path: &Path, data: &Path, now: i64, started: bool) -> Made {
    let options = OpenOptions { data_dir: data.to_path_buf(), now, ids: IdSource::Seeded(5) };
    let mut core = Core::open(path, &options).expect("the file opens");
    let mut ids = IdSource::Seeded(77);
    let mut clock = Hlc(0);
    let mut at = now - 40 * 86_400_000;
    let mut act = |core: &mut Core, at: i64, verb: Verb, ops: Vec<Op>| {
        clock = clock.next(at);
        core.apply(&Act { clock, verb, ops }).expect("saved");
    };
    let mut rooms = Vec::new();
    for (n, name) in ["Ana Larkspur", "Tom Fennel", "Iris Quill"].into_iter().enumerate() {
        let (teacher, room) = (ids.next_uid(), ids.next_uid());
        let label = ["Room 12", "Room 31", "Room 7"][n].to_string();
        let facts = RoomFacts { label, grade: "4".into(), teachers: vec![teacher], ..RoomFacts::default() };
        let mut ops = vec![acts::teacher_named(teacher, name)];
        ops.extend(acts::room(room, &facts));
        act(&mut core, at, Verb::AddRooms, ops);
        rooms.push(room);
    }
    let (need, strength, walk) = (ids.next_uid(), ids.next_uid(), ids.next_uid());
    let day = at / 86_400_000;
    let plan = PlanFacts { day, focus: "What is asked?".into(), route: rooms.clone(), ..PlanFacts::default() };
    let hunch = acts::hunch(walk, "Ana Larkspur talks most of the time.", "pairs first", at);
    let ops = vec![acts::plan(walk, &plan), hunch, acts::walk_started(walk, at)];
    act(&mut core, at, Verb::StartWalk, ops);
    let mut notes = Vec::new();
    for n in 0..12 {
        at += 3_600_000;
        let (visit, note) = (ids.next_uid(), ids.next_uid());
        let start =
            VisitStart { walk: Some(walk), classroom: Some(rooms[n % 3]), started: at, ..VisitStart::default() };
        let text = format!("Ana Larkspur in Room 12 asks {n} times, answers are one word");
        let facts = NoteFacts {
            visit: Some(visit),
            at_ms: Some(5_000),
            kind: NoteKind::Evidence,
            text,
            ..NoteFacts::default()
        };
        let ops = vec![
            acts::visit_entered(visit, &start),
            acts::note_written(note, &facts),
            acts::visit_ended(visit, Some(at + 600_000)),
        ];
        act(&mut core, at, Verb::AddNote, ops);
        notes.push(note);
    }
    act(&mut core, at, Verb::StartWalk, vec![acts::walk_ended(walk, Some(at)), acts::walk_closed(walk, at)]);
    let ops = vec![
        acts::pattern_stated(need, "Students of Ms Larkspur answer in one word.", PatternKind::Need),
        acts::pattern_evidence(need, &notes[..7], Some(Role::Supports)),
        acts::pattern_evidence(need, &notes[7..], Some(Role::Complicates)),
        acts::pattern_stated(strength, "Talk before writing helps the shy ones.", PatternKind::Strength),
        acts::pattern_evidence(strength, &notes[..6], Some(Role::Supports)),
    ];
    act(&mut core, at, Verb::CreatePattern, ops);
    let (team, talk) = (ids.next_uid(), ids.next_uid());
    let protocol = TalkProtocol::by_id("share-with-staff").expect("it comes with the program");
    let (used, op) = acts::protocol_used(&protocol.id, &protocol.title, &protocol.written());
    let facts = TalkFacts {
        team: Some(team),
        protocol: Some(used),
        day: Some(now / 86_400_000),
        minute: Some(900),
        patterns: vec![need, strength],
        notes: vec![notes[0], notes[8]],
    };
    let ops = vec![acts::team_made(team, "Grade 4", Some(6)), op, acts::talk_prepared(talk, &facts)];
    act(&mut core, now - 60_000, Verb::PrepareTalk, ops);
    if started {
        act(&mut core, now, Verb::StartTalk, vec![acts::talk_started(talk, now)]);
    }
    core.close().expect("closed");
    Made { talk, need, strength }
}
