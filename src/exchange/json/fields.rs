//! The fields of one thing as JSON: numbers that stand for words become the words, times become dates, and without names
//! every text is masked. A column nobody thought of here is a masked text or a number: nothing slips through by default.

use crate::domain::act::Value;
use crate::domain::mark::Way;
use crate::domain::note::{About, NoteKind};
use crate::domain::order::InOrder;
use crate::domain::pattern::{PatternKind, PatternStatus, Role};
use crate::domain::schema::{Kind, Shape};
use crate::domain::sheet::Sheet;
use crate::domain::suggestion::{AgainstHunch, Decision};
use crate::domain::talk::{LinkKind, Origin, PollKind, ProblemStatus, TrialDecision, VoiceAnswer, VoiceKind};
use crate::domain::time::{UtcMs, day_of_number, local_time};
use crate::exchange::called::Called;
use crate::language::mask::Masker;
use crate::store::export::Record;
use serde_json::{Value as Json, json};

/// What is only in a complete copy.
fn is_left_out(kind: Kind, column: &str) -> bool {
    matches!(
        (kind, column),
        (Kind::School | Kind::Teacher | Kind::Observer, "name")
            | (Kind::School | Kind::Teacher | Kind::Classroom, "source")
            | (Kind::Classroom, "label")
            | (Kind::Walk, "hunch" | "fix" | "sealed")
            | (Kind::Visit, "boot" | "steady")
            // A topic names its things by the ids of the file, which no other copy without names tells.
            | (Kind::Suggestion, "topic")
            | (Kind::Pattern, "pattern_walk")
            | (Kind::Team, "team_teacher")
            | (Kind::Talk, "hunch")
            // Masked, it would no longer be a protocol that can be read; and one's own may name people.
            | (Kind::TalkProtocol, "body")
    )
}

/// The fields of a thing, in the order of its columns. With a masker, without names.
pub fn of(record: &Record, called: &Called, masker: Option<&Masker>) -> Vec<(&'static str, Json)> {
    if record.kind == Kind::Mark {
        return super::marks::of(record, called, masker);
    }
    plain(record, called, masker)
}

/// The fields of a thing, column by column.
pub(super) fn plain(record: &Record, called: &Called, masker: Option<&Masker>) -> Vec<(&'static str, Json)> {
    let unsaid = first_words(record.kind).iter().filter(|c| !record.fields.iter().any(|(column, _)| column == *c));
    let mut out: Vec<_> = unsaid.map(|column| (*column, in_words(record, column, 0))).collect();
    for (column, value) in &record.fields {
        if masker.is_some() && is_left_out(record.kind, column) {
            continue;
        }
        match value {
            Value::Null => {}
            Value::Text(body) if record.kind == Kind::Sheet && *column == "body" => {
                if masker.is_none() {
                    out.push((*column, Json::from(body.as_str())));
                }
                if let Ok(sheet) = Sheet::parse("", body) {
                    out.push(("definition", definition(&sheet, masker)));
                }
            }
            Value::Text(text) => out.push((*column, shown(text, masker))),
            Value::Int(number) => out.push((*column, in_words(record, column, *number))),
            Value::Ref(uid) => {
                let of = record.kind.fields().iter().find_map(|f| match f.shape {
                    Shape::Ref(of) if f.column == *column => Some(of),
                    _ => None,
                });
                out.extend(of.and_then(|of| called.reference(of, *uid)).map(|json| (*column, json)));
            }
            Value::Members(members) => out.extend(set(record.kind, column, members, called)),
        }
    }
    out
}

/// Columns in which nothing means the first of their words: the log does not spend room on it.
fn first_words(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Note => &["kind"],
        Kind::Visit => &["origin"],
        Kind::Pattern => &["kind", "status"],
        _ => &[],
    }
}

pub(super) fn shown(text: &str, masker: Option<&Masker>) -> Json {
    match masker {
        Some(masker) => Json::from(masker.mask(text)),
        None => Json::from(text),
    }
}

/// A set of other things under the word for it.
fn set(
    kind: Kind,
    table: &str,
    members: &[(crate::domain::id::Uid, i64)],
    called: &Called,
) -> Option<(&'static str, Json)> {
    let of = kind.fields().iter().find_map(|f| match f.shape {
        Shape::Members(of, name) if name == table => Some(of),
        _ => None,
    })?;
    let word = match table {
        "classroom_teacher" => "teachers",
        "walk_room" => "route",
        "walk_observer" | "visit_observer" => "observers",
        "note_tag" => "tags",
        "pattern_walk" => "hunches",
        "board_note" | "board_column_note" => "cards",
        "team_teacher" => "members",
        "talk_pattern" | "elsewhere_pattern" | "problem_pattern" => "patterns",
        "talk_note" => "notes",
        "voice_pattern" => "links",
        "problem_voice" => "voices",
        _ => "evidence",
    };
    let present = members.iter().filter(|(_, number)| *number != 0);
    let entry = |(uid, number): &(_, i64)| {
        let thing = called.reference(of, *uid)?;
        let said = |words: Option<&str>| words.map_or(Json::from(*number), Json::from);
        Some(match word {
            "evidence" => json!({ "note": thing, "role": said(Role::from_number(*number).map(Role::word)) }),
            "hunches" => {
                json!({ "walk": thing, "answer": said(AgainstHunch::from_number(*number).map(AgainstHunch::words)) })
            }
            "cards" | "notes" => json!({ "note": thing, "place": number }),
            "patterns" if table == "talk_pattern" => json!({ "pattern": thing, "place": number }),
            "patterns" if table == "elsewhere_pattern" => {
                json!({ "pattern": thing, "role": said(Role::from_number(*number).map(Role::word)) })
            }
            "links" => json!({ "pattern": thing, "link": said(LinkKind::from_number(*number).map(LinkKind::words)) }),
            _ => thing,
        })
    };
    let mut all: Vec<Json> = present.filter_map(entry).collect();
    if word != "route" {
        // Their order in the file would tell which of them came first; ids of a complete copy are no numbers and stay.
        all.order_by_key(Json::as_u64);
    }
    Some((word, Json::Array(all)))
}

