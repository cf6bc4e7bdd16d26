//! What the program is about, without a screen, a clock or a file: ids, time, acts, walks, visits, notes, look-fors,
//! tags and patterns, and the rules they keep. Everything here is a value or a pure function.

pub mod act;
pub mod acts;
pub mod agreements;
pub mod board;
pub mod data_file;
pub mod dates;
pub mod found;
pub mod id;
pub mod mark;
pub mod marking;
pub mod note;
pub mod order;
pub mod pattern;
pub mod pulse;
pub mod rooms;
pub mod schema;
pub mod sheet;
pub mod suggestion;
pub mod tag;
pub mod talk;
pub mod talk_protocol;
pub mod talk_shown;
pub mod text;
pub mod time;
pub mod trial;
pub mod year_end;
