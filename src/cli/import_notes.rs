//! `uncover import notes`: visits and notes out of forms and hand-made sheets.

use super::bundle::Bar;
use super::{Line, file, paths};
use crate::domain::act::{Act, Op, Verb};
use crate::domain::agreements::Agreements;
use crate::domain::time::Hlc;
use crate::exchange::forms::{self, Around, COLUMNS, Column, Order, Report, Split, Taken, Wish};
use crate::exchange::roster::Told;
use crate::store::api::{Answer, Ask, Trouble};
use crate::store::{Core, Reader};
use crate::term::clock;
use chrono::{NaiveDate, NaiveDateTime};
use clap::Args;
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Options {
    /// The CSV file of the form, or the zip it came in
    path: PathBuf,
    /// Which heading is which column; said once, it holds for later exports of the same form. Columns: timestamp, date,
    /// time, room, teacher, grade, subject, period, observer, focus, length, heads, visit, note, about-students,
    /// about-teacher, about-task, about-room, quote, count, wondering, interpretation, follow-up, look-fors, tags, ignore
    #[arg(long, value_name = "HEADING=COLUMN", value_parser = mapping)]
    map: Vec<(String, Column)>,
    /// Only say what would come in
    #[arg(long)]
    dry_run: bool,
    /// How an answer becomes notes: one for each of its lines (default), for each part of a
    /// line between semicolons, for each sentence, or one for the whole cell
    #[arg(long, value_name = "lines|clauses|sentences|cell", value_parser = split)]
    split: Option<Split>,
    /// What was not checked in a list: not-looked-for (default), or not-seen
    #[arg(long, value_name = "not-looked-for|not-seen", value_parser = unchecked)]
    unchecked: Option<bool>,
    /// What comes first in 3/4/2026: dmy, mdy or ymd
    #[arg(long, value_name = "dmy|mdy|ymd", value_parser = order)]
    date_order: Option<Order>,
    /// The day of every row, for a sheet that tells none
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// The time zone of the form, such as +02:00 (default: the one of this computer)
    #[arg(long, value_name = "+HH:MM", value_parser = offset, allow_hyphen_values = true)]
    offset: Option<i32>,
}

fn mapping(text: &str) -> Result<(String, Column), String> {
    let Some((heading, word)) = text.rsplit_once('=') else {
        return Err("a heading, “=” and a column were expected, such as Salle=room".into());
    };
    let words = || COLUMNS.iter().map(|(_, word, ..)| *word).collect::<Vec<_>>().join(", ");
    let column = Column::parse(word).ok_or_else(|| format!("there is no column “{word}”; there are {}", words()))?;
    Ok((heading.to_string(), column))
}

fn split(word: &str) -> Result<Split, String> {
    Split::parse(word).ok_or_else(|| "lines, clauses, sentences or cell was expected".into())
}

fn order(word: &str) -> Result<Order, String> {
    Order::parse(word).ok_or_else(|| "dmy, mdy or ymd was expected".into())
}

fn unchecked(word: &str) -> Result<bool, String> {
    match word {
        "not-seen" => Ok(true),
        "not-looked-for" => Ok(false),
        _ => Err("not-looked-for or not-seen was expected".into()),
    }
}

fn offset(text: &str) -> Result<i32, String> {
    forms::dates::read_offset(text).ok_or_else(|| "hours and minutes from UTC were expected, such as +02:00".into())
}

/// Takes a form in, or says what would come.
pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    let open = forms::open(&options.path).map_err(|refused| refused.to_string())?;
    let path = paths::file(line)?;
    let settings = match path.exists() {
        true => Reader::open(&path).and_then(|reader| reader.settings()).map_err(|t| file::sentence(&t))?,
        false => Vec::new(),
    };
    let said = Wish {
        map: options.map.clone(),
        split: options.split,
        order: options.date_order,
        day: options.date,
        unchecked_not_seen: options.unchecked,
    };
    let wish = forms::recall(&open, &settings, said);
    let form = read(&open, &wish)?;
    let around = Outside { offset: options.offset, settings };
    if options.dry_run {
        let Taken { ops, report } = match path.exists() {
            true => around.plan(&path, &form, &wish)?,
            false => around.plan_for_nothing(&form, &wish)?,
        };
        let end = match ops.is_empty() {
            true => "Everything is there already: nothing would change.",
            false => "This is what would come in. Nothing was changed yet: the same without --dry-run takes it in.",
        };
        return print(&report, end);
    }
    let mut core = Core::open(&path, &file::options()?).map_err(|t| file::sentence(&t))?;
    let Taken { ops, report } = around.plan(&path, &form, &wish)?;
    drop(form);
    let end = match ops.is_empty() {
        true => "Everything is there already: nothing was changed.",
        false => "Taken in as one change: Ctrl-Z in the program takes all of it back.",
    };
    save(&mut core, ops)?;
    if let Some((key, value)) = forms::remember(&open, &wish) {
        core.set(&key, &value).map_err(|t| file::sentence(&t))?;
    }
    core.close().map_err(|t| file::sentence(&t))?;
    print(&report, end)
}

