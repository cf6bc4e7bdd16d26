//! Questions about words: the one key each that answers them, and the list in which classes and words are switched off
//! and on.

use super::forms;
use super::notes::work;
use crate::app::App;
use crate::app::actions::Action;
use crate::app::effect::Effect;
use crate::app::language::Quiet;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Picker};
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::note::NoteKind;
use crate::domain::schema::{Kind, note};
use crate::domain::text::clip;
use crate::domain::time::Hlc;
use crate::language::find::Finding;
use crate::language::rules::Loaded;
use crate::language::switches::Switches;
use crate::store::api::{Ask, Lane, NoteRow};

/// The language of the lists when nobody chose one.
const FIRST: &str = "en";
/// Longest code of a language.
const MAX_CODE: usize = 12;

/// Settings of this laptop.
const CODE: &str = "language";
const OFF: &str = "language.off";
const CLASSES: &str = "language.classes";
const WORDS: &str = "language.words";
const KEPT: &str = "language.kept";

// ── What is known ───────────────────────────────────────────────────────────────────────────────────────────────────

/// Takes the settings and wishes for the lists and the names; called when the first screen is up.
pub fn begin(app: &mut App) {
    let setting = |key: &str| app.settings.get(key).cloned().unwrap_or_default();
    let switches = Switches::read(setting(OFF) == "yes", &setting(CLASSES), &setting(WORDS));
    let (kept, code) = (setting(KEPT), setting(CODE));
    app.language.switch(|s| *s = switches);
    app.language.read_kept(&kept);
    app.effect(Effect::LoadWords(if code.is_empty() { FIRST.into() } else { code }));
    app.ask(Lane::People, Ask::People);
}

/// The lists were read. A file that is wrong is named; what stood before stays where there is nothing better.
pub fn words_came(app: &mut App, loaded: Loaded) {
    if loaded.rules.classes().is_empty() {
        let folder = app.places.language.display();
        let text = format!(
            "There are no word lists for “{}”. Put a file {}.toml into {folder}, or choose another language.",
            loaded.language, loaded.language
        );
        app.needs_you(text);
        if app.language.rules().is_none() && loaded.language != FIRST {
            app.effect(Effect::LoadWords(FIRST.into()));
        }
        return;
    }
    app.language.use_rules(loaded.rules);
    if let Some(first) = loaded.mistakes.first() {
        app.needs_you(format!("{first} The built-in word lists are used until the file is right."));
    }
    if app.language.wished.take().is_some_and(|code| code == loaded.language) {
        app.set_setting(CODE, &loaded.language);
        let name = app.language.rules().map_or(String::new(), |r| r.name.clone());
        app.tell(format!("Words are looked up in: {name}."));
    }
}

/// Names changed: they are read again.
pub fn changed(app: &mut App, kinds: &[Kind]) {
    if kinds.iter().any(|k| matches!(k, Kind::Teacher | Kind::Observer)) {
        app.ask(Lane::People, Ask::People);
    }
}

// ── A note in hand ──────────────────────────────────────────────────────────────────────────────────────────────────

/// The finding a note is asked about: its first.
pub fn asked(app: &App, row: &NoteRow) -> Option<Finding> {
    app.language.of_row(row).first().cloned()
}

/// Answers the question about a note as the key says; `None` when nothing was done.
pub fn answer(app: &mut App, action: Action, row: &NoteRow) -> Option<Answered> {
    let Some(finding) = asked(app, row) else {
        app.tell("Nothing in this line is asked about.");
        return None;
    };
    // What is kept and switched off stays with the file, so it cannot be where the file is only read.
    if !app.may_write() {
        return None;
    }
    match action {
        Action::WordsKeep => {
            app.language.keep(row.uid, &row.text);
            let kept = app.language.kept_text();
            app.set_setting(KEPT, &kept);
            quiet(app, Quiet::Kept(row.uid, row.text.clone()))
        }
        Action::WordsWonder => rekind(app, row, NoteKind::Wondering),
        Action::WordsInterpret => rekind(app, row, NoteKind::Interpretation),
        Action::WordOff => {
            switch_word(app, &finding.word, false);
            quiet(app, Quiet::Word(finding.word))
        }
        Action::ClassOff => {
            switch_class(app, &finding.class.id, false);
            app.tell(format!(
                "“{}” is not asked about any more. Ctrl-P, language, brings it back.",
                finding.class.name
            ));
            quiet(app, Quiet::Class(finding.class.id.clone(), finding.class.name.clone()))
        }
        _ => None,
    }
}

/// A question was answered, by this act if it changed the note.
#[derive(Debug, Clone, Copy)]
pub struct Answered {
    pub act: Option<Hlc>,
}

/// Remembers an answer that changed no note, so that undo finds it.
fn quiet(app: &mut App, done: Quiet) -> Option<Answered> {
    app.language.newest = Some((done, app.clock));
    Some(Answered { act: None })
}

/// Whether undo would take an answer back rather than an act: none was made since.
pub fn can_take_back(app: &App) -> bool {
    app.language.newest.as_ref().is_some_and(|(_, clock)| *clock == app.clock)
}

/// Takes the newest answer back, when no act was made since. True when it was.
pub fn take_back(app: &mut App) -> bool {
    if !can_take_back(app) {
        return false;
    }
    let Some((done, _)) = app.language.newest.take() else { return false };
    match done {
        Quiet::Kept(uid, text) => {
            app.language.keep_no_more(uid, &text);
            let kept = app.language.kept_text();
            app.set_setting(KEPT, &kept);
            app.tell("Taken back: the line is asked about again.");
        }
        Quiet::Word(word) => switch_word(app, &word, true),
        Quiet::Class(id, name) => {
            switch_class(app, &id, true);
            app.tell(format!("“{name}” is asked about again."));
        }
    }
    super::refresh(app);
    true
}

