//! The written form of keys: "Ctrl-N", "Shift-Tab", "a". The key table, the help and the tests use it.

use super::input::{Code, Key};

const NAMED: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("Space", Code::Char(' ')),
];

/// Reads a key's written form.
pub fn parse_key(text: &str) -> Option<Key> {
    let mut key = Key::plain(Code::Esc);
    let mut rest = text;
    loop {
        if let Some(tail) = rest.strip_prefix("Ctrl-").filter(|t| !t.is_empty()) {
            key.ctrl = true;
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix("Alt-").filter(|t| !t.is_empty()) {
            key.alt = true;
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix("Shift-").filter(|t| !t.is_empty()) {
            key.shift = true;
            rest = tail;
        } else {
            break;
        }
    }
    key.code = parse_code(rest)?;
    if let (Code::Char(c), true) = (key.code, key.ctrl) {
        key.code = Code::Char(c.to_ascii_lowercase());
    }
    Some(key)
}

fn parse_code(text: &str) -> Option<Code> {
    if let Some((_, code)) = NAMED.iter().find(|(name, _)| *name == text) {
        return Some(*code);
    }
    if let Some(n) = text.strip_prefix('F').and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n)) {
        return Some(Code::F(n));
    }
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Some(Code::Char(c)),
        _ => None,
    }
}

/// Reads a line of keys as tests and stories write them: "hello<Enter><Ctrl-N>". `<lt>` is a literal `<`.
pub fn parse_keys(text: &str) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '<' {
            let end = rest.find('>')?;
            let name = rest.get(1..end)?;
            keys.push(if name == "lt" { Key::plain(Code::Char('<')) } else { parse_key(name)? });
            rest = rest.get(end + 1..)?;
        } else {
            keys.push(Key::plain(if c == '\n' { Code::Enter } else { Code::Char(c) }));
            rest = rest.get(c.len_utf8()..)?;
        }
    }
    Some(keys)
}

/// The written form of a key, as help and footer show it.
pub fn key_text(key: Key) -> String {
    let mut out = String::new();
    for (on, name) in [(key.ctrl, "Ctrl-"), (key.alt, "Alt-"), (key.shift, "Shift-")] {
        if on {
            out.push_str(name);
        }
    }
    match key.code {
        Code::Char(' ') => out.push_str("Space"),
        Code::Char(c) if key.ctrl => out.extend(c.to_uppercase()),
        Code::Char(c) => out.push(c),
        Code::F(n) => out.push_str(&format!("F{n}")),
        code => out.push_str(NAMED.iter().find(|(_, c)| *c == code).map_or("?", |(name, _)| name)),
    }
    out
}

/// The short form for the footer: arrows as arrows where the terminal has them.
pub fn short_text(key: &str, ascii: bool) -> String {
    match (key, ascii) {
        ("Up", false) => "↑".into(),
        ("Down", false) => "↓".into(),
        ("Left", false) => "←".into(),
        ("Right", false) => "→".into(),
        _ => key.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_keys_read_back() {
        for text in ["Ctrl-N", "Shift-Tab", "a", "?", "F1", "Space", "Alt-1", "Enter", "-", "Ctrl--"] {
            let key = parse_key(text).expect(text);
            assert_eq!(key_text(key), text);
        }
        assert_eq!(parse_key("Hyper-X"), None);
        assert_eq!(parse_key(""), None);
    }

    #[test]
    fn a_line_of_keys_is_read() {
        let keys = parse_keys("a<Enter><Ctrl-N><lt>").expect("keys");
        assert_eq!(keys.iter().map(|k| key_text(*k)).collect::<Vec<_>>(), ["a", "Enter", "Ctrl-N", "<"]);
        assert_eq!(parse_keys("<no"), None);
    }
}
