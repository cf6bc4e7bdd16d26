//! The kinds of things in a file and the fields they carry: the one table from which the store folds the log.
//! A field's key is what the log holds, its column what the state holds; neither ever changes its meaning.

pub mod talking;

/// A kind of thing. The number is stored and never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i64)]
pub enum Kind {
    School = 1,
    Classroom = 2,
    Teacher = 3,
    Observer = 4,
    Sheet = 5,
    Walk = 6,
    Visit = 7,
    Note = 8,
    Mark = 9,
    Tag = 10,
    Pattern = 11,
    Reply = 12,
    Suggestion = 13,
    Board = 14,
    Column = 15,
    Team = 16,
    TalkProtocol = 17,
    Talk = 18,
    Voice = 19,
    Elsewhere = 20,
    Invitation = 21,
    Poll = 22,
    Problem = 23,
    Trial = 24,
    CheckIn = 25,
    Promise = 26,
}

/// What a field holds, and how several values given to it are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A whole number; the newest wins.
    Int,
    /// A text; the newest wins.
    Text,
    /// A text that two laptops may change at once: an edit names the versions it replaces, and several that replace
    /// none of each other are all kept.
    Versions,
    /// Another thing of a kind; the newest wins.
    Ref(Kind),
    /// A set of things of a kind, each with a number (0: not in it); the newest wins member by member.
    Members(Kind, &'static str),
}

/// One field of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Short name in the log.
    pub key: &'static str,
    /// Column of the state table; for a set, the column of its table that holds the number.
    pub column: &'static str,
    pub shape: Shape,
}

const fn int(key: &'static str, column: &'static str) -> Field {
    Field { key, column, shape: Shape::Int }
}
const fn text(key: &'static str, column: &'static str) -> Field {
    Field { key, column, shape: Shape::Text }
}
const fn refer(key: &'static str, column: &'static str, kind: Kind) -> Field {
    Field { key, column, shape: Shape::Ref(kind) }
}
const fn members(key: &'static str, column: &'static str, kind: Kind, table: &'static str) -> Field {
    Field { key, column, shape: Shape::Members(kind, table) }
}

/// Every kind of thing can be deleted (1) and brought back (0).
pub const DELETED: Field = int("x", "deleted");

pub mod school {
    use super::*;
    pub const NAME: Field = text("n", "name");
    /// How a roster calls it: "id:" and the roster's own id.
    pub const SOURCE: Field = text("o", "source");
    pub const MERGED: Field = refer("m", "merged_into", Kind::School);
    pub const ALL: &[Field] = &[NAME, SOURCE, MERGED, DELETED];
}

pub mod classroom {
    use super::*;
    /// What is on the door: "Room 12".
    pub const LABEL: Field = text("n", "label");
    pub const SCHOOL: Field = refer("s", "school", Kind::School);
    pub const GRADE: Field = text("g", "grade");
    pub const SUBJECT: Field = text("u", "subject");
    pub const PERIOD: Field = text("p", "period");
    /// The course taught there, as a roster calls it.
    pub const COURSE: Field = text("c", "course");
    /// The terms in which it meets, as a roster calls them.
    pub const TERM: Field = text("e", "term");
    /// "id:" and a roster's own id of the class, or "list:" for a room from a list without ids. Rooms without it were
    /// typed by hand.
    pub const SOURCE: Field = text("o", "source");
    pub const TEACHERS: Field = members("t", "present", Kind::Teacher, "classroom_teacher");
    /// 1: no longer in use; kept for its visits.
    pub const RETIRED: Field = int("r", "retired");
    pub const MERGED: Field = refer("m", "merged_into", Kind::Classroom);
    pub const ALL: &[Field] =
        &[LABEL, SCHOOL, GRADE, SUBJECT, PERIOD, COURSE, TERM, SOURCE, TEACHERS, RETIRED, MERGED, DELETED];
}

pub mod teacher {
    use super::*;
    pub const NAME: Field = text("n", "name");
    /// "id:" and a roster's own id of the person.
    pub const SOURCE: Field = text("o", "source");
    pub const MERGED: Field = refer("m", "merged_into", Kind::Teacher);
    pub const ALL: &[Field] = &[NAME, SOURCE, MERGED, DELETED];
}

pub mod observer {
    use super::*;
    pub const NAME: Field = text("n", "name");
    pub const MERGED: Field = refer("m", "merged_into", Kind::Observer);
    pub const ALL: &[Field] = &[NAME, MERGED, DELETED];
}

