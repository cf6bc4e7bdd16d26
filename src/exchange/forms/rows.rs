//! Reads a form's table: what its columns are, which of its rows say something, and when each was.

use super::cells::{is_number, says_something};
use super::columns::{self, Column, Use};
use super::dates::{self, Decision, Moment, Order};
use super::{Asks, Refused, Skips, Told, Wish};
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::text::{clip, visible};
use crate::exchange::roster::decode::Text;
use crate::exchange::roster::files::Files;
use crate::exchange::roster::reading::whole;
use crate::exchange::roster::skips::quoted;
use crate::exchange::roster::table::{Fault, Row as Line, Table, heading, tidy};
use chrono::{NaiveDate, NaiveTime};
use std::path::Path;

/// Most rows of a form, and most bytes of their cells that are kept.
const MOST: usize = 500_000;
const LARGEST: usize = 512 << 20;
/// Most columns of a form.
const COLUMNS: usize = 300;
/// Rows after which progress is told.
const TOLD_EVERY: u64 = 2_000;

/// A form whose headings are known and whose rows are not read yet.
#[derive(Debug)]
pub struct Open {
    files: Files,
    /// The table's own name.
    pub name: String,
    delimiter: u8,
    pub headings: Vec<String>,
    /// Follows from the headings: the same for the next export of the same form.
    pub key: String,
}

/// One row that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    pub day: NaiveDate,
    pub time: Option<NaiveTime>,
    /// Seconds east of UTC, where the row says so.
    pub offset: Option<i32>,
    /// The cells of the used columns, as they stand.
    cells: Vec<String>,
}

/// Everything that was read of a form.
#[derive(Debug)]
pub struct Form {
    pub name: String,
    pub key: String,
    pub columns: Vec<Use>,
    /// Which of the columns are kept, by their place.
    used: Vec<usize>,
    pub rows: Vec<Row>,
    /// Rows without anything in them.
    pub empty: usize,
    pub skips: Skips,
    /// Which order its days are in, where that was decided or told.
    pub order: Option<Order>,
}

/// Looks which table is at `path` and what its headings are.
///
/// # Errors
/// A sentence, when there is no table, or none that can be read.
pub fn open(path: &Path) -> Result<Open, Refused> {
    let files = Files::open(path)?;
    let shown = visible(&path.to_string_lossy());
    let Some(name) = files.only().map(String::from) else {
        return Err(Refused::new(format!("“{shown}” is not one table; the CSV file of one form was expected")));
    };
    let (mut delimiter, mut headings) = (b',', Vec::new());
    files.text(&name, |mut text| {
        let mut piece = Vec::new();
        text.next(&mut piece).map_err(|e| Fault::new(1, format!("cannot be read ({e})")))?;
        delimiter = most_frequent(&piece);
        Ok(())
    })?;
    files.text(&name, |text| {
        let (mut table, mut line) = (Table::new(text, delimiter), Line::default());
        if !table.next(&mut line)? {
            return Err(Fault::new(1, "is empty; a row of headings was expected"));
        }
        if line.len() > COLUMNS {
            return Err(Fault::new(line.line, format!("has {} headings; at most {COLUMNS} were expected", line.len())));
        }
        headings = (0..line.len()).map(|n| line.cell(n)).collect();
        Ok(())
    })?;
    let joined: Vec<String> = headings.iter().map(|h| heading(h)).collect();
    let key = Uid::of_content(joined.join("\u{1}").as_bytes()).to_text();
    Ok(Open { files, name, delimiter, headings, key })
}

/// What parts the cells of the first row: the sign that stands there most, outside quotation marks.
fn most_frequent(text: &[u8]) -> u8 {
    const SIGNS: [u8; 4] = [b'|', b'\t', b';', b','];
    let (mut counts, mut quoted, mut begun) = ([0usize; 4], false, false);
    for byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if !quoted && begun => break,
            _ => {}
        }
        begun |= !byte.is_ascii_whitespace();
        if let Some(count) = SIGNS.iter().position(|s| s == byte && !quoted).and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    let best = counts.iter().zip(SIGNS).max_by_key(|(count, _)| **count);
    best.filter(|(count, _)| **count > 0).map_or(b',', |(_, sign)| sign)
}

/// Reads the rows.
///
/// # Errors
/// A sentence, for a table that is broken, that tells nothing known, or whose days could be read in two ways.
pub fn read(open: &Open, wish: &Wish, told: Told) -> Result<Form, Refused> {
    let columns = columns_of(open, wish)?;
    let used: Vec<usize> =
        columns.iter().enumerate().filter(|(_, u)| u.column != Column::Ignore).map(|(at, _)| at).collect();
    let mut form = Form {
        name: open.name.clone(),
        key: open.key.clone(),
        columns,
        used,
        rows: Vec::new(),
        empty: 0,
        skips: Skips::default(),
        order: None,
    };
    open.files.text(&open.name, |text| form.take_lines(text, open.delimiter, told))?;
    form.leave_out_numbers();
    form.settle_days(wish)?;
    Ok(form)
}

