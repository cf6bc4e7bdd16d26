//! One concern on its whole way: seen in a walk, said by teachers, shared, tried, looked for in the next walk.

use super::*;
use crate::domain::mark::{Tick, Way};
use crate::domain::note::NoteKind;

/// Days between the parts of the story.
const TALK: i64 = DAY + 2;
const NEXT_WALK: i64 = DAY + 16;
const CHECK: i64 = DAY + 21;

fn at(day: i64, minute: i64) -> i64 {
    day * 86_400_000 + minute * 60_000
}

impl Made {
    /// A walk through the rooms of three teachers; visits are numbered from `first`.
    fn walk(&mut self, n: u64, day: i64, sheet: Option<Uid>, first: u64) {
        let walk = uid(Kind::Walk, n);
        let sheet = sheet.map(Value::Ref);
        let mut ops = vec![
            Op::new(Kind::Walk, walk).int(walk::DAY, day).text(walk::FOCUS, "Who talks?").maybe(walk::SHEET, sheet),
            acts::walk_started(walk, at(day, 540)),
        ];
        for room in 1..=4u64 {
            // The fourth visit is to the first teacher again.
            let teacher = uid(Kind::Teacher, (room - 1) % 3);
            ops.push(acts::teacher_named(teacher, &format!("Teacher {room}")));
            ops.push(
                Op::new(Kind::Classroom, uid(Kind::Classroom, room))
                    .text(classroom::LABEL, format!("Room {room}"))
                    .set(classroom::TEACHERS, Value::Members(vec![(teacher, 1)])),
            );
            ops.push(
                Op::new(Kind::Visit, uid(Kind::Visit, first + room - 1))
                    .refer(visit::WALK, walk)
                    .refer(visit::CLASSROOM, uid(Kind::Classroom, room))
                    .int(visit::STARTED, at(day, 540 + room as i64 * 12)),
            );
        }
        self.act(Verb::StartWalk, ops);
    }

    fn wrote(&mut self, n: u64, visit: u64, kind: NoteKind, words: &str) {
        let op = Op::new(Kind::Note, uid(Kind::Note, n)).in_stream(acts::note_stream(kind));
        let op = op.refer(note::VISIT, uid(Kind::Visit, visit)).int(note::AT, 60_000).int(note::KIND, kind as i64);
        self.act(Verb::AddNote, vec![op.text(note::TEXT, words)]);
    }

    fn marked(&mut self, n: u64, visit: u64, tick: Tick) {
        let op = Op::new(Kind::Mark, uid(Kind::Mark, n))
            .refer(mark::VISIT, uid(Kind::Visit, visit))
            .text(mark::LOOK_FOR, "says-why")
            .int(mark::WAY, Way::Tick as i64)
            .int(mark::VALUE, tick as i64);
        self.act(Verb::MarkLookFor, vec![op]);
    }

    fn seen(&self) -> Option<Seen> {
        self.trying().trials[0].seen
    }
}

/// The first walk, a pattern of its notes, and the talk as far as the voices.
fn until_voices() -> Made {
    let mut made = Made::new();
    made.walk(1, DAY, None, 1);
    made.wrote(1, 1, NoteKind::Evidence, "7 of 9 answers were one word");
    made.wrote(2, 2, NoteKind::Evidence, "“blue”, and on to the next question");
    made.wrote(3, 3, NoteKind::Evidence, "S4 explains for half a minute");
    made.wrote(4, 3, NoteKind::FollowUp, "ask about the plan");
    let pattern = uid(Kind::Pattern, 1);
    let note = |n| uid(Kind::Note, n);
    made.act(
        Verb::CreatePattern,
        vec![
            acts::pattern_stated(pattern, "Students answer in one word", PatternKind::Need),
            acts::pattern_evidence(pattern, &[note(1), note(2)], Some(Role::Supports)),
            acts::pattern_evidence(pattern, &[note(3)], Some(Role::Complicates)),
        ],
    );
    made.act(Verb::EditTeam, vec![team_made(uid(Kind::Team, 1), "Grade 4", Some(8))]);
    made.talk(1, 1, &[1]);
    let talk = uid(Kind::Talk, 1);
    made.act(
        Verb::EditTalk,
        vec![
            talking_set(Kind::Talk, talk, talk::DAY, Value::Int(TALK)),
            talk_notes(talk, &[(note(2), 1), (note(1), 2), (note(4), 3)]),
            talk_shown(talk, "{}"),
        ],
    );
    made.act(Verb::StartTalk, vec![talk_started(talk, at(TALK, 900))]);
    made.act(Verb::StepTalk, vec![talk_step(talk, 1, at(TALK, 905))]);
    for (n, kind, words) in [
        (1, VoiceKind::Problem, "They do not know what a reason looks like"),
        (2, VoiceKind::Idea, "We could count to five"),
        (3, VoiceKind::Question, "Is it the same after lunch?"),
    ] {
        made.voice(n, Some(1), kind, words);
        let said = talking_set(Kind::Voice, uid(Kind::Voice, n), voice::AT, Value::Int(at(TALK, 905 + n as i64)));
        made.act(Verb::EditVoice, vec![said]);
    }
    made
}

