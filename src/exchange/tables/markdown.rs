//! The walks as one page of Markdown: front matter, a heading a walk, a heading a visit (docs/markdown.md). No names.

use super::known::Known;
use super::visits::{Visit, Walk};
use crate::domain::agreements::Agreements;
use crate::domain::note::NoteKind;
use crate::domain::sheet::Sheet;
use crate::domain::text::visible;
use crate::domain::time::elapsed;
use crate::exchange::papers::visit::marked_facts;
use crate::exchange::whole::{ExportError, Stop, written};
use crate::store::Reader;
use crate::store::api::{NoteRow, VisitView};
use chrono::NaiveDate;
use std::io::{self, Write};
use std::path::Path;

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Decides which room has which letter. It must not be guessable.
    pub seed: u64,
    /// The local day of the export.
    pub made: NaiveDate,
}

/// What is in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Made {
    pub visits: u64,
    pub notes: u64,
}

/// Writes the page to `path`. `told` hears from time to time how many notes are written.
///
/// # Errors
/// When the file of notes cannot be read; when `path` is there already and `overwrite` is false, or cannot be written.
/// Nothing is left behind then.
pub fn write(
    reader: &Reader,
    path: &Path,
    overwrite: bool,
    wish: Wish,
    told: &mut dyn FnMut(u64),
) -> Result<Made, ExportError> {
    written(path, overwrite, |out| page(reader, out, wish, told))
}

fn page(reader: &Reader, out: &mut dyn Write, wish: Wish, told: &mut dyn FnMut(u64)) -> Result<Made, Stop> {
    reader.at_one_moment(|reader| {
        let known = Known::read(reader, wish.seed)?;
        let mut visits = 0;
        known.each_visit(reader, |_| {
            visits += 1;
            Ok(())
        })?;
        front(reader, out, &known, wish, visits)?;
        let mut made = Made::default();
        let mut walk_before = None;
        known.each_visit(reader, |visit| {
            if walk_before != Some(visit.walk.number) {
                walk_before = Some(visit.walk.number);
                heading(out, visit.walk)?;
            }
            if let Some(view) = reader.visit_page(visit.uid)? {
                made.notes += one_visit(out, &known, visit, &view)?;
                made.visits += 1;
                told(made.notes);
            }
            Ok(())
        })?;
        Ok(made)
    })?
}

/// Front matter: what programs that read Markdown show beside it.
fn front(reader: &Reader, out: &mut dyn Write, known: &Known, wish: Wish, visits: u64) -> Result<(), Stop> {
    let settings = reader.settings()?;
    let setting = |key: &str| settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
    let foot = known.masked(&Agreements::from_settings(setting).foot());
    writeln!(out, "---\ntitle: Walkthroughs\nmade: {}\nvisits: {visits}\nnames: false", wish.made)?;
    writeln!(out, "who_may_see: {}\n---", quoted(&foot))?;
    Ok(())
}

/// A text as front matter holds it: in double quotation marks (YAML 1.2, 7.3.1).
fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('\\', "\\\\").replace('"', "\\\""))
}

fn heading(out: &mut dyn Write, walk: &Walk) -> io::Result<()> {
    let day = if walk.day.is_empty() { "Without a walk" } else { &walk.day };
    writeln!(out, "\n# {day}")?;
    if !walk.focus.is_empty() {
        writeln!(out, "\n{}", plain(&walk.focus))?;
    }
    Ok(())
}

fn one_visit(out: &mut dyn Write, known: &Known, visit: &Visit, view: &VisitView) -> io::Result<u64> {
    let room = visit.room;
    let grade = if room.grade.is_empty() { String::new() } else { format!("grade {}", room.grade) };
    let place = [&room.letter, &grade, &room.subject, &visit.period];
    let place: Vec<String> = place.into_iter().filter(|p| !p.is_empty()).map(|p| plain(p)).collect();
    writeln!(
        out,
        "\n## Visit {}: {}\n",
        visit.number,
        if place.is_empty() { "a room".into() } else { place.join(", ") }
    )?;
    let sheet = view.sheet.as_deref().and_then(|body| Sheet::parse("", body).ok());
    for said in marked_facts(view, sheet.as_ref()) {
        writeln!(out, "- *{}*", plain(&known.masked(&said)))?;
    }
    let notes = view.notes.iter().filter(|n| n.kind != NoteKind::FollowUp);
    let mut count = 0;
    for note in notes {
        writeln!(out, "{}", line(known, note))?;
        count += 1;
    }
    Ok(count)
}

/// "- 4:31 wondering: what would happen if pairs read first? #pairs".
fn line(known: &Known, note: &NoteRow) -> String {
    let time = note.at_ms.map(elapsed).map(|t| format!("{t} ")).unwrap_or_default();
    let kind = if note.kind == NoteKind::Evidence { String::new() } else { format!("{}: ", note.kind.word()) };
    let about = note.about.map(|a| format!("{} ", a.sign())).unwrap_or_default();
    let tags: String = note.tags.iter().map(|(_, name)| format!(" \\#{}", plain(&known.masked(name)))).collect();
    format!("- {time}{kind}{about}{}{tags}", plain(&known.masked(&note.text)))
}

/// A text that Markdown shows as it was written: signs that would format or begin something are escaped (CommonMark 2.4).
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_note_formats_the_page() {
        assert_eq!(plain("# *loud* <b> [x](y) `c` a_b"), "\\# \\*loud\\* \\<b\\> \\[x\\](y) \\`c\\` a\\_b");
        assert!(!plain("a\u{1b}[2J").contains('\u{1b}'));
    }

    #[test]
    fn front_matter_is_one_text_whatever_stands_in_it() {
        assert_eq!(quoted("“a” \"b\" \\ c: d"), "\"“a” \\\"b\\\" \\\\ c: d\"");
    }
}
