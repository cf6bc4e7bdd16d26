use super::sample::{answer_grounds, hunches, place, repeats, suggestions, surface};
use super::*;
use crate::app::layers::Layer;
use crate::app::screens::sample::{Desk, NOW, pattern_view, patterns, tag, uid};
use crate::domain::act::{Stream, Value, Verb};
use crate::domain::acts::suggestion_uid;
use crate::domain::schema::{self, DELETED};
use crate::domain::suggestion::{Decided, Decision};
use crate::domain::time::day_number;
use crate::store::api::{DecidedRow, Surface};

pub fn desk() -> Desk {
    place((100, 30), Default::default(), suggestions(), patterns())
}

fn marked(desk: &Desk) -> Option<&str> {
    desk.app.patterns.noticed.marked.as_deref()
}

pub fn titles(desk: &Desk) -> Vec<&str> {
    noticed::shown(&desk.app).iter().map(|s| s.title.as_str()).collect()
}

pub fn surfaces_asked(desk: &Desk) -> Vec<bool> {
    let kept = |q: &crate::store::api::Question| match q.ask {
        Ask::Surface { kept, .. } => Some(kept),
        _ => None,
    };
    desk.asked.iter().filter_map(kept).collect()
}

#[test]
fn what_is_kept_comes_at_once_and_is_renewed_behind_it() {
    let mut desk = Desk::new((100, 30), Default::default());
    desk.asked.clear();
    desk.keys("4");
    assert_eq!(surfaces_asked(&desk), [true]);
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), false)));
    assert_eq!(surfaces_asked(&desk), [true, false]);
    assert_eq!(marked(&desk), Some("repeats/tag:one-word answers"));
    assert!(desk.app.patterns.noticed.surface.as_ref().is_some_and(|s| !s.fresh));
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), true)));
    assert!(desk.app.patterns.noticed.surface.as_ref().is_some_and(|s| s.fresh));
    // Nothing changed: going away and coming back counts nothing anew.
    desk.keys("3");
    desk.keys("4");
    assert_eq!(surfaces_asked(&desk), [true, false]);
}

#[test]
fn it_is_renewed_when_data_changed_and_the_place_is_open() {
    let mut desk = desk();
    let before = surfaces_asked(&desk).len();
    desk.keys("3");
    crate::app::screens::changed(&mut desk.app, &[Kind::Note]);
    desk.sort();
    assert_eq!(surfaces_asked(&desk).len(), before);
    desk.keys("4");
    assert_eq!(surfaces_asked(&desk).len(), before + 1);
    crate::app::screens::changed(&mut desk.app, &[Kind::Board]);
    desk.sort();
    assert_eq!(surfaces_asked(&desk).len(), before + 1);
    crate::app::screens::changed(&mut desk.app, &[Kind::Mark]);
    desk.sort();
    assert_eq!(surfaces_asked(&desk).len(), before + 2);
}

#[test]
fn rows_keep_their_place_and_what_is_marked_stays_marked() {
    let mut desk = desk();
    desk.keys("j");
    let before: Vec<String> = titles(&desk).iter().map(|t| (*t).to_string()).collect();
    crate::app::screens::changed(&mut desk.app, &[Kind::Note]);
    desk.sort();
    let mut renewed = suggestions();
    renewed.reverse();
    renewed.insert(0, repeats("a new one", 2.0));
    desk.answer(Lane::Surface, Answer::Surface(surface(renewed, true)));
    assert_eq!(titles(&desk)[..6], before);
    assert_eq!(titles(&desk)[6], "a new one");
    assert_eq!(marked(&desk), Some("missing/look-for:wait after a question"));
    assert_eq!(desk.notice(), "");
}

#[test]
fn what_went_is_told_and_the_next_is_marked() {
    let mut desk = desk();
    desk.keys("j");
    crate::app::screens::changed(&mut desk.app, &[Kind::Note]);
    desk.sort();
    let mut left = suggestions();
    left.remove(1);
    desk.answer(Lane::Surface, Answer::Surface(surface(left, true)));
    assert!(desk.notice().contains("wait after a question") && desk.notice().contains("no longer"));
    assert_eq!(marked(&desk), Some("change/look-for:cites the text: more often than before"));
}

