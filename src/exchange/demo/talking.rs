//! What happens with the teams of the made-up school: one talk some weeks ago with what came of it, one that is prepared,
//! and invitations. Once in a file, whatever its size; its chance is its own, so that the walks are the same with it.

use super::Demo;
use super::calendar::Calendar;
use super::chance::Chance;
use super::talk_words::TalkFile;
use super::visit::Done;
use super::walk::Walk;
use super::world::World;
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts::{self, ElsewhereFacts, PollFacts, ProblemFacts, TalkFacts, VoiceFacts};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::pattern::PatternStatus;
use crate::domain::schema::{Kind, talking};
use crate::domain::talk::{Origin, PollKind, VoiceKind};
use crate::domain::talk_protocol::TalkProtocol;
use crate::domain::time::UtcMs;

/// The first talk comes when this much of the time has gone, percent.
const TALK_AT: usize = 70;
/// Minutes of the day at which talks begin, and at which small things are written down.
const MEETING: i64 = 910;
const DESK: i64 = 430;
/// Days from the talk to its check-in; days from now to the next one, and to the next talk.
const CHECK_IN: i64 = 14;
const NEXT_CHECK: i64 = 5;
const NEXT_TALK: i64 = 2;
/// Notes shown as examples in the next talk.
const EXAMPLES: usize = 2;
const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// Something that will be written down at its moment.
type Coming = (UtcMs, Verb, Vec<Op>);

/// What goes on with teams from walk to walk.
#[derive(Debug)]
pub struct Talking {
    file: TalkFile,
    chance: Chance,
    teams: Vec<Uid>,
    /// In the order of their moments.
    coming: Vec<Coming>,
    talked: bool,
    /// The trial and when it was planned, until a walk with the right sheet looks for it.
    trial: Option<(Uid, UtcMs)>,
    /// The trial, for its check-in.
    tried: Option<Uid>,
    /// The invitation that was asked for, until its visit is over; and whether there was one.
    invited: Option<Uid>,
    asked: bool,
}

impl Talking {
    pub fn new(seed: u64) -> Talking {
        let text = include_str!("../../../assets/demo/talk.toml");
        Talking {
            file: toml::from_str(text).expect("the demo's own talks are read by a test"),
            chance: Chance::new(seed, 9),
            teams: Vec::new(),
            coming: Vec::new(),
            talked: false,
            trial: None,
            tried: None,
            invited: None,
            asked: false,
        }
    }

    /// The teams with their members.
    pub fn teams(&mut self, world: &World, at: UtcMs) -> Vec<Op> {
        let mut ops = Vec::new();
        for team in &self.file.team {
            let uid = self.chance.uid(at);
            let rooms = world.schools.first().map_or(&[][..], |s| &s.rooms);
            let taken = rooms.iter().filter(|r| team.takes(&r.grade, &r.subject));
            let members: Vec<(Uid, bool)> = taken.flat_map(|r| &r.teachers).map(|t| (*t, true)).collect();
            ops.push(acts::team_made(uid, &team.name, Some(team.people)));
            ops.push(acts::team_members(uid, &members));
            self.teams.push(uid);
        }
        ops
    }

    fn comes(&mut self, at: UtcMs, verb: Verb, ops: Vec<Op>) {
        self.coming.push((at, verb, ops));
    }

    fn team(&self) -> Option<Uid> {
        self.teams.first().copied()
    }
}

/// Where a step of a protocol that ships stands.
fn step(protocol: &str, id: &str) -> usize {
    let steps = TalkProtocol::by_id(protocol).map(|p| &p.steps);
    steps.and_then(|steps| steps.iter().position(|s| s.id == id)).unwrap_or(0)
}

/// What all parts of the talk refer to.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    talk: Uid,
    pattern: Uid,
    /// The local day, as days since 1970-01-01, and the beginning.
    day: i64,
    start: UtcMs,
}

impl Demo {
    /// Writes down what has come due up to a moment.
    pub fn talking_until(&mut self, at: UtcMs) {
        self.talking.coming.order_by_key(|(at, ..)| *at);
        let due = self.talking.coming.iter().take_while(|(then, ..)| *then <= at).count();
        for (at, verb, ops) in self.talking.coming.drain(..due) {
            self.log.act(at, verb, ops);
        }
    }

