//! The made-up school is what it says: its size, its clocks, its words, the patterns in it.

use super::*;
use crate::domain::act::{Stream, Value};
use crate::domain::id::Uid;
use crate::domain::schema::{Field, Kind, classroom, mark, note, observer, pattern, school, tag, teacher, visit, walk};
use std::collections::{HashMap, HashSet};

/// Monday, 23 November 2026, 12:00 at UTC−5.
const NOON: Now = Now { utc: 1_795_453_200_000, steady: 0, offset: -5 * 3600 };

fn made(notes: Option<usize>, seed: u64) -> Vec<Act> {
    acts(&DemoOptions { notes, a_visit: None, seed, now: NOON }).collect()
}

/// All values an entity's field was given, in order.
fn values(acts: &[Act], kind: Kind, field: Field) -> Vec<(Uid, &Value)> {
    let ops = acts.iter().flat_map(|a| &a.ops).filter(|op| op.kind == kind);
    ops.flat_map(|op| op.fields.iter().filter(|(f, _)| *f == field).map(|(_, v)| (op.entity, v))).collect()
}

fn texts(acts: &[Act], kind: Kind, field: Field) -> Vec<String> {
    let text = |(_, v): (Uid, &Value)| if let Value::Text(t) = v { Some(t.clone()) } else { None };
    values(acts, kind, field).into_iter().filter_map(text).collect()
}

fn ints(acts: &[Act], kind: Kind, field: Field) -> Vec<i64> {
    let int = |(_, v): (Uid, &Value)| if let Value::Int(n) = v { Some(*n) } else { None };
    values(acts, kind, field).into_iter().filter_map(int).collect()
}

#[test]
fn the_default_is_a_term_of_one_school() {
    let acts = made(None, 1);
    assert_eq!(values(&acts, Kind::School, school::NAME).len(), 1);
    assert_eq!(values(&acts, Kind::Classroom, classroom::LABEL).len(), 22);
    assert_eq!(values(&acts, Kind::Observer, observer::NAME).len(), 3);
    assert_eq!(values(&acts, Kind::Note, note::TEXT).len(), 700);
    assert_eq!(values(&acts, Kind::Visit, visit::HEADS).len(), 60);
    assert_eq!(texts(&acts, Kind::Visit, visit::SKIPPED).len(), 2);
    assert_eq!(ints(&acts, Kind::Visit, visit::SUBSTITUTE), [1]);
    assert_eq!(ints(&acts, Kind::Walk, walk::ENDED).len(), 14);
    assert_eq!(ints(&acts, Kind::Walk, walk::CLOSED).len(), 13, "the newest is not closed");
    assert_eq!(ints(&acts, Kind::Walk, walk::SEALED).len(), 2);
    assert_eq!(ints(&acts, Kind::Pattern, pattern::STATUS), [1, 2], "discussed and shared in the talk");
    assert!(ints(&acts, Kind::Note, note::AFTER).len() > 30);
    assert_eq!(texts(&acts, Kind::Pattern, pattern::STATEMENT).len(), 2);
    let evidence = values(&acts, Kind::Pattern, pattern::EVIDENCE);
    assert_eq!(evidence.len(), 4, "both are supported and complicated");
    let names: HashSet<String> = texts(&acts, Kind::Teacher, teacher::NAME).into_iter().collect();
    assert_eq!(names.len(), 23);
    assert!((12..=18).contains(&values(&acts, Kind::Tag, tag::NAME).len()));
    let days: HashSet<i64> = ints(&acts, Kind::Walk, walk::DAY).into_iter().collect();
    assert_eq!(days.len(), 14);
    assert_eq!(days.iter().max(), Some(&20_780), "the newest walk is today");
}

