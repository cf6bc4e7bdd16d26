//! What is asked and filled in on the leader's desk of Talk.

use super::{elsewhere, prepare, teams, voices};
use crate::app::App;
use crate::app::field::Field;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Picker, Prompt, PromptLine};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::talk::VoiceAnswer;

/// Lines to fill in, and what they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalkForm {
    Team(Option<Uid>),
    Voice,
    RewordVoice(Uid),
    /// What became of a statement, as a number of `VoiceAnswer`.
    AnswerVoice(Uid, i64),
    Elsewhere(Option<Uid>),
    /// Day and time of a talk.
    When(Uid),
    /// The words in which a pattern or note is shown.
    Piece {
        talk: Uid,
        piece: Uid,
    },
    /// Words of a pattern or note to be masked.
    Hide {
        talk: Uid,
        piece: Uid,
    },
}

/// A choice, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalkPick {
    Team,
    Members(Uid),
    /// The pattern a statement is about, and what it is to it.
    LinkTo(Uid),
    Link {
        voice: Uid,
        pattern: Uid,
    },
    Answer(Uid),
    CardTo(Uid),
    CardRole {
        card: Uid,
        pattern: Uid,
    },
    /// A new talk: its team, then its protocol.
    TeamOfNew,
    ProtocolOfNew(Option<Uid>),
    /// Another team, another protocol of a talk.
    TeamOf(Uid),
    ProtocolOf(Uid),
    /// Patterns to bring.
    Bring(Uid),
    /// Notes shown as examples of a pattern.
    Examples {
        talk: Uid,
        pattern: Uid,
    },
}

/// Lines to fill in over the screen, with what stands in them already.
pub(super) fn form(app: &mut App, title: &str, then: TalkForm, labels: &[&str], texts: &[String], hint: &str) {
    let line = |(i, label): (usize, &&str)| PromptLine {
        label: (*label).into(),
        field: Field::new(texts.get(i).map_or("", String::as_str)),
    };
    app.layers.push(Layer::Prompt(Prompt {
        title: title.into(),
        lines: labels.iter().enumerate().map(line).collect(),
        focus: 0,
        then: Filled::Talk(then),
        hint: hint.into(),
        offers: Vec::new(),
        names: Vec::new(),
    }));
}

/// The lines were filled in.
pub fn filled(app: &mut App, prompt: Prompt) {
    let one = |l: &PromptLine| l.field.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let texts: Vec<String> = prompt.lines.iter().map(one).collect();
    let Filled::Talk(then) = prompt.then else { return };
    let text = |i: usize| texts.get(i).cloned().unwrap_or_default();
    match then {
        TalkForm::Team(team) => teams::filled(app, team, &text(0), &text(1)),
        TalkForm::Voice => voices::heard(app, text(0), text(1)),
        TalkForm::RewordVoice(_) if text(0).is_empty() => {
            app.tell("A statement needs words, so the old ones stay. Ctrl-D strikes it for good.");
        }
        TalkForm::RewordVoice(uid) => {
            app.act(Verb::EditVoice, vec![acts::voice_reworded(uid, &text(0))]);
        }
        TalkForm::AnswerVoice(uid, answer) => voices::answered(app, uid, answer, &texts),
        TalkForm::Elsewhere(uid) => elsewhere::filled(app, uid, &texts),
        TalkForm::When(talk) => prepare::when_filled(app, talk, &text(0), &text(1)),
        TalkForm::Piece { talk, piece } => prepare::reworded(app, talk, piece, &text(0)),
        TalkForm::Hide { talk, piece } => prepare::hidden(app, talk, piece, &text(0)),
    }
}

/// A line of a list was chosen, or several were; none: nothing fitted what was typed.
pub fn picked(app: &mut App, picker: &Picker, item: Option<PickItem>) {
    let Picked::Talk(then) = picker.then.clone() else { return };
    let kept: Vec<Uid> =
        picker.kept().filter_map(|i| if let PickValue::Id(uid) = i.value { Some(uid) } else { None }).collect();
    match then {
        TalkPick::Members(team) => return teams::members_chosen(app, team, &kept),
        TalkPick::Bring(talk) => return prepare::brought(app, talk, &kept),
        TalkPick::Examples { talk, pattern } => return prepare::examples_chosen(app, talk, pattern, &kept),
        _ => {}
    }
    let Some(item) = item else { return };
    let uid = if let PickValue::Id(uid) = item.value { Some(uid) } else { None };
    let number = if let PickValue::Number(number) = item.value { Some(number) } else { None };
    let word = if let PickValue::Word(word) = &item.value { Some(word.as_str()) } else { None };
    match then {
        TalkPick::Team => teams::ask(app, uid),
        TalkPick::LinkTo(voice) => {
            if let Some(pattern) = uid {
                voices::ask_link(app, voice, pattern);
            }
        }
        TalkPick::Link { voice, pattern } => voices::linked(app, voice, pattern, number.unwrap_or(0)),
        TalkPick::Answer(voice) => voices::answer_chosen(app, voice, number.and_then(VoiceAnswer::from_number)),
        TalkPick::CardTo(card) => {
            if let Some(pattern) = uid {
                elsewhere::ask_role(app, card, pattern);
            }
        }
        TalkPick::CardRole { card, pattern } => elsewhere::role_chosen(app, card, pattern, number.unwrap_or(0)),
        TalkPick::TeamOfNew => prepare::ask_protocol(app, None, uid),
        TalkPick::ProtocolOfNew(team) => prepare::make(app, team, word),
        TalkPick::TeamOf(talk) => prepare::team_chosen(app, talk, uid),
        TalkPick::ProtocolOf(talk) => prepare::protocol_chosen(app, talk, word),
        TalkPick::Members(_) | TalkPick::Bring(_) | TalkPick::Examples { .. } => {}
    }
}
