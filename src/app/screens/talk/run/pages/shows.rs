//! What each sort of step shows.

use super::super::problems;
use super::super::words;
use super::{Block, Lay, Look, Page, Sort};
use crate::domain::note::NoteKind;
use crate::domain::pattern::{self, PatternKind};
use crate::domain::talk::{VoiceKind, may_count};
use crate::domain::talk_protocol::Captures;
use crate::domain::text::count;
use crate::insight::words::{LOOKED, TAGGED};
use crate::store::api::{NoteRow, TalkPattern, VoiceRow};

/// The two questions to every pattern.
const FITS: &str = "How does this fit your room?";
const SUPPORTS: &str = "What supports it? What contradicts it?";
/// Example notes of a pattern that support it, and that show the opposite.
const EXAMPLES: usize = 2;

/// The instruction, and what was just said.
pub fn title(lay: &Lay) -> Vec<Block> {
    let mut blocks = vec![lay.instruction()];
    let hand = lay.hand(None);
    let more = lay.view.voices.iter().filter(|v| v.step == Some(lay.run.step)).count();
    blocks.extend(hand);
    if more > 1 {
        blocks.push(Block::new(Look::Dim, format!("{more} statements in this step so far")).going(2));
    }
    blocks.extend(promises_made(lay));
    blocks
}

fn promises_made(lay: &Lay) -> Vec<Block> {
    if lay.step.captures != Captures::Promises {
        return Vec::new();
    }
    let promise = |p: &crate::store::api::PromiseRow| {
        let due = p.due.map_or(String::new(), |d| format!(" · by {}", lay.when.day(d)));
        Block::new(Look::Strong, format!("{}{due}", lay.seen.text(&p.text)))
    };
    lay.view.promises.iter().map(promise).collect()
}

pub fn where_we_looked(lay: &Lay) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        words::walked(&lay.view.walked, lay.when).into_iter().map(|w| Block::new(Look::Strong, w)).collect();
    blocks.push(lay.instruction().going(1));
    blocks.extend(lay.hand(None));
    blocks
}

/// Patterns wait for the first statement.
pub fn gate(lay: &Lay) -> Vec<Block> {
    vec![
        Block::new(Look::Strong, "Before anything is shown: what do you see in your own rooms?"),
        Block::new(
            Look::Plain,
            "Nobody has spoken yet. Once something stands on the wall, people answer it, and what they would have said \
             by themselves is not heard.",
        )
        .going(1),
        Block::new(Look::Dim, "Ctrl-F shows patterns first all the same. It is kept that they came first.").going(2),
    ]
    .into_iter()
    .chain(lay.hand(None))
    .collect()
}

// ── Last time ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// You said; this is what happened.
pub fn last_time(lay: &Lay) -> Vec<Page> {
    let view = lay.view;
    let mut pages = vec![lay.page(Sort::Words, vec![lay.instruction()])];
    let label = |text: &str| Block::new(Look::Dim, text);
    for voice in &view.last_time {
        let why = lay.seen.text(&voice.why);
        let became = Block::new(Look::Plain, words::became(voice, &why, lay.when));
        pages.push(lay.page(Sort::Words, vec![label("You said"), lay.quote(voice), label("What happened"), became]));
    }
    for promise in &view.earlier_promises {
        let why = lay.seen.text(&promise.why);
        let kept = Block::new(Look::Plain, words::kept(promise, &why, lay.when));
        let text = Block::new(Look::Strong, lay.seen.text(&promise.text));
        pages.push(lay.page(Sort::Words, vec![label("I promised"), text, kept]));
    }
    for trial in &view.trials {
        let mut blocks = vec![label("We try"), Block::new(Look::Strong, lay.seen.text(&trial.change))];
        if !trial.prediction.is_empty() {
            blocks.push(Block::new(Look::Plain, format!("We expect: {}", lay.seen.text(&trial.prediction))).going(1));
        }
        blocks.push(Block::new(Look::Plain, words::looked_again(trial, lay.when)));
        if let Some(learned) = trial.check_ins.last().map(|c| &c.learning).filter(|l| !l.is_empty()) {
            blocks.push(Block::new(Look::Plain, lay.seen.text(learned)).going(2));
        }
        pages.push(lay.page(Sort::Words, blocks));
    }
    if pages.len() == 1 {
        let first = "This is the first talk with this team that is kept here.";
        return vec![lay.page(Sort::Words, vec![Block::new(Look::Strong, first)])];
    }
    pages
}

// ── Patterns ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The instruction, then one pattern a page.
pub fn patterns(lay: &Lay, strengths: bool) -> Vec<Page> {
    let mut pages = vec![lay.page(Sort::Words, title(lay))];
    let brought = lay.view.patterns.iter().filter(|p| (p.pattern.kind == PatternKind::Strength) == strengths);
    pages.extend(brought.filter_map(|p| one(lay, p, strengths)));
    if pages.len() == 1 {
        let none =
            if strengths { "No strength was brought to this talk." } else { "Nothing else was brought to this talk." };
        if let Some(page) = pages.first_mut() {
            page.blocks.insert(0, Block::new(Look::Strong, none));
        }
    }
    pages
}

