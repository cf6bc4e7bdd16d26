//! Language: the quiet nudge towards description, and what is masked in a text before others see it. Pure: no SQL, no
//! screen, no file.

pub mod definition;
pub mod find;
pub mod mask;
pub mod measure;
mod name_form;
mod phrase;
mod quoted;
pub mod rules;
pub mod switches;
mod token;
