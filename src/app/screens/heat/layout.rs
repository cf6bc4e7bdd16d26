//! Where the parts of the heat map stand, for its painter and for moving by screenfuls.

/// Rows of the work area that each part takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// The heading and the choice of rows and columns.
    pub head: u16,
    /// The names of the columns.
    pub names: u16,
    pub rows: u16,
    /// The line below the rows: how many more there are.
    pub gap: u16,
    /// What the marked cell says.
    pub said: u16,
    /// What the signs mean.
    pub legend: u16,
}

/// The parts in a work area of this size; what matters least gives way first.
pub fn parts(width: u16, height: u16) -> Parts {
    let legend = match height {
        0..=11 => 0,
        _ if width >= 110 => 1,
        _ => 2,
    };
    let head = match height {
        0..=8 => 0,
        9..=13 => 2,
        _ => 3,
    };
    let said = if height >= 6 { 2 } else { height.saturating_sub(3).min(1) };
    let names = u16::from(height >= 2);
    let gap = u16::from(height >= 14);
    let rows = height.saturating_sub(head + names + said + legend + gap);
    Parts { head, names, rows, gap, said, legend }
}

/// Rows of signs that fit on a screen of this size.
pub fn rows(width: u16, height: u16) -> u16 {
    // The frame takes the header, the notice and the footer, and a column at each side.
    parts(width.saturating_sub(2), height.saturating_sub(3)).rows
}
