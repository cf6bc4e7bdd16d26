//! What keys do while a talk runs. All keys come here and nowhere else, so that none of them leads out.
//!
//! Letters write down what is said; what commands is a sign, an arrow, or Ctrl with a letter. Only `v` and `q` are
//! commands too: `v` opens an empty line, and a `q` that begins a word becomes one.

use super::pages::{Sort, lay_out};
use super::writing::{self, Writes};
use super::{Asked, counting, draft, leaving, lines, problems, turning};
use crate::app::App;
use crate::app::actions::{Action, Scope};
use crate::app::input::{Code, Key};
use crate::app::keymap::resolve;
use crate::app::layers::{CoverState, Layer};
use crate::domain::talk::LinkKind;

/// An Enter this soon after a line was kept is the same one held down, milliseconds.
const ENTER_HELD: i64 = 700;

/// Where keys are looked up.
pub fn scope(app: &App) -> Scope {
    let run = &app.talk.run;
    match run.shown().map(|p| p.sort) {
        _ if run.asked.is_some() => Scope::TalkAsking,
        _ if run.writing => Scope::TalkLine,
        Some(Sort::Count) => Scope::TalkCount,
        _ => Scope::TalkRun,
    }
}

/// Takes a key.
pub fn key(app: &mut App, key: Key) {
    app.talk.run.told = None;
    if std::mem::take(&mut app.talk.run.keys) {
        return;
    }
    if app.talk.run.view.is_none() {
        // Nothing is there yet, but leaving must be possible.
        if app.talk.run.asked.is_some() || matches!(resolve(Scope::TalkRun, key), Some(Action::TalkLeave)) {
            asked_or_leave(app, key);
        }
        return;
    }
    if app.talk.run.asked.is_some() {
        asked_or_leave(app, key);
    } else if app.talk.run.writing {
        in_line(app, key);
    } else {
        resting(app, key);
    }
    if app.screen == crate::app::Screen::TalkRun {
        draft::later(app);
        lay_out(app);
    }
}

/// Pasted text goes into the line, and opens one where there is none.
pub fn paste(app: &mut App, text: &str) {
    let run = &mut app.talk.run;
    run.told = None;
    run.keys = false;
    run.asked = None;
    if run.view.is_none() {
        return;
    }
    if !app.talk.run.writing {
        writing::open(app, false);
    }
    let run = &mut app.talk.run;
    let labelling = run.labelling;
    if let Some(line) = run.line.as_mut().filter(|_| run.writing) {
        let field = if labelling { &mut line.label } else { &mut line.field };
        field.paste(text);
        if field.cut {
            run.told = Some("That was more than one line can hold. The beginning was taken.".into());
        }
    }
    draft::later(app);
    lay_out(app);
}

fn asked_or_leave(app: &mut App, key: Key) {
    match app.talk.run.asked.take() {
        None => app.talk.run.asked = Some(Asked::Leave { letter: key.typed().is_some() }),
        Some(asked) => leaving::answered(app, asked, key),
    }
}

// ── Between lines ───────────────────────────────────────────────────────────────────────────────────────────────────

fn resting(app: &mut App, key: Key) {
    let counting = scope(app) == Scope::TalkCount;
    if counting && counting::typed(app, key) {
        return;
    }
    let sort = app.talk.run.shown().map(|p| p.sort);
    let at_list = matches!(sort, Some(Sort::Pattern(_) | Sort::Ties));
    match resolve(scope(app), key) {
        Some(action) if is_sign(action) && !at_list && key.typed().is_some_and(|c| !matches!(c, '<' | '>')) => {
            begin(app, key);
        }
        Some(action) => perform(app, action, key),
        None if key.typed().is_some() => begin(app, key),
        None => {}
    }
}

fn is_sign(action: Action) -> bool {
    matches!(action, Action::TalkSame | Action::TalkConnects | Action::TalkContradicts | Action::TalkNewToMe)
}

/// Begins to write with this letter.
fn begin(app: &mut App, key: Key) {
    writing::open(app, false);
    let run = &mut app.talk.run;
    if let Some(line) = run.line.as_mut().filter(|_| run.writing) {
        line.field.key(key);
    }
}

