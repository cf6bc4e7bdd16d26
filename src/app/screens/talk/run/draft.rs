//! What a crash in the middle of a meeting must not take: the page, the half-typed line and the half-made count. It is one
//! draft of the talk; what is in the log already is not in it.

use super::RunState;
use super::counting::Count;
use super::writing::{Line, Writes};
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::domain::id::Uid;
use crate::domain::talk::{Origin, VoiceKind};
use crate::store::api::{Draft, Write};
use serde::{Deserialize, Serialize};

/// The name of the draft.
pub const FIELD: &str = "talk";

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The talk, by its id.
    pub talk: String,
    pub step: usize,
    pub page: usize,
    pub farthest: usize,
    pub line: Option<KeptLine>,
    pub counts: Vec<Option<u32>>,
}

/// A half-typed line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptLine {
    /// What it becomes: "voice", "pattern", "wording", "promise" or "agreement"; and the thing, by its id.
    pub becomes: String,
    pub thing: String,
    pub changes: bool,
    pub kind: i64,
    pub origin: i64,
    pub label: String,
    pub below: bool,
    pub off: bool,
    pub open: bool,
    pub text: String,
    pub cursor: usize,
}

/// Something of it changed and is kept soon.
pub fn later(app: &mut App) {
    app.saving.typed(FIELD, app.now.steady);
}

/// It is kept with the act that was just sent, so that no line is both kept and half-typed.
pub fn at_once(app: &mut App) {
    app.saving.drafts.remove(FIELD);
    if app.read_only.is_none() {
        let draft = draft(app);
        app.effect(Effect::Write(Write::Draft(draft)));
    }
}

/// The talk is over: nothing waits any more.
pub fn forget(app: &mut App) {
    app.saving.drafts.remove(FIELD);
    if app.read_only.is_none() {
        app.effect(Effect::Write(Write::DropDraft(FIELD.into())));
    }
}

/// The draft as it stands.
pub fn draft(app: &App) -> Draft {
    let text = serde_json::to_string(&kept(app)).unwrap_or_default();
    Draft { field: FIELD.into(), text, cursor: 0, becomes: None, about: app.talk.run.talk }
}

pub fn read(draft: &Draft) -> Option<Kept> {
    serde_json::from_str(&draft.text).ok()
}

pub fn kept(app: &App) -> Kept {
    let run = &app.talk.run;
    Kept {
        talk: run.talk.map(Uid::to_text).unwrap_or_default(),
        step: run.step,
        page: run.page,
        farthest: run.farthest,
        line: run.line.as_ref().map(|line| kept_line(run, line)),
        counts: run.count.as_ref().map_or_else(Vec::new, |c| c.given.clone()),
    }
}

fn kept_line(run: &RunState, line: &Line) -> KeptLine {
    let (becomes, thing, changes) = match line.writes {
        Writes::Voice { uid, new } => ("voice", Some(uid), !new),
        Writes::Pattern(uid) => ("pattern", Some(uid), true),
        Writes::Wording => ("wording", None, false),
        Writes::Promise(uid) => ("promise", Some(uid), false),
        Writes::Agreement => ("agreement", None, false),
    };
    KeptLine {
        becomes: becomes.into(),
        thing: thing.map(Uid::to_text).unwrap_or_default(),
        changes,
        kind: line.kind as i64,
        origin: line.origin as i64,
        label: line.label.text(),
        below: line.below,
        off: line.off,
        open: run.writing,
        text: line.field.text(),
        cursor: line.field.cursor(),
    }
}

/// Puts back what was kept of this talk. A line that is in the file already was kept before its draft went.
pub fn apply(app: &mut App, kept: Kept) {
    let run = &mut app.talk.run;
    if run.talk.map(Uid::to_text).as_deref() != Some(kept.talk.as_str()) {
        return;
    }
    run.farthest = run.farthest.max(kept.farthest);
    if kept.step == run.step {
        run.page = kept.page;
        run.count = (!kept.counts.is_empty()).then(|| Count::with(kept.counts.clone()));
    }
    let Some(line) = kept.line.as_ref().and_then(line_of) else { return };
    let known = |uid: Uid| {
        run.said().iter().any(|v| v.uid == uid) || run.view.iter().any(|v| v.promises.iter().any(|p| p.uid == uid))
    };
    let done = match line.writes {
        Writes::Voice { uid, new: true } | Writes::Promise(uid) => known(uid),
        Writes::Voice { uid, new: false } => !known(uid),
        _ => false,
    };
    if !done {
        run.writing = kept.line.as_ref().is_some_and(|l| l.open);
        run.line = Some(line);
    }
}

fn line_of(kept: &KeptLine) -> Option<Line> {
    let uid = Uid::parse(&kept.thing);
    let writes = match kept.becomes.as_str() {
        "voice" => Writes::Voice { uid: uid?, new: !kept.changes },
        "pattern" => Writes::Pattern(uid?),
        "wording" => Writes::Wording,
        "promise" => Writes::Promise(uid?),
        "agreement" => Writes::Agreement,
        _ => return None,
    };
    let mut field = Field::new(&kept.text);
    field.set_cursor(kept.cursor);
    Some(Line {
        writes,
        field,
        label: Field::new(&kept.label),
        kind: VoiceKind::from_number(kept.kind).unwrap_or(VoiceKind::Problem),
        origin: Origin::from_number(kept.origin).unwrap_or(Origin::Team),
        below: kept.below,
        off: kept.off,
    })
}
