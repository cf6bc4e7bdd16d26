//! Finish today: what is left of today's visits, one thing at a time.

mod doing;
mod queue;

pub use queue::{Entry, Item, State, Todo};

use super::notes::{wording, work};
use super::{language, visit};
use crate::app::actions::Action;
use crate::app::input::{Code, Key};
use crate::app::layers::{Filled, Prompt};
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::domain::mark::Tick;
use crate::domain::note::NoteKind;
use crate::domain::time::{Hlc, UtcMs, day_bounds};
use crate::store::api::{Answer, Ask, Lane, NoteRow, TagProposal, TagRow, TodayVisit, VisitView};
use chrono::{Days, NaiveDate};

/// Tags offered on a key each: 1 to 9, then 0.
pub const ONE_KEY_TAGS: usize = 10;

/// How many walks back to look for a day with something left, when today has none.
const DAYS_BACK: usize = 8;

#[derive(Debug, Default)]
pub struct FinishState {
    pub todo: Todo,
    /// The tags on the keys.
    pub tags: Vec<TagRow>,
    /// Tags proposed for a note, by the notes most like it.
    proposed: Option<(Uid, Vec<TagProposal>)>,
    /// The visit of the thing in hand, for its neighbours and for its slip.
    pub visit: Option<VisitView>,
    /// Whether it is known what is left.
    pub loaded: bool,
    /// The day gone through, as its bounds; and whether it is an earlier one.
    pub day: Option<(UtcMs, UtcMs)>,
    pub earlier: bool,
    /// Acts made here since it was opened, less those taken back: what undo may take back from here.
    pub acts: usize,
    /// Today, when the queue was begun.
    begun: Option<NaiveDate>,
    /// Earlier days still to be looked into, the nearest last.
    days: Vec<(UtcMs, UtcMs)>,
}

pub fn refresh(app: &mut App) {
    let today = app.now.today();
    if app.finish.begun != Some(today) {
        app.finish = FinishState { begun: Some(today), ..FinishState::default() };
    }
    let bounds = app.finish.day.unwrap_or_else(|| day_bounds(today, app.now.offset));
    app.finish.day = Some(bounds);
    app.ask(Lane::Today, Ask::Today { from: bounds.0, to: bounds.1 });
    app.ask(Lane::Lists, Ask::TopTags(ONE_KEY_TAGS));
    app.ask(Lane::Tags, Ask::Tags);
    ask_visit(app);
}

/// Reads the visit of the thing in hand.
fn ask_visit(app: &mut App) {
    if let Some(visit) = app.finish.todo.current().map(|e| e.visit) {
        app.ask(Lane::Other, Ask::Visit(visit));
    }
    if let Some(Item::Note(note)) = app.finish.todo.current().map(|e| &e.item) {
        let note = note.uid;
        app.ask(Lane::TagProposals, Ask::TagProposals { note });
    }
}

/// Keys of the likely tags.
const LIKELY: [char; 3] = ['a', 'b', 'c'];

/// Tags were proposed for a note.
pub fn tags_proposed(app: &mut App, note: Uid, tags: &[TagProposal]) {
    app.finish.proposed = Some((note, tags.to_vec()));
}

/// The likely tags of the note in hand, with their keys; those that it got meanwhile stay, so that a second press
/// takes them off.
pub fn likely(app: &App) -> impl Iterator<Item = (char, &TagProposal)> {
    let note = match app.finish.todo.current().map(|e| &e.item) {
        Some(Item::Note(note)) => Some(note.uid),
        _ => None,
    };
    let tags = app.finish.proposed.as_ref().filter(|(of, _)| Some(*of) == note).map(|(_, tags)| tags.iter());
    LIKELY.into_iter().zip(tags.into_iter().flatten())
}

pub fn answered(app: &mut App, answer: Answer) {
    match answer {
        Answer::Today(visits) => today_came(app, &visits),
        Answer::Walks(walks) => {
            let offset = app.now.offset;
            let day = |d: i64| NaiveDate::default().checked_add_days(Days::new(u64::try_from(d).ok()?));
            let mut days: Vec<(UtcMs, UtcMs)> = walks
                .iter()
                .filter(|w| w.started.is_some() && w.visits > 0)
                .filter_map(|w| Some(day_bounds(day(w.key.day)?, offset)))
                .filter(|d| Some(*d) != app.finish.day)
                .collect();
            days.dedup();
            days.reverse();
            app.finish.days = days;
            earlier_day(app);
        }
        // Once keys are shown they keep their tags while the leader is at it.
        Answer::TopTags(tags) if app.finish.tags.is_empty() => app.finish.tags = tags,
        _ => {}
    }
}

