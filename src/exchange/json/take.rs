//! Reading a complete copy piece by piece, in the order in which it stands there.

use super::read::{LARGEST, Stage};
use super::{FORMAT, VERSION};
use crate::domain::id::Uid;
use crate::domain::time::UtcMs;
use crate::store::api::Trouble;
use crate::store::intake::{ActHead, Intake, Unfit};
use chrono::DateTime;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

/// Changes between two calls of `told`.
const TOLD_EVERY: u64 = 10_000;

/// Why reading stopped.
#[derive(Debug)]
pub enum Why {
    /// What was expected, to stand before "was expected".
    Expected(String),
    /// What the reader of JSON said.
    NoJson(String),
    Cut,
    NotOurs,
    NoNames,
    Newer(i64),
    Trouble(Trouble),
}

/// What the copy says of itself.
#[derive(Debug, Default)]
pub struct Head {
    ours: bool,
    names: Option<bool>,
    pub made: Option<UtcMs>,
    pub agreements: Option<Json>,
    /// How many it says there are of each, once that was read: it stands at the end.
    pub counts: Vec<(String, u64)>,
    ended: bool,
}

impl Head {
    /// Whether changes may follow.
    fn is_complete_copy(&self) -> Result<(), Why> {
        match (self.ours, self.names) {
            (false, _) => Err(Why::NotOurs),
            (true, Some(true)) => Ok(()),
            (true, Some(false)) => Err(Why::NoNames),
            (true, None) => Err(Why::Expected("“names” before the changes".into())),
        }
    }

    /// Whether nothing is missing at the end.
    pub fn whole(&self) -> Result<(), Why> {
        self.is_complete_copy()?;
        if self.ended { Ok(()) } else { Err(Why::Cut) }
    }
}

/// A copy while it is read.
pub struct Taking<'t> {
    pub intake: Intake,
    pub head: Head,
    /// The list that is being read, and the number of its entry from 1; 0: in no list.
    pub place: (String, u64),
    pub why: Option<Why>,
    /// Bytes that may still be read of this entry.
    pub left: Rc<Cell<u64>>,
    pub told: &'t mut dyn FnMut(Stage),
    /// Changes that were taken.
    pub read: u64,
}

impl<'t> Taking<'t> {
    pub fn new(intake: Intake, left: Rc<Cell<u64>>, told: &'t mut dyn FnMut(Stage)) -> Taking<'t> {
        Taking { intake, head: Head::default(), place: (String::new(), 0), why: None, left, told, read: 0 }
    }

    /// Reads one document: all, or a line.
    pub fn whole<'a>(&'a mut self) -> Whole<'a, 't> {
        self.left.set(LARGEST);
        Whole(self)
    }

    fn stop<E: Error>(&mut self, why: impl Into<Why>) -> E {
        self.why.get_or_insert(why.into());
        E::custom("refused")
    }

    fn need<T, E: Error>(&mut self, found: Option<T>, what: &str) -> Result<T, E> {
        match found {
            Some(found) => Ok(found),
            None => Err(self.stop(Why::Expected(what.into()))),
        }
    }

    /// The next entry of a list begins.
    fn entry(&mut self, list: &str) {
        if self.place.0 != list {
            self.place = (list.into(), 0);
        }
        self.place.1 += 1;
        self.left.set(LARGEST);
    }

    /// A field of the document.
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        self.place = (String::new(), 0);
        self.left.set(LARGEST);
        match key {
            "acts" | "replicas" => return map.next_value_seed(Each(self, key)),
            "format" | "version" | "names" | "made" | "agreements" | "counts" => {}
            _ => return map.next_value_seed(Passed(self, key)),
        }
        let value: Json = map.next_value()?;
        match key {
            "format" => {
                self.head.ours = value == FORMAT;
                if !self.head.ours {
                    return Err(self.stop(Why::NotOurs));
                }
            }
            "version" => {
                let version = self.need(value.as_i64(), "a whole number under “version”")?;
                if version > VERSION {
                    return Err(self.stop(Why::Newer(version)));
                }
            }
            "names" => {
                self.head.names = Some(self.need(value.as_bool(), "true or false under “names”")?);
                if let Err(why) = self.head.is_complete_copy() {
                    return Err(self.stop(why));
                }
            }
            "made" => self.head.made = value.as_str().and_then(moment),
            "agreements" => self.head.agreements = Some(value),
            _ => {
                let all = self.need(value.as_object(), "numbers under “counts”")?;
                let numbers = all.iter().map(|(word, n)| Some((word.clone(), n.as_u64()?))).collect();
                self.head.counts = self.need(numbers, "numbers under “counts”")?;
                self.head.ended = true;
            }
        }
        Ok(())
    }

    /// A line of JSON Lines, after the list it belongs to.
    fn line<'de, A: MapAccess<'de>>(&mut self, list: &str, mut map: A) -> Result<(), A::Error> {
        match list {
            "head" | "foot" => {
                while let Some(key) = map.next_key::<String>()? {
                    self.field(&key, &mut map)?;
                }
                Ok(())
            }
            _ => {
                self.entry(list);
                self.fields(map)
            }
        }
    }

    /// The fields of an entry of the list that is being read.
    fn fields<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<(), A::Error> {
        match self.place.0.as_str() {
            "acts" => self.act(map),
            "replicas" => self.replica(map),
            _ => {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(())
            }
        }
    }

    fn replica<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<(), A::Error> {
        let (mut id, mut stream, mut mine) = (None, None, false);
        while let Some(key) = map.next_key::<String>()? {
            let value: Json = map.next_value()?;
            match key.as_str() {
                "id" => id = value.as_str().and_then(Uid::parse),
                "stream" => stream = value.as_i64(),
                "mine" => mine = value == true,
                _ => {}
            }
        }
        let id = self.need(id, "the id of a log under “id”")?;
        let stream = self.need(stream, "a number under “stream”")?;
        match self.intake.replica(id, stream, mine) {
            Ok(_) => Ok(()),
            Err(unfit) => Err(self.stop(unfit)),
        }
    }

    fn act<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<(), A::Error> {
        if let Err(why) = self.head.is_complete_copy() {
            return Err(self.stop(why));
        }
        let mut said = Said::default();
        let mut operations = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "operations" {
                let head = self.need(said.head(), "replica, sequence, stream, clock and verb before the operations")?;
                if let Err(unfit) = self.intake.act(&head) {
                    return Err(self.stop(unfit));
                }
                operations = true;
                map.next_value_seed(Operations(self))?;
            } else {
                let value: Json = map.next_value()?;
                let fits = said.take(&key, &value);
                self.need(fits, &format!("a value that fits under “{}”", crate::domain::text::visible(&key)))?;
            }
        }
        self.need(operations.then_some(()), "a list “operations”")?;
        self.read += 1;
        if self.read.is_multiple_of(TOLD_EVERY) {
            (self.told)(Stage::Read(self.read));
        }
        Ok(())
    }

    fn operation<E: Error>(&mut self, mut op: Json) -> Result<(), E> {
        let id = self.need(op["id"].as_str().and_then(Uid::parse), "the id of a thing in each operation")?;
        let kind = self.need(op["kind"].as_i64(), "a number under “kind” in each operation")?;
        let fields = match op.get_mut("fields").map(Json::take) {
            Some(Json::Object(fields)) => Some(fields),
            Some(Json::Null) => None,
            _ => return Err(self.stop(Why::Expected("fields, or null, in each operation".into()))),
        };
        match self.intake.op(id, kind, fields) {
            Ok(()) => Ok(()),
            Err(unfit) => Err(self.stop(unfit)),
        }
    }
}

