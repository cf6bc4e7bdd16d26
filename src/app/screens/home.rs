//! Home: the one next thing, by the time of day.

use crate::app::App;
use crate::app::actions::Action;
use crate::domain::id::Uid;
use crate::store::api::Answer;

#[derive(Debug, Default)]
pub struct HomeState {}

impl HomeState {
    pub fn is_empty_file(&self) -> bool {
        false
    }
}

pub fn refresh(_app: &mut App) {}
pub fn answered(_app: &mut App, _answer: Answer) {}
pub fn perform(_app: &mut App, _action: Action) {}
pub fn available(_app: &App, _action: Action) -> Result<(), &'static str> {
    Ok(())
}
pub fn show_file(_app: &mut App) {}
pub fn close_walk(_app: &mut App, _uid: Uid) {}
