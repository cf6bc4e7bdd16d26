//! The one place where the store hands facts to the engine of suggestions.

use super::same::same_thing;
use crate::insight::facts::Facts;
use crate::insight::suggest::{self, Suggestion};
use crate::store::reader::Reader;
use crate::store::trouble::Res;

/// Everything the program notices on a day (days since 1970-01-01), those most worth a leader's time first.
pub fn suggest(reader: &Reader, facts: &Facts, today: i64) -> Res<Vec<Suggestion>> {
    let day = i32::try_from(today).unwrap_or(0);
    Ok(suggest::mixed(suggest::suggest(facts, day), same_thing(reader, facts, today)?))
}
