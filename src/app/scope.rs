//! Where keys and commands work: the places, what lies over them, and everywhere.

macro_rules! scopes {
    ($($name:ident $heading:literal)*) => {
        /// Where an action works. Layers over a place come first, then the place, then `Anywhere`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Scope { $($name,)* }

        impl Scope {
            /// Every scope, in the order in which help and the manual list them.
            pub const ALL: &[Scope] = &[$(Scope::$name,)*];

            /// The heading under which help and the manual list its keys.
            pub fn heading(self) -> &'static str {
                match self { $(Scope::$name => $heading,)* }
            }
        }
    };
}

scopes! {
    Anywhere "Everywhere"
    Home "Home"
    Plan "Plan a walk"
    Walk "Recording in a room"
    Corridor "Between rooms (the corridor)"
    CorridorLine "Writing in the corridor"
    Marking "Marking look-fors"
    Answer "Answering a look-for"
    Notes "Notes"
    Search "Searching notes"
    Tags "Tag list"
    Finish "Finish today"
    Visit "A visit"
    Patterns "Patterns"
    Pattern "A pattern"
    Suggestion "A suggestion"
    Hunch "My hunch, checked"
    Joint "Seen by two"
    JointVisit "A visit, seen by two"
    Talk "Talk"
    Prepare "Preparing a talk"
    Voices "What teachers said"
    Elsewhere "Evidence from elsewhere"
    Try "Try"
    Problem "A shared problem"
    Invitations "What teachers asked for"
    Agreements "Agreements"
    Like "More like this"
    Heat "Heat map"
    Coverage "Where we looked"
    Boards "Affinity boards"
    Board "An affinity board"
    Carrying "Carrying a card on a board"
    InOut "In and out"
    Files "In and out: a file or a folder"
    Secret "In and out: a passphrase"
    Coming "In and out: what would come in, and what came"
    Working "In and out: while something is carried out"
    YearEnd "Year's end"
    Leaving "Removing for good"
    TalkRun "Running a talk"
    TalkCount "Running a talk: counting"
    TalkLine "Running a talk: writing down what is said"
    TalkAsking "Running a talk: a question before something is done"
    Help "Help"
    Palette "Everything (command palette)"
    Confirm "A question before something is removed"
    Prompt "A line to fill in"
    Picker "A list to choose from"
    Several "A list of which several can stand"
    Menu "The small menu"
    Reader "A page to read"
    Cover "The cover"
}
