//! Look-fors as papers show them: their words, and in a sentence how each is marked.

use super::shown;
use crate::domain::mark::Way;
use crate::domain::sheet::{INTERVAL, LookFor, Sheet, Thing};

/// Look-fors under a title.
pub struct GroupText {
    pub title: String,
    pub look_fors: Vec<LookForText>,
}

pub struct LookForText {
    pub label: String,
    pub looks_like: String,
    pub not_like: String,
    /// How it is marked, as a sentence.
    pub marked: String,
    pub options: Vec<OptionText>,
}

pub struct OptionText {
    pub code: String,
    pub label: String,
    pub looks_like: String,
}

/// All look-fors of a sheet under their groups' titles.
pub fn groups(sheet: &Sheet) -> Vec<GroupText> {
    let group = |(title, all): (Option<&str>, Vec<&LookFor>)| GroupText {
        title: shown(title.unwrap_or_default()),
        look_fors: all.into_iter().map(look_for).collect(),
    };
    sheet.grouped().into_iter().map(group).collect()
}

pub fn look_for(l: &LookFor) -> LookForText {
    let option = |o: &crate::domain::sheet::Choice| OptionText {
        code: shown(&o.code),
        label: shown(&o.label),
        looks_like: shown(&o.looks_like),
    };
    LookForText {
        label: shown(&l.label),
        looks_like: shown(&l.looks_like),
        not_like: shown(&l.not_like),
        marked: marked(l),
        options: l.options.iter().map(option).collect(),
    }
}

/// How a look-for is marked. Its options follow where it has some.
fn marked(l: &LookFor) -> String {
    let told = &l.settings;
    match l.way {
        Way::Tick => "Seen, not seen, or not looked for.".into(),
        Way::Tally => "Counted each time it happens.".into(),
        Way::Timer => "Timed.".into(),
        Way::Scan => match told.every {
            Some(seconds) => format!("Counted every {}: how many of those present.", length(seconds)),
            None => "Counted now and then: how many of those present.".into(),
        },
        Way::Choice if told.several => "All that is so at the time, and when it changes:".into(),
        Way::Choice => "One of these, and when it changes:".into(),
        Way::Scale => format!("One word for {}:", thing(told.of)),
        Way::Interval => format!("In every {}, each of these that happens:", length(told.every.unwrap_or(INTERVAL))),
        Way::Response => "Timed, and how it ended:".into(),
        Way::Prompt => "Answered in a line.".into(),
    }
}

/// A length of time in words that follow "every".
pub fn length(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (1, 0) => "minute".into(),
        (minutes, 0) => format!("{minutes} minutes"),
        _ => format!("{seconds} seconds"),
    }
}

fn thing(of: Option<Thing>) -> &'static str {
    match of {
        None | Some(Thing::Task) => "the task",
        Some(Thing::Text) => "the text",
        Some(Thing::Materials) => "the materials",
        Some(Thing::StudentWork) => "the work on the desks",
        Some(Thing::Room) => "the room",
        Some(Thing::Display) => "what is displayed",
        Some(Thing::Noise) => "the noise",
    }
}