/// A number as what it means; one that a newer version wrote stays a number.
fn in_words(record: &Record, column: &str, number: i64) -> Json {
    let word = match (record.kind, column) {
        (Kind::Suggestion, "decision") => Decision::from_number(number).map(|d| d.word().into()),
        (Kind::Suggestion, "until") | (Kind::Walk, "day") => Some(day_of_number(number).to_string()),
        (Kind::Note, "expires") if number == 0 => Some("never".to_string()),
        (Kind::Walk, "started" | "ended" | "closed" | "sealed")
        | (Kind::Visit, "started" | "ended" | "slip" | "copy")
        | (Kind::Reply, "at")
        | (Kind::Note, "expires") => Some(time(number)),
        (Kind::Classroom, "retired") | (Kind::Visit, "substitute" | "asked") | (Kind::Note, "after") => {
            return Json::from(number != 0);
        }
        (Kind::Note, "kind") => NoteKind::ALL.iter().find(|k| **k as i64 == number).map(|k| k.word().into()),
        (Kind::Note, "about") => About::from_number(number).map(about),
        (Kind::Visit, "origin") => origin(number).map(String::from),
        (Kind::Mark, "way") => Way::from_number(number).map(|w| w.word().into()),
        (Kind::Pattern, "kind") => PatternKind::ALL.iter().find(|k| **k as i64 == number).map(|k| k.word().into()),
        (Kind::Pattern, "status") => PatternStatus::ALL.iter().find(|s| **s as i64 == number).map(|s| s.words().into()),
        _ => talking_in_words(record.kind, column, number),
    };
    word.map_or(Json::from(number), Json::from)
}

/// The same for what happens with a team.
fn talking_in_words(kind: Kind, column: &str, number: i64) -> Option<String> {
    match (kind, column) {
        (Kind::Talk | Kind::Elsewhere | Kind::CheckIn, "day")
        | (Kind::Voice, "answer_day")
        | (Kind::Problem, "agreed")
        | (Kind::Trial, "start" | "check_day")
        | (Kind::Promise, "due") => Some(day_of_number(number).to_string()),
        (Kind::Talk, "started" | "ended" | "step_at")
        | (Kind::Voice | Kind::Invitation | Kind::Poll | Kind::Promise, "at")
        | (Kind::Invitation, "answered")
        | (Kind::Trial, "ended")
        | (Kind::Promise, "kept") => Some(time(number)),
        (Kind::Voice, "kind") => VoiceKind::from_number(number).map(|k| k.words().into()),
        (Kind::Voice, "answer") => VoiceAnswer::from_number(number).map(|a| a.words().into()),
        (Kind::Poll, "kind") => PollKind::from_number(number).map(|k| k.words().into()),
        (Kind::Problem, "origin") => Origin::from_number(number).map(|o| o.words().into()),
        (Kind::Problem, "status") => ProblemStatus::from_number(number).map(|s| s.words().into()),
        (Kind::CheckIn, "decision") => TrialDecision::from_number(number).map(|d| d.words().into()),
        _ => None,
    }
}

fn about(about: About) -> String {
    match about {
        About::Student(seat) => format!("student {seat}"),
        other => other.word().to_string(),
    }
}

fn origin(number: i64) -> Option<&'static str> {
    match number {
        0 => Some("live"),
        1 => Some("afterwards"),
        2 => Some("paper"),
        _ => None,
    }
}

