//! Hiding small cells, and with them whatever they could be worked out from (complementary suppression).

use super::super::facts::Visits;

/// A cell before anything is hidden.
pub struct Counted {
    pub k: u32,
    pub n: u32,
    /// Enough visits and teachers stand behind it.
    pub clear: bool,
    pub looked: Visits,
}

/// Which cells of a row are hidden. A row's total is taken as known: it stands at the row, and it is the same whatever
/// the columns are. So what is hidden must, taken together, clear the floor itself; must be two cells or more; and may
/// not have been seen in none or in all of its visits, since then each of its cells would be told. More cells are hidden
/// until that holds, the smallest first. Only a row that was seen in none or in all of its visits tells its cells by its
/// total alone.
pub fn hidden(cells: &[Counted], clears: impl Fn(&Visits) -> bool) -> Vec<bool> {
    let mut hidden: Vec<bool> = cells.iter().map(|c| c.n > 0 && !c.clear).collect();
    let total = |of: &dyn Fn(&Counted) -> u32| cells.iter().map(of).sum::<u32>();
    let all_alike = matches!(total(&|c| c.k), k if k == 0 || k == total(&|c| c.n));
    while hidden.contains(&true) {
        let inside: Vec<&Counted> = cells.iter().zip(&hidden).filter(|(_, h)| **h).map(|(c, _)| c).collect();
        let (k, n) = (inside.iter().map(|c| c.k).sum::<u32>(), inside.iter().map(|c| c.n).sum::<u32>());
        let together = inside.iter().fold(Visits::default(), |all, c| all.or(&c.looked));
        let tells = !all_alike && (k == 0 || k == n);
        if inside.len() > 1 && !tells && clears(&together) {
            break;
        }
        // Where all that is hidden is alike, the next one must be different.
        let differs = |c: &Counted| !tells || (k == 0 && c.k > 0) || (k > 0 && c.k < c.n);
        let open = || cells.iter().enumerate().filter(|(i, c)| c.n > 0 && hidden.get(*i) == Some(&false));
        let next = open().filter(|(_, c)| differs(c)).min_by_key(|(i, c)| (c.n, *i));
        let Some((next, _)) = next.or_else(|| open().min_by_key(|(i, c)| (c.n, *i))) else { break };
        if let Some(slot) = hidden.get_mut(next) {
            *slot = true;
        }
    }
    hidden
}
