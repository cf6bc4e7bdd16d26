//! Marks: what was seen of a look-for in one visit.

use super::id::Uid;
use serde_json::{Value as Json, json};

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
        // None of the options stands: it was looked at, and nothing of it was there to name.
        (Way::Tally | Way::Choice, _) => (value > 0).then_some(true),
        _ => Some(true),
    }
}

/// One mark of a visit, as the file keeps it. What `value` and `detail` mean depends on the way, see `docs/data-model.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub uid: Uid,
    /// The look-for's id on the sheet of the walk.
    pub look_for: String,
    pub way: Way,
    /// Milliseconds since the visit began; none in a visit written afterwards.
    pub at_ms: Option<i64>,
    /// A `Tick`; 1 for a tally; milliseconds of a stretch or wait, none while it goes on; how many were doing it; how
    /// many options stand; the number of an interval, from 1.
    pub value: Option<i64>,
    pub detail: Detail,
}

/// What a number cannot say of a mark. Kept as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Detail {
    #[default]
    None,
    /// Scan: out of how many.
    Of(i64),
    /// Choice: all options that stand from this moment on.
    Options(Vec<String>),
    /// Scale, interval, response: the option, the code, how it ended.
    Option(String),
    /// Prompt: the note that answers it.
    Note(Uid),
    /// What a newer version wrote, as it stands.
    Other(String),
}

impl Detail {
    /// Reads a mark's detail. What this version does not know is kept as it stands.
    pub fn read(way: Way, text: Option<&str>) -> Detail {
        let Some(text) = text.filter(|t| !t.is_empty()) else { return Detail::None };
        let json: Json = serde_json::from_str(text).unwrap_or_default();
        let known = match way {
            Way::Scan => json.get("of").and_then(Json::as_i64).map(Detail::Of),
            Way::Choice => json
                .get("options")
                .and_then(Json::as_array)
                .map(|all| Detail::Options(all.iter().filter_map(Json::as_str).map(String::from).collect())),
            Way::Scale | Way::Interval | Way::Response => {
                json.get("option").and_then(Json::as_str).map(|o| Detail::Option(o.to_string()))
            }
            Way::Prompt => json.get("note").and_then(Json::as_str).and_then(Uid::parse).map(Detail::Note),
            Way::Tick | Way::Tally | Way::Timer => None,
        };
        known.unwrap_or_else(|| Detail::Other(text.to_string()))
    }

    /// The detail as the file keeps it.
    pub fn text(&self) -> Option<String> {
        match self {
            Detail::None => None,
            Detail::Of(of) => Some(json!({ "of": of }).to_string()),
            Detail::Options(options) => Some(json!({ "options": options }).to_string()),
            Detail::Option(option) => Some(json!({ "option": option }).to_string()),
            Detail::Note(note) => Some(json!({ "note": note.to_text() }).to_string()),
            Detail::Other(text) => Some(text.clone()),
        }
    }
}

impl Mark {
    /// What the mark says, when its way is a tick.
    pub fn tick(&self) -> Option<Tick> {
        (self.way == Way::Tick).then(|| Tick::from_number(self.value?)).flatten()
    }

    /// Whether it is a stretch or a wait that has begun and not ended.
    pub fn is_running(&self) -> bool {
        matches!(self.way, Way::Timer | Way::Response) && self.value.is_none() && self.at_ms.is_some()
    }

    /// How long it was, milliseconds: a stretch or a wait that has ended.
    pub fn length(&self) -> Option<i64> {
        matches!(self.way, Way::Timer | Way::Response).then_some(self.value?.max(0))
    }

    /// The option it names: of a scale, a code, how a wait ended.
    pub fn option(&self) -> Option<&str> {
        match &self.detail {
            Detail::Option(option) => Some(option),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;
    use proptest::prelude::*;

    #[test]
    fn a_mark_says_seen_only_where_something_was_there() {
        assert_eq!([says(Way::Choice, 0), says(Way::Choice, 2)], [None, Some(true)], "none of the options is no sign");
        assert_eq!([says(Way::Scan, 0), says(Way::Scan, 3), says(Way::Tick, 3)], [Some(false), Some(true), None]);
    }

    #[test]
    fn a_detail_reads_back_and_what_is_newer_stays() {
        let note = IdSource::Seeded(1).next_uid();
        for (way, detail) in [
            (Way::Scan, Detail::Of(24)),
            (Way::Choice, Detail::Options(vec!["pairs".into(), "alone".into()])),
            (Way::Scale, Detail::Option("explaining".into())),
            (Way::Interval, Detail::Option("lecture".into())),
            (Way::Response, Detail::Option("student".into())),
            (Way::Prompt, Detail::Note(note)),
            (Way::Tally, Detail::None),
        ] {
            assert_eq!(Detail::read(way, detail.text().as_deref()), detail);
        }
        let newer = r#"{"share":0.5}"#;
        assert_eq!(Detail::read(Way::Scan, Some(newer)).text().as_deref(), Some(newer));
    }

    proptest! {
        #[test]
        fn any_text_can_stand_in_a_detail(text in any::<String>(), way in prop::sample::select(Way::ALL.to_vec())) {
            let detail = Detail::read(way, Some(&text));
            prop_assert_eq!(Detail::read(way, detail.text().as_deref()), detail);
        }
    }
}
