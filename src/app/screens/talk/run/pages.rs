//! What stands on the projector: pages of few blocks, each a text that may be seen. Nothing is painted that is not here.

mod polls;
mod shows;

use super::counting;
use super::problems;
use super::seen::Seen;
use super::words::When;
use super::{Asked, RunState};
use crate::app::App;
use crate::domain::id::Uid;
use crate::domain::talk::VoiceKind;
use crate::domain::talk_protocol::{Captures, Shows, Step};
use crate::store::api::{TalkView, VoiceRow};

/// What a page is, for the keys that mean something on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Words,
    Pattern(Uid),
    /// Patterns wait: nobody has spoken yet.
    Gate,
    Count,
    /// What a shared problem rests on.
    Ties,
    /// What was said so far.
    Said,
    Hunch,
    Closing,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub sort: Sort,
    /// The step's title.
    pub title: String,
    pub blocks: Vec<Block>,
}

/// How a block looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What teachers said: the largest thing there is.
    Quote,
    /// A statement of a pattern, a question.
    Strong,
    Plain,
    Dim,
    /// A line of a list; whether it is marked.
    Row(bool),
}

/// A text of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub look: Look,
    pub text: String,
    /// Where there is no room the highest number goes first; 0 stays.
    pub goes: u8,
    /// It belongs to the block above: no blank line between.
    pub joined: bool,
    /// A number that stands at the right of a line of a list.
    pub side: Option<String>,
}

impl Block {
    fn new(look: Look, text: impl Into<String>) -> Block {
        Block { look, text: text.into(), goes: 0, joined: false, side: None }
    }

    fn going(self, goes: u8) -> Block {
        Block { goes, ..self }
    }

    fn joined(self) -> Block {
        Block { joined: true, ..self }
    }
}

/// Everything needed to lay out a step.
struct Lay<'a> {
    run: &'a RunState,
    view: &'a TalkView,
    seen: Seen<'a>,
    when: When,
    step: &'a Step,
    /// Statements that fit on a page.
    fit: usize,
}

/// Lays out the pages of the step anew. Nothing is laid out before the names to mask are known.
pub fn lay_out(app: &mut App) {
    let pages = pages(app);
    let run = &mut app.talk.run;
    // The newest statement is on the last page.
    let grew = pages.len() > run.pages.len() && run.shown().is_some_and(|p| p.sort == Sort::Said);
    let same_step = run.pages.first().map(|p| &p.title) == pages.first().map(|p| &p.title);
    run.pages = pages;
    if grew && same_step {
        run.page = run.pages.iter().rposition(|p| p.sort == Sort::Said).unwrap_or(run.page);
    }
    if let Some(last) = run.pages.len().checked_sub(1) {
        run.page = run.page.min(last);
    }
    let over = over(app);
    app.talk.run.over = over;
}

/// What stands over the page while it is asked whether a statement is to be struck.
fn over(app: &App) -> Option<Page> {
    let run = &app.talk.run;
    let Some(Asked::Strike(voice)) = run.asked else { return None };
    let (view, names) = (run.view.as_ref()?, run.names.as_ref()?);
    let step = run.step().cloned().unwrap_or_default();
    let seen = Seen::new(names, view);
    let lay = Lay { run, view, seen, when: When::of(app.now), step: &step, fit: 1 };
    let blocks = vec![
        Block::new(Look::Plain, "Strike this for good?"),
        lay.quote(run.voice(voice)?),
        Block::new(Look::Plain, "It goes from the file, from its history and from the search. Nothing brings it back.")
            .going(1),
    ];
    Some(lay.page(Sort::Words, blocks))
}

