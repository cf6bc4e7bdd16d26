//! What was agreed is read, said and kept.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[test]
fn by_itself_a_cautious_agreement_holds() {
    let all = Agreements::from_settings(|_| None);
    assert_eq!(all, Agreements::default());
    assert_eq!((all.longest, all.names, all.paper, all.follow_ups), (Some(10), Names::NotOnPaper, Some(0), 14));
    assert!(all.foot().starts_with("Who may see this: you, and the people who walked. Until when"));
}

#[test]
fn what_was_typed_reads_back() {
    let today = day("2026-11-23");
    let typed = [
        (Term::Longest, "15", "15 minutes"),
        (Term::Longest, "", "no limit was agreed"),
        (Term::Purpose, "We look at tasks", "We look at tasks."),
        (Term::Purpose, "", PURPOSE),
        (Term::Paper, "2", "within 2 working days"),
        (Term::Paper, "0", "the same day"),
        (Term::Paper, "", "no day was agreed"),
        (Term::FollowUps, "1", "1 day"),
        (Term::FollowUps, "", "14 days"),
        (Term::SeenBy, "you and the team.", "you and the team"),
        (Term::SeenBy, "", SEEN_BY),
        (Term::Until, "2027-06-30", "30 June 2027"),
        (Term::Until, "30 June", "30 June 2027"),
        (Term::Until, "31 Dec", "31 December 2026"),
        (Term::Until, "", "no day was agreed yet"),
    ];
    for (term, text, words) in typed {
        let value = Agreements::read(term, text, today).expect(text);
        let mut all = Agreements { until: Some(today), ..Agreements::default() };
        all.take(term, &value);
        assert_eq!(all.words(term), words, "{term:?} {text}");
        let again = Agreements::read(term, &all.typed(term), today).expect("its own words");
        let mut same = all.clone();
        same.take(term, &again);
        assert_eq!(same, all, "{term:?} {text}");
    }
}

#[test]
fn what_cannot_be_meant_is_asked_again() {
    let today = day("2026-11-23");
    for (term, text) in [
        (Term::Longest, "0"),
        (Term::Longest, "ten"),
        (Term::Paper, "-1"),
        (Term::Paper, "99"),
        (Term::FollowUps, "0"),
        (Term::Until, "when it is done"),
    ] {
        assert!(Agreements::read(term, text, today).is_err(), "{term:?} {text}");
    }
    assert!(Agreements::read(Term::Purpose, &"x".repeat(400), today).is_err());
}

#[test]
fn names_go_round() {
    let mut all = Agreements::default();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let next = all.next_names();
        all.take(Term::Names, next);
        seen.push(all.names);
    }
    assert_eq!(seen, [Names::Off, Names::On, Names::NotOnPaper]);
}

#[test]
fn papers_are_due_after_working_days() {
    let due = |paper, today: &str| Agreements { paper, ..Agreements::default() }.papers_due_through(day(today));
    // Monday, 23 November 2026.
    assert_eq!(due(Some(0), "2026-11-23"), Some(day("2026-11-22")));
    assert_eq!(due(Some(1), "2026-11-23"), Some(day("2026-11-19")), "Friday's may come today");
    assert_eq!(due(Some(2), "2026-11-25"), Some(day("2026-11-22")), "the weekend's too, had there been any");
    assert_eq!(due(Some(2), "2026-11-24"), Some(day("2026-11-19")));
    assert_eq!(due(None, "2026-11-25"), None);
}

#[test]
fn the_day_agreed_is_still_in_it() {
    let all = Agreements { until: Some(day("2027-06-30")), ..Agreements::default() };
    assert!(!all.is_over(day("2027-06-30")) && all.is_over(day("2027-07-01")));
    assert_eq!(all.until_sentence(), "To be kept until 30 June 2027.");
}

proptest! {
    #[test]
    fn any_setting_can_be_read(values in proptest::collection::vec(any::<String>(), 7)) {
        let all = Agreements::from_settings(|key| {
            let at = Term::ALL.iter().position(|t| t.key() == key)?;
            values.get(at).map(String::as_str)
        });
        prop_assert!(all.longest.is_none_or(|m| (1..=MAX_MINUTES).contains(&m)));
        prop_assert!((1..=MAX_FOLLOW_UP_DAYS).contains(&all.follow_ups) && all.seen_by.chars().count() <= MAX_TEXT);
    }

    #[test]
    fn what_was_agreed_comes_back_from_its_settings(values in proptest::collection::vec(any::<String>(), 7), n in 0_i64..30) {
        let number = n.to_string();
        let texts = ["none", "2027-06-30", "off", "", number.as_str()];
        let all = Agreements::from_settings(|key| {
            let at = Term::ALL.iter().position(|t| t.key() == key)?;
            let text = values.get(at).map(String::as_str)?;
            Some(if text.len() % 2 == 0 { texts[text.len() / 2 % texts.len()] } else { text })
        });
        let settings = all.settings();
        let again = Agreements::from_settings(|key| settings.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_str()));
        prop_assert_eq!(again, all);
    }
}
