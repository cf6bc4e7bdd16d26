//! The one way in which a text of the file comes onto a page. Names are masked; what else could tell who is meant is masked
//! too or, where that is not enough, the text is left out and the leader is told.

use super::one_line;
use super::teams::Teams;
use crate::domain::id::Uid;
use crate::domain::talk_shown::{self, TalkShown};
use crate::insight::facts::Facts;
use crate::insight::guess::{self, Finding, Ground, Level, Place, Remedy, Sort, What};
use crate::language::mask::Masker;
use crate::store::api::{CheckedPiece, TalkView};
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::LazyLock;

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
    /// What was decided of single pieces; none: it cannot be read.
    shown: Option<TalkShown>,
    /// Talks whose patterns and notes were checked against the visits they rest on.
    talks: &'a [TalkView],
    /// Teams that no text may name.
    teams: Teams,
    left_out: RefCell<Vec<LeftOut>>,
}

/// Stands in for facts that are not known.
static NOTHING: LazyLock<Facts> = LazyLock::new(Facts::default);

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
            talks: &[],
            teams: Teams::default(),
            left_out: RefCell::default(),
        }
    }

    /// The same for the patterns and notes of these talks.
    pub fn of_talks(self, talks: &'a [TalkView]) -> Sieve<'a> {
        Sieve { talks, ..self }
    }

    /// The same, with no team named in any text.
    pub fn without_teams(self, teams: &[String]) -> Sieve<'a> {
        Sieve { teams: Teams::new(teams), ..self }
    }

    /// A label or a date of ours with a text of the file in it: only names are masked.
    pub fn label(&self, text: &str) -> String {
        one_line(&self.teams.mask(&self.names.mask(text)))
    }

    /// A pattern's statement or a note's text as it was shown in the talk. One that comes in several talks is printed only
    /// where each of them may show it, in the words of the newest. What no talk has checked is not printed.
    pub fn piece(&self, what: &'static str, uid: Uid) -> Option<String> {
        let checked: Vec<&CheckedPiece> = self.talks.iter().filter_map(|talk| talk.checked(uid)).collect();
        if checked.iter().any(|piece| piece.left_out) {
            return None;
        }
        if let Some(piece) = checked.iter().find(|piece| piece.shown().is_none()) {
            let why = piece.open.first().map(|f| f.sentence.clone()).unwrap_or_default();
            self.leave_out(what, &piece.text, why);
            return None;
        }
        checked.last().map(|piece| self.label(&piece.text)).filter(|text| !text.is_empty())
    }

    /// Whether the numbers of a pattern may be printed.
    pub fn numbers(&self, uid: Uid) -> bool {
        let mut checked = self.talks.iter().filter_map(|talk| talk.checked(uid)).peekable();
        checked.peek().is_some() && checked.all(CheckedPiece::numbers)
    }

    /// Any other text; `None`: it says nothing, or must not be printed.
    pub fn text(&self, what: &'static str, of: Of, uid: Option<Uid>, own: &str) -> Option<String> {
        let decided = uid.and_then(|uid| self.shown.as_ref()?.piece(uid)).cloned().unwrap_or_default();
        if own.trim().is_empty() || decided.left_out {
            return None;
        }
        self.pass(what, of, own, &decided)
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

    /// Masks what can be masked; leaves out what even then could tell who is meant.
    fn pass(&self, what: &'static str, of: Of, own: &str, decided: &talk_shown::Piece) -> Option<String> {
        let words = decided.text.as_deref().unwrap_or(own);
        let ground = Ground { facts: self.facts, masker: self.names, team: self.team };
        let sort = if of == Of::Said { Sort::Voice } else { Sort::Words };
        let hidden = decided.hidden.clone();
        let mut piece = guess::Piece { sort, text: words.to_string(), hidden, ..guess::Piece::default() };
        let kept: HashSet<String> = decided.kept.iter().cloned().collect();
        for stands in open(&ground, &piece, of, &kept) {
            let in_text = matches!(stands.place, Place::Text(_));
            if in_text && stands.remedies.contains(&Remedy::Mask) {
                piece.hidden.push(stands.words);
            }
        }
        if let Some(finding) = open(&ground, &piece, of, &kept).first() {
            self.leave_out(what, words, finding.sentence.clone());
            return None;
        }
        let shown = one_line(&self.teams.mask(&guess::shown(&ground, &piece).text));
        (!shown.is_empty()).then_some(shown)
    }

    fn leave_out(&self, what: &'static str, words: &str, why: String) {
        let left_out = LeftOut { what, words: one_line(words), why };
        let mut all = self.left_out.borrow_mut();
        // A note may stand under two patterns.
        if !all.contains(&left_out) {
            all.push(left_out);
        }
    }
}

/// What stands in the way.
fn open(ground: &Ground, piece: &guess::Piece, of: Of, kept: &HashSet<String>) -> Vec<Finding> {
    let found = guess::check(ground, piece);
    guess::open(&found, kept).into_iter().filter(|f| !is_harmless(f, of)).cloned().collect()
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
            known.hidden.extend(piece.hidden);
            known.kept.extend(piece.kept);
        }
    }
    Some(all)
}
