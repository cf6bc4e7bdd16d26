use super::sample::{sample, uid};
use super::*;
use crate::app::Screen;
use crate::app::layers::Layer;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, visit_row};
use crate::domain::time::{day_bounds, day_of_number};
use crate::insight::facts::SignId;
use crate::store::api::CellVisits;

/// The map of the sample, as the store would answer what was asked last.
fn answer(desk: &mut Desk) {
    let Some(Ask::Heat { what, axis, this_year: 2026 }) =
        desk.asked.iter().rfind(|q| q.lane == Lane::Heat).map(|q| q.ask.clone())
    else {
        panic!("the map was not asked for")
    };
    desk.answer(Lane::Heat, Answer::Heat(sample(what, axis)));
}

fn desk() -> Desk {
    let mut desk = Desk::new((100, 30), Look::default());
    desk.keys("4h");
    answer(&mut desk);
    desk
}

/// Moves to a sign's row.
fn go_to(desk: &mut Desk, name: &str) {
    desk.app.heat.row =
        (0..20).find(|r| desk.app.heat.row_at(*r).is_some_and(|row| row.name == name)).expect("the row");
}

#[test]
fn rows_and_columns_are_chosen_by_one_key_each() {
    let mut desk = desk();
    assert_eq!((desk.app.screen, desk.app.heat.axis), (Screen::Heat, Axis::Grades));
    desk.keys("<Tab>");
    answer(&mut desk);
    assert_eq!(desk.app.heat.table.as_ref().map(|t| t.axis), Some(Axis::Subjects));
    desk.keys("<Shift-Tab><Shift-Tab>");
    answer(&mut desk);
    assert_eq!(desk.app.heat.axis, Axis::Hours);
    desk.keys("t");
    answer(&mut desk);
    assert_eq!(desk.app.heat.table.as_ref().map(|t| (t.what, t.rows.len())), Some((What::LookFors, 3)));
    desk.keys("<Esc>");
    assert_eq!(desk.app.screen, Screen::Patterns);
}

#[test]
fn the_marked_cell_is_said_in_words_first() {
    let mut desk = desk();
    go_to(&mut desk, "wait-time");
    desk.keys("llll");
    let words = said(&desk.app.heat).expect("words");
    assert_eq!(
        words,
        "#wait-time, in grade 4: in 5 of the 10 visits with tagged notes: about half; somewhere between a quarter and three quarters."
    );
    desk.keys("t");
    answer(&mut desk);
    go_to(&mut desk, "Students cite the text");
    desk.app.heat.column = 0;
    let words = said(&desk.app.heat).expect("words");
    assert!(
        words.starts_with("Students cite the text, in grade") && words.ends_with("nobody looked for it."),
        "{words}"
    );
}

#[test]
fn a_look_for_that_is_only_ever_seen_has_no_share() {
    let mut desk = desk();
    desk.keys("t");
    answer(&mut desk);
    go_to(&mut desk, "A student talks to a peer about the task");
    let mut table = desk.app.heat.table.clone().expect("a table");
    let row = table.rows.iter_mut().find(|r| r.name.starts_with("A student talks")).expect("the row");
    row.n = row.k;
    row.cells.fill(Cell::Seen { k: 7, n: 7 });
    desk.app.heat.table = Some(table);
    let words = said(&desk.app.heat).expect("words");
    assert!(words.ends_with(": in 7 visits; counted only where it was seen."), "{words}");
}

#[test]
fn what_is_marked_stays_marked_when_the_map_is_counted_anew() {
    let mut desk = desk();
    go_to(&mut desk, "copying");
    desk.keys("ll");
    let before = said(&desk.app.heat);
    let mut table = sample(What::Tags, Axis::Grades);
    table.rows.reverse();
    refresh(&mut desk.app);
    desk.sort();
    desk.answer(Lane::Heat, Answer::Heat(table));
    assert_eq!(said(&desk.app.heat), before);
    desk.keys("s");
    assert_eq!(desk.app.heat.sort, Sort::Name);
}

