//! What was agreed with staff about the walks: how long a visit is, whether rooms are named, who sees what and until
//! when. Each agreement is a setting of the file. Until something is agreed, what a cautious school would say holds.

use super::dates;
use super::time::UtcMs;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Longest text of an agreement, characters.
pub const MAX_TEXT: usize = 300;
/// Longest visit that can be agreed, minutes.
const MAX_MINUTES: i64 = 240;
/// Most working days until a slip or copy, and most days a follow-up stays.
const MAX_WORKING_DAYS: u32 = 20;
const MAX_FOLLOW_UP_DAYS: i64 = 365;

/// The purpose line where none was written.
pub const PURPOSE: &str = "I am here to learn what students are asked to do.";
/// Who sees the notes of a visit where nothing else was agreed.
pub const SEEN_BY: &str = "you, and the people who walked";

/// What a visit is called where rooms are not named: "Visit 3".
pub fn visit_words(number: Option<u32>) -> String {
    number.map_or("A visit".into(), |n| format!("Visit {n}"))
}

/// One agreement. Its key is how the setting is called in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    Longest,
    Names,
    Purpose,
    Paper,
    FollowUps,
    SeenBy,
    Until,
}

impl Term {
    pub const ALL: [Term; 7] =
        [Term::Longest, Term::Names, Term::Purpose, Term::Paper, Term::FollowUps, Term::SeenBy, Term::Until];

    pub fn key(self) -> &'static str {
        match self {
            Term::Longest => "agreed.longest",
            Term::Names => "agreed.names",
            Term::Purpose => "agreed.purpose",
            Term::Paper => "agreed.paper",
            Term::FollowUps => "agreed.follow-ups",
            Term::SeenBy => "agreed.seen-by",
            Term::Until => "agreed.until",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Term::Longest => "Longest visit",
            Term::Names => "Names",
            Term::Purpose => "Purpose line",
            Term::Paper => "Slip or copy by",
            Term::FollowUps => "Follow-ups stay",
            Term::SeenBy => "Who may see it",
            Term::Until => "Kept until",
        }
    }

    /// One line that says what follows from it.
    pub fn explained(self) -> &'static str {
        match self {
            Term::Longest => "A longer visit says so beside its clock, quietly.",
            Term::Names => "Off: visits go by number. The plan always names rooms.",
            Term::Purpose => "On the cover, on slips and copies, and in new walks.",
            Term::Paper => "When each teacher has one. Home says which are late.",
            Term::FollowUps => "Then a private follow-up goes by itself, unless kept.",
            Term::SeenBy => "At the foot of every paper: “Who may see this: …”.",
            Term::Until => "On every paper. After it Home says so; nothing is deleted.",
        }
    }

    /// How to write it.
    pub fn hint(self) -> &'static str {
        match self {
            Term::Longest => "Minutes, such as 10; empty: no limit was agreed.",
            Term::Names => "",
            Term::Purpose => "One sentence that a class may read; empty: the usual one.",
            Term::Paper => "Working days after the visit, 0 for the same day; empty: no day was agreed.",
            Term::FollowUps => "Days, from 1 to 365; empty: 14.",
            Term::SeenBy => "As it goes on after “Who may see this:”; empty: you, and the people who walked.",
            Term::Until => "A day, such as 30 June 2027 or 2027-06-30; empty: no day was agreed.",
        }
    }
}

/// Where rooms are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Names {
    /// On the leader's own screens; no paper names a room.
    #[default]
    NotOnPaper,
    /// Only in the plan, on the route and in coverage; a visit is called by its number everywhere else.
    Off,
    /// On the leader's screens and on the copy for the room's own teacher.
    On,
}

impl Names {
    pub const ALL: [Names; 3] = [Names::NotOnPaper, Names::Off, Names::On];

    fn word(self) -> &'static str {
        match self {
            Names::NotOnPaper => "not-on-paper",
            Names::Off => "off",
            Names::On => "on",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Names::NotOnPaper => "rooms on my screens, none on paper",
            Names::Off => "off: visits by number, rooms only in the plan",
            Names::On => "rooms on my screens and on the teacher's own copy",
        }
    }
}

/// All that was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreements {
    /// Longest visit, minutes; none: no limit.
    pub longest: Option<i64>,
    pub names: Names,
    /// The purpose line somebody wrote; empty: the usual one.
    pub own_purpose: String,
    /// A slip or copy within so many working days, 0: the same day; none: no day.
    pub paper: Option<u32>,
    /// How many days a follow-up stays.
    pub follow_ups: i64,
    pub seen_by: String,
    /// The last day on which notes are kept; none: not agreed yet.
    pub until: Option<NaiveDate>,
}

