//! The folder of one's own look-for sheets, beside the file: what is in it, and taking a new one in. A file that is no
//! sheet is named with its first mistake and stays as it is.

use super::{folder, write};
use crate::domain::sheet::{MAX_FILE, Sheet};
use crate::domain::text::{count, visible};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Most files that are read: more cannot be chosen from, and a folder full of something else is not read through.
pub const MOST: usize = 200;

/// The folder's name, beside the file.
pub const FOLDER: &str = "sheets";

/// What is in the folder, by the names of its files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnSheets {
    pub sheets: Vec<OwnSheet>,
    pub broken: Vec<Broken>,
}

/// A sheet of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSheet {
    /// The name of its file.
    pub file: String,
    pub sheet: Sheet,
    /// Its text, which is kept with every walk that uses it.
    pub body: String,
}

/// A file of the folder that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub file: String,
    /// Its first mistake, as a sentence that names the file.
    pub why: String,
}

/// Why a file is no sheet, or could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A sentence.
    Sentence(String),
    /// The file was read and has mistakes: all that are named, a line each, and how many there are.
    Mistakes { lines: String, count: usize },
}

/// What taking a sheet in did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    New(PathBuf),
    Replaced(PathBuf),
    /// The same text is there already.
    Same(PathBuf),
}

/// Reads the folder. One that is not there is empty. Never fails: what cannot be read is among the broken ones.
pub fn read(folder: &Path) -> OwnSheets {
    let mut own = OwnSheets::default();
    let names = match names(folder) {
        Ok(names) => names,
        Err(error) => {
            let why = format!("The folder {FOLDER} cannot be read ({error}).");
            own.broken.push(Broken { file: FOLDER.into(), why });
            return own;
        }
    };
    for name in names.iter().take(MOST) {
        match read_file(&folder.join(name)).map_err(|r| r.first()).and_then(|(s, body)| fits(&own, name, s, body)) {
            Ok(sheet) => own.sheets.push(sheet),
            Err(why) => own.broken.push(Broken { file: visible(name), why }),
        }
    }
    if names.len() > MOST {
        let why = format!("There are {} files in {FOLDER}; only the first {MOST} are read.", names.len());
        own.broken.push(Broken { file: FOLDER.into(), why });
    }
    own
}

/// The names of the folder's sheet files, sorted. Hidden files, such as those that editors leave, are none.
fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    // A name that is no text cannot be opened by what is left of it; so the file is named among the broken ones.
    let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.filter_map(|e| e.ok().map(name)).collect();
    names.retain(|n| n.ends_with(".toml") && !n.starts_with('.'));
    names.sort();
    Ok(names)
}

/// A sheet whose id no other has.
fn fits(own: &OwnSheets, file: &str, sheet: Sheet, body: String) -> Result<OwnSheet, String> {
    let id = &sheet.id;
    if is_built_in(id) {
        return Err(format!(
            "{}: a sheet that comes with the program is called “{id}”; choose another id.",
            visible(file)
        ));
    }
    if let Some(other) = own.sheets.iter().find(|o| o.sheet.id == *id) {
        return Err(format!("{}: {} has the id “{id}” too; choose another.", visible(file), visible(&other.file)));
    }
    Ok(OwnSheet { file: file.into(), sheet, body })
}

/// Whether a sheet that comes with the program has this id.
pub fn is_built_in(id: &str) -> bool {
    Sheet::built_in().iter().any(|(name, _)| *name == id)
}

/// Reads one file: the sheet and its text.
///
/// # Errors
/// When the file cannot be read, or is no sheet.
pub fn read_file(path: &Path) -> Result<(Sheet, String), Refused> {
    let named = visible(&path.file_name().map_or_else(|| path.to_string_lossy(), |n| n.to_string_lossy()));
    let cannot = |why: &dyn std::fmt::Display| Refused::Sentence(format!("“{named}” could not be read: {why}."));
    let about = std::fs::metadata(path).map_err(|e| cannot(&e))?;
    if !about.is_file() {
        // A pipe or a device could keep one waiting for ever.
        return Err(cannot(&"it is not a file"));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_FILE).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path).and_then(|f| f.take(most).read_to_end(&mut bytes)).map_err(|e| cannot(&e))?;
    let sheet =
        Sheet::parse_bytes(&named, &bytes).map_err(|m| Refused::Mistakes { lines: m.to_string(), count: m.count() })?;
    let body = String::from_utf8(bytes).map_err(|e| cannot(&e))?;
    Ok((sheet, body.trim_start_matches('\u{feff}').to_string()))
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

