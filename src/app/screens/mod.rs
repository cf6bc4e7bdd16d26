//! One file a screen: its state, what its keys do, what it asks the store and makes of the answers.

pub mod agreements;
pub mod finish;
pub mod forms;
pub mod home;
pub mod joint;
pub mod language;
pub mod notes;
pub mod patterns;
pub mod plan;
#[cfg(test)]
pub mod sample;
pub mod tags;
pub mod visit;
pub mod visits;
pub mod walk;

use super::actions::Scope;
use super::input::Key;
use super::layers::Layer;
use super::{App, Screen, sheets};
use crate::domain::schema::Kind;
use crate::store::api::{Answer, Draft, Lane};

/// Where the screen looks its keys up.
pub fn scope(app: &App) -> Scope {
    match app.screen {
        Screen::Home => Scope::Home,
        Screen::Plan => Scope::Plan,
        Screen::Walk => walk::scope(app),
        Screen::Notes if app.notes.searching => Scope::Search,
        Screen::Notes => Scope::Notes,
        Screen::Tags => Scope::Tags,
        Screen::Finish => Scope::Finish,
        Screen::Visit => Scope::Visit,
        Screen::Patterns => Scope::Patterns,
        Screen::Pattern => Scope::Pattern,
        Screen::Joint => Scope::Joint,
        Screen::JointVisit => Scope::JointVisit,
        Screen::Talk => Scope::Talk,
        Screen::Try => Scope::Try,
        Screen::Agreements => Scope::Agreements,
    }
}

/// Asks anew for what the screen shows.
pub fn refresh(app: &mut App) {
    match app.screen {
        Screen::Home => home::refresh(app),
        Screen::Plan => plan::refresh(app),
        Screen::Walk => walk::refresh(app),
        Screen::Notes => notes::refresh(app),
        Screen::Tags => tags::refresh(app),
        Screen::Finish => finish::refresh(app),
        Screen::Visit => visit::refresh(app),
        Screen::Patterns | Screen::Pattern => patterns::refresh(app),
        Screen::Joint | Screen::JointVisit => joint::refresh(app),
        Screen::Talk | Screen::Try | Screen::Agreements => {}
    }
}

/// Things of these kinds changed in the file: the screen reads again if it shows any of them. The recording screen
/// holds its own lines and reads again only after an undo.
pub fn changed(app: &mut App, kinds: &[Kind]) {
    language::changed(app, kinds);
    if app.screen == Screen::Walk && app.recording.is_some() {
        if kinds.contains(&Kind::Tag) {
            walk::ask_tags(app);
        }
        return;
    }
    if !kinds.is_empty() {
        refresh(app);
    }
}

/// An answer for a lane goes to the screen that asks in it.
pub fn answered(app: &mut App, lane: Lane, answer: Answer) {
    match lane {
        Lane::Home | Lane::Hunch => home::answered(app, answer),
        Lane::Walk => walk::answered(app, answer),
        Lane::Visits => visits::answered(app, answer),
        Lane::Lists if matches!(answer, Answer::TopTags(_)) => finish::answered(app, answer),
        Lane::Lists if matches!(answer, Answer::Observers(_)) => plan::answered(app, answer),
        Lane::NotesPage | Lane::NotesCount | Lane::Context | Lane::Lists => notes::answered(app, lane, answer),
        Lane::Tags => tags::answered(app, answer),
        Lane::Patterns | Lane::Pattern => patterns::answered(app, answer),
        Lane::Joint | Lane::JointProposals | Lane::JointVisit | Lane::Agreement => joint::answered(app, answer),
        Lane::Rooms => plan::answered(app, answer),
        Lane::Sheets => {
            if let Answer::Sheets(used) = answer {
                sheets::used_came(app, used);
            }
        }
        Lane::Today if matches!(answer, Answer::Hunch(_)) => plan::answered(app, answer),
        Lane::Today => finish::answered(app, answer),
        Lane::Other if matches!(answer, Answer::Coverage(_)) => home::answered(app, answer),
        Lane::People => {
            if let Answer::People(names) = answer {
                app.language.use_names(names);
            }
        }
        Lane::Other => visit::answered(app, answer),
    }
}

/// A key that a screen takes before the key table: a look-for's key while marking, a choice's digit.
pub fn raw_key(app: &mut App, key: Key) -> bool {
    if !app.layers.is_empty() {
        return false;
    }
    match app.screen {
        Screen::Walk => walk::raw_key(app, key),
        Screen::Notes => notes::raw_key(app, key),
        Screen::Finish => finish::raw_key(app, key),
        _ => false,
    }
}

/// The draft of a field, as it stands now.
pub fn draft(app: &mut App, field: &str) -> Option<Draft> {
    match field {
        "note" | "answer" | "corridor" | "wondering" => walk::draft(app, field),
        "plan" => plan::draft(app),
        "prompt" => match app.layers.iter_mut().rev().find(|l| matches!(l, Layer::Prompt(_))) {
            Some(Layer::Prompt(prompt)) => super::perform::prompt_draft(prompt),
            _ => None,
        },
        _ => None,
    }
}
