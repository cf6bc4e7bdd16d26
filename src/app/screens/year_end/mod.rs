//! A year's end: what is kept, and who gets it. The page that Home offers, the list of what would go, and the way to it.

pub mod drive;
mod listed;
mod rows;

use super::{forms, home};
use crate::app::actions::Action;
use crate::app::effect::Effect;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Picker, Prompt};
use crate::app::{App, Screen, perform as performing};
use crate::domain::agreements::day_words;
use crate::domain::dates::read_day;
use crate::domain::schema::Kind;
use crate::domain::text::visible;
use crate::domain::time::{day_number, day_of_number, short_day};
use crate::domain::year_end::{self, Over, Why};
use crate::exchange::leaving::{Answer, Question, Wish};
use chrono::{Datelike, NaiveDate};

pub use listed::{Listed, carry_out, copy_made, divided, report_lines};
pub use rows::{Row, rows};

/// Until which day a year's end was put off, and before which day all is dealt with: settings of this laptop.
const PUT_OFF: &str = "year.put-off";
const DEALT_WITH: &str = "year.dealt-with";

const NAME_HINT: &str = "A part is enough. Enter shows what would go; nothing is changed yet.";
const PLACE_HINT: &str = "A path; there must be no file yet. It holds names of teachers.";

#[derive(Debug, Default)]
pub struct YearState {
    pub selected: usize,
    /// What would go, once it is asked for.
    pub listed: Option<Listed>,
    pub drive: drive::DriveState,
}

/// What a question of this page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearForm {
    UnlinkBefore,
    RemoveBefore,
    Called(Kind),
    HandOver,
}

/// What a list of this page chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearPick {
    Drive,
    What,
    Walk,
    Called(Kind),
    PutOff,
}

/// The year that seems to be over, whether or not it was put off.
pub fn over(app: &App) -> Option<Over> {
    let home = app.home.view.as_ref()?;
    year_end::over(&home.visited, day_number(app.now.today()), app.agreed.until.map(day_number))
}

/// The year that Home speaks of.
pub fn offered(app: &App) -> Option<Over> {
    let setting = |key| app.settings.get(key).and_then(|day| day.parse::<i64>().ok());
    let today = day_number(app.now.today());
    over(app).filter(|over| year_end::is_offered(*over, today, setting(PUT_OFF), setting(DEALT_WITH)))
}

/// Why a year seems to be over, in words.
pub fn why(app: &App, over: Over) -> String {
    let last = day_of_number(over.before - 1);
    let day = short_day(last, app.now.today().year());
    match over.why {
        Why::KeptUntil => format!("“Kept until {}” is over", day_words(last)),
        Why::Pause => format!("the last visit was on {day}"),
        Why::NextYear => format!("a year of visits ended on {day}"),
    }
}

pub fn perform(app: &mut App, action: Action) {
    match (app.screen, action) {
        (_, Action::DriveCopy) => drive::begin(app),
        (Screen::Leaving, action) => listed::perform(app, action),
        (_, Action::YearUp) => app.year.selected = app.year.selected.saturating_sub(1),
        (_, Action::YearDown) => app.year.selected = forms::moved(app.year.selected, 1, rows(app).len()),
        (_, Action::YearGo) => go_marked(app),
        _ => {}
    }
}

fn go_marked(app: &mut App) {
    let Some(row) = rows(app).into_iter().nth(app.year.selected).map(|r| r.does) else { return };
    match row {
        rows::Does::Copy => drive::begin(app),
        rows::Does::HandOver => {
            let place = app.places.exports.join(format!("successor-{}.db", app.now.today().year()));
            let place = place.display().to_string();
            forms::prompt(
                app,
                "Where is the successor's file to be?",
                &place,
                PLACE_HINT,
                Filled::Year(YearForm::HandOver),
            );
        }
        rows::Does::Unlink | rows::Does::Remove if !may_remove(app) => {}
        rows::Does::Unlink => ask_day(app, "Unlink visits before which day?", YearForm::UnlinkBefore),
        rows::Does::Remove => ask_what(app),
        rows::Does::PutOff => ask_when(app),
    }
}

/// Whether anything can be removed now; says why not.
fn may_remove(app: &mut App) -> bool {
    if !app.may_write() {
        return false;
    }
    if let Some(why) = listed::not_now(app) {
        app.needs_you(why);
        return false;
    }
    true
}

fn ask_day(app: &mut App, title: &str, form: YearForm) {
    let day = day_words(day_at_hand(app));
    let hint = format!("Enter alone takes {day}. Nothing is changed yet.");
    forms::prompt(app, title, "", &hint, Filled::Year(form));
}

/// The day that is meant where none is typed: that after the last visit of a year that is over, or today.
fn day_at_hand(app: &App) -> NaiveDate {
    over(app).map_or_else(|| app.now.today(), |over| day_of_number(over.before))
}

fn ask_what(app: &mut App) {
    let word = |word: &str, detail: &str| forms::item(word, detail, PickValue::Word(word.into()));
    let items = vec![
        word("Everything before a day", "walks, visits and all that hangs on them"),
        word("A walk", "with its visits"),
        word("A room", "its label and who taught there, with its visits"),
        word("A teacher", "the name; their visits only if you say so"),
    ];
    let picker = forms::picker("Remove for good: what?", items, "None of these fits.", Picked::Year(YearPick::What));
    app.layers.push(Layer::Picker(picker));
}

