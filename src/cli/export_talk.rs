//! `uncover export talk`: what a team takes home, what became of what it said, and the page for those above.

use super::export_about::About;
use super::file;
use crate::domain::agreements::Agreements;
use crate::domain::id::Uid;
use crate::domain::text::visible;
use crate::domain::time::{Now, day_number};
use crate::exchange::papers::talk::gather::{self, Days};
use crate::exchange::papers::talk::{Pages, TakeHome, With, above, answer_pages, talk_pages};
use crate::exchange::write;
use crate::store::api::{TalkView, Trouble};
use crate::store::reader::Reader;
use crate::term::clock;
use clap::{Args, ValueEnum};
use std::fmt::Write;
use std::path::Path;

#[derive(Debug, Args)]
pub struct AboutTalk {
    /// talk: which one: last, or its number from the oldest, 1
    #[arg(long, value_name = "TALK", default_value = "last")]
    talk: String,
    /// talk: as a page to print, or as Markdown
    #[arg(long = "format", value_name = "AS", value_enum, default_value_t = As::Html)]
    written: As,
    /// talk: for whom
    #[arg(long = "for", value_name = "WHOM", value_enum, default_value_t = Whom::Team)]
    whom: Whom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    Html,
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Whom {
    /// What was seen, said, agreed on and tried: for those who were there
    Team,
    /// The same facts over a span of days, no team singled out
    Leadership,
    /// What the team said, and what became of it
    Answers,
}

/// Writes the page and says what is not on it.
pub fn run(from: &Path, to: &Path, overwrite: bool, said: (&AboutTalk, &About)) -> Result<String, String> {
    let mut reader = Reader::open(from).map_err(|t| file::sentence(&t))?;
    let now = clock::now();
    reader.set_now(now.utc);
    reader.set_offset(now.offset);
    let pages = made(&reader, now, said)?;
    let page = if said.0.written == As::Html { &pages.html } else { &pages.markdown };
    write::text(to, overwrite, &page.body).map_err(|error| match error {
        write::WriteError::Exists(_) => format!("{error} --force writes over it."),
        error => error.to_string(),
    })?;
    Ok(told(&pages, to))
}

fn made(reader: &Reader, now: Now, said: (&AboutTalk, &About)) -> Result<Pages, String> {
    let sentence = |t: Trouble| file::sentence(&t);
    let settings = reader.settings().map_err(sentence)?;
    let setting = |key: &str| settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
    let agreed = Agreements::from_settings(setting);
    let names = gather::names(reader).map_err(sentence)?;
    // Asked for first: the facts are lent, and the questions below need the reader too.
    let asked = asked(reader, now, said)?;
    reader
        .with_facts(|facts| {
            let with = With { names: &names, facts: Some(facts), agreed: &agreed, now };
            match &asked {
                Asked::Team(view, trials) => talk_pages(&TakeHome { view, trials }, &with),
                Asked::Answers(view, voices, shown) => {
                    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
                    answer_pages(voices, &shown, view.talk.people, &with)
                }
                Asked::Leadership(found) => above::pages(found, &with),
            }
        })
        .map_err(sentence)
}

/// What was read for a page.
enum Asked {
    Team(Box<TalkView>, Vec<crate::store::api::TrialRow>),
    Answers(Box<TalkView>, Vec<crate::store::api::VoiceRow>, Vec<String>),
    Leadership(Box<gather::Above>),
}

fn asked(reader: &Reader, now: Now, (options, about): (&AboutTalk, &About)) -> Result<Asked, String> {
    let sentence = |t: Trouble| file::sentence(&t);
    if options.whom == Whom::Leadership {
        let days = span(about, now)?;
        return Ok(Asked::Leadership(Box::new(gather::above(reader, days).map_err(sentence)?)));
    }
    if about.says_something() {
        let days = "--from and --until are for a report, and for a talk with “--for leadership”. Nothing was written.";
        return Err(days.into());
    }
    let uid = which(&gather::talks_begun(reader).map_err(sentence)?, &options.talk)?;
    let Some(view) = gather::talk(reader, uid, EXAMPLES_EACH).map_err(sentence)? else {
        return Err("That talk cannot be read. Nothing was written.".into());
    };
    let view = Box::new(view);
    if options.whom == Whom::Team {
        let trials = gather::trials(reader).map_err(sentence)?;
        return Ok(Asked::Team(view, trials));
    }
    let Some((team, _)) = view.talk.team.clone() else {
        return Err("That talk has no team, so nobody knows whom to answer. Nothing was written.".into());
    };
    let voices = gather::voices(reader, Some(team)).map_err(sentence)?;
    let shown = gather::decided(reader, Some(team)).map_err(sentence)?;
    Ok(Asked::Answers(view, voices, shown))
}

/// Notes of each role read for a pattern; of these the ones that were chosen are printed.
const EXAMPLES_EACH: usize = 1_000;

/// The span of days; one year where none is named.
fn span(about: &About, now: Now) -> Result<Days, String> {
    let today = now.today();
    let (from, until) = about.days(today)?;
    let until = until.map_or(day_number(today), i64::from);
    let from = from.map_or(until - 365, i64::from);
    if until < from {
        return Err("--until is before --from, so there is nothing to tell. Nothing was written.".into());
    }
    Ok(Days { from, until, offset: now.offset })
}

/// The talk that is meant.
fn which(begun: &[(i64, Uid)], said: &str) -> Result<Uid, String> {
    let number = said.parse::<usize>().ok();
    let found = if said == "last" { begun.last() } else { number.and_then(|n| begun.get(n.checked_sub(1)?)) };
    match (found, begun.len()) {
        (Some((_, uid)), _) => Ok(*uid),
        (None, 0) => Err("No talk has begun yet, so there is nothing to take home. Nothing was written.".into()),
        (None, 1) => Err(format!("There is no talk “{}”: there is one. Nothing was written.", visible(said))),
        (None, n) => Err(format!("There is no talk “{}”: there are 1 to {n}. Nothing was written.", visible(said))),
    }
}

/// Where the page is, and for the leader what is not on it and why.
fn told(pages: &Pages, to: &Path) -> String {
    let mut said = format!(
        "The page is in {}. No names and no rooms: read it before you give it away.",
        visible(&to.display().to_string())
    );
    if !pages.left_out.is_empty() {
        said.push_str("\nLeft out, because the words could tell who is meant:");
    }
    for left in &pages.left_out {
        // Writing to a text cannot fail.
        let _ = write!(said, "\n- {}: “{}”. {}", left.what, left.words, left.why);
    }
    said
}
