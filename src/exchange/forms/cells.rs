//! What is in one cell: the notes of a text, the options of a checkbox list, a number.

use crate::domain::note::{About, NoteKind, find_count};
use crate::exchange::roster::table::tidy;

/// How a text becomes notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Split {
    /// A note a line.
    #[default]
    Lines,
    /// A note for each part of a line between semicolons.
    Clauses,
    /// A note a sentence.
    Sentences,
    /// One note.
    Cell,
}

impl Split {
    pub const ALL: [Split; 4] = [Split::Lines, Split::Clauses, Split::Sentences, Split::Cell];

    pub fn word(self) -> &'static str {
        match self {
            Split::Lines => "lines",
            Split::Clauses => "clauses",
            Split::Sentences => "sentences",
            Split::Cell => "cell",
        }
    }

    pub fn parse(word: &str) -> Option<Split> {
        Split::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// Words behind whose full stop a sentence goes on.
const SHORT: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "st", "vs", "no", "p", "pp", "e.g", "i.e", "etc", "approx", "min", "gr", "ch", "fig",
];

/// The texts of the notes a cell holds, each on one line. Nothing is split inside quotation marks.
pub fn notes(cell: &str, split: Split) -> Vec<String> {
    let pieces = match split {
        Split::Cell => vec![cell],
        Split::Lines => cut(cell, |_, c, _| matches!(c, '\n' | '\r')),
        Split::Clauses => cut(cell, |before, c, _| matches!(c, '\n' | '\r') || (c == ';' && !in_brackets(before))),
        Split::Sentences => cut(cell, |before, c, after| matches!(c, '\n' | '\r') || ends_sentence(before, c, after)),
    };
    let bare = |piece: &str| match split {
        Split::Clauses => tidy(without_bullet(piece).trim_end_matches(';')),
        _ => tidy(without_bullet(piece)),
    };
    pieces.into_iter().map(bare).filter(|text| says_something(text)).collect()
}

/// Whether there is a letter or a digit in it, and more than "n/a".
pub fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
        && !["n/a", "na", "n.a."].iter().any(|n| n.eq_ignore_ascii_case(text.trim()))
}

/// Cuts behind every character for which `ends` says so (with what stands before and after it), outside quotation marks.
fn cut(text: &str, ends: impl Fn(&str, char, &str) -> bool) -> Vec<&str> {
    let quoted = quotations(text);
    let mut quoted = quoted.iter().peekable();
    let (mut pieces, mut from) = (Vec::new(), 0);
    for (at, c) in text.char_indices() {
        while quoted.peek().is_some_and(|(_, end)| *end <= at) {
            quoted.next();
        }
        if quoted.peek().is_some_and(|(start, _)| *start <= at) {
            continue;
        }
        let next = at + c.len_utf8();
        let (before, after) = (text.get(from..at).unwrap_or_default(), text.get(next..).unwrap_or_default());
        if ends(before, c, after) {
            pieces.push(text.get(from..next).unwrap_or_default());
            from = next;
        }
    }
    pieces.push(text.get(from..).unwrap_or_default());
    pieces
}

/// The places of the quotations in a text, from the mark that opens to behind the one that closes. A mark that nothing
/// closes opens nothing.
fn quotations(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut behind = 0;
    // What closes cannot be found again and again in a text that is full of marks which nothing closes.
    let mut hopeless: Vec<char> = Vec::new();
    for (at, c) in text.char_indices() {
        let closing: &[char] = match c {
            _ if at < behind => continue,
            '"' => &['"'],
            '“' => &['”', '"'],
            '„' => &['“', '”'],
            '«' => &['»'],
            _ => continue,
        };
        if hopeless.contains(&c) {
            continue;
        }
        let inside = at + c.len_utf8();
        match text.get(inside..).unwrap_or_default().char_indices().find(|(_, end)| closing.contains(end)) {
            Some((length, end)) => {
                behind = inside + length + end.len_utf8();
                found.push((at, behind));
            }
            None => hopeless.push(c),
        }
    }
    found
}

/// Whether a sentence ends with this character: a stop, a blank behind it, and no small letter after that.
fn ends_sentence(before: &str, c: char, after: &str) -> bool {
    if !matches!(c, '.' | '!' | '?' | '…') || !after.starts_with(char::is_whitespace) {
        return false;
    }
    let goes_on = after.trim_start().chars().next().is_none_or(char::is_lowercase);
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let short = c == '.' && (SHORT.contains(&word.to_lowercase().as_str()) || is_initial(word));
    !goes_on && !short && !in_brackets(before)
}

/// "J" of "J. Smith".
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn without_bullet(line: &str) -> &str {
    let line = line.trim();
    let rest = line.strip_prefix(['-', '•', '*', '–', '▪', '·']).filter(|rest| rest.starts_with(char::is_whitespace));
    rest.map_or(line, str::trim_start)
}

/// What a text of a column of this kind is: in evidence "S6: …" says which student, a quotation mark at the start makes a
/// quote, and "19 of 24" a count.
pub fn refined(kind: NoteKind, about: Option<About>, text: String) -> (NoteKind, Option<About>, String) {
    if kind != NoteKind::Evidence {
        return (kind, about, text);
    }
    let (about, text) = match who(&text) {
        Some((who, rest)) => (Some(who), rest.to_string()),
        None => (about, text),
    };
    let kind = if text.starts_with(['"', '“', '„', '«']) {
        NoteKind::Quote
    } else if find_count(&text).is_some() {
        NoteKind::Count
    } else {
        kind
    };
    (kind, about, text)
}

