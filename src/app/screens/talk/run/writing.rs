//! Writing down what is said: a line that is shown as it is typed, kept word for word with Enter.

use super::pages::Sort;
use super::{Change, act, draft, lines, problems};
use crate::app::App;
use crate::app::field::Field;
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts::{self, VoiceFacts};
use crate::domain::dates::read_day;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::talk::{Origin, VoiceKind, may_count};
use crate::domain::talk_protocol::Captures;
use crate::domain::talk_shown::TalkShown;
use crate::domain::time::day_number;
use crate::store::api::{PromiseRow, VoiceRow};
use chrono::{Days, Months, NaiveDate};

/// What a line becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// A statement, new or changed.
    Voice {
        uid: Uid,
        new: bool,
    },
    /// Other words for a pattern.
    Pattern(Uid),
    /// The shared problem in the team's words.
    Wording,
    Promise(Uid),
    /// How a team that is not counted agrees.
    Agreement,
}

/// A line being written.
#[derive(Debug, Clone)]
pub struct Line {
    pub writes: Writes,
    pub field: Field,
    /// The role or label of who says it, the direction of a cause, or the day of a promise.
    pub label: Field,
    pub kind: VoiceKind,
    /// Whose words a shared problem begins with.
    pub origin: Origin,
    /// A cause of the last cause rather than one beside it.
    pub below: bool,
    /// The projector shows only that something is written.
    pub off: bool,
}

/// Kinds that Tab goes through.
const KINDS: [VoiceKind; 5] =
    [VoiceKind::Problem, VoiceKind::Idea, VoiceKind::Question, VoiceKind::Worry, VoiceKind::Noticed];

impl Line {
    fn new(writes: Writes, kind: VoiceKind, text: &str) -> Line {
        let (field, label) = (Field::new(text), Field::new(""));
        Line { writes, field, label, kind, origin: Origin::Team, below: false, off: false }
    }

    /// What the label of the line is called.
    pub fn label_words(&self) -> &'static str {
        match self.writes {
            Writes::Promise(_) => "by which day",
            _ if self.kind == VoiceKind::Cause => "which direction",
            _ => "who says it: a role or a label",
        }
    }
}

/// Opens the line that waits, or a new one of the kind this step writes down. `off`: an objection off the projector.
pub fn open(app: &mut App, off: bool) {
    if app.talk.run.line.is_none() {
        let line = new_line(app, off);
        app.talk.run.line = Some(line);
    }
    let run = &mut app.talk.run;
    run.writing = true;
    run.labelling = false;
    if let Some(line) = run.line.as_mut().filter(|l| off && matches!(l.writes, Writes::Voice { .. })) {
        (line.off, line.kind) = (true, VoiceKind::Objection);
    }
}

fn new_line(app: &mut App, off: bool) -> Line {
    let uid = app.new_id();
    let voice = Writes::Voice { uid, new: true };
    if off {
        return Line::new(voice, VoiceKind::Objection, "");
    }
    let run = &app.talk.run;
    let captures = run.step().map_or(Captures::Nothing, |s| s.captures);
    let problem = run.view.as_ref().is_some_and(|v| problems::uid(v).is_some());
    let counted = run.view.as_ref().is_some_and(|v| may_count(v.talk.people));
    let at_pattern = matches!(run.shown().map(|p| p.sort), Some(Sort::Pattern(_)));
    match captures {
        Captures::Wording => Line::new(Writes::Wording, VoiceKind::Problem, ""),
        Captures::Promises => Line::new(Writes::Promise(uid), VoiceKind::Idea, ""),
        Captures::Poll(_) if problem && !counted => Line::new(Writes::Agreement, VoiceKind::Idea, ""),
        Captures::Poll(_) => Line::new(voice, VoiceKind::Worry, ""),
        Captures::Causes if problem => {
            let direction = run.said().iter().rfind(|v| v.kind == VoiceKind::Cause).map(|v| v.bone.clone());
            let label = Field::new(&direction.unwrap_or_default());
            Line { label, ..Line::new(voice, VoiceKind::Cause, "") }
        }
        Captures::Noticed => Line::new(voice, VoiceKind::Noticed, ""),
        Captures::Wonderings => Line::new(voice, VoiceKind::Question, ""),
        Captures::NextStep => Line::new(voice, VoiceKind::Idea, ""),
        Captures::Nothing if at_pattern => Line::new(voice, VoiceKind::Noticed, ""),
        _ => Line::new(voice, VoiceKind::Problem, ""),
    }
}

