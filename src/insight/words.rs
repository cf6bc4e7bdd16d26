//! Numbers in words: how often something was seen, how sure that is, and on whom it rests. Words come first, so that
//! nobody reads more into "9 of 14" than is in it.

pub use super::stats::share::wilson;
use crate::domain::pattern::Numbers;

/// Below this many visits nothing is said about how often.
pub const FEWEST_VISITS: u32 = 3;

/// Below this many teachers a pattern is not yet something for a team.
pub const FEWEST_TEACHERS: u32 = 3;

/// Shares that have a word of their own, from none to all.
const LEVELS: [(f64, &str); 10] = [
    (0.0, "none"),
    (0.05, "hardly any"),
    (0.1, "a tenth"),
    (0.25, "a quarter"),
    (1.0 / 3.0, "a third"),
    (0.5, "half"),
    (2.0 / 3.0, "two thirds"),
    (0.75, "three quarters"),
    (0.9, "nearly all"),
    (1.0, "all"),
];

/// A share in words, and between which words it may lie: "about two thirds; somewhere between a third and nearly all".
/// The bounds are those of the 95 % Wilson interval, each said with the nearest of a few plain words. When fewer than
/// three visits looked, only that is said.
pub fn share(k: u32, n: u32) -> String {
    match n {
        0 => "no visit has looked for it yet".to_string(),
        1 => "only 1 visit looked: too few to say how often".to_string(),
        n if n < FEWEST_VISITS => format!("only {n} visits looked: too few to say how often"),
        n => {
            let (low, high) = wilson(k, n);
            let (low, high) = (level(low, k, n), level(high, k, n));
            let about = match k {
                0 => "none of them".to_string(),
                k if k >= n => "all of them".to_string(),
                _ => match level(f64::from(k) / f64::from(n), k, n) {
                    word @ ("hardly any" | "nearly all") => word.to_string(),
                    word => format!("about {word}"),
                },
            };
            if low == high { about } else { format!("{about}; somewhere between {low} and {high}") }
        }
    }
}

/// The word nearest to a share. "None" is kept for what was never seen, "all" for what was always seen.
fn level(share: f64, k: u32, n: u32) -> &'static str {
    let usable = LEVELS.iter().filter(|(at, _)| (*at > 0.0 || k == 0) && (*at < 1.0 || k >= n));
    let distance = |at: f64| (at - share).abs();
    usable.min_by(|a, b| distance(a.0).total_cmp(&distance(b.0))).map_or("some", |(_, word)| word)
}

/// Which visits looked for a look-for, or for what stands in no sheet.
pub const LOOKED: &str = "that looked for it";
/// Which visits looked for a tag: nobody looks for a tag, their notes were gone through or not.
pub const TAGGED: &str = "with tagged notes";
/// Which visits are known of a pattern that is tied to no look-for and no tag: nobody said where it was looked for.
pub const NOTED: &str = "with a note on it";
/// Of a look-for that no visit ever looked for in vain, as a tally or a timer, no share is told: it would be all of them.
pub const ONLY_SEEN: &str = "counted only where it was seen";

/// "in 9 of the 14 visits that looked for it"; `which` are the visits that looked.
pub fn visits(numbers: &Numbers, which: &str) -> String {
    match (numbers.supporting, numbers.looked()) {
        (_, 0) => "in no visit yet".into(),
        (1, 1) => format!("in the one visit {which}"),
        (0, 1) => format!("not in the one visit {which}"),
        (k, n) if k == n => format!("in all {n} visits {which}"),
        (0, n) => format!("in none of the {n} visits {which}"),
        (k, n) => format!("in {k} of the {n} visits {which}"),
    }
}

/// "not looked for in 47 visits".
pub fn not_looked(numbers: &Numbers) -> String {
    match numbers.not_looked() {
        0 => "looked for in every visit".into(),
        1 => "not looked for in 1 visit".into(),
        n => format!("not looked for in {n} visits"),
    }
}