    /// After a walk: the first talk and all that follows from it, once its pattern is there. It takes place on the next
    /// school day.
    pub fn talk_when_due(&mut self, walk: &Walk) {
        let (Some(pattern), false) = (self.evidence.made(0), self.talking.talked) else { return };
        if self.calendar.progress(walk.number + 1) < TALK_AT || walk.number + 1 >= self.calendar.walks {
            return;
        }
        self.talking.talked = true;
        self.evidence.was_discussed(0);
        let day = Calendar::school_day_after(self.calendar.day(walk.number));
        let start = self.calendar.at(day, MEETING);
        let protocol = self.talking.file.talk.protocol.clone();
        let when = (Calendar::number(day), MEETING);
        let (talk, ops) = self.talking.prepare(start, &protocol, when, (vec![pattern], Vec::new()));
        let meeting = Meeting { talk, pattern, day: Calendar::number(day), start };
        let coming = &mut self.talking;
        coming.comes(start - 90 * MINUTE, Verb::PrepareTalk, ops);
        coming.comes(start, Verb::StartTalk, vec![acts::talk_started(talk, start)]);
        coming.elsewhere(&meeting);
        let voices = coming.voices(&meeting);
        coming.agree(&meeting, &voices);
        coming.come_back(&meeting, &self.calendar);
        coming.open_invitations(&self.world, &self.calendar);
    }

    /// The talk that is near: prepared in the morning of the newest walk, with both patterns and some of their notes.
    pub fn prepare_next_talk(&mut self, walk: &Walk) {
        if !walk.newest || !self.talking.talked {
            return;
        }
        let at = self.calendar.at(self.calendar.day(walk.number), DESK);
        let patterns: Vec<Uid> = [1, 0].into_iter().filter_map(|place| self.evidence.made(place)).collect();
        let notes = self.evidence.supports(1).iter().take(EXAMPLES).copied().collect();
        let when = (Calendar::number(self.calendar.today()) + NEXT_TALK, MEETING);
        let protocol = self.talking.file.talk.next_protocol.clone();
        let (_, ops) = self.talking.prepare(at, &protocol, when, (patterns, notes));
        self.log.act(at, Verb::PrepareTalk, ops);
    }

    /// A teacher asks for the first visit of a walk.
    pub fn invite(&mut self, walk: &Walk, room: Option<usize>, at: UtcMs) {
        let rooms = self.world.schools.get(walk.school).map(|s| &s.rooms);
        let room = rooms.zip(room).and_then(|(rooms, place)| rooms.get(place));
        let (Some(room), Some(text), false) = (room, self.talking.file.invitation.first(), self.talking.asked) else {
            return;
        };
        let uid = self.talking.chance.uid(at);
        let op = acts::invited(uid, &text.question, room.teachers.first().copied(), Some(room.uid), at);
        (self.talking.invited, self.talking.asked) = (Some(uid), true);
        self.log.act(at, Verb::AddInvitation, vec![op]);
    }

    /// The evidence of the visit that was asked for goes to its teacher.
    pub fn answer_invitation(&mut self, visits: &[Done], at: UtcMs) {
        let visit = visits.first().and_then(|v| v.visit);
        if let (Some(_), Some(uid)) = (visit, self.talking.invited.take()) {
            let ops = vec![acts::invitation_visited(uid, visit), acts::invitation_answered(uid, Some(at))];
            self.log.act(at, Verb::EditInvitation, ops);
        }
    }

    /// The trial's look-for goes on the first walk after the talk that uses its sheet.
    pub fn try_on_walk(&mut self, walk: &Walk, at: UtcMs) {
        if let Some((trial, _)) = self.talking.trial.filter(|(_, planned)| walk.sheet && at > *planned) {
            self.talking.trial = None;
            let op = acts::trial_looked_for(trial, &self.talking.file.trial.look_for, self.world.sheet, walk.uid);
            self.log.act(at, Verb::TryOnWalk, vec![op]);
        }
    }
}

