use super::sample::{agreed, desk, joined, page, proposals, view};
use super::*;
use crate::app::layers::Layer;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, uid};
use crate::domain::act::{Value, Verb};
use crate::domain::acts::{same_visit_topic, suggestion_uid};
use crate::domain::schema::{Kind, suggestion, visit as fields};
use crate::store::api::JointView;
use crate::store::api::Write;

fn list() -> Desk {
    desk((80, 24), Look::default())
}

#[test]
fn a_yes_makes_two_visits_one_in_one_act_and_is_seen_at_once() {
    let mut desk = list();
    assert_eq!(desk.app.joint.selected, Some((uid(20), uid(21))));
    desk.keys("y");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len()), (Verb::JoinVisits, 1));
    assert_eq!((act.ops[0].kind, act.ops[0].entity), (Kind::Visit, uid(21)));
    assert_eq!(act.ops[0].fields, [(fields::SAME, Value::Ref(uid(20)))]);
    assert_eq!(desk.app.joint.rows.as_ref().map(Vec::len), Some(3));
    assert_eq!(desk.app.joint.listed().len(), 4, "it moved");
    assert!(desk.notice().contains("Ctrl-Z"));
}

#[test]
fn all_who_were_joined_before_move_together() {
    let mut desk = list();
    let mut all = proposals();
    all[0].moves.push(uid(22));
    desk.app.joint.proposals = Some(all);
    desk.keys("y");
    let ops = &desk.acts.last().expect("an act").ops;
    assert_eq!(ops.iter().map(|o| o.entity).collect::<Vec<_>>(), [uid(21), uid(22)]);
    assert!(ops.iter().all(|o| o.fields == [(fields::SAME, Value::Ref(uid(20)))]));
}

#[test]
fn two_visits_are_not_proposed_again_and_can_still_be_made_one() {
    let mut desk = list();
    desk.keys("x");
    let act = desk.acts.last().expect("an act").clone();
    let topic = same_visit_topic(uid(21), uid(20));
    assert_eq!((act.verb, act.ops[0].entity), (Verb::KeepVisitsApart, suggestion_uid(&topic)));
    assert!(act.ops[0].fields.contains(&(suggestion::DECISION, Value::Int(2))));
    assert_eq!(same_visit_topic(uid(20), uid(21)), topic, "whichever is named first");
    desk.keys("Gx");
    assert_eq!(desk.acts.len(), 1, "nothing is said twice");
    assert!(desk.notice().contains("already"));
    desk.keys("y");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len()), (Verb::JoinVisits, 2), "and what was said is taken back with it");
}

#[test]
fn one_visit_is_parted_again_and_not_proposed() {
    let mut desk = list();
    desk.keys("jy");
    assert!(desk.acts.is_empty() && desk.notice().contains("one visit already"));
    desk.keys("x");
    let act = desk.acts.last().expect("an act");
    assert_eq!(act.verb, Verb::PartVisits);
    assert_eq!(
        act.ops[..2].iter().map(|o| o.fields[0].clone()).collect::<Vec<_>>(),
        vec![(fields::SAME, Value::Null); 2]
    );
    assert_eq!(act.ops[2].entity, suggestion_uid(&same_visit_topic(uid(40), uid(41))));
    assert_eq!(desk.app.joint.rows.as_ref().map(Vec::len), Some(1));
}

#[test]
fn a_file_that_is_only_read_stays_as_it_is() {
    let mut desk = list();
    desk.app.read_only = Some(crate::store::api::Trouble::locked());
    desk.keys("yxjx");
    assert!(desk.acts.is_empty());
    assert_eq!(desk.app.joint.listed().len(), 4);
}

#[test]
fn the_marked_line_stays_marked_when_the_list_is_read_anew() {
    let mut desk = list();
    desk.keys("jj");
    assert_eq!(desk.app.joint.selected, Some((uid(50), uid(51))));
    desk.keys("1");
    desk.keys("4v");
    desk.answer(Lane::JointProposals, Answer::JointProposals(Vec::new()));
    assert_eq!(desk.app.joint.selected, Some((uid(50), uid(51))));
    desk.answer(Lane::Joint, Answer::JointVisits(joined()[..1].to_vec()));
    assert_eq!(desk.app.joint.selected, Some((uid(40), uid(41))));
}

#[test]
fn what_differs_stands_first_and_moments_after_it() {
    let desk = page((80, 24), Look::default());
    let page = desk.app.joint.page().expect("a page");
    assert_eq!(page.entries[0], Entry::Heading("Where you differ"));
    let Entry::Row { label, sides, .. } = &page.entries[1] else { panic!("a look-for") };
    assert_eq!((label.as_str(), sides.len()), ("task asks for more than recall", 2));
    let moments: Vec<&str> = page
        .entries
        .iter()
        .filter_map(|e| if let Entry::Row { label, moment: true, .. } = e { Some(label.as_str()) } else { None })
        .collect();
    assert_eq!(moments, ["0:47", "1:34", "2:21", "3:08", "after", "after"]);
    let text = format!("{:?}", page.entries);
    assert!(!text.contains("send the article"), "a private follow-up is shown to nobody");
}

#[test]
fn times_count_from_when_the_first_one_entered() {
    let desk = page((80, 24), Look::default());
    let page = desk.app.joint.page().expect("a page");
    let cells = |label: &str| {
        page.entries.iter().find_map(|e| match e {
            Entry::Row { label: l, moment: true, sides } if l == label => Some(sides.clone()),
            _ => None,
        })
    };
    // The second began 12 seconds later: 0:40 of hers is 0:52 of the visit.
    let side = page.columns.iter().position(|v| v.uid == uid(91)).expect("a column");
    let sides = cells("0:47").expect("the first moment");
    assert!(sides[side].iter().any(|c| c.text.contains("asks “why?” twice")), "{sides:?}");
    assert!(sides[1 - side].iter().any(|c| c.text.contains("reads page 44")), "{sides:?}");
}