#[test]
fn one_walk_takes_times_that_do_not_overlap() {
    use crate::domain::mark::Way;
    let acts = made(None, 1);
    let ways: HashMap<Uid, i64> = values(&acts, Kind::Mark, mark::WAY)
        .into_iter()
        .filter_map(|(uid, v)| if let Value::Int(n) = v { Some((uid, *n)) } else { None })
        .collect();
    let of = |way: Way| ways.values().filter(|w| **w == way as i64).count();
    assert!(of(Way::Timer) > 20 && of(Way::Response) > 10, "{} {}", of(Way::Timer), of(Way::Response));
    let visit_of: HashMap<Uid, Uid> = values(&acts, Kind::Mark, mark::VISIT)
        .into_iter()
        .filter_map(|(uid, v)| if let Value::Ref(visit) = v { Some((uid, *visit)) } else { None })
        .collect();
    let number = |field: Field| -> HashMap<Uid, i64> {
        values(&acts, Kind::Mark, field)
            .into_iter()
            .filter_map(|(uid, v)| if let Value::Int(n) = v { Some((uid, *n)) } else { None })
            .collect()
    };
    let (at, length) = (number(mark::AT), number(mark::VALUE));
    let mut stretches: Vec<(Uid, i64, i64)> = ways
        .iter()
        .filter(|(_, w)| **w == Way::Timer as i64)
        .map(|(uid, _)| (visit_of[uid], at[uid], length[uid]))
        .collect();
    stretches.sort_unstable();
    assert!(stretches.windows(2).all(|w| w[0].0 != w[1].0 || w[0].1 + w[0].2 <= w[1].1));
}

#[test]
fn clocks_rise_and_nothing_is_in_the_future() {
    for notes in [None, Some(0), Some(1), Some(11), Some(25), Some(5_000)] {
        for now in [NOON, Now { utc: NOON.utc - 3 * 3_600_000, ..NOON }, Now { utc: NOON.utc - 30 * 3_600_000, ..NOON }]
        {
            let acts: Vec<Act> = acts(&DemoOptions { notes, a_visit: None, seed: 9, now }).collect();
            assert!(acts.windows(2).all(|w| w[0].clock < w[1].clock));
            assert!(acts.iter().all(|a| a.clock.utc() <= now.utc && !a.ops.is_empty()));
            let moments = [visit::STARTED, visit::ENDED, visit::SLIP];
            assert!(moments.iter().flat_map(|f| ints(&acts, Kind::Visit, *f)).all(|t| t <= now.utc));
            assert!(ints(&acts, Kind::Walk, walk::CLOSED).iter().all(|t| *t <= now.utc));
        }
    }
}

#[test]
fn any_number_of_notes_is_made_exactly() {
    for notes in [0, 1, 2, 11, 12, 25, 100, 701, 3_000, 20_001] {
        let acts = made(Some(notes), 3);
        assert_eq!(values(&acts, Kind::Note, note::TEXT).len(), notes);
        let mut per_visit: HashMap<Uid, usize> = HashMap::new();
        for (_, value) in values(&acts, Kind::Note, note::VISIT) {
            let Value::Ref(visit) = value else { panic!("a visit") };
            *per_visit.entry(*visit).or_default() += 1;
        }
        assert!(per_visit.values().all(|n| *n <= 50));
    }
}

#[test]
fn a_seed_makes_the_same_school_again_and_another_one_does_not() {
    assert_eq!(made(Some(300), 5), made(Some(300), 5));
    assert_ne!(made(Some(300), 5), made(Some(300), 6));
}

#[test]
fn ids_are_unique_and_what_is_referred_to_exists() {
    let acts = made(Some(2_000), 2);
    let mut known: HashMap<Uid, Kind> = HashMap::new();
    for op in acts.iter().flat_map(|a| &a.ops) {
        assert_eq!(*known.entry(op.entity).or_insert(op.kind), op.kind);
        for (field, value) in &op.fields {
            assert!(op.kind.fields().contains(field), "{:?} has no {field:?}", op.kind);
            match value {
                Value::Ref(uid) => assert!(known.contains_key(uid), "{field:?}"),
                Value::Members(all) => assert!(all.iter().all(|(uid, _)| known.contains_key(uid)), "{field:?}"),
                _ => {}
            }
        }
    }
}