/// A pattern by itself; `None` where the leader left it out.
fn one(lay: &Lay, p: &TalkPattern, strength: bool) -> Option<Page> {
    let Some(statement) = lay.seen.piece(p.pattern.uid, &p.pattern.statement) else { return worded_too_openly(lay, p) };
    let which = if p.pattern.tag.is_some() && p.pattern.look_for.is_none() { TAGGED } else { LOOKED };
    let mut blocks = vec![Block::new(Look::Strong, pattern::title(&statement, p.pattern.status))];
    let said = match lay.seen.numbers(p.pattern.uid) {
        true => words::how_often(&p.pattern.counted(), which),
        false => vec!["How often is not said here, so that nobody can be told by it.".to_string()],
    };
    blocks.extend(said.into_iter().zip(0..).map(|(text, n)| {
        let block = Block::new(Look::Plain, text).going(1);
        if n > 0 { block.joined() } else { block }
    }));
    let supports = examples(lay, &p.supports);
    let opposite = examples(lay, &p.complicates);
    let joined = |(n, block): (usize, Block)| if n > 0 { block.joined() } else { block };
    blocks.extend(supports.into_iter().take(EXAMPLES).enumerate().map(joined));
    if let Some(example) = opposite.into_iter().next() {
        blocks.push(Block::new(Look::Dim, "and the other way round").going(4));
        blocks.push(example.joined());
    }
    blocks.extend(elsewhere(lay, p));
    blocks.extend(teachers(lay, p));
    blocks.extend(questions(lay, strength));
    Some(lay.page(Sort::Pattern(p.pattern.uid), blocks))
}

/// The team's new words could tell whose room it was: they are not shown, and can be worded once more.
fn worded_too_openly(lay: &Lay, p: &TalkPattern) -> Option<Page> {
    let uid = p.pattern.uid;
    let here = lay.run.reworded.contains(&uid) && lay.view.checked(uid).is_some_and(|c| !c.left_out);
    let blocks = vec![
        Block::new(Look::Strong, "These words could tell whose room it was, so they are not shown."),
        Block::new(Look::Dim, "Ctrl-E words it once more. Ctrl-Z brings back what was there.").going(1),
    ];
    here.then(|| lay.page(Sort::Pattern(uid), blocks))
}

/// Of these notes those that the leader chose to show, in the leader's order.
fn examples(lay: &Lay, of: &[NoteRow]) -> Vec<Block> {
    let chosen = lay.view.notes.iter().filter(|n| of.iter().any(|o| o.uid == n.uid));
    let shown = chosen.filter_map(|n| Some((n.kind, lay.seen.piece(n.uid, &n.text)?)));
    shown
        .map(|(kind, text)| match kind {
            NoteKind::Quote if !text.starts_with(['“', '"', '„', '«']) => format!("“{text}”"),
            _ => text,
        })
        .map(|text| Block::new(Look::Plain, text).going(3))
        .collect()
}

/// One card of evidence from elsewhere.
fn elsewhere(lay: &Lay, p: &TalkPattern) -> Option<Block> {
    let card = p.elsewhere.first()?;
    let of = match (card.count, card.of) {
        (Some(k), Some(n)) => format!(": {k} of {n}"),
        _ => String::new(),
    };
    let text = format!("From elsewhere ({}): {}{of}", lay.seen.text(&card.source), lay.seen.text(&card.text));
    Some(Block::new(Look::Plain, text).going(4))
}

/// The statement in hand, else the newest that was linked to the pattern in this talk.
fn teachers(lay: &Lay, p: &TalkPattern) -> Vec<Block> {
    let hand = lay.hand(Some(p.pattern.uid));
    if !hand.is_empty() {
        return hand;
    }
    let linked = |v: &&VoiceRow| v.links.iter().any(|l| l.0 == p.pattern.uid) && v.kind != VoiceKind::Objection;
    let Some(voice) = lay.view.voices.iter().rfind(linked) else { return Vec::new() };
    let about = Block::new(Look::Dim, lay.about(voice, Some(p.pattern.uid))).going(2).joined();
    vec![lay.quote(voice).going(2), about]
}

fn questions(lay: &Lay, strength: bool) -> Vec<Block> {
    match lay.step.captures {
        Captures::Noticed | Captures::Statements if !strength => {
            vec![Block::new(Look::Plain, FITS), Block::new(Look::Plain, SUPPORTS).joined()]
        }
        _ => vec![Block::new(Look::Plain, lay.seen.text(&lay.step.instruction))],
    }
}

