//! A project: first the description of everything, then the texts of the visits, one after the other into the archive.

use super::codes::{Codes, Step};
use super::text;
use super::{Ids, Made, Wish, moment, origin, plain, rendered};
use crate::domain::agreements::Agreements;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::time::{day_bounds, day_of_number};
use crate::exchange::tables::known::Known;
use crate::exchange::tables::visits::Visit;
use crate::exchange::whole::Stop;
use crate::store::Reader;
use crate::store::api::VisitView;
use crate::store::export::Hands;
use askama::Template;
use std::collections::HashMap;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Notes between two calls of `told`.
const TOLD_EVERY: u64 = 1_000;

#[derive(Template)]
#[template(path = "project.xml")]
struct Head<'p> {
    origin: String,
    made: String,
    coders: &'p [Coder],
    steps: &'p [Step],
    variables: &'p [Variable],
}

/// Somebody at a laptop, without a name.
#[derive(Debug)]
struct Coder {
    guid: String,
    name: String,
}

struct Variable {
    guid: String,
    name: &'static str,
    sort: &'static str,
}

#[derive(Template)]
#[template(path = "source.xml")]
struct Source {
    guid: String,
    name: String,
    coder: String,
    began: String,
    spots: Vec<Selection>,
    values: Vec<VariableValue>,
}

struct Selection {
    guid: String,
    line: usize,
    start: usize,
    end: usize,
    coder: String,
    at: String,
    codings: Vec<Coding>,
}

struct Coding {
    guid: String,
    coder: String,
    at: String,
    code: String,
}

struct VariableValue {
    variable: String,
    element: &'static str,
    said: String,
}

/// What is known of a visit beside its text.
const VARIABLES: [(&str, &str, &str); 6] = [
    ("Day", "Date", "DateValue"),
    ("Focus question", "Text", "TextValue"),
    ("Room", "Text", "TextValue"),
    ("Grade", "Text", "TextValue"),
    ("Subject", "Text", "TextValue"),
    ("Period", "Text", "TextValue"),
];

/// Writes the archive.
pub(super) fn fill(reader: &Reader, out: &mut dyn Write, wish: Wish, told: &mut dyn FnMut(u64)) -> Result<Made, Stop> {
    let known = Known::read(reader, wish.seed)?;
    let ids = Ids(wish.ids);
    let codes = Codes::read(reader, &known, &ids)?;
    let coders = Coders::read(reader, &ids)?;
    let mut archive = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default();
    archive.start_file("project.qde", options)?;
    let mut project = Project { reader, known: &known, ids, codes, coders, wish, made: Made::default() };
    project.describe(&mut archive, told)?;
    known.each_visit(reader, |visit| {
        if let Some(view) = reader.visit_page(visit.uid)? {
            archive.start_file(format!("sources/{}.txt", project.ids.of("visit", visit.number)), options)?;
            archive.write_all(text::of(&known, &view).0.as_bytes())?;
        }
        Ok(())
    })?;
    archive.finish()?;
    Ok(project.made)
}

struct Project<'r> {
    reader: &'r Reader,
    known: &'r Known,
    ids: Ids,
    codes: Codes,
    coders: Coders,
    wish: Wish,
    made: Made,
}

