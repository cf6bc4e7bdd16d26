//! What teachers said: every statement, what it is to the patterns, and what became of it. Every voice is answered.

use super::asking::{TalkForm, TalkPick, form};
use super::{LISTED, can_be_linked};
use crate::app::actions::Action;
use crate::app::layers::{Agreed, Layer, PickItem, PickValue, Picked};
use crate::app::screens::{forms, patterns};
use crate::app::{App, Screen};
use crate::domain::act::Verb;
use crate::domain::acts::{self, VoiceFacts};
use crate::domain::id::Uid;
use crate::domain::talk::{LinkKind, VoiceAnswer, VoiceKind};
use crate::domain::time::{day_of_number, short_day};
use crate::store::api::{Ask, Lane, TalkAsk, VoiceProposal, VoiceRow};
use chrono::Datelike;

#[derive(Debug, Default)]
pub struct VoicesState {
    /// Newest first; none before the first answer.
    pub rows: Option<Vec<VoiceRow>>,
    /// Only those of this talk; none: all.
    pub of: Option<Uid>,
    pub selected: usize,
}

impl VoicesState {
    /// The statements that are listed: of the talk that was opened, or all; those nobody answered first.
    pub fn listed(&self) -> Vec<&VoiceRow> {
        let of = |v: &&VoiceRow| self.of.is_none() || v.talk == self.of;
        let rows = || self.rows.iter().flatten().filter(of).filter(|v| v.kind != VoiceKind::Cause);
        rows().filter(|v| is_open(v)).chain(rows().filter(|v| !is_open(v))).collect()
    }
}

/// Nobody has said yet what became of it.
pub fn is_open(voice: &VoiceRow) -> bool {
    voice.answer.is_none() && voice.kind.wants_answer()
}

pub(super) fn open(app: &mut App, talk: Option<Uid>) {
    app.talk.voices.of = talk;
    app.talk.voices.selected = 0;
    app.open(Screen::Voices);
}

pub(super) fn refresh(app: &mut App) {
    app.ask(Lane::Voices, Ask::Talking(TalkAsk::Voices { team: None, limit: LISTED }));
    app.ask(Lane::Patterns, Ask::Patterns);
}

pub(super) fn came(app: &mut App, rows: Vec<VoiceRow>) {
    let marked = marked(app).map(|v| v.uid);
    app.talk.voices.rows = Some(rows);
    let listed = app.talk.voices.listed();
    let at = listed.iter().position(|v| Some(v.uid) == marked);
    let at = at.unwrap_or(app.talk.voices.selected.min(listed.len().saturating_sub(1)));
    app.talk.voices.selected = at;
}

/// The marked statement.
pub fn marked(app: &App) -> Option<&VoiceRow> {
    app.talk.voices.listed().get(app.talk.voices.selected).copied()
}

