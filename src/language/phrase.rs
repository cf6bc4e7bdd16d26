//! One entry of a word list: a word or a few words in a row, with the signs that stand for many.
//!
//! | written | fits |
//! | --- | --- |
//! | `good` | that word, in any case, with or without accents |
//! | `engag*` | every word that begins so |
//! | `pause\|wait` | one of these |
//! | `#` | a number, in digits or words |
//! | `_` | any one word |
//! | `s#` | these letters with a number behind them, as in S4 |
//! | `^` | first in the entry: only at the beginning of the line |

use super::token::{Token, tokens};

/// Most words in one entry.
const MAX_WORDS: usize = 8;
/// Shortest beginning that may stand before `*`, so that no list marks half a language.
const MIN_STEM: usize = 3;

/// What one word of an entry fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    OneOf(Vec<Form>),
    Number,
    Any,
    Lettered(String),
}

/// One way to write a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub text: String,
    /// Every word that begins so.
    pub stem: bool,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub(super) pieces: Vec<Piece>,
    /// Only at the beginning of the line.
    at_start: bool,
    /// As it stands in the file.
    pub written: String,
}

impl Phrase {
    /// Reads an entry; what was expected when it is none.
    pub fn parse(written: &str) -> Result<Phrase, String> {
        let mut at_start = false;
        let mut pieces = Vec::new();
        for (n, word) in written.split_whitespace().enumerate() {
            match word {
                "^" if n == 0 => at_start = true,
                "^" => return Err("the sign ^ only at the beginning of an entry".into()),
                _ => pieces.extend(parse_word(word)?),
            }
        }
        if pieces.is_empty() || pieces.iter().all(|p| matches!(p, Piece::Any | Piece::Number)) {
            return Err("an entry with a word of letters in it".into());
        }
        if pieces.len() > MAX_WORDS {
            return Err(format!("at most {MAX_WORDS} words in an entry"));
        }
        Ok(Phrase { pieces, at_start, written: written.to_string() })
    }

    /// How many words fit from word `at` on, if the phrase stands there.
    pub(super) fn fits(&self, tokens: &[Token], at: usize, numbers: &[String]) -> Option<usize> {
        if self.at_start && !is_first(tokens, at) {
            return None;
        }
        let stretch = tokens.get(at..at + self.pieces.len())?;
        let fit = stretch
            .iter()
            .zip(&self.pieces)
            .enumerate()
            .all(|(n, (token, piece))| !token.safe && (n == 0 || token.close) && piece.fits(token, numbers));
        fit.then_some(self.pieces.len())
    }
}

/// The first word, or the first behind the sign for whom the line is about.
fn is_first(tokens: &[Token], at: usize) -> bool {
    tokens.get(..at).is_some_and(|before| before.iter().all(|t| t.whom))
}

impl Piece {
    fn fits(&self, token: &Token, numbers: &[String]) -> bool {
        match self {
            Piece::OneOf(forms) => forms.iter().any(|f| f.fits(token)),
            Piece::Number => token.is_number() || numbers.contains(&token.folded),
            Piece::Any => true,
            Piece::Lettered(letters) => token.is_numbered(letters),
        }
    }
}

impl Form {
    fn fits(&self, token: &Token) -> bool {
        if self.stem {
            token.folded.starts_with(&self.text)
        } else {
            token.folded == self.text || token.plain == self.text
        }
    }
}

/// A word of an entry; a hyphen makes two pieces of it.
fn parse_word(word: &str) -> Result<Vec<Piece>, String> {
    match word {
        "#" => return Ok(vec![Piece::Number]),
        "_" => return Ok(vec![Piece::Any]),
        _ => {}
    }
    if let Some(letters) = word.strip_suffix('#') {
        let folded = crate::domain::text::fold(letters);
        let plain = !folded.is_empty() && folded.chars().all(char::is_alphabetic);
        return if plain { Ok(vec![Piece::Lettered(folded)]) } else { Err("letters before the sign #".into()) };
    }
    let alternatives: Vec<&str> = word.split('|').collect();
    if let [only] = alternatives[..] {
        let stem = only.strip_suffix('*');
        let words = tokens(stem.unwrap_or(only));
        let last = words.len().checked_sub(1).ok_or_else(|| "a word of letters".to_string())?;
        let form = |(n, t): (usize, Token)| one(t.folded, stem.is_some() && n == last).map(|f| Piece::OneOf(vec![f]));
        return words.into_iter().enumerate().map(form).collect();
    }
    let mut forms = Vec::new();
    for alternative in alternatives {
        let stem = alternative.strip_suffix('*');
        match &tokens(stem.unwrap_or(alternative))[..] {
            [only] => forms.push(one(only.folded.clone(), stem.is_some())?),
            _ => return Err("single words on both sides of the sign |".into()),
        }
    }
    Ok(vec![Piece::OneOf(forms)])
}

fn one(text: String, stem: bool) -> Result<Form, String> {
    if stem && text.chars().count() < MIN_STEM {
        return Err(format!("at least {MIN_STEM} letters before the sign *"));
    }
    Ok(Form { text, stem })
}
