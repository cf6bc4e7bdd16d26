//! Patterns: statements about what repeats, with evidence that supports and complicates them, and their numbers in words.

/// What sort of pattern it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(i64)]
pub enum PatternKind {
    #[default]
    Need = 0,
    Strength = 1,
    Question = 2,
}

impl PatternKind {
    pub const ALL: [PatternKind; 3] = [PatternKind::Need, PatternKind::Strength, PatternKind::Question];

    pub fn from_number(number: i64) -> PatternKind {
        Self::ALL.into_iter().find(|k| *k as i64 == number).unwrap_or_default()
    }

    pub fn word(self) -> &'static str {
        match self {
            PatternKind::Need => "need",
            PatternKind::Strength => "strength",
            PatternKind::Question => "question",
        }
    }
}

/// How far a pattern has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(i64)]
pub enum PatternStatus {
    /// Until a team has discussed it.
    #[default]
    Possible = 0,
    Discussed = 1,
    /// A team has accepted it as theirs.
    Shared = 2,
    SetAside = 3,
    NotAProblem = 4,
}

impl PatternStatus {
    pub const ALL: [PatternStatus; 5] = [
        PatternStatus::Possible,
        PatternStatus::Discussed,
        PatternStatus::Shared,
        PatternStatus::SetAside,
        PatternStatus::NotAProblem,
    ];

    pub fn from_number(number: i64) -> PatternStatus {
        Self::ALL.into_iter().find(|s| *s as i64 == number).unwrap_or_default()
    }

    pub fn words(self) -> &'static str {
        match self {
            PatternStatus::Possible => "possible",
            PatternStatus::Discussed => "discussed",
            PatternStatus::Shared => "shared",
            PatternStatus::SetAside => "set aside",
            PatternStatus::NotAProblem => "not a problem",
        }
    }
}

/// What a note is to a pattern. The number is stored in the log; 0 takes the note out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
pub enum Role {
    Supports = 1,
    Complicates = 2,
}

impl Role {
    pub fn from_number(number: i64) -> Option<Role> {
        [Role::Supports, Role::Complicates].into_iter().find(|r| *r as i64 == number)
    }

    pub fn word(self) -> &'static str {
        match self {
            Role::Supports => "supports",
            Role::Complicates => "complicates",
        }
    }
}

/// The title under which a pattern is shown: "Possible:" stands before it until a team has discussed it.
pub fn title(statement: &str, status: PatternStatus) -> String {
    if status == PatternStatus::Possible { format!("Possible: {statement}") } else { statement.to_string() }
}

/// A pattern's numbers. The unit is the visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Visits with a note that supports it (or that saw its look-for).
    pub supporting: u32,
    /// Visits with a note that complicates it and none that supports it (or that looked for its look-for and did not
    /// see it).
    pub complicating: u32,
    /// Visits that looked: with evidence one way or the other, and those in which its look-for or tag was looked for.
    /// What was looked for and is only absent, as a tag, neither supports nor complicates.
    pub looked: u32,
    /// All visits there are.
    pub visits: u32,
    /// Different teachers among the supporting visits; visits whose teacher is unknown count as one.
    pub teachers: u32,
    /// Different observers among the supporting visits.
    pub observers: u32,
}

impl Numbers {
    /// Visits that looked: the denominator of every share that is told.
    pub fn looked(&self) -> u32 {
        self.looked
    }

    /// Visits that did not look.
    pub fn not_looked(&self) -> u32 {
        self.visits.saturating_sub(self.looked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_possible_until_discussed() {
        assert_eq!(title("x", PatternStatus::Possible), "Possible: x");
        for status in &PatternStatus::ALL[1..] {
            assert_eq!(title("x", *status), "x");
        }
    }
}
