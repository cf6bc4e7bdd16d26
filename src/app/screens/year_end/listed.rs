//! The list of what would go, what may be chosen there, and doing it: by two keys of which neither opened the list.

use super::may_remove;
use crate::app::actions::Action;
use crate::app::effect::Effect;
use crate::app::layers::{Agreed, Reader};
use crate::app::saving::Kept;
use crate::app::screens::forms;
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::text::visible;
use crate::exchange::leaving::{Done, Question, Wish};

/// What would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub wish: Wish,
    /// What it is, for the heading.
    pub called: String,
    /// What goes and what stays; none until it was looked for.
    pub lines: Option<Vec<String>>,
    /// Which copies still hold it.
    pub copies: Vec<String>,
    /// A backup is made before.
    pub backup: bool,
    pub scroll: usize,
}

impl Listed {
    /// All that stands in the list.
    pub fn all(&self) -> Vec<String> {
        let lines = self.lines.iter().flatten();
        lines.cloned().chain([String::new()]).chain(self.copies.iter().cloned()).collect()
    }

    /// What may be chosen, as it is now.
    pub fn choices(&self) -> Vec<String> {
        let on = |on: bool| if on { "yes" } else { "no" };
        let held = if self.backup { "; it still holds all of this" } else { "" };
        let mut lines = vec![format!("b  A verified backup first: {}{held}", on(self.backup))];
        if let Wish::Teacher { visits, mentions, .. } = self.wish {
            lines.push(format!("v  The visits to their rooms too: {}", on(visits)));
            lines.push(format!(
                "m  Notes, replies and statements in which a word of the name stands too: {}",
                on(mentions)
            ));
        }
        lines
    }
}

/// How a page of so many rows is divided: a gap between its parts or none, and how many rows there are for the list.
pub fn divided(listed: &Listed, rows: usize) -> (u16, usize) {
    let gap = u16::from(rows > 12);
    (gap, rows.saturating_sub(2 + 3 * usize::from(gap) + listed.choices().len()))
}

/// Shows what would go; the leader can look at it in peace.
pub fn ask(app: &mut App, wish: Wish, called: String) {
    if !may_remove(app) {
        return;
    }
    let backup = app.year.listed.as_ref().filter(|l| same(l.wish, wish)).is_none_or(|l| l.backup);
    app.year.listed = Some(Listed { wish, called, lines: None, copies: Vec::new(), backup, scroll: 0 });
    app.open(Screen::Leaving);
    app.effect(Effect::Leaving(Question::Plan(wish)));
}

/// Whether it is the same with another choice.
fn same(one: Wish, other: Wish) -> bool {
    match (one, other) {
        (Wish::Teacher { teacher: a, .. }, Wish::Teacher { teacher: b, .. }) => a == b,
        _ => one == other,
    }
}

/// The same for a room or a teacher.
pub fn ask_one(app: &mut App, kind: Kind, uid: Uid, name: &str) {
    let name = visible(name);
    match kind {
        Kind::Classroom => ask(app, Wish::Room(uid), format!("Remove for good: {name} with its visits")),
        _ => {
            let wish = Wish::Teacher { teacher: uid, visits: false, mentions: false };
            ask(app, wish, format!("Remove for good: {name}"));
        }
    }
}

/// A copy was made: where the list is shown it is looked for anew which copies hold what goes.
pub fn copy_made(app: &mut App) {
    if app.screen == Screen::Leaving
        && let Some(listed) = &app.year.listed
    {
        app.effect(Effect::Leaving(Question::Plan(listed.wish)));
    }
}

/// What would go was found.
pub fn came(app: &mut App, wish: Wish, lines: Vec<String>, copies: Vec<String>) {
    if let Some(listed) = app.year.listed.as_mut().filter(|l| l.wish == wish) {
        listed.lines = Some(lines);
        listed.copies = copies;
    }
}

pub fn perform(app: &mut App, action: Action) {
    match action {
        Action::YearUp => scroll(app, -1),
        Action::YearDown => scroll(app, 1),
        Action::LeavingBackup => {
            if let Some(listed) = &mut app.year.listed {
                listed.backup = !listed.backup;
            }
        }
        Action::LeavingVisits => choose(app, true),
        Action::LeavingMentions => choose(app, false),
        Action::LeavingDo => ask_yes(app),
        _ => {}
    }
}

fn scroll(app: &mut App, by: isize) {
    let (columns, rows) = app.size;
    if let Some(listed) = &mut app.year.listed {
        let page = Reader { title: String::new(), lines: listed.all(), scroll: 0 };
        let lines = page.wrapped(usize::from(columns.saturating_sub(2))).len();
        // Header, notice and footer are not of the page.
        let (_, list) = divided(listed, usize::from(rows.saturating_sub(3)));
        listed.scroll = listed.scroll.saturating_add_signed(by).min(lines.saturating_sub(Reader::seen(lines, list)));
    }
}

/// More or less of a teacher goes: it is looked for anew.
fn choose(app: &mut App, of_visits: bool) {
    let Some(Listed { wish: Wish::Teacher { teacher, visits, mentions }, called, .. }) = app.year.listed.clone() else {
        return app.tell("That is asked only where a teacher is removed.");
    };
    let wish = if of_visits {
        Wish::Teacher { teacher, visits: !visits, mentions }
    } else {
        Wish::Teacher { teacher, visits, mentions: !mentions }
    };
    ask(app, wish, called);
}

/// Why nothing can be removed at this moment.
pub fn not_now(app: &App) -> Option<String> {
    let why = if app.recording.is_some() {
        "A walk is under way. End it first; then things can be removed."
    } else if app.saving.worst() == Kept::NotSaved {
        "Something is not saved yet. When it is, things can be removed."
    } else if app.year.drive.under_way.is_some() {
        "A copy is being made on a drive. When it is there, things can be removed."
    } else {
        return None;
    };
    Some(format!("{why} Nothing was changed."))
}

fn ask_yes(app: &mut App) {
    let Some(listed) = app.year.listed.clone() else { return };
    if listed.lines.is_none() {
        return app.tell("It is still being looked for what would go.");
    }
    if !may_remove(app) {
        return;
    }
    let question = match listed.wish {
        Wish::Unlink(_) => "Cut these visits off from rooms and teachers for good?",
        _ => "Remove all of this for good?",
    };
    let backup = if listed.backup {
        "A verified backup is made first; it still holds everything."
    } else {
        "No backup is made first."
    };
    let detail = format!("It cannot be taken back: Ctrl-Z does not lead behind it. {backup}");
    forms::confirm(app, question.into(), &detail, Agreed::Leave);
}

/// The leader said yes.
pub fn carry_out(app: &mut App) {
    if !may_remove(app) {
        return;
    }
    if let Some(Listed { wish, lines: Some(shown), backup, .. }) = app.year.listed.take() {
        crate::app::update::keep_drafts(app, true);
        app.effect(Effect::CarryOut { wish, backup, shown });
    }
}

/// What is told of it afterwards: the heading, and lines.
pub fn report_lines(result: Result<Done, String>) -> (&'static str, Vec<String>) {
    match result {
        Ok(done) => {
            let parts = [done.lines, done.told, done.copies, done.left_over.into_iter().collect()];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            ("Removed for good", parts.collect::<Vec<_>>().join(&String::new()))
        }
        Err(why) => ("Nothing was removed", vec![why]),
    }
}
