//! Folders of definitions one writes oneself, look-for sheets for one: what is in a folder, and taking a new file in. A
//! file that does not fit is named with its first mistake and stays as it is.

use super::{folder, write};
use crate::domain::data_file::Mistakes;
use crate::domain::order::InOrder;
use crate::domain::text::{count, visible};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Most files that are read: more cannot be chosen from, and a folder full of something else is not read through.
pub const MOST: usize = 200;

/// A thing that a text file defines, that ships with the program and that one can write oneself.
pub trait Definition: Sized {
    const WORDS: Words;
    /// Largest file, bytes.
    const MAX_FILE: usize;

    /// Reads a file; its name is only used in mistakes.
    ///
    /// # Errors
    /// The mistakes of the whole file at once.
    fn parse_bytes(file_name: &str, bytes: &[u8]) -> Result<Self, Mistakes>;
    fn id(&self) -> &str;
    fn title(&self) -> &str;
    /// How much it is, in words: "8 look-fors".
    fn size(&self) -> String;
    /// What a list says behind the title: how much it is, and how long it takes.
    fn summary(&self) -> String;
    /// What else somebody who had a sound file checked is told: lines that begin on a new one, or nothing.
    fn details(&self) -> String {
        String::new()
    }
    /// Those that come with the program: id and text.
    fn built_in() -> &'static [(&'static str, &'static str)];
    /// A text to begin with. None where `id` cannot be an id.
    fn template(id: &str) -> Option<String>;

    /// Whether one that comes with the program has this id.
    fn is_built_in(id: &str) -> bool {
        Self::built_in().iter().any(|(name, _)| *name == id)
    }
}

/// What a definition is called in sentences.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// "sheet".
    pub one: &'static str,
    /// "sheets".
    pub many: &'static str,
    /// The folder's name, beside the file.
    pub folder: &'static str,
    /// The word on the command line, behind `uncover`.
    pub command: &'static str,
    /// Who keeps the old one when a new one takes its place, as the beginning of a sentence: "Walks that used".
    pub users: &'static str,
    /// Who offers a new one, as a sentence: "Plan offers it now."
    pub offered: &'static str,
}

/// What is in a folder, by the names of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own<T> {
    pub found: Vec<OwnFile<T>>,
    pub broken: Vec<Broken>,
}

impl<T> Default for Own<T> {
    fn default() -> Self {
        Own { found: Vec::new(), broken: Vec::new() }
    }
}

/// A definition of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile<T> {
    /// The name of its file.
    pub file: String,
    pub value: T,
    /// Its text, which is kept with all that uses it.
    pub body: String,
}

/// A file of the folder that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub file: String,
    /// Its first mistake, as a sentence that names the file.
    pub why: String,
}

/// Why a file does not fit, or could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A sentence.
    Sentence(String),
    /// The file was read and has mistakes: all that are named, a line each, and how many there are.
    Mistakes { lines: String, count: usize },
}

/// What taking a file in did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    New(PathBuf),
    Replaced(PathBuf),
    /// The same text is there already.
    Same(PathBuf),
}

/// Reads the folder. One that is not there is empty. Never fails: what cannot be read is among the broken ones.
pub fn read<T: Definition>(folder: &Path) -> Own<T> {
    let mut own = Own::default();
    let named = T::WORDS.folder;
    let names = match names(folder) {
        Ok(names) => names,
        Err(error) => {
            let why = format!("The folder {named} cannot be read ({error}).");
            own.broken.push(Broken { file: named.into(), why });
            return own;
        }
    };
    for name in names.iter().take(MOST) {
        match read_file(&folder.join(name))
            .map_err(|r| r.first())
            .and_then(|(value, body)| fits(&own, name, value, body))
        {
            Ok(file) => own.found.push(file),
            Err(why) => own.broken.push(Broken { file: visible(name), why }),
        }
    }
    if names.len() > MOST {
        let why = format!("There are {} files in {named}; only the first {MOST} are read.", names.len());
        own.broken.push(Broken { file: named.into(), why });
    }
    own
}

/// The names of the folder's files, sorted. Hidden files, such as those that editors leave, are none.
fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    // A name that is no text cannot be opened by what is left of it; so the file is named among the broken ones.
    let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.filter_map(|e| e.ok().map(name)).collect();
    names.retain(|n| n.ends_with(".toml") && !n.starts_with('.'));
    names.order();
    Ok(names)
}