#[test]
fn names_and_private_lines_are_in_their_own_streams() {
    let acts = made(None, 1);
    let names = [school::NAME, teacher::NAME, observer::NAME].map(|f| f.key).into_iter().collect::<HashSet<_>>();
    for op in acts.iter().flat_map(|a| &a.ops) {
        let private = op.fields.iter().any(|(f, v)| match op.kind {
            Kind::Note => *f == note::KIND && *v == Value::Int(5),
            Kind::Walk => [walk::HUNCH, walk::FIX, walk::SEALED].contains(f),
            Kind::Invitation => true,
            _ => false,
        });
        let named = match op.kind {
            Kind::School | Kind::Teacher | Kind::Observer => op.fields.iter().any(|(f, _)| names.contains(f.key)),
            Kind::Team => op.fields.iter().any(|(f, _)| *f == crate::domain::schema::talking::team::MEMBERS),
            Kind::Classroom => op.fields.iter().any(|(f, _)| [classroom::LABEL, classroom::TEACHERS].contains(f)),
            _ => false,
        };
        let expected = match (private, named) {
            (true, _) => Stream::Private,
            (_, true) => Stream::Names,
            _ => Stream::Shared,
        };
        assert_eq!(op.stream, expected, "{op:?}");
    }
}

#[test]
fn lines_hardly_repeat_and_about_a_third_has_no_tag() {
    let acts = made(None, 1);
    let lines = texts(&acts, Kind::Note, note::TEXT);
    let different: HashSet<&String> = lines.iter().collect();
    assert!(different.len() * 100 >= lines.len() * 96, "{} of {}", different.len(), lines.len());
    assert!(lines.iter().all(|l| !l.contains(['{', '}', '#']) && !l.chars().any(crate::domain::text::is_unsafe)));
    let mut tags: HashMap<Uid, usize> = HashMap::new();
    for (note, value) in values(&acts, Kind::Note, note::TAGS) {
        let Value::Members(all) = value else { panic!("tags are members") };
        *tags.entry(note).or_default() += all.len();
    }
    let untagged = lines.len() - tags.len();
    assert!((200..=290).contains(&untagged), "{untagged} untagged");
    let all: usize = tags.values().sum();
    assert!((600..=800).contains(&all), "{all} tags on {} notes", lines.len());
}

#[test]
fn the_patterns_are_really_there() {
    for seed in [1, 2, 3] {
        let acts = made(None, seed);
        let rooms: HashMap<Uid, &Value> = values(&acts, Kind::Classroom, classroom::SUBJECT).into_iter().collect();
        let started: HashMap<Uid, &Value> = values(&acts, Kind::Visit, visit::STARTED).into_iter().collect();
        let one_word = tag_of(&acts, "one-word");
        let help = tag_of(&acts, "help-waits");
        let with = |tag: Uid| -> HashSet<Uid> {
            let visits: HashMap<Uid, &Value> = values(&acts, Kind::Note, note::VISIT).into_iter().collect();
            values(&acts, Kind::Note, note::TAGS)
                .into_iter()
                .filter(|(_, v)| matches!(v, Value::Members(all) if all.iter().any(|(t, _)| *t == tag)))
                .filter_map(|(n, _)| if let Some(Value::Ref(visit)) = visits.get(&n) { Some(*visit) } else { None })
                .collect()
        };
        let (one_word, help) = (with(one_word), with(help));
        let (mut reading, mut reading_one, mut math, mut math_help, mut afternoon) = (0, 0, 0, 0, 0);
        for (uid, value) in values(&acts, Kind::Visit, visit::CLASSROOM) {
            let (Value::Ref(room), Some(Value::Int(at))) = (value, started.get(&uid)) else { panic!("room and time") };
            let local = crate::domain::time::local_time(*at, NOON.offset).time();
            let before = |h, m| local < chrono::NaiveTime::from_hms_opt(h, m, 0).expect("a time");
            let subject = rooms.get(room).map(|v| (*v).clone());
            if subject == Some(Value::Text("Reading".into())) && before(9, 30) {
                reading += 1;
                reading_one += usize::from(one_word.contains(&uid));
            }
            if subject == Some(Value::Text("Math".into())) {
                math += 1;
                math_help += usize::from(help.contains(&uid));
            }
            afternoon += usize::from(!before(12, 0));
        }
        assert!(reading >= 12 && reading_one * 10 >= reading * 6, "{reading_one} of {reading}");
        assert!(reading > reading_one, "there are exceptions");
        assert!(math >= 8 && math_help * 2 >= math, "{math_help} of {math}");
        assert!((1..=8).contains(&afternoon), "{afternoon} in the afternoon");
    }
}

