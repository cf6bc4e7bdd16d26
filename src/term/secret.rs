//! Asking for a word that nobody may read on the screen.

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{IsTerminal, Write};

/// The terminal gives keys without showing them, until this goes.
struct Hidden;

impl Drop for Hidden {
    fn drop(&mut self) {
        // There is nothing left to try where this fails.
        let _ = disable_raw_mode();
    }
}

/// Asks on the terminal, without showing what is typed. `None` when there is no terminal to ask on, or the answer was
/// given up with Ctrl-C or Esc.
pub fn ask(question: &str) -> Option<String> {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let mut screen = std::io::stderr();
    // Hidden first: whoever types at once must not see it either.
    enable_raw_mode().ok()?;
    let hidden = Hidden;
    write!(screen, "{question} ").and_then(|()| screen.flush()).ok()?;
    let answer = typed();
    drop(hidden);
    let _ = writeln!(screen);
    answer
}

fn typed() -> Option<String> {
    let mut word = String::new();
    loop {
        match read().ok()? {
            Event::Paste(text) => word.push_str(text.trim_end_matches(['\r', '\n'])),
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                let control = key.modifiers.contains(KeyModifiers::CONTROL);
                match key.code {
                    KeyCode::Enter => return Some(word),
                    KeyCode::Esc => return None,
                    KeyCode::Char('c' | 'd') if control => return None,
                    KeyCode::Char('u') if control => word.clear(),
                    KeyCode::Char('j' | 'm') if control => return Some(word),
                    KeyCode::Char(letter) if !control => word.push(letter),
                    KeyCode::Backspace => drop(word.pop()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
