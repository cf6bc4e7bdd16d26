//! One cell of a table for a spreadsheet: no formula, no character that disturbs a terminal.

use crate::domain::text::visible;

/// Signs with which a spreadsheet begins a formula, their wide forms among them.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '|', '%'];

/// A text as a cell that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it
/// (OWASP, CSV injection). Spaces before it do not help the formula.
pub fn safe(text: &str) -> String {
    let shown = visible(text);
    let first = shown.trim_start().chars().next().or_else(|| text.chars().next());
    if first.is_some_and(|c| FORMULA.contains(&c)) { format!("'{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_begins_a_formula_stays_at_the_front() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "|cmd", "%1"] {
            assert!(safe(text).starts_with('\''), "{text:?} became {:?}", safe(text));
        }
        assert_eq!(safe("7 of 9 answers"), "7 of 9 answers");
        assert_eq!(safe("“= is a sign”"), "“= is a sign”");
        assert_eq!(safe(""), "");
    }

    #[test]
    fn no_escape_sequence_reaches_a_terminal() {
        assert!(!safe("a\u{1b}[31mb\u{202e}c").contains(['\u{1b}', '\u{202e}']));
    }
}
