//! Patterns: the list by status, and one pattern with its evidence.

use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{PickItem, Picker, Prompt};
use crate::domain::id::Uid;
use crate::store::api::Answer;

#[derive(Debug, Default)]
pub struct PatternsState {}

pub fn refresh(_app: &mut App) {}
pub fn answered(_app: &mut App, _answer: Answer) {}
pub fn perform(_app: &mut App, _action: Action) {}
pub fn delete(_app: &mut App, _uid: Uid) {}
pub fn picked(_app: &mut App, _picker: Picker, _item: Option<PickItem>) {}
pub fn filled(_app: &mut App, _prompt: Prompt) {}
/// Makes a pattern of these notes, or adds them to one.
pub fn from_notes(_app: &mut App, _notes: Vec<Uid>) {}
