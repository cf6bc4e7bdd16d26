//! The protocols a talk can be held with: one's own, and those that come with the program.

use super::App;
use super::effect::Effect;
use crate::domain::talk_protocol::TalkProtocol;
use crate::exchange::own::Broken;
use crate::exchange::talks::OwnTalkProtocols;

/// A protocol that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProtocolChoice<'a> {
    pub protocol: &'a TalkProtocol,
    /// It is in the folder of one's own.
    pub own: bool,
}

/// What is known of talk protocols; those built in are always there.
#[derive(Debug, Default)]
pub struct TalkProtocols {
    own: Vec<TalkProtocol>,
    /// Files of one's own that cannot be used.
    pub broken: Vec<Broken>,
}

impl TalkProtocols {
    /// All that a talk can be held with, one's own first. Those that are only steps of others are left out.
    pub fn all(&self) -> Vec<ProtocolChoice<'_>> {
        let own = self.own.iter().map(|protocol| ProtocolChoice { protocol, own: true });
        let built_in = TalkProtocol::built_in().iter().map(|protocol| ProtocolChoice { protocol, own: false });
        own.chain(built_in).filter(|c| c.protocol.stands_alone()).collect()
    }

    /// The one with this id.
    pub fn by_id(&self, id: &str) -> Option<&TalkProtocol> {
        self.all().into_iter().map(|c| c.protocol).find(|p| p.id == id)
    }
}

/// Asks for one's own talk protocols.
pub fn ask_own(app: &mut App) {
    app.effect(Effect::ReadTalkProtocols);
}

pub fn own_came(app: &mut App, own: OwnTalkProtocols) {
    app.talk_protocols.own = own.found.into_iter().map(|o| o.value).collect();
    app.talk_protocols.broken = own.broken;
}
