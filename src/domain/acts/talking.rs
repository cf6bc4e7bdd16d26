//! What happens with a team, as operations: talks, voices, polls, shared problems, trials, check-ins, promises, evidence
//! from elsewhere, invitations. Members of a team are names; invitations and the hunch that was opened are private.

use crate::domain::act::{Op, Stream, Value};
use crate::domain::id::Uid;
use crate::domain::pattern::Role;
use crate::domain::schema::talking::{
    check_in, elsewhere, invitation, poll, problem, promise, talk, talk_protocol, team, trial, voice,
};
use crate::domain::schema::{Field, Kind};
use crate::domain::talk::{
    LinkKind, Origin, PollKind, ProblemStatus, TrialDecision, VoiceAnswer, VoiceKind, counts_text,
};
use crate::domain::time::UtcMs;

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.to_string()))
}

fn or_null(number: Option<i64>) -> Value {
    number.map_or(Value::Null, Value::Int)
}

fn all_present(things: &[Uid]) -> Option<Value> {
    (!things.is_empty()).then(|| Value::Members(things.iter().map(|u| (*u, 1)).collect()))
}

/// Sets one field of a thing of talks, trials or promises.
pub fn talking_set(kind: Kind, uid: Uid, field: Field, value: Value) -> Op {
    let private = kind == Kind::Invitation || (kind == Kind::Talk && field == talk::HUNCH);
    Op::new(kind, uid).in_stream(if private { Stream::Private } else { Stream::Shared }).set(field, value)
}

// ── Teams and talks ─────────────────────────────────────────────────────────────────────────────────────────────────

pub fn team_made(uid: Uid, name: &str, people: Option<u32>) -> Op {
    Op::new(Kind::Team, uid).text(team::NAME, name).set(team::PEOPLE, or_null(people.map(i64::from)))
}

/// Puts teachers into a team (`true`) or takes them out.
pub fn team_members(uid: Uid, teachers: &[(Uid, bool)]) -> Op {
    let members = teachers.iter().map(|(t, on)| (*t, i64::from(*on))).collect();
    Op::new(Kind::Team, uid).in_stream(Stream::Names).set(team::MEMBERS, Value::Members(members))
}

/// A talk protocol as used: its id follows from its text, so the same protocol is the same thing everywhere.
pub fn protocol_used(name: &str, title: &str, body: &str) -> (Uid, Op) {
    let uid = Uid::of_content(format!("talk protocol\n{body}").as_bytes());
    let op = Op::new(Kind::TalkProtocol, uid)
        .text(talk_protocol::NAME, name)
        .text(talk_protocol::TITLE, title)
        .text(talk_protocol::BODY, body);
    (uid, op)
}

/// What a talk is prepared with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TalkFacts {
    pub team: Option<Uid>,
    pub protocol: Option<Uid>,
    /// Days since 1970-01-01, local; minute of that day.
    pub day: Option<i64>,
    pub minute: Option<i64>,
    pub patterns: Vec<Uid>,
    pub notes: Vec<Uid>,
}

pub fn talk_prepared(uid: Uid, facts: &TalkFacts) -> Op {
    let placed = |list: &[Uid]| (!list.is_empty()).then(|| Value::Members(super::places(list)));
    Op::new(Kind::Talk, uid)
        .maybe(talk::TEAM, facts.team.map(Value::Ref))
        .maybe(talk::PROTOCOL, facts.protocol.map(Value::Ref))
        .maybe(talk::DAY, facts.day.map(Value::Int))
        .maybe(talk::MINUTE, facts.minute.map(Value::Int))
        .maybe(talk::PATTERNS, placed(&facts.patterns))
        .maybe(talk::NOTES, placed(&facts.notes))
}

/// Brings patterns to a talk at their place (from 1), or leaves them out (0).
pub fn talk_patterns(uid: Uid, patterns: &[(Uid, i64)]) -> Op {
    Op::new(Kind::Talk, uid).set(talk::PATTERNS, Value::Members(patterns.to_vec()))
}

/// Shows notes as examples at their place (from 1), or leaves them out (0).
pub fn talk_notes(uid: Uid, notes: &[(Uid, i64)]) -> Op {
    Op::new(Kind::Talk, uid).set(talk::NOTES, Value::Members(notes.to_vec()))
}

/// What is shown otherwise than by itself, as JSON.
pub fn talk_shown(uid: Uid, shown: &str) -> Op {
    Op::new(Kind::Talk, uid).text(talk::SHOWN, shown)
}

pub fn talk_started(uid: Uid, at: UtcMs) -> Op {
    Op::new(Kind::Talk, uid).int(talk::STARTED, at).int(talk::STEP, 0).int(talk::STEP_AT, at)
}

