//! Fist to five as small dots: a column for each answer, a dot for each person. They say how many, never who.

/// What one dot and its gap take, and the line of figures below, in the picture's own units.
const STEP: u32 = 11;
const FIGURES: u32 = 16;
/// Dots above each other before a column gets wider.
const HIGH: u32 = 8;
/// Dots that are drawn, at most; a larger team is told in words only.
const MOST: u32 = 120;

/// A picture for the template: where dots and figures stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dots {
    pub width: u32,
    pub height: u32,
    /// Middle points.
    pub dots: Vec<(u32, u32)>,
    /// The middle of a column and its figure.
    pub figures: Vec<(u32, usize)>,
    /// Where the line between dots and figures runs.
    pub line: u32,
}

/// Lays out counts, the answer 0 first; nothing where there is nothing to draw.
pub fn laid_out(counts: &[u32]) -> Option<Dots> {
    let all: u32 = counts.iter().fold(0, |sum, n| sum.saturating_add(*n));
    if all == 0 || all > MOST {
        return None;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let across = most.div_ceil(HIGH).max(1);
    let high = most.div_ceil(across);
    let column = across * STEP + STEP;
    let line = high * STEP + 1;
    let mut made = Dots { width: 0, height: line + FIGURES, line, ..Dots::default() };
    for (answer, n) in counts.iter().enumerate() {
        let left = made.width + STEP / 2;
        for dot in 0..*n {
            let (row, place) = (dot / across, dot % across);
            made.dots.push((left + place * STEP + STEP / 2, line.saturating_sub(row * STEP + STEP / 2 + 1)));
        }
        made.figures.push((left + across * STEP / 2, answer));
        made.width += column;
    }
    Some(made)
}

/// The counts in words, for those who cannot see the picture: "at 0: 1, at 3: 2, at 5: 4".
pub fn in_words(counts: &[u32]) -> String {
    let given = counts.iter().enumerate().filter(|(_, n)| **n > 0);
    given.map(|(answer, n)| format!("at {answer}: {n}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nobody_and_very_many_are_not_drawn() {
        assert_eq!(laid_out(&[0, 0, 0]), None);
        assert_eq!(laid_out(&[]), None);
        assert_eq!(laid_out(&[100, 100]), None);
        assert_eq!(in_words(&[1, 0, 0, 2, 0, 4]), "at 0: 1, at 3: 2, at 5: 4");
    }

    proptest! {
        #[test]
        fn every_person_is_one_dot_inside_the_picture(counts in proptest::collection::vec(0u32..20, 1..7)) {
            let all: u32 = counts.iter().sum();
            let Some(made) = laid_out(&counts) else {
                prop_assert!(all == 0 || all > MOST);
                return Ok(());
            };
            prop_assert_eq!(made.dots.len() as u32, all);
            let mut places = made.dots.clone();
            places.sort_unstable();
            places.dedup();
            prop_assert_eq!(places.len(), made.dots.len());
            prop_assert!(made.dots.iter().all(|(x, y)| *x + 3 < made.width && *y >= 4 && *y + 3 < made.line));
            prop_assert_eq!(made.figures.len(), counts.len());
        }
    }
}
