//! A copy on a drive, by one key: one drive is taken at once, of several one is chosen.

use super::YearPick;
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::layers::{Layer, PickValue, Picked};
use crate::app::screens::forms;
use crate::domain::text::{count, visible};
use crate::domain::time::{UtcMs, local_time, short_day};
use crate::domain::year_end::{days_ago, is_copy_old};
use crate::exchange::drives::Drive;
use crate::store::backup::drive::Way;
use chrono::Datelike;
use std::path::PathBuf;

/// On which drive the last copy was made, where it was, and when: settings of this laptop.
const NAME: &str = "drive.name";
const PLACE: &str = "drive.path";
const AT: &str = "drive.at";

#[derive(Debug, Default)]
pub struct DriveState {
    /// The drives to choose from.
    pub found: Vec<Drive>,
    /// A copy that is being made.
    pub under_way: Option<UnderWay>,
    /// It was said that ending the program stops the copy.
    pub asked_to_end: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    pub drive: Drive,
    pub way: Way,
}

impl UnderWay {
    /// “43 % written”.
    fn way(&self) -> String {
        match self.way {
            Way::Written(parts) => format!("{parts} % written"),
            Way::TakingIn => "the drive takes it in".into(),
            Way::Checking => "read back and checked".into(),
        }
    }

    /// “Copy to “T7”: 43 % written …”
    pub fn words(&self) -> String {
        let (name, way) = (visible(&self.drive.name), self.way());
        format!("Copy to “{name}”: {way}. Go on as usual; leave the drive plugged in.")
    }
}

/// What is told of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DriveTold {
    Found(Vec<Drive>),
    Way(Way),
    Made {
        drive: Drive,
        path: PathBuf,
        at: UtcMs,
    },
    /// No copy was made: a sentence.
    Not(String),
}

/// When the last copy on a drive was made, and what the drive is called.
pub fn last(app: &App) -> Option<(UtcMs, &str)> {
    let at = app.settings.get(AT)?.parse().ok()?;
    Some((at, app.settings.get(NAME).map_or("", String::as_str)))
}

/// A copy on a drive that was made long ago, in words, where something was written since.
pub fn old(app: &App) -> Option<String> {
    let (at, name) = last(app)?;
    is_copy_old(Some(at), app.clock.utc(), app.now.utc).then(|| {
        let days = usize::try_from(days_ago(at, app.now.utc)).unwrap_or(0);
        format!("{} ago, on “{}”", count(days, "day", "days"), visible(name))
    })
}

/// What the page says of copies on drives.
pub fn words(app: &App) -> String {
    if let Some(under_way) = &app.year.drive.under_way {
        return format!("on its way to “{}”: {}", visible(&under_way.drive.name), under_way.way());
    }
    match last(app) {
        Some((at, name)) => {
            let day = short_day(local_time(at, app.now.offset).date_naive(), app.now.today().year());
            format!("the last one on {day}, on “{}”", visible(name))
        }
        None => "a verified copy, away from this laptop".into(),
    }
}

/// Looks for drives, unless a copy is being made.
pub fn begin(app: &mut App) {
    match &app.year.drive.under_way {
        Some(under_way) => app.tell(under_way.words()),
        None => app.effect(Effect::FindDrives),
    }
}

pub fn told(app: &mut App, told: DriveTold) {
    match told {
        DriveTold::Found(found) => found_some(app, found),
        DriveTold::Way(way) => {
            if let Some(under_way) = &mut app.year.drive.under_way {
                under_way.way = way;
            }
        }
        DriveTold::Made { drive, path, at } => {
            app.year.drive.under_way = None;
            app.set_setting(NAME, &drive.name);
            app.set_setting(PLACE, &drive.path.display().to_string());
            app.set_setting(AT, &at.to_string());
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let folder = crate::store::backup::drive::FOLDER;
            app.tell(format!(
                "A verified copy is on “{}”, in the folder {folder}: {}. Eject the drive before you pull it out.",
                visible(&drive.name),
                visible(&name)
            ));
            super::copy_made(app);
        }
        DriveTold::Not(why) => {
            app.year.drive.under_way = None;
            app.needs_you(why);
        }
    }
}

fn found_some(app: &mut App, mut found: Vec<Drive>) {
    if app.year.drive.under_way.is_some() {
        return;
    }
    match found.len() {
        0 => app.needs_you(
            "No drive is plugged in. Plug one in, wait until the system shows it, and try again; or name any folder on the \
             command line: uncover backup PATH.",
        ),
        1 => found.into_iter().for_each(|drive| copy_to(app, drive)),
        _ => {
            // The one from last time first, so that Enter takes it.
            let before = app.settings.get(PLACE).cloned().unwrap_or_default();
            found.sort_by_key(|drive| drive.path.display().to_string() != before);
            let item = |(at, drive): (i64, &Drive)| {
                let same = drive.path.display().to_string() == before;
                let detail = format!("{}{}", if same { "as last time   " } else { "" }, drive.path.display());
                forms::item(visible(&drive.name), visible(&detail), PickValue::Number(at))
            };
            let items = (0..).zip(&found).map(item).collect();
            let picker = forms::picker("Copy to which drive?", items, "No drive fits that.", Picked::Year(YearPick::Drive));
            app.year.drive.found = found;
            app.layers.push(Layer::Picker(picker));
        }
    }
}

/// The leader chose a drive.
pub fn chosen(app: &mut App, at: i64) {
    let drive = usize::try_from(at).ok().and_then(|at| app.year.drive.found.get(at).cloned());
    if let Some(drive) = drive {
        copy_to(app, drive);
    }
}

fn copy_to(app: &mut App, drive: Drive) {
    app.year.drive.asked_to_end = false;
    app.year.drive.under_way = Some(UnderWay { drive: drive.clone(), way: Way::Written(0) });
    app.effect(Effect::CopyTo(drive));
}

/// Ending the program stops a copy: it is said once. Whether the program may end now.
pub fn may_end(app: &mut App) -> bool {
    let drive = &mut app.year.drive;
    if drive.under_way.is_none() || std::mem::replace(&mut drive.asked_to_end, true) {
        return true;
    }
    app.needs_you("A copy is being made on a drive. Once more ends the program, and no copy is there.");
    false
}
