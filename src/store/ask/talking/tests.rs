//! What the store answers about talks, on made files: also undone, deleted, only mentioned, worded twice, of small teams.

#![allow(clippy::panic, reason = "a test says what it got")]

mod story;
mod trying;

use crate::domain::act::{Act, Op, Stream, Value, Verb};
use crate::domain::acts::{self, *};
use crate::domain::id::{IdSource, Uid};
use crate::domain::pattern::{PatternKind, PatternStatus, Role};
use crate::domain::schema::talking::{poll, problem, promise, talk, trial, voice};
use crate::domain::schema::*;
use crate::domain::suggestion::{Decided, Decision, voice_topic};
use crate::domain::talk::{LinkKind, Origin, PollKind, ProblemStatus, VoiceAnswer, VoiceKind};
use crate::domain::time::Hlc;
use crate::store::api::*;
use crate::store::{Core, OpenOptions, Reader};

pub const DAY: i64 = 20_600;
pub const START: i64 = DAY * 86_400_000 + 9 * 3_600_000;

pub fn uid(kind: Kind, n: u64) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

pub struct Made {
    _folder: tempfile::TempDir,
    pub core: Core,
    pub reader: Reader,
    pub clock: i64,
}

impl Made {
    /// An empty file.
    pub fn new() -> Made {
        let folder = tempfile::tempdir().expect("a folder");
        let options = OpenOptions { data_dir: folder.path().join("data"), now: START, ids: IdSource::System };
        let core = Core::open(&folder.path().join("a.uncover"), &options).expect("opened");
        let mut reader = Reader::open(core.path()).expect("opened");
        reader.set_now(START + 86_400_000);
        Made { _folder: folder, core, reader, clock: 0 }
    }

    /// With a team of eight, a talk that took place, and two patterns of which the first was brought to it.
    pub fn talked() -> Made {
        let mut made = Made::new();
        made.act(Verb::EditTeam, vec![team_made(uid(Kind::Team, 1), "Grade 4", Some(8))]);
        for (n, words) in [(1, "Students answer in one word"), (2, "Help waits on the teacher")] {
            let op = acts::pattern_stated(uid(Kind::Pattern, n), words, PatternKind::Need);
            made.act(Verb::CreatePattern, vec![op]);
        }
        made.talk(1, 1, &[1]);
        made.act(Verb::StartTalk, vec![talk_started(uid(Kind::Talk, 1), START)]);
        made.act(Verb::EndTalk, vec![talk_ended(uid(Kind::Talk, 1), Some(START + 2_400_000))]);
        made
    }

    pub fn act(&mut self, verb: Verb, ops: Vec<Op>) {
        self.clock += 1;
        self.core.apply(&Act { clock: Hlc((START + self.clock) << 16), verb, ops }).expect("applied");
    }

    pub fn undo(&mut self) {
        self.clock += 1;
        self.core.undo(Hlc((START + self.clock) << 16)).expect("undone");
    }

    pub fn delete(&mut self, kind: Kind, n: u64) {
        self.act(Verb::DeleteTalking, vec![acts::deleted(kind, uid(kind, n), Stream::Shared, true)]);
    }

    pub fn talk(&mut self, n: u64, team: u64, patterns: &[u64]) {
        let (protocol, op) = protocol_used("notice-and-wonder", "Notice and wonder", "body = 1");
        let facts = TalkFacts {
            team: Some(uid(Kind::Team, team)),
            protocol: Some(protocol),
            day: Some(DAY),
            minute: Some(900),
            patterns: patterns.iter().map(|p| uid(Kind::Pattern, *p)).collect(),
            notes: Vec::new(),
        };
        self.act(Verb::PrepareTalk, vec![op, talk_prepared(uid(Kind::Talk, n), &facts)]);
    }

    pub fn voice(&mut self, n: u64, talk: Option<u64>, kind: VoiceKind, words: &str) {
        let facts = VoiceFacts {
            talk: talk.map(|t| uid(Kind::Talk, t)),
            team: Some(uid(Kind::Team, 1)),
            at: START + n as i64 * 1_000,
            kind: Some(kind),
            text: words.into(),
            before_patterns: true,
            ..VoiceFacts::default()
        };
        self.act(Verb::HearVoice, vec![voice_heard(uid(Kind::Voice, n), &facts)]);
    }