impl Default for Agreements {
    fn default() -> Agreements {
        Agreements {
            longest: Some(10),
            names: Names::NotOnPaper,
            own_purpose: String::new(),
            paper: Some(0),
            follow_ups: 14,
            seen_by: SEEN_BY.into(),
            until: None,
        }
    }
}

/// Stands in a setting for "nothing was agreed", where nothing is not what holds by itself.
const NONE: &str = "none";

impl Agreements {
    /// Reads the settings of a file. What is not there, or cannot be read, is as if nothing else was agreed.
    pub fn from_settings<'s>(setting: impl Fn(&str) -> Option<&'s str>) -> Agreements {
        let mut all = Agreements::default();
        for term in Term::ALL {
            if let Some(value) = setting(term.key()) {
                all.take(term, value);
            }
        }
        all
    }

    /// Takes a setting's value; one that cannot be read changes nothing.
    pub fn take(&mut self, term: Term, value: &str) {
        let short = || value.chars().take(MAX_TEXT).collect::<String>();
        match term {
            Term::Longest if value == NONE => self.longest = None,
            Term::Longest => self.longest = minutes(value).or(self.longest),
            Term::Names => self.names = Names::ALL.into_iter().find(|n| n.word() == value).unwrap_or(self.names),
            Term::Purpose => self.own_purpose = short(),
            Term::Paper if value == NONE => self.paper = None,
            Term::Paper => self.paper = working_days(value).or(self.paper),
            Term::FollowUps => self.follow_ups = follow_up_days(value).unwrap_or(self.follow_ups),
            Term::SeenBy if value.is_empty() => self.seen_by = SEEN_BY.into(),
            Term::SeenBy => self.seen_by = short(),
            Term::Until if value == NONE => self.until = None,
            Term::Until => self.until = value.parse().ok().or(self.until),
        }
    }

    /// The settings that say what was agreed, without those that hold by themselves.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let before = Agreements::default();
        let said = |term: &Term| self.typed(*term) != before.typed(*term);
        let value = |term: Term| match self.typed(term) {
            nothing if nothing.is_empty() && matches!(term, Term::Longest | Term::Paper) => NONE.to_string(),
            value => value,
        };
        Term::ALL.into_iter().filter(said).map(|term| (term.key(), value(term))).collect()
    }

    /// What somebody typed for an agreement, as the setting's value.
    ///
    /// # Errors
    /// A sentence that says what is expected.
    pub fn read(term: Term, typed: &str, today: NaiveDate) -> Result<String, &'static str> {
        let typed = typed.trim();
        if typed.chars().count() > MAX_TEXT {
            return Err("That is longer than a line people read. Keep it under 300 letters.");
        }
        match term {
            Term::Purpose | Term::SeenBy => {
                return Ok(typed.trim_end_matches(['.', ' ']).to_string() + end(term, typed));
            }
            Term::FollowUps if typed.is_empty() => return Ok("14".into()),
            _ if typed.is_empty() => return Ok(NONE.into()),
            _ => {}
        }
        let value = match term {
            Term::Longest => minutes(typed).map(|n| n.to_string()),
            Term::Paper => working_days(typed).map(|n| n.to_string()),
            Term::FollowUps => follow_up_days(typed).map(|n| n.to_string()),
            Term::Until => dates::read_day(typed, today).and_then(|d| ahead(d, typed, today)).map(|d| d.to_string()),
            _ => None,
        };
        value.ok_or(match term {
            Term::Longest => "A number of minutes, such as 10; or nothing.",
            Term::Paper => "A number of working days up to 20, 0 for the same day; or nothing.",
            Term::FollowUps => "A number of days, from 1 to 365.",
            _ => "That is no day. For example: 30 June 2027, or 2027-06-30.",
        })
    }

    /// The next way to name rooms, as the setting's value.
    pub fn next_names(&self) -> &'static str {
        let at = Names::ALL.iter().position(|n| *n == self.names).unwrap_or(0);
        Names::ALL[(at + 1) % Names::ALL.len()].word()
    }

    /// An agreement as one would type it.
    pub fn typed(&self, term: Term) -> String {
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        match term {
            Term::Longest => number(self.longest),
            Term::Names => self.names.word().into(),
            Term::Purpose => self.own_purpose.clone(),
            Term::Paper => number(self.paper.map(i64::from)),
            Term::FollowUps => self.follow_ups.to_string(),
            Term::SeenBy if self.seen_by == SEEN_BY => String::new(),
            Term::SeenBy => self.seen_by.clone(),
            Term::Until => self.until.map(|d| d.to_string()).unwrap_or_default(),
        }
    }

    /// An agreement in words.
    pub fn words(&self, term: Term) -> String {
        match term {
            Term::Longest => self.longest.map_or("no limit was agreed".into(), minutes_words),
            Term::Names => self.names.words().into(),
            Term::Purpose => self.purpose().into(),
            Term::Paper => self.paper_words().unwrap_or_else(|| "no day was agreed".into()),
            Term::FollowUps => super::text::count(usize::try_from(self.follow_ups).unwrap_or(0), "day", "days"),
            Term::SeenBy => self.seen_by.clone(),
            Term::Until => self.until.map_or("no day was agreed yet".into(), day_words),
        }
    }

    /// "the same day", "within 2 working days"; none: no day was agreed.
    pub fn paper_words(&self) -> Option<String> {
        self.paper.map(|n| match n {
            0 => "the same day".to_string(),
            1 => "the next working day".to_string(),
            n => format!("within {n} working days"),
        })
    }

    pub fn purpose(&self) -> &str {
        if self.own_purpose.is_empty() { PURPOSE } else { &self.own_purpose }
    }

    /// The line of a walk with its own purpose, or with that of the agreements.
    pub fn purpose_of<'a>(&'a self, walk: &'a str) -> &'a str {
        if walk.trim().is_empty() { self.purpose() } else { walk }
    }

    /// How long a follow-up stays, milliseconds.
    pub fn follow_up_stays(&self) -> UtcMs {
        self.follow_ups * 86_400_000
    }

    /// The latest day whose visits should all have their slip or copy by `today`.
    pub fn papers_due_through(&self, today: NaiveDate) -> Option<NaiveDate> {
        let within = self.paper?;
        let past = |day: &NaiveDate| after_working_days(*day, within).is_some_and(|due| due < today);
        (1..=90).filter_map(|back| today.checked_sub_days(Days::new(back))).find(past)
    }

    /// Whether the day until which notes are kept is over.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// Whether a value `read` gave is a day that is over already, and not the one that was agreed before.
    pub fn is_newly_over(&self, term: Term, value: &str, today: NaiveDate) -> bool {
        let day = value.parse::<NaiveDate>().ok();
        term == Term::Until && day.is_some_and(|d| d < today) && day != self.until
    }

    /// Until when notes are kept, as a sentence for papers. It promises no deletion: nothing is deleted by itself.
    pub fn until_sentence(&self) -> String {
        match self.until {
            Some(day) => format!("To be kept until {}.", day_words(day)),
            None => "Until when it is kept has not been agreed yet: ask for a date.".into(),
        }
    }

    /// Who may see a paper and until when it is kept: the foot of everything that is given away.
    pub fn foot(&self) -> String {
        format!("Who may see this: {}. {}", self.seen_by.trim_end_matches('.'), self.until_sentence())
    }
}

