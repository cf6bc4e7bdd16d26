//! Facts made ready for many questions: teachers as small numbers, parts of the school and of the day as sets of visits,
//! and each sign counted by teacher.

use super::super::facts::{Facts, Sign, SignId, Visits};
use super::super::stats::alike::{Cluster, likeness};
use super::super::stats::table::Factorials;
use super::rest::People;
use super::wording;
use crate::domain::order::InOrder;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Signs beyond so many most used ones are not screened.
const MOST_SIGNS: usize = 400;

/// A way to part visits: by grade, by time of day, into this period and the one before.
pub struct Dimension {
    /// A word that stays the same, for keys.
    pub key: &'static str,
    pub parts: Vec<Part>,
    /// For each visit the place of its part; `NO_PART` for those in none.
    of: Vec<u16>,
}

const NO_PART: u16 = u16::MAX;

impl Dimension {
    /// The parts with their visits, which are in one of them each, or in none. Parts beyond 65,534 are left out.
    pub fn new(key: &'static str, parts: Vec<Part>, all: usize) -> Dimension {
        let mut of = vec![NO_PART; all];
        for (part, place) in parts.iter().zip(0..NO_PART) {
            for visit in part.visits.iter() {
                if let Some(slot) = of.get_mut(visit) {
                    *slot = place;
                }
            }
        }
        Dimension { key, parts, of }
    }

    /// The place of a visit's part.
    pub fn part_of(&self, visit: usize) -> Option<usize> {
        self.of.get(visit).filter(|part| **part != NO_PART).map(|part| usize::from(*part))
    }
}

/// One part of the school, of the day or of time.
pub struct Part {
    /// Stays the same as long as the part is called so.
    pub key: String,
    /// "in grade 4", "before 10:00", "on Mondays".
    pub place: String,
    pub visits: Visits,
}

/// A sign with what was counted of it.
pub struct Counted<'a> {
    pub sign: &'a Sign,
    /// Seen, among the visits that looked.
    pub seen: Cow<'a, Visits>,
    pub k: u32,
    pub n: u32,
    /// Place of the visits that looked in `Ready::looked`.
    pub looked: usize,
    /// Visits of each teacher that show it.
    pub by_teacher: Vec<u32>,
    /// How much alike visits to the same teacher are in it.
    pub alike: f64,
}

/// Visits that looked for the same signs, and of which teacher they are.
pub struct Looked<'a> {
    pub visits: &'a Visits,
    pub by_teacher: Vec<u32>,
}

/// Everything the rules read.
pub struct Ready<'a> {
    pub facts: &'a Facts,
    pub today: i32,
    /// For each visit the small number of its teacher; unknown ones are one.
    teacher: Vec<u32>,
    pub teachers: usize,
    pub signs: Vec<Counted<'a>>,
    pub looked: Vec<Looked<'a>>,
    /// How much alike visits to the same teacher usually are: the median over signs, so that one sign that belongs to a
    /// grade does not speak for all. One sign's own figure is unsure; none is taken for less alike than usual.
    pub usually_alike: f64,
    /// Signs a pattern is tied to already.
    pub tied: HashSet<&'a SignId>,
    pub logs: Factorials,
    pub people: People<'a>,
}