/// Begins a line with letters that were taken for something else.
pub(super) fn begin_with(app: &mut App, letters: &[Key]) {
    for (n, letter) in letters.iter().enumerate() {
        if n == 0 {
            begin(app, *letter);
        } else if let Some(line) = app.talk.run.line.as_mut() {
            line.field.key(*letter);
        }
    }
}

fn perform(app: &mut App, action: Action, key: Key) {
    match action {
        Action::TalkNext => next(app, key),
        Action::TalkBack if key.code == Code::Backspace && counting::wipe(app) => {}
        Action::TalkBack => lines::back(app),
        Action::TalkNextStep => lines::next_step(app),
        Action::TalkStepBack => lines::step_before(app),
        Action::TalkSay => writing::open(app, false),
        Action::TalkEdit => writing::edit(app),
        Action::TalkHandBack => lines::hand(app, -1),
        Action::TalkHandNext => lines::hand(app, 1),
        Action::TalkSame => lines::link(app, LinkKind::SameThing),
        Action::TalkConnects if problems::tie(app, true) => {}
        Action::TalkConnects => lines::link(app, LinkKind::Connects),
        Action::TalkContradicts if problems::tie(app, false) => {}
        Action::TalkContradicts => lines::link(app, LinkKind::Contradicts),
        Action::TalkNewToMe => lines::link(app, LinkKind::NewToMe),
        Action::TalkReword => writing::reword(app),
        Action::TalkStrike => leaving::ask_strike(app),
        Action::TalkOff => writing::open(app, true),
        Action::TalkAgree => problems::agree(app),
        Action::TalkHunch => lines::open_hunch(app),
        Action::TalkFirst => lines::patterns_first(app),
        Action::TalkLeave => app.talk.run.asked = Some(Asked::Leave { letter: key.typed().is_some() }),
        Action::TalkCountDown => counting::move_row(app, 1),
        Action::TalkCountUp => counting::move_row(app, -1),
        Action::Help => app.talk.run.keys = true,
        Action::Undo => turning::undo(app),
        Action::Redo => turning::redo(app),
        Action::Cover => cover(app),
        _ => {}
    }
}

fn next(app: &mut App, key: Key) {
    let soon = app.talk.run.kept_at.is_some_and(|at| app.now.steady - at < ENTER_HELD);
    if key.code == Code::Enter && soon {
        return;
    }
    if counting::keep(app) && key.code == Code::Enter {
        return;
    }
    lines::next(app);
}

/// Nothing of a visit can be shown from this cover: others than the teacher of that visit look on.
fn cover(app: &mut App) {
    app.layers.push(Layer::Cover(CoverState { plain: true, ..CoverState::default() }));
}

// ── In a line ───────────────────────────────────────────────────────────────────────────────────────────────────────

fn in_line(app: &mut App, key: Key) {
    let command = resolve(Scope::TalkLine, key).filter(|_| key.typed().is_none());
    let run = &mut app.talk.run;
    let Some(line) = run.line.as_mut() else {
        run.writing = false;
        return;
    };
    if run.labelling {
        match command {
            Some(Action::TalkKeep | Action::TalkLabel | Action::TalkLineLeave | Action::TalkKind) => {
                run.labelling = false;
            }
            Some(Action::Undo) => drop(line.label.undo()),
            _ => drop(line.label.key(key)),
        }
        return;
    }
    match command {
        Some(Action::TalkKeep) => writing::keep(app),
        Some(Action::TalkKind) => writing::other_kind(app, 1),
        Some(Action::TalkKindBack) => writing::other_kind(app, -1),
        Some(Action::TalkLabel) => run.labelling = !matches!(line.writes, Writes::Pattern(_) | Writes::Wording),
        Some(Action::TalkOff) => writing::off(app),
        Some(Action::TalkEdit) => writing::edit(app),
        Some(Action::TalkStrike) if matches!(line.writes, Writes::Voice { new: false, .. }) => {
            leaving::ask_strike(app);
        }
        Some(Action::TalkLineLeave) => writing::leave(app),
        Some(Action::Undo) if !line.field.is_empty() => drop(line.field.undo()),
        Some(Action::Undo) => turning::undo(app),
        Some(Action::Redo) => drop(line.field.redo()),
        Some(Action::Cover) => cover(app),
        Some(Action::Help) => run.keys = true,
        _ => drop(line.field.key(key)),
    }
}
