//! What is worked on, what is due, and the leader's hunch beside it.

use super::*;

#[test]
fn try_lists_what_is_worked_on_and_due_first() {
    let mut made = Made::talked();
    for n in 1..=3 {
        made.share(n);
        made.plan_trial(n, n, DAY + 10 - n as i64);
        made.promise(n, None, (n != 2).then_some(DAY + 10 - n as i64));
    }
    made.act(Verb::EditProblem, vec![problem_status(uid(Kind::Problem, 3), Some(ProblemStatus::Resting))]);
    made.act(Verb::EditTrial, vec![trial_ended(uid(Kind::Trial, 3), Some(START))]);
    made.act(Verb::EditPromise, vec![promise_kept(uid(Kind::Promise, 1), Some(START))]);
    let why = talking_set(Kind::Promise, uid(Kind::Promise, 3), promise::WHY, Value::Text("no budget".into()));
    made.act(Verb::EditPromise, vec![why]);
    let view = made.trying();
    let of = |kind, all: Vec<Uid>| -> Vec<u64> {
        all.iter().filter_map(|u| (1..=3).find(|n| uid(kind, *n) == *u)).collect()
    };
    assert_eq!(of(Kind::Problem, view.problems.iter().map(|p| p.uid).collect()), [2, 1, 3]);
    assert_eq!(of(Kind::Trial, view.trials.iter().map(|p| p.uid).collect()), [2, 1, 3]);
    assert_eq!(of(Kind::Promise, view.promises.iter().map(|p| p.uid).collect()), [2, 3, 1]);
    assert_eq!(made.near(DAY).promises.len(), 1);
    // Due within a week; no longer once it was looked at.
    assert_eq!(made.near(DAY).trials.len(), 0);
    assert_eq!(made.near(DAY + 1).trials.len(), 1);
    let facts =
        CheckInFacts { trial: Some(uid(Kind::Trial, 2)), day: DAY + 8, result: "so so".into(), ..Default::default() };
    made.act(Verb::CheckIn, vec![checked_in(uid(Kind::CheckIn, 1), &facts)]);
    assert_eq!(made.near(DAY + 1).trials.len(), 0);
    assert_eq!(made.trying().trials[0].check_ins[0].result, "so so");
    made.undo();
    assert_eq!(made.near(DAY + 1).trials.len(), 1);
}

#[test]
fn a_hunch_is_in_a_talk_only_once_its_walk_is_closed() {
    let mut made = Made::talked();
    let walk = uid(Kind::Walk, 1);
    let plan = Op::new(Kind::Walk, walk).int(walk::DAY, DAY - 3).text(walk::FOCUS, "Who talks?");
    made.act(Verb::PlanWalk, vec![plan, acts::hunch(walk, "The teacher talks most", "Wait time", START)]);
    made.act(Verb::EditTalk, vec![talk_hunch_opened(uid(Kind::Talk, 1), walk)]);
    let view = made.view(1).expect("a talk");
    assert_eq!((view.hunch, view.hunches.len()), (None, 0));
    made.act(Verb::CloseWalk, vec![acts::walk_closed(walk, START)]);
    let view = made.view(1).expect("a talk");
    assert_eq!(view.hunch, Some((walk, "The teacher talks most".into())));
    assert_eq!(view.hunches, [(walk, "Who talks?".into(), "The teacher talks most".into())]);
    made.voice(1, Some(1), VoiceKind::Problem, "Nobody tells us why");
    made.share(1);
    made.plan_trial(1, 1, DAY + 9);
    made.act(Verb::EditTalk, vec![talk_patterns_first(uid(Kind::Talk, 1))]);
    let link = voice_linked(uid(Kind::Voice, 1), uid(Kind::Pattern, 1), Some(LinkKind::SameThing));
    made.act(Verb::LinkVoice, vec![link]);
    let beside = |made: &Made| {
        let TalkAnswer::HunchBesideTeams(found) = made.ask(TalkAsk::HunchBesideTeams) else { panic!("another answer") };
        found
    };
    let found = beside(&made);
    assert_eq!(found.hunches.len(), 1);
    assert_eq!(found.hunches[0].decided, [("Nobody tells us why".into(), vec!["We count to five".into()])]);
    assert_eq!((found.from_team, found.from_leader, found.talks, found.patterns_first, found.voices), (1, 0, 1, 1, 1));
    assert_eq!(found.changed_patterns, 0, "nothing was reworded since");
    made.clock += 10_000;
    let discussed = acts::pattern_status(uid(Kind::Pattern, 1), PatternStatus::Discussed);
    made.act(Verb::SetPatternStatus, vec![discussed]);
    assert_eq!(beside(&made).changed_patterns, 0, "discussing it is not changing it");
    let shared = acts::pattern_status(uid(Kind::Pattern, 1), PatternStatus::Shared);
    made.act(Verb::SetPatternStatus, vec![shared]);
    assert_eq!(beside(&made).changed_patterns, 1);
    made.undo();
    assert_eq!(beside(&made).changed_patterns, 0);
}
