//! The look-fors of the sheet with what was marked: a row each, their options in a grid of keys. What is running is
//! bold and said in words; nothing blinks. Seen, not seen, not looked for are three different things.

use super::codes;
use crate::app::App;
use crate::app::recording::LiveVisit;
use crate::domain::mark::{Tick, Way};
use crate::domain::marking::{Scene, Sum, seconds, typical};
use crate::domain::order::InOrder;
use crate::domain::sheet::{LookFor, Sheet};
use crate::domain::text::{visible, width};
use crate::domain::time::elapsed;
use crate::ui::paint::{Paint, after};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// What a painter of look-fors looks at.
pub struct Board<'a> {
    pub sheet: &'a Sheet,
    pub visit: &'a LiveVisit,
    /// Milliseconds since the visit began.
    pub now: i64,
    /// Keys mark now.
    pub marking: bool,
    /// The interval codes go into, where that is the one just gone.
    pub late: Option<i64>,
}

impl<'a> Board<'a> {
    pub fn new(app: &App, sheet: &'a Sheet, visit: &'a LiveVisit) -> Board<'a> {
        let late = app.walk.marking.and_then(|m| m.late);
        Board { sheet, visit, now: visit.elapsed(app.now), marking: app.walk.marking.is_some(), late }
    }

    pub fn sum(&self, look_for: &LookFor) -> &'a Sum {
        self.visit.sums.get(&look_for.id)
    }

    /// The interval codes go into.
    pub fn interval(&self, look_for: &LookFor) -> i64 {
        Scene { sheet: self.sheet, marks: &[], at_ms: self.now, late: self.late }.interval(look_for)
    }

    /// Whether an option stands now.
    pub fn stands(&self, look_for: &LookFor, option: &str) -> bool {
        let sum = self.sum(look_for);
        match look_for.way {
            Way::Choice => sum.standing().iter().any(|o| o == option),
            Way::Scale => sum.option.as_deref() == Some(option),
            Way::Interval => sum.has_code(self.interval(look_for), option),
            _ => false,
        }
    }
}

/// A piece of text with its style.
pub type Piece = (String, Style);

/// One row of the panel: from the left, and at the right edge.
#[derive(Debug, Default)]
pub struct Row {
    pub left: Vec<Piece>,
    pub right: Option<Piece>,
}

/// How much is said of each thing, most first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Options with their labels, at least so many in a row; their ends may be cut off.
    Labels(u16),
    /// Options with their codes.
    Codes,
    /// The same, and so many look-fors in a row.
    Several(u16),
}

/// Least width of a look-for that shares its row.
const LEAST: u16 = 18;

/// A panel: as much as has room, and while marking every key. Returns the rows used.
pub fn draw(paint: &mut Paint, area: Rect, board: &Board) -> u16 {
    let height = usize::from(area.height);
    let labels = (1..=(area.width / codes::CELL).max(1)).map(Room::Labels);
    let mut all: Vec<Row> = Vec::new();
    let several = (2..=(area.width / LEAST).max(2)).map(Room::Several);
    for room in labels.chain([Room::Codes]).chain(several) {
        all = rows(paint, board, area.width, room);
        if all.len() <= height {
            break;
        }
    }
    let hidden = all.len().saturating_sub(height);
    for (i, (at, row)) in area.rows().zip(&all).enumerate() {
        if hidden > 0 && i + 1 == height {
            let more = format!("and {} more rows: a larger window shows them", hidden + 1);
            let dim = paint.styles.dim;
            paint.line(at, &more, dim);
        } else {
            draw_row(paint, at, row);
        }
    }
    u16::try_from(all.len()).unwrap_or(area.height).min(area.height)
}

pub fn draw_row(paint: &mut Paint, at: Rect, row: &Row) {
    let mut left = at;
    if let Some((words, style)) = &row.right {
        let wide = u16::try_from(width(words)).unwrap_or(0) + 1;
        left.width = left.width.saturating_sub(wide);
        paint.right(at, words, *style);
    }
    let pieces: Vec<(&str, Style)> = row.left.iter().map(|(t, s)| (t.as_str(), *s)).collect();
    paint.put(left, &pieces);
}

