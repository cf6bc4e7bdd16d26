//! Evidence from elsewhere: a common assessment, a survey, student work. With its source and its denominator, without any
//! student's name.

use super::asking::{TalkForm, TalkPick, form};
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{Layer, PickItem, PickValue, Picked};
use crate::app::screens::forms;
use crate::domain::act::Verb;
use crate::domain::acts::{self, ElsewhereFacts};
use crate::domain::dates::read_day;
use crate::domain::id::Uid;
use crate::domain::pattern::Role;
use crate::domain::schema::Kind;
use crate::domain::time::{day_number, day_of_number};
use crate::store::api::{Ask, ElsewhereRow, Lane};

const LABELS: [&str; 5] = ["Where from", "What it says", "How many", "Of how many", "Day"];
const HINT: &str = "Such as: grade 4 reading check; could retell a page; 11; 24; 2 Oct. No student's name.";

fn marked(app: &App) -> Option<&ElsewhereRow> {
    app.talk.elsewhere.as_ref()?.get(app.talk.at_elsewhere)
}

pub(super) fn perform(app: &mut App, action: Action) {
    if !app.may_write() {
        return;
    }
    if action == Action::ElsewhereNew {
        return form(app, "Evidence from elsewhere", TalkForm::Elsewhere(None), &LABELS, &[], HINT);
    }
    let Some(row) = marked(app).cloned() else {
        app.tell("Nothing from elsewhere yet. n writes down the first.");
        return;
    };
    match action {
        Action::ElsewhereEdit => {
            let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
            let day = row.day.map(|d| day_of_number(d).to_string()).unwrap_or_default();
            let texts = [row.source.clone(), row.text.clone(), number(row.count), number(row.of), day];
            form(app, "Evidence from elsewhere", TalkForm::Elsewhere(Some(row.uid)), &LABELS, &texts, HINT);
        }
        Action::ElsewhereLink => {
            app.ask(Lane::Patterns, Ask::Patterns);
            let rows = app.patterns.rows.iter().flatten();
            let items: Vec<PickItem> =
                rows.map(|r| forms::item(r.statement.clone(), r.status.words(), PickValue::Id(r.uid))).collect();
            let then = Picked::Talk(TalkPick::CardTo(row.uid));
            app.layers.push(Layer::Picker(forms::picker("Which pattern?", items, "No pattern fits.", then)));
        }
        Action::ElsewhereDelete if super::delete(app, Kind::Elsewhere, row.uid) => {
            app.tell("Deleted. Ctrl-Z brings it back.");
        }
        _ => {}
    }
}

pub(super) fn filled(app: &mut App, uid: Option<Uid>, texts: &[String]) {
    let text = |i: usize| texts.get(i).cloned().unwrap_or_default();
    let again =
        |app: &mut App, why: &str| form(app, "Evidence from elsewhere", TalkForm::Elsewhere(uid), &LABELS, texts, why);
    if text(0).is_empty() || text(1).is_empty() {
        return again(app, "It needs a source and what it says.");
    }
    let number = |i: usize| (text(i).is_empty().then_some(None)).or_else(|| text(i).parse::<u32>().ok().map(Some));
    let (Some(count), Some(of)) = (number(2), number(3)) else {
        return again(app, "How many of how many are whole numbers, or empty.");
    };
    if count.is_some() != of.is_some() || count.zip(of).is_some_and(|(k, n)| k > n) {
        return again(app, "A number needs its denominator: how many of how many.");
    }
    let Some(day) = read_day(&text(4), app.now.today()) else {
        return again(app, "That day could not be read. For example: 2 Oct, 2026-10-02, yesterday.");
    };
    let facts = ElsewhereFacts { team: None, source: text(0), text: text(1), count, of, day: Some(day_number(day)) };
    let verb = if uid.is_some() { Verb::EditElsewhere } else { Verb::AddElsewhere };
    let uid = uid.unwrap_or_else(|| app.new_id());
    if app.act(verb, vec![acts::elsewhere_written(uid, &facts)]).is_some() {
        app.tell("Kept. l says which pattern it supports or complicates.");
    }
}

/// The pattern was chosen; does it support or complicate it?
pub(super) fn ask_role(app: &mut App, card: Uid, pattern: Uid) {
    let mut items: Vec<PickItem> = [Role::Supports, Role::Complicates]
        .iter()
        .map(|r| forms::item(r.word(), "", PickValue::Number(*r as i64)))
        .collect();
    items.push(forms::item("neither", "takes it out", PickValue::Number(0)));
    let then = Picked::Talk(TalkPick::CardRole { card, pattern });
    app.layers.push(Layer::Picker(forms::picker("What is it to this pattern?", items, "Choose one.", then)));
}

pub(super) fn role_chosen(app: &mut App, card: Uid, pattern: Uid, number: i64) {
    app.act(Verb::EditElsewhere, vec![acts::elsewhere_evidence(card, pattern, Role::from_number(number))]);
}
