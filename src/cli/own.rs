//! What `uncover sheet` and `uncover talk` have in common: listing, showing, checking, taking in and beginning a file that
//! one writes oneself.

use crate::domain::text::{clip, count, visible};
use crate::exchange::own::{self, Added, Definition, OwnFile, Refused};
use crate::exchange::write;
use std::path::{Path, PathBuf};

/// Longest title in a list, in columns.
const TITLE: usize = 44;

pub fn list<T: Definition>(folder: &Path) -> Result<(), String> {
    let built_in = T::built_in().iter().filter_map(|(id, body)| T::parse_bytes(id, body.as_bytes()).ok());
    let mut lines = vec!["Built in".to_string()];
    lines.extend(built_in.map(|one| line(&one)));
    let own = own::read::<T>(folder);
    if own.found.is_empty() && own.broken.is_empty() {
        let command = T::WORDS.command;
        lines.push(format!("\nYour own: none yet. “uncover {command} new” gives you one to begin with."));
    } else {
        lines.push(format!("\nYour own, in {}", visible(&folder.to_string_lossy())));
    }
    lines.extend(own.found.iter().map(|own| line(&own.value)));
    lines.extend(own.broken.iter().map(|broken| format!("  cannot be used: {}", broken.why)));
    super::print(&lines.join("\n"))
}

fn line<T: Definition>(one: &T) -> String {
    format!("  {:<17} {:<TITLE$} {}", one.id(), clip(one.title(), TITLE, false), one.summary())
}

pub fn show<T: Definition>(folder: &Path, id: &str) -> Result<(), String> {
    let built_in = T::built_in().iter().find(|(name, _)| *name == id).map(|(_, body)| (*body).to_string());
    let body = match built_in {
        Some(body) => Some(body),
        None => own::read::<T>(folder).found.into_iter().find(|o| o.value.id() == id).map(|o| o.body),
    };
    let Some(body) = body else {
        let (one, command) = (T::WORDS.one, T::WORDS.command);
        return Err(format!("There is no {one} called “{id}”. “uncover {command} list” names them all."));
    };
    // A remark can hold what a screen must not be sent; no other text of a sound file can.
    let lines: Vec<String> = body.trim_end().lines().map(visible).collect();
    super::print(&lines.join("\n"))
}

/// Prints the mistakes, and gives the sentence for standard error.
fn refused<T: Definition>(file: &Path, why: Refused) -> Result<String, String> {
    match why {
        Refused::Sentence(sentence) => Ok(sentence),
        Refused::Mistakes { lines, count: n } => {
            super::print(&lines)?;
            let n = count(n, "mistake", "mistakes");
            Ok(format!("“{}” is not a {} yet: {n}. Nothing was changed.", file.display(), T::WORDS.one))
        }
    }
}

pub fn check<T: Definition>(file: &Path) -> Result<(), String> {
    match own::read_file::<T>(file) {
        Ok((one, _)) => {
            let what = T::WORDS.one;
            let built_in = if T::is_built_in(one.id()) {
                let id = one.id();
                format!(" Its id “{id}” is that of a {what} that comes with the program: choose another to add it.")
            } else {
                String::new()
            };
            let details = one.details();
            super::print(&format!("“{}” is a {what} with {}.{built_in}{details}", one.title(), one.size()))
        }
        Err(why) => Err(refused::<T>(file, why)?),
    }
}

pub fn add<T: Definition>(folder: &Path, file: &Path, replace: bool) -> Result<(), String> {
    let (OwnFile { value, .. }, added) = match own::add::<T>(folder, file, replace) {
        Ok(done) => done,
        Err(why) => return Err(refused::<T>(file, why)?),
    };
    let path = |path: PathBuf| visible(&path.to_string_lossy());
    let did = match added {
        Added::New(at) => format!("is taken in: {}. {}", path(at), T::WORDS.offered),
        Added::Replaced(at) => {
            format!("has taken the place of the one before: {}. {} that one keep it.", path(at), T::WORDS.users)
        }
        Added::Same(at) => format!("was there already, word for word: {}.", path(at)),
    };
    super::print(&format!("“{}” ({}) {did}", value.title(), value.size()))
}

pub fn new<T: Definition>(id: &str, to: Option<&Path>) -> Result<(), String> {
    let (one, command) = (T::WORDS.one, T::WORDS.command);
    let Some(text) = T::template(id) else {
        return Err(format!(
            "“{id}” cannot be the id of a {one}. It has small letters, digits and hyphens, such as “our-{command}”."
        ));
    };
    if T::is_built_in(id) {
        return Err(format!("A {one} that comes with the program is called “{id}”. Choose another id."));
    }
    match to {
        None => super::print(text.trim_end()),
        Some(to) => {
            write::text(to, false, &text).map_err(|e| e.to_string())?;
            let file = visible(&to.to_string_lossy());
            super::print(&format!(
                "“{file}” is written. Change it in any text editor, then: uncover {command} check \"{file}\""
            ))
        }
    }
}

/// How many of one's own there are, and where: a line of `uncover info`. `called` is the word in front, such as "your
/// sheets".
pub fn info<T: Definition>(folder: &Path, called: &str) -> String {
    let own = own::read::<T>(folder);
    let broken = match own.broken.len() {
        0 => String::new(),
        n => format!(" ({n} cannot be used: uncover {} list)", T::WORDS.command),
    };
    format!("{called:<13} {} in {}{broken}", own.found.len(), folder.display())
}
