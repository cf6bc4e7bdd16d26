//! The rules of each way to mark: what it is told, its options, its keys.

use super::tests::{SMALL, errors};
use super::*;
use pretty_assertions::assert_eq;

/// A look-for of this way with `rest` in its table; it begins on line 4, `rest` on line 8.
fn look_for(way: &str, rest: &str) -> String {
    format!("[[look_for]]\nid = \"a\"\nlabel = \"A\"\nway = \"{way}\"\n{rest}")
}

/// So many options with the ids o0, o1, …
fn options(n: usize) -> String {
    (0..n).map(|i| format!("[[look_for.option]]\nid = \"o{i}\"\nlabel = \"O{i}\"\n")).collect()
}

fn sound(rest: &str) -> Sheet {
    Sheet::parse("s.toml", &format!("{SMALL}{rest}")).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn each_way_is_read_with_what_it_is_told() {
    let one = |way: &str, rest: &str| sound(&look_for(way, rest)).look_fors.remove(0);
    let settings = |way: &str, rest: &str| one(way, rest).settings;
    assert_eq!(settings("timer", "settings = { set = \"talk\" }\n").set.as_deref(), Some("talk"));
    assert_eq!(settings("timer", "").set, None);
    let scan = settings("scan", "settings = { every = 60, counts = \"not-doing\" }\n");
    assert_eq!((scan.every, scan.counts_others), (Some(60), true));
    let by_hand = settings("scan", "settings = { counts = \"doing\" }\n");
    assert_eq!((by_hand.every, by_hand.counts_others), (None, false));
    assert!(settings("choice", &format!("settings = {{ several = true }}\n{}", options(2))).several);
    assert!(!settings("choice", &options(2)).several);
    assert_eq!(settings("interval", &options(1)).every, Some(INTERVAL));
    assert_eq!(settings("interval", &format!("settings = {{ every = 30 }}\n{}", options(1))).every, Some(30));
    for thing in Thing::ALL {
        let told = format!("settings = {{ of = \"{}\" }}\n{}", thing.word(), options(2));
        assert_eq!(settings("scale", &told).of, Some(thing));
    }
    assert_eq!(one("prompt", "").settings, Settings::default());
}

#[test]
fn keys_belong_to_the_look_for_or_to_its_options() {
    let keys = |way: &str, rest: &str| {
        let look_for = sound(&look_for(way, rest)).look_fors.remove(0);
        (look_for.key, look_for.options.iter().map(|o| o.key).collect::<String>())
    };
    for way in ["tick", "tally", "timer", "scan", "prompt"] {
        assert_eq!(keys(way, ""), (Some('1'), String::new()), "{way}");
    }
    assert_eq!(keys("choice", &options(3)), (None, "123".into()));
    assert_eq!(keys("interval", &options(2)), (None, "12".into()));
    assert_eq!(keys("scale", &format!("settings = {{ of = \"task\" }}\n{}", options(2))), (None, "12".into()));
    assert_eq!(keys("response", &options(2)), (Some('1'), "23".into()));
    let sheet = sound(&look_for("response", &options(2)));
    assert!(matches!(sheet.by_key('3'), Some(Keyed::Option(l, o)) if l.id == "a" && o.id == "o1"));
    assert_eq!(sheet.by_key('4'), None);
}

#[test]
fn an_option_without_a_code_is_called_by_its_label() {
    let with_code = "[[look_for.option]]\nid = \"g\"\nlabel = \"in groups\"\ncode = \"G\"\nlooks_like = \"x\"\n";
    let sheet = sound(&look_for("choice", &format!("{with_code}{}", options(1))));
    let codes: Vec<&str> = sheet.look_fors[0].options.iter().map(|o| o.code.as_str()).collect();
    assert_eq!(codes, ["G", "O0"]);
    assert_eq!(sheet.look_fors[0].option("g").map(|o| o.looks_like.as_str()), Some("x"));
    assert_eq!(sheet.look_fors[0].option("none"), None);
}

#[test]
fn a_scale_says_what_it_is_about_and_never_a_person() {
    let things = "another thing, since a scale is never about a person: task, text, materials, student-work, room, \
                  display, noise";
    assert_eq!(
        errors(&look_for("scale", &options(2))),
        [format!(
            "s.toml, line 4, column 1: found a scale that does not say what it is about; expected settings = {{ of = \
             \"task\" }} or {things}."
        )]
    );
    for person in ["teacher", "student", "students", "class", "lesson"] {
        let told = format!("settings = {{ of = \"{person}\" }}\n{}", options(2));
        let said = errors(&look_for("scale", &told));
        assert_eq!(said, [format!("s.toml, line 8, column 19: found “{person}”; expected “task” or {things}.")]);
    }
}

#[test]
fn settings_that_cannot_be_are_refused_with_their_place() {
    for (way, rest, said) in [
        (
            "tally",
            "settings = { seconds = 20 }\n",
            "line 8, column 14: found the setting “seconds”; expected no settings: the way “tally” has none.",
        ),
        (
            "prompt",
            "settings = { every = 20 }\n",
            "line 8, column 14: found the setting “every”; expected no settings: the way “prompt” has none.",
        ),
        (
            "scan",
            "settings = { set = \"x\" }\n",
            "line 8, column 14: found the setting “set”; expected one of: every, counts.",
        ),
        (
            "timer",
            "settings = 3\n",
            "line 8, column 12: found 3; expected a table of settings, such as { every = 120 }.",
        ),
        ("timer", "settings = { set = 3 }\n", "line 8, column 20: found 3; expected text in quotation marks."),
        (
            "scan",
            "settings = { every = 9 }\n",
            "line 8, column 22: found 9; expected a number of seconds from 10 to 3600.",
        ),
        (
            "scan",
            "settings = { every = 3601 }\n",
            "line 8, column 22: found 3601; expected a number of seconds from 10 to 3600.",
        ),
        ("scan", "settings = { every = \"2 min\" }\n", "line 8, column 22: found “2 min”; expected a whole number."),
        (
            "scan",
            "settings = { counts = \"off\" }\n",
            "line 8, column 23: found “off”; expected “doing” or “not-doing”: who is counted.",
        ),
        ("choice", "settings = { several = \"yes\" }\n", "line 8, column 24: found “yes”; expected true or false."),
    ] {
        let rest = if way == "choice" { format!("{rest}{}", options(2)) } else { rest.to_string() };
        assert_eq!(errors(&look_for(way, &rest)), [format!("s.toml, {said}")]);
    }
}

#[test]
fn options_stand_where_they_are_needed_and_nowhere_else() {
    for way in ["tick", "tally", "timer", "scan", "prompt"] {
        assert_eq!(
            errors(&look_for(way, &options(1))),
            [format!("s.toml, line 8, column 1: found an option; expected none: the way “{way}” has no options.")]
        );
    }
    for (way, settings, n, least) in [
        ("choice", "", 1, 2),
        ("choice", "", 0, 2),
        ("scale", "settings = { of = \"room\" }\n", 1, 2),
        ("interval", "", 0, 1),
        ("response", "", 0, 1),
    ] {
        let found = count(n, "option", "options");
        assert_eq!(
            errors(&look_for(way, &format!("{settings}{}", options(n)))),
            [format!(
                "s.toml, line 4, column 1: found {found}; expected at least {least} under [[look_for.option]] for the way \
                 “{way}”."
            )]
        );
    }
    let over = errors(&look_for("interval", &options(MAX_OPTIONS + 1)));
    assert_eq!(over, ["s.toml, line 98, column 1: found 31 options; expected at most 30."]);
}

#[test]
fn mistakes_in_an_option_are_named() {
    let option = |rest: &str| errors(&look_for("interval", &format!("[[look_for.option]]\n{rest}")));
    assert_eq!(
        option("id = \"o\"\n"),
        [
            "s.toml, line 8, column 1: found an option without “label”; expected a line such as label = \"works in a group\"."
        ]
    );
    assert_eq!(
        option("label = \"O\"\n"),
        ["s.toml, line 8, column 1: found an option without “id”; expected a line such as id = \"group-work\"."]
    );
    assert_eq!(
        option("id = \"o\"\nlabel = \"O\"\ncode = \"far too long\"\n"),
        ["s.toml, line 11, column 8: found a text of 12 characters; expected at most 8 characters."]
    );
    assert_eq!(
        option("id = \"o\"\nlabel = \"O\"\nnot_like = \"x\"\n"),
        ["s.toml, line 11, column 1: found the key “not_like”; expected one of: id, key, code, label, looks_like."]
    );
    let twice = "id = \"o\"\nlabel = \"O\"\n[[look_for.option]]\nid = \"o\"\nlabel = \"P\"\n";
    assert_eq!(option(twice), ["s.toml, line 12, column 6: found the option “o” twice; expected another id."]);
}

#[test]
fn a_key_has_one_meaning_on_the_whole_sheet() {
    let own = look_for("choice", &format!("key = \"c\"\n{}", options(2)));
    assert_eq!(
        errors(&own),
        ["s.toml, line 8, column 7: found a key; expected no key here: with the way “choice” each option has its own."]
    );
    let option = |id: &str, key: &str| format!("[[look_for.option]]\nid = \"{id}\"\nlabel = \"O\"\nkey = \"{key}\"\n");
    let taken =
        format!("[[look_for]]\nid = \"b\"\nlabel = \"B\"\nkey = \"l\"\n{}", look_for("interval", &option("o", "l")));
    assert_eq!(
        errors(&taken),
        ["s.toml, line 15, column 7: found the key “l” for a second time; expected another key than for “b” (line 7)."]
    );
    // Small and capital letters are two keys.
    let both = sound(&look_for("interval", &format!("{}{}", option("o", "l"), option("p", "L"))));
    assert_eq!(both.look_fors[0].options.iter().map(|o| o.key).collect::<String>(), "lL");
    for wrong in ["0", "", "ab", "ä", "!"] {
        let said = errors(&format!("[[look_for]]\nid = \"a\"\nlabel = \"A\"\nkey = \"{wrong}\"\n"));
        assert_eq!(
            said,
            [format!(
                "s.toml, line 7, column 7: found “{wrong}”; expected one digit from 1 to 9 or one letter from a to z or A \
                 to Z."
            )]
        );
    }
}

#[test]
fn more_options_than_keys_are_one_mistake() {
    let many: String = (0..3)
        .map(|n| format!("[[look_for]]\nid = \"l{n}\"\nlabel = \"L\"\nway = \"interval\"\n{}", options(25)))
        .collect();
    let said = errors(&many);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("more look-fors and options than the 61 keys there are"), "{said:?}");
}