    pub fn ask(&self, ask: TalkAsk) -> TalkAnswer {
        match self.reader.answer(&Ask::Talking(ask)) {
            Answer::Talking(answer) => answer,
            other => panic!("{other:?}"),
        }
    }

    pub fn talks(&self) -> Vec<TalkRow> {
        let TalkAnswer::Talks(rows) = self.ask(TalkAsk::Talks { limit: 50 }) else { panic!("another answer") };
        rows
    }

    pub fn view(&self, n: u64) -> Option<TalkView> {
        let TalkAnswer::Talk(view) = self.ask(TalkAsk::Talk { talk: uid(Kind::Talk, n), examples: 5 }) else {
            panic!("another answer")
        };
        view.map(|v| *v)
    }

    pub fn voices(&self) -> Vec<VoiceRow> {
        let TalkAnswer::Voices(rows) = self.ask(TalkAsk::Voices { team: None, limit: 50 }) else { panic!("other") };
        rows
    }

    fn proposals(&self, n: u64) -> Vec<VoiceProposal> {
        match self.ask(TalkAsk::VoiceProposals(uid(Kind::Voice, n))) {
            TalkAnswer::VoiceProposals { patterns, .. } => patterns,
            other => panic!("{other:?}"),
        }
    }

    pub fn trying(&self) -> TryView {
        let TalkAnswer::Try(view) = self.ask(TalkAsk::Try) else { panic!("another answer") };
        view
    }

    pub fn near(&self, today: i64) -> NearView {
        let TalkAnswer::Near(view) = self.ask(TalkAsk::Near { today }) else { panic!("another answer") };
        view
    }

    pub fn problem(&self, n: u64) -> Option<ProblemView> {
        let TalkAnswer::Problem(view) = self.ask(TalkAsk::Problem(uid(Kind::Problem, n))) else { panic!("other") };
        view.map(|v| *v)
    }

    pub fn pattern(&self, n: u64) -> PatternView {
        match self.reader.answer(&Ask::Pattern { pattern: uid(Kind::Pattern, n), evidence: 10 }) {
            Answer::Pattern(Some(view)) => view,
            other => panic!("{other:?}"),
        }
    }

    fn share(&mut self, n: u64) {
        let facts = ProblemFacts {
            talk: Some(uid(Kind::Talk, 1)),
            team: Some(uid(Kind::Team, 1)),
            wording: "Nobody tells us why".into(),
            origin: Some(Origin::Team),
            agreed: Some(DAY),
            agreement: "six weeks, then we look again".into(),
            patterns: vec![uid(Kind::Pattern, 1)],
            voices: vec![uid(Kind::Voice, 1)],
        };
        self.act(Verb::ShareProblem, vec![problem_shared(uid(Kind::Problem, n), &facts)]);
    }

    fn plan_trial(&mut self, n: u64, problem: u64, check_day: i64) {
        let facts = TrialFacts {
            problem: Some(uid(Kind::Problem, problem)),
            change: "We count to five".into(),
            prediction: "Two sentences".into(),
            start: Some(DAY),
            check_day: Some(check_day),
            ..TrialFacts::default()
        };
        self.act(Verb::PlanTrial, vec![trial_planned(uid(Kind::Trial, n), &facts)]);
    }

    fn promise(&mut self, n: u64, talk: Option<u64>, due: Option<i64>) {
        let (talk, team) = (talk.map(|t| uid(Kind::Talk, t)), Some(uid(Kind::Team, 1)));
        let op = promised(uid(Kind::Promise, n), talk, team, &format!("promise {n}"), START, due);
        self.act(Verb::MakePromise, vec![op]);
    }

    fn poll(&mut self, n: u64, kind: PollKind, counts: &[u32]) {
        let facts = PollFacts {
            talk: Some(uid(Kind::Talk, 1)),
            team: Some(uid(Kind::Team, 1)),
            at: START + n as i64,
            kind,
            pattern: None,
            problem: None,
            construct: if kind == PollKind::Pulse { "recognition".into() } else { String::new() },
            round: 1,
            counts: counts.to_vec(),
        };
        self.act(Verb::TakePoll, vec![polled(uid(Kind::Poll, n), &facts)]);
    }
}

