//! What a yes to a question and a choice from a list do: handed to the screen that asked.

use super::App;
use super::effect::Effect;
use super::layers::{Agreed, PickItem, Picked, Picker};
use super::screens::{
    board, home, inout, language, notes, patterns, tags, talk, trying, visit, visits, walk, year_end,
};

/// The leader said yes.
pub fn agreed(app: &mut App, what: Agreed) {
    match what {
        Agreed::DeleteNotes(uids) => notes::delete(app, &uids),
        Agreed::DeleteTag(uid) => tags::delete(app, uid),
        Agreed::MergeTag { from, into } => tags::merge(app, from, into),
        Agreed::DeletePattern(uid) => patterns::delete(app, uid),
        Agreed::DeleteBoard(uid) => board::delete(app, uid),
        Agreed::OffBoard(notes) => board::take_off(app, &notes),
        Agreed::DeleteVisit(uid) => visit::delete(app, uid),
        Agreed::EndWalk => walk::end_walk(app),
        Agreed::CloseWalk(uid) => home::close_walk(app, uid),
        Agreed::DeleteTalk(uid) => talk::delete_talk(app, uid),
        Agreed::StrikeVoice(uid) => talk::strike(app, uid),
        Agreed::DeleteTrying(kind, uid) => trying::delete(app, kind, uid),
        Agreed::InOutNames => inout::going::names_agreed(app),
        Agreed::InOutReplace => inout::going::replace_agreed(app),
        Agreed::Leave => year_end::carry_out(app),
        Agreed::OpenDemo => app.effect(Effect::OpenDemo),
    }
}

/// The leader chose a line of a list, or pressed Enter where nothing fits what was typed (`None`).
pub fn picked(app: &mut App, picker: Picker, item: Option<PickItem>) {
    match picker.then {
        Picked::Facet | Picked::FacetValue(_) | Picked::DropFacet | Picked::View => notes::picked(app, picker, item),
        Picked::Visit(older) => visits::picked(app, older, item),
        Picked::SkipReason(_) => walk::picked(app, picker, item),
        Picked::PatternFor(_)
        | Picked::Role { .. }
        | Picked::Status(_)
        | Picked::Tie(_)
        | Picked::PutOff(_)
        | Picked::Recall => patterns::picked(app, picker, item),
        Picked::Board => board::picked(app, &picker, item),
        Picked::NestTag(_) | Picked::MergeTag(_) => tags::picked(app, picker, item),
        Picked::Talk(_) => talk::picked(app, &picker, item),
        Picked::Year(pick) => year_end::picked(app, pick, &picker, item),
        Picked::Try(_) => trying::picked(app, &picker, item),
        Picked::Report(of) => inout::reports::picked(app, of, item),
        Picked::InOut(_) => inout::asking::picked(app, &picker, item),
        Picked::Language => language::picked(app, &picker, item),
        Picked::SlipFacts { .. }
        | Picked::SlipWondering { .. }
        | Picked::MarkOption(_)
        | Picked::SheetOfVisit
        | Picked::LookForToMark
        | Picked::NewMark { .. } => visit::picked(app, picker, item),
    }
}
