//! The fields of what happens with a team: talks and what was said in them, evidence from elsewhere, invitations, polls,
//! shared problems, trials, check-ins and promises. No field of theirs holds a person's name: members of a team and the
//! teacher of an invitation are references, kept in the logs of names and private things.

use super::{DELETED, Field, Kind, Shape, int, members, refer, text};

/// A group of teachers that meets.
pub mod team {
    use super::*;
    /// What it is called: "Grade 4".
    pub const NAME: Field = text("n", "name");
    /// How many people it has. Under five, no counts are kept of it.
    pub const PEOPLE: Field = int("z", "people");
    /// Who they are, for the check of what could be guessed; in the names' log.
    pub const MEMBERS: Field = members("m", "present", Kind::Teacher, "team_teacher");
    pub const ALL: &[Field] = &[NAME, PEOPLE, MEMBERS, DELETED];
}

/// A talk protocol as it was when it was used; never changed.
pub mod talk_protocol {
    use super::*;
    /// Its own id in its file, such as "notice-and-wonder".
    pub const NAME: Field = text("n", "name");
    pub const TITLE: Field = text("i", "title");
    /// The whole definition, as TOML.
    pub const BODY: Field = text("b", "body");
    pub const ALL: &[Field] = &[NAME, TITLE, BODY];
}

/// One meeting with a team.
pub mod talk {
    use super::*;
    pub const TEAM: Field = refer("r", "team", Kind::Team);
    pub const PROTOCOL: Field = refer("q", "protocol", Kind::TalkProtocol);
    /// The local day it is meant for or took place, as days since 1970-01-01, and the minute of that day.
    pub const DAY: Field = int("d", "day");
    pub const MINUTE: Field = int("n", "minute");
    /// When it began and ended, UTC milliseconds. A talk that is only prepared has neither.
    pub const STARTED: Field = int("b", "started");
    pub const ENDED: Field = int("e", "ended");
    /// The step it stands at, from 0, and when that step began, UTC milliseconds.
    pub const STEP: Field = int("s", "step");
    pub const STEP_AT: Field = int("a", "step_at");
    /// The patterns brought along, with their place from 1; strengths come first on the projector whatever their place.
    pub const PATTERNS: Field = members("p", "place", Kind::Pattern, "talk_pattern");
    /// The notes that are shown as examples, with their place from 1.
    pub const NOTES: Field = members("g", "place", Kind::Note, "talk_note");
    /// Exactly what is shown of patterns and notes, where the leader changed or left out something: JSON, by id.
    pub const SHOWN: Field = text("w", "shown");
    /// 1: the patterns were shown before teachers had spoken.
    pub const FIRST: Field = int("f", "patterns_first");
    /// The walk whose hunch the leader opened to the team; in the private log.
    pub const HUNCH: Field = refer("h", "hunch", Kind::Walk);
    pub const ALL: &[Field] =
        &[TEAM, PROTOCOL, DAY, MINUTE, STARTED, ENDED, STEP, STEP_AT, PATTERNS, NOTES, SHOWN, FIRST, HUNCH, DELETED];
}