pub fn talk_step(uid: Uid, step: usize, at: UtcMs) -> Op {
    Op::new(Kind::Talk, uid).int(talk::STEP, i64::try_from(step).unwrap_or(0)).int(talk::STEP_AT, at)
}

/// It is kept openly that patterns were shown before teachers had spoken.
pub fn talk_patterns_first(uid: Uid) -> Op {
    Op::new(Kind::Talk, uid).int(talk::FIRST, 1)
}

pub fn talk_hunch_opened(uid: Uid, walk: Uid) -> Op {
    Op::new(Kind::Talk, uid).in_stream(Stream::Private).refer(talk::HUNCH, walk)
}

pub fn talk_ended(uid: Uid, at: Option<UtcMs>) -> Op {
    Op::new(Kind::Talk, uid).set(talk::ENDED, or_null(at))
}

// ── Voices ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A new statement, word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VoiceFacts {
    pub talk: Option<Uid>,
    pub team: Option<Uid>,
    pub at: UtcMs,
    pub kind: Option<VoiceKind>,
    pub text: String,
    pub speaker: String,
    pub step: Option<usize>,
    pub before_patterns: bool,
    /// Causes only.
    pub problem: Option<Uid>,
    pub bone: String,
    pub under: Option<Uid>,
}

pub fn voice_heard(uid: Uid, facts: &VoiceFacts) -> Op {
    Op::new(Kind::Voice, uid)
        .maybe(voice::TALK, facts.talk.map(Value::Ref))
        .maybe(voice::TEAM, facts.team.map(Value::Ref))
        .int(voice::AT, facts.at)
        .int(voice::KIND, facts.kind.unwrap_or(VoiceKind::Problem) as i64)
        .text(voice::TEXT, &facts.text)
        .maybe(voice::SPEAKER, text(&facts.speaker))
        .maybe(voice::STEP, facts.step.map(|s| Value::Int(i64::try_from(s).unwrap_or(0))))
        .maybe(voice::BEFORE, facts.before_patterns.then_some(Value::Int(1)))
        .maybe(voice::PROBLEM, facts.problem.map(Value::Ref))
        .maybe(voice::BONE, text(&facts.bone))
        .maybe(voice::UNDER, facts.under.map(Value::Ref))
}

pub fn voice_reworded(uid: Uid, words: &str) -> Op {
    Op::new(Kind::Voice, uid).text(voice::TEXT, words)
}

pub fn voice_kind(uid: Uid, kind: VoiceKind) -> Op {
    Op::new(Kind::Voice, uid).int(voice::KIND, kind as i64)
}

pub fn voice_speaker(uid: Uid, speaker: &str) -> Op {
    Op::new(Kind::Voice, uid).set(voice::SPEAKER, text(speaker).unwrap_or(Value::Null))
}

/// Links a voice to a pattern, or takes the link away.
pub fn voice_linked(uid: Uid, pattern: Uid, link: Option<LinkKind>) -> Op {
    let number = link.map_or(0, |l| l as i64);
    Op::new(Kind::Voice, uid).set(voice::LINKS, Value::Members(vec![(pattern, number)]))
}

/// What became of a voice; on or until which local day (days since 1970-01-01); why.
pub fn voice_answered(uid: Uid, answer: Option<VoiceAnswer>, day: Option<i64>, why: &str) -> Op {
    Op::new(Kind::Voice, uid)
        .set(voice::ANSWER, or_null(answer.map(|a| a as i64)))
        .set(voice::ANSWER_DAY, or_null(day))
        .set(voice::WHY, text(why).unwrap_or(Value::Null))
}

// ── Evidence from elsewhere, invitations ────────────────────────────────────────────────────────────────────────────

/// A fact with a source that is not a visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ElsewhereFacts {
    pub team: Option<Uid>,
    pub source: String,
    pub text: String,
    pub count: Option<u32>,
    pub of: Option<u32>,
    /// Days since 1970-01-01, local.
    pub day: Option<i64>,
}

/// A card of evidence from elsewhere, new or written over.
pub fn elsewhere_written(uid: Uid, facts: &ElsewhereFacts) -> Op {
    Op::new(Kind::Elsewhere, uid)
        .maybe(elsewhere::TEAM, facts.team.map(Value::Ref))
        .text(elsewhere::SOURCE, &facts.source)
        .text(elsewhere::TEXT, &facts.text)
        .set(elsewhere::COUNT, or_null(facts.count.map(i64::from)))
        .set(elsewhere::OF, or_null(facts.of.map(i64::from)))
        .set(elsewhere::DAY, or_null(facts.day))
}

