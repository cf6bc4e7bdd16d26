//! Preparing a talk: team, protocol, day, at most five patterns with their examples, and exactly what will be shown, checked
//! for what could tell whose room it was. Nothing that fails the check is shown unless the leader changes it.

mod decide;
mod page;

pub use decide::{hidden, reworded};
pub use page::{Target, about, lines, open_findings};

use super::asking::{TalkForm, TalkPick, form};
use crate::app::actions::Action;
use crate::app::layers::{Layer, PickItem, PickValue, Picked};
use crate::app::screens::forms;
use crate::app::{App, Screen, talk_protocols};
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts::{self, TalkFacts};
use crate::domain::dates::{COMING_EXAMPLES, coming_day, read_clock};
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::schema::talking::talk as fields;
use crate::domain::talk::MOST_PATTERNS;
use crate::domain::talk_protocol::TalkProtocol;
use crate::domain::time::{day_number, day_of_number};
use crate::store::api::{Ask, Lane, NoteRow, TalkAsk, TalkPattern, TalkView};

/// Notes of each role that are read with a pattern, to choose examples from.
const EXAMPLES: usize = 20;

#[derive(Debug, Default)]
pub struct PrepareState {
    /// The talk that is prepared, and all that it shows once that is read.
    pub of: Option<Uid>,
    pub view: Option<Box<TalkView>>,
    pub selected: usize,
}

impl PrepareState {
    /// The talk on the screen, once it is read.
    pub fn view(&self) -> Option<&TalkView> {
        self.view.as_deref().filter(|v| Some(v.talk.uid) == self.of)
    }
}

pub fn open(app: &mut App, talk: Uid) {
    if app.talk.prepare.of != Some(talk) {
        app.talk.prepare.selected = 0;
    }
    app.talk.prepare.of = Some(talk);
    app.open(Screen::Prepare);
}

pub fn refresh(app: &mut App) {
    if let Some(talk) = app.talk.prepare.of {
        app.ask(Lane::Prepare, Ask::Talking(TalkAsk::Talk { talk, examples: EXAMPLES }));
    }
    app.ask(Lane::Patterns, Ask::Patterns);
    if app.talk_protocols.broken.is_empty() {
        talk_protocols::ask_own(app);
    }
}

/// The talk was read; one that was deleted is left. One that was never read yet was made a moment ago: it is asked for
/// again when it is saved.
pub fn came(app: &mut App, view: Option<Box<TalkView>>) {
    match view {
        Some(view) if Some(view.talk.uid) == app.talk.prepare.of => {
            app.talk.prepare.view = Some(view);
            let last = page::targets(app).len().saturating_sub(1);
            app.talk.prepare.selected = app.talk.prepare.selected.min(last);
        }
        None if app.screen == Screen::Prepare && app.talk.prepare.view().is_some() => {
            app.talk.prepare.view = None;
            app.leave_gone("This talk is no longer there.");
        }
        _ => {}
    }
}

pub fn step(app: &mut App, by: isize) {
    let count = page::targets(app).len();
    app.talk.prepare.selected = forms::moved(app.talk.prepare.selected, by, count);
}

// ── A new talk ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// Which team, which protocol: two choices, and the talk is there.
pub fn ask_new(app: &mut App) {
    if !app.may_write() {
        return;
    }
    talk_protocols::ask_own(app);
    if app.talk.teams.is_empty() {
        app.tell("Say first which team it is: name and how many they are.");
        super::teams::ask(app, None);
        return;
    }
    ask_team(app, TalkPick::TeamOfNew);
}

fn ask_team(app: &mut App, then: TalkPick) {
    let items: Vec<PickItem> =
        app.talk.teams.iter().map(|t| forms::item(t.name.clone(), "", PickValue::Id(t.uid))).collect();
    let empty = "No team of that name. t in Talk makes one.";
    app.layers.push(Layer::Picker(forms::picker("With which team?", items, empty, Picked::Talk(then))));
}

/// Which protocol; for a talk that is there, or for a new one with this team.
pub fn ask_protocol(app: &mut App, talk: Option<Uid>, team: Option<Uid>) {
    let item = |c: talk_protocols::ProtocolChoice| {
        let own = if c.own { "your own; " } else { "" };
        let detail = format!("{own}{} min; {}", c.protocol.planned(), c.protocol.about);
        forms::item(c.protocol.title.clone(), detail, PickValue::Word(c.protocol.id.clone()))
    };
    let items: Vec<PickItem> = app.talk_protocols.all().into_iter().map(item).collect();
    let then = Picked::Talk(talk.map_or(TalkPick::ProtocolOfNew(team), TalkPick::ProtocolOf));
    app.layers.push(Layer::Picker(forms::picker("How do you want to talk?", items, "No protocol fits.", then)));
}

