//! The tag list: what tags mean, how they nest, how often they are used.

use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{PickItem, Picker, Prompt};
use crate::domain::id::Uid;
use crate::store::api::{Answer, TagRow};

#[derive(Debug, Default)]
pub struct TagsState {
    /// All tags, as last heard from the store; other screens complete names from it.
    pub all: Vec<TagRow>,
}

pub fn refresh(_app: &mut App) {}
pub fn answered(_app: &mut App, _answer: Answer) {}
pub fn perform(_app: &mut App, _action: Action) {}
pub fn delete(_app: &mut App, _uid: Uid) {}
pub fn merge(_app: &mut App, _from: Uid, _into: Uid) {}
pub fn picked(_app: &mut App, _picker: Picker, _item: Option<PickItem>) {}
pub fn filled(_app: &mut App, _prompt: Prompt) {}
pub fn find_or_make(_app: &mut App, _names: &[String]) -> (Vec<Uid>, Vec<crate::domain::act::Op>) {
    (Vec::new(), Vec::new())
}
