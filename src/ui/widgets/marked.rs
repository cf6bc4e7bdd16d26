//! Words with a quiet underline: in a text over several rows, and the one line that asks about them.

use crate::app::App;
use crate::app::actions::Action;
use crate::domain::text::{clip, visible, width};
use crate::language::find::Finding;
use crate::store::api::NoteRow;
use crate::ui::paint::{Paint, after};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Longest word that is repeated in the line that asks, in columns.
const WORD: usize = 24;

/// Underlined stretches of a text, counted in the letters that are shown of it, blanks left out. So they stay right
/// when the text is made safe to show and broken into lines, which changes blanks only.
#[derive(Debug, Default)]
pub struct Marks(Vec<Range<usize>>);

impl Marks {
    /// From findings in `text`, of which at most the first `most` characters are shown.
    pub fn new(text: &str, findings: &[Finding], most: usize) -> Marks {
        Marks::of(text, findings.iter().map(|f| f.range.clone()), most)
    }

    /// The same from stretches of `text` in bytes.
    pub fn of(text: &str, ranges: impl ExactSizeIterator<Item = Range<usize>>, most: usize) -> Marks {
        if ranges.len() == 0 {
            return Marks::default();
        }
        let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
        let letters =
            |to: usize| visible(text.get(..to.min(end)).unwrap_or_default()).chars().filter(is_letter).count();
        Marks(ranges.map(|r| letters(r.start)..letters(r.end)).filter(|r| !r.is_empty()).collect())
    }

    fn holds(&self, letter: usize) -> bool {
        self.0.iter().any(|r| r.contains(&letter))
    }

    /// A line in pieces, each underlined or not. `from` is the number of letters in the lines before, and is moved on.
    pub fn pieces<'l>(&self, line: &'l str, from: &mut usize) -> Vec<(&'l str, bool)> {
        let mut pieces: Vec<(&str, bool)> = Vec::new();
        let mut start = 0;
        let mut under = false;
        for (at, grapheme) in line.grapheme_indices(true) {
            let letters = grapheme.chars().filter(is_letter).count();
            // A blank between two underlined words is underlined with them.
            let now = self.holds(*from) && (letters > 0 || under && self.holds(from.saturating_sub(1)));
            if now != under {
                pieces.push((line.get(start..at).unwrap_or_default(), under));
                (start, under) = (at, now);
            }
            *from += letters;
        }
        pieces.push((line.get(start..).unwrap_or_default(), under));
        pieces.retain(|(text, _)| !text.is_empty());
        pieces
    }

    /// Paints one line of the text, with `under` laid over what is marked. Returns the columns used.
    pub fn put(
        &self,
        paint: &mut Paint,
        row: Rect,
        line: &str,
        from: &mut usize,
        (style, under): (Style, Style),
    ) -> u16 {
        if self.0.is_empty() {
            return paint.put(row, &[(line, style)]);
        }
        let under = style.patch(under);
        let pieces: Vec<(&str, Style)> = self
            .pieces(line, from)
            .into_iter()
            .map(|(text, marked)| (text, if marked { under } else { style }))
            .collect();
        paint.put(row, &pieces)
    }
}

fn is_letter(c: &char) -> bool {
    !c.is_whitespace()
}

/// The word that is asked about with its question.
pub fn question(paint: &Paint, text: &str, finding: &Finding) -> String {
    let word = clip(&visible(text.get(finding.range.clone()).unwrap_or_default()), WORD, paint.look.ascii);
    let (open, close) = (paint.signs.open_quote, paint.signs.close_quote);
    format!("{open}{word}{close}: {}", finding.class.question)
}

/// One quiet line: the word of this note that is asked about, its question, and the keys that answer it.
pub fn line(paint: &mut Paint, row: Rect, app: &App, note: &NoteRow) {
    let findings = app.language.of_row(note);
    let Some(first) = findings.first() else { return };
    let (dim, key) = (paint.styles.dim, paint.styles.key);
    let asked = question(paint, &note.text, first);
    let mut at = after(row, paint.put(row, &[(&asked, dim)]));
    for action in [Action::WordsKeep, Action::WordsWonder, Action::WordsInterpret, Action::WordOff] {
        let words = action.spec().words;
        // A key is shown with all its words or not at all.
        if width(words) + action.key().len() + 4 > usize::from(at.width) {
            break;
        }
        let used = paint.put(at, &[("   ", dim), (action.key(), key), (" ", dim), (words, dim)]);
        at = after(at, used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::note::NoteKind;
    use crate::domain::text::wrap;
    use crate::language::find::Text;
    use crate::language::mask::Masker;
    use crate::language::rules::Rules;
    use crate::language::switches::Switches;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

    fn underlined(text: &str, columns: usize) -> Vec<String> {
        let evidence = Text::Note(NoteKind::Evidence);
        let findings = RULES.find(text, evidence, &Switches::all_on(&RULES), &Masker::default());
        let marks = Marks::new(text, &findings, 2_000);
        let mut from = 0;
        let lines = wrap(&visible(text), columns);
        let pieces = lines.iter().flat_map(|line| marks.pieces(line, &mut from));
        pieces.filter(|(_, under)| *under).map(|(text, _)| text.to_string()).collect()
    }

    #[test]
    fn the_same_words_are_underlined_however_the_text_is_shown() {
        assert_eq!(underlined("a  good\tpace, bad\u{200b} light", 80), ["good", "bad·"]);
        assert_eq!(underlined("T should have\nwaited", 80), ["should have"]);
        assert_eq!(underlined("T should have waited", 8), ["should", "have"]);
        assert_eq!(underlined("田中 good 😀 bad", 5), ["good", "bad"]);
        assert_eq!(underlined("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} good", 40), ["good"]);
    }

    proptest! {
        #[test]
        fn underlined_letters_are_those_that_were_found(text in "(good|bad|é|田|😀|\u{301}|\u{200b}| |\n|, ){0,20}", columns in 4usize..40) {
            let evidence = Text::Note(NoteKind::Evidence);
            let findings = RULES.find(&text, evidence, &Switches::all_on(&RULES), &Masker::default());
            let squeezed = |s: &str| visible(s).chars().filter(is_letter).collect::<String>();
            let found: String = findings.iter().map(|f| squeezed(&text[f.range.clone()])).collect();
            let shown: String = underlined(&text, columns).iter().map(|s| squeezed(s)).collect();
            // A mark that joins a letter of the next word is shown with that letter.
            prop_assert!(shown.chars().filter(|c| c.is_alphabetic()).eq(found.chars().filter(|c| c.is_alphabetic())), "{text:?} {found} {shown}");
        }
    }
}