fn ask_when(app: &mut App) {
    let items = vec![
        forms::item("In four weeks", "Home says it again", PickValue::Number(0)),
        forms::item("Not again for these visits", "Home speaks of the next year's end", PickValue::Number(1)),
    ];
    let picker =
        forms::picker("When should Home say it again?", items, "None of these fits.", Picked::Year(YearPick::PutOff));
    app.layers.push(Layer::Picker(picker));
}

// ── What was filled in, chosen, answered ────────────────────────────────────────────────────────────────────────────

pub fn filled(app: &mut App, form: YearForm, prompt: &Prompt) {
    let text = forms::filled_text(prompt);
    match form {
        YearForm::UnlinkBefore => day_typed(app, &text, form, "Unlink visits before which day?", Wish::Unlink),
        YearForm::RemoveBefore => day_typed(app, &text, form, "Remove everything before which day?", Wish::Before),
        YearForm::Called(kind) if !text.is_empty() => app.effect(Effect::Leaving(Question::Called(kind, text))),
        YearForm::HandOver if !text.is_empty() => {
            let typed = prompt.lines.first().map(|l| l.field.text()).unwrap_or_default();
            app.tell("Making the successor's file …");
            app.effect(Effect::Leaving(Question::HandOver(typed.trim().into())));
        }
        _ => {}
    }
}

fn day_typed(app: &mut App, text: &str, form: YearForm, title: &str, wish: fn(NaiveDate) -> Wish) {
    let day = if text.is_empty() { Some(day_at_hand(app)) } else { read_day(text, app.now.today()) };
    let Some(day) = day else {
        let hint = "That is no day. Such as 1 July 2026; Esc leaves everything as it is.";
        forms::prompt(app, title, text, hint, Filled::Year(form));
        return;
    };
    let called = match wish(day) {
        Wish::Unlink(_) => format!("Unlink: visits before {}", day_words(day)),
        _ => format!("Remove for good: everything before {}", day_words(day)),
    };
    listed::ask(app, wish(day), called);
}

pub fn picked(app: &mut App, pick: YearPick, picker: &Picker, item: Option<PickItem>) {
    let Some(item) = item else { return };
    match (pick, item.value) {
        (YearPick::Drive, PickValue::Number(at)) => drive::chosen(app, at),
        (YearPick::What, _) => match picker.items.iter().position(|i| i.label == item.label) {
            Some(0) => ask_day(app, "Remove everything before which day?", YearForm::RemoveBefore),
            Some(1) => app.effect(Effect::Leaving(Question::Walks)),
            Some(2) => ask_name(app, "Which room?", Kind::Classroom),
            Some(_) => ask_name(app, "Which teacher?", Kind::Teacher),
            None => {}
        },
        (YearPick::Walk, PickValue::Id(walk)) => {
            listed::ask(app, Wish::Walk(walk), format!("Remove for good: walk {}", item.label));
        }
        (YearPick::Called(kind), PickValue::Id(uid)) => listed::ask_one(app, kind, uid, &item.label),
        (YearPick::PutOff, PickValue::Number(0)) => {
            let until = day_number(app.now.today()) + year_end::PUT_OFF;
            app.set_setting(PUT_OFF, &until.to_string());
            app.tell(format!("Home says it again on {}.", short_day(day_of_number(until), app.now.today().year())));
        }
        (YearPick::PutOff, _) => {
            if let Some(over) = over(app) {
                app.set_setting(DEALT_WITH, &over.before.to_string());
                app.tell("Home speaks of it again at the end of the next year.");
            }
        }
        _ => {}
    }
    app.year.selected = app.year.selected.min(rows(app).len().saturating_sub(1));
}

fn ask_name(app: &mut App, title: &str, kind: Kind) {
    forms::prompt(app, title, "", NAME_HINT, Filled::Year(YearForm::Called(kind)));
}

/// An answer about what would go, or what there is to choose from.
pub fn answered(app: &mut App, answer: Answer) {
    match answer {
        Answer::Planned { wish, lines, copies } => listed::came(app, wish, lines, copies),
        Answer::Called(kind, found) => match found.as_slice() {
            [one] => listed::ask_one(app, kind, one.uid, &one.name),
            all => {
                let items = all.iter().map(|f| forms::item(visible(&f.name), f.uid.to_text(), PickValue::Id(f.uid)));
                let then = Picked::Year(YearPick::Called(kind));
                let picker = forms::picker("Which of these?", items.collect(), "None of these fits.", then);
                app.layers.push(Layer::Picker(picker));
            }
        },
        Answer::Walks(walks) if walks.is_empty() => app.tell("There is no walk yet."),
        Answer::Walks(walks) => {
            let item = |(number, uid, day, focus): (usize, _, Option<i32>, String)| {
                let day = day.map_or_else(|| "without a day".into(), |d| day_words(day_of_number(i64::from(d))));
                forms::item(format!("{number}: {day}"), visible(&focus), PickValue::Id(uid))
            };
            let items = walks.into_iter().map(item).collect();
            let picker = forms::picker("Which walk?", items, "No walk fits that.", Picked::Year(YearPick::Walk));
            app.layers.push(Layer::Picker(picker));
        }
        Answer::HandedOver(told) => performing::read(app, "For your successor", vec![told]),
        Answer::No(why) => {
            if app.screen == Screen::Leaving {
                app.step_back();
            }
            app.needs_you(why);
        }
    }
}

pub fn refresh(app: &mut App) {
    home::refresh(app);
}

/// Opens the file anew after something was removed, or was not: on this page, with what is to be told of it.
pub fn came_back(app: &mut App, title: &str, lines: Vec<String>) {
    app.go(Screen::YearEnd);
    performing::read(app, title, lines);
}

#[cfg(test)]
mod tests;