/// What an act said of itself so far.
#[derive(Default)]
struct Said {
    replica: Option<Uid>,
    sequence: Option<i64>,
    stream: Option<i64>,
    clock: Option<i64>,
    verb: Option<i64>,
    undoes: Option<(Uid, i64)>,
}

impl Said {
    /// Takes a field; `None` when its value does not fit. One that nobody knows is passed over.
    fn take(&mut self, key: &str, value: &Json) -> Option<()> {
        match key {
            "replica" => self.replica = Some(Uid::parse(value.as_str()?)?),
            "sequence" => self.sequence = Some(value.as_i64()?),
            "stream" => self.stream = Some(value.as_i64()?),
            "clock" => self.clock = Some(value.as_str()?.parse().ok()?),
            "verb" => self.verb = Some(value.as_i64()?),
            "undoes" => self.undoes = Some((Uid::parse(value.get(0)?.as_str()?)?, value.get(1)?.as_i64()?)),
            _ => {}
        }
        Some(())
    }

    fn head(&self) -> Option<ActHead> {
        Some(ActHead {
            replica: self.replica?,
            sequence: self.sequence?,
            stream: self.stream?,
            clock: self.clock?,
            verb: self.verb?,
            undoes: self.undoes,
        })
    }
}

fn moment(text: &str) -> Option<UtcMs> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_millis())
}

impl From<Unfit> for Why {
    fn from(unfit: Unfit) -> Why {
        match unfit {
            Unfit::Expected(what) => Why::Expected(what),
            Unfit::Trouble(trouble) => Why::Trouble(trouble),
        }
    }
}

/// A whole document, or a line of JSON Lines.
pub struct Whole<'a, 't>(&'a mut Taking<'t>);

impl<'de> DeserializeSeed<'de> for Whole<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Whole(taking) = self;
        let mut key = map.next_key::<String>()?;
        if key.as_deref() == Some("list") {
            let list: String = map.next_value()?;
            return taking.line(&list, map);
        }
        while let Some(name) = key {
            taking.field(&name, &mut map)?;
            key = map.next_key()?;
        }
        Ok(())
    }
}

/// A list whose entries are taken.
struct Each<'a, 't>(&'a mut Taking<'t>, &'a str);

impl<'de> DeserializeSeed<'de> for Each<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Each<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Each(taking, list) = self;
        loop {
            taking.entry(list);
            if seq.next_element_seed(Entry(taking))?.is_none() {
                return Ok(());
            }
        }
    }
}

/// An entry of such a list.
struct Entry<'a, 't>(&'a mut Taking<'t>);

impl<'de> DeserializeSeed<'de> for Entry<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.0.fields(map)
    }
}

/// The operations of an act, of which there may be very many.
struct Operations<'a, 't>(&'a mut Taking<'t>);

impl<'de> DeserializeSeed<'de> for Operations<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Operations<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of operations")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Operations(taking) = self;
        while let Some(op) = seq.next_element::<Json>()? {
            taking.operation(op)?;
            taking.left.set(LARGEST);
        }
        Ok(())
    }
}

/// A field that is passed over: all that a reader sees in it follows from the log.
struct Passed<'a, 't>(&'a mut Taking<'t>, &'a str);

impl<'de> DeserializeSeed<'de> for Passed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Passed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Passed(taking, list) = self;
        loop {
            taking.entry(list);
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}
