//! What was said of a form, kept as a setting of the file, so that the next export of the same form needs no options.

use super::Wish;
use super::cells::Split;
use super::columns::Column;
use super::dates::Order;
use super::rows::Open;
use crate::exchange::roster::table::heading;
use serde_json::{Value, json};

/// The setting's name for a form.
fn key(open: &Open) -> String {
    format!("form.{}", open.key)
}

/// What was said now, and for the rest what was said at an earlier import of a form with the same headings. A day for all
/// rows is not remembered: it is another one next week.
pub fn read(open: &Open, settings: &[(String, String)], said: Wish) -> Wish {
    let kept = settings.iter().find(|(k, _)| *k == key(open)).and_then(|(_, text)| serde_json::from_str(text).ok());
    let kept: Value = kept.unwrap_or_default();
    let word = |name: &str| kept.get(name).and_then(Value::as_str);
    let mut wish = said;
    for pair in kept.get("map").and_then(Value::as_array).into_iter().flatten() {
        let (told, column) = (pair.get(0).and_then(Value::as_str), pair.get(1).and_then(Value::as_str));
        let Some((told, column)) = told.zip(column.and_then(Column::parse)) else { continue };
        if !wish.map.iter().any(|(said, _)| heading(said) == heading(told)) {
            wish.map.push((told.to_string(), column));
        }
    }
    wish.split = wish.split.or_else(|| word("split").and_then(Split::parse));
    wish.order = wish.order.or_else(|| word("order").and_then(Order::parse));
    wish.unchecked_not_seen = wish.unchecked_not_seen.or_else(|| kept.get("not_seen").and_then(Value::as_bool));
    wish
}

/// The setting that remembers this; `None` where nothing was said.
pub fn write(open: &Open, wish: &Wish) -> Option<(String, String)> {
    if wish.map.is_empty() && wish.split.is_none() && wish.order.is_none() && wish.unchecked_not_seen.is_none() {
        return None;
    }
    let map: Vec<Value> = wish.map.iter().map(|(told, column)| json!([heading(told), column.word()])).collect();
    let kept = json!({
        "map": map,
        "split": wish.split.map(Split::word),
        "order": wish.order.map(Order::word),
        "not_seen": wish.unchecked_not_seen,
    });
    Some((key(open), kept.to_string()))
}
