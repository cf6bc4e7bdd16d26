//! What the teacher said to the notes of their visit: kept word for word, a line each.

use super::super::forms;
use crate::app::App;
use crate::app::layers::Filled;
use crate::domain::act::{Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::store::api::{ReplyRow, VisitView};

const HINT: &str = "Word for word. It stays with this visit and stands on the next copy for this teacher.";

/// Opens a line for what the teacher said.
pub fn ask(app: &mut App, view: &VisitView) {
    if app.may_write() {
        forms::prompt(app, "What the teacher said", "", HINT, Filled::Reply(view.visit.uid));
    }
}

/// Opens a line that stands already.
pub fn ask_reword(app: &mut App, reply: &ReplyRow) {
    if app.may_write() {
        forms::prompt(app, "What the teacher said", &reply.text, HINT, Filled::RewordReply(reply.uid));
    }
}

/// Keeps each line of what was written: one act.
pub fn write(app: &mut App, visit: Uid, typed: &str) {
    let now = app.now.utc;
    let mut rows = Vec::new();
    for text in typed.lines().map(str::trim).filter(|l| !l.is_empty()) {
        rows.push(ReplyRow { uid: app.new_id(), at: Some(now), text: text.to_string(), two_versions: false });
    }
    let Some(last) = rows.last().map(|r| r.uid) else {
        app.tell("Nothing was written, so nothing was kept.");
        return;
    };
    let ops = rows.iter().map(|r| acts::reply_written(r.uid, visit, &r.text, now)).collect();
    if app.act(Verb::WriteReply, ops).is_none() {
        return;
    }
    if let Some(view) = app.visit.view.as_mut().filter(|v| v.visit.uid == visit) {
        view.replies.extend(rows);
        app.visit.line = Some(last);
    }
}

/// Words a line anew.
pub fn reword(app: &mut App, uid: Uid, typed: &str) {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if typed.is_empty() {
        app.needs_you("Without words it is not kept; what stood there stands. To remove it, delete it with D.");
        return;
    }
    let stood = app.visit.page().and_then(|v| v.replies.iter().find(|r| r.uid == uid));
    if stood.is_some_and(|r| r.text == typed) {
        return;
    }
    if app.act(Verb::EditReply, vec![acts::reply_reworded(uid, &typed)]).is_some()
        && let Some(reply) = app.visit.view.iter_mut().flat_map(|v| &mut v.replies).find(|r| r.uid == uid)
    {
        reply.text = typed;
        reply.two_versions = false;
    }
}

pub fn delete(app: &mut App, uid: Uid) {
    let at = super::place(app);
    if app.act(Verb::DeleteReply, vec![acts::deleted(Kind::Reply, uid, Stream::Shared, true)]).is_none() {
        return;
    }
    if let Some(view) = &mut app.visit.view {
        view.replies.retain(|r| r.uid != uid);
    }
    super::keep_marked(app, at);
    app.tell("Deleted. Ctrl-Z brings it back.");
}
