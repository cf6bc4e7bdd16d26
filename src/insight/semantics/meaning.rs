//! From a text to its meaning: a direction in the table's space, and how much each word has to do with it.

use super::school_words::SchoolWords;
use super::split::{self, Word};
use super::table::{Damaged, Table};
use std::collections::HashMap;
use std::ops::Range;

/// A word longer than this many bytes is not looked up; it is no word anybody reads (BERT: 100 letters).
const LONGEST_WORD: usize = 100;
/// Words marked as having carried a likeness, at most.
const MOST_MARKED: usize = 4;
/// A word is marked when it carries at least this part of the likeness.
const SHARE_MARKED: f32 = 0.15;

/// The table with the school word list: everything needed to read a text.
#[derive(Debug, Clone)]
pub struct Meanings<'a> {
    table: Table<'a>,
    words: SchoolWords,
}

/// A text's direction, of length 1, or all zeros when no word of it says anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning {
    pub vector: Vec<f32>,
    /// The words behind it, with what each adds to `vector`.
    parts: Vec<(Range<usize>, Vec<f32>)>,
}

/// Words of a text that count, in order: what each is read as, and where it stands in the text as written.
pub fn telling(text: &str, list: &SchoolWords) -> Vec<Word> {
    let all = split::words(text);
    let plain: Vec<&str> = all.iter().map(|w| w.folded.as_str()).collect();
    let mut kept = Vec::with_capacity(all.len());
    let mut at = 0;
    while let (Some(word), Some(rest)) = (all.get(at), plain.get(at..)) {
        let (length, read_as) = list.read_as(rest).map_or((1, None), |(n, read_as)| (n, Some(read_as)));
        let end = all.get(at + length - 1).map_or(word.at.end, |last| last.at.end);
        match read_as {
            Some(others) => {
                kept.extend(others.iter().map(|w| Word { folded: w.clone(), at: word.at.start..end }));
            }
            None if list.leaves_out(&word.folded) => {}
            None => kept.push(word.clone()),
        }
        at += length;
    }
    kept
}

impl Meanings<'static> {
    /// With the table and the words that come with the program.
    pub fn built_in() -> Result<Self, Damaged> {
        Ok(Self::new(Table::built_in()?, SchoolWords::built_in()))
    }
}

impl<'a> Meanings<'a> {
    pub fn new(table: Table<'a>, words: SchoolWords) -> Self {
        Self { table, words }
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.table.dimensions()
    }

    /// The school word list in use.
    pub fn words(&self) -> &SchoolWords {
        &self.words
    }

    /// Only the direction of a text, without keeping what each word adds.
    pub fn vector(&self, text: &str) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimensions()];
        for word in telling(text, &self.words) {
            self.pieces(&word.folded, |row| self.table.add(row, &mut sum));
        }
        normalise(&mut sum);
        sum
    }

    /// A text's direction with the words behind it.
    pub fn meaning(&self, text: &str) -> Meaning {
        let mut vector = vec![0.0; self.dimensions()];
        let mut parts: Vec<(Range<usize>, Vec<f32>)> = Vec::new();
        for word in telling(text, &self.words) {
            let mut part = vec![0.0; self.dimensions()];
            self.pieces(&word.folded, |row| self.table.add(row, &mut part));
            vector.iter_mut().zip(&part).for_each(|(sum, v)| *sum += v);
            match parts.last_mut() {
                // Several words that one phrase is read as belong to the same place in the text.
                Some((at, before)) if *at == word.at => before.iter_mut().zip(&part).for_each(|(sum, v)| *sum += v),
                _ => parts.push((word.at, part)),
            }
        }
        let length = normalise(&mut vector);
        if length > 0.0 {
            parts.iter_mut().flat_map(|(_, part)| part).for_each(|v| *v /= length);
        }
        Meaning { vector, parts }
    }

    /// What a word adds to a text's vector; nothing where it is not known.
    fn adds(&self, word: &str) -> Option<Vec<f32>> {
        let mut sum = None;
        self.pieces(word, |row| {
            self.table.add(row, sum.get_or_insert_with(|| vec![0.0; self.table.dimensions()]));
        });
        sum
    }

    /// The pieces of a word, each the longest that fits from where the last ended (WordPiece). A word that cannot be
    /// cut so, or is too long, has none.
    fn pieces(&self, word: &str, mut each: impl FnMut(usize)) {
        if word.len() > LONGEST_WORD {
            return;
        }
        let mut rows = Vec::with_capacity(4);
        let mut buffer = Vec::with_capacity(word.len() + 2);
        let mut begin = 0;
        while begin < word.len() {
            let longest = (begin + 1..=word.len()).rev().filter_map(|end| Some((end, word.get(begin..end)?))).find_map(
                |(end, piece)| {
                    buffer.clear();
                    buffer.extend_from_slice(if begin > 0 { b"##" } else { b"" });
                    buffer.extend_from_slice(piece.as_bytes());
                    self.table.row(&buffer).map(|row| (end, row))
                },
            );
            let Some((end, row)) = longest else { return };
            rows.push(row);
            begin = end;
        }
        rows.into_iter().for_each(&mut each);
    }
}

