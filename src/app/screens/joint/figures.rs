//! How often observers mark the same: in words at first, as figures one key away.

use crate::app::{App, perform};
use crate::domain::text::count;
use crate::insight::agreement::{Agreement, Figure, Figures, Line, ROUNDS};
use crate::insight::stats::agreement::FEWEST_JOINT;
use crate::insight::words::FEWEST_VISITS;

/// What the screens of visits seen by two are for.
pub const SENTENCE: &str = "A conversation about what you each saw, not about who is right.";

/// "the same in 3 of 4 visits"; of tags and look-fors always with the visits in which both looked.
pub fn share(line: &Line) -> String {
    format!("the same in {} of {}", line.same, count(line.of as usize, "visit", "visits"))
}

/// All look-fors together in one sentence.
pub fn summary(agreement: &Agreement) -> String {
    match &agreement.all {
        None => "No look-for was looked for by two in the same visit yet.".into(),
        Some(all) => format!(
            "All look-fors together: where two looked for the same thing, they say the same {} of {}, in {}.",
            all.same,
            count(all.of as usize, "time", "times"),
            count(all.visits as usize, "visit", "visits")
        ),
    }
}

/// The page of figures.
pub fn open(app: &mut App) {
    match &app.joint.agreement {
        None => app.tell("The visits are still being compared."),
        Some(agreement) if agreement.visits == 0 => {
            app.tell("There are figures once visits were written down by two observers.");
        }
        Some(agreement) => {
            let lines = page(agreement);
            perform::read(app, "How often observers say the same", lines);
        }
    }
}

fn page(agreement: &Agreement) -> Vec<String> {
    let visits = count(agreement.visits as usize, "visit was", "visits were");
    let mut lines = vec![format!("{visits} written down by two or more. {SENTENCE}"), String::new()];
    lines.push(summary(agreement));
    let any = agreement.all.iter().chain(&agreement.look_fors).chain(&agreement.tags).any(|l| l.figures.is_some());
    if any {
        lines.push(
            "Figures stand where two looked in ten visits or more. Ten visits are few: read the interval, not the point."
                .into(),
        );
    } else {
        lines.push(format!(
            "Where two looked in fewer than {FEWEST_JOINT} visits, only how often they say the same is shown: each \
             further visit can move it a lot."
        ));
    }
    lines.extend(agreement.all.iter().filter_map(|l| l.figures).flat_map(|f| figure_lines(&f)));
    section(&mut lines, "Look-fors, of the visits in which two looked", &agreement.look_fors);
    section(&mut lines, "Tags, of the visits that all have tagged", &agreement.tags);
    if any {
        lines.extend(explained());
    }
    lines
}

fn section(lines: &mut Vec<String>, heading: &str, all: &[Line]) {
    if all.is_empty() {
        return;
    }
    lines.extend([String::new(), heading.to_string()]);
    let (told, left_out) = told(all);
    for line in told {
        lines.push(format!("  {}: {}", line.name, share(line)));
        lines.extend(line.figures.iter().flat_map(figure_lines));
    }
    lines.extend(left_out.map(|words| format!("  {words}")));
}

/// The lines with enough visits to say something, and a sentence on how many have fewer.
pub fn told(all: &[Line]) -> (Vec<&Line>, Option<String>) {
    let (told, few): (Vec<&Line>, Vec<&Line>) = all.iter().partition(|line| line.visits >= FEWEST_VISITS);
    let words = format!("Left out: {}, each with fewer than {FEWEST_VISITS} visits to compare.", few.len());
    (told, Some(words).filter(|_| !few.is_empty()))
}

fn figure_lines(figures: &Figures) -> Vec<String> {
    let pair = |a: (&str, Option<Figure>), b: (&str, Option<Figure>)| format!("    {}; {}", said(a), said(b));
    vec![pair(("kappa", figures.kappa), ("PABAK", figures.pabak)), pair(("AC1", figures.ac1), ("alpha", figures.alpha))]
}

/// "kappa 0.45 (0.05 to 0.81)".
fn said((name, figure): (&str, Option<Figure>)) -> String {
    // No zero with a sign.
    let number = |value: f64| format!("{:.2}", if value.abs() < 0.005 { 0.0 } else { value });
    match figure {
        None => format!("{name} cannot be said"),
        Some(Figure { value, interval: None }) => format!("{name} {} (no interval)", number(value)),
        Some(Figure { value, interval: Some((low, high)) }) => {
            format!("{name} {} ({} to {})", number(value), number(low), number(high))
        }
    }
}

fn explained() -> Vec<String> {
    let intervals = format!(
        "In brackets: the 95 % interval, from drawing the visits anew {ROUNDS} times, with the same lots each time. Where \
         every drawing gives the same there is none: that is no proof that it is sure."
    );
    [
        "",
        "What the figures say: 1 is always the same, 0 what chance would give",
        "kappa: the same, less what two people who mark by their own habits would say alike by chance (Cohen 1960). It \
         drops where nearly every visit gets the same mark, also when they agree; it cannot be said where all marks are \
         the same.",
        "PABAK: how often they say the same, written so that half of the visits is 0 and all of them 1 (Byrt, Bishop and Carlin 1993).",
        "AC1: like kappa, steadier where nearly every visit gets the same mark (Gwet 2008).",
        "alpha: for any number of observers, also where some did not look (Krippendorff; Hayes and Krippendorff 2007).",
        "The first three are of visits in which exactly two looked.",
        &intervals,
        "Who is first and who is second is drawn by lot for each visit: no figure is of a person. A low one says that a \
         look-for does not mean the same to all. Talk about what it looks like, and what it does not.",
    ]
    .into_iter()
    .map(String::from)
    .collect()
}