/// A statement of a teacher or a team, word for word.
pub mod voice {
    use super::*;
    pub const TALK: Field = refer("l", "talk", Kind::Talk);
    pub const TEAM: Field = refer("r", "team", Kind::Team);
    /// When it was written down, UTC milliseconds.
    pub const AT: Field = int("m", "at");
    /// `VoiceKind` as a number.
    pub const KIND: Field = int("k", "kind");
    pub const TEXT: Field = Field { key: "t", column: "text", shape: Shape::Versions };
    /// A role or a label the speaker chose; none: the team. A name only where the speaker asked for it.
    pub const SPEAKER: Field = text("s", "speaker");
    /// The step of the talk protocol in which it was said, from 0.
    pub const STEP: Field = int("p", "step");
    /// 1: said before any pattern was shown.
    pub const BEFORE: Field = int("b", "before_patterns");
    /// What it is to patterns, with `LinkKind` as the number.
    pub const LINKS: Field = members("g", "link", Kind::Pattern, "voice_pattern");
    /// What became of it: `VoiceAnswer` as a number, until or on which local day, and why, in words for the team.
    pub const ANSWER: Field = int("a", "answer");
    pub const ANSWER_DAY: Field = int("d", "answer_day");
    pub const WHY: Field = text("w", "why");
    /// A cause: the shared problem whose root-cause page it stands on, the bone it hangs on, and the cause it explains.
    pub const PROBLEM: Field = refer("o", "problem", Kind::Problem);
    pub const BONE: Field = text("c", "bone");
    pub const UNDER: Field = refer("u", "under", Kind::Voice);
    pub const ALL: &[Field] = &[
        TALK, TEAM, AT, KIND, TEXT, SPEAKER, STEP, BEFORE, LINKS, ANSWER, ANSWER_DAY, WHY, PROBLEM, BONE, UNDER,
        DELETED,
    ];
}

/// A fact with a source that is not a visit.
pub mod elsewhere {
    use super::*;
    pub const TEAM: Field = refer("r", "team", Kind::Team);
    /// Where it comes from: "grade 4 reading check, October".
    pub const SOURCE: Field = text("s", "source");
    pub const TEXT: Field = Field { key: "t", column: "text", shape: Shape::Versions };
    /// How many of how many.
    pub const COUNT: Field = int("n", "count");
    pub const OF: Field = int("o", "out_of");
    /// The local day it is from, days since 1970-01-01.
    pub const DAY: Field = int("d", "day");
    /// What it is to patterns, with `Role` as the number.
    pub const PATTERNS: Field = members("g", "role", Kind::Pattern, "elsewhere_pattern");
    pub const ALL: &[Field] = &[TEAM, SOURCE, TEXT, COUNT, OF, DAY, PATTERNS, DELETED];
}

/// A teacher's own question for a visit. All of it is in the private log.
pub mod invitation {
    use super::*;
    pub const TEACHER: Field = refer("e", "teacher", Kind::Teacher);
    pub const CLASSROOM: Field = refer("c", "classroom", Kind::Classroom);
    pub const QUESTION: Field = text("t", "question");
    /// When it was asked for, UTC milliseconds.
    pub const AT: Field = int("m", "at");
    /// The visit that looked for it.
    pub const VISIT: Field = refer("v", "visit", Kind::Visit);
    /// When its evidence was handed to the teacher, UTC milliseconds.
    pub const ANSWERED: Field = int("a", "answered");
    pub const ALL: &[Field] = &[TEACHER, CLASSROOM, QUESTION, AT, VISIT, ANSWERED, DELETED];
}

/// Counts of a show of fingers, of dots, or of a pulse; never who.
pub mod poll {
    use super::*;
    pub const TALK: Field = refer("l", "talk", Kind::Talk);
    pub const TEAM: Field = refer("r", "team", Kind::Team);
    pub const AT: Field = int("m", "at");
    /// `PollKind` as a number.
    pub const KIND: Field = int("k", "kind");
    /// What was asked about.
    pub const PATTERN: Field = refer("p", "pattern", Kind::Pattern);
    pub const PROBLEM: Field = refer("o", "problem", Kind::Problem);
    /// A pulse: the construct's id, such as "recognition".
    pub const CONSTRUCT: Field = text("c", "construct");
    /// Which round of asking the same, from 1.
    pub const ROUND: Field = int("n", "round");
    /// How many gave each answer, 0 first, as numbers with spaces between; dots: one number.
    pub const COUNTS: Field = text("t", "counts");
    pub const ALL: &[Field] = &[TALK, TEAM, AT, KIND, PATTERN, PROBLEM, CONSTRUCT, ROUND, COUNTS, DELETED];
}

