//! The walk under way, as the recording screen holds it: every line is here at once, whether or not it is on the disk.

use super::App;
use crate::domain::acts;
use crate::domain::agreements::{Agreements, Names, visit_words};
use crate::domain::id::Uid;
use crate::domain::mark::{Mark, Tick};
use crate::domain::marking::{Change, Sums};
use crate::domain::note::{About, Line, NoteKind};
use crate::domain::order::InOrder;
use crate::domain::sheet::{LookFor, Sheet};
use crate::domain::time::{Hlc, Now, UtcMs};
use crate::store::api::{MarkRow, NoteRow, Resume, VisitRow, VisitView, WalkView};

/// An answer of the store is at most this old when it comes, milliseconds.
const ANSWER_UNDER_WAY: i64 = 2_000;

/// How a room without a name is called on the screen.
pub const UNNAMED: &str = "A room";

/// A walk that has begun and not ended.
#[derive(Debug, Clone)]
pub struct Recording {
    pub walk: Uid,
    pub focus: String,
    pub purpose: String,
    /// Planned length of a visit, minutes.
    pub minutes: Option<i64>,
    pub sheet: Option<Sheet>,
    pub observers: Vec<Uid>,
    pub route: Vec<Stop>,
    /// Visits so far, the one going on included; rooms skipped do not count.
    pub visits: u32,
    /// The visit going on or, in the corridor, the one just left.
    pub visit: Option<LiveVisit>,
    /// Between rooms.
    pub corridor: Option<Corridor>,
}

/// A room of the route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    pub room: Uid,
    pub label: String,
    pub visit: Option<Uid>,
    pub notes: usize,
    pub skipped: Option<String>,
}

impl Stop {
    pub fn is_open(&self) -> bool {
        self.visit.is_none() && self.skipped.is_none()
    }
}

/// The corridor: since when, what is marked, and what is being typed.
#[derive(Debug, Clone, Default)]
pub struct Corridor {
    pub since: UtcMs,
    /// The marked stop of the route.
    pub selected: usize,
    pub typing: Option<CorridorLine>,
}

/// Which of the corridor's two lines is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorridorLine {
    Wondering,
    Note,
}

#[derive(Debug, Clone)]
pub struct LiveVisit {
    pub uid: Uid,
    pub room: Option<Uid>,
    /// Its number in the walk, from 1.
    pub number: Option<u32>,
    pub label: String,
    pub grade: String,
    pub subject: String,
    pub started: UtcMs,
    /// The steady clock at the start, when it was the same boot.
    pub steady: Option<i64>,
    pub paused: i64,
    pub ended: Option<UtcMs>,
    pub heads: Option<u32>,
    pub substitute: bool,
    pub asked: bool,
    pub notes: Vec<LiveNote>,
    pub marks: Vec<Mark>,
    /// What the marks come to; kept in step by `change_marks`, so that a frame only reads.
    pub sums: Sums,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LiveNote {
    pub uid: Uid,
    pub at_ms: Option<i64>,
    pub kind: NoteKind,
    pub about: Option<About>,
    pub text: String,
    pub after: bool,
    pub tags: Vec<(Uid, String)>,
    /// The act that last wrote it.
    pub act: Option<Hlc>,
}

impl LiveNote {
    /// The note as one would type it.
    pub fn line(&self) -> Line {
        Line {
            kind: self.kind,
            about: self.about,
            text: self.text.clone(),
            tags: self.tags.iter().map(|(_, n)| n.clone()).collect(),
        }
    }
}

impl LiveVisit {
    /// Milliseconds since the visit began, without the time away. The steady clock counts within one boot, so that a
    /// changed wall clock does not matter; otherwise the wall clock.
    pub fn elapsed(&self, now: Now) -> i64 {
        (self.ended.unwrap_or_else(|| self.moment(now)) - self.started - self.paused).max(0)
    }

    /// This moment on the visit's own time: the wall clock at its start, and from there the steady clock within one
    /// boot. What the visit is left and gone back to at is told by it, so that a wall clock set meanwhile changes no
    /// length.
    pub fn moment(&self, now: Now) -> UtcMs {
        self.steady.map_or(now.utc, |s| self.started + (now.steady - s))
    }

    /// Makes changes to the marks, and counts anew what they touch. A new mark that an answer of the store has brought
    /// already is not counted twice.
    pub fn change_marks(&mut self, changes: &[Change]) {
        for change in changes {
            if matches!(change, Change::Make(made) if self.marks.iter().rev().any(|m| m.uid == made.uid)) {
                continue;
            }
            change.apply(&mut self.marks);
            self.sums.changed(change, &self.marks);
        }
    }

