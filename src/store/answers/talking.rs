//! Questions and answers about what happens with a team: talks, voices, evidence from elsewhere, invitations, shared
//! problems, trials. Part of `api`.

use super::{NoteRow, PatternRow};
use crate::domain::id::Uid;
use crate::domain::pattern::Role;
use crate::domain::talk::{LinkKind, Origin, PollKind, ProblemStatus, TrialDecision, VoiceAnswer, VoiceKind};
use crate::domain::time::UtcMs;
use crate::insight::guess::{Finding, Level, Place};
use crate::insight::suggest::Rests;

/// A question about talks and what came of them. Days are local, as days since 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalkAsk {
    /// All teams, by name. At most 500.
    Teams,
    /// Talks: those prepared or under way first, then the newest. At most `limit`.
    Talks { limit: usize },
    /// One talk with all that is shown and was said in it; each pattern with at most `examples` notes of each role.
    Talk { talk: Uid, examples: usize },
    /// A talk that was begun and not ended, if there is one: it opens again where it stood.
    Running,
    /// What teachers said, newest first: of a team, or of all. At most `limit`.
    Voices { team: Option<Uid>, limit: usize },
    /// What a voice may be the same as: patterns by likeness of meaning, the likest first, at most five; without those it
    /// is linked to already, and those a person said it is not.
    VoiceProposals(Uid),
    /// Evidence from elsewhere, newest first. At most 500.
    Elsewhere,
    /// Invitations of teachers: open ones first, then the newest. At most 200.
    Invitations,
    /// What the place Try shows.
    Try,
    /// One shared problem with its causes, trials and journey.
    Problem(Uid),
    /// The pulse of a team: every count of each construct, oldest first.
    Pulse(Uid),
    /// What Home shows of talks and trials near a day.
    Near { today: i64 },
    /// For the leader alone: hunch and favoured fix beside what teams decided.
    HunchBesideTeams,
}

