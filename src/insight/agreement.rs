//! How often observers of the same visit mark the same, look-for by look-for. It says whether a look-for means the same to
//! those who look, and is never counted for a person: who is first and who second is drawn by lot for each visit.

use super::stats::agreement::{FEWEST_JOINT, Fourfold, bootstrap};
use super::stats::alpha::{Scale, krippendorff};
use crate::domain::id::{Uid, split_mix};
use crate::domain::order::InOrder;
use std::collections::{BTreeMap, HashMap};

/// How often the visits are drawn anew for an interval.
pub const ROUNDS: usize = 1_000;
/// Where the drawing begins: the same file gives the same intervals again.
const SEED: u64 = 20;
/// Most tags that are listed: those given most.
const MOST_TAGS: usize = 20;

/// One visit with what each of its observers says. All lists are in the same order of observers, drawn by lot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// By look-for: seen or not seen; none: did not look.
    pub look_fors: BTreeMap<String, Vec<Option<bool>>>,
    /// The tags each gave; none unless all of them have tagged.
    pub tags: Option<Vec<Vec<Uid>>>,
}

/// A figure with its 95 % interval, where one can be given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
}

/// What is left of agreement once chance is taken off, four ways. Each is none where it cannot be said, as kappa where all
/// marks are the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Of visits with exactly two who looked.
    pub kappa: Option<Figure>,
    pub pabak: Option<Figure>,
    pub ac1: Option<Figure>,
    /// Of all visits, however many looked.
    pub alpha: Option<Figure>,
}

/// One look-for or tag, or all look-fors together.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its id; empty for all together.
    pub id: String,
    pub name: String,
    /// Visits in which at least two looked for it.
    pub visits: u32,
    /// Of how many marks it is: as many as visits, but for all look-fors together.
    pub of: u32,
    /// How many of those were marked the same by all who looked.
    pub same: u32,
    /// From ten visits on.
    pub figures: Option<Figures>,
}

/// Everything there is to say of observers who saw the same visits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agreement {
    /// Visits that two or more observers wrote down.
    pub visits: u32,
    /// All look-fors together; none where no two observers looked for the same.
    pub all: Option<Line>,
    /// Those on which observers differ most often first.
    pub look_fors: Vec<Line>,
    /// Only of visits all have tagged; those given most first.
    pub tags: Vec<Line>,
}

/// The order in which the observers of one visit are taken: as drawn by lot, and the same again for the same visit. So no
/// column, of a screen or behind a figure, is always the same person.
pub fn lots(visits: &[Uid]) -> Vec<usize> {
    let mut sorted: Vec<Uid> = visits.to_vec();
    sorted.order();
    let drawn = |visit: &Uid| {
        let all: Vec<u8> = sorted.iter().chain([visit]).flat_map(|uid| uid.0).collect();
        let mut state = Uid::of_content(&all).0.chunks(8).fold(0, |sum: u64, part| {
            sum.rotate_left(31) ^ part.iter().fold(0, |number: u64, byte| (number << 8) | u64::from(*byte))
        });
        (split_mix(&mut state), *visit)
    };
    let mut order: Vec<usize> = (0..visits.len()).collect();
    order.order_by_key(|place| visits.get(*place).map(drawn));
    order
}

/// The agreement of all visits. `names` says what look-fors and tags are called; what has no name shows its id.
pub fn agreement(cases: &[Case], look_fors: &HashMap<String, String>, tags: &HashMap<Uid, String>) -> Agreement {
    let mut by_look_for: BTreeMap<&str, Vec<Vec<Unit>>> = BTreeMap::new();
    let mut together: Vec<Vec<Unit>> = Vec::new();
    for case in cases {
        let mut units = Vec::new();
        for (id, marks) in &case.look_fors {
            if marks.iter().flatten().count() > 1 {
                by_look_for.entry(id).or_default().push(vec![marks.clone()]);
                units.push(marks.clone());
            }
        }
        if !units.is_empty() {
            together.push(units);
        }
    }
    let named = |id: &str| look_fors.get(id).cloned().unwrap_or_else(|| id.to_string());
    let mut lines: Vec<Line> = by_look_for.into_iter().map(|(id, visits)| line(id, named(id), &visits)).collect();
    let differ = |line: &Line| line.of - line.same;
    lines.order_by(|a, b| (differ(b), b.of, &a.name).cmp(&(differ(a), a.of, &b.name)));
    Agreement {
        visits: u32::try_from(cases.len()).unwrap_or(u32::MAX),
        all: (!together.is_empty()).then(|| line("", "all look-fors together".into(), &together)),
        look_fors: lines,
        tags: tag_lines(cases, tags),
    }
}

