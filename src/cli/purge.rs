//! `uncover purge`, `unlink` and `handover`: what is kept, until when, and who gets it (docs/retention.md).

use super::purge_words::{copies, kinds, of_kind, several};
use super::{Line, file, paths};
use crate::domain::act::{Op, Verb};
use crate::domain::dates::read_day;
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::Kind;
use crate::domain::text::{count, visible};
use crate::domain::time::{day_bounds, day_number, day_of_number};
use crate::store::retention::{Going, Leaving};
use crate::store::{Core, Reader, backup};
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

/// Something to remove, with what is told of it.
struct Plan {
    changes: Vec<(Verb, Vec<Op>)>,
    things: Vec<(Kind, Uid)>,
    lines: Vec<String>,
}

/// `uncover purge`.
pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    carry_out(line, &options.how, |reader| {
        let leaving = options.leaving(reader)?;
        let going = reader.going(leaving).map_err(|t| file::sentence(&t))?;
        if going.things.is_empty() {
            return Err("Nothing in the file fits that. Nothing was changed.".into());
        }
        let lines = told(&going, leaving);
        Ok(Plan { changes: going.changes, things: going.things, lines })
    })
}

/// `uncover unlink`.
pub fn unlink(line: &Line, options: &UnlinkOptions) -> Result<(), String> {
    carry_out(line, &options.how, |reader| {
        let day = day(&options.before)?;
        let moment = day_bounds(day, offset_of(day)).0;
        let found = reader.unlinking(moment, &mut IdSource::System).map_err(|t| file::sentence(&t))?;
        let kept = match found.rooms_kept {
            0 => None,
            n => Some(format!(
                "  {} in {} that {} also visited since, planned or asked for: they stay as they are.",
                of_kind(Kind::Visit, found.visits_kept),
                of_kind(Kind::Classroom, n),
                if n == 1 { "was" } else { "were" }
            )),
        };
        if found.things.is_empty() {
            let why = kept.map(|kept| format!(" There are only{}", kept.trim_end_matches('.'))).unwrap_or_default();
            let why = why.replace("  ", " ");
            let dot = if why.is_empty() { "" } else { "." };
            return Err(format!("No visit before {day} can be cut off from a room.{why}{dot} Nothing was changed."));
        }
        let mut lines = vec![format!("Visits before {day} and where they were:")];
        let (visits, rooms) = (of_kind(Kind::Visit, found.visits), of_kind(Kind::Classroom, found.rooms));
        lines
            .push(format!("  {visits} in {rooms}: the label and who taught there go; grade, subject and period stay."));
        if found.names > 0 {
            let names = count(found.names, "teacher is", "teachers are");
            lines.push(format!("  {names} in no room any more: the names go."));
        }
        if found.invitations > 0 {
            lines.push(format!("  {} that these visits answered.", of_kind(Kind::Invitation, found.invitations)));
        }
        lines.extend(kept);
        Ok(Plan { changes: found.changes, things: found.things, lines })
    })
}

/// `uncover handover`.
pub fn hand_over(line: &Line, to: &Path) -> Result<(), String> {
    let reader = Reader::open(&paths::file(line)?).map_err(|t| file::sentence(&t))?;
    let made = reader.hand_over(to, clock::now().utc).map_err(|t| file::sentence(&t))?;
    let what = match kinds(&made) {
        _ if made.is_empty() => "the agreements".into(),
        words => format!("{} and the agreements", words.replace(" and ", ", ")),
    };
    super::print(&format!(
        "{} holds {what}. It holds no visit, note, mark, pattern or talk. Names of teachers are in it: give it to your \
         successor alone.",
        visible(&to.display().to_string())
    ))
}

