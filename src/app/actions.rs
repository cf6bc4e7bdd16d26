//! Every key and every command, declared once. Footer, help, palette, `docs/keys.md` and the tests read this table.

pub use super::scope::Scope;

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    pub action: Action,
    /// Stable name, as in `docs/keys.md`.
    pub id: &'static str,
    /// A word or two for the footer.
    pub words: &'static str,
    /// One sentence for help, palette and manual.
    pub help: &'static str,
    pub scopes: &'static [Scope],
    /// Keys in their written form; the first is the one shown.
    pub keys: &'static [&'static str],
    /// Place in the footer, 1 first; 0: not in the footer.
    pub rank: u8,
}

macro_rules! actions {
    ($($action:ident $id:literal [$($scope:ident)*] [$($key:literal)*] $rank:literal $words:literal $help:literal)*) => {
        /// What a key or a command means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $($action,)* }

        /// The table.
        pub const ACTIONS: &[Spec] = &[$(Spec {
            action: Action::$action,
            id: $id,
            words: $words,
            help: $help,
            scopes: &[$(Scope::$scope),*],
            keys: &[$($key),*],
            rank: $rank,
        },)*];
    };
}

actions! {
    // Everywhere
    GoHome "go.home" [Anywhere] ["1"] 0 "Home" "Go to Home: the one next thing."
    GoWalk "go.walk" [Anywhere] ["2"] 0 "Walk" "Go to Walk: record, or start a walk."
    GoNotes "go.notes" [Anywhere] ["3"] 0 "Notes" "Go to Notes: browse, search and tag."
    GoPatterns "go.patterns" [Anywhere] ["4"] 0 "Patterns" "Go to Patterns: what repeats, with its evidence."
    GoTalk "go.talk" [Anywhere] ["5"] 0 "Talk" "Go to Talk: meetings with a team."
    GoTry "go.try" [Anywhere] ["6"] 0 "Try" "Go to Try: shared problems and small tests."
    Help "help" [Anywhere TalkRun TalkCount TalkLine] ["?" "F1"] 90 "help" "Show the keys of this place; type to search them."
    Palette "palette" [Anywhere] ["Ctrl-P"] 91 "everything" "Find any command by typing a part of it."
    FindNotes "notes.find" [Anywhere] ["/"] 80 "search" "Search all notes."
    Back "back" [Anywhere Notes Tags Finish Visit Pattern Suggestion Hunch Plan Agreements Like Joint JointVisit Try Problem Invitations Talk Prepare Voices Elsewhere] ["Esc"] 0 "back" "One step back. Nothing typed is lost."
    Undo "undo" [Anywhere TalkRun TalkCount TalkLine] ["Ctrl-Z"] 0 "undo" "Take back typing while there is text in the field, else the last act, which is named."
    Redo "redo" [Anywhere TalkRun TalkCount TalkLine] ["Ctrl-Y"] 0 "redo" "Do again what was taken back."
    Cover "cover" [Anywhere TalkRun TalkCount TalkLine] ["Ctrl-L"] 0 "cover" "Cover the screen; recording goes on."
    Leave "leave" [Anywhere] ["q"] 95 "leave" "Leave this place; from Home, end the program."
    Quit "quit" [Anywhere] ["Ctrl-C"] 0 "quit" "Pressed twice: end the program from anywhere. Everything is kept."
    Suspend "suspend" [Anywhere] [] 0 "suspend" "Put the program aside and go back to the shell (Linux and macOS); `fg` brings it back."
    NextTheme "theme.next" [Anywhere] [] 0 "theme" "Change the colours: dark, light, high contrast, mono."
    ToggleAscii "theme.ascii" [Anywhere] [] 0 "plain signs" "Draw with plain letters only, or with lines and marks."
    BackupNow "backup.now" [Anywhere] [] 0 "back up" "Make a backup of the file now."
    ToggleMouse "mouse.toggle" [Anywhere] [] 0 "mouse on or off" "Let the mouse work where it helps, or leave it to the terminal. Remembered on this laptop."
    LanguageList "language.list" [Anywhere] [] 0 "language questions" "Choose which words are underlined and asked about; bring back what was switched off."
    LanguageToggle "language.toggle" [Anywhere] [] 0 "language questions on or off" "Switch all underlines and questions about words off, or on again."
    ShowFile "file.show" [Anywhere] [] 0 "where is my file" "Show where the file and its backups are, and what is in it."

    // Home
    HomeOpen "home.open" [Home] ["Enter"] 1 "open" "Do what the marked line says."
    HomeUp "home.up" [Home] ["Up" "k"] 0 "up" "Mark the line above."
    HomeDown "home.down" [Home] ["Down" "j"] 0 "down" "Mark the line below."
    StartWalk "walk.start" [Home] ["s"] 2 "start a walk" "Start a walk at once; rooms can be typed as you go."
    PlanWalk "walk.plan" [Home] ["p"] 3 "plan" "Plan a walk: focus question, look-fors, rooms."
    BringRooms "rooms.bring" [Home] ["i"] 4 "rooms" "Bring in your rooms: paste or type a list."
    OpenDemo "demo.open" [Home] ["d"] 5 "look around" "Open a made-up school with a term of walks, in a file of its own."
    FinishToday "today.finish" [Home] ["f"] 0 "finish today" "Go through today's notes: tags, look-fors, slips."
    WriteVisit "visit.write" [Home] ["w"] 0 "write a visit" "Write a visit afterwards or from paper."
    ListVisits "visits.open" [Home] ["v"] 0 "visits" "List all visits, newest first; Enter opens the page of one."
    CloseWalk "walk.close" [Home] ["c"] 0 "close the walk" "Close the last walk; a hunch that was sealed before it opens."
    OpenAgreements "agreements.open" [Home] ["a"] 6 "agreements" "What was agreed with staff: longest visit, names, slips, who sees what, until when."
    OpenDue "visit.due" [Home] ["o"] 0 "slip or copy due" "Open the oldest visit whose teacher should have a slip or a copy by now."
    ReopenWalk "walk.reopen" [Home] [] 0 "go on with the last walk" "Go on with the walk that was ended last."
    ReadHunch "walk.hunch" [Home] [] 0 "the last hunch" "Read the hunch you wrote before the last closed walk, beside the patterns."

    // Plan
    PlanStart "plan.start" [Plan] ["Ctrl-S"] 1 "start" "Start recording with what is filled in."
    PlanKeep "plan.keep" [Plan] ["Ctrl-K"] 3 "keep for later" "Keep the plan without starting."
    PlanNext "plan.next" [Plan] ["Tab" "Down"] 2 "next" "Go to the next line."
    PlanPrevious "plan.previous" [Plan] ["Shift-Tab" "Up"] 0 "previous" "Go to the line above."
    PlanEnter "plan.enter" [Plan] ["Enter"] 0 "take" "On Start: start. In a list: take the room or sheet shown. Elsewhere: next line."
    PlanStaffPage "plan.staff" [Plan] ["Ctrl-T"] 4 "page for staff" "Make the page that tells staff what is looked for, what is kept, who sees it and until when."
    PlanPaper "plan.paper" [Plan] ["Ctrl-O"] 5 "sheet on paper" "Make the look-for sheet on paper for colleagues who walk along."
    PlanAgreements "plan.agreements" [Plan] ["Ctrl-G"] 6 "agreements" "See and change what was agreed with staff; the page for staff says it."
    PlanDrop "plan.drop" [Plan] ["Ctrl-D"] 0 "take out" "Take the room above out of the route, the last one first."

    // Walk
    NoteSave "note.save" [Walk] ["Enter"] 1 "save" "Save the line. A tick shows when it is on the disk."
    MarkOne "mark.one" [Walk] ["Tab"] 2 "+ key mark" "Mark one look-for by its key and go on typing. Twice: stay and mark several."
    MarkDirect "mark.direct" [Walk] ["Alt-1" "Alt-2" "Alt-3" "Alt-4" "Alt-5" "Alt-6" "Alt-7" "Alt-8" "Alt-9"] 0 "mark" "Mark a look-for straight away, where the terminal lets Alt through."
    NextRoom "walk.next" [Walk Marking Answer] ["Ctrl-N"] 6 "next room" "End this visit, stop its clock and stand in the corridor."
    EditEarlier "note.earlier" [Walk] ["Up"] 0 "edit above" "Edit the last note, then the one above it."
    EditLater "note.later" [Walk] ["Down"] 0 "edit below" "Back down to newer notes and to the line being typed."
    Retime "note.retime" [Walk] ["Ctrl-T"] 0 "change time" "Change the time of the note being edited."
    DeleteNote "note.delete" [Walk] ["Ctrl-D"] 0 "delete" "Delete the note being edited. Undo brings it back."
    NextKind "note.kind" [Walk Visit] ["Ctrl-G"] 0 "change kind" "Make the note being edited evidence, quote, count, wondering, interpretation or follow-up."
    Heads "visit.heads" [Walk Visit] ["Ctrl-F"] 0 "head count" "Write down how many students are in the room."
    Substitute "visit.substitute" [Walk Visit] ["Ctrl-B"] 0 "substitute" "Mark that a substitute teaches, or take the mark back."
    AskedFor "visit.asked" [Walk Visit] [] 0 "asked for" "Mark that the teacher asked for this visit, or take the mark back."
    NameRoom "visit.room" [Walk Corridor] ["Ctrl-R"] 9 "which room" "Say which room this is, or another than it was."
    SkipThis "walk.skip-this" [Walk] [] 0 "skip this room" "This was no visit: an empty room, a test, a bad moment."
    EndWalk "walk.end" [Walk] [] 0 "end the walk" "End the visit and the walk."
    OpenMenu "menu" [Walk] ["Esc"] 15 "menu" "Open a small menu of everything else. Recording goes on."
    CompleteTag "tag.complete" [Walk] ["Ctrl-Right" "Ctrl-Space"] 0 "complete" "Complete the #tag being typed from the tag list."

    // Marking
    MarkStay "mark.stay" [Marking] ["Tab"] 1 "stay" "Stay and mark several look-fors."
    MarkBack "mark.back" [Marking] ["Esc" "Enter"] 2 "to the line" "Go back to the note line."
    MarkUndo "mark.undo" [Marking] ["Ctrl-Z" "Backspace"] 3 "take back" "Take back what was done last where it is a mark, then the mark before it. Ctrl-Y brings it back."
    MarkLate "mark.late" [Marking] [","] 4 "late" "Mark codes in the interval just gone; once more: in the one at hand."
    MarkAsBefore "mark.as-before" [Marking] ["="] 5 "as before" "Mark the same codes as in the interval before."

    // Answering a look-for
    AnswerKeep "answer.keep" [Answer] ["Enter"] 1 "keep" "Keep the number or the line as the look-for's answer."
    AnswerLeave "answer.leave" [Answer] ["Esc"] 2 "back" "Back to the note line; a half-typed line waits for this look-for's key."

    // Corridor
    EnterRoom "corridor.enter" [Corridor] ["Enter"] 1 "go in" "Enter the marked room; its clock starts."
    CorridorUp "corridor.up" [Corridor] ["Up"] 2 "other room" "Mark the room above."
    CorridorDown "corridor.down" [Corridor] ["Down"] 0 "room below" "Mark the room below."
    Wonder "corridor.wonder" [Corridor] ["w"] 3 "wondering" "Write what you are left wondering."
    Remember "corridor.note" [Corridor] ["n" "Tab"] 5 "note" "Write a line about the room just left; it is marked as written after."
    BackToRoom "corridor.back" [Corridor] ["b"] 6 "back in" "Go back into the room just left; its clock goes on."
    OtherRoom "corridor.other" [Corridor] ["a" "+"] 7 "unlisted room" "Type a room that is not on the route."
    SkipRoom "corridor.skip" [Corridor] ["x"] 8 "skip" "Skip the marked room and say why."
    EndWalkHere "corridor.end" [Corridor] ["e"] 4 "end the walk" "End the walk."
    SettleNotLooked "corridor.not-looked" [Corridor] ["u"] 0 "not looked for" "Settle the unmarked look-fors of the room just left: not looked for."
    SettleNotSeen "corridor.not-seen" [Corridor] ["v"] 0 "looked, not seen" "Settle the unmarked look-fors of the room just left: looked for and not seen."
    CorridorMenu "corridor.menu" [Corridor] ["Esc"] 0 "menu" "Open a small menu of everything else."

    LineKeep "corridor.keep" [CorridorLine] ["Enter"] 1 "keep" "Keep the line with the room just left."
    LineOther "corridor.other-line" [CorridorLine] ["Tab"] 2 "the other line" "Go to the other line: what you wonder, or what you saw."
    LineLeave "corridor.leave-line" [CorridorLine] ["Esc" "Up" "Down"] 3 "back to the rooms" "Back to the rooms; what is typed stays."

    // Notes
    ListUp "list.up" [Notes Tags Patterns Pattern Suggestion Hunch Finish Visit Agreements Like Joint JointVisit Try Problem Invitations Talk Prepare Voices Elsewhere] ["Up" "k"] 0 "up" "Mark the line above."
    ListDown "list.down" [Notes Tags Patterns Pattern Suggestion Hunch Finish Visit Agreements Like Joint JointVisit Try Problem Invitations Talk Prepare Voices Elsewhere] ["Down" "j"] 0 "down" "Mark the line below."
    ListPageUp "list.page-up" [Notes Tags Patterns Pattern Suggestion Hunch Visit Like Joint JointVisit Try Problem Invitations Talk Prepare Voices Elsewhere] ["PageUp"] 0 "page up" "One screenful up."
    ListPageDown "list.page-down" [Notes Tags Patterns Pattern Suggestion Hunch Visit Like Joint JointVisit Try Problem Invitations Talk Prepare Voices Elsewhere] ["PageDown"] 0 "page down" "One screenful down."
    ListHome "list.first" [Notes Tags Patterns Pattern Suggestion Visit Agreements Like Joint JointVisit Try Problem Invitations Voices Elsewhere] ["Home" "g"] 0 "first" "To the first line."
    ListEnd "list.last" [Notes Tags Patterns Pattern Suggestion Visit Agreements Like Joint JointVisit Try Problem Invitations Talk Prepare Voices Elsewhere] ["End" "G"] 0 "last" "To the last line."
    MarkNote "notes.mark" [Notes Like] ["Space"] 2 "mark" "Mark the note for tagging together, or unmark it."
    MarkAll "notes.mark-all" [Notes] ["a"] 0 "mark all shown" "Mark every note that is loaded in the list."
    ClearMarks "notes.unmark" [Notes] ["u"] 0 "unmark all" "Take all marks away."
    TagNotes "notes.tag" [Notes Visit Like] ["t"] 3 "tag" "Tag the marked notes, or the one under the cursor."
    UntagNotes "notes.untag" [Notes Visit] ["T"] 0 "untag" "Take a tag off the marked notes, or the one under the cursor."
    PatternFromNotes "notes.pattern" [Notes Like] ["p"] 4 "pattern" "Make a pattern from the marked notes, or add them to one."
    AddFilter "notes.filter" [Notes] ["f"] 5 "filter" "Show only notes of a room, grade, walk, tag, kind, time …"
    DropFilter "notes.filter-drop" [Notes] ["x"] 0 "drop a filter" "Take one filter away."
    SavedViews "notes.views" [Notes] ["v"] 6 "views" "Open or keep a saved view: a search with its filters."
    OpenVisit "notes.visit" [Notes Like] ["Enter"] 1 "the visit" "Open the whole visit this note belongs to."
    EditNote "notes.edit" [Notes] ["e"] 0 "edit" "Reword the note."
    RemoveNotes "notes.delete" [Notes] ["d" "Delete"] 0 "delete" "Delete the marked notes, or the one under the cursor. Undo brings them back."
    TagList "tags.open" [Notes] ["l"] 7 "tag list" "Open the tag list: meanings, colours, tree, counts."
    SearchDone "search.done" [Search] ["Enter" "Down"] 1 "to the list" "Go from the search field to what was found."
    SearchClear "search.clear" [Search] ["Esc"] 2 "leave" "Leave the search field; empty it if it is left a second time."

    // Talk: the leader's desk
    TalkOpen "talks.open" [Talk] ["Enter"] 1 "open" "Open the talk: what will be shown, or what was said in it."
    TalkNew "talks.new" [Talk] ["n"] 2 "new talk" "Prepare a talk: team, protocol, day, at most five patterns."
    PrepareGo "talk.go" [Talk Prepare] ["g"] 3 "begin" "Put the talk on the projector. It is locked there: leaving takes two keys."
    TalkVoices "voices.open" [Talk] ["v"] 4 "what was said" "Every statement of teachers, what it is to the patterns, and what became of it."
    TalkTeams "teams.open" [Talk] ["t"] 5 "teams" "Who meets, and how many they are."
    TalkElsewhere "elsewhere.open" [Talk] ["e"] 6 "from elsewhere" "Evidence from elsewhere: assessments, surveys, student work."
    TalkPage "talk.page" [Talk] ["o"] 7 "page to take home" "Make the page the team takes home from a talk that was held, as HTML and Markdown: no names."
    TalkDelete "talks.delete" [Talk] ["d" "Delete"] 0 "delete" "Delete the talk. Undo brings it back."
    PrepareBring "prepare.bring" [Prepare] ["b"] 1 "bring patterns" "Choose at most five patterns, needs and strengths."
    PrepareExamples "prepare.examples" [Prepare] ["Enter" "n"] 2 "examples" "Choose which notes stand as examples beside the marked pattern."
    PrepareLeaveOut "prepare.leave-out" [Prepare] ["x"] 4 "leave out" "Leave out what is marked, or show it again."
    PrepareReword "prepare.reword" [Prepare] ["e"] 5 "reword" "Show what is marked in other words, in this talk only."
    PrepareMask "prepare.mask" [Prepare] ["m"] 6 "mask" "Mask the words that could tell who, or words of your own choice."
    PrepareShow "prepare.show" [Prepare] ["y"] 7 "show it" "Show it all the same. A number that rests on too few is never shown."
    PrepareUp "prepare.up" [Prepare] ["K"] 0 "earlier" "Move the marked pattern up."
    PrepareDown "prepare.down" [Prepare] ["J"] 0 "later" "Move the marked pattern down."
    PrepareTeam "prepare.team" [Prepare] ["t"] 0 "team" "Choose another team."
    PrepareProtocol "prepare.protocol" [Prepare] ["p"] 0 "protocol" "Choose how you want to talk."
    PrepareWhen "prepare.when" [Prepare] ["d"] 8 "when" "Say on which day and at what time."
    VoiceOpen "voice.open" [Voices] ["Enter"] 1 "the pattern" "Open the pattern it is linked to."
    VoiceLink "voice.link" [Voices] ["l"] 2 "link" "Say what it is to a pattern: same thing, connects, contradicts, new to me."
    VoiceAnswer "voice.answer" [Voices] ["a"] 3 "answer" "Say what became of it, in a sentence for the team."
    VoiceNew "voice.new" [Voices] ["n"] 4 "somebody said" "Write down what a teacher said outside a talk."
    VoiceReword "voice.reword" [Voices] ["e"] 5 "reword" "Put the words right as they were said."
    VoiceKindNext "voice.kind" [Voices] ["s"] 0 "kind" "Problem, idea, question, worry, or noticed."
    VoiceStrike "voice.strike" [Voices] ["Ctrl-D"] 6 "strike" "Strike it for good: from the file, its history and the search."
    ElsewhereNew "elsewhere.new" [Elsewhere] ["n"] 1 "new" "Write down evidence from elsewhere, with its source and its denominator."
    ElsewhereLink "elsewhere.link" [Elsewhere] ["l"] 2 "link" "Say which pattern it supports or complicates."
    ElsewhereEdit "elsewhere.edit" [Elsewhere] ["e"] 3 "change" "Change it."
    ElsewhereDelete "elsewhere.delete" [Elsewhere] ["d" "Delete"] 0 "delete" "Delete it. Undo brings it back."

    // Try: shared problems, trials, promises, invitations
    TryOpen "try.open" [Try] ["Enter"] 1 "open" "Open the shared problem of the marked line; a promise: kept, or open again."
    ProblemNew "problem.new" [Try] ["n"] 2 "shared problem" "Write down a problem that a team has accepted as theirs, in their words."
    TrialCheckIn "trial.check-in" [Try Problem] ["c"] 3 "check in" "Look at the trial again: what happened, what was learned, adopt, adapt or abandon."
    PromiseNew "promise.new" [Try] ["r"] 4 "promise" "Write down what you promised to a team."
    PromiseKept "promise.kept" [Try] ["x"] 5 "kept" "The promise was kept, or is open again."
    TryInvitations "invitations.open" [Try Home] ["I"] 6 "invitations" "What teachers asked you to look at: their own questions for a visit."
    TryPulse "pulse.open" [Try] ["p"] 0 "pulse" "How a team answered the pulse over time; counts only, never one number."
    TryHunch "hunch.teams" [Try] ["u"] 0 "my hunch and the teams" "For you alone: your hunch and the fix in mind beside what teams decided, and how open the talks were."
    TryDelete "try.delete" [Try Problem Invitations] ["d" "Delete"] 0 "delete" "Delete what is marked. Undo brings it back."
    ProblemGo "problem.go" [Problem] ["Enter"] 1 "open" "Go where the marked line leads."
    TrialPlan "trial.plan" [Problem] ["t"] 2 "small test" "Plan a small test: what is changed, what is expected, when it is looked at again."
    TrialNextWalk "trial.walk" [Problem] ["n"] 4 "next walk" "Make what you would see a look-for and the focus question of the next walk, in one step."
    CauseAdd "cause.add" [Problem] ["w"] 5 "cause" "Write down why it is so: a bone and a cause on it."
    CauseWhy "cause.why" [Problem] ["y"] 6 "why" "Ask of the marked cause why it is so."
    ProblemReword "problem.reword" [Problem Invitations] ["e"] 7 "change" "Reword the shared problem, the marked trial, or the invitation."
    ProblemStatus "problem.status" [Problem] ["s"] 0 "how far" "Worked on, not worked on now, or no longer a problem."
    InvitationNew "invitation.new" [Invitations] ["n"] 2 "a question" "Write down what a teacher would like you to look at."
    InvitationGo "invitation.go" [Invitations] ["Enter"] 1 "the visit" "Open the visit that looked for it, or choose one."
    InvitationVisit "invitation.visit" [Invitations] ["v"] 3 "which visit" "Say which visit looked for it; it counts as asked for by the teacher."
    InvitationAnswered "invitation.answered" [Invitations] ["a"] 4 "answered" "The teacher has the evidence of that visit, or not yet."

    // Tag list
    TagNew "tag.new" [Tags] ["n"] 2 "new" "Make a tag."
    TagRename "tag.rename" [Tags] ["r"] 3 "rename" "Rename the tag everywhere."
    TagMeaning "tag.meaning" [Tags] ["m"] 4 "meaning" "Write what the tag means."
    TagColour "tag.colour" [Tags] ["c"] 0 "colour" "Give the tag the next colour."
    TagNest "tag.nest" [Tags] ["p"] 5 "under" "Put the tag under another one, or back to the top."
    TagMerge "tag.merge" [Tags] ["x"] 6 "merge" "Merge the tag into another: all its notes get the other tag."
    TagDelete "tag.delete" [Tags] ["d" "Delete"] 0 "delete" "Delete the tag. Its notes stay; undo brings it back."
    TagOpen "tag.notes" [Tags] ["Enter"] 1 "its notes" "Show the notes with this tag."

    // Finish today
    FinishTag "finish.tag" [Finish] ["t"] 2 "another tag" "Tag the note with a tag that is not in the list."
    FinishSkip "finish.next" [Finish] ["Enter" "Space" "Right" "l"] 1 "next" "Go on to the next line; this one stays as it is."
    FinishBack "finish.previous" [Finish] ["Left" "h"] 0 "previous" "Back to the line before."
    FinishEdit "finish.edit" [Finish] ["e"] 3 "complete" "Complete or reword the line."
    FinishSplit "finish.split" [Finish] ["s"] 4 "split" "Split the line in two."
    FinishSeen "finish.seen" [Finish] ["y"] 2 "seen" "The look-for was seen."
    FinishNotSeen "finish.not-seen" [Finish] ["n"] 3 "not seen" "It was looked for and not seen."
    FinishNotLooked "finish.not-looked" [Finish] ["u"] 4 "not looked for" "Nobody looked for it."
    FinishSlip "finish.slip" [Finish] ["p"] 2 "make the slip" "Make the slip for the teacher of this visit."

    // Words that judge, in Finish today and in a visit
    WordsKeep "words.keep" [Finish Visit] ["o"] 2 "keep" "The line is all right as it is; its words are not asked about again."
    WordsWonder "words.wonder" [Finish Visit] ["W"] 5 "wondering" "Make the line a wondering."
    WordsInterpret "words.interpret" [Finish Visit] ["I"] 6 "interpretation" "Make the line an interpretation."
    WordOff "words.off" [Finish Visit] ["b"] 7 "not this word" "Never ask about the underlined word again, in any note."
    ClassOff "words.class-off" [Finish Visit] ["B"] 8 "not this sort" "Never ask about words of this sort again."

    // More like this
    MoreLike "notes.like" [Notes Pattern Like] ["m"] 8 "more like this" "Show the notes that may say the same in other words, the likest first."
    MoreLikeLine "visit.like" [Visit] ["M"] 0 "more like this" "Show the notes that may say the same as this line in other words (m marks look-fors here)."
    LikeNot "like.not" [Like] ["x"] 5 "not the same" "The marked notes, or the one under the cursor, do not say the same: they are not shown for this note again."
    TagsNot "finish.not-these" [Finish] ["x"] 0 "not these" "None of the likely tags fits this note: they are not proposed for it again."

    // A visit
    LineEdit "visit.edit" [Visit] ["e" "Enter"] 1 "edit" "Complete or reword the line; give a mark its next answer or its times."
    LineTime "visit.time" [Visit] ["r" "Ctrl-T"] 7 "time" "Change the time of the line."
    LineJoin "visit.join" [Visit] ["J"] 8 "join" "Join the note with the next one: the words of both, the earlier time, the tags of both."
    LineSplit "visit.split" [Visit] ["x"] 9 "split" "Split the note in two."
    LineAbout "visit.about" [Visit] ["a"] 0 "about whom" "Say whom the note is about: the teacher, the students, the task, the room, nobody in particular."
    LineDelete "visit.delete-line" [Visit] ["D" "Delete" "Ctrl-D"] 0 "delete" "Delete the line. Undo brings it back."
    TeacherSaid "visit.reply" [Visit] ["w"] 6 "teacher said" "Write down what the teacher said to these notes, word for word."
    VisitCopy "visit.copy" [Visit] ["c"] 4 "copy" "Make the copy of this visit for its teacher; it says what it leaves out."
    VisitSlip "visit.slip" [Visit] ["s"] 5 "slip" "Make the slip for the teacher: purpose, two facts, one wondering."
    VisitAddNote "visit.add" [Visit] ["n"] 2 "add" "Add lines to this visit, one after the other; an empty one ends it."
    VisitMark "visit.mark" [Visit] ["m"] 3 "mark" "Mark a look-for of this visit: from paper, or one that was forgotten."
    VisitDelete "visit.delete" [Visit] [] 0 "delete the visit" "Delete this visit with its notes. Undo brings it back."
    KeepFollowUp "note.keep" [Visit Notes] ["K"] 0 "keep" "Keep this follow-up; otherwise it goes away by itself."

    // Patterns
    PatternOpen "pattern.open" [Patterns] ["Enter"] 1 "open" "Open the pattern with its evidence, or the suggestion with what it rests on."
    PatternNew "pattern.new" [Patterns] ["n"] 6 "new" "Write down a pattern; evidence is added from Notes."
    PatternReword "pattern.reword" [Patterns Pattern] ["r"] 3 "reword" "Reword the statement."
    PatternKind "pattern.kind" [Patterns Pattern] ["c"] 0 "kind" "Change the kind: need, strength, question."
    PatternStatus "pattern.status" [Patterns Pattern] ["s"] 4 "status" "Change the status: possible, discussed, shared, set aside, not a problem."
    PatternTie "pattern.tie" [Patterns Pattern] ["f"] 0 "count by" "Tie the pattern to a look-for or a tag, so that it knows in how many visits somebody looked."
    PatternDelete "pattern.delete" [Patterns Pattern] ["d" "Delete"] 0 "delete" "Delete the pattern. Its notes stay; undo brings it back."
    PatternNotes "pattern.notes" [Patterns Pattern] ["e"] 6 "its notes" "Show the evidence in Notes."
    SuggestionKeep "suggestion.keep" [Patterns Suggestion] ["y"] 2 "keep as pattern" "Keep the suggestion as a pattern, in your words; its notes come along."
    SuggestionDismiss "suggestion.dismiss" [Patterns Suggestion] ["x"] 3 "not this" "Not this: the suggestion is not shown again. Why is asked, and may stay empty."
    SuggestionLater "suggestion.later" [Patterns Suggestion] ["l"] 4 "later" "Put the suggestion off: for a week, four weeks, or until next term."
    SuggestionsNext "suggestion.next" [Patterns] ["N"] 7 "next ones" "Show the next suggestions; after the last the first again."
    SuggestionsDecided "suggestion.decided" [Patterns] ["z"] 0 "dismissed or put off" "See which suggestions were dismissed or put off, and bring one back."
    GroundOpen "ground.open" [Suggestion] ["Enter"] 1 "the visit" "Open the marked visit."
    Exactly "pattern.exact" [Patterns Pattern Suggestion] ["i"] 5 "exactly" "Show the figures with their 95 % intervals, or words only."
    HunchOpen "hunch.open" [Patterns Pattern] ["u"] 0 "my hunch" "Hold your opened hunch against the patterns."
    HunchConfirms "hunch.expected" [Hunch] ["c"] 1 "I expected it" "The pattern confirms the hunch. The same key again takes the answer back."
    HunchAgainst "hunch.against" [Hunch] ["g"] 2 "goes against it" "The pattern goes against what you expected."
    HunchNot "hunch.not-expected" [Hunch] ["n"] 3 "did not expect it" "Nobody predicted the pattern."
    HunchPattern "hunch.pattern" [Hunch] ["Enter"] 5 "the pattern" "Open the marked pattern."
    HunchNext "hunch.next" [Hunch] ["Tab" "Right"] 6 "another hunch" "Show the hunch of an earlier walk; after the oldest the newest again."
    EvidenceOpen "evidence.open" [Pattern] ["Enter"] 1 "the visit" "Open the visit of the marked note."
    EvidenceTurn "evidence.turn" [Pattern] ["x"] 2 "other side" "Turn the note from supporting to complicating, or back."
    EvidenceRemove "evidence.remove" [Pattern] ["-"] 0 "take out" "Take the note out of the pattern."
    EvidenceAdd "evidence.add" [Pattern] ["a"] 4 "add notes" "Go to Notes and mark what supports or complicates this pattern."

    // Heat map, where we looked, routes
    HeatOpen "heat.open" [Patterns] ["h"] 4 "heat map" "Open the heat map: what was seen by grade, subject, period, weekday, week, time of day."
    CoverageOpen "coverage.open" [Patterns] ["o"] 8 "where we looked" "Show where and when somebody looked, and where not: days, rooms, periods."
    CoverageSee "coverage.see" [Home] ["l"] 0 "where we looked" "Show where and when somebody looked, and where not: days, rooms, periods."
    MakeRoute "route.make" [Home Coverage] ["r"] 7 "make a route" "Plan a walk through rooms that were not seen lately, spread over grades, subjects and periods."
    HeatVisits "heat.visits" [Heat] ["Enter"] 1 "notes, visits" "Show the notes behind the marked cell, or its visits."
    HeatWhat "heat.what" [Heat] ["t"] 2 "tags or look-fors" "Lay out the other sort: tags or look-fors."
    HeatAxis "heat.axis" [Heat] ["Tab"] 3 "other columns" "The next columns: grades, subjects, periods, weekdays, weeks, times of day."
    HeatAxisBack "heat.axis-back" [Heat] ["Shift-Tab"] 0 "columns before" "The columns before these."
    HeatSort "heat.sort" [Heat] ["s"] 4 "sort" "Sort the rows: alike together, by name, most often seen first."
    CoverageNext "coverage.next" [Coverage] ["Tab" "v"] 1 "other view" "The next view: days, rooms, periods, times of day, not seen."
    CoverageBack "coverage.back" [Coverage] ["Shift-Tab"] 0 "view before" "The view before this one."
    GridUp "grid.up" [Heat Coverage] ["Up" "k"] 0 "up" "One row up."
    GridDown "grid.down" [Heat Coverage] ["Down" "j"] 0 "down" "One row down."
    GridLeft "grid.left" [Heat] ["Left" "h"] 0 "left" "One column to the left."
    GridRight "grid.right" [Heat] ["Right" "l"] 0 "right" "One column to the right."
    GridPageUp "grid.page-up" [Heat Coverage] ["PageUp"] 0 "page up" "One screenful up."
    GridPageDown "grid.page-down" [Heat Coverage] ["PageDown"] 0 "page down" "One screenful down."
    GridFirst "grid.first" [Heat Coverage] ["Home" "g"] 0 "first" "To the first row."
    GridLast "grid.last" [Heat Coverage] ["End" "G"] 0 "last" "To the last row."

    // Affinity boards
    BoardOpen "boards.open" [Patterns] ["b"] 4 "boards" "Open the affinity boards: notes as cards, sorted into columns."
    LayOut "notes.board" [Notes] ["b"] 0 "lay out" "Lay the marked notes, or the one under the cursor, out on an affinity board."
    LayOutAll "notes.board-all" [Notes] ["B"] 0 "lay out all" "Lay out what the list shows, up to the 400 newest, on an affinity board."
    BoardShow "board.show" [Boards] ["Enter"] 1 "open" "Open the board."
    BoardNew "board.new" [Boards] ["n"] 2 "new" "Make an empty board."
    BoardName "board.name" [Boards] ["r"] 3 "rename" "Rename the board."
    BoardDelete "board.delete" [Boards] ["d" "Delete"] 4 "delete" "Delete the board. Its notes stay; undo brings it back."
    CardPick "card.pick-up" [Board] ["Enter"] 1 "pick up" "Pick up the card, or all marked ones; the arrows carry them."
    CardDrop "card.put-down" [Carrying] ["Enter" "Space"] 1 "put down" "Put down here what is carried. Behind the last column it makes a new one."
    CardBack "card.put-back" [Carrying] ["Esc"] 2 "put back" "Put back what is carried, where it was."
    CardMark "card.mark" [Board] ["Space"] 2 "mark" "Mark the card for moving several together, or unmark it."
    ColumnNew "column.new" [Board Carrying] ["n"] 3 "new column" "Make a column: of what is carried or marked, else an empty one."
    ColumnName "column.name" [Board] ["r"] 4 "name" "Name the column."
    CardCopy "card.copy" [Board] ["c"] 5 "copy" "Pick up a copy of the card, for another column it belongs in too."
    ColumnTag "column.tag" [Board] ["t"] 6 "tag" "Tag all notes of the column; its name is proposed."
    ColumnPattern "column.pattern" [Board] ["p"] 7 "pattern" "Make a pattern of the column: its name, with its notes as support."
    BoardPropose "board.propose" [Board] ["s"] 8 "propose" "Propose columns of loners that may say the same, without names."
    BoardAddNotes "board.add" [Board] ["a"] 9 "add notes" "Go to Notes and choose what comes onto this board."
    CardLoner "card.loner" [Board] ["-"] 0 "to the loners" "Take the card, or all marked ones, out of the column, back to the loners."
    CardOff "card.off" [Board] ["D" "Delete"] 0 "off the board" "Take the card, or all marked ones, off the board. The notes stay; undo brings the cards back."
    ColumnLeft "column.left" [Board] ["<"] 0 "column left" "Move the column to the left."
    ColumnRight "column.right" [Board] [">"] 0 "column right" "Move the column to the right."
    ColumnApart "column.apart" [Board] ["X"] 0 "take apart" "Take the column away; its cards lie among the loners again."
    CardVisit "card.visit" [Board] ["v" "o"] 0 "the visit" "Open the visit of the card."
    BoardRename "board.rename" [Board] ["R"] 0 "rename the board" "Rename the board."
    CardLeft "list.card-left" [Board Carrying] ["Left" "h"] 0 "left" "To the stack at the left."
    CardRight "list.card-right" [Board Carrying] ["Right" "l"] 0 "right" "To the stack at the right."
    CardUp "list.card-up" [Boards Board Carrying] ["Up" "k"] 0 "up" "One up."
    CardDown "list.card-down" [Boards Board Carrying] ["Down" "j"] 0 "down" "One down."
    CardPageUp "list.card-page-up" [Boards Board Carrying] ["PageUp"] 0 "page up" "Some up."
    CardPageDown "list.card-page-down" [Boards Board Carrying] ["PageDown"] 0 "page down" "Some down."
    CardFirst "list.card-first" [Boards Board Carrying] ["Home" "g"] 0 "first" "To the first."
    CardLast "list.card-last" [Boards Board Carrying] ["End" "G"] 0 "last" "To the last."

    // Seen by two
    SeenByTwo "joint.open" [Patterns] ["v"] 9 "seen by two" "Visits that two observers wrote down, side by side; pairs that may be one visit."
    JointOfVisit "visit.joint" [Visit] ["V"] 0 "seen by two" "What the other observers wrote down of this visit, side by side."
    JointLook "joint.look" [Joint] ["Enter"] 1 "side by side" "Show what each wrote down side by side."
    JointGo "joint.visit" [JointVisit] ["Enter"] 1 "the visit" "Open the visit of the marked column, at the marked line."
    JointOne "joint.one" [Joint JointVisit] ["y"] 2 "one visit" "It is one visit, seen by two: from now on it counts once."
    JointTwo "joint.two" [Joint JointVisit] ["x"] 3 "two visits" "These are two visits: not proposed again, or parted where they were one."
    JointFigures "joint.figures" [Joint JointVisit] ["i"] 4 "how often the same" "How often observers say the same, look-for by look-for; figures from ten visits on."
    JointLeft "joint.left" [JointVisit] ["Left" "h"] 0 "left" "To the column at the left."
    JointRight "joint.right" [JointVisit] ["Right" "l"] 5 "the other" "To the column at the right."

    // In and out: imports and exports
    InOutOpen "inout.open" [Home] ["x"] 0 "in and out" "Import and export: bring in rosters, forms and colleagues' bundles; take out tables (CSV), pages, reports, copies (JSON), bundles."
    InOutTake "inout.choose" [InOut] ["Enter"] 1 "go on" "Go on with the marked line: choose a file or a folder."
    InOutUp "list.inout-up" [InOut Files Coming] ["Up"] 0 "up" "One line up."
    InOutDown "list.inout-down" [InOut Files Coming] ["Down"] 0 "down" "One line down."
    InOutPageUp "list.inout-page-up" [InOut Files Coming] ["PageUp"] 0 "page up" "One screenful up."
    InOutPageDown "list.inout-page-down" [InOut Files Coming] ["PageDown"] 0 "page down" "One screenful down."
    InOutFirst "list.inout-first" [InOut Coming] ["Home" "g"] 0 "first" "To the first line."
    InOutLast "list.inout-last" [InOut Coming] ["End" "G"] 0 "last" "To the last line."
    FilesOpen "files.open" [Files] ["Enter"] 1 "open" "Open the marked folder, or take the marked file. What is typed finds a name; a path that is typed or pasted is gone to."
    FilesParent "files.parent" [Files] ["Left"] 2 "folder above" "Go to the folder above. Backspace does it too while nothing is typed."
    FilesInto "files.into" [Files] ["Right" "Tab"] 3 "into it" "Go into the marked folder."
    SecretKeep "secret.keep" [Secret] ["Enter"] 1 "go on" "Go on with the passphrase; a new one is typed twice."
    ComingDo "coming.do" [Coming] ["y"] 1 "take it in" "Take in what is shown, as one change."
    ComingColumns "coming.columns" [Coming] ["c"] 2 "columns" "Say what a column of the form is; it is remembered for the next export of the same form."
    ComingHow "coming.how" [Coming] ["o"] 3 "how it is read" "Say how it is read: days, answers, what was not checked; of a roster, its school and what is missing in it."
    WorkStop "work.stop" [Working] ["Esc"] 1 "stop" "Stop it. Nothing was changed and nothing written then."
    InOutBack "inout.back" [InOut Files Secret Coming] ["Esc"] 4 "back" "One step back."

    // Running a talk. Letters write down what is said; what commands is a sign, an arrow or Ctrl with a letter.
    TalkNext "talk.next" [TalkRun TalkCount] ["Space" "Enter" "Right" "PageDown"] 1 "next" "Go on: the next page, after the last one of a step the next step. While counting, Enter keeps the counts first."
    TalkBack "talk.back" [TalkRun TalkCount] ["Left" "Backspace" "PageUp"] 0 "back" "Back: the page or step before."
    TalkNextStep "talk.next-step" [TalkRun TalkCount] ["Tab"] 0 "next step" "Go on to the next step, past what this one still shows."
    TalkStepBack "talk.step-back" [TalkRun TalkCount] ["Shift-Tab"] 0 "step before" "Back to the beginning of the step before."
    TalkSay "talk.say" [TalkRun TalkCount] ["v"] 2 "someone says …" "Write down what somebody says. Any other letter begins it too, and is its first."
    TalkEdit "talk.edit" [TalkRun TalkLine] ["Up"] 0 "edit the last" "Change the words of the statement in hand, or of the last one. Once more: of the one before it."
    TalkHandBack "talk.hand-back" [TalkRun] ["<"] 0 "earlier statement" "Take an earlier statement in hand. Where a list is shown: mark the line above."
    TalkHandNext "talk.hand-next" [TalkRun] [">"] 0 "later statement" "Take a later statement in hand. Where a list is shown: mark the line below."
    TalkSame "talk.same" [TalkRun] ["="] 0 "same thing" "The statement in hand says the same thing as the pattern shown. The same key again takes it back."
    TalkConnects "talk.connects" [TalkRun] ["+"] 0 "connects" "The statement in hand connects with the pattern shown. Where a problem is tied: the marked line belongs to it."
    TalkContradicts "talk.contradicts" [TalkRun] ["-"] 0 "contradicts" "The statement in hand contradicts the pattern shown. Where a problem is tied: the marked line does not belong to it."
    TalkNewToMe "talk.new" [TalkRun] ["*"] 0 "new to me" "The pattern shown is new to who speaks."
    TalkReword "talk.reword" [TalkRun] ["Ctrl-E"] 0 "reword" "Let the team reword the pattern shown. Its earlier words stay in its history."
    TalkStrike "talk.strike" [TalkRun TalkCount TalkLine] ["Ctrl-D"] 0 "strike" "Strike the statement in hand, or the last one, for good: from the file, its history and the search."
    TalkOff "talk.off" [TalkRun TalkCount TalkLine] ["Ctrl-T"] 0 "off the projector" "Write down an objection, with consent of who has it; the projector shows only that something is written."
    TalkAgree "talk.agree" [TalkRun TalkCount] ["Ctrl-G"] 0 "agreed" "The team agrees today that the problem in these words is theirs."
    TalkHunch "talk.hunch" [TalkRun TalkCount] ["Ctrl-O"] 0 "open my hunch" "Show what you expected before the walk. Once more: the hunch of the walk before."
    TalkFirst "talk.patterns-first" [TalkRun] ["Ctrl-F"] 0 "patterns first" "Show patterns although nobody has spoken yet. It is kept that patterns came first."
    TalkLeave "talk.leave" [TalkRun TalkCount] ["q" "Esc"] 0 "leave" "Ask whether to leave the projector; a second key does it."
    TalkCountDown "talk.count-down" [TalkCount] ["Down"] 0 "next answer" "Mark the next answer; digits say how many gave it."
    TalkCountUp "talk.count-up" [TalkCount] ["Up"] 0 "answer before" "Mark the answer before."
    TalkKeep "talk.keep" [TalkLine] ["Enter"] 1 "keep" "Keep the line word for word."
    TalkKind "talk.kind" [TalkLine] ["Tab"] 2 "kind" "The next kind: problem, idea, question, worry, noticed. With a problem: whose words came first. With a cause: beside the last one, or below it."
    TalkKindBack "talk.kind-back" [TalkLine] ["Shift-Tab"] 0 "kind before" "The kind before this one."
    TalkLabel "talk.label" [TalkLine] ["Ctrl-R"] 3 "who says it" "Say in which role it is said, where the speaker wishes; without it: the team. With a cause: the direction it lies in. With a promise: by which day."
    TalkLineLeave "talk.line-leave" [TalkLine] ["Esc"] 0 "leave the line" "Leave the line; what is typed in it waits."
    TalkLeaveOpen "talk.leave-open" [TalkAsking] ["l"] 1 "leave" "Leave the projector; the talk stays open."
    TalkEnd "talk.end" [TalkAsking] ["e"] 2 "end" "End the talk and leave the projector."
    TalkStrikeYes "talk.strike-yes" [TalkAsking] ["y"] 0 "strike" "Strike it for good."

    // A year's end, copies on drives
    DriveCopy "drive.copy" [Home YearEnd] ["b"] 0 "copy to a drive" "Make a verified copy of the file on a drive that is plugged in; of several one is chosen."
    YearOpen "year.open" [Home] ["y"] 0 "year's end" "What is kept and who gets it: copy to a drive, unlink visits, hand over, remove for good."
    YearGo "year.go" [YearEnd] ["Enter"] 1 "go on" "Do what the marked line says; what goes for good is shown first."
    YearUp "list.year-up" [YearEnd Leaving] ["Up" "k"] 0 "up" "One line up."
    YearDown "list.year-down" [YearEnd Leaving] ["Down" "j"] 0 "down" "One line down."
    LeavingDo "leaving.do" [Leaving] ["x"] 1 "do it" "Ask once more, then remove for good what the list says."
    LeavingBackup "leaving.backup" [Leaving] ["b"] 2 "backup first or not" "Make a verified backup before, or none."
    LeavingVisits "leaving.visits" [Leaving] ["v"] 0 "their visits too" "Of a teacher: the visits to their rooms too, or not."
    LeavingMentions "leaving.mentions" [Leaving] ["m"] 0 "mentions too" "Of a teacher: every line in which a word of the name stands too, or not."

    // Agreements
    AgreementChange "agreements.change" [Agreements] ["Enter" "e"] 1 "change" "Change the marked agreement."

    // Layers
    HelpUp "help.up" [Help Palette Picker Several Menu Reader] ["Up"] 0 "up" "Mark the line above."
    HelpDown "help.down" [Help Palette Picker Several Menu Reader] ["Down"] 0 "down" "Mark the line below."
    HelpPageUp "help.page-up" [Help Palette Picker Several Reader] ["PageUp"] 0 "page up" "One screenful up."
    HelpPageDown "help.page-down" [Help Palette Picker Several Reader] ["PageDown"] 0 "page down" "One screenful down."
    Toggle "toggle" [Several] ["Space"] 1 "on or off" "Turn the marked line on or off."
    KeepSeveral "several.keep" [Several] ["Enter"] 1 "keep" "Keep all that is on, as one change, and close the list."
    Choose "choose" [Help Palette Picker Menu Prompt] ["Enter"] 1 "take" "Take the marked line, or what was typed."
    PromptNewLine "prompt.next" [Prompt] ["Tab" "Down"] 0 "next" "Go to the next line."
    PromptPrevious "prompt.previous" [Prompt] ["Shift-Tab" "Up"] 0 "previous" "Go to the line above."
    Dismiss "dismiss" [Help Palette Picker Several Menu Prompt Confirm Reader] ["Esc"] 2 "back" "Close this without doing anything."
    CloseHelp "help.close" [Help Reader] ["F1"] 0 "close" "Close this page."
    ConfirmYes "confirm.yes" [Confirm] ["y"] 1 "yes" "Do it."
    ConfirmNo "confirm.no" [Confirm] ["n" "q"] 0 "no" "Leave everything as it is."
    Uncover "cover.open" [Cover] [] 0 "back" "Any key: back to the screen."
    TurnToTeacher "cover.turn" [Cover] ["s"] 0 "show this visit's evidence" "Show what was written in this visit: evidence, quotes and counts only."
}