fn texts(voices: &[VoiceRow]) -> Vec<&str> {
    voices.iter().map(|v| v.text.as_str()).collect()
}

#[test]
fn an_empty_file_and_things_only_mentioned_break_no_answer() {
    let mut made = Made::new();
    let asked = |made: &Made| {
        for ask in [
            TalkAsk::Teams,
            TalkAsk::Talks { limit: usize::MAX },
            TalkAsk::Talk { talk: uid(Kind::Talk, 9), examples: 3 },
            TalkAsk::Running,
            TalkAsk::Voices { team: Some(uid(Kind::Team, 9)), limit: 10 },
            TalkAsk::VoiceProposals(uid(Kind::Voice, 9)),
            TalkAsk::Elsewhere,
            TalkAsk::Invitations,
            TalkAsk::Try,
            TalkAsk::Problem(uid(Kind::Problem, 9)),
            TalkAsk::Pulse(uid(Kind::Team, 9)),
            TalkAsk::Near { today: DAY },
            TalkAsk::HunchBesideTeams,
        ] {
            made.ask(ask);
        }
        assert!(made.talks().is_empty() && made.voices().is_empty() && made.trying() == TryView::default());
    };
    asked(&made);
    let things = Kind::ALL.iter().map(|kind| Op::new(*kind, uid(*kind, 9))).collect();
    made.act(Verb::PrepareTalk, things);
    asked(&made);
    // Everything refers to things that are only mentioned.
    made.voice(1, Some(9), VoiceKind::Worry, "no time");
    made.act(Verb::LinkVoice, vec![voice_linked(uid(Kind::Voice, 1), uid(Kind::Pattern, 9), Some(LinkKind::Connects))]);
    let voices = made.voices();
    assert_eq!((voices.len(), voices[0].talk, voices[0].links.len()), (1, Some(uid(Kind::Talk, 9)), 0));
    assert_eq!(voices[0].team, None, "a team without a name is none yet");
}

#[test]
fn teams_have_their_members_under_the_names_they_go_by_now() {
    let mut made = Made::talked();
    let teacher = |n| uid(Kind::Teacher, n);
    let names = [(1, "Ms. Larch"), (2, "Mr. Alder"), (3, "Ms. L. Larch")];
    made.act(Verb::EditPerson, names.map(|(n, name)| acts::teacher_named(teacher(n), name)).to_vec());
    made.act(Verb::EditTeam, vec![team_members(uid(Kind::Team, 1), &[1, 2, 3].map(|n| (teacher(n), true)))]);
    let merge = Op::new(Kind::Teacher, teacher(3)).in_stream(Stream::Names).refer(teacher::MERGED, teacher(1));
    made.act(Verb::EditPerson, vec![merge]);
    made.act(Verb::EditTeam, vec![team_made(uid(Kind::Team, 2), "a small one", None)]);
    let TalkAnswer::Teams(teams) = made.ask(TalkAsk::Teams) else { panic!("another answer") };
    let row =
        |t: &TeamRow| (t.name.clone(), t.people, t.members.iter().map(|m| m.1.clone()).collect::<Vec<_>>(), t.talks);
    assert_eq!(row(&teams[0]), ("a small one".into(), None, vec![], 0));
    assert_eq!(row(&teams[1]), ("Grade 4".into(), Some(8), vec!["Mr. Alder".into(), "Ms. Larch".into()], 1));
    made.delete(Kind::Team, 1);
    assert_eq!(made.talks()[0].team, None);
    made.undo();
    made.act(Verb::EditTeam, vec![team_members(uid(Kind::Team, 1), &[(teacher(2), false)])]);
    let TalkAnswer::Teams(teams) = made.ask(TalkAsk::Teams) else { panic!("another answer") };
    assert_eq!(teams[1].members, [(teacher(1), "Ms. Larch".into())]);
}

