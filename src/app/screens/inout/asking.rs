//! What a person says of a file that is brought in: what a column is, how days and answers are read, which school it is.

use super::choices::Choice;
use super::{Step, files, going};
use crate::app::App;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Picker, Prompt};
use crate::app::screens::forms::{filled_text, item, picker, prompt};
use crate::domain::dates::read_day;
use crate::domain::text::visible;
use crate::exchange::forms::{COLUMNS, Column, Order, Split};
use crate::exchange::roster;

/// What a line to fill in is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Name,
    School,
    Day,
}

/// What a list to choose from is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// Which column.
    Column,
    /// What the column with this heading is.
    Is(String),
    How,
    Order,
    Split,
    Unchecked,
}

/// The parts of how a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Order,
    Split,
    Unchecked,
    Day,
    School,
    Missing,
}

impl Part {
    const OF_NOTES: [Part; 4] = [Part::Order, Part::Split, Part::Unchecked, Part::Day];
    const OF_ROOMS: [Part; 2] = [Part::School, Part::Missing];

    fn label(self) -> &'static str {
        match self {
            Part::Order => "What comes first in a date",
            Part::Split => "How an answer becomes notes",
            Part::Unchecked => "What was not checked in a list",
            Part::Day => "One day for all rows",
            Part::School => "The school",
            Part::Missing => "Rooms that are missing in it",
        }
    }

    /// What holds now.
    fn now(self, app: &App) -> String {
        let said = app.inout.page.form.as_ref().map(|told| &told.wish);
        let split = said.and_then(|w| w.split).unwrap_or_default();
        let unchecked = said.and_then(|w| w.unchecked_not_seen).unwrap_or_default();
        let rooms = &app.inout.rooms;
        match self {
            Part::Order => said.and_then(|w| w.order).map_or("told by the rows", Order::words).into(),
            Part::Split => split_words(split).into(),
            Part::Unchecked => unchecked_words(unchecked).into(),
            Part::Day => said.and_then(|w| w.day).map_or("as each row tells".into(), |day| day.to_string()),
            Part::School => rooms.school.clone().unwrap_or_else(|| "as it tells".into()),
            Part::Missing => if rooms.keep_missing { "stay in use" } else { "are retired" }.into(),
        }
    }
}

fn split_words(split: Split) -> &'static str {
    match split {
        Split::Lines => "one for each of its lines",
        Split::Clauses => "one for each part between semicolons",
        Split::Sentences => "one for each sentence",
        Split::Cell => "one for the whole answer",
    }
}

fn unchecked_words(not_seen: bool) -> &'static str {
    if not_seen { "was looked for and not seen" } else { "was not looked for" }
}

fn parts(app: &App) -> &'static [Part] {
    match app.inout.choice {
        Some(Choice::Notes) if app.inout.page.form.is_some() => &Part::OF_NOTES,
        Some(Choice::Rooms) if app.inout.from.is_some() => &Part::OF_ROOMS,
        _ => &[],
    }
}

/// Whether it can be said how the file at hand is read.
pub fn has_how(app: &App) -> bool {
    !parts(app).is_empty()
}

fn list(app: &mut App, title: &str, items: Vec<PickItem>, then: Pick) {
    app.layers.push(Layer::Picker(picker(title, items, "Nothing fits.", Picked::InOut(then))));
}

fn numbered(labels: impl Iterator<Item = (String, String)>) -> Vec<PickItem> {
    (0..).zip(labels).map(|(n, (label, detail))| item(label, detail, PickValue::Number(n))).collect()
}

/// Asks which column.
pub fn columns(app: &mut App) {
    let page = &app.inout.page;
    let said = |heading: &String| {
        let found = app.inout.rooms.map.iter().find(|(told, _)| told == heading);
        found.map_or(String::new(), |(_, column)| format!("{} (as you said)", room_column(*column)))
    };
    let items = match &page.form {
        Some(told) => numbered(told.columns.iter().map(|u| (visible(&u.heading), u.words()))),
        None => numbered(page.headings.iter().map(|h| (visible(h), said(h)))),
    };
    list(app, "Which column?", items, Pick::Column);
}

/// Asks how the file is read.
pub fn how(app: &mut App) {
    let items = numbered(parts(app).iter().map(|part| (part.label().into(), part.now(app))));
    list(app, "How it is read", items, Pick::How);
}

/// Asks whether day or month comes first.
pub fn order(app: &mut App) {
    let example = |order: Order| match order {
        Order::Dmy => "3/4/2026 is 3 April",
        Order::Mdy => "3/4/2026 is 4 March",
        Order::Ymd => "2026/3/4 is 4 March",
    };
    let items = numbered(Order::ALL.iter().map(|o| (capital(o.words()), example(*o).into())));
    list(app, Part::Order.label(), items, Pick::Order);
}

