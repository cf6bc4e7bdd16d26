//! The visit from left to right: for each look-for that was marked at a time, where on the minutes it happened.

use crate::app::App;
use crate::app::screens::visit::{Line, Strip, span, strips, timeline};
use crate::domain::text::{clip, visible, width};
use crate::store::api::VisitView;
use crate::ui::paint::{Paint, after, below, top};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of the labels before the strips, at most.
const LABELS: u16 = 32;
/// Fewer columns tell no moments apart.
const LEAST: u16 = 20;

/// Columns the strips want beside the lines; 0 where there is no room or nothing to show.
pub fn columns(area: Rect, app: &App, view: &VisitView) -> u16 {
    let wide = area.width >= 108 && area.height >= 6;
    if !wide || strips(view, app.visit.sheet.as_ref()).is_empty() {
        return 0;
    }
    (area.width * 9 / 20).min(LABELS + 60)
}

/// Paints the minutes and a strip for each look-for; the moment of the marked line is seen in all of them.
pub fn draw(paint: &mut Paint, area: Rect, app: &App, view: &VisitView) {
    let sheet = app.visit.sheet.as_ref();
    let whole = span(view, sheet);
    let strips = strips(view, sheet);
    let longest = strips.iter().map(|s| width(&s.label)).max().unwrap_or(0) + 2;
    let labels = u16::try_from(longest).unwrap_or(LABELS).min(LABELS).min(area.width / 2);
    let cells = area.width.saturating_sub(labels);
    if cells < LEAST {
        return;
    }
    let here = timeline(view, sheet)
        .iter()
        .find(|l| app.visit.line.is_some_and(|uid| l.shows(uid)))
        .and_then(Line::at_ms)
        .map(|at| cell(at, whole, cells));
    minutes(paint, after(top(area, 1), labels), whole);
    for (row, one) in below(area, 1).rows().zip(&strips) {
        let label = clip(&visible(&one.label), usize::from(labels.saturating_sub(2)), paint.look.ascii);
        let dim = paint.styles.dim;
        paint.line(top(row, 1), &label, dim);
        strip(paint, after(row, labels), one, whole, here);
    }
}

/// The cell of a moment.
fn cell(at: i64, whole: i64, cells: u16) -> usize {
    let last = i64::from(cells) - 1;
    usize::try_from((at * last / whole.max(1)).clamp(0, last)).unwrap_or(0)
}

/// The edge between cells that is nearest to a moment: where one stretch ends another can begin.
fn edge(at: i64, whole: i64, cells: u16) -> usize {
    let whole = whole.max(1);
    usize::try_from((at.clamp(0, whole) * i64::from(cells) + whole / 2) / whole).unwrap_or(0)
}

/// "0    2    4    6 min", as many as fit.
fn minutes(paint: &mut Paint, row: Rect, whole: i64) {
    let dim = paint.styles.dim;
    let all = whole / 60_000;
    let step = [1, 2, 5, 10, 15, 30, 60].into_iter().find(|s| all / s * 6 <= i64::from(row.width)).unwrap_or(120);
    let mut free = 0;
    for minute in (0..=all).step_by(usize::try_from(step).unwrap_or(1)) {
        let at = cell(minute * 60_000, whole, row.width);
        let last = minute + step > all;
        let text = if last { format!("{minute} min") } else { minute.to_string() };
        let at = at.min(usize::from(row.width).saturating_sub(width(&text)));
        if at >= free {
            paint.put(after(row, u16::try_from(at).unwrap_or(0)), &[(&text, dim)]);
            free = at + width(&text) + 1;
        }
    }
}

/// One strip: moments as signs, stretches as bars.
fn strip(paint: &mut Paint, row: Rect, one: &Strip, whole: i64, here: Option<usize>) {
    let (dim, plain, focus) = (paint.styles.border, paint.styles.plain, paint.styles.focus);
    let signs = paint.signs;
    let mut cells: Vec<&str> = vec![signs.rule; usize::from(row.width)];
    for (at, length) in &one.spans {
        let (from, to, sign) = match length {
            Some(length) => {
                let (from, to) = (edge(*at, whole, row.width), edge(at + length, whole, row.width));
                let from = from.min(cells.len().saturating_sub(1));
                (from, to.max(from + 1), signs.stretch[0])
            }
            None => {
                let at = cell(*at, whole, row.width);
                (at, at + 1, signs.recording)
            }
        };
        cells.iter_mut().take(to).skip(from).for_each(|slot| *slot = sign);
    }
    let pieces: Vec<(&str, Style)> = cells
        .iter()
        .enumerate()
        .map(|(i, sign)| {
            let empty = *sign == signs.rule;
            match here == Some(i) {
                true => (if empty { signs.axis } else { sign }, focus),
                false => (*sign, if empty { dim } else { plain }),
            }
        })
        .collect();
    paint.put(row, &pieces);
}