#[test]
fn talks_under_way_come_first_then_those_prepared_then_the_newest() {
    let mut made = Made::talked();
    for n in 2..=4 {
        made.talk(n, 1, &[]);
    }
    let day = |n, day| talking_set(Kind::Talk, uid(Kind::Talk, n), talk::DAY, Value::Int(day));
    made.act(Verb::EditTalk, vec![day(2, DAY + 9), day(3, DAY + 2), day(4, DAY + 20)]);
    made.act(Verb::StartTalk, vec![talk_started(uid(Kind::Talk, 4), START + 5)]);
    let order: Vec<Uid> = made.talks().iter().map(|t| t.uid).collect();
    assert_eq!(order, [4, 3, 2, 1].map(|n| uid(Kind::Talk, n)));
    let TalkAnswer::Talks(first) = made.ask(TalkAsk::Talks { limit: 2 }) else { panic!("another answer") };
    assert_eq!(first.len(), 2);
    let TalkAnswer::Running(Some(running)) = made.ask(TalkAsk::Running) else { panic!("none runs") };
    assert_eq!((running.talk.uid, running.step), (uid(Kind::Talk, 4), 0));
    let near = made.near(DAY);
    assert_eq!(near.talks.iter().map(|t| t.uid).collect::<Vec<_>>(), [4, 3].map(|n| uid(Kind::Talk, n)));
    // The start is taken back: nothing runs.
    made.undo();
    assert_eq!(made.ask(TalkAsk::Running), TalkAnswer::Running(None));
    let last = &made.talks()[3];
    assert_eq!((last.protocol.as_str(), last.patterns, last.people), ("Notice and wonder", 1, Some(8)));
}

#[test]
fn voices_keep_their_words_and_links_and_go_when_struck() {
    let mut made = Made::talked();
    made.voice(1, Some(1), VoiceKind::Problem, "They know the word and stop");
    made.voice(2, Some(1), VoiceKind::Noticed, "Ten of them wrote");
    made.voice(3, None, VoiceKind::Idea, "Count to five");
    let link = |n, pattern, link| voice_linked(uid(Kind::Voice, n), uid(Kind::Pattern, pattern), link);
    made.act(Verb::LinkVoice, vec![link(1, 1, Some(LinkKind::SameThing)), link(1, 2, Some(LinkKind::Contradicts))]);
    assert_eq!(texts(&made.voices()), ["Count to five", "Ten of them wrote", "They know the word and stop"]);
    let one = &made.voices()[2];
    assert_eq!(one.links.iter().map(|l| l.2).collect::<Vec<_>>(), [LinkKind::SameThing, LinkKind::Contradicts]);
    assert_eq!((one.team.as_ref().map(|t| t.1.as_str()), one.before_patterns), (Some("Grade 4"), true));
    assert_eq!(made.trying().unanswered, 2, "what was noticed needs no answer");
    let answered = voice_answered(uid(Kind::Voice, 1), Some(VoiceAnswer::LookInto), Some(DAY + 7), "on Monday");
    made.act(Verb::AnswerVoice, vec![answered]);
    assert_eq!(made.trying().unanswered, 1);
    made.undo();
    assert_eq!(made.trying().unanswered, 2);
    // A deleted pattern takes its links along; a link taken away is gone.
    made.act(Verb::DeletePattern, vec![acts::deleted(Kind::Pattern, uid(Kind::Pattern, 2), Stream::Shared, true)]);
    made.act(Verb::LinkVoice, vec![link(1, 1, None)]);
    assert!(made.voices()[2].links.is_empty());
    made.delete(Kind::Voice, 1);
    assert_eq!(texts(&made.voices()), ["Count to five", "Ten of them wrote"]);
    assert_eq!(made.talks()[0].voices, 1);
    let of_team = |made: &Made, team| {
        let TalkAnswer::Voices(rows) = made.ask(TalkAsk::Voices { team: Some(team), limit: 1 }) else {
            panic!("other")
        };
        rows.len()
    };
    assert_eq!((of_team(&made, uid(Kind::Team, 1)), of_team(&made, uid(Kind::Team, 2))), (1, 0));
}

#[test]
fn a_voice_worded_on_two_laptops_says_so() {
    let mut made = Made::talked();
    made.voice(1, Some(1), VoiceKind::Worry, "too short");
    assert!(!made.voices()[0].two_versions);
    let row = "UPDATE voice SET forked = 1";
    made.core.connection.execute_batch(row).expect("as a merge leaves it");
    assert!(made.voices()[0].two_versions);
    assert!(made.view(1).expect("a talk").voices[0].two_versions);
}

