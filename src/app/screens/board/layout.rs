//! Where everything of a board lies on the screen. One pure function, for the painter and for the mouse alike.

use super::Open;
use crate::domain::board::Stack;
use crate::domain::id::Uid;
use crate::domain::note::{About, NoteKind};
use crate::domain::text::{clip, visible, width, wrap};
use crate::domain::time::{Now, local_time, short_day};
use crate::store::api::NoteRow;
use chrono::Datelike;

/// Columns of the screen a stack takes at least and at most, and those between two.
const LEAST: u16 = 21;
const MOST: u16 = 40;
const GAP: u16 = 2;

/// Columns before a card's text: its edge, with the focus, and its mark.
pub const EDGE: u16 = 2;

/// A part of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    pub fn right(&self) -> u16 {
        self.x.saturating_add(self.width)
    }

    pub fn bottom(&self) -> u16 {
        self.y.saturating_add(self.height)
    }

    pub fn contains(&self, x: u16, y: u16) -> bool {
        (self.x..self.right()).contains(&x) && (self.y..self.bottom()).contains(&y)
    }

    /// Without its first rows.
    fn below(self, rows: u16) -> Area {
        let rows = rows.min(self.height);
        Area { y: self.y + rows, height: self.height - rows, ..self }
    }

    fn top(self, rows: u16) -> Area {
        Area { height: rows.min(self.height), ..self }
    }
}

/// The work area on a screen of this size: all but header, notice line, footer and the blank at each side.
pub fn work((columns, rows): (u16, u16)) -> Area {
    Area { x: 1, y: 1, width: columns.saturating_sub(2), height: rows.saturating_sub(3) }
}

/// What decides, beside the board, how it looks.
#[derive(Debug, Clone, Copy)]
pub struct Glance {
    pub ascii: bool,
    pub now: Now,
}

/// A board on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    pub title: Area,
    /// The loners first, where there is room for more than one stack.
    pub stacks: Vec<StackShown>,
    /// Columns that lie beyond the left and the right edge.
    pub left: usize,
    pub right: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackShown {
    pub stack: Stack,
    pub area: Area,
    pub heading: Area,
    /// A rule under the heading, where there is room.
    pub rule: Option<Area>,
    pub cards: Vec<CardShown>,
    /// Cards that do not fit, above and below, and the row that says so.
    pub above: usize,
    pub below: usize,
    pub more: Option<Area>,
}

/// A card, or what is being carried at the place where it would be put down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardShown {
    /// None: what is carried.
    pub note: Option<Uid>,
    /// Its place in the stack, what is carried not counted.
    pub at: usize,
    pub area: Area,
    pub face: Face,
}

/// What stands on a card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Face {
    pub lines: Vec<String>,
    /// Whom it is about and its kind: so many bytes at the beginning of the first line.
    pub sign: usize,
    /// Stands at the right of the last line, or on a line of its own where that has no room.
    pub day: String,
    pub day_below: bool,
    /// How many more are carried with it.
    pub others: usize,
}

impl Face {
    fn rows(&self) -> u16 {
        let rows = self.lines.len() + usize::from(self.day_below) + usize::from(self.others > 0);
        u16::try_from(rows).unwrap_or(u16::MAX)
    }
}

/// How much room cards take on a screen of this height.
#[derive(Debug, Clone, Copy)]
struct Scale {
    lines: usize,
    gap: u16,
    rule: u16,
}

impl Scale {
    fn of(height: u16) -> Scale {
        match height {
            0..=6 => Scale { lines: 1, gap: 0, rule: 0 },
            7..=11 => Scale { lines: 2, gap: 0, rule: 0 },
            _ => Scale { lines: 3, gap: 1, rule: 1 },
        }
    }
}

/// A line of a stack: a card, or what is carried.
#[derive(Debug, Clone, Copy)]
enum Item {
    Card(Uid, usize),
    Carried(usize),
}

/// The cards of a stack without those that were picked up from it.
pub fn cards_of(open: &Open, stack: Stack) -> Vec<Uid> {
    let mut cards = open.board.stack(stack);
    if let Some(carried) = open.carried.as_ref().filter(|c| !c.copy) {
        cards.retain(|note| !carried.cards.contains(&(stack, *note)));
    }
    cards
}

fn items(open: &Open, stack: Stack) -> Vec<Item> {
    let mut items: Vec<Item> = (0..).zip(cards_of(open, stack)).map(|(at, note)| Item::Card(note, at)).collect();
    if open.carried.is_some() && open.focus.stack == stack {
        let at = open.focus.at.min(items.len());
        items.insert(at, Item::Carried(at));
    }
    items
}

/// Lays a board out in an area.
pub fn shown(open: &Open, glance: Glance, area: Area) -> Shown {
    if area.width == 0 || area.height == 0 {
        return Shown::default();
    }
    let body = stacks_area(area);
    let across = Across::of(open, area.width);
    let mut shown = Shown { title: area.top(1), stacks: Vec::new(), left: across.left, right: across.right };
    let mut x = body.x;
    for stack in &across.stacks {
        let place = Area { x, width: across.width, ..body };
        shown.stacks.push(stack_shown(open, glance, *stack, place));
        x += across.width + GAP;
    }
    shown
}

