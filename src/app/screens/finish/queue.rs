//! The queue of things to finish: what is open, done, or passed over, and which one is in hand. It keeps its order
//! while answers of the store come in, so that nothing jumps under the leader's hands.

use crate::app::recording::read_sheet;
use crate::domain::id::Uid;
use crate::domain::mark::Way;
use crate::domain::order::InOrder;
use crate::domain::text::count;
use crate::domain::time::Hlc;
use crate::store::api::{NoteRow, TodayVisit, VisitRow};

/// Seconds one thing takes, about: reading a note and pressing a tag, answering a look-for, choosing for a slip.
const SECONDS: [usize; 4] = [15, 5, 40, 10];

/// One thing to finish.
#[derive(Debug, Clone)]
pub enum Item {
    /// A note without a tag.
    Note(Box<NoteRow>),
    /// A look-for of the sheet that nobody marked; with the mark once it is made.
    LookFor { id: String, label: String, looks_like: String, way: Way, mark: Option<Uid> },
    /// Evidence with words that are asked about.
    Words(Box<NoteRow>),
    /// No slip was made for this visit.
    Slip,
}

/// How far a thing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Open,
    /// Left as it is for now.
    Passed,
    Done,
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub visit: Uid,
    /// Room, grade, subject and when, for the line above it.
    pub place: VisitRow,
    pub item: Item,
    pub state: State,
    /// The last act on it.
    pub act: Option<Hlc>,
}

impl Entry {
    fn same(&self, other: &Entry) -> bool {
        self.visit == other.visit
            && match (&self.item, &other.item) {
                (Item::Note(a), Item::Note(b)) | (Item::Words(a), Item::Words(b)) => a.uid == b.uid,
                (Item::LookFor { id: a, .. }, Item::LookFor { id: b, .. }) => a == b,
                (Item::Slip, Item::Slip) => true,
                _ => false,
            }
    }

    /// Whether anything was done to it, or it was passed over.
    fn is_open(&self) -> bool {
        self.state == State::Open
    }

    fn seconds(&self) -> usize {
        match self.item {
            Item::Note(_) => SECONDS[0],
            Item::LookFor { .. } => SECONDS[1],
            Item::Slip => SECONDS[2],
            Item::Words(_) => SECONDS[3],
        }
    }
}

/// All things of the day, in order.
#[derive(Debug, Default)]
pub struct Todo {
    pub entries: Vec<Entry>,
    /// The place of the thing in hand; beyond the last one: through.
    pub at: usize,
}

/// The open things of one visit: notes, then look-fors, then words, then the slip.
fn open_things(today: &TodayVisit, asks: impl Fn(&NoteRow) -> bool) -> Vec<Entry> {
    let visit = &today.visit;
    if visit.skipped.is_some() {
        return Vec::new();
    }
    let entry = |item| Entry { visit: visit.uid, place: visit.clone(), item, state: State::Open, act: None };
    let mut out: Vec<Entry> = today.untagged.iter().map(|n| entry(Item::Note(Box::new(n.clone())))).collect();
    let sheet = read_sheet(today.sheet.as_deref());
    let unmarked = sheet.iter().flat_map(|s| &s.look_fors).filter(|l| !today.marked.contains(&l.id));
    out.extend(unmarked.map(|l| {
        entry(Item::LookFor {
            id: l.id.clone(),
            label: l.label.clone(),
            looks_like: l.looks_like.clone(),
            way: l.way,
            mark: None,
        })
    }));
    out.extend(today.evidence.iter().filter(|n| asks(n)).map(|n| entry(Item::Words(Box::new(n.clone())))));
    if today.wants_slip {
        out.push(entry(Item::Slip));
    }
    out
}

impl Todo {
    /// The thing in hand.
    pub fn current(&self) -> Option<&Entry> {
        self.entries.get(self.at)
    }

    pub fn current_mut(&mut self) -> Option<&mut Entry> {
        self.entries.get_mut(self.at)
    }

    /// Takes in what the file says is open. What is not open any more is done; what is open again, after an undo,
    /// comes back into hand; what is new stands with its visit. An act still on its way counts as done. `asks` says
    /// whether words of a note are asked about.
    pub fn take_in(
        &mut self,
        visits: &[TodayVisit],
        saved: impl Fn(Option<Hlc>) -> bool,
        asks: impl Fn(&NoteRow) -> bool,
    ) {
        let mut open: Vec<Vec<Entry>> = visits.iter().map(|v| open_things(v, &asks)).collect();
        open.order_by_key(|things| std::cmp::Reverse(things.len()));
        let open: Vec<Entry> = open.into_iter().flatten().collect();
        let mut again: Option<(Option<Hlc>, usize)> = None;
        for (place, entry) in self.entries.iter_mut().enumerate() {
            match open.iter().find(|o| o.same(entry)) {
                None => entry.state = State::Done,
                Some(_) if entry.state == State::Done && !saved(entry.act) => {}
                Some(now) => {
                    if entry.state == State::Done {
                        entry.reopen();
                        // What was acted on last is what came back; the rest only came along with it.
                        if again.is_none_or(|(act, _)| entry.act > act) {
                            again = Some((entry.act, place));
                        }
                    }
                    entry.take_news(now);
                }
            }
        }
        for thing in open {
            if !self.entries.iter().any(|e| e.same(&thing)) {
                self.insert(thing);
            }
        }
        if let Some((_, place)) = again {
            self.at = place;
        }
    }

