//! Rows of a list: which ones are shown so that the marked one is among them.

/// The first row to show of `count`, when `rows` fit and `selected` must be seen; scrolls as little as it can from
/// showing the middle.
pub fn first_row(selected: usize, count: usize, rows: usize) -> usize {
    if count <= rows {
        return 0;
    }
    selected.saturating_sub(rows / 2).min(count - rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_marked_row_is_always_seen(count in 1usize..200, rows in 1usize..50, at in 0usize..200) {
            let selected = at % count;
            let first = first_row(selected, count, rows);
            prop_assert!(first <= selected && selected < first + rows);
        }
    }
}
