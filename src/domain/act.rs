//! An act: one named change a person made, of one or more operations. The log is a list of acts, the state its fold.

use super::id::Uid;
use super::schema::{Field, Kind};
use super::time::Hlc;

/// Which of a file's three logs an operation belongs to. A bundle for a colleague carries `Shared` whole, `Names` when
/// asked, `Private` never; so leaving something out leaves no gap in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i64)]
pub enum Stream {
    Shared = 0,
    Names = 1,
    Private = 2,
}

/// The value an operation gives to one field of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: the field is as if it had never been set.
    Null,
    Int(i64),
    Text(String),
    /// Another thing.
    Ref(Uid),
    /// Members of a set with their value; 0 takes a member out. Members not named stay as they are.
    Members(Vec<(Uid, i64)>),
}

/// All that one act sets on one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    pub entity: Uid,
    pub kind: Kind,
    pub stream: Stream,
    pub fields: Vec<(Field, Value)>,
}

impl Op {
    pub fn new(kind: Kind, entity: Uid) -> Op {
        Op { entity, kind, stream: Stream::Shared, fields: Vec::new() }
    }

    /// The same operation in another log.
    pub fn in_stream(mut self, stream: Stream) -> Op {
        self.stream = stream;
        self
    }

    pub fn set(mut self, field: Field, value: Value) -> Op {
        self.fields.push((field, value));
        self
    }

    pub fn int(self, field: Field, value: i64) -> Op {
        self.set(field, Value::Int(value))
    }

    pub fn text(self, field: Field, value: impl Into<String>) -> Op {
        self.set(field, Value::Text(value.into()))
    }

    pub fn refer(self, field: Field, value: Uid) -> Op {
        self.set(field, Value::Ref(value))
    }

    /// Sets the field when there is a value, and leaves it alone otherwise.
    pub fn maybe(self, field: Field, value: Option<Value>) -> Op {
        match value {
            Some(value) => self.set(field, value),
            None => self,
        }
    }
}

/// One named change. The writer gives it its place in the log; (replica, clock) makes saving it twice harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub clock: Hlc,
    pub verb: Verb,
    pub ops: Vec<Op>,
}

macro_rules! verbs {
    ($($name:ident = $number:literal, $one:literal, $many:literal;)*) => {
        /// What a person did. The number is stored and never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(i64)]
        pub enum Verb { $($name = $number,)* }

        impl Verb {
            /// Every verb there is.
            pub const ALL: &'static [Verb] = &[$(Verb::$name,)*];

            /// The verb of a stored number; `None` for one a newer version wrote.
            pub fn from_number(number: i64) -> Option<Verb> {
                match number { $($number => Some(Verb::$name),)* _ => None }
            }

            /// The act in words, for "Undid: …": of one thing, or of `count` things.
            pub fn words(self, count: usize) -> String {
                let words = match self { $(Verb::$name => if count == 1 { $one } else { $many },)* };
                words.replace("{}", &count.to_string())
            }
        }
    };
}