/// A moment as ISO 8601, UTC, to the millisecond.
pub fn time(at: UtcMs) -> String {
    local_time(at, 0).format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// What a sheet looks for. Ids of look-fors are masked as those of marks are, so that they still fit together.
fn definition(sheet: &Sheet, masker: Option<&Masker>) -> Json {
    let text = |t: &String| shown(t, masker);
    let texts = |all: &[String]| Json::Array(all.iter().map(text).collect());
    let option = |o: &crate::domain::sheet::Choice| json!({ "id": text(&o.id), "code": text(&o.code), "label": text(&o.label), "looks_like": text(&o.looks_like) });
    let settings = |l: &crate::domain::sheet::LookFor| {
        json!({
            "set": l.settings.set.as_ref().map(text), "every": l.settings.every,
            "counts_others": l.settings.counts_others, "several": l.settings.several,
            "of": l.settings.of.map(crate::domain::sheet::Thing::word),
        })
    };
    let look_for = |l: &crate::domain::sheet::LookFor| {
        json!({
            "id": text(&l.id), "label": text(&l.label), "way": l.way.word(), "group": l.group.as_ref().map(text),
            "looks_like": text(&l.looks_like), "not_like": text(&l.not_like),
            "settings": settings(l), "options": l.options.iter().map(option).collect::<Vec<_>>(),
        })
    };
    let group = |g: &crate::domain::sheet::Group| json!({ "id": text(&g.id), "title": text(&g.title) });
    json!({
        "purpose": text(&sheet.purpose),
        "minutes": sheet.minutes,
        "groups": sheet.groups.iter().map(group).collect::<Vec<_>>(),
        "look_fors": sheet.look_fors.iter().map(look_for).collect::<Vec<_>>(),
        "wonderings": texts(&sheet.wonderings),
        "student_questions": texts(&sheet.student_questions),
        "norms": texts(&sheet.norms),
        "source": text(&sheet.source),
        "licence": text(&sheet.licence),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;
    use crate::language::mask::NameOf;
    use std::collections::HashSet;

    fn record(kind: Kind, fields: Vec<(&'static str, Value)>) -> Record {
        Record { uid: IdSource::Seeded(1).next_uid(), kind, fields }
    }

    fn json(record: &Record, masker: Option<&Masker>) -> Json {
        let called = Called::new(masker.is_none(), HashSet::new());
        of(record, &called, masker).into_iter().map(|(k, v)| (k.to_string(), v)).collect()
    }

    #[test]
    fn every_text_of_every_kind_loses_its_names() {
        let masker = Masker::new([(NameOf::Teacher, "Ms. Larkspur"), (NameOf::Room, "Room 12")]);
        for kind in Kind::ALL {
            let texts = kind.fields().iter().filter(|f| matches!(f.shape, Shape::Text | Shape::Versions));
            for field in texts {
                let text = "title = 'Ms. Larkspur in Room 12'".to_string();
                let line = json(&record(*kind, vec![(field.column, Value::Text(text))]), Some(&masker)).to_string();
                assert!(!line.contains("Larkspur") && !line.contains("12"), "{kind:?} {}: {line}", field.column);
            }
        }
    }

    #[test]
    fn what_the_store_calls_names_or_private_is_left_out() {
        let masker = Masker::default();
        let fields = vec![("hunch", Value::Text("x".into())), ("sealed", Value::Int(1)), ("length", Value::Int(10))];
        assert_eq!(json(&record(Kind::Walk, fields.clone()), Some(&masker)), json!({ "length": 10 }));
        assert_eq!(json(&record(Kind::Walk, fields), None)["hunch"], "x");
        let clocks = vec![("boot", Value::Text("b".into())), ("steady", Value::Int(5)), ("heads", Value::Int(24))];
        assert_eq!(json(&record(Kind::Visit, clocks), Some(&masker)), json!({ "heads": 24, "origin": "live" }));
    }

    #[test]
    fn numbers_are_words_and_unknown_ones_stay() {
        let note = record(
            Kind::Note,
            vec![
                ("kind", Value::Int(3)),
                ("about", Value::Int(20)),
                ("after", Value::Int(1)),
                ("expires", Value::Int(0)),
            ],
        );
        assert_eq!(
            json(&note, None),
            json!({ "kind": "wondering", "about": "student 4", "after": true, "expires": "never" })
        );
        assert_eq!(json(&record(Kind::Pattern, vec![]), None), json!({ "kind": "need", "status": "possible" }));
        assert_eq!(json(&record(Kind::Note, vec![]), None), json!({ "kind": "evidence" }));
        let tick = record(Kind::Mark, vec![("way", Value::Int(1)), ("value", Value::Int(3))]);
        assert_eq!(json(&tick, None), json!({ "way": "tick", "value": "not looked for" }));
        let later = record(Kind::Mark, vec![("way", Value::Int(77)), ("value", Value::Int(3))]);
        assert_eq!(json(&later, None), json!({ "way": 77, "value": 3 }));
        let walk = record(Kind::Walk, vec![("day", Value::Int(20_773)), ("started", Value::Int(1_794_840_060_000))]);
        assert_eq!(json(&walk, None), json!({ "day": "2026-11-16", "started": "2026-11-16T14:41:00.000Z" }));
    }

    #[test]
    fn a_sheet_is_given_as_what_it_looks_for_and_its_text_only_in_a_complete_copy() {
        let body = Sheet::built_in()[0].1.to_string();
        let sheet = record(Kind::Sheet, vec![("body", Value::Text(body))]);
        let masker = Masker::default();
        let masked = json(&sheet, Some(&masker));
        assert!(masked.get("body").is_none());
        assert!(masked["definition"]["look_fors"].as_array().is_some_and(|l| !l.is_empty()));
        assert!(json(&sheet, None)["body"].is_string());
    }
}
