//! One line of a visit: its kind, whom it is about, its tags, and the shorthand in which it is typed.

use super::tag;

/// What sort of line a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[repr(i64)]
pub enum NoteKind {
    /// What was seen or heard.
    #[default]
    Evidence = 0,
    /// Somebody's exact words.
    Quote = 1,
    /// A number of something, out of how many.
    Count = 2,
    /// An honest question.
    Wondering = 3,
    /// What the leader makes of it.
    Interpretation = 4,
    /// Something to do; for the writer alone, and it expires.
    FollowUp = 5,
}

impl NoteKind {
    pub const ALL: [NoteKind; 6] = [
        NoteKind::Evidence,
        NoteKind::Quote,
        NoteKind::Count,
        NoteKind::Wondering,
        NoteKind::Interpretation,
        NoteKind::FollowUp,
    ];

    /// The kind of a stored number; evidence for one a newer version wrote.
    pub fn from_number(number: i64) -> NoteKind {
        Self::ALL.into_iter().find(|k| *k as i64 == number).unwrap_or_default()
    }

    pub fn word(self) -> &'static str {
        match self {
            NoteKind::Evidence => "evidence",
            NoteKind::Quote => "quote",
            NoteKind::Count => "count",
            NoteKind::Wondering => "wondering",
            NoteKind::Interpretation => "interpretation",
            NoteKind::FollowUp => "follow-up",
        }
    }

    /// The sign that starts a line of this kind, and that lists show.
    pub fn sign(self) -> &'static str {
        match self {
            NoteKind::Evidence => "",
            NoteKind::Quote => "\"",
            NoteKind::Count => "#",
            NoteKind::Wondering => "?",
            NoteKind::Interpretation => "~",
            NoteKind::FollowUp => "!",
        }
    }

    /// Evidence, quotes and counts are what was seen, heard or counted: what a teacher may always have of a visit.
    pub fn is_evidence(self) -> bool {
        matches!(self, NoteKind::Evidence | NoteKind::Quote | NoteKind::Count)
    }
}

/// Whom or what an evidence note is about: the parts of the instructional core, or the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    Teacher,
    /// Students, no one in particular.
    Students,
    /// The student in this seat of the observer's own sketch: S4. Never a name.
    Student(u8),
    Task,
    Room,
}

/// Seat numbers start after the other stored numbers.
const FIRST_SEAT: i64 = 16;

impl About {
    /// The number stored for it.
    pub fn number(self) -> i64 {
        match self {
            About::Teacher => 1,
            About::Students => 2,
            About::Task => 3,
            About::Room => 4,
            About::Student(seat) => FIRST_SEAT + i64::from(seat),
        }
    }

    /// What a stored number means; `None` for 0 and for one a newer version wrote.
    pub fn from_number(number: i64) -> Option<About> {
        match number {
            1 => Some(About::Teacher),
            2 => Some(About::Students),
            3 => Some(About::Task),
            4 => Some(About::Room),
            n => u8::try_from(n - FIRST_SEAT).ok().map(About::Student),
        }
    }

    /// The shorthand in which it is typed and listed: `T`, `S`, `S4`, `task:`, `room:`.
    pub fn sign(self) -> String {
        match self {
            About::Teacher => "T".into(),
            About::Students => "S".into(),
            About::Student(seat) => format!("S{seat}"),
            About::Task => "task:".into(),
            About::Room => "room:".into(),
        }
    }

    /// The word filters use: a numbered student is one of the students.
    pub fn word(self) -> &'static str {
        match self {
            About::Teacher => "teacher",
            About::Students | About::Student(_) => "students",
            About::Task => "task",
            About::Room => "room",
        }
    }

    fn of_token(token: &str) -> Option<About> {
        match token {
            "T" => return Some(About::Teacher),
            "S" => return Some(About::Students),
            "task:" => return Some(About::Task),
            "room:" => return Some(About::Room),
            _ => {}
        }
        let digits = token.strip_prefix('S')?;
        let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && !digits.starts_with('0');
        plain.then(|| digits.parse().ok()).flatten().map(About::Student)
    }
}

/// What a typed line says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub kind: NoteKind,
    pub about: Option<About>,
    /// The text without the signs and without the tags; everything else as it was typed.
    pub text: String,
    /// Names of tags typed as `#name`, in order, each once.
    pub tags: Vec<String>,
}

impl Line {
    /// Whether there is anything to keep.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.tags.is_empty()
    }
}