verbs! {
    Undo = 0, "undo", "undo";
    Redo = 1, "redo", "redo";
    PlanWalk = 10, "plan the walk", "plan the walk";
    StartWalk = 11, "start the walk", "start the walk";
    EditWalk = 12, "change the plan", "change the plan";
    EndWalk = 13, "end the walk", "end the walk";
    CloseWalk = 14, "close the walk", "close the walk";
    DeleteWalk = 15, "delete the walk", "delete the walk";
    ReopenWalk = 16, "go on with the walk", "go on with the walk";
    EnterRoom = 20, "enter the room", "enter the room";
    LeaveRoom = 21, "leave the room", "leave the room";
    ReturnToRoom = 22, "go back to the room", "go back to the room";
    SkipRoom = 23, "skip the room", "skip the room";
    EditVisit = 24, "change the visit", "change the visit";
    WriteVisit = 25, "write a visit afterwards", "write a visit afterwards";
    DeleteVisit = 26, "delete the visit", "delete the visit";
    MakeSlip = 27, "make a slip", "make a slip";
    MakeCopy = 28, "make a copy for the teacher", "make a copy for the teacher";
    AddNote = 30, "write a note", "write {} notes";
    EditNote = 31, "reword a note", "reword {} notes";
    RetimeNote = 32, "change a note's time", "change the times of {} notes";
    RekindNote = 33, "change a note's kind", "change the kind of {} notes";
    DeleteNote = 34, "delete a note", "delete {} notes";
    KeepFollowUp = 35, "keep a follow-up", "keep {} follow-ups";
    SplitNote = 36, "split a note", "split a note";
    JoinNotes = 37, "join two notes", "join two notes";
    MarkLookFor = 40, "mark a look-for", "mark {} look-fors";
    TakeBackMark = 41, "take back a mark", "take back {} marks";
    SettleLookFors = 42, "settle a look-for", "settle {} look-fors";
    EditMark = 43, "change a mark", "change {} marks";
    WriteReply = 45, "write down what the teacher said", "write down what the teacher said";
    EditReply = 46, "reword what the teacher said", "reword what the teacher said";
    DeleteReply = 47, "delete what the teacher said", "delete what the teacher said";
    TagNotes = 50, "tag a note", "tag {} notes";
    UntagNotes = 51, "untag a note", "untag {} notes";
    CreateTag = 52, "create a tag", "create {} tags";
    EditTag = 53, "change a tag", "change {} tags";
    MergeTags = 54, "merge a tag into another", "merge {} tags into another";
    DeleteTag = 55, "delete a tag", "delete {} tags";
    CreatePattern = 60, "make a pattern", "make {} patterns";
    EditPattern = 61, "change a pattern", "change {} patterns";
    AddEvidence = 62, "add to a pattern", "add to {} patterns";
    RemoveEvidence = 63, "take out of a pattern", "take out of {} patterns";
    SetPatternStatus = 64, "change a pattern's status", "change the status of {} patterns";
    DeletePattern = 65, "delete a pattern", "delete {} patterns";
    AnswerHunch = 66, "say what a pattern is to the hunch", "say what {} patterns are to the hunch";
    AcceptSuggestion = 67, "keep a suggestion", "keep a suggestion";
    DismissSuggestion = 68, "dismiss a suggestion", "dismiss {} suggestions";
    SnoozeSuggestion = 69, "put a suggestion off", "put {} suggestions off";
    AddRooms = 70, "add a room", "add {} rooms";
    EditRoom = 71, "change a room", "change {} rooms";
    EditPerson = 72, "change a person", "change {} people";
    EditSchool = 73, "change the school", "change {} schools";
    ImportRoster = 74, "take in a roster", "take in a roster";
    ImportNotes = 75, "take in notes", "take in notes";
    MakeBoard = 80, "make a board", "make a board";
    AddCards = 81, "lay out a card", "lay out {} cards";
    MoveCards = 82, "move a card", "move {} cards";
    RemoveCards = 83, "take a card off the board", "take {} cards off the board";
    EditColumn = 84, "change a column", "change {} columns";
    EditBoard = 85, "change the board", "change the board";
    DeleteBoard = 86, "delete the board", "delete the board";
    JoinVisits = 87, "make two visits one", "make two visits one";
    PartVisits = 88, "make one visit two again", "make one visit two again";
    RecallSuggestion = 89, "bring a suggestion back", "bring {} suggestions back";
    MakeDemo = 90, "make the demo", "make the demo";
    KeepVisitsApart = 91, "say that two visits are two", "say that two visits are two";
    PrepareTalk = 100, "prepare a talk", "prepare a talk";
    EditTalk = 101, "change the talk", "change the talk";
    DeleteTalk = 102, "delete the talk", "delete the talk";
    StartTalk = 103, "begin the talk", "begin the talk";
    StepTalk = 104, "go on in the talk", "go on in the talk";
    EndTalk = 105, "end the talk", "end the talk";
    HearVoice = 106, "write down what was said", "write down what was said";
    EditVoice = 107, "change what was said", "change what was said";
    LinkVoice = 108, "link what was said to a pattern", "link what was said to {} patterns";
    AnswerVoice = 109, "say what became of a statement", "say what became of {} statements";
    EditTeam = 110, "change a team", "change a team";
    AddElsewhere = 111, "add evidence from elsewhere", "add {} pieces of evidence from elsewhere";
    EditElsewhere = 112, "change evidence from elsewhere", "change evidence from elsewhere";
    AddInvitation = 113, "write down an invitation", "write down an invitation";
    EditInvitation = 114, "change an invitation", "change an invitation";
    TakePoll = 115, "write down a count", "write down {} counts";
    ShareProblem = 116, "agree on a shared problem", "agree on a shared problem";
    EditProblem = 117, "change a shared problem", "change a shared problem";
    PlanTrial = 118, "plan a trial", "plan a trial";
    EditTrial = 119, "change a trial", "change a trial";
    CheckIn = 120, "write down a check-in", "write down a check-in";
    MakePromise = 122, "write down a promise", "write down a promise";
    EditPromise = 123, "change a promise", "change a promise";
    TryOnWalk = 124, "put a trial's look-for on the next walk", "put a trial's look-for on the next walk";
    DeleteTalking = 125, "delete a thing of a talk", "delete {} things of a talk";
    KeepNotesApart = 92, "say that two notes are not the same", "say that {} notes are not the same as one";
    StrikeVoice = 121, "strike a statement for good", "strike {} statements for good";
    Purge = 126, "remove for good", "remove for good";
    Handover = 130, "make a successor's file", "make a successor's file";
}

impl Verb {
    /// Whether acts of this verb only list things, and empty for good all that any act ever says of them.
    pub fn is_for_good(self) -> bool {
        matches!(self, Verb::StrikeVoice | Verb::Purge)
    }
}

impl Act {
    /// An act that empties these things for good.
    pub fn for_good(clock: Hlc, verb: Verb, things: &[(Kind, Uid)]) -> Act {
        Act { clock, verb, ops: things.iter().map(|(kind, uid)| Op::new(*kind, *uid)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_keep_their_numbers() {
        for verb in Verb::ALL {
            assert_eq!(Verb::from_number(*verb as i64), Some(*verb));
        }
        assert_eq!(Verb::from_number(9_999), None);
        assert_eq!(Verb::TagNotes.words(10), "tag 10 notes");
        assert_eq!(Verb::TagNotes.words(1), "tag a note");
        assert_eq!(Verb::KeepNotesApart.words(1), "say that two notes are not the same");
        assert_eq!(Verb::KeepVisitsApart.words(1), "say that two visits are two");
    }
}
