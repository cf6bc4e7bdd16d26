//! Talk: meetings with a team, prepared and run, and what teachers said in them.

mod asking;
mod desk;
mod elsewhere;
mod pages;
pub mod prepare;
pub mod run;
#[cfg(test)]
pub mod sample;
mod teams;
#[cfg(test)]
mod tests;
mod voices;

pub use asking::{TalkForm, TalkPick, filled, picked};
pub use desk::{DeskLine, lines};
pub use pages::heard;
pub use voices::{VoicesState, about, became, is_open, strike};

use super::forms;
use crate::app::actions::Action;
use crate::app::{App, Screen};
use crate::domain::act::{Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::talk::VoiceKind;
use crate::store::api::{Answer, Ask, ElsewhereRow, Lane, TalkAnswer, TalkAsk, TalkRow, TeamRow, VoiceRow};

/// Talks and voices that are listed.
const LISTED: usize = 200;

#[derive(Debug, Default)]
pub struct TalkState {
    /// Prepared ones and one under way first; none before the first answer.
    pub talks: Option<Vec<TalkRow>>,
    pub teams: Vec<TeamRow>,
    /// The marked line of the list.
    pub selected: usize,
    pub prepare: prepare::PrepareState,
    pub voices: VoicesState,
    /// Evidence from elsewhere; none before the first answer.
    pub elsewhere: Option<Vec<ElsewhereRow>>,
    pub at_elsewhere: usize,
    pub run: run::RunState,
    /// The page that is being made of a talk.
    pub wish: Option<pages::Wish>,
}

pub fn refresh(app: &mut App) {
    match app.screen {
        Screen::Prepare => prepare::refresh(app),
        Screen::Voices => voices::refresh(app),
        Screen::Elsewhere => app.ask(Lane::Elsewhere, Ask::Talking(TalkAsk::Elsewhere)),
        _ => app.ask(Lane::Talks, Ask::Talking(TalkAsk::Talks { limit: LISTED })),
    }
    app.ask(Lane::Teams, Ask::Talking(TalkAsk::Teams));
}

pub fn answered(app: &mut App, answer: Answer) {
    pages::heard(app, &answer);
    if run::answered(app, &answer) {
        return;
    }
    let Answer::Talking(answer) = answer else { return };
    match answer {
        TalkAnswer::Talks(talks) => {
            app.talk.talks = Some(talks);
            app.talk.selected = app.talk.selected.min(lines(app).len().saturating_sub(1));
        }
        TalkAnswer::Teams(teams) => app.talk.teams = teams,
        TalkAnswer::Talk(view) => prepare::came(app, view),
        TalkAnswer::Voices(rows) => voices::came(app, rows),
        TalkAnswer::VoiceProposals { voice, patterns } => voices::proposed(app, voice, &patterns),
        TalkAnswer::Elsewhere(rows) => {
            app.talk.at_elsewhere = app.talk.at_elsewhere.min(rows.len().saturating_sub(1));
            app.talk.elsewhere = Some(rows);
        }
        _ => {}
    }
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(8).max(1)).unwrap_or(1);
    match action {
        Action::ListUp => step(app, -1),
        Action::ListDown => step(app, 1),
        Action::ListPageUp => step(app, -page),
        Action::ListPageDown => step(app, page),
        Action::ListHome => step(app, isize::MIN),
        Action::ListEnd => step(app, isize::MAX),
        Action::TalkNew => prepare::ask_new(app),
        Action::TalkTeams => teams::open(app),
        Action::TalkVoices => voices::open(app, None),
        Action::TalkElsewhere => app.open(Screen::Elsewhere),
        _ => match app.screen {
            Screen::Prepare => prepare::perform(app, action),
            Screen::Voices => voices::perform(app, action),
            Screen::Elsewhere => elsewhere::perform(app, action),
            _ => desk::perform(app, action),
        },
    }
}

fn step(app: &mut App, by: isize) {
    match app.screen {
        Screen::Prepare => prepare::step(app, by),
        Screen::Voices => voices::step(app, by),
        Screen::Elsewhere => {
            let count = app.talk.elsewhere.as_ref().map_or(0, Vec::len);
            app.talk.at_elsewhere = forms::moved(app.talk.at_elsewhere, by, count);
        }
        _ => app.talk.selected = forms::moved(app.talk.selected, by, lines(app).len()),
    }
}

/// Puts a prepared talk on the projector.
fn begin(app: &mut App, talk: Uid) {
    run::begin(app, talk);
}

/// Puts a talk that was begun back on the projector.
fn go_back(app: &mut App, talk: Uid) {
    run::go_back(app, talk);
}

/// Deletes a talk with all that was said in it.
pub fn delete_talk(app: &mut App, talk: Uid) {
    if delete(app, Kind::Talk, talk) {
        app.tell("Deleted, with what was said in it. Ctrl-Z brings it back.");
    }
}

/// Deletes a thing of talks; undo brings it back.
fn delete(app: &mut App, kind: Kind, uid: Uid) -> bool {
    let verb = if kind == Kind::Talk { Verb::DeleteTalk } else { Verb::DeleteTalking };
    app.act(verb, vec![acts::deleted(kind, uid, Stream::Shared, true)]).is_some()
}

/// Whether an action of these places can be done now, and why not.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    match action {
        Action::VoiceLink | Action::VoiceAnswer | Action::VoiceStrike if voices::marked(app).is_none() => {
            Err("No statement is marked.")
        }
        Action::PrepareGo if app.screen == Screen::Prepare => prepare::may_begin(app),
        _ => Ok(()),
    }
}

/// What an objection says is nobody's statement about a pattern.
pub fn can_be_linked(voice: &VoiceRow) -> bool {
    !matches!(voice.kind, VoiceKind::Objection | VoiceKind::Cause)
}