/// Keeps everything as one act.
fn save(core: &mut Core, ops: Vec<Op>) -> Result<(), String> {
    if ops.is_empty() {
        return Ok(());
    }
    let newest = core.newest_clock().map_err(|t| file::sentence(&t))?;
    let act = Act { clock: Hlc(newest).next(clock::now().utc), verb: Verb::ImportNotes, ops };
    let mut bar = Bar::new("saved");
    let saved = core.apply_told(&act, &mut |n, of| bar.show(n, Some(of)));
    bar.end();
    saved.map(|_| ()).map_err(|t| file::sentence(&t))
}

fn read(open: &forms::Open, wish: &Wish) -> Result<forms::Form, String> {
    let terminal = std::io::stderr().is_terminal();
    let mut shown = false;
    // Progress is only told; nothing depends on it.
    let told: Told = &mut |rows: u64| {
        if terminal {
            shown = true;
            let _ = write!(std::io::stderr(), "\r{rows} rows read");
        }
    };
    let form = forms::read(open, wish, told).map_err(|refused| refused.to_string());
    if shown {
        let _ = writeln!(std::io::stderr());
    }
    form
}

fn print(report: &Report, end: &str) -> Result<(), String> {
    let mut lines = report.lines();
    lines.push(String::new());
    lines.push(end.into());
    super::print(&lines.join("\n"))
}

/// What comes from outside the form and the file.
struct Outside {
    offset: Option<i32>,
    settings: Vec<(String, String)>,
}

impl Outside {
    fn plan(&self, path: &Path, form: &forms::Form, wish: &Wish) -> Result<Taken, String> {
        let reader = Reader::open(path).map_err(|t| file::sentence(&t))?;
        let known = reader.known().map_err(|t| file::sentence(&t))?;
        let (observers, tags, sheets) = people_tags_sheets(&reader).map_err(|t| file::sentence(&t))?;
        let there = |kind, uids: &[_]| reader.there(kind, uids);
        let east = |local| self.east(local);
        let around = Around { known, observers, tags, sheets, there: &there, ..self.around(&east) };
        forms::plan(form, wish, &around).map_err(|t| file::sentence(&t))
    }

    /// For a file that does not exist yet.
    fn plan_for_nothing(&self, form: &forms::Form, wish: &Wish) -> Result<Taken, String> {
        forms::plan(form, wish, &self.around(&|local| self.east(local))).map_err(|t| file::sentence(&t))
    }

    fn around<'a>(&self, offset: &'a dyn Fn(NaiveDateTime) -> i32) -> Around<'a> {
        let setting = |key: &str| self.settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
        Around {
            known: Default::default(),
            observers: Vec::new(),
            tags: Vec::new(),
            sheets: Vec::new(),
            now: clock::now().utc,
            follow_ups_stay: Agreements::from_settings(setting).follow_up_stays(),
            offset,
            there: &|_, _| Ok(HashMap::new()),
        }
    }

    fn east(&self, local: NaiveDateTime) -> i32 {
        self.offset.unwrap_or_else(|| clock::offset_at(local))
    }
}

type Lists = (Vec<(crate::domain::id::Uid, String)>, Vec<crate::store::api::TagRow>, Vec<crate::store::api::UsedSheet>);

fn people_tags_sheets(reader: &Reader) -> Result<Lists, Trouble> {
    let mut lists = Lists::default();
    for question in [Ask::Observers, Ask::Tags, Ask::Sheets] {
        match reader.answer(&question) {
            Answer::Observers(observers) => lists.0 = observers,
            Answer::Tags(tags) => lists.1 = tags,
            Answer::Sheets(sheets) => lists.2 = sheets,
            Answer::Failed(trouble) => return Err(trouble),
            _ => {}
        }
    }
    Ok(lists)
}
