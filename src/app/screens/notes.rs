//! Notes: all of them in one list, searched as you type, filtered, marked, tagged.

use crate::app::App;
use crate::app::actions::Action;
use crate::app::field::Field;
use crate::app::layers::{PickItem, Picker, Prompt};
use crate::domain::id::Uid;
use crate::store::api::{Answer, Lane};

#[derive(Debug, Default)]
pub struct NotesState {
    /// The search field and whether it takes typing.
    pub search: Field,
    pub searching: bool,
}

pub fn refresh(_app: &mut App) {}
pub fn answered(_app: &mut App, _lane: Lane, _answer: Answer) {}
pub fn perform(_app: &mut App, _action: Action) {}
pub fn text_changed(_app: &mut App) {}
/// Opens the list with the cursor in the search field.
pub fn open_search(_app: &mut App) {}
/// One step back inside the screen (leave the search field, drop marks, …). False: nothing to step back from.
pub fn back(_app: &mut App) -> bool {
    false
}
pub fn delete(_app: &mut App, _uids: &[Uid]) {}
pub fn picked(_app: &mut App, _picker: Picker, _item: Option<PickItem>) {}
pub fn filled(_app: &mut App, _prompt: Prompt) {}
