//! Where recording stopped: the walk, the room, the running time and the half-typed line.

use super::{asking, marking};
use crate::app::App;
use crate::app::Screen;
use crate::app::effect::Effect;
use crate::app::look::Theme;
use crate::app::recording::Recording;
use crate::app::saving::Kept;
use crate::domain::agreements::Agreements;
use crate::domain::time::Hlc;
use crate::store::api::{Draft, Resume, Write};

/// Takes the store's answer about where recording stopped: at the start of the program, and after every undo.
pub fn resumed(app: &mut App, resume: Resume) {
    if let Some(clock) = resume.clock {
        app.clock_seen(clock);
    }
    app.undo = resume.undo.clone();
    let first = !app.started;
    if first {
        app.started = true;
        settings(app, &resume.settings);
        if app.screen == Screen::Home && app.agreed != Agreements::default() {
            // What Home asked before it knew what was agreed may be another thing now.
            crate::app::screens::home::refresh(app);
        }
        crate::app::screens::language::begin(app);
        if app.read_only.is_none() {
            app.effect(Effect::Write(Write::ExpireFollowUps(app.now.utc)));
        }
    }
    let boot = app.boot.clone();
    let fresh = Recording::from_resume(&resume, app.now, boot.as_deref());
    let old = std::mem::replace(&mut app.recording, fresh);
    keep_open_lines(app, old, resume.clock);
    if first {
        drafts(app, &resume.drafts);
    }
    let becomes = app.walk.becomes.unwrap_or_else(|| app.new_id());
    app.walk.becomes = Some(becomes);
    if app.recording.is_none() && app.screen == Screen::Walk {
        app.go(Screen::Home);
    }
}

/// Lines that are not on the disk yet are in no answer of the store; they stay on the screen.
fn keep_open_lines(app: &mut App, old: Option<Recording>, known: Option<Hlc>) {
    let Some(before) = old.and_then(|r| r.visit) else { return };
    let Some(now) = app.recording.as_mut().and_then(|r| r.visit.as_mut()).filter(|v| v.uid == before.uid) else {
        return;
    };
    // The steady clock of this run holds also where the system tells no boot id.
    now.steady = before.steady;
    for note in before.notes {
        if app.saving.kept(note.act) != Kept::Saved && now.note(note.uid).is_none() {
            now.notes.push(note);
        }
    }
    now.sort();
    marking::keep_recent(app, known);
    let Some(now) = app.recording.as_ref().and_then(|r| r.visit.as_ref()) else { return };
    if app.walk.editing.as_ref().is_some_and(|e| now.note(e.note).is_none()) {
        let waiting = app.walk.editing.take().map(|e| e.waiting).unwrap_or_default();
        app.walk.note.set(&waiting);
    }
}

fn settings(app: &mut App, kept: &[(String, String)]) {
    app.settings = kept.iter().cloned().collect();
    app.agreed = Agreements::from_settings(|key| app.settings.get(key).map(String::as_str));
    if let Some(theme) = app.settings.get("theme").and_then(|t| Theme::from_word(t))
        && !app.look.fixed
    {
        app.look.theme = theme;
    }
    if app.settings.get("ascii").is_some_and(|a| a == "yes") {
        app.look.ascii = true;
    }
    let mouse = app.settings.get("mouse").is_some_and(|m| m == "yes");
    app.effect(Effect::Mouse(mouse));
}

/// Puts half-typed lines back where they were.
fn drafts(app: &mut App, drafts: &[Draft]) {
    for draft in drafts {
        match draft.field.as_str() {
            "note" => note_draft(app, draft),
            "wondering" => {
                app.walk.wondering.set(&draft.text);
                app.walk.wondering.set_cursor(draft.cursor);
            }
            "corridor" => {
                app.walk.after.set(&draft.text);
                app.walk.after.set_cursor(draft.cursor);
            }
            "talk" => crate::app::screens::talk::run::restore(app, draft),
            "plan" => crate::app::screens::plan::restore(&mut app.plan, &draft.text),
            _ => {}
        }
    }
    // A question is opened again only where no line was being typed beside it.
    drafts.iter().filter(|d| d.field.starts_with(asking::DRAFT)).for_each(|d| asking::restore(app, d));
    drafts.iter().for_each(|d| asking::restore_number(app, d));
}

/// A half-typed note, or a half-made change to an earlier one.
fn note_draft(app: &mut App, draft: &Draft) {
    let stands = draft.becomes.and_then(|uid| {
        let visit = app.recording.as_ref()?.visit.as_ref()?;
        visit.note(uid).map(|n| (uid, crate::domain::note::compose_line(&n.line())))
    });
    match stands {
        Some((note, before)) => {
            app.walk.editing = Some(super::Editing { note, before, waiting: String::new() });
        }
        None => app.walk.becomes = draft.becomes,
    }
    app.walk.note.set(&draft.text);
    app.walk.note.set_cursor(draft.cursor);
}