fn tag_of(acts: &[Act], name: &str) -> Uid {
    let all = values(acts, Kind::Tag, tag::NAME);
    all.into_iter().find(|(_, v)| **v == Value::Text(name.into())).expect("a tag of that name").0
}

#[test]
fn marks_are_of_the_sheets_and_tell_not_seen_from_not_looked_for() {
    use crate::domain::sheet::Sheet;
    let acts = made(None, 1);
    let sheets: Vec<Sheet> = texts(&acts, Kind::Sheet, crate::domain::schema::sheet::BODY)
        .iter()
        .map(|body| Sheet::parse("s", body).expect("sound"))
        .collect();
    assert_eq!(sheets.len(), 2);
    let look_fors = texts(&acts, Kind::Mark, mark::LOOK_FOR);
    assert!(look_fors.iter().all(|id| sheets.iter().any(|s| s.look_for(id).is_some())));
    let marked = ints(&acts, Kind::Mark, mark::VALUE);
    assert!([1, 2, 3].iter().all(|v| marked.iter().filter(|m| *m == v).count() > 20));
}

#[test]
fn large_files_have_more_schools_and_years() {
    let acts = acts(&DemoOptions { notes: Some(300_000), a_visit: None, seed: 1, now: NOON });
    let calendar = Calendar::new(&DemoOptions { notes: Some(300_000), a_visit: None, seed: 1, now: NOON });
    assert_eq!((calendar.visits, calendar.schools), (25_000, 2));
    let fewer = Calendar::new(&DemoOptions { notes: Some(300_000), a_visit: Some(50), seed: 1, now: NOON });
    assert_eq!((fewer.visits, (0..fewer.visits).map(|v| fewer.quota(v)).sum()), (6_000, 300_000));
    assert!(calendar.day(0) < chrono::NaiveDate::from_ymd_opt(2017, 6, 1).expect("a date"));
    let first: Vec<Act> = acts.take(2_000).collect();
    let names: HashSet<String> = texts(&first, Kind::Teacher, teacher::NAME).into_iter().collect();
    assert_eq!(names.len(), 46);
    let notes = texts(&first, Kind::Note, note::TEXT);
    let different: HashSet<&String> = notes.iter().collect();
    assert!(different.len() * 100 >= notes.len() * 95);
}

