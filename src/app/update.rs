//! One input at a time: what it changes, and what is wished done outside.

use super::actions::{Action, Scope};
use super::effect::Effect;
use super::input::{Code, Input, Key};
use super::keymap::resolve;
use super::layers::{CoverState, Layer};
use super::screens::talk::run;
use super::{App, Screen, keys, perform, screens, veil};
use crate::domain::time::{Now, elapsed};
use crate::store::api::{Answer, Event, Lane, Trouble, TroubleSort, Write};

/// Minutes without a key, outside a visit, after which the screen covers itself.
const COVER_AFTER: i64 = 5 * 60_000;

/// Two Ctrl-C within this time end the program, milliseconds.
const QUIT_WITHIN: i64 = 3_000;

/// Takes one input; afterwards `app.take_effects()` tells what is wished done.
pub fn update(app: &mut App, input: Input, now: Now) {
    clocks_compared(app, now);
    app.now = now;
    match input {
        Input::Key(key) => {
            app.last_input = now.steady;
            key_pressed(app, key);
        }
        Input::Paste(text) => {
            app.last_input = now.steady;
            pasted(app, &text);
        }
        Input::Mouse(mouse) => {
            app.last_input = now.steady;
            if !covered(app) {
                screens::moused(app, mouse);
            }
        }
        Input::Resize(columns, rows) => {
            app.size = (columns, rows);
            screens::board::keep_seen(app);
            run::pages::lay_out(app);
        }
        Input::Store(event) => store_said(app, event),
        Input::Words(loaded) => screens::language::words_came(app, loaded),
        Input::Done(Ok(text)) => app.tell(text),
        Input::Done(Err(text)) => app.needs_you(text),
        Input::Far(number, far) => screens::inout::going::far(app, number, far),
        Input::Over(number, outcome) => screens::inout::going::over(app, number, *outcome),
        Input::Sheets(own) => super::sheets::own_came(app, own),
        Input::TalkProtocols(own) => super::talk_protocols::own_came(app, own),
        Input::Drive(told) => screens::year_end::drive::told(app, told),
        Input::Leaving(answer) => screens::year_end::answered(app, answer),
        Input::Tick => {}
        Input::Resumed => app.last_input = now.steady,
        Input::Terminate => {
            keep_drafts(app, true);
            app.effect(Effect::Quit);
        }
    }
    time_passed(app);
}

/// Wall clock and steady clock part by more than this when somebody set the clock, milliseconds.
const CLOCK_SET: i64 = 120_000;

/// Nothing heard for this long within a visit: the lid was closed, milliseconds.
const LID_CLOSED: i64 = 10 * 60_000;

/// Says when the laptop's clock was set, and when the lid was closed in the middle of a visit.
fn clocks_compared(app: &mut App, now: Now) {
    let (wall, steady) = (now.utc - app.now.utc, now.steady - app.now.steady);
    if (wall - steady).abs() > CLOCK_SET {
        let by = elapsed((wall - steady).abs());
        app.trouble(Trouble::new(
            TroubleSort::Clock,
            format!("This laptop's clock was set {} by {by}.", if wall > steady { "forward" } else { "back" }),
            "The times of this visit's notes count on as before.",
            "Check date and time of the laptop before the next room.",
        ));
    }
    if steady > LID_CLOSED && app.in_visit() {
        let room =
            app.recording.as_ref().and_then(|r| r.visit.as_ref()).map_or(String::new(), |v| v.called(&app.agreed));
        app.now = now;
        app.needs_you(format!(
            "The laptop slept for {} minutes. {room} is still open: type on, or Ctrl-N if you have left it.",
            steady / 60_000
        ));
    }
}

