//! Deciding about a suggestion: kept as a pattern, not this, later. Each decision is one act that can be taken back.

use super::super::{forms, tags};
use super::{ground, noticed};
use crate::app::App;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked};
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::order::InOrder;
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus, Role, title};
use crate::domain::suggestion::{Decided, Decision};
use crate::domain::text::count;
use crate::domain::time::{day_number, day_of_number, short_day};
use crate::insight::facts::SignId;
use crate::insight::suggest::{GROUNDS, Sort, Suggestion};
use crate::store::api::{NoteRow, PatternRow};
use chrono::Datelike;

/// Notes of each side that come along when a suggestion is kept.
const MOST_NOTES: usize = 200;

/// For how long a suggestion can be put off, in days.
const LATER: [(&str, i64); 3] = [("In a week", 7), ("In four weeks", 28), ("Next term, in twelve weeks", 84)];

// ── Keeping ─────────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn ask_keep(app: &mut App) {
    let Some(suggestion) = noticed::current(app).cloned() else { return };
    if !app.may_write() {
        return;
    }
    if joins(&suggestion).is_some() {
        ground::ask_for(app, &suggestion.key, GROUNDS);
        keep_when_read(app, &suggestion.key, "");
        return;
    }
    match &suggestion.statement {
        Some(statement) => {
            ground::ask_for(app, &suggestion.key, GROUNDS);
            // For the name of the tag it is then counted by.
            tags::ask(app);
            let hint = "What repeats, in your words. No fix, no names. Its notes come along.";
            forms::prompt(app, "Keep as a pattern", statement, hint, Filled::KeepSuggestion(suggestion.key.clone()));
        }
        None => app.tell("This is where to look, and no pattern. p on Home (1) plans a walk there; l puts it off."),
    }
}

/// The pattern to which its notes belong, rather than to a new one: exceptions, and notes that say the same.
fn joins(suggestion: &Suggestion) -> Option<(Uid, Role)> {
    let pattern = suggestion.pattern.as_deref().and_then(Uid::parse)?;
    match suggestion.sort {
        Sort::Exception => Some((pattern, Role::Complicates)),
        Sort::SameThing => Some((pattern, Role::Supports)),
        _ => None,
    }
}

pub fn keep(app: &mut App, key: &str, statement: &str) {
    if statement.is_empty() {
        app.tell("Nothing was written, so the suggestion stays as it was.");
        return;
    }
    keep_when_read(app, key, statement);
}

/// Keeps it now, or as soon as its notes are read.
fn keep_when_read(app: &mut App, key: &str, statement: &str) {
    app.patterns.to_keep = Some((key.to_string(), statement.to_string()));
    keep_what_waits(app);
}

/// The notes of a suggestion that waits to be kept may be there now.
pub fn keep_what_waits(app: &mut App) {
    let waits = app.patterns.to_keep.take_if(|(key, _)| app.patterns.grounds.whole(key));
    let Some((key, statement)) = waits else { return };
    let Some(suggestion) = app.patterns.noticed.get(&key).cloned() else {
        app.tell("That suggestion is not there any more, so nothing was kept.");
        return;
    };
    let notes = evidence(app, &suggestion);
    match joins(&suggestion) {
        Some((pattern, role)) => join(app, &suggestion, pattern, role, &notes),
        None => make(app, &suggestion, &statement, &notes),
    }
}

/// Its notes by role, newest first. What was looked for and not seen stands against what was seen.
struct Evidence {
    supports: Vec<Uid>,
    complicates: Vec<Uid>,
}

/// What the visits under a heading are to the pattern: those of the first ground support it, those that show the opposite
/// complicate it, and those it is only held against (another time, another part of the school) are neither.
fn role_of(first: &str, heading: &str, place: usize) -> Option<Role> {
    let not = |words: &str| {
        ["not seen", "looked for and not seen", "with tagged notes, without"].iter().any(|n| words.starts_with(n))
    };
    let elsewhere = |words: &str| words.ends_with(" before") || words.ends_with(" elsewhere");
    match place {
        0 => Some(Role::Supports),
        _ if elsewhere(heading) && !elsewhere(first) => None,
        _ if not(heading) != not(first) => Some(Role::Complicates),
        _ => None,
    }
}

