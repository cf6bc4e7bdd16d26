//! The operations of surfacing: patterns, what is decided of suggestions, affinity boards, visits that are the same.

use super::super::act::{Op, Stream, Value};
use super::super::id::Uid;
use super::super::pattern::{PatternKind, PatternStatus, Role};
use super::super::schema::{DELETED, Kind, board, column, pattern, suggestion, visit};
use super::super::suggestion::{AgainstHunch, Decided};
use super::deleted;

// ── Patterns ────────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn pattern_stated(uid: Uid, statement: &str, kind: PatternKind) -> Op {
    Op::new(Kind::Pattern, uid).text(pattern::STATEMENT, statement).int(pattern::KIND, kind as i64)
}

pub fn pattern_reworded(uid: Uid, statement: &str) -> Op {
    Op::new(Kind::Pattern, uid).text(pattern::STATEMENT, statement)
}

pub fn pattern_kind(uid: Uid, kind: PatternKind) -> Op {
    Op::new(Kind::Pattern, uid).int(pattern::KIND, kind as i64)
}

pub fn pattern_status(uid: Uid, status: PatternStatus) -> Op {
    Op::new(Kind::Pattern, uid).int(pattern::STATUS, status as i64)
}

/// Puts notes into a pattern in a role, or takes them out (`None`).
pub fn pattern_evidence(uid: Uid, notes: &[Uid], role: Option<Role>) -> Op {
    let number = role.map_or(0, |r| r as i64);
    Op::new(Kind::Pattern, uid).set(pattern::EVIDENCE, Value::Members(notes.iter().map(|n| (*n, number)).collect()))
}

pub fn pattern_look_for(uid: Uid, look_for: Option<&str>) -> Op {
    Op::new(Kind::Pattern, uid).set(pattern::LOOK_FOR, look_for.map_or(Value::Null, |l| Value::Text(l.to_string())))
}

/// Ties a pattern to a tag, or to none.
pub fn pattern_tag(uid: Uid, tag: Option<Uid>) -> Op {
    Op::new(Kind::Pattern, uid).set(pattern::TAG, tag.map_or(Value::Null, Value::Ref))
}

/// What patterns are to the hunch of a walk; nobody's business but the leader's, as the hunch itself.
pub fn pattern_to_hunch(uid: Uid, walk: Uid, answer: Option<AgainstHunch>) -> Op {
    let number = answer.map_or(0, |a| a as i64);
    let op = Op::new(Kind::Pattern, uid).in_stream(Stream::Private);
    op.set(pattern::HUNCHES, Value::Members(vec![(walk, number)]))
}

// ── Suggestions ─────────────────────────────────────────────────────────────────────────────────────────────────────

/// What was decided of a suggestion or proposal with this topic.
pub fn decided(topic: &str, decided: &Decided) -> Op {
    let number = |n: Option<i64>| n.map_or(Value::Null, Value::Int);
    Op::new(Kind::Suggestion, suggestion_uid(topic))
        .text(suggestion::TOPIC, topic)
        .int(suggestion::DECISION, decided.decision as i64)
        .set(suggestion::UNTIL, number(decided.until))
        .maybe(suggestion::WHY, (!decided.why.is_empty()).then(|| Value::Text(decided.why.clone())))
        .maybe(suggestion::PATTERN, decided.pattern.map(Value::Ref))
        .int(DELETED, 0)
}

/// Nothing is decided any more: it may be proposed again.
pub fn undecided(topic: &str) -> Op {
    deleted(Kind::Suggestion, suggestion_uid(topic), Stream::Shared, true)
}

/// The id of what is decided of a topic, the same on every laptop.
pub fn suggestion_uid(topic: &str) -> Uid {
    Uid::of_content(format!("suggestion\n{topic}").as_bytes())
}

// ── Affinity boards ─────────────────────────────────────────────────────────────────────────────────────────────────

pub fn board_named(uid: Uid, name: &str) -> Op {
    Op::new(Kind::Board, uid).text(board::NAME, name)
}

/// Lays out cards with their places among the loners (from 1), or takes them off the board (0).
pub fn board_cards(uid: Uid, cards: &[(Uid, i64)]) -> Op {
    Op::new(Kind::Board, uid).set(board::CARDS, Value::Members(cards.to_vec()))
}

/// A column of a board, at its place from the left.
pub fn column_made(uid: Uid, board_uid: Uid, name: Option<&str>, place: i64) -> Op {
    Op::new(Kind::Column, uid)
        .refer(column::BOARD, board_uid)
        .int(column::PLACE, place)
        .maybe(column::NAME, name.map(|n| Value::Text(n.to_string())))
}

pub fn column_named(uid: Uid, name: &str) -> Op {
    Op::new(Kind::Column, uid).text(column::NAME, name)
}

pub fn column_placed(uid: Uid, place: i64) -> Op {
    Op::new(Kind::Column, uid).int(column::PLACE, place)
}

/// Puts cards into a column at their places from the top (from 1), or takes them out (0).
pub fn column_cards(uid: Uid, cards: &[(Uid, i64)]) -> Op {
    Op::new(Kind::Column, uid).set(column::CARDS, Value::Members(cards.to_vec()))
}

// ── The same visit, written down twice ──────────────────────────────────────────────────────────────────────────────

/// Another observer wrote the same visit down: from now on they count as one. None parts them again.
pub fn visit_same(uid: Uid, as_other: Option<Uid>) -> Op {
    Op::new(Kind::Visit, uid).set(visit::SAME, as_other.map_or(Value::Null, Value::Ref))
}

/// The topic under which it is kept that two visits are not the same, whichever of them is named first.
pub fn same_visit_topic(one: Uid, other: Uid) -> String {
    let (first, second) = (one.min(other), one.max(other));
    format!("same-visit:{}:{}", first.to_text(), second.to_text())
}
