//! "Could someone guess who?" of what a talk shows: its patterns with their numbers, and its notes.

use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::talk_shown::{self, TalkShown};
use crate::insight::facts::{Facts, Visits};
use crate::insight::guess::{self, Figure, Finding, Ground, Piece, Sort};
use crate::store::api::{CheckedPiece, NoteRow, TalkPattern, TalkView};
use crate::store::ask::{numbers, rooms, rows};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use std::collections::{HashMap, HashSet};

/// The patterns of a talk, then its notes, each as it may be shown. What the leader decided and cannot be read is taken as
/// leaving everything out.
pub fn checked(reader: &Reader, view: &TalkView) -> Res<Vec<CheckedPiece>> {
    let masker = rooms::all_names(reader)?;
    let shown = TalkShown::read(&view.shown);
    let visits = visits_of(reader, &view.notes)?;
    reader.with_facts(|facts| {
        let ground = Ground { facts, masker: &masker, team: view.talk.people };
        let places: HashMap<i64, usize> = facts.visits.iter().enumerate().map(|(at, v)| (v.id, at)).collect();
        let decided = |uid: Uid| shown.as_ref().and_then(|s| s.piece(uid)).cloned().unwrap_or_default();
        let patterns = view.patterns.iter().map(|p| (p.pattern.uid, pattern_piece(facts, p, &decided(p.pattern.uid))));
        let notes = view.notes.iter().map(|n| (n.uid, note_piece(n, visits.get(&n.uid), &places, &decided(n.uid))));
        let (of, pieces): (Vec<Uid>, Vec<Piece>) = patterns.chain(notes).unzip();
        let found = guess::check_all(&ground, &[], &pieces);
        of.into_iter()
            .zip(pieces)
            .zip(found)
            .map(|((uid, piece), findings)| one(&ground, uid, &piece, findings, &decided(uid), shown.is_none()))
            .collect()
    })
}

fn one(
    ground: &Ground,
    of: Uid,
    piece: &Piece,
    findings: Vec<Finding>,
    decided: &talk_shown::Piece,
    unreadable: bool,
) -> CheckedPiece {
    let kept: HashSet<String> = decided.kept.iter().cloned().collect();
    let open = guess::open(&findings, &kept).into_iter().cloned().collect();
    let text = guess::shown(ground, piece).text;
    CheckedPiece { of, text, left_out: decided.left_out || unreadable, findings, open }
}

fn pattern_piece(facts: &Facts, pattern: &TalkPattern, decided: &talk_shown::Piece) -> Piece {
    let row = &pattern.pattern;
    let fact = facts.patterns.iter().find(|p| p.uid == row.uid);
    // Patterns on the same sign are numbers of the same thing, which can be taken off each other.
    let figures = fact.map(|fact| {
        let sign = fact.sign.as_ref().and_then(|id| Figure::of_sign(facts, id, &numbers::looked(facts, fact), ""));
        let of = sign.map_or_else(|| Figure::of_pattern(fact).of, |figure| figure.of);
        let looked = numbers::looked(facts, fact);
        Figure { of, words: String::new(), looked, seen: fact.supports.clone() }
    });
    Piece {
        sort: Sort::Pattern,
        text: decided.text.clone().unwrap_or_else(|| row.statement.clone()),
        visits: fact.map(|f| f.supports.clone()).unwrap_or_default(),
        figures: figures.into_iter().collect(),
        quote: false,
        hidden: decided.hidden.clone(),
    }
}

fn note_piece(note: &NoteRow, visit: Option<&i64>, places: &HashMap<i64, usize>, decided: &talk_shown::Piece) -> Piece {
    let place = visit.and_then(|v| places.get(v)).copied();
    Piece {
        sort: Sort::Note,
        text: decided.text.clone().unwrap_or_else(|| note.text.clone()),
        visits: Visits::of(place),
        figures: Vec::new(),
        quote: note.kind == NoteKind::Quote,
        hidden: decided.hidden.clone(),
    }
}

/// The visit of each note, by number; of a visit that several wrote down, the one that stands for it.
fn visits_of(reader: &Reader, notes: &[NoteRow]) -> Res<HashMap<Uid, i64>> {
    let c = &reader.connection;
    let mut same = c.prepare_cached("SELECT COALESCE(same_as, id) FROM visit WHERE id = ?1")?;
    let mut found = HashMap::new();
    for note in notes {
        if let Some(id) = rows::id_of(c, note.visit)? {
            found.insert(note.uid, same.query_row([id], |r| r.get(0))?);
        }
    }
    Ok(found)
}
