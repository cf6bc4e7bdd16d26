use super::*;
use crate::insight::facts::{RoomFact, Sign, VisitFact, people};
use crate::language::rules::Rules;
use pretty_assertions::assert_eq;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// Twelve teachers with two visits each: eight of grade 4, three of grade 5, one (who teaches Science) of grade 6.
fn facts() -> Facts {
    let grade = |teacher: u32| match teacher {
        0..=7 => 0,
        8..=10 => 1,
        _ => 2,
    };
    let subject = |teacher: u32| if teacher == 11 { 1 } else { 0 };
    let visit = |n: u32| VisitFact {
        id: i64::from(n),
        grade: Some(grade(n / 2)),
        subject: Some(subject(n / 2)),
        teachers: people(&[n / 2]),
        ..VisitFact::default()
    };
    let room = |t: u32| RoomFact {
        grade: Some(grade(t)),
        subject: Some(subject(t)),
        teachers: [t].into(),
        ..RoomFact::default()
    };
    Facts {
        visits: (0..24).map(visit).collect(),
        grades: ["4", "5", "6"].map(String::from).into(),
        subjects: ["Math", "Science"].map(String::from).into(),
        rooms: (0..12).map(room).collect(),
        ..Facts::default()
    }
}

fn masker() -> Masker {
    Masker::for_sharing([(NameOf::Teacher, "Ms. Ana Larkspur"), (NameOf::Room, "Room 12")], &RULES)
}

fn found(piece: &Piece) -> Vec<Finding> {
    let (facts, masker) = (facts(), masker());
    check(&Ground { facts: &facts, masker: &masker, team: Some(8) }, piece)
}

fn note(text: &str) -> Piece {
    Piece { sort: Sort::Note, text: text.into(), visits: Visits::of([3]), ..Piece::default() }
}

fn pattern(text: &str) -> Piece {
    Piece { text: text.into(), visits: Visits::up_to(24), ..Piece::default() }
}

fn whats(piece: &Piece) -> Vec<(What, String)> {
    found(piece).into_iter().map(|f| (f.what, f.words)).collect()
}

fn is(what: What, words: &str) -> Vec<(What, String)> {
    vec![(what, words.to_string())]
}

#[test]
fn names_and_rooms_are_found_and_masked_by_themselves() {
    let piece = note("Larkspur in room 12 calls on Tavon");
    assert_eq!(
        whats(&piece),
        [(What::Name, "Larkspur".into()), (What::Room, "room 12".into()), (What::NameLike, "Tavon".into())]
    );
    assert!(found(&piece).iter().all(|f| f.level == Level::Masked));
    let (facts, masker) = (facts(), masker());
    let ground = Ground { facts: &facts, masker: &masker, team: None };
    assert_eq!(shown(&ground, &piece).text, "[teacher] in [room] calls on [name]");
    assert!(open(&check(&ground, &piece), &HashSet::new()).is_empty());
}

#[test]
fn calm_sentences_have_no_findings() {
    for text in [
        "19 of 24 write at 0:04",
        "T waits 3 s, then calls on S4",
        "S4 shows her sheet to S5",
        "page 12, then the exit ticket",
    ] {
        assert_eq!(whats(&note(text)), [], "{text}");
    }
    for text in [
        "Students answer in one word.",
        "In 7 of 9 visits nobody was asked why.",
        "0 of 9 visits",
        "Help waits in grade 4.",
    ] {
        assert_eq!(whats(&pattern(text)), [], "{text}");
    }
}

#[test]
fn who_when_and_where_are_asked_about() {
    for (text, what, words) in [
        ("the substitute reads aloud", What::Described, "substitute"),
        ("the new teacher counts to ten", What::Described, "new teacher"),
        ("my sister teaches that too", What::Described, "my sister"),
        ("the only biology teacher", What::Described, "only biology teacher"),
        ("at 10:15 all stand", What::When, "10:15"),
        ("on Tuesday all stand", What::When, "Tuesday"),
        ("on 12 March all stand", What::When, "12 March"),
        ("all stand before lunch", What::When, "before lunch"),
        ("upstairs all stand", What::Where, "upstairs"),
        ("she reads aloud", What::Gender, "she"),
    ] {
        assert_eq!(whats(&note(text)), is(what, words), "{text}");
        let all = found(&note(text));
        assert_eq!(all[0].level, Level::Ask);
        let kept = HashSet::from([all[0].key()]);
        assert!(open(&all, &kept).is_empty() && open(&all, &HashSet::new()).len() == 1);
    }
    assert_eq!(whats(&pattern("Fewer hands after lunch.")), []);
}

