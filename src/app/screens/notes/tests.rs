use super::*;
use crate::app::Start;
use crate::app::effect::Effect;
use crate::app::input::Input;
use crate::app::keys::parse_keys;
use crate::app::update::update;
use crate::domain::act::{Act, Op, Stream, Value, Verb};
use crate::domain::id::IdSource;
use crate::domain::note::NoteKind;
use crate::domain::schema::{DELETED, Kind, note};
use crate::domain::time::Now;
use crate::store::api::{Event, From, NoteKey, NotesPage, Question, TagRow, Write};

/// 2026-11-18 12:00 UTC.
const NOW: Now = Now { utc: 1_794_999_600_000 + 3_600_000, steady: 1_000, offset: 0 };

pub fn uid(number: u16) -> Uid {
    let mut bytes = [0; 16];
    bytes[14..].copy_from_slice(&number.to_be_bytes());
    Uid(bytes)
}

pub fn row(number: u16) -> NoteRow {
    NoteRow {
        uid: uid(number),
        key: NoteKey { at: 1_700_000_000_000 + i64::from(number), id: i64::from(number) },
        visit: uid(9_000 + number / 5),
        number: None,
        room: "Room 12".into(),
        subject: "Reading".into(),
        grade: "4".into(),
        at_ms: Some(58_000),
        kind: NoteKind::Evidence,
        about: None,
        text: format!("line {number}"),
        after: false,
        expires: None,
        tags: Vec::new(),
        two_versions: false,
    }
}

struct Desk {
    app: App,
    effects: Vec<Effect>,
}

impl Desk {
    fn new() -> Desk {
        let mut app = App::new(Start {
            now: NOW,
            size: (100, 30),
            look: Default::default(),
            places: Default::default(),
            boot: None,
            read_only: None,
            ids: IdSource::Seeded(1),
        });
        app.take_effects();
        app.go(Screen::Notes);
        Desk { app, effects: Vec::new() }
    }

    /// With the notes of these numbers, newest first, and nothing beyond.
    fn with(numbers: impl Iterator<Item = u16>) -> Desk {
        let mut desk = Desk::new();
        desk.page(numbers, false, false);
        desk
    }

    fn with_tags(mut self, names: &[&str]) -> Desk {
        let tag = |(name, n): (&&str, u16)| TagRow {
            uid: uid(n),
            name: (*name).into(),
            parent: None,
            colour: 0,
            meaning: String::new(),
            notes: 1,
            visits: 1,
        };
        self.answer(Lane::Tags, Answer::Tags(names.iter().zip(500..).map(tag).collect()));
        self
    }

    fn keys(&mut self, keys: &str) {
        for key in parse_keys(keys).expect("keys") {
            update(&mut self.app, Input::Key(key), NOW);
        }
        self.gather();
    }

    fn gather(&mut self) {
        self.effects.extend(self.app.take_effects());
    }

    /// Answers the newest question of a lane.
    fn answer(&mut self, lane: Lane, answer: Answer) {
        self.gather();
        let number = self.question(lane).number;
        update(&mut self.app, Input::Store(Event::Answer { number, answer: Box::new(answer) }), NOW);
        self.gather();
    }

    fn page(&mut self, numbers: impl Iterator<Item = u16>, more_above: bool, more_below: bool) {
        let rows = numbers.map(row).collect();
        self.answer(Lane::NotesPage, Answer::Notes(NotesPage { rows, more_above, more_below }));
    }

    fn question(&self, lane: Lane) -> &Question {
        let asked = |e: &'_ &Effect| matches!(e, Effect::Ask(q) if q.lane == lane);
        match self.effects.iter().rev().find(asked) {
            Some(Effect::Ask(question)) => question,
            _ => panic!("nothing was asked in {lane:?}"),
        }
    }

    fn asked_from(&self) -> From {
        match &self.question(Lane::NotesPage).ask {
            Ask::Notes { from, .. } => *from,
            other => panic!("{other:?}"),
        }
    }

