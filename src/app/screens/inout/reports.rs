//! What a report is of: all walks, one of them, some days, or one pattern.

use super::files;
use crate::app::App;
use crate::app::field::Field;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Prompt, PromptLine};
use crate::app::screens::forms::{item, picker};
use crate::domain::agreements::day_words;
use crate::domain::dates::read_day;
use crate::domain::id::Uid;
use crate::domain::text::{count, visible};
use crate::domain::time::{day_number, day_of_number};
use crate::store::api::{Answer, Ask, Lane, WalkRow};
use crate::store::report::Span;

/// Walks to choose from, at most: the newest.
const MOST_WALKS: usize = 200;

/// What a list or lines to fill in are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    What,
    Walk,
    Days,
    Pattern,
}

/// Reads what a report could be of.
pub fn refresh(app: &mut App) {
    app.ask(Lane::Walks, Ask::Walks { before: None, limit: MOST_WALKS });
    app.ask(Lane::PatternList, Ask::PatternList);
}

/// Walks of which a report can be, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walks {
    begun: Vec<Begun>,
    /// There are older ones.
    more: bool,
}

/// A walk that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Begun {
    uid: Uid,
    day: i64,
    /// Its focus question, or how many visits it has.
    said: String,
}

impl Begun {
    fn of(walk: &WalkRow) -> Begun {
        let focus = visible(&walk.focus);
        let said = if focus.is_empty() { count(walk.visits, "visit", "visits") } else { focus };
        Begun { uid: walk.uid, day: walk.key.day, said }
    }
}

pub fn answered(app: &mut App, answer: Answer) {
    if let Answer::Walks(walks) = answer {
        let begun = walks.iter().filter(|walk| walk.started.is_some()).map(Begun::of).collect();
        app.inout.walks = Some(Walks { begun, more: walks.len() >= MOST_WALKS });
    }
}

fn list(app: &mut App, title: &str, items: Vec<PickItem>, of: Of) {
    app.layers.push(Layer::Picker(picker(title, items, "Nothing fits.", Picked::Report(of))));
}

/// Asks of what the report is to be; where there is one walk at most and no pattern, there is nothing to choose.
pub fn ask(app: &mut App) {
    let patterns = app.patterns.rows.as_ref().map_or(0, Vec::len);
    let mut items = vec![item("All walks", "", PickValue::Word("all".into()))];
    let days = item("Some days", "a term, a month", PickValue::Number(Of::Days as i64));
    match &app.inout.walks {
        Some(walks) if walks.begun.len() > 1 => {
            let n = walks.begun.len();
            let told = if walks.more { format!("the newest {n}") } else { count(n, "walk", "walks") };
            items.extend([item("One walk", told, PickValue::Number(Of::Walk as i64)), days]);
        }
        Some(_) => {}
        // Not read yet.
        None => items.push(days),
    }
    if patterns > 0 {
        items.push(item("One pattern", count(patterns, "pattern", "patterns"), PickValue::Number(Of::Pattern as i64)));
    }
    match items.len() {
        1 => files::begin(app),
        _ => list(app, "A report of …", items, Of::What),
    }
}

fn ask_walk(app: &mut App) {
    let walks = app.inout.walks.iter().flat_map(|walks| &walks.begun);
    let line = |walk: &Begun| item(day_words(day_of_number(walk.day)), &walk.said, PickValue::Id(walk.uid));
    let items = walks.map(line).collect();
    list(app, "Which walk?", items, Of::Walk);
}

fn ask_pattern(app: &mut App) {
    let rows = app.patterns.rows.iter().flatten();
    let items = rows.map(|p| item(visible(&p.statement), p.status.words(), PickValue::Id(p.uid))).collect();
    list(app, "Which pattern?", items, Of::Pattern);
}

fn ask_days(app: &mut App, typed: [&str; 2], hint: &str) {
    let line = |(label, text): (&str, &str)| PromptLine { label: label.into(), field: Field::new(text) };
    app.layers.push(Layer::Prompt(Prompt {
        title: "From which day to which?".into(),
        lines: [("from", typed[0]), ("until", typed[1])].map(line).into(),
        focus: 0,
        then: Filled::Report,
        hint: hint.into(),
        offers: Vec::new(),
        names: Vec::new(),
    }));
}

/// A line of a list was chosen.
pub fn picked(app: &mut App, of: Of, chosen: Option<PickItem>) {
    let Some(value) = chosen.map(|item| item.value) else { return };
    match (of, value) {
        (Of::What, PickValue::Number(n)) if n == Of::Walk as i64 => ask_walk(app),
        (Of::What, PickValue::Number(n)) if n == Of::Days as i64 => {
            ask_days(app, ["", ""], "Such as 1 September 2026. Both days count; an empty line has no end.");
        }
        (Of::What, PickValue::Number(n)) if n == Of::Pattern as i64 => ask_pattern(app),
        (Of::What, _) => files::begin(app),
        (Of::Walk, PickValue::Id(walk)) => of_span(app, Span::Walk(walk)),
        (Of::Pattern, PickValue::Id(pattern)) => {
            if let Some(wish) = &mut app.inout.out {
                wish.pattern = Some(pattern);
            }
            files::begin(app);
        }
        _ => {}
    }
}

/// The days were filled in.
pub fn filled(app: &mut App, prompt: &Prompt) {
    let typed: Vec<String> = prompt.lines.iter().map(|line| line.field.text().trim().to_string()).collect();
    let [from, until] = typed.as_slice() else { return };
    let today = app.now.today();
    let day = |text: &str| match text {
        "" => Ok(None),
        text => read_day(text, today).and_then(|day| i32::try_from(day_number(day)).ok()).map(Some).ok_or(()),
    };
    match (day(from), day(until)) {
        (Ok(Some(first)), Ok(Some(last))) if last < first => {
            ask_days(app, [from, until], "The second day is before the first.");
        }
        (Ok(first), Ok(last)) => of_span(app, Span::Days(first, last)),
        _ => ask_days(app, [from, until], "That is no day. Such as 1 September 2026; an empty line has no end."),
    }
}

fn of_span(app: &mut App, span: Span) {
    if let Some(wish) = &mut app.inout.out {
        wish.span = span;
    }
    files::begin(app);
}
