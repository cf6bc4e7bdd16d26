//! One file a screen: its state, what its keys do, what it asks the store and makes of the answers.

pub mod agreements;
pub mod board;
pub mod coverage;
pub mod finish;
pub mod forms;
pub mod heat;
pub mod home;
pub mod inout;
pub mod joint;
pub mod language;
pub mod like;
pub mod notes;
pub mod patterns;
pub mod plan;
#[cfg(test)]
pub mod sample;
pub mod tags;
pub mod talk;
pub mod trying;
pub mod visit;
pub mod visits;
pub mod walk;
pub mod year_end;

use super::actions::Scope;
use super::input::{Code, Key, Mouse, MouseDid};
use super::layers::Layer;
use super::{App, Screen, keymap, perform, sheets};
use crate::domain::schema::Kind;
use crate::store::api::{Answer, Draft, Lane};

/// Lines of a list that a notch of the wheel goes.
const WHEEL: usize = 3;

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
        Screen::Suggestion => Scope::Suggestion,
        Screen::Hunch => Scope::Hunch,
        Screen::Joint => Scope::Joint,
        Screen::JointVisit => Scope::JointVisit,
        Screen::Talk => Scope::Talk,
        Screen::Prepare => Scope::Prepare,
        Screen::Voices => Scope::Voices,
        Screen::Elsewhere => Scope::Elsewhere,
        Screen::TalkRun => talk::run::scope(app),
        Screen::Try => Scope::Try,
        Screen::Problem => Scope::Problem,
        Screen::Invitations => Scope::Invitations,
        Screen::Agreements => Scope::Agreements,
        Screen::Like => Scope::Like,
        Screen::Heat => Scope::Heat,
        Screen::Coverage => Scope::Coverage,
        Screen::Boards => Scope::Boards,
        Screen::Board if board::carrying(app) => Scope::Carrying,
        Screen::Board => Scope::Board,
        Screen::InOut => inout::scope(app),
        Screen::YearEnd => Scope::YearEnd,
        Screen::Leaving => Scope::Leaving,
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
        Screen::Patterns | Screen::Pattern | Screen::Suggestion | Screen::Hunch => patterns::refresh(app),
        Screen::Like => like::refresh(app),
        Screen::Heat => heat::refresh(app),
        Screen::Coverage => coverage::refresh(app),
        Screen::Boards | Screen::Board => board::refresh(app),
        Screen::Joint | Screen::JointVisit => joint::refresh(app),
        Screen::Talk | Screen::Prepare | Screen::Voices | Screen::Elsewhere => talk::refresh(app),
        Screen::TalkRun => talk::run::refresh(app),
        Screen::Try | Screen::Problem | Screen::Invitations => trying::refresh(app),
        Screen::YearEnd => year_end::refresh(app),
        Screen::InOut => inout::reports::refresh(app),
        Screen::Agreements | Screen::Leaving => {}
    }
}

/// Things of these kinds changed in the file: the screen reads again if it shows any of them. The recording screen
/// holds its own lines and reads again only after an undo.
pub fn changed(app: &mut App, kinds: &[Kind]) {
    language::changed(app, kinds);
    patterns::noticed::changed(app, kinds);
    board::laying::changed(app, kinds);
    if app.screen == Screen::Walk && app.recording.is_some() {
        if kinds.contains(&Kind::Tag) {
            walk::ask_tags(app);
        }
        return;
    }
    match app.screen {
        _ if kinds.is_empty() => {}
        Screen::TalkRun => talk::run::changed(app, kinds),
        Screen::Patterns | Screen::Pattern | Screen::Suggestion | Screen::Hunch => patterns::changed(app, kinds),
        _ => refresh(app),
    }
}