    fn asked_filter(&self) -> Filter {
        match &self.question(Lane::NotesPage).ask {
            Ask::Notes { filter, .. } => filter.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn acts(&self) -> Vec<&Act> {
        self.effects
            .iter()
            .filter_map(|e| if let Effect::Write(Write::Act(act)) = e { Some(act) } else { None })
            .collect()
    }

    fn only_act(&self) -> &Act {
        let acts = self.acts();
        assert_eq!(acts.len(), 1, "{acts:?}");
        acts[0]
    }

    fn notice(&self) -> &str {
        self.app.notice.as_ref().map_or("", |n| n.text.as_str())
    }
}

fn field(op: &Op, field: crate::domain::schema::Field) -> Option<&Value> {
    op.fields.iter().find(|(f, _)| *f == field).map(|(_, v)| v)
}

#[test]
fn searching_asks_at_every_letter_and_keeps_the_rows_meanwhile() {
    let mut desk = Desk::with((0..20).rev());
    desk.effects.clear();
    desk.keys("/one wo");
    let searches: Vec<&str> = desk
        .effects
        .iter()
        .filter_map(|e| match e {
            Effect::Ask(Question { ask: Ask::Notes { filter, .. }, .. }) => Some(filter.search.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(searches, ["o", "on", "one", "one", "one w", "one wo"]);
    assert_eq!(desk.app.notes.rows.len(), 20);
    desk.page([7, 3].into_iter(), false, false);
    assert_eq!(desk.app.notes.rows.len(), 2);
    desk.answer(Lane::NotesCount, Answer::NotesCount { count: 2, capped: false });
    assert_eq!(desk.app.notes.count, Some((2, false)));
}

#[test]
fn more_rows_come_before_the_edge_and_the_window_stays_small() {
    let mut desk = Desk::new();
    desk.page((5_900..6_000).rev(), false, true);
    for _ in 0..9 {
        desk.keys("<End>");
        desk.app.notes.selected = desk.app.notes.rows.len() - 1;
        desk.app.notes.pending = None;
        desk.keys("<Up>");
        let From::After(key) = desk.asked_from() else { panic!("{:?}", desk.asked_from()) };
        let next = u16::try_from(key.id).expect("small");
        let marked = desk.app.notes.current().map(|r| r.uid);
        desk.page((next - 100..next).rev(), true, true);
        assert_eq!(desk.app.notes.current().map(|r| r.uid), marked);
        assert!(desk.app.notes.rows.len() <= list::MOST);
    }
    assert!(desk.app.notes.more_above);
    desk.app.notes.selected = 1;
    desk.keys("<Up>");
    assert!(matches!(desk.asked_from(), From::Before(_)));
    let marked = desk.app.notes.current().map(|r| r.uid);
    desk.page((5_700..5_800).rev(), true, true);
    assert_eq!(desk.app.notes.current().map(|r| r.uid), marked);
    assert!(desk.app.notes.rows.len() <= list::MOST);
}

#[test]
fn the_marked_note_stays_marked_when_the_list_is_read_again() {
    let mut desk = Desk::with((0..20).rev());
    desk.keys("<Down><Down><Down>");
    let marked = desk.app.notes.current().map(|r| r.uid);
    refresh(&mut desk.app);
    desk.page((0..25).rev(), false, false);
    assert_eq!(desk.app.notes.current().map(|r| r.uid), marked);
    refresh(&mut desk.app);
    desk.page((0..10).rev(), false, false);
    assert_eq!(desk.app.notes.current().map(|r| r.uid), Some(uid(9)), "the next one in time, when it is gone");
}

#[test]
fn many_notes_are_tagged_in_one_act_that_makes_the_new_tag() {
    let mut desk = Desk::with((0..20).rev()).with_tags(&["one-word"]);
    desk.keys("   t#one-word wait<Enter>");
    let act = desk.only_act();
    assert_eq!(act.verb, Verb::TagNotes);
    assert_eq!(act.ops.iter().filter(|o| o.kind == Kind::Tag).count(), 1);
    let tagged: Vec<&Op> = act.ops.iter().filter(|o| o.kind == Kind::Note).collect();
    assert_eq!(tagged.len(), 3);
    for op in tagged {
        assert!(matches!(field(op, note::TAGS), Some(Value::Members(m)) if m.len() == 2 && m[0] == (uid(500), 1)));
    }
    assert_eq!(desk.app.notes.rows[0].tags.len(), 2);
    assert_eq!(desk.app.notes.marked.len(), 3);
    desk.keys("tone-word<Enter>");
    assert_eq!(desk.acts().len(), 1, "nothing is written when the tag stands there already");
}

#[test]
fn marks_survive_a_search_and_esc_steps_back_one_by_one() {
    let mut desk = Desk::with((0..20).rev());
    desk.keys("  /x");
    desk.page([3].into_iter(), false, false);
    desk.keys("<Enter> ");
    assert_eq!(desk.app.notes.marked.len(), 3);
    desk.keys("/<Esc>");
    assert!(!desk.app.notes.searching && desk.app.notes.marked.len() == 3);
    desk.keys("<Esc>");
    assert!(desk.app.notes.marked.is_empty() && !desk.app.notes.search.is_empty());
    desk.keys("<Esc>");
    assert!(desk.app.notes.search.is_empty());
    desk.keys("<Esc>");
    assert_eq!(desk.app.screen, Screen::Home);
}

#[test]
fn conditions_are_chosen_shown_and_taken_away() {
    let mut desk = Desk::with((0..20).rev());
    desk.keys("fgrade<Enter>");
    assert!(desk.app.layers.is_empty(), "the values are not there yet");
    let choices = FilterChoices { grades: vec!["3".into(), "4".into()], ..FilterChoices::default() };
    desk.answer(Lane::Lists, Answer::FilterChoices(choices));
    desk.keys("4<Enter>");
    desk.keys("fsince<Enter>soon<Enter>");
    assert!(desk.notice().contains("“soon”"), "{}", desk.notice());
    desk.keys("<Ctrl-U>1 sep<Enter>");
    let labels = |desk: &Desk| filter::chips(&desk.app).into_iter().map(|c| c.label).collect::<Vec<_>>();
    assert_eq!(labels(&desk), ["grade 4", "since 1 Sep"]);
    let filter = desk.asked_filter();
    assert_eq!((filter.grade.as_deref(), filter.from), (Some("4"), Some(1_788_220_800_000)));
    desk.keys("x");
    assert_eq!(desk.app.layers.len(), 1, "with several, it asks which");
    desk.keys("grade<Enter>");
    assert_eq!(labels(&desk), ["since 1 Sep"]);
    desk.keys("/<Backspace>");
    assert_eq!(labels(&desk), Vec::<String>::new());
    assert_eq!(desk.asked_filter(), Filter::default());
}

#[test]
fn a_view_is_kept_opened_and_forgotten() {
    let mut desk = Desk::with((0..20).rev());
    desk.keys("/river<Enter>v");
    desk.answer(Lane::Lists, Answer::Views(Vec::new()));
    desk.keys("<Enter><Ctrl-U>the river<Enter>");
    let kept = desk.effects.iter().find_map(|e| match e {
        Effect::Write(Write::SaveView(view)) => Some(view.clone()),
        _ => None,
    });
    let view = kept.expect("a view is kept");
    assert_eq!((view.name.as_str(), view.filter.search.as_str()), ("the river", "river"));
    desk.keys("<Esc>v");
    desk.answer(Lane::Lists, Answer::Views(vec![view.clone()]));
    desk.keys("<Enter>");
    assert_eq!(desk.asked_filter().search, "river");
    desk.page([3].into_iter(), false, false);
    desk.keys("v");
    desk.answer(Lane::Lists, Answer::Views(vec![view.clone()]));
    desk.keys("forget<Enter>");
    desk.answer(Lane::Lists, Answer::Views(vec![view]));
    desk.keys("<Enter>");
    assert!(desk.effects.contains(&Effect::Write(Write::DropView("the river".into()))));
}

#[test]
fn one_note_goes_at_once_and_several_after_a_question() {
    let mut desk = Desk::with((0..20).rev());
    desk.keys("<Down>d");
    assert_eq!(desk.only_act().verb, Verb::DeleteNote);
    assert_eq!(desk.app.notes.current().map(|r| r.uid), Some(uid(17)));
    desk.keys("  d<Enter><Enter>");
    assert_eq!(desk.acts().len(), 1, "Enter does not answer the question");
    desk.keys("y");
    let ops = &desk.acts()[1].ops;
    assert_eq!(ops.len(), 2);
    assert!(ops.iter().all(|o| field(o, DELETED) == Some(&Value::Int(1))));
    assert_eq!(desk.app.notes.rows.len(), 17);
}

#[test]
fn a_note_is_reworded_as_its_line_with_the_tags_that_changed() {
    let mut desk = Desk::with((0..20).rev()).with_tags(&["cites"]);
    desk.app.notes.rows[0].tags = vec![(uid(500), "cites".into())];
    desk.keys("e<Ctrl-U>S4 reads on #new<Enter>");
    let act = desk.only_act();
    assert_eq!(act.verb, Verb::EditNote);
    let op = act.ops.last().expect("an operation");
    assert_eq!(field(op, note::TEXT), Some(&Value::Text("reads on".into())));
    let Some(Value::Members(members)) = field(op, note::TAGS) else { panic!("{op:?}") };
    assert!(members.len() == 2 && members.contains(&(uid(500), 0)));
    assert_eq!(desk.app.notes.rows[0].text, "reads on");
    desk.keys("e<Enter>");
    assert_eq!(desk.acts().len(), 1, "nothing changed, nothing is written");
    desk.keys("e<Ctrl-U><Enter>");
    assert_eq!(desk.acts().len(), 1, "an empty line does not replace a note");
}

#[test]
fn a_note_that_becomes_a_follow_up_moves_to_the_private_log_whole() {
    let mut desk = Desk::with((0..20).rev());
    desk.keys("e<Home>! <Enter>");
    let op = desk.only_act().ops.last().expect("an operation").clone();
    assert_eq!(op.stream, Stream::Private);
    assert!(field(&op, note::VISIT).is_some() && field(&op, note::EXPIRES) != Some(&Value::Null));
    desk.keys("K");
    assert_eq!(desk.app.notes.rows[0].expires, Some(0));
    desk.keys("e<Home><Delete><Enter>");
    let op = desk.acts()[2].ops.last().expect("an operation");
    assert_eq!(op.stream, Stream::Shared);
    assert_eq!(field(op, note::KIND), Some(&Value::Int(0)));
    assert_eq!(field(op, note::EXPIRES), Some(&Value::Null));
}

#[test]
fn a_note_is_split_in_one_act_and_both_keep_the_tags() {
    let mut desk = Desk::with((0..20).rev()).with_tags(&["cites"]);
    let mut note_row = row(19);
    note_row.tags = vec![(uid(500), "cites".into())];
    wording::ask_split(&mut desk.app, note_row);
    desk.keys(" here<Enter>T and there<Enter>");
    let act = desk.only_act();
    assert_eq!(act.verb, Verb::SplitNote);
    assert_eq!(act.ops.len(), 2);
    assert_eq!(field(&act.ops[0], note::TEXT), Some(&Value::Text("line 19 here".into())));
    assert_eq!(act.ops[0].entity, uid(19));
    assert_eq!(field(&act.ops[1], note::TAGS), Some(&Value::Members(vec![(uid(500), 1)])));
    assert_eq!(field(&act.ops[1], note::AT), Some(&Value::Int(58_000)));
}

#[test]
fn untagging_offers_and_takes_only_what_is_there() {
    let mut desk = Desk::with((0..20).rev());
    desk.keys("T");
    assert!(desk.app.layers.is_empty());
    desk.app.notes.rows[0].tags = vec![(uid(500), "cites".into())];
    desk.keys("T<Enter>");
    let op = &desk.only_act().ops[0];
    assert_eq!(field(op, note::TAGS), Some(&Value::Members(vec![(uid(500), 0)])));
    assert!(desk.app.notes.rows[0].tags.is_empty());
}

#[test]
fn a_kind_that_somebody_chose_outlives_a_new_wording() {
    let mut desk = Desk::with((0..20).rev());
    desk.app.notes.rows[0].kind = NoteKind::Count;
    desk.keys("e<Enter>");
    assert!(desk.acts().is_empty(), "nothing changed, nothing is written");
    desk.keys("e more<Enter>");
    assert_eq!(field(&desk.only_act().ops[0], note::KIND), Some(&Value::Int(NoteKind::Count as i64)));
    desk.keys("e<Home>? <Enter>");
    assert_eq!(desk.app.notes.rows[0].kind, NoteKind::Wondering);
}

#[test]
fn a_file_that_cannot_be_written_is_only_looked_at() {
    let mut desk = Desk::with((0..20).rev()).with_tags(&["cites"]);
    desk.app.notes.rows[0].tags = vec![(uid(500), "cites".into())];
    desk.app.read_only = Some(crate::store::api::Trouble::new(
        crate::store::api::TroubleSort::Locked,
        "Another window records in this file.",
        "",
        "Record there.",
    ));
    for keys in ["t", "T", "e", "d", "aud", "ad"] {
        desk.keys(keys);
        assert!(desk.app.layers.is_empty() && desk.notice().starts_with("Another window"), "{keys}");
    }
    assert!(desk.acts().is_empty());
    assert_eq!(desk.app.notes.rows.len(), 20);
}
