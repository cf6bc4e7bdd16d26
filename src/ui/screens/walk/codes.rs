//! Options in a grid of keys, and the interval that codes go into.

use super::look_fors::{Board, Piece, Row};
use crate::domain::marking::into_interval;
use crate::domain::sheet::{Choice, INTERVAL, LookFor};
use crate::domain::text::{clip, visible, width};
use crate::domain::time::elapsed;
use crate::ui::paint::Paint;

/// Least width of a cell with a label.
pub const CELL: u16 = 24;

/// Narrower than this, the head says less.
const NARROW: u16 = 36;

/// "interval 7 of 2:00  ▓▓▓▓░░░░  1:12 in", shorter where there is less room; while late codes are marked, which interval they go into.
pub fn head(paint: &Paint, board: &Board, look_for: &LookFor, columns: u16) -> Row {
    let s = paint.styles;
    let every = look_for.settings.every.unwrap_or(INTERVAL);
    let into = into_interval(board.now, every);
    let now = crate::domain::marking::interval_at(board.now, every);
    let number = board.interval(look_for);
    if number != now {
        let words = format!("late: interval {number}, just gone");
        return Row {
            left: vec![(words, s.strong)],
            right: Some((format!("interval {now}, {} in", elapsed(into)), s.dim)),
        };
    }
    let (steps, of) =
        if columns < NARROW { (4, String::new()) } else { (8, format!(" of {}", elapsed(every * 1_000))) };
    let full = usize::try_from(into * steps / (every * 1_000)).unwrap_or(0);
    let rest = usize::try_from(steps).unwrap_or(0).saturating_sub(full);
    let bar = format!("  {}{}", paint.signs.bar[0].repeat(full), paint.signs.bar[1].repeat(rest));
    Row {
        left: vec![(format!("interval {now}{of}"), s.plain), (bar, s.dim)],
        right: Some((format!("{} in", elapsed(into)), s.dim)),
    }
}

/// "interval 7, 1:12 in: L CG Lec": what is marked in the interval at hand.
pub fn folded(paint: &Paint, board: &Board, first: &LookFor) -> String {
    let every = first.settings.every.unwrap_or(INTERVAL);
    let coded = board.sheet.look_fors.iter().filter(|l| l.way == first.way);
    let codes: Vec<&str> =
        coded.flat_map(|l| l.options.iter().filter(|o| board.stands(l, &o.id)).map(|o| o.code.as_str())).collect();
    let codes = if codes.is_empty() { paint.signs.dot.to_string() } else { codes.join(" ") };
    format!("interval {}, {} in: {codes}", board.interval(first), elapsed(into_interval(board.now, every)))
}

/// Codes are this short; longer ones are labels in short, and give way to the label where there is room.
const CODE: usize = 4;

/// The options of a look-for: a sign and bold where it stands, its key, and its code, its label, or both. With
/// `labels`, at least so many in a row.
pub fn grid(paint: &Paint, board: &Board, look_for: &LookFor, columns: u16, labels: Option<u16>) -> Vec<Row> {
    let texts = texts(look_for, labels.is_some());
    let longest = texts.iter().map(|t| width(t)).max().unwrap_or(0);
    // Sign, key and blank before it, two blanks after it.
    let wished = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(5);
    let whole = columns / wished.max(if labels.is_some() { CELL } else { 1 });
    let most = u16::try_from(look_for.options.len()).unwrap_or(1).max(1);
    let per_row = whole.max(labels.unwrap_or(1)).clamp(1, most);
    let cell = usize::from(columns / per_row);
    let rows = look_for.options.len().div_ceil(usize::from(per_row)).max(1);
    let all: Vec<_> = look_for.options.iter().zip(texts).collect();
    // Down the columns, in the order of the sheet.
    (0..rows)
        .map(|row| {
            let here = all.iter().skip(row).step_by(rows);
            Row {
                left: here.flat_map(|(option, text)| one(paint, board, (look_for, option), text, cell)).collect(),
                right: None,
            }
        })
        .collect()
}

/// What is written of each option.
fn texts(look_for: &LookFor, labels: bool) -> Vec<String> {
    let code = look_for.options.iter().map(|o| width(&visible(&o.code))).max().unwrap_or(0);
    let both = |o: &Choice| {
        let short = visible(&o.code);
        format!("{short}{}  {}", " ".repeat(code.saturating_sub(width(&short))), visible(&o.label))
    };
    let text = |o: &Choice| match (labels, code <= CODE) {
        (true, true) if o.code != o.label => both(o),
        (true, _) => visible(&o.label),
        (false, _) => visible(&o.code),
    };
    look_for.options.iter().map(text).collect()
}

fn one(paint: &Paint, board: &Board, (look_for, option): (&LookFor, &Choice), text: &str, cell: usize) -> Vec<Piece> {
    let s = paint.styles;
    let stands = board.stands(look_for, &option.id);
    let free = cell.saturating_sub(5);
    let shown = clip(text, free, paint.look.ascii);
    let gap = " ".repeat(free.saturating_sub(width(&shown)) + 2);
    let style = match (stands, board.marking) {
        (true, _) => s.strong,
        (false, true) => s.plain,
        (false, false) => s.dim,
    };
    vec![
        (if stands { paint.signs.recording } else { " " }.to_string(), s.strong),
        (format!("{} ", option.key), if board.marking { s.key } else { s.dim }),
        (shown, style),
        (gap, s.dim),
    ]
}