#[test]
fn never_more_than_nine_and_patterns_stay_in_sight() {
    let many: Vec<_> = (0..15).map(|n| repeats(&format!("n{n}"), 1.0 - f64::from(n) / 100.0)).collect();
    for (rows, fits) in [(10, 3), (24, 7), (40, 9), (60, 9)] {
        let desk = place((80, rows), Default::default(), many.clone(), patterns());
        assert_eq!(titles(&desk).len(), fits, "{rows}");
    }
    let mut desk = place((80, 24), Default::default(), many, patterns());
    desk.keys("N");
    assert_eq!((titles(&desk)[0], marked(&desk)), ("n7", Some("repeats/tag:n7")));
    desk.keys("NN");
    assert_eq!(titles(&desk)[0], "n0");
    // Below the suggestions the patterns follow.
    desk.keys("jjjjjjj");
    assert_eq!((marked(&desk), desk.app.patterns.selected), (None, Some(uid(41))));
}

#[test]
fn a_suggestion_is_kept_in_ones_own_words_as_one_act() {
    let mut desk = desk();
    desk.keys("y");
    // The statement stands there to be reworded; the notes of all grounds are read meanwhile.
    desk.keys("<Backspace><Backspace><Backspace><Backspace><Backspace><Backspace>rooms<Enter>");
    assert!(desk.acts.is_empty(), "the notes are not read yet");
    answer_grounds(&mut desk);
    let act = desk.acts.last().expect("an act").clone();
    assert_eq!((act.verb, desk.acts.len(), act.ops.len()), (Verb::AcceptSuggestion, 1, 5));
    let statement = "one-word answers: comes up in many rooms";
    assert!(act.ops[0].fields.contains(&(schema::pattern::STATEMENT, Value::Text(statement.into()))));
    let members = |role: i64, first: u8| Value::Members(vec![(uid(first), role), (uid(first + 5), role)]);
    assert_eq!(act.ops[1].fields, [(schema::pattern::EVIDENCE, members(1, 11))]);
    assert_eq!(act.ops[2].fields, [(schema::pattern::EVIDENCE, members(2, 31))]);
    assert_eq!(act.ops[3].fields, [(schema::pattern::TAG, Value::Ref(uid(70)))]);
    assert_eq!(act.ops[4].entity, suggestion_uid("repeats/tag:one-word answers"));
    assert!(act.ops[4].fields.contains(&(schema::suggestion::DECISION, Value::Int(Decision::Accepted as i64))));
    assert!(act.ops[4].fields.contains(&(schema::suggestion::PATTERN, Value::Ref(act.ops[0].entity))));
    // Shown at once: it left the suggestions and is among the patterns, with its numbers.
    assert_eq!(marked(&desk), Some("missing/look-for:wait after a question"));
    let row = desk.app.patterns.rows.iter().flatten().find(|r| r.statement == statement).expect("a pattern");
    let numbers = row.numbers.expect("those of the suggestion");
    assert_eq!((numbers.supporting, numbers.looked(), numbers.visits), (9, 14, 61));
    assert_eq!(row.tag, Some((uid(70), "one-word".into())));
    assert!(desk.notice().contains("4 notes") && desk.notice().contains("Possible: "), "{}", desk.notice());
}

#[test]
fn nothing_written_keeps_nothing() {
    let mut desk = desk();
    desk.keys("y");
    if let Some(Layer::Prompt(prompt)) = desk.app.layers.last_mut() {
        prompt.lines[0].field.set("  ");
    }
    desk.keys("<Enter>");
    assert!(desk.acts.is_empty() && desk.notice().contains("stays as it was"));
}

