//! Visits and notes out of forms and hand-made sheets: looked at, and taken in as one act.

use super::rooms::{NOTHING_WAS, NOTHING_WOULD, TAKEN_BACK_HERE, keep};
use super::{Around, Doing, Outcome, Paper, Why, reader};
use crate::domain::act::Verb;
use crate::domain::agreements::Agreements;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::time::UtcMs;
use crate::exchange::forms::columns::{Use, of as columns_of};
use crate::exchange::forms::{self, Taken, Wish};
use crate::store::api::{Answer, Ask, TagRow, Trouble, UsedSheet};
use crate::store::{Core, Reader};
use chrono::NaiveDateTime;
use std::collections::HashMap;
use std::path::Path;

/// What a form is compared with that is not in it.
pub struct Outside<'a> {
    pub now: UtcMs,
    /// Seconds east of UTC of a local time.
    pub offset: &'a dyn Fn(NaiveDateTime) -> i32,
    /// The settings of the file.
    pub settings: Vec<(String, String)>,
}

impl Outside<'_> {
    /// What a form becomes in a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn plan(&self, reader: &Reader, form: &forms::Form, wish: &Wish) -> Result<Taken, Trouble> {
        let (observers, tags, sheets) = people_tags_sheets(reader)?;
        let there = |kind, uids: &[_]| reader.there(kind, uids);
        let known = reader.known()?;
        let around = forms::Around { known, observers, tags, sheets, there: &there, ..self.around() };
        forms::plan(form, wish, &around)
    }

    /// The same for a file that does not exist yet.
    ///
    /// # Errors
    /// None that could come about; as `plan`.
    pub fn plan_for_nothing(&self, form: &forms::Form, wish: &Wish) -> Result<Taken, Trouble> {
        forms::plan(form, wish, &self.around())
    }

    fn around(&self) -> forms::Around<'_> {
        let setting = |key: &str| self.settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
        forms::Around {
            known: Default::default(),
            observers: Vec::new(),
            tags: Vec::new(),
            sheets: Vec::new(),
            now: self.now,
            follow_ups_stay: Agreements::from_settings(setting).follow_up_stays(),
            offset: self.offset,
            there: &|_, _| Ok(HashMap::new()),
        }
    }
}

type Lists = (Vec<(Uid, String)>, Vec<TagRow>, Vec<UsedSheet>);

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

/// What a form is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub columns: Vec<Use>,
    /// What was said of it, now and at an earlier import.
    pub wish: Wish,
    /// What would come in, or why that cannot be told yet.
    pub paper: Result<Paper, Why>,
}

/// As the screens show it: what each column becomes, and what would come in.
///
/// # Errors
/// A sentence, when there is no form that can be read.
pub fn look(from: &Path, said: &Wish, around: &Around) -> Result<Told, Why> {
    let (open, wish, settings) = opened(from, said, around)?;
    let columns = columns_of(&open.headings, &wish.map);
    let form = match read(&open, &wish, around) {
        Ok(form) => form,
        Err(why) => return Ok(Told { columns, wish, paper: Err(why) }),
    };
    // A column of numbers is found only by reading.
    let columns = form.columns.clone();
    let outside = Outside { now: around.now.utc, offset: &around.offset_at, settings };
    let Taken { ops, report } = outside.plan(&reader(around)?, &form, &wish)?;
    let end = if ops.is_empty() { NOTHING_WOULD } else { "This is what would come in. Nothing was changed yet." };
    let paper = Paper { lines: report.lines(), end: end.into(), changes: !ops.is_empty(), ..Paper::default() };
    Ok(Told { columns, wish, paper: Ok(paper) })
}

/// As the screens do it: taken in, and what was said of the form remembered.
///
/// # Errors
/// A sentence; nothing was changed then.
pub fn take_in_program(
    from: &Path,
    said: &Wish,
    core: &mut Core,
    around: &Around,
) -> Result<(Outcome, Vec<Kind>), Why> {
    let (open, wish, settings) = opened(from, said, around)?;
    let form = read(&open, &wish, around)?;
    let outside = Outside { now: around.now.utc, offset: &around.offset_at, settings };
    let Taken { ops, report } = outside.plan(&reader(around)?, &form, &wish)?;
    drop(form);
    let kinds = ops.iter().map(|op| op.kind).collect();
    let changes = keep(core, Verb::ImportNotes, ops, around.now.utc, &mut around.saving())?;
    if let Some((key, value)) = forms::remember(&open, &wish) {
        // What is not remembered is said again next time.
        let _ = core.set(&key, &value);
    }
    let end = if changes { TAKEN_BACK_HERE } else { NOTHING_WAS };
    Ok((Outcome::Paper(Paper { lines: report.lines(), end: end.into(), changes, ..Paper::default() }), kinds))
}

type Opened = (forms::Open, Wish, Vec<(String, String)>);

fn opened(from: &Path, said: &Wish, around: &Around) -> Result<Opened, Why> {
    let open = forms::open(from)?;
    let settings = reader(around)?.settings()?;
    let wish = forms::recall(&open, &settings, said.clone());
    Ok((open, wish, settings))
}

fn read(open: &forms::Open, wish: &Wish, around: &Around) -> Result<forms::Form, Why> {
    Ok(forms::read(open, wish, &mut |rows| around.far(Doing::Reading, rows, None))?)
}
