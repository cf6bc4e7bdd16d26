//! The words in which `uncover purge` tells what goes and what still holds it.

use super::paths;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::text::{count, visible};
use crate::store::retention::{self, Fitting};
use std::collections::BTreeMap;
use std::path::Path;

/// “3 notes”.
pub fn of_kind(kind: Kind, n: usize) -> String {
    let (one, many) = match kind {
        Kind::School => ("school", "schools"),
        Kind::Classroom => ("room", "rooms"),
        Kind::Teacher => ("teacher", "teachers"),
        Kind::Observer => ("observer", "observers"),
        Kind::Sheet => ("look-for sheet", "look-for sheets"),
        Kind::Walk => ("walkthrough", "walkthroughs"),
        Kind::Visit => ("visit", "visits"),
        Kind::Note => ("note", "notes"),
        Kind::Mark => ("mark", "marks"),
        Kind::Tag => ("tag", "tags"),
        Kind::Pattern => ("pattern", "patterns"),
        Kind::Reply => ("reply of a teacher", "replies of teachers"),
        Kind::Suggestion => ("decision about a suggestion", "decisions about suggestions"),
        Kind::Board => ("board", "boards"),
        Kind::Column => ("column of a board", "columns of boards"),
        Kind::Team => ("team", "teams"),
        Kind::TalkProtocol => ("talk protocol", "talk protocols"),
        Kind::Talk => ("talk", "talks"),
        Kind::Voice => ("statement from a talk", "statements from talks"),
        Kind::Elsewhere => ("piece of evidence from elsewhere", "pieces of evidence from elsewhere"),
        Kind::Invitation => ("invitation", "invitations"),
        Kind::Poll => ("count", "counts"),
        Kind::Problem => ("shared problem", "shared problems"),
        Kind::Trial => ("trial", "trials"),
        Kind::CheckIn => ("check-in", "check-ins"),
        Kind::Promise => ("promise", "promises"),
    };
    count(n, one, many)
}

/// “1 walkthrough, 6 visits and 41 notes”.
pub fn kinds(counts: &BTreeMap<Kind, usize>) -> String {
    let mut said: Vec<String> = counts.iter().map(|(kind, n)| of_kind(*kind, *n)).collect();
    match said.pop() {
        Some(last) if said.is_empty() => last,
        Some(last) => format!("{} and {last}", said.join(", ")),
        None => "nothing".into(),
    }
}

/// That a name fits several, and which.
pub fn several(said: &str, all: &[Fitting]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> =
        all.iter().take(SHOWN).map(|one| format!("{} ({})", visible(&one.name), one.uid.to_text())).collect();
    let more = if all.len() > SHOWN { ", and more" } else { "" };
    format!(
        "“{}” fits several: {}{more}. Name one by the id in brackets. Nothing was changed.",
        visible(said),
        shown.join(", ")
    )
}

/// Which copies on this laptop still hold any of these things.
pub fn copies(path: &Path, things: &[(Kind, Uid)]) -> Result<Vec<String>, String> {
    let all = retention::copies(path, &paths::data()?, things);
    let mut lines = Vec::new();
    for (holds, words) in [
        (Some(true), "Copies that still hold it; delete them yourself when they are no longer needed:"),
        (None, "Copies that cannot be read and may still hold it:"),
    ] {
        let these: Vec<String> = all
            .iter()
            .filter(|copy| copy.holds == holds)
            .map(|copy| format!("  {}", visible(&copy.path.display().to_string())))
            .collect();
        if !these.is_empty() {
            lines.push(words.into());
            lines.extend(these);
        }
    }
    if lines.is_empty() {
        lines.push("No backup on this laptop holds it.".into());
    }
    lines.push("Copies elsewhere, papers, exports and what colleagues merged are not known here.".into());
    Ok(lines)
}