pub fn elsewhere_evidence(uid: Uid, pattern: Uid, role: Option<Role>) -> Op {
    let number = role.map_or(0, |r| r as i64);
    Op::new(Kind::Elsewhere, uid).set(elsewhere::PATTERNS, Value::Members(vec![(pattern, number)]))
}

pub fn invited(uid: Uid, question: &str, teacher: Option<Uid>, classroom: Option<Uid>, at: UtcMs) -> Op {
    Op::new(Kind::Invitation, uid)
        .in_stream(Stream::Private)
        .text(invitation::QUESTION, question)
        .int(invitation::AT, at)
        .maybe(invitation::TEACHER, teacher.map(Value::Ref))
        .maybe(invitation::CLASSROOM, classroom.map(Value::Ref))
}

/// The visit that looks for what was asked.
pub fn invitation_visited(uid: Uid, visit: Option<Uid>) -> Op {
    let value = visit.map_or(Value::Null, Value::Ref);
    Op::new(Kind::Invitation, uid).in_stream(Stream::Private).set(invitation::VISIT, value)
}

/// Its evidence was handed to the teacher.
pub fn invitation_answered(uid: Uid, at: Option<UtcMs>) -> Op {
    Op::new(Kind::Invitation, uid).in_stream(Stream::Private).set(invitation::ANSWERED, or_null(at))
}

// ── Consent, shared problems, trials ────────────────────────────────────────────────────────────────────────────────

/// What was counted in a talk, or in a pulse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollFacts {
    pub talk: Option<Uid>,
    pub team: Option<Uid>,
    pub at: UtcMs,
    pub kind: PollKind,
    pub pattern: Option<Uid>,
    pub problem: Option<Uid>,
    /// Pulse only: the construct's id.
    pub construct: String,
    /// Which round of asking the same, from 1.
    pub round: i64,
    /// How many gave each answer, 0 first; dots: one number.
    pub counts: Vec<u32>,
}

pub fn polled(uid: Uid, facts: &PollFacts) -> Op {
    Op::new(Kind::Poll, uid)
        .maybe(poll::TALK, facts.talk.map(Value::Ref))
        .maybe(poll::TEAM, facts.team.map(Value::Ref))
        .int(poll::AT, facts.at)
        .int(poll::KIND, facts.kind as i64)
        .maybe(poll::PATTERN, facts.pattern.map(Value::Ref))
        .maybe(poll::PROBLEM, facts.problem.map(Value::Ref))
        .maybe(poll::CONSTRUCT, text(&facts.construct))
        .int(poll::ROUND, facts.round)
        .text(poll::COUNTS, counts_text(&facts.counts))
}

/// What a shared problem begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemFacts {
    pub talk: Option<Uid>,
    pub team: Option<Uid>,
    pub wording: String,
    pub origin: Option<Origin>,
    /// Days since 1970-01-01, local.
    pub agreed: Option<i64>,
    pub agreement: String,
    pub patterns: Vec<Uid>,
    pub voices: Vec<Uid>,
}

pub fn problem_shared(uid: Uid, facts: &ProblemFacts) -> Op {
    Op::new(Kind::Problem, uid)
        .maybe(problem::TALK, facts.talk.map(Value::Ref))
        .maybe(problem::TEAM, facts.team.map(Value::Ref))
        .text(problem::WORDING, &facts.wording)
        .maybe(problem::ORIGIN, facts.origin.map(|o| Value::Int(o as i64)))
        .maybe(problem::AGREED, facts.agreed.map(Value::Int))
        .maybe(problem::AGREEMENT, text(&facts.agreement))
        .maybe(problem::PATTERNS, all_present(&facts.patterns))
        .maybe(problem::VOICES, all_present(&facts.voices))
}

pub fn problem_reworded(uid: Uid, wording: &str) -> Op {
    Op::new(Kind::Problem, uid).text(problem::WORDING, wording)
}

pub fn problem_status(uid: Uid, status: Option<ProblemStatus>) -> Op {
    Op::new(Kind::Problem, uid).set(problem::STATUS, or_null(status.map(|s| s as i64)))
}

/// Ties a pattern or a voice to a shared problem, or unties it.
pub fn problem_rests_on(uid: Uid, kind: Kind, thing: Uid, on: bool) -> Op {
    let field = if kind == Kind::Voice { problem::VOICES } else { problem::PATTERNS };
    Op::new(Kind::Problem, uid).set(field, Value::Members(vec![(thing, i64::from(on))]))
}

/// What a trial is planned with. Empty texts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrialFacts {
    pub problem: Option<Uid>,
    pub question: String,
    pub change: String,
    pub prediction: String,
    pub measure: String,
    pub who: String,
    pub when: String,
    /// Days since 1970-01-01, local.
    pub start: Option<i64>,
    pub check_day: Option<i64>,
}

