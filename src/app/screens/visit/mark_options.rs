//! Choosing another option for a mark: of a choice, of a scale, of the codes of an interval, how a wait ended.

use super::super::forms;
use super::marks::{known, look_for, make, make_edit};
use crate::app::App;
use crate::app::layers::{Layer, PickItem, PickValue, Picked, Picker};
use crate::domain::act::Verb;
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Way};
use crate::domain::marking::{Change, Edit};

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
    let several = mark.way == Way::Interval || look_for.settings.several;
    if mark.way == Way::Choice && !several {
        let stands = if standing.is_empty() { "stands now" } else { "" };
        items.push(forms::item("None of them", stands, PickValue::None));
    }
    let on = several.then(|| look_for.options.iter().map(|o| standing.contains(&o.id)).collect());
    let then = Picked::MarkOption(mark.uid);
    let picker = forms::picker(&look_for.label, items, "There is no such option.", then);
    app.layers.push(Layer::Picker(Picker { on, ..picker }));
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

/// An option was chosen where one can stand.
pub fn picked(app: &mut App, uid: Uid, item: Option<PickItem>) {
    let (Some(mark), Some(item)) = (known(app, uid), item) else { return };
    match (mark.way, item.value) {
        (Way::Choice, PickValue::None) => drop(make_edit(app, &mark, &Edit::Options(Vec::new()))),
        (Way::Choice, PickValue::Word(one)) => drop(make_edit(app, &mark, &Edit::Options(vec![one]))),
        (_, PickValue::Word(option)) => drop(make_edit(app, &mark, &Edit::Option(option))),
        _ => {}
    }
}

/// All that is on was kept where several can stand: one act, and none where nothing changed.
pub fn kept(app: &mut App, uid: Uid, picker: &Picker) {
    let Some(mark) = known(app, uid) else { return };
    let word = |item: &PickItem| match &item.value {
        PickValue::Word(id) => Some(id.clone()),
        _ => None,
    };
    let on: Vec<String> = picker.kept().filter_map(word).collect();
    let offered: Vec<String> = picker.items.iter().filter_map(word).collect();
    let standing = standing(app, &mark);
    if offered.iter().all(|o| on.contains(o) == standing.contains(o)) {
        return;
    }
    if mark.way == Way::Choice {
        make_edit(app, &mark, &Edit::Options(on));
    } else {
        keep_codes(app, &mark, &on, &offered);
    }
}

/// Codes that are on and do not stand are made, those that are off and stand go.
fn keep_codes(app: &mut App, mark: &Mark, on: &[String], offered: &[String]) {
    let codes = codes(app, mark);
    let stands = |code: &String| codes.iter().any(|m| m.option() == Some(code));
    let mut changes = Vec::new();
    for code in on.iter().filter(|c| !stands(c)) {
        changes.push(Change::Make(Mark { uid: app.new_id(), detail: Detail::Option(code.clone()), ..mark.clone() }));
    }
    let off = |m: &&Mark| m.option().is_some_and(|o| offered.iter().any(|c| c == o) && !on.iter().any(|c| c == o));
    changes.extend(codes.iter().filter(off).map(|m| Change::Remove(m.clone())));
    make(app, Verb::EditMark, &changes);
}