/// What nobody looked for, by what is known of the patterns brought.
pub fn not_looked_for(lay: &Lay) -> Vec<Page> {
    let mut pages = vec![lay.page(Sort::Words, title(lay))];
    let mut rows: Vec<Block> = Vec::new();
    for p in &lay.view.patterns {
        let Some(statement) = lay.seen.piece(p.pattern.uid, &p.pattern.statement) else { continue };
        rows.push(Block::new(Look::Strong, statement));
        if lay.seen.numbers(p.pattern.uid) {
            rows.push(Block::new(Look::Plain, words::not_looked(&p.pattern.counted())).joined());
        }
    }
    let all = "Everything that stands on no sheet of look-fors was seen by chance, or not at all.";
    for some in rows.chunks(lay.fit * 2) {
        pages.push(lay.page(Sort::Words, some.to_vec()));
    }
    if let Some(page) = pages.last_mut() {
        page.blocks.push(Block::new(Look::Plain, all).going(1));
    }
    pages
}

/// What the leader expected.
pub fn hunch(lay: &Lay) -> Vec<Block> {
    match &lay.view.hunch {
        Some((_, expected)) => vec![
            Block::new(Look::Dim, "Written down by the leader before the walk"),
            Block::new(Look::Plain, "I expected:"),
            Block::new(Look::Strong, lay.seen.text(expected)).joined(),
            Block::new(Look::Plain, "What of it is right, and what did I not see?").going(1),
        ],
        None => {
            let sealed = "The leader wrote down before the walk what they expected.";
            let key = Block::new(Look::Dim, "Ctrl-O opens it").going(2);
            vec![Block::new(Look::Strong, sealed), lay.instruction().going(1), key]
        }
    }
}

// ── What was said, what is agreed ───────────────────────────────────────────────────────────────────────────────────

/// What was said so far, a few statements a page, the newest last.
pub fn said(lay: &Lay) -> Vec<Page> {
    let spoken: Vec<&VoiceRow> = lay.view.voices.iter().filter(|v| v.kind != VoiceKind::Objection).collect();
    let mut first = vec![lay.instruction()];
    if let Some(words) = worded(lay) {
        first.push(words);
        first.extend(agreed(lay));
    }
    if spoken.is_empty() {
        first.push(Block::new(Look::Dim, "Nothing was said yet.").going(1));
    }
    let mut pages = vec![lay.page(Sort::Words, first)];
    for some in spoken.chunks(lay.fit) {
        let blocks =
            some.iter().flat_map(|v| [lay.quote(v), Block::new(Look::Dim, lay.about(v, None)).going(1).joined()]);
        pages.push(lay.page(Sort::Said, blocks.collect()));
    }
    pages
}

/// The problem in the words it has so far.
fn worded(lay: &Lay) -> Option<Block> {
    problems::wording(lay.view).map(|w| Block::new(Look::Quote, lay.seen.text(w)))
}

pub fn shared_problem(lay: &Lay) -> Vec<Page> {
    let mut blocks: Vec<Block> = Vec::new();
    match worded(lay) {
        Some(words) => {
            blocks.push(words);
            blocks.extend(agreed(lay));
        }
        None => blocks.push(Block::new(Look::Strong, "No problem is worded yet.")),
    }
    blocks.push(lay.instruction().going(2));
    blocks.extend(lay.hand(None));
    let mut pages = vec![lay.page(Sort::Words, blocks)];
    let causes: Vec<&VoiceRow> = lay.view.voices.iter().filter(|v| v.kind == VoiceKind::Cause).collect();
    if lay.step.captures == Captures::Causes {
        for some in causes.chunks(lay.fit) {
            let blocks =
                some.iter().flat_map(|v| [lay.quote(v), Block::new(Look::Dim, lay.about(v, None)).going(1).joined()]);
            pages.push(lay.page(Sort::Said, blocks.collect()));
        }
    }
    pages
}

/// Whose words it is in, and that it was agreed.
fn agreed(lay: &Lay) -> Option<Block> {
    let problem = lay.view.problems.last()?;
    let mut parts: Vec<String> = problem.origin.map(|o| o.words().to_string()).into_iter().collect();
    parts.extend(problem.agreed.map(|day| format!("agreed on {}", lay.when.day(day))));
    if !problem.agreement.is_empty() && (may_count(problem.people) || problem.agreed.is_some()) {
        parts.push(lay.seen.text(&problem.agreement));
    }
    Some(Block::new(Look::Dim, parts.join(" · ")).going(1).joined())
}

/// The end: what was agreed and promised.
pub fn closing(lay: &Lay) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    if let Some(words) = lay.view.problems.last().map(|p| lay.seen.text(&p.wording)) {
        blocks.push(Block::new(Look::Quote, words));
        blocks.extend(agreed(lay));
    }
    for promise in &lay.view.promises {
        let due = promise.due.map_or(String::new(), |d| format!(", by {}", lay.when.day(d)));
        blocks.push(Block::new(Look::Plain, format!("Promised{due}: {}", lay.seen.text(&promise.text))).going(1));
    }
    let said = lay.view.voices.len();
    if said > 0 {
        let kept = format!("{} kept word for word.", count(said, "statement is", "statements are"));
        blocks.push(Block::new(Look::Plain, kept).going(1));
    }
    blocks.push(Block::new(Look::Strong, "Thank you."));
    blocks
}
