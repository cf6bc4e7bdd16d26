use crate::app::look::{Look, Theme};
use crate::app::screens::sample::{Desk, NOW, uid};
use crate::app::screens::talk::run::sample::{NAMES, desk, spoken, step, view};
use crate::domain::talk::Origin;
use crate::store::api::*;
use crate::ui::screens::picture;

const SIZES: [(u16, u16); 3] = [(80, 24), (100, 30), (160, 45)];
const SHARE: &str = "share-with-staff";

fn problem() -> ProblemRow {
    ProblemRow {
        uid: uid(240),
        talk: Some(uid(200)),
        team: None,
        people: Some(6),
        wording: "Our students have no time to find words.".into(),
        two_versions: false,
        origin: Some(Origin::Team),
        agreed: Some(20_775),
        agreement: "5 of 6 at three or more".into(),
        status: None,
        patterns: vec![(uid(41), String::new())],
        voices: 1,
    }
}

fn at(size: (u16, u16), id: &str, make: impl Fn(&str) -> TalkView) -> Desk {
    let mut view = make(SHARE);
    view.step = step(SHARE, id);
    desk(size, Look::default(), view)
}

fn agreed(protocol: &str) -> TalkView {
    let mut view = spoken(protocol);
    view.problems = vec![problem()];
    view
}

/// The pictures of one step at the three sizes, after these keys.
fn pictures(id: &str, make: fn(&str) -> TalkView, keys: &str) -> String {
    let one = |size: (u16, u16)| {
        let mut desk = at(size, id, make);
        desk.keys(keys);
        format!("{}x{}\n{}", size.0, size.1, picture(&desk.app))
    };
    SIZES.map(one).join("\n")
}

#[test]
fn each_sort_of_step() {
    for (name, id, make, keys) in [
        ("where_we_looked", "what-we-did", view as fn(&str) -> TalkView, ""),
        ("last_time", "last-time", view, "<Space>"),
        ("last_time_trial", "last-time", view, "<Space><Space><Space>"),
        (
            "said",
            "say",
            view,
            "They freeze when I ask, and then I ask somebody else, because the hour is short.<Enter>",
        ),
        ("being_said", "say", view, "They freeze when I ask, and then I ask somebody else, because the"),
        ("gate", "strengths", view, ""),
        ("strength", "strengths", spoken, "<Space>"),
        ("pattern", "patterns", spoken, "<Space>"),
        ("pattern_linked", "patterns", spoken, "<Space>Mine do too, after lunch.<Enter>="),
        ("pattern_reworded", "patterns", spoken, "<Space><Ctrl-E>"),
        ("not_looked_for", "not-looked-for", spoken, "<Space>"),
        ("wording", "wording", spoken, "Our students have no time to find words."),
        ("ties", "wording", agreed, "<Space><Space>>"),
        ("counting", "vote-real", agreed, "001"),
        ("counted", "vote-real", agreed, "001221<Enter>"),
        ("objection", "vote-doubts", agreed, "<Ctrl-T>I will not do this again"),
        ("next_step", "next", agreed, ""),
        ("promise", "promises", agreed, "I ask for tables<Ctrl-R>3 dec"),
        ("closing", "promises", agreed, "I ask for tables<Enter><Space>"),
        ("hunch", "patterns", spoken, "<Ctrl-O>"),
        ("strike", "say", spoken, "<Ctrl-D>"),
        ("leave", "say", spoken, "q"),
        ("keys", "say", spoken, "?"),
    ] {
        insta::assert_snapshot!(name, pictures(id, make, keys));
    }
}

#[test]
fn a_small_team_is_asked_for_words() {
    let small = |p: &str| {
        let mut view = agreed(p);
        view.talk.people = Some(4);
        view
    };
    insta::assert_snapshot!("small_team", picture(&at((80, 24), "vote-real", small).app));
}

#[test]
fn dots_and_pulse() {
    let mut dots = spoken("affinity-map");
    dots.step = step("affinity-map", "dots-place");
    let mut at = desk((100, 30), Look::default(), dots);
    at.keys("4<Down>2<Enter>");
    insta::assert_snapshot!("dots", picture(&at.app));
    let mut pulse = spoken("pulse");
    pulse.step = step("pulse", "ask");
    let mut at = desk((100, 30), Look::default(), pulse);
    at.keys("0012<Down>");
    insta::assert_snapshot!("pulse", picture(&at.app));
}

fn plain(look: Look, view: TalkView) -> Desk {
    desk((80, 24), look, view)
}

#[test]
fn the_smallest_screen_and_plain_letters() {
    let mut desk = at((40, 10), "patterns", spoken);
    desk.keys("<Space>");
    insta::assert_snapshot!("pattern_small", picture(&desk.app));
    desk.keys("Mine do too, after lunch, when it is");
    insta::assert_snapshot!("said_small", picture(&desk.app));
    let look = Look { theme: Theme::Mono, ascii: true, no_color: true, fixed: true };
    let mut view = spoken(SHARE);
    view.step = step(SHARE, "patterns");
    let mut plain = plain(look, view);
    plain.keys("<Space>");
    let shown = picture(&plain.app);
    let chrome = shown.replace(['“', '”', '…'], "");
    assert!(chrome.is_ascii(), "{shown}");
    desk.app.size = (39, 9);
    assert!(picture(&desk.app).contains("Your text is safe."));
}

#[test]
fn teachers_sentences_stand_out_and_the_time_line_is_calm() {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::style::{Color, Modifier};
    let mut desk = at((100, 30), "say", view);
    desk.keys("They freeze.<Enter>");
    // Long after the minutes are over.
    desk.app.now.utc = NOW.utc + 9_000_000;
    let mut terminal = Terminal::new(TestBackend::new(100, 30)).expect("a terminal");
    terminal.draw(|frame| crate::ui::draw(frame, &desk.app)).expect("a frame");
    let buffer = terminal.backend().buffer();
    let bold: String =
        buffer.content.iter().filter(|c| c.modifier.contains(Modifier::BOLD)).map(|c| c.symbol()).collect();
    assert_eq!(bold.trim(), "“They freeze.”", "nothing is larger");
    for cell in buffer.content.iter() {
        assert!(matches!(cell.fg, Color::Reset), "{cell:?}");
    }
}

#[test]
fn what_is_typed_shows_no_name_and_no_other_sort_of_page_does() {
    let mut desk = at((100, 30), "say", view);
    desk.keys("Ms Wren of Room 12 asks Ana Larkspur");
    let shown = picture(&desk.app);
    for (_, name) in NAMES {
        assert!(!shown.contains(name), "{shown}");
    }
    assert!(shown.contains("asks"));
}

#[test]
fn a_long_line_shows_its_end() {
    let mut desk = at((40, 10), "say", view);
    let words = "word ".repeat(60);
    desk.keys(&format!("{words}end"));
    assert!(picture(&desk.app).contains("end"));
}
