//! Acts outside the file, with ids written out: the emergency file and the complete export. One JSON object an act.

use crate::domain::act::{Act, Op, Stream, Value, Verb};
use crate::domain::id::Uid;
use crate::domain::order::mapped;
use crate::domain::schema::{Kind, Shape};
use crate::domain::time::Hlc;
use serde_json::{Map, Value as Json, json};

/// An act as JSON.
pub fn act_to_json(act: &Act) -> Json {
    let ops: Vec<Json> = act.ops.iter().map(op_to_json).collect();
    json!({ "clock": act.clock.0, "verb": act.verb as i64, "ops": ops })
}

fn op_to_json(op: &Op) -> Json {
    let fields: Map<String, Json> =
        mapped(op.fields.iter().map(|(field, value)| (field.key.to_string(), value_to_json(value))));
    json!({ "id": op.entity.to_text(), "kind": op.kind as i64, "stream": op.stream as i64, "fields": fields })
}

/// A value as JSON: ids as text, sets as objects.
pub fn value_to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Ref(uid) => Json::from(uid.to_text()),
        Value::Members(members) => Json::Object(mapped(members.iter().map(|(uid, n)| (uid.to_text(), Json::from(*n))))),
    }
}

/// Reads an act back; `None` when it is not one this version understands whole.
pub fn act_from_json(json: &Json) -> Option<Act> {
    let ops = json.get("ops")?.as_array()?.iter().map(op_from_json).collect::<Option<_>>()?;
    Some(Act { clock: Hlc(json.get("clock")?.as_i64()?), verb: Verb::from_number(json.get("verb")?.as_i64()?)?, ops })
}

fn op_from_json(json: &Json) -> Option<Op> {
    let kind = Kind::from_number(json.get("kind")?.as_i64()?)?;
    let stream = match json.get("stream")?.as_i64()? {
        0 => Stream::Shared,
        1 => Stream::Names,
        2 => Stream::Private,
        _ => return None,
    };
    let mut op = Op::new(kind, Uid::parse(json.get("id")?.as_str()?)?).in_stream(stream);
    for (key, value) in json.get("fields")?.as_object()? {
        let field = kind.field(key)?;
        op = op.set(field, value_from_json(field.shape, value)?);
    }
    Some(op)
}

fn value_from_json(shape: Shape, json: &Json) -> Option<Value> {
    Some(match (shape, json) {
        (_, Json::Null) => Value::Null,
        (Shape::Int, Json::Number(n)) => Value::Int(n.as_i64()?),
        (Shape::Text | Shape::Versions, Json::String(text)) => Value::Text(text.clone()),
        (Shape::Ref(_), Json::String(text)) => Value::Ref(Uid::parse(text)?),
        (Shape::Members(..), Json::Object(members)) => {
            let read = |(uid, n): (&String, &Json)| Some((Uid::parse(uid)?, n.as_i64()?));
            Value::Members(members.iter().map(read).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}