/// An answer for a lane goes to the screen that asks in it.
pub fn answered(app: &mut App, lane: Lane, answer: Answer) {
    match lane {
        Lane::Home | Lane::Hunch => home::answered(app, answer),
        Lane::Walk => walk::answered(app, answer),
        Lane::Visits => visits::answered(app, answer),
        Lane::Walks => inout::reports::answered(app, answer),
        Lane::Lists if matches!(answer, Answer::TopTags(_)) => finish::answered(app, answer),
        Lane::Lists if matches!(answer, Answer::Observers(_)) => plan::answered(app, answer),
        Lane::NotesPage | Lane::NotesCount | Lane::Context | Lane::Lists => notes::answered(app, lane, answer),
        Lane::Tags => {
            tags::answered(app, answer);
            patterns::tags_came(app);
        }
        Lane::Patterns
        | Lane::PatternList
        | Lane::Pattern
        | Lane::Surface
        | Lane::Ground
        | Lane::Decided
        | Lane::HunchCheck => patterns::answered(app, answer),
        Lane::Boards | Lane::Board | Lane::BoardNotes | Lane::CardGroups => board::answered(app, answer),
        Lane::Joint | Lane::JointProposals | Lane::JointVisit | Lane::Agreement => joint::answered(app, answer),
        Lane::Rooms => plan::answered(app, answer),
        Lane::Heat | Lane::HeatCell => heat::answered(app, answer),
        Lane::Coverage => coverage::answered(app, answer),
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
        Lane::Like => like::answered(app, answer),
        Lane::TagProposals => proposed_tags(app, answer),
        Lane::Prepare
        | Lane::TalkPage
        | Lane::Teams
        | Lane::Talks
        | Lane::Talk
        | Lane::AllNames
        | Lane::Voices
        | Lane::VoiceProposals
        | Lane::Elsewhere => talk::answered(app, answer),
        Lane::InvitationVisits => {
            if let Answer::Visits(page) = answer {
                trying::visits_came(app, &page.rows);
            }
        }
        Lane::Invitations | Lane::Try | Lane::Problem | Lane::Pulse | Lane::Near | Lane::HunchTeams => {
            trying::answered(app, answer)
        }
    }
}

/// Tags were proposed: for the note in hand, and for the line in which one is being tagged.
fn proposed_tags(app: &mut App, answer: Answer) {
    if let Answer::TagProposals { note, tags } = answer {
        finish::tags_proposed(app, note, &tags);
        notes::work::tags_proposed(app, note, &tags);
    }
}

/// A key that a screen takes before the key table: a look-for's key while marking, a choice's digit.
pub fn raw_key(app: &mut App, key: Key) -> bool {
    if !app.layers.is_empty() {
        return false;
    }
    match app.screen {
        Screen::Plan => plan::raw_key(app, key),
        Screen::Walk => walk::raw_key(app, key),
        Screen::Notes => notes::raw_key(app, key),
        Screen::Finish => finish::raw_key(app, key),
        Screen::InOut => inout::raw_key(app, key),
        _ => false,
    }
}

/// A screen takes pasted text where no line has the focus, or goes to the line that it is meant for.
pub fn take_paste(app: &mut App, text: &str) -> bool {
    app.layers.is_empty() && app.screen == Screen::Plan && plan::take_paste(app, text)
}

/// The mouse did something. On a board it moves cards; on other screens the wheel moves in the list.
pub fn moused(app: &mut App, mouse: Mouse) {
    if !app.layers.is_empty() {
        return;
    }
    if app.screen == Screen::Board {
        board::mouse(app, mouse);
        return;
    }
    let key = Key::plain(match mouse.did {
        MouseDid::WheelUp => Code::Up,
        MouseDid::WheelDown => Code::Down,
        _ => return,
    });
    let action = keymap::resolve(scope(app), key).filter(|a| a.spec().id.starts_with("list."));
    for _ in 0..WHEEL {
        if let Some(action) = action {
            perform::perform(app, action, key);
        }
    }
}

/// The draft of a field, as it stands now.
pub fn draft(app: &mut App, field: &str) -> Option<Draft> {
    match field {
        "note" | "answer" | "corridor" | "wondering" => walk::draft(app, field),
        "plan" => plan::draft(app),
        talk::run::draft::FIELD => Some(talk::run::draft::draft(app)),
        "prompt" => match app.layers.iter_mut().rev().find(|l| matches!(l, Layer::Prompt(_))) {
            Some(Layer::Prompt(prompt)) => super::perform::prompt_draft(prompt),
            _ => None,
        },
        _ => None,
    }
}