/// Changes the wording, the statement in hand, or the last one; once more: the one before.
pub fn edit(app: &mut App) {
    let run = &app.talk.run;
    let open = run.line.as_ref().filter(|_| run.writing);
    let at = match open.map(|l| (l.writes, l.field.is_empty())) {
        Some((Writes::Voice { uid, new: false }, _)) => run.said().iter().position(|v| v.uid == uid),
        Some((_, false)) => return,
        _ if run.line.as_ref().is_some_and(|l| !l.field.is_empty()) => return open_waiting(app),
        _ if run.step().is_some_and(|s| s.captures == Captures::Wording) && run.hand.is_none() => {
            let worded = run.view.as_ref().and_then(|v| v.problems.last()).map(|p| (p.wording.clone(), p.origin));
            if let Some((wording, origin)) = worded {
                let line = Line::new(Writes::Wording, VoiceKind::Problem, &wording);
                let line = Line { origin: origin.unwrap_or(Origin::Team), ..line };
                (app.talk.run.line, app.talk.run.writing) = (Some(line), true);
                return;
            }
            Some(run.said().len())
        }
        _ => match run.hand.and_then(|hand| run.said().iter().position(|v| v.uid == hand)) {
            Some(at) => Some(at + 1),
            None => Some(run.said().len()),
        },
    };
    let voice = at.and_then(|at| at.checked_sub(1)).and_then(|at| run.said().get(at)).cloned();
    if let Some(voice) = voice {
        let off = voice.kind == VoiceKind::Objection;
        let line = Line::new(Writes::Voice { uid: voice.uid, new: false }, voice.kind, &voice.text);
        let label = if voice.kind == VoiceKind::Cause { &voice.bone } else { &voice.speaker };
        let run = &mut app.talk.run;
        run.line = Some(Line { label: Field::new(label), off, ..line });
        (run.writing, run.labelling, run.hand) = (true, false, Some(voice.uid));
    } else if app.talk.run.said().is_empty() {
        app.talk.run.told = Some("Nothing was said yet.".into());
    }
}

fn open_waiting(app: &mut App) {
    app.talk.run.writing = true;
}

/// Lets the team reword the pattern on the projector, from the words that are shown.
pub fn reword(app: &mut App) {
    let run = &mut app.talk.run;
    let Some(Sort::Pattern(pattern)) = run.shown().map(|p| p.sort) else {
        run.told = Some("A pattern can be reworded while it is shown.".into());
        return;
    };
    let (Some(view), Some(names)) = (run.view.as_ref(), run.names.as_ref()) else { return };
    let seen = super::seen::Seen::new(names, view);
    let own = view.patterns.iter().find(|p| p.pattern.uid == pattern).map(|p| p.pattern.statement.as_str());
    // What is not shown because it could tell who can be worded once more, its names masked.
    if let Some(words) = own.map(|own| seen.piece(pattern, own).unwrap_or_else(|| seen.text(own))) {
        run.line = Some(Line::new(Writes::Pattern(pattern), VoiceKind::Noticed, &words));
        (run.writing, run.labelling) = (true, false);
    }
}