fn today_came(app: &mut App, visits: &[TodayVisit]) {
    let before = app.finish.todo.current().map(|e| e.visit);
    let saving = &app.saving;
    let saved = |act| saving.kept(act) == crate::app::saving::Kept::Saved;
    let language = &app.language;
    app.finish.todo.take_in(visits, saved, |row| !language.of_row(row).is_empty());
    let nothing = app.finish.todo.entries.is_empty();
    if nothing && !app.finish.loaded && (visits.is_empty() || app.finish.earlier) {
        if app.finish.earlier {
            earlier_day(app);
        } else {
            app.ask(Lane::Today, Ask::Walks { before: None, limit: DAYS_BACK });
        }
        return;
    }
    app.finish.loaded = true;
    if app.finish.todo.current().map(|e| e.visit) != before {
        ask_visit(app);
    }
}

/// Looks into the next earlier day; when there is none, nothing is left.
fn earlier_day(app: &mut App) {
    match app.finish.days.pop() {
        Some(day) => {
            app.finish.day = Some(day);
            app.finish.earlier = true;
            app.ask(Lane::Today, Ask::Today { from: day.0, to: day.1 });
        }
        None => {
            app.finish.earlier = false;
            app.finish.loaded = true;
        }
    }
}

/// The visit of the thing in hand was read: its note is shown as it stands now.
pub fn visit_came(app: &mut App, view: Option<VisitView>) {
    let Some(view) = view else { return };
    app.finish.todo.reread(&view.notes);
    app.finish.visit = Some(view);
}

/// The visit of the thing in hand, once read.
pub fn visit_here(app: &App) -> Option<&VisitView> {
    let entry = app.finish.todo.current()?;
    app.finish.visit.as_ref().filter(|v| v.visit.uid == entry.visit)
}

pub fn perform(app: &mut App, action: Action) {
    match action {
        Action::FinishSkip | Action::ListDown => next(app),
        Action::FinishBack | Action::ListUp => previous(app),
        action => match app.finish.todo.current().cloned() {
            Some(entry) => of_entry(app, action, &entry),
            None => app.tell("Everything here has been gone through. Esc leaves."),
        },
    }
}

fn of_entry(app: &mut App, action: Action, entry: &Entry) {
    match (action, &entry.item) {
        (Action::FinishTag, Item::Note(note)) => doing::ask_tag(app, note.uid),
        (Action::TagsNot, Item::Note(note)) => doing::not_these(app, note.uid),
        (Action::FinishEdit, Item::Note(note) | Item::Words(note)) => wording::ask_edit(app, (**note).clone()),
        (Action::FinishSplit, Item::Note(note) | Item::Words(note)) => wording::ask_split(app, (**note).clone()),
        (Action::FinishSeen, Item::LookFor { .. }) => mark(app, Tick::Seen),
        (Action::FinishNotSeen, Item::LookFor { .. }) => mark(app, Tick::NotSeen),
        (Action::FinishNotLooked, Item::LookFor { .. }) => mark(app, Tick::NotLookedFor),
        (action, Item::Words(note)) => answer_words(app, action, note),
        (Action::FinishSlip, Item::Slip) => match visit_here(app).cloned() {
            Some(view) => visit::ask_slip(app, &view),
            None => app.tell("The visit is still being read."),
        },
        _ => {}
    }
}

/// Whether an action fits the thing in hand, and what does where it does not.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    let item = app.finish.todo.current().map(|e| &e.item);
    if app.screen == Screen::Finish {
        let words = match item {
            Some(Item::Words(note)) => Some(&**note),
            _ => None,
        };
        language::available(app, action, words)?;
    }
    let wants_note = matches!(action, Action::FinishTag | Action::FinishEdit | Action::FinishSplit | Action::TagsNot);
    let wants_answer = matches!(action, Action::FinishSeen | Action::FinishNotSeen | Action::FinishNotLooked);
    let wants_slip = action == Action::FinishSlip;
    if app.screen != Screen::Finish || !(wants_note || wants_answer || wants_slip) {
        return Ok(());
    }
    match item {
        Some(Item::Words(_)) if matches!(action, Action::FinishEdit | Action::FinishSplit) => Ok(()),
        Some(Item::Words(_)) => {
            Err("This is a word: o keeps the line, e rewords it, W a wondering, I an interpretation.")
        }
        Some(Item::Note(_)) if !wants_note => {
            Err("This is a note: 1 to 9 and 0 tag it, e completes it, Enter goes on.")
        }
        Some(Item::LookFor { .. }) if !wants_answer => {
            Err("This is a look-for: y seen, n looked for and not seen, u not looked for.")
        }
        Some(Item::Slip) if !wants_slip => Err("This is a slip: p makes it, Enter goes on without."),
        Some(_) => Ok(()),
        None => Err("Everything here has been gone through. Esc leaves."),
    }
}