/// Makes the talk and opens its page.
pub fn make(app: &mut App, team: Option<Uid>, protocol: Option<&str>) {
    let Some((sheet, op)) = used(app, protocol) else { return };
    let talk = app.new_id();
    let facts = TalkFacts { team, protocol: Some(sheet), ..TalkFacts::default() };
    if app.act(Verb::PrepareTalk, vec![op, acts::talk_prepared(talk, &facts)]).is_some() {
        open(app, talk);
        app.tell("b brings patterns along; d says when. g begins.");
    }
}

/// The protocol as it is kept with a talk.
fn used(app: &App, protocol: Option<&str>) -> Option<(Uid, Op)> {
    let protocol: &TalkProtocol = app.talk_protocols.by_id(protocol?)?;
    Some(acts::protocol_used(&protocol.id, &protocol.title, &protocol.written()))
}

pub fn protocol_chosen(app: &mut App, talk: Uid, protocol: Option<&str>) {
    if let Some((sheet, op)) = used(app, protocol) {
        let set = acts::talking_set(Kind::Talk, talk, fields::PROTOCOL, Value::Ref(sheet));
        app.act(Verb::EditTalk, vec![op, set]);
    }
}

pub fn team_chosen(app: &mut App, talk: Uid, team: Option<Uid>) {
    if let Some(team) = team {
        app.act(Verb::EditTalk, vec![acts::talking_set(Kind::Talk, talk, fields::TEAM, Value::Ref(team))]);
    }
}

// ── When ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const WHEN: [&str; 2] = ["Day", "Time"];

fn ask_when(app: &mut App, view: &TalkView) {
    let day = view.talk.day.map(|d| day_of_number(d).to_string()).unwrap_or_default();
    let time = view.talk.minute.map(|m| format!("{}:{:02}", m / 60, m % 60)).unwrap_or_default();
    form(app, "When", TalkForm::When(view.talk.uid), &WHEN, &[day, time], COMING_EXAMPLES);
}

pub fn when_filled(app: &mut App, talk: Uid, day: &str, time: &str) {
    let texts = [day.to_string(), time.to_string()];
    let number = match day {
        "" => None,
        typed => match coming_day(typed, app.now.today()) {
            Some(day) => Some(day_number(day)),
            None => return form(app, "When", TalkForm::When(talk), &WHEN, &texts, "That day could not be read."),
        },
    };
    let minute = match time {
        "" => None,
        typed => match read_clock(typed) {
            Some(ms) => Some(ms / 60_000),
            None => return form(app, "When", TalkForm::When(talk), &WHEN, &texts, "A time is such as 15:10."),
        },
    };
    let value = |n: Option<i64>| n.map_or(Value::Null, Value::Int);
    let op = acts::talking_set(Kind::Talk, talk, fields::DAY, value(number)).set(fields::MINUTE, value(minute));
    app.act(Verb::EditTalk, vec![op]);
}

// ── Patterns and examples ───────────────────────────────────────────────────────────────────────────────────────────

/// Which patterns to bring: at most five, needs and strengths.
fn ask_patterns(app: &mut App, view: &TalkView) {
    let brought: Vec<Uid> = view.patterns.iter().map(|p| p.pattern.uid).collect();
    let rows: Vec<_> = app.patterns.rows.iter().flatten().cloned().collect();
    if rows.is_empty() {
        app.tell("There is no pattern yet. Patterns are made in 4; a talk can also begin without.");
        return;
    }
    let on = rows.iter().map(|r| brought.contains(&r.uid)).collect();
    let detail = |r: &crate::store::api::PatternRow| format!("{}, {}", r.kind.word(), r.status.words());
    let items = rows.iter().map(|r| forms::item(r.statement.clone(), detail(r), PickValue::Id(r.uid))).collect();
    let title = "At most five, strengths among them. Space marks, Enter keeps";
    let mut picker = forms::picker(title, items, "", Picked::Talk(TalkPick::Bring(view.talk.uid)));
    picker.on = Some(on);
    app.layers.push(Layer::Picker(picker));
}

/// The patterns were chosen: those that were there keep their place, new ones follow.
pub fn brought(app: &mut App, talk: Uid, kept: &[Uid]) {
    let Some(view) = app.talk.prepare.view().filter(|v| v.talk.uid == talk) else { return };
    let before: Vec<Uid> = view.patterns.iter().map(|p| p.pattern.uid).collect();
    let stays = before.iter().filter(|uid| kept.contains(uid));
    let new = kept.iter().filter(|uid| !before.contains(uid));
    let order: Vec<Uid> = stays.chain(new).copied().collect();
    if order.len() > MOST_PATTERNS {
        app.needs_you(format!(
            "That is {} patterns; a team can talk about five at most. Nothing was changed: b, and unmark some.",
            order.len()
        ));
        return;
    }
    place(app, talk, &before, &order);
}

/// Gives the patterns of a talk their places, and takes out those that are no longer among them.
fn place(app: &mut App, talk: Uid, before: &[Uid], order: &[Uid]) {
    let gone = before.iter().filter(|uid| !order.contains(uid)).map(|uid| (*uid, 0));
    let members: Vec<(Uid, i64)> = acts::places(order).into_iter().chain(gone).collect();
    if !members.is_empty() && before != order {
        app.act(Verb::EditTalk, vec![acts::talk_patterns(talk, &members)]);
    }
}