/// "S6: …", "T: …".
fn who(text: &str) -> Option<(About, &str)> {
    let (sign, rest) = text.split_once(':')?;
    let rest = rest.strip_prefix(' ').map(str::trim).filter(|r| !r.is_empty())?;
    let about = match sign {
        "T" => About::Teacher,
        "S" => About::Students,
        _ => {
            let digits =
                sign.strip_prefix('S').filter(|d| !d.starts_with('0') && d.bytes().all(|b| b.is_ascii_digit()))?;
            About::Student(digits.parse().ok()?)
        }
    };
    Some((about, rest))
}

/// What a checkbox list holds. Semicolons part it, or lines, or else commas; not in quotation marks or brackets.
pub fn options(cell: &str) -> Vec<String> {
    let mut pieces = cut(cell, |before, c, _| matches!(c, ';' | '\n' | '\r') && !in_brackets(before));
    if pieces.len() == 1 {
        pieces = cut(cell, |before, c, after| c == ',' && !in_brackets(before) && after.starts_with([' ', '\u{a0}']));
    }
    let bare = |piece: &str| tidy(piece.trim_end_matches([';', ',', '\n', '\r']).trim_matches(['"', ' ']));
    pieces.into_iter().map(bare).filter(|option| says_something(option)).collect()
}

/// Whether a bracket is open here. What is longer than any label or sentence is not looked through.
fn in_brackets(before: &str) -> bool {
    before.len() < 2_000 && before.matches('(').count() > before.matches(')').count()
}

/// The whole number a cell begins with: "10", "10 min".
pub fn number(cell: &str, most: i64) -> Option<i64> {
    let text = cell.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let rest = text.get(end..)?;
    let fits = !rest.starts_with([':', '-', '–', '/']);
    text.get(..end)?.parse().ok().filter(|n| (1..=most).contains(n) && fits)
}

/// Whether a text is nothing but a number.
pub fn is_number(text: &str) -> bool {
    text.trim().replace(',', ".").parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_become_notes() {
        let cell = "- reads page 44\n• stops twice; asks why. Waits.\n\n—\nS6: \"do we\nwrite?\"";
        assert_eq!(
            notes(cell, Split::Lines),
            ["reads page 44", "stops twice; asks why. Waits.", "S6: \"do we write?\""]
        );
        assert_eq!(
            notes(cell, Split::Sentences),
            ["reads page 44", "stops twice; asks why.", "Waits.", "S6: \"do we write?\""]
        );
        assert_eq!(notes(cell, Split::Clauses)[1..3], ["stops twice", "asks why. Waits."]);
        assert_eq!(notes(cell, Split::Cell).len(), 1);
        let hard = "Mr. Fox (e.g. no. 3. Then) asks “why? Say.” and 2.5 cm. S2 nods. J. too";
        assert_eq!(
            notes(hard, Split::Sentences),
            ["Mr. Fox (e.g. no. 3. Then) asks “why? Say.” and 2.5 cm.", "S2 nods.", "J. too"]
        );
        assert_eq!(notes("6\" pipes. Then more.", Split::Sentences), ["6\" pipes.", "Then more."]);
        assert!(notes("n/a", Split::Lines).is_empty());
    }

    #[test]
    fn kinds_follow_from_the_words() {
        let is = |text: &str| refined(NoteKind::Evidence, Some(About::Students), text.into());
        assert_eq!(is("S6: \"no\""), (NoteKind::Quote, Some(About::Student(6)), "\"no\"".into()));
        assert_eq!(is("17 of 22 writing").0, NoteKind::Count);
        assert_eq!(is("S2 to S3: “no”"), (NoteKind::Evidence, Some(About::Students), "S2 to S3: “no”".into()));
        assert_eq!(refined(NoteKind::Wondering, None, "\"why\" 1 of 2".into()).0, NoteKind::Wondering);
    }

    #[test]
    fn lists_are_parted() {
        assert_eq!(options("Cites the text, Independent work"), ["Cites the text", "Independent work"]);
        assert_eq!(
            options("Talks to a peer; Explains thinking, aloud;"),
            ["Talks to a peer", "Explains thinking, aloud"]
        );
        assert_eq!(options("Uses tools (rulers, cubes), \"a, b\""), ["Uses tools (rulers, cubes)", "a, b"]);
        assert_eq!(options("1,000 words"), ["1,000 words"]);
        assert_eq!([number("10 min", 600), number("0", 600), number("9:30", 600)], [Some(10), None, None]);
    }

    proptest! {
        #[test]
        fn splitting_keeps_every_letter(cell in "[a-zA-Z0-9 .?!\n\"“”„«»();,-]{0,80}") {
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            for split in Split::ALL {
                let parts = notes(&cell, split);
                // What is no text at all is left out, and so is “n/a”.
                let all = parts.concat();
                let left_out = letters(&cell).len() - letters(&all).len();
                prop_assert!(left_out == 0 || cell.to_lowercase().contains("na") || cell.to_lowercase().contains("n.a."));
            }
        }

        #[test]
        fn quotations_stay_whole(before in "[a-z .]{0,12}", inside in "[A-Za-z .?!\n]{1,20}", after in "[A-Za-z .\n]{0,12}") {
            let cell = format!("{before}“{inside}”{after}");
            let quote = tidy(&format!("“{inside}”"));
            for split in Split::ALL {
                prop_assume!(says_something(&inside));
                prop_assert!(notes(&cell, split).iter().any(|n| n.contains(&quote)), "{:?}", notes(&cell, split));
            }
        }

        #[test]
        fn any_cell_is_read(cell in any::<String>()) {
            for split in Split::ALL {
                prop_assert!(notes(&cell, split).iter().all(|n| !n.contains('\n')));
            }
            let _ = options(&cell);
        }
    }
}