/// "no note on it in 47 visits", which says nothing of whether somebody looked.
pub fn nothing_noted(numbers: &Numbers) -> String {
    match numbers.not_looked() {
        0 => "a note on it in every visit".into(),
        1 => "no note on it in 1 visit".into(),
        n => format!("no note on it in {n} visits"),
    }
}

/// On how many people it rests: teachers known or counted as one, and observers. Never who they are.
pub fn rests_on(numbers: &Numbers) -> String {
    if numbers.teachers < FEWEST_TEACHERS {
        return format!("rests on fewer than {FEWEST_TEACHERS} teachers: not yet something for a team");
    }
    let observers = match numbers.observers {
        0 => String::new(),
        1 => ", all seen by one observer".into(),
        n => format!(", seen by {n} observers"),
    };
    format!("rests on {} teachers (unknown ones count as one){observers}", numbers.teachers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(supporting: u32, complicating: u32, visits: u32, teachers: u32) -> Numbers {
        Numbers { supporting, complicating, looked: supporting + complicating, visits, teachers, observers: 2 }
    }

    #[test]
    fn the_interval_is_wilsons() {
        for (k, n, low, high) in
            [(0, 5, 0, 43), (1, 5, 4, 62), (3, 5, 23, 88), (5, 5, 57, 100), (2, 12, 5, 45), (7, 12, 32, 81)]
        {
            let (a, b) = wilson(k, n);
            assert_eq!(((a * 100.0).round() as i32, (b * 100.0).round() as i32), (low, high), "{k}/{n}");
        }
    }

    #[test]
    fn shares_are_said_in_words() {
        for (k, n, said) in [
            (9, 14, "about two thirds; somewhere between a third and nearly all"),
            (7, 9, "about three quarters; somewhere between half and nearly all"),
            (0, 5, "none of them; somewhere between none and half"),
            (5, 5, "all of them; somewhere between half and all"),
            (500, 1_000, "about half"),
            (1, 1_000, "hardly any"),
            (2, 2, "only 2 visits looked: too few to say how often"),
            (1, 1, "only 1 visit looked: too few to say how often"),
            (0, 0, "no visit has looked for it yet"),
        ] {
            assert_eq!(share(k, n), said, "{k}/{n}");
        }
    }

    #[test]
    fn every_number_has_its_denominator() {
        let many = numbers(9, 5, 61, 8);
        assert_eq!(visits(&many, LOOKED), "in 9 of the 14 visits that looked for it");
        let tag = Numbers { looked: 40, ..numbers(9, 0, 61, 8) };
        assert_eq!(visits(&tag, TAGGED), "in 9 of the 40 visits with tagged notes");
        assert_eq!(not_looked(&tag), "not looked for in 21 visits");
        assert_eq!(not_looked(&many), "not looked for in 47 visits");
        assert_eq!(rests_on(&many), "rests on 8 teachers (unknown ones count as one), seen by 2 observers");
        assert_eq!(rests_on(&numbers(9, 5, 61, 2)), "rests on fewer than 3 teachers: not yet something for a team");
        assert_eq!(visits(&numbers(3, 0, 3, 1), LOOKED), "in all 3 visits that looked for it");
        assert_eq!(not_looked(&numbers(3, 0, 3, 1)), "looked for in every visit");
        assert_eq!(visits(&numbers(0, 1, 9, 0), LOOKED), "not in the one visit that looked for it");
    }

    proptest! {
        #[test]
        fn the_share_lies_within_its_interval(k in 0u32..2_000, n in 0u32..2_000) {
            let k = k.min(n);
            let (low, high) = wilson(k, n);
            prop_assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0);
            if n > 0 {
                let p = f64::from(k) / f64::from(n);
                prop_assert!(low <= p + 1e-9 && p <= high + 1e-9);
            }
            let said = share(k, n);
            prop_assert!(!said.is_empty());
            prop_assert!(k >= n || !said.contains("all of them"), "{}", said);
        }
    }
}
