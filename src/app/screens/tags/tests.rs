use super::*;
use crate::app::Start;
use crate::app::effect::Effect;
use crate::app::input::Input;
use crate::app::keys::parse_keys;
use crate::app::layers::Layer;
use crate::app::update::update;
use crate::domain::act::{Act, Op, Value, Verb};
use crate::domain::id::IdSource;
use crate::domain::schema::{DELETED, Field, tag as fields};
use crate::domain::time::Now;
use crate::store::api::Write;

const NOW: Now = Now { utc: 1_000_000, steady: 0, offset: 0 };

fn uid(number: u8) -> Uid {
    Uid([number; 16])
}

fn tag(number: u8, name: &str, parent: Option<u8>, notes: usize) -> TagRow {
    TagRow {
        uid: uid(number),
        name: name.into(),
        parent: parent.map(uid),
        colour: 0,
        meaning: String::new(),
        notes,
        visits: notes.min(2),
    }
}

/// a (3 notes) > b > c, and d.
fn desk() -> App {
    let mut app = App::new(Start {
        now: NOW,
        size: (80, 24),
        look: Default::default(),
        places: Default::default(),
        boot: None,
        read_only: None,
        ids: IdSource::Seeded(1),
    });
    app.go(Screen::Tags);
    answered(
        &mut app,
        Answer::Tags(vec![
            tag(1, "a", None, 3),
            tag(2, "b", Some(1), 0),
            tag(3, "c", Some(2), 0),
            tag(4, "d", None, 0),
        ]),
    );
    app.take_effects();
    app
}

fn keys(app: &mut App, keys: &str) -> Vec<Act> {
    for key in parse_keys(keys).expect("keys") {
        update(app, Input::Key(key), NOW);
    }
    let acts = |e| if let Effect::Write(Write::Act(act)) = e { Some(act) } else { None };
    app.take_effects().into_iter().filter_map(acts).collect()
}

fn value(op: &Op, field: Field) -> Option<&Value> {
    op.fields.iter().find(|(f, _)| *f == field).map(|(_, v)| v)
}

fn parent_of(act: &Act, number: u8) -> Option<&Value> {
    act.ops.iter().find(|o| o.entity == uid(number)).and_then(|o| value(o, fields::PARENT))
}

#[test]
fn a_tag_is_made_with_its_meaning_and_not_twice() {
    let mut app = desk();
    let acts = keys(&mut app, "nWait time<Enter>silence after a question<Enter>");
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0].verb, Verb::CreateTag);
    assert_eq!(value(&acts[0].ops[0], fields::NAME), Some(&Value::Text("Wait-time".into())));
    assert_eq!(app.tags.current().map(|t| t.meaning.as_str()), Some("silence after a question"));
    assert!(keys(&mut app, "nwait-TIME<Enter><Enter>").is_empty());
    assert!(keys(&mut app, "n3<Enter><Enter>").is_empty());
    assert!(matches!(app.layers.last(), Some(Layer::Prompt(_))), "a name that cannot be one is asked for again");
}

#[test]
fn renaming_to_a_name_that_is_there_offers_to_merge() {
    let mut app = desk();
    let acts = keys(&mut app, "r<Ctrl-U>once<Enter>");
    assert_eq!(acts[0].verb, Verb::EditTag);
    assert!(keys(&mut app, "<End>").is_empty());
    let current = app.tags.current().map(|t| t.name.clone());
    assert!(keys(&mut app, "r<Ctrl-U>B<Enter><Enter>").is_empty(), "Enter agrees to nothing");
    assert!(matches!(app.layers.last(), Some(Layer::Confirm(_))), "{current:?}");
    let acts = keys(&mut app, "y");
    assert_eq!(acts[0].verb, Verb::MergeTags);
    assert_eq!(app.tags.current().map(|t| t.name.as_str()), Some("b"));
}

#[test]
fn merging_into_a_tag_below_leaves_no_ring() {
    let mut app = desk();
    merge(&mut app, uid(1), uid(3));
    let acts = keys(&mut app, "");
    assert_eq!(value(&acts[0].ops[0], fields::MERGED), Some(&Value::Ref(uid(3))));
    assert_eq!(parent_of(&acts[0], 2), Some(&Value::Ref(uid(3))));
    assert_eq!(parent_of(&acts[0], 3), Some(&Value::Null));
    let names: Vec<(&str, usize)> = app.tags.shown().into_iter().map(|(t, d)| (t.name.as_str(), d)).collect();
    assert_eq!(names, [("c", 0), ("b", 1), ("d", 0)]);
}

#[test]
fn a_tag_is_never_put_under_itself_or_one_below_it() {
    let mut app = desk();
    keys(&mut app, "p");
    let Some(Layer::Picker(picker)) = app.layers.last() else { panic!("a list") };
    let offered: Vec<&str> = picker.items.iter().map(|i| i.label.as_str()).collect();
    assert_eq!(offered, ["#d"]);
    assert_eq!(parent_of(&keys(&mut app, "<Enter>")[0], 1), Some(&Value::Ref(uid(4))));
    change::nest(&mut app, uid(4), Some(uid(3)));
    assert!(keys(&mut app, "").is_empty());
}

#[test]
fn deleting_asks_where_there_are_notes_and_lifts_what_is_below() {
    let mut app = desk();
    assert!(keys(&mut app, "d<Enter>").is_empty());
    let acts = keys(&mut app, "y");
    assert_eq!(value(&acts[0].ops[0], DELETED), Some(&Value::Int(1)));
    assert_eq!(parent_of(&acts[0], 2), Some(&Value::Null));
    assert_eq!(app.tags.current().map(|t| t.name.as_str()), Some("b"), "the next one is marked");
    assert_eq!(keys(&mut app, "<Down>d").len(), 1, "one without notes goes at once");
}

#[test]
fn colours_go_round_and_enter_shows_the_notes() {
    let mut app = desk();
    let acts = keys(&mut app, "ccccccc");
    assert_eq!(acts.len(), 7);
    assert_eq!(app.tags.current().map(|t| t.colour), Some(0));
    keys(&mut app, "<Enter>");
    assert_eq!(app.screen, Screen::Notes);
    assert_eq!(app.notes.filter().tag, Some(IdText(uid(1))));
    keys(&mut app, "<Esc>");
    assert_eq!(app.screen, Screen::Tags, "back to where it came from");
}
