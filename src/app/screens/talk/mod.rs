//! Talk: meetings with a team, prepared and run, and what teachers said in them.

pub mod run;

use crate::app::App;
use crate::store::api::{Answer, Ask, Lane, TalkAnswer, TalkAsk, TalkRow, TeamRow, VoiceRow};

/// Talks that are listed.
const LISTED: usize = 200;

#[derive(Debug, Default)]
pub struct TalkState {
    /// Prepared ones and one under way first; none before the first answer.
    pub talks: Option<Vec<TalkRow>>,
    pub teams: Vec<TeamRow>,
    pub voices: Vec<VoiceRow>,
    pub run: run::RunState,
}

pub fn refresh(app: &mut App) {
    app.ask(Lane::Talks, Ask::Talking(TalkAsk::Talks { limit: LISTED }));
    app.ask(Lane::Teams, Ask::Talking(TalkAsk::Teams));
}

pub fn answered(app: &mut App, answer: Answer) {
    if run::answered(app, &answer) {
        return;
    }
    let Answer::Talking(answer) = answer else { return };
    match answer {
        TalkAnswer::Talks(talks) => app.talk.talks = Some(talks),
        TalkAnswer::Teams(teams) => app.talk.teams = teams,
        TalkAnswer::Voices(voices) => app.talk.voices = voices,
        _ => {}
    }
}