#[test]
fn a_tag_leads_to_its_notes() {
    let mut desk = desk();
    go_to(&mut desk, "one-word");
    let place = (0..7).find(|c| desk.app.heat.column_at(*c).is_some_and(|c| c.label == "4")).expect("grade 4");
    desk.app.heat.column = place;
    desk.keys("<Enter>");
    assert_eq!(desk.app.screen, Screen::Notes);
    let filter = desk.app.notes.filter();
    assert_eq!((filter.grade.as_deref(), filter.tag.map(|t| t.0)), (Some("4"), Some(uid(1))));
    // A search is left first, then the list: the map stands as it was.
    desk.keys("/wait<Enter><Esc>");
    assert_eq!((desk.app.screen, desk.app.notes.facets().len()), (Screen::Notes, 2));
    let row = desk.app.heat.row;
    desk.keys("<Esc>");
    answer(&mut desk);
    assert_eq!((desk.app.screen, desk.app.heat.row, desk.app.heat.column), (Screen::Heat, row, place));

    desk.app.heat.axis = Axis::Weeks;
    refresh(&mut desk.app);
    desk.sort();
    answer(&mut desk);
    go_to(&mut desk, "one-word");
    desk.app.heat.column = 0;
    desk.keys("<Enter>");
    let filter = desk.app.notes.filter();
    let bounds = (day_bounds(day_of_number(20_703), 0).0, day_bounds(day_of_number(20_709), 0).1);
    assert_eq!((filter.from, filter.to), (Some(bounds.0), Some(bounds.1)));
}

#[test]
fn a_look_for_leads_to_its_visits() {
    let mut desk = desk();
    desk.keys("t");
    answer(&mut desk);
    go_to(&mut desk, "A student talks to a peer about the task");
    let seen = (0..9).find(|c| {
        let heat = &desk.app.heat;
        heat.row_at(heat.row).and_then(|r| heat.cell(r, *c)).is_some_and(|c| matches!(c, Cell::Seen { .. }))
    });
    desk.app.heat.column = seen.expect("a cell");
    desk.keys("<Enter>");
    let Some(Ask::HeatCell { sign, limit: 100, .. }) = desk.asked.last().map(|q| q.ask.clone()) else {
        panic!("the visits were not asked for")
    };
    assert_eq!(sign, SignId::LookFor("peer".into()));
    let cell = CellVisits { seen: vec![visit_row(90, 3)], not_seen: vec![visit_row(91, 0)], counts: (4, 1) };
    desk.answer(Lane::HeatCell, Answer::HeatCell(cell));
    let Some(Layer::Picker(picker)) = desk.app.layers.last() else { panic!("no list") };
    let details: Vec<&str> = picker.items.iter().map(|i| i.detail.as_str()).collect();
    assert_eq!(details, ["seen", "seen", "looked for and not seen"]);
    assert!(picker.items.iter().all(|i| !i.label.contains("Room")), "{:?}", picker.items);
    assert_eq!(picker.items[0].label, "18 Nov  grade 4  Reading");
    assert_eq!(picker.items[1].label, "and 3 older ones");
    desk.keys("<Enter>");
    assert_eq!(desk.app.screen, Screen::Visit);
}

#[test]
fn a_hidden_cell_leads_nowhere() {
    let mut desk = desk();
    let mut table = sample(What::Tags, Axis::Grades);
    for row in &mut table.rows {
        row.cells.fill(Cell::TooFew);
    }
    refresh(&mut desk.app);
    desk.sort();
    desk.answer(Lane::Heat, Answer::Heat(table));
    let asked = desk.asked.len();
    desk.keys("<Enter>");
    assert_eq!((desk.app.screen, desk.asked.len()), (Screen::Heat, asked));
    assert!(desk.notice().contains("too few to tell"), "{}", desk.notice());
}

#[test]
fn where_no_tag_can_be_laid_out_look_fors_are() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("4h");
    desk.answer(Lane::Heat, Answer::Heat(Table::default()));
    answer(&mut desk);
    assert_eq!(desk.app.heat.table.as_ref().map(|t| t.what), Some(What::LookFors));
}
