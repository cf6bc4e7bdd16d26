//! What actions do: those that work everywhere here, the others in the file of their screen or layer.

use super::actions::{ACTIONS, Action, Scope, Spec};
use super::effect::Effect;
use super::input::{Code, Key};
use super::layers::{CoverState, Finder, Layer, Prompt, Reader};
use super::{App, Screen, layer_keys, screens};
use crate::domain::order::InOrder;
use crate::store::api::{Draft, Write};

/// Whether a text field takes typing.
pub fn typing(app: &App) -> bool {
    match app.layers.last() {
        Some(Layer::Picker(picker)) => picker.on.is_none(),
        Some(Layer::Help(_) | Layer::Palette(_) | Layer::Prompt(_)) => true,
        Some(_) => false,
        None => match app.screen {
            Screen::Plan => app.plan.takes_typing(),
            Screen::Walk => screens::walk::typing(app),
            Screen::Notes => app.notes.searching,
            Screen::InOut => screens::inout::typing(app),
            _ => false,
        },
    }
}

/// The field that takes typing.
pub fn focused_field(app: &mut App) -> Option<&mut super::field::Field> {
    if !app.layers.is_empty() {
        return app.layers.last_mut().and_then(Layer::field);
    }
    match app.screen {
        Screen::Plan => screens::plan::field(&mut app.plan),
        Screen::Walk => screens::walk::field(app),
        Screen::Notes if app.notes.searching => Some(&mut app.notes.search),
        Screen::InOut => screens::inout::field(app),
        _ => None,
    }
}

/// A key that edits the text being typed.
pub fn type_key(app: &mut App, key: Key) {
    if focused_field(app).is_some_and(|f| f.key(key)) {
        text_changed(app);
    }
}

/// Pasted text goes into the field as it is.
pub fn paste(app: &mut App, text: &str) {
    let Some(field) = focused_field(app) else { return };
    field.paste(text);
    if field.cut {
        app.needs_you(
            "That was more than one note can hold (1 MB). The beginning was taken; the rest is not in the file.",
        );
    }
    text_changed(app);
}

/// What follows from changed text: lists narrow, drafts are kept soon.
fn text_changed(app: &mut App) {
    if !app.layers.is_empty() {
        layer_keys::text_changed(app);
        if matches!(app.layers.last(), Some(Layer::Prompt(_))) {
            app.saving.typed("prompt", app.now.steady);
        }
        return;
    }
    match app.screen {
        Screen::Walk => screens::walk::text_changed(app),
        Screen::Plan => screens::plan::text_changed(app),
        Screen::Notes => screens::notes::text_changed(app),
        Screen::InOut => screens::inout::text_changed(app),
        _ => {}
    }
}

/// The draft of a prompt's focused line.
pub fn prompt_draft(prompt: &Prompt) -> Option<Draft> {
    let line = prompt.lines.get(prompt.focus)?;
    Some(Draft {
        field: "prompt".into(),
        text: line.field.text(),
        cursor: line.field.cursor(),
        becomes: None,
        about: None,
    })
}

/// Does what an action means. `key` is the key pressed for it, where it matters which.
pub fn perform(app: &mut App, action: Action, key: Key) {
    if let Err(why) = available(app, action) {
        app.tell(why);
        return;
    }
    if action.spec().scopes.contains(&Scope::Anywhere) && anywhere(app, action) {
        return;
    }
    if !app.layers.is_empty() {
        layer_keys::perform(app, action);
        return;
    }
    match app.screen {
        Screen::Home => screens::home::perform(app, action),
        Screen::Plan => screens::plan::perform(app, action),
        Screen::Walk => screens::walk::perform(app, action, key),
        Screen::Notes => screens::notes::perform(app, action),
        Screen::Tags => screens::tags::perform(app, action),
        Screen::Finish => screens::finish::perform(app, action),
        Screen::Visit => screens::visit::perform(app, action),
        Screen::Patterns | Screen::Pattern | Screen::Suggestion | Screen::Hunch => {
            screens::patterns::perform(app, action)
        }
        Screen::Joint | Screen::JointVisit => screens::joint::perform(app, action),
        Screen::Agreements => screens::agreements::perform(app, action),
        Screen::InOut => screens::inout::perform(app, action),
        Screen::Like => screens::like::perform(app, action),
        Screen::Heat => screens::heat::perform(app, action),
        Screen::Coverage => screens::coverage::perform(app, action),
        Screen::Boards | Screen::Board => screens::board::perform(app, action),
        Screen::Try | Screen::Problem | Screen::Invitations => screens::trying::perform(app, action),
        Screen::Talk | Screen::Prepare | Screen::Voices | Screen::Elsewhere => screens::talk::perform(app, action),
        Screen::YearEnd | Screen::Leaving => screens::year_end::perform(app, action),
        Screen::TalkRun => {}
    }
}

