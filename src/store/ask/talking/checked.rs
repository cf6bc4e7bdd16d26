//! "Could someone guess who?" of what a talk shows: its patterns with their numbers, and its notes.

use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::schema::Kind;
use crate::domain::talk_shown::{self, TalkShown};
use crate::insight::facts::{Facts, SignId, Visits};
use crate::insight::guess::{self, Figure, Finding, Ground, Piece, Sort};
use crate::language::mask::{Masker, NameOf};
use crate::language::rules::Rules;
use crate::store::api::{CheckedPiece, NoteRow, TalkPattern, TalkView};
use crate::store::ask::{numbers, rows};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use std::collections::{HashMap, HashSet};

/// A masker of every name the file holds or ever held, for what others will see.
pub fn masker(reader: &Reader) -> Res<Masker> {
    let mut names: Vec<(NameOf, String)> = Vec::new();
    reader.each_name(|kind, name| {
        let of = match kind {
            Kind::School => NameOf::School,
            Kind::Classroom => NameOf::Room,
            Kind::Teacher => NameOf::Teacher,
            _ => NameOf::Observer,
        };
        names.push((of, name));
    })?;
    Ok(Masker::for_sharing(names.iter().map(|(of, name)| (*of, name.as_str())), &Rules::built_in()))
}

/// The patterns of a talk, then its notes, each as it may be shown. What the leader decided and cannot be read is taken as
/// leaving everything out.
pub fn checked(reader: &Reader, view: &TalkView) -> Res<Vec<CheckedPiece>> {
    let masker = masker(reader)?;
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
    let figures = fact.map(|fact| Figure {
        of: match &fact.sign {
            Some(SignId::Tag(uid)) => format!("tag {}", uid.to_text()),
            Some(SignId::LookFor(id)) => format!("look-for {id}"),
            None => format!("pattern {}", row.uid.to_text()),
        },
        words: String::new(),
        looked: numbers::looked(facts, fact),
        seen: fact.supports.clone(),
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