#[test]
fn a_look_for_ties_the_pattern_to_it() {
    let mut desk = desk();
    desk.keys("j");
    answer_grounds(&mut desk);
    desk.keys("y<Enter>");
    answer_grounds(&mut desk);
    let act = desk.acts.last().expect("an act");
    assert!(act.ops.iter().any(|o| o.fields == [(schema::pattern::LOOK_FOR, Value::Text("wait".into()))]));
}

#[test]
fn exceptions_join_their_pattern_and_blind_spots_make_none() {
    let mut desk = desk();
    desk.keys("jjjj");
    desk.keys("y");
    answer_grounds(&mut desk);
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len(), act.ops[0].entity), (Verb::AcceptSuggestion, 2, uid(41)));
    let members = vec![(uid(11), 2), (uid(16), 2)];
    assert_eq!(act.ops[0].fields, [(schema::pattern::EVIDENCE, Value::Members(members))]);
    assert!(desk.app.layers.is_empty());
    assert_eq!(marked(&desk), Some("blind spot/look-for:afternoons"));
    desk.keys("y");
    assert!(desk.app.layers.is_empty() && desk.notice().contains("no pattern"), "{}", desk.notice());
    assert_eq!(desk.acts.len(), 1);
}

#[test]
fn not_this_is_for_good_with_or_without_a_reason() {
    let mut desk = desk();
    desk.keys("x<Enter>");
    let act = desk.acts.last().expect("an act").clone();
    assert_eq!((act.verb, act.ops.len()), (Verb::DismissSuggestion, 1));
    assert!(act.ops[0].fields.contains(&(schema::suggestion::DECISION, Value::Int(2))));
    assert!(act.ops[0].fields.iter().all(|(f, _)| *f != schema::suggestion::WHY));
    desk.keys("xwe looked on test days<Enter>");
    let why = Value::Text("we looked on test days".into());
    assert!(desk.acts[1].ops[0].fields.contains(&(schema::suggestion::WHY, why)));
    assert_eq!(titles(&desk).len(), 4);
    // An answer that was under way does not bring them back.
    let number = desk.asked.iter().rfind(|q| q.lane == Lane::Surface).map(|q| q.number);
    assert!(number.is_some());
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), true)));
    assert_eq!(titles(&desk).len(), 4);
}

#[test]
fn taken_back_it_is_there_again() {
    let mut desk = desk();
    desk.keys("x<Enter>");
    desk.saved();
    let before = surfaces_asked(&desk).len();
    crate::app::screens::changed(&mut desk.app, &[Kind::Suggestion]);
    desk.sort();
    assert_eq!(surfaces_asked(&desk).len(), before + 1);
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), true)));
    assert_eq!((titles(&desk).len(), titles(&desk)[0]), (6, "one-word answers"), "in its old place");
    assert_eq!(marked(&desk), Some("missing/look-for:wait after a question"));
}

#[test]
fn counted_for_the_first_time_the_first_is_marked_unless_the_leader_went_elsewhere() {
    for (keys, first) in [("", Some("repeats/tag:one-word answers")), ("j", None)] {
        let mut desk = Desk::new((100, 30), Default::default());
        desk.keys("4");
        desk.answer(Lane::Surface, Answer::Surface(Surface::default()));
        desk.answer(Lane::Patterns, Answer::Patterns(patterns()));
        assert_eq!((marked(&desk), desk.app.patterns.selected), (None, Some(uid(41))));
        desk.keys(keys);
        desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), true)));
        assert_eq!(marked(&desk), first, "{keys}");
    }
}

#[test]
fn later_is_a_week_four_weeks_or_a_term() {
    for (downs, days) in [("", 7), ("<Down>", 28), ("<Down><Down>", 84)] {
        let mut desk = desk();
        desk.keys(&format!("l{downs}<Enter>"));
        let act = desk.acts.last().expect("an act");
        assert_eq!(act.verb, Verb::SnoozeSuggestion);
        let until = day_number(NOW.today()) + days;
        assert!(act.ops[0].fields.contains(&(schema::suggestion::UNTIL, Value::Int(until))), "{days}");
        assert!(act.ops[0].fields.contains(&(schema::suggestion::DECISION, Value::Int(3))));
        assert_eq!(titles(&desk).len(), 5);
        assert!(desk.notice().contains("comes back on"));
    }
}

