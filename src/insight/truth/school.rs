//! A made-up school: who teaches what, when it was visited, and how likely each sign is in each visit.

use super::chance::Chance;
use super::{Planted, Strength, Truth};
use crate::domain::id::Uid;
use crate::insight::facts::{Facts, RoomFact, Sign, SignId, VisitFact, Visits};
use crate::insight::suggest::{OFTEN_LOOK_FOR, SELDOM};
use std::sync::Arc;

const TEACHERS: usize = 24;
const OBSERVERS: usize = 3;
const GRADES: usize = 6;
const SUBJECTS: [&str; 4] = ["Reading", "Maths", "Science", "Social studies"];
const TAGS: usize = 12;
const LOOK_FORS: usize = 12;
const VISITS_A_WALK: usize = 4;
const WALKS_A_WEEK: usize = 3;
/// A Monday: 1 September 2025.
const FIRST_DAY: i32 = 20_332;

/// How much teachers, observers and visits differ, as spreads on the scale of log odds.
const OF_TEACHERS: f64 = 0.7;
const OF_OBSERVERS: f64 = 0.25;
const OF_VISITS: f64 = 0.5;
/// So many visits look for a look-for, and have tagged notes.
const LOOKED: f64 = 0.75;
const TAGGED: f64 = 0.85;

pub struct School {
    chance: Chance,
    facts: Facts,
    /// For each visit its teacher, its observer, and how much more than usual is noted.
    teacher: Vec<usize>,
    observer: Vec<usize>,
    richness: Vec<f64>,
}

/// What makes a sign likelier in some visits.
#[derive(Default)]
struct Plan {
    /// The share of visits with it, everything else being usual.
    base: f64,
    /// In these visits this share instead.
    raised: Option<(Visits, f64)>,
    /// Where this earlier sign was seen, this share instead.
    follows: Option<(usize, f64)>,
}

fn log_odds(share: f64) -> f64 {
    let share = share.clamp(0.001, 0.999);
    (share / (1.0 - share)).ln()
}

impl School {
    pub fn new(seed: u64, visits: usize) -> School {
        let mut chance = Chance::new(seed);
        let mut facts = Facts {
            grades: (1..=GRADES).map(|g| g.to_string()).collect(),
            subjects: SUBJECTS.map(String::from).to_vec(),
            ..Facts::default()
        };
        let small = |n: usize| u16::try_from(n).ok();
        let subject_of = |teacher: usize| teacher / GRADES % SUBJECTS.len();
        facts.rooms = (0..TEACHERS)
            .map(|t| RoomFact { grade: small(t % GRADES), subject: small(subject_of(t)), ..RoomFact::default() })
            .collect();
        // Some rooms are entered up to three times as often as others.
        let weights: Vec<f64> = (0..TEACHERS).map(|_| chance.between(1.0, 3.0)).collect();
        let (mut teachers, mut observers, mut richness) = (Vec::new(), Vec::new(), Vec::new());
        let (mut observer, mut day) = (0, FIRST_DAY);
        for visit in 0..visits {
            let walk = visit / VISITS_A_WALK;
            if visit % VISITS_A_WALK == 0 {
                observer = chance.below(OBSERVERS);
                // The walks of a week lie on days of its five.
                let week = i32::try_from(walk / WALKS_A_WEEK).unwrap_or(0);
                let least = [0, 2, 4].get(walk % WALKS_A_WEEK).copied().unwrap_or(0);
                day = FIRST_DAY + week * 7 + (least + i32::try_from(chance.below(2)).unwrap_or(0)).min(4);
            }
            let teacher = weighted(&mut chance, &weights);
            let subject = if chance.share() < 0.7 { subject_of(teacher) } else { chance.below(SUBJECTS.len()) };
            facts.visits.push(&VisitFact {
                id: i64::try_from(visit).unwrap_or(i64::MAX) + 1,
                day: Some(day),
                minute: u16::try_from(480 + chance.below(7) * 55 + chance.below(30)).ok(),
                grade: small(teacher % GRADES),
                subject: small(subject),
                period: None,
                teachers: &[u32::try_from(teacher).unwrap_or(u32::MAX)],
                observers: &[u32::try_from(observer).unwrap_or(u32::MAX)],
                tagged: false,
            });
            teachers.push(teacher);
            observers.push(observer);
            richness.push(chance.normal(OF_VISITS));
        }
        School { chance, facts, teacher: teachers, observer: observers, richness }
    }

