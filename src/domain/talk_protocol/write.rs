//! Writes a talk protocol as the text it can be read from again.

use super::{FORMAT, Step, TalkProtocol};
use std::fmt::Write;

pub(super) fn written(protocol: &TalkProtocol) -> String {
    let mut out = format!("format = {FORMAT}\n");
    text(&mut out, "id", &protocol.id);
    text(&mut out, "title", &protocol.title);
    text(&mut out, "about", &protocol.about);
    text(&mut out, "source", &protocol.source);
    text(&mut out, "licence", &protocol.licence);
    text(&mut out, "with", protocol.with.word());
    if protocol.minutes > 0 {
        line(&mut out, "minutes", protocol.minutes);
    }
    if protocol.needs_shared_problem {
        line(&mut out, "needs_shared_problem", true);
    }
    text(&mut out, "patterns_first", protocol.patterns_first.as_deref().unwrap_or_default());
    for step in &protocol.steps {
        one(&mut out, step);
    }
    out
}

fn one(out: &mut String, step: &Step) {
    out.push_str("\n[[step]]\n");
    text(out, "id", &step.id);
    text(out, "title", &step.title);
    text(out, "instruction", &step.instruction);
    if let Some(minutes) = step.minutes {
        line(out, "minutes", minutes);
    }
    text(out, "speaks", step.speaks.word());
    text(out, "captures", step.captures.word());
    text(out, "shows", step.shows.word());
}

/// A text that has no control characters, so that two marks are all that must be written in another way. Nothing where
/// there is none.
fn text(out: &mut String, key: &str, text: &str) {
    if !text.is_empty() {
        line(out, key, format_args!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    }
}

fn line(out: &mut String, key: &str, value: impl std::fmt::Display) {
    // Writing into a text cannot fail.
    let _ = writeln!(out, "{key} = {value}");
}