#[test]
fn what_hangs_on_a_deleted_talk_goes_with_it_and_comes_back() {
    let mut made = Made::talked();
    made.voice(1, Some(1), VoiceKind::Problem, "Nobody tells us why");
    made.voice(2, None, VoiceKind::Worry, "said in the corridor");
    made.share(1);
    made.plan_trial(1, 1, DAY + 3);
    made.promise(1, Some(1), Some(DAY + 1));
    made.poll(1, PollKind::Real, &[0, 0, 1, 2, 3, 2]);
    let link = voice_linked(uid(Kind::Voice, 1), uid(Kind::Pattern, 1), Some(LinkKind::SameThing));
    made.act(Verb::LinkVoice, vec![link]);
    let figures = |made: &Made| {
        let view = made.trying();
        let near = made.near(DAY);
        let info = match made.reader.answer(&Ask::Info) {
            Answer::Info(info) => [info.teams, info.talks, info.voices, info.problems, info.trials],
            other => panic!("{other:?}"),
        };
        let lists = [view.problems.len(), view.trials.len(), view.promises.len(), view.unanswered];
        (lists, [near.trials.len(), near.promises.len()], made.voices().len(), made.pattern(1).voices.len(), info)
    };
    let before = figures(&made);
    assert_eq!(before, ([1, 1, 1, 2], [1, 1], 2, 1, [1, 1, 2, 1, 1]));
    assert_eq!(made.problem(1).expect("a problem").problem.voices, 1);
    made.act(Verb::DeleteTalk, vec![acts::deleted(Kind::Talk, uid(Kind::Talk, 1), Stream::Shared, true)]);
    assert_eq!(figures(&made), ([0, 0, 0, 1], [0, 0], 1, 0, [1, 0, 1, 0, 0]));
    assert_eq!((made.view(1), made.problem(1)), (None, None));
    made.undo();
    assert_eq!(figures(&made), before);
}

#[test]
fn proposals_are_ranked_by_meaning_and_a_rejection_is_remembered() {
    let mut made = Made::talked();
    made.voice(1, Some(1), VoiceKind::Problem, "They reply with a single word and no reason");
    let found = made.proposals(1);
    assert_eq!(found[0].pattern, uid(Kind::Pattern, 1), "{found:?}");
    assert!(found[0].words.iter().any(|w| w == "word" || w == "one"), "{found:?}");
    assert!(found.windows(2).all(|w| w[0].likeness >= w[1].likeness));
    let topic = voice_topic(uid(Kind::Voice, 1), uid(Kind::Pattern, 1));
    let no = Decided { decision: Decision::Dismissed, until: None, why: String::new(), pattern: None };
    made.act(Verb::DismissSuggestion, vec![acts::decided(&topic, &no)]);
    let has = |made: &Made| made.proposals(1).iter().any(|p| p.pattern == uid(Kind::Pattern, 1));
    assert!(!has(&made));
    made.undo();
    assert!(has(&made));
    let link = voice_linked(uid(Kind::Voice, 1), uid(Kind::Pattern, 1), Some(LinkKind::Connects));
    made.act(Verb::LinkVoice, vec![link]);
    assert!(!has(&made));
    made.voice(2, Some(1), VoiceKind::Problem, "…");
    assert!(made.proposals(2).is_empty(), "nothing that can be compared");
}