    /// Puts a new thing after those of its sort in its visit, else at the end.
    fn insert(&mut self, thing: Entry) {
        let kind = std::mem::discriminant(&thing.item);
        let last = self.entries.iter().rposition(|e| e.visit == thing.visit && std::mem::discriminant(&e.item) == kind);
        let ahead = last.map_or(self.entries.len(), |l| l + 1);
        if ahead < self.at || (ahead == self.at && last.is_some() && self.at > 0 && self.at >= self.entries.len()) {
            self.at += 1;
        }
        self.entries.insert(ahead, thing);
    }

    /// The visit was read: its notes are shown as they are now, tags and all.
    pub fn reread(&mut self, notes: &[NoteRow]) {
        for entry in &mut self.entries {
            if let Item::Note(row) | Item::Words(row) = &mut entry.item
                && let Some(now) = notes.iter().find(|n| n.uid == row.uid)
            {
                **row = now.clone();
            }
        }
    }

    /// On to the next open thing; what was not done is passed over.
    pub fn pass(&mut self) {
        if let Some(entry) = self.current_mut()
            && entry.is_open()
        {
            entry.state = State::Passed;
        }
        let next = (self.at + 1..self.entries.len()).find(|i| self.entries[*i].is_open());
        self.at = next.unwrap_or(self.entries.len());
    }

    /// Back to the thing before, whatever was made of it.
    pub fn back(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// Once more through what was passed over. False when there is none.
    pub fn again(&mut self) -> bool {
        for entry in self.entries.iter_mut().filter(|e| e.state == State::Passed) {
            entry.state = State::Open;
        }
        let first = self.entries.iter().position(Entry::is_open);
        self.at = first.unwrap_or(self.entries.len());
        first.is_some()
    }

    /// Words or classes were switched off: what is not asked about any more is done.
    pub fn ask_again(&mut self, asks: impl Fn(&NoteRow) -> bool) {
        for entry in &mut self.entries {
            if let Item::Words(row) = &entry.item
                && !asks(row)
            {
                entry.state = State::Done;
            }
        }
    }

    /// A slip was made; whether it was the thing in hand.
    pub fn slip_made(&mut self, visit: Uid) -> bool {
        let at = self.entries.iter().position(|e| e.visit == visit && matches!(e.item, Item::Slip));
        if let Some(entry) = at.and_then(|i| self.entries.get_mut(i)) {
            entry.state = State::Done;
        }
        at == Some(self.at)
    }

    fn number(&self, state: State) -> usize {
        self.entries.iter().filter(|e| e.state == state).count()
    }

    /// "3 of 21, about 6 minutes left".
    pub fn progress(&self) -> String {
        let ahead = self.entries.iter().skip(self.at).filter(|e| e.is_open());
        let minutes = ahead.map(Entry::seconds).sum::<usize>().div_ceil(60);
        let left =
            if minutes == 0 { String::new() } else { format!(", about {} left", count(minutes, "minute", "minutes")) };
        format!("{} of {}{left}", (self.at + 1).min(self.entries.len()), self.entries.len())
    }

    /// What was done and what was left, in words.
    pub fn summary(&self) -> Vec<String> {
        let done =
            |of: fn(&Item) -> bool| self.entries.iter().filter(|e| e.state == State::Done && of(&e.item)).count();
        let notes = done(|i| matches!(i, Item::Note(_)));
        let marks = done(|i| matches!(i, Item::LookFor { .. }));
        let words = done(|i| matches!(i, Item::Words(_)));
        let slips = done(|i| matches!(i, Item::Slip));
        let mut out = Vec::new();
        for (n, one, many) in [
            (notes, "note has its tags", "notes have their tags"),
            (marks, "look-for is settled", "look-fors are settled"),
            (words, "question about words is answered", "questions about words are answered"),
            (slips, "slip is made", "slips are made"),
        ] {
            if n > 0 {
                out.push(count(n, one, many));
            }
        }
        let left = self.number(State::Passed) + self.number(State::Open);
        if left > 0 {
            out.push(
                format!(
                    "{} left as they are: Enter goes through them once more",
                    count(left, "thing is", "things are")
                )
                .replace(
                    "1 thing is left as they are: Enter goes through them",
                    "1 thing is left as it is: Enter shows it",
                ),
            );
        }
        out
    }
}

impl Entry {
    /// It is open again: the mark made here is not there any more, so the next answer makes another.
    fn reopen(&mut self) {
        self.state = State::Open;
        if let Item::LookFor { mark, .. } = &mut self.item {
            *mark = None;
        }
    }

    /// Takes in what the file tells anew, keeping the mark that was made here.
    fn take_news(&mut self, now: &Entry) {
        self.place = now.place.clone();
        match (&mut self.item, &now.item) {
            (Item::Note(row), Item::Note(fresh)) | (Item::Words(row), Item::Words(fresh)) => row.clone_from(fresh),
            _ => {}
        }
    }
}
