//! What is said, counted and agreed in a talk with a team, and the rules for keeping it: words as they were spoken, counts
//! that name nobody, no number of a team that is too small.

/// Teams of fewer people than this get no counts kept: a show of fingers would tell who.
pub const FEWEST_COUNTED: u32 = 5;

/// At most so many patterns are brought to one talk.
pub const MOST_PATTERNS: usize = 5;

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $number:literal $words:literal)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(i64)]
        pub enum $name { $($(#[$vdoc])* $variant = $number,)* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// What a stored number means; `None` for one a newer version wrote.
            pub fn from_number(number: i64) -> Option<$name> {
                Self::ALL.iter().copied().find(|v| *v as i64 == number)
            }

            pub fn words(self) -> &'static str {
                match self { $($name::$variant => $words,)* }
            }
        }
    };
}

numbered! {
    /// What sort of statement it is. The number is stored and never changes its meaning.
    VoiceKind {
        Problem = 0 "problem"
        Idea = 1 "idea"
        Question = 2 "question"
        Worry = 3 "worry"
        /// A fact somebody noticed in what was shown.
        Noticed = 4 "noticed"
        /// A cause, on the root-cause page of a shared problem.
        Cause = 5 "cause"
        /// Why somebody cannot live with a proposal; kept by its speaker's consent.
        Objection = 6 "objection"
    }
}

numbered! {
    /// What a voice is to a pattern. The number is stored in the log; 0 takes the link away.
    LinkKind {
        SameThing = 1 "same thing"
        Connects = 2 "connects"
        Contradicts = 3 "contradicts"
        NewToMe = 4 "new to me"
    }
}

numbered! {
    /// What became of a voice. None: nobody has answered it yet.
    VoiceAnswer {
        Linked = 1 "linked to what was seen"
        /// It is looked into on a day.
        LookInto = 2 "we look into it"
        Tried = 3 "we try it"
        SetAside = 4 "set aside"
    }
}

numbered! {
    /// What was counted.
    PollKind {
        /// Fist to five: is this a real problem here?
        Real = 0 "Is this a real problem here?"
        /// Fist to five: do we want to work on it now?
        Now = 1 "Do we want to work on it now?"
        /// Dots on one pattern.
        Dots = 2 "dots"
        /// One construct of the pulse.
        Pulse = 3 "pulse"
    }
}

numbered! {
    /// Whose words a shared problem began with.
    Origin {
        Team = 1 "the team's words"
        Leader = 2 "the leader's words"
        Both = 3 "both"
    }
}

numbered! {
    /// What was decided of a trial when it was looked at again (plan, do, study, act).
    TrialDecision {
        Adopt = 1 "adopt"
        Adapt = 2 "adapt"
        Abandon = 3 "abandon"
    }
}

numbered! {
    /// How far a shared problem is. None: worked on.
    ProblemStatus {
        Resting = 1 "not worked on now"
        Solved = 2 "no longer a problem"
    }
}

impl VoiceKind {
    /// Whether somebody owes an answer to it. What was noticed in what was shown, and a cause on the page of a shared
    /// problem, are part of the work itself.
    pub fn wants_answer(self) -> bool {
        !matches!(self, VoiceKind::Noticed | VoiceKind::Cause)
    }
}

/// Whether counts of a team of so many people may be kept. An unknown size is taken as too small.
pub fn may_count(people: Option<u32>) -> bool {
    people.is_some_and(|n| n >= FEWEST_COUNTED)
}

/// Whether counts may be told outside the room: of fewer than five people who answered they would tell who.
pub fn may_tell(counts: &[u32]) -> bool {
    may_count(Some(counts.iter().fold(0, |sum: u32, n| sum.saturating_add(*n))))
}

/// Counts as they are stored: numbers with spaces between.
pub fn counts_text(counts: &[u32]) -> String {
    counts.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")
}

/// Stored counts; what is no number is left out.
pub fn counts_of(text: &str) -> Vec<u32> {
    text.split_whitespace().filter_map(|n| n.parse().ok()).collect()
}

/// Fist to five: how many stand at three or more, of how many.
pub fn at_three_or_more(counts: &[u32]) -> (u32, u32) {
    (counts.iter().skip(3).sum(), counts.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_unknown_teams_are_not_counted() {
        assert!(!may_count(None) && !may_count(Some(4)));
        assert!(may_count(Some(5)));
        assert!(may_tell(&[1, 0, 2, 2]) && !may_tell(&[1, 0, 2, 1]) && may_tell(&[u32::MAX, 9]));
    }

    #[test]
    fn counts_read_back() {
        let counts = [0, 1, 0, 2, 3, 1];
        assert_eq!(counts_of(&counts_text(&counts)), counts);
        assert_eq!(at_three_or_more(&counts), (6, 7));
        assert_eq!(counts_of("1 x -2 3"), [1, 3]);
    }

    #[test]
    fn numbers_keep_their_meaning() {
        for kind in VoiceKind::ALL {
            assert_eq!(VoiceKind::from_number(*kind as i64), Some(*kind));
        }
        assert_eq!(LinkKind::from_number(0), None);
        assert_eq!(TrialDecision::from_number(3), Some(TrialDecision::Abandon));
    }
}
