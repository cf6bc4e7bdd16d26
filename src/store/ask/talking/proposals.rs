//! Patterns that may be what a voice says. The order is all that is known: it is a person who says what is the same.

use super::voices;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::suggestion::{Decision, voice_topic};
use crate::store::api::VoiceProposal;
use crate::store::ask::like::{decided, with_meanings};
use crate::store::ask::rows;
use crate::store::reader::Reader;
use crate::store::trouble::Res;

/// Proposed at once, at most.
const MOST: usize = 5;
/// The newest patterns are compared.
const PATTERNS: i64 = 2_000;
/// Less alike than this is no more alike than any two sentences about lessons; nobody is asked about those.
const LEAST: f32 = 0.2;

/// Patterns by likeness of meaning, the likest first; without those the voice is linked to, and those a person said it
/// is not.
pub fn proposals(reader: &Reader, voice: Uid) -> Res<Vec<VoiceProposal>> {
    let c = &reader.connection;
    let Some(id) = rows::id_of(c, voice)? else { return Ok(Vec::new()) };
    let Some(said) = voices::row(c, id)? else { return Ok(Vec::new()) };
    with_meanings(reader, |by, _| {
        let asked = by.meaning(&said.text);
        let mut statement = c.prepare_cached(
            "SELECT e.uid, p.statement FROM pattern p JOIN entity e ON e.id = p.id
             WHERE p.statement IS NOT NULL AND p.deleted IS NOT 1 ORDER BY p.id DESC LIMIT ?1",
        )?;
        let patterns = statement
            .query_map([PATTERNS], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?
            .collect::<Result<Vec<(Uid, String)>, _>>()?;
        let mut ranked: Vec<(f32, Uid, String)> = patterns
            .into_iter()
            .filter(|(uid, _)| !said.links.iter().any(|(linked, ..)| linked == uid))
            .map(|(uid, statement)| (by.meaning(&statement).likeness(&asked), uid, statement))
            .filter(|(likeness, ..)| *likeness >= LEAST)
            .collect();
        ranked.order_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found = Vec::new();
        for (likeness, pattern, statement) in ranked {
            if found.len() >= MOST {
                break;
            }
            if decided(c, &voice_topic(voice, pattern))? == Some(Decision::Dismissed) {
                continue;
            }
            let places = by.meaning(&statement).carried_by(&asked);
            let words = places.into_iter().filter_map(|at| statement.get(at).map(String::from)).collect();
            found.push(VoiceProposal { pattern, statement, words, likeness });
        }
        Ok(found)
    })
}
