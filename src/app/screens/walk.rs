//! Recording.

use crate::app::App;
use crate::app::actions::{Action, Scope};
use crate::app::field::Field;
use crate::app::input::Key;
use crate::app::layers::{PickItem, Picker, Prompt};
use crate::store::api::{Answer, Draft, Resume};

pub fn scope(_app: &App) -> Scope {
    Scope::Walk
}
pub fn typing(_app: &App) -> bool {
    true
}
pub fn field(_app: &mut App) -> Option<&mut Field> {
    None
}
pub fn refresh(_app: &mut App) {}
pub fn ask_tags(_app: &mut App) {}
pub fn resumed(_app: &mut App, _resume: Resume) {}
pub fn answered(_app: &mut App, _answer: Answer) {}
pub fn perform(_app: &mut App, _action: Action, _key: Key) {}
pub fn raw_key(_app: &mut App, _key: Key) -> bool {
    false
}
pub fn text_changed(_app: &mut App) {}
pub fn back(_app: &mut App) -> bool {
    false
}
pub fn draft(_app: &mut App, _field: &str) -> Option<Draft> {
    None
}
pub fn end_walk(_app: &mut App) {}
pub fn picked(_app: &mut App, _picker: Picker, _item: Option<PickItem>) {}
pub fn filled(_app: &mut App, _prompt: Prompt) {}