/// Moves the marked pattern up or down among those brought.
fn shift(app: &mut App, by: isize) {
    let Some(view) = app.talk.prepare.view() else { return };
    let Some(Target::Pattern(uid)) = page::marked(app) else { return };
    let (talk, before): (Uid, Vec<Uid>) = (view.talk.uid, view.patterns.iter().map(|p| p.pattern.uid).collect());
    let Some(at) = before.iter().position(|u| *u == uid) else { return };
    let to = forms::moved(at, by, before.len());
    let mut order = before.clone();
    order.swap(at, to);
    place(app, talk, &before, &order);
}

/// The pattern of the marked line.
fn pattern_at(app: &App) -> Option<&TalkPattern> {
    let uid = match page::marked(app)? {
        Target::Pattern(uid) | Target::Note(_, uid) => uid,
    };
    app.talk.prepare.view()?.patterns.iter().find(|p| p.pattern.uid == uid)
}

/// Which notes stand as examples beside the marked pattern.
fn ask_examples(app: &mut App) {
    let Some(view) = app.talk.prepare.view() else { return };
    let Some(pattern) = pattern_at(app) else {
        app.tell("Bring a pattern first (b); its notes are the examples.");
        return;
    };
    let of = |role: &'static str, notes: &[NoteRow]| {
        let item = move |n: &NoteRow| forms::item(n.text.clone(), role, PickValue::Id(n.uid));
        notes.iter().map(item).collect::<Vec<PickItem>>()
    };
    let mut items = of("", &pattern.supports);
    items.extend(of("shows the opposite", &pattern.complicates));
    let on = items.iter().map(|i| matches!(i.value, PickValue::Id(uid) if view.notes.iter().any(|n| n.uid == uid)));
    let on: Vec<bool> = on.collect();
    let then = TalkPick::Examples { talk: view.talk.uid, pattern: pattern.pattern.uid };
    if items.is_empty() {
        app.tell("No note stands in this pattern that could be an example.");
        return;
    }
    let mut picker =
        forms::picker("Two or three say more than ten. Space marks, Enter keeps", items, "", Picked::Talk(then));
    picker.on = Some(on);
    app.layers.push(Layer::Picker(picker));
}

pub fn examples_chosen(app: &mut App, talk: Uid, pattern: Uid, kept: &[Uid]) {
    let Some(view) = app.talk.prepare.view().filter(|v| v.talk.uid == talk) else { return };
    let Some(of) = view.patterns.iter().find(|p| p.pattern.uid == pattern) else { return };
    let offered: Vec<Uid> = of.supports.iter().chain(&of.complicates).map(|n| n.uid).collect();
    let shown: Vec<Uid> = view.notes.iter().map(|n| n.uid).collect();
    let stays = shown.iter().filter(|uid| kept.contains(uid) || !offered.contains(uid));
    let new = kept.iter().filter(|uid| !shown.contains(uid));
    let order: Vec<Uid> = stays.chain(new).copied().collect();
    let gone = shown.iter().filter(|uid| !order.contains(uid)).map(|uid| (*uid, 0));
    let members: Vec<(Uid, i64)> = acts::places(&order).into_iter().chain(gone).collect();
    if shown != order {
        app.act(Verb::EditTalk, vec![acts::talk_notes(talk, &members)]);
    }
}

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Whether the talk can begin, and why not.
pub fn may_begin(app: &App) -> Result<(), &'static str> {
    let Some(view) = app.talk.prepare.view() else { return Err("The talk is still being read.") };
    if view.protocol.is_none() {
        return Err("Choose first how you want to talk: p.");
    }
    if app.recording.is_some() {
        return Err("A walk is under way. End it first; then the talk can begin.");
    }
    Ok(())
}

pub fn perform(app: &mut App, action: Action) {
    if !app.may_write() {
        return;
    }
    let Some(view) = app.talk.prepare.view() else { return };
    let (talk, begun) = (view.talk.uid, view.talk.started.is_some());
    match action {
        Action::PrepareTeam => ask_team(app, TalkPick::TeamOf(talk)),
        Action::PrepareProtocol if begun => app.tell("The talk was begun; its protocol stays."),
        Action::PrepareProtocol => ask_protocol(app, Some(talk), None),
        Action::PrepareWhen => {
            let view = view.clone();
            ask_when(app, &view);
        }
        Action::PrepareBring => {
            let view = view.clone();
            ask_patterns(app, &view);
        }
        Action::PrepareExamples => ask_examples(app),
        Action::PrepareUp => shift(app, -1),
        Action::PrepareDown => shift(app, 1),
        Action::PrepareGo if begun => super::go_back(app, talk),
        Action::PrepareGo => super::begin(app, talk),
        _ => decide::perform(app, action),
    }
}