/// Where the stacks lie: below the title, with a blank row between where there is room.
fn stacks_area(area: Area) -> Area {
    area.below(if area.height >= 14 { 2 } else { 1 })
}

/// Which stacks are seen side by side.
struct Across {
    stacks: Vec<Stack>,
    width: u16,
    left: usize,
    right: usize,
}

/// How many stacks fit side by side.
fn fit(columns: u16) -> usize {
    usize::from((columns + GAP) / (LEAST + GAP)).max(1)
}

/// All stacks but the loners: the columns, and the place for a new one.
fn columns_and_new(open: &Open) -> Vec<Stack> {
    open.board.columns.iter().map(|c| Stack::Column(c.uid)).chain([Stack::New]).collect()
}

impl Across {
    fn of(open: &Open, columns: u16) -> Across {
        let all = columns_and_new(open);
        let slots = (fit(columns) - 1).min(all.len());
        if slots == 0 {
            let at = all.iter().position(|s| *s == open.focus.stack);
            let left = at.map_or(0, |at| at);
            let right = (all.len() - 1).saturating_sub(at.map_or(0, |at| at + 1));
            return Across { stacks: vec![open.focus.stack], width: columns, left, right };
        }
        let first = open.first_column.min(all.len() - slots);
        let seen = all.get(first..first + slots).unwrap_or_default();
        let count = u16::try_from(slots + 1).unwrap_or(1);
        let width = ((columns + GAP) / count).saturating_sub(GAP).clamp(1, MOST);
        let right = (all.len() - 1).saturating_sub(first + slots);
        Across { stacks: [Stack::Loners].into_iter().chain(seen.iter().copied()).collect(), width, left: first, right }
    }
}

/// A stack in its place.
fn stack_shown(open: &Open, glance: Glance, stack: Stack, area: Area) -> StackShown {
    let scale = Scale::of(area.height);
    let heading = area.top(1);
    let rule = (scale.rule > 0).then(|| area.below(1).top(1));
    let body = area.below(1 + scale.rule);
    let items = items(open, stack);
    let top = open.tops.get(&stack).copied().unwrap_or(0).min(items.len().saturating_sub(1));
    let all = items.get(top..).unwrap_or_default();
    let mut cards = placed(open, glance, all, body, scale);
    let mut more = None;
    if top > 0 || cards.len() < all.len() {
        let rows = body.height.saturating_sub(1);
        cards = placed(open, glance, all, body.top(rows), scale);
        more = Some(body.below(rows));
    }
    let below = all.len() - cards.len();
    StackShown { stack, area, heading, rule, cards, above: top, below, more }
}

/// As many as fit one under the other; the last may be cut off.
fn placed(open: &Open, glance: Glance, items: &[Item], body: Area, scale: Scale) -> Vec<CardShown> {
    let mut cards = Vec::new();
    let mut y = body.y;
    for item in items {
        if y >= body.bottom() {
            break;
        }
        let (note, at) = match item {
            Item::Card(note, at) => (Some(*note), *at),
            Item::Carried(at) => (None, *at),
        };
        let (face, rows) = face_of(open, glance, *item, body.width, scale);
        let height = rows.min(body.bottom() - y);
        cards.push(CardShown { note, at, area: Area { y, height, ..body }, face });
        y = y.saturating_add(rows + scale.gap);
    }
    cards
}

/// What stands on an item, and the rows it takes.
fn face_of(open: &Open, glance: Glance, item: Item, columns: u16, scale: Scale) -> (Face, u16) {
    match item {
        Item::Card(note, _) => {
            let face = face(open.notes.get(&note), glance, columns.saturating_sub(EDGE), scale);
            let rows = face.rows().max(1);
            (face, rows)
        }
        // In a box of its own.
        Item::Carried(_) => {
            let cards = open.carried.as_ref().map(|c| c.cards.as_slice()).unwrap_or_default();
            let first = cards.first().and_then(|(_, note)| open.notes.get(note));
            let mut face = face(first, glance, columns.saturating_sub(4), scale);
            face.others = cards.len().saturating_sub(1);
            let rows = face.rows().max(1) + 2;
            (face, rows)
        }
    }
}

/// Whom a note is about and its kind, as shorthand. A quote shows its own quotation marks.
fn sign(note: &NoteRow) -> String {
    let about = note.about.map(About::sign).unwrap_or_default();
    let kind = if note.kind == NoteKind::Quote { "" } else { note.kind.sign() };
    let gap = if about.is_empty() || kind.is_empty() { "" } else { " " };
    format!("{}{gap}{kind}", about.trim_end_matches(':'))
}

