//! The reader: mistakes with their places, keys, and what is no sheet at all.

use super::*;
use pretty_assertions::assert_eq;
use proptest::prelude::*;

pub(super) const SMALL: &str = "format = 1\nid = \"small\"\ntitle = \"Small\"\n";

/// The mistakes of a sheet that begins like `SMALL` (three lines) and goes on with `rest`.
pub(super) fn errors(rest: &str) -> Vec<String> {
    Sheet::parse("s.toml", &format!("{SMALL}{rest}"))
        .expect_err("it has a mistake")
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn keys_are_given_in_order_around_those_that_are_taken() {
    let text = format!(
        "{SMALL}[[look_for]]\nid=\"a\"\nlabel=\"A\"\n[[look_for]]\nid=\"b\"\nlabel=\"B\"\nkey=\"1\"\n\
         [[look_for]]\nid=\"c\"\nlabel=\"C\"\nkey=\"x\"\n[[look_for]]\nid=\"d\"\nlabel=\"D\"\nway=\"tally\"\n"
    );
    let sheet = Sheet::parse("s", &text).expect("a sound sheet");
    assert_eq!(sheet.look_fors.iter().map(|l| l.key).collect::<Option<String>>().as_deref(), Some("21x3"));
    assert_eq!(sheet.by_key('x'), sheet.look_for("c").map(Keyed::LookFor));
    assert_eq!(sheet.look_for("d").map(|l| l.way), Some(Way::Tally));
    assert_eq!(sheet.look_for("a").map(|l| l.way), Some(Way::Tick));
}

#[test]
fn sixty_look_fors_all_get_a_key() {
    let many = |n: usize| {
        let all: String = (0..n).map(|i| format!("[[look_for]]\nid=\"l{i}\"\nlabel=\"L\"\n")).collect();
        Sheet::parse("s", &format!("{SMALL}{all}"))
    };
    let sheet = many(MAX_LOOK_FORS).expect("sixty are allowed");
    let keys: std::collections::HashSet<Option<char>> = sheet.look_fors.iter().map(|l| l.key).collect();
    assert_eq!(keys.len(), MAX_LOOK_FORS);
    let over = many(MAX_LOOK_FORS + 1).expect_err("sixty-one are not");
    assert!(over.to_string().contains("61 look-fors; expected at most 60"), "{over}");
}

#[test]
fn a_mistake_is_named_with_its_place() {
    assert_eq!(
        errors("[[look_for]]\nid = \"a\"\nlabel = \"A\"\nway = \"timr\"\n"),
        ["s.toml, line 7, column 7: found “timr”; expected one of the ways to mark: tick, tally, \
          timer, scan, choice, scale, interval, response, prompt."]
    );
    assert_eq!(
        errors("titel = \"x\"\n"),
        ["s.toml, line 4, column 1: found the key “titel”; expected one of: format, id, title, purpose, source, \
          licence, minutes, wonderings, student_questions, norms, group, look_for."]
    );
    assert_eq!(
        errors("[[look_for]]\nid=\"a\"\nlabel=\"A\"\nkey=\"q\"\n[[look_for]]\nid=\"b\"\nlabel=\"B\"\nkey=\"q\"\n"),
        ["s.toml, line 11, column 5: found the key “q” for a second time; expected another key than for “a” (line 7)."]
    );
    assert_eq!(errors("minutes = \"ten\"\n"), ["s.toml, line 4, column 11: found “ten”; expected a whole number."]);
    assert_eq!(
        errors("minutes = 0\n"),
        ["s.toml, line 4, column 11: found 0; expected a number of minutes from 1 to 240."]
    );
    assert_eq!(
        errors("[[look_for]]\nlabel = \"A\"\ngroup = \"g\"\n"),
        [
            "s.toml, line 4, column 1: found a look-for without “id”; expected a line such as id = \"cites-text\".",
            "s.toml, line 6, column 9: found the group “g”; expected the id of a [[group]] of this sheet.",
        ]
    );
    assert_eq!(
        errors("norms = [\"be kind\", 3]\n"),
        ["s.toml, line 4, column 21: found 3; expected text in quotation marks."]
    );
}

#[test]
fn settings_a_way_does_not_know_are_refused() {
    assert_eq!(
        errors("[[look_for]]\nid=\"a\"\nlabel=\"A\"\nway=\"tally\"\n[look_for.settings]\nseconds = 20\n"),
        ["s.toml, line 9, column 1: found the setting “seconds”; expected no settings: the way “tally” has none."]
    );
}

#[test]
fn slips_of_the_pen_are_answered_in_plain_words() {
    let first = |text: &str| Sheet::parse("s", text).expect_err("a slip").first.to_string();
    for (text, said) in [
        ("format = 1\nid = “a”\n", "line 2, column 6: found ““a””; expected text in straight quotation marks: \"…\"."),
        ("format = 1\nid = a\n", "line 2, column 6: found “a”; expected text in straight quotation marks: \"…\"."),
        ("format = 1\nid = \"a\n", "expected a quotation mark that ends the text on the same line."),
        ("format = 1\nid: \"a\"\n", "line 2, column 5: found “\"a\"”; expected a line of the form key = value."),
        ("format = 1\nformat = 1\n", "line 2, column 1: found “format = 1”; expected each key only once."),
        ("norms = [\"a\",\n", "expected a bracket ] that ends the list."),
    ] {
        assert!(first(text).ends_with(said), "{}", first(text));
    }
}

#[test]
fn files_of_other_systems_are_read() {
    let text = "\u{feff}format = 1\r\nid = \"x\"\r\ntitle = \"X\"\r\npurpose = \"\"\"one\r\ntwo\"\"\"\r\n";
    assert_eq!(Sheet::parse("s", text).map(|s| s.purpose), Ok("one two".to_string()));
}

#[test]
fn what_is_no_sheet_is_refused() {
    let first = |text: &str| Sheet::parse("s", text).expect_err("no sheet").first.to_string();
    assert!(first("format = 2\nid = \"x\"\ntitle = \"X\"\n").contains("found 2; expected 1"));
    assert!(first("").contains("a sheet without “format”"));
    assert!(first("format = 1\nid = \n").starts_with("s, line 2, column "));
    assert!(first(&" ".repeat(MAX_FILE + 1)).contains("at most 262144 bytes"));
    assert!(first("format=1\nid=\"-x\"\ntitle=\"X\"").contains("small letters, digits and hyphens"));
    assert!(first("format=1\nid=\"x\"\ntitle=\"a\\u001b[31mb\"").contains("a control character"));
    assert!(first("format=1\nid=\"x\"\ntitle=\"a\u{202e}b\"").contains("line 3"));
    assert!(first("format=1\nid=\"Not an id\"\ntitle=\"X\"").contains("small letters, digits and hyphens"));
    assert!(first(&format!("format=1\nid=\"x\"\ntitle=\"{}\"", "x".repeat(81))).contains("at most 80 characters"));
    let bytes = Sheet::parse_bytes("s", b"format = 1\nid = \"\xff\"").expect_err("not UTF-8");
    assert_eq!((bytes.first.line, bytes.first.column), (2, 7));
}

#[test]
fn mistakes_are_named_up_to_twenty_and_the_rest_counted() {
    let many = |n: usize| format!("{SMALL}norms = [{}]\n", "1, ".repeat(n));
    let twenty = Sheet::parse("s", &many(20)).expect_err("twenty mistakes");
    assert_eq!((twenty.iter().count(), twenty.more, twenty.count()), (20, 0, 20));
    let more = Sheet::parse("s", &many(25)).expect_err("twenty-five mistakes");
    assert_eq!((more.iter().count(), more.more, more.count()), (20, 5, 25));
    let said = more.to_string();
    assert_eq!(said.lines().count(), 21);
    assert!(said.ends_with("\n… and 5 more mistakes."), "{said}");
    let columns: Vec<usize> = more.iter().map(|m| m.column).collect();
    assert!(columns.is_sorted(), "in the order of the file: {columns:?}");
}

#[test]
fn a_mistake_has_its_column_in_characters_also_after_a_byte_order_mark() {
    let text = "\u{feff}titel = \"ä\"\r\nformat = 1\r\nid = \"x\"\r\ntitle = \"X\"\r\nnorms = [\"ääää\", 1]\r\n";
    let mistakes = Sheet::parse("s", text).expect_err("two mistakes");
    let places: Vec<_> = mistakes.iter().map(|m| (m.line, m.column)).collect();
    assert_eq!(places, [(1, 1), (5, 18)]);
    let bytes = Sheet::parse_bytes("s", b"\xef\xbb\xbfid = \xff").expect_err("not UTF-8");
    assert_eq!((bytes.first.line, bytes.first.column), (1, 6));
}

#[test]
fn hostile_files_are_named_and_quickly() {
    let utf16: Vec<u8> =
        std::iter::once(0xfeff_u16).chain("format = 1\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let said = |bytes: &[u8]| Sheet::parse_bytes("s", bytes).expect_err("no sheet").first.to_string();
    assert!(
        said(&utf16).contains("found a text saved as UTF-16; expected a text file saved as UTF-8"),
        "{}",
        said(&utf16)
    );
    assert!(said(b"\x7fELF\x02\x01\x00").contains("expected"));
    assert!(said(&[0; 4_096]).contains("expected"));
    assert!(said(&vec![b'x'; 10 << 20]).contains("at most 262144 bytes"));
    let full = MAX_FILE - SMALL.len();
    let filled = |one: &str| format!("{SMALL}{}", one.repeat(full / one.len()));
    let keyed: String = (0..9_000).map(|i| format!("[[look_for.option]]\nid=\"o{i}\"\n")).collect();
    let began = std::time::Instant::now();
    for text in [
        filled("["),
        format!("{SMALL}norms = {}", "[".repeat(full / 2)),
        format!("{SMALL}norms = {}", "{a=".repeat(full / 4)),
        format!("{SMALL}a{} = 1", ".a".repeat(full / 3)),
        filled("[[look_for]]\n"),
        filled("[[group]]\nid=\"g\"\n"),
        filled("[[look_for]]\nid=\"a\"\nkey=\"a\"\n"),
        format!("{SMALL}[[look_for]]\nid=\"a\"\nlabel=\"A\"\nway=\"choice\"\n{keyed}"),
        format!("{SMALL}norms = [{}]", "1,".repeat(full / 3)),
        format!("{SMALL}look_for = [{}]", "{key=\"a\"},".repeat(full / 12)),
        format!("{SMALL}purpose = \"{}\"", "e\u{301}".repeat(full / 4)),
    ] {
        let mistakes = Sheet::parse("s", &text).expect_err("no sheet");
        assert!(mistakes.iter().count() <= MAX_MISTAKES);
        assert!(mistakes.iter().all(|m| m.to_string().chars().count() < 600), "{mistakes}");
    }
    // Unoptimised and beside other tests it takes some tenths of a second; what grows with the square takes minutes.
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Sheet::parse_bytes("any", &bytes);
    }

    #[test]
    fn a_damaged_sheet_is_answered_with_places_inside_it(
        which in 0usize..8, at in 0usize..9_000, cut in 0usize..40, put in "[\\PC\\n\"=\\[\\]]{0,12}",
    ) {
        let (_, body) = Sheet::built_in()[which % Sheet::built_in().len()];
        let chars: Vec<char> = body.chars().collect();
        let at = at.min(chars.len());
        let end = (at + cut).min(chars.len());
        let text: String = chars[..at].iter().copied().chain(put.chars()).chain(chars[end..].iter().copied()).collect();
        if let Err(mistakes) = Sheet::parse("cut", &text) {
            for mistake in mistakes.iter() {
                prop_assert!(mistake.line >= 1 && mistake.line <= text.split('\n').count(), "{mistake}");
                prop_assert!(!mistake.to_string().chars().any(crate::domain::text::is_unsafe), "{mistake:?}");
            }
        }
    }
}
