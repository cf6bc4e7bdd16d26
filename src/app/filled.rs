//! What filled-in lines do: handed to the screen that asked.

use super::App;
use super::layers::{Filled, Prompt};
use super::screens::{
    agreements, board, finish, forms, inout, language, notes, patterns, plan, tags, talk, trying, visit, walk, year_end,
};

/// The leader filled in the lines of a prompt.
pub fn filled(app: &mut App, prompt: Prompt) {
    match prompt.then {
        Filled::TagNotes(_)
        | Filled::UntagNotes(_)
        | Filled::EditNote(_)
        | Filled::SplitNote(_)
        | Filled::SaveView
        | Filled::FilterFrom
        | Filled::FilterTo => notes::filled(app, prompt),
        Filled::NewTag | Filled::RenameTag(_) | Filled::TagMeaning(_) => tags::filled(app, prompt),
        Filled::NewPattern(_) | Filled::RewordPattern(_) | Filled::KeepSuggestion(_) | Filled::DismissSuggestion(_) => {
            patterns::filled(app, prompt);
        }
        Filled::NewBoard | Filled::RenameBoard(_) | Filled::NameColumn(_) | Filled::ColumnPattern(_) => {
            board::filled(app, prompt);
        }
        Filled::AddNote(_)
        | Filled::RetimeNote(_)
        | Filled::Heads(_)
        | Filled::MarkTimes(_)
        | Filled::MarkLength(_)
        | Filled::MarkCount(_)
        | Filled::MarkInterval(_)
        | Filled::NewMark { .. }
        | Filled::Reply(_)
        | Filled::RewordReply(_) => visit::filled(app, prompt),
        Filled::OtherRoom | Filled::NameRoom | Filled::WriteVisit => walk::filled(app, prompt),
        Filled::BringRooms => plan::filled(app, prompt),
        Filled::Agreement(_) | Filled::PastDay(_) => agreements::filled(app, prompt),
        Filled::FinishTag(_) => finish::filled(app, prompt),
        Filled::Talk(_) => talk::filled(app, prompt),
        Filled::Year(form) => year_end::filled(app, form, &prompt),
        Filled::Try(_) => trying::filled(app, prompt),
        Filled::Report => inout::reports::filled(app, &prompt),
        Filled::InOut(_) => inout::asking::filled(app, &prompt),
        Filled::Language => language::filled(app, &forms::filled_text(&prompt)),
    }
}
