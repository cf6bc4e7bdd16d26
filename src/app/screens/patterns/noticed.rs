//! What the program noticed: which suggestions are shown and in which order, while they are renewed behind the screen.

use super::{Spot, ground};
use crate::app::saving::Kept;
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::schema::Kind;
use crate::domain::time::day_number;
use crate::insight::suggest::Suggestion;
use crate::store::api::{Ask, DecidedRow, Lane, Surface};
use std::collections::{HashMap, HashSet};

/// Suggestions on the screen at once, at most and at least.
const MOST: usize = 9;
const FEWEST: usize = 3;

/// Rows of the screen that are no row of the list, and those of headings among the suggestions.
const FRAME: usize = 5;
const HEADINGS: usize = 5;

/// A suggestion that was decided here: its place in the list, and the pattern that was made of it.
#[derive(Debug)]
struct Stood {
    at: usize,
    suggestion: Suggestion,
    pattern: Option<Uid>,
}

#[derive(Debug, Default)]
pub struct Noticed {
    /// The suggestions nobody has decided about, in the order in which they are shown.
    pub surface: Option<Surface>,
    /// The key of the marked suggestion; none: a pattern is marked.
    pub marked: Option<String>,
    /// The suggestion whose page is open. It stays while the list is renewed.
    pub open: Option<Suggestion>,
    /// The first one shown.
    pub from: usize,
    /// The keys of the newest answer, in its order.
    order: Vec<String>,
    /// Decided here; an answer that was under way meanwhile may still have them.
    decided: HashSet<String>,
    /// Those that were decided here, by key: what is taken back stands there again.
    stood: HashMap<String, Stood>,
    /// A decision may have been taken back or done again, and what stands in the file is to be shown before anything
    /// is counted anew.
    turned: bool,
    /// What suggestions seen since the start are called, by key: for looking through what was decided.
    titles: HashMap<String, String>,
    /// Something they are counted from changed since they were counted.
    stale: bool,
    /// The local day they were counted for.
    day: i64,
    /// The newest question was only for what is kept from last time.
    asked_kept: bool,
}

impl Noticed {
    /// How many are left to decide about.
    pub fn count(&self) -> usize {
        self.surface.as_ref().map_or(0, |s| s.suggestions.len())
    }

    fn all(&self) -> &[Suggestion] {
        self.surface.as_ref().map_or(&[], |s| &s.suggestions)
    }

    pub fn get(&self, key: &str) -> Option<&Suggestion> {
        let open = self.open.iter().find(|s| s.key == key);
        open.or_else(|| self.all().iter().find(|s| s.key == key))
    }

    /// What a suggestion is called, if it was seen since the start.
    pub fn title(&self, key: &str) -> Option<&str> {
        self.titles.get(key).map(String::as_str)
    }

    /// Brought back: the next answer may show it.
    pub fn recalled(&mut self, key: &str) {
        self.decided.remove(key);
    }

    /// A suggestion was kept as a new pattern here: if that is taken back, the pattern goes with it.
    pub fn kept_as(&mut self, key: &str, pattern: Uid) {
        if let Some(stood) = self.stood.get_mut(key) {
            stood.pattern = Some(pattern);
        }
    }

    /// A decision is no longer only known here.
    fn decisions_kept(&mut self) {
        self.decided.clear();
    }
}

/// How many suggestions fit so that patterns stay in sight below them.
pub fn fit(app: &App) -> usize {
    let rows = usize::from(app.size.1).saturating_sub(FRAME);
    (rows.saturating_sub(HEADINGS) / 2).clamp(FEWEST, MOST)
}

/// The suggestions on the screen.
pub fn shown(app: &App) -> &[Suggestion] {
    let all = app.patterns.noticed.all();
    let from = app.patterns.noticed.from.min(all.len());
    let rest = all.get(from..).unwrap_or_default();
    rest.get(..fit(app)).unwrap_or(rest)
}

/// How many are not on the screen.
pub fn others(app: &App) -> usize {
    app.patterns.noticed.count().saturating_sub(shown(app).len())
}

/// The suggestion that keys are about: the one whose page is open, else the one marked in the list.
pub fn current(app: &App) -> Option<&Suggestion> {
    let noticed = &app.patterns.noticed;
    match app.screen {
        Screen::Suggestion => noticed.open.as_ref(),
        Screen::Patterns => noticed.get(noticed.marked.as_deref()?),
        _ => None,
    }
}

// ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The place was opened: what is kept from last time comes at once, and is renewed where anything changed since.
pub fn ask(app: &mut App) {
    let today = day_number(app.now.today());
    let noticed = &mut app.patterns.noticed;
    if noticed.surface.is_none() {
        ask_kept(app);
    } else {
        rank(noticed);
        if noticed.stale || noticed.day != today || !noticed.surface.as_ref().is_some_and(|s| s.fresh) {
            renew(app);
        }
    }
}

/// For Home: only what is kept from last time, and only where nothing is known here.
pub fn ask_kept(app: &mut App) {
    if app.patterns.noticed.surface.is_none() {
        let today = day_number(app.now.today());
        app.patterns.noticed.asked_kept = true;
        app.ask(Lane::Surface, Ask::Surface { today, kept: true });
    }
}

fn renew(app: &mut App) {
    let today = day_number(app.now.today());
    let noticed = &mut app.patterns.noticed;
    noticed.stale = false;
    noticed.day = today;
    noticed.asked_kept = false;
    if let Some(surface) = &mut noticed.surface {
        surface.fresh = false;
    }
    app.ask(Lane::Surface, Ask::Surface { today, kept: false });
}

/// An act was taken back or done again. If it may have been a decision or made a pattern, what the file says of those is
/// read at once, and only then counted anew.
pub fn turned(app: &mut App, kinds: &[Kind]) {
    app.patterns.noticed.turned = kinds.iter().any(|k| matches!(k, Kind::Suggestion | Kind::Pattern));
}

/// What was counted may be counted otherwise now; it is, at once, only while the place is open.
pub fn changed(app: &mut App, kinds: &[Kind]) {
    let counted = |k: &Kind| !matches!(k, Kind::Board | Kind::Column | Kind::Reply | Kind::Observer | Kind::School);
    if !kinds.iter().any(counted) {
        return;
    }
    app.patterns.noticed.stale = true;
    if kinds.contains(&Kind::Suggestion) && app.saving.worst() == Kept::Saved {
        app.patterns.noticed.decisions_kept();
    }
    if std::mem::take(&mut app.patterns.noticed.turned) && app.patterns.noticed.surface.is_some() {
        let today = day_number(app.now.today());
        app.patterns.noticed.asked_kept = true;
        app.ask(Lane::Surface, Ask::Surface { today, kept: true });
        app.ask(Lane::Decided, Ask::Decided);
        return;
    }
    if matches!(app.screen, Screen::Patterns | Screen::Suggestion) && app.patterns.noticed.surface.is_some() {
        renew(app);
    }
}

// ── Arriving ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// In the order of the newest answer, those most worth a leader's time first; from then on rows keep their place.
fn rank(noticed: &mut Noticed) {
    let order = std::mem::take(&mut noticed.order);
    if let Some(surface) = &mut noticed.surface {
        surface.suggestions.order_by_key(|s| order.iter().position(|k| *k == s.key).unwrap_or(order.len()));
    }
    noticed.order = order;
    noticed.from = 0;
}

pub fn came(app: &mut App, mut surface: Surface) {
    let noticed = &mut app.patterns.noticed;
    surface.suggestions.retain(|s| !noticed.decided.contains(&s.key));
    for suggestion in &surface.suggestions {
        noticed.titles.insert(suggestion.key.clone(), suggestion.title.clone());
    }
    noticed.order = surface.suggestions.iter().map(|s| s.key.clone()).collect();
    let before: Vec<String> = noticed.all().iter().map(|s| s.key.clone()).collect();
    // What is shown keeps its place; what is new follows.
    let place = |s: &Suggestion| before.iter().position(|k| *k == s.key).unwrap_or(before.len());
    surface.suggestions.order_by_key(place);
    for (key, stood) in &noticed.stood {
        let back = surface.suggestions.iter().position(|s| s.key == *key).filter(|_| !before.contains(key));
        if let Some(now) = back {
            let suggestion = surface.suggestions.remove(now);
            surface.suggestions.insert(stood.at.min(surface.suggestions.len()), suggestion);
        }
    }
    let renewed = !noticed.asked_kept;
    surface.fresh = renewed;
    noticed.surface = Some(surface);
    if let Some(open) = &noticed.open {
        let again = noticed.all().iter().find(|s| s.key == open.key).cloned();
        noticed.open = again.or_else(|| noticed.open.clone());
    }
    keep_marked(app, &before);
    app.patterns.mark_first();
    if matches!(app.screen, Screen::Patterns | Screen::Suggestion) {
        if !renewed {
            renew(app);
        }
        ground::ask(app);
    }
}

