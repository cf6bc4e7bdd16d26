//! The page a team takes home from a talk that was held: made once the talk, every name of the file and the trials are read.

use crate::app::App;
use crate::app::effect::{Effect, ExportFile};
use crate::domain::id::Uid;
use crate::domain::text::count;
use crate::exchange::papers::talk::{TakeHome, With, talk_pages};
use crate::language::mask::Masker;
use crate::store::api::{Answer, Ask, Lane, TalkAnswer, TalkAsk, TalkView, TrialRow};
use std::sync::Arc;

/// Notes of each role that are read with a pattern: more than are chosen as examples.
const EXAMPLES: usize = 200;

/// A page that is being made, with what of it was read.
#[derive(Debug)]
pub struct Wish {
    talk: Uid,
    view: Option<Box<TalkView>>,
    names: Option<Arc<Masker>>,
    trials: Option<Vec<TrialRow>>,
}

/// Asks for all that the page of a talk needs.
pub(super) fn ask(app: &mut App, talk: Uid) {
    app.talk.wish = Some(Wish { talk, view: None, names: None, trials: None });
    app.ask(Lane::TalkPage, Ask::Talking(TalkAsk::Talk { talk, examples: EXAMPLES }));
    app.ask(Lane::AllNames, Ask::AllNames);
    app.ask(Lane::Try, Ask::Talking(TalkAsk::Try));
    app.tell("The page is being made, and checked for what could tell who.");
}

/// An answer came that a page may wait for.
pub fn heard(app: &mut App, answer: &Answer) {
    let Some(wish) = app.talk.wish.as_mut() else { return };
    match answer {
        Answer::AllNames(names) => wish.names = Some(Arc::clone(names)),
        Answer::Talking(TalkAnswer::Talk(Some(view))) if view.talk.uid == wish.talk => wish.view = Some(view.clone()),
        Answer::Talking(TalkAnswer::Try(place)) => wish.trials = Some(place.trials.clone()),
        _ => return,
    }
    if wish.view.is_some() && wish.names.is_some() && wish.trials.is_some() {
        make(app);
    }
}

fn make(app: &mut App) {
    let Some(Wish { view: Some(view), names: Some(names), trials: Some(trials), .. }) = app.talk.wish.take() else {
        return;
    };
    let with = With { names: &names, facts: None, agreed: &app.agreed, now: app.now };
    let pages = talk_pages(&TakeHome { view: &view, trials: &trials }, &with);
    let left_out = pages.left_out.len();
    let files = [pages.html, pages.markdown].into_iter().map(|p| ExportFile { name: p.name, body: p.body }).collect();
    app.effect(Effect::Export(files));
    if left_out > 0 {
        let things = count(left_out, "thing was", "things were");
        app.needs_you(format!("{things} left out that could tell who; “uncover export talk” says which and why."));
    }
}
