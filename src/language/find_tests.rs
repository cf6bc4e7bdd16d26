use super::*;
use crate::language::definition::{BUILT_IN, Definition};
use crate::language::mask::NameOf;
use crate::language::quoted::quoted;
use pretty_assertions::assert_eq;
use proptest::prelude::*;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

const EVIDENCE: Text = Text::Note(NoteKind::Evidence);

/// What is found in a line with every class on: the words as they stand, and their class.
fn all(text: &str) -> Vec<(&str, String)> {
    found_in(text, EVIDENCE, &Switches::all_on(&RULES), &Masker::default())
}

fn found_in<'t>(text: &'t str, what: Text, switches: &Switches, known: &Masker) -> Vec<(&'t str, String)> {
    RULES.find(text, what, switches, known).into_iter().map(|f| (&text[f.range], f.class.id.clone())).collect()
}

fn one<'t>(word: &'t str, class: &str) -> Vec<(&'t str, String)> {
    vec![(word, class.to_string())]
}

#[test]
fn the_built_in_lists_are_sound() {
    for (code, text) in BUILT_IN {
        let lists = Definition::parse(code, text.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(&lists.language, code);
        let twelve = lists.classes.iter().filter(|c| c.place.unwrap_or_default() == Where::Everywhere);
        assert_eq!(twelve.count(), 12);
        for class in &lists.classes {
            assert!(class.question.as_deref().is_some_and(|q| q.ends_with(['?', '.'])), "{}", class.id);
            assert!(!class.words.is_empty(), "{}", class.id);
        }
        let off: Vec<&str> = lists.classes.iter().filter(|c| c.on == Some(false)).map(|c| c.id.as_str()).collect();
        assert_eq!(off, ["vague-amount", "absence", "cause"]);
    }
}

#[test]
fn each_class_finds_its_words() {
    assert_eq!(all("GOOD pace"), one("GOOD", "praise"));
    assert_eq!(all("start was chaotic"), one("chaotic", "blame"));
    assert_eq!(all("S4 was bored"), one("bored", "mind-reading"));
    assert_eq!(all("several hands up"), one("several", "vague-amount"));
    assert_eq!(all("T often turns to the board"), one("often", "vague-time"));
    assert_eq!(all("goal wasn’t posted"), one("wasn’t", "absence"));
    assert_eq!(all("T should wait"), one("should", "advice"));
    assert_eq!(all("I liked the opening"), one("I liked", "self"));
    assert_eq!(all("24 of 24 on-task"), one("on-task", "rubric-talk"));
    assert_eq!(all("S2 leaves because of a bell"), one("because", "cause"));
    assert_eq!(all("pens out sooner than last time"), one("than last time", "compare"));
    assert_eq!(all("who took the M&Ms now?"), []);
    assert_eq!(all("then I’m up, then I'll go, then I’ve a go"), []);
    assert_eq!(all("T greets Marlow at the door"), one("Marlow", "identity"));
}

#[test]
fn nothing_is_judged_in_quotation_marks_tags_or_speech() {
    for text in [
        "T says “good job, you should be proud”",
        "S4 \"I was bored",
        "T: good, next page",
        "writes 3 words #good-start",
        "S2 says she is bored",
        "T asks why it should float",
        "[teacher] opens the door",
    ] {
        assert_eq!(all(text), [], "{text}");
    }
    assert_eq!(all("T says “good” in a good voice"), one("good", "praise"));
    assert_eq!(all("S2 says she is done, looks bored"), one("looks bored", "mind-reading"));
}

#[test]
fn words_that_only_look_like_it_are_left_alone() {
    for text in [
        "S says good morning",
        "T pours a strong acid",
        "S5 finds the mean of 6 numbers",
        "sorts 4 kinds of rock",
        "T says \"at most 5\"",
        "at most 5 hands up",
    ] {
        assert_eq!(all(text), [], "{text}");
    }
}

#[test]
fn only_evidence_counts_and_statements_are_judged() {
    let switches = Switches::default();
    for kind in NoteKind::ALL {
        let judged = matches!(kind, NoteKind::Evidence | NoteKind::Count);
        let found = found_in("good questions", Text::Note(kind), &switches, &Masker::default());
        assert_eq!(!found.is_empty(), judged, "{}", kind.word());
    }
}

#[test]
fn statements_have_two_classes_of_their_own() {
    let switches = Switches::default();
    let statement = |text: &str| -> Vec<String> {
        let found = RULES.find(text, Text::Statement, &switches, &Masker::default());
        found.into_iter().map(|f| f.class.id.clone()).collect()
    };
    assert_eq!(statement("Teachers don't wait after a question"), ["teachers-never"]);
    assert_eq!(statement("We need training on questions"), ["fix"]);
    assert_eq!(statement("In 7 of 9 visits the first answer came within 2 seconds"), [] as [&str; 0]);
    assert_eq!(all("T hands out training tickets"), []);
}

#[test]
fn three_classes_are_off_until_switched_on() {
    let default = Switches::default();
    let text = "several hands up because the bell rang, no reply";
    assert_eq!(found_in(text, EVIDENCE, &default, &Masker::default()), []);
    let mut on = default;
    on.set_class("cause", true);
    assert_eq!(found_in(text, EVIDENCE, &on, &Masker::default()), one("because", "cause"));
}

#[test]
fn a_class_and_a_word_are_switched_off_for_good() {
    let mut switches = Switches::default();
    switches.set_word("good", false);
    let text = "Good pace, nice board, poor light";
    let nobody = Masker::default();
    assert_eq!(found_in(text, EVIDENCE, &switches, &nobody).len(), 2);
    switches.set_class("praise", false);
    assert_eq!(found_in(text, EVIDENCE, &switches, &nobody), one("poor", "blame"));
    switches.off = true;
    assert_eq!(found_in(text, EVIDENCE, &switches, &nobody), []);
}

#[test]
fn names_are_found_in_every_form() {
    let known = Masker::new([(NameOf::Teacher, "Ms. Ana Larkspur"), (NameOf::Room, "Room 12")]);
    let names = |text: &'static str| found_in(text, EVIDENCE, &Switches::default(), &known);
    assert_eq!(names("larkspur opens the window"), one("larkspur", "identity"));
    assert_eq!(names("in Room 12 the window is open"), []);
    assert_eq!(names("Mr. Fennel opens the window"), one("Mr. Fennel", "identity"));
    assert_eq!(names("S4 (ELL) reads the label"), one("S4 (ELL", "identity"));
    assert_eq!(names("an IEP student reads the label"), one("an IEP student", "identity"));
    assert_eq!(names("4 ELL students at Table 3 on Monday"), []);
    assert_eq!(names("T hands Marlow Quince a pen"), one("Marlow Quince", "identity"));
    assert_eq!(names("T reads The Secret Garden aloud"), []);
    assert_eq!(names("T reads. Then 4 hands up. S4 Points at the map"), []);
    assert_eq!(names("EXIT TICKET on the board"), []);
}

#[test]
fn letters_with_accents_are_the_same_letters() {
    assert_eq!(all("the GÓOD one"), one("GÓOD", "praise"));
}

#[test]
fn an_own_file_is_laid_over_the_built_in_lists() {
    let own = b"format = 1\nlanguage = \"en\"\nname = \"Ours\"\n[[class]]\nid = \"praise\"\nwithout = [\"good\"]\n\
        words = [\"super duper\"]\nquestion = \"Says who?\"\n[[class]]\nid = \"ours\"\nquestion = \"Which?\"\nwords = [\"thingy\"]\n";
    let (rules, mistakes) = Rules::load("en", Some(("own.toml", own)));
    assert_eq!(mistakes, None);
    let found = rules.find("good, super duper, nice thingy", EVIDENCE, &Switches::default(), &Masker::default());
    let found: Vec<(&str, &str)> = found.iter().map(|f| (f.word.as_str(), f.class.question.as_str())).collect();
    assert_eq!(found, [("super duper", "Says who?"), ("nice", "Says who?"), ("thingy", "Which?")]);
}

#[test]
fn another_language_stands_alone() {
    let own = "format = 1\nlanguage = \"de\"\nname = \"Deutsch\"\n[[class]]\nid = \"lob\"\nname = \"Lob\"\n\
        question = \"Was war zu sehen?\"\nwords = [\"schön*\", \"gut|gute|guter\"]\n[[class]]\nid = \"identity\"\nwords = [\"Frau|Herr _\"]\n";
    let (rules, mistakes) = Rules::load("de", Some(("de.toml", own.as_bytes())));
    assert_eq!(mistakes, None);
    let text = "SCHÖNE Tafel, Frau Quitte sagt „gut so“";
    let found = rules.find(text, EVIDENCE, &Switches::default(), &Masker::default());
    let found: Vec<&str> = found.iter().map(|f| &text[f.range.clone()]).collect();
    assert_eq!(found, ["SCHÖNE", "Frau Quitte"]);
}

#[test]
fn a_file_that_is_wrong_is_named_and_left_out() {
    let wrong = |body: &str| {
        let text = format!("format = 1\nlanguage = \"en\"\nname = \"E\"\n{body}");
        let (rules, mistakes) = Rules::load("en", Some(("own.toml", text.as_bytes())));
        assert_eq!(rules.find("good", EVIDENCE, &Switches::default(), &Masker::default()).len(), 1);
        mistakes.expect("a mistake").first.to_string()
    };
    for (body, said) in [
        ("wrods = []\n", "own.toml, line 4, column 1: found the key “wrods”; expected one of: format, language"),
        (
            "[[class]]\nid = \"x\"\nwords = [\"ok\", \"a*\"]\n",
            "own.toml, line 6, column 16: found “a*”; expected at least 3 letters before the sign *.",
        ),
        ("[[class]]\nid = \"x\"\nwords = [\"# _\"]\n", "expected an entry with a word of letters in it."),
        (
            "[[class]]\nid = \"x\"\non = \"yes\"\n",
            "own.toml, line 6, column 6: found “yes”; expected true or false, without quotation marks.",
        ),
        ("[[class]]\nname = \"x\"\n", "found a class without “id”; expected a line such as id = \"praise\"."),
        ("[[class]]\nid = \"x\"\n[[class]]\nid = \"x\"\n", "found the class “x” twice; expected another id."),
        ("[[class]]\nid = \"x\"\nwhere = \"here\"\n", "found “here”; expected “everywhere” or “statements”."),
        ("numbers = [“one”]\n", "line 4, column 12: "),
    ] {
        let first = wrong(body);
        assert!(first.contains(said), "{first}");
    }
    let huge = vec![b'#'; 300 * 1024];
    assert!(Definition::parse("f", &huge).expect_err("too large").to_string().contains("at most 262144 bytes"));
    assert!(Definition::parse("f", b"\xff\xfe").expect_err("binary").to_string().contains("UTF-8"));
}

#[test]
fn a_line_of_a_hundred_thousand_letters_is_judged_whole() {
    let text = "good morning, a good pace and the mean. ".repeat(2_500);
    assert_eq!(all(&text).len(), 2_500);
    assert!(all(&"\"good' good".repeat(10_000)).len() == 10_000);
    assert_eq!(all(&"'".repeat(100_000)), []);
    assert_eq!(all(&" 'a".repeat(33_000)), []);
    assert_eq!(all(&"says that ".repeat(10_000)), []);
}

proptest! {
    #[test]
    fn ranges_are_whole_letters_in_order_and_never_quoted(text in r#"(good|bad|[Tt]|S4|should|"|“|”|„|«|»|'|’|#|é|Mr\. |Ana|, |\.|.|\n| |\u{301}|\u{200b}|田|12){0,30}"#) {
        let quotes = quoted(&text);
        let mut last = 0;
        for finding in RULES.find(&text, EVIDENCE, &Switches::all_on(&RULES), &Masker::default()) {
            let range = finding.range;
            prop_assert!(range.start >= last && range.start < range.end);
            prop_assert!(text.get(range.clone()).is_some());
            prop_assert!(quotes.iter().all(|q| q.end <= range.start || range.end <= q.start), "{text:?} {range:?}");
            last = range.end;
        }
    }

    #[test]
    fn any_text_is_judged_without_fail(text in any::<String>()) {
        for finding in RULES.find(&text, Text::Statement, &Switches::all_on(&RULES), &Masker::default()) {
            prop_assert!(text.get(finding.range).is_some());
        }
    }

    #[test]
    fn any_bytes_are_read_or_named(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(mistakes) = Definition::parse("any", &bytes) {
            prop_assert!(mistakes.count() > 0);
        }
    }
}
