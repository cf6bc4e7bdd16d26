//! After the visit: everything that was written and marked stands on one time line and can be put right there.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use uncover::app::input::Input;
use uncover::app::screens::walk::{Beginning, start};
use uncover::domain::mark::{Detail, Mark, Way};
use uncover::domain::marking::{Sums, Told};
use uncover::domain::sheet::Sheet;
use uncover::store::api::{Answer, Ask, VisitView};
use world::World;

const ALL_WAYS: &str = include_str!("sheets/all-ways.toml");

/// A visit in which every way was marked, ended, on the screen.
fn visited() -> World {
    let mut world = World::new(140, 40);
    let parsed = Sheet::parse("a sheet", ALL_WAYS).unwrap_or_else(|e| panic!("{}", e.first));
    let sheet = Some((parsed.id, parsed.title, ALL_WAYS.to_string()));
    start(&mut world.app, Beginning { sheet, ..Beginning::default() });
    world.wait(4_000).keys("T asks who has read on<Enter>");
    world.keys("<Tab>t").wait(20_000).keys("<Tab>1;2").wait(5_000).keys("<Tab>2");
    world.keys("<Tab>n19/24<Enter>").wait(30_000).keys("<Tab>s<Tab>w<Tab>b<Tab>x").wait(10_500);
    world.keys("<Tab>q").wait(1_400).keys("<Tab>a<Tab>l<Tab>g<Tab>9S3 “how stories end”<Enter>").wait(200_000);
    world.keys("<Tab>p").wait(60_000).keys("19 of 24 writing<Enter>").wait(5_000).keys("<Ctrl-N>ey3<Home><Enter>");
    world.shows("at the task: 19 of 24");
    world
}

fn page(world: &World) -> VisitView {
    world.app.visit.page().cloned().expect("the visit")
}

/// Marks the line of a look-for's first mark.
fn to(world: &mut World, look_for: &str) {
    let uid = page(world).marks.iter().find(|m| m.look_for == look_for).expect("a mark").uid;
    world.app.visit.line = Some(uid);
    world.input(Input::Tick);
}

fn all(world: &World, look_for: &str) -> Vec<Mark> {
    page(world).marks.into_iter().filter(|m| m.look_for == look_for).collect()
}

fn one(world: &World, look_for: &str) -> Mark {
    all(world, look_for).into_iter().next().expect("a mark")
}

/// What the screen shows is what the file has.
fn is_on_disk(world: &World) {
    let shown = page(world);
    let Answer::Visit(Some(kept)) = world.reader.answer(&Ask::Visit(shown.visit.uid)) else { panic!("no visit") };
    let sorted = |mut marks: Vec<Mark>| {
        marks.sort_by_key(|m| m.uid);
        marks
    };
    assert_eq!(sorted(shown.marks), sorted(kept.marks));
}

#[test]
fn marks_of_every_way_stand_on_the_time_line() {
    let mut world = visited();
    insta::assert_snapshot!("time_line_140", world.screen());
    world.input(Input::Resize(80, 24));
    world.keys("<Home>");
    insta::assert_snapshot!("time_line_80", world.screen());
}

#[test]
fn a_stretch_and_a_wait_get_another_beginning_and_length() {
    let mut world = visited();
    to(&mut world, "teacher");
    let before = one(&world, "teacher");
    world.keys("e<Enter><Enter>");
    assert_eq!(one(&world, "teacher"), before, "what was not touched stays exact");
    world.keys("e<Ctrl-U>0:10<Enter><Ctrl-U>long<Enter>").shows("how long it was");
    world.keys("<Enter><Ctrl-U>0:40<Enter>").shows("teacher talk: 0:40, until 0:50");
    assert_eq!((one(&world, "teacher").at_ms, one(&world, "teacher").value), (Some(10_000), Some(40_000)));
    to(&mut world, "wait");
    assert_eq!(one(&world, "wait").value, Some(1_400));
    world.keys("r<Enter><Ctrl-U>2.5<Enter>").shows("2.5 s, students answer");
    world.keys("eteacher<Enter>").shows("2.5 s, teacher answers");
    is_on_disk(&world);
    world.keys("<Ctrl-Z>").shows("Taken back: change a mark");
    world.shows("2.5 s, students answer");
}