pub(super) fn step(app: &mut App, by: isize) {
    let count = app.talk.voices.listed().len();
    app.talk.voices.selected = forms::moved(app.talk.voices.selected, by, count);
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// "worry, the team"; "idea, a new teacher; before patterns were shown".
pub fn about(voice: &VoiceRow) -> String {
    let who = if voice.speaker.is_empty() { "the team" } else { voice.speaker.as_str() };
    let before = if voice.before_patterns { "; before patterns were shown" } else { "" };
    format!("{}, {who}{before}", voice.kind.words())
}

/// What became of it, in words.
pub fn became(app: &App, voice: &VoiceRow) -> String {
    let day = voice.answer_day.map(|d| short_day(day_of_number(d), app.now.today().year()));
    let words = match (voice.answer, day) {
        (None, _) if !voice.kind.wants_answer() => return "needs no answer".into(),
        (None, _) => return "not answered yet".into(),
        (Some(VoiceAnswer::LookInto), Some(day)) => format!("{} on {day}", VoiceAnswer::LookInto.words()),
        (Some(answer), _) => answer.words().to_string(),
    };
    if voice.why.is_empty() { words } else { format!("{words}: {}", voice.why) }
}

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

pub(super) fn perform(app: &mut App, action: Action) {
    if action == Action::VoiceNew {
        return ask_new(app);
    }
    let Some(voice) = marked(app).cloned() else {
        app.tell("Nothing was said yet. n writes down what a teacher said outside a talk.");
        return;
    };
    match action {
        Action::VoiceOpen => match voice.links.first() {
            Some((pattern, ..)) => patterns::open(app, *pattern),
            None => app.tell("It is linked to no pattern: nobody looked for this yet. l links it."),
        },
        _ if !app.may_write() => {}
        Action::VoiceLink if can_be_linked(&voice) => {
            app.ask(Lane::VoiceProposals, Ask::Talking(TalkAsk::VoiceProposals(voice.uid)));
        }
        Action::VoiceLink => app.tell("Objections and causes stand for themselves; they are linked to no pattern."),
        Action::VoiceAnswer => ask_answer(app, &voice),
        Action::VoiceReword => {
            let hint = "Word for word as it was said. What it was before stays in the history.";
            form(
                app,
                "What was said",
                TalkForm::RewordVoice(voice.uid),
                &["Words"],
                std::slice::from_ref(&voice.text),
                hint,
            );
        }
        Action::VoiceKindNext => next_kind(app, &voice),
        Action::VoiceStrike => {
            let detail = "It goes from the file, its history and the search. Nothing brings it back; earlier backups still hold it.";
            forms::confirm(
                app,
                format!("Strike “{}” for good?", short(&voice.text)),
                detail,
                Agreed::StrikeVoice(voice.uid),
            );
        }
        _ => {}
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// What was said outside a talk, by one person.
fn ask_new(app: &mut App) {
    if app.may_write() {
        let hint = "Word for word. Who: a role or what the speaker chooses, never a name unless the speaker asks; empty is fine.";
        form(app, "Somebody said", TalkForm::Voice, &["Words", "Who"], &[], hint);
    }
}

pub(super) fn heard(app: &mut App, words: String, speaker: String) {
    if words.is_empty() {
        app.tell("Nothing was written down.");
        return;
    }
    let facts = VoiceFacts {
        at: app.now.utc,
        kind: Some(VoiceKind::Problem),
        text: words,
        speaker,
        talk: app.talk.voices.of,
        ..VoiceFacts::default()
    };
    let uid = app.new_id();
    if app.act(Verb::HearVoice, vec![acts::voice_heard(uid, &facts)]).is_some() {
        app.tell("Kept, word for word. s changes what sort of statement it is.");
    }
}

fn next_kind(app: &mut App, voice: &VoiceRow) {
    let kinds = [VoiceKind::Problem, VoiceKind::Idea, VoiceKind::Question, VoiceKind::Worry, VoiceKind::Noticed];
    let at = kinds.iter().position(|k| *k == voice.kind).map_or(0, |at| (at + 1) % kinds.len());
    let kind = kinds[at];
    app.act(Verb::EditVoice, vec![acts::voice_kind(voice.uid, kind)]);
}

/// Proposals came: patterns by likeness first, then all others.
pub(super) fn proposed(app: &mut App, voice: Uid, proposals: &[VoiceProposal]) {
    if app.screen != Screen::Voices || !app.layers.is_empty() || marked(app).is_none_or(|v| v.uid != voice) {
        return;
    }
    let like = |p: &VoiceProposal| {
        let words = if p.words.is_empty() { String::new() } else { format!(": {}", p.words.join(", ")) };
        forms::item(p.statement.clone(), format!("may be the same{words}"), PickValue::Id(p.pattern))
    };
    let mut items: Vec<PickItem> = proposals.iter().map(like).collect();
    let rest = app.patterns.rows.iter().flatten().filter(|r| !proposals.iter().any(|p| p.pattern == r.uid));
    items.extend(rest.map(|r| forms::item(r.statement.clone(), r.status.words(), PickValue::Id(r.uid))));
    let empty = "No pattern fits. A statement without a pattern is a prompt: nobody looked for this yet.";
    let picker = forms::picker("Which pattern is it about?", items, empty, Picked::Talk(TalkPick::LinkTo(voice)));
    app.layers.push(Layer::Picker(picker));
}

/// The pattern was chosen; what is the statement to it?
pub(super) fn ask_link(app: &mut App, voice: Uid, pattern: Uid) {
    let mut items: Vec<PickItem> =
        LinkKind::ALL.iter().map(|l| forms::item(l.words(), "", PickValue::Number(*l as i64))).collect();
    items.push(forms::item("not linked", "takes the link away; it is not proposed again", PickValue::Number(0)));
    let then = Picked::Talk(TalkPick::Link { voice, pattern });
    app.layers.push(Layer::Picker(forms::picker("What is it to this pattern?", items, "Choose one.", then)));
}

pub(super) fn linked(app: &mut App, voice: Uid, pattern: Uid, number: i64) {
    let link = LinkKind::from_number(number);
    let mut ops = vec![acts::voice_linked(voice, pattern, link)];
    if link.is_none() {
        let topic = crate::domain::suggestion::voice_topic(voice, pattern);
        ops.push(acts::decided(
            &topic,
            &crate::domain::suggestion::Decided {
                decision: crate::domain::suggestion::Decision::Dismissed,
                until: None,
                why: String::new(),
                pattern: None,
            },
        ));
    } else if marked(app).is_some_and(|v| v.uid == voice && is_open(v)) {
        // Linking is an answer, unless another was given.
        ops.push(acts::voice_answered(voice, Some(VoiceAnswer::Linked), None, ""));
    }
    app.act(Verb::LinkVoice, ops);
}

fn ask_answer(app: &mut App, voice: &VoiceRow) {
    let detail = |a: &VoiceAnswer| match a {
        VoiceAnswer::Linked => "to a pattern that says the same, or contradicts it",
        VoiceAnswer::LookInto => "the next walk, or you, by a day",
        VoiceAnswer::Tried => "it became a small test",
        VoiceAnswer::SetAside => "and why",
    };
    let mut items: Vec<PickItem> =
        VoiceAnswer::ALL.iter().map(|a| forms::item(a.words(), detail(a), PickValue::Number(*a as i64))).collect();
    items.push(forms::item("not answered yet", "", PickValue::None));
    let then = Picked::Talk(TalkPick::Answer(voice.uid));
    app.layers.push(Layer::Picker(forms::picker("What became of it?", items, "Choose one.", then)));
}

/// What became of it was chosen; then by when, or why.
pub(super) fn answer_chosen(app: &mut App, voice: Uid, answer: Option<VoiceAnswer>) {
    let labels: &[&str] = match answer {
        None => {
            app.act(Verb::AnswerVoice, vec![acts::voice_answered(voice, None, None, "")]);
            return;
        }
        Some(VoiceAnswer::LookInto) => &["In a sentence for the team", "By when"],
        Some(_) => &["In a sentence for the team"],
    };
    let why = marked(app).filter(|v| v.uid == voice).map(|v| v.why.clone()).unwrap_or_default();
    let hint =
        format!("The team sees it next time: you said, and what happened. {}", crate::domain::dates::COMING_EXAMPLES);
    let answer = answer.map_or(0, |a| a as i64);
    form(app, "What became of it", TalkForm::AnswerVoice(voice, answer), labels, &[why], &hint);
}

pub(super) fn answered(app: &mut App, voice: Uid, answer: i64, texts: &[String]) {
    let answer = VoiceAnswer::from_number(answer);
    let day = texts.get(1).and_then(|t| crate::domain::dates::coming_day(t, app.now.today()));
    if day.is_none() && texts.get(1).is_some_and(|t| !t.is_empty()) {
        let why = "That day could not be read. For example: in 3 weeks, tuesday, 2 Oct.";
        let number = answer.map_or(0, |a| a as i64);
        let labels = ["In a sentence for the team", "By when"];
        form(app, "What became of it", TalkForm::AnswerVoice(voice, number), &labels, texts, why);
        return;
    }
    let day = day.map(crate::domain::time::day_number);
    let why = texts.first().map_or("", String::as_str);
    app.act(Verb::AnswerVoice, vec![acts::voice_answered(voice, answer, day, why)]);
}

/// Strikes a statement for good.
pub fn strike(app: &mut App, voice: Uid) {
    if app.purge(Verb::StrikeVoice, vec![(crate::domain::schema::Kind::Voice, voice)]).is_some() {
        for rows in app.talk.voices.rows.iter_mut() {
            rows.retain(|v| v.uid != voice);
        }
        app.tell("Struck for good. Earlier backups still hold it.");
    }
}