/// Asks which school it is.
pub fn school(app: &mut App) {
    let hint = "The name of the school, as it stands in your file. Empty: as the roster tells.";
    let known = app.inout.rooms.school.clone().unwrap_or_default();
    prompt(app, Part::School.label(), &known, hint, Filled::InOut(Asked::School));
}

fn day(app: &mut App, hint: &str) {
    prompt(app, Part::Day.label(), "", hint, Filled::InOut(Asked::Day));
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A line of a list was chosen.
pub fn picked(app: &mut App, from: &Picker, chosen: Option<PickItem>) {
    let Picked::InOut(pick) = &from.then else { return };
    let Some(PickValue::Number(n)) = chosen.map(|item| item.value) else { return };
    let n = usize::try_from(n).unwrap_or(usize::MAX);
    match pick {
        Pick::Column => {
            let page = &app.inout.page;
            let heading = match &page.form {
                Some(told) => told.columns.get(n).map(|u| u.heading.clone()),
                None => page.headings.get(n).cloned(),
            };
            if let Some(heading) = heading {
                let items = match page.form.is_some() {
                    true => numbered(COLUMNS.iter().map(|(_, word, becomes, _)| (capital(becomes), (*word).into()))),
                    false => {
                        numbered(roster::COLUMNS.iter().map(|(c, word, _)| (capital(room_column(*c)), (*word).into())))
                    }
                };
                list(app, &format!("“{}” is …", visible(&heading)), items, Pick::Is(heading));
            }
        }
        Pick::Is(heading) if app.inout.choice == Some(Choice::Rooms) => {
            if let Some((column, ..)) = roster::COLUMNS.get(n) {
                app.inout.rooms.map.retain(|(told, known)| told != heading && known != column);
                app.inout.rooms.map.push((heading.clone(), *column));
                going::look_again(app);
            }
        }
        Pick::Is(heading) => {
            if let Some((column, ..)) = COLUMNS.get(n) {
                say_column(app, heading.clone(), *column);
            }
        }
        Pick::How => part_chosen(app, n),
        Pick::Order => {
            app.inout.notes.order = Order::ALL.get(n).copied();
            going::look_again(app);
        }
        Pick::Split => {
            app.inout.notes.split = Split::ALL.get(n).copied();
            going::look_again(app);
        }
        Pick::Unchecked => {
            app.inout.notes.unchecked_not_seen = Some(n == 1);
            going::look_again(app);
        }
    }
}

/// What a column of a list of rooms is, in words.
fn room_column(column: roster::Column) -> &'static str {
    match column {
        roster::Column::Room => "the room",
        roster::Column::Teacher => "who teaches there",
        roster::Column::Grade => "the grade",
        roster::Column::Subject => "the subject",
        roster::Column::Period => "the period",
        roster::Column::School => "the school",
        roster::Column::Course => "the course",
        roster::Column::Term => "the term",
        roster::Column::Id => "an id of the row, the same every year",
        roster::Column::TeacherId => "an id of the teacher, the same every year",
        roster::Column::Role => "what the person named in the row does",
    }
}

fn say_column(app: &mut App, heading: String, column: Column) {
    app.inout.notes.map.retain(|(told, _)| *told != heading);
    app.inout.notes.map.push((heading, column));
    going::look_again(app);
}

fn part_chosen(app: &mut App, n: usize) {
    match parts(app).get(n) {
        Some(Part::Order) => order(app),
        Some(Part::Split) => {
            let items = numbered(Split::ALL.iter().map(|s| (capital(split_words(*s)), String::new())));
            list(app, Part::Split.label(), items, Pick::Split);
        }
        Some(Part::Unchecked) => {
            let items = numbered([false, true].iter().map(|n| (capital(unchecked_words(*n)), String::new())));
            list(app, Part::Unchecked.label(), items, Pick::Unchecked);
        }
        Some(Part::Day) => day(app, "For a sheet that tells none. Empty: as each row tells."),
        Some(Part::School) => school(app),
        Some(Part::Missing) => {
            app.inout.rooms.keep_missing = !app.inout.rooms.keep_missing;
            going::look_again(app);
        }
        None => {}
    }
}

/// A line was filled in.
pub fn filled(app: &mut App, prompt: &Prompt) {
    let Filled::InOut(asked) = prompt.then else { return };
    let text = filled_text(prompt);
    match asked {
        Asked::Name => files::named(app, &text),
        Asked::School => {
            app.inout.rooms.school = Some(text).filter(|t| !t.is_empty());
            going::look_again(app);
        }
        Asked::Day if text.is_empty() => {
            app.inout.notes.day = None;
            going::look_again(app);
        }
        Asked::Day => match read_day(&text, app.now.today()) {
            Some(read) if app.inout.step == Step::Page => {
                app.inout.notes.day = Some(read);
                going::look_again(app);
            }
            _ => day(app, "A day was expected, such as 2026-09-14."),
        },
    }
}
