//! The page of one talk for its team.

use super::dots::{self, Dots};
use super::sieve::{Of, Sieve};
use super::{PART, Page, Pages, TakeHome, With, calm, filters, foot, gaps, told};
use crate::domain::agreements::day_words;
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::order::InOrder;
use crate::domain::pattern::{self, PatternKind};
use crate::domain::talk::{LinkKind, PollKind, VoiceKind, may_count, may_tell};
use crate::domain::text::count;
use crate::domain::time::{day_number, day_of_number, local_time};
use crate::exchange::papers::rendered;
use crate::insight::heat::FEWEST_VISITS;
use crate::insight::words::{LOOKED, TAGGED};
use crate::store::api::{
    ElsewhereRow, NoteRow, PollRow, ProblemRow, PromiseRow, TalkPattern, TalkView, TrialRow, VoiceRow,
};
use askama::Template;
use chrono::NaiveDate;

/// What holds for all that stands on no sheet.
const BY_CHANCE: &str = "Everything that stands on no sheet of look-fors was seen by chance, or not at all.";

#[derive(Debug, Default)]
struct Texts {
    when: String,
    about: String,
    walked: String,
    hunch: String,
    strengths: Vec<PatternText>,
    patterns: Vec<PatternText>,
    /// Notes that were shown by themselves.
    notes: Vec<String>,
    /// What was said, in parts: before anything was shown, and after.
    said: Vec<SaidText>,
    problems: Vec<ProblemText>,
    objections: Vec<VoiceText>,
    trials: Vec<TrialText>,
    /// What was tried before, and what was learned.
    before: Vec<TrialText>,
    again: Vec<String>,
    promises: Vec<PromiseText>,
    not_looked: Vec<String>,
    by_chance: &'static str,
    left_out: String,
    foot: String,
}

#[derive(Debug)]
struct PatternText {
    /// By this number voices name it.
    number: usize,
    title: String,
    numbers: Vec<String>,
    examples: Vec<String>,
    opposite: Vec<String>,
    elsewhere: Vec<String>,
    dots: String,
}

#[derive(Debug)]
struct SaidText {
    title: &'static str,
    voices: Vec<VoiceText>,
}

#[derive(Debug)]
struct VoiceText {
    text: String,
    about: String,
}

#[derive(Debug)]
struct ProblemText {
    wording: String,
    about: String,
    agreement: String,
    counts: Vec<CountText>,
    causes: Vec<VoiceText>,
}

#[derive(Debug)]
struct CountText {
    question: String,
    said: String,
    /// For those who cannot see the dots.
    counts: String,
    dots: Option<Dots>,
}

#[derive(Debug)]
struct TrialText {
    change: String,
    /// Label and text.
    lines: Vec<(&'static str, String)>,
}

#[derive(Debug)]
struct PromiseText {
    text: String,
    state: String,
}

#[derive(Template)]
#[template(path = "talk.html")]
struct Html<'a> {
    t: &'a Texts,
}

#[derive(Template)]
#[template(path = "talk.md", escape = "none")]
struct Markdown<'a> {
    t: &'a Texts,
}

pub fn pages(talk: &TakeHome, with: &With) -> Pages {
    let view = talk.view;
    let sieve =
        Sieve::new(with.names, with.facts, view.talk.people, &[&view.shown]).of_talks(std::slice::from_ref(view));
    let mut t = Made { view, sieve: &sieve, with, order: Vec::new() }.texts(talk.trials);
    t.left_out = gaps(sieve.left_out_count(), &rendered(&Html { t: &t }));
    let day = day_of(view, with);
    let name = |ending: &str| format!("take-home-{}.{ending}", day.format("%Y-%m-%d"));
    Pages {
        html: Page { name: name("html"), body: calm(&rendered(&Html { t: &t }), 0) },
        markdown: Page { name: name("md"), body: calm(&rendered(&Markdown { t: &t }), 1) },
        left_out: sieve.left_out(),
    }
}

/// The day of a talk: when it began, else the one it is planned for.
fn day_of(view: &TalkView, with: &With) -> NaiveDate {
    let began = view.talk.started.map(|at| local_time(at, with.now.offset).date_naive());
    began.or(view.talk.day.map(day_of_number)).unwrap_or_else(|| with.now.today())
}