pub mod sheet {
    use super::*;
    /// The sheet's own id in its file, such as "learning-walk".
    pub const NAME: Field = text("n", "name");
    pub const TITLE: Field = text("i", "title");
    /// The whole definition, as TOML, so that an old walk reads right after the sheet was changed.
    pub const BODY: Field = text("b", "body");
    pub const ALL: &[Field] = &[NAME, TITLE, BODY];
}

pub mod walk {
    use super::*;
    /// The local day, as days since 1970-01-01.
    pub const DAY: Field = int("d", "day");
    pub const FOCUS: Field = text("f", "focus");
    pub const SHEET: Field = refer("s", "sheet", Kind::Sheet);
    /// The line shown on the cover and on the page for staff.
    pub const PURPOSE: Field = text("p", "purpose");
    /// Planned length of a visit, minutes.
    pub const LENGTH: Field = int("l", "length");
    /// Rooms in order; the number is the place in the route, from 1.
    pub const ROUTE: Field = members("r", "place", Kind::Classroom, "walk_room");
    pub const OBSERVERS: Field = members("o", "present", Kind::Observer, "walk_observer");
    /// When recording began and ended, UTC milliseconds. A walk planned but not started has neither.
    pub const STARTED: Field = int("b", "started");
    pub const ENDED: Field = int("e", "ended");
    /// When the leader closed it: everything settled, the hunch open again.
    pub const CLOSED: Field = int("c", "closed");
    /// What the leader expects, and the fix they have in mind; sealed from this moment until the walk is closed.
    pub const HUNCH: Field = text("h", "hunch");
    pub const FIX: Field = text("q", "fix");
    pub const SEALED: Field = int("z", "sealed");
    pub const ALL: &[Field] =
        &[DAY, FOCUS, SHEET, PURPOSE, LENGTH, ROUTE, OBSERVERS, STARTED, ENDED, CLOSED, HUNCH, FIX, SEALED, DELETED];
}

pub mod visit {
    use super::*;
    pub const WALK: Field = refer("w", "walk", Kind::Walk);
    pub const CLASSROOM: Field = refer("c", "classroom", Kind::Classroom);
    /// When it began, UTC milliseconds; for one written afterwards, about when.
    pub const STARTED: Field = int("b", "started");
    pub const ENDED: Field = int("e", "ended");
    /// Time away between leaving and coming back to the same room, milliseconds.
    pub const PAUSED: Field = int("q", "paused");
    /// Students present.
    pub const HEADS: Field = int("h", "heads");
    pub const PERIOD: Field = text("p", "period");
    pub const OBSERVERS: Field = members("o", "present", Kind::Observer, "visit_observer");
    /// 0 live, 1 written afterwards, 2 from paper: the times of 1 and 2 are "about", and their notes have none.
    pub const ORIGIN: Field = int("g", "origin");
    /// 1: a substitute taught.
    pub const SUBSTITUTE: Field = int("s", "substitute");
    /// 1: the teacher asked for the visit.
    pub const ASKED: Field = int("a", "asked");
    /// Why the room was skipped; a visit with a reason was no visit.
    pub const SKIPPED: Field = text("k", "skipped");
    /// When a slip was made for the teacher, UTC milliseconds.
    pub const SLIP: Field = int("l", "slip");
    /// When a copy of the visit was made for the teacher, UTC milliseconds.
    pub const COPY: Field = int("y", "copy");
    /// The clocks at the start: the boot's id and the steady clock's milliseconds, so that the running time survives
    /// a restart and a changed wall clock.
    pub const BOOT: Field = text("i", "boot");
    pub const STEADY: Field = int("j", "steady");
    /// Another observer wrote the same visit down: the two count as one.
    pub const SAME: Field = refer("u", "same_as", Kind::Visit);
    pub const ALL: &[Field] = &[
        WALK, CLASSROOM, STARTED, ENDED, PAUSED, HEADS, PERIOD, OBSERVERS, ORIGIN, SUBSTITUTE, ASKED, SKIPPED, SLIP,
        COPY, BOOT, STEADY, SAME, DELETED,
    ];
}