fn pages(app: &App) -> Vec<Page> {
    let run = &app.talk.run;
    let (Some(view), Some(names)) = (run.view.as_ref(), run.names.as_ref()) else { return Vec::new() };
    let seen = Seen::new(names, view);
    let when = When::of(app.now);
    let fit = (usize::from(app.size.1).saturating_sub(10) / 4).clamp(1, 6);
    let closing = Step { title: "That was all".into(), ..Step::default() };
    let step = run.step().unwrap_or(&closing);
    let lay = Lay { run, view, seen, when, step, fit };
    if run.step().is_none() {
        return vec![lay.page(Sort::Closing, shows::closing(&lay))];
    }
    let gated = step.shows.reveals() && view.voices.is_empty() && !view.patterns_first;
    if gated {
        return vec![lay.page(Sort::Gate, shows::gate(&lay))];
    }
    let mut pages = if counting::asked(run).is_some() { polls::pages(&lay) } else { lay.of_step() };
    if step.captures == Captures::Wording && !view.problems.is_empty() && !problems::can_tie(run).is_empty() {
        pages.push(lay.page(Sort::Ties, polls::ties(&lay)));
    }
    if run.hunch_in == Some(run.step) && step.shows != Shows::Hunch {
        pages.push(lay.page(Sort::Hunch, shows::hunch(&lay)));
    }
    pages
}

impl Lay<'_> {
    fn page(&self, sort: Sort, blocks: Vec<Block>) -> Page {
        Page { sort, title: self.seen.text(&self.step.title), blocks }
    }

    fn instruction(&self) -> Block {
        Block::new(Look::Plain, self.seen.text(&self.step.instruction))
    }

    fn of_step(&self) -> Vec<Page> {
        match self.step.shows {
            Shows::Nothing => vec![self.page(Sort::Words, self.hand(None))],
            Shows::Title => vec![self.page(Sort::Words, shows::title(self))],
            Shows::WhereWeLooked => vec![self.page(Sort::Words, shows::where_we_looked(self))],
            Shows::LastTime => shows::last_time(self),
            Shows::Strengths => shows::patterns(self, true),
            Shows::Patterns => shows::patterns(self, false),
            Shows::Statements | Shows::Board => shows::said(self),
            Shows::NotLookedFor => shows::not_looked_for(self),
            Shows::Hunch => vec![self.page(Sort::Hunch, shows::hunch(self))],
            Shows::SharedProblem => shows::shared_problem(self),
        }
    }

    /// A statement as people see it. What was typed off the projector never comes onto it.
    fn quote(&self, voice: &VoiceRow) -> Block {
        match voice.kind {
            VoiceKind::Objection => Block::new(Look::Plain, "An objection is kept, word for word."),
            _ => Block::new(Look::Quote, self.seen.text(&voice.text)),
        }
    }

    /// What kind it is and who says it; with a pattern, what it is to that.
    fn about(&self, voice: &VoiceRow, pattern: Option<Uid>) -> String {
        let who = if voice.speaker.is_empty() { "the team".to_string() } else { self.seen.text(&voice.speaker) };
        let link = pattern.and_then(|p| voice.links.iter().find(|l| l.0 == p)).map(|(.., kind)| kind.words());
        let mut parts = vec![voice.kind.words().to_string(), who];
        if voice.kind == VoiceKind::Cause {
            parts = vec!["cause".into()];
            parts.extend((!voice.bone.is_empty()).then(|| self.seen.text(&voice.bone)));
            parts.extend(voice.under.map(|_| "below the one before".to_string()));
        }
        parts.extend(link.map(str::to_string));
        parts.join(" · ")
    }

    /// The statement in hand.
    fn hand(&self, pattern: Option<Uid>) -> Vec<Block> {
        let writing = self.run.line.as_ref().filter(|_| self.run.writing);
        let changed = |v: &&VoiceRow| {
            let of = |l: &super::Line| matches!(l.writes, super::Writes::Voice { uid, .. } if uid == v.uid);
            !writing.is_some_and(of)
        };
        let Some(voice) = self.run.hand.and_then(|hand| self.run.voice(hand)).filter(changed) else {
            return Vec::new();
        };
        vec![self.quote(voice), Block::new(Look::Dim, self.about(voice, pattern)).going(1).joined()]
    }
}