    /// What a tick says of a look-for.
    pub fn tick(&self, look_for: &str) -> Option<Tick> {
        self.sums.get(look_for).tick.map(|(tick, _)| tick)
    }

    /// How often a look-for was tallied.
    pub fn tally(&self, look_for: &str) -> usize {
        self.sums.get(look_for).times
    }

    /// Look-fors nobody has marked.
    pub fn unmarked<'a>(&self, sheet: &'a Sheet) -> Vec<&'a LookFor> {
        sheet.look_fors.iter().filter(|l| !self.is_marked(l)).collect()
    }

    /// Whether anything was marked of a look-for; a prompt, while its answer is there.
    pub fn is_marked(&self, look_for: &LookFor) -> bool {
        self.sums.get(&look_for.id).is_marked(&|note| self.note(note).is_some())
    }

    pub fn note(&self, uid: Uid) -> Option<&LiveNote> {
        self.notes.iter().find(|n| n.uid == uid)
    }

    pub fn note_mut(&mut self, uid: Uid) -> Option<&mut LiveNote> {
        self.notes.iter_mut().find(|n| n.uid == uid)
    }

    /// Keeps the notes in the order of the visit.
    pub fn sort(&mut self) {
        self.notes.order_by_key(|n| (n.after, n.at_ms.unwrap_or(i64::MAX)));
    }

    /// What the visit is called on the screen: its room, or its number where rooms are not named.
    pub fn called(&self, agreed: &Agreements) -> String {
        if agreed.names == Names::Off { visit_words(self.number) } else { self.label.clone() }
    }

    /// How long the visit may be before it says so quietly: whether `minutes` have passed.
    pub fn is_long(&self, minutes: Option<i64>, now: Now) -> bool {
        minutes.is_some_and(|m| self.elapsed(now) > m * 60_000)
    }
}

/// The visit of a store's answer. The steady clock counts only when the laptop has not been started anew since.
pub fn live_visit(row: &VisitRow, notes: &[NoteRow], marks: &[MarkRow], boot: Option<&str>) -> LiveVisit {
    let same_boot = boot.is_some() && row.boot.as_deref() == boot;
    LiveVisit {
        uid: row.uid,
        room: row.classroom,
        number: row.number,
        label: if row.room.is_empty() { UNNAMED.to_string() } else { row.room.clone() },
        grade: row.grade.clone(),
        subject: row.subject.clone(),
        started: row.started.unwrap_or_default(),
        steady: row.steady.filter(|_| same_boot),
        paused: row.paused,
        ended: row.ended,
        heads: row.heads,
        substitute: row.substitute,
        asked: row.asked,
        notes: notes.iter().map(live_note).collect(),
        marks: marks.to_vec(),
        sums: Sums::of(marks),
    }
}

fn live_note(row: &NoteRow) -> LiveNote {
    LiveNote {
        uid: row.uid,
        at_ms: row.at_ms,
        kind: row.kind,
        about: row.about,
        text: row.text.clone(),
        after: row.after,
        tags: row.tags.clone(),
        act: None,
    }
}

/// Reads a sheet kept with a walk. One that a newer version wrote and this one cannot read is left out of the screen;
/// its marks stay in the file.
pub fn read_sheet(body: Option<&str>) -> Option<Sheet> {
    body.and_then(|text| Sheet::parse("the sheet of this walk", text).ok()).filter(|s| !s.look_fors.is_empty())
}

impl Recording {
    /// The recording as the file tells it, when a walk is under way.
    pub fn from_resume(resume: &Resume, now: Now, boot: Option<&str>) -> Option<Recording> {
        let view = resume.walk.as_ref().filter(|w| w.walk.started.is_some() && w.walk.ended.is_none())?;
        let mut recording = Recording::from_walk(view);
        recording.visit = resume.visit.as_ref().map(|v| live_visit(&v.visit, &v.notes, &v.marks, boot));
        let left = recording.visit.as_ref().is_none_or(|v| v.ended.is_some());
        if left {
            let since = recording.visit.as_ref().and_then(|v| v.ended).unwrap_or(now.utc);
            recording.corridor = Some(Corridor { since, ..Corridor::default() });
            recording.mark_next_stop();
        }
        Some(recording)
    }

