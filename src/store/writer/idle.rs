//! What the writer does when nobody waits for it: the search index, meanings, results that are kept, backups, the end.

use super::super::{backup, ballast, connect, reserve, search_index};
use super::{ACTS, Job, LARGE, PAGES, Writer};
use crate::domain::time::{Hlc, UtcMs};
use crate::store::api::{Event, Trouble, Write};
use crate::store::background;
use crate::store::long::held_back;
use crate::store::trouble::Res;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

impl Writer {
    /// What can wait until nothing is to do: in steps, and only until something comes.
    pub(super) fn tidy(&mut self, queue: &Receiver<Job>, writes: &mut Vec<Write>) {
        if !self.held.is_empty() {
            return;
        }
        if self.ballast_missing {
            self.ballast_missing = false;
            ballast::load(self.core.path());
        }
        if matches!(self.core.unindexed(), Ok(waiting) if waiting >= search_index::WAIT) {
            // Where this fails nothing is lost, and searches still look at every note that waits.
            let _ = self.core.index_notes();
        }
        if self.acts_since_tidy >= ACTS {
            self.acts_since_tidy = 0;
            while matches!(self.core.merge_search(64), Ok(true)) {
                if let Ok(job) = queue.try_recv() {
                    if self.sort(job, writes) {
                        let _ = self.jobs.send(Job::Close);
                    }
                    return;
                }
            }
        }
        self.keep_for_next_time();
        self.scrub(false);
        self.checkpoint();
    }

    /// Does what is long, unless something that was written before it is not on the disk yet.
    pub(super) fn do_long(&mut self) {
        for mut long in std::mem::take(&mut self.long) {
            let done = if self.held.is_empty() { long.run(&mut self.core) } else { Err(held_back()) };
            let moved = || connect::identity(self.core.path()) != self.identity;
            let done = done.and_then(|kinds| if moved() { Err(Trouble::gone()) } else { Ok(kinds) });
            let kinds = match done {
                Ok(kinds) => kinds,
                Err(trouble) => {
                    long.over(Err(trouble));
                    continue;
                }
            };
            long.over(Ok(()));
            if kinds.is_empty() {
                continue;
            }
            self.changed = true;
            self.acts_since_tidy = ACTS;
            self.filling.saved();
            // What cannot be read now the next act tells.
            self.undo = self.core.undo_state().unwrap_or_default();
            let newest = Hlc(self.core.newest_clock().unwrap_or_default());
            let changes = self.core.changed(kinds.into_iter().collect());
            self.tell(Event::Worked { newest, changes, undo: self.undo.clone() });
        }
    }

    /// Whether rewriting the whole file would keep a note waiting: then it waits for the end.
    pub(super) fn is_large(&self) -> bool {
        std::fs::metadata(self.core.path()).is_ok_and(|m| m.len() > LARGE)
    }

    /// Takes what went for good out of the file's bytes. What fails now is tried again, at the latest at the end.
    pub(super) fn scrub(&mut self, at_the_end: bool) {
        let large = self.is_large();
        if at_the_end || self.core.is_scrub_due(large) {
            let _ = self.core.scrub(at_the_end || !large);
            reserve::take(self.core.path());
        }
    }

    /// Nothing is lost where this does not work: it is counted anew next time.
    pub(super) fn keep_for_next_time(&mut self) {
        if let Some(text) = self.keep.take() {
            let _ = crate::store::ask::surface::write_kept(&self.core.connection, text);
        }
    }

    /// Fills in some meanings; nothing else is to do.
    pub(super) fn fill(&mut self) {
        self.filling.go_on(&mut self.core);
        self.checkpoint();
    }

    fn checkpoint(&self) {
        let read = |mode: &str| {
            self.core.connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |r| {
                Ok((r.get::<_, i64>(1)?, r.get::<_, i64>(2)?))
            })
        };
        // Failing here loses nothing: the write-ahead log only grows.
        let Ok((pages, mut done)) = read("NOOP") else { return };
        if pages - done > PAGES {
            done = read("PASSIVE").map_or(done, |(_, now)| now);
        }
        reserve::warm(self.core.path(), pages, done == pages);
    }

    /// Makes a backup on the side, with a connection of its own, so that saving never waits for it.
    pub(super) fn start_backup(&mut self, asked: bool) {
        if self.backing_up {
            return;
        }
        self.backing_up = true;
        self.changed = false;
        self.next_backup = Instant::now() + Duration::from_millis(u64::try_from(backup::EVERY).unwrap_or(0));
        let (path, options, jobs, now) =
            (self.core.path().to_path_buf(), self.options.clone(), self.jobs.clone(), self.now());
        let work = move || {
            background::step_back();
            let result = connect::reading(&path).and_then(|c| {
                let wanted = asked || backup::is_wanted(&c, &path, &options)?;
                if wanted { backup::make(&c, &path, &options, now).map(Some) } else { Ok(None) }
            });
            let _ = jobs.send(Job::BackedUp(result, now));
        };
        if std::thread::Builder::new().name("store-backup".into()).spawn(work).is_err() {
            self.backing_up = false;
        }
    }

    pub(super) fn backed_up(&mut self, result: Res<Option<PathBuf>>, at: UtcMs) {
        self.backing_up = false;
        match result {
            Ok(Some(path)) => self.tell(Event::BackedUp { at, path }),
            Ok(None) => {}
            Err(trouble) => self.tell(Event::Trouble(trouble)),
        }
    }

    pub(super) fn finish(&mut self) {
        if !self.held.is_empty() {
            self.save(Vec::new());
        }
        self.keep_for_next_time();
        let path = self.core.path().to_path_buf();
        let _ = self.core.index_notes();
        let _ = self.core.merge_search(1_000);
        let _ = self.core.scrub(true);
        let _ = self.core.end_writing();
        let large = std::fs::metadata(&path).is_ok_and(|m| m.len() > LARGE);
        let newest = backup::list(&path, &self.options.data_dir).first().map_or(0, |(at, _)| *at);
        let due = !self.end_without_backup && (!large || self.now().saturating_sub(newest) > 24 * 3_600_000);
        if self.held.is_empty() && due && backup::is_wanted(&self.core.connection, &path, &self.options) == Ok(true) {
            let now = self.now();
            match backup::make(&self.core.connection, &path, &self.options, now) {
                Ok(path) => self.tell(Event::BackedUp { at: now, path }),
                Err(trouble) => self.tell(Event::Trouble(trouble)),
            }
        }
        let _ = self.core.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}
