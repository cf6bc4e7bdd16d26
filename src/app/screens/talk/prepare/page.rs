//! The page of a prepared talk: exactly what will be shown, in its order, with what could tell whose room it was.

use crate::app::App;
use crate::app::page_lines::{PageLine, Tone};
use crate::app::screens::talk::run::words::how_often;
use crate::domain::id::Uid;
use crate::domain::pattern::{PatternKind, title};
use crate::domain::talk::{FEWEST_COUNTED, may_count};
use crate::domain::talk_protocol::TalkProtocol;
use crate::domain::time::{day_of_number, short_day};
use crate::insight::guess::{Finding, Level};
use crate::insight::words;
use crate::store::api::{CheckedPiece, NoteRow, TalkPattern, TalkView};
use chrono::Datelike;

/// A line of this page.
pub type Line = PageLine<Target>;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Pattern(Uid),
    /// A note, as an example of a pattern.
    Note(Uid, Uid),
}

impl Target {
    /// The pattern or note whose words it shows.
    pub fn piece(self) -> Uid {
        match self {
            Target::Pattern(uid) | Target::Note(uid, _) => uid,
        }
    }
}

/// What can be marked, in the order of the page.
pub fn targets(app: &App) -> Vec<Target> {
    lines(app).into_iter().filter_map(|l| l.target).collect()
}

pub fn marked(app: &App) -> Option<Target> {
    targets(app).get(app.talk.prepare.selected).copied()
}

/// With whom, how and when: "Grade 4, 6 people", "Notice and wonder, 40 min", "12 Nov 15:10".
pub fn about(app: &App, view: &TalkView) -> [String; 3] {
    let people = view.talk.people.map_or(String::new(), |n| format!(", {n} people"));
    let team = view.talk.team.as_ref().map_or("no team yet".into(), |(_, name)| format!("{name}{people}"));
    let protocol = view.protocol.as_ref().and_then(|(id, body)| TalkProtocol::parse(id, body).ok());
    let how = protocol.map_or("no protocol yet".into(), |p| format!("{}, {} min", p.title, p.planned()));
    let day = view.talk.day.map(|d| short_day(day_of_number(d), app.now.today().year()));
    let time = view.talk.minute.map(|m| format!(" {}:{:02}", m / 60, m % 60)).unwrap_or_default();
    let when = day.map_or("no day yet".into(), |d| format!("{d}{time}"));
    [team, how, when]
}

/// The lines of the page that is open.
pub fn lines(app: &App) -> Vec<Line> {
    let Some(view) = app.talk.prepare.view() else { return Vec::new() };
    let mut all = Vec::new();
    if view.talk.team.is_some() && !may_count(view.talk.people) {
        let words = format!(
            "No counts will be kept: the team has fewer than {FEWEST_COUNTED} people, or nobody said how many."
        );
        all.push(PageLine::new("", words, Tone::Dim, None));
    }
    let strengths = |p: &&TalkPattern| p.pattern.kind == PatternKind::Strength;
    for (heading, of) in [("Strengths, shown first", true), ("Then, one by one", false)] {
        let some: Vec<&TalkPattern> = view.patterns.iter().filter(|p| strengths(p) == of).collect();
        if some.is_empty() {
            continue;
        }
        all.push(PageLine::heading(heading));
        for pattern in some {
            all.extend(pattern_lines(view, pattern));
        }
    }
    if view.patterns.is_empty() {
        all.push(PageLine::new(
            "",
            "No pattern is brought along yet. b chooses at most five, strengths among them.",
            Tone::Dim,
            None,
        ));
    } else if !view.patterns.iter().any(|p| strengths(&p)) {
        all.push(PageLine::heading("No strength is among them"));
        all.push(PageLine::new(
            "",
            "A talk that begins with what works is heard differently. b brings one, if there is one.",
            Tone::Dim,
            None,
        ));
    }
    all
}

/// How many findings still stand in the way, over the whole talk.
pub fn open_findings(view: &TalkView) -> usize {
    view.checked.iter().filter(|c| !c.left_out).map(|c| c.open.len()).sum()
}

fn pattern_lines(view: &TalkView, pattern: &TalkPattern) -> Vec<Line> {
    let row = &pattern.pattern;
    let target = Target::Pattern(row.uid);
    let Some(piece) = view.checked(row.uid) else {
        return vec![PageLine::new("", "being checked", Tone::Dim, Some(target))];
    };
    let words = title(&piece.text, row.status);
    let mut all = vec![shown_line("", words, piece, target)];
    if !piece.left_out {
        let numbers = if piece.numbers() {
            let which = if row.tag.is_some() && row.look_for.is_none() { words::TAGGED } else { words::LOOKED };
            how_often(&row.counted(), which)
        } else {
            vec!["Its numbers are not shown.".into()]
        };
        all.extend(numbers.into_iter().map(|text| PageLine::new("", text, Tone::Plain, None).deeper(1)));
        all.extend(finding_lines(piece, 1));
        let of = |notes: &[NoteRow]| {
            let shown = view.notes.iter().filter(|n| notes.iter().any(|o| o.uid == n.uid));
            shown.map(|n| n.uid).collect::<Vec<_>>()
        };
        for (lead, note) in of(&pattern.supports)
            .into_iter()
            .map(|n| ("example", n))
            .chain(of(&pattern.complicates).into_iter().map(|n| ("opposite", n)))
        {
            if let Some(piece) = view.checked(note) {
                let target = Target::Note(note, row.uid);
                all.push(shown_line(lead, piece.text.clone(), piece, target).deeper(1));
                if !piece.left_out {
                    all.extend(finding_lines(piece, 2));
                }
            }
        }
    }
    all
}

fn shown_line(lead: &str, words: String, piece: &CheckedPiece, target: Target) -> Line {
    let (tone, side) = match (piece.left_out, piece.shown()) {
        (true, _) => (Tone::Dim, "left out"),
        (false, None) => (Tone::Said, "not shown yet"),
        (false, Some(_)) => (Tone::Said, ""),
    };
    PageLine::new(lead, words, tone, Some(target)).beside(side)
}

/// What was found: what stands in the way loudly, what is masked or was decided quietly.
fn finding_lines(piece: &CheckedPiece, depth: u16) -> Vec<Line> {
    let line = |finding: &Finding| {
        let open = piece.open.contains(finding);
        let what = match (open, finding.level) {
            (true, _) => finding.remedies.iter().map(|r| r.word()).collect::<Vec<_>>().join(", "),
            (false, Level::Masked) => String::new(),
            (false, _) => "shown all the same".into(),
        };
        let tone = if open { Tone::NeedsYou } else { Tone::Dim };
        PageLine::new("", finding.sentence.clone(), tone, None).beside(what).deeper(depth)
    };
    piece.findings.iter().map(line).collect()
}
