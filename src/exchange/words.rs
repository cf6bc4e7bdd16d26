//! The word lists in use: those that come with the program, with a person's own file from their data folder laid over.

use crate::domain::data_file::Mistakes;
use crate::insight::semantics::table::Table;
use crate::insight::semantics::{Meanings, SchoolWords};
use crate::language::definition::MAX_FILE;
use crate::language::rules::{Loaded, Rules};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

/// Reads the lists of a language. `folder` holds a person's own files, such as "en.toml"; most people have none.
pub fn load(folder: &Path, language: &str) -> Loaded {
    let file = folder.join(format!("{language}.toml"));
    let name = file.display().to_string();
    // The code is typed by a person and becomes a file name.
    let plain = language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let read = if plain && !language.is_empty() { read(&file) } else { Ok(None) };
    let (own, unreadable) = match read {
        Ok(own) => (own, None),
        Err(why) => (None, Some(format!("{name}: {why}."))),
    };
    let (rules, mistakes) = Rules::load(language, own.as_deref().map(|bytes| (name.as_str(), bytes)));
    let named = mistakes.iter().flat_map(Mistakes::iter).map(ToString::to_string);
    let mistakes = unreadable.into_iter().chain(named).collect();
    Loaded { language: language.into(), rules: Arc::new(rules), mistakes }
}

/// The name of a school word list of one's own, beside the lists of languages.
pub const SCHOOL_WORDS: &str = "school-words.toml";

/// How meanings are read with a school word list of one's own, which takes the place of the one that comes with the
/// program. `None`: there is no such list. The error is a sentence.
pub fn own_meanings(folder: &Path) -> Option<Result<Arc<Meanings<'static>>, String>> {
    let file = folder.join(SCHOOL_WORDS);
    let name = file.display().to_string();
    let own = match read(&file) {
        Ok(own) => own?,
        Err(why) => return Some(Err(format!("{name}: {why}. Notes are compared with the program's own list."))),
    };
    let meanings = if own.len() > MAX_FILE {
        Err("it is too large".into())
    } else {
        String::from_utf8(own).map_err(|_| "it is not text (UTF-8)".to_string())
    }
    .and_then(|text| SchoolWords::read(&text))
    .and_then(|words| Ok(Meanings::new(Table::built_in().map_err(|e| e.to_string())?, words)));
    Some(match meanings {
        Ok(meanings) => Ok(Arc::new(meanings)),
        Err(why) => Err(format!("{name}: {why}. Notes are compared with the program's own list.")),
    })
}

/// The bytes of a file, no more than one beyond what is allowed, so that a huge one is named and not read.
fn read(file: &Path) -> Result<Option<Vec<u8>>, String> {
    // A pipe or a device could keep one waiting for ever.
    if std::fs::metadata(file).is_ok_and(|about| !about.is_file()) {
        return Err("it could not be read: it is not a file".into());
    }
    let mut bytes = Vec::new();
    match File::open(file).and_then(|f| f.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes)) {
        Ok(_) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(format!("it could not be read: {e}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn an_own_school_word_list_takes_the_place_of_the_programs() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(own_meanings(folder.path()).is_none());
        fs::write(folder.path().join(SCHOOL_WORDS), "stop = [\"zebra\"]").expect("written");
        let own = own_meanings(folder.path()).expect("a list").expect("sound");
        assert!(own.meaning("zebra").is_empty() && !own.meaning("the").is_empty());
        for wrong in [&b"stop = 3"[..], &b"\xff"[..]] {
            fs::write(folder.path().join(SCHOOL_WORDS), wrong).expect("written");
            let why = own_meanings(folder.path()).expect("a list").expect_err("a mistake");
            assert!(why.contains(SCHOOL_WORDS) && why.ends_with("own list."), "{why}");
        }
    }

    #[test]
    fn an_own_file_is_read_and_none_is_no_mistake() {
        let folder = tempfile::tempdir().expect("a folder");
        let none = load(folder.path(), "en");
        assert!(none.mistakes.is_empty() && none.rules.classes().len() > 12);
        let own = "format = 1\nlanguage = \"de\"\nname = \"Deutsch\"\n[[class]]\nid = \"lob\"\nwords = [\"gut\"]\n";
        fs::write(folder.path().join("de.toml"), own).expect("a file");
        let german = load(folder.path(), "de");
        assert_eq!((german.rules.name.as_str(), german.rules.classes().len()), ("Deutsch", 1));
    }

    #[test]
    fn what_cannot_be_used_is_named_and_the_built_in_lists_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("en.toml"), vec![b' '; MAX_FILE + 10]).expect("a file");
        let huge = load(folder.path(), "en");
        assert!(huge.mistakes[0].contains("at most 262144 bytes"), "{:?}", huge.mistakes);
        assert!(huge.rules.classes().len() > 12);
        fs::remove_file(folder.path().join("en.toml")).expect("removed");
        fs::create_dir(folder.path().join("en.toml")).expect("a folder");
        assert!(load(folder.path(), "en").mistakes[0].contains("could not be read"));
        assert!(load(folder.path(), "../en").rules.classes().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_keeps_nobody_waiting() {
        let folder = tempfile::tempdir().expect("a folder");
        let made = std::process::Command::new("mkfifo").arg(folder.path().join("en.toml")).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(load(folder.path(), "en").mistakes[0].contains("not a file"));
        }
    }
}