/// Whether an action can be done now, and why not.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    match action {
        Action::Undo if app.undo.undo.is_none() && !typing(app) && !screens::language::can_take_back(app) => {
            Err("There is nothing that can be taken back.")
        }
        Action::Redo if app.undo.redo.is_none() && !typing(app) => Err("There is nothing to do again."),
        Action::Suspend if !cfg!(unix) => {
            Err("This system has no way to put a program aside; minimise the window instead.")
        }
        Action::NextTheme if app.look.no_color => {
            Err("The terminal asks for no colours (NO_COLOR), so the theme stays mono.")
        }
        Action::MarkOne | Action::MarkDirect if !screens::walk::has_look_fors(app) => {
            Err("This walk has no look-fors. A sheet is chosen when a walk is planned.")
        }
        Action::MarkStay if app.walk.marking.is_some_and(|m| m.stay) => Err("Keys mark already until Esc."),
        Action::MarkLate | Action::MarkAsBefore if screens::walk::every(app).is_none() => {
            Err("The sheet of this walk has no codes for intervals.")
        }
        _ => screens::notes::available(app, action)
            .and_then(|()| screens::tags::available(app, action))
            .and_then(|()| screens::finish::available(app, action))
            .and_then(|()| screens::visit::available(app, action))
            .and_then(|()| screens::home::available(app, action))
            .and_then(|()| screens::patterns::available(app, action))
            .and_then(|()| screens::like::available(app, action))
            .and_then(|()| screens::joint::available(app, action))
            .and_then(|()| screens::trying::available(app, action))
            .and_then(|()| screens::talk::available(app, action))
            .and_then(|()| screens::inout::available(app, action)),
    }
}

/// Actions that work everywhere. False for those that a screen answers itself.
pub fn anywhere(app: &mut App, action: Action) -> bool {
    match action {
        Action::GoHome => go(app, Screen::Home),
        Action::GoWalk => go(app, if app.recording.is_some() { Screen::Walk } else { Screen::Plan }),
        Action::GoNotes => go(app, Screen::Notes),
        Action::GoPatterns => go(app, Screen::Patterns),
        Action::GoTalk => go(app, Screen::Talk),
        Action::GoTry => go(app, Screen::Try),
        Action::Help => open_help(app),
        Action::Palette => open_palette(app),
        Action::FindNotes => screens::notes::open_search(app),
        Action::Undo => undo(app),
        Action::Redo => redo(app),
        Action::Cover => app.layers.push(Layer::Cover(CoverState::default())),
        Action::Back => back(app),
        Action::Leave => leave(app),
        Action::Quit => app.effect(Effect::Quit),
        Action::Suspend => app.effect(Effect::Suspend),
        Action::NextTheme => next_theme(app),
        Action::ToggleAscii => toggle_ascii(app),
        Action::BackupNow if app.read_only.is_none() => app.effect(Effect::Write(Write::Backup)),
        Action::BackupNow => drop(app.may_write()),
        Action::ToggleMouse => toggle_mouse(app),
        Action::LanguageList => screens::language::open_list(app),
        Action::LanguageToggle => screens::language::toggle(app),
        Action::ShowFile => screens::home::show_file(app),
        _ => return false,
    }
    true
}

fn go(app: &mut App, screen: Screen) {
    app.layers.clear();
    app.go(screen);
}

fn back(app: &mut App) {
    let taken =
        screens::notes::back(app) || screens::walk::back(app) || screens::like::back(app) || screens::board::back(app);
    if !taken {
        app.step_back();
    }
}

fn leave(app: &mut App) {
    if app.screen == Screen::Home {
        if screens::year_end::drive::may_end(app) {
            app.effect(Effect::Quit);
        }
    } else {
        app.step_back();
    }
}

/// Typing is taken back while there is text in the field, else the newest act.
fn undo(app: &mut App) {
    if agreements_stay(app) || screens::inout::merge_stays(app) {
        return;
    }
    if typing(app) && focused_field(app).is_some_and(|f| !f.is_empty()) {
        if focused_field(app).is_some_and(super::field::Field::undo) {
            text_changed(app);
        }
    } else if app.layers.is_empty()
        && app.may_write()
        && !screens::language::take_back(app)
        && screens::finish::may_take_back(app)
    {
        let clock = app.tick_clock();
        screens::walk::turning(app, clock);
        app.effect(Effect::Write(Write::Undo(clock)));
    }
}