#[test]
fn what_was_decided_can_be_brought_back() {
    let mut desk = desk();
    desk.keys("x<Enter>z");
    let row = |topic: &str, decision, until| DecidedRow {
        topic: topic.into(),
        decided: Decided { decision, until, why: "test days".into(), pattern: None },
        at: NOW.utc,
    };
    let today = day_number(NOW.today());
    let tag = format!("contrast/tag:{}/grade:4/more-often", uid(70).to_text());
    let rows = vec![
        row("repeats/tag:one-word answers", Decision::Dismissed, None),
        row(&tag, Decision::PutOff, Some(today + 3)),
        row("missing/look-for:x", Decision::PutOff, Some(today)),
        row("missing/look-for:y", Decision::Accepted, None),
        row("like:1:2", Decision::Dismissed, None),
    ];
    desk.answer(Lane::Decided, Answer::Decided(rows));
    let Some(Layer::Picker(picker)) = desk.app.layers.last() else { panic!("a list") };
    let lines: Vec<_> = picker.items.iter().map(|i| (i.label.as_str(), i.detail.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("one-word answers", "dismissed 18 Nov: “test days”"),
            ("#one-word, grade 4, more often (contrast)", "put off until 21 Nov"),
        ]
    );
    desk.keys("<Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops[0].entity), (Verb::RecallSuggestion, suggestion_uid("repeats/tag:one-word answers")));
    assert_eq!(act.ops[0].fields, [(DELETED, Value::Int(1))]);
}

#[test]
fn its_page_shows_the_grounds_and_leads_to_the_visits() {
    let mut desk = desk();
    desk.keys("<Enter>");
    assert_eq!(desk.app.screen, Screen::Suggestion);
    answer_grounds(&mut desk);
    desk.keys("j<Enter>");
    assert_eq!((desk.app.screen, desk.app.visit.uid), (Screen::Visit, Some(uid(12))));
    desk.keys("<Esc>");
    assert_eq!((desk.app.screen, desk.app.patterns.ground_at), (Screen::Suggestion, 1));
    desk.keys("G");
    assert_eq!(desk.app.patterns.ground_at, 3);
    desk.keys("i");
    assert!(desk.app.patterns.exact);
    // What is counted anew behind it leaves the page as it is.
    crate::app::screens::changed(&mut desk.app, &[Kind::Note]);
    desk.sort();
    desk.answer(Lane::Surface, Answer::Surface(Surface { fresh: true, ..Surface::default() }));
    assert_eq!(desk.app.screen, Screen::Suggestion);
    desk.keys("x<Enter>");
    assert_eq!((desk.verb(), desk.app.screen), (Verb::DismissSuggestion, Screen::Patterns));
}

#[test]
fn what_is_for_patterns_waits_until_it_is_one() {
    let mut desk = desk();
    for key in ["r", "c", "s", "f", "d", "e"] {
        desk.keys(key);
        assert!(desk.app.layers.is_empty() && desk.notice().contains("y keeps it"), "{key}: {}", desk.notice());
    }
    desk.keys("GxG");
    assert!(desk.acts.is_empty() && desk.app.layers.is_empty());
}

#[test]
fn a_pattern_is_counted_by_a_look_for_or_a_tag() {
    let mut desk = place((100, 30), Default::default(), Vec::new(), patterns());
    desk.keys("f");
    desk.answer(Lane::Tags, Answer::Tags(vec![tag(70, "one-word")]));
    desk.keys("#one<Enter>");
    assert_eq!(desk.acts[0].ops.len(), 1);
    assert_eq!(desk.acts[0].ops[0].fields, [(schema::pattern::TAG, Value::Ref(uid(70)))]);
    assert_eq!(desk.app.patterns.marked().and_then(|r| r.tag.clone()), Some((uid(70), "one-word".into())));
    desk.keys("f<Down><Enter>");
    // It is counted by one thing: the look-for takes the tag's place.
    assert_eq!(desk.acts[1].ops.len(), 2);
    assert_eq!(desk.acts[1].ops[1].fields, [(schema::pattern::TAG, Value::Null)]);
    assert!(desk.app.patterns.marked().is_some_and(|r| r.tag.is_none() && r.look_for.is_some()));
    desk.keys("f<Enter>");
    assert!(desk.app.patterns.marked().is_some_and(|r| r.tag.is_none() && r.look_for.is_none()));
}

// ── My hunch, checked ───────────────────────────────────────────────────────────────────────────────────────────────

fn hunch_desk() -> Desk {
    let mut desk = desk();
    desk.keys("u");
    desk.answer(Lane::HunchCheck, Answer::HunchCheck(hunches()));
    desk
}

#[test]
fn each_pattern_is_held_against_the_hunch_with_one_key() {
    let mut desk = hunch_desk();
    let order: Vec<Uid> = desk.app.patterns.beside.patterns().iter().map(|(p, _)| p.uid).collect();
    assert_eq!(order, [uid(41), uid(42), uid(40)], "those without an answer come first");
    for (keys, answers) in [("cg", [1, 2]), ("nc", [3, 1]), ("ng", [3, 2])] {
        let mut desk = hunch_desk();
        desk.keys(keys);
        for ((act, pattern), answer) in desk.acts.iter().zip([41, 42]).zip(answers) {
            assert_eq!(
                (act.verb, act.ops[0].entity, act.ops[0].stream),
                (Verb::AnswerHunch, uid(pattern), Stream::Private)
            );
            assert_eq!(act.ops[0].fields, [(schema::pattern::HUNCHES, Value::Members(vec![(uid(80), answer)]))]);
        }
        assert_eq!(desk.acts.len(), 2);
    }
    desk.keys("c");
    assert_eq!(desk.app.patterns.beside.marked, 1, "the next without an answer is marked");
    desk.keys("kc");
    assert_eq!(desk.acts[1].ops[0].fields, [(schema::pattern::HUNCHES, Value::Members(vec![(uid(80), 0)]))]);
    // An answer of the store leaves the rows where they are.
    let after: Vec<Uid> = desk.app.patterns.beside.patterns().iter().map(|(p, _)| p.uid).collect();
    assert_eq!(after, order);
}

#[test]
fn digits_lead_to_their_places_from_a_hunch_too() {
    for (key, screen) in [("1", Screen::Home), ("3", Screen::Notes), ("4", Screen::Patterns)] {
        let mut desk = hunch_desk();
        desk.keys(key);
        assert!(desk.acts.is_empty(), "{key}");
        assert_eq!(desk.app.screen, screen);
    }
}

#[test]
fn other_hunches_and_the_pattern_are_one_key_away() {
    let mut desk = hunch_desk();
    desk.keys("<Tab>");
    assert_eq!(desk.app.patterns.beside.current().map(|c| c.walk), Some(uid(81)));
    desk.keys("<Tab>");
    assert_eq!(desk.app.patterns.beside.current().map(|c| c.walk), Some(uid(80)));
    desk.keys("j<Enter>");
    assert_eq!((desk.app.screen, desk.app.patterns.selected), (Screen::Pattern, Some(uid(42))));
    let view = PatternView { pattern: desk.app.patterns.marked().cloned().expect("a row"), ..pattern_view() };
    desk.answer(Lane::Pattern, Answer::Pattern(Some(view)));
    desk.keys("<Esc>");
    assert_eq!(desk.app.screen, Screen::Hunch);
}

#[test]
fn without_a_hunch_nothing_can_be_answered() {
    let mut desk = desk();
    desk.keys("u");
    desk.answer(Lane::HunchCheck, Answer::HunchCheck(Vec::new()));
    desk.keys("c<Tab><Enter>");
    assert!(desk.acts.is_empty());
    assert_eq!(desk.app.screen, Screen::Hunch);
}