fn evidence(app: &App, suggestion: &Suggestion) -> Evidence {
    let first = suggestion.grounds.first().map_or("", |g| g.heading.as_str());
    let parts = app.patterns.grounds.of(&suggestion.key);
    let of = |role: Role| -> Vec<Uid> {
        let meant = suggestion.grounds.iter().zip(parts).enumerate();
        let meant = meant.filter(|(place, (ground, _))| role_of(first, &ground.heading, *place) == Some(role));
        let mut notes: Vec<&NoteRow> = meant
            .flat_map(|(_, (_, visits))| visits.iter().flat_map(|v| &v.notes))
            .filter(|n| n.kind != NoteKind::FollowUp)
            .collect();
        notes.order_by_key(|n| std::cmp::Reverse(n.key));
        notes.dedup_by_key(|n| n.uid);
        notes.into_iter().take(MOST_NOTES).map(|n| n.uid).collect()
    };
    let supports = of(Role::Supports);
    let complicates = of(Role::Complicates).into_iter().filter(|n| !supports.contains(n)).collect();
    Evidence { supports, complicates }
}

/// Statement, evidence, what it is tied to and the decision, as one act.
fn make(app: &mut App, suggestion: &Suggestion, statement: &str, notes: &Evidence) {
    let (uid, kind) = (app.new_id(), PatternKind::default());
    let mut ops = vec![acts::pattern_stated(uid, statement, kind)];
    ops.extend(evidence_ops(uid, notes));
    let sign = suggestion.sign.as_ref().and_then(|s| s.id());
    match &sign {
        Some(SignId::Tag(tag)) => ops.push(acts::pattern_tag(uid, Some(*tag))),
        Some(SignId::LookFor(id)) => ops.push(acts::pattern_look_for(uid, Some(id))),
        None => {}
    }
    ops.push(decision(suggestion, Decision::Accepted, None, "", Some(uid)));
    if app.act(Verb::AcceptSuggestion, ops).is_none() {
        return;
    }
    let tag = |uid: Uid| (uid, app.tags.get(uid).map_or_else(|| suggestion.title.clone(), |t| t.name.clone()));
    let row = PatternRow {
        uid,
        statement: statement.to_string(),
        kind,
        status: PatternStatus::Possible,
        look_for: sign.as_ref().and_then(|s| if let SignId::LookFor(id) = s { Some(id.clone()) } else { None }),
        tag: sign.as_ref().and_then(|s| if let SignId::Tag(uid) = s { Some(tag(*uid)) } else { None }),
        numbers: Some(numbers(suggestion)),
    };
    app.patterns.rows.get_or_insert_default().insert(0, row);
    app.patterns.sort();
    app.patterns.selected = Some(uid);
    noticed::leave(app, &suggestion.key);
    app.patterns.noticed.kept_as(&suggestion.key, uid);
    let along = notes.supports.len() + notes.complicates.len();
    let came = if along == 0 { String::new() } else { format!(" with {}", count(along, "note", "notes")) };
    app.tell(format!("Kept{came}: “{}”. Ctrl-Z takes it back.", title(statement, PatternStatus::Possible)));
}

fn evidence_ops(pattern: Uid, notes: &Evidence) -> Vec<Op> {
    let sides = [(&notes.supports, Role::Supports), (&notes.complicates, Role::Complicates)];
    let some = sides.into_iter().filter(|(notes, _)| !notes.is_empty());
    some.map(|(notes, role)| acts::pattern_evidence(pattern, notes, Some(role))).collect()
}

/// The numbers shown until the file has counted the new pattern itself.
fn numbers(suggestion: &Suggestion) -> Numbers {
    let Some(share) = suggestion.share.filter(|_| suggestion.sign.is_some()) else { return Numbers::default() };
    let rests = &suggestion.rests;
    Numbers {
        supporting: share.k,
        complicating: share.n.saturating_sub(share.k),
        looked: share.n,
        visits: share.n.saturating_add(rests.not_looked),
        teachers: rests.teachers,
        observers: rests.observers,
    }
}