    fn from_walk(view: &WalkView) -> Recording {
        let mut route: Vec<Stop> = view
            .walk
            .route
            .iter()
            .map(|(room, label)| Stop { room: *room, label: label.clone(), visit: None, notes: 0, skipped: None })
            .collect();
        for row in &view.visits {
            let Some(room) = row.classroom else { continue };
            let stop = Stop {
                room,
                label: row.room.clone(),
                visit: row.skipped.is_none().then_some(row.uid),
                notes: row.notes,
                skipped: row.skipped.clone(),
            };
            match route.iter_mut().find(|s| s.room == room && (s.is_open() || s.skipped.is_some())) {
                Some(open) => *open = stop,
                None => route.push(stop),
            }
        }
        Recording {
            walk: view.walk.uid,
            focus: view.walk.focus.clone(),
            purpose: view.walk.purpose.clone(),
            minutes: view.walk.length,
            sheet: read_sheet(view.sheet.as_deref()),
            observers: view.walk.observers.iter().map(|(u, _)| *u).collect(),
            route,
            visits: u32::try_from(view.visits.iter().filter(|v| v.skipped.is_none()).count()).unwrap_or(u32::MAX),
            visit: None,
            corridor: None,
        }
    }

    /// Marks the first room of the route that has not been seen, after the one just left where there is one.
    pub fn mark_next_stop(&mut self) {
        let here = self.visit.as_ref().and_then(|v| self.route.iter().position(|s| s.visit == Some(v.uid)));
        let from = here.map_or(0, |h| h + 1);
        let later = (from..self.route.len()).find(|i| self.route[*i].is_open());
        let next = later.or_else(|| self.route.iter().position(Stop::is_open)).unwrap_or(self.route.len());
        if let Some(corridor) = &mut self.corridor {
            corridor.selected = next;
        }
    }

    /// Which stop of the route the visit is at, and how many stops there are.
    pub fn progress(&self) -> (usize, usize) {
        let seen = self.route.iter().filter(|s| !s.is_open()).count();
        (seen, self.route.len())
    }

    /// Keeps the count of notes beside the room right.
    pub fn count_notes(&mut self) {
        if let Some(visit) = &self.visit
            && let Some(stop) = self.route.iter_mut().find(|s| s.visit == Some(visit.uid))
        {
            stop.notes = visit.notes.len();
        }
    }
}

impl App {
    /// Puts a fresh answer about the visit in place of what is shown, keeping what has not reached the disk yet.
    pub fn reload_visit(&mut self, view: &VisitView) {
        let boot = self.boot.clone();
        let saving = &self.saving;
        let Some(live) = self.recording.as_mut().and_then(|r| r.visit.as_mut()).filter(|v| v.uid == view.visit.uid)
        else {
            return;
        };
        let mut fresh = live_visit(&view.visit, &view.notes, &view.marks, boot.as_deref());
        for note in &live.notes {
            let open = saving.kept(note.act) != super::saving::Kept::Saved;
            if open && fresh.note(note.uid).is_none() {
                fresh.notes.push(note.clone());
            }
        }
        // What the page shows may have no room's name; this visit keeps its own.
        fresh.label.clone_from(&live.label);
        fresh.sort();
        // Also what was saved while the answer was under way is in no answer yet.
        let lately = self.now.utc - ANSWER_UNDER_WAY;
        for (clock, changes) in &self.walk.recent {
            if saving.kept(Some(*clock)) != super::saving::Kept::Saved || clock.utc() >= lately {
                fresh.change_marks(changes);
            }
        }
        *live = fresh;
        if let Some(recording) = &mut self.recording {
            recording.count_notes();
        }
    }

    /// The facts every new visit starts with.
    pub fn visit_start(&self, room: Option<Uid>) -> acts::VisitStart {
        acts::VisitStart {
            walk: self.recording.as_ref().map(|r| r.walk),
            classroom: room,
            started: self.now.utc,
            observers: self.recording.as_ref().map(|r| r.observers.clone()).unwrap_or_default(),
            boot: self.boot.clone(),
            steady: self.boot.is_some().then_some(self.now.steady),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit() -> LiveVisit {
        LiveVisit {
            uid: Uid([1; 16]),
            room: None,
            number: None,
            label: "Room 4".into(),
            grade: String::new(),
            subject: String::new(),
            started: 1_000_000,
            steady: Some(500),
            paused: 0,
            ended: None,
            heads: None,
            substitute: false,
            asked: false,
            notes: Vec::new(),
            marks: Vec::new(),
            sums: Sums::default(),
        }
    }

    #[test]
    fn the_running_time_survives_a_changed_clock() {
        let now = Now { utc: 9_999_999_999, steady: 60_500, offset: 0 };
        assert_eq!(visit().elapsed(now), 60_000);
        let after_restart = LiveVisit { steady: None, ..visit() };
        assert_eq!(after_restart.elapsed(Now { utc: 1_090_000, steady: 3, offset: 0 }), 90_000);
        let left = LiveVisit { ended: Some(1_030_000), paused: 10_000, ..visit() };
        assert_eq!(left.elapsed(now), 20_000);
        assert_eq!(visit().moment(now), 1_060_000, "the wall clock counts at the start only");
    }
}
