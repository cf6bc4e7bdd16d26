//! `uncover import notes`: visits and notes out of forms and hand-made sheets.

use super::bundle::Bar;
use super::{Line, file, paths};
use crate::domain::act::Verb;
use crate::exchange::forms::{self, COLUMNS, Column, Order, Report, Split, Taken, Wish};
use crate::exchange::inout::notes::Outside;
use crate::exchange::inout::rooms;
use crate::exchange::roster::Told;
use crate::store::{Core, Reader};
use crate::term::clock;
use chrono::NaiveDate;
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

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
    let offset = |local| options.offset.unwrap_or_else(|| clock::offset_at(local));
    let outside = Outside { now: clock::now().utc, offset: &offset, settings };
    if options.dry_run {
        let planned = match path.exists() {
            true => Reader::open(&path).and_then(|reader| outside.plan(&reader, &form, &wish)),
            false => outside.plan_for_nothing(&form, &wish),
        };
        let Taken { ops, report } = planned.map_err(|t| file::sentence(&t))?;
        let end = match ops.is_empty() {
            true => rooms::NOTHING_WOULD,
            false => "This is what would come in. Nothing was changed yet: the same without --dry-run takes it in.",
        };
        return print(&report, end);
    }
    let mut core = Core::open(&path, &file::options()?).map_err(|t| file::sentence(&t))?;
    let planned = Reader::open(&path).and_then(|reader| outside.plan(&reader, &form, &wish));
    let Taken { ops, report } = planned.map_err(|t| file::sentence(&t))?;
    drop(form);
    let mut bar = Bar::new("saved");
    let kept = rooms::keep(&mut core, Verb::ImportNotes, ops, clock::now().utc, &mut |n, of| bar.show(n, Some(of)));
    bar.end();
    let changes = kept.map_err(|why| why.sentence)?;
    if let Some((key, value)) = forms::remember(&open, &wish) {
        core.set(&key, &value).map_err(|t| file::sentence(&t))?;
    }
    core.close().map_err(|t| file::sentence(&t))?;
    print(&report, if changes { rooms::TAKEN_IN } else { rooms::NOTHING_WAS })
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
    lines.extend([String::new(), end.into()]);
    super::print(&lines.join("\n"))
}
