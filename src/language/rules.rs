//! The word lists of one language, ready for use: made once, used for many lines.

use super::definition::{BUILT_IN, ClassPart, Definition, Where};
use super::phrase::{Phrase, Piece};
use crate::domain::data_file::Mistakes;
use crate::domain::text::fold;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The class of names and of what says who somebody is. Besides its words it has rules of its own.
pub const IDENTITY: &str = "identity";

/// A class of words that judge or leave open, with the one question that is asked about them.
#[derive(Debug, PartialEq, Eq)]
pub struct Class {
    pub id: String,
    pub name: String,
    /// Asked about unless switched off.
    pub on: bool,
    pub place: Where,
    /// One short question.
    pub question: String,
}

/// What a phrase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A word of a class.
    Trigger(usize),
    /// Looks like a word of a class and is none.
    Except(usize),
    /// Begins what somebody is reported to have said.
    Report,
}

/// The lists of a language as they came from the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The code that was asked for.
    pub language: String,
    /// Without any class where there are no lists of this language.
    pub rules: Arc<Rules>,
    /// What is wrong with a person's own file, each as a sentence; then the built-in lists are used alone.
    pub mistakes: Vec<String>,
}

/// The lists of one language.
#[derive(Debug, PartialEq)]
pub struct Rules {
    pub language: String,
    pub name: String,
    /// Verbs that describe, to offer instead.
    pub verbs: Vec<String>,
    pub(super) classes: Vec<Arc<Class>>,
    pub(super) identity: Option<usize>,
    pub(super) likeness: bool,
    pub(super) numbers: Vec<String>,
    pub(super) first_names: Arc<HashSet<String>>,
    pub(super) ordinary: Arc<HashSet<String>>,
    phrases: Vec<(Phrase, Use)>,
    /// Phrases by their first word.
    by_word: HashMap<String, Vec<usize>>,
    /// Phrases by the beginning of their first word.
    by_stem: HashMap<String, Vec<usize>>,
    /// The lengths of those beginnings, in characters, ascending.
    stem_lengths: Vec<usize>,
    /// Phrases that begin with a number or with any word.
    others: Vec<usize>,
}

impl Rules {
    /// Makes lists ready. A class without a name is called by its id.
    pub fn new(definition: Definition) -> Rules {
        let words = |list: Vec<String>| list.iter().map(|w| fold(w)).collect::<HashSet<_>>();
        let mut rules = Rules {
            language: definition.language,
            name: definition.name,
            verbs: definition.verbs,
            classes: Vec::new(),
            identity: definition.classes.iter().position(|c| c.id == IDENTITY),
            likeness: definition.likeness.unwrap_or(false),
            numbers: definition.numbers.iter().map(|w| fold(w)).collect(),
            first_names: Arc::new(words(definition.first_names)),
            ordinary: Arc::new(words(definition.ordinary)),
            phrases: Vec::new(),
            by_word: HashMap::new(),
            by_stem: HashMap::new(),
            stem_lengths: Vec::new(),
            others: Vec::new(),
        };
        for (n, part) in definition.classes.into_iter().enumerate() {
            rules.add_class(n, part);
        }
        for phrase in definition.reports {
            rules.add(phrase, Use::Report);
        }
        rules.stem_lengths.sort_unstable();
        rules.stem_lengths.dedup();
        rules
    }

    /// The lists of a language: those that come with the program, with a person's own file laid over them. Where that file
    /// is wrong it is left out, and what is wrong with it comes back too.
    pub fn load(language: &str, own: Option<(&str, &[u8])>) -> (Rules, Option<Mistakes>) {
        let built_in = BUILT_IN.iter().find(|(code, _)| *code == language);
        // The built-in files are sound: a test reads them all.
        let base = built_in.and_then(|(code, text)| Definition::parse(code, text.as_bytes()).ok()).unwrap_or_default();
        match own.map(|(file, bytes)| Definition::parse(file, bytes)) {
            None => (Rules::new(base), None),
            Some(Ok(own)) => (Rules::new(own.over(base)), None),
            Some(Err(mistakes)) => (Rules::new(base), Some(mistakes)),
        }
    }

    /// The lists that come with the program.
    pub fn built_in() -> Rules {
        Rules::load("en", None).0
    }

    pub fn classes(&self) -> &[Arc<Class>] {
        &self.classes
    }

    fn add_class(&mut self, n: usize, part: ClassPart) {
        self.classes.push(Arc::new(Class {
            name: part.name.unwrap_or_else(|| part.id.clone()),
            id: part.id,
            on: part.on.unwrap_or(true),
            place: part.place.unwrap_or_default(),
            question: part.question.unwrap_or_default(),
        }));
        for phrase in part.words {
            self.add(phrase, Use::Trigger(n));
        }
        for phrase in part.except {
            self.add(phrase, Use::Except(n));
        }
    }

    fn add(&mut self, phrase: Phrase, used: Use) {
        let at = self.phrases.len();
        match phrase.pieces.first() {
            Some(Piece::OneOf(forms)) => {
                for form in forms {
                    if form.stem {
                        self.stem_lengths.push(form.text.chars().count());
                        self.by_stem.entry(form.text.clone()).or_default().push(at);
                    } else {
                        self.by_word.entry(form.text.clone()).or_default().push(at);
                    }
                }
            }
            _ => self.others.push(at),
        }
        self.phrases.push((phrase, used));
    }

    /// The phrases that may begin with a word, given with and without its possessive ending.
    pub(super) fn beginning<'r>(&'r self, folded: &'r str, plain: &'r str) -> impl Iterator<Item = &'r (Phrase, Use)> {
        let of = |map: &'r HashMap<String, Vec<usize>>, key: &str| map.get(key).map(Vec::as_slice).unwrap_or_default();
        let own = of(&self.by_word, folded);
        let bare = if plain == folded { &[][..] } else { of(&self.by_word, plain) };
        let stems = self.stem_lengths.iter().map_while(move |n| {
            let end = folded.char_indices().nth(*n).map(|(at, _)| at);
            let whole = end.is_none() && folded.chars().count() == *n;
            end.or_else(|| whole.then_some(folded.len())).and_then(|end| folded.get(..end))
        });
        let stemmed = stems.flat_map(move |stem| of(&self.by_stem, stem));
        own.iter().chain(bare).chain(stemmed).chain(&self.others).filter_map(|n| self.phrases.get(*n))
    }
}
