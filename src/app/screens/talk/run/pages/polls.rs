//! Pages on which something is counted or tied. No bars and no percentages; a small team is not counted.

use super::super::counting::{self, Count, FINGERS};
use super::super::problems;
use super::super::words;
use super::{Block, Lay, Look, Page, Sort};
use crate::domain::pulse::CONSTRUCTS;
use crate::domain::talk::{PollKind, may_count};
use crate::store::api::PollRow;

/// The pages of a step that counts.
pub fn pages(lay: &Lay) -> Vec<Page> {
    let Some(kind) = counting::asked(lay.run) else { return Vec::new() };
    if !may_count(lay.view.talk.people) {
        return vec![lay.page(Sort::Words, in_words(lay, kind))];
    }
    match kind {
        PollKind::Real | PollKind::Now => vec![lay.page(Sort::Count, fist(lay, kind))],
        PollKind::Dots => vec![lay.page(Sort::Count, dots(lay))],
        PollKind::Pulse => (0..CONSTRUCTS.len()).map(|n| lay.page(Sort::Count, pulse(lay, n))).collect(),
    }
}

fn wording(lay: &Lay) -> Option<Block> {
    problems::wording(lay.view).map(|w| Block::new(Look::Quote, lay.seen.text(w)))
}

fn in_words(lay: &Lay, kind: PollKind) -> Vec<Block> {
    let mut blocks: Vec<Block> = wording(lay).into_iter().collect();
    blocks.push(lay.instruction().going(1));
    let size = match lay.view.talk.people {
        Some(_) => "This team has fewer than five people, so no counts are kept: a count would tell who.",
        None => "How many people this team has is not known, so no counts are kept.",
    };
    blocks.push(Block::new(Look::Plain, size).going(2));
    let words = match kind {
        PollKind::Real => "Say in your own words how you agree. It is written down as you say it.",
        _ => "Say it in words. It is written down as you say it.",
    };
    blocks.push(Block::new(Look::Strong, words));
    if let Some(problem) = lay.view.problems.last().filter(|p| !p.agreement.is_empty()) {
        blocks.push(Block::new(Look::Quote, lay.seen.text(&problem.agreement)));
    }
    blocks.extend(lay.hand(None));
    blocks
}

/// Rows with a number each, as far as it was entered.
fn rows<'t>(count: Option<&Count>, labels: impl Iterator<Item = String> + 't) -> Vec<Block> {
    let entered = count.is_some();
    let given = |n: usize| count.and_then(|c| c.given.get(n).copied().flatten());
    let marked = count.map_or(0, |c| c.row);
    let row = |(n, label): (usize, String)| {
        let side = Some(given(n).map_or_else(|| "__".to_string(), |g| g.to_string()));
        let row = Block { side, ..Block::new(Look::Row(entered && n == marked), label) };
        if n > 0 { row.joined() } else { row }
    };
    labels.enumerate().map(row).collect()
}

fn rounds<'a>(lay: &'a Lay, kind: PollKind) -> Vec<&'a PollRow> {
    lay.view.polls.iter().filter(|p| p.kind == kind && p.talk == lay.run.talk).collect()
}

fn fist(lay: &Lay, kind: PollKind) -> Vec<Block> {
    let mut blocks: Vec<Block> = wording(lay).into_iter().collect();
    if lay.step.title != kind.words() {
        blocks.push(Block::new(Look::Strong, kind.words()));
    }
    let done = rounds(lay, kind);
    if done.is_empty() || lay.run.count.is_some() {
        blocks.push(Block::new(Look::Dim, lay.seen.text(&lay.step.instruction)).going(3));
        let labels = FINGERS.iter().zip(0..).map(|(words, n)| format!("{n}: {words}"));
        blocks.extend(rows(lay.run.count.as_ref(), labels));
        return blocks;
    }
    blocks.extend(done.iter().map(|p| Block::new(Look::Plain, words::round(p, done.len()))));
    let low = done.last().is_some_and(|p| p.counts.iter().take(3).any(|n| *n > 0));
    if low {
        let first = "Whoever stands at 0, 1 or 2 speaks first. Then the words may change, and all show again.";
        blocks.push(Block::new(Look::Plain, first).going(1));
        blocks.push(Block::new(Look::Dim, "An objection is kept word for word, if whoever has it wishes.").going(2));
    }
    let agreed = lay.view.problems.last().and_then(|p| p.agreed);
    if kind == PollKind::Real {
        blocks.push(match agreed {
            Some(day) => Block::new(Look::Strong, format!("Agreed on {}: this problem is ours.", lay.when.day(day))),
            None => Block::new(Look::Dim, "Digits count once more. Ctrl-G: we agree that this is ours.").going(3),
        });
    }
    blocks
}

fn dots(lay: &Lay) -> Vec<Block> {
    let mut blocks = vec![lay.instruction().going(2)];
    let labels: Vec<String> = counting::choices(lay.view)
        .map(|p| lay.seen.piece(p.pattern.uid, &p.pattern.statement).unwrap_or_else(|| "(left out)".into()))
        .collect();
    if labels.is_empty() {
        blocks.push(Block::new(Look::Strong, "No pattern was brought to this talk on which dots could be placed."));
        return blocks;
    }
    let done = rounds(lay, PollKind::Dots);
    let kept = counting::choices(lay.view)
        .map(|p| done.iter().rfind(|d| d.pattern == Some(p.pattern.uid)).and_then(|d| d.counts.first().copied()));
    let kept = Count { given: kept.collect(), row: usize::MAX };
    let count = lay.run.count.as_ref().or_else(|| (!done.is_empty()).then_some(&kept));
    blocks.extend(rows(count, labels.into_iter()));
    blocks.extend(lay.hand(None));
    blocks
}

fn pulse(lay: &Lay, n: usize) -> Vec<Block> {
    let Some(construct) = CONSTRUCTS.get(n) else { return Vec::new() };
    let mut blocks = vec![Block::new(Look::Strong, construct.question)];
    let done = rounds(lay, PollKind::Pulse).into_iter().rfind(|p| p.construct == construct.id);
    let kept = done.map(|p| Count { given: p.counts.iter().map(|c| Some(*c)).collect(), row: usize::MAX });
    let count = lay.run.count.as_ref().filter(|_| lay.run.page == n).or(kept.as_ref());
    blocks.extend(rows(count, construct.answers.iter().map(|a| (*a).to_string())));
    blocks
}

/// What the problem rests on.
pub fn ties(lay: &Lay) -> Vec<Block> {
    let mut blocks: Vec<Block> = wording(lay).into_iter().collect();
    blocks.push(Block::new(Look::Plain, "What of this belongs to it?"));
    let tied = |uid| lay.view.problems.last().is_some_and(|p| p.patterns.iter().any(|(t, _)| *t == uid));
    for (n, p) in problems::can_tie(lay.run).into_iter().enumerate() {
        let Some(statement) = lay.seen.piece(p.uid, &p.statement) else { continue };
        let sign = if tied(p.uid) { "+" } else { " " };
        let row = Block::new(Look::Row(n == lay.run.marked), format!("{sign}  {statement}"));
        blocks.push(if n > 0 { row.joined() } else { row });
    }
    blocks
}