/// The next moment (steady clock) at which something changes by itself; `None`: nothing does.
pub fn next_wake(app: &App) -> Option<i64> {
    let clock = app.recording.as_ref().and_then(|r| {
        let visit = r.visit.as_ref()?;
        let shown = matches!(app.screen, Screen::Walk | Screen::Home)
            || app.layers.iter().any(|l| matches!(l, Layer::Cover(_)));
        shown.then(|| {
            let into = match &r.corridor {
                None => visit.elapsed(app.now),
                Some(c) => app.now.utc - c.since,
            };
            app.now.steady + 1_000 - into.rem_euclid(1_000)
        })
    });
    let cover = covers_itself(app).then_some(app.last_input + COVER_AFTER);
    let talk = (app.screen == Screen::TalkRun).then(|| run::next_wake(app)).flatten();
    let notice = app.notice.as_ref().map(|n| n.until);
    [clock, cover, talk, notice, app.saving.next_draft(), app.quit_asked.map(|q| q + QUIT_WITHIN)]
        .into_iter()
        .flatten()
        .min()
}

fn covered(app: &App) -> bool {
    matches!(app.layers.last(), Some(Layer::Cover(_)))
}

/// Whether the screen covers itself when nothing is typed. A team may read a page for long.
fn covers_itself(app: &App) -> bool {
    !app.in_visit() && !covered(app) && app.screen != Screen::TalkRun
}

fn time_passed(app: &mut App) {
    let now = app.now.steady;
    if app.notice.as_ref().is_some_and(|n| n.until <= now) {
        app.notice = None;
    }
    if app.quit_asked.is_some_and(|q| q + QUIT_WITHIN <= now) {
        app.quit_asked = None;
    }
    if covers_itself(app) && now - app.last_input >= COVER_AFTER {
        app.layers.push(Layer::Cover(CoverState::default()));
    }
    keep_drafts(app, false);
}

/// Sends the drafts that are due, or all that wait.
pub(super) fn keep_drafts(app: &mut App, all: bool) {
    let due: Vec<&'static str> =
        app.saving.drafts.iter().filter(|(_, t)| all || t.due() <= app.now.steady).map(|(f, _)| *f).collect();
    for field in due {
        app.saving.drafts.remove(field);
        if app.read_only.is_none()
            && let Some(draft) = screens::draft(app, field)
        {
            let write = if draft.text.is_empty() { Write::DropDraft(draft.field) } else { Write::Draft(draft) };
            app.effect(Effect::Write(write));
        }
    }
}

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn key_pressed(app: &mut App, key: Key) {
    if covered(app) {
        perform::cover_key(app, key);
        return;
    }
    if key == Key::ctrl('c') {
        quit_pressed(app);
        return;
    }
    app.quit_asked = None;
    if app.screen == Screen::TalkRun {
        run::key(app, key);
        return;
    }
    if app.notice.as_ref().is_some_and(|n| !n.needs_you) {
        app.notice = None;
    }
    if screens::inout::holds(app) {
        screens::inout::held_key(app, key);
        return;
    }
    if matches!(app.layers.last(), Some(Layer::Menu(_))) && resolve(Scope::Menu, key).is_none() {
        // Whoever types on, or presses a key the menu shows, means the screen below.
        app.layers.pop();
    }
    let typing = perform::typing(app);
    if screens::raw_key(app, key) {
        return;
    }
    let command = !(typing && key.typed().is_some());
    if command && let Some(action) = find(app, key) {
        perform::perform(app, action, key);
        return;
    }
    if typing {
        perform::type_key(app, key);
    } else if app.layers.is_empty() && key.typed().is_some() {
        app.tell(format!("{} does nothing here. Press ? for the keys of this place.", keys::key_text(key)));
    }
}

/// The action of a key where the leader is: the topmost layer alone, or the screen and then everywhere.
fn find(app: &App, key: Key) -> Option<Action> {
    let found = scopes(app).into_iter().find_map(|scope| resolve(scope, key));
    match app.layers.last() {
        None => found,
        // Over a layer only what never leads elsewhere works from the keys of everywhere.
        Some(layer) => resolve(layer.scope(), key).or_else(|| {
            resolve(Scope::Anywhere, key).filter(|a| matches!(a, Action::Cover | Action::Undo | Action::Redo))
        }),
    }
}

/// Where keys are looked up, first things first.
pub fn scopes(app: &App) -> Vec<Scope> {
    match app.layers.last() {
        Some(layer) => vec![layer.scope()],
        None => vec![screens::scope(app), Scope::Anywhere],
    }
}