fn redo(app: &mut App) {
    if agreements_stay(app) {
        return;
    }
    if typing(app) && focused_field(app).is_some_and(super::field::Field::redo) {
        text_changed(app);
    } else if app.layers.is_empty() && app.may_write() {
        let clock = app.tick_clock();
        screens::walk::turning(app, clock);
        app.effect(Effect::Write(Write::Redo(clock)));
    }
}

/// Agreements are settings and in no history: undoing there would change something that is not on the screen.
fn agreements_stay(app: &mut App) -> bool {
    let there = app.screen == Screen::Agreements && app.layers.is_empty();
    if there {
        app.tell("Agreements are not undone by Ctrl-Z; change the line again. Nothing was undone.");
    }
    there
}

fn next_theme(app: &mut App) {
    app.look.theme = app.look.theme.next();
    let word = app.look.theme.word();
    app.set_setting("theme", word);
    app.tell(format!("Colours: {}.", word.replace('-', " ")));
}

fn toggle_ascii(app: &mut App) {
    app.look.ascii = !app.look.ascii;
    app.set_setting("ascii", if app.look.ascii { "yes" } else { "no" });
}

/// The mouse is off until somebody wants it: where it is on, marking text with it takes Shift in most terminals.
fn toggle_mouse(app: &mut App) {
    let on = app.settings.get("mouse").is_none_or(|m| m != "yes");
    app.set_setting("mouse", if on { "yes" } else { "no" });
    app.effect(Effect::Mouse(on));
    app.tell(if on {
        "Mouse on: on a board a click goes to a card and dragging carries it; the wheel scrolls."
    } else {
        "Mouse off: it is the terminal's again."
    });
}

// ── Help and palette ────────────────────────────────────────────────────────────────────────────────────────────────

/// The actions help lists here: this place's first, then those of everywhere.
pub fn help_actions(app: &App) -> Vec<Action> {
    let here = screens::scope(app);
    let of = |scope: Scope| ACTIONS.iter().filter(move |s| s.scopes.contains(&scope)).map(|s| s.action);
    let mut all: Vec<Action> = of(here).collect();
    if here == Scope::Walk {
        all.extend(of(Scope::Marking));
        all.extend(of(Scope::Answer));
    }
    all.extend(of(Scope::Anywhere).filter(|a| !a.spec().keys.is_empty()));
    let mut seen = std::collections::HashSet::new();
    all.retain(|a| seen.insert(*a) && works_by_key(here, *a));
    // What the place is for comes first; moving about, which everybody guesses, comes last.
    all.order_by_key(|a| (moves(*a), a.spec().rank == 0 && a.spec().scopes.contains(&here)));
    all
}

/// Whether a key of the action does it here. While marking, letters and digits are the sheet's; in Finish today digits
/// are the tags'; and what the place has for a key goes before what the key does everywhere.
fn works_by_key(here: Scope, action: Action) -> bool {
    let spec = action.spec();
    let taken = |key: Key| match (here, key.typed()) {
        (Scope::Marking, Some(c)) => c != '?',
        (Scope::Finish, Some(c)) => c.is_ascii_digit(),
        _ => false,
    };
    let free = |key: Key| !taken(key) && super::keymap::resolve(here, key).is_none();
    !matches!(here, Scope::Marking | Scope::Finish)
        || spec.scopes.contains(&here)
        || spec.keys.iter().filter_map(|k| super::keys::parse_key(k)).any(free)
}

/// The keys that are not of the program's table: those of the sheet while marking, those of the tags in Finish today.
pub fn own_keys(app: &App) -> Vec<(char, String)> {
    match screens::scope(app) {
        Scope::Marking => {
            let look_fors = app.recording.as_ref().and_then(|r| r.sheet.as_ref()).map(|s| s.look_fors.iter());
            let keys = |l: &crate::domain::sheet::LookFor| {
                let own = l.key.map(|key| (key, l.label.clone()));
                own.into_iter().chain(l.options.iter().map(|o| (o.key, o.label.clone()))).collect::<Vec<_>>()
            };
            look_fors.into_iter().flatten().flat_map(keys).collect()
        }
        Scope::Finish => {
            let likely = screens::finish::likely(app).map(|(key, tag)| (key, format!("#{} (likely)", tag.name)));
            let used = "1234567890".chars().zip(app.finish.tags.iter().map(|t| format!("#{}", t.name)));
            likely.chain(used).collect()
        }
        _ => Vec::new(),
    }
}

/// Moving about in a list, and what needs no finding.
fn moves(action: Action) -> bool {
    let id = action.spec().id;
    id.starts_with("list.") || matches!(id, "back" | "palette" | "home.up" | "home.down" | "home.open")
}

