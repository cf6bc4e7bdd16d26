//! Any keys, over a file with something in it, begun in each of the places.

use crate::world::World;
use std::cell::RefCell;
use std::sync::OnceLock;
use uncover::app::input::{Code, Input, Key};
use uncover::domain::text::is_unsafe;

/// Keys that do something in many places, by one byte each.
const CODES: &[Code] = &[
    Code::Enter, Code::Esc, Code::Tab, Code::Up, Code::Down, Code::Left, Code::Right, Code::Backspace, Code::Delete,
    Code::Home, Code::End, Code::PageUp, Code::PageDown, Code::F(1), Code::Insert,
];

/// The file of a school in which a walk was begun.
fn file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        // Its logs get other ids than those of the files that are made of it.
        let mut world = World::new(100, 30).killed_and_reopened();
        world.keys("p<Tab>What is asked?<Tab><Enter><Tab>Room 1<Enter>Room 2<Enter><Ctrl-S><Enter>");
        world.keys("T asks 3 #questions<Enter>S4 “no”<Enter>19 of 24 writing #writing<Enter>? why<Enter>! later<Enter>");
        world.keys("<Tab>1<Ctrl-N>uey3<Home><Space><Space>p<Enter>Answers are short<Enter>u");
        world.core.take().expect("open").close().expect("closed");
        std::fs::read(&world.path).expect("the file")
    })
}

/// The first byte says where to begin; then each byte is a key: a letter, or by its high bit one without a letter, with
/// 0xFE before it together with Ctrl, with 0xFF a change of the size.
pub fn press(bytes: &[u8]) {
    let Some((place, rest)) = bytes.split_first() else { return };
    let world = RefCell::new(World::with_file(100, 30, |path, _| std::fs::write(path, file()).expect("written")));
    let mut world = world.borrow_mut();
    world.keys(["1", "2", "3", "4", "5", "6", "f", "l", "p", "1a"][usize::from(*place) % 10]);
    let mut bytes = rest.iter().copied().take(120);
    while let Some(byte) = bytes.next() {
        let key = |byte: u8, ctrl| match byte {
            0x80.. => Key { code: CODES[usize::from(byte & 0x7f) % CODES.len()], ctrl, alt: false, shift: byte & 0x40 != 0 },
            letter => Key { code: Code::Char(char::from(letter)), ctrl, alt: false, shift: letter.is_ascii_uppercase() },
        };
        let input = match byte {
            0xFF => Input::Resize(bytes.next().unwrap_or(80).into(), bytes.next().unwrap_or(24).into()),
            0xFE => Input::Key(key(bytes.next().unwrap_or(b'n'), true)),
            0xFD => Input::Paste("é字 \u{1b}[2J\n\u{202e}x\0".into()),
            0xFC => Input::Tick,
            byte => Input::Key(key(byte, false)),
        };
        world.now.utc += 700;
        world.now.steady += 700;
        world.input(input);
        if world.app.size.0 > 0 && world.app.size.1 > 0 {
            let screen = world.screen();
            assert!(!screen.chars().any(|c| c != '\n' && is_unsafe(c)));
        }
        if world.quit {
            break;
        }
    }
}