/// The answers, in the order of the questions.
#[derive(Debug, Clone, PartialEq)]
pub enum TalkAnswer {
    Teams(Vec<TeamRow>),
    Talks(Vec<TalkRow>),
    Talk(Option<Box<TalkView>>),
    Running(Option<Box<TalkView>>),
    Voices(Vec<VoiceRow>),
    VoiceProposals { voice: Uid, patterns: Vec<VoiceProposal> },
    Elsewhere(Vec<ElsewhereRow>),
    Invitations(Vec<InvitationRow>),
    Try(TryView),
    Problem(Option<Box<ProblemView>>),
    Pulse(Vec<PollRow>),
    Near(NearView),
    HunchBesideTeams(HunchTeams),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRow {
    pub uid: Uid,
    pub name: String,
    pub people: Option<u32>,
    /// Teachers by name; for the leader alone.
    pub members: Vec<(Uid, String)>,
    pub talks: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkRow {
    pub uid: Uid,
    pub team: Option<(Uid, String)>,
    pub people: Option<u32>,
    /// Title of its protocol.
    pub protocol: String,
    /// Local day and minute of that day.
    pub day: Option<i64>,
    pub minute: Option<i64>,
    pub started: Option<UtcMs>,
    pub ended: Option<UtcMs>,
    pub patterns: usize,
    pub voices: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TalkView {
    pub talk: TalkRow,
    /// The protocol as it was when it was chosen: its id and its TOML.
    pub protocol: Option<(String, String)>,
    /// Where it stands, from 0, and since when.
    pub step: usize,
    pub step_at: Option<UtcMs>,
    /// In the leader's order.
    pub patterns: Vec<TalkPattern>,
    /// Notes chosen as examples, in their order.
    pub notes: Vec<NoteRow>,
    /// What is shown otherwise than by itself: JSON, by id.
    pub shown: String,
    pub patterns_first: bool,
    /// The hunch that was opened to the team: what was expected.
    pub hunch: Option<(Uid, String)>,
    /// Hunches of closed walks that could be opened: walk, focus question, what was expected. Newest first, at most 10.
    pub hunches: Vec<(Uid, String, String)>,
    /// Said in this talk, oldest first.
    pub voices: Vec<VoiceRow>,
    pub polls: Vec<PollRow>,
    pub problems: Vec<ProblemRow>,
    pub promises: Vec<PromiseRow>,
    /// From earlier talks of the same team: what was said and what became of it, answered first; at most 10.
    pub last_time: Vec<VoiceRow>,
    /// Trials and promises of this team from earlier talks; at most 10 of each.
    pub trials: Vec<TrialRow>,
    pub earlier_promises: Vec<PromiseRow>,
    /// Visits that took place in all, different rooms in them, and the local days of the first and the last.
    pub walked: Walked,
    /// Each pattern and each note as it may be shown: first the patterns, then the notes.
    pub checked: Vec<CheckedPiece>,
}

impl TalkView {
    /// A talk for which nothing is prepared yet.
    pub fn of(talk: TalkRow) -> TalkView {
        TalkView {
            talk,
            protocol: None,
            step: 0,
            step_at: None,
            patterns: Vec::new(),
            notes: Vec::new(),
            shown: String::new(),
            patterns_first: false,
            hunch: None,
            hunches: Vec::new(),
            voices: Vec::new(),
            polls: Vec::new(),
            problems: Vec::new(),
            promises: Vec::new(),
            last_time: Vec::new(),
            trials: Vec::new(),
            earlier_promises: Vec::new(),
            walked: Walked::default(),
            checked: Vec::new(),
        }
    }

    /// A pattern or note as it may be shown.
    pub fn checked(&self, uid: Uid) -> Option<&CheckedPiece> {
        self.checked.iter().find(|piece| piece.of == uid)
    }
}

/// A pattern's statement or a note's text with what could tell whose room it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedPiece {
    pub of: Uid,
    /// The words, names and what the leader wants hidden masked.
    pub text: String,
    /// The leader left it out.
    pub left_out: bool,
    /// All that was found, in the order of the text, numbers last; `open` are those that still stand in the way.
    pub findings: Vec<Finding>,
    pub open: Vec<Finding>,
}

impl CheckedPiece {
    /// The words as they may be shown; none: it was left out, or something in it still stands in the way.
    pub fn shown(&self) -> Option<&str> {
        let words = |f: &Finding| !matches!(f.place, Place::Figure(_));
        (!self.left_out && !self.open.iter().any(words)).then_some(self.text.as_str())
    }

    /// Whether its numbers may be shown.
    pub fn numbers(&self) -> bool {
        !self.left_out && !self.findings.iter().any(|f| self.stops_numbers(f))
    }

    /// A number under the floor is never shown, whatever was decided; one that may point at few only once it was decided.
    fn stops_numbers(&self, finding: &Finding) -> bool {
        let of_numbers = matches!(finding.place, Place::Figure(_) | Place::Whole);
        of_numbers && (finding.level == Level::Stop || self.open.contains(finding))
    }
}

/// How much was walked; never what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Walked {
    pub visits: u32,
    pub rooms: u32,
    pub walks: u32,
    pub first_day: Option<i64>,
    pub last_day: Option<i64>,
}

/// A pattern as it is brought to a talk.
#[derive(Debug, Clone, PartialEq)]
pub struct TalkPattern {
    pub pattern: PatternRow,
    /// On what it rests: of the supporting visits.
    pub rests: Rests,
    /// Newest first.
    pub supports: Vec<NoteRow>,
    pub complicates: Vec<NoteRow>,
    pub elsewhere: Vec<ElsewhereRow>,
    /// What teachers said that is linked to it, in any talk: voice, link.
    pub voices: Vec<(VoiceRow, LinkKind)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct VoiceRow {
    pub uid: Uid,
    pub talk: Option<Uid>,
    pub team: Option<(Uid, String)>,
    pub at: Option<UtcMs>,
    pub kind: VoiceKind,
    pub text: String,
    /// Two laptops changed the text; this is the newer one.
    pub two_versions: bool,
    /// A role or a label; empty: the team.
    pub speaker: String,
    pub step: Option<usize>,
    pub before_patterns: bool,
    /// Pattern, its statement, and what the voice is to it.
    pub links: Vec<(Uid, String, LinkKind)>,
    pub answer: Option<VoiceAnswer>,
    pub answer_day: Option<i64>,
    pub why: String,
    /// Causes only.
    pub problem: Option<Uid>,
    pub bone: String,
    pub under: Option<Uid>,
}

impl VoiceRow {
    /// A statement when it was just written down: nothing is linked to it and nothing answered.
    pub fn said(uid: Uid, kind: VoiceKind, text: impl Into<String>) -> VoiceRow {
        VoiceRow {
            uid,
            talk: None,
            team: None,
            at: None,
            kind,
            text: text.into(),
            two_versions: false,
            speaker: String::new(),
            step: None,
            before_patterns: true,
            links: Vec::new(),
            answer: None,
            answer_day: None,
            why: String::new(),
            problem: None,
            bone: String::new(),
            under: None,
        }
    }
}

/// A pattern that may be what a voice says.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceProposal {
    pub pattern: Uid,
    pub statement: String,
    /// Words of the statement that made it alike.
    pub words: Vec<String>,
    /// Likeness, 0 to 1.
    pub likeness: f32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ElsewhereRow {
    pub uid: Uid,
    pub team: Option<(Uid, String)>,
    pub source: String,
    pub text: String,
    pub two_versions: bool,
    pub count: Option<u32>,
    pub of: Option<u32>,
    pub day: Option<i64>,
    pub patterns: Vec<(Uid, String, Role)>,
}

/// A teacher's own question for a visit; for the leader alone.
#[derive(Debug, Clone, PartialEq)]
pub struct InvitationRow {
    pub uid: Uid,
    pub teacher: Option<(Uid, String)>,
    pub classroom: Option<(Uid, String)>,
    pub question: String,
    pub at: Option<UtcMs>,
    /// The visit that looked for it, and when it began.
    pub visit: Option<(Uid, Option<UtcMs>)>,
    pub answered: Option<UtcMs>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollRow {
    pub uid: Uid,
    pub talk: Option<Uid>,
    pub at: Option<UtcMs>,
    pub kind: PollKind,
    pub pattern: Option<Uid>,
    pub problem: Option<Uid>,
    pub construct: String,
    pub round: i64,
    /// How many gave each answer, 0 first.
    pub counts: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ProblemRow {
    pub uid: Uid,
    pub talk: Option<Uid>,
    pub team: Option<(Uid, String)>,
    pub people: Option<u32>,
    pub wording: String,
    pub two_versions: bool,
    pub origin: Option<Origin>,
    pub agreed: Option<i64>,
    pub agreement: String,
    pub status: Option<ProblemStatus>,
    /// The patterns and voices it rests on.
    pub patterns: Vec<(Uid, String)>,
    pub voices: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TrialRow {
    pub uid: Uid,
    pub problem: Option<(Uid, String)>,
    pub team: Option<(Uid, String)>,
    pub question: String,
    pub change: String,
    pub prediction: String,
    pub measure: String,
    pub who: String,
    pub when: String,
    pub start: Option<i64>,
    pub check_day: Option<i64>,
    pub look_for: String,
    pub sheet: Option<Uid>,
    pub walk: Option<Uid>,
    pub ended: Option<UtcMs>,
    /// In order of their days.
    pub check_ins: Vec<CheckInRow>,
    /// Its look-for in visits since it began: seen in how many visits, of how many that looked, by how many different
    /// teachers. None: nobody looked for it yet.
    pub seen: Option<Seen>,
}

/// How often a trial's look-for was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    pub seen: u32,
    pub looked: u32,
    pub teachers: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInRow {
    pub uid: Uid,
    pub day: Option<i64>,
    pub result: String,
    pub surprise: String,
    pub learning: String,
    pub wins: String,
    pub decision: Option<TrialDecision>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseRow {
    pub uid: Uid,
    pub talk: Option<Uid>,
    pub team: Option<(Uid, String)>,
    pub text: String,
    pub at: Option<UtcMs>,
    pub due: Option<i64>,
    pub kept: Option<UtcMs>,
    pub why: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct TryView {
    /// Worked on first, newest first; at most 200.
    pub problems: Vec<ProblemRow>,
    /// Open ones by the day of their check-in, then ended ones; at most 200.
    pub trials: Vec<TrialRow>,
    /// Open ones by their day, then kept ones; at most 200.
    pub promises: Vec<PromiseRow>,
    /// Voices nobody answered yet.
    pub unanswered: usize,
}

/// One moment in the life of a concern.
#[derive(Debug, Clone, PartialEq)]
pub struct JourneyLine {
    /// The local day.
    pub day: i64,
    pub what: JourneyStep,
}

#[derive(Debug, Clone, PartialEq)]
pub enum JourneyStep {
    /// The first note of the pattern with this statement; its words, for the leader.
    FirstSeen {
        statement: String,
        note: Option<NoteRow>,
    },
    Said(VoiceRow),
    Discussed {
        statement: String,
    },
    Shared {
        wording: String,
        poll: Option<PollRow>,
    },
    Tried {
        change: String,
        prediction: String,
    },
    LookedAgain {
        seen: Option<Seen>,
        check_in: CheckInRow,
    },
    Next {
        day: i64,
        look_for: String,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct ProblemView {
    pub problem: ProblemRow,
    pub patterns: Vec<PatternRow>,
    pub voices: Vec<VoiceRow>,
    /// Of the root-cause page.
    pub causes: Vec<VoiceRow>,
    pub polls: Vec<PollRow>,
    pub trials: Vec<TrialRow>,
    /// Oldest first.
    pub journey: Vec<JourneyLine>,
}

/// What Home shows of talks and trials.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NearView {
    /// Prepared talks of today and the next seven days, and one that is under way; soonest first, at most 5.
    pub talks: Vec<TalkRow>,
    /// Trials whose check-in is due within seven days or past; soonest first, at most 5.
    pub trials: Vec<TrialRow>,
    /// Promises that are open, soonest due first; at most 5.
    pub promises: Vec<PromiseRow>,
    /// Invitations that are open; at most 5.
    pub invitations: Vec<InvitationRow>,
    pub unanswered: usize,
}

/// For the leader alone: how open the talks were.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HunchTeams {
    /// Walk, focus question, hunch, fix in mind, and the shared problems of patterns that came from that walk's term.
    pub hunches: Vec<HunchTeam>,
    /// Shared problems by whose words came first.
    pub from_team: u32,
    pub from_leader: u32,
    pub from_both: u32,
    /// Ended talks in which patterns were shown, and in how many of them before teachers had spoken.
    pub talks: u32,
    pub patterns_first: u32,
    /// Patterns whose statement or status changed in or after a talk because of a voice linked to them.
    pub changed_patterns: u32,
    pub voices: u32,
    /// Visits that teachers asked for, of all visits.
    pub asked_for: u32,
    pub visits: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct HunchTeam {
    pub walk: Uid,
    pub focus: String,
    pub hunch: String,
    pub fix: String,
    /// Wording and changes tried of shared problems agreed after that walk, oldest first.
    pub decided: Vec<(String, Vec<String>)>,
}
