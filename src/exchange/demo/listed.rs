//! The made-up school's own files, read by name. Written out instead of derived, which would be 90 kB of the program for
//! two files that come with it and that its tests read whole.

use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Why nothing here can fail in use.
const HELD: &str = "the demo's own files are read by a test";

/// One table of a file.
#[derive(Clone, Copy)]
pub struct Listed<'a>(&'a DeTable<'a>);

impl<'a> Listed<'a> {
    /// What `read` makes of a whole file.
    pub fn of<T>(text: &str, read: impl FnOnce(Listed) -> T) -> T {
        read(Listed(DeTable::parse(text).expect(HELD).get_ref()))
    }

    fn value(self, name: &str) -> Option<&'a DeValue<'a>> {
        self.0.get(name).map(Spanned::get_ref)
    }

    /// A text, where there is one.
    pub fn maybe(self, name: &str) -> Option<String> {
        self.value(name).map(text)
    }

    /// A text that every table of this sort has.
    pub fn text(self, name: &str) -> String {
        self.maybe(name).expect(HELD)
    }

    /// A whole number that every table of this sort has.
    pub fn number(self, name: &str) -> i64 {
        let number = self.value(name).and_then(DeValue::as_integer);
        number.and_then(|n| n.as_str().parse().ok()).expect(HELD)
    }

    /// Yes or no; no where nothing is said.
    pub fn flag(self, name: &str) -> bool {
        self.value(name).is_some_and(|value| value.as_bool().expect(HELD))
    }

    /// A list of texts that every table of this sort has.
    pub fn texts(self, name: &str) -> Vec<String> {
        texts(self.value(name).expect(HELD))
    }

    /// What `read` makes of each of the tables of a sort.
    pub fn each<T>(self, name: &str, read: impl FnMut(Listed<'a>) -> T) -> Vec<T> {
        let tables = self.value(name).and_then(DeValue::as_array).expect(HELD);
        tables.iter().map(|item| table(item.get_ref())).map(read).collect()
    }

    /// Lists of texts by two names.
    pub fn by_two_names(self, name: &str) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
        let named =
            |Listed(all): Listed<'a>| all.iter().map(|(name, item)| (name.get_ref().to_string(), item.get_ref()));
        let mut found: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        for (outer, value) in named(table(self.value(name).expect(HELD))) {
            for (inner, value) in named(table(value)) {
                found.entry(outer.clone()).or_default().insert(inner, texts(value));
            }
        }
        found
    }
}

fn table<'a>(value: &'a DeValue<'a>) -> Listed<'a> {
    Listed(value.as_table().expect(HELD))
}

fn text(value: &DeValue) -> String {
    value.as_str().expect(HELD).to_string()
}

fn texts(value: &DeValue) -> Vec<String> {
    value.as_array().expect(HELD).iter().map(|item| text(item.get_ref())).collect()
}
