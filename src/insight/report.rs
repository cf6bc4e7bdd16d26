//! A report of some of the visits: numbers for people who were not there. What rests on too few visits or teachers is
//! left out, and what it could be worked out from with it.

use super::facts::{Facts, PatternFact, Sign, SignId, Visits};
use super::heat::{self, Axis, Cell, Column};
use super::suggest::{self, Rests};
use super::words::{LOOKED, TAGGED};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus};
use std::collections::HashSet;

/// Signs of a sort in a report, at most: the most used.
const MOST_SIGNS: usize = 40;

/// What is told of some visits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// How many visits and how many teachers; none: too few to tell anything.
    pub visits: Option<u32>,
    pub teachers: u32,
    pub observers: u32,
    /// First and last day, as days since 1970-01-01.
    pub days: Option<(i32, i32)>,
    /// Where and when was looked, an axis each: visits in each part, every part large enough.
    pub coverage: Vec<(Axis, Vec<(Column, u32)>)>,
    /// Grades, subjects and periods that have rooms and no visit: axis and names.
    pub unseen: Vec<(Axis, Vec<String>)>,
    /// Strengths first.
    pub patterns: Vec<PatternLine>,
    pub look_fors: Vec<Line>,
    pub tags: Vec<Line>,
    /// Look-fors and tags that too few visits looked for.
    pub too_few: usize,
    /// Look-fors that somebody looked for.
    pub looked_for: HashSet<SignId>,
    /// Look-fors by grade.
    pub by_grade: heat::Table,
}

/// A look-for or tag: seen in `k` of the `n` visits that looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: SignId,
    pub name: String,
    pub k: u32,
    pub n: u32,
}

/// A pattern, counted in the visits of the report alone.
#[derive(Debug, Clone, PartialEq)]
pub struct PatternLine {
    pub uid: Uid,
    pub statement: String,
    pub kind: PatternKind,
    pub status: PatternStatus,
    /// Which visits looked, in words.
    pub which: &'static str,
    /// No visit looked for its look-for in vain: then there is no share to tell.
    pub only_seen: bool,
    /// None: too few visits looked.
    pub numbers: Option<Numbers>,
    /// None: too few visits support it.
    pub rests: Option<Rests>,
    /// By axis: the parts that can be told, and how often it was seen in each.
    pub splits: Vec<(Axis, Vec<(Column, Cell)>)>,
    /// Visits that support it and visits that speak against it, by their numbers in the file, where notes of them may be
    /// shown: newest first, and of each teacher one alone, so that nobody's notes stand there twice.
    pub supports: Vec<i64>,
    pub against: Vec<i64>,
}

/// Counts a report of the visits in `within`; with `only`, of this pattern alone. `this_year` is left out of names of weeks.
pub fn report(facts: &Facts, within: &Visits, only: Option<Uid>, this_year: i32) -> Report {
    let facts = &facts.within(within);
    let within = &Visits::up_to(facts.visits.len());
    let looked_for = facts.signs.iter().filter(|s| !s.looked.is_empty()).map(|s| s.id.clone()).collect();
    let mut report = Report { days: days(facts, within), ..Report::default() };
    if !heat::clears(facts, within) {
        return report;
    }
    report.unseen = unseen(facts, within);
    report.looked_for = looked_for;
    report.visits = Some(within.count());
    report.teachers = facts.teachers(within);
    report.observers = facts.observers(within);
    for axis in [Axis::Weeks, Axis::Weekdays, Axis::Hours, Axis::Grades, Axis::Subjects, Axis::Periods] {
        let parts = heat::spread(facts, axis, within, this_year);
        // One part alone would only repeat the whole.
        if parts.len() > 1 {
            report.coverage.push((axis, parts));
        }
    }
    let told = |p: &&PatternFact| match only {
        Some(uid) => p.uid == uid,
        None => !matches!(p.status, PatternStatus::SetAside | PatternStatus::NotAProblem),
    };
    report.patterns =
        facts.patterns.iter().filter(told).map(|p| pattern(facts, p, only.is_some(), this_year)).collect();
    let rank = |p: &PatternLine| match p.kind {
        PatternKind::Strength => 0,
        PatternKind::Need => 1,
        PatternKind::Question => 2,
    };
    report.patterns.order_by_key(|p| (rank(p), p.numbers.is_none()));
    if only.is_none() {
        signs(facts, &mut report);
        report.by_grade = heat::table(facts, heat::What::LookFors, Axis::Grades, this_year);
    }
    report
}

fn days(facts: &Facts, within: &Visits) -> Option<(i32, i32)> {
    let mut days = within.iter().filter_map(|place| facts.visits.get(place)?.day);
    let first = days.next()?;
    Some(days.fold((first, first), |(a, b), day| (a.min(day), b.max(day))))
}

