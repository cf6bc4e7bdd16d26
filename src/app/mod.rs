pub mod actions;
pub mod effect;
pub mod field;
pub mod input;
pub mod keys;
