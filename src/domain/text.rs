//! Text as people type it: what may be shown, how it is compared, how it is cut to a width.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// At most this many combining marks are shown on one letter; more is a flood that would run over the lines around it.
const MARKS_PER_LETTER: usize = 4;

/// Longest text one note, statement or name may hold, in bytes: 1 MiB, far above anything typed.
pub const MAX_TEXT: usize = 1 << 20;

/// Whether a character may not reach the terminal as it is: controls (C0, DEL, C1), and characters that reorder text or
/// have no width, such as bidirectional overrides, which can make a line read other than it is.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether every byte is a plain letter, digit, sign or blank of one column. Most texts are, and then nothing has to be
/// looked at letter by letter.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

/// The text as it may be shown on one line: unsafe characters become visible marks, line breaks and tabs become blanks,
/// and floods of combining marks are cut. What is stored stays as it was typed.
pub fn visible(text: &str) -> String {
    if is_plain(text) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_unsafe(c) => out.push('\u{00B7}'),
            _ if marks > MARKS_PER_LETTER => {}
            c => out.push(c),
        }
    }
    out
}

/// Letters without case and accents, for comparing names: "Ána" and "ana" are equal.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The columns a text takes on the screen.
pub fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

/// The text cut to at most `columns` columns, with `…` (or `~` where `ascii`) at the end when something was cut.
/// Never cuts through a letter and its marks.
pub fn clip(text: &str, columns: usize, ascii: bool) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    let Some(room) = columns.checked_sub(1) else { return String::new() };
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let w = grapheme.width();
        if used + w > room {
            break;
        }
        out.push_str(grapheme);
        used += w;
    }
    out.push(if ascii { '~' } else { '…' });
    out
}

/// Breaks a text into lines of at most `columns` columns, at blanks where possible. At least one line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        for piece in pieces(word, columns) {
            let line = lines.last_mut().expect("there is always a line");
            let gap = usize::from(!line.is_empty());
            if line.width() + gap + piece.width() <= columns {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(&piece);
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

/// A word in pieces of at most `columns` columns.
fn pieces(word: &str, columns: usize) -> Vec<String> {
    if word.width() <= columns {
        return vec![word.to_string()];
    }
    let mut out = vec![String::new()];
    let mut used = 0;
    for grapheme in word.graphemes(true) {
        let w = grapheme.width();
        if used + w > columns && used > 0 {
            out.push(String::new());
            used = 0;
        }
        used += w;
        out.last_mut().expect("there is always a piece").push_str(grapheme);
    }
    out
}

/// "1 note", "7 notes".
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_unsafe_is_shown() {
        let shown = visible("a\u{1b}[2J\u{9b}31m\u{202e}b\u{200b}\nc\td\u{0}");
        assert_eq!(shown, "a·[2J·31m·b· c d·");
        assert_eq!(visible(&format!("e{}", "\u{301}".repeat(50))).chars().count(), 1 + MARKS_PER_LETTER);
    }

    #[test]
    fn folding_ignores_case_accents_and_blanks() {
        assert_eq!(fold("  Élan  Vital "), "elan vital");
        assert_eq!(fold("Straße"), fold("STRASSE").replace("ss", "ß"));
    }

    #[test]
    fn wrapping_breaks_at_blanks_and_cuts_long_words() {
        assert_eq!(wrap("the river runs", 9), ["the river", "runs"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 10), [""]);
    }

    proptest! {
        #[test]
        fn clipped_text_fits(text in "\\PC{0,40}", columns in 0usize..30) {
            prop_assert!(width(&clip(&visible(&text), columns, false)) <= columns);
        }

        #[test]
        fn visible_text_holds_nothing_unsafe(text in any::<String>()) {
            prop_assert!(!visible(&text).chars().any(is_unsafe));
        }

        #[test]
        fn wrapped_lines_keep_every_letter(text in "[a-zé ]{0,80}", columns in 1usize..20) {
            let lines = wrap(&text, columns);
            prop_assert!(lines.iter().all(|l| width(l) <= columns));
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