/// What is decided was read: what was decided here and is not any more stands in its old place again, and the pattern
/// that was made of it is gone.
pub fn decided_came(app: &mut App, rows: &[DecidedRow]) {
    let today = day_number(app.now.today());
    let noticed = &mut app.patterns.noticed;
    let Some(surface) = &mut noticed.surface else { return };
    let away = |key: &String| rows.iter().any(|r| r.topic == *key && !r.decided.shows_on(today));
    let mut back: Vec<String> =
        noticed.stood.keys().filter(|k| !noticed.decided.contains(*k) && !away(k)).cloned().collect();
    back.order_by_key(|key| noticed.stood.get(key).map(|s| s.at));
    let mut gone = HashSet::new();
    for key in back {
        let Some(stood) = noticed.stood.remove(&key) else { continue };
        gone.extend(stood.pattern);
        if !surface.suggestions.iter().any(|s| s.key == key) {
            surface.suggestions.insert(stood.at.min(surface.suggestions.len()), stood.suggestion);
        }
    }
    if let Some(rows) = app.patterns.rows.as_mut().filter(|_| !gone.is_empty()) {
        rows.retain(|r| !gone.contains(&r.uid));
        super::keep_marked(app);
    }
    app.patterns.mark_first();
}

/// What is marked stays marked. If it went, what stands in its place is marked, and that is said.
fn keep_marked(app: &mut App, before: &[String]) {
    let noticed = &mut app.patterns.noticed;
    let Some(key) = noticed.marked.clone() else { return };
    if noticed.all().iter().any(|s| s.key == key) {
        return;
    }
    let title = noticed.title(&key).unwrap_or_default().to_string();
    mark_at(app, before.iter().position(|k| *k == key).unwrap_or(0));
    if app.screen == Screen::Patterns {
        app.tell(format!("“{title}” is no longer among the suggestions: what it was counted from changed."));
    }
}

/// Marks the suggestion at a place, else the last one, else the first pattern.
fn mark_at(app: &mut App, at: usize) {
    let noticed = &mut app.patterns.noticed;
    let all = noticed.all();
    let next = all.get(at).or(all.last()).map(|s| s.key.clone());
    noticed.from = noticed.from.min(noticed.count().saturating_sub(1));
    noticed.marked = next;
    let fit = fit(app).max(1);
    let noticed = &mut app.patterns.noticed;
    if let Some(at) = noticed.marked.as_ref().and_then(|k| noticed.all().iter().position(|s| s.key == *k)) {
        if at < noticed.from {
            noticed.from = at;
        } else if at >= noticed.from + fit {
            noticed.from = at + 1 - fit;
        }
    }
}

/// A suggestion was decided about: it leaves the list at once, and the one in its place is marked.
pub fn leave(app: &mut App, key: &str) {
    let noticed = &mut app.patterns.noticed;
    noticed.decided.insert(key.to_string());
    let Some(surface) = &mut noticed.surface else { return };
    let at = surface.suggestions.iter().position(|s| s.key == key).unwrap_or(surface.suggestions.len());
    if at < surface.suggestions.len() {
        let suggestion = surface.suggestions.remove(at);
        noticed.stood.insert(key.to_string(), Stood { at, suggestion, pattern: None });
    }
    if noticed.marked.as_deref() == Some(key) {
        mark_at(app, at);
    }
    if app.screen == Screen::Suggestion && app.patterns.noticed.open.as_ref().is_some_and(|s| s.key == key) {
        app.step_back();
    }
    if app.patterns.noticed.open.as_ref().is_some_and(|s| s.key == key) {
        app.patterns.noticed.open = None;
    }
    ground::ask(app);
}

/// Shows the next ones, and after the last the first again.
pub fn next(app: &mut App) {
    let (fit, count) = (fit(app), app.patterns.noticed.count());
    if count == 0 {
        app.tell("There is no suggestion now.");
        return;
    }
    if count <= fit {
        app.tell("These are all suggestions.");
        return;
    }
    let noticed = &mut app.patterns.noticed;
    noticed.from = if noticed.from + fit >= count { 0 } else { noticed.from + fit };
    let from = noticed.from;
    let first = noticed.all().get(from).map(|s| s.key.clone());
    if let Some(key) = first {
        app.patterns.mark(Spot::Suggestion(key));
        ground::ask(app);
    }
}