    /// Lays the signs over the visits.
    pub fn truth(mut self, strength: Option<Strength>) -> Truth {
        let all = self.facts.visits.len();
        let tagged = self.some_visits(TAGGED);
        self.facts.visits.set_tagged(tagged.clone());
        let tagged = Arc::new(tagged);
        let (mut plans, planted) = self.plans(strength);
        let mut rates = Vec::new();
        for (place, plan) in plans.iter_mut().enumerate() {
            let looked = if place < TAGS { Arc::clone(&tagged) } else { Arc::new(self.some_visits(LOOKED)) };
            let teachers: Vec<f64> = (0..TEACHERS).map(|_| self.chance.normal(OF_TEACHERS)).collect();
            let observers: Vec<f64> = (0..OBSERVERS).map(|_| self.chance.normal(OF_OBSERVERS)).collect();
            let (mut seen, mut rate) = (Visits::default(), 0.0);
            for visit in 0..all {
                let followed = |earlier: usize| self.facts.signs.get(earlier).is_some_and(|s| s.seen.has(visit));
                let share = match (&plan.raised, plan.follows) {
                    (Some((visits, share)), _) if visits.has(visit) => *share,
                    (_, Some((earlier, share))) if followed(earlier) => share,
                    _ => plan.base,
                };
                let of = |all: &[f64], at: Option<&usize>| at.and_then(|at| all.get(*at)).copied().unwrap_or(0.0);
                let odds = log_odds(share)
                    + of(&teachers, self.teacher.get(visit))
                    + of(&observers, self.observer.get(visit))
                    + self.richness.get(visit).copied().unwrap_or(0.0);
                let likely = 1.0 / (1.0 + (-odds).exp());
                rate += likely;
                // Drawn for every visit, so that who looked changes nothing else.
                if self.chance.share() < likely && looked.has(visit) {
                    seen.insert(visit);
                }
            }
            rates.push(rate / all.max(1) as f64);
            self.facts.signs.push(Sign { id: id(place), name: name(place), parent: None, seen, looked });
        }
        let today = self.last_day() + 1;
        Truth { facts: self.facts, today, planted, rates }
    }

    fn last_day(&self) -> i32 {
        self.facts.visits.last().and_then(|v| v.day).unwrap_or(FIRST_DAY)
    }

    fn some_visits(&mut self, share: f64) -> Visits {
        let all = self.facts.visits.len();
        let mut drawn = Visits::default();
        for visit in 0..all {
            if self.chance.share() < share {
                drawn.insert(visit);
            }
        }
        drawn
    }

    /// How likely each sign is. What is planted lies on signs of its own.
    fn plans(&mut self, strength: Option<Strength>) -> (Vec<Plan>, Vec<Planted>) {
        let mut plans: Vec<Plan> = (0..TAGS + LOOK_FORS)
            .map(|place| {
                let (low, high) = if place < TAGS { (0.03, 0.4) } else { (0.1, 0.85) };
                Plan { base: self.chance.between(low, high), ..Plan::default() }
            })
            .collect();
        let Some(strength) = strength else { return (plans, Vec::new()) };
        let by = |weak: f64, clear: f64| if strength == Strength::Weak { weak } else { clear };
        let (dimension, part, there) = self.some_part();
        // It changed three to six weeks ago, which the periods compared need not meet.
        let last = self.last_day();
        let since = last - 7 * i32::try_from(3 + self.chance.below(4)).unwrap_or(3);
        let days = self.facts.visits.iter().map(|v| v.day.unwrap_or(FIRST_DAY));
        let lately = Visits::of(days.enumerate().filter(|(_, day)| *day > since).map(|(visit, _)| visit));
        // Half of the changes and contrasts are planted on tags, half on look-fors.
        let first = self.chance.below(2);
        let (change, contrast) = (if first == 0 { 0 } else { TAGS }, if first == 0 { TAGS + 1 } else { 1 });
        let planted: [(usize, Plan, Planted); 6] = [
            (
                change,
                Plan { base: 0.25, raised: Some((lately, by(0.45, 0.65))), follows: None },
                Planted::Change(id(change)),
            ),
            (
                contrast,
                Plan { base: 0.25, raised: Some((there, by(0.5, 0.75))), follows: None },
                Planted::Contrast(id(contrast), dimension, part),
            ),
            (2, Plan { base: 0.3, ..Plan::default() }, Planted::Together(id(2), id(3))),
            (3, Plan { base: 0.15, raised: None, follows: Some((2, by(0.4, 0.65))) }, Planted::Together(id(2), id(3))),
            (
                TAGS + 2,
                Plan { base: by(OFTEN_LOOK_FOR + 0.15, 0.85), ..Plan::default() },
                Planted::Repeat(id(TAGS + 2)),
            ),
            (TAGS + 3, Plan { base: by(SELDOM / 2.0, 0.06), ..Plan::default() }, Planted::Missing(id(TAGS + 3))),
        ];
        let mut said = Vec::new();
        for (place, plan, what) in planted {
            if let Some(slot) = plans.get_mut(place) {
                *slot = plan;
            }
            if !said.contains(&what) {
                said.push(what);
            }
        }
        (plans, said)
    }

    /// A part of the school or of the day, as suggestions name it, and its visits.
    fn some_part(&mut self) -> (&'static str, String, Visits) {
        let dimensions = crate::insight::suggest::parts(&self.facts);
        let place = self.chance.below(dimensions.len());
        let Some((dimension, parts)) = dimensions.into_iter().nth(place) else {
            return ("time", "0".into(), Visits::default());
        };
        let part = self.chance.below(parts.len());
        parts
            .into_iter()
            .nth(part)
            .map_or((dimension, String::new(), Visits::default()), |(key, v)| (dimension, key, v))
    }
}

fn weighted(chance: &mut Chance, weights: &[f64]) -> usize {
    let mut left = chance.share() * weights.iter().sum::<f64>();
    for (place, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return place;
        }
    }
    0
}

fn id(place: usize) -> SignId {
    match place {
        0..TAGS => SignId::Tag(Uid::of_content(format!("tag {place}").as_bytes())),
        _ => SignId::LookFor(format!("look-for-{}", place - TAGS)),
    }
}

fn name(place: usize) -> String {
    if place < TAGS { format!("tag {}", place + 1) } else { format!("look-for {}", place - TAGS + 1) }
}
