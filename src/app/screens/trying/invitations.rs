//! What teachers asked to be looked at: their own question, the visit that looked for it, and that they got its evidence.
//! Nobody else sees any of it.

use super::asking::{self, TryPick};
use super::lists;
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{Layer, PickItem, PickValue, Picked};
use crate::app::screens::{forms, visit};
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::schema::talking::invitation;
use crate::domain::schema::{self, Kind};
use crate::domain::time::short_day;
use crate::store::api::{Ask, InvitationRow, Lane, RoomRow, VisitRow};
use chrono::Datelike;

/// Rooms that are read to choose from.
const ROOMS: usize = 500;
/// Visits that are offered for an invitation.
const VISITS: usize = 100;

fn marked(app: &App) -> Option<&InvitationRow> {
    app.trying.invitations.as_ref()?.get(app.trying.invited)
}

pub fn perform(app: &mut App, action: Action) {
    if action == Action::InvitationNew {
        asking::ask_invitation(app, "", None);
        app.ask(Lane::Rooms, Ask::Rooms { limit: ROOMS });
        return;
    }
    let Some(row) = marked(app).cloned() else {
        app.tell("No teacher has asked yet. n writes down what one would like to know.");
        return;
    };
    match action {
        Action::InvitationGo => match row.visit {
            Some((uid, _)) => visit::open(app, uid, None),
            None => ask_visit(app),
        },
        Action::InvitationVisit => ask_visit(app),
        Action::InvitationAnswered => turn_answered(app, &row),
        Action::ProblemReword => asking::ask_invitation(app, &row.question, Some(row.uid)),
        Action::TryDelete => {
            lists::ask_delete(app, format!("Delete the question “{}”?", row.question), Kind::Invitation, row.uid);
        }
        _ => {}
    }
}

/// The question stands; then who asks it, by their room.
pub(super) fn asked(app: &mut App, question: String) {
    if question.is_empty() {
        app.tell("An invitation is a question. Nothing was written down.");
        return;
    }
    let item = |r: &RoomRow| {
        let teachers: Vec<&str> = r.teachers.iter().map(|(_, name)| name.as_str()).collect();
        forms::item(r.label.clone(), teachers.join(", "), PickValue::Id(r.uid))
    };
    let mut items: Vec<PickItem> = app.plan.rooms.iter().map(item).collect();
    items.push(forms::item("No room yet", "", PickValue::None));
    let then = Picked::Try(TryPick::Inviter(question));
    app.layers.push(Layer::Picker(forms::picker("Who asks?", items, "No room of that name is known.", then)));
}

/// The room was chosen; a room with one teacher tells who asks.
pub(super) fn invited(app: &mut App, question: &str, classroom: Option<Uid>) {
    let of = |room: Uid| app.plan.rooms.iter().find(|r| r.uid == room);
    let teacher = classroom.and_then(of).filter(|r| r.teachers.len() == 1).map(|r| r.teachers[0].0);
    let uid = app.new_id();
    let op = acts::invited(uid, question, teacher, classroom, app.now.utc);
    if app.act(Verb::AddInvitation, vec![op]).is_some() {
        app.tell("Written down. After the visit v ties it to that visit.");
    }
}

pub(super) fn reworded(app: &mut App, uid: Uid, question: &str) {
    if question.is_empty() {
        app.tell("An invitation is a question, so the old words stay.");
        return;
    }
    let op = acts::talking_set(Kind::Invitation, uid, invitation::QUESTION, Value::Text(question.into()));
    app.act(Verb::EditInvitation, vec![op]);
}

/// Asks for the newest visits; the list comes when they do.
fn ask_visit(app: &mut App) {
    if app.may_write() {
        app.ask(Lane::InvitationVisits, Ask::Visits { before: None, limit: VISITS });
    }
}

/// The visits came: those of the asking teacher's room first.
pub fn visits_came(app: &mut App, rows: &[VisitRow]) {
    let Some(row) = marked(app).cloned().filter(|_| app.screen == crate::app::Screen::Invitations) else { return };
    let room = row.classroom.as_ref().map(|(uid, _)| *uid);
    let (own, others): (Vec<&VisitRow>, Vec<&VisitRow>) =
        rows.iter().partition(|v| v.classroom == room && room.is_some());
    let item = |v: &&VisitRow| {
        let words = super::super::visits::when_and_where(app, v);
        forms::item(words, v.subject.clone(), PickValue::Id(v.uid))
    };
    let mut items: Vec<PickItem> = own.iter().chain(&others).map(item).collect();
    if row.visit.is_some() {
        items.push(forms::item("None of them", "the question is open again", PickValue::None));
    }
    let then = Picked::Try(TryPick::VisitOf(row.uid));
    app.layers.push(Layer::Picker(forms::picker(
        "Which visit looked for it?",
        items,
        "No visit of this list fits.",
        then,
    )));
}

/// The visit that looked for it was chosen: it was asked for by the teacher.
pub(super) fn visited(app: &mut App, uid: Uid, visit: Option<Uid>) {
    let mut ops: Vec<Op> = vec![acts::invitation_visited(uid, visit)];
    if let Some(visit) = visit {
        ops.push(acts::visit_flag(visit, schema::visit::ASKED, true));
    }
    if app.act(Verb::EditInvitation, ops).is_some() && visit.is_some() {
        app.tell("Tied. Enter opens the visit; its copy for the teacher is made there. a: the teacher has it.");
    }
}

fn turn_answered(app: &mut App, row: &InvitationRow) {
    if row.visit.is_none() && row.answered.is_none() {
        app.tell("Tie it to a visit first (v): the answer is what was seen there.");
        return;
    }
    let answered = row.answered.is_none().then_some(app.now.utc);
    app.act(Verb::EditInvitation, vec![acts::invitation_answered(row.uid, answered)]);
}

/// How far an invitation is: "asked 3 Sep", "visited 9 Sep", "answered 10 Sep".
pub fn state(app: &App, row: &InvitationRow) -> String {
    let day = |at| short_day(crate::domain::time::local_time(at, app.now.offset).date_naive(), app.now.today().year());
    match (row.answered, row.visit, row.at) {
        (Some(at), ..) => format!("answered {}", day(at)),
        (None, Some((_, Some(at))), _) => format!("visited {}", day(at)),
        (None, Some((_, None)), _) => "visited".into(),
        (None, None, Some(at)) => format!("asked {}", day(at)),
        (None, None, None) => "asked".into(),
    }
}