/// Reads a typed line. A leading `?`, `~`, `!` or quotation mark sets the kind; a leading `\` takes that meaning away.
/// In evidence a leading `T`, `S`, `S4`, `task:` or `room:` (a word of its own) says whom it is about, "19 of 24" makes
/// it a count, and `#name` anywhere is a tag.
pub fn parse_line(typed: &str) -> Line {
    let trimmed = typed.trim();
    let (kind, rest) = leading_kind(trimmed);
    let (text, tags) = take_tags(rest);
    let (about, text) = if kind.is_evidence() { leading_about(text) } else { (None, text) };
    let kind = match kind {
        NoteKind::Evidence if starts_quoted(&text) => NoteKind::Quote,
        NoteKind::Evidence if find_count(&text).is_some() => NoteKind::Count,
        kind => kind,
    };
    let text = if kind == NoteKind::Evidence || kind == NoteKind::Count {
        text.strip_prefix('\\').map(|t| t.trim_start().to_string()).unwrap_or(text)
    } else {
        text
    };
    Line { kind, about, text, tags }
}

fn leading_kind(text: &str) -> (NoteKind, &str) {
    for kind in [NoteKind::Wondering, NoteKind::Interpretation, NoteKind::FollowUp] {
        if let Some(rest) = text.strip_prefix(kind.sign()) {
            return (kind, rest.trim_start());
        }
    }
    (NoteKind::Evidence, text)
}

fn starts_quoted(text: &str) -> bool {
    text.starts_with(['"', '“', '„', '«'])
}

fn leading_about(text: String) -> (Option<About>, String) {
    let (token, rest) = text.split_once(char::is_whitespace).unwrap_or((&text, ""));
    match About::of_token(token) {
        Some(about) if !rest.trim().is_empty() && !names_another(rest) => (Some(about), rest.trim_start().to_string()),
        _ => (None, text),
    }
}

/// Whether a line goes on to somebody else whom it is about: "S3 and S7 compare answers" is about neither alone, and stays as
/// it was typed.
fn names_another(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let joins = words.next().is_some_and(|word| ["and", "&", "+"].contains(&word.to_lowercase().as_str()));
    joins && words.next().map(|word| word.trim_end_matches([',', ':'])).and_then(About::of_token).is_some()
}

/// Takes `#name` words out of a text. Blanks elsewhere stay as they are.
fn take_tags(text: &str) -> (String, Vec<String>) {
    let mut tags: Vec<String> = Vec::new();
    let mut kept = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        match bare.strip_prefix('#').and_then(tag::clean_name) {
            Some(name) => {
                if !tags.iter().any(|t| super::text::fold(t) == super::text::fold(&name)) {
                    tags.push(name);
                }
            }
            None if is_escaped_tag(bare) => kept.push_str(&word[1..]),
            None => kept.push_str(word),
        }
    }
    (kept.trim().to_string(), tags)
}

/// Whether a word is a tag with `\\` before it, which is how "#name" stays in the text.
fn is_escaped_tag(word: &str) -> bool {
    word.starts_with('\\') && word.trim_start_matches('\\').strip_prefix('#').and_then(tag::clean_name).is_some()
}

/// The text with `\\` before each word that would be read as a tag.
fn escape_tags(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end();
            let is_tag = bare.strip_prefix('#').and_then(tag::clean_name).is_some();
            if is_tag || is_escaped_tag(bare) { format!("\\{word}") } else { word.to_string() }
        })
        .collect()
}

/// Writes a note back as the line one would type for it, so that it can be edited.
pub fn compose_line(line: &Line) -> String {
    let mut out = String::new();
    match line.kind {
        NoteKind::Wondering | NoteKind::Interpretation | NoteKind::FollowUp => {
            out.push_str(line.kind.sign());
            out.push(' ');
        }
        _ => {
            if let Some(about) = line.about {
                out.push_str(&about.sign());
                out.push(' ');
            }
            if would_be_taken(line) {
                out.push('\\');
            }
        }
    }
    out.push_str(&escape_tags(&line.text));
    for tag in &line.tags {
        out.push_str(" #");
        out.push_str(tag);
    }
    if !line.tags.is_empty() {
        // So that whoever types on does not change the last tag.
        out.push(' ');
    }
    out
}

/// Whether the text's own beginning would be read as a sign.
fn would_be_taken(line: &Line) -> bool {
    let first = line.text.split(char::is_whitespace).next().unwrap_or("");
    // A line of tags alone: whom it is about would be its text.
    (line.text.is_empty() && line.about.is_some())
        || line.text.starts_with(['?', '~', '!', '\\'])
        || (line.kind != NoteKind::Quote && starts_quoted(&line.text))
        || (line.about.is_none() && About::of_token(first).is_some())
}

