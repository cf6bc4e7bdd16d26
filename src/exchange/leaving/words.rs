//! The words in which is told what goes, what stays and what still holds it: the same on the command line and in the program.

use super::Told;
use crate::domain::agreements::day_words;
use crate::domain::schema::Kind;
use crate::domain::text::{count, visible};
use crate::store::retention::{Copy, Fitting, Going, Leaving, Unlinked};
use chrono::NaiveDate;
use std::collections::BTreeMap;

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

/// That nobody and nothing is called so.
pub fn nobody(what: &str, said: &str) -> String {
    format!("There is no {what} “{}” in the file. Nothing was changed.", visible(said))
}

/// What would go for good, and what stays that somebody should know of.
pub fn going(going: &Going, leaving: Leaving, told: Told) -> Vec<String> {
    let mut lines = vec![format!("For good: {}.", kinds(&going.counts()))];
    let mut stays = |line: String| lines.push(format!("  {line}"));
    for (kind, words) in [
        (Kind::Classroom, "then without that teacher; the visits there stay, with nobody's name."),
        (Kind::Team, "then without that teacher."),
        (Kind::Walk, "then without that room on the route."),
    ] {
        if going.changed(kind) > 0 {
            stays(format!("{} {words}", of_kind(kind, going.changed(kind))));
        }
    }
    if !going.mentioned.is_empty() {
        let with =
            matches!(leaving, Leaving::Teacher { mentions: false, .. }).then(|| told.mentions()).unwrap_or_default();
        stays(format!("A word of the name also stands in {}, which stay{with}.", kinds(&going.mentioned)));
        going.lines.iter().for_each(|line| stays(format!("  “{}”", visible(line))));
    }
    if going.talks > 0 {
        let talks = of_kind(Kind::Talk, going.talks);
        stays(format!("{talks} gave one of these notes other words to be shown with: those words stay with the talk."));
    }
    if matches!(leaving, Leaving::Before { .. } | Leaving::Walk(_)) {
        stays(
            "Patterns, talks and what was said in them, shared problems, trials, rooms, teachers and tags stay.".into(),
        );
    }
    if matches!(leaving, Leaving::Room(_)) {
        stays(format!("Who taught there stays a teacher of the file; {} removes a name.", told.teacher()));
    }
    lines
}

/// What cutting visits off does; where there is nothing to cut off, a sentence that says why.
pub fn unlinking(found: &Unlinked, day: NaiveDate) -> Result<Vec<String>, String> {
    let day = day_words(day);
    let kept = match found.rooms_kept {
        0 => None,
        n => Some(format!(
            "  {} in {} that {} also visited since, planned or asked for: they stay as they are.",
            of_kind(Kind::Visit, found.visits_kept),
            of_kind(Kind::Classroom, n),
            if n == 1 { "was" } else { "were" }
        )),
    };
    if found.things.is_empty() {
        let why = kept.map(|kept| format!(" There are only{}", kept.trim_end_matches('.'))).unwrap_or_default();
        let why = why.replace("  ", " ");
        let dot = if why.is_empty() { "" } else { "." };
        return Err(format!("No visit before {day} can be cut off from a room.{why}{dot} Nothing was changed."));
    }
    let mut lines = vec![format!("Visits before {day} and where they were:")];
    let (visits, rooms) = (of_kind(Kind::Visit, found.visits), of_kind(Kind::Classroom, found.rooms));
    lines.push(format!("  {visits} in {rooms}: the label and who taught there go; grade, subject and period stay."));
    if found.names > 0 {
        let names = count(found.names, "teacher is", "teachers are");
        lines.push(format!("  {names} in no room any more: the names go."));
    }
    if found.invitations > 0 {
        lines.push(format!("  {} that these visits answered.", of_kind(Kind::Invitation, found.invitations)));
    }
    lines.extend(kept);
    Ok(lines)
}

/// Which copies that are known of still hold any of it.
pub fn copies(all: &[Copy]) -> Vec<String> {
    let mut lines = Vec::new();
    for (holds, words) in [
        (Some(true), "Copies that still hold it; delete them yourself when they are no longer needed:"),
        (None, "Copies that cannot be read and may still hold it:"),
    ] {
        let these = all.iter().filter(|copy| copy.holds == holds);
        let these: Vec<String> = these.map(|copy| format!("  {}", visible(&copy.path.display().to_string()))).collect();
        if !these.is_empty() {
            lines.push(words.into());
            lines.extend(these);
        }
    }
    if lines.is_empty() {
        lines.push("No backup on this laptop holds it.".into());
    }
    lines.push("Copies elsewhere, papers, exports and what colleagues merged are not known here.".into());
    lines
}

/// What a successor's file holds.
pub fn handed_over(made: &BTreeMap<Kind, usize>) -> String {
    let what = match kinds(made) {
        _ if made.is_empty() => "the agreements".into(),
        words => format!("{} and the agreements", words.replace(" and ", ", ")),
    };
    format!(
        "holds {what}. It holds no visit, note, mark, pattern or talk. Names of teachers are in it: give it to your \
         successor alone."
    )
}