#[test]
fn a_count_a_word_and_choices_are_changed() {
    let mut world = visited();
    to(&mut world, "on-task");
    world.keys("e<Ctrl-U>30/24<Enter>").shows("cannot be");
    world.keys("<Ctrl-U>21/25<Enter>").shows("at the task: 21 of 25");
    to(&mut world, "demand");
    world.keys("ecopying<Enter>").shows("the task asks for: copying");
    to(&mut world, "grouping");
    world.keys("epairs<Enter>").shows("grouping: pairs");
    assert!(world.app.layers.is_empty(), "only one can stand");
    to(&mut world, "tools");
    world.keys("ea screen<Enter>").shows("stands now");
    world.keys("<Esc>").shows("tools: a book and a screen");
    assert_eq!(one(&world, "tools").value, Some(2));
    world.keys("enone<Enter>").shows("tools: none of them");
    is_on_disk(&world);
}

#[test]
fn the_codes_of_an_interval_are_one_line_that_can_be_changed() {
    let mut world = visited();
    to(&mut world, "codes");
    world.shows("students: listen, talk in groups in interval 1");
    world.keys("elisten<Enter><Esc>").shows("students: talk in groups in interval 1");
    world.keys("elisten<Enter><Esc>r<Ctrl-U>2<Enter>").shows("in interval 2");
    assert!(all(&world, "codes").iter().all(|m| m.value == Some(2) && m.way == Way::Interval));
    is_on_disk(&world);
    world.keys("D");
    assert!(all(&world, "codes").is_empty());
    world.keys("<Ctrl-Z>").shows("Taken back: take back 2 marks");
    world.shows("in interval 2");
}

#[test]
fn ticks_tallies_and_prompts_too() {
    let mut world = visited();
    to(&mut world, "cites");
    world.keys("e").shows("cites the text: looked for, not seen");
    world.keys("r<Ctrl-U>1:00<Enter>");
    assert_eq!(one(&world, "cites").at_ms, Some(60_000));
    to(&mut world, "questions");
    world.keys("e<Ctrl-U>0:24 0:26 0:28<Enter>").shows("questions: 3 times, the last 0:28");
    to(&mut world, "learning");
    assert!(matches!(one(&world, "learning").detail, Detail::Note(_)));
    world.keys("e").shows("The answer is a note");
    is_on_disk(&world);
    for _ in 0..3 {
        world.keys("<Ctrl-Z>");
    }
    assert_eq!((one(&world, "cites").at_ms, all(&world, "questions").len()), (Some(24_000), 2));
}

#[test]
fn what_was_settled_in_the_corridor_by_a_tick_stays_an_answer_of_its_own() {
    let mut world = World::new(100, 30);
    let sheet = Some(("all".to_string(), "All".to_string(), ALL_WAYS.to_string()));
    start(&mut world.app, Beginning { sheet, ..Beginning::default() });
    world.keys("T reads<Enter><Ctrl-N>uey3<Home><Enter>");
    to(&mut world, "teacher");
    assert_eq!(one(&world, "teacher").way, Way::Tick);
    world.keys("e").shows("teacher talk: looked for, not seen");
    world.keys("e").shows("teacher talk: not looked for");
}

