//! Lists of the desk: talks, what teachers said, evidence from elsewhere.

use crate::app::App;
use crate::app::screens::talk::{DeskLine, about, became, is_open, lines};
use crate::domain::text::{count, wrap};
use crate::domain::time::{day_of_number, local_time, short_day};
use crate::store::api::{ElsewhereRow, TalkRow, VoiceRow};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use chrono::Datelike;
use ratatui::layout::Rect;

enum Row<'a> {
    Heading(&'static str),
    Talk(usize, DeskLine<'a>),
    Gap,
}

pub fn draw_list(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    paint.line(top(area, 1), "Talk", strong);
    let body = below(area, 2);
    if app.talk.talks.is_none() {
        paint.line(body, "The talks are being read.", dim);
        return;
    }
    let listed = lines(app);
    if listed.is_empty() {
        let words = "Meetings with a team are prepared and held here: teachers speak first, then patterns come one by one, without names.";
        let used = paint.wrapped(body, words, plain);
        let how = "n prepares the first. t says which teams there are. v keeps what a teacher said outside a talk.";
        paint.wrapped(below(body, used + 1), how, dim);
        return;
    }
    let mut rows: Vec<Row> = Vec::new();
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
        rows.push(Row::Talk(at, line));
    }
    let is_marked = |row: &Row| matches!(row, Row::Talk(at, _) if *at == app.talk.selected);
    let marked = rows.iter().position(is_marked).unwrap_or(0);
    let first = list::first_row(marked, rows.len(), usize::from(body.height));
    for (at, row) in body.rows().zip(rows.iter().skip(first)) {
        match row {
            Row::Gap => {}
            Row::Heading(words) => drop(paint.line(at, words, dim)),
            Row::Talk(_, line) => {
                let (words, side) = talk_words(app, line.talk);
                list::entry(paint, at, &words, (&side, dim), is_marked(row));
            }
        }
    }
}

/// "19 Nov 15:10   Grade 4   Notice and wonder", and how much is in it.
fn talk_words(app: &App, talk: &TalkRow) -> (String, String) {
    let year = app.now.today().year();
    let started = talk.started.map(|at| short_day(local_time(at, app.now.offset).date_naive(), year));
    let planned = talk.day.map(|d| short_day(day_of_number(d), year));
    let time = talk.minute.filter(|_| talk.started.is_none()).map(|m| format!(" {}:{:02}", m / 60, m % 60));
    let when = started.or(planned).map_or("no day yet".into(), |d| format!("{d}{}", time.unwrap_or_default()));
    let team = talk.team.as_ref().map_or("no team yet", |(_, name)| name.as_str());
    let words = format!("{when:<12}  {team}   {}", talk.protocol);
    let side = if talk.started.is_some() {
        count(talk.voices, "statement", "statements")
    } else {
        count(talk.patterns, "pattern", "patterns")
    };
    (words, side)
}

// ── What teachers said ──────────────────────────────────────────────────────────────────────────────────────────────

pub fn draw_voices(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    let title = if app.talk.voices.of.is_some() { "What was said in this talk" } else { "What teachers said" };
    paint.line(top(area, 1), title, strong);
    let body = below(area, 2);
    if app.talk.voices.rows.is_none() {
        paint.line(body, "The list is being read.", dim);
        return;
    }
    let listed = app.talk.voices.listed();
    if listed.is_empty() {
        let words = "Statements of teachers stand here word for word, from talks and from beside them.";
        let used = paint.wrapped(body, words, plain);
        paint.wrapped(
            below(body, used + 1),
            "n writes one down. Each is answered: linked, looked into, tried, or set aside and why.",
            dim,
        );
        return;
    }
    let open = listed.iter().filter(|v| is_open(v)).count();
    let state = if open == 0 {
        "every voice is answered".into()
    } else {
        format!("{open} of {} not answered yet", listed.len())
    };
    paint.right(top(area, 1), &state, if open == 0 { dim } else { paint.styles.attention });
    let blocks: Vec<Vec<(String, bool)>> = listed.iter().map(|v| voice_rows(app, v, body.width)).collect();
    let heights: Vec<usize> = blocks.iter().map(|b| b.len() + 1).collect();
    let mut rest = body;
    let first = first_block(&heights, app.talk.voices.selected, usize::from(body.height));
    for (at, block) in blocks.iter().enumerate().skip(first) {
        let marked = at == app.talk.voices.selected;
        for (row, (words, said)) in block.iter().enumerate() {
            if rest.height == 0 {
                return;
            }
            let (marker, chosen) = paint.marker(marked && row == 0);
            let style = if marked && *said {
                chosen
            } else if *said {
                strong
            } else {
                dim
            };
            paint.put(top(rest, 1), &[(marker, chosen), (words, style)]);
            rest = below(rest, 1);
        }
        rest = below(rest, 1);
    }
}

