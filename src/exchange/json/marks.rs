//! Marks as JSON: what value and detail mean for each way is said by name, in seconds, counts and options.

use super::fields::{plain, shown};
use crate::domain::act::Value;
use crate::domain::mark::{Detail, Tick, Way};
use crate::domain::schema::Kind;
use crate::exchange::called::Called;
use crate::language::mask::Masker;
use crate::store::export::Record;
use serde_json::Value as Json;

/// The fields of a mark. A way that a newer version wrote is given column by column.
pub fn of(record: &Record, called: &Called, masker: Option<&Masker>) -> Vec<(&'static str, Json)> {
    let number = |column: &str| {
        record.fields.iter().find_map(|(c, v)| if let Value::Int(n) = v { (*c == column).then_some(*n) } else { None })
    };
    let mut out = plain(record, called, masker);
    let Some(way) = number("way").and_then(Way::from_number) else { return out };
    out.retain(|(column, _)| !matches!(*column, "value" | "detail"));
    let text = record.fields.iter().find_map(|(c, v)| match v {
        Value::Text(text) if *c == "detail" => Some(text.as_str()),
        _ => None,
    });
    if let Some(value) = number("value") {
        out.extend(value_of(way, value));
    }
    match Detail::read(way, text) {
        Detail::None => {}
        Detail::Of(of) => out.push(("of", Json::from(of))),
        Detail::Options(all) => out.push(("options", all.iter().map(|o| shown(o, masker)).collect())),
        Detail::Option(option) => out.push(("option", shown(&option, masker))),
        Detail::Note(note) => out.extend(called.reference(Kind::Note, note).map(|n| ("note", n))),
        Detail::Other(text) => out.push(("detail", shown(&text, masker))),
    }
    out
}

/// What the number of a mark is called.
fn value_of(way: Way, value: i64) -> Option<(&'static str, Json)> {
    Some(match way {
        Way::Tick => ("value", Tick::from_number(value).map_or(Json::from(value), |t| Json::from(t.words()))),
        Way::Tally => ("value", Json::from(value)),
        Way::Timer | Way::Response => ("seconds", thousandths(value)),
        Way::Scan => ("n", Json::from(value)),
        Way::Interval => ("interval", Json::from(value)),
        // How many options stand is seen from the options themselves.
        Way::Choice => return None,
        Way::Scale | Way::Prompt => ("value", Json::from(value)),
    })
}

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "no stretch is as long as 285,000 years")]
fn thousandths(ms: i64) -> Json {
    Json::from(ms as f64 / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;
    use serde_json::json;
    use std::collections::HashSet;

    fn mark(way: Way, value: Option<i64>, detail: &Detail, names: bool) -> Json {
        let mut fields = vec![("way", Value::Int(way as i64))];
        fields.extend(value.map(|v| ("value", Value::Int(v))));
        fields.extend(detail.text().map(|t| ("detail", Value::Text(t))));
        let record = Record { uid: IdSource::Seeded(1).next_uid(), kind: Kind::Mark, fields };
        let masker = Masker::default();
        let called = Called::new(names, HashSet::new());
        of(&record, &called, (!names).then_some(&masker)).into_iter().map(|(k, v)| (k.to_string(), v)).collect()
    }

    #[test]
    fn every_way_reads_by_itself() {
        let option = |o: &str| Detail::Option(o.into());
        for (way, value, detail, expected) in [
            (Way::Tick, Some(2), Detail::None, json!({ "way": "tick", "value": "not seen" })),
            (Way::Tally, Some(1), Detail::None, json!({ "way": "tally", "value": 1 })),
            (Way::Timer, Some(134_250), Detail::None, json!({ "way": "timer", "seconds": 134.25 })),
            (Way::Timer, None, Detail::None, json!({ "way": "timer" })),
            (Way::Scan, Some(19), Detail::Of(24), json!({ "way": "scan", "n": 19, "of": 24 })),
            (
                Way::Choice,
                Some(2),
                Detail::Options(vec!["pairs".into(), "alone".into()]),
                json!({ "way": "choice", "options": ["pairs", "alone"] }),
            ),
            (Way::Scale, None, option("explaining"), json!({ "way": "scale", "option": "explaining" })),
            (
                Way::Interval,
                Some(7),
                option("lecture"),
                json!({ "way": "interval", "interval": 7, "option": "lecture" }),
            ),
            (
                Way::Response,
                Some(1_449),
                option("student"),
                json!({ "way": "response", "seconds": 1.449, "option": "student" }),
            ),
        ] {
            assert_eq!(mark(way, value, &detail, false), expected);
        }
    }

    #[test]
    fn the_note_of_a_prompt_is_referred_to_in_a_complete_copy() {
        let note = IdSource::Seeded(9).next_uid();
        let named = mark(Way::Prompt, None, &Detail::Note(note), true);
        assert_eq!(named, json!({ "way": "prompt", "note": note.to_text() }));
        assert_eq!(mark(Way::Prompt, None, &Detail::Note(note), false), json!({ "way": "prompt" }));
    }
}