/// Shows what would go, or does it.
fn carry_out(line: &Line, how: &How, plan: impl Fn(&Reader) -> Result<Plan, String>) -> Result<(), String> {
    let path = paths::file(line)?;
    let open = || Reader::open(&path).map_err(|t| file::sentence(&t));
    if !how.yes {
        let found = plan(&open()?)?;
        let copies = copies(&path, &found.things)?;
        super::print(&[found.lines, copies].concat().join("\n"))?;
        return super::print("Nothing was changed yet. The same with --yes does it, and it cannot be taken back.");
    }
    // A file that is not there is not to be made.
    drop(open()?);
    let options = file::options()?;
    let mut core = Core::open(&path, &options).map_err(|t| file::sentence(&t))?;
    let reader = open()?;
    let found = plan(&reader)?;
    drop(reader);
    let made = match how.no_backup {
        true => None,
        false => Some(backup::make_now(&path, &options).map_err(|t| file::sentence(&t))?),
    };
    let trouble = core.remove(options.now, found.changes, &found.things).map_err(|t| file::sentence(&t))?;
    core.close().map_err(|t| file::sentence(&t))?;
    super::print(&found.lines.join("\n"))?;
    super::print(
        "Removed for good: from the file, its history, the search, drafts, saved views and the emergency file. The log \
         keeps only how many things went, and when. Undo does not lead behind it.",
    )?;
    if let Some(made) = made {
        super::print(&format!("The file as it was before is in {}", visible(&made.display().to_string())))?;
    }
    super::print(&copies(&path, &found.things)?.join("\n"))?;
    match trouble {
        None => Ok(()),
        Some(trouble) => Err(format!(
            "It is removed, but its bytes could not be overwritten yet; opening the file tries again. {}",
            trouble.what
        )),
    }
}

impl Options {
    fn leaving(&self, reader: &Reader) -> Result<Leaving, String> {
        let What { teacher, walk, before, room } = &self.what;
        if let Some(said) = teacher {
            let teacher = one(reader, Kind::Teacher, said)?;
            return Ok(Leaving::Teacher { teacher, visits: self.with_visits, mentions: self.with_mentions });
        }
        if let Some(said) = room {
            return Ok(Leaving::Room(one(reader, Kind::Classroom, said)?));
        }
        if let Some(said) = walk {
            return Ok(Leaving::Walk(walk_of(reader, said)?));
        }
        let day = day(before.as_deref().unwrap_or_default())?;
        Ok(Leaving::Before { day: day_number(day), moment: day_bounds(day, offset_of(day)).0 })
    }
}

/// The one teacher or room that is meant.
fn one(reader: &Reader, kind: Kind, said: &str) -> Result<Uid, String> {
    let found = reader.fitting(kind, said).map_err(|t| file::sentence(&t))?;
    match found.as_slice() {
        [one] => Ok(one.uid),
        [] => {
            let what = if kind == Kind::Teacher { "teacher" } else { "room" };
            Err(format!("There is no {what} “{}” in the file. Nothing was changed.", visible(said)))
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

/// The local time's offset when that day begins.
fn offset_of(day: NaiveDate) -> i32 {
    day.and_hms_opt(0, 0, 0).map_or(0, clock::offset_at)
}

fn told(going: &Going, leaving: Leaving) -> Vec<String> {
    let mut lines = vec![format!("For good: {}.", kinds(&going.counts()))];
    let mut stays = |line: String| lines.push(format!("  {line}"));
    for (kind, words) in [
        (Kind::Classroom, "then without that teacher; the visits there stay, with nobody's name."),
        (Kind::Team, "then without that teacher."),
        (Kind::Walk, "then without that room on the route."),
    ] {
        if going.changed(kind) > 0 {
            stays(format!("{} {words}", of_kind(kind, going.changed(kind))));
        }
    }
    if !going.mentioned.is_empty() {
        let with = if matches!(leaving, Leaving::Teacher { mentions: false, .. }) {
            "; --with-mentions removes such notes, replies and statements too"
        } else {
            ""
        };
        stays(format!("A word of the name also stands in {}, which stay{with}.", kinds(&going.mentioned)));
        going.lines.iter().for_each(|line| stays(format!("  “{}”", visible(line))));
    }
    if going.talks > 0 {
        let talks = of_kind(Kind::Talk, going.talks);
        stays(format!("{talks} gave one of these notes other words to be shown with: those words stay with the talk."));
    }
    if matches!(leaving, Leaving::Before { .. } | Leaving::Walk(_)) {
        stays(
            "Patterns, talks and what was said in them, shared problems, trials, rooms, teachers and tags stay.".into(),
        );
    }
    if matches!(leaving, Leaving::Room(_)) {
        stays("Who taught there stays a teacher of the file; --teacher removes a name.".into());
    }
    lines
}
