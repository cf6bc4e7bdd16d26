//! The sheets that come with the program, and the guide to writing one.

use super::*;
use pretty_assertions::assert_eq;
use std::collections::HashSet;

fn built_in() -> Vec<Sheet> {
    let read = |(id, text): &(&str, &str)| Sheet::parse(id, text).unwrap_or_else(|e| panic!("{e}"));
    Sheet::built_in().iter().map(read).collect()
}

fn sheet(id: &str) -> Sheet {
    built_in().into_iter().find(|s| s.id == id).unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn all_are_sound_and_say_where_they_come_from() {
    let ids: Vec<&str> = Sheet::built_in().iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ["learning-walk", "rounds", "questions", "talk-and-wait", "grouping", "on-task", "copus", "blank"]);
    for (sheet, (id, text)) in built_in().iter().zip(Sheet::built_in()) {
        assert_eq!(&sheet.id, id);
        assert!(!sheet.title.is_empty() && !sheet.purpose.is_empty(), "{id}");
        assert!(!sheet.source.is_empty() && !sheet.licence.is_empty(), "{id}");
        assert!(sheet.minutes.is_some() && !sheet.norms.is_empty() && !sheet.wonderings.is_empty(), "{id}");
        assert!(text.starts_with("# "), "{id} begins with a remark on how it is used");
    }
}

#[test]
fn every_look_for_says_what_it_is_and_what_it_is_not() {
    for sheet in built_in() {
        for look_for in &sheet.look_fors {
            let name = format!("{}/{}", sheet.id, look_for.id);
            assert!(!look_for.looks_like.is_empty() && !look_for.not_like.is_empty(), "{name}");
            assert!(look_for.options.iter().all(|o| !o.looks_like.is_empty()), "{name}");
            assert!(sheet.groups.is_empty() || look_for.group.is_some(), "{name} is in a group");
        }
        assert_eq!(sheet.grouped().iter().map(|(_, l)| l.len()).sum::<usize>(), sheet.look_fors.len());
    }
}

#[test]
fn every_way_is_on_one_of_them() {
    let ways: HashSet<Way> = built_in().iter().flat_map(|s| s.look_fors.iter().map(|l| l.way)).collect();
    assert_eq!(ways.len(), Way::ALL.len());
}

#[test]
fn no_two_sheets_use_the_same_word_for_a_look_for() {
    // A pattern names its look-for by id alone.
    let all: Vec<String> = built_in().into_iter().flat_map(|s| s.look_fors).map(|l| l.id).collect();
    let different: HashSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "{all:?}");
}

#[test]
fn the_learning_walk_is_eight_ticks_and_tallies() {
    let walk = sheet("learning-walk");
    assert_eq!(walk.look_fors.len(), 8);
    assert!(walk.look_fors.iter().all(|l| matches!(l.way, Way::Tick | Way::Tally)));
    assert!(walk.student_questions.len() >= 3);
    assert_eq!(sheet("blank").look_fors, []);
}

#[test]
fn copus_has_its_twenty_five_codes_by_letter() {
    let copus = sheet("copus");
    let codes = |id: &str| {
        let look_for = copus.look_for(id).expect("students and teacher");
        assert_eq!((look_for.way, look_for.settings.every), (Way::Interval, Some(120)));
        look_for.options.iter().map(|o| format!("{}{}", o.key, o.code)).collect::<Vec<_>>()
    };
    assert_eq!(
        codes("students"),
        ["lL", "iInd", "cCG", "wWG", "oOG", "aAnQ", "qSQ", "dWC", "rPrd", "pSP", "tT/Q", "zW", "xO"]
    );
    assert_eq!(
        codes("teacher"),
        ["LLec", "WRtW", "DD/V", "FFUp", "PPQ", "CCQ", "AAnQ", "MMG", "O1o1", "NAdm", "ZW", "XO"]
    );
    assert_eq!(copus.interval(), Some(120));
    assert_eq!((copus.size(), sheet("on-task").size()), ("25 codes".into(), "4 look-fors".into()));
    assert!(copus.source.contains("10.1187/cbe.13-08-0154"));
}

#[test]
fn scans_clocks_and_responses_are_told_what_they_need() {
    let scan = sheet("on-task");
    let scan = &scan.look_for("on-task").expect("the scan").settings;
    assert_eq!((scan.every, scan.counts_others), (Some(60), true));
    let talk = sheet("talk-and-wait");
    let sets: Vec<_> =
        talk.look_fors.iter().filter(|l| l.way == Way::Timer).map(|l| l.settings.set.as_deref()).collect();
    assert_eq!(sets, [Some("talk"); 3]);
    let ends: Vec<&str> = talk.look_for("wait").expect("the wait").options.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(ends, ["student-answers", "teacher-answers", "prompt", "next-student"]);
    let grouping = sheet("grouping");
    assert_eq!(grouping.look_for("task-asks").and_then(|l| l.settings.of), Some(Thing::Task));
}

#[test]
fn the_sheet_to_begin_with_is_sound_and_has_every_way() {
    for id in [Sheet::TEMPLATE_ID, "x", "year-4"] {
        let text = Sheet::template(id).expect("an id");
        let sheet = Sheet::parse("new", &text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(sheet.id, id);
        assert!(sheet.look_fors.iter().all(|l| !l.id.is_empty()));
        let ways: HashSet<Way> = sheet.look_fors.iter().map(|l| l.way).collect();
        assert_eq!(ways.len(), Way::ALL.len());
    }
    for id in ["", "-x", "a b", "A", "a\"\nx = 1", "../x", &"a".repeat(MAX_ID + 1)] {
        assert_eq!(Sheet::template(id), None, "{id}");
    }
}

#[test]
fn every_example_in_the_guide_is_sound() {
    let guide = include_str!("../../../docs/sheets.md");
    let examples: Vec<&str> = guide.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let mut ways = HashSet::new();
    for example in &examples {
        let whole = match example.starts_with("format") {
            true => (*example).to_string(),
            false => format!("{}{example}", super::tests::SMALL),
        };
        let sheet = Sheet::parse("guide", &whole).unwrap_or_else(|e| panic!("{e}\n{example}"));
        ways.extend(sheet.look_fors.iter().map(|l| l.way));
    }
    assert!(examples.len() >= 12, "{}", examples.len());
    assert_eq!(ways.len(), Way::ALL.len());
    for (id, _) in Sheet::built_in() {
        assert!(guide.contains(&format!("| `{id}` |")), "{id} is in the list of the guide");
    }
    for way in Way::ALL {
        assert!(guide.contains(&format!("### {}\n", way.word())), "{} is explained", way.word());
    }
    let limits = [MAX_LOOK_FORS, MAX_OPTIONS, MAX_LIST, MAX_LABEL, MAX_PROSE, MAX_ID, MAX_MISTAKES, KEYS.len()];
    let said = guide.split("## Limits").nth(1).expect("the limits");
    assert!(limits.iter().all(|n| said.contains(&n.to_string())), "{limits:?}");
    assert_eq!(MAX_FILE, 256 * 1024);
}