/// A definition whose id no other has.
fn fits<T: Definition>(own: &Own<T>, file: &str, value: T, body: String) -> Result<OwnFile<T>, String> {
    let (id, file_shown, one) = (value.id(), visible(file), T::WORDS.one);
    if T::is_built_in(id) {
        return Err(format!("{file_shown}: a {one} that comes with the program is called “{id}”; choose another id."));
    }
    if let Some(other) = own.found.iter().find(|o| o.value.id() == id) {
        return Err(format!("{file_shown}: {} has the id “{id}” too; choose another.", visible(&other.file)));
    }
    Ok(OwnFile { file: file.into(), value, body })
}

/// Reads one file: what it defines, and its text.
///
/// # Errors
/// When the file cannot be read, or has mistakes.
pub fn read_file<T: Definition>(path: &Path) -> Result<(T, String), Refused> {
    let named = visible(&path.file_name().map_or_else(|| path.to_string_lossy(), |n| n.to_string_lossy()));
    let cannot = |why: &dyn std::fmt::Display| Refused::Sentence(format!("“{named}” could not be read: {why}."));
    let about = std::fs::metadata(path).map_err(|e| cannot(&e))?;
    if !about.is_file() {
        // A pipe or a device could keep one waiting for ever.
        return Err(cannot(&"it is not a file"));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(T::MAX_FILE).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path).and_then(|f| f.take(most).read_to_end(&mut bytes)).map_err(|e| cannot(&e))?;
    let value =
        T::parse_bytes(&named, &bytes).map_err(|m| Refused::Mistakes { lines: m.to_string(), count: m.count() })?;
    let body = String::from_utf8(bytes).map_err(|e| cannot(&e))?;
    Ok((value, body.trim_start_matches('\u{feff}').to_string()))
}

impl Refused {
    /// The first mistake, with how many more there are.
    fn first(&self) -> String {
        match self {
            Refused::Sentence(sentence) => sentence.clone(),
            Refused::Mistakes { lines, count: n } => {
                let first = lines.lines().next().unwrap_or_default();
                match n.saturating_sub(1) {
                    0 => first.to_string(),
                    more => format!("{first} And {}.", count(more, "more mistake", "more mistakes")),
                }
            }
        }
    }
}

/// Takes a file in: checks it and copies it into the folder, whole or not at all. One there with the same id is written
/// over only when told.
///
/// # Errors
/// When the file has mistakes, its id is taken, or the folder cannot be written. Nothing was changed then.
pub fn add<T: Definition>(folder: &Path, file: &Path, replace: bool) -> Result<(OwnFile<T>, Added), Refused> {
    let (value, body) = read_file::<T>(file)?;
    let refused = |sentence: String| Err(Refused::Sentence(sentence));
    let Words { one, many, users, folder: named, .. } = T::WORDS;
    let id = value.id().to_string();
    if T::is_built_in(&id) {
        return refused(format!(
            "A {one} that comes with the program is called “{id}”. Choose another id in the file, then add it again."
        ));
    }
    let own = read::<T>(folder);
    let there = own.found.iter().find(|o| o.value.id() == id);
    if let Some(same) = there.filter(|o| o.body == body) {
        let added = Added::Same(folder.join(&same.file));
        return Ok((OwnFile { file: same.file.clone(), value, body }, added));
    }
    if there.is_some() && !replace {
        return refused(format!(
            "There is a {one} “{id}” already, and it is another one. Nothing was changed. With --replace this one takes \
             its place. {users} the old one keep it."
        ));
    }
    if there.is_none() && own.found.len() + own.broken.len() >= MOST {
        return refused(format!("There are {MOST} {many} already; take some out of the folder {named} first."));
    }
    let name = file_name(T::WORDS.command, &id);
    let over = there.map(|o| o.file.clone()).or_else(|| own.broken.iter().map(|b| b.file.clone()).find(|f| *f == name));
    let added = match over.filter(|_| replace) {
        Some(over) => {
            let path = folder.join(over);
            write::text(&path, true, &body).map_err(|e| Refused::Sentence(e.to_string()))?;
            Added::Replaced(path)
        }
        None => Added::New(folder::write_new(folder, &name, body.as_bytes()).map_err(Refused::Sentence)?),
    };
    Ok((OwnFile { file: name, value, body }, added))
}

