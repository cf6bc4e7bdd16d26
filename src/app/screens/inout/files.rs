//! Files and folders to choose from. A folder is looked into beside the screens, however many entries it has.

use super::{Step, going};
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::fuzzy;
use crate::app::layers::Filled;
use crate::app::screens::forms;
use crate::exchange::inout::{Entry, Listing, Outcome, Task};
use std::path::{Path, PathBuf};

/// The setting that remembers the folder used last on this laptop.
const FOLDER: &str = "files.folder";

/// The folder of one's own, wherever the system keeps it.
const HOME: &str = "~";

#[derive(Debug, Default)]
pub struct Files {
    pub field: Field,
    pub listing: Option<Listing>,
    /// Places in the listing that fit what was typed, best first.
    pub found: Vec<usize>,
    /// The marked row; row 0 may be `own_row`.
    pub selected: usize,
    /// Why the last folder could not be looked into.
    pub why: String,
    /// A folder is being looked into, by the number of the question.
    pub waiting: Option<u64>,
    /// What stood in the field when it was asked for: what is typed on meanwhile is kept.
    asked_with: String,
    /// The first folder of all was asked for: where it is gone, the home folder will do.
    first: bool,
    /// What to mark when the listing comes: the folder one came from.
    came_from: Option<PathBuf>,
    /// What the row above all others does with the folder at hand.
    pub own: Own,
}

/// What can be done with the folder at hand itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Own {
    #[default]
    Nothing,
    /// It is brought in as a whole.
    Take,
    /// Something is written into it.
    Write,
}

impl Files {
    /// Finds the entries that fit what was typed.
    pub fn narrow(&mut self) {
        let entries = self.listing.as_ref().map(|l| &l.entries[..]).unwrap_or_default();
        self.found = fuzzy::find(&self.field.text(), entries.iter().map(|e| e.name.as_str()));
        self.selected = 0;
    }

    /// The row for the folder itself is there as long as nothing is typed.
    pub fn has_own_row(&self) -> bool {
        self.own != Own::Nothing && self.listing.is_some() && self.field.is_empty()
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.found.len() + usize::from(self.has_own_row())
    }

    /// The entry of a row; none for the row of the folder itself.
    pub fn entry(&self, row: usize) -> Option<&Entry> {
        let at = row.checked_sub(usize::from(self.has_own_row()))?;
        self.listing.as_ref()?.entries.get(*self.found.get(at)?)
    }

    fn row_of(&self, path: &Path) -> Option<usize> {
        (0..self.rows()).find(|row| self.entry(*row).is_some_and(|e| e.path == path))
    }

    /// Marks an entry, with nothing typed.
    fn mark(&mut self, path: &Path) {
        self.field.clear();
        self.narrow();
        self.selected = self.row_of(path).unwrap_or(0);
    }

    fn came(&mut self, listing: Listing) {
        let typed = self.field.text();
        self.field.set(typed.strip_prefix(&self.asked_with).unwrap_or(&typed));
        self.why.clear();
        self.listing = Some(listing);
        self.narrow();
        let there = self.came_from.take().and_then(|from| self.row_of(&from));
        // A whole folder is written into more often than it is brought in.
        let first = usize::from(self.has_own_row() && self.own == Own::Take && !self.found.is_empty());
        if self.field.is_empty() {
            self.selected = there.unwrap_or(first);
        }
    }
}

/// Begins to choose: in the folder used last, or in one's own.
pub fn begin(app: &mut App) {
    let Some(choice) = app.inout.choice else { return };
    let own = match choice.out() {
        Some(_) => Own::Write,
        None if choice.takes_folder() => Own::Take,
        None => Own::Nothing,
    };
    app.inout.step = Step::Files;
    app.inout.files = Files { own, first: true, ..Files::default() };
    let last = app.settings.get(FOLDER).filter(|f| !f.is_empty()).cloned();
    look(app, Path::new(last.as_deref().unwrap_or(HOME)));
}

fn look(app: &mut App, path: &Path) {
    let endings = app.inout.choice.map(|c| c.endings()).unwrap_or_default();
    app.inout.numbers += 1;
    let number = app.inout.numbers;
    app.inout.files.waiting = Some(number);
    app.inout.files.asked_with = app.inout.files.field.text();
    app.effect(Effect::Carry { number, task: Task::Folder { path: path.to_path_buf(), endings } });
}

/// What is in a folder came, or why it cannot be looked into. False when it is not about a folder that is waited for.
pub fn came(app: &mut App, number: u64, outcome: &Outcome) -> bool {
    if app.inout.files.waiting != Some(number) {
        return false;
    }
    app.inout.files.waiting = None;
    let first = std::mem::take(&mut app.inout.files.first);
    match outcome {
        Outcome::Folder(listing) => app.inout.files.came(listing.clone()),
        Outcome::File(path) => chosen(app, path.clone()),
        Outcome::Refused(_) if first => look(app, Path::new(HOME)),
        Outcome::Refused(why) => app.inout.files.why.clone_from(&why.sentence),
        _ => {}
    }
    true
}