/// Answers the question about the words in hand, and goes on when none is left about this line.
fn answer_words(app: &mut App, action: Action, note: &NoteRow) {
    let Some(answered) = language::answer(app, action, note) else { return };
    if let Some(entry) = app.finish.todo.current_mut().filter(|_| answered.act.is_some()) {
        entry.state = State::Done;
        entry.act = answered.act;
    }
    if action == Action::WordsWonder
        && let Some(act) = answered.act
    {
        wondering(app, act);
        return;
    }
    let words = &app.language;
    app.finish.todo.ask_again(|row| !words.of_row(row).is_empty());
    if app.finish.todo.current().is_some_and(|e| e.state == State::Done) {
        let told = app.notice.take();
        next(app);
        app.notice = app.notice.take().or(told);
    }
}

/// The line in hand became a wondering: it stays in hand, so that it can be worded as a question.
fn wondering(app: &mut App, act: Hlc) {
    if let Some(Entry { item: Item::Words(row), state, act: last, .. }) = app.finish.todo.current_mut() {
        row.kind = NoteKind::Wondering;
        (*state, *last) = (State::Done, Some(act));
        app.tell("It is a wondering now. e rewords it as a question, Enter goes on; Ctrl-Z takes it back.");
    }
}

/// Whether undo may take something back from here: only what was done here. Says so where it may not.
pub fn may_take_back(app: &mut App) -> bool {
    if app.screen != Screen::Finish {
        return true;
    }
    if app.finish.acts == 0 {
        let what = app.undo.undo.clone().map_or("What was done last".into(), |words| format!("“{words}”"));
        app.needs_you(format!(
            "{what} was done before Finish today was opened, so it stays. To take it back: Esc, then Ctrl-Z."
        ));
        return false;
    }
    app.finish.acts -= 1;
    true
}

/// Something was done again from here, so that undo may take it back once more.
pub fn done_again(app: &mut App) {
    if app.screen == Screen::Finish {
        app.finish.acts += 1;
    }
}

fn mark(app: &mut App, tick: Tick) {
    if doing::mark(app, tick) {
        next(app);
    }
}

/// On to the next thing; at the end, through what was passed over once more.
fn next(app: &mut App) {
    if app.finish.todo.current().is_some() {
        app.finish.todo.pass();
    } else if !app.finish.todo.again() {
        app.tell("Nothing was passed over. Esc leaves.");
        return;
    }
    work::hold(app, Vec::new());
    ask_visit(app);
}

fn previous(app: &mut App) {
    app.finish.todo.back();
    ask_visit(app);
}

/// Digits tag the note in hand, and so do the letters of its likely tags.
pub fn raw_key(app: &mut App, key: Key) -> bool {
    let likely = likely(app).find(|(c, _)| key.typed() == Some(*c)).map(|(_, tag)| (tag.tag, tag.name.clone()));
    if let Some((tag, name)) = likely {
        doing::toggle_tag(app, tag, &name);
        return true;
    }
    let Code::Char(c @ '0'..='9') = key.code else { return false };
    if key.ctrl || key.alt {
        return false;
    }
    let Some(entry) = app.finish.todo.current() else { return false };
    if !matches!(entry.item, Item::Note(_)) {
        app.tell("Digits tag notes here, and this is none. Esc leaves.");
        return true;
    }
    let digit = c.to_digit(10).unwrap_or(0) as usize;
    let place = if digit == 0 { ONE_KEY_TAGS - 1 } else { digit - 1 };
    match app.finish.tags.get(place).cloned() {
        Some(tag) => doing::toggle_tag(app, tag.uid, &tag.name),
        None => app.tell("There is no tag on this key yet. t tags with any name."),
    }
    true
}

pub fn filled(app: &mut App, prompt: Prompt) {
    if let Filled::FinishTag(note) = prompt.then {
        doing::tag_filled(app, note, &super::forms::filled_text(&prompt));
    }
}

/// A slip was made: on to the next thing.
pub fn slip_made(app: &mut App, uid: Uid) {
    if app.finish.todo.slip_made(uid) && app.screen == Screen::Finish {
        next(app);
    }
}

#[cfg(test)]
mod tests;