/// Another kind, another origin of a problem, or a cause below the last one.
pub fn other_kind(app: &mut App, by: isize) {
    let Some(line) = app.talk.run.line.as_mut() else { return };
    let step = |at: usize, count: usize| at.wrapping_add_signed(by + count as isize) % count;
    match line.writes {
        Writes::Wording => {
            let at = Origin::ALL.iter().position(|o| *o == line.origin).unwrap_or(0);
            line.origin = Origin::ALL.get(step(at, Origin::ALL.len())).copied().unwrap_or(line.origin);
        }
        Writes::Voice { .. } if line.kind == VoiceKind::Cause => line.below = !line.below,
        Writes::Voice { .. } if line.kind != VoiceKind::Objection => {
            let at = KINDS.iter().position(|k| *k == line.kind).unwrap_or(0);
            line.kind = KINDS.get(step(at, KINDS.len())).copied().unwrap_or(line.kind);
        }
        _ => {}
    }
}

/// The line goes off the projector as an objection, or comes back as what the step writes down.
pub fn off(app: &mut App) {
    let kind = new_line(app, false).kind;
    let Some(line) = app.talk.run.line.as_mut().filter(|l| matches!(l.writes, Writes::Voice { .. })) else { return };
    line.off = !line.off;
    line.kind = if line.off { VoiceKind::Objection } else { kind };
}

/// Leaves the line. What is typed waits; an empty line goes.
pub fn leave(app: &mut App) {
    let run = &mut app.talk.run;
    run.writing = false;
    if run
        .line
        .as_ref()
        .is_some_and(|l| l.field.is_empty() || matches!(l.writes, Writes::Pattern(_)) || unchanged(run, l))
    {
        run.line = None;
    } else {
        run.told = Some("The line waits. Any letter goes on with it; Enter in it keeps it.".into());
    }
}

fn unchanged(run: &super::RunState, line: &Line) -> bool {
    let of = |uid| run.voice(uid).is_some_and(|v| v.text == line.field.text());
    matches!(line.writes, Writes::Voice { uid, new: false } if of(uid))
}

/// A line that changes a statement goes with the statement.
pub fn drop_line_of(app: &mut App, voice: Uid) {
    let run = &mut app.talk.run;
    if run.line.as_ref().is_some_and(|l| matches!(l.writes, Writes::Voice { uid, .. } if uid == voice)) {
        run.line = None;
        run.writing = false;
    }
}

// ── Keeping ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Keeps the line word for word. Where it cannot be kept, it stays as it is.
pub fn keep(app: &mut App) {
    let Some(line) = app.talk.run.line.clone() else { return };
    let text = line.field.text().trim().to_string();
    let kept = match line.writes {
        _ if text.is_empty() => true,
        Writes::Voice { uid, new: true } => hear(app, uid, &line, text),
        Writes::Voice { uid, new: false } => resay(app, uid, &line, text),
        Writes::Pattern(pattern) => reworded(app, pattern, text),
        Writes::Wording => problems::word(app, text, line.origin),
        Writes::Promise(uid) => promise(app, uid, &line, text),
        Writes::Agreement => problems::agree_in_words(app, text),
    };
    if kept {
        let run = &mut app.talk.run;
        run.line = None;
        run.writing = false;
        run.kept_at = Some(app.now.steady);
        draft::at_once(app);
    }
}

fn hear(app: &mut App, uid: Uid, line: &Line, text: String) -> bool {
    let before_patterns = !lines::revealed(app);
    let run = &app.talk.run;
    let Some(view) = run.view.as_ref() else { return false };
    let cause = line.kind == VoiceKind::Cause;
    let label = line.label.text().trim().to_string();
    let (speaker, bone) = if cause { (String::new(), label) } else { (label, String::new()) };
    let last = view.voices.iter().rfind(|v| v.kind == VoiceKind::Cause).map(|v| v.uid);
    let facts = VoiceFacts {
        talk: run.talk,
        team: view.talk.team.as_ref().map(|(team, _)| *team),
        at: app.now.utc,
        kind: Some(line.kind),
        text,
        speaker,
        step: Some(run.step),
        before_patterns,
        problem: problems::uid(view).filter(|_| cause),
        bone,
        under: last.filter(|_| cause && line.below),
    };
    let row = VoiceRow {
        talk: facts.talk,
        team: view.talk.team.clone(),
        at: Some(facts.at),
        speaker: facts.speaker.clone(),
        step: facts.step,
        before_patterns,
        problem: facts.problem,
        bone: facts.bone.clone(),
        under: facts.under,
        ..VoiceRow::said(uid, line.kind, facts.text.clone())
    };
    let kept = act(app, Verb::HearVoice, vec![acts::voice_heard(uid, &facts)], vec![Change::Said(Box::new(row))]);
    app.talk.run.hand = Some(uid);
    kept
}

