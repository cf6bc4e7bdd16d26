//! The words of the made-up talks, as `assets/demo/talk.toml` has them.

use crate::domain::acts::{CheckInFacts, TrialFacts};
use crate::domain::pattern::Role;
use crate::domain::talk::{LinkKind, TrialDecision, VoiceAnswer, VoiceKind};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalkFile {
    pub team: Vec<TeamText>,
    pub talk: TalkText,
    pub voice: Vec<VoiceText>,
    pub problem: ProblemText,
    pub cause: Vec<CauseText>,
    pub trial: TrialText,
    pub check_in: CheckInText,
    pub promise: Vec<PromiseText>,
    pub elsewhere: Vec<ElsewhereText>,
    pub invitation: Vec<InvitationText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamText {
    pub name: String,
    pub people: u32,
    pub grades: Vec<String>,
    pub subjects: Vec<String>,
}

impl TeamText {
    /// Whether the teachers of such a room belong to it.
    pub fn takes(&self, grade: &str, subject: &str) -> bool {
        let any = |list: &[String], one: &str| list.is_empty() || list.iter().any(|l| l == one);
        any(&self.grades, grade) && any(&self.subjects, subject)
    }
}

/// Which protocols are used, and in which of its steps teachers speak before and after the patterns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalkText {
    pub protocol: String,
    pub before: String,
    pub after: String,
    pub next_protocol: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceText {
    kind: String,
    pub text: String,
    #[serde(default)]
    pub speaker: String,
    #[serde(default)]
    pub after: bool,
    #[serde(default)]
    link: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    pub days: Option<i64>,
    #[serde(default)]
    pub why: String,
}

impl VoiceText {
    pub fn kind(&self) -> VoiceKind {
        VoiceKind::ALL.iter().copied().find(|k| k.words() == self.kind).unwrap_or(VoiceKind::Problem)
    }

    pub fn link(&self) -> Option<LinkKind> {
        LinkKind::ALL.iter().copied().find(|k| k.words() == self.link)
    }

    pub fn answer(&self) -> Option<VoiceAnswer> {
        VoiceAnswer::ALL.iter().copied().find(|a| a.words() == self.answer)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemText {
    pub wording: String,
    pub agreement: String,
    /// Fist to five: how many showed no finger, one, … five.
    pub real: Vec<u32>,
    pub now: Vec<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CauseText {
    pub bone: String,
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrialText {
    question: String,
    change: String,
    prediction: String,
    measure: String,
    who: String,
    when: String,
    pub look_for: String,
}

impl TrialText {
    pub fn facts(&self) -> TrialFacts {
        TrialFacts {
            question: self.question.clone(),
            change: self.change.clone(),
            prediction: self.prediction.clone(),
            measure: self.measure.clone(),
            who: self.who.clone(),
            when: self.when.clone(),
            ..TrialFacts::default()
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckInText {
    result: String,
    surprise: String,
    learning: String,
    wins: String,
    decision: String,
}

impl CheckInText {
    pub fn facts(&self) -> CheckInFacts {
        CheckInFacts {
            result: self.result.clone(),
            surprise: self.surprise.clone(),
            learning: self.learning.clone(),
            wins: self.wins.clone(),
            decision: TrialDecision::ALL.iter().copied().find(|d| d.words() == self.decision),
            ..CheckInFacts::default()
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseText {
    pub text: String,
    #[serde(default)]
    pub due: Option<i64>,
    #[serde(default)]
    pub from_today: Option<i64>,
    #[serde(default)]
    pub kept: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElsewhereText {
    pub source: String,
    pub text: String,
    pub count: u32,
    pub of: u32,
    role: String,
}

impl ElsewhereText {
    pub fn role(&self) -> Role {
        if self.role == "complicates" { Role::Complicates } else { Role::Supports }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationText {
    pub question: String,
    #[serde(default)]
    pub days: Option<i64>,
}
