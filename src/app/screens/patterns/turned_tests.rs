//! A decision about a suggestion that was taken back, before and after anything is counted anew.

use super::noticed_tests::{desk, surfaces_asked, titles};
use super::sample::{answer_grounds, suggestions, surface};
use super::*;
use crate::app::input::Input;
use crate::app::screens::sample::{Desk, NOW};
use crate::app::update::update;
use crate::domain::suggestion::{Decided, Decision};
use crate::store::api::{Changes, DecidedRow, Event, UndoState};

/// The newest act is taken back, and the file says what was decided after that.
fn turned_back(desk: &mut Desk, kinds: &[Kind]) {
    let changes = Changes { kinds: kinds.to_vec(), revision: 2 };
    let event = Event::Turned {
        redo: false,
        words: "dismiss a suggestion".into(),
        kept: Vec::new(),
        changes,
        undo: UndoState::default(),
    };
    update(&mut desk.app, Input::Store(event), NOW);
    desk.sort();
}

#[test]
fn taken_back_a_dismissed_one_is_there_before_anything_is_counted_anew() {
    let mut desk = desk();
    desk.keys("x<Enter>");
    desk.saved();
    turned_back(&mut desk, &[Kind::Suggestion]);
    assert_eq!(surfaces_asked(&desk).last(), Some(&true), "what is kept comes first");
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions(), false)));
    assert_eq!((titles(&desk).len(), titles(&desk)[0]), (6, "one-word answers"));
    assert_eq!(surfaces_asked(&desk).last(), Some(&false), "and is renewed behind");
    assert!(desk.app.patterns.noticed.surface.as_ref().is_some_and(|s| !s.fresh));
}

#[test]
fn taken_back_a_kept_one_is_a_suggestion_again_and_its_pattern_is_gone() {
    let mut desk = desk();
    desk.keys("y<Enter>");
    answer_grounds(&mut desk);
    desk.saved();
    // Counted anew, it is not among the suggestions any more.
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions().split_off(1), true)));
    assert_eq!((titles(&desk).len(), desk.app.patterns.rows.iter().flatten().count()), (5, 4));
    let still = DecidedRow {
        topic: "repeats/tag:one-word answers".into(),
        decided: Decided { decision: Decision::Accepted, until: None, why: String::new(), pattern: None },
        at: NOW.utc,
    };
    turned_back(&mut desk, &[Kind::Pattern]);
    desk.answer(Lane::Decided, Answer::Decided(vec![still]));
    assert_eq!(titles(&desk).len(), 5, "another act was taken back");
    turned_back(&mut desk, &[Kind::Suggestion, Kind::Pattern]);
    desk.answer(Lane::Surface, Answer::Surface(surface(suggestions().split_off(1), false)));
    desk.answer(Lane::Decided, Answer::Decided(Vec::new()));
    assert_eq!((titles(&desk).len(), titles(&desk)[0]), (6, "one-word answers"));
    assert_eq!(desk.app.patterns.rows.iter().flatten().count(), 3);
}

#[test]
fn the_leaders_own_patterns_are_asked_for_before_anything_is_counted() {
    let mut desk = desk();
    desk.keys("1");
    crate::app::screens::changed(&mut desk.app, &[Kind::Note]);
    desk.sort();
    desk.asked.clear();
    desk.keys("4");
    let at = |lane: Lane| desk.asked.iter().position(|q| q.lane == lane);
    assert!(at(Lane::Patterns).is_some() && at(Lane::Patterns) < at(Lane::Surface), "{:?}", desk.asked);
}