#[test]
fn she_is_asked_about_only_where_few_can_be_meant() {
    let (facts, masker) = (facts(), masker());
    let of = |piece: &Piece, team| check(&Ground { facts: &facts, masker: &masker, team }, piece).len();
    assert_eq!((of(&note("she reads"), Some(8)), of(&note("she reads"), Some(30))), (1, 0));
    assert_eq!(of(&pattern("She is asked again."), Some(8)), 0);
    assert_eq!(of(&note("S4 says that she is done"), Some(8)), 0);
}

#[test]
fn long_words_of_one_room_are_asked_about() {
    let long = "T: “you two go and ask the cook how many eggs we need”";
    assert_eq!(found(&note(long))[0].what, What::Quote);
    assert_eq!(whats(&note("T: “why do you think so?”")), []);
    let quote = Piece { quote: true, ..note("you two go and ask the cook how many eggs") };
    assert_eq!(found(&quote)[0].what, What::Quote);
}

#[test]
fn what_hardly_anybody_teaches_stops() {
    for text in ["in the science lesson all stand", "Sixth graders stand", "grade 6 stands", "6th grade stands"] {
        let all = found(&note(text));
        assert_eq!((all.len(), all[0].what, all[0].level), (1, What::Lone, Level::Stop), "{text}");
    }
    assert!(found(&note("Grade 6 stands"))[0].sentence.starts_with("Only one teacher is known for grade 6"));
    assert_eq!(whats(&note("fourth graders do math")), []);
    assert_eq!(whats(&note("5 of 6 sheets, page 6, S6 reads")), []);
    // Each has enough teachers, but nobody teaches both.
    assert_eq!(found(&note("math in grade 6"))[0].what, What::Lone);
}

#[test]
fn small_numbers_in_a_sentence_are_found() {
    for (text, level, words) in [
        ("In 2 of 3 visits nobody asked.", Level::Stop, "2 of 3 visits"),
        ("In two of the four rooms nobody asked.", Level::Stop, "two of the four rooms"),
        ("One teacher asked why.", Level::Ask, "One teacher"),
        ("In 4 short visits nobody asked.", Level::Ask, "4 short visits"),
    ] {
        let all = found(&pattern(text));
        assert_eq!((all.len(), all[0].what, all[0].level, all[0].words.as_str()), (1, What::SmallCell, level, words));
    }
    assert_eq!(whats(&pattern("2 of 3 students asked in 9 visits.")), []);
}

#[test]
fn what_the_leader_wants_masked_is_masked() {
    let (facts, masker) = (facts(), masker());
    let ground = Ground { facts: &facts, masker: &masker, team: Some(8) };
    let piece = Piece { hidden: vec!["Substitute".into()], ..note("the substitute, Ms. Larkspur, reads") };
    assert_eq!(shown(&ground, &piece).text, "the […], [teacher], reads");
    assert!(open(&check(&ground, &piece), &HashSet::new()).is_empty());
    let lone = Piece { hidden: vec!["science".into()], ..note("in the science lesson all stand") };
    assert_eq!(shown(&ground, &lone).text, "in the […] lesson all stand");
    assert!(open(&check(&ground, &lone), &HashSet::new()).is_empty());
}

fn figure(words: &str, looked: Visits) -> Figure {
    let seen = Visits::of(looked.iter().step_by(3));
    Figure { of: "wait-time".into(), words: words.into(), looked, seen }
}