pub mod note {
    use super::*;
    pub const VISIT: Field = refer("v", "visit", Kind::Visit);
    /// Milliseconds since the visit began; none for a visit written afterwards.
    pub const AT: Field = int("m", "at_ms");
    /// `NoteKind` as a number.
    pub const KIND: Field = int("k", "kind");
    /// `About` as a number.
    pub const ABOUT: Field = int("a", "about");
    pub const TEXT: Field = Field { key: "t", column: "text", shape: Shape::Versions };
    /// 1: written in the corridor, about the room just left.
    pub const AFTER: Field = int("c", "after");
    pub const TAGS: Field = members("g", "present", Kind::Tag, "note_tag");
    /// Follow-ups only: when it goes away by itself, UTC milliseconds; 0: kept.
    pub const EXPIRES: Field = int("e", "expires");
    pub const ALL: &[Field] = &[VISIT, AT, KIND, ABOUT, TEXT, AFTER, TAGS, EXPIRES, DELETED];
}

pub mod mark {
    use super::*;
    pub const VISIT: Field = refer("v", "visit", Kind::Visit);
    /// The look-for's id on its sheet.
    pub const LOOK_FOR: Field = text("l", "look_for");
    pub const AT: Field = int("m", "at_ms");
    /// `Way` as a number: how it was marked.
    pub const WAY: Field = int("w", "way");
    /// A tick's `Tick` as a number; 1 for an event of a tally. Other ways add their own.
    pub const VALUE: Field = int("n", "value");
    /// What a number cannot hold, as JSON; used by ways to mark that need it.
    pub const DETAIL: Field = text("d", "detail");
    pub const ALL: &[Field] = &[VISIT, LOOK_FOR, AT, WAY, VALUE, DETAIL, DELETED];
}

pub mod tag {
    use super::*;
    pub const NAME: Field = text("n", "name");
    pub const PARENT: Field = refer("p", "parent", Kind::Tag);
    /// One of the terminal's own colours, 1–6; none: no colour.
    pub const COLOUR: Field = int("c", "colour");
    pub const MEANING: Field = text("d", "meaning");
    pub const MERGED: Field = refer("m", "merged_into", Kind::Tag);
    pub const ALL: &[Field] = &[NAME, PARENT, COLOUR, MEANING, MERGED, DELETED];
}

pub mod pattern {
    use super::*;
    pub const STATEMENT: Field = text("t", "statement");
    /// `PatternKind` as a number.
    pub const KIND: Field = int("k", "kind");
    /// `PatternStatus` as a number.
    pub const STATUS: Field = int("s", "status");
    /// Evidence, with `Role` as the number.
    pub const EVIDENCE: Field = members("e", "role", Kind::Note, "pattern_note");
    /// The look-for this pattern is about, if any: it tells in how many visits somebody looked.
    pub const LOOK_FOR: Field = text("l", "look_for");
    /// The tag this pattern is about, if any: notes that carry it, or one below it, support the pattern.
    pub const TAG: Field = refer("g", "tag", Kind::Tag);
    /// What the pattern is to the hunch of a walk, with `AgainstHunch` as the number.
    pub const HUNCHES: Field = members("h", "answer", Kind::Walk, "pattern_walk");
    pub const ALL: &[Field] = &[STATEMENT, KIND, STATUS, EVIDENCE, LOOK_FOR, TAG, HUNCHES, DELETED];
}

/// What a teacher said to the notes of their visit, word for word: a line each, as many as there come over time.
pub mod reply {
    use super::*;
    pub const VISIT: Field = refer("v", "visit", Kind::Visit);
    /// When it was written down, UTC milliseconds.
    pub const AT: Field = int("m", "at");
    pub const TEXT: Field = Field { key: "t", column: "text", shape: Shape::Versions };
    pub const ALL: &[Field] = &[VISIT, AT, TEXT, DELETED];
}

/// What was decided of something the program proposed. Its id follows from the topic (`Uid::of_content`), so that two
/// laptops decide of the same thing.
pub mod suggestion {
    use super::*;
    /// What was proposed, as the proposer names it: the same next week and on every laptop.
    pub const TOPIC: Field = text("t", "topic");
    /// `Decision` as a number.
    pub const DECISION: Field = int("d", "decision");
    /// Put off: until this local day, days since 1970-01-01.
    pub const UNTIL: Field = int("u", "until");
    pub const WHY: Field = text("w", "why");
    /// The pattern that was made of it.
    pub const PATTERN: Field = refer("p", "pattern", Kind::Pattern);
    pub const ALL: &[Field] = &[TOPIC, DECISION, UNTIL, WHY, PATTERN, DELETED];
}

/// An affinity board: notes laid out as cards. A card that is in none of its columns is a loner.
pub mod board {
    use super::*;
    pub const NAME: Field = text("n", "name");
    /// The cards; the number is the place among the loners: 1 or more, the smaller the higher.
    pub const CARDS: Field = members("c", "place", Kind::Note, "board_note");
    pub const ALL: &[Field] = &[NAME, CARDS, DELETED];
}

