//! The agreements: each with its value, and below it the line that says what follows from it.

use crate::app::App;
use crate::domain::agreements::Term;
use crate::ui::paint::{Paint, after, below, top};
use ratatui::layout::Rect;

/// Columns of the labels.
const LABELS: u16 = 20;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let mut at = area;
    if area.height > 17 {
        paint.put(at, &[("Agreements", strong), ("   what was agreed with staff about these walks", dim)]);
        at = below(at, 2);
    }
    // With a line between where all of them fit so, else close together, else without what follows from them.
    let all = u16::try_from(Term::ALL.len()).unwrap_or(0);
    let step = [3, 2].into_iter().find(|step| at.height >= all * step).unwrap_or(1);
    for (i, term) in Term::ALL.into_iter().enumerate() {
        one(paint, top(at, step.min(2)), app, term, i == app.agreements.selected);
        at = below(at, step);
    }
    let kept = "They are kept in this file, stand on the page for staff, and at the foot of every paper.";
    paint.wrapped(below(at, u16::from(step == 2 && at.height > 1)), kept, dim);
}

fn one(paint: &mut Paint, area: Rect, app: &App, term: Term, selected: bool) {
    let (marker, style) = paint.marker(selected);
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let label_style = if selected { style } else { dim };
    paint.put(Rect { width: LABELS.min(area.width), ..top(area, 1) }, &[(marker, style), (term.label(), label_style)]);
    let value = if selected { paint.styles.strong } else { plain };
    paint.line(after(top(area, 1), LABELS), &app.agreed.words(term), value);
    paint.line(after(below(area, 1), LABELS), term.explained(), dim);
}

#[cfg(test)]
#[path = "agreements_tests.rs"]
mod tests;
