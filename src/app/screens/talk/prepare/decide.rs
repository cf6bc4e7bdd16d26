//! What is decided of a single pattern or note: left out, worded otherwise, words masked, shown all the same.

use super::page::{self, Target};
use crate::app::App;
use crate::app::actions::Action;
use crate::app::screens::talk::asking::{TalkForm, form};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::talk_shown::{Piece, TalkShown};
use crate::insight::guess::{Finding, Level, Place, Remedy};
use crate::store::api::CheckedPiece;

/// The marked piece with the talk it belongs to.
fn marked(app: &App) -> Option<(Uid, Target, CheckedPiece)> {
    let target = page::marked(app)?;
    let view = app.talk.prepare.view()?;
    Some((view.talk.uid, target, view.checked(target.piece())?.clone()))
}

pub fn perform(app: &mut App, action: Action) {
    let Some((talk, target, piece)) = marked(app) else {
        app.tell("Nothing is shown yet. b brings patterns along.");
        return;
    };
    let uid = target.piece();
    match action {
        Action::PrepareLeaveOut => {
            let out = !piece.left_out;
            if decide(app, talk, uid, |p| p.left_out = out) {
                app.tell(if out { "Left out. The same key brings it back." } else { "Shown again." });
            }
        }
        Action::PrepareReword => {
            let own = own_words(app, talk, uid).unwrap_or_else(|| piece.text.clone());
            let hint = "How it is shown in this talk; empty: its own words. The pattern or note itself stays as it is.";
            form(app, "Shown as", TalkForm::Piece { talk, piece: uid }, &["Words"], &[own], hint);
        }
        Action::PrepareMask => ask_mask(app, talk, uid, &piece),
        Action::PrepareShow => show_all_the_same(app, talk, uid, &piece),
        _ => {}
    }
}

/// The words that are shown now, before masking: as they were reworded, or the piece's own.
fn own_words(app: &App, talk: Uid, piece: Uid) -> Option<String> {
    let view = app.talk.prepare.view().filter(|v| v.talk.uid == talk)?;
    let decided = TalkShown::read(&view.shown).and_then(|s| s.piece(piece).and_then(|p| p.text.clone()));
    let pattern = || view.patterns.iter().find(|p| p.pattern.uid == piece).map(|p| p.pattern.statement.clone());
    let note = || view.notes.iter().find(|n| n.uid == piece).map(|n| n.text.clone());
    decided.or_else(pattern).or_else(note)
}

/// Masks the first thing that stands in the way and has words; else asks which words.
fn ask_mask(app: &mut App, talk: Uid, uid: Uid, piece: &CheckedPiece) {
    let can_be = |f: &&Finding| matches!(f.place, Place::Text(_)) && f.remedies.contains(&Remedy::Mask);
    let open = piece.open.iter().find(can_be);
    match open.map(|f| f.words.clone()) {
        Some(words) => {
            if decide(app, talk, uid, |p| p.hidden.push(words.clone())) {
                app.tell(format!("“{words}” is masked. Ctrl-Z takes it back."));
            }
        }
        None => form(app, "Mask", TalkForm::Hide { talk, piece: uid }, &["Which words"], &[], "They are shown as […]."),
    }
}

/// What only asks is shown all the same; what stops is not: it has to be changed or left out.
fn show_all_the_same(app: &mut App, talk: Uid, uid: Uid, piece: &CheckedPiece) {
    let (asks, stops): (Vec<_>, Vec<_>) = piece.open.iter().partition(|f| f.level == Level::Ask);
    let keys: Vec<String> = asks.iter().map(|f| f.key()).collect();
    if keys.is_empty() {
        let words = if stops.is_empty() {
            "Nothing stands in the way here."
        } else {
            "A number that rests on so few is never shown. x leaves it out; the words can stay when the number is not part of them."
        };
        app.tell(words);
        return;
    }
    if decide(app, talk, uid, |p| p.kept.extend(keys)) {
        app.tell("Shown all the same. Ctrl-Z takes it back.");
    }
}

pub fn reworded(app: &mut App, talk: Uid, piece: Uid, words: &str) {
    decide(app, talk, piece, |p| p.text = (!words.is_empty()).then(|| words.to_string()));
}

pub fn hidden(app: &mut App, talk: Uid, piece: Uid, words: &str) {
    if !words.is_empty() {
        decide(app, talk, piece, |p| p.hidden.push(words.to_string()));
    }
}

/// Keeps a decision with the talk. False, and nothing is kept, where what was decided before cannot be read: it would be
/// lost.
fn decide(app: &mut App, talk: Uid, piece: Uid, change: impl FnOnce(&mut Piece)) -> bool {
    let Some(view) = app.talk.prepare.view().filter(|v| v.talk.uid == talk) else { return false };
    let Some(mut shown) = TalkShown::read(&view.shown) else {
        app.needs_you(
            "What was decided of this talk before cannot be read. Nothing of it is shown; prepare a new talk.",
        );
        return false;
    };
    shown.decide(piece, change);
    let text = shown.written();
    if app.act(Verb::EditTalk, vec![acts::talk_shown(talk, &text)]).is_none() {
        return false;
    }
    // The next decision builds on this one, also before the store has read it anew.
    if let Some(view) = app.talk.prepare.view.as_mut() {
        view.shown = text;
    }
    true
}
