//! What a form becomes in the file: walks, visits, notes and ticks, as the operations of one act. Every id follows from
//! what the row says, so that the same rows again add nothing, on any laptop.

use super::cells::{self, number, options, refined};
use super::drafts::{Day, Draft, Line};
use super::look_fors::{self, Answers};
use super::report::Report;
use super::rooms::{Rooms, Told};
use super::rows::{Form, Row};
use super::{Around, Column, Wish};
use crate::domain::act::{Op, Value};
use crate::domain::acts::{self, NoteFacts, PlanFacts, VisitStart};
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::note::NoteKind;
use crate::domain::schema::{Kind, walk};
use crate::domain::tag::clean_name;
use crate::domain::text::fold;
use crate::domain::time::day_number;
use crate::store::api::{Trouble, TroubleSort};
use chrono::{NaiveDate, NaiveTime};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Longest visit that is believed, minutes, and most students.
const MINUTES: i64 = 600;
const HEADS: i64 = 500;

/// Most notes of one form, and most tags of one row: what is planned is in memory, and one cell can hold very many.
const NOTES: usize = 1_500_000;
const TAGS: usize = 200;

/// A form as one act's operations, with their report. No operations: all is there already.
pub struct Taken {
    pub ops: Vec<Op>,
    pub report: Report,
}

/// An id that follows from what is told.
pub fn content(parts: &[&str]) -> Uid {
    Uid::of_content(format!("form\u{1}{}", parts.join("\u{1}")).as_bytes())
}

struct Planning<'a> {
    form: &'a Form,
    split: cells::Split,
    around: &'a Around<'a>,
    answers: Option<Answers>,
    observers: HashMap<String, Uid>,
    new_observers: Vec<(Uid, String)>,
    tags: HashMap<String, Uid>,
    new_tags: Vec<(Uid, String)>,
    drafts: Vec<Draft>,
    places: HashMap<Uid, usize>,
    /// Lines of all drafts.
    notes: usize,
}

/// Plans the import.
///
/// # Errors
/// When the file cannot be asked what it has.
pub fn plan(form: &Form, wish: &Wish, around: &Around) -> Result<Taken, Trouble> {
    let mut planning = Planning {
        form,
        split: wish.split.unwrap_or_default(),
        around,
        answers: look_fors::find(form, around),
        observers: around.observers.iter().map(|(uid, name)| (fold(name), *uid)).collect(),
        new_observers: Vec::new(),
        tags: around.tags.iter().map(|t| (fold(&t.name), t.uid)).collect(),
        new_tags: Vec::new(),
        drafts: Vec::new(),
        places: HashMap::new(),
        notes: 0,
    };
    for row in &form.rows {
        planning.take(row)?;
    }
    planning.write(wish.unchecked_not_seen.unwrap_or_default())
}

