//! Things in the fields of an operation. In a file they are plain numbers, whose meaning the field's shape tells. In a
//! bundle each is marked, so that a version that does not know a field can carry it on: `{"$": 7}` is thing 7, and
//! `{"$": [7, 1, 9, 0]}` is a set with a number for each member. A field that is not known here keeps its marks in the
//! log, and is understood once the program knows it.

use crate::domain::schema::{Field, Kind, Shape};
use crate::store::log::{REPLACES, SEQUENCE_BITS};
use serde_json::{Map, Value as Json, json};

/// The key of a mark.
pub const MARK: &str = "$";

/// A value as a marked one, when it is a thing or a set of things.
fn marked(shape: Shape, value: Json) -> Json {
    match (shape, &value) {
        (Shape::Ref(_), Json::Number(_)) | (Shape::Members(..), Json::Array(_)) => json!({ MARK: value }),
        _ => value,
    }
}

/// Fields of the log as a bundle has them. `place` says where an act stands in the bundle: log and sequence; `None` for one
/// that the bundle has no right to name.
pub fn give(kind: i64, fields: Map<String, Json>, place: impl Fn(i64) -> Option<(usize, i64)>) -> Map<String, Json> {
    let known = Kind::from_number(kind);
    let one = |(key, value): (String, Json)| {
        if key == REPLACES {
            let heads = crate::store::log::pairs(&value).into_iter();
            let heads: Vec<Json> = heads
                .filter_map(|(act, n)| place(act).map(|(log, sequence)| [json!(log), json!(sequence), json!(n)]))
                .flatten()
                .collect();
            return (key, Json::Array(heads));
        }
        let value = match known.and_then(|k| k.field(&key)) {
            Some(Field { shape, .. }) => marked(shape, value),
            None => value,
        };
        (key, value)
    };
    fields.into_iter().map(one).collect()
}

/// Every number that a mark names.
pub fn each_thing(value: &Json, take: &mut dyn FnMut(i64)) {
    match value {
        Json::Object(map) => match (map.len(), map.get(MARK)) {
            (1, Some(Json::Number(n))) => n.as_i64().into_iter().for_each(take),
            (1, Some(list @ Json::Array(_))) => {
                crate::store::log::pairs(list).into_iter().for_each(|(thing, _)| take(thing));
            }
            _ => map.values().for_each(|v| each_thing(v, take)),
        },
        Json::Array(list) => list.iter().for_each(|v| each_thing(v, take)),
        _ => {}
    }
}

/// Fields of a bundle as this file's log has them; false when something there is not known here and keeps its marks.
/// `None`: they name a thing or a log that the bundle does not have.
pub fn take(
    kind: i64,
    fields: Map<String, Json>,
    thing: &dyn Fn(i64) -> Option<i64>,
    replica: &dyn Fn(usize) -> Option<i64>,
) -> Option<(Map<String, Json>, bool)> {
    let known = Kind::from_number(kind);
    let mut all_known = known.is_some();
    let mut out = Map::new();
    for (key, value) in fields {
        let value = if key == REPLACES {
            heads(&value, replica)?
        } else {
            let value = renumbered(value, thing)?;
            match known.and_then(|k| k.field(&key)).map(|f| f.shape) {
                Some(Shape::Ref(_) | Shape::Members(..)) => unmarked(value),
                Some(_) => value,
                None => {
                    all_known = false;
                    value
                }
            }
        };
        out.insert(key, value);
    }
    Some((out, all_known))
}

fn heads(value: &Json, replica: &dyn Fn(usize) -> Option<i64>) -> Option<Json> {
    let Json::Array(list) = value else { return Some(Json::Array(Vec::new())) };
    let mut heads = Vec::new();
    for head in list.chunks_exact(3) {
        let number = |i: usize| head.get(i).and_then(Json::as_i64).filter(|n| (0..1 << SEQUENCE_BITS).contains(n));
        let replica = replica(usize::try_from(number(0)?).ok()?)?;
        heads.push(json!(super::act_id(replica, number(1)?)));
        heads.push(json!(number(2)?));
    }
    Some(Json::Array(heads))
}

