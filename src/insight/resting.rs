//! On what a pattern or suggestion rests, in words: teachers, weeks, times of day, observers. Never who they are.

use super::suggest::Rests;
use super::words::wilson;
use crate::domain::text::count;

/// The parts of a day that are told apart, as `Rests::hours` has them.
const HOURS: [&str; 3] = ["before 10:00", "from 10:00 to 12:30", "after 12:30"];

fn counted(n: u32, one: &str, many: &str) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), one, many)
}

/// "8 teachers, at most 3 visits with one; 5 weeks; 2 observers."
pub fn sentence(rests: &Rests) -> String {
    let most = match rests.largest {
        0 | 1 => String::new(),
        n => format!(", at most {n} visits with one"),
    };
    let mut parts = vec![format!("{}{most}", counted(rests.teachers, "teacher", "teachers"))];
    if rests.weeks > 0 {
        parts.push(counted(rests.weeks, "week", "weeks"));
    }
    if rests.observers > 0 {
        parts.push(counted(rests.observers, "observer", "observers"));
    }
    format!("{}.", parts.join("; "))
}

/// "Rests on 8 teachers (unknown ones count as one), the one seen most in 3 of 9 visits; 5 weeks; 2 observers; 8 visits
/// before 10:00, 1 after 12:30."
pub fn in_full(rests: &Rests) -> String {
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
        assert_eq!(sentence(&enough()), "8 teachers, at most 2 visits with one; 5 weeks; 2 observers.");
        assert_eq!(
            in_full(&enough()),
            "Rests on 8 teachers (unknown ones count as one), the one seen most in 2 of 9 visits; 5 weeks; 2 observers; \
             4 visits before 10:00, 3 from 10:00 to 12:30, 2 after 12:30."
        );
        let little = Rests { visits: 1, teachers: 1, largest: 1, hours: [0, 0, 1], ..Rests::default() };
        assert_eq!(sentence(&little), "1 teacher.");
        assert_eq!(in_full(&little), "Rests on 1 teacher (unknown ones count as one); 1 visit after 12:30.");
    }

    #[test]
    fn figures_have_their_interval() {
        assert_eq!(exactly(9, 14), "9 of 14: 64 %, 95 % interval 39 to 84 % (Wilson)");
        assert_eq!(exactly(0, 0), "0 of 0: 0 %, 95 % interval 0 to 100 % (Wilson)");
    }
}
