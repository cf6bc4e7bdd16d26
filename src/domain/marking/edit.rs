//! Changing one mark after the visit.

use super::Change;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::sheet::LookFor;

/// What can be changed of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Another answer of a tick.
    Tick(Tick),
    /// Another moment, milliseconds since the visit began.
    At(i64),
    /// Another length of a stretch or wait, milliseconds.
    Length(i64),
    /// Another count of a scan.
    Count {
        n: i64,
        of: Option<i64>,
    },
    /// Another option of a scale, another code, another end of a wait.
    Option(String),
    /// Other options of a choice.
    Options(Vec<String>),
    /// Another interval of a code, from 1.
    Interval(i64),
    Delete,
}

/// The change an edit makes. `look_for` is the mark's on the sheet, where the sheet has it.
///
/// # Errors
/// A sentence, when the mark has nothing of the kind or the value cannot be.
pub fn edited(look_for: Option<&LookFor>, mark: &Mark, edit: &Edit) -> Result<Change, String> {
    let mut to = mark.clone();
    match (edit, mark.way) {
        (Edit::Delete, _) => return Ok(Change::Remove(mark.clone())),
        (Edit::At(at), _) if *at < 0 => return Err("A mark cannot be before the visit began.".into()),
        (Edit::At(at), _) => to.at_ms = Some(*at),
        (Edit::Tick(tick), Way::Tick) => to.value = Some(*tick as i64),
        (Edit::Length(length), Way::Timer | Way::Response) if *length >= 0 => to.value = Some(*length),
        (Edit::Count { n, of }, Way::Scan) => {
            check_count(*n, *of)?;
            to.value = Some(*n);
            to.detail = of.map_or(Detail::None, Detail::Of);
        }
        (Edit::Option(option), Way::Scale | Way::Interval | Way::Response) => {
            check_option(look_for, option)?;
            to.detail = Detail::Option(option.clone());
        }
        (Edit::Options(options), Way::Choice) => {
            for option in options {
                check_option(look_for, option)?;
            }
            to.value = Some(i64::try_from(options.len()).unwrap_or(0));
            to.detail = Detail::Options(options.clone());
        }
        (Edit::Interval(number), Way::Interval) if *number >= 1 => to.value = Some(*number),
        _ => return Err("That cannot be changed of this mark.".into()),
    }
    Ok(Change::Alter { from: mark.clone(), to })
}

/// Whether so many of so many can be.
///
/// # Errors
/// A sentence that says why not.
pub fn check_count(n: i64, of: Option<i64>) -> Result<(), String> {
    match of {
        Some(of) if n > of => Err(format!("{n} of {of} cannot be: type how many of those present, such as 19/24.")),
        _ if n < 0 => Err("Type a number, such as 19 or 19/24.".into()),
        _ => Ok(()),
    }
}

fn check_option(look_for: Option<&LookFor>, option: &str) -> Result<(), String> {
    match look_for {
        Some(look_for) if look_for.option(option).is_none() => {
            Err(format!("“{}” has no option “{option}”.", look_for.label))
        }
        _ => Ok(()),
    }
}
