//! The one way in which a text of the file comes onto the projector: what the leader left out stays out, words the leader
//! chose stand in place of the others, and every name is masked.

use crate::domain::id::Uid;
use crate::domain::talk_shown::TalkShown;
use crate::language::mask::Masker;

/// What may be seen.
pub struct Seen<'a> {
    names: &'a Masker,
    /// None: what the leader decided cannot be read, so no pattern and no note is shown.
    shown: Option<TalkShown>,
}

impl<'a> Seen<'a> {
    /// `shown` is what is kept with the talk, as JSON.
    pub fn new(names: &'a Masker, shown: &str) -> Seen<'a> {
        Seen { names, shown: TalkShown::read(shown) }
    }

    /// A text that people see: its names are masked.
    pub fn text(&self, text: &str) -> String {
        self.names.mask(text)
    }

    /// The words of a pattern or a note; `None`: it is left out.
    pub fn piece(&self, uid: Uid, own: &str) -> Option<String> {
        self.shown.as_ref()?.words(uid, own).map(|words| self.text(words))
    }
}