/// A count in a text: "19 of 24". The part may not exceed the whole, which is at most 9,999.
pub fn find_count(text: &str) -> Option<(u32, u32)> {
    let words: Vec<&str> = text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let number = |w: &str| w.parse::<u32>().ok().filter(|n| *n <= 9_999 && w.len() <= 4);
    words
        .windows(3)
        .filter(|w| w[1].eq_ignore_ascii_case("of"))
        .find_map(|w| Some((number(w[0])?, number(w[2])?)).filter(fits))
}

fn fits((part, whole): &(u32, u32)) -> bool {
    part <= whole && *whole > 0
}

/// The word being typed at the end of `before_cursor` when it is a tag: what stands after `#`.
pub fn tag_being_typed(before_cursor: &str) -> Option<&str> {
    let word = before_cursor.rsplit(char::is_whitespace).next()?;
    word.strip_prefix('#')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(kind: NoteKind, about: Option<About>, text: &str, tags: &[&str]) -> Line {
        Line { kind, about, text: text.into(), tags: tags.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn signs_and_shorthand_are_read() {
        use NoteKind::*;
        for (typed, expected) in [
            ("reads page 44 aloud", line(Evidence, None, "reads page 44 aloud", &[])),
            ("T asks 3 questions", line(Evidence, Some(About::Teacher), "asks 3 questions", &[])),
            (
                "S4 “because it says so” #cites",
                line(Quote, Some(About::Student(4)), "“because it says so”", &["cites"]),
            ),
            ("\"no\" \"yes\"", line(Quote, None, "\"no\" \"yes\"", &[])),
            ("19 of 24 writing", line(Count, None, "19 of 24 writing", &[])),
            ("S 5 of 6 groups sorting", line(Count, Some(About::Students), "5 of 6 groups sorting", &[])),
            ("? what if pairs read first", line(Wondering, None, "what if pairs read first", &[])),
            ("~compliance", line(Interpretation, None, "compliance", &[])),
            ("! send the article", line(FollowUp, None, "send the article", &[])),
            ("\\?not a wondering", line(Evidence, None, "?not a wondering", &[])),
            ("task: 12 items, all recall", line(Evidence, Some(About::Task), "12 items, all recall", &[])),
            ("T", line(Evidence, None, "T", &[])),
            ("S3 and S7 compare answers", line(Evidence, None, "S3 and S7 compare answers", &[])),
            ("S3 and then the rest", line(Evidence, Some(About::Student(3)), "and then the rest", &[])),
            ("T-chart on the board", line(Evidence, None, "T-chart on the board", &[])),
            ("S0 and S300 are no seats", line(Evidence, None, "S0 and S300 are no seats", &[])),
            ("question #3 on the sheet", line(Evidence, None, "question #3 on the sheet", &[])),
            ("#one #One two", line(Evidence, None, "two", &["one"])),
        ] {
            assert_eq!(parse_line(typed), expected, "{typed}");
        }
    }

    #[test]
    fn counts_are_found_only_where_they_can_be_counts() {
        assert_eq!(find_count("about 7 of 9 answers"), Some((7, 9)));
        assert_eq!(find_count("(19 of 24)"), Some((19, 24)));
        assert_eq!(find_count("24 of 19"), None);
        assert_eq!(find_count("page 4 of the book"), None);
        assert_eq!(find_count("S4 wrote 1/2 + 1/3"), None);
        assert_eq!(find_count("99999999999 of 4"), None);
    }

    #[test]
    fn a_tag_is_completed_only_at_the_end() {
        assert_eq!(tag_being_typed("reads #ci"), Some("ci"));
        assert_eq!(tag_being_typed("reads #"), Some(""));
        assert_eq!(tag_being_typed("reads #ci "), None);
    }

    proptest! {
        #[test]
        fn a_line_reads_back_as_it_was_written(typed in "[?~!\"\\\\]{0,2}(T |S4 |task: )?[a-z#0-9\" of]{0,30}") {
            let read = parse_line(&typed);
            prop_assume!(!read.text.trim().is_empty());
            prop_assert_eq!(parse_line(&compose_line(&read)), read);
        }

        #[test]
        fn any_text_is_read_without_fail(typed in any::<String>()) {
            let read = parse_line(&typed);
            let _ = compose_line(&read);
        }

        #[test]
        fn stored_numbers_read_back(seat in any::<u8>()) {
            for about in [About::Teacher, About::Students, About::Task, About::Room, About::Student(seat)] {
                prop_assert_eq!(About::from_number(about.number()), Some(about));
            }
        }
    }
}
