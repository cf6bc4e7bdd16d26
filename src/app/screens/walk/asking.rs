//! A look-for that asks for more than a key: how many of how many (scan), or a line (prompt). The question stands in
//! the place of the note line; what is typed there waits, and so does a half-typed answer when one goes back.

use super::{line, marking};
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::domain::act::Op;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::marking::{Scene, answered, read_count, scan};
use crate::domain::note::{NoteKind, parse_line};
use crate::domain::sheet::LookFor;
use crate::store::api::{Draft, Write};

/// The beginning of the names of answers' drafts; the look-for's id follows.
pub const DRAFT: &str = "answer:";

/// The question being answered.
#[derive(Debug, Clone)]
pub struct Asking {
    pub look_for: String,
    /// When its key was pressed, milliseconds since the visit began: that is the mark's time.
    pub at_ms: i64,
    /// What is typed of a count; a prompt's line is in `WalkState::answers`.
    pub number: Field,
    pub is_line: bool,
}

/// A half-typed answer to a prompt.
#[derive(Debug, Clone)]
pub struct Answer {
    pub look_for: String,
    pub text: Field,
    /// The note it will become.
    pub becomes: Uid,
}

/// Asks a scan's number, or a prompt's line.
pub fn begin(app: &mut App, look_for: &str, is_line: bool) {
    let Some(at_ms) = marking::scene(app).map(|s| s.at_ms) else { return };
    if is_line && !app.walk.answers.iter().any(|a| a.look_for == look_for) {
        let becomes = app.new_id();
        app.walk.answers.push(Answer { look_for: look_for.into(), text: Field::new(""), becomes });
    }
    app.walk.asking = Some(Asking { look_for: look_for.into(), at_ms, number: Field::new(""), is_line });
}

/// The look-for that is asked about.
pub fn asked(app: &App) -> Option<&LookFor> {
    marking::at_hand(app)?.0.look_for(&app.walk.asking.as_ref()?.look_for)
}

/// The field that is typed in.
pub fn field(app: &mut App) -> Option<&mut Field> {
    let asking = app.walk.asking.as_mut()?;
    if !asking.is_line {
        return Some(&mut asking.number);
    }
    app.walk.answers.iter_mut().find(|a| a.look_for == asking.look_for).map(|a| &mut a.text)
}

/// The same for painting.
pub fn shown(app: &App) -> Option<&Field> {
    let asking = app.walk.asking.as_ref()?;
    if !asking.is_line {
        return Some(&asking.number);
    }
    app.walk.answers.iter().find(|a| a.look_for == asking.look_for).map(|a| &a.text)
}

/// Back to the line, or to marking where one stays. A half-typed answer waits.
pub fn leave(app: &mut App) {
    if let Some(draft) = draft(app)
        && app.read_only.is_none()
        && app.saving.drafts.remove("answer").is_some()
    {
        app.effect(Effect::Write(if draft.text.is_empty() {
            Write::DropDraft(draft.field)
        } else {
            Write::Draft(draft)
        }));
    }
    app.walk.asking = None;
    marking::marked_one(app);
}

/// The draft of the answer being typed.
pub fn draft(app: &App) -> Option<Draft> {
    let asking = app.walk.asking.as_ref().filter(|a| a.is_line)?;
    let about = app.recording.as_ref()?.visit.as_ref().map(|v| v.uid);
    let answer = app.walk.answers.iter().find(|a| a.look_for == asking.look_for)?;
    let (text, cursor) = (answer.text.text(), answer.text.cursor());
    Some(Draft { field: format!("{DRAFT}{}", asking.look_for), text, cursor, becomes: Some(answer.becomes), about })
}

/// Puts a half-typed answer back after the program was started anew; the question is open again where it was the line
/// being typed.
pub fn restore(app: &mut App, draft: &Draft) {
    let visit = app.recording.as_ref().filter(|r| r.corridor.is_none()).and_then(|r| r.visit.as_ref());
    let (Some(visit), Some(look_for)) = (visit, draft.field.strip_prefix(DRAFT)) else { return };
    if draft.about != Some(visit.uid) || draft.becomes.is_some_and(|b| visit.note(b).is_some()) {
        return;
    }
    let mut text = Field::new(&draft.text);
    text.set_cursor(draft.cursor);
    let becomes = draft.becomes.unwrap_or_else(|| app.new_id());
    app.walk.answers.retain(|a| a.look_for != look_for);
    app.walk.answers.push(Answer { look_for: look_for.into(), text, becomes });
    if app.walk.note.is_empty() {
        begin(app, look_for, true);
    }
}