#[test]
fn evidence_from_elsewhere_stands_on_its_pattern_and_in_no_number() {
    let mut made = Made::talked();
    let facts = |text: &str, day| ElsewhereFacts {
        team: Some(uid(Kind::Team, 1)),
        source: "grade 4 reading check".into(),
        text: text.into(),
        count: Some(18),
        of: Some(61),
        day,
    };
    let card = |n| uid(Kind::Elsewhere, n);
    made.act(Verb::AddElsewhere, vec![elsewhere_written(card(1), &facts("gave a reason", Some(DAY)))]);
    made.act(Verb::AddElsewhere, vec![elsewhere_written(card(2), &facts("wrote two sentences", None))]);
    let numbers = made.pattern(1).pattern.numbers;
    let put = |n, role| elsewhere_evidence(card(n), uid(Kind::Pattern, 1), Some(role));
    made.act(Verb::EditElsewhere, vec![put(1, Role::Supports), put(2, Role::Complicates)]);
    let view = made.pattern(1);
    let said: Vec<_> = view.elsewhere.iter().map(|(c, role)| (c.text.as_str(), *role)).collect();
    assert_eq!(said, [("gave a reason", Role::Supports), ("wrote two sentences", Role::Complicates)]);
    assert_eq!((view.pattern.numbers, view.supports_count), (numbers, 0));
    let TalkAnswer::Elsewhere(cards) = made.ask(TalkAsk::Elsewhere) else { panic!("another answer") };
    assert_eq!(cards.iter().map(|c| c.uid).collect::<Vec<_>>(), [card(1), card(2)], "those without a day last");
    assert_eq!((cards[0].count, cards[0].of, cards[0].patterns.len()), (Some(18), Some(61), 1));
    assert_eq!(made.view(1).expect("a talk").patterns[0].elsewhere.len(), 2);
    made.delete(Kind::Elsewhere, 1);
    assert_eq!(made.pattern(1).elsewhere.len(), 1);
    made.undo();
    assert_eq!(made.pattern(1).elsewhere.len(), 2);
}

#[test]
fn open_invitations_come_first_with_the_names_people_go_by_now() {
    let mut made = Made::talked();
    let (room, who) = (uid(Kind::Classroom, 1), uid(Kind::Teacher, 1));
    made.act(Verb::EditPerson, vec![acts::teacher_named(who, "Ms. Larch")]);
    let one = |n, at| invited(uid(Kind::Invitation, n), &format!("question {n}"), Some(who), Some(room), at);
    made.act(Verb::AddInvitation, vec![one(1, START), one(2, START + 5), one(3, START + 9)]);
    made.act(
        Verb::EditInvitation,
        vec![
            invitation_visited(uid(Kind::Invitation, 1), Some(uid(Kind::Visit, 1))),
            invitation_answered(uid(Kind::Invitation, 1), Some(START + 20)),
        ],
    );
    let TalkAnswer::Invitations(rows) = made.ask(TalkAsk::Invitations) else { panic!("another answer") };
    assert_eq!(
        rows.iter().map(|r| r.question.as_str()).collect::<Vec<_>>(),
        ["question 2", "question 3", "question 1"]
    );
    assert_eq!(rows[0].teacher, Some((who, "Ms. Larch".into())));
    assert_eq!((&rows[0].classroom, rows[0].visit), (&None, None), "the room is only mentioned");
    assert_eq!(rows[2].visit, Some((uid(Kind::Visit, 1), None)));
    assert_eq!(made.near(DAY).invitations.len(), 2);
    made.undo();
    assert_eq!(made.near(DAY).invitations.len(), 3);
}

#[test]
fn no_counts_of_small_teams_or_of_unknown_size_are_answered() {
    let mut made = Made::talked();
    made.poll(1, PollKind::Now, &[0, 0, 1, 2, 3, 2]);
    made.poll(2, PollKind::Pulse, &[0, 1, 2, 5]);
    made.poll(3, PollKind::Pulse, &[0, 0, 4, 4]);
    let counts = |made: &Made| {
        let TalkAnswer::Pulse(pulse) = made.ask(TalkAsk::Pulse(uid(Kind::Team, 1))) else { panic!("another answer") };
        (made.view(1).expect("a talk").polls.len(), pulse.into_iter().map(|p| p.counts).collect::<Vec<_>>())
    };
    assert_eq!(counts(&made), (3, vec![vec![0, 1, 2, 5], vec![0, 0, 4, 4]]));
    for people in [Some(4), None] {
        made.act(Verb::EditTeam, vec![team_made(uid(Kind::Team, 1), "Grade 4", people)]);
        assert_eq!(counts(&made), (0, vec![]), "{people:?}");
        made.undo();
    }
    made.delete(Kind::Poll, 2);
    assert_eq!(counts(&made), (2, vec![vec![0, 0, 4, 4]]));
}
