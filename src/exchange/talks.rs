//! The folder of one's own talk protocols.

use super::own::{Definition, Own, OwnFile, Words};
use crate::domain::data_file::Mistakes;
use crate::domain::talk_protocol::{Captures, MAX_FILE, Step, TalkProtocol};

pub type OwnTalkProtocols = Own<TalkProtocol>;
pub type OwnTalkProtocol = OwnFile<TalkProtocol>;

impl Definition for TalkProtocol {
    const WORDS: Words = Words {
        one: "talk protocol",
        many: "talk protocols",
        folder: "talks",
        command: "talk",
        users: "Talks that used",
        offered: "It can be chosen for a talk now.",
    };
    const MAX_FILE: usize = MAX_FILE;

    fn parse_bytes(file_name: &str, bytes: &[u8]) -> Result<TalkProtocol, Mistakes> {
        TalkProtocol::parse_bytes(file_name, bytes)
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> String {
        TalkProtocol::size(self)
    }

    fn summary(&self) -> String {
        let alone = if self.stands_alone() { "" } else { ", a step of others" };
        format!("{}, {}{alone}", self.with.word(), TalkProtocol::size(self))
    }

    /// The steps as they will come, those of other protocols in their place, with the minutes they take together.
    fn details(&self) -> String {
        let planned = self.planned();
        let spare = match self.minutes - planned {
            0 => String::new(),
            spare => format!(" of the {} of the meeting: {spare} min to spare", self.minutes),
        };
        let first = self.patterns_first.as_ref().map(|why| format!("\nPatterns before teachers speak, because: {why}"));
        let steps: String = self.steps.iter().map(line).collect();
        format!(
            "\n\n  min  who speaks        step [what stands on the wall] → what is written down{steps}\n {planned:>4}  min together{spare}{}",
            first.unwrap_or_default()
        )
    }

    fn built_in() -> &'static [(&'static str, &'static str)] {
        TalkProtocol::sources()
    }

    fn template(id: &str) -> Option<String> {
        TalkProtocol::template(id)
    }
}

fn line(step: &Step) -> String {
    let minutes = step.minutes.map_or_else(|| "–".to_string(), |m| m.to_string());
    let captures = match step.captures {
        Captures::Nothing => String::new(),
        what => format!(" → {}", what.word()),
    };
    format!("\n {minutes:>4}  {:<16}  {} [{}]{captures}", step.speaks.said(), step.title, step.shows.word())
}