fn quit_pressed(app: &mut App) {
    if app.quit_asked.is_some_and(|q| app.now.steady - q < QUIT_WITHIN) {
        keep_drafts(app, true);
        app.effect(Effect::Quit);
    } else {
        app.quit_asked = Some(app.now.steady);
        app.tell("Press Ctrl-C once more to end the program. Everything is kept.");
    }
}

fn pasted(app: &mut App, text: &str) {
    if covered(app) {
        return;
    }
    let clean = text.replace("\r\n", "\n").replace('\r', "\n");
    if app.screen == Screen::TalkRun {
        run::paste(app, &clean);
        return;
    }
    if screens::take_paste(app, &clean) {
        return;
    }
    if !perform::typing(app) {
        app.tell("Nothing is being typed here, so the pasted text was not taken.");
        return;
    }
    perform::paste(app, &clean);
}

/// Whether a key ends a layer by itself.
pub fn is_escape(key: Key) -> bool {
    key.code == Code::Esc
}

// ── The store ───────────────────────────────────────────────────────────────────────────────────────────────────────

fn store_said(app: &mut App, event: Event) {
    match event {
        Event::Saved { clock, changes, undo } => {
            app.saving.saved(clock);
            app.undo = undo;
            if app.saving.why.is_none() {
                app.trouble_over(&[TroubleSort::DiskFull, TroubleSort::Disk]);
            }
            screens::changed(app, &changes.kinds);
        }
        Event::NotSaved { clock, why, emergency } => {
            app.saving.not_saved(clock, why, emergency.map(|p| p.display().to_string()));
        }
        Event::Turned { redo, words, kept, changes, undo } => {
            app.undo = undo;
            app.saving.turn_answered();
            let done = if redo { "Done again" } else { "Taken back" };
            let but = if kept.is_empty() { String::new() } else { format!(" Kept as it is now: {}.", kept.join(", ")) };
            app.tell(format!("{done}: {words}.{but}"));
            if redo {
                screens::finish::done_again(app);
            }
            run::turned(app, redo, &words);
            screens::inout::going::turned(app, redo);
            screens::walk::turned(app);
            app.ask(Lane::Walk, crate::store::api::Ask::Resume);
            screens::patterns::noticed::turned(app, &changes.kinds);
            screens::changed(app, &changes.kinds);
        }
        Event::NotTurned { why, .. } => {
            screens::walk::not_turned(app);
            run::not_turned(app);
            app.tell(why);
        }
        Event::Answer { number, answer } => {
            if let Some(lane) = app.lane_of(number) {
                answered(app, lane, *answer);
            }
        }
        Event::BackedUp { at, .. } => {
            app.saving.backup = Some(at);
            app.trouble_over(&[TroubleSort::Backup]);
            screens::year_end::copy_made(app);
        }
        Event::Trouble(trouble) if app.read_only.is_some() && is_why_reading_only(&trouble) => {
            app.read_only = Some(trouble);
        }
        Event::Trouble(trouble) => app.trouble(trouble),
        Event::Worked { newest, changes, undo } => {
            app.clock_seen(newest);
            app.undo = undo;
            app.saving.any_saved = true;
            screens::changed(app, &changes.kinds);
        }
        Event::Recovered => {
            app.trouble_over(&[TroubleSort::DiskFull, TroubleSort::Disk, TroubleSort::ReadOnly]);
            app.tell("Everything that was held back is saved now.");
            app.ask(Lane::Walk, crate::store::api::Ask::Resume);
            screens::refresh(app);
        }
    }
}

fn is_why_reading_only(trouble: &Trouble) -> bool {
    matches!(trouble.sort, TroubleSort::Locked | TroubleSort::ReadOnly)
}

fn answered(app: &mut App, lane: Lane, answer: Answer) {
    match answer {
        Answer::Failed(trouble) => {
            app.trouble(trouble);
            run::not_answered(app, lane);
        }
        Answer::Resume(resume) => screens::walk::resumed(app, resume),
        answer => {
            let answer = veil::answer(&app.agreed, answer);
            screens::answered(app, lane, answer);
        }
    }
}