impl Project<'_> {
    fn describe(&mut self, out: &mut dyn Write, told: &mut dyn FnMut(u64)) -> Result<(), Stop> {
        let variables: Vec<Variable> = VARIABLES
            .iter()
            .zip(1..)
            .map(|((name, sort, _), n)| Variable { guid: self.ids.of("variable", n), name, sort })
            .collect();
        let head = Head {
            origin: origin(),
            made: moment(self.wish.made),
            coders: &self.coders.all,
            steps: &self.codes.steps,
            variables: &variables,
        };
        out.write_all(rendered(&head).as_bytes())?;
        self.made.codes = self.codes.count();
        let (reader, known) = (self.reader, self.known);
        let mut told_at = TOLD_EVERY;
        known.each_visit(reader, |visit| {
            let Some(view) = reader.visit_page(visit.uid)? else { return Ok(()) };
            // A list of sources must have one.
            if self.made.visits == 0 {
                writeln!(out, "<Sources>")?;
            }
            self.made.visits += 1;
            let source = self.source(visit, &view)?;
            out.write_all(rendered(&source).as_bytes())?;
            if self.made.notes >= told_at {
                told_at = self.made.notes + TOLD_EVERY;
                told(self.made.notes);
            }
            Ok(())
        })?;
        if self.made.visits > 0 {
            writeln!(out, "</Sources>")?;
        }
        out.write_all(rendered(&Foot { foot: self.foot()? }).as_bytes())?;
        Ok(())
    }

    /// Who may see it, and what is not in it.
    fn foot(&self) -> Result<String, Stop> {
        let settings = self.reader.settings()?;
        let setting = |key: &str| settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
        let foot = plain(&self.known.masked(&Agreements::from_settings(setting).foot()));
        Ok(format!(
            "{foot} No names: rooms are letters and coders are numbers, in an order that changes with every export. \
             Somebody who knows the school may still recognise a lesson."
        ))
    }

    fn source(&mut self, visit: &Visit, view: &VisitView) -> Result<Source, Stop> {
        let (room, walk) = (visit.room, visit.walk);
        let began = view.visit.started.unwrap_or_else(|| day_bounds(day_of_number(view.walk_day), 0).0);
        let (_, spots) = text::of(self.known, view);
        let mut selections = Vec::with_capacity(spots.len());
        let mut coder = None;
        for spot in &spots {
            self.made.notes += 1;
            let hands = self.reader.hands(spot.note.uid)?;
            coder = coder.or_else(|| hands.written.and_then(|replica| self.coders.of.get(&replica).cloned()));
            let selection = self.selection(spot, began, &hands);
            // Some programs take a selection without a code for an empty remark of somebody.
            selections.extend(Some(selection).filter(|s| !s.codings.is_empty()));
        }
        let said = [&walk.day, &walk.focus, &room.letter, &room.grade, &room.subject, &visit.period];
        let values = VARIABLES.iter().zip(1..).zip(said).filter(|(_, said)| !said.is_empty());
        let values = values.map(|(((_, _, element), n), said)| VariableValue {
            variable: self.ids.of("variable", n),
            element,
            said: plain(said),
        });
        Ok(Source {
            guid: self.ids.of("visit", visit.number),
            // No dot in it: some programs take what follows one for an ending.
            name: plain(format!("Visit {} {}", visit.number, room.letter).trim_end()).replace('.', " "),
            coder: coder.unwrap_or_default(),
            began: moment(began),
            spots: selections,
            values: values.collect(),
        })
    }

    fn selection(&mut self, spot: &text::Spot, began: i64, hands: &Hands) -> Selection {
        let number = self.made.notes;
        let coder = |replica: &Uid| self.coders.of.get(replica).cloned().unwrap_or_default();
        let mut codings: Vec<Coding> = Vec::new();
        for (tag, replica, at) in &hands.tags {
            let Some(code) = self.codes.of(*tag) else { continue };
            if codings.iter().all(|c| c.code != *code) {
                let guid = self.ids.of(&format!("coding {number}"), codings.len() as u64);
                codings.push(Coding { guid, coder: coder(replica), at: moment(*at), code: code.clone() });
            }
        }
        self.made.codings += codings.len() as u64;
        Selection {
            guid: self.ids.of("note", number),
            line: spot.line,
            start: spot.start,
            end: spot.end,
            coder: hands.written.as_ref().map(coder).unwrap_or_default(),
            at: moment(began + spot.note.at_ms.unwrap_or_default()),
            codings,
        }
    }
}

#[derive(Template)]
#[template(source = "<Description>{{ foot }}</Description>\n</Project>", ext = "xml")]
struct Foot {
    foot: String,
}

/// Who wrote and tagged: what was done on this laptop is one coder, what came from each other log another one.
struct Coders {
    all: Vec<Coder>,
    of: HashMap<Uid, String>,
}

impl Coders {
    fn read(reader: &Reader, ids: &Ids) -> Result<Coders, Stop> {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        reader.each_replica(|uid, stream, mine| match (stream, mine) {
            (0, true) => own.push(uid),
            (0, false) => others.push(uid),
            _ => {}
        })?;
        let groups = std::iter::once(own).filter(|own| !own.is_empty()).chain(others.into_iter().map(|one| vec![one]));
        // In the order of ids nobody can guess: the first would else be whoever exports.
        let mut groups: Vec<(String, Vec<Uid>)> = groups.zip(1..).map(|(g, n)| (ids.of("coder", n), g)).collect();
        groups.order();
        let mut coders = Coders { all: Vec::new(), of: HashMap::new() };
        for ((guid, replicas), n) in groups.into_iter().zip(1..) {
            coders.of.extend(replicas.into_iter().map(|replica| (replica, guid.clone())));
            coders.all.push(Coder { guid, name: format!("Coder {n}") });
        }
        Ok(coders)
    }
}
