//! Rows of a list: which ones are shown so that the marked one is among them.

/// The first row to show of `count`, when `rows` fit and `selected` must be seen. Moves by half a screen at a time, so
/// that rows keep their place while one goes through them.
pub fn first_row(selected: usize, count: usize, rows: usize) -> usize {
    if count <= rows {
        return 0;
    }
    let step = rows / 2;
    if step == 0 {
        return selected;
    }
    ((selected / step).saturating_sub(1) * step).min(count - rows)
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