/// The name of a new file. Ids have no character that leads out of a folder; Windows keeps some words to itself.
fn file_name(what: &str, id: &str) -> String {
    let device = matches!(id, "con" | "prn" | "aux" | "nul")
        || (id.len() == 4
            && (id.starts_with("com") || id.starts_with("lpt"))
            && id.ends_with(|c: char| c.is_ascii_digit()));
    if device { format!("{what}-{id}.toml") } else { format!("{id}.toml") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sheet::Sheet;
    use std::fs;

    const FOLDER: &str = Sheet::WORDS.folder;

    fn read(folder: &Path) -> Own<Sheet> {
        super::read(folder)
    }

    fn add(folder: &Path, file: &Path, replace: bool) -> Result<(OwnFile<Sheet>, Added), Refused> {
        super::add(folder, file, replace)
    }

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Place {
            Place(tempfile::tempdir().expect("a folder"))
        }

        fn folder(&self) -> PathBuf {
            self.0.path().join(FOLDER)
        }

        fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
            let path = self.0.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(&path, text).expect("written");
            path
        }

        fn names(&self) -> Vec<String> {
            let mut names: Vec<String> = fs::read_dir(self.folder())
                .map(|d| d.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect())
                .unwrap_or_default();
            names.order();
            names
        }
    }

    fn sheet(id: &str, title: &str) -> String {
        format!("format = 1\nid = \"{id}\"\ntitle = \"{title}\"\n")
    }

    fn sentence(refused: Result<(OwnFile<Sheet>, Added), Refused>) -> String {
        match refused.expect_err("refused") {
            Refused::Sentence(sentence) => sentence,
            Refused::Mistakes { lines, .. } => lines,
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_empty() {
        assert_eq!(read(&Place::new().folder()), Own::default());
    }

    #[test]
    fn a_sheet_is_taken_in_once() {
        let place = Place::new();
        let file = place.file("ours.toml", format!("\u{feff}{}", sheet("our-sheet", "Ours")));
        let (own, added) = add(&place.folder(), &file, false).expect("taken in");
        assert_eq!((own.value.title.as_str(), added), ("Ours", Added::New(place.folder().join("our-sheet.toml"))));
        assert_eq!(
            fs::read_to_string(place.folder().join("our-sheet.toml")).expect("there"),
            sheet("our-sheet", "Ours")
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(place.folder().join("our-sheet.toml")).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(matches!(add(&place.folder(), &file, false), Ok((_, Added::Same(_)))));
        assert_eq!(place.names(), ["our-sheet.toml"]);
        let read = read(&place.folder());
        assert_eq!((read.found.len(), read.broken.len()), (1, 0));
        assert_eq!(read.found[0].body, sheet("our-sheet", "Ours"));
    }

    #[test]
    fn another_sheet_of_the_same_id_stays_unless_told() {
        let place = Place::new();
        // Put there by hand under a name of its own.
        place.file("sheets/by-hand.toml", sheet("our-sheet", "Old"));
        let file = place.file("new.toml", sheet("our-sheet", "New"));
        assert!(sentence(add(&place.folder(), &file, false)).contains("Nothing was changed"));
        assert_eq!(read(&place.folder()).found[0].value.title, "Old");
        let (_, added) = add(&place.folder(), &file, true).expect("told");
        assert_eq!(added, Added::Replaced(place.folder().join("by-hand.toml")));
        assert_eq!(read(&place.folder()).found[0].value.title, "New");
        assert_eq!(place.names(), ["by-hand.toml"]);
    }

    #[test]
    fn a_file_in_the_way_is_not_written_over() {
        let place = Place::new();
        place.file("sheets/our-sheet.toml", "not a sheet");
        let file = place.file("new.toml", sheet("our-sheet", "New"));
        let (_, added) = add(&place.folder(), &file, false).expect("beside it");
        assert_eq!(added, Added::New(place.folder().join("our-sheet-2.toml")));
        assert_eq!(fs::read_to_string(place.folder().join("our-sheet.toml")).expect("there"), "not a sheet");
    }

    #[test]
    fn the_name_of_a_sheet_that_ships_is_refused() {
        let place = Place::new();
        let file = place.file("new.toml", sheet("copus", "Mine"));
        for replace in [false, true] {
            assert!(sentence(add(&place.folder(), &file, replace)).contains("Choose another id"));
        }
        assert!(!place.folder().exists(), "nothing was made");
        place.file("sheets/copus.toml", sheet("copus", "Mine"));
        let own = read(&place.folder());
        assert!(
            own.found.is_empty() && own.broken[0].why.starts_with("copus.toml: a sheet that comes with the program")
        );
    }

    #[test]
    fn what_is_no_sheet_is_named_and_changes_nothing() {
        let place = Place::new();
        for (name, bytes) in [
            ("binary.toml", vec![0_u8, 159, 146, 150]),
            ("huge.toml", vec![b'#'; 10 << 20]),
            ("utf16.toml", vec![0xff, 0xfe, b'a', 0]),
            ("deep.toml", format!("a = {}", "[".repeat(100_000)).into_bytes()),
            ("traversal.toml", sheet("../../escaped", "x").into_bytes()),
            ("absolute.toml", sheet("/tmp/escaped", "x").into_bytes()),
            ("empty.toml", Vec::new()),
        ] {
            let file = place.file(name, &bytes);
            let said = sentence(add(&place.folder(), &file, true));
            assert!(said.contains(name) && said.contains("expected"), "{name}: {said}");
        }
        assert!(sentence(add(&place.folder(), &place.0.path().join("none.toml"), true)).contains("could not be read"));
        assert!(sentence(add(&place.folder(), place.0.path(), true)).contains("not a file"));
        assert!(!place.folder().exists(), "nothing was made");
    }

    #[test]
    fn broken_ones_are_named_beside_the_sound() {
        let place = Place::new();
        place.file("sheets/a.toml", sheet("one", "One"));
        place.file("sheets/b.toml", sheet("one", "Another"));
        place.file("sheets/c.toml", "format = 1\nid = \"c\"\ntitle = 5\nminutes = 0\n");
        place.file("sheets/d.toml/inside", "a folder");
        place.file("sheets/.hidden.toml", "x");
        place.file("sheets/notes.txt", "x");
        #[cfg(target_os = "linux")]
        {
            use std::os::unix::ffi::OsStrExt;
            let name = std::ffi::OsStr::from_bytes(b"e\xff.toml");
            fs::write(place.folder().join(name), sheet("e", "E")).expect("written");
        }
        let own = read(&place.folder());
        assert_eq!(own.found.iter().map(|s| s.file.as_str()).collect::<Vec<_>>(), ["a.toml"]);
        let why: Vec<&str> = own.broken.iter().map(|b| b.why.as_str()).collect();
        assert!(why[3..].iter().all(|w| w.contains("could not be read")), "{why:?}");
        assert_eq!(
            why[..3],
            [
                "b.toml: a.toml has the id “one” too; choose another.",
                "c.toml, line 3, column 9: found 5; expected text in quotation marks. And 1 more mistake.",
                "“d.toml” could not be read: it is not a file.",
            ]
        );
    }

    #[test]
    fn a_folder_full_of_files_is_read_up_to_a_limit() {
        let place = Place::new();
        for i in 0..=MOST {
            place.file(&format!("sheets/s{i}.toml"), sheet(&format!("s{i}"), "S"));
        }
        let own = read(&place.folder());
        assert_eq!(own.found.len(), MOST);
        assert!(own.broken[0].why.contains("only the first 200"), "{:?}", own.broken);
        let file = place.file("new.toml", sheet("new", "New"));
        assert!(sentence(add(&place.folder(), &file, false)).contains("200 sheets already"));
    }

    #[test]
    fn names_that_a_system_keeps_to_itself_are_avoided() {
        assert_eq!(file_name("sheet", "con"), "sheet-con.toml");
        assert_eq!(file_name("sheet", "com1"), "sheet-com1.toml");
        assert_eq!(file_name("sheet", "comb"), "comb.toml");
        assert_eq!(file_name("sheet", "our-sheet"), "our-sheet.toml");
    }
}
