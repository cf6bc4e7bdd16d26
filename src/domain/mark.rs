//! Marks: what was seen of a look-for in one visit.

/// How a look-for is marked. The number is stored. Sheets use the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
pub enum Way {
    /// Seen, not seen, or not looked for.
    Tick = 1,
    /// Every time it happens is one mark with its time.
    Tally = 2,
    /// How long it goes on, from a start to a stop.
    Timer = 3,
    /// How many of those present, counted at one moment.
    Scan = 4,
    /// One or several of a list, and when that changes.
    Choice = 5,
    /// One word of an ordered list about a thing, never about a person. It is no number and is never averaged.
    Scale = 6,
    /// Any number of codes for each stretch of the same length.
    Interval = 7,
    /// How long something takes, and how it ends: the wait after a question.
    Response = 8,
    /// A question that is answered with a note.
    Prompt = 9,
}

impl Way {
    pub const ALL: [Way; 9] = [
        Way::Tick,
        Way::Tally,
        Way::Timer,
        Way::Scan,
        Way::Choice,
        Way::Scale,
        Way::Interval,
        Way::Response,
        Way::Prompt,
    ];

    pub fn from_number(number: i64) -> Option<Way> {
        Self::ALL.into_iter().find(|w| *w as i64 == number)
    }

    pub fn word(self) -> &'static str {
        match self {
            Way::Tick => "tick",
            Way::Tally => "tally",
            Way::Timer => "timer",
            Way::Scan => "scan",
            Way::Choice => "choice",
            Way::Scale => "scale",
            Way::Interval => "interval",
            Way::Response => "response",
            Way::Prompt => "prompt",
        }
    }

    /// Whether its look-fors are marked by the keys of their options and have no key of their own.
    pub fn has_only_options(self) -> bool {
        matches!(self, Way::Choice | Way::Scale | Way::Interval)
    }

    /// Whether its look-fors need options: what is chosen, a code, or how a response ends.
    pub fn needs_options(self) -> bool {
        self.has_only_options() || self == Way::Response
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

/// What one mark says about its look-for in a visit: seen, looked for and not seen, or neither. Every event, stretch,
/// choice or answer says that it was there; a scan says so when it found somebody.
pub fn says(way: Way, value: i64) -> Option<bool> {
    match (way, Tick::from_number(value)) {
        (Way::Tick, Some(Tick::Seen)) => Some(true),
        (Way::Tick, Some(Tick::NotSeen)) => Some(false),
        (Way::Tick, _) => None,
        (Way::Scan, _) => Some(value > 0),
        (Way::Tally, _) => (value > 0).then_some(true),
        _ => Some(true),
    }
}