/// A problem a team has accepted as theirs, worded by them.
pub mod problem {
    use super::*;
    pub const TALK: Field = refer("l", "talk", Kind::Talk);
    pub const TEAM: Field = refer("r", "team", Kind::Team);
    pub const WORDING: Field = Field { key: "t", column: "wording", shape: Shape::Versions };
    /// Whose words came first: `Origin` as a number.
    pub const ORIGIN: Field = int("o", "origin");
    /// The local day on which it was agreed, and the words in which.
    pub const AGREED: Field = int("d", "agreed");
    pub const AGREEMENT: Field = text("a", "agreement");
    pub const PATTERNS: Field = members("p", "present", Kind::Pattern, "problem_pattern");
    pub const VOICES: Field = members("v", "present", Kind::Voice, "problem_voice");
    /// 1: no longer worked on; 2: no longer a problem.
    pub const STATUS: Field = int("s", "status");
    pub const ALL: &[Field] = &[TALK, TEAM, WORDING, ORIGIN, AGREED, AGREEMENT, PATTERNS, VOICES, STATUS, DELETED];
}

/// A small test of change for a shared problem.
pub mod trial {
    use super::*;
    pub const PROBLEM: Field = refer("o", "problem", Kind::Problem);
    /// What the team wants to find out, what they change, what they expect, by what they will see it.
    pub const QUESTION: Field = text("q", "question");
    pub const CHANGE: Field = text("c", "change");
    pub const PREDICTION: Field = text("p", "prediction");
    pub const MEASURE: Field = text("m", "measure");
    /// Who does it, by role, and when and where.
    pub const WHO: Field = text("w", "who");
    pub const WHEN: Field = text("n", "time");
    /// Local days, days since 1970-01-01: from when, and when it is looked at again.
    pub const START: Field = int("b", "start");
    pub const CHECK_DAY: Field = int("d", "check_day");
    /// What would be seen: the look-for's id on a sheet of its own, and that sheet.
    pub const LOOK_FOR: Field = text("l", "look_for");
    pub const SHEET: Field = refer("s", "sheet", Kind::Sheet);
    /// The walk that looks for it.
    pub const WALK: Field = refer("k", "walk", Kind::Walk);
    /// When it ended, UTC milliseconds.
    pub const ENDED: Field = int("e", "ended");
    pub const ALL: &[Field] = &[
        PROBLEM, QUESTION, CHANGE, PREDICTION, MEASURE, WHO, WHEN, START, CHECK_DAY, LOOK_FOR, SHEET, WALK, ENDED,
        DELETED,
    ];
}

/// What a trial came to when it was looked at again.
pub mod check_in {
    use super::*;
    pub const TRIAL: Field = refer("l", "trial", Kind::Trial);
    /// The local day, days since 1970-01-01.
    pub const DAY: Field = int("d", "day");
    pub const RESULT: Field = text("r", "result");
    pub const SURPRISE: Field = text("s", "surprise");
    pub const LEARNING: Field = text("n", "learning");
    pub const WINS: Field = text("w", "wins");
    /// `TrialDecision` as a number.
    pub const DECISION: Field = int("c", "decision");
    pub const ALL: &[Field] = &[TRIAL, DAY, RESULT, SURPRISE, LEARNING, WINS, DECISION, DELETED];
}

/// What the leader promised to a team.
pub mod promise {
    use super::*;
    pub const TALK: Field = refer("l", "talk", Kind::Talk);
    pub const TEAM: Field = refer("r", "team", Kind::Team);
    pub const TEXT: Field = text("t", "text");
    pub const AT: Field = int("m", "at");
    /// The local day by which it is to be kept, days since 1970-01-01.
    pub const DUE: Field = int("d", "due");
    /// When it was kept, UTC milliseconds.
    pub const KEPT: Field = int("k", "kept");
    /// Where it will not be kept: why.
    pub const WHY: Field = text("w", "why");
    pub const ALL: &[Field] = &[TALK, TEAM, TEXT, AT, DUE, KEPT, WHY, DELETED];
}
