//! The page for the leadership above: the same facts over a span of days, no team singled out. No team is named, and words
//! that a team or its talks brought forth stand there only where at least three teams are behind them; else they are
//! counted. Shares are told roughly, so that two such pages of different days cannot be taken off each other.

use super::gather::Above;
use super::sieve::{Of, Sieve};
use super::{Page, Pages, With, calm, filters, foot, gaps, told};
use crate::domain::agreements::day_words;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::pattern::{self, PatternKind};
use crate::domain::talk::{Origin, TrialDecision};
use crate::domain::text::count;
use crate::domain::time::day_of_number;
use crate::exchange::papers::rendered;
use crate::insight::heat::FEWEST_VISITS;
use crate::store::api::{PatternRow, ProblemRow, TrialRow};
use askama::Template;
use std::collections::HashSet;

/// From this many teams on it cannot be told which of them is meant.
pub const FEWEST_TEAMS: usize = 3;

const FEW_TEAMS: &str =
    "Fewer than three teams are behind this, so it is counted and not told in words. The teams can tell it themselves.";

#[derive(Debug, Default)]
struct Texts {
    days: String,
    walked: Vec<String>,
    talked: Vec<String>,
    patterns: Vec<PatternText>,
    /// What was counted, then words where they may stand.
    problems: Told,
    trials: Told,
    promises: String,
    left_out: String,
    foot: String,
}

#[derive(Debug, Default)]
struct Told {
    counted: Vec<String>,
    items: Vec<Item>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    text: String,
    more: String,
}

#[derive(Debug)]
struct PatternText {
    title: String,
    often: String,
}

#[derive(Template)]
#[template(path = "talk-above.html")]
struct Html<'a> {
    t: &'a Texts,
}

#[derive(Template)]
#[template(path = "talk-above.md", escape = "none")]
struct Markdown<'a> {
    t: &'a Texts,
}

/// The page of a span of days for those the leader reports to.
pub fn pages(above: &Above, with: &With) -> Pages {
    let shown: Vec<&str> = above.talks.iter().map(|t| t.shown.as_str()).collect();
    let sieve = Sieve::new(with.names, with.facts, None, &shown).of_talks(&above.talks).without_teams(&above.teams);
    let mut t = texts(above, &sieve, with);
    t.left_out = gaps(sieve.left_out_count(), &rendered(&Html { t: &t }));
    let (from, until) = (day_of_number(above.days.from), day_of_number(above.days.until));
    let name = |ending: &str| format!("walks-and-talks-{from}-to-{until}.{ending}");
    Pages {
        html: Page { name: name("html"), body: calm(&rendered(&Html { t: &t }), 0) },
        markdown: Page { name: name("md"), body: calm(&rendered(&Markdown { t: &t }), 1) },
        left_out: sieve.left_out(),
    }
}

fn texts(above: &Above, sieve: &Sieve, with: &With) -> Texts {
    let (from, until) = (day_of_number(above.days.from), day_of_number(above.days.until));
    Texts {
        days: format!("{} to {}", day_words(from), day_words(until)),
        walked: walked(above),
        talked: talked(above),
        patterns: patterns(above, sieve),
        problems: problems(above, sieve),
        trials: trials(above, sieve),
        promises: promises(above),
        left_out: String::new(),
        foot: foot(with),
    }
}

fn walked(above: &Above) -> Vec<String> {
    let mut said = vec![told::walked(&above.walked)];
    if above.walked.visits >= FEWEST_VISITS {
        said.push(match above.asked {
            0 => "None of these visits was asked for by a teacher.".into(),
            n => format!("Teachers asked for {n} of these {} visits.", above.walked.visits),
        });
    }
    if above.invitations > 0 {
        let left = count(above.invitations, "question of their own", "questions of their own");
        said.push(format!("Teachers left {left} for a visit. The answers go to them alone."));
    }
    said
}

/// Different teams behind something; nobody knows which is one.
fn teams<'a>(of: impl Iterator<Item = Option<&'a (Uid, String)>>) -> usize {
    of.map(|team| team.map(|t| t.0)).collect::<HashSet<_>>().len()
}

fn talked(above: &Above) -> Vec<String> {
    if above.talks.is_empty() {
        return vec!["There was no talk with a team.".into()];
    }
    let with = match teams(above.talks.iter().map(|t| t.talk.team.as_ref())) {
        n if n >= FEWEST_TEAMS => format!("{n} teams"),
        _ if above.talks.len() == 1 => "a team".into(),
        _ => "teams".into(),
    };
    let mut said = vec![format!("{} with {with}.", count(above.talks.len(), "talk", "talks"))];
    let first = above.talks.iter().filter(|t| t.patterns_first).count();
    said.push(match first {
        0 => "Teachers spoke before any pattern was shown.".into(),
        n => format!("In {} patterns were shown before anybody had spoken.", count(n, "talk", "talks")),
    });
    let wanted = || above.voices.iter().filter(|v| v.kind.wants_answer());
    let (all, answered) = (wanted().count(), wanted().filter(|v| v.answer.is_some()).count());
    if all > 0 {
        let kept = count(all, "statement of teachers is", "statements of teachers are");
        said.push(format!(
            "{kept} kept word for word; {answered} of them {} answered.",
            if answered == 1 { "is" } else { "are" }
        ));
    }
    said
}