fn columns_of(open: &Open, wish: &Wish) -> Result<Vec<Use>, Refused> {
    let names = || {
        let all: Vec<String> = open.headings.iter().take(20).map(|h| quoted(h)).collect();
        all.join(", ")
    };
    for (told, _) in &wish.map {
        if !open.headings.iter().any(|h| heading(h) == heading(told)) {
            return Err(Refused::new(format!("There is no heading {}; there are {}", quoted(told), names())));
        }
    }
    let columns = columns::of(&open.headings, &wish.map);
    let tells = |u: &Use| matches!(u.column, Column::Note(..) | Column::LookFors | Column::Room);
    if !columns.iter().any(tells) {
        let what = format!("No column of {} is known as notes, look-fors or a room: {}", visible(&open.name), names());
        return Err(
            Refused::with_advice(what, "Say what a column is with --map \"HEADING=note\".").asking(Asks::Column)
        );
    }
    let when = |u: &Use| matches!(u.column, Column::Timestamp | Column::Date);
    if wish.day.is_none() && !columns.iter().any(when) {
        let what = format!("No column of {} is known as the day: {}", visible(&open.name), names());
        let advice =
            "Say which it is with --map \"HEADING=date\", or give one day for all rows with --date 2026-09-14.";
        return Err(Refused::with_advice(what, advice).asking(Asks::Day));
    }
    Ok(columns)
}

impl Form {
    fn take_lines(&mut self, text: Text, delimiter: u8, told: Told) -> Result<(), Fault> {
        let (mut table, mut line) = (Table::new(text, delimiter), Line::default());
        let width = if table.next(&mut line)? { line.len() } else { 0 };
        let (mut read, mut size) = (0u64, 0usize);
        while table.next(&mut line)? {
            read += 1;
            if read.is_multiple_of(TOLD_EVERY) {
                told(read);
            }
            whole(&line, width)?;
            if self.rows.len() >= MOST || size > LARGEST {
                return Err(Fault::new(line.line, "is beyond what one form can have; export it in parts"));
            }
            if (0..line.len()).all(|n| line.raw(n).trim().is_empty()) {
                self.empty += 1;
                continue;
            }
            if (width..line.len()).any(|n| !line.raw(n).trim().is_empty()) {
                let why = format!("has {} cells where there are {width} headings", line.len());
                self.skips.add(&self.name, line.line, why);
                continue;
            }
            let cells: Vec<String> = self.used.iter().map(|at| self.cell(&line, *at)).collect();
            size += cells.iter().map(String::len).sum::<usize>();
            let row = Row { line: line.line, day: NaiveDate::default(), time: None, offset: None, cells };
            if self.tells_something(&row) {
                self.rows.push(row);
            } else {
                self.skips.add(&self.name, line.line, "tells nothing but when it was written");
            }
        }
        Ok(())
    }

    /// A cell as it stands; no address in a column of people, unless somebody said that the column is wanted.
    fn cell(&self, line: &Line, at: usize) -> String {
        let text = line.raw(at).trim();
        let people = self
            .columns
            .get(at)
            .is_some_and(|u| !u.told && matches!(u.column, Column::Observer | Column::Teacher | Column::Room));
        if people && (text.contains('@') || text.eq_ignore_ascii_case("anonymous")) {
            return String::new();
        }
        text.to_string()
    }

    fn tells_something(&self, row: &Row) -> bool {
        let when = |c: Column| matches!(c, Column::Timestamp | Column::Date | Column::Time | Column::Observer);
        self.cells(row).any(|(column, _, text)| !when(column) && says_something(text))
    }

