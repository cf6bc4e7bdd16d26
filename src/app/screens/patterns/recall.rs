//! What was dismissed or put off: looking through it, and bringing it back.

use super::super::{forms, tags};
use super::look_for_label;
use crate::app::App;
use crate::app::layer_keys;
use crate::app::layers::{Layer, PickItem, PickValue, Picked};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::suggestion::Decision;
use crate::domain::time::{day_number, day_of_number, local_time, short_day};
use crate::insight::suggest::Sort;
use crate::store::api::{Ask, DecidedRow, Lane};
use chrono::Datelike;

const READING: &str = "What was decided is still being read.";
const NONE: &str = "Nothing is dismissed or put off.";

/// Opens the list; it fills when it has been read.
pub fn ask(app: &mut App) {
    tags::ask(app);
    let picker = forms::picker("Dismissed or put off: Enter brings it back", Vec::new(), READING, Picked::Recall);
    app.layers.push(Layer::Picker(picker));
    app.ask(Lane::Decided, Ask::Decided);
}

pub fn came(app: &mut App, rows: &[DecidedRow]) {
    let items: Vec<PickItem> = rows.iter().filter(|r| is_shelved(app, r)).map(|r| item(app, r)).collect();
    if let Some(Layer::Picker(picker)) = app.layers.last_mut()
        && picker.then == Picked::Recall
    {
        picker.empty = NONE.into();
        picker.items = items;
        layer_keys::narrow(picker);
    }
}

/// A suggestion that is not shown now because of a decision that can be taken back here. One that was kept has its pattern,
/// and other proposals than suggestions are decided where they are made.
fn is_shelved(app: &App, row: &DecidedRow) -> bool {
    let sort = row.topic.split('/').next().unwrap_or_default();
    let is_suggestion = Sort::ALL.iter().any(|s| s.word() == sort.replace('-', " "))
        || app.patterns.noticed.title(&row.topic).is_some();
    let away = !row.decided.shows_on(day_number(app.now.today()));
    is_suggestion && away && row.decided.decision != Decision::Accepted
}

fn item(app: &App, row: &DecidedRow) -> PickItem {
    let year = app.now.today().year();
    let detail = match (row.decided.decision, row.decided.until) {
        (Decision::PutOff, Some(day)) => format!("put off until {}", short_day(day_of_number(day), year)),
        (decision, _) => {
            let day = short_day(local_time(row.at, app.now.offset).date_naive(), year);
            let why = if row.decided.why.is_empty() { String::new() } else { format!(": “{}”", row.decided.why) };
            format!("{} {day}{why}", decision.word())
        }
    };
    forms::item(called(app, &row.topic), detail, PickValue::Word(row.topic.clone()))
}

/// What a suggestion is called: by its title where it was seen since the start, else by what its key is made of.
fn called(app: &App, topic: &str) -> String {
    if let Some(title) = app.patterns.noticed.title(topic) {
        return title.to_string();
    }
    let mut parts = topic.split('/');
    let sort = parts.next().unwrap_or_default();
    let rest: Vec<String> = parts.map(|part| part_words(app, part)).filter(|p| !p.is_empty()).collect();
    let sort = sort.replace('-', " ");
    if rest.is_empty() { sort } else { format!("{} ({sort})", rest.join(", ")) }
}

/// A part of a key in words: the name of a tag, the label of a look-for, the statement of a pattern, or what it says.
fn part_words(app: &App, part: &str) -> String {
    let named = |id: &str| {
        let uid = Uid::parse(id)?;
        let tag = app.tags.get(uid).map(|t| format!("#{}", t.name));
        tag.or_else(|| app.patterns.rows.iter().flatten().find(|r| r.uid == uid).map(|r| r.statement.clone()))
    };
    let (kind, id) = part.split_once(':').unwrap_or(("", part));
    match kind {
        "tag" => named(id).unwrap_or_else(|| "a tag".into()),
        "pattern" => named(id).unwrap_or_else(|| "a pattern".into()),
        "look-for" => look_for_label(app, id),
        "" => named(id).unwrap_or_else(|| id.replace('-', " ")),
        _ => format!("{} {}", kind.replace('-', " "), id.replace('-', " ")),
    }
}

pub fn picked(app: &mut App, item: Option<PickItem>) {
    let Some(PickItem { label, value: PickValue::Word(topic), .. }) = item else { return };
    if app.act(Verb::RecallSuggestion, vec![acts::undecided(&topic)]).is_some() {
        app.patterns.noticed.recalled(&topic);
        app.tell(format!("“{label}” may be suggested again, if it still holds."));
    }
}
