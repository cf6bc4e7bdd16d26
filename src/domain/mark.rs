//! Marks: what was seen of a look-for in one visit.

/// How a look-for is marked. The number is stored. Sheets use the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
pub enum Way {
    /// Seen, not seen, or not looked for.
    Tick = 1,
    /// Every time it happens is one mark with its time.
    Tally = 2,
}

impl Way {
    pub const ALL: [Way; 2] = [Way::Tick, Way::Tally];

    pub fn from_number(number: i64) -> Option<Way> {
        Self::ALL.into_iter().find(|w| *w as i64 == number)
    }

    pub fn word(self) -> &'static str {
        match self {
            Way::Tick => "tick",
            Way::Tally => "tally",
        }
    }
}

/// What a tick says. "Not looked for" is an answer of its own: it is never counted as "not seen".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
pub enum Tick {
    Seen = 1,
    NotSeen = 2,
    NotLookedFor = 3,
}

impl Tick {
    pub fn from_number(number: i64) -> Option<Tick> {
        [Tick::Seen, Tick::NotSeen, Tick::NotLookedFor].into_iter().find(|t| *t as i64 == number)
    }

    pub fn words(self) -> &'static str {
        match self {
            Tick::Seen => "seen",
            Tick::NotSeen => "not seen",
            Tick::NotLookedFor => "not looked for",
        }
    }

    /// What pressing the look-for's key makes of it: seen, then not seen, then not marked.
    pub fn after(current: Option<Tick>) -> Option<Tick> {
        match current {
            None | Some(Tick::NotLookedFor) => Some(Tick::Seen),
            Some(Tick::Seen) => Some(Tick::NotSeen),
            Some(Tick::NotSeen) => None,
        }
    }
}