fn rows(paint: &Paint, board: &Board, columns: u16, room: Room) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut simple: Vec<&LookFor> = Vec::new();
    let mut headed = false;
    for look_for in &board.sheet.look_fors {
        let with_options = look_for.way == Way::Interval || (board.marking && !look_for.options.is_empty());
        if matches!(room, Room::Several(_)) && !with_options {
            simple.push(look_for);
            continue;
        }
        if look_for.way == Way::Interval && !headed {
            rows.push(codes::head(paint, board, look_for, columns));
            headed = true;
        }
        rows.push(own_row(paint, board, look_for, columns));
        if with_options {
            let labels = if let Room::Labels(least) = room { board.marking.then_some(least) } else { None };
            rows.extend(codes::grid(paint, board, look_for, columns, labels));
        }
    }
    let in_a_row = if let Room::Several(n) = room { n } else { 1 };
    let cell = columns / in_a_row.max(1);
    for several in simple.chunks(usize::from(in_a_row).max(1)) {
        let left = several.iter().flat_map(|l| own_row(paint, board, l, cell).cell(cell, paint.styles.dim)).collect();
        rows.push(Row { left, right: None });
    }
    rows
}

impl Row {
    /// The row as a cell of this width, its right-hand words after the left ones.
    fn cell(self, columns: u16, blank: Style) -> Vec<Piece> {
        let right = self.right.as_ref().map_or(0, |(w, _)| width(w) + 1);
        let mut free = usize::from(columns).saturating_sub(right + 1);
        let mut cell: Vec<Piece> = Vec::new();
        for (text, style) in self.left {
            let text = crate::domain::text::clip(&visible(&text), free, true);
            free -= width(&text).min(free);
            cell.push((text, style));
        }
        cell.push((" ".repeat(free + 1), blank));
        cell.extend(self.right.map(|(words, style)| (format!("{words} "), style)));
        cell
    }
}

/// The row of a look-for itself: key, sign, label, and what was marked.
fn own_row(paint: &Paint, board: &Board, look_for: &LookFor, columns: u16) -> Row {
    let s = paint.styles;
    let state = state(paint, board, look_for, columns);
    let key = if board.marking { s.key } else { s.dim };
    let style = match (state.running, state.marked || board.marking) {
        (true, _) => s.strong,
        (_, true) => s.plain,
        _ => s.dim,
    };
    let sign = format!(" {} ", state.sign);
    Row {
        left: vec![
            (look_for.key.map_or(" ".into(), String::from), key),
            (sign, style),
            (look_for.label.clone(), style),
        ],
        right: (!state.words.is_empty()).then_some((state.words, if state.running { s.strong } else { s.dim })),
    }
}

/// How a look-for stands.
struct State {
    sign: &'static str,
    words: String,
    marked: bool,
    /// It goes on at this moment, or is due.
    running: bool,
}

/// Narrower than this, a row says "on" where a wider one says "running".
const RUNNING: u16 = 36;

fn state(paint: &Paint, board: &Board, look_for: &LookFor, columns: u16) -> State {
    let on = if columns < RUNNING { "on" } else { "running" };
    let sum = board.sum(look_for);
    let signs = paint.signs;
    let marked = board.visit.is_marked(look_for);
    let settled = look_for.way != Way::Tick && (sum.times > 0 || !sum.notes.is_empty());
    let (sign, words, running) = match (look_for.way, sum.tick) {
        (_, Some((Tick::Seen, at))) if !settled => (signs.recording, at.map_or("seen".into(), elapsed), false),
        (_, Some((Tick::NotSeen, _))) if !settled => (signs.empty, Tick::NotSeen.words().into(), false),
        (_, Some((tick, _))) if !settled => (signs.dot, tick.words().into(), false),
        (Way::Tick, _) => (signs.dot, String::new(), false),
        (Way::Tally, _) => ("#", number(sum.times), false),
        (Way::Timer, _) => (signs.timer, timer_words(sum, board.now, on), sum.since.is_some()),
        (Way::Scan, _) => {
            let (words, due) = scan_words(look_for, sum, board.now);
            (signs.scan, words, due)
        }
        (Way::Choice, _) => {
            let some: Vec<&str> = sum.standing().iter().map(|o| label_of(look_for, o)).collect();
            (if some.is_empty() { signs.empty } else { signs.recording }, some.join(", "), false)
        }
        (Way::Scale, _) => {
            let word = sum.option.as_deref().map(|o| label_of(look_for, o).to_string()).unwrap_or_default();
            (if word.is_empty() { signs.empty } else { signs.recording }, word, false)
        }
        (Way::Interval, _) => (signs.here, String::new(), false),
        (Way::Response, _) => (signs.timer, wait_words(sum, board.now, on), sum.since.is_some()),
        (Way::Prompt, _) => ("?", if marked { "answered".into() } else { String::new() }, false),
    };
    State { sign, words, marked, running }
}

