//! From a cell to what stands behind it: its notes where a filter can name them, else its visits.

use super::super::{forms, notes};
use super::{said, sign_name};
use crate::app::layers::{Layer, PickItem, PickValue, Picked};
use crate::app::{App, Screen};
use crate::domain::text::count;
use crate::domain::time::{day_bounds, day_of_number, local_time, short_day};
use crate::insight::facts::SignId;
use crate::insight::heat::{Cell, Member, What};
use crate::store::api::{Ask, CellVisits, Filter, IdText, Lane, VisitRow};
use chrono::Datelike;

/// Visits of each sort that are listed.
const LISTED: usize = 100;

/// Opens what stands behind the marked cell.
pub fn open(app: &mut App) {
    let Some((row, column, cell)) = app.heat.marked() else {
        app.tell("There is no cell here yet.");
        return;
    };
    let Cell::Seen { k, .. } = cell else {
        let words = said(&app.heat).unwrap_or_default();
        app.tell(words);
        return;
    };
    let (sign, members) = (row.id.clone(), column.members.clone());
    match filter(app, &sign, &members) {
        Some(filter) if k > 0 => notes::open_with(app, filter),
        _ => {
            app.ask(Lane::HeatCell, Ask::HeatCell { sign, members, limit: LISTED });
        }
    }
}

/// The filter of Notes that finds exactly the notes of a tag in one column; none where there is no such filter.
fn filter(app: &App, sign: &SignId, members: &[Member]) -> Option<Filter> {
    let (SignId::Tag(tag), [member]) = (sign, members) else { return None };
    let tagged = Filter { tag: Some(IdText(*tag)), ..Filter::default() };
    let moments = |day: i32| day_bounds(day_of_number(i64::from(day)), app.now.offset);
    match member {
        Member::Grade(grade) => Some(Filter { grade: Some(grade.clone()), ..tagged }),
        Member::Subject(subject) => Some(Filter { subject: Some(subject.clone()), ..tagged }),
        Member::Period(period) => Some(Filter { period: Some(period.clone()), ..tagged }),
        Member::Days(first, last) => {
            Some(Filter { from: Some(moments(*first).0), to: Some(moments(*last).1), ..tagged })
        }
        Member::Weekday(_) | Member::Hour(_) | Member::Unknown(_) => None,
    }
}

/// Lays the visits over the map, unless something else came in between.
pub fn visits_came(app: &mut App, cell: &CellVisits) {
    if !app.layers.is_empty() || app.screen != Screen::Heat {
        return;
    }
    let Some((row, column, _)) = app.heat.marked() else { return };
    let name = app.heat.table.as_ref().map(|t| sign_name(t.what, row)).unwrap_or_default();
    let title = format!("{name}, {}: seen in {}", column.words, count(cell.counts.0, "visit", "visits"));
    let listed = |rows: &[VisitRow], all: usize, detail: &str| -> Vec<PickItem> {
        let mut items: Vec<PickItem> =
            rows.iter().map(|row| forms::item(when_and_what(app, row), detail, PickValue::Id(row.uid))).collect();
        if all > rows.len() {
            items.push(forms::item(format!("and {} older ones", all - rows.len()), detail, PickValue::None));
        }
        items
    };
    let mut items = listed(&cell.seen, cell.counts.0, "seen");
    // Nobody looks for a tag.
    let tags = app.heat.table.as_ref().is_some_and(|t| t.what == What::Tags);
    let not_seen = if tags { "not seen" } else { "looked for and not seen" };
    items.extend(listed(&cell.not_seen, cell.counts.1, not_seen));
    if items.is_empty() {
        app.tell("These visits are not there any more.");
        return;
    }
    let picker = forms::picker(&title, items, "No visit of this list fits.", Picked::Visit(None));
    app.layers.push(Layer::Picker(picker));
}

/// "23 Nov  grade 4  Reading". No room: beside what was or was not seen it would stand for a teacher.
fn when_and_what(app: &App, row: &VisitRow) -> String {
    let day = |at| short_day(local_time(at, app.now.offset).date_naive(), app.now.today().year());
    let mut words = vec![format!("{:>6}", row.started.map_or("no day".into(), day))];
    if !row.grade.is_empty() {
        words.push(format!("grade {}", row.grade));
    }
    if !row.subject.is_empty() {
        words.push(row.subject.clone());
    }
    words.join("  ")
}