struct Made<'a> {
    view: &'a TalkView,
    sieve: &'a Sieve<'a>,
    with: &'a With<'a>,
    /// The patterns on the page; their places from 1 are their numbers.
    order: Vec<Uid>,
}

impl Made<'_> {
    fn texts(mut self, trials: &[TrialRow]) -> Texts {
        let (view, sieve) = (self.view, self.sieve);
        let strengths = self.patterns(true);
        let patterns = self.patterns(false);
        let ours = |trial: &&TrialRow| {
            trial.problem.as_ref().is_some_and(|(uid, _)| view.problems.iter().any(|p| p.uid == *uid))
        };
        let trials: Vec<&TrialRow> = trials.iter().filter(ours).collect();
        Texts {
            when: day_words(day_of(view, self.with)),
            about: sieve.label(&view.talk.protocol),
            walked: self.walked(),
            hunch: view
                .hunch
                .as_ref()
                .map(|(_, expected)| sieve.or_empty("a hunch", Of::Planned, expected))
                .unwrap_or_default(),
            strengths,
            patterns,
            notes: self.other_notes(),
            said: self.said(),
            problems: view.problems.iter().filter_map(|p| self.problem(p)).collect(),
            objections: self.voices(|v| v.kind == VoiceKind::Objection),
            again: trials.iter().filter_map(|t| told::looked_at_again(t)).collect(),
            trials: trials.iter().filter_map(|t| self.trial(t)).collect(),
            before: view.trials.iter().filter_map(|t| self.trial(t)).collect(),
            promises: self.promises(),
            not_looked: self.not_looked(),
            by_chance: if view.patterns.is_empty() { "" } else { BY_CHANCE },
            left_out: String::new(),
            foot: foot(self.with),
        }
    }

    /// Whether nobody has visited since the talk: then its numbers are those that were on the wall.
    fn as_shown(&self) -> bool {
        self.view.walked.last_day.is_none_or(|last| last <= day_number(day_of(self.view, self.with)))
    }

    /// How much was walked.
    fn walked(&self) -> String {
        let walked = told::walked(&self.view.walked);
        if self.as_shown() {
            return walked;
        }
        let today = day_words(self.with.now.today());
        format!("{walked} More was visited since the talk: this is how it stands on {today}, told roughly.")
    }

    // ── What we saw ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// Strengths, or all others, in the leader's order.
    fn patterns(&mut self, strengths: bool) -> Vec<PatternText> {
        let view = self.view;
        let brought = view.patterns.iter().filter(|p| (p.pattern.kind == PatternKind::Strength) == strengths);
        brought.filter_map(|p| self.pattern(p)).collect()
    }

    fn pattern(&mut self, p: &TalkPattern) -> Option<PatternText> {
        let statement = self.sieve.piece("a pattern", p.pattern.uid)?;
        self.order.push(p.pattern.uid);
        let which = if p.pattern.tag.is_some() && p.pattern.look_for.is_none() { TAGGED } else { LOOKED };
        let may = self.sieve.numbers(p.pattern.uid);
        let numbers = if may && self.as_shown() {
            told::how_often(&p.pattern.counted(), which)
        } else {
            vec![told::roughly(&p.pattern.counted(), may)]
        };
        Some(PatternText {
            number: self.order.len(),
            title: pattern::title(&statement, p.pattern.status),
            numbers,
            examples: self.examples(&p.supports),
            opposite: self.examples(&p.complicates),
            elsewhere: p.elsewhere.iter().filter_map(|card| self.card(card)).collect(),
            dots: self.dots(p),
        })
    }

    /// Of these notes those that were chosen to be shown, in the leader's order.
    fn examples(&self, of: &[NoteRow]) -> Vec<String> {
        let chosen = self.view.notes.iter().filter(|n| of.iter().any(|o| o.uid == n.uid));
        chosen.filter_map(|n| self.note(n)).collect()
    }

    fn note(&self, note: &NoteRow) -> Option<String> {
        let text = self.sieve.piece("a note", note.uid)?;
        Some(if note.kind == NoteKind::Quote { quoted(&text) } else { text })
    }

    /// Notes that were chosen to be shown and belong to none of the patterns.
    fn other_notes(&self) -> Vec<String> {
        let of = |p: &TalkPattern, n: &NoteRow| p.supports.iter().chain(&p.complicates).any(|o| o.uid == n.uid);
        let others = self.view.notes.iter().filter(|n| !self.view.patterns.iter().any(|p| of(p, n)));
        others.filter_map(|n| self.note(n)).collect()
    }

    /// Evidence from elsewhere with its denominator.
    fn card(&self, card: &ElsewhereRow) -> Option<String> {
        let text = self.sieve.text("evidence from elsewhere", Of::Planned, Some(card.uid), &card.text)?;
        let of = match (card.count, card.of) {
            (Some(k), Some(n)) if n >= FEWEST_VISITS => format!(" ({k} of {n})"),
            _ => String::new(),
        };
        let source = self.sieve.or_empty("a source", Of::Planned, &card.source);
        let source = if source.is_empty() { String::new() } else { format!("{source}: ") };
        Some(format!("{source}{text}{of}"))
    }

    /// Dots that a pattern got, in the newest round; of teams that are large enough.
    fn dots(&self, p: &TalkPattern) -> String {
        let counted = |poll: &&PollRow| poll.kind == PollKind::Dots && poll.pattern == Some(p.pattern.uid);
        match self.view.polls.iter().filter(counted).max_by_key(|poll| poll.round) {
            Some(poll) if may_count(self.view.talk.people) => {
                let all = poll.counts.iter().fold(0u32, |sum, n| sum.saturating_add(*n));
                format!("We gave it {}.", count(all as usize, "dot", "dots"))
            }
            _ => String::new(),
        }
    }

    // ── What we said ────────────────────────────────────────────────────────────────────────────────────────────────

    fn said(&self) -> Vec<SaidText> {
        let spoken = |v: &VoiceRow| !matches!(v.kind, VoiceKind::Objection | VoiceKind::Cause);
        let before = self.voices(|v| spoken(v) && v.before_patterns);
        let after = self.voices(|v| spoken(v) && !v.before_patterns);
        let (first, then) = match (self.view.patterns_first, before.is_empty() || after.is_empty()) {
            (true, _) => ("", "Patterns were shown before anybody had spoken."),
            (false, true) if after.is_empty() => ("Before any pattern was shown", ""),
            (false, _) => ("Before any pattern was shown", "After the patterns"),
        };
        [(first, before), (then, after)]
            .into_iter()
            .filter(|(_, voices)| !voices.is_empty())
            .map(|(title, voices)| SaidText { title, voices })
            .collect()
    }

    fn voices(&self, of: impl Fn(&VoiceRow) -> bool) -> Vec<VoiceText> {
        self.view.voices.iter().filter(|v| of(v)).filter_map(|v| self.voice(v)).collect()
    }

    /// Word for word, with its kind and who said it, and what it is to the patterns.
    fn voice(&self, voice: &VoiceRow) -> Option<VoiceText> {
        let text = self.sieve.text("a statement", Of::Said, Some(voice.uid), &voice.text)?;
        let mut about = match voice.kind {
            VoiceKind::Cause => vec![self.sieve.or_empty("the heading of a cause", Of::Said, &voice.bone)],
            kind => vec![kind.words().to_string(), super::speaker(self.sieve, voice)],
        };
        about.extend(self.links(voice));
        if voice.two_versions {
            about.push("changed on two laptops; this is the newer wording".into());
        }
        about.retain(|part| !part.is_empty());
        Some(VoiceText { text: quoted(&text), about: about.join(PART) })
    }

    /// "contradicts 2": by the numbers of the patterns on this page.
    fn links(&self, voice: &VoiceRow) -> Vec<String> {
        let place = |uid| self.order.iter().position(|p| *p == uid).map(|at| at + 1);
        let link =
            |(uid, _, kind): &(Uid, String, LinkKind)| place(*uid).map(|n| format!("{} {n}", super::link_words(*kind)));
        voice.links.iter().filter_map(link).collect()
    }

    // ── What we agreed, what we try ─────────────────────────────────────────────────────────────────────────────────

    fn problem(&self, problem: &ProblemRow) -> Option<ProblemText> {
        let wording = self.sieve.text("the shared problem", Of::Said, Some(problem.uid), &problem.wording)?;
        let mut about: Vec<String> = problem.origin.map(|o| format!("In {}", super::whose(o))).into_iter().collect();
        about.push(match problem.agreed {
            Some(day) => format!("agreed on {}", told::day(day)),
            None => "not agreed on yet".into(),
        });
        let counted = |poll: &&PollRow| poll.problem == Some(problem.uid) || self.view.problems.len() == 1;
        let polls: Vec<&PollRow> = self.view.polls.iter().filter(counted).collect();
        let causes = |v: &VoiceRow| v.kind == VoiceKind::Cause && v.problem.is_none_or(|p| p == problem.uid);
        Some(ProblemText {
            wording,
            about: super::capital(&about.join(", ")),
            agreement: self.sieve.or_empty("what was agreed", Of::Said, &problem.agreement),
            counts: [PollKind::Real, PollKind::Now].into_iter().flat_map(|kind| self.counts(&polls, kind)).collect(),
            causes: self.voices(causes),
        })
    }

    /// The newest count of one question; the one before it stands beside it in words.
    fn counts(&self, polls: &[&PollRow], kind: PollKind) -> Option<CountText> {
        if !may_count(self.view.talk.people) {
            return None;
        }
        let mut rounds: Vec<&&PollRow> = polls.iter().filter(|p| p.kind == kind && may_tell(&p.counts)).collect();
        rounds.order_by_key(|poll| poll.round);
        let newest = rounds.pop()?;
        let before = rounds.pop().map(|poll| format!(" Before that: {}", told::stand(poll))).unwrap_or_default();
        Some(CountText {
            question: kind.words().into(),
            said: format!("{}{before}", told::stand(newest)),
            counts: dots::in_words(&newest.counts),
            dots: dots::laid_out(&newest.counts),
        })
    }

    fn trial(&self, trial: &TrialRow) -> Option<TrialText> {
        let change = self.sieve.text("what is tried", Of::Planned, Some(trial.uid), &trial.change)?;
        let plan = |own: &str| self.sieve.or_empty("a line of a trial", Of::Planned, own);
        let found = |own: &str| self.sieve.or_empty("what came of a trial", Of::Found, own);
        let mut lines = vec![
            ("We ask", plan(&trial.question)),
            ("We expect", plan(&trial.prediction)),
            ("We will see it by", plan(&trial.measure)),
            ("Who", plan(&trial.who)),
            ("When", plan(&trial.when)),
        ];
        if trial.seen.is_some() {
            lines.push(("What walks saw", told::seen(trial.seen)));
        }
        for check in &trial.check_ins {
            let decided = check.decision.map(|d| d.words().to_string());
            let day = check.day.map(told::day);
            lines.push(("Looked at again", [day, decided].into_iter().flatten().collect::<Vec<_>>().join(": ")));
            lines.push(("What came of it", found(&check.result)));
            lines.push(("What surprised us", found(&check.surprise)));
            lines.push(("What we learned", found(&check.learning)));
            lines.push(("What went well", found(&check.wins)));
        }
        lines.retain(|(_, text)| !text.is_empty());
        Some(TrialText { change, lines })
    }

    fn promises(&self) -> Vec<PromiseText> {
        let one = |p: &PromiseRow| {
            let text = self.sieve.text("a promise", Of::Planned, Some(p.uid), &p.text)?;
            let why = self.sieve.or_empty("why a promise will not be kept", Of::Planned, &p.why);
            Some(PromiseText { text, state: told::kept(p, &why, self.with.now) })
        };
        self.view.promises.iter().filter_map(one).collect()
    }

    /// By the patterns' numbers, where theirs may be told.
    fn not_looked(&self) -> Vec<String> {
        if !self.as_shown() {
            return Vec::new();
        }
        let row = |uid| self.view.patterns.iter().find(|p| p.pattern.uid == uid);
        let told = self.order.iter().enumerate().filter(|(_, uid)| self.sieve.numbers(**uid));
        let line =
            |(at, uid): (usize, &Uid)| Some(format!("{}: {}", at + 1, told::not_looked(&row(*uid)?.pattern.counted())));
        told.filter_map(line).collect()
    }
}

/// In quotation marks, where it has none.
pub fn quoted(text: &str) -> String {
    if text.starts_with(['“', '"', '„', '«']) { text.to_string() } else { format!("“{text}”") }
}