/// Its notes go to the pattern it is about.
fn join(app: &mut App, suggestion: &Suggestion, pattern: Uid, role: Role, notes: &Evidence) {
    if notes.supports.is_empty() {
        app.tell("These visits have no note that could stand in the pattern. Enter shows them; x or l decides.");
        return;
    }
    let ops = vec![
        acts::pattern_evidence(pattern, &notes.supports, Some(role)),
        decision(suggestion, Decision::Accepted, None, "", Some(pattern)),
    ];
    if app.act(Verb::AcceptSuggestion, ops).is_some() {
        noticed::leave(app, &suggestion.key);
        let added = count(notes.supports.len(), "note", "notes");
        let side = match role {
            Role::Supports => "support",
            Role::Complicates => "complicate",
        };
        app.tell(format!("Added to the pattern: {added} that {side} it. Ctrl-Z takes it back."));
    }
}

fn decision(suggestion: &Suggestion, decision: Decision, until: Option<i64>, why: &str, pattern: Option<Uid>) -> Op {
    acts::decided(&suggestion.key, &Decided { decision, until, why: why.to_string(), pattern })
}

// ── Not this, not now ───────────────────────────────────────────────────────────────────────────────────────────────

pub fn ask_dismiss(app: &mut App) {
    let Some(suggestion) = noticed::current(app).cloned() else { return };
    if app.may_write() {
        let hint = "Why not? It may stay empty. It is not shown again; z brings it back.";
        let title = format!("Not this: {}", suggestion.title);
        forms::prompt(app, &title, "", hint, Filled::DismissSuggestion(suggestion.key));
    }
}

pub fn dismiss(app: &mut App, key: &str, why: &str) {
    let Some(suggestion) = app.patterns.noticed.get(key).cloned() else { return };
    let op = decision(&suggestion, Decision::Dismissed, None, why, None);
    if app.act(Verb::DismissSuggestion, vec![op]).is_some() {
        noticed::leave(app, key);
        if let Some(surface) = &mut app.patterns.noticed.surface {
            surface.dismissed += 1;
        }
        app.tell(format!("“{}” is not shown again. Ctrl-Z or z brings it back.", suggestion.title));
    }
}

pub fn ask_later(app: &mut App) {
    let Some(suggestion) = noticed::current(app).cloned() else { return };
    if !app.may_write() {
        return;
    }
    let today = day_number(app.now.today());
    let year = app.now.today().year();
    let items = LATER
        .into_iter()
        .map(|(words, days)| {
            let day = short_day(day_of_number(today + days), year);
            forms::item(words, format!("on {day}"), PickValue::Number(days))
        })
        .collect();
    let heading = "When should it come back?";
    let picker = forms::picker(heading, items, "None of these fits.", Picked::PutOff(suggestion.key));
    app.layers.push(Layer::Picker(picker));
}

pub fn put_off(app: &mut App, key: &str, item: Option<PickItem>) {
    let Some(PickValue::Number(days)) = item.map(|i| i.value) else { return };
    let Some(suggestion) = app.patterns.noticed.get(key).cloned() else { return };
    let until = day_number(app.now.today()) + days;
    let op = decision(&suggestion, Decision::PutOff, Some(until), "", None);
    if app.act(Verb::SnoozeSuggestion, vec![op]).is_some() {
        noticed::leave(app, key);
        if let Some(surface) = &mut app.patterns.noticed.surface {
            surface.put_off += 1;
        }
        let day = short_day(day_of_number(until), app.now.today().year());
        app.tell(format!("“{}” comes back on {day} if it still holds.", suggestion.title));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_shows_the_opposite_complicates() {
        let of = |headings: &[&str]| -> Vec<Option<Role>> {
            let first = headings[0];
            headings.iter().enumerate().map(|(place, h)| role_of(first, h, place)).collect()
        };
        let (supports, complicates) = (Some(Role::Supports), Some(Role::Complicates));
        assert_eq!(of(&["seen", "looked for and not seen"]), [supports, complicates]);
        assert_eq!(of(&["looked for and not seen", "seen"]), [supports, complicates]);
        assert_eq!(of(&["seen", "with tagged notes, without it"]), [supports, complicates]);
        let lately = ["seen lately", "not seen lately", "seen before", "not seen before"];
        assert_eq!(of(&lately), [supports, complicates, None, None]);
        let split = ["seen in grade 4", "not seen in grade 4", "seen elsewhere", "not seen elsewhere"];
        assert_eq!(of(&split), [supports, complicates, None, None]);
        assert_eq!(of(&["both", "only “not seen before”"]), [supports, None]);
    }
}