fn stops(pieces: &[Piece], before: &[Figure]) -> Vec<(usize, usize, What)> {
    let (facts, masker) = (facts(), masker());
    let all = check_all(&Ground { facts: &facts, masker: &masker, team: Some(8) }, before, pieces);
    let stop = |n: usize, f: &Finding| match f.place {
        Place::Figure(at) if f.level == Level::Stop => Some((n, at, f.what)),
        _ => None,
    };
    all.iter().enumerate().flat_map(|(n, list)| list.iter().filter_map(move |f| stop(n, f))).collect()
}

#[test]
fn cells_under_the_floor_and_their_complement_stop() {
    let with = |figures: Vec<Figure>| Piece { figures, ..pattern("They wait.") };
    let (all, four, five, six) = (Visits::up_to(24), Visits::up_to(16), Visits::of(16..22), Visits::of(22..24));
    let whole = || figure("", all.clone());
    let cells = || vec![figure("in grade 4", four.clone()), figure("in grade 5", five.clone())];
    assert_eq!(stops(&[with(vec![whole()])], &[]), []);
    assert_eq!(stops(&[with(vec![whole(), figure("in grade 6", six)])], &[]), [(0, 1, What::SmallCell)]);
    // Grade 6 is what is left of all; so one more must go.
    let split = [vec![whole()], cells()].concat();
    assert_eq!(stops(&[with(split)], &[]), [(0, 2, What::Complement)]);
    // The same, spread over two pieces, or with what was shown in the last talk.
    let (first, second) =
        (with(vec![whole(), figure("in grade 4", four.clone())]), with(vec![figure("in grade 5", five)]));
    assert_eq!(stops(&[first, second.clone()], &[]), [(1, 0, What::Complement)]);
    assert_eq!(stops(&[second], &[whole(), figure("in grade 4", four.clone())]), [(0, 0, What::Complement)]);
    // One visit more than last time tells that visit.
    assert_eq!(stops(&[with(vec![whole()])], &[figure("", Visits::up_to(23))]), [(0, 0, What::Complement)]);
    // Another thing that was counted takes nothing off this one.
    let other = Figure { of: "talk".into(), ..figure("", Visits::up_to(23)) };
    assert_eq!(stops(&[with(vec![whole()])], &[other]), []);
}

#[test]
fn numbers_are_made_of_signs_and_patterns() {
    let mut facts = facts();
    let (id, all) = (SignId::LookFor("cites".into()), Visits::up_to(24));
    let sign = Sign {
        id: id.clone(),
        name: "cites".into(),
        parent: None,
        seen: Visits::of([1, 9, 20]),
        looked: all.clone().into(),
    };
    facts.signs.push(sign);
    let made = Figure::of_sign(&facts, &id, &facts.places_of(&[1, 2, 9, 99]), "in grade 4").expect("it is known");
    assert_eq!((made.looked, made.seen), (Visits::of([1, 2, 9]), Visits::of([1, 9])));
    assert_eq!((made.of.as_str(), made.words.as_str()), ("look-for:cites", "in grade 4"));
    assert_eq!(Figure::of_sign(&facts, &SignId::LookFor("else".into()), &all, ""), None);
}

#[test]
fn a_split_shows_what_it_may() {
    let facts = facts();
    let parts = [figure("", Visits::up_to(16)), figure("", Visits::of(16..22)), figure("", Visits::of([22, 23]))];
    assert_eq!(split(&facts, &parts), [true, false, false]);
    assert_eq!(split(&facts, &parts[..2]), [true, true]);
}

#[test]
fn a_pattern_on_too_little_stops_and_few_behind_a_number_are_asked_about() {
    let few = Piece { visits: Visits::of([0, 1, 2, 3]), ..pattern("They wait.") };
    assert_eq!(found(&few).iter().map(|f| (f.what, f.level)).collect::<Vec<_>>(), [(What::SmallCell, Level::Stop)]);
    let one = Figure { seen: Visits::of([4]), ..figure("", Visits::up_to(24)) };
    let piece = Piece { figures: vec![one], ..pattern("They wait.") };
    assert_eq!(found(&piece).iter().map(|f| (f.what, f.level)).collect::<Vec<_>>(), [(What::FewBehind, Level::Ask)]);
}
