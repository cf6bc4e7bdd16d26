//! The one way in which a text of the file comes onto a page. Names are masked; what else could tell who is meant is masked
//! too or, where that is not enough, the text is left out and the leader is told.

use super::one_line;
use super::teams::Teams;
use crate::domain::id::Uid;
use crate::domain::talk_shown::{self, TalkShown};
use crate::insight::facts::Facts;
use crate::insight::guess::{self, Finding, Ground, Level, Place, Remedy, Sort, What};
use crate::language::mask::Masker;
use crate::store::api::TalkView;
use std::cell::RefCell;
use std::collections::HashSet;

/// Something that is not printed, for the leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is: "a statement", "a pattern".
    pub what: &'static str,
    /// Its words as the file has them, names and all.
    pub words: String,
    /// One sentence.
    pub why: String,
}

/// What a text is about; it decides what in it could tell who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Somebody's own words. They rest on no visit: a day or an hour in them is nobody's.
    Said,
    /// What a team agreed on, tries or was promised: it rests on no visit either, and its small numbers are plans.
    Planned,
    /// What came of something.
    Found,
}

/// Holds back what could tell who is meant.
pub struct Sieve<'a> {
    names: &'a Masker,
    facts: &'a Facts,
    team: Option<u32>,
    /// What was decided of single pieces; none: it cannot be read, so no pattern and no note is printed.
    shown: Option<TalkShown>,
    view: Option<&'a TalkView>,
    /// Teams that no text may name.
    teams: Teams,
    left_out: RefCell<Vec<LeftOut>>,
}

/// Stands in for facts that are not known.
static NOTHING: Facts = Facts {
    visits: Vec::new(),
    signs: Vec::new(),
    patterns: Vec::new(),
    grades: Vec::new(),
    subjects: Vec::new(),
    periods: Vec::new(),
    rooms: Vec::new(),
};

impl<'a> Sieve<'a> {
    /// `shown` is what was decided, as talks keep it; of several talks, what any of them leaves out is left out. `people`:
    /// how many see the page, as far as is known.
    pub fn new(names: &'a Masker, facts: Option<&'a Facts>, people: Option<u32>, shown: &[&str]) -> Sieve<'a> {
        let facts = facts.unwrap_or(&NOTHING);
        Sieve {
            names,
            facts,
            team: people,
            shown: together(shown),
            view: None,
            teams: Teams::default(),
            left_out: RefCell::default(),
        }
    }

    /// The same for the patterns and notes of a talk.
    pub fn of_talk(self, view: &'a TalkView) -> Sieve<'a> {
        Sieve { view: Some(view), ..self }
    }

    /// The same, with no team named in any text.
    pub fn without_teams(self, teams: &[String]) -> Sieve<'a> {
        Sieve { teams: Teams::new(teams), ..self }
    }

    /// A label or a date of ours with a text of the file in it: only names are masked.
    pub fn label(&self, text: &str) -> String {
        one_line(&self.teams.mask(&self.names.mask(text)))
    }

    /// A pattern's statement or a note's text as it was shown in the talk.
    pub fn piece(&self, what: &'static str, uid: Uid, own: &str) -> Option<String> {
        // What was decided cannot be read: then nobody knows what was left out.
        let shown = self.shown.as_ref()?;
        let words = shown.words(uid, own)?;
        self.pass(what, Some(uid), Of::Found, words)
    }

    /// Whether the numbers of a pattern may be printed.
    pub fn numbers(&self, uid: Uid) -> bool {
        self.view.is_some_and(|view| self.numbers_in(view, uid))
    }

    /// The same, as a talk has them.
    pub fn numbers_in(&self, view: &TalkView, uid: Uid) -> bool {
        let row = view.patterns.iter().find(|p| p.pattern.uid == uid);
        row.is_some_and(|p| super::told::clears(p.pattern.numbers.looked(), p.pattern.numbers.teachers))
    }

    /// Any other text; `None`: it says nothing, or must not be printed.
    pub fn text(&self, what: &'static str, of: Of, uid: Option<Uid>, own: &str) -> Option<String> {
        let decided = uid.and_then(|uid| self.shown.as_ref()?.piece(uid));
        if own.trim().is_empty() || decided.is_some_and(|d| d.left_out) {
            return None;
        }
        let words = decided.and_then(|d| d.text.as_deref()).unwrap_or(own);
        self.pass(what, uid, of, words)
    }

    /// The same, empty where nothing is to be printed.
    pub fn or_empty(&self, what: &'static str, of: Of, own: &str) -> String {
        self.text(what, of, None, own).unwrap_or_default()
    }

    /// What was left out so far because of its words.
    pub fn left_out(self) -> Vec<LeftOut> {
        self.left_out.into_inner()
    }

    pub fn left_out_count(&self) -> usize {
        self.left_out.borrow().len()
    }

    /// The one function through which everything goes.
    fn pass(&self, what: &'static str, _uid: Option<Uid>, of: Of, words: &str) -> Option<String> {
        let ground = Ground { facts: self.facts, masker: self.names, team: self.team };
        let sort = if of == Of::Said { Sort::Voice } else { Sort::Words };
        let mut piece = guess::Piece { sort, text: words.to_string(), ..guess::Piece::default() };
        let kept = HashSet::new();
        for stands in self.open(&ground, &piece, of, &kept) {
            let in_text = matches!(stands.place, Place::Text(_));
            if in_text && stands.remedies.contains(&Remedy::Mask) {
                piece.hidden.push(stands.words);
            }
        }
        if let Some(finding) = self.open(&ground, &piece, of, &kept).first() {
            let left_out = LeftOut { what, words: one_line(words), why: finding.sentence.clone() };
            let mut all = self.left_out.borrow_mut();
            // A note may stand under two patterns.
            if !all.contains(&left_out) {
                all.push(left_out);
            }
            return None;
        }
        let shown = one_line(&self.teams.mask(&guess::shown(&ground, &piece).text));
        (!shown.is_empty()).then_some(shown)
    }

    /// What stands in the way.
    fn open(&self, ground: &Ground, piece: &guess::Piece, of: Of, kept: &HashSet<String>) -> Vec<Finding> {
        let found = guess::check(ground, piece);
        guess::open(&found, kept).into_iter().filter(|f| !is_harmless(f, of)).cloned().collect()
    }
}

/// A day or an hour tells whose room it was only where a visit stands behind the words; a small number only where it was
/// counted.
fn is_harmless(finding: &Finding, of: Of) -> bool {
    match finding.what {
        What::When => of != Of::Found,
        What::SmallCell => of == Of::Planned && finding.level == Level::Ask,
        _ => false,
    }
}

/// What was decided in several talks, as one; none where one of them cannot be read.
fn together(shown: &[&str]) -> Option<TalkShown> {
    let mut all = TalkShown::default();
    for one in shown {
        for (uid, piece) in TalkShown::read(one)?.pieces {
            let known: &mut talk_shown::Piece = all.pieces.entry(uid).or_default();
            known.left_out |= piece.left_out;
            known.text = piece.text.or(known.text.take());
        }
    }
    Some(all)
}
