//! The file as one who only reads it sees it: answers questions, each from one moment of the file.

use super::api::{Answer, Ask};
use super::ask::facts::Held;
use super::trouble::Res;
use super::{ask, connect, local, migrate};
use crate::domain::time::UtcMs;
use crate::insight::facts::Facts;
use crate::insight::semantics::Meanings;
use rusqlite::{Connection, InterruptHandle};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A connection that only reads.
#[derive(Debug)]
pub struct Reader {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    /// Follow-ups whose time passed before this moment are not shown.
    pub(super) now: UtcMs,
    /// Where backups are, if that is known.
    pub(super) data_dir: Option<PathBuf>,
    /// The local time's offset from UTC, in seconds east.
    offset: i32,
    /// What was counted from last, kept so that a change costs only what it touched.
    held: RefCell<Option<Held>>,
    /// What the writer is to keep, see `take_kept`.
    keep: RefCell<Option<String>>,
    /// How meanings are read, with a word list of the user's own; none: with the one that comes with the program.
    pub(super) meanings: Option<Arc<Meanings<'static>>>,
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
        match migrate::inspect(&connection)? {
            migrate::Found::Schema(migrate::NEWEST) => {}
            migrate::Found::Schema(older) => return Err(super::trouble::older(older)),
            migrate::Found::Empty => return Err(super::trouble::not_ours()),
        }
        Ok(Reader {
            connection,
            path: path.to_path_buf(),
            now: UtcMs::MIN,
            data_dir: None,
            offset: 0,
            held: RefCell::default(),
            keep: RefCell::default(),
            meanings: None,
        })
    }

    /// Tells the reader the time, so that follow-ups past theirs are hidden.
    pub fn set_now(&mut self, now: UtcMs) {
        self.now = now;
    }

    /// Tells the reader where this laptop keeps backups, so that it can count them.
    pub fn set_data_dir(&mut self, data_dir: &Path) {
        self.data_dir = Some(data_dir.to_path_buf());
    }

    /// Tells the reader the local time's offset from UTC, in seconds east: in which hour of the day a visit began.
    pub fn set_offset(&mut self, offset: i32) {
        self.offset = offset;
    }

    /// The local day of a moment, as days since 1970-01-01.
    pub(super) fn local_day(&self, at: UtcMs) -> i64 {
        at.saturating_add(i64::from(self.offset) * 1_000).div_euclid(86_400_000)
    }

    /// Does something with the facts as the file has them now. They stay in memory: the first time the whole file is
    /// read, later only what changed.
    pub fn with_facts<T>(&self, work: impl FnOnce(&Facts) -> T) -> Res<T> {
        // What is interrupted half way is not put back.
        let facts = self.renew_facts()?;
        Ok(work(&facts))
    }

    fn renew_facts(&self) -> Res<Arc<Facts>> {
        let held = match self.held.take() {
            Some(mut held) => held.renew(&self.connection, self.offset).map(|()| held),
            None => Held::read(&self.connection, self.offset),
        }?;
        let facts = Arc::clone(held.facts());
        self.held.replace(Some(held));
        Ok(facts)
    }

    /// The facts as the file has them now, for another reader to count from.
    pub(super) fn facts_now(&self) -> Res<Arc<Facts>> {
        let _moment = self.moment()?;
        self.renew_facts()
    }

    /// What the program notices, counted from these facts.
    pub(super) fn renewed_surface(&self, today: i64, facts: &Facts) -> Answer {
        let counted = self.moment().and_then(|_moment| ask::surface::fresh(self, facts, today));
        counted.map_or_else(Answer::Failed, Answer::Surface)
    }

    /// Whether something noticed is kept from last time.
    pub(super) fn has_kept_surface(&self) -> bool {
        ask::surface::is_kept(&self.connection)
    }

    /// One moment of the file, as long as it is held.
    fn moment(&self) -> Res<rusqlite::Transaction<'_>> {
        // An earlier answer may have been stopped in the very moment it let go of its own.
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK")?;
        }
        Ok(self.connection.unchecked_transaction()?)
    }

    /// Something of an answer is worth keeping; this connection cannot write it.
    pub(super) fn keep(&self, text: String) {
        self.keep.replace(Some(text));
    }

    /// What is to be kept of the last answers, for `surface::write_kept`.
    pub(super) fn take_kept(&self) -> Option<String> {
        self.keep.take()
    }

    /// How often all facts were read, and how many visits one by one.
    pub fn facts_read(&self) -> (usize, usize) {
        self.held.borrow().as_ref().map_or((0, 0), |held| (held.whole, held.single))
    }

    /// Reads meanings with a word list of the user's own from now on.
    pub fn set_meanings(&mut self, meanings: Option<Arc<Meanings<'static>>>) {
        self.meanings = meanings;
    }

    /// Makes everything that is read fail once `stop` is set, such as an export that nobody wants any more.
    ///
    /// # Errors
    /// When SQLite does not take it.
    pub fn stop_when(&mut self, stop: &std::sync::Arc<std::sync::atomic::AtomicBool>) -> Res<()> {
        super::background::stop_when(&mut self.connection, Some(stop))
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
        let _moment = self.moment()?;
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
            Ask::AllNames => Answer::AllNames(ask::rooms::all_names(self)?),
            Ask::Tags => Answer::Tags(ask::tags::tags(self)?),
            Ask::TopTags(n) => Answer::TopTags(ask::tags::top(self, *n)?),
            Ask::PatternList => Answer::PatternList(ask::patterns::list(&self.connection)?),
            Ask::Patterns => Answer::Patterns(ask::patterns::patterns(self)?),
            Ask::Pattern { pattern, evidence } => {
                Answer::Pattern(ask::patterns::pattern(self, *pattern, limit(evidence))?)
            }
            Ask::Surface { today, kept: true } => Answer::Surface(ask::surface::kept(self, *today)?),
            Ask::Surface { today, kept: false } => {
                Answer::Surface(self.with_facts(|facts| ask::surface::fresh(self, facts, *today))??)
            }
            Ask::Ground { visits, signs, limit: n } => {
                Answer::Ground(ask::ground::ground(self, visits, signs, limit(n))?)
            }
            Ask::Decided => Answer::Decided(ask::surface::decided(self)?),
            Ask::HunchCheck => Answer::HunchCheck(ask::hunches::check(self)?),
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
            Ask::Heat { what, axis, this_year } => Answer::Heat(ask::heat::table(self, *what, *axis, *this_year)?),
            Ask::HeatCell { sign, members, limit: n } => {
                Answer::HeatCell(ask::heat::cell(self, sign, members, limit(n))?)
            }
            Ask::CoverageMap { today, weeks, offset } => {
                Answer::CoverageMap(ask::coverage::map(self, *today, *weeks, *offset)?)
            }
            Ask::Coverage { since } => Answer::Coverage(ask::info::coverage(self, *since)?),
            Ask::Like { of, limit: n } => Answer::Like(ask::like::like(self, of, *n)?),
            Ask::TagProposals { note } => {
                Answer::TagProposals { note: *note, tags: ask::like::tag_proposals(self, *note)? }
            }
            Ask::Boards => Answer::Boards(ask::boards::boards(self)?),
            Ask::Board(uid) => Answer::Board(ask::boards::board(self, *uid)?),
            Ask::CardGroups(notes) => Answer::CardGroups(ask::boards::clusters(self, notes)?),
            Ask::Talking(ask) => Answer::Talking(ask::talking::answer(self, ask)?),
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
