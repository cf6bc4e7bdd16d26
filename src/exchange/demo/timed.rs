//! Times of a made-up visit: who spoke for how long, and how long it stayed quiet after a question.

use super::Demo;
use super::chance::Chance;
use super::marks::Stay;
use super::visit::Moment;
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::mark::{Detail, Mark, Way};
use crate::domain::marking::Change;
use crate::domain::sheet::{LookFor, Sheet};

/// Of a hundred stretches, how many go to the timers of the sheet in their order.
const SHARES: [u32; 3] = [55, 30, 15];
/// Waits of a visit, least and most.
const WAITS: (i64, i64) = (4, 9);

impl Demo {
    /// Adds the times taken in the room to `moments`. They come from a source of chance of their own, so that the rest
    /// of the school stays as it is.
    pub fn times_taken(&mut self, sheet: &Sheet, stay: &Stay, moments: &mut Vec<Moment>) {
        let mut chance = Chance::new(self.chance.clone().next(), 3);
        let of = |way: Way| sheet.look_fors.iter().filter(move |l| l.way == way);
        let timers: Vec<&LookFor> = of(Way::Timer).collect();
        let mut at = chance.between(2, 15) * 1_000;
        let mut last = timers.len();
        while at < stay.length && !timers.is_empty() {
            let next = chance.weighted(&SHARES) % timers.len();
            // One clock follows another, never itself.
            let next = if next == last { (next + 1) % timers.len() } else { next };
            let end = (at + chance.between(12_000, 95_000)).min(stay.length);
            stretch(&mut chance, stay, timers[next], (at, end), None, moments);
            (last, at) = (next, end);
        }
        for wait in of(Way::Response) {
            for _ in 0..chance.between(WAITS.0, WAITS.1) {
                let at = chance.between(20_000, stay.length - 20_000);
                let end = at + chance.between(600, 2_500) + chance.between(0, 3) * chance.between(0, 1_200);
                let outcome = chance.weighted(&[55, 25, 12, 8]);
                let outcome = wait.options.get(outcome).map(|o| o.id.clone());
                stretch(&mut chance, stay, wait, (at, end), outcome, moments);
            }
        }
    }
}

/// A start and a stop.
fn stretch(
    chance: &mut Chance,
    stay: &Stay,
    look_for: &LookFor,
    (at, end): (i64, i64),
    outcome: Option<String>,
    moments: &mut Vec<Moment>,
) {
    let uid = chance.uid(stay.started + at);
    let (look_for, way) = (look_for.id.clone(), look_for.way);
    let from = Mark { uid, look_for, way, at_ms: Some(at), value: None, detail: Detail::None };
    let detail = outcome.map_or(Detail::None, Detail::Option);
    let to = Mark { value: Some(end - at), detail, ..from.clone() };
    moments.push((at, Verb::MarkLookFor, acts::marked(stay.visit, &from)));
    moments.push((end, Verb::MarkLookFor, acts::mark_changed(stay.visit, &Change::Alter { from, to })));
}
