//! The word lists in use: those that come with the program, with a person's own file from their data folder laid over.

use crate::domain::data_file::Mistakes;
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
