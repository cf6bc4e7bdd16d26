//! Try: shared problems, trials, check-ins and promises.

use crate::app::App;
use crate::store::api::{Answer, Ask, Lane, TalkAnswer, TalkAsk, TryView};

#[derive(Debug, Default)]
pub struct TryState {
    /// None before the first answer.
    pub view: Option<TryView>,
}

pub fn refresh(app: &mut App) {
    app.ask(Lane::Try, Ask::Talking(TalkAsk::Try));
}

pub fn answered(app: &mut App, answer: Answer) {
    if let Answer::Talking(TalkAnswer::Try(view)) = answer {
        app.trying.view = Some(view);
    }
}
