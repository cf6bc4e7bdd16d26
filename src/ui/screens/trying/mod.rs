//! Try: what is tried and promised, the page of a shared problem, and what teachers asked for.

mod page;
#[cfg(test)]
mod tests;

pub use page::draw as draw_problem;

use crate::app::App;
use crate::app::screens::trying::{TryLine, day, lines, state, whose};
use crate::domain::text::count;
use crate::store::api::{InvitationRow, ProblemRow, PromiseRow, TrialRow};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use ratatui::layout::Rect;

enum Row<'a> {
    Heading(&'static str),
    Line(usize, TryLine<'a>),
    /// Under a trial: the problem it is for.
    Under(String),
    Gap,
}

pub fn draw_list(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    paint.line(top(area, 1), "Try", strong);
    let Some(view) = &app.trying.view else {
        paint.line(below(area, 2), "What is tried is being read.", dim);
        return;
    };
    if view.unanswered > 0 {
        let open = count(view.unanswered, "statement of teachers waits", "statements of teachers wait");
        paint.right(top(area, 1), &format!("{open} for an answer (5)"), paint.styles.attention);
    }
    let body = below(area, 2);
    let listed = lines(app);
    if listed.is_empty() {
        empty(paint, body);
        return;
    }
    let rows = rows(listed);
    let is_marked = |row: &Row| matches!(row, Row::Line(at, _) if *at == app.trying.selected);
    let marked = rows.iter().position(is_marked).unwrap_or(0);
    let first = list::first_row(marked, rows.len(), usize::from(body.height));
    for (at, row) in body.rows().zip(rows.iter().skip(first)) {
        match row {
            Row::Gap => {}
            Row::Heading(words) => drop(paint.line(at, words, dim)),
            Row::Under(words) => drop(paint.line(after(at, 4), words, dim)),
            Row::Line(_, line) => draw_line(paint, at, app, line, is_marked(row)),
        }
    }
}

fn empty(paint: &mut Paint, area: Rect) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let words =
        "Problems that a team has made its own stand here, with the small tests they try and what came of them.";
    let used = paint.wrapped(area, words, plain);
    let how = "A talk (5) ends with one, or n writes one down in the team's words. There is no solution before a shared problem.";
    paint.wrapped(below(area, used + 1), how, dim);
}

fn rows(listed: Vec<TryLine>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut last = None;
    for (at, line) in listed.into_iter().enumerate() {
        let heading = line.heading();
        if last != Some(heading) {
            if last.is_some() {
                rows.push(Row::Gap);
            }
            rows.push(Row::Heading(heading));
            last = Some(heading);
        }
        rows.push(Row::Line(at, line));
        if let TryLine::Trial(TrialRow { problem: Some((_, wording)), ended: None, .. }) = line {
            rows.push(Row::Under(format!("for “{wording}”")));
        }
    }
    rows
}

fn draw_line(paint: &mut Paint, row: Rect, app: &App, line: &TryLine, marked: bool) {
    let (words, side, needs_you) = match line {
        TryLine::Trial(trial) => trial_words(app, trial),
        TryLine::Problem(problem) => (format!("“{}”", problem.wording), problem_side(problem), false),
        TryLine::Promise(promise) => promise_words(app, promise),
    };
    let style = if needs_you { paint.styles.attention } else { paint.styles.dim };
    list::entry(paint, row, &words, (&side, style), marked);
}

/// A trial, and when it is looked at again.
fn trial_words(app: &App, trial: &TrialRow) -> (String, String, bool) {
    let today = crate::domain::time::day_number(app.now.today());
    let team = trial.team.as_ref().map(|(_, name)| format!("{name}   ")).unwrap_or_default();
    let (side, due) = match (trial.ended, trial.check_day) {
        (Some(_), _) => {
            let decided = trial.check_ins.last().and_then(|c| c.decision).map_or("over", |d| d.words());
            (decided.to_string(), false)
        }
        (None, Some(on)) if on < today => (format!("check-in was due {}", day(app, on)), true),
        (None, Some(on)) if on == today => ("check-in today".into(), true),
        (None, Some(on)) => (format!("check-in {}", day(app, on)), false),
        (None, None) => ("no check-in yet".into(), false),
    };
    (trial.change.clone(), format!("{team}{side}"), due)
}

fn problem_side(problem: &ProblemRow) -> String {
    let status = problem.status.map(|s| format!("   {}", s.words())).unwrap_or_default();
    format!("{}{status}", whose(problem))
}

fn promise_words(app: &App, promise: &PromiseRow) -> (String, String, bool) {
    let today = crate::domain::time::day_number(app.now.today());
    let team = promise.team.as_ref().map(|(_, name)| format!("{name}   ")).unwrap_or_default();
    let (side, due) = match (promise.kept, promise.due) {
        (Some(_), _) => ("kept".to_string(), false),
        (None, Some(by)) => (format!("by {}", day(app, by)), by <= today),
        (None, None) => (String::new(), false),
    };
    (promise.text.clone(), format!("{team}{side}"), due)
}

// ── Invitations ─────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn draw_invitations(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    paint.line(top(area, 1), "What teachers asked for", strong);
    let used = 1 + paint.wrapped(
        top(below(area, 1), 2),
        "A teacher's own question for a visit. Its evidence goes to that teacher alone; nobody else sees this list.",
        dim,
    );
    let body = below(area, used + 1);
    let Some(rows) = &app.trying.invitations else {
        paint.line(body, "The list is being read.", dim);
        return;
    };
    if rows.is_empty() {
        paint.wrapped(body, "Nobody has asked yet. n writes down what a teacher would like to know.", plain);
        return;
    }
    // Two rows a question: the question, and under it whose it is.
    let fitting = (usize::from(body.height) / 2).max(1);
    let first = list::first_row(app.trying.invited, rows.len(), fitting);
    let mut rest = body;
    for (at, row) in rows.iter().enumerate().skip(first).take(fitting) {
        invitation(paint, rest, app, row, at == app.trying.invited);
        rest = below(rest, 2);
    }
}

fn invitation(paint: &mut Paint, area: Rect, app: &App, row: &InvitationRow, marked: bool) {
    let open = row.answered.is_none();
    let dim = paint.styles.dim;
    list::entry(paint, top(area, 1), &format!("“{}”", row.question), (&state(app, row), dim), marked);
    let whose: Vec<&str> =
        [&row.classroom, &row.teacher].into_iter().flatten().map(|(_, name)| name.as_str()).collect();
    let whose = if whose.is_empty() { "no room yet".into() } else { whose.join(", ") };
    let next = match (row.visit, open) {
        (_, false) => "",
        (Some(_), true) => "   then a: the teacher has it",
        (None, true) => "",
    };
    paint.line(after(below(area, 1), 4), &format!("{whose}{next}"), paint.styles.dim);
}