impl Talking {
    /// A talk of the first team with a protocol that ships, on a local day and minute, with patterns and notes.
    fn prepare(
        &mut self,
        at: UtcMs,
        protocol: &str,
        (day, minute): (i64, i64),
        (patterns, notes): (Vec<Uid>, Vec<Uid>),
    ) -> (Uid, Vec<Op>) {
        let uid = self.chance.uid(at);
        let mut facts =
            TalkFacts { team: self.team(), protocol: None, day: Some(day), minute: Some(minute), patterns, notes };
        let mut ops = Vec::new();
        if let Some(used) = TalkProtocol::by_id(protocol) {
            let (protocol, op) = acts::protocol_used(&used.id, &used.title, &used.written());
            facts.protocol = Some(protocol);
            ops.push(op);
        }
        ops.push(acts::talk_prepared(uid, &facts));
        (uid, ops)
    }

    /// Evidence from elsewhere, brought by the team: for and against the pattern.
    fn elsewhere(&mut self, meeting: &Meeting) {
        let at = meeting.start - 60 * MINUTE;
        let mut ops = Vec::new();
        for text in &self.file.elsewhere {
            let uid = self.chance.uid(at);
            let facts = ElsewhereFacts {
                team: self.teams.first().copied(),
                source: text.source.clone(),
                text: text.text.clone(),
                count: Some(text.count),
                of: Some(text.of),
                day: Some(meeting.day - 12),
            };
            ops.push(acts::elsewhere_written(uid, &facts));
            ops.push(acts::elsewhere_evidence(uid, meeting.pattern, Some(text.role())));
        }
        self.comes(at, Verb::AddElsewhere, ops);
    }

    /// What is said: some before the pattern is shown, some after; and the links.
    fn voices(&mut self, meeting: &Meeting) -> Vec<Uid> {
        let (talk, team, protocol) = (Some(meeting.talk), self.team(), self.file.talk.protocol.clone());
        let (before, after) = (step(&protocol, &self.file.talk.before), step(&protocol, &self.file.talk.after));
        let mut said = Vec::new();
        let mut at = meeting.start + 6 * MINUTE;
        let mut coming: Vec<Coming> = vec![(at, Verb::StepTalk, vec![acts::talk_step(meeting.talk, before, at)])];
        let mut shown = false;
        for text in &self.file.voice {
            if text.after && !shown {
                shown = true;
                at += 4 * MINUTE;
                coming.push((at, Verb::StepTalk, vec![acts::talk_step(meeting.talk, after, at)]));
            }
            at += 40_000;
            let uid = self.chance.uid(at);
            let facts = VoiceFacts {
                talk,
                team,
                at,
                kind: Some(text.kind()),
                text: text.text.clone(),
                speaker: text.speaker.clone(),
                step: Some(if text.after { after } else { before }),
                before_patterns: !text.after,
                ..VoiceFacts::default()
            };
            coming.push((at, Verb::HearVoice, vec![acts::voice_heard(uid, &facts)]));
            if let Some(link) = text.link() {
                let linked = acts::voice_linked(uid, meeting.pattern, Some(link));
                coming.push((meeting.start + 25 * MINUTE, Verb::LinkVoice, vec![linked]));
            }
            if let Some(answer) = text.answer() {
                let day = text.days.map(|days| meeting.day + days);
                let answered = acts::voice_answered(uid, Some(answer), day, &text.why);
                coming.push((meeting.start + DAY, Verb::AnswerVoice, vec![answered]));
            }
            said.push(uid);
        }
        self.coming.extend(coming);
        said
    }

