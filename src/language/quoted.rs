//! What is never judged: words inside quotation marks, tags, and what is written down as somebody's speech ("T: …").

use super::token::Token;
use std::ops::Range;

/// Marks that always open, with what closes them.
const PAIRS: &[(char, char)] =
    &[('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('「', '」'), ('『', '』'), ('‹', '›')];

/// The quoted stretches of a text, with their marks, in bytes. A quotation that is not closed reaches to the end of its
/// line. Apostrophes and the sign for inches are no quotation marks.
pub(super) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    // Both are kept so that a very long line is gone through once.
    let mut line_end = 0;
    let mut no_single_before = 0;
    while let Some((at, open)) = next_opening(text, from) {
        let inside = at + open.len_utf8();
        if at >= line_end {
            line_end = text.get(inside..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |n| inside + n);
        }
        let is_single = matches!(open, '\'' | '‘');
        let end = if is_single && at < no_single_before { None } else { closing(text, open, inside..line_end) };
        from = match end {
            Some(end) => end,
            // A lone single mark is an apostrophe, as in ’til; then no other of this line is closed either.
            None if is_single => {
                no_single_before = line_end;
                from = inside;
                continue;
            }
            None => line_end,
        };
        found.push(at..from);
    }
    found
}

/// The first opening mark from byte `from` on.
fn next_opening(text: &str, from: usize) -> Option<(usize, char)> {
    let rest = text.get(from..)?;
    rest.char_indices().map(|(n, c)| (from + n, c)).find(|(at, c)| match c {
        '"' => !is_inches(text, *at),
        '\'' | '‘' => !before(text, *at).is_some_and(char::is_alphanumeric),
        c => *c == '”' || PAIRS.iter().any(|(open, _)| open == c),
    })
}

/// `12" ruler`: behind a digit and before no letter, where no quotation is open.
fn is_inches(text: &str, at: usize) -> bool {
    before(text, at).is_some_and(|c| c.is_ascii_digit()) && !after(text, at).is_some_and(char::is_alphanumeric)
}

/// Where the quotation that `open` begins ends, its mark included.
fn closing(text: &str, open: char, within: Range<usize>) -> Option<usize> {
    let inside = text.get(within.clone())?;
    let ends = |at: usize, c: char| match open {
        '"' | '”' => matches!(c, '"' | '”' | '“'),
        // German marks close with “, but English ones are typed behind „ as well.
        '„' => matches!(c, '“' | '”' | '"'),
        '“' => matches!(c, '”' | '"'),
        '\'' | '‘' => {
            matches!(c, '\'' | '’')
                && !after(text, at).is_some_and(char::is_alphanumeric)
                && !before(text, at).is_some_and(char::is_whitespace)
                && at > within.start
        }
        other => PAIRS.iter().any(|(o, close)| *o == other && *close == c),
    };
    let (n, c) = inside.char_indices().find(|(n, c)| ends(within.start + n, *c))?;
    Some(within.start + n + c.len_utf8())
}

fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().nth(1)
}

/// Marks the words that are never judged. Gives the quoted stretches.
pub(super) fn mark_safe(text: &str, tokens: &mut [Token]) -> Vec<Range<usize>> {
    let quotes = quoted(text);
    let mut next = 0;
    let mut speech = false;
    for token in tokens.iter_mut() {
        while quotes.get(next).is_some_and(|q| q.end <= token.range.start) {
            next += 1;
        }
        let in_quotes = quotes.get(next).is_some_and(|q| q.start < token.range.end);
        let is_tag = before(text, token.range.start) == Some('#') || is_stand_in(text, token);
        if speech && token.starts && has_break_before(text, token) {
            speech = false;
        }
        token.safe = in_quotes || is_tag || speech;
        if token.whom {
            // "T: open your books" is what was said, written as a script.
            speech = text.get(token.range.end..).is_some_and(|rest| rest.starts_with(':'));
        }
    }
    quotes
}

/// Whether a word stands for a masked name: "[teacher]".
fn is_stand_in(text: &str, token: &Token) -> bool {
    before(text, token.range.start) == Some('[') && text.get(token.range.end..).is_some_and(|r| r.starts_with(']'))
}

/// Speech goes on to the end of its line.
fn has_break_before(text: &str, token: &Token) -> bool {
    let before = text.get(..token.range.start).unwrap_or_default();
    before.chars().rev().take_while(|c| !c.is_alphanumeric()).any(|c| c == '\n' || c == '\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inside(text: &str) -> Vec<&str> {
        quoted(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn every_sort_of_mark_protects() {
        assert_eq!(inside("T “so good”, S \"why\" «bon» „gut“ end"), ["“so good”", "\"why\"", "«bon»", "„gut“"]);
        assert_eq!(inside("‘so good’ and 'fine' too »gut« 「良」"), ["‘so good’", "'fine'", "»gut«", "「良」"]);
    }

    #[test]
    fn an_unclosed_mark_protects_to_the_end_of_its_line() {
        assert_eq!(inside("T \"so good\nnot here"), ["\"so good"]);
        assert_eq!(inside("T “so good"), ["“so good"]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotation_marks() {
        assert_eq!(inside("the students' books and the teacher's good pens, didn't, ’til, '90s"), [] as [&str; 0]);
        assert_eq!(inside("a 12\" ruler and a 6\" ruler"), [] as [&str; 0]);
        assert_eq!(inside("\"page 12\" is good"), ["\"page 12\""]);
    }

    proptest! {
        #[test]
        fn stretches_are_in_order_and_cut_no_letter(text in "[a-z0-9 “”„«»‘’'\"\né]{0,40}") {
            let mut last = 0;
            for range in quoted(&text) {
                prop_assert!(range.start >= last && range.end > range.start);
                prop_assert!(text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