/// Takes a sheet in: checks the file and copies it into the folder, whole or not at all. A sheet there with the same id
/// is written over only when told.
///
/// # Errors
/// When the file is no sheet, its id is taken, or the folder cannot be written. Nothing was changed then.
pub fn add(folder: &Path, file: &Path, replace: bool) -> Result<(OwnSheet, Added), Refused> {
    let (sheet, body) = read_file(file)?;
    let refused = |sentence: String| Err(Refused::Sentence(sentence));
    let id = sheet.id.clone();
    if is_built_in(&id) {
        return refused(format!(
            "A sheet that comes with the program is called “{id}”. Choose another id in the file, then add it again."
        ));
    }
    let own = read(folder);
    let there = own.sheets.iter().find(|o| o.sheet.id == id);
    if let Some(same) = there.filter(|o| o.body == body) {
        let added = Added::Same(folder.join(&same.file));
        return Ok((OwnSheet { file: same.file.clone(), sheet, body }, added));
    }
    if there.is_some() && !replace {
        return refused(format!(
            "There is a sheet “{id}” already, and it is another one. Nothing was changed. With --replace this one takes \
             its place; walks that used the old one keep it."
        ));
    }
    if there.is_none() && own.sheets.len() + own.broken.len() >= MOST {
        return refused(format!("There are {MOST} sheets already; take some out of the folder {FOLDER} first."));
    }
    let name = file_name(&id);
    let over = there.map(|o| o.file.clone()).or_else(|| own.broken.iter().map(|b| b.file.clone()).find(|f| *f == name));
    let added = match over.filter(|_| replace) {
        Some(over) => {
            let path = folder.join(over);
            write::text(&path, true, &body).map_err(|e| Refused::Sentence(e.to_string()))?;
            Added::Replaced(path)
        }
        None => Added::New(folder::write_new(folder, &name, body.as_bytes()).map_err(Refused::Sentence)?),
    };
    Ok((OwnSheet { file: name, sheet, body }, added))
}

/// The name of a sheet's file. Ids have no character that leads out of a folder; Windows keeps some words to itself.
fn file_name(id: &str) -> String {
    let device = matches!(id, "con" | "prn" | "aux" | "nul")
        || (id.len() == 4
            && (id.starts_with("com") || id.starts_with("lpt"))
            && id.ends_with(|c: char| c.is_ascii_digit()));
    if device { format!("sheet-{id}.toml") } else { format!("{id}.toml") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

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
            names.sort();
            names
        }
    }

    fn sheet(id: &str, title: &str) -> String {
        format!("format = 1\nid = \"{id}\"\ntitle = \"{title}\"\n")
    }

    fn sentence(refused: Result<(OwnSheet, Added), Refused>) -> String {
        match refused.expect_err("refused") {
            Refused::Sentence(sentence) => sentence,
            Refused::Mistakes { lines, .. } => lines,
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_empty() {
        assert_eq!(read(&Place::new().folder()), OwnSheets::default());
    }

    #[test]
    fn a_sheet_is_taken_in_once() {
        let place = Place::new();
        let file = place.file("ours.toml", format!("\u{feff}{}", sheet("our-sheet", "Ours")));
        let (own, added) = add(&place.folder(), &file, false).expect("taken in");
        assert_eq!((own.sheet.title.as_str(), added), ("Ours", Added::New(place.folder().join("our-sheet.toml"))));
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
        assert_eq!((read.sheets.len(), read.broken.len()), (1, 0));
        assert_eq!(read.sheets[0].body, sheet("our-sheet", "Ours"));
    }

    #[test]
    fn another_sheet_of_the_same_id_stays_unless_told() {
        let place = Place::new();
        // Put there by hand under a name of its own.
        place.file("sheets/by-hand.toml", sheet("our-sheet", "Old"));
        let file = place.file("new.toml", sheet("our-sheet", "New"));
        assert!(sentence(add(&place.folder(), &file, false)).contains("Nothing was changed"));
        assert_eq!(read(&place.folder()).sheets[0].sheet.title, "Old");
        let (_, added) = add(&place.folder(), &file, true).expect("told");
        assert_eq!(added, Added::Replaced(place.folder().join("by-hand.toml")));
        assert_eq!(read(&place.folder()).sheets[0].sheet.title, "New");
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
            own.sheets.is_empty() && own.broken[0].why.starts_with("copus.toml: a sheet that comes with the program")
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
        assert_eq!(own.sheets.iter().map(|s| s.file.as_str()).collect::<Vec<_>>(), ["a.toml"]);
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
        assert_eq!(own.sheets.len(), MOST);
        assert!(own.broken[0].why.contains("only the first 200"), "{:?}", own.broken);
        let file = place.file("new.toml", sheet("new", "New"));
        assert!(sentence(add(&place.folder(), &file, false)).contains("200 sheets already"));
    }

    #[test]
    fn names_that_a_system_keeps_to_itself_are_avoided() {
        assert_eq!(file_name("con"), "sheet-con.toml");
        assert_eq!(file_name("com1"), "sheet-com1.toml");
        assert_eq!(file_name("comb"), "comb.toml");
        assert_eq!(file_name("our-sheet"), "our-sheet.toml");
    }
}