/// The rest of the talk: linked, counted, agreed on, and a trial planned.
fn until_trial(made: &mut Made) {
    let talk = uid(Kind::Talk, 1);
    made.act(Verb::StepTalk, vec![talk_step(talk, 2, at(TALK, 915))]);
    let link = voice_linked(uid(Kind::Voice, 1), uid(Kind::Pattern, 1), Some(LinkKind::SameThing));
    made.act(Verb::LinkVoice, vec![link]);
    made.share(1);
    made.poll(1, PollKind::Real, &[0, 0, 1, 2, 3, 2]);
    let problem = uid(Kind::Problem, 1);
    made.act(
        Verb::EditProblem,
        vec![
            talking_set(Kind::Problem, problem, problem::AGREED, Value::Int(TALK)),
            talking_set(Kind::Poll, uid(Kind::Poll, 1), poll::PROBLEM, Value::Ref(problem)),
        ],
    );
    made.plan_trial(1, 1, CHECK);
    let start = talking_set(Kind::Trial, uid(Kind::Trial, 1), trial::START, Value::Int(TALK + 1));
    made.act(Verb::EditTrial, vec![start]);
    made.promise(1, Some(1), Some(TALK + 5));
    made.act(Verb::EndTalk, vec![talk_ended(talk, Some(at(TALK, 940)))]);
}

const SHEET: &str = "format = 1\nid = \"says-why\"\ntitle = \"Says why\"\n[[look_for]]\nid = \"says-why\"\nlabel = \"says why\"\nway = \"tick\"\n";

#[test]
fn a_talk_shows_what_was_brought_and_said() {
    let mut made = until_voices();
    let TalkAnswer::Running(Some(view)) = made.ask(TalkAsk::Running) else { panic!("it runs") };
    assert_eq!((view.step, view.step_at, view.patterns_first), (1, Some(at(TALK, 905)), false));
    assert_eq!(texts(&view.voices).len(), 3);
    assert!(view.voices.iter().all(|v| v.before_patterns));
    let examples: Vec<&str> = view.notes.iter().map(|n| n.text.as_str()).collect();
    assert_eq!(examples, ["“blue”, and on to the next question", "7 of 9 answers were one word"], "no follow-up");
    let brought = &view.patterns[0];
    assert_eq!((brought.supports.len(), brought.complicates.len(), brought.voices.len()), (2, 1, 0));
    assert_eq!((brought.pattern.counted().supporting, brought.rests.teachers), (2, 2));
    assert_eq!((view.walked.visits, view.walked.rooms, view.walked.walks), (4, 4, 1));
    assert_eq!((view.walked.first_day, view.walked.last_day), (Some(DAY), Some(DAY)));

    until_trial(&mut made);
    let view = made.view(1).expect("a talk");
    assert_eq!((view.polls.len(), view.problems.len(), view.promises.len()), (1, 1, 1));
    assert_eq!((view.last_time.len(), view.trials.len(), view.earlier_promises.len()), (0, 0, 0));
    assert_eq!(view.patterns[0].voices[0].1, LinkKind::SameThing);
    assert_eq!(made.seen(), None, "nobody looked for it yet");
}