/// The words of a statement, then what is known of it; true: it was said.
fn voice_rows(app: &App, voice: &VoiceRow, columns: u16) -> Vec<(String, bool)> {
    let room = usize::from(columns.saturating_sub(4)).max(10);
    let mut rows: Vec<(String, bool)> =
        wrap(&format!("“{}”", voice.text), room).into_iter().take(3).map(|line| (line, true)).collect();
    let when = voice.at.map(|at| short_day(local_time(at, app.now.offset).date_naive(), app.now.today().year()));
    rows.push((format!("{}, {}", when.unwrap_or_default(), about(voice)), false));
    rows.extend(wrap(&became(app, voice), room).into_iter().take(2).map(|line| (line, false)));
    match voice.links.as_slice() {
        [] if crate::app::screens::talk::can_be_linked(voice) => {
            rows.push(("no pattern: nobody looked for this yet".into(), false));
        }
        links => {
            rows.extend(links.iter().map(|(_, statement, link)| (format!("{}: {statement}", link.words()), false)))
        }
    }
    rows
}

/// The first block to show so that the marked one is seen whole.
fn first_block(heights: &[usize], marked: usize, rows: usize) -> usize {
    let until = |first: usize| heights.iter().take(marked + 1).skip(first).sum::<usize>();
    (0..=marked).find(|first| until(*first) <= rows + 1).unwrap_or(marked)
}

// ── Evidence from elsewhere ─────────────────────────────────────────────────────────────────────────────────────────

pub fn draw_elsewhere(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    paint.line(top(area, 1), "Evidence from elsewhere", strong);
    let body = below(area, 2);
    let Some(rows) = &app.talk.elsewhere else {
        paint.line(body, "The list is being read.", dim);
        return;
    };
    if rows.is_empty() {
        let words = "Facts with a source that is not a visit: a common assessment, a survey, student work. They support or complicate patterns as notes do, and are never counted with visits.";
        let used = paint.wrapped(body, words, plain);
        paint.wrapped(
            below(body, used + 1),
            "n writes one down: where from, what it says, how many of how many. No student's name.",
            dim,
        );
        return;
    }
    let fitting = (usize::from(body.height) / 3).max(1);
    let first = list::first_row(app.talk.at_elsewhere, rows.len(), fitting);
    let mut rest = body;
    for (at, row) in rows.iter().enumerate().skip(first).take(fitting) {
        card(paint, rest, app, row, at == app.talk.at_elsewhere);
        rest = below(rest, 3);
    }
}

fn card(paint: &mut Paint, area: Rect, app: &App, row: &ElsewhereRow, marked: bool) {
    let numbers = row.count.zip(row.of).map(|(k, n)| format!("{k} of {n}")).unwrap_or_default();
    let dim = paint.styles.dim;
    list::entry(paint, top(area, 1), &row.text, (&numbers, dim), marked);
    let day = row.day.map(|d| short_day(day_of_number(d), app.now.today().year())).unwrap_or_default();
    let tied: Vec<String> = row.patterns.iter().map(|(_, s, role)| format!("{} “{s}”", role.word())).collect();
    let tied = if tied.is_empty() { "no pattern yet".into() } else { tied.join("; ") };
    paint.line(after(below(area, 1), 4), &format!("{}, {day}; {tied}", row.source), paint.styles.dim);
}
