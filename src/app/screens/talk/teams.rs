//! Teams: who meets, and how many they are.

use super::asking::{TalkForm, TalkPick, form};
use crate::app::App;
use crate::app::layers::{Layer, PickItem, PickValue, Picked};
use crate::app::screens::forms;
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::talk::FEWEST_COUNTED;
use crate::domain::text::count;
use crate::store::api::{RoomRow, TeamRow};
use std::collections::BTreeMap;

/// "6 people", and who of the roster they are.
fn detail(team: &TeamRow) -> String {
    let people = team.people.map_or("how many is not known".into(), |n| count(n as usize, "person", "people"));
    let members: Vec<&str> = team.members.iter().map(|(_, name)| name.as_str()).collect();
    if members.is_empty() { people } else { format!("{people}: {}", members.join(", ")) }
}

/// The teams to change, and a new one.
pub(super) fn open(app: &mut App) {
    let mut items: Vec<PickItem> = vec![forms::item("A new team …", "", PickValue::None)];
    items.extend(app.talk.teams.iter().map(|t| forms::item(t.name.clone(), detail(t), PickValue::Id(t.uid))));
    let picker = forms::picker("Teams", items, "No team of that name.", Picked::Talk(TalkPick::Team));
    app.layers.push(Layer::Picker(picker));
}

/// Asks for name and size of a team.
pub(super) fn ask(app: &mut App, team: Option<Uid>) {
    if !app.may_write() {
        return;
    }
    let known = team.and_then(|uid| app.talk.teams.iter().find(|t| t.uid == uid));
    let people = known.and_then(|t| t.people).map(|n| n.to_string()).unwrap_or_default();
    let texts = [known.map(|t| t.name.clone()).unwrap_or_default(), people];
    let hint = format!(
        "Such as “Grade 4”; no names of people. Of fewer than {FEWEST_COUNTED} people no counts are kept: they would tell who."
    );
    form(app, "A team", TalkForm::Team(team), &["Called", "How many people"], &texts, &hint);
}

/// Name and size were filled in; then who they are, where teachers are known.
pub(super) fn filled(app: &mut App, team: Option<Uid>, name: &str, people: &str) {
    if name.is_empty() {
        app.tell("A team needs a name. Nothing was kept.");
        return;
    }
    let size = people.trim().parse::<u32>().ok().filter(|n| (1..=500).contains(n));
    if size.is_none() && !people.trim().is_empty() {
        let why = "How many people is a number, such as 6; or leave it empty.";
        form(app, "A team", TalkForm::Team(team), &["Called", "How many people"], &[name.into(), people.into()], why);
        return;
    }
    let uid = team.unwrap_or_else(|| app.new_id());
    if app.act(Verb::EditTeam, vec![acts::team_made(uid, name, size)]).is_none() {
        return;
    }
    keep_shown(app, uid, name, size);
    ask_members(app, uid);
}

/// The list knows the team before the store tells it.
fn keep_shown(app: &mut App, uid: Uid, name: &str, people: Option<u32>) {
    match app.talk.teams.iter_mut().find(|t| t.uid == uid) {
        Some(team) => (team.name, team.people) = (name.into(), people),
        None => app.talk.teams.push(TeamRow { uid, name: name.into(), people, members: Vec::new(), talks: 0 }),
    }
}

/// Who is in the team, of the teachers that rooms tell: for the check of what could be guessed.
fn ask_members(app: &mut App, team: Uid) {
    let mut teachers: BTreeMap<String, Uid> = BTreeMap::new();
    for (uid, name) in app.plan.rooms.iter().flat_map(|r: &RoomRow| &r.teachers) {
        teachers.insert(name.clone(), *uid);
    }
    if teachers.is_empty() {
        app.tell("Kept.");
        return;
    }
    let members = app.talk.teams.iter().find(|t| t.uid == team).map(|t| t.members.clone()).unwrap_or_default();
    let on = teachers.values().map(|uid| members.iter().any(|(m, _)| m == uid)).collect();
    let items = teachers.iter().map(|(name, uid)| forms::item(name.clone(), "", PickValue::Id(*uid))).collect();
    let mut picker = forms::picker(
        "Who is in it? Space marks, Enter keeps; for your own check only",
        items,
        "",
        Picked::Talk(TalkPick::Members(team)),
    );
    picker.on = Some(on);
    app.layers.push(Layer::Picker(picker));
}

pub(super) fn members_chosen(app: &mut App, team: Uid, kept: &[Uid]) {
    let Some(row) = app.talk.teams.iter().find(|t| t.uid == team) else { return };
    let before: Vec<Uid> = row.members.iter().map(|(uid, _)| *uid).collect();
    let gone = before.iter().filter(|uid| !kept.contains(uid)).map(|uid| (*uid, false));
    let new = kept.iter().filter(|uid| !before.contains(uid)).map(|uid| (*uid, true));
    let changed: Vec<(Uid, bool)> = gone.chain(new).collect();
    if !changed.is_empty() {
        let op: Op = acts::team_members(team, &changed);
        app.act(Verb::EditTeam, vec![op]);
    }
    app.tell("Kept. Names of a team are never shown to anybody.");
}
