use crate::app::look::Look;
use crate::app::screens::inout::choices::Choice;
use crate::app::screens::inout::sample::{InOutDesk, listing, paper};
use crate::exchange::forms::columns::of as columns_of;
use crate::exchange::inout::{Asks, Doing, Format, Outcome, Paper, Told, Why};
use crate::ui::screens::picture;

fn desk(size: (u16, u16)) -> InOutDesk {
    InOutDesk::new(size, Look::default())
}

fn folder() -> Outcome {
    listing("/home/ann/Documents/School", &["Forms/", "Rosters/", "walks-autumn.csv", "walks-spring.csv"], 3)
}

const SIZES: [((u16, u16), &str); 2] = [((80, 24), "80"), ((100, 30), "100")];

#[test]
fn the_choice() {
    for (size, name) in SIZES {
        insta::assert_snapshot!(format!("choice_{name}"), picture(&desk(size).desk.app));
    }
    let ascii = InOutDesk::new((60, 15), Look { ascii: true, ..Look::default() });
    insta::assert_snapshot!("choice_60_ascii", picture(&ascii.desk.app));
}

#[test]
fn the_files() {
    for (size, name) in SIZES {
        let mut desk = desk(size);
        desk.choose(Choice::Rooms).over(folder());
        insta::assert_snapshot!(format!("files_{name}"), picture(&desk.desk.app));
    }
    let mut desk = desk((80, 24));
    desk.choose(Choice::Out(Format::Csv)).over(folder()).keys("<Down><Enter>");
    desk.over(Outcome::Refused(Why::new(
        "You may not look into the folder /home/ann/Documents/School/Forms. Choose another, or ask who may.",
    )));
    insta::assert_snapshot!("files_refused_80", picture(&desk.desk.app));
}

#[test]
fn what_would_come_in_and_what_came() {
    for (size, name) in SIZES {
        let mut desk = desk(size);
        desk.choose(Choice::Rooms).over(folder()).keys("<Down><Down><Enter>").over(paper(40)).keys("<Down>");
        insta::assert_snapshot!(format!("coming_{name}"), picture(&desk.desk.app));
    }
    let mut desk = desk((80, 24));
    desk.choose(Choice::Out(Format::Qdpx)).over(folder()).keys("<Enter><Enter>");
    let end = "7 visits with 24 notes, 12 codes and 30 codings in /home/ann/x.qdpx. No names: rooms are letters.";
    desk.over(Outcome::Paper(Paper { lines: Vec::new(), end: end.into(), changes: true, ..Paper::default() }));
    insta::assert_snapshot!("written_80", picture(&desk.desk.app));
}

#[test]
fn a_form_that_cannot_be_read_yet() {
    let columns = columns_of(&["Quand".into(), "Salle".into(), "Ce que je vois".into()], &[]);
    let sentence = "No column of f.csv is known as notes, look-fors or a room: “Quand”, “Salle”. Nothing was changed.";
    let why = Why { sentence: sentence.into(), asks: Asks::Column };
    let mut desk = desk((80, 24));
    desk.choose(Choice::Notes).over(folder()).keys("<Down><Down><Enter>");
    desk.over(Outcome::Notes(Box::new(Told { columns, wish: Default::default(), paper: Err(why) })));
    insta::assert_snapshot!("form_80", picture(&desk.desk.app));
}

#[test]
fn a_passphrase_is_dots() {
    let mut desk = desk((80, 24));
    desk.choose(Choice::Out(Format::Bundle)).over(folder()).keys("<Enter><Enter>secret words<Enter>sec");
    let picture = picture(&desk.desk.app);
    assert!(!picture.contains("sec") || !picture.contains("secret words"), "{picture}");
    insta::assert_snapshot!("secret_80", picture);
}

#[test]
fn how_far_it_is() {
    for (size, name) in SIZES {
        let mut desk = desk(size);
        desk.choose(Choice::Notes).over(folder()).keys("<Down><Down><Enter>").over(paper(2)).keys("y");
        desk.far(Doing::Saving, 30_000, Some(100_000));
        insta::assert_snapshot!(format!("working_{name}"), picture(&desk.desk.app));
    }
    let mut desk = desk((80, 24));
    desk.choose(Choice::Notes).over(folder()).keys("<Down><Down><Enter>");
    desk.far(Doing::Reading, 12_000, None);
    insta::assert_snapshot!("reading_80", picture(&desk.desk.app));
}

#[test]
fn every_size_is_painted() {
    for (columns, rows) in [(40, 10), (50, 12), (200, 60)] {
        let mut desk = desk((columns, rows));
        picture(&desk.desk.app);
        desk.choose(Choice::Rooms).over(folder());
        assert!(picture(&desk.desk.app).contains("> "), "{columns} columns");
        desk.keys("<Down><Down><Enter>").over(paper(200));
        assert!(picture(&desk.desk.app).contains("below"), "{columns} columns");
    }
}