/// Grades, subjects and periods of rooms in use in which nobody looked.
fn unseen(facts: &Facts, within: &Visits) -> Vec<(Axis, Vec<String>)> {
    let seen = |of: &dyn Fn(usize) -> Option<u16>| -> Vec<u16> { within.iter().filter_map(of).collect() };
    let grades = seen(&|at| facts.visits.get(at)?.grade);
    let subjects = seen(&|at| facts.visits.get(at)?.subject);
    let periods = seen(&|at| facts.visits.get(at)?.period);
    let missing = |there: Vec<u16>, seen: Vec<u16>, names: &[String]| -> Vec<String> {
        let mut there: Vec<u16> = there.into_iter().filter(|part| !seen.contains(part)).collect();
        there.order();
        there.dedup();
        there.into_iter().filter_map(|part| names.get(usize::from(part)).cloned()).collect()
    };
    let rooms = || facts.rooms.iter();
    let all = vec![
        (Axis::Grades, missing(rooms().filter_map(|r| r.grade).collect(), grades, &facts.grades)),
        (Axis::Subjects, missing(rooms().filter_map(|r| r.subject).collect(), subjects, &facts.subjects)),
        (Axis::Periods, missing(rooms().filter_map(|r| r.period).collect(), periods, &facts.periods)),
    ];
    let sorted = |(axis, mut names): (Axis, Vec<String>)| {
        names.order_by_key(|name| {
            let digits: String = name.chars().filter(char::is_ascii_digit).take(9).collect();
            (digits.parse::<u32>().unwrap_or(0), name.clone())
        });
        (axis, names)
    };
    all.into_iter().filter(|(_, names)| !names.is_empty()).map(sorted).collect()
}

fn pattern(facts: &Facts, pattern: &PatternFact, alone: bool, this_year: i32) -> PatternLine {
    let evidence = pattern.supports.or(&pattern.complicates);
    let sign = pattern.sign.as_ref().and_then(|id| facts.sign(id));
    let looked = sign.map_or_else(|| evidence.clone(), |sign| evidence.or(&sign.looked));
    let against = pattern.complicates.without(&pattern.supports);
    let numbers = Numbers {
        supporting: pattern.supports.count(),
        complicating: against.count(),
        looked: looked.count(),
        visits: u32::try_from(facts.visits.len()).unwrap_or(u32::MAX),
        teachers: facts.teachers(&pattern.supports),
        observers: facts.observers(&pattern.supports),
    };
    let shown =
        |visits: &Visits| if heat::clears(facts, visits) { of_different_teachers(facts, visits) } else { Vec::new() };
    let supports = shown(&pattern.supports);
    let told = heat::clears(facts, &looked);
    let axes: &[Axis] = if alone { &[Axis::Weeks, Axis::Grades, Axis::Subjects, Axis::Hours] } else { &[] };
    let splits = axes.iter().filter(|_| told).filter_map(|axis| {
        let cells = heat::split(facts, &pattern.supports, &looked, *axis, this_year);
        (cells.len() > 1).then_some((*axis, cells))
    });
    PatternLine {
        uid: pattern.uid,
        statement: pattern.statement.clone(),
        kind: pattern.kind,
        status: pattern.status,
        which: if matches!(pattern.sign, Some(SignId::Tag(_))) { TAGGED } else { LOOKED },
        only_seen: matches!(pattern.sign, Some(SignId::LookFor(_))) && numbers.supporting == numbers.looked,
        numbers: told.then_some(numbers),
        rests: (!supports.is_empty()).then(|| suggest::rests(facts, &pattern.supports, &looked)),
        splits: splits.collect(),
        supports,
        against: shown(&against),
    }
}

fn of_different_teachers(facts: &Facts, visits: &Visits) -> Vec<i64> {
    let mut met: HashSet<Option<u32>> = HashSet::new();
    let mut found = Vec::new();
    for visit in visits.iter().rev().filter_map(|place| facts.visits.get(place)) {
        let who: Vec<Option<u32>> =
            if visit.teachers.is_empty() { vec![None] } else { visit.teachers.iter().copied().map(Some).collect() };
        if who.iter().all(|teacher| !met.contains(teacher)) {
            met.extend(who);
            found.push(visit.id);
        }
    }
    found
}

/// Look-fors and tags, most used first.
fn signs(facts: &Facts, report: &mut Report) {
    for sign in &facts.signs {
        let used = match sign.id {
            SignId::Tag(_) => !sign.seen.is_empty(),
            SignId::LookFor(_) => !sign.looked.is_empty(),
        };
        if used && heat::clears(facts, &sign.looked) {
            let list = if matches!(sign.id, SignId::Tag(_)) { &mut report.tags } else { &mut report.look_fors };
            list.push(line(sign));
        } else if used {
            report.too_few += 1;
        }
    }
    for list in [&mut report.look_fors, &mut report.tags] {
        list.order_by_key(|l| (std::cmp::Reverse(l.k), l.n, l.name.clone()));
        list.truncate(MOST_SIGNS);
    }
}

fn line(sign: &Sign) -> Line {
    let k = sign.seen.count_both(&sign.looked);
    Line { id: sign.id.clone(), name: sign.name.clone(), k, n: sign.looked.count() }
}

#[cfg(test)]
mod tests;