/// The look-for of the trial goes on a sheet of its own and on the next walk, and marks come.
fn until_looked_for(made: &mut Made) {
    let (sheet, used) = acts::sheet_used("says-why", "Says why", SHEET);
    made.walk(2, NEXT_WALK, Some(sheet), 11);
    let looked_for = trial_looked_for(uid(Kind::Trial, 1), "says-why", sheet, uid(Kind::Walk, 2));
    made.act(Verb::TryOnWalk, vec![used, looked_for]);
    assert_eq!(made.seen(), None);
    // Marks of the same id in a walk that did not use the sheet say nothing of the trial.
    made.marked(9, 1, Tick::Seen);
    assert_eq!(made.seen(), None);
    made.marked(1, 11, Tick::Seen);
    made.marked(2, 12, Tick::NotSeen);
    made.marked(3, 13, Tick::NotLookedFor);
    made.marked(4, 14, Tick::Seen);
    assert_eq!(made.seen(), Some(Seen { seen: 2, looked: 3, teachers: 1 }));
    // A changed sheet of the same name is the same one; a walk before the trial began is not looked at.
    let (changed, used) = acts::sheet_used("says-why", "Says why", &format!("{SHEET}hint = \"a reason\"\n"));
    made.act(Verb::PlanWalk, vec![used]);
    made.walk(3, NEXT_WALK + 14, Some(changed), 21);
    made.walk(4, DAY - 7, Some(changed), 31);
    made.marked(5, 22, Tick::Seen);
    made.marked(6, 31, Tick::Seen);
    assert_eq!(made.seen(), Some(Seen { seen: 3, looked: 4, teachers: 2 }));
    // Two observers wrote down one visit: it is one.
    let same = Op::new(Kind::Visit, uid(Kind::Visit, 12)).refer(visit::SAME, uid(Kind::Visit, 11));
    made.act(Verb::JoinVisits, vec![same]);
    assert_eq!(made.seen(), Some(Seen { seen: 3, looked: 3, teachers: 2 }));
    made.undo();
}

#[test]
fn the_next_walks_marks_count_on_the_trial_and_the_concern_has_its_way() {
    let mut made = until_voices();
    until_trial(&mut made);
    until_looked_for(&mut made);
    let facts = CheckInFacts {
        trial: Some(uid(Kind::Trial, 1)),
        day: CHECK,
        result: "more of them say why".into(),
        ..CheckInFacts::default()
    };
    made.act(Verb::CheckIn, vec![checked_in(uid(Kind::CheckIn, 1), &facts)]);
    let again = talking_set(Kind::Trial, uid(Kind::Trial, 1), trial::CHECK_DAY, Value::Int(CHECK + 21));
    made.act(Verb::EditTrial, vec![again]);
    let view = made.problem(1).expect("a problem");
    assert_eq!((view.patterns[0].counted().supporting, view.voices.len(), view.polls.len()), (2, 1, 1));
    let way: Vec<(i64, &str)> = view.journey.iter().map(|line| (line.day, word(&line.what))).collect();
    let expected = [
        (DAY, "seen"),
        (TALK, "said"),
        (TALK, "discussed"),
        (TALK, "shared"),
        (TALK + 1, "tried"),
        (CHECK, "looked again"),
        (CHECK + 21, "next"),
    ];
    assert_eq!(way, expected);
    let JourneyStep::FirstSeen { note: Some(note), .. } = &view.journey[0].what else { panic!("{view:?}") };
    assert_eq!(note.text, "7 of 9 answers were one word");
    let JourneyStep::LookedAgain { seen, .. } = &view.journey[5].what else { panic!("{view:?}") };
    assert_eq!(*seen, Some(Seen { seen: 2, looked: 3, teachers: 1 }), "as far as the walks before the check-in");
    assert_eq!(view.journey[6].what, JourneyStep::Next { day: CHECK + 21, look_for: "says why".into() });
    let JourneyStep::Shared { poll: Some(poll), .. } = &view.journey[3].what else { panic!("{view:?}") };
    assert_eq!(poll.counts, [0, 0, 1, 2, 3, 2]);
    then_the_next_talk(&mut made);
}

/// The next talk with the team begins with what became of it.
fn then_the_next_talk(made: &mut Made) {
    let answered = voice_answered(uid(Kind::Voice, 2), Some(VoiceAnswer::Tried), None, "we count since then");
    made.act(Verb::AnswerVoice, vec![answered]);
    made.talk(2, 1, &[]);
    let later = talking_set(Kind::Talk, uid(Kind::Talk, 2), talk::DAY, Value::Int(CHECK + 2));
    made.act(Verb::EditTalk, vec![later]);
    let view = made.view(2).expect("a talk");
    assert_eq!(texts(&view.last_time)[0], "We could count to five");
    assert_eq!((view.last_time.len(), view.trials.len(), view.earlier_promises.len()), (3, 1, 1));
}

fn word(step: &JourneyStep) -> &'static str {
    match step {
        JourneyStep::FirstSeen { .. } => "seen",
        JourneyStep::Said(_) => "said",
        JourneyStep::Discussed { .. } => "discussed",
        JourneyStep::Shared { .. } => "shared",
        JourneyStep::Tried { .. } => "tried",
        JourneyStep::LookedAgain { .. } => "looked again",
        JourneyStep::Next { .. } => "next",
    }
}