/// From paper, with nothing planned: the sheet is chosen on the page of the visit, then every way is written down.
#[test]
fn a_visit_on_paper_gets_its_look_fors_in_every_way() {
    let mut world = World::new(100, 30);
    let sheets = world.app.places.sheets.clone();
    std::fs::create_dir_all(&sheets).expect("a folder");
    std::fs::write(sheets.join("all-ways.toml"), include_str!("sheets/all-ways.toml")).expect("written");
    world.keys("w4B<Enter>today<Enter>9:30<Enter><Enter>y<Enter>");
    assert_eq!(world.app.screen, uncover::app::Screen::Visit);
    for keys in [
        "mall ways<Enter>cites<Enter>not seen<Enter>",
        "mquestions<Enter>seven<Enter><Ctrl-U>7<Enter>",
        "mteacher talk<Enter><Tab>1:35<Enter>",
        "mstudent talk<Enter>4:30<Tab>0:40<Enter>",
        "mat the task<Enter>25/24<Enter><Ctrl-U>19/24<Enter>",
        "mgrouping<Enter>pairs<Enter>",
        "mtools<Enter>a book<Enter>a screen<Enter><Esc>",
        "mthe task asks<Enter>copying<Enter>",
        "mthe task asks<Enter>explaining<Enter>",
        "mstudents<Enter>2<Enter>listen<Enter>talk<Enter>talk<Enter><Esc>",
        "mthe wait<Enter>students answer<Enter><Tab>1.4<Enter>",
        "mwhat are<Enter>“to read it twice”<Enter>",
    ] {
        world.keys(keys);
        assert!(world.app.layers.is_empty(), "{keys}: {:?}", world.app.layers);
    }
    let page = world.app.visit.page().expect("a visit").clone();
    let visit = page.visit.uid;
    let Answer::Visit(Some(kept)) = world.reader.answer(&Ask::Visit(visit)) else { panic!("no visit") };
    let sheet = Sheet::parse("all", kept.sheet.as_deref().expect("its walk has a sheet")).expect("a sound sheet");
    let sums = Sums::of(&kept.marks);
    let told = Told { sums: &sums, length: None, there: &|n| kept.notes.iter().any(|k| k.uid == n) };
    let said = |id: &str| told.result(sheet.look_for(id).expect("on the sheet")).unwrap_or_default();
    assert_eq!(said("cites"), "looked for and not seen");
    assert_eq!(
        (said("questions"), said("teacher"), said("students")),
        ("7 times".into(), "1:35".into(), "0:40".into())
    );
    assert_eq!((said("on-task"), said("grouping")), ("19 of 24".into(), "pairs".into()));
    assert_eq!((said("tools"), said("demand")), ("a book and a screen".into(), "explaining".into()));
    assert_eq!(said("codes"), "listen in 1 of 2 intervals");
    assert_eq!(said("wait"), "1 timed, median 1.4 s: students answer 1");
    assert_eq!(said("learning"), "answered in a note");
    assert_eq!((page.marks.len(), kept.notes[0].text.as_str()), (kept.marks.len(), "“to read it twice”"));
    // A wait that was written down without a minute can be put right without one.
    world.keys("mthe wait<Enter>broken<Enter><Tab>2.0<Enter>e<Esc>r<Tab><Ctrl-U>2.5<Enter>");
    let lengths = |world: &World| {
        let page = world.app.visit.page().expect("a visit");
        page.marks.iter().filter(|m| m.look_for == "wait").map(|m| (m.at_ms, m.value)).collect::<Vec<_>>()
    };
    assert_eq!(lengths(&world), [(None, Some(1_400)), (None, Some(2_500))]);
    world.keys("<Ctrl-Z><Ctrl-Z>");
    assert_eq!(lengths(&world), [(None, Some(1_400))], "each is one act");
}

#[test]
fn a_pile_of_paper_of_one_day_is_one_walk_with_one_sheet() {
    let mut world = World::new(100, 30);
    world.keys("sT reads aloud<Enter><Ctrl-N>ey");
    let paper = "1w4B<Enter>3 days ago<Enter>9:30<Enter><Enter>y<Enter>";
    world.keys(paper).keys("mlearning walk<Enter><Esc>");
    let first = page(&world);
    world.keys(paper);
    let second = page(&world);
    assert_eq!((first.visit.walk, first.visit.number), (second.visit.walk, Some(1)));
    assert_eq!((second.visit.number, second.sheet.is_some()), (Some(2), true));
    // Taken back, the walk is made anew with the next visit.
    world.keys("<Ctrl-Z><Ctrl-Z><Ctrl-Z>").keys(paper);
    let third = page(&world);
    assert_eq!((third.visit.number, third.walk_day), (Some(1), first.walk_day));
}
