//! The file as one who only reads it sees it: answers questions, each from one moment of the file.

use super::api::{Answer, Ask};
use super::trouble::Res;
use super::{ask, connect, local, migrate};
use crate::domain::time::UtcMs;
use rusqlite::{Connection, InterruptHandle};
use std::path::{Path, PathBuf};

/// A connection that only reads.
#[derive(Debug)]
pub struct Reader {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    /// Follow-ups whose time passed before this moment are not shown.
    pub(super) now: UtcMs,
    /// Where backups are, if that is known.
    pub(super) data_dir: Option<PathBuf>,
}

impl Reader {
    /// Opens a file of ours for reading. It must be at the newest schema.
    pub fn open(path: &Path) -> Res<Reader> {
        if !path.exists() {
            return Err(super::api::Trouble::new(
                super::api::TroubleSort::Other,
                format!("There is no file at {}.", path.display()),
                "Nothing was made or changed.",
                "Choose another file with --file.",
            ));
        }
        let connection = connect::reading(path)?;
        if migrate::inspect(&connection)? != migrate::Found::Schema(migrate::NEWEST) {
            return Err(super::trouble::not_ours());
        }
        Ok(Reader { connection, path: path.to_path_buf(), now: UtcMs::MIN, data_dir: None })
    }

    /// Tells the reader the time, so that follow-ups past theirs are hidden.
    pub fn set_now(&mut self, now: UtcMs) {
        self.now = now;
    }

    /// Tells the reader where this laptop keeps backups, so that it can count them.
    pub fn set_data_dir(&mut self, data_dir: &Path) {
        self.data_dir = Some(data_dir.to_path_buf());
    }

    /// Stops a long answer from another thread.
    pub fn interrupt_handle(&self) -> InterruptHandle {
        self.connection.get_interrupt_handle()
    }

    /// All settings of the file: what was agreed with staff, and how the program is to look.
    pub fn settings(&self) -> Res<Vec<(String, String)>> {
        local::settings(&self.connection)
    }

    /// Answers a question; trouble becomes `Answer::Failed`.
    pub fn answer(&self, question: &Ask) -> Answer {
        self.try_answer(question).unwrap_or_else(Answer::Failed)
    }

    fn try_answer(&self, question: &Ask) -> Res<Answer> {
        // An earlier answer may have been stopped in the very moment it let go of its own.
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK")?;
        }
        // One moment of the file for the whole answer.
        let _moment = self.connection.unchecked_transaction()?;
        let limit = |n: &usize| (*n).min(1_000);
        Ok(match question {
            Ask::Resume => Answer::Resume(ask::walks::resume(self)?),
            Ask::Home { today, lately, due } => Answer::Home(ask::home::home(self, *today, *lately, *due)?),
            Ask::Notes { filter, from, limit: n } => Answer::Notes(ask::notes::page(self, filter, *from, limit(n))?),
            Ask::NotesCount { filter, cap } => {
                let (count, capped) = ask::notes::count(self, filter, *cap)?;
                Answer::NotesCount { count, capped }
            }
            Ask::Visit(uid) => Answer::Visit(ask::walks::visit(self, *uid)?),
            Ask::Walk(uid) => Answer::Walk(ask::walks::walk(self, *uid)?),
            Ask::Walks { before, limit: n } => Answer::Walks(ask::walks::walks(self, *before, limit(n))?),
            Ask::Visits { before, limit: n } => Answer::Visits(ask::visits::page(self, *before, limit(n))?),
            Ask::Sheets => Answer::Sheets(ask::sheets::used(self)?),
            Ask::Rooms { limit: n } => Answer::Rooms(ask::rooms::rooms(self, *n)?),
            Ask::Observers => Answer::Observers(ask::rooms::observers(self)?),
            Ask::People => Answer::People(ask::rooms::people(self)?),
            Ask::Tags => Answer::Tags(ask::tags::tags(self)?),
            Ask::TopTags(n) => Answer::TopTags(ask::tags::top(self, *n)?),
            Ask::Patterns => Answer::Patterns(ask::patterns::patterns(self)?),
            Ask::Pattern { pattern, evidence } => {
                Answer::Pattern(ask::patterns::pattern(self, *pattern, limit(evidence))?)
            }
            Ask::JointProposals => Answer::JointProposals(ask::joint::proposals(self)?),
            Ask::JointVisits => Answer::JointVisits(ask::joint::visits(self)?),
            Ask::JointVisit(uids) => Answer::JointVisit(ask::joint::visit(self, uids)?),
            Ask::Agreement => Answer::Agreement(ask::joint::agreement(self)?),
            Ask::FilterChoices => Answer::FilterChoices(ask::rooms::choices(self)?),
            Ask::Views => Answer::Views(local::views(&self.connection)?),
            Ask::Today { from, to } => Answer::Today(ask::home::today(self, *from, *to)?),
            Ask::Hunch { focus } => Answer::Hunch(ask::walks::hunch(self, focus)?),
            Ask::Info => Answer::Info(ask::info::info(self)?),
            Ask::NoteHistory(uid) => Answer::NoteHistory(ask::notes::history(self, *uid)?),
            Ask::Coverage { since } => Answer::Coverage(ask::info::coverage(self, *since)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;
    use crate::store::{Core, OpenOptions};

    #[test]
    fn an_answer_that_was_stopped_while_letting_go_does_not_spoil_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("walks.db");
        let options = OpenOptions { data_dir: folder.path().join("data"), now: 0, ids: IdSource::Seeded(1) };
        Core::open(&path, &options).expect("opened").close().expect("closed");
        let reader = Reader::open(&path).expect("opened");
        // What an interrupted ROLLBACK leaves behind: a transaction that is still open.
        reader.connection.execute_batch("BEGIN").expect("begun");
        assert!(matches!(reader.answer(&Ask::Tags), Answer::Tags(tags) if tags.is_empty()));
    }
}