/// What the observers of one visit say of one thing.
type Unit = Vec<Option<bool>>;

fn tag_lines(cases: &[Case], names: &HashMap<Uid, String>) -> Vec<Line> {
    let tagged: Vec<&Vec<Vec<Uid>>> = cases.iter().filter_map(|c| c.tags.as_ref()).collect();
    let mut given: BTreeMap<Uid, usize> = BTreeMap::new();
    for tag in tagged.iter().flat_map(|sides| sides.iter().flatten()) {
        *given.entry(*tag).or_default() += 1;
    }
    let mut most: Vec<(Uid, usize)> = given.into_iter().collect();
    most.order_by_key(|(tag, n)| (std::cmp::Reverse(*n), names.get(tag), *tag));
    most.truncate(MOST_TAGS);
    let of = |(tag, _): (Uid, usize)| {
        let visits: Vec<Vec<Unit>> =
            tagged.iter().map(|sides| vec![sides.iter().map(|tags| Some(tags.contains(&tag))).collect()]).collect();
        let id = tag.to_text();
        let name = names.get(&tag).cloned().unwrap_or_else(|| id.clone());
        line(&id, name, &visits)
    };
    most.into_iter().map(of).collect()
}

/// One line of visits, each with one or several things that were marked.
fn line(id: &str, name: String, visits: &[Vec<Unit>]) -> Line {
    let same = |unit: &Unit| {
        let mut answers = unit.iter().flatten();
        answers.next().is_none_or(|first| answers.all(|a| a == first))
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let units = || visits.iter().flatten();
    let count = number(visits.len());
    Line {
        id: id.to_string(),
        name,
        visits: count,
        of: number(units().count()),
        same: number(units().filter(|u| same(u)).count()),
        figures: (count >= FEWEST_JOINT).then(|| figures(visits)),
    }
}

/// The four figures, each with an interval from drawing the visits anew.
fn figures(visits: &[Vec<Unit>]) -> Figures {
    let tables: Vec<Fourfold> = visits.iter().map(|units| Fourfold::of(units.iter().filter_map(pair))).collect();
    let marks: Vec<Vec<Vec<Option<u32>>>> = visits
        .iter()
        .map(|units| units.iter().map(|u| u.iter().map(|mark| mark.map(u32::from)).collect()).collect())
        .collect();
    let two = |measure: fn(&Fourfold) -> Option<f64>| {
        figure(visits.len(), &|drawn: &[usize]| {
            measure(&sum(drawn.iter().filter_map(|visit| tables.get(*visit)))).filter(|v| v.is_finite())
        })
    };
    let any = |drawn: &[usize]| {
        let units: Vec<&Vec<Option<u32>>> = drawn.iter().filter_map(|visit| marks.get(*visit)).flatten().collect();
        krippendorff(&units, Scale::Nominal)
    };
    Figures {
        kappa: two(Fourfold::kappa),
        pabak: two(Fourfold::pabak),
        ac1: two(Fourfold::ac1),
        alpha: figure(visits.len(), &any),
    }
}

/// What the two who looked say; none where others looked too, or fewer.
fn pair(unit: &Unit) -> Option<(bool, bool)> {
    let answers: Vec<bool> = unit.iter().copied().flatten().collect();
    match answers.as_slice() {
        [first, second] => Some((*first, *second)),
        _ => None,
    }
}

fn sum<'t>(tables: impl Iterator<Item = &'t Fourfold>) -> Fourfold {
    tables.fold(Fourfold::default(), |all, one| Fourfold {
        both: all.both + one.both,
        first_only: all.first_only + one.first_only,
        second_only: all.second_only + one.second_only,
        neither: all.neither + one.neither,
    })
}

fn figure(visits: usize, measure: &dyn Fn(&[usize]) -> Option<f64>) -> Option<Figure> {
    let all: Vec<usize> = (0..visits).collect();
    let value = measure(&all)?;
    // Where every drawing gives the same, as where all marks are alike, the drawing cannot tell how sure it is.
    let interval = bootstrap(visits, ROUNDS, SEED, measure).filter(|(low, high)| high - low > 1e-9);
    Some(Figure { value, interval })
}

#[cfg(test)]
mod tests;