fn resay(app: &mut App, voice: Uid, line: &Line, text: String) -> bool {
    let Some(before) = app.talk.run.voice(voice).cloned() else { return true };
    let label = line.label.text().trim().to_string();
    let speaker = if line.kind == VoiceKind::Cause { before.speaker.clone() } else { label };
    let mut ops: Vec<Op> = Vec::new();
    ops.extend((text != before.text).then(|| acts::voice_reworded(voice, &text)));
    ops.extend((line.kind != before.kind).then(|| acts::voice_kind(voice, line.kind)));
    ops.extend((speaker != before.speaker).then(|| acts::voice_speaker(voice, &speaker)));
    let change = Change::Resaid { voice, text, kind: line.kind, speaker };
    ops.is_empty() || act(app, Verb::EditVoice, ops, vec![change])
}

/// Other words for a pattern. What was prepared to be shown in its place no longer is.
fn reworded(app: &mut App, pattern: Uid, text: String) -> bool {
    let run = &app.talk.run;
    let (Some(view), Some(talk)) = (run.view.as_ref(), run.talk) else { return false };
    let mut ops = vec![acts::pattern_reworded(pattern, &text)];
    let mut kept = view.shown.clone();
    if let Some(mut shown) = TalkShown::read(&view.shown)
        && shown.piece(pattern).is_some_and(|p| p.text.is_some())
    {
        shown.decide(pattern, |p| p.text = None);
        kept = shown.written();
        ops.push(acts::talk_shown(talk, &kept));
    }
    app.talk.run.reworded.push(pattern);
    act(app, Verb::EditPattern, ops, vec![Change::Reworded { pattern, text, shown: kept }])
}

fn promise(app: &mut App, uid: Uid, line: &Line, text: String) -> bool {
    let label = line.label.text().trim().to_string();
    let due = coming_day(&label, app.now.today());
    if !label.is_empty() && due.is_none() {
        app.talk.run.told = Some("That is no day: write “Friday”, “3 Dec” or “2026-12-03”.".into());
        app.talk.run.labelling = true;
        return false;
    }
    let run = &app.talk.run;
    let team = run.view.as_ref().and_then(|v| v.talk.team.clone());
    let (talk, at, due) = (run.talk, app.now.utc, due.map(day_number));
    let ops = vec![acts::promised(uid, talk, team.as_ref().map(|t| t.0), &text, at, due)];
    let row = PromiseRow { uid, talk, team, text, at: Some(at), due, kept: None, why: String::new() };
    act(app, Verb::MakePromise, ops, vec![Change::Promised(Box::new(row))])
}

/// The day a promise is due: a day without a year or a week is the next such day.
fn coming_day(label: &str, today: NaiveDate) -> Option<NaiveDate> {
    let day = read_day(label, today).filter(|_| !label.is_empty())?;
    let weekday = label.chars().all(|c| c.is_alphabetic() || c == ' ');
    let has_year = label.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4);
    match day < today {
        true if weekday => day.checked_add_days(Days::new(7)),
        true if !has_year => day.checked_add_months(Months::new(12)),
        _ => Some(day),
    }
}

/// Sets one field of a shared problem.
pub(super) fn problem_set(problem: Uid, field: crate::domain::schema::Field, value: Value) -> Op {
    acts::talking_set(Kind::Problem, problem, field, value)
}