impl<'a> Ready<'a> {
    pub fn new(facts: &'a Facts, today: i32) -> Ready<'a> {
        let (teacher, teachers) = teachers(facts);
        let mut ready = Ready {
            facts,
            today,
            teacher,
            teachers,
            signs: Vec::new(),
            looked: Vec::new(),
            usually_alike: 0.0,
            tied: facts.patterns.iter().filter_map(|p| p.sign.as_ref()).collect(),
            people: People::new(facts),
            logs: Factorials::up_to(u32::try_from(facts.visits.len()).unwrap_or(u32::MAX).min(1_000_000)),
        };
        let mut most: Vec<(u32, &Sign)> = facts.signs.iter().map(|s| (s.seen.count_both(&s.looked), s)).collect();
        most.order_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        for (is_tag, cap) in [(true, MOST_SIGNS), (false, MOST_SIGNS)] {
            let of_kind = most.iter().filter(|(_, s)| matches!(s.id, SignId::Tag(_)) == is_tag);
            let counted: Vec<Counted<'a>> = of_kind.take(cap).map(|(_, sign)| ready.count(sign)).collect();
            ready.signs.extend(counted);
        }
        let telling = ready.signs.iter().filter(|s| s.k >= 5 && s.n - s.k >= 5).map(|s| s.alike);
        ready.usually_alike = median(telling.collect());
        ready
    }

    fn count(&mut self, sign: &'a Sign) -> Counted<'a> {
        let looked = match self.looked.iter().position(|l| l.visits == &*sign.looked) {
            Some(place) => place,
            None => {
                let by_teacher = self.by_teacher(&sign.looked);
                self.looked.push(Looked { visits: &sign.looked, by_teacher });
                self.looked.len() - 1
            }
        };
        let (k, n) = (sign.seen.count_both(&sign.looked), sign.looked.count());
        let all = k == sign.seen.count();
        let seen = if all { Cow::Borrowed(&sign.seen) } else { Cow::Owned(sign.seen.and(&sign.looked)) };
        let by_teacher = self.by_teacher(&seen);
        let mut counted = Counted { sign, seen, k, n, looked, by_teacher, alike: 0.0 };
        counted.alike = likeness(&self.clusters(&counted), 1);
        counted
    }

    /// The sign's visits by teacher, expected by the share of all.
    pub fn clusters(&self, sign: &Counted<'_>) -> Vec<Cluster> {
        let share = f64::from(sign.k) / f64::from(sign.n.max(1));
        let looked = self.looked.get(sign.looked).map_or(&[][..], |l| &l.by_teacher[..]);
        let both = sign.by_teacher.iter().zip(looked);
        both.map(|(seen, looked)| Cluster { seen: *seen, looked: *looked, expected: share * f64::from(*looked) })
            .collect()
    }

    /// The small number of a visit's teacher.
    pub fn teacher_of(&self, visit: usize) -> Option<usize> {
        self.teacher.get(visit).map(|t| *t as usize)
    }

    /// How many of these visits each teacher has.
    pub fn by_teacher(&self, visits: &Visits) -> Vec<u32> {
        let mut counts = vec![0; self.teachers];
        for visit in visits.iter() {
            if let Some(slot) = self.teacher_of(visit).and_then(|t| counts.get_mut(t)) {
                *slot += 1;
            }
        }
        counts
    }

    /// How much alike visits to one teacher are taken to be in this sign.
    pub fn alike(&self, own: f64) -> f64 {
        own.max(self.usually_alike)
    }
}

/// The one in the middle, of an even number the mean of the two; 0 of none.
fn median(mut all: Vec<f64>) -> f64 {
    all.order_by(f64::total_cmp);
    let (low, high) = (all.len().saturating_sub(1) / 2, all.len() / 2);
    match (all.get(low), all.get(high)) {
        (Some(low), Some(high)) => f64::midpoint(*low, *high),
        _ => 0.0,
    }
}

/// Each visit's teacher as a small number. Of several the first stands for all; unknown ones are one.
fn teachers(facts: &Facts) -> (Vec<u32>, usize) {
    let mut numbers: HashMap<Option<u32>, u32> = HashMap::new();
    let of = (0..facts.visits.len()).map(|place| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(facts.visits.teachers(place).iter().min().copied()).or_insert(next)
    });
    let of: Vec<u32> = of.collect();
    let all = numbers.len();
    (of, all)
}

/// Monday-to-Sunday weeks, counted from that of 1970-01-01, which was a Thursday.
pub fn week(day: i32) -> i32 {
    day.saturating_add(3).div_euclid(7)
}

/// 0 for Monday to 6 for Sunday.
pub fn weekday(day: i32) -> usize {
    usize::try_from(day.saturating_add(3).rem_euclid(7)).unwrap_or(0)
}

/// Before 10:00, from then to before 12:30, later.
pub fn hours(minute: u16) -> usize {
    match minute {
        0..600 => 0,
        600..750 => 1,
        _ => 2,
    }
}

/// The ways to part the school and the day: grades, subjects, times of day, weekdays.
pub fn parts_of_school(facts: &Facts) -> Vec<Dimension> {
    let visits = &facts.visits;
    let named = |labels: &[String], place: Option<u16>| {
        place.map(usize::from).filter(|p| labels.get(*p).is_some_and(|label| !label.is_empty()))
    };
    vec![
        dimension("grade", visits.iter().map(|v| named(&facts.grades, v.grade)), |p| {
            let label = label(&facts.grades, p);
            let name = wording::numbered("grade", &label);
            (label, format!("in {name}"))
        }),
        dimension("subject", visits.iter().map(|v| named(&facts.subjects, v.subject)), |p| {
            let label = label(&facts.subjects, p);
            (label.clone(), format!("in {label}"))
        }),
        dimension("time", visits.iter().map(|v| v.minute.map(hours)), |p| {
            let name = wording::HOURS.get(p).copied().unwrap_or_default().to_string();
            (p.to_string(), name)
        }),
        dimension("weekday", visits.iter().map(|v| v.day.map(weekday)), |p| {
            let name = wording::WEEKDAYS.get(p).copied().unwrap_or_default();
            (p.to_string(), format!("on {name}s"))
        }),
    ]
}

fn label(labels: &[String], place: usize) -> String {
    labels.get(place).cloned().unwrap_or_default()
}

/// Parts visits by `of`; `words` gives key and place of a part.
pub fn dimension(
    key: &'static str,
    of: impl Iterator<Item = Option<usize>>,
    words: impl Fn(usize) -> (String, String),
) -> Dimension {
    let mut found: BTreeMap<usize, Visits> = BTreeMap::new();
    let mut all = 0;
    for (visit, part) in of.enumerate() {
        all = visit + 1;
        if let Some(part) = part {
            found.entry(part).or_default().insert(visit);
        }
    }
    let parts = found.into_iter().map(|(part, visits)| {
        let (key, place) = words(part);
        Part { key, place, visits }
    });
    Dimension::new(key, parts.collect(), all)
}
