//! The line being written, as large as what was said. Off the projector only dots stand for its words.

use crate::app::screens::talk::run::{Line, RunState, Writes};
use crate::domain::talk::VoiceKind;
use crate::domain::text::visible;
use crate::ui::paint::Paint;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Most dots for words that are typed off the projector.
const DOTS: usize = 30;

/// A row of a text being typed, and where it begins in characters.
struct Row {
    text: String,
    from: usize,
}

/// Paints the line at the bottom of `area`; returns what is left above it.
pub fn draw(paint: &mut Paint, area: Rect, run: &RunState, line: &Line) -> Rect {
    let text = if line.off { dots(paint, line) } else { run.typed() };
    let rows = rows(&text, area.width);
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    // The page above keeps half of the room; a long text shows its part around the cursor.
    let most = (area.height / 2).max(1).min(area.height.saturating_sub(1)).max(1);
    let double = count.saturating_mul(2).saturating_sub(1) <= most && area.height >= 12;
    let gap = u16::from(double);
    let used = if double { count * 2 - 1 } else { count.min(most) };
    // In the lower half, near what it answers, rather than at the edge of a large screen.
    let lowest = area.bottom().saturating_sub(used + 1);
    let y = lowest.min(area.y + area.height * 3 / 5).max(area.y + 1).min(lowest);
    let at = Rect { y, height: used, ..area };
    let style = paint.styles.strong;
    let cursor = if line.off { text.chars().count() } else { line.field.cursor() };
    let row_of = |row: &Row| row.from <= cursor;
    let here = rows.iter().rposition(row_of).unwrap_or(0);
    let fits = usize::from(if double { count } else { used }).max(1);
    let first = (here + 1).saturating_sub(fits).min(rows.len().saturating_sub(fits));
    for (row, n) in rows.iter().skip(first).take(fits).zip(0u16..) {
        paint.line(Rect { y: at.y + n * (1 + gap), height: 1, ..at }, &row.text, style);
    }
    if !run.labelling
        && let Some(row) = rows.get(here)
    {
        let before: String = row.text.chars().take(cursor.saturating_sub(row.from)).collect();
        let x = at.x + u16::try_from(before.width()).unwrap_or(0).min(at.width.saturating_sub(1));
        let n = u16::try_from(here - first).unwrap_or(0);
        paint.set_cursor(Position { x, y: at.y + n * (1 + gap) });
    }
    let head = Rect { y: at.y.saturating_sub(1).max(area.y), height: 1, ..area };
    about(paint, head, run, line);
    Rect { height: head.y.saturating_sub(area.y + 1), ..area }
}

/// What it becomes and who says it, above the line.
fn about(paint: &mut Paint, row: Rect, run: &RunState, line: &Line) {
    let dim = paint.styles.dim;
    if run.labelling {
        let label = format!("{}: ", line.label_words());
        let used = paint.line(row, &label, dim);
        let at = crate::ui::paint::after(row, used);
        let strong = paint.styles.strong;
        let typed = run.typed_label();
        let used = paint.line(at, &typed, strong);
        paint.set_cursor(Position { x: at.x + used.min(at.width.saturating_sub(1)), y: at.y });
        return;
    }
    let label = run.typed_label();
    let who = if label.is_empty() { "the team".to_string() } else { label.clone() };
    let text = match line.writes {
        _ if line.off => "It is being written down, off the wall.".to_string(),
        Writes::Pattern(_) => "in the team's words".into(),
        Writes::Wording => format!("our problem · {}", line.origin.words()),
        Writes::Promise(_) if label.is_empty() => "a promise of the leader".into(),
        Writes::Promise(_) => format!("a promise of the leader · by {label}"),
        Writes::Agreement => "how we agree".into(),
        Writes::Voice { .. } if line.kind == VoiceKind::Cause => {
            let below = if line.below { " · below the one before" } else { "" };
            let direction = if label.is_empty() { String::new() } else { format!(" · {label}") };
            format!("cause{direction}{below}")
        }
        Writes::Voice { .. } => format!("{} · {who}", line.kind.words()),
    };
    paint.line(row, &text, dim);
}

/// A dot for each word.
fn dots(paint: &Paint, line: &Line) -> String {
    let words = line.field.text().split_whitespace().count().min(DOTS);
    vec![paint.signs.dot; words].join(" ")
}

/// Breaks a text being typed into rows at its blanks. Every character keeps its place, so that the cursor has one.
fn rows(text: &str, width: u16) -> Vec<Row> {
    let room = usize::from(width.max(2)) - 1;
    let mut rows: Vec<Row> = vec![Row { text: String::new(), from: 0 }];
    let mut at = 0;
    for word in text.split_word_bounds() {
        let shown = visible(word);
        let Some(row) = rows.last() else { break };
        let blank = shown.chars().all(|c| c == ' ');
        if !blank && !row.text.is_empty() && row.text.width() + shown.width() > room {
            rows.push(Row { text: String::new(), from: at });
        }
        for letter in shown.graphemes(true) {
            let full = rows.last().is_some_and(|r| r.text.width() + letter.width() > room);
            if full && !blank {
                rows.push(Row { text: String::new(), from: at });
            }
            if let Some(row) = rows.last_mut().filter(|_| !(full && blank)) {
                row.text.push_str(letter);
            }
            at += letter.chars().count();
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_break_at_blanks() {
        let texts: Vec<String> = rows("they freeze when I ask", 12).into_iter().map(|r| r.text).collect();
        assert_eq!(texts, ["they freeze", "when I ask"]);
    }

    proptest! {
        #[test]
        fn rows_fit_and_begin_where_they_say(text in "[a-zé  ]{0,80}", width in 2u16..30) {
            let rows = rows(&text, width);
            for row in &rows {
                prop_assert!(row.text.width() < usize::from(width.max(2)));
                let there: String = text.chars().skip(row.from).take(1).collect();
                prop_assert!(row.text.is_empty() || row.text.starts_with(&there));
            }
        }
    }
}