/// What docs/demo.md says is planted, counted in the facts that suggestions are counted from.
#[test]
fn what_is_planted_is_there() {
    use crate::domain::id::IdSource;
    use crate::insight::facts::{Facts, Sign, SignId, Visits};
    use crate::store::{Core, OpenOptions, Reader};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("demo.db");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: NOON.utc, ids: IdSource::Seeded(1) };
    let mut core = Core::open(&path, &options).expect("a file");
    core.apply_many(&made(Some(4_000), 1)).expect("saved");
    let mut reader = Reader::open(&path).expect("opened");
    reader.set_offset(NOON.offset);
    let facts: Facts = reader.with_facts(Clone::clone).expect("facts");
    let named = |name: &str| facts.signs.iter().find(|s| s.name == name).expect("a tag of that name");
    let all = facts.visits.len();
    let visits = |of: &dyn Fn(usize) -> bool| Visits::of((0..all).filter(|place| of(*place)));
    // Percent of these visits that show a sign.
    let share = |sign: &Sign, of: &Visits| sign.seen.count_both(of) * 100 / of.count().max(1);
    let minute = |place: usize| facts.visits.minute(place).expect("a time");
    let subject = |place: usize, name: &str| {
        facts.visits.get(place).and_then(|v| v.subject).is_some_and(|s| facts.subjects[usize::from(s)] == name)
    };

    let (early, later) = (visits(&|p| minute(p) < 600), visits(&|p| minute(p) >= 600));
    let one_word = named("one-word");
    assert!(share(one_word, &early) >= share(one_word, &later) + 15, "one-word early");
    let (before, after) = (visits(&|p| p < all / 2), visits(&|p| p >= all * 13 / 20));
    let transitions = named("transitions");
    assert!(share(transitions, &before) >= share(transitions, &after) + 25, "transitions settle");
    let (math, rest) = (visits(&|p| subject(p, "Math")), visits(&|p| !subject(p, "Math")));
    let (help, materials) = (named("help-waits"), named("materials"));
    assert!(share(help, &math) >= share(help, &rest) + 40, "help waits in mathematics");
    let both = help.seen.count_both(&materials.seen) * u32::try_from(all).expect("few");
    assert!(both * 10 >= help.seen.count() * materials.seen.count() * 12, "together more than by chance");
    let alone = facts.sign(&SignId::LookFor("goes-on-alone".into())).expect("a look-for of the sheet");
    assert!(alone.looked.count() >= 100 && alone.seen.count() * 3 <= alone.looked.count(), "missing");
    let afternoon = visits(&|p| minute(p) >= 750);
    assert!((1..=all / 10).contains(&(afternoon.count() as usize)), "few in the afternoon");
    assert!(facts.patterns.iter().all(|p| !p.complicates.without(&p.supports).is_empty()), "exceptions");
}

#[test]
fn some_visits_were_written_down_by_two_and_one_of_them_waits_for_a_word() {
    for (notes, joined, waiting) in [(None, 3..=3, 1..=1), (Some(300), 0..=0, 0..=0), (Some(6_000), 12..=60, 1..=9)] {
        let acts = made(notes, 1);
        let same: HashSet<Uid> = values(&acts, Kind::Visit, visit::SAME).into_iter().map(|(uid, _)| uid).collect();
        let seconds: HashSet<Uid> = acts
            .iter()
            .flat_map(|a| a.ops.iter().filter(|_| a.verb == Verb::EnterRoom))
            .filter(|op| !op.fields.iter().any(|(f, _)| *f == visit::HEADS))
            .map(|op| op.entity)
            .collect();
        assert!(joined.contains(&same.len()), "{notes:?} {}", same.len());
        assert!(same.is_subset(&seconds) && waiting.contains(&(seconds.len() - same.len())), "{notes:?}");
        let with_lines: HashSet<Uid> = values(&acts, Kind::Note, note::VISIT)
            .into_iter()
            .filter_map(|(_, v)| if let Value::Ref(visit) = v { Some(*visit) } else { None })
            .collect();
        assert!(seconds.is_subset(&with_lines), "each has lines of its own");
        let times = values(&acts, Kind::Note, note::AT);
        assert!(times.into_iter().all(|(_, v)| matches!(v, Value::Int(at) if *at >= 0)));
    }
}

/// A file of the default size, written and read.
fn opened(seed: u64) -> (tempfile::TempDir, crate::store::Reader) {
    use crate::domain::id::IdSource;
    use crate::store::{Core, OpenOptions, Reader};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("demo.db");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: NOON.utc, ids: IdSource::Seeded(1) };
    let mut core = Core::open(&path, &options).expect("opened");
    core.apply_many(&made(None, seed)).expect("written");
    core.close().expect("closed");
    let report = crate::store::check::check(&path).expect("a report");
    assert!(report.sound, "{:?}", report.lines);
    let reader = Reader::open(&path).expect("opened");
    (folder, reader)
}

