//! Choosing another option for a mark: of a choice, of a scale, of the codes of an interval, how a wait ended.

use super::super::forms;
use super::marks::{known, look_for, make, make_edit};
use crate::app::App;
use crate::app::layers::{Layer, PickItem, PickValue, Picked};
use crate::domain::act::Verb;
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Way};
use crate::domain::marking::{Change, Edit};
use crate::domain::sheet::LookFor;

/// Opens the list of options; those that stand say so.
pub fn ask(app: &mut App, mark: &Mark) {
    if !app.may_write() {
        return;
    }
    let Some(look_for) = look_for(app, mark) else {
        app.tell("The sheet of this walk does not say what there is to choose from.");
        return;
    };
    let standing = standing(app, mark);
    let item = |o: &crate::domain::sheet::Choice| {
        let stands = if standing.contains(&o.id) { "stands now" } else { "" };
        forms::item(o.label.clone(), stands, PickValue::Word(o.id.clone()))
    };
    let mut items: Vec<PickItem> = look_for.options.iter().map(item).collect();
    if mark.way == Way::Choice {
        let stands = if standing.is_empty() { "stands now" } else { "" };
        items.push(forms::item("None of them", stands, PickValue::None));
    }
    let then = Picked::MarkOption(mark.uid);
    app.layers.push(Layer::Picker(forms::picker(&look_for.label, items, "There is no such option.", then)));
}

/// The options that stand: of a choice all, of an interval all its codes.
fn standing(app: &App, mark: &Mark) -> Vec<String> {
    match (&mark.detail, mark.way) {
        (Detail::Options(options), _) => options.clone(),
        (_, Way::Interval) => codes(app, mark).iter().filter_map(|m| m.option().map(str::to_string)).collect(),
        (Detail::Option(option), _) => vec![option.clone()],
        _ => Vec::new(),
    }
}

/// The codes of the same look-for in the same interval.
fn codes(app: &App, mark: &Mark) -> Vec<Mark> {
    let marks = app.visit.page().map(|v| v.marks.as_slice()).unwrap_or_default();
    let same = |m: &&Mark| m.way == Way::Interval && m.look_for == mark.look_for && m.value == mark.value;
    marks.iter().filter(same).cloned().collect()
}

/// An option was chosen. Where several can stand, it is turned on or off, and the list opens again.
pub fn picked(app: &mut App, uid: Uid, item: Option<PickItem>) {
    let (Some(mark), Some(item)) = (known(app, uid), item) else { return };
    let option = match item.value {
        PickValue::Word(option) => Some(option),
        _ => None,
    };
    match (mark.way, option) {
        (Way::Choice, option) => choose(app, &mark, option),
        (Way::Interval, Some(code)) => turn_code(app, &mark, &code),
        (_, Some(option)) => drop(make_edit(app, &mark, &Edit::Option(option))),
        (_, None) => {}
    }
}

fn choose(app: &mut App, mark: &Mark, option: Option<String>) {
    let several = look_for(app, mark).is_some_and(|l| l.settings.several);
    let standing = standing(app, mark);
    let options = match option {
        None => Vec::new(),
        Some(one) if !several => vec![one],
        Some(one) if standing.contains(&one) => standing.into_iter().filter(|o| *o != one).collect(),
        Some(one) => in_order(look_for(app, mark).as_ref(), standing.into_iter().chain([one]).collect()),
    };
    let again = several && !options.is_empty();
    if make_edit(app, mark, &Edit::Options(options))
        && again
        && let Some(mark) = known(app, mark.uid)
    {
        ask(app, &mark);
    }
}

/// Options in the order of the sheet, as marking gives them.
fn in_order(look_for: Option<&LookFor>, mut options: Vec<String>) -> Vec<String> {
    let place = |id: &String| look_for.and_then(|l| l.options.iter().position(|o| o.id == *id)).unwrap_or(usize::MAX);
    options.sort_by_key(place);
    options
}

/// A code is turned on or off in its interval.
fn turn_code(app: &mut App, mark: &Mark, code: &str) {
    let codes = codes(app, mark);
    let change = match codes.iter().find(|m| m.option() == Some(code)) {
        Some(stands) => Change::Remove(stands.clone()),
        None => Change::Make(Mark { uid: app.new_id(), detail: Detail::Option(code.to_string()), ..mark.clone() }),
    };
    let left = change.after().cloned().or_else(|| codes.into_iter().find(|m| m.uid != change.mark().uid));
    if make(app, Verb::EditMark, &[change])
        && let Some(mark) = left
    {
        ask(app, &mark);
    }
}
