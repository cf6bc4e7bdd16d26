//! Opening the program; checking, copying and restoring its file.

use super::{Line, paths};
use crate::app::effect::Places;
use crate::domain::id::IdSource;
use crate::run::{Ended, Session};
use crate::store::api::{Trouble, TroubleSort};
use crate::store::{OpenOptions, backup, check, salvage};
use crate::term::clock;
use std::path::Path;

/// What the store needs from outside.
pub fn options() -> Result<OpenOptions, String> {
    Ok(OpenOptions { data_dir: paths::data()?, now: clock::now().utc, ids: IdSource::System })
}

/// Trouble as the sentences standard error gets.
pub fn sentence(trouble: &Trouble) -> String {
    trouble.sentence()
}

/// Opens the program.
pub fn open(line: &Line) -> Result<(), String> {
    let mut places = places(paths::file(line)?)?;
    let mut session = Session::begin()?;
    loop {
        match show(&mut session, line, &places) {
            Ok(Ended::Quit) => return Ok(()),
            Ok(Ended::OpenDemo) => {
                let file = paths::demo_file()?;
                if !file.exists() {
                    super::demo::make(&file, None, None, super::demo::SEED)?;
                }
                places = self::places(file)?;
            }
            Err(error) => {
                drop(session);
                return Err(error);
            }
        }
    }
}

/// Opens one file that is there already, such as the made-up school.
pub fn open_path(line: &Line, file: &Path) -> Result<(), String> {
    let places = places(file.to_path_buf())?;
    let mut session = Session::begin()?;
    match show(&mut session, line, &places) {
        Ok(_) => Ok(()),
        Err(error) => {
            drop(session);
            Err(error)
        }
    }
}

fn show(session: &mut Session, line: &Line, places: &Places) -> Result<Ended, String> {
    match session.show(places, line.look(), options()?, &[]) {
        Err(trouble) if trouble.sort == TroubleSort::Damaged => {
            // The damaged file is set aside, a good backup takes its place, and what can be read of it is added.
            let report = salvage::open_after_damage(&places.file, &options()?).map_err(|t| sentence(&t))?;
            let told = Trouble::new(
                TroubleSort::Damaged,
                "The file was damaged.",
                report.lines.join(" "),
                "Look whether your last notes are there.",
            );
            session.show(places, line.look(), options()?, &[told]).map_err(|t| sentence(&t))
        }
        other => other.map_err(|t| sentence(&t)),
    }
}

fn places(file: std::path::PathBuf) -> Result<Places, String> {
    let mut places = paths::places(file);
    places.backups = backup::folder(&places.file, &paths::data()?);
    Ok(places)
}

/// `uncover check`.
pub fn check(line: &Line) -> Result<(), String> {
    let file = paths::file(line)?;
    let report = check::check(&file).map_err(|t| sentence(&t))?;
    super::print(&report.lines.join("\n"))?;
    if report.sound {
        Ok(())
    } else {
        Err("The file is not sound. Nothing was changed. `uncover restore` puts a backup in its place.".into())
    }
}

/// `uncover backup [PATH]`.
pub fn backup(line: &Line, to: Option<&Path>) -> Result<(), String> {
    let file = paths::file(line)?;
    if !file.exists() {
        return Err(format!("There is no file yet at {}, so there is nothing to copy.", file.display()));
    }
    let made = match to {
        Some(to) => backup::backup_to(&file, to).map(|()| to.to_path_buf()),
        None => backup::make_now(&file, &options()?),
    };
    let made = made.map_err(|t| sentence(&t))?;
    super::print(&format!("A verified copy is in {}", made.display()))
}

/// `uncover restore PATH`.
pub fn restore(line: &Line, from: &Path) -> Result<(), String> {
    let file = paths::file(line)?;
    if !from.exists() {
        return Err(format!("There is no file at {}. Nothing was changed. Name another backup.", from.display()));
    }
    let aside = backup::restore(from, &file, clock::now().utc).map_err(|t| sentence(&t))?;
    super::print(&format!("{} now holds what {} holds.", file.display(), from.display()))?;
    match aside {
        Some(aside) => super::print(&format!("What it held before is in {}", aside.display())),
        None => Ok(()),
    }
}
