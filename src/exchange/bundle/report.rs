//! What a merge came to, in plain words.

use super::Header;
use crate::domain::schema::Kind;
use crate::domain::text::{count, visible};
use crate::domain::time::{local_time, short_day};
use crate::store::bundle::{Equal, Taken};
use chrono::Datelike;
use std::collections::BTreeMap;

/// At most so many names are listed.
const LISTED: usize = 12;

/// A kind in words for one and for several; `None` for what is only a part of something else.
fn words(kind: Kind) -> (String, String) {
    let one = match kind {
        Kind::Classroom => "room".to_string(),
        Kind::Walk => "walkthrough".to_string(),
        Kind::Reply => "answer of a teacher".to_string(),
        Kind::Suggestion => "decision on a suggestion".to_string(),
        Kind::Column => "column of a board".to_string(),
        Kind::Elsewhere => "piece of evidence from elsewhere".to_string(),
        Kind::Problem => "shared problem".to_string(),
        Kind::CheckIn => "check-in".to_string(),
        kind => kind.table().replace('_', " "),
    };
    let many = match kind {
        Kind::Reply => "answers of teachers".to_string(),
        Kind::Suggestion => "decisions on suggestions".to_string(),
        Kind::Column => "columns of boards".to_string(),
        Kind::Elsewhere => "pieces of evidence from elsewhere".to_string(),
        _ => format!("{one}s"),
    };
    (one, many)
}

/// A field as people call it.
fn field_words(column: &str) -> String {
    match column {
        "at_ms" | "at" => "time".into(),
        "started" => "start".into(),
        "ended" => "end".into(),
        "heads" => "head count".into(),
        "deleted" => "whether it is deleted".into(),
        "merged_into" | "same_as" => "what it is the same as".into(),
        "present" | "role" => "what belongs to it".into(),
        "place" => "order".into(),
        other => other.replace('_', " "),
    }
}

fn listed(counts: &BTreeMap<Kind, u64>) -> String {
    // What people look for first.
    let first = [Kind::Note, Kind::Visit, Kind::Walk, Kind::Mark];
    let order = first.iter().chain(counts.keys().filter(|kind| !first.contains(kind)));
    let parts: Vec<String> = order
        .filter_map(|kind| {
            let (one, many) = words(*kind);
            Some(count(usize::try_from(*counts.get(kind)?).unwrap_or(usize::MAX), &one, &many))
        })
        .collect();
    parts.join(", ")
}

/// "a bundle of Ms Example, made 14 Nov 2025 15:20, with 12 changes about 5 notes".
pub fn called(header: &Header, offset: i32) -> String {
    let by = if header.by.is_empty() { "somebody who did not say who".to_string() } else { visible(&header.by) };
    let at = local_time(header.made, offset);
    let figure = |n: u64, one: &str, many: &str| count(usize::try_from(n).unwrap_or(usize::MAX), one, many);
    format!(
        "a bundle of {by}, made {} {}, with {} about {}",
        short_day(at.date_naive(), 0),
        at.format("%H:%M"),
        figure(header.outline.acts, "change", "changes"),
        figure(header.outline.notes, "note", "notes")
    )
}

/// The report of one bundle, line by line.
pub fn lines(taken: &Taken, offset: i32) -> Vec<String> {
    if taken.is_nothing() {
        return vec!["Nothing in it is new. Nothing was changed.".into()];
    }
    let mut lines = Vec::new();
    let new = listed(&taken.new);
    lines.push(if new.is_empty() { "New: nothing.".into() } else { format!("New: {new}.") });
    if !taken.changed.is_empty() {
        lines.push(format!("Changed: {}.", listed(&taken.changed)));
    }
    for two in &taken.two_values {
        let (one, many) = words(two.kind);
        let things = count(usize::try_from(two.count).unwrap_or(usize::MAX), &one, &many);
        let field = field_words(two.field);
        lines.push(match two.both_kept {
            true => {
                format!("Worded on both laptops: the {field} of {things}. The newer version is shown, both are kept.")
            }
            false => format!("Changed on both laptops, differently: {field} of {things}. The newer one stands."),
        });
    }
    if taken.emptied > 0 {
        let things = count(usize::try_from(taken.emptied).unwrap_or(usize::MAX), "thing was", "things were");
        lines.push(format!("{things} removed for good on the other laptop, and so here."));
    }
    if !taken.tags_joined.is_empty() {
        let names: Vec<String> = taken.tags_joined.iter().take(LISTED).map(|n| format!("#{}", visible(n))).collect();
        lines.push(format!("Tags of the same name are one now: {}.", names.join(", ")));
    }
    if let Some(at) = taken.ahead {
        let at = local_time(at, offset);
        lines.push(format!(
            "Some changes are dated ahead of this laptop's clock, up to {}-{:02}-{:02} {}: one of the two clocks is wrong. \
             All were taken in, in their order; look at the dates of the newest visits.",
            at.year(),
            at.month(),
            at.day(),
            at.format("%H:%M")
        ));
    }
    if taken.unread {
        lines.push(
            "Some of it was made by a newer Uncover. This one keeps it and passes it on, but does not show it.".into(),
        );
    }
    lines
}

/// What a person has to decide about.
pub fn to_decide(equal: &[Equal], joint: usize) -> Vec<String> {
    let mut lines: Vec<String> = equal.iter().take(LISTED).map(|equal| format!("{}?", question(equal))).collect();
    if equal.len() > LISTED {
        lines.push(format!("… and {} more.", equal.len() - LISTED));
    }
    if joint > 0 {
        let visits = count(joint, "pair of visits", "pairs of visits");
        lines.push(format!(
            "{visits} may each be one visit that two observers wrote down: in the program, Patterns and then v shows them side by side."
        ));
    }
    lines
}

/// "“Room 12” is there twice, from two laptops: is it the same room".
pub fn question(equal: &Equal) -> String {
    let what = match equal.kind {
        Kind::Classroom => "is it the same room",
        _ => "is it the same person",
    };
    format!("“{}” is there twice, from two laptops: {what}", visible(&equal.name))
}