// ── Patterns ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Patterns that were talked about, strengths first; each once.
fn patterns(above: &Above, sieve: &Sieve) -> Vec<PatternText> {
    let mut met: HashSet<Uid> = HashSet::new();
    let brought = above.talks.iter().flat_map(|t| &t.patterns).map(|p| &p.pattern);
    let mut rows: Vec<&PatternRow> = brought.filter(|p| met.insert(p.uid)).collect();
    rows.order_by_key(|p| (p.kind != PatternKind::Strength, p.statement.clone()));
    let one = |p: &PatternRow| {
        let statement = sieve.piece("a pattern", p.uid)?;
        let often = told::roughly(&p.counted(), sieve.numbers(p.uid));
        Some(PatternText { title: pattern::title(&statement, p.status), often })
    };
    rows.into_iter().filter_map(one).collect()
}

// ── What teams took on ──────────────────────────────────────────────────────────────────────────────────────────────

/// What was counted, and the words where enough teams are behind them, in the order of the alphabet.
fn told(counted: Vec<String>, teams: usize, items: impl FnOnce() -> Vec<Item>) -> Told {
    if teams < FEWEST_TEAMS {
        let counted = counted.into_iter().chain((teams > 0).then(|| FEW_TEAMS.to_string())).collect();
        return Told { counted, items: Vec::new() };
    }
    let mut items = items();
    items.order();
    Told { counted, items }
}

fn problems(above: &Above, sieve: &Sieve) -> Told {
    let all = &above.problems;
    let own = all.iter().filter(|p| matches!(p.origin, Some(Origin::Team | Origin::Both))).count();
    let counted = match all.len() {
        0 => "No team has agreed on a shared problem.".into(),
        1 => format!(
            "Teams agreed on 1 shared problem, {} in words of theirs.",
            if own == 1 { "and it is" } else { "not" }
        ),
        n => format!("Teams agreed on {n} shared problems; {own} of them are in words of theirs."),
    };
    let one = |p: &ProblemRow| {
        let text = sieve.text("a shared problem", Of::Said, Some(p.uid), &p.wording)?;
        Some(Item { text, more: String::new() })
    };
    told(vec![counted], teams(all.iter().map(|p| p.team.as_ref())), || all.iter().filter_map(one).collect())
}

fn trials(above: &Above, sieve: &Sieve) -> Told {
    let all = &above.trials;
    let last = |t: &TrialRow| t.check_ins.iter().rev().find_map(|c| c.decision);
    let mut counted = vec![match all.len() {
        0 => "Nothing is tried yet.".into(),
        n => format!("{}.", count(n, "small trial", "small trials")),
    }];
    let again = all.iter().filter(|t| !t.check_ins.is_empty()).count();
    if again > 0 {
        let by: Vec<String> = TrialDecision::ALL
            .iter()
            .map(|d| (all.iter().filter(|t| last(t) == Some(*d)).count(), decided(*d)))
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
        let decided = if by.is_empty() { String::new() } else { format!(": {}", by.join(", ")) };
        counted.push(format!(
            "{} looked at again{decided}.",
            if again == 1 { "1 was".into() } else { format!("{again} were") }
        ));
    }
    let one = |t: &TrialRow| {
        let text = sieve.text("what is tried", Of::Planned, Some(t.uid), &t.change)?;
        let learned = t.check_ins.iter().map(|c| sieve.or_empty("what was learned", Of::Found, &c.learning));
        let learned: Vec<String> = learned.filter(|l| !l.is_empty()).collect();
        Some(Item { text, more: learned.join(" ") })
    };
    told(counted, teams(all.iter().map(|t| t.team.as_ref())), || all.iter().filter_map(one).collect())
}

fn decided(decision: TrialDecision) -> &'static str {
    match decision {
        TrialDecision::Adopt => "adopted",
        TrialDecision::Adapt => "adapted",
        TrialDecision::Abandon => "abandoned",
    }
}

fn promises(above: &Above) -> String {
    let all = above.promises.len();
    if all == 0 {
        return "Nothing was promised.".into();
    }
    let kept = above.promises.iter().filter(|p| p.kept.is_some()).count();
    let not = above.promises.iter().filter(|p| p.kept.is_none() && !p.why.trim().is_empty()).count();
    let open = all - kept - not;
    let mut parts = vec![format!("{kept} kept"), format!("{open} open")];
    parts.extend((not > 0).then(|| format!("{not} that will not be kept, with the reason told to the team")));
    format!("{} to teams: {}.", count(all, "promise", "promises"), parts.join(", "))
}
