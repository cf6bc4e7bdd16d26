//! Readers of tables: rosters, forms, lists of names.

use super::file::{NOW, Place, Template, folds_to_the_same};
use super::{refusal, safe};
use std::path::Path;
use uncover::domain::act::Verb;
use uncover::exchange::forms::{self, Around, Column, Order, Split, Taken, Wish, dates};
use uncover::exchange::names::read_list;
use uncover::exchange::roster;
use uncover::store::api::{Answer, Ask};
use uncover::store::{Core, Reader};

/// One table alone: a plain list, or one of a roster's.
pub fn roster_list(bytes: &[u8]) {
    let place = Place::new(Template::Empty);
    roster_at(&place, &place.with("list.csv", bytes));
}

/// Several tables in a folder: each begins with a line "== name".
pub fn roster_folder(bytes: &[u8]) {
    let place = Place::new(Template::Empty);
    let folder = place.folder.path().join("roster");
    std::fs::create_dir(&folder).expect("a folder");
    for part in parts(bytes, b"== ") {
        let (name, table) = part.split_at(part.iter().position(|b| *b == b'\n').unwrap_or(part.len()));
        let name: String =
            String::from_utf8_lossy(name).chars().filter(|c| c.is_ascii_alphanumeric()).take(40).collect();
        let name = format!("{}.csv", name.strip_suffix("csv").unwrap_or(&name));
        std::fs::write(folder.join(name), table.get(1..).unwrap_or_default()).expect("written");
    }
    roster_at(&place, &folder);
}

pub fn roster_zip(bytes: &[u8]) {
    let place = Place::new(Template::Empty);
    let mut zip = b"PK".to_vec();
    zip.extend(bytes.strip_prefix(b"PK").unwrap_or(bytes));
    roster_at(&place, &place.with("roster.zip", &zip));
}

fn roster_at(place: &Place, path: &Path) {
    let roster = match roster::read(path, &roster::Wish::default(), &mut |_| {}) {
        Ok(roster) => roster,
        Err(refused) => return refusal(&refused.to_string()),
    };
    let mut core = place.core();
    let known = place.reader().known().expect("rooms");
    let (ops, report) = match roster::plan(&roster, &known) {
        Ok(planned) => planned,
        Err(refused) => return refusal(&refused.to_string()),
    };
    report.lines().iter().for_each(|line| safe(line));
    place.save(&mut core, Verb::ImportRoster, ops);
    let known = place.reader().known().expect("rooms");
    let (again, _) = roster::plan(&roster, &known).expect("a plan");
    assert_eq!(again, [], "the same roster again changes something");
    folds_to_the_same(&mut core);
}

/// Parts that begin with a mark at the beginning of a line.
fn parts<'b>(bytes: &'b [u8], mark: &[u8]) -> Vec<&'b [u8]> {
    let starts: Vec<usize> =
        (0..bytes.len()).filter(|at| bytes[*at..].starts_with(mark) && (*at == 0 || bytes[at - 1] == b'\n')).collect();
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts.iter().zip(ends).map(|(from, to)| &bytes[from + mark.len()..to]).collect()
}

/// A form as it stands; then with every unknown heading taken as notes, days given, and its cells split.
pub fn form(bytes: &[u8]) {
    let place = Place::new(Template::School);
    let path = place.with("walks.csv", bytes);
    let open = match forms::open(&path) {
        Ok(open) => open,
        Err(refused) => return refusal(&refused.to_string()),
    };
    let mut core = place.core();
    form_with(&place, &mut core, &open, &Wish::default());
    let note = Column::parse("note").expect("a column");
    let wish = Wish {
        map: open.headings.iter().take(2).map(|h| (h.clone(), note)).collect(),
        split: Some([Split::Sentences, Split::Clauses, Split::Cell][bytes.len() % 3]),
        order: Some([Order::Dmy, Order::Mdy, Order::Ymd][bytes.len() % 3]),
        day: chrono::NaiveDate::from_ymd_opt(2026, 9, 14),
        unchecked_not_seen: Some(true),
    };
    form_with(&place, &mut core, &open, &wish);
    folds_to_the_same(&mut core);
}

fn form_with(place: &Place, core: &mut Core, open: &forms::Open, wish: &Wish) {
    let form = match forms::read(open, wish, &mut |_| {}) {
        Ok(form) => form,
        Err(refused) => return refusal(&refused.to_string()),
    };
    let Taken { ops, report } = planned(&place.reader(), &form, wish);
    report.lines().iter().for_each(|line| safe(line));
    if !ops.is_empty() {
        place.save(core, Verb::ImportNotes, ops);
    }
    let again = planned(&place.reader(), &form, wish).ops;
    assert_eq!(again, [], "the same form again changes something");
}

fn planned(reader: &Reader, form: &forms::Form, wish: &Wish) -> Taken {
    let list = |question| reader.answer(&question);
    let (Answer::Observers(observers), Answer::Tags(tags), Answer::Sheets(sheets)) =
        (list(Ask::Observers), list(Ask::Tags), list(Ask::Sheets))
    else {
        panic!("the file does not answer");
    };
    let around = Around {
        known: reader.known().expect("rooms"),
        observers,
        tags,
        sheets,
        now: NOW.utc,
        follow_ups_stay: 1_000_000,
        offset: &|_| -4 * 3_600,
        there: &|kind, uids| reader.there(kind, uids),
    };
    forms::plan(form, wish, &around).expect("a plan")
}

/// Days, times and offsets, a line each.
pub fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for cell in text.lines() {
        for order in [Order::Dmy, Order::Mdy, Order::Ymd] {
            let _ = dates::read(cell, order);
        }
        let _ = (dates::read_time(cell), dates::read_offset(cell));
    }
    let _ = dates::decide(text.lines());
}

/// A list of names.
pub fn names(bytes: &[u8]) {
    match read_list(bytes) {
        Ok(names) => assert!(names.iter().all(|(_, name)| !name.trim().is_empty())),
        Err(why) => safe(&why),
    }
}
