//! Crossterm's events as `Input`. Releases are dropped here, once: Windows sends them, and they would double every key.

use crate::app::input::{Code, Input, Key, Mouse, MouseDid};
use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// Reads the terminal until it ends; `send` returns false when nobody listens any more.
pub fn read_all(send: impl Fn(Input) -> bool) {
    loop {
        let inputs = match event::read() {
            Ok(event) => gather(event),
            Err(_) => {
                send(Input::Terminate);
                return;
            }
        };
        for input in inputs {
            if !send(input) {
                return;
            }
        }
    }
}

/// What one event means.
fn input_of(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
        Event::Mouse(mouse) => mouse_of(mouse).map(Input::Mouse),
        _ => None,
    }
}

/// On Windows a paste arrives as keys. A burst of events waiting together with an Enter inside is taken as a paste, so
/// that a pasted line break saves nothing.
#[cfg(windows)]
fn gather(first: Event) -> Vec<Input> {
    let mut inputs: Vec<Input> = input_of(first).into_iter().collect();
    while inputs.len() < 100_000 && event::poll(std::time::Duration::ZERO).unwrap_or(false) {
        match event::read() {
            Ok(event) => inputs.extend(input_of(event)),
            Err(_) => break,
        }
    }
    as_paste(&inputs).map_or(inputs, |text| vec![Input::Paste(text)])
}

#[cfg(not(windows))]
fn gather(first: Event) -> Vec<Input> {
    input_of(first).into_iter().collect()
}

/// The text of a burst that nobody types by hand: at least four keys, all of them text, an Enter before the last.
#[cfg(any(windows, test))]
fn as_paste(inputs: &[Input]) -> Option<String> {
    let text: Option<String> = inputs
        .iter()
        .map(|input| match input {
            Input::Key(key) if key.code == Code::Enter => Some('\n'),
            Input::Key(key) => key.typed(),
            _ => None,
        })
        .collect();
    text.filter(|t| t.chars().count() >= 4 && t.trim_end_matches('\n').contains('\n'))
}

/// The left button and the wheel; the rest of the mouse is not used.
fn mouse_of(event: MouseEvent) -> Option<Mouse> {
    let did = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseDid::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseDid::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseDid::Release,
        MouseEventKind::ScrollUp => MouseDid::WheelUp,
        MouseEventKind::ScrollDown => MouseDid::WheelDown,
        _ => return None,
    };
    Some(Mouse { did, x: event.column, y: event.row })
}

fn key_of(event: KeyEvent) -> Option<Key> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    // On Windows AltGr arrives as Ctrl and Alt together; with it people type letters such as @ and €.
    let alt_gr = ctrl && alt && matches!(code, Code::Char(c) if !c.is_ascii_alphanumeric());
    Some(Key { code, ctrl: ctrl && !alt_gr, alt: alt && !alt_gr, shift })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::parse_keys;

    #[test]
    fn releases_are_dropped_and_altgr_types() {
        let press = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
        let release = KeyEvent { kind: KeyEventKind::Release, ..press };
        assert!(input_of(Event::Key(press)).is_some());
        assert_eq!(input_of(Event::Key(release)), None);
        let at = KeyEvent::new(KeyCode::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT);
        assert_eq!(key_of(at).and_then(|k| k.typed()), Some('@'));
    }

    #[test]
    fn a_burst_with_a_line_break_is_a_paste() {
        let burst = |text: &str| parse_keys(text).expect("keys").into_iter().map(Input::Key).collect::<Vec<_>>();
        assert_eq!(as_paste(&burst("one\ntwo")), Some("one\ntwo".into()));
        assert_eq!(as_paste(&burst("one\n")), None);
        assert_eq!(as_paste(&burst("a<Ctrl-N>b\nc")), None);
    }
}
