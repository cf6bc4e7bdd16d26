//! What a person decides of what the program proposes. A proposal is never acted on by itself.

use super::id::Uid;

/// What was decided. The number is stored and never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
pub enum Decision {
    /// It became a pattern, a tag or a link.
    Accepted = 1,
    /// Not this: not shown again.
    Dismissed = 2,
    /// Not now: not shown before a day.
    PutOff = 3,
}

impl Decision {
    pub const ALL: [Decision; 3] = [Decision::Accepted, Decision::Dismissed, Decision::PutOff];

    /// The decision of a stored number; `None` for one a newer version wrote.
    pub fn from_number(number: i64) -> Option<Decision> {
        Self::ALL.into_iter().find(|d| *d as i64 == number)
    }

    pub fn word(self) -> &'static str {
        match self {
            Decision::Accepted => "accepted",
            Decision::Dismissed => "dismissed",
            Decision::PutOff => "put off",
        }
    }
}

/// A decision with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub decision: Decision,
    /// Put off: until this local day, days since 1970-01-01.
    pub until: Option<i64>,
    /// Why, in the leader's words; may be empty.
    pub why: String,
    /// The pattern that was made of it.
    pub pattern: Option<Uid>,
}

impl Decided {
    /// Whether something decided so may be shown on a day (days since 1970-01-01).
    pub fn shows_on(&self, day: i64) -> bool {
        self.decision == Decision::PutOff && self.until.is_some_and(|until| day >= until)
    }
}

/// The topic of “these two notes say the same”; which of the two was asked does not matter.
pub fn like_topic(one: Uid, other: Uid) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    format!("like:{}:{}", first.to_text(), second.to_text())
}

/// The topic of “this note belongs under that tag”.
pub fn tag_topic(tag: Uid, note: Uid) -> String {
    format!("tag:{}:{}", tag.to_text(), note.to_text())
}

/// The topic of “this voice says the same as that pattern”: what was decided of it is remembered.
pub fn voice_topic(voice: Uid, pattern: Uid) -> String {
    format!("voice:{}:{}", voice.to_text(), pattern.to_text())
}

/// What a pattern is to the leader's hunch. The number is stored and never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
pub enum AgainstHunch {
    /// The leader expected it.
    Confirms = 1,
    /// It goes against what the leader expected.
    GoesAgainst = 2,
    /// Nobody predicted it.
    NotPredicted = 3,
}

impl AgainstHunch {
    pub const ALL: [AgainstHunch; 3] = [AgainstHunch::Confirms, AgainstHunch::GoesAgainst, AgainstHunch::NotPredicted];

    /// The answer of a stored number; `None` for one a newer version wrote.
    pub fn from_number(number: i64) -> Option<AgainstHunch> {
        Self::ALL.into_iter().find(|a| *a as i64 == number)
    }

    pub fn words(self) -> &'static str {
        match self {
            AgainstHunch::Confirms => "I expected it",
            AgainstHunch::GoesAgainst => "it goes against what I expected",
            AgainstHunch::NotPredicted => "I did not expect it",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_put_off_comes_back_and_on_its_day() {
        let decided = |decision, until| Decided { decision, until, why: String::new(), pattern: None };
        assert!(!decided(Decision::PutOff, Some(10)).shows_on(9));
        assert!(decided(Decision::PutOff, Some(10)).shows_on(10));
        assert!(!decided(Decision::PutOff, None).shows_on(10));
        assert!(!decided(Decision::Dismissed, Some(1)).shows_on(10));
        assert!(!decided(Decision::Accepted, Some(1)).shows_on(10));
    }

    #[test]
    fn numbers_keep_their_meaning() {
        assert_eq!(Decision::ALL.map(|d| d as i64), [1, 2, 3]);
        assert_eq!(Decision::from_number(9), None);
        assert_eq!(AgainstHunch::ALL.map(|a| a as i64), [1, 2, 3]);
    }
}