    /// Every used column of a row with its heading and its text.
    pub fn cells<'f>(&'f self, row: &'f Row) -> impl Iterator<Item = (Column, &'f str, &'f str)> {
        self.used.iter().zip(&row.cells).filter_map(|(at, text)| {
            let used = self.columns.get(*at).filter(|u| u.column != Column::Ignore)?;
            Some((used.column, used.heading.as_str(), text.as_str()))
        })
    }

    /// What stands in the first column of this sort that is not empty, on one line.
    pub fn first(&self, row: &Row, wanted: Column) -> String {
        let found = self.cells(row).find(|(column, _, text)| *column == wanted && !text.is_empty());
        found.map(|(.., text)| clip(&tidy(text), 200, false)).unwrap_or_default()
    }

    /// Whether a column of this sort is there.
    pub fn has(&self, wanted: impl Fn(Column) -> bool) -> bool {
        self.columns.iter().any(|u| wanted(u.column))
    }

    /// A column that sounded like notes and holds nothing but numbers is a rating or a measure, not what was seen.
    fn leave_out_numbers(&mut self) {
        for (place, at) in self.used.iter().enumerate() {
            let Some(used) = self.columns.get_mut(*at) else { continue };
            let notes = matches!(used.column, Column::Note(kind, _) if kind != NoteKind::Count);
            let mut filled = self.rows.iter().filter_map(|r| r.cells.get(place)).filter(|c| !c.is_empty()).peekable();
            if notes && !used.told && filled.peek().is_some() && filled.all(|c| is_number(c)) {
                used.column = Column::Ignore;
                used.why = "it holds only numbers";
            }
        }
    }

    /// Gives every row its day and time; rows whose day cannot be read are skipped.
    fn settle_days(&mut self, wish: &Wish) -> Result<(), Refused> {
        let decided = match wish.order {
            Some(order) => Some(order),
            None => self.decide()?,
        };
        self.order = decided;
        let order = decided.unwrap_or(Order::Mdy);
        let rows = std::mem::take(&mut self.rows);
        for mut row in rows {
            match self.moment(&row, order, wish) {
                Ok(moment) => {
                    (row.day, row.time, row.offset) = (moment.day, moment.time, moment.offset);
                    self.rows.push(row);
                }
                Err(why) => self.skips.add(&self.name, row.line, why),
            }
        }
        Ok(())
    }

    /// The order by all days of the form.
    fn decide(&self) -> Result<Option<Order>, Refused> {
        let all: Vec<(&Row, &str)> = self
            .rows
            .iter()
            .flat_map(|row| self.cells(row).map(move |(column, _, text)| (row, column, text)))
            .filter(|(_, column, text)| matches!(column, Column::Timestamp | Column::Date) && !text.is_empty())
            .map(|(row, _, text)| (row, text))
            .collect();
        let shown = |at: usize| all.get(at).map_or((0, String::new()), |(row, text)| (row.line, quoted(&tidy(text))));
        const ADVICE: &str = "Say --date-order dmy (day first) or --date-order mdy (month first).";
        match dates::decide(all.iter().map(|(_, text)| *text)) {
            Decision::Order(order) => Ok(Some(order)),
            Decision::Any => Ok(None),
            Decision::Open { at, day_first, month_first } => {
                let (line, text) = shown(at);
                let what = format!(
                    "{} line {line}: {text} can be {} or {}, and no other row settles it",
                    visible(&self.name),
                    day_first.format("%-d %B %Y"),
                    month_first.format("%-d %B %Y")
                );
                Err(Refused::with_advice(what, ADVICE).asking(Asks::Order))
            }
            Decision::Mixed { day_first, month_first } => {
                let ((one, day), (other, month)) = (shown(day_first), shown(month_first));
                let what = format!(
                    "{}: {day} on line {one} has the day first, {month} on line {other} the month first",
                    visible(&self.name)
                );
                Err(Refused::with_advice(what, ADVICE).asking(Asks::Order))
            }
        }
    }

    fn moment(&self, row: &Row, order: Order, wish: &Wish) -> Result<Moment, String> {
        let cell = |wanted: Column| {
            self.cells(row).find(|(column, _, text)| *column == wanted && !text.is_empty()).map(|(.., text)| text)
        };
        let read = |text: &str| {
            let unread = || format!("the day {} cannot be read as a date ({})", quoted(&tidy(text)), order.words());
            dates::read(text, order).ok_or_else(unread)
        };
        let stamp = cell(Column::Timestamp).map(read).transpose();
        let mut moment = match (cell(Column::Date), wish.day) {
            (Some(text), _) => {
                let mut day = read(text)?;
                // When the form was sent tells the time only where that was on the day itself.
                let sent = stamp.ok().flatten().filter(|s| s.day == day.day && day.time.is_none());
                if let Some(sent) = sent {
                    (day.time, day.offset) = (sent.time, sent.offset);
                }
                day
            }
            (None, day) => match (stamp?, day) {
                (Some(stamp), _) => stamp,
                (None, Some(day)) => Moment { day, time: None, offset: None },
                (None, None) => return Err("tells no day".into()),
            },
        };
        if let Some(text) = cell(Column::Time) {
            let time = dates::read_time(text).ok_or_else(|| {
                format!("the time {} cannot be read; 9:30 or 2:05 PM was expected", quoted(&tidy(text)))
            })?;
            moment.time = Some(time);
        }
        Ok(moment)
    }
}