/// A purpose is a sentence; who may see it goes on in one.
fn end(term: Term, typed: &str) -> &'static str {
    if term == Term::Purpose && !typed.is_empty() && !typed.ends_with(['?', '!', '”', '"']) { "." } else { "" }
}

fn minutes(text: &str) -> Option<i64> {
    text.parse().ok().filter(|m| (1..=MAX_MINUTES).contains(m))
}

fn working_days(text: &str) -> Option<u32> {
    text.parse().ok().filter(|n| *n <= MAX_WORKING_DAYS)
}

fn follow_up_days(text: &str) -> Option<i64> {
    text.parse().ok().filter(|n| (1..=MAX_FOLLOW_UP_DAYS).contains(n))
}

fn minutes_words(minutes: i64) -> String {
    super::text::count(usize::try_from(minutes).unwrap_or(0), "minute", "minutes")
}

/// "30 June 2027".
pub fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// A day written without its year is the next such day, not the last one.
fn ahead(day: NaiveDate, typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let has_year = typed.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4);
    if day < today && !has_year { day.checked_add_months(Months::new(12)) } else { Some(day) }
}

/// The day `n` working days after another; holidays are not known here.
fn after_working_days(day: NaiveDate, n: u32) -> Option<NaiveDate> {
    let mut day = day;
    let mut left = n;
    while left > 0 {
        day = day.succ_opt()?;
        left -= u32::from(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    }
    Some(day)
}

#[cfg(test)]
mod tests;