#[test]
fn all_intervals_of_a_sheet_have_one_length() {
    let interval = |id: &str, every: &str| {
        format!("[[look_for]]\nid = \"{id}\"\nlabel = \"L\"\nway = \"interval\"\n{every}{}", options(1))
    };
    // One that names no length has the usual one.
    let same = sound(&format!("{}{}", interval("a", ""), interval("b", "settings = { every = 120 }\n")));
    assert_eq!(same.interval(), Some(120));
    assert_eq!(sound(&look_for("tally", "")).interval(), None);
    assert_eq!(
        errors(&format!("{}{}", interval("a", ""), interval("b", "settings = { every = 60 }\n"))),
        [
            "s.toml, line 11, column 1: found intervals of 60 seconds; expected 120 seconds as for “a”: all intervals of a \
          sheet have the same length."
        ]
    );
}

#[test]
fn a_way_that_is_none_is_one_mistake_whatever_follows_it() {
    for rest in ["settings = { of = \"task\" }\n", "", "key = \"k\"\n"] {
        let said = errors(&look_for("skale", &format!("{rest}{}", options(2))));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("s.toml, line 7, column 7: found “skale”; expected one of the ways"), "{said:?}");
    }
    assert_eq!(
        errors("[[look_for]]\nid = \"a\"\nlabel = \"A\"\nway = 3\n"),
        ["s.toml, line 7, column 7: found 3; expected text in quotation marks."]
    );
}