    /// The counts, the shared problem with its causes, the trial; and the end of the talk.
    fn agree(&mut self, meeting: &Meeting, voices: &[Uid]) {
        let at = meeting.start + 30 * MINUTE;
        let (talk, team) = (Some(meeting.talk), self.team());
        let problem = self.chance.uid(at);
        let linked = self.file.voice.iter().zip(voices).filter(|(text, _)| text.link().is_some());
        let facts = ProblemFacts {
            talk,
            team,
            wording: self.file.problem.wording.clone(),
            origin: Some(Origin::Team),
            agreed: Some(meeting.day),
            agreement: self.file.problem.agreement.clone(),
            patterns: vec![meeting.pattern],
            voices: linked.map(|(_, uid)| *uid).collect(),
        };
        let shared = acts::pattern_status(meeting.pattern, PatternStatus::Shared);
        let discussed = acts::pattern_status(meeting.pattern, PatternStatus::Discussed);
        self.comes(at - 2 * MINUTE, Verb::SetPatternStatus, vec![discussed]);
        self.comes(at, Verb::ShareProblem, vec![acts::problem_shared(problem, &facts), shared]);
        for (kind, counts) in
            [(PollKind::Real, self.file.problem.real.clone()), (PollKind::Now, self.file.problem.now.clone())]
        {
            let at = at + MINUTE;
            let (pattern, construct) = (None, String::new());
            let facts =
                PollFacts { talk, team, at, kind, pattern, problem: Some(problem), construct, round: 1, counts };
            let op = acts::polled(self.chance.uid(at), &facts);
            self.comes(at, Verb::TakePoll, vec![op]);
        }
        for (text, n) in self.file.cause.iter().zip(2..) {
            let at = at + n * MINUTE;
            let facts = VoiceFacts {
                talk,
                team,
                at,
                kind: Some(VoiceKind::Cause),
                text: text.text.clone(),
                problem: Some(problem),
                bone: text.bone.clone(),
                ..VoiceFacts::default()
            };
            self.coming.push((at, Verb::HearVoice, vec![acts::voice_heard(self.chance.uid(at), &facts)]));
        }
        let (planned, trial) = (at + 6 * MINUTE, self.chance.uid(at));
        let mut facts = self.file.trial.facts();
        facts.problem = Some(problem);
        (facts.start, facts.check_day) = (Some(meeting.day + 1), Some(meeting.day + CHECK_IN));
        self.comes(planned, Verb::PlanTrial, vec![acts::trial_planned(trial, &facts)]);
        self.trial = Some((trial, planned));
        self.tried = Some(trial);
        let end = at + 12 * MINUTE;
        self.comes(end, Verb::EndTalk, vec![acts::talk_ended(meeting.talk, Some(end))]);
    }

    /// What was promised, what of it was kept, and the check-in with the day of the next one.
    fn come_back(&mut self, meeting: &Meeting, calendar: &Calendar) {
        let at = meeting.start + 38 * MINUTE;
        let today = Calendar::number(calendar.today());
        let mut coming: Vec<Coming> = Vec::new();
        for text in &self.file.promise {
            let uid = self.chance.uid(at);
            let due = text.due.map(|days| meeting.day + days).or(text.from_today.map(|days| today + days));
            let team = self.teams.first().copied();
            let op = acts::promised(uid, Some(meeting.talk), team, &text.text, at, due);
            coming.push((at, Verb::MakePromise, vec![op]));
            if let Some(days) = text.kept {
                let kept = meeting.start + days * DAY;
                coming.push((kept, Verb::EditPromise, vec![acts::promise_kept(uid, Some(kept))]));
            }
        }
        if let Some(trial) = self.tried {
            let at = meeting.start + CHECK_IN * DAY;
            let mut facts = self.file.check_in.facts();
            (facts.trial, facts.day) = (Some(trial), meeting.day + CHECK_IN);
            coming.push((at, Verb::CheckIn, vec![acts::checked_in(self.chance.uid(at), &facts)]));
            let next = Value::Int(today + NEXT_CHECK);
            let op = acts::talking_set(Kind::Trial, trial, talking::trial::CHECK_DAY, next);
            coming.push((at + MINUTE, Verb::EditTrial, vec![op]));
        }
        self.coming.extend(coming);
    }

    /// Questions of teachers for a visit that nobody has made yet.
    fn open_invitations(&mut self, world: &World, calendar: &Calendar) {
        let rooms = world.schools.first().map_or(&[][..], |s| &s.rooms);
        let mut coming: Vec<Coming> = Vec::new();
        for (text, room) in self.file.invitation.iter().zip(rooms.iter().rev().step_by(3)) {
            let Some(days) = text.days else { continue };
            let at = calendar.before_now(days);
            let teacher = room.teachers.first().copied();
            let op = acts::invited(self.chance.uid(at), &text.question, teacher, Some(room.uid), at);
            coming.push((at, Verb::AddInvitation, vec![op]));
        }
        self.coming.extend(coming);
    }
}
