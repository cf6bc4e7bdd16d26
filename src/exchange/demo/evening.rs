//! What a leader does with a made-up walk in the evening: tags, slips, closing it, and now and then a pattern.

use super::Demo;
use super::visit::{Done, Written};
use super::walk::Walk;
use super::world::World;
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::pattern::{PatternStatus, Role};
use crate::domain::schema::{Kind, visit};
use crate::domain::time::UtcMs;

/// Of the lines still without a tag, so many get one in the evening, percent.
const TAGGED_LATER: usize = 66;
/// Visits with a slip for the teacher, percent.
const WITH_SLIP: usize = 85;
/// Teachers who say something to their slip, percent.
const WITH_REPLY: usize = 25;
/// A pattern is made when this much of the time has gone (percent), one after the other, and discussed later.
const MADE_AT: [usize; 2] = [55, 75];
const DISCUSSED_AT: usize = 85;
/// Evidence kept for a pattern that is still to be made.
const MOST_SUPPORTS: usize = 14;
const MOST_COMPLICATES: usize = 4;

/// Notes that will stand behind the patterns, at most one of each side from a visit.
#[derive(Debug)]
pub struct Evidence {
    patterns: Vec<Gathered>,
}

#[derive(Debug, Default)]
struct Gathered {
    supports: Vec<Uid>,
    complicates: Vec<Uid>,
    made: Option<Uid>,
    discussed: bool,
}

impl Evidence {
    pub fn new(world: &World) -> Evidence {
        Evidence { patterns: world.file.pattern.iter().map(|_| Gathered::default()).collect() }
    }

    /// A pattern, once it was made.
    pub fn made(&self, place: usize) -> Option<Uid> {
        self.patterns.get(place)?.made
    }

    /// The notes that support a pattern.
    pub fn supports(&self, place: usize) -> &[Uid] {
        self.patterns.get(place).map_or(&[], |p| &p.supports)
    }

    /// A talk discussed it.
    pub fn was_discussed(&mut self, place: usize) {
        if let Some(pattern) = self.patterns.get_mut(place) {
            pattern.discussed = true;
        }
    }
}

impl Demo {
    pub fn evening(&mut self, walk: &Walk, visits: Vec<Done>) {
        let mut at = walk.evening;
        let written: Vec<&Written> = visits.iter().flat_map(|v| &v.written).collect();
        for (tag, notes) in self.later_tags(&written) {
            let ops = notes.into_iter().map(|(note, kind)| acts::note_tagged(note, kind, &[tag], true)).collect();
            at += self.chance.between(5, 20) * 1_000;
            self.log.act(at, Verb::TagNotes, ops);
        }
        for visit in visits.iter().filter_map(|v| v.visit) {
            if self.chance.percent(WITH_SLIP) {
                at += 40_000;
                self.log.act(at, Verb::MakeSlip, vec![Op::new(Kind::Visit, visit).int(visit::SLIP, at)]);
                if self.chance.percent(WITH_REPLY) {
                    at += 20_000;
                    self.reply(visit, at);
                }
            }
        }
        at = self.join_visits(&visits, at) + 30_000;
        self.log.act(at, Verb::CloseWalk, vec![acts::walk_closed(walk.uid, at)]);
        for visit in &visits {
            self.gather(visit);
        }
        self.answer_invitation(&visits, at + 20_000);
        self.patterns(walk, at + 60_000);
        self.talk_when_due(walk);
    }

    /// What a teacher said to the slip.
    fn reply(&mut self, visit: Uid, at: UtcMs) {
        let uid = self.chance.uid(at);
        if let Some(text) = self.chance.pick(&self.world.file.replies) {
            self.log.act(at, Verb::WriteReply, vec![acts::reply_written(uid, visit, text, at)]);
        }
    }

    /// Tags given in the evening, each with its notes: one act for each tag, as when many lines are marked at once.
    fn later_tags(&mut self, written: &[&Written]) -> Vec<(Uid, Vec<(Uid, NoteKind)>)> {
        let mut by_tag: Vec<(Uid, Vec<(Uid, NoteKind)>)> = Vec::new();
        for line in written.iter().filter(|w| !w.tagged) {
            if !self.chance.percent(TAGGED_LATER) {
                continue;
            }
            for tag in self.tags_for(line.theme) {
                match by_tag.iter_mut().find(|(t, _)| *t == tag) {
                    Some((_, notes)) => notes.push((line.note, line.kind)),
                    None => by_tag.push((tag, vec![(line.note, line.kind)])),
                }
            }
        }
        by_tag
    }

    /// Keeps a visit's notes that belong to a pattern. Exceptions complicate it only where nothing supports it.
    fn gather(&mut self, visit: &Done) {
        for (text, gathered) in self.world.file.pattern.iter().zip(&mut self.evidence.patterns) {
            let of = |themes: &[String]| {
                let known = |w: &&Written| self.words.themes().get(w.theme).is_some_and(|t| themes.contains(&t.id));
                visit.written.iter().find(known).map(|w| w.note)
            };
            match (of(&text.supports), of(&text.complicates)) {
                (Some(note), _) if gathered.supports.len() < MOST_SUPPORTS => gathered.supports.push(note),
                (None, Some(note)) if gathered.complicates.len() < MOST_COMPLICATES => gathered.complicates.push(note),
                _ => {}
            }
        }
    }

    fn patterns(&mut self, walk: &Walk, mut at: UtcMs) {
        let progress = self.calendar.progress(walk.number + 1);
        for place in 0..self.evidence.patterns.len() {
            at += 120_000;
            let due = MADE_AT.get(place).is_some_and(|due| progress >= *due);
            let made = self.evidence.patterns.get(place).and_then(|p| p.made);
            match made {
                None if due => self.make_pattern(place, at),
                Some(uid) if progress >= DISCUSSED_AT => self.discuss(place, uid, at),
                _ => {}
            }
        }
    }

    fn make_pattern(&mut self, place: usize, at: UtcMs) {
        let uid = self.chance.uid(at);
        let (Some(text), Some(gathered)) = (self.world.file.pattern.get(place), self.evidence.patterns.get_mut(place))
        else {
            return;
        };
        if gathered.supports.is_empty() {
            return;
        }
        gathered.made = Some(uid);
        let mut ops = vec![acts::pattern_stated(uid, &text.statement, text.kind())];
        ops.push(acts::pattern_evidence(uid, &gathered.supports, Some(Role::Supports)));
        if !gathered.complicates.is_empty() {
            ops.push(acts::pattern_evidence(uid, &gathered.complicates, Some(Role::Complicates)));
        }
        self.log.act(at, Verb::CreatePattern, ops);
    }

    fn discuss(&mut self, place: usize, uid: Uid, at: UtcMs) {
        let (Some(text), Some(gathered)) = (self.world.file.pattern.get(place), self.evidence.patterns.get_mut(place))
        else {
            return;
        };
        if text.discussed && !gathered.discussed {
            gathered.discussed = true;
            let op = acts::pattern_status(uid, PatternStatus::Discussed);
            self.log.act(at, Verb::SetPatternStatus, vec![op]);
        }
    }
}