fn renumbered(value: Json, thing: &dyn Fn(i64) -> Option<i64>) -> Option<Json> {
    Some(match value {
        Json::Object(map) => match (map.len(), map.get(MARK)) {
            (1, Some(Json::Number(n))) => json!({ MARK: thing(n.as_i64()?)? }),
            (1, Some(list @ Json::Array(_))) => {
                let mut members = Vec::new();
                for (member, number) in crate::store::log::pairs(list) {
                    members.extend([json!(thing(member)?), json!(number)]);
                }
                json!({ MARK: members })
            }
            _ => Json::Object(map.into_iter().map(|(k, v)| Some((k, renumbered(v, thing)?))).collect::<Option<_>>()?),
        },
        Json::Array(list) => Json::Array(list.into_iter().map(|v| renumbered(v, thing)).collect::<Option<_>>()?),
        other => other,
    })
}

fn unmarked(value: Json) -> Json {
    match value {
        Json::Object(mut map) if map.len() == 1 && map.contains_key(MARK) => map.remove(MARK).unwrap_or(Json::Null),
        // A bare number would be taken for a thing of this file.
        Json::Number(_) | Json::Array(_) => Json::Null,
        other => other,
    }
}

/// A value without its mark, for a field that has become known since it was taken in.
pub fn plain(value: &Json) -> &Json {
    match value {
        Json::Object(map) if map.len() == 1 => map.get(MARK).unwrap_or(value),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn object(value: Json) -> Map<String, Json> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn known_things_lose_their_marks_and_unknown_ones_keep_them() {
        let fields = object(json!({"v": 5, "t": "x", "g": [6, 1], "zz": {"$": 7}, "^": [(3_i64 << 40) | 9, 0]}));
        let given = give(Kind::Note as i64, fields.clone(), |act| Some((0, act & 0xff)));
        assert_eq!(
            Json::Object(given.clone()),
            json!({"v": {"$": 5}, "t": "x", "g": {"$": [6, 1]}, "zz": {"$": 7}, "^": [0, 9, 0]})
        );
        let (taken, known) =
            take(Kind::Note as i64, given, &|n| Some(n + 100), &|_| Some(3)).expect("everything is there");
        assert!(!known);
        assert_eq!(
            Json::Object(taken),
            json!({"v": 105, "t": "x", "g": [106, 1], "zz": {"$": 107}, "^": [(3_i64 << 40) | 9, 0]})
        );
    }

    #[test]
    fn a_bare_number_is_no_thing_and_an_unknown_one_is_refused() {
        let bare = take(Kind::Note as i64, object(json!({"v": 5})), &|n| Some(n), &|_| None).expect("read");
        assert_eq!(bare.0.get("v"), Some(&Json::Null));
        assert!(take(Kind::Note as i64, object(json!({"v": {"$": 5}})), &|_| None, &|_| None).is_none());
        assert!(take(Kind::Note as i64, object(json!({"^": [9, 1, 0]})), &|_| None, &|_| None).is_none());
    }

    proptest! {
        #[test]
        fn what_is_given_is_taken_as_it_was(things in prop::collection::vec(1i64..50, 0..4), text in ".{0,9}") {
            let flat: Vec<i64> = things.iter().flat_map(|t| [*t, 1]).collect();
            let fields = object(json!({"v": 3, "g": flat, "t": text, "new": {"deep": [{"$": 4}]}}));
            let given = give(Kind::Note as i64, fields.clone(), |_| None);
            let mut named = Vec::new();
            given.values().for_each(|v| each_thing(v, &mut |n| named.push(n)));
            prop_assert_eq!(named.len(), things.len() + 2);
            let taken = take(Kind::Note as i64, given, &|n| Some(n), &|_| None).expect("read");
            prop_assert_eq!(taken.0, fields);
        }
    }
}
