//! Of what a report is: a walk, a pattern, a stretch of days.

use super::file;
use crate::domain::dates::read_day;
use crate::domain::id::Uid;
use crate::domain::text::{fold, visible};
use crate::domain::time::{day_number, day_of_number};
use crate::exchange::report::Wish;
use crate::store::Reader;
use crate::store::api::{Answer, Ask};
use crate::store::report::Span;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
pub struct About {
    /// html: of one walk: last, its day (such as 2026-11-14), or its number from the oldest one, 1
    #[arg(long, value_name = "WALK", conflicts_with_all = ["from", "until"])]
    walk: Option<String>,
    /// html: of one pattern, named by a part of its statement
    #[arg(long, value_name = "WORDS")]
    pattern: Option<String>,
    /// html: from this day on (default: from the first walk); talk --for leadership (default: one year back)
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// html, talk --for leadership: until this day, which is counted (default: until today)
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
}

impl About {
    pub fn says_something(&self) -> bool {
        [&self.walk, &self.pattern, &self.from, &self.until].iter().any(|said| said.is_some())
    }

    /// The days that are named.
    pub fn days(&self, today: NaiveDate) -> Result<(Option<i32>, Option<i32>), String> {
        if self.walk.is_some() || self.pattern.is_some() {
            return Err("--walk and --pattern are for a report: “export html”. Nothing was written.".into());
        }
        Ok((day(self.from.as_deref(), today)?, day(self.until.as_deref(), today)?))
    }

    /// What is to be written.
    pub fn wish(&self, reader: &Reader, today: NaiveDate) -> Result<Wish, String> {
        let span = match &self.walk {
            Some(walk) => Span::Walk(walk_of(reader, walk, today)?),
            None => Span::Days(day(self.from.as_deref(), today)?, day(self.until.as_deref(), today)?),
        };
        if matches!(span, Span::Days(Some(from), Some(until)) if until < from) {
            return Err("--until is before --from, so there is nothing to report. Nothing was written.".into());
        }
        let pattern = self.pattern.as_deref().map(|words| pattern_of(reader, words)).transpose()?;
        Ok(Wish { span, pattern, made: today })
    }
}

fn day(said: Option<&str>, today: NaiveDate) -> Result<Option<i32>, String> {
    let Some(said) = said else { return Ok(None) };
    match read_day(said, today).and_then(|day| i32::try_from(day_number(day)).ok()) {
        Some(day) => Ok(Some(day)),
        None => Err(format!("“{}” is no day. Expected: such as 2026-11-14. Nothing was written.", visible(said))),
    }
}

fn walk_of(reader: &Reader, said: &str, today: NaiveDate) -> Result<Uid, String> {
    let walks = reader.walks_begun().map_err(|t| file::sentence(&t))?;
    let number = said.parse::<usize>().ok();
    let found = if said == "last" {
        walks.last()
    } else if let Some(number) = number {
        number.checked_sub(1).and_then(|at| walks.get(at))
    } else {
        let day = day(Some(said), today)?;
        walks.iter().rev().find(|walk| walk.day == day)
    };
    match (found, walks.last()) {
        (Some(walk), _) => Ok(walk.uid),
        (None, None) => Err("There is no walk yet, so there is nothing to report. Nothing was written.".into()),
        (None, Some(last)) => {
            let day = last.day.map(|day| day_of_number(i64::from(day)).to_string()).unwrap_or_default();
            let (all, said) = (walks.len(), visible(said));
            Err(format!("There is no walk “{said}”: there are 1 to {all}, the last of {day}. Nothing was written."))
        }
    }
}

fn pattern_of(reader: &Reader, words: &str) -> Result<Uid, String> {
    let patterns = match reader.answer(&Ask::Patterns) {
        Answer::Patterns(patterns) => patterns,
        Answer::Failed(trouble) => return Err(file::sentence(&trouble)),
        _ => Vec::new(),
    };
    let wanted = fold(words);
    let found: Vec<_> = patterns.iter().filter(|p| fold(&p.statement).contains(&wanted)).collect();
    match found.as_slice() {
        [one] => Ok(one.uid),
        [] => Err(format!(
            "No pattern says “{}”. Nothing was written. Patterns are under 4 in the program.",
            visible(words)
        )),
        several => {
            let said: Vec<String> = several.iter().take(5).map(|p| format!("“{}”", visible(&p.statement))).collect();
            Err(format!("Several patterns say that: {}. Nothing was written. Name more of its words.", said.join(", ")))
        }
    }
}
