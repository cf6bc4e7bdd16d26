//! The list of Talk: what is under way or prepared, and what was held.

use super::{pages, prepare, voices};
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::Agreed;
use crate::app::screens::forms;
use crate::domain::id::Uid;
use crate::store::api::TalkRow;

/// A line of the list.
#[derive(Debug, Clone, Copy)]
pub struct DeskLine<'a> {
    pub talk: &'a TalkRow,
}

impl DeskLine<'_> {
    /// The heading under which it stands.
    pub fn heading(&self) -> &'static str {
        match (self.talk.started, self.talk.ended) {
            (Some(_), None) => "Under way",
            (None, _) => "Prepared",
            (Some(_), Some(_)) => "Held",
        }
    }
}

/// Talks under way, then those prepared, then those held.
pub fn lines(app: &App) -> Vec<DeskLine<'_>> {
    let all = || app.talk.talks.iter().flatten().map(|talk| DeskLine { talk });
    let of = |heading| all().filter(move |line| line.heading() == heading);
    of("Under way").chain(of("Prepared")).chain(of("Held")).collect()
}

/// The marked talk: what it is, whether it was begun, whether it was held.
fn marked(app: &App) -> Option<(Uid, bool, bool)> {
    let talk = lines(app).get(app.talk.selected)?.talk;
    Some((talk.uid, talk.started.is_some(), talk.ended.is_some()))
}

pub fn perform(app: &mut App, action: Action) {
    let Some((talk, begun, held)) = marked(app) else {
        app.tell("No talk yet. n prepares one; t says which teams there are.");
        return;
    };
    match action {
        Action::TalkOpen if held => voices::open(app, Some(talk)),
        Action::TalkOpen => prepare::open(app, talk),
        Action::TalkPage if held => pages::ask(app, talk),
        Action::TalkPage => app.tell("The page is made of a talk that was held."),
        Action::PrepareGo if held => app.tell("This talk was held. n prepares the next one."),
        Action::PrepareGo => {
            prepare::open(app, talk);
            let goes_on = "This talk is under way; g puts it back on the projector.";
            app.tell(if begun { goes_on } else { "Look first at what will be shown; then g begins." });
        }
        Action::TalkDelete if app.may_write() => {
            let detail = "With all that was said in it. Ctrl-Z brings it back.";
            forms::confirm(app, "Delete this talk?".into(), detail, Agreed::DeleteTalk(talk));
        }
        _ => {}
    }
}
