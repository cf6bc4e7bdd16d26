//! What arrives: keys, pastes, sizes, answers of the store, the passing of time.

use super::screens::year_end::drive::DriveTold;
use crate::exchange::inout::{Far, Outcome};
use crate::exchange::leaving;
use crate::exchange::sheets::OwnSheets;
use crate::exchange::talks::OwnTalkProtocols;
use crate::language::rules::Loaded;
use crate::store::api::Event;

/// One thing that arrived. `update` sees nothing else of the outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    Key(Key),
    /// Text pasted in one piece; line ends are `\n`.
    Paste(String),
    Resize(u16, u16),
    Mouse(Mouse),
    Store(Event),
    /// The word lists were read.
    Words(Loaded),
    /// The outside did what an effect asked for, or could not: a sentence for the leader.
    Done(Result<String, String>),
    /// How far something long has come, by its number, and what became of it.
    Far(u64, Far),
    Over(u64, Box<Outcome>),
    /// What is in the folder of one's own sheets.
    Sheets(OwnSheets),
    /// What is in the folder of one's own talk protocols.
    TalkProtocols(OwnTalkProtocols),
    /// What came of a copy to a drive, or of looking for drives.
    Drive(DriveTold),
    /// An answer about what would go for good.
    Leaving(leaving::Answer),
    /// Time passed: the moment the app asked to be woken for.
    Tick,
    /// The terminal came back after a suspend: everything is painted anew.
    Resumed,
    /// The system asks the program to end.
    Terminate,
}

/// A key as pressed. Shift is part of a character's own form (`A`, `?`), and kept for the others (Shift-Tab).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// What the mouse did, and where on the screen, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    pub did: MouseDid,
    pub x: u16,
    pub y: u16,
}

/// The left button and the wheel; nothing else of a mouse is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseDid {
    Press,
    Drag,
    Release,
    WheelUp,
    WheelDown,
}

impl Key {
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// The character this key types into a text, if it types one.
    pub fn typed(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}
