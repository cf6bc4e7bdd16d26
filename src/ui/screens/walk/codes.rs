//! Options in a grid of keys, and the interval that codes go into.

use super::look_fors::{Look, Piece, Row};
use crate::domain::marking::into_interval;
use crate::domain::sheet::{INTERVAL, LookFor};
use crate::domain::text::{clip, visible, width};
use crate::domain::time::elapsed;
use crate::ui::paint::Paint;

/// Least width of a cell with a label.
const CELL: u16 = 24;

/// Eighths of an interval in its bar.
const STEPS: i64 = 8;

/// "interval 7 of 2:00  ▓▓▓▓░░░░  1:12 in"; while late codes are marked, which interval they go into.
pub fn head(paint: &Paint, look: &Look, look_for: &LookFor) -> Row {
    let s = paint.styles;
    let every = look_for.settings.every.unwrap_or(INTERVAL);
    let into = into_interval(look.now, every);
    let now = crate::domain::marking::interval_at(look.now, every);
    let number = look.interval(look_for);
    if number != now {
        let words = format!("late: interval {number}, just gone");
        return Row {
            left: vec![(words, s.strong)],
            right: Some((format!("interval {now}, {} in", elapsed(into)), s.dim)),
        };
    }
    let full = usize::try_from(into * STEPS / (every * 1_000)).unwrap_or(0);
    let rest = usize::try_from(STEPS).unwrap_or(0).saturating_sub(full);
    let bar = format!("  {}{}", paint.signs.bar[0].repeat(full), paint.signs.bar[1].repeat(rest));
    Row {
        left: vec![(format!("interval {now} of {}", elapsed(every * 1_000)), s.plain), (bar, s.dim)],
        right: Some((format!("{} in", elapsed(into)), s.dim)),
    }
}

/// "interval 7, 1:12 in: L CG Lec": what is marked in the interval at hand.
pub fn folded(paint: &Paint, look: &Look, first: &LookFor) -> String {
    let every = first.settings.every.unwrap_or(INTERVAL);
    let coded = look.sheet.look_fors.iter().filter(|l| l.way == first.way);
    let codes: Vec<&str> =
        coded.flat_map(|l| l.options.iter().filter(|o| look.stands(l, &o.id)).map(|o| o.code.as_str())).collect();
    let codes = if codes.is_empty() { paint.signs.dot.to_string() } else { codes.join(" ") };
    format!("interval {}, {} in: {codes}", look.interval(first), elapsed(into_interval(look.now, every)))
}

/// The options of a look-for: key, a sign and bold where it stands, and its label or its code.
pub fn grid(paint: &Paint, look: &Look, look_for: &LookFor, columns: u16, labels: bool) -> Vec<Row> {
    let s = paint.styles;
    let coded = look_for.options.iter().any(|o| o.code != o.label);
    let code = look_for.options.iter().map(|o| width(&visible(&o.code))).max().unwrap_or(0);
    let text = |o: &crate::domain::sheet::Choice| {
        let short = visible(&o.code);
        match labels && coded {
            true => format!("{short}{}  {}", " ".repeat(code.saturating_sub(width(&short))), visible(&o.label)),
            false => short,
        }
    };
    let longest = look_for.options.iter().map(|o| width(&text(o))).max().unwrap_or(0);
    // Indent, key, sign, blank between two cells.
    let least = if labels { CELL } else { 1 };
    let wished = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(5).max(least);
    let inner = columns.saturating_sub(1).max(1);
    let per_row = (inner / wished.min(inner)).max(if labels && inner >= 2 * CELL { inner / (CELL + 2) } else { 1 });
    let cell = inner / per_row.max(1);
    let rows = look_for.options.len().div_ceil(usize::from(per_row.max(1)));
    (0..rows)
        .map(|row| {
            // Down the columns, in the order of the sheet.
            let here = look_for.options.iter().skip(row).step_by(rows.max(1));
            let mut left: Vec<Piece> = vec![(" ".into(), s.dim)];
            for option in here {
                let stands = look.stands(look_for, &option.id);
                let free = usize::from(cell).saturating_sub(4);
                let shown = clip(&text(option), free, paint.look.ascii);
                let blank = free.saturating_sub(width(&shown)) + 1;
                let key = if look.marking { s.key } else { s.dim };
                let style = if stands {
                    s.strong
                } else if look.marking {
                    s.plain
                } else {
                    s.dim
                };
                left.push((option.key.to_string(), key));
                left.push((if stands { paint.signs.recording.into() } else { " ".into() }, s.strong));
                left.push((format!("{shown}{}", " ".repeat(blank + 1)), style));
            }
            Row { left, right: None }
        })
        .collect()
}