/// `Enter`: the answer is kept.
pub fn keep(app: &mut App) {
    let Some(asking) = app.walk.asking.clone() else { return };
    if asking.is_line {
        keep_line(app, &asking.look_for, asking.at_ms);
        leave(app);
    } else if asking.number.text().trim().is_empty() {
        leave(app);
    } else {
        match keep_number(app, &asking) {
            Ok(()) => leave(app),
            Err(why) => app.tell(why),
        }
    }
}

fn keep_number(app: &mut App, asking: &Asking) -> Result<(), String> {
    let uid = app.new_id();
    let Some((sheet, visit)) = marking::at_hand(app) else { return Ok(()) };
    let Some(look_for) = sheet.look_for(&asking.look_for) else { return Ok(()) };
    let heads = visit.heads.map(i64::from);
    let (n, of) = read_count(&asking.number.text(), heads, look_for.settings.counts_others)?;
    let scene = Scene { sheet, marks: &visit.marks, at_ms: asking.at_ms, late: None };
    let changes = scan(&scene, look_for, n, of, uid);
    // The first total that is typed is the visit's head count: the next scan needs only its number.
    let counted = of.filter(|_| heads.is_none()).and_then(|of| u32::try_from(of).ok());
    let more: Vec<Op> = counted.map(|of| acts::visit_heads(visit.uid, Some(of))).into_iter().collect();
    if marking::make(app, changes, more).is_some()
        && let (Some(of), Some(visit)) = (counted, app.recording.as_mut().and_then(|r| r.visit.as_mut()))
    {
        visit.heads = Some(of);
    }
    if of.is_none() {
        app.tell("Kept without a total. Ctrl-F says how many students are in the room.");
    }
    Ok(())
}

/// The answer becomes a note, and a mark that says so, in one act. An empty one is forgotten.
fn keep_line(app: &mut App, look_for: &str, at_ms: i64) {
    let Some(place) = app.walk.answers.iter().position(|a| a.look_for == look_for) else { return };
    let answer = app.walk.answers[place].clone();
    let mut parsed = parse_line(&answer.text.text());
    if !parsed.is_empty() {
        if !parsed.kind.is_evidence() {
            parsed.kind = NoteKind::Evidence;
        }
        let uid = app.new_id();
        let Some((sheet, visit)) = marking::at_hand(app) else { return };
        let Some(asked) = sheet.look_for(look_for) else { return };
        let scene = Scene { sheet, marks: &visit.marks, at_ms, late: None };
        let changes = answered(&scene, asked, answer.becomes, uid);
        let ops = marking::change_ops(app, &changes);
        let Some(clock) = line::write_with(app, answer.becomes, parsed, Some(at_ms), false, ops) else { return };
        marking::made(app, clock, changes, Some(answer.becomes));
    }
    app.saving.drafts.remove("answer");
    app.walk.answers.remove(place);
    if app.read_only.is_none() {
        app.effect(Effect::Write(Write::DropDraft(format!("{DRAFT}{look_for}"))));
    }
}

/// The room is left: answers still half-typed are kept as they stand, a count where it can be one.
pub fn keep_all(app: &mut App) {
    if let Some(asking) = app.walk.asking.take().filter(|a| !a.is_line && !a.number.text().trim().is_empty())
        && let Err(why) = keep_number(app, &asking)
    {
        app.needs_you(format!("“{}” was not kept as a count. {why}", asking.number.text().trim()));
    }
    let at_ms = marking::scene(app).map_or(0, |s| s.at_ms);
    let open: Vec<String> = app.walk.answers.iter().map(|a| a.look_for.clone()).collect();
    for look_for in open {
        keep_line(app, &look_for, at_ms);
    }
    app.walk.answers.clear();
}