/// Reads many texts one after the other. What a word adds is looked up once.
#[derive(Debug)]
pub struct Reading<'m, 'a> {
    by: &'m Meanings<'a>,
    /// What each word met so far adds; nothing where it says nothing.
    known: HashMap<String, Option<Vec<f32>>>,
    sum: Vec<f32>,
}

impl<'m, 'a> Reading<'m, 'a> {
    pub fn new(by: &'m Meanings<'a>) -> Self {
        Self { by, known: HashMap::new(), sum: Vec::new() }
    }

    /// How alike a text is to a vector: as its own vector's product with it.
    pub fn likeness(&mut self, text: &str, to: &[f32]) -> f32 {
        self.sum.clear();
        self.sum.resize(self.by.dimensions(), 0.0);
        for word in telling(text, &self.by.words) {
            let adds = match self.known.get(&word.folded) {
                Some(adds) => adds,
                None => self.known.entry(word.folded.clone()).or_insert(self.by.adds(&word.folded)),
            };
            if let Some(adds) = adds {
                self.sum.iter_mut().zip(adds).for_each(|(sum, v)| *sum += v);
            }
        }
        normalise(&mut self.sum);
        dot(&self.sum, to)
    }
}

impl Meaning {
    /// Whether no word of the text says anything that can be compared.
    pub fn is_empty(&self) -> bool {
        self.vector.iter().all(|v| *v == 0.0)
    }

    /// How alike two texts are: the cosine, from -1 to 1. It is for ranking: no value of it means "the same".
    pub fn likeness(&self, other: &Self) -> f32 {
        dot(&self.vector, &other.vector)
    }

    /// The words of this text that made it like the other, where they stand (bytes), in order: the few that carry
    /// most. A word carries its own vector's product with the other text's; these products add up to the likeness.
    pub fn carried_by(&self, other: &Self) -> Vec<Range<usize>> {
        let mut shares: Vec<(f32, &Range<usize>)> =
            self.parts.iter().map(|(at, part)| (dot(part, &other.vector), at)).collect();
        let whole: f32 = shares.iter().map(|(share, _)| share.max(0.0)).sum();
        shares.retain(|(share, _)| *share > 0.0 && *share >= whole * SHARE_MARKED);
        shares.sort_by(|a, b| b.0.total_cmp(&a.0));
        shares.truncate(MOST_MARKED);
        let mut places: Vec<Range<usize>> = shares.into_iter().map(|(_, at)| at.clone()).collect();
        places.sort_by_key(|at| at.start);
        places
    }
}

/// The inner product, in eight sums side by side: a processor adds them up at once.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let (mut sums, whole) = ([0.0; LANES], a.len().min(b.len()) / LANES * LANES);
    let (firsts, seconds) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    for (x, y) in firsts.zip(seconds) {
        sums.iter_mut().zip(x.iter().zip(y)).for_each(|(sum, (x, y))| *sum += x * y);
    }
    let rest = a.iter().zip(b).skip(whole).map(|(x, y)| x * y);
    sums.iter().sum::<f32>() + rest.sum::<f32>()
}

