//! Finish today: what is left of today's visits, one thing at a time.

use crate::app::App;
use crate::app::actions::Action;
use crate::app::input::Key;
use crate::app::layers::Prompt;
use crate::store::api::Answer;

#[derive(Debug, Default)]
pub struct FinishState {}

pub fn refresh(_app: &mut App) {}
pub fn answered(_app: &mut App, _answer: Answer) {}
pub fn perform(_app: &mut App, _action: Action) {}
pub fn raw_key(_app: &mut App, _key: Key) -> bool {
    false
}
pub fn filled(_app: &mut App, _prompt: Prompt) {}