/// Whether the keys that answer questions fit the note in hand.
pub fn available(app: &App, action: Action, row: Option<&NoteRow>) -> Result<(), &'static str> {
    let answers = matches!(
        action,
        Action::WordsKeep | Action::WordsWonder | Action::WordsInterpret | Action::WordOff | Action::ClassOff
    );
    if answers && row.is_none_or(|r| app.language.of_row(r).is_empty()) {
        return Err("Nothing in this line is asked about.");
    }
    Ok(())
}

/// Makes a line of evidence a wondering or an interpretation; both stand in the same log, so its kind alone changes.
fn rekind(app: &mut App, row: &NoteRow, kind: NoteKind) -> Option<Answered> {
    let op = Op::new(Kind::Note, row.uid).in_stream(acts::note_stream(kind)).int(note::KIND, kind as i64);
    let act = app.act(Verb::RekindNote, vec![op])?;
    let uid = row.uid;
    work::hold(app, vec![row.clone()]);
    work::show_change(app, uid, |n| n.kind = kind);
    if let Some(view) = &mut app.visit.view {
        view.notes.iter_mut().filter(|n| n.uid == uid).for_each(|n| n.kind = kind);
    }
    app.tell(match kind {
        NoteKind::Wondering => "It is a wondering now. e rewords it as a question; Ctrl-Z takes it back.",
        _ => "It is an interpretation now, apart from the evidence. Ctrl-Z takes it back.",
    });
    Some(Answered { act: Some(act) })
}

// ── Switches ────────────────────────────────────────────────────────────────────────────────────────────────────────

fn switch_class(app: &mut App, id: &str, on: bool) {
    app.language.switch(|s| s.set_class(id, on));
    let text = app.language.switches().classes_text();
    app.set_setting(CLASSES, &text);
}

fn switch_word(app: &mut App, word: &str, on: bool) {
    let mut room = true;
    app.language.switch(|s| room = s.set_word(word, on));
    let text = app.language.switches().words_text();
    app.set_setting(WORDS, &text);
    let shown = clip(word, 40, app.look.ascii);
    app.tell(match (room, on) {
        (true, false) => format!("“{shown}” is not asked about any more. Ctrl-P, language, brings it back."),
        (true, true) => format!("“{shown}” is asked about again."),
        (false, _) => "So many words are switched off that no more can be kept. Switch the class off instead.".into(),
    });
}

/// All questions and underlines, off or on again.
pub fn toggle(app: &mut App) {
    let off = !app.language.switches().off;
    app.language.switch(|s| s.off = off);
    app.set_setting(OFF, if off { "yes" } else { "no" });
    app.tell(if off {
        "Words are not underlined or asked about any more."
    } else {
        "Words are underlined and asked about again."
    });
}

/// Opens the list of classes and words.
pub fn open_list(app: &mut App) {
    let Some(picker) = list(app) else {
        app.tell("The word lists are still being read.");
        return;
    };
    app.layers.push(Layer::Picker(picker));
}

fn list(app: &App) -> Option<Picker> {
    let rules = app.language.rules()?;
    let switches = app.language.switches();
    let word = |value: String| PickValue::Word(value);
    let said = |on: bool| if on { "on " } else { "off" };
    let mut items = vec![
        forms::item(format!("{}  all questions", said(!switches.off)), "underlines too", word("all".into())),
        forms::item(format!("     language: {}", rules.name), "word lists of another one", word("code".into())),
    ];
    for class in rules.classes() {
        let on = switches.class_on(&class.id, class.on);
        let label = format!("{}  {}", said(on), class.name);
        items.push(forms::item(label, class.question.clone(), word(format!("class {}", class.id))));
    }
    for off in switches.words() {
        items.push(forms::item(format!("off  “{off}”"), "a single word", word(format!("word {off}"))));
    }
    Some(forms::picker(
        "Language questions: Enter switches off or on",
        items,
        "No class or word is called so.",
        Picked::Language,
    ))
}

/// A line of the list was chosen: it is switched, and the list stays.
pub fn picked(app: &mut App, picker: &Picker, item: Option<PickItem>) {
    let Some(PickItem { value: PickValue::Word(value), .. }) = item else { return };
    let at = picker.found.get(picker.selected).copied().unwrap_or(0);
    match value.split_once(' ') {
        None if value == "all" => toggle(app),
        None => {
            let hint =
                "Two letters, such as en; its file stands in the folder for word lists. docs/language.md says how.";
            forms::prompt(app, "Which language?", "", hint, Filled::Language);
            return;
        }
        Some(("class", id)) => {
            let default =
                app.language.rules().and_then(|r| r.classes().iter().find(|c| c.id == id)).is_some_and(|c| c.on);
            let on = app.language.switches().class_on(id, default);
            switch_class(app, id, !on);
        }
        Some((_, word)) => switch_word(app, word, true),
    }
    if let Some(mut again) = list(app) {
        again.selected = at.min(again.found.len().saturating_sub(1));
        app.layers.push(Layer::Picker(again));
    }
}

/// Another language was named.
pub fn filled(app: &mut App, code: &str) {
    let code = code.to_lowercase();
    let plain =
        !code.is_empty() && code.len() <= MAX_CODE && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !plain {
        app.tell("A language is named by its code, such as en or de. Nothing was changed.");
        return;
    }
    app.language.wished = Some(code.clone());
    app.effect(Effect::LoadWords(code));
}

#[cfg(test)]
#[path = "language_tests.rs"]
mod tests;
