//! What happens with a team.

use crate::store::api::{TalkAnswer, TalkAsk};
use crate::store::reader::Reader;
use crate::store::trouble::Res;

/// Whether a question counts over the whole file, and waits behind others.
pub fn counts(ask: &TalkAsk) -> bool {
    matches!(ask, TalkAsk::Talk { .. } | TalkAsk::Running | TalkAsk::VoiceProposals(_) | TalkAsk::HunchBesideTeams)
}

/// Answers a question.
pub fn answer(_reader: &Reader, ask: &TalkAsk) -> Res<TalkAnswer> {
    Ok(match ask {
        TalkAsk::Teams => TalkAnswer::Teams(Vec::new()),
        TalkAsk::Talks { .. } => TalkAnswer::Talks(Vec::new()),
        TalkAsk::Talk { .. } => TalkAnswer::Talk(None),
        TalkAsk::Running => TalkAnswer::Running(None),
        TalkAsk::Voices { .. } => TalkAnswer::Voices(Vec::new()),
        TalkAsk::VoiceProposals(voice) => TalkAnswer::VoiceProposals { voice: *voice, patterns: Vec::new() },
        TalkAsk::Elsewhere => TalkAnswer::Elsewhere(Vec::new()),
        TalkAsk::Invitations => TalkAnswer::Invitations(Vec::new()),
        TalkAsk::Try => TalkAnswer::Try(Default::default()),
        TalkAsk::Problem(_) => TalkAnswer::Problem(None),
        TalkAsk::Pulse(_) => TalkAnswer::Pulse(Vec::new()),
        TalkAsk::Near { .. } => TalkAnswer::Near(Default::default()),
        TalkAsk::HunchBesideTeams => TalkAnswer::HunchBesideTeams(Default::default()),
    })
}