/// What docs/demo.md says of the teams and their talks.
#[test]
fn two_teams_have_talked_tried_and_promised() {
    use crate::store::api::{Answer, Ask, TalkAnswer, TalkAsk};
    const TODAY: i64 = 20_780;
    for seed in [1, 2, 3] {
        let (_folder, reader) = opened(seed);
        let ask = |ask| match reader.answer(&Ask::Talking(ask)) {
            Answer::Talking(answer) => answer,
            other => panic!("{other:?}"),
        };
        let TalkAnswer::Teams(teams) = ask(TalkAsk::Teams) else { panic!("teams") };
        let figures: Vec<_> = teams.iter().map(|t| (t.people, t.members.len(), t.talks)).collect();
        assert_eq!(figures, [(Some(8), 8, 2), (Some(6), 6, 0)]);
        let TalkAnswer::Talks(talks) = ask(TalkAsk::Talks { limit: 9 }) else { panic!("talks") };
        assert_eq!((talks.len(), talks[0].day, talks[0].started), (2, Some(TODAY + 2), None));
        assert!((1..=2).contains(&talks[0].patterns) && talks[1].ended.is_some());
        assert!(talks[1].day.is_some_and(|day| (TODAY - 40..=TODAY - 18).contains(&day)), "{:?}", talks[1].day);
        let TalkAnswer::Talk(Some(next)) = ask(TalkAsk::Talk { talk: talks[0].uid, examples: 3 }) else {
            panic!("talk")
        };
        assert_eq!((next.last_time.len(), next.trials.len(), next.earlier_promises.len()), (10, 1, 3));
        assert!(next.protocol.is_some() && !next.patterns.is_empty() && next.notes.len() <= 2);
        let TalkAnswer::Talk(Some(held)) = ask(TalkAsk::Talk { talk: talks[1].uid, examples: 3 }) else {
            panic!("talk")
        };
        assert_eq!((held.voices.len(), held.polls.len(), held.problems.len()), (14, 2, 1));
        assert!(!held.patterns_first && held.patterns[0].voices.len() > 4 && held.patterns[0].elsewhere.len() == 2);
        let TalkAnswer::Try(view) = ask(TalkAsk::Try) else { panic!("try") };
        assert_eq!((view.unanswered, view.promises.iter().filter(|p| p.kept.is_some()).count()), (2, 1));
        let trial = &view.trials[0];
        assert!(trial.seen.is_some_and(|seen| seen.looked >= 3), "{:?}", trial.seen);
        assert_eq!((trial.check_ins.len(), trial.check_day), (1, Some(TODAY + 5)));
        let TalkAnswer::Near(near) = ask(TalkAsk::Near { today: TODAY }) else { panic!("near") };
        assert_eq!((near.talks.len(), near.trials.len(), near.promises.len()), (1, 1, 2));
        let TalkAnswer::Invitations(all) = ask(TalkAsk::Invitations) else { panic!("invitations") };
        assert_eq!((all.len(), near.invitations.len()), (3, 2));
        assert!(all.iter().all(|i| i.teacher.is_some()) && all[2].visit.is_some());
        let TalkAnswer::Problem(Some(problem)) = ask(TalkAsk::Problem(view.problems[0].uid)) else { panic!("problem") };
        assert!(problem.causes.len() == 2 && problem.journey.windows(2).all(|w| w[0].day <= w[1].day));
        let TalkAnswer::VoiceProposals { patterns, .. } = ask(TalkAsk::VoiceProposals(held.voices[6].uid)) else {
            panic!("proposals")
        };
        assert!(patterns.len() <= 5);
    }
}
