//! Tags by name: found, or made in the act that uses them.

use crate::app::App;
use crate::app::saving::Kept;
use crate::domain::act::Op;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::{acts, tag};
use crate::store::api::TagRow;

/// The tags with these names, each once, in order: those there are (case and accents do not count), and new ones for
/// the rest with the operations that make them. Those are to be part of the act that uses them. Names that cannot be a
/// tag's name are left out.
pub fn find_or_make(app: &mut App, names: &[String]) -> (Vec<Uid>, Vec<Op>) {
    let mut uids = Vec::new();
    let mut ops = Vec::new();
    for name in names.iter().filter_map(|n| tag::clean_name(n)) {
        let uid = match find(&app.tags.all, &name) {
            Some(uid) => uid,
            None => {
                let uid = app.new_id();
                ops.push(acts::tag_named(uid, &name));
                if app.read_only.is_none() {
                    remember(app, uid, name);
                }
                uid
            }
        };
        if !uids.contains(&uid) {
            uids.push(uid);
        }
    }
    (uids, ops)
}

/// The tag of this name.
pub fn find(all: &[TagRow], name: &str) -> Option<Uid> {
    let exact = all.iter().find(|t| t.name == name);
    exact.or_else(|| all.iter().find(|t| tag::same_name(&t.name, name))).map(|t| t.uid)
}

/// The name of a tag; empty when it is not known.
pub fn name_of(app: &App, uid: Uid) -> String {
    app.tags.all.iter().find(|t| t.uid == uid).map(|t| t.name.clone()).unwrap_or_default()
}

/// All names, those used most first.
pub fn names_by_use(app: &App) -> Vec<String> {
    let mut rows: Vec<&TagRow> = app.tags.all.iter().collect();
    rows.order_by_key(|t| (std::cmp::Reverse(t.notes), t.name.to_lowercase()));
    rows.into_iter().map(|t| t.name.clone()).collect()
}

/// A tag made here is known at once, before the store has told of it.
fn remember(app: &mut App, uid: Uid, name: String) {
    app.tags.fresh.push(uid);
    app.tags.all.push(TagRow { uid, name, parent: None, colour: 0, meaning: String::new(), notes: 0, visits: 0 });
}

/// Takes in the store's list. A tag made here stays known while its act may not be in that list yet.
pub fn heard(app: &mut App, rows: Vec<TagRow>) {
    let before = std::mem::replace(&mut app.tags.all, rows);
    let all = &app.tags.all;
    app.tags.fresh.retain(|uid| !all.iter().any(|t| t.uid == *uid));
    if app.saving.worst() == Kept::Saved {
        app.tags.fresh.clear();
    }
    let fresh = &app.tags.fresh;
    app.tags.all.extend(before.into_iter().filter(|t| fresh.contains(&t.uid)));
}

#[cfg(test)]
mod tests {
    use super::super::answered;
    use super::*;
    use crate::app::Start;
    use crate::domain::act::Verb;
    use crate::domain::id::IdSource;
    use crate::domain::time::Now;
    use crate::store::api::Answer;

    fn app() -> App {
        App::new(Start {
            now: Now { utc: 1_000_000, steady: 0, offset: 0 },
            size: (80, 24),
            look: Default::default(),
            places: Default::default(),
            boot: None,
            read_only: None,
            ids: IdSource::Seeded(1),
        })
    }

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_name_is_made_once_and_then_found() {
        let mut app = app();
        let (first, ops) = find_or_make(&mut app, &names(&["#Wait time", "3", "wait-time"]));
        assert_eq!((first.len(), ops.len()), (1, 1));
        let (second, ops) = find_or_make(&mut app, &names(&["WAIT-TIME", "cites"]));
        assert_eq!(second[0], first[0]);
        assert_eq!(ops.len(), 1);
    }

    #[test]
    fn an_early_answer_does_not_forget_a_tag_on_its_way_and_a_later_one_decides() {
        let mut app = app();
        let (made, ops) = find_or_make(&mut app, &names(&["cites"]));
        let clock = app.act(Verb::CreateTag, ops).expect("may write");
        answered(&mut app, Answer::Tags(Vec::new()));
        assert_eq!(find(&app.tags.all, "Cites"), Some(made[0]));
        app.saving.saved(clock);
        answered(&mut app, Answer::Tags(Vec::new()));
        assert_eq!(find(&app.tags.all, "cites"), None);
    }
}
