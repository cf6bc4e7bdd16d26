//! `uncover purge`, `unlink` and `handover`: what is kept, until when, and who gets it (docs/retention.md).

use super::{Line, file, paths};
use crate::domain::dates::read_day;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::text::{count, visible};
use crate::domain::time::{day_number, day_of_number};
use crate::exchange::drives::{self, Drive};
use crate::exchange::leaving::words::{nobody, several};
use crate::exchange::leaving::{Place, Told, Wish};
use crate::store::Reader;
use crate::term::clock;
use chrono::NaiveDate;
use clap::Args;
use std::path::Path;

#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    what: What,
    /// With --teacher: the visits to their rooms too. Without it the visits stay, cut off from them
    #[arg(long, conflicts_with_all = ["walk", "before", "room"])]
    with_visits: bool,
    /// With --teacher: also every note, reply and statement in which a word of their name stands
    #[arg(long, conflicts_with_all = ["walk", "before", "room"])]
    with_mentions: bool,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct What {
    /// A person's name everywhere, their invitations and what they said to their visits
    #[arg(long, value_name = "NAME|ID")]
    teacher: Option<String>,
    /// A walk with its visits: its day (such as 2026-11-14), or its number from the oldest one, 1
    #[arg(long, value_name = "N|DAY")]
    walk: Option<String>,
    /// All walks and visits before this day
    #[arg(long, value_name = "DAY")]
    before: Option<String>,
    /// A room with its visits
    #[arg(long, value_name = "LABEL|ID")]
    room: Option<String>,
}

#[derive(Debug, Args)]
struct How {
    /// Do it. Without this, nothing is changed
    #[arg(long)]
    yes: bool,
    /// Make a verified backup first; this is what is done unless told otherwise. It still holds what goes
    #[arg(long, conflicts_with = "no_backup")]
    backup_first: bool,
    /// Make no backup first
    #[arg(long)]
    no_backup: bool,
}

#[derive(Debug, Args)]
pub struct UnlinkOptions {
    /// Visits before this day
    #[arg(long, value_name = "DAY")]
    before: String,
    #[command(flatten)]
    how: How,
}

/// `uncover purge`.
pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    carry_out(line, &options.how, |reader| options.wish(reader))
}

/// `uncover unlink`.
pub fn unlink(line: &Line, options: &UnlinkOptions) -> Result<(), String> {
    carry_out(line, &options.how, |_| Ok(Wish::Unlink(day(&options.before)?)))
}

/// `uncover handover`.
pub fn hand_over(line: &Line, to: &Path) -> Result<(), String> {
    super::print(&place(line)?.hand_over(to)?)
}

fn place(line: &Line) -> Result<Place, String> {
    let drives = drives::find(paths::drives().as_deref(), &paths::file(line)?);
    Ok(Place {
        file: paths::file(line)?,
        options: file::options()?,
        drives: drives.iter().map(Drive::folder).collect(),
        offset_of: clock::offset_of_day,
        test_drives: None,
        told: Told::OnTheLine,
    })
}

/// Shows what would go, or does it.
fn carry_out(line: &Line, how: &How, wish: impl Fn(&Reader) -> Result<Wish, String>) -> Result<(), String> {
    let place = place(line)?;
    let wish = wish(&Reader::open(&place.file).map_err(|t| file::sentence(&t))?)?;
    if !how.yes {
        let plan = place.plan(wish)?;
        let copies = place.copies(&plan.things);
        super::print(&[plan.lines, copies].concat().join("\n"))?;
        return super::print("Nothing was changed yet. The same with --yes does it, and it cannot be taken back.");
    }
    let done = place.carry_out(wish, !how.no_backup, None, &|_| {})?;
    super::print(&[done.lines, done.told, done.copies].concat().join("\n"))?;
    done.left_over.map_or(Ok(()), Err)
}

impl Options {
    fn wish(&self, reader: &Reader) -> Result<Wish, String> {
        let What { teacher, walk, before, room } = &self.what;
        if let Some(said) = teacher {
            let teacher = one(reader, Kind::Teacher, said)?;
            return Ok(Wish::Teacher { teacher, visits: self.with_visits, mentions: self.with_mentions });
        }
        if let Some(said) = room {
            return Ok(Wish::Room(one(reader, Kind::Classroom, said)?));
        }
        if let Some(said) = walk {
            return Ok(Wish::Walk(walk_of(reader, said)?));
        }
        Ok(Wish::Before(day(before.as_deref().unwrap_or_default())?))
    }
}

/// The one teacher or room that is meant.
fn one(reader: &Reader, kind: Kind, said: &str) -> Result<Uid, String> {
    let found = reader.fitting(kind, said).map_err(|t| file::sentence(&t))?;
    match found.as_slice() {
        [one] => Ok(one.uid),
        [] => {
            let what = if kind == Kind::Teacher { "teacher" } else { "room" };
            Err(nobody(what, said))
        }
        all => Err(several(said, all)),
    }
}

fn walk_of(reader: &Reader, said: &str) -> Result<Uid, String> {
    let walks = reader.walks_begun().map_err(|t| file::sentence(&t))?;
    if let Ok(number) = said.parse::<usize>() {
        let found = number.checked_sub(1).and_then(|at| walks.get(at));
        return found.map(|walk| walk.uid).ok_or_else(|| {
            let there = count(walks.len(), "walk", "walks");
            format!("There is no walk {number}: there are {there}, the oldest is 1. Nothing was changed.")
        });
    }
    let day = day(said)?;
    let wanted = |walk: &Option<i32>| walk.is_some_and(|d| i64::from(d) == day_number(day));
    let found: Vec<_> = walks.iter().zip(1..).filter(|(walk, _)| wanted(&walk.day)).collect();
    match found.as_slice() {
        [(walk, _)] => Ok(walk.uid),
        [] => {
            let last = walks.last().and_then(|walk| walk.day);
            let last =
                last.map(|d| format!(" The last one was on {}.", day_of_number(i64::from(d)))).unwrap_or_default();
            Err(format!("There was no walk on {day}.{last} Nothing was changed."))
        }
        all => {
            let numbers: Vec<String> = all.iter().map(|(_, n): &(_, usize)| n.to_string()).collect();
            Err(format!(
                "There were several walks on {day}: {}. Name one by its number. Nothing was changed.",
                numbers.join(", ")
            ))
        }
    }
}

fn day(said: &str) -> Result<NaiveDate, String> {
    let read = if said.trim().is_empty() { None } else { read_day(said, clock::now().today()) };
    read.ok_or_else(|| format!("“{}” is no day. Expected: such as 2026-07-01. Nothing was changed.", visible(said)))
}