fn label_of<'l>(look_for: &'l LookFor, option: &'l str) -> &'l str {
    look_for.option(option).map_or(option, |o| o.label.as_str())
}

fn number(n: usize) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

fn timer_words(sum: &Sum, now: i64, on: &str) -> String {
    match (sum.times, sum.since) {
        (0, _) => String::new(),
        (_, Some(_)) => format!("{} {on}", elapsed(sum.timed(now))),
        _ => elapsed(sum.timed(now)),
    }
}

/// "19/24 next in 0:42", and whether the next one is due.
fn scan_words(look_for: &LookFor, sum: &Sum, now: i64) -> (String, bool) {
    let last = sum.scans.last().map(|s| s.of.map_or(s.n.to_string(), |of| format!("{}/{of}", s.n)));
    let next = look_for.settings.every.map(|every| {
        let from = sum.scans.iter().filter_map(|s| s.at_ms).max().map_or(0, |at| at.saturating_add(every * 1_000));
        from.saturating_sub(now)
    });
    let due = next.is_some_and(|n| n <= 0);
    let next = match next {
        Some(n) if n <= 0 => "due now".into(),
        Some(n) => format!("next in {}", elapsed(n + 999)),
        None => String::new(),
    };
    (format!("{} {next}", last.unwrap_or_default()).trim().to_string(), due)
}

fn wait_words(sum: &Sum, now: i64, on: &str) -> String {
    if let Some(since) = sum.since {
        return format!("{} {on}", elapsed(now.saturating_sub(since)));
    }
    match typical(&sum.waits) {
        Some((n, median)) => format!("{n}, median {}", seconds(median)),
        None => number(sum.times),
    }
}

/// The first words of a label: two, or three where the second is a little one.
fn short(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    let many = if words.get(1).is_some_and(|w| w.chars().count() <= 3) { 3 } else { 2 };
    words.into_iter().take(many).collect::<Vec<_>>().join(" ")
}

/// Folded to one line, or two where there is room: key, sign, words, and the beginning of the label. Returns the rows
/// used.
pub fn line(paint: &mut Paint, area: Rect, board: &Board) -> u16 {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    if let Some(first) = board.sheet.look_fors.iter().find(|l| l.way == Way::Interval) {
        pieces.push((codes::folded(paint, board, first), false));
    }
    for look_for in board.sheet.look_fors.iter().filter(|l| l.way != Way::Interval) {
        let state = state(paint, board, look_for, area.width);
        let words = match look_for.way {
            // When and whether it was seen is told by the sign.
            Way::Tick => String::new(),
            _ => state.words.clone(),
        };
        let label = short(&look_for.label);
        let key = look_for.key.map(String::from).unwrap_or_default();
        pieces.push((format!("{key}{} {label} {words}", state.sign).trim().to_string(), state.running));
    }
    // What goes on now comes first: it must not be cut off.
    pieces.order_by_key(|(_, running)| !running);
    let (dim, strong) = (paint.styles.dim, paint.styles.strong);
    let mut rows = area.rows();
    let Some(mut row) = rows.next() else { return 0 };
    let (mut used, mut at) = (1, row);
    for (text, running) in pieces {
        let text = visible(&text);
        let columns = u16::try_from(width(&text)).unwrap_or(u16::MAX);
        if at.x > row.x && columns > at.width {
            let Some(next) = rows.next() else { break };
            (row, at) = (next, next);
            used += 1;
        }
        let taken = paint.put(at, &[(&text, if running { strong } else { dim })]);
        at = after(at, taken + 2);
    }
    used
}
