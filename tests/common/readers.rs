//! What must hold of every reader, whatever it is given: no panic, a refusal is a sentence and changes nothing, what is
//! taken in can be folded anew to the same, and taking it in again changes nothing. Each function fails by panicking.
//! `tests/hostile.rs` runs them over the corpus in `tests/hostile`, `fuzz/` over whatever a fuzzer comes up with.
#![allow(dead_code, clippy::panic, clippy::disallowed_methods, reason = "tests make files and fail by panicking")]

#[path = "readers/file.rs"]
mod file;
#[path = "readers/tables.rs"]
mod tables;
#[path = "readers/texts.rs"]
mod texts;
#[path = "readers/whole.rs"]
mod whole;

#[allow(unused_imports, reason = "for those who write the corpus")]
pub use file::{Place, Template};

/// A reader by its name, which is also the name of its corpus and of its fuzz target.
pub type Reader = (&'static str, fn(&[u8]));

pub const READERS: &[Reader] = &[
    ("roster_list", tables::roster_list),
    ("roster_folder", tables::roster_folder),
    ("roster_zip", tables::roster_zip),
    ("form", tables::form),
    ("dates", tables::dates),
    ("names", tables::names),
    ("json_copy", whole::json_copy),
    ("bundle", whole::bundle),
    ("bundle_raw", whole::bundle_raw),
    ("bundle_sealed", whole::bundle_sealed),
    ("sqlite", whole::sqlite),
    ("sheet", texts::sheet),
    ("talk_protocol", texts::talk_protocol),
    ("word_list", texts::word_list),
    ("school_words", texts::school_words),
    ("line", texts::line),
    ("mask", texts::mask),
    ("search", texts::search),
];

/// The reader of this name.
pub fn reader(name: &str) -> fn(&[u8]) {
    READERS.iter().find(|(n, _)| *n == name).map(|(_, read)| *read).expect("a reader of this name")
}

/// A refusal is sentences on one line, not too long, safe for a terminal, and says that nothing was changed.
pub fn refusal(sentence: &str) {
    assert!(sentence.contains("Nothing was changed."), "{sentence}");
    assert!(sentence.ends_with('.') && sentence.len() < 4_000, "{sentence}");
    safe(sentence);
}

/// Nothing in it does anything to a terminal.
pub fn safe(text: &str) {
    assert!(!text.chars().any(uncover::domain::text::is_unsafe), "{text:?}");
}