/// The actions of the palette: all that lead somewhere, those of this place first.
pub fn palette_actions(app: &App) -> Vec<Action> {
    let here = screens::scope(app);
    let layer = |s: &Scope| {
        matches!(
            s,
            Scope::Help
                | Scope::Palette
                | Scope::Confirm
                | Scope::Prompt
                | Scope::Picker
                | Scope::Several
                | Scope::Menu
                | Scope::Reader
                | Scope::Cover
                | Scope::TalkRun
                | Scope::TalkCount
                | Scope::TalkLine
                | Scope::TalkAsking
                | Scope::InOut
                | Scope::Files
                | Scope::Secret
                | Scope::Coming
                | Scope::Working
        )
    };
    let useful = ACTIONS.iter().filter(|s| !s.scopes.iter().all(layer) && !moves(s.action));
    let (mut first, rest): (Vec<&Spec>, Vec<&Spec>) = useful.partition(|s| s.scopes.contains(&here));
    first.extend(rest);
    first.into_iter().map(|s| s.action).collect()
}

fn open_help(app: &mut App) {
    let found = help_actions(app);
    app.layers.push(Layer::Help(Finder { found, ..Finder::default() }));
}

fn open_palette(app: &mut App) {
    let found = palette_actions(app);
    app.layers.push(Layer::Palette(Finder { found, ..Finder::default() }));
}

/// Runs an action chosen from help or the palette: here, or in the place where it lives.
pub fn run_chosen(app: &mut App, action: Action) {
    let spec = action.spec();
    if spec.scopes.contains(&Scope::Notes) {
        // What works in the list is done there, also from its search field.
        app.notes.searching = false;
    }
    let here = screens::scope(app);
    let key = Key::plain(Code::Enter);
    if spec.scopes.contains(&Scope::Anywhere) || spec.scopes.contains(&here) {
        perform(app, action, key);
        return;
    }
    let Some(screen) = spec.scopes.iter().find_map(|s| home_of(app, *s)) else {
        app.tell(format!("{} works {}.", spec.words, "in another place"));
        return;
    };
    app.open(screen);
    if spec.scopes.contains(&screens::scope(app)) {
        perform(app, action, key);
    } else {
        app.tell(format!("“{}” works while {}.", spec.words, spec.scopes[0].heading().to_lowercase()));
    }
}

/// The screen where a scope's keys work, when it can be gone to.
fn home_of(app: &App, scope: Scope) -> Option<Screen> {
    Some(match scope {
        Scope::Home => Screen::Home,
        Scope::Plan => Screen::Plan,
        Scope::Walk | Scope::Corridor | Scope::Marking | Scope::Answer if app.recording.is_some() => Screen::Walk,
        Scope::Walk | Scope::Corridor | Scope::Marking | Scope::Answer => Screen::Plan,
        Scope::Notes | Scope::Search | Scope::Visit => Screen::Notes,
        Scope::Tags => Screen::Tags,
        Scope::Finish => Screen::Finish,
        Scope::Patterns | Scope::Pattern | Scope::Suggestion => Screen::Patterns,
        Scope::Hunch => Screen::Hunch,
        Scope::Joint => Screen::Joint,
        Scope::Talk | Scope::Prepare => Screen::Talk,
        Scope::Voices => Screen::Voices,
        Scope::Elsewhere => Screen::Elsewhere,
        Scope::Try | Scope::Problem => Screen::Try,
        Scope::Invitations => Screen::Invitations,
        Scope::Agreements => Screen::Agreements,
        Scope::Heat => Screen::Heat,
        Scope::Coverage => Screen::Coverage,
        Scope::Boards => Screen::Boards,
        Scope::Board | Scope::Carrying => Screen::Board,
        Scope::YearEnd | Scope::Leaving => Screen::YearEnd,
        _ => return None,
    })
}

/// Opens a page to read.
pub fn read(app: &mut App, title: &str, lines: Vec<String>) {
    app.layers.push(Layer::Reader(Reader { title: title.into(), lines, scroll: 0 }));
}

/// Any key opens the covered screen, but for the one that turns this visit's evidence to the teacher and those that
/// move on that page.
pub fn cover_key(app: &mut App, key: Key) {
    let Some(Layer::Cover(cover)) = app.layers.last_mut() else { return };
    if let Some(Action::TurnToTeacher) = super::keymap::resolve(Scope::Cover, key)
        && !cover.plain
        && app.recording.as_ref().is_some_and(|r| r.visit.is_some())
    {
        cover.turned = !cover.turned;
        cover.scroll = 0;
        return;
    }
    match key.code {
        Code::Down | Code::PageDown if cover.turned => cover.scroll += 1,
        Code::Up | Code::PageUp if cover.turned => cover.scroll = cover.scroll.saturating_sub(1),
        _ => drop(app.layers.pop()),
    }
}