/// The words of a note as a card shows them: never its room, never a teacher.
fn face(note: Option<&NoteRow>, glance: Glance, columns: u16, scale: Scale) -> Face {
    let Some(note) = note else { return Face::default() };
    let columns = usize::from(columns.max(1));
    let sign = sign(note);
    // Only the beginning can be seen; a long text is not broken into lines to its end.
    let head: String = note.text.chars().take(columns * (scale.lines + 1) * 4 + 16).collect();
    let head = visible(&head);
    let quoted = head.trim_start().starts_with(['"', '“', '”', '«', '„', '\'', '‘']);
    let text = match (note.kind, glance.ascii) {
        (NoteKind::Quote, true) if !quoted => format!("\"{head}\""),
        (NoteKind::Quote, false) if !quoted => format!("“{head}”"),
        _ => head,
    };
    let gap = if sign.is_empty() { "" } else { " " };
    let mut lines = wrap(&format!("{sign}{gap}{text}"), columns);
    if lines.len() > scale.lines {
        let cut = lines.split_off(scale.lines);
        if let (Some(last), Some(next)) = (lines.last_mut(), cut.first()) {
            *last = clip(&format!("{last} {next}"), columns, glance.ascii);
        }
    }
    let day = short_day(local_time(note.key.at, glance.now.offset).date_naive(), glance.now.today().year());
    let beside = lines.last().is_some_and(|l| width(l) + 1 + width(&day) <= columns);
    let day_below = !beside && scale.lines > 1 && width(&day) <= columns;
    let day = if beside || day_below { day } else { String::new() };
    let sign = if lines.first().is_some_and(|l| l.starts_with(&sign)) { sign.len() } else { 0 };
    Face { lines, sign, day, day_below, others: 0 }
}

/// Scrolls so that the focus is seen, and keeps it on something that is there.
pub fn keep_seen(open: &mut Open, glance: Glance, area: Area) {
    if let Stack::Column(uid) = open.focus.stack
        && open.board.column(uid).is_none()
    {
        open.focus.stack = Stack::Loners;
    }
    if open.focus.stack == Stack::New && open.carried.is_none() {
        open.focus.stack = Stack::Loners;
    }
    let count = cards_of(open, open.focus.stack).len();
    let last = if open.carried.is_some() { count } else { count.saturating_sub(1) };
    open.focus.at = open.focus.at.min(last);
    let all = columns_and_new(open);
    let slots = (fit(area.width) - 1).clamp(1, all.len());
    if let Some(at) = all.iter().position(|s| *s == open.focus.stack) {
        let least = (at + 1).saturating_sub(slots);
        open.first_column = open.first_column.clamp(least, at);
    }
    open.first_column = open.first_column.min(all.len() - slots);
    let top = top_of(open, glance, area);
    open.tops.insert(open.focus.stack, top);
}

/// The first card to show of the stack with the focus.
fn top_of(open: &Open, glance: Glance, area: Area) -> usize {
    let stack = open.focus.stack;
    let items = items(open, stack);
    let at = open.focus.at;
    let mut top = open.tops.get(&stack).copied().unwrap_or(0).min(items.len().saturating_sub(1));
    if at <= top {
        return at;
    }
    let body = stacks_area(area);
    let scale = Scale::of(body.height);
    let room = u32::from(body.height.saturating_sub(2 + scale.rule).max(1));
    let columns = Across::of(open, area.width).width;
    let between = items.get(top..=at).unwrap_or_default();
    let rows: Vec<u32> =
        between.iter().map(|i| u32::from(face_of(open, glance, *i, columns, scale).1 + scale.gap)).collect();
    let mut sum: u32 = rows.iter().sum::<u32>().saturating_sub(u32::from(scale.gap));
    for row in rows {
        if sum <= room || top >= at {
            break;
        }
        sum = sum.saturating_sub(row);
        top += 1;
    }
    top
}

// ── What lies under the mouse ───────────────────────────────────────────────────────────────────────────────────────

/// The stack under a point.
pub fn stack_at(shown: &Shown, x: u16, y: u16) -> Option<&StackShown> {
    shown.stacks.iter().find(|s| s.area.contains(x, y))
}

/// The card under a point, with its place in its stack.
pub fn card_at(stack: &StackShown, x: u16, y: u16) -> Option<&CardShown> {
    stack.cards.iter().find(|c| c.area.contains(x, y))
}

/// Where a card let go of at this height would lie in a stack.
pub fn place_at(stack: &StackShown, y: u16) -> usize {
    for card in &stack.cards {
        let middle = card.area.y + card.area.height / 2;
        if card.note.is_none() && (card.area.y..card.area.bottom()).contains(&y) {
            return card.at;
        }
        if card.note.is_some() && y <= middle {
            return card.at;
        }
    }
    stack.cards.iter().rev().find(|c| c.note.is_some()).map_or(stack.above, |c| c.at + 1)
}

/// The place in a stack that lies beside a height of the screen: the card nearest to it.
pub fn beside(stack: &StackShown, y: u16) -> usize {
    let far = |c: &&CardShown| c.area.y.abs_diff(y);
    stack.cards.iter().min_by_key(far).map_or(0, |c| c.at)
}