/// Makes a vector one of length 1 and gives the length it had; leaves one without direction all zeros.
fn normalise(vector: &mut [f32]) -> f32 {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 && length.is_finite() {
        vector.iter_mut().for_each(|v| *v /= length);
        length
    } else {
        vector.fill(0.0);
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::small;
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Vec<u8> {
        small(&[
            ("wait", [9, 0, 0]),
            ("pause", [8, 2, 0]),
            ("##ing", [0, 1, 0]),
            ("book", [0, 0, 9]),
            ("read", [0, 1, 8]),
        ])
    }

    fn list() -> SchoolWords {
        SchoolWords::read("stop = [\"the\"]\nsame = [[\"wait\", \"hold back\"]]").expect("a list")
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        let bytes = sample();
        let meanings = Meanings::new(Table::read(&bytes).expect("a table"), list());
        let rows = |word: &str| {
            let mut rows = Vec::new();
            meanings.pieces(word, |row| rows.push(row));
            rows.into_iter().map(|row| row + 1).collect::<Vec<_>>()
        };
        assert_eq!(rows("waiting").len(), 2);
        assert_eq!(rows("wait").len(), 1);
        assert!(rows("waitx").is_empty() && rows("xwait").is_empty() && rows(&"wait".repeat(40)).is_empty());
    }

    #[test]
    fn likeness_follows_meaning_and_names_the_words() {
        let bytes = sample();
        let meanings = Meanings::new(Table::read(&bytes).expect("a table"), list());
        let (a, b, c) =
            (meanings.meaning("The book: pause"), meanings.meaning("they hold back"), meanings.meaning("read"));
        assert!(a.likeness(&b) > 0.5 && b.likeness(&c).abs() < 0.2);
        assert_eq!(a.carried_by(&b), vec![10..15_usize; 1]);
        assert_eq!(b.carried_by(&a), vec![5..14_usize; 1]);
        assert_eq!(meanings.vector("The book: pause"), a.vector);
        assert!(meanings.meaning("the the").is_empty() && meanings.meaning("").is_empty());
    }

    #[test]
    fn reading_many_texts_gives_what_reading_each_gives() {
        let meanings = Meanings::built_in().expect("the table");
        let texts =
            ["A long pause before anyone is called on", "He waits in silence", "", "xqzw 19 of 24", "a pause, again"];
        let of = meanings.vector("He waits before he calls on anyone");
        let mut reading = Reading::new(&meanings);
        for text in texts.iter().chain(texts.iter().rev()) {
            let (quick, plain) = (reading.likeness(text, &of), dot(&of, &meanings.vector(text)));
            assert!((quick - plain).abs() < 1e-5, "{text}: {quick} {plain}");
        }
    }

    #[test]
    fn what_the_words_carry_adds_up_to_the_likeness() {
        let meanings = Meanings::built_in().expect("the table");
        let a = meanings.meaning("A long pause before anyone is called on");
        let b = meanings.meaning("He waits in silence until hands go up");
        let sum: f32 = a.parts.iter().map(|(_, part)| dot(part, &b.vector)).sum();
        assert!((sum - a.likeness(&b)).abs() < 1e-4 && (a.likeness(&a) - 1.0).abs() < 1e-4);
    }

    proptest! {
        #[test]
        fn any_text_has_a_direction_or_none(text in "\\PC{0,80}") {
            let bytes = sample();
            let meanings = Meanings::new(Table::read(&bytes).expect("a table"), list());
            let meaning = meanings.meaning(&text);
            let length = dot(&meaning.vector, &meaning.vector);
            prop_assert!(meaning.is_empty() || (length - 1.0).abs() < 1e-3);
            for at in meaning.carried_by(&meaning) {
                prop_assert!(text.get(at).is_some());
            }
        }
    }
}
