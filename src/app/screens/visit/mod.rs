//! One visit as a time line: its notes and marks, its copy and slip for the teacher.

use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{PickItem, Picker, Prompt};
use crate::domain::id::Uid;
use crate::store::api::Answer;

#[derive(Debug, Default)]
pub struct VisitState {}

pub fn refresh(_app: &mut App) {}
pub fn answered(_app: &mut App, _answer: Answer) {}
pub fn perform(_app: &mut App, _action: Action) {}
/// Opens a visit, with a note of it marked.
pub fn open(_app: &mut App, _visit: Uid, _note: Option<Uid>) {}
pub fn delete(_app: &mut App, _uid: Uid) {}
pub fn picked(_app: &mut App, _picker: Picker, _item: Option<PickItem>) {}
pub fn filled(_app: &mut App, _prompt: Prompt) {}