impl Action {
    /// The line of the table.
    pub fn spec(self) -> &'static Spec {
        ACTIONS.iter().find(|s| s.action == self).expect("every action is made from a line of the table")
    }

    /// The key to show for it; empty when it has none.
    pub fn key(self) -> &'static str {
        self.spec().keys.first().copied().unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::parse_key;
    use std::collections::HashMap;

    #[test]
    fn every_key_is_written_so_that_it_reads() {
        for spec in ACTIONS {
            for key in spec.keys {
                assert!(parse_key(key).is_some(), "{}: {key}", spec.id);
            }
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_scope() {
        let mut seen: HashMap<(Scope, _), &str> = HashMap::new();
        for spec in ACTIONS {
            for scope in spec.scopes {
                for key in spec.keys {
                    let before = seen.insert((*scope, parse_key(key)), spec.id);
                    assert_eq!(before, None, "{key} in {scope:?}: {}", spec.id);
                }
            }
        }
    }

    #[test]
    fn ids_are_unique_and_words_are_there() {
        let mut ids = std::collections::HashSet::new();
        for spec in ACTIONS {
            assert!(ids.insert(spec.id), "{}", spec.id);
            assert!(!spec.words.is_empty() && spec.help.ends_with(['.', '…', '?']), "{}", spec.id);
            assert!(!spec.scopes.is_empty(), "{}", spec.id);
        }
    }

    #[test]
    fn nothing_is_deleted_by_the_key_that_opens_or_repeats() {
        let spec = Action::ConfirmYes.spec();
        assert!(!spec.keys.contains(&"Enter") && !spec.keys.contains(&"d"));
    }
}
