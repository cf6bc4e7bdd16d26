//! On what a pattern or suggestion rests, in words: teachers, weeks, times of day, observers. Never who they are.

use super::suggest::Rests;
use super::words::{FEWEST_TEACHERS, wilson};
use crate::domain::text::count;

/// The parts of a day that are told apart, as `Rests::hours` has them.
const HOURS: [&str; 3] = ["before 10:00", "from 10:00 to 12:30", "after 12:30"];

/// Fewer visits than this rest on little in any case; nothing more is said of them.
const TELLING: u32 = 3;

fn counted(n: u32, one: &str, many: &str) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), one, many)
}

/// "Rests on 8 teachers (unknown ones count as one), the one seen most in 3 of 9 visits; 5 weeks; 2 observers; 8 visits
/// before 10:00, 1 after 12:30."
pub fn sentence(rests: &Rests) -> String {
    let most = match rests.largest {
        0 | 1 => String::new(),
        n => format!(", the one seen most in {n} of {}", counted(rests.visits, "visit", "visits")),
    };
    let teachers = counted(rests.teachers, "teacher", "teachers");
    let mut parts = vec![format!("Rests on {teachers} (unknown ones count as one){most}")];
    if rests.weeks > 0 {
        parts.push(counted(rests.weeks, "week", "weeks"));
    }
    if rests.observers > 0 {
        parts.push(counted(rests.observers, "observer", "observers"));
    }
    let seen = HOURS.iter().zip(rests.hours).filter(|(_, n)| *n > 0);
    let mut hours: Vec<String> = seen.map(|(part, n)| format!("{n} {part}")).collect();
    if let Some(first) = hours.first_mut() {
        *first = first.replacen(' ', if first.starts_with("1 ") { " visit " } else { " visits " }, 1);
        parts.push(hours.join(", "));
    }
    format!("{}.", parts.join("; "))
}

/// What to be careful about, the most serious first, each a sentence. Empty where it rests on enough. A teacher with more
/// than half of the visits, one week, one observer, or one time of day with at most one visit in eight at another.
pub fn warnings(rests: &Rests) -> Vec<String> {
    let mut found = Vec::new();
    if rests.visits == 0 {
        return found;
    }
    if rests.teachers < FEWEST_TEACHERS {
        found.push(format!("Fewer than {FEWEST_TEACHERS} teachers: not yet something for a team."));
    }
    if rests.visits < TELLING {
        return found;
    }
    if rests.teachers >= 2 && rests.largest.saturating_mul(2) > rests.visits {
        let visits = counted(rests.visits, "visit", "visits");
        found.push(format!("More than half with one teacher: {} of {visits}.", rests.largest));
    }
    if rests.weeks == 1 {
        found.push("All in one week.".into());
    }
    let known: u32 = rests.hours.iter().sum();
    for (part, n) in HOURS.iter().zip(rests.hours) {
        if known >= TELLING && n.saturating_mul(8) >= known.saturating_mul(7) {
            let how =
                if n == known { format!("Only {part}: all {n}") } else { format!("Nearly all {part}: {n} of {known}") };
            found.push(format!("{how} visits of known time."));
        }
    }
    if rests.observers == 1 {
        found.push("All seen by one observer.".into());
    }
    found
}

/// "9 of 14: 64 %, 95 % interval 39 to 84 % (Wilson)".
pub fn exactly(k: u32, n: u32) -> String {
    let percent = |share: f64| (share * 100.0).round();
    let (low, high) = wilson(k, n);
    let share = f64::from(k) / f64::from(n.max(1));
    format!("{k} of {n}: {} %, 95 % interval {} to {} % (Wilson)", percent(share), percent(low), percent(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enough() -> Rests {
        Rests { visits: 9, teachers: 8, largest: 2, observers: 2, weeks: 5, hours: [4, 3, 2], not_looked: 47 }
    }

    #[test]
    fn what_it_rests_on_is_said_without_names() {
        assert_eq!(
            sentence(&enough()),
            "Rests on 8 teachers (unknown ones count as one), the one seen most in 2 of 9 visits; 5 weeks; 2 observers; \
             4 visits before 10:00, 3 from 10:00 to 12:30, 2 after 12:30."
        );
        let little = Rests { visits: 1, teachers: 1, largest: 1, hours: [0, 0, 1], ..Rests::default() };
        assert_eq!(sentence(&little), "Rests on 1 teacher (unknown ones count as one); 1 visit after 12:30.");
    }

    #[test]
    fn each_narrowness_is_warned_of() {
        assert_eq!(warnings(&enough()), Vec::<String>::new());
        assert_eq!(warnings(&Rests::default()), Vec::<String>::new());
        let narrow =
            Rests { visits: 9, teachers: 2, largest: 8, observers: 1, weeks: 1, hours: [8, 0, 1], not_looked: 0 };
        assert_eq!(
            warnings(&narrow),
            [
                "Fewer than 3 teachers: not yet something for a team.",
                "More than half with one teacher: 8 of 9 visits.",
                "All in one week.",
                "Nearly all before 10:00: 8 of 9 visits of known time.",
                "All seen by one observer.",
            ]
        );
        let mornings = Rests { hours: [9, 0, 0], ..enough() };
        assert_eq!(warnings(&mornings), ["Only before 10:00: all 9 visits of known time."]);
    }

    #[test]
    fn figures_have_their_interval() {
        assert_eq!(exactly(9, 14), "9 of 14: 64 %, 95 % interval 39 to 84 % (Wilson)");
        assert_eq!(exactly(0, 0), "0 of 0: 0 %, 95 % interval 0 to 100 % (Wilson)");
    }
}
