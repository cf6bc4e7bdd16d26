//! The quiet underline: the word lists in use, what is switched off, what a person has looked at and kept. Findings are
//! worked out for what is on the screen only, and remembered.

use crate::domain::id::Uid;
use crate::domain::note::{NoteKind, parse_line};
use crate::domain::time::Hlc;
use crate::language::find::{Finding, Text};
use crate::language::mask::Masker;
use crate::language::rules::Rules;
use crate::language::switches::Switches;
use crate::store::api::NoteRow;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Longest text that is judged, in bytes: far above a line somebody types, and quick.
const JUDGED: usize = 16 * 1024;
/// Notes whose findings are remembered.
const REMEMBERED: usize = 512;
/// Kept notes that are remembered; the oldest are asked about again first.
pub const MAX_KEPT: usize = 2_000;

/// An answer that changes no note but what is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quiet {
    Kept(Uid, String),
    Word(String),
    /// A class, by its id and its name.
    Class(String, String),
}

/// What is underlined and asked about.
#[derive(Debug, Default)]
pub struct Language {
    /// None until they are read, which happens after the first screen is up.
    rules: Option<Arc<Rules>>,
    switches: Switches,
    known: Arc<Masker>,
    /// Notes with their text, as numbers, that are kept as they are.
    kept: VecDeque<u64>,
    /// The newest answer that changed no note, and the file's clock then: undo takes it back before any older act.
    pub newest: Option<(Quiet, Hlc)>,
    /// The code of another language that was asked for and has not come yet.
    pub wished: Option<String>,
    found: RefCell<HashMap<u64, Arc<[Finding]>>>,
}

impl Language {
    pub fn rules(&self) -> Option<&Rules> {
        self.rules.as_deref()
    }

    pub fn switches(&self) -> &Switches {
        &self.switches
    }

    pub fn use_rules(&mut self, rules: Arc<Rules>) {
        self.rules = Some(rules);
        self.forget();
    }

    pub fn use_names(&mut self, known: Arc<Masker>) {
        self.known = known;
        self.forget();
    }

    pub fn switch(&mut self, change: impl FnOnce(&mut Switches)) {
        change(&mut self.switches);
        self.forget();
    }

    fn forget(&self) {
        self.found.borrow_mut().clear();
    }

    /// The findings of a note; none when it is kept as it is.
    pub fn of_note(&self, uid: Uid, kind: NoteKind, text: &str) -> Arc<[Finding]> {
        if self.rules.is_none() || !matches!(kind, NoteKind::Evidence | NoteKind::Count) {
            return Arc::default();
        }
        let number = number_of(uid, text);
        if let Some(known) = self.found.borrow().get(&number) {
            return Arc::clone(known);
        }
        let kept = self.kept.contains(&number);
        let found: Arc<[Finding]> = if kept { Arc::default() } else { self.find(text, Text::Note(kind)).into() };
        let mut remembered = self.found.borrow_mut();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(number, Arc::clone(&found));
        found
    }

    pub fn of_row(&self, row: &NoteRow) -> Arc<[Finding]> {
        self.of_note(row.uid, row.kind, &row.text)
    }

    /// The findings of a line as it is being typed, with its signs and tags.
    pub fn of_typed(&self, typed: &str) -> Vec<Finding> {
        if typed.len() > JUDGED {
            return Vec::new();
        }
        self.find(typed, Text::Note(parse_line(typed).kind))
    }

    /// The findings of what a pattern states.
    pub fn of_statement(&self, text: &str) -> Vec<Finding> {
        self.find(text, Text::Statement)
    }

    fn find(&self, text: &str, what: Text) -> Vec<Finding> {
        let Some(rules) = &self.rules else { return Vec::new() };
        let mut end = text.len().min(JUDGED);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        rules.find(text.get(..end).unwrap_or_default(), what, &self.switches, &self.known)
    }

    /// Keeps a note as it is: it is not asked about again until its text changes.
    pub fn keep(&mut self, uid: Uid, text: &str) {
        let number = number_of(uid, text);
        if !self.kept.contains(&number) {
            self.kept.push_back(number);
        }
        while self.kept.len() > MAX_KEPT {
            self.kept.pop_front();
        }
        self.found.borrow_mut().remove(&number);
    }

    /// Asks about a kept note again.
    pub fn keep_no_more(&mut self, uid: Uid, text: &str) {
        let number = number_of(uid, text);
        self.kept.retain(|n| *n != number);
        self.found.borrow_mut().remove(&number);
    }

    /// The kept notes as a setting.
    pub fn kept_text(&self) -> String {
        self.kept.iter().map(|n| format!("{n:x}")).collect::<Vec<_>>().join(" ")
    }

    pub fn read_kept(&mut self, setting: &str) {
        self.kept = setting.split(' ').filter_map(|n| u64::from_str_radix(n, 16).ok()).take(MAX_KEPT).collect();
        self.forget();
    }
}

/// A note with its text, as far as it is judged, and its length as one number (FNV-1a, 64 bits): the same in every
/// version of the program.
fn number_of(uid: Uid, text: &str) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let length = (text.len() as u64).to_le_bytes();
    let judged = text.as_bytes().iter().take(JUDGED);
    uid.0.iter().chain(judged).chain(&length).fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language() -> Language {
        let mut language = Language::default();
        language.use_rules(Arc::new(Rules::built_in()));
        language
    }

    #[test]
    fn a_kept_note_is_not_asked_about_until_its_text_changes() {
        let mut language = language();
        let (uid, text) = (Uid([3; 16]), "good pace");
        assert_eq!(language.of_note(uid, NoteKind::Evidence, text).len(), 1);
        language.keep(uid, text);
        assert_eq!(language.of_note(uid, NoteKind::Evidence, text).len(), 0);
        assert_eq!(language.of_note(Uid([4; 16]), NoteKind::Evidence, text).len(), 1);
        assert_eq!(language.of_note(uid, NoteKind::Evidence, "good board").len(), 1);
        let mut again = self::language();
        again.read_kept(&language.kept_text());
        assert_eq!(again.of_note(uid, NoteKind::Evidence, text).len(), 0);
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let mut language = language();
        for n in 0..MAX_KEPT + 5 {
            language.keep(Uid([1; 16]), &format!("good {n}"));
        }
        assert_eq!(language.kept_text().split(' ').count(), MAX_KEPT);
        assert_eq!(language.of_note(Uid([1; 16]), NoteKind::Evidence, "good 0").len(), 1);
        for n in 0..2 * REMEMBERED {
            let _ = language.of_note(Uid([2; 16]), NoteKind::Evidence, &format!("line {n}"));
        }
        assert!(language.found.borrow().len() <= REMEMBERED);
    }

    #[test]
    fn switching_shows_at_once_in_what_was_judged_before() {
        let mut language = language();
        let judged = |l: &Language| l.of_note(Uid([3; 16]), NoteKind::Count, "4 of 5 good").len();
        assert_eq!(judged(&language), 1);
        language.switch(|s| s.set_class("praise", false));
        assert_eq!(judged(&language), 0);
        language.switch(|s| s.set_class("praise", true));
        assert_eq!(judged(&language), 1);
    }

    #[test]
    fn a_typed_line_is_judged_by_its_own_kind() {
        let language = language();
        assert_eq!(language.of_typed("T good pace").len(), 1);
        assert_eq!(language.of_typed("? good pace").len(), 0);
        assert_eq!(language.of_typed("“good pace”").len(), 0);
        assert_eq!(language.of_typed(&"good ".repeat(10_000)).len(), 0);
        assert!(!language.of_statement(&"good ".repeat(10_000)).is_empty());
    }
}