#[test]
fn from_a_moment_one_gets_to_the_visit_of_its_column() {
    let mut desk = page((80, 24), Look::default());
    let side = desk.app.joint.page().and_then(|p| p.columns.iter().position(|v| v.uid == uid(91))).expect("a column");
    desk.keys(if side == 0 { "h" } else { "l" });
    desk.keys("<Enter>");
    assert_eq!(
        (desk.app.screen, desk.app.visit.uid, desk.app.visit.line),
        (Screen::Visit, Some(uid(91)), Some(uid(60)))
    );
    let other = view().visits.remove(1);
    desk.answer(Lane::Other, Answer::Visit(Some(other)));
    desk.keys("V");
    assert_eq!(desk.app.screen, Screen::JointVisit);
    assert_eq!(
        desk.asked.iter().rfind(|q| q.lane == Lane::JointVisit).map(|q| q.ask.clone()),
        Some(Ask::JointVisit(vec![uid(91)]))
    );
    desk.keys("<Esc><Esc>");
    assert_eq!(desk.app.screen, Screen::Joint);
}

#[test]
fn a_pair_is_looked_at_before_one_says() {
    let mut desk = list();
    desk.keys("g<Enter>");
    assert_eq!(desk.app.joint.of, [uid(20), uid(21)]);
    let mut both = view();
    (both.visits[0].visit.uid, both.visits[1].visit.uid, both.joined) = (uid(20), uid(21), false);
    desk.answer(Lane::JointVisit, Answer::JointVisit(Some(both)));
    desk.keys("y");
    assert_eq!(desk.verb(), Verb::JoinVisits);
    assert!(desk.app.joint.page().is_some_and(|p| p.joined));
    desk.keys("x");
    assert_eq!((desk.verb(), desk.app.screen), (Verb::PartVisits, Screen::Joint));
}

#[test]
fn a_visit_of_one_observer_says_so() {
    let mut desk = page((80, 24), Look::default());
    let mut one = view();
    one.visits.truncate(1);
    desk.answer(Lane::JointVisit, Answer::JointVisit(Some(one)));
    desk.keys("y");
    assert!(desk.acts.is_empty());
    desk.keys("x");
    assert!(desk.acts.is_empty() && desk.notice().contains("Only one"), "{}", desk.notice());
}

#[test]
fn a_visit_that_is_gone_leads_back() {
    let mut desk = page((80, 24), Look::default());
    desk.answer(Lane::JointVisit, Answer::JointVisit(None));
    assert_eq!(desk.app.screen, Screen::Joint);
}

#[test]
fn figures_come_one_key_away_and_only_from_ten_visits_on() {
    let figures = |visits: usize| {
        let mut desk = list();
        desk.app.joint.agreement = Some(agreed(visits));
        desk.keys("i");
        match desk.app.layers.last() {
            Some(Layer::Reader(reader)) => reader.lines.join("\n"),
            _ => desk.notice().to_string(),
        }
    };
    assert!(figures(0).contains("once visits were written down"));
    let few = figures(9);
    assert!(few.contains("of 9 visits") && few.contains("fewer than 10") && !few.contains("kappa"), "{few}");
    let many = figures(12);
    for word in ["kappa", "PABAK", "AC1", "alpha", "Ten visits are few", "1000 times", "no figure is of a person"] {
        assert!(many.contains(word), "{word}: {many}");
    }
}

#[test]
fn what_two_looked_for_hardly_ever_is_left_out_and_counted() {
    let agreement = agreed(2);
    let (shown, left_out) = told(&agreement.look_fors);
    let words = "Left out: 2, each with fewer than 3 visits to compare.";
    assert_eq!((shown.len(), left_out.as_deref()), (0, Some(words)));
    let agreement = agreed(4);
    let (shown, left_out) = told(&agreement.look_fors);
    assert_eq!((shown.len(), left_out), (2, None));
}

#[test]
fn names_off_hides_rooms_on_both_screens() {
    let mut desk = page((140, 40), Look::default());
    desk.app.agreed.names = crate::domain::agreements::Names::Off;
    crate::app::veil::screens(&mut desk.app);
    let held = format!("{:?}", (&desk.app.joint.rows, &desk.app.joint.proposals, &desk.app.joint.page));
    assert!(!held.contains("Room"), "{held}");
    desk.answer(Lane::JointProposals, Answer::JointProposals(proposals()));
    desk.answer(Lane::Joint, Answer::JointVisits(joined()));
    desk.answer(Lane::JointVisit, Answer::JointVisit(Some(JointView { ..view() })));
    let held = format!("{:?}", (&desk.app.joint.rows, &desk.app.joint.proposals, &desk.app.joint.page));
    assert!(!held.contains("Room") && !held.contains("Wren"), "{held}");
}

#[test]
fn undo_is_asked_of_the_store() {
    let mut desk = list();
    desk.keys("y");
    desk.saved();
    for key in crate::app::keys::parse_keys("<Ctrl-Z>").expect("a key") {
        crate::app::update::update(&mut desk.app, crate::app::input::Input::Key(key), crate::app::screens::sample::NOW);
    }
    let effects = desk.app.take_effects();
    assert!(effects.iter().any(|e| matches!(e, crate::app::effect::Effect::Write(Write::Undo(_)))), "{effects:?}");
}
