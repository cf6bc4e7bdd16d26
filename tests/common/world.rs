//! The whole program without terminal and threads: keys in, a real file behind, screens out.
#![allow(dead_code, reason = "each test file uses a part of it")]

use crate::common::{MORNING, assert_shown, picture};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uncover::app::effect::{Effect, ExportFile, Places};
use uncover::app::input::Input;
use uncover::app::keys::parse_keys;
use uncover::app::look::Look;
use uncover::app::update::update;
use uncover::app::{App, Start};
use uncover::domain::id::IdSource;
use uncover::domain::time::{Hlc, Now};
use uncover::exchange::inout::{Around, Task, with_writer, without_writer};
use uncover::store::api::*;
use uncover::store::{Core, OpenOptions, Reader};

pub struct World {
    pub app: App,
    pub core: Option<Core>,
    pub reader: Reader,
    pub now: Now,
    pub path: PathBuf,
    pub exports: Vec<ExportFile>,
    pub quit: bool,
    /// Whether imports and exports are carried out. Random keys must not write files anywhere.
    pub carries: bool,
    folder: tempfile::TempDir,
    seed: u64,
}

impl World {
    /// A new file.
    pub fn new(columns: u16, rows: u16) -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("walks.db");
        World::open(folder, path, (columns, rows), MORNING, 7)
    }

    /// A file that `make` makes, given its path and the data folder.
    pub fn with_file(columns: u16, rows: u16, make: impl FnOnce(&Path, &Path)) -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("walks.db");
        make(&path, &folder.path().join("data"));
        World::open(folder, path, (columns, rows), MORNING, 7)
    }

    fn open(folder: tempfile::TempDir, path: PathBuf, size: (u16, u16), now: Now, seed: u64) -> World {
        let options =
            OpenOptions { data_dir: folder.path().join("data"), now: now.utc, ids: IdSource::Seeded(seed + 1_000) };
        let core = Core::open(&path, &options).expect("the file opens");
        let reader = Reader::open(&path).expect("the file can be read");
        let places = Places {
            file: path.clone(),
            exports: "/pages".into(),
            backups: "/backups".into(),
            language: "/language".into(),
            sheets: folder.path().join("sheets"),
            talks: folder.path().join("talks"),
            drives: None,
        };
        let app = App::new(Start {
            now,
            size,
            look: Look::default(),
            places,
            boot: Some("boot".into()),
            read_only: None,
            ids: IdSource::Seeded(seed),
        });
        let mut world = World {
            app,
            core: Some(core),
            reader,
            now,
            path,
            exports: Vec::new(),
            quit: false,
            carries: false,
            folder,
            seed,
        };
        world.settle();
        world
    }

    /// As if the process had been killed and the program started again: nothing is closed properly.
    pub fn killed_and_reopened(mut self) -> World {
        let size = self.app.size;
        drop(self.core.take());
        World::open(self.folder, self.path, size, self.now, self.seed + 100)
    }

    pub fn keys(&mut self, keys: &str) -> &mut World {
        for key in parse_keys(keys).unwrap_or_else(|| panic!("keys that can be read: {keys}")) {
            self.input(Input::Key(key));
        }
        self
    }

    pub fn input(&mut self, input: Input) {
        update(&mut self.app, input, self.now);
        self.settle();
    }

    pub fn wait(&mut self, ms: i64) -> &mut World {
        self.now.utc += ms;
        self.now.steady += ms;
        self.input(Input::Tick);
        self
    }

    fn settle(&mut self) {
        loop {
            let effects = self.app.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::Write(write) => self.write(write),
                    Effect::Ask(question) => {
                        let answer = Box::new(self.reader.answer(&question.ask));
                        self.hear(Event::Answer { number: question.number, answer });
                    }
                    Effect::Export(files) => self.exports.extend(files),
                    Effect::ReadSheets => {
                        let own = uncover::exchange::own::read(&self.app.places.sheets);
                        update(&mut self.app, Input::Sheets(own), self.now);
                    }
                    Effect::ReadTalkProtocols => {
                        let own = uncover::exchange::own::read(&self.app.places.talks);
                        update(&mut self.app, Input::TalkProtocols(own), self.now);
                    }
                    Effect::Quit => self.quit = true,
                    Effect::LoadWords(code) => {
                        let loaded = uncover::exchange::words::load(&self.app.places.language, &code);
                        update(&mut self.app, Input::Words(loaded), self.now);
                    }
                    Effect::Carry { number, task } if self.carries => self.carry(number, &task),
                    Effect::OpenDemo
                    | Effect::Suspend
                    | Effect::Mouse(_)
                    | Effect::Carry { .. }
                    | Effect::StopCarrying(_)
                    | Effect::FindDrives
                    | Effect::CopyTo(_)
                    | Effect::Leaving(_)
                    | Effect::CarryOut { .. } => {}
                }
            }
        }
    }

    fn write(&mut self, write: Write) {
        let core = self.core.as_mut().expect("an open file");
        match write {
            Write::Act(act) => {
                let changes = core.apply(&act).expect("saved");
                let undo = core.undo_state().expect("undo state");
                self.hear(Event::Saved { clock: act.clock, changes, undo });
            }
            Write::Undo(clock) | Write::UndoMark(clock, _) | Write::UndoOf(clock, _) | Write::Redo(clock) => {
                let redo = matches!(write, Write::Redo(_));
                let turned = match write {
                    Write::Redo(_) => core.redo(clock),
                    Write::UndoMark(_, visit) => core.undo_mark(clock, visit),
                    Write::UndoOf(_, verbs) => core.undo_of(clock, verbs),
                    _ => core.undo(clock),
                };
                let undo = core.undo_state().expect("undo state");
                let event = match turned {
                    Ok(t) => Event::Turned { redo, words: t.words, kept: t.kept, changes: t.changes, undo },
                    Err(trouble) => Event::NotTurned { redo, why: trouble.what.clone() },
                };
                self.hear(event);
            }
            Write::Draft(draft) => core.save_draft(&draft).expect("kept"),
            Write::DropDraft(field) => core.drop_draft(&field).expect("dropped"),
            Write::Setting(key, value) => core.set(&key, &value).expect("kept"),
            Write::SaveView(view) => core.save_view(&view).expect("kept"),
            Write::DropView(name) => core.drop_view(&name).expect("dropped"),
            Write::ExpireFollowUps(now) => drop(core.expire_follow_ups(now).expect("expired")),
            Write::Purge { clock, verb, things } => {
                let changes = core.purge(clock, verb, &things).expect("removed");
                let undo = core.undo_state().expect("undo state");
                self.hear(Event::Saved { clock, changes, undo });
            }
            Write::Backup => {}
        }
    }

    /// As the loop does, but at once.
    fn carry(&mut self, number: u64, task: &Task) {
        let around = Around {
            file: self.path.clone(),
            now: self.now,
            offset_at: |_| MORNING.offset,
            stop: Default::default(),
            tell: Arc::new(|_| {}),
        };
        if task.holds_the_writer() {
            let core = self.core.as_mut().expect("an open file");
            let (outcome, kinds) = with_writer(task, core, &around);
            let undo = core.undo_state().expect("undo state");
            let newest = Hlc(core.newest_clock().expect("a clock"));
            let changed = !kinds.is_empty();
            update(&mut self.app, Input::Over(number, Box::new(outcome)), self.now);
            if changed {
                self.hear(Event::Worked { newest, changes: Changes { kinds, revision: 1 }, undo });
            }
        } else {
            let outcome = Box::new(without_writer(task, &around));
            update(&mut self.app, Input::Over(number, outcome), self.now);
        }
    }

    /// A folder of this world's own.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn hear(&mut self, event: Event) {
        update(&mut self.app, Input::Store(event), self.now);
    }

    pub fn screen(&self) -> String {
        picture(&self.app)
    }

    pub fn shows(&self, text: &str) {
        assert_shown(&self.app, text, true);
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}