pub fn trial_planned(uid: Uid, facts: &TrialFacts) -> Op {
    Op::new(Kind::Trial, uid)
        .maybe(trial::PROBLEM, facts.problem.map(Value::Ref))
        .maybe(trial::QUESTION, text(&facts.question))
        .maybe(trial::CHANGE, text(&facts.change))
        .maybe(trial::PREDICTION, text(&facts.prediction))
        .maybe(trial::MEASURE, text(&facts.measure))
        .maybe(trial::WHO, text(&facts.who))
        .maybe(trial::WHEN, text(&facts.when))
        .maybe(trial::START, facts.start.map(Value::Int))
        .maybe(trial::CHECK_DAY, facts.check_day.map(Value::Int))
}

/// What a trial is planned with, written over: an empty text takes away what stood there. Problem and start stay.
pub fn trial_changed(uid: Uid, facts: &TrialFacts) -> Op {
    let set = |t: &str| text(t).unwrap_or(Value::Null);
    Op::new(Kind::Trial, uid)
        .set(trial::QUESTION, set(&facts.question))
        .set(trial::CHANGE, set(&facts.change))
        .set(trial::PREDICTION, set(&facts.prediction))
        .set(trial::MEASURE, set(&facts.measure))
        .set(trial::WHO, set(&facts.who))
        .set(trial::WHEN, set(&facts.when))
        .set(trial::CHECK_DAY, or_null(facts.check_day))
}

/// "What would we see?" became a look-for on a sheet, and a walk that looks for it.
pub fn trial_looked_for(uid: Uid, look_for: &str, sheet: Uid, walk: Uid) -> Op {
    Op::new(Kind::Trial, uid).text(trial::LOOK_FOR, look_for).refer(trial::SHEET, sheet).refer(trial::WALK, walk)
}

pub fn trial_ended(uid: Uid, at: Option<UtcMs>) -> Op {
    Op::new(Kind::Trial, uid).set(trial::ENDED, or_null(at))
}

/// What a trial came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckInFacts {
    pub trial: Option<Uid>,
    /// Days since 1970-01-01, local.
    pub day: i64,
    pub result: String,
    pub surprise: String,
    pub learning: String,
    pub wins: String,
    pub decision: Option<TrialDecision>,
}

pub fn checked_in(uid: Uid, facts: &CheckInFacts) -> Op {
    Op::new(Kind::CheckIn, uid)
        .maybe(check_in::TRIAL, facts.trial.map(Value::Ref))
        .int(check_in::DAY, facts.day)
        .maybe(check_in::RESULT, text(&facts.result))
        .maybe(check_in::SURPRISE, text(&facts.surprise))
        .maybe(check_in::LEARNING, text(&facts.learning))
        .maybe(check_in::WINS, text(&facts.wins))
        .maybe(check_in::DECISION, facts.decision.map(|d| Value::Int(d as i64)))
}

pub fn promised(uid: Uid, talk: Option<Uid>, team: Option<Uid>, words: &str, at: UtcMs, due: Option<i64>) -> Op {
    Op::new(Kind::Promise, uid)
        .maybe(promise::TALK, talk.map(Value::Ref))
        .maybe(promise::TEAM, team.map(Value::Ref))
        .text(promise::TEXT, words)
        .int(promise::AT, at)
        .maybe(promise::DUE, due.map(Value::Int))
}

/// A promise was kept, or is open again.
pub fn promise_kept(uid: Uid, at: Option<UtcMs>) -> Op {
    Op::new(Kind::Promise, uid).set(promise::KEPT, or_null(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;

    #[test]
    fn people_and_private_things_keep_to_their_logs() {
        let mut ids = IdSource::Seeded(1);
        let (one, other) = (ids.next_uid(), ids.next_uid());
        assert_eq!(team_members(one, &[(other, true)]).stream, Stream::Names);
        assert_eq!(invited(one, "q", Some(other), None, 1).stream, Stream::Private);
        assert_eq!(invitation_visited(one, Some(other)).stream, Stream::Private);
        assert_eq!(talk_hunch_opened(one, other).stream, Stream::Private);
        assert_eq!(talking_set(Kind::Talk, one, talk::DAY, Value::Int(1)).stream, Stream::Shared);
    }

    #[test]
    fn the_same_protocol_is_one_thing_and_no_sheet() {
        let (one, _) = protocol_used("a", "A", "body");
        assert_eq!(one, protocol_used("a", "A", "body").0);
        assert_ne!(one, super::super::sheet_used("a", "A", "body").0);
    }
}
