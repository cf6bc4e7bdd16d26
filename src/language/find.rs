//! Finds the words of a line that judge or leave open. Only evidence and counts are looked at, and the statements of
//! patterns; nothing inside quotation marks, and nothing that somebody is reported to have said.

use super::definition::Where;
use super::mask::likely::Known;
use super::mask::{Masker, NameOf};
use super::name_form;
use super::quoted::mark_safe;
use super::rules::{Class, Rules, Use};
use super::switches::Switches;
use super::token::{Token, tokens};
use crate::domain::note::NoteKind;
use std::ops::Range;
use std::sync::Arc;

/// What a text is, which decides what is asked about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    Note(NoteKind),
    /// What a pattern states.
    Statement,
}

/// A word or a few words that could be said as a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub class: Arc<Class>,
    /// The words without case and accents: what is switched off when the word is.
    pub word: String,
}

/// A stretch of words: the first, how many, and the class.
#[derive(Debug, Clone, Copy)]
struct Hit {
    at: usize,
    length: usize,
    class: usize,
}

impl Hit {
    fn end(self) -> usize {
        self.at + self.length
    }

    fn touches(self, other: Hit) -> bool {
        self.at < other.end() && other.at < self.end()
    }
}

impl Rules {
    /// The findings of a text, in order, without overlaps. `known` masks the names that the file knows.
    pub fn find(&self, text: &str, what: Text, switches: &Switches, known: &Masker) -> Vec<Finding> {
        let judged = matches!(what, Text::Statement | Text::Note(NoteKind::Evidence | NoteKind::Count));
        if !judged || switches.off {
            return Vec::new();
        }
        let mut words = tokens(text);
        let quotes = mark_safe(text, &mut words);
        let wanted: Vec<bool> = self.classes.iter().map(|c| is_wanted(c, what, switches)).collect();
        let is_wanted = |class: usize| wanted.get(class).copied().unwrap_or(false);
        let hits = self.hits(&words);
        let mut found: Vec<Hit> = Vec::new();
        if let Some(identity) = self.identity.filter(|c| is_wanted(*c)) {
            let names = self.names(text, &words, known);
            let fresh = names.into_iter().map(|(at, length)| Hit { at, length, class: identity });
            found.extend(fresh.filter(|hit| switches.word_on(&word(&words, *hit))));
        }
        self.choose(&words, hits, &mut found, |hit| is_wanted(hit.class) && switches.word_on(&word(&words, hit)));
        found.sort_by_key(|hit| hit.at);
        let outside = |f: &Finding| {
            let next = quotes.partition_point(|q| q.end <= f.range.start);
            quotes.get(next).is_none_or(|q| q.start >= f.range.end)
        };
        found.into_iter().filter_map(|hit| self.finding(&words, hit)).filter(outside).collect()
    }

    fn finding(&self, words: &[Token], hit: Hit) -> Option<Finding> {
        let first = words.get(hit.at)?;
        let last = words.get(hit.end().checked_sub(1)?)?;
        let class = Arc::clone(self.classes.get(hit.class)?);
        Some(Finding { range: first.range.start..last.range.end, class, word: word(words, hit) })
    }

    /// Every place where a phrase fits; reported speech is made safe on the way.
    fn hits(&self, words: &[Token]) -> Hits {
        let mut hits = Hits::default();
        // The word from which on somebody is reported to have said it; to the end of the clause.
        let mut reported = usize::MAX;
        for (at, token) in words.iter().enumerate() {
            if token.clause {
                reported = usize::MAX;
            }
            for (phrase, used) in self.beginning(&token.folded, &token.plain) {
                let Some(length) = phrase.fits(words, at, &self.numbers) else { continue };
                match *used {
                    Use::Trigger(class) if at < reported => hits.triggers.push(Hit { at, length, class }),
                    Use::Trigger(_) => {}
                    Use::Except(class) => hits.except.push(Hit { at, length, class }),
                    Use::Report => reported = reported.min(at + length),
                }
            }
        }
        hits
    }

    /// Of the phrases that fit, the longest in each place, unless it only looks like one.
    fn choose(&self, words: &[Token], hits: Hits, found: &mut Vec<Hit>, wanted: impl Fn(Hit) -> bool) {
        let mut taken = vec![false; words.len()];
        let take = |taken: &mut Vec<bool>, hit: Hit| {
            taken.iter_mut().skip(hit.at).take(hit.length).for_each(|t| *t = true);
        };
        for hit in found.iter() {
            take(&mut taken, *hit);
        }
        let excepted = Excepted::new(hits.except);
        let mut triggers = hits.triggers;
        // What is asked only about statements is more exact about them than what is asked everywhere.
        let general = |class: usize| self.classes.get(class).is_none_or(|c| c.place == Where::Everywhere);
        triggers.sort_by_key(|hit| (hit.at, std::cmp::Reverse(hit.length), general(hit.class), hit.class));
        for hit in triggers {
            let free = taken.iter().skip(hit.at).take(hit.length).all(|t| !t);
            if free && !excepted.touches(hit) && wanted(hit) {
                take(&mut taken, hit);
                found.push(hit);
            }
        }
    }

    /// Names known to the file, words behind a title, and what has the form of a name: first word and number of words.
    fn names(&self, text: &str, words: &[Token], known: &Masker) -> Vec<(usize, usize)> {
        let mut names = name_form::names(&Known::of(self), text, words);
        for found in known.find(text) {
            if matches!(found.of, NameOf::Teacher | NameOf::Observer | NameOf::Somebody) {
                let inside = |t: &Token| t.range.start < found.range.end && found.range.start < t.range.end;
                let at = words.partition_point(|t| t.range.end <= found.range.start);
                let length = words.iter().skip(at).take_while(|t| inside(t)).count();
                names.push((at, length));
            }
        }
        names.retain(|(at, length)| *length > 0 && words.iter().skip(*at).take(*length).all(|t| !t.safe));
        name_form::joined(words, names)
    }
}

fn is_wanted(class: &Class, what: Text, switches: &Switches) -> bool {
    let here = class.place == Where::Everywhere || what == Text::Statement;
    here && switches.class_on(&class.id, class.on)
}

fn word(words: &[Token], hit: Hit) -> String {
    let stretch = words.iter().skip(hit.at).take(hit.length);
    stretch.map(|t| t.folded.as_str()).collect::<Vec<_>>().join(" ")
}

#[derive(Debug, Default)]
struct Hits {
    triggers: Vec<Hit>,
    except: Vec<Hit>,
}

/// The exceptions by place, so that a very long line stays quick.
struct Excepted {
    hits: Vec<Hit>,
    /// Words in the longest of them.
    longest: usize,
}

impl Excepted {
    fn new(mut hits: Vec<Hit>) -> Excepted {
        hits.sort_by_key(|hit| hit.at);
        let longest = hits.iter().map(|hit| hit.length).max().unwrap_or(0);
        Excepted { hits, longest }
    }

    fn touches(&self, hit: Hit) -> bool {
        let from = self.hits.partition_point(|e| e.at + self.longest <= hit.at);
        let mut near = self.hits.iter().skip(from).take_while(|e| e.at < hit.end());
        near.any(|e| e.class == hit.class && e.touches(hit))
    }
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
