//! The list of visits, newest first: the way to the page of any visit, also of one without a typed line.

use super::{forms, visit};
use crate::app::layers::{Layer, PickItem, PickValue, Picked};
use crate::app::{App, Screen};
use crate::domain::text::count;
use crate::domain::time::{clock, local_time, short_day};
use crate::store::api::{Answer, Ask, Lane, Origin, VisitKey, VisitRow};
use chrono::Datelike;

/// Visits listed at once: a few weeks of walking. The last line of the list goes on with older ones.
const PAGE: usize = 100;

/// Asks for the newest visits, or for those older than one.
pub fn ask(app: &mut App, before: Option<VisitKey>) {
    app.ask(Lane::Visits, Ask::Visits { before, limit: PAGE });
}

/// Lays the list over the screen, unless something else came in between.
pub fn answered(app: &mut App, answer: Answer) {
    let Answer::Visits(page) = answer else { return };
    if !app.layers.is_empty() || app.screen != Screen::Home {
        return;
    }
    if page.rows.is_empty() {
        app.tell("There is no visit yet.");
        return;
    }
    let mut items: Vec<PickItem> = page.rows.iter().map(|row| item(app, row)).collect();
    if page.older.is_some() {
        items.push(forms::item("Older visits …", "", PickValue::None));
    }
    let picker = forms::picker("Visits, newest first", items, "No visit of this list fits.", Picked::Visit(page.older));
    app.layers.push(Layer::Picker(picker));
}

/// "23 Nov  9:41  Room 5", and how much is written there.
fn item(app: &App, row: &VisitRow) -> PickItem {
    let lines = match row.notes {
        0 => "no typed line".into(),
        lines => count(lines, "line", "lines"),
    };
    let detail = if row.subject.is_empty() { lines } else { format!("{}, {lines}", row.subject) };
    forms::item(when_and_where(app, row), detail, PickValue::Id(row.uid))
}

/// "23 Nov  9:41  Room 5".
pub fn when_and_where(app: &App, row: &VisitRow) -> String {
    let when = row.started.map_or("no day".into(), |at| {
        let day = short_day(local_time(at, app.now.offset).date_naive(), app.now.today().year());
        let about = if row.origin == Origin::Live { "" } else { "about " };
        format!("{day:>6}  {about}{}", clock(at, app.now.offset))
    });
    let room = if row.room.is_empty() { "no room" } else { row.room.as_str() };
    format!("{when}  {room}")
}

pub fn picked(app: &mut App, older: Option<VisitKey>, item: Option<PickItem>) {
    match item.map(|i| i.value) {
        Some(PickValue::Id(uid)) => visit::open(app, uid, None),
        Some(PickValue::None) if older.is_some() => ask(app, older),
        _ => {}
    }
}
