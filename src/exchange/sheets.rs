//! The folder of one's own look-for sheets.

use super::own::{Definition, Own, OwnFile, Words};
use crate::domain::data_file::Mistakes;
use crate::domain::sheet::{MAX_FILE, Sheet};

pub type OwnSheets = Own<Sheet>;
pub type OwnSheet = OwnFile<Sheet>;

impl Definition for Sheet {
    const WORDS: Words = Words {
        one: "sheet",
        many: "sheets",
        folder: "sheets",
        command: "sheet",
        users: "Walks that used",
        offered: "Plan offers it now.",
    };
    const MAX_FILE: usize = MAX_FILE;

    fn parse_bytes(file_name: &str, bytes: &[u8]) -> Result<Sheet, Mistakes> {
        Sheet::parse_bytes(file_name, bytes)
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> String {
        Sheet::size(self)
    }

    fn summary(&self) -> String {
        let minutes = self.minutes.map(|m| format!(", {m} min")).unwrap_or_default();
        format!("{}{minutes}", Sheet::size(self))
    }

    fn built_in() -> &'static [(&'static str, &'static str)] {
        Sheet::built_in()
    }

    fn template(id: &str) -> Option<String> {
        Sheet::template(id)
    }
}
