//! Plan a walk.

use crate::app::App;
use crate::app::actions::Action;
use crate::app::field::Field;
use crate::app::layers::Prompt;
use crate::store::api::{Answer, Draft};

#[derive(Debug, Default)]
pub struct PlanState {}

pub fn refresh(_app: &mut App) {}
pub fn answered(_app: &mut App, _answer: Answer) {}
pub fn perform(_app: &mut App, _action: Action) {}
pub fn field(_plan: &mut PlanState) -> Option<&mut Field> {
    None
}
pub fn text_changed(_app: &mut App) {}
pub fn draft(_app: &mut App) -> Option<Draft> {
    None
}
pub fn filled(_app: &mut App, _prompt: Prompt) {}