/// A column of an affinity board. A note may stand in several.
pub mod column {
    use super::*;
    pub const BOARD: Field = refer("b", "board", Kind::Board);
    /// None: as the program proposed it, untouched. Empty: people have not named it yet.
    pub const NAME: Field = text("n", "name");
    /// From the left: 1 or more, the smaller the farther left.
    pub const PLACE: Field = int("p", "place");
    /// The cards; the number is the place from the top: 1 or more, the smaller the higher.
    pub const CARDS: Field = members("c", "place", Kind::Note, "board_column_note");
    pub const ALL: &[Field] = &[BOARD, NAME, PLACE, CARDS, DELETED];
}

impl Kind {
    pub const ALL: &'static [Kind] = &[
        Kind::School,
        Kind::Classroom,
        Kind::Teacher,
        Kind::Observer,
        Kind::Sheet,
        Kind::Walk,
        Kind::Visit,
        Kind::Note,
        Kind::Mark,
        Kind::Tag,
        Kind::Pattern,
        Kind::Reply,
        Kind::Suggestion,
        Kind::Board,
        Kind::Column,
        Kind::Team,
        Kind::TalkProtocol,
        Kind::Talk,
        Kind::Voice,
        Kind::Elsewhere,
        Kind::Invitation,
        Kind::Poll,
        Kind::Problem,
        Kind::Trial,
        Kind::CheckIn,
        Kind::Promise,
    ];

    /// The kind of a stored number; `None` for one a newer version wrote.
    pub fn from_number(number: i64) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|k| *k as i64 == number)
    }

    /// The state table, and the word for it in exports.
    pub fn table(self) -> &'static str {
        match self {
            Kind::School => "school",
            Kind::Classroom => "classroom",
            Kind::Teacher => "teacher",
            Kind::Observer => "observer",
            Kind::Sheet => "sheet",
            Kind::Walk => "walk",
            Kind::Visit => "visit",
            Kind::Note => "note",
            Kind::Mark => "mark",
            Kind::Tag => "tag",
            Kind::Pattern => "pattern",
            Kind::Reply => "reply",
            Kind::Suggestion => "suggestion",
            Kind::Board => "board",
            Kind::Column => "board_column",
            Kind::Team => "team",
            Kind::TalkProtocol => "talk_protocol",
            Kind::Talk => "talk",
            Kind::Voice => "voice",
            Kind::Elsewhere => "elsewhere",
            Kind::Invitation => "invitation",
            Kind::Poll => "poll",
            Kind::Problem => "problem",
            Kind::Trial => "trial",
            Kind::CheckIn => "check_in",
            Kind::Promise => "promise",
        }
    }

    /// The fields things of this kind can carry.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Kind::School => school::ALL,
            Kind::Classroom => classroom::ALL,
            Kind::Teacher => teacher::ALL,
            Kind::Observer => observer::ALL,
            Kind::Sheet => sheet::ALL,
            Kind::Walk => walk::ALL,
            Kind::Visit => visit::ALL,
            Kind::Note => note::ALL,
            Kind::Mark => mark::ALL,
            Kind::Tag => tag::ALL,
            Kind::Pattern => pattern::ALL,
            Kind::Reply => reply::ALL,
            Kind::Suggestion => suggestion::ALL,
            Kind::Board => board::ALL,
            Kind::Column => column::ALL,
            Kind::Team => talking::team::ALL,
            Kind::TalkProtocol => talking::talk_protocol::ALL,
            Kind::Talk => talking::talk::ALL,
            Kind::Voice => talking::voice::ALL,
            Kind::Elsewhere => talking::elsewhere::ALL,
            Kind::Invitation => talking::invitation::ALL,
            Kind::Poll => talking::poll::ALL,
            Kind::Problem => talking::problem::ALL,
            Kind::Trial => talking::trial::ALL,
            Kind::CheckIn => talking::check_in::ALL,
            Kind::Promise => talking::promise::ALL,
        }
    }

    /// The field with this key in the log; `None` for one a newer version wrote.
    pub fn field(self, key: &str) -> Option<Field> {
        self.fields().iter().copied().find(|f| f.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn keys_and_columns_are_unique_within_a_kind() {
        for kind in Kind::ALL {
            let keys: HashSet<_> = kind.fields().iter().map(|f| f.key).collect();
            assert_eq!(keys.len(), kind.fields().len(), "{kind:?}");
            assert_eq!(Kind::from_number(*kind as i64), Some(*kind));
        }
    }
}
