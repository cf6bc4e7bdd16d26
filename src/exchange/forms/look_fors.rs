//! The sheet on which a form's checkbox answers are look-fors: one the file or the program has, where all labels are on it,
//! else one made of the answers.

use super::cells::options;
use super::rows::Form;
use super::{Around, Column};
use crate::domain::act::Op;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::Way;
use crate::domain::order::InOrder;
use crate::domain::sheet::{MAX_ID, MAX_LABEL, MAX_LOOK_FORS, Sheet};
use crate::domain::text::{clip, fold};
use std::collections::{HashMap, HashSet};

/// The sheet of an import.
pub struct Answers {
    pub uid: Uid,
    pub op: Op,
    pub title: String,
    /// It was made of the answers.
    pub made: bool,
    /// Ids of look-fors by their labels without case and accents.
    pub ids: HashMap<String, String>,
    /// Every id, in the order of the sheet.
    pub all: Vec<String>,
}

/// The sheet for a form's answers; `None` where nothing was checked.
pub fn find(form: &Form, around: &Around) -> Option<Answers> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<(String, String)> = Vec::new();
    for row in &form.rows {
        for (_, _, text) in form.cells(row).filter(|(column, ..)| *column == Column::LookFors) {
            for label in options(text).into_iter().filter(|l| l.chars().nth(MAX_LABEL).is_none()) {
                let folded = fold(&label);
                let count = counts.entry(folded.clone()).or_insert(0);
                *count += 1;
                if *count == 1 {
                    found.push((folded, label));
                }
            }
        }
    }
    if found.is_empty() {
        return None;
    }
    let used = around.sheets.iter().map(|s| (s.name.as_str(), s.body.as_str()));
    let known = used.chain(Sheet::built_in().iter().copied()).find_map(|(name, body)| fitting(name, body, &found));
    known.or_else(|| made(form, found, &counts))
}

/// A sheet on which all these are ticks.
fn fitting(name: &str, body: &str, found: &[(String, String)]) -> Option<Answers> {
    let sheet = Sheet::parse(name, body).ok()?;
    let ticks = || sheet.look_fors.iter().filter(|l| l.way == Way::Tick);
    let ids: HashMap<String, String> = ticks().map(|l| (fold(&l.label), l.id.clone())).collect();
    if !found.iter().all(|(folded, _)| ids.contains_key(folded)) {
        return None;
    }
    let (uid, op) = acts::sheet_used(name, &sheet.title, body);
    let all = ticks().map(|l| l.id.clone()).collect();
    Some(Answers { uid, op, title: sheet.title, made: false, ids, all })
}

/// A sheet of the answers; of more than a sheet can hold, those that were checked most.
fn made(form: &Form, mut found: Vec<(String, String)>, counts: &HashMap<String, usize>) -> Option<Answers> {
    if found.len() > MAX_LOOK_FORS {
        found.order_by_key(|(folded, _)| std::cmp::Reverse(counts.get(folded).copied().unwrap_or(0)));
        found.truncate(MAX_LOOK_FORS);
    }
    let heading = form.columns.iter().find(|u| u.column == Column::LookFors).map_or("", |u| u.heading.as_str());
    let title = clip(heading.split('[').next().unwrap_or_default().trim(), MAX_LABEL, false);
    let title = if title.is_empty() { "Look-fors of a form".to_string() } else { title };
    let name = slug(&title, &HashSet::new());
    let text = |t: &str| serde_json::to_string(t).unwrap_or_default();
    let mut body = format!("format = 1\nid = {}\ntitle = {}\n", text(&name), text(&title));
    let (mut taken, mut ids, mut all) = (HashSet::new(), HashMap::new(), Vec::new());
    for (folded, label) in found {
        let id = slug(&label, &taken);
        body.push_str(&format!("\n[[look_for]]\nid = {}\nlabel = {}\nway = \"tick\"\n", text(&id), text(&label)));
        taken.insert(id.clone());
        all.push(id.clone());
        ids.insert(folded, id);
    }
    Sheet::parse(&name, &body).ok()?;
    let (uid, op) = acts::sheet_used(&name, &title, &body);
    Some(Answers { uid, op, title, made: true, ids, all })
}

/// An id out of a label: small letters, digits and hyphens; with a number where it is taken.
fn slug(label: &str, taken: &HashSet<String>) -> String {
    let folded = fold(label);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let mut id: String = words.collect::<Vec<_>>().join("-").chars().take(MAX_ID - 4).collect();
    id.truncate(id.trim_end_matches('-').len());
    let id = if id.is_empty() { "look-for".to_string() } else { id };
    let free = |n: usize| if n == 1 { id.clone() } else { format!("{id}-{n}") };
    (1..=MAX_LOOK_FORS + 1).map(free).find(|candidate| !taken.contains(candidate)).unwrap_or(id.clone())
}