/// A path that was typed or pasted, as files are dragged into a terminal: quoted, or as an address.
fn typed_path(text: &str) -> Option<PathBuf> {
    let text = text.trim().trim_matches(['"', '\'']);
    let text = text.strip_prefix("file://").unwrap_or(text);
    let mut letters = text.chars();
    let drive = letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next() == Some(':');
    (text.starts_with('/') || text.starts_with(HOME) || drive || text.starts_with("\\\\")).then(|| PathBuf::from(text))
}

/// Opens the marked folder, takes the marked file, or goes to the path that was typed.
pub fn open_marked(app: &mut App) {
    if app.inout.files.waiting.is_some() && app.inout.files.listing.is_some() {
        // What is marked is of the folder before.
        return;
    }
    if let Some(path) = typed_path(&app.inout.files.field.text()) {
        look(app, &path);
        return;
    }
    let files = &app.inout.files;
    if files.has_own_row() && files.selected == 0 {
        return own_row(app);
    }
    match files.entry(files.selected).cloned() {
        Some(entry) if entry.folder => look(app, &entry.path),
        Some(entry) => chosen(app, entry.path),
        None => {}
    }
}

/// Goes into the marked folder.
pub fn into(app: &mut App) {
    if let Some(entry) = app.inout.files.entry(app.inout.files.selected).filter(|e| e.folder).cloned() {
        look(app, &entry.path);
    }
}

/// Goes to the folder above.
pub fn parent(app: &mut App) {
    let Some(here) = app.inout.files.listing.as_ref().map(|l| l.folder.clone()) else { return };
    match here.parent() {
        Some(parent) => {
            app.inout.files.came_from = Some(here.clone());
            look(app, parent);
        }
        None => app.inout.files.why = "There is no folder above this one. Another disk: type its path.".into(),
    }
}

fn own_row(app: &mut App) {
    let Some(folder) = app.inout.files.listing.as_ref().map(|l| l.folder.clone()) else { return };
    if app.inout.files.own == Own::Write {
        ask_name(app, None);
    } else {
        remember(app, folder.parent().unwrap_or(&folder));
        going::look(app, folder);
    }
}

/// A file was chosen.
fn chosen(app: &mut App, path: PathBuf) {
    if let Some(folder) = path.parent() {
        remember(app, folder);
    }
    app.inout.files.mark(&path);
    if app.inout.out.is_some() {
        going::write_to(app, path);
    } else {
        going::look(app, path);
    }
}

/// The folder is where one begins next time.
fn remember(app: &mut App, folder: &Path) {
    // A path that is no text cannot be remembered, and need not be.
    if let Some(folder) = folder.to_str().filter(|f| app.settings.get(FOLDER).is_none_or(|known| known != f)) {
        app.set_setting(FOLDER, folder);
    }
}

/// Asks for the name of what is written; `why` the last one did not do.
pub fn ask_name(app: &mut App, why: Option<&str>) {
    let Some(choice) = app.inout.choice else { return };
    let known = app.inout.out.as_ref().and_then(|w| w.to.file_name()).map(|n| n.to_string_lossy().into_owned());
    let name = known.unwrap_or_else(|| choice.file_name(app.now.today()));
    let hint = why.unwrap_or("The name of the file. Enter writes it into this folder.");
    forms::prompt(app, choice.label(), &name, hint, Filled::InOut(super::asking::Asked::Name));
}

/// The name was filled in.
pub fn named(app: &mut App, name: &str) {
    let Some(folder) = app.inout.files.listing.as_ref().map(|l| l.folder.clone()) else { return };
    if app.inout.step != Step::Files {
        return;
    }
    if name.is_empty() || name.contains(['/', '\\', ':']) || name == "." || name == ".." {
        ask_name(app, Some("A name without / and : was expected, such as walks.csv."));
        return;
    }
    remember(app, &folder);
    going::write_to(app, folder.join(name));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_a_path_or_a_part_of_a_name() {
        let path = |text| typed_path(text).map(|p| p.display().to_string());
        assert_eq!(path("/home/ann/walks.csv"), Some("/home/ann/walks.csv".into()));
        assert_eq!(path(" '/media/stick/my walks.csv' "), Some("/media/stick/my walks.csv".into()));
        assert_eq!(path("file:///tmp/a.csv"), Some("/tmp/a.csv".into()));
        assert_eq!(path("~/Desktop"), Some("~/Desktop".into()));
        assert_eq!(path("D:\\walks.csv"), Some("D:\\walks.csv".into()));
        assert_eq!(path("walks"), None);
        assert_eq!(path(""), None);
    }
}