impl Planning<'_> {
    /// Adds a row to its visit.
    fn take(&mut self, row: &Row) -> Result<(), Trouble> {
        let uid = self.visit_of(row);
        let at = match self.places.get(&uid) {
            Some(at) => *at,
            None => {
                let draft = self.draft(uid, row);
                self.places.insert(uid, self.drafts.len());
                self.drafts.push(draft);
                self.drafts.len() - 1
            }
        };
        let tags = self.tags_of(row)?;
        let form = self.form;
        let (split, answers) = (self.split, self.answers.as_ref());
        let Some(draft) = self.drafts.get_mut(at) else { return Ok(()) };
        let before = draft.lines.len();
        for (column, named, text) in form.cells(row) {
            match column {
                Column::Note(kind, about) => {
                    for text in cells::notes(text, split) {
                        let (kind, about, text) = refined(kind, about, text);
                        draft.add(named, kind, about, text, &tags);
                    }
                }
                Column::LookFors => {
                    draft.checked = true;
                    for label in options(text) {
                        match answers.and_then(|a| a.ids.get(&fold(&label))) {
                            Some(id) if draft.seen.contains(id) => {}
                            Some(id) => draft.seen.push(id.clone()),
                            // What has no place on a sheet is kept as a line.
                            None => draft.add(named, NoteKind::Evidence, None, label, &tags),
                        }
                    }
                }
                _ => {}
            }
        }
        self.notes += draft.lines.len() - before;
        if self.notes > NOTES { Err(too_many(&format!("It holds more than {NOTES} notes"))) } else { Ok(()) }
    }

    /// Rows with the same number of a visit, or of the same moment, room and people, are one visit.
    fn visit_of(&self, row: &Row) -> Uid {
        let cell = |column| fold(&self.form.first(row, column));
        let (day, room) = (row.day.to_string(), cell(Column::Room));
        let own = cell(Column::Visit);
        if own.is_empty() {
            let time = row.time.map(|t| t.to_string()).unwrap_or_default();
            let [teacher, period, observer] = [Column::Teacher, Column::Period, Column::Observer].map(cell);
            return content(&["visit", &day, &time, &room, &teacher, &period, &observer]);
        }
        content(&["visit", &self.form.key, &own, &day, &room])
    }

    fn draft(&mut self, uid: Uid, row: &Row) -> Draft {
        let form = self.form;
        let cell = |column| form.first(row, column);
        let local = row.day.and_time(row.time.unwrap_or(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()));
        let offset = row.offset.unwrap_or_else(|| (self.around.offset)(local));
        let started = local.and_utc().timestamp_millis() - i64::from(offset) * 1_000;
        let day = match row.offset {
            // The day of a walk is the local one, whatever zone the row was written in.
            Some(_) => crate::domain::time::local_time(started, (self.around.offset)(local)).date_naive(),
            None => row.day,
        };
        let names = cell(Column::Observer);
        let mut observers = Vec::new();
        for name in names.split([';', '/', '&', '|']).map(str::trim).filter(|n| !n.is_empty()) {
            observers.push(self.observer(name));
        }
        Draft {
            uid,
            day,
            focus: cell(Column::Focus),
            start: VisitStart { started, observers, ..VisitStart::default() },
            room: Told {
                label: cell(Column::Room),
                teacher: cell(Column::Teacher),
                grade: cell(Column::Grade),
                subject: cell(Column::Subject),
                period: cell(Column::Period),
            },
            minutes: number(&cell(Column::Length), MINUTES),
            heads: number(&cell(Column::Heads), HEADS),
            period: cell(Column::Period),
            untimed: row.time.is_none(),
            lines: Vec::new(),
            seen: Vec::new(),
            checked: false,
            times: HashMap::new(),
        }
    }

    fn observer(&mut self, name: &str) -> Uid {
        if let Some(uid) = self.observers.get(&fold(name)) {
            return *uid;
        }
        let uid = content(&["observer", &fold(name)]);
        self.observers.insert(fold(name), uid);
        self.new_observers.push((uid, name.to_string()));
        uid
    }

    fn tags_of(&mut self, row: &Row) -> Result<Vec<Uid>, Trouble> {
        let form = self.form;
        let mut tags = Vec::new();
        for (_, _, text) in form.cells(row).filter(|(column, ..)| *column == Column::Tags) {
            for name in text.split([',', ';', '\n']).filter_map(clean_name) {
                let uid = match self.tags.get(&fold(&name)) {
                    Some(uid) => *uid,
                    None => {
                        let uid = content(&["tag", &fold(&name)]);
                        self.tags.insert(fold(&name), uid);
                        self.new_tags.push((uid, name.clone()));
                        uid
                    }
                };
                if !tags.contains(&uid) {
                    tags.push(uid);
                }
                if tags.len() > TAGS {
                    return Err(too_many(&format!("Line {} has more than {TAGS} tags", row.line)));
                }
            }
        }
        Ok(tags)
    }

    /// The operations of everything that is not in the file yet.
    fn write(mut self, not_seen: bool) -> Result<Taken, Trouble> {
        let mut report = Report::of(self.form);
        let there = self.around.there;
        let drafts = std::mem::take(&mut self.drafts);
        let visits = there(Kind::Visit, &drafts.iter().map(|d| d.uid).collect::<Vec<_>>())?;
        let old = || drafts.iter().filter(|d| visits.get(&d.uid) == Some(&false));
        let notes = there(Kind::Note, &old().flat_map(|d| d.lines.iter().map(|l| l.uid)).collect::<Vec<_>>())?;
        let marks = old().flat_map(|d| self.marks(d, not_seen)).map(|m| m.uid).collect::<Vec<_>>();
        let marks = there(Kind::Mark, &marks)?;
        let mut rooms = Rooms::new(&self.around.known);
        let mut walks: BTreeMap<(NaiveDate, String), Day> = BTreeMap::new();
        let (mut ops, mut used) = (Vec::new(), Used::default());
        for mut draft in drafts {
            let state = visits.get(&draft.uid);
            if state == Some(&true) {
                report.visits_gone += 1;
                continue;
            }
            let day = walks.entry((draft.day, fold(&draft.focus))).or_default();
            if state.is_none() {
                draft.start.classroom = rooms.of(std::mem::take(&mut draft.room));
                day.take(&draft);
                ops.push(draft.op(walk_uid(draft.day, &draft.focus)));
                report.visits += 1;
                report.untimed += usize::from(draft.untimed);
                report.future += usize::from(draft.start.started > self.around.now);
                used.observers.extend(draft.start.observers.iter().copied());
            } else {
                report.visits_there += 1;
            }
            for mark in self.marks(&draft, not_seen).into_iter().filter(|m| !marks.contains_key(&m.uid)) {
                let seen = mark.value == Some(Tick::Seen as i64);
                *(if seen { &mut report.seen } else { &mut report.not_seen }) += 1;
                day.marked = true;
                ops.push(acts::marked(draft.uid, &mark));
            }
            for line in draft.lines {
                if notes.contains_key(&line.uid) {
                    report.notes_there += 1;
                    continue;
                }
                if let Some(n) = report.kinds.get_mut(line.kind as usize) {
                    *n += 1;
                }
                used.tags.extend(line.tags.iter().copied());
                ops.push(self.note(draft.uid, line));
            }
        }
        let mut all = self.before(rooms, &used, &mut report);
        let sheet = self.walks(walks, &mut all, &mut report)?;
        if let Some(answers) = self.answers.as_ref().filter(|_| sheet) {
            all.insert(0, answers.op.clone());
            report.sheet = Some((answers.title.clone(), answers.made));
        }
        // The few go before the many, so that these are not copied.
        ops.splice(0..0, all);
        Ok(Taken { ops, report })
    }

    /// Rooms, people and tags that are new.
    fn before(&self, rooms: Rooms, used: &Used, report: &mut Report) -> Vec<Op> {
        let mut ops = Vec::new();
        rooms.write(&mut ops, report);
        for (uid, name) in self.new_observers.iter().filter(|(uid, _)| used.observers.contains(uid)) {
            ops.push(acts::observer_named(*uid, name));
            report.new_observers += 1;
        }
        for (uid, name) in self.new_tags.iter().filter(|(uid, _)| used.tags.contains(uid)) {
            ops.push(acts::tag_named(*uid, name));
            report.new_tags.push(name.clone());
        }
        ops
    }

    /// One walk a day and focus question. True when one of them uses the sheet.
    fn walks(
        &self,
        walks: BTreeMap<(NaiveDate, String), Day>,
        ops: &mut Vec<Op>,
        report: &mut Report,
    ) -> Result<bool, Trouble> {
        let uids: Vec<Uid> = walks.keys().map(|(day, focus)| walk_uid(*day, focus)).collect();
        let there = (self.around.there)(Kind::Walk, &uids)?;
        let mut sheet = false;
        for ((date, focus), day) in walks {
            let uid = walk_uid(date, &focus);
            let answers = self.answers.as_ref().filter(|_| day.marked);
            sheet |= answers.is_some();
            let fresh = there.get(&uid).is_none_or(|gone| *gone) && !day.is_empty();
            if fresh {
                report.walks += 1;
                let facts = PlanFacts {
                    day: day_number(date),
                    focus: day.focus.clone(),
                    sheet: answers.map(|a| a.uid),
                    route: day.route.clone(),
                    observers: day.observers.clone(),
                    ..PlanFacts::default()
                };
                let back = there.contains_key(&uid).then_some(Value::Int(0));
                let plan = acts::plan(uid, &facts).int(walk::STARTED, day.from).int(walk::ENDED, day.to);
                ops.push(plan.maybe(crate::domain::schema::DELETED, back));
            } else if let Some(answers) = answers {
                ops.push(Op::new(Kind::Walk, uid).refer(walk::SHEET, answers.uid));
            }
        }
        Ok(sheet)
    }

    fn note(&self, visit: Uid, line: Line) -> Op {
        let expires = (line.kind == NoteKind::FollowUp).then_some(self.around.now + self.around.follow_ups_stay);
        let facts = NoteFacts {
            visit: Some(visit),
            kind: line.kind,
            about: line.about,
            text: line.text,
            tags: line.tags,
            expires,
            ..NoteFacts::default()
        };
        acts::note_written(line.uid, &facts)
    }

    /// The ticks of a visit. What was not checked has none, unless it is to count as looked for.
    fn marks(&self, draft: &Draft, not_seen: bool) -> Vec<Mark> {
        let Some(answers) = self.answers.as_ref().filter(|_| draft.checked) else { return Vec::new() };
        let ticks = answers.all.iter().filter_map(|id| {
            let seen = draft.seen.contains(id);
            (seen || not_seen).then_some((id, if seen { Tick::Seen } else { Tick::NotSeen }))
        });
        ticks
            .map(|(id, tick)| Mark {
                uid: content(&["mark", &draft.uid.to_text(), id]),
                look_for: id.clone(),
                way: Way::Tick,
                at_ms: None,
                value: Some(tick as i64),
                detail: Detail::None,
            })
            .collect()
    }
}

fn too_many(what: &str) -> Trouble {
    let what = format!("This is more than one form can have. {what}.");
    Trouble::new(TroubleSort::Other, what, "Nothing was changed.", "Bring it in in parts.")
}

fn walk_uid(day: NaiveDate, focus: &str) -> Uid {
    content(&["walk", &day.to_string(), &fold(focus)])
}

/// New people and tags that something new refers to.
#[derive(Default)]
struct Used {
    observers: HashSet<Uid>,
    tags: HashSet<Uid>,
}
