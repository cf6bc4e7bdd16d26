//! `uncover language`: what would be underlined or masked in any text, and how well the word lists do on a labelled file.

use super::paths;
use crate::domain::note::NoteKind;
use crate::domain::order::mapped;
use crate::domain::text::{count, visible};
use crate::exchange::{names, words};
use crate::language::definition::BUILT_IN;
use crate::language::find::Text;
use crate::language::mask::{Masker, NameOf};
use crate::language::measure::{self, Counts, Figures};
use crate::language::rules::Rules;
use crate::language::switches::Switches;
use crate::term::clock;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest text that is read, bytes.
const MAX_TEXT: u64 = 64 * 1024 * 1024;
/// Judging all lines is repeated until this many are done, so that the time of one can be told.
const TIMED_LINES: usize = 5_000;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// What would be underlined in a text, line by line, as evidence; standard input when no file is named
    Check(CheckOptions),
    /// A text without names, as a talk or an export shows it: the names of a list, and what looks like a name or a room
    Mask(MaskOptions),
    /// Precision and recall by class on a file with the columns id, label, classes and text, parted by tabs
    Evaluate(EvaluateOptions),
    /// The word lists that come with the program, as a file one can change
    Show,
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    file: Option<PathBuf>,
    /// Every class, also those that are off until switched on
    #[arg(long)]
    all: bool,
    /// Judge the lines as the statements of patterns
    #[arg(long)]
    statements: bool,
}

#[derive(Debug, Args)]
pub struct MaskOptions {
    /// The text, or a file with it; standard input when there is none
    text: Option<String>,
    /// The names to mask: a list, one name a line, or a table with rooms and teachers
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// Also say what was masked, where and why, a line each
    #[arg(long)]
    why: bool,
}

#[derive(Debug, Args)]
pub struct EvaluateOptions {
    file: PathBuf,
    /// The figures for another program
    #[arg(long)]
    json: bool,
    /// The lines in which something else was found than expected
    #[arg(long)]
    misses: bool,
}

pub fn run(command: &Command) -> Result<(), String> {
    match command {
        Command::Check(options) => check(options),
        Command::Mask(options) => mask(options),
        Command::Evaluate(options) => evaluate(options),
        Command::Show => {
            let (_, lists) = BUILT_IN.first().ok_or("There are no word lists in this build.")?;
            super::print(lists.trim_end())
        }
    }
}

/// The lists in use; what is wrong with the person's own file is said.
fn rules() -> Result<Arc<Rules>, String> {
    let loaded = words::load(&paths::words()?, "en");
    for mistake in &loaded.mistakes {
        // Standard error may be closed; there is nowhere left to say so.
        let _ = writeln!(std::io::stderr(), "{}", visible(mistake));
    }
    if !loaded.mistakes.is_empty() {
        let _ = writeln!(std::io::stderr(), "The built-in word lists were used.");
    }
    Ok(loaded.rules)
}

/// The text of a file, or of standard input.
fn text(file: Option<&Path>) -> Result<String, String> {
    let name = file.map_or_else(|| "The standard input".to_string(), |f| format!("“{}”", f.display()));
    let mut bytes = Vec::new();
    let read = match file {
        Some(file) => std::fs::File::open(file).and_then(|f| f.take(MAX_TEXT + 1).read_to_end(&mut bytes)),
        None => std::io::stdin().take(MAX_TEXT + 1).read_to_end(&mut bytes),
    };
    read.map_err(|e| format!("{name} could not be read: {e}."))?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(format!("{name} is longer than {} MiB, so it was not read.", MAX_TEXT >> 20));
    }
    String::from_utf8(bytes).map_err(|_| format!("{name} is no text: save it as UTF-8 and try again."))
}

fn check(options: &CheckOptions) -> Result<(), String> {
    let rules = rules()?;
    let text = text(options.file.as_deref())?;
    let switches = if options.all { Switches::all_on(&rules) } else { Switches::default() };
    let what = if options.statements { Text::Statement } else { Text::Note(NoteKind::Evidence) };
    let nobody = Masker::default();
    let mut found = 0;
    let mut out = String::new();
    for (n, line) in text.lines().enumerate() {
        for finding in rules.find(line, what, &switches, &nobody) {
            let column = line.get(..finding.range.start).map_or(0, |before| before.chars().count()) + 1;
            let word = visible(line.get(finding.range).unwrap_or_default());
            out.push_str(&format!(
                "{}:{column}: “{word}” ({}): {}\n",
                n + 1,
                finding.class.name,
                finding.class.question
            ));
            found += 1;
        }
    }
    out.push_str(&match found {
        0 => "Nothing would be underlined.".to_string(),
        n => format!("{} would be underlined.", count(n, "place", "places")),
    });
    super::print(&out)
}

fn mask(options: &MaskOptions) -> Result<(), String> {
    let rules = rules()?;
    let names = options.names.as_deref().map(known_names).transpose()?.unwrap_or_default();
    let masker = Masker::for_sharing(names.iter().map(|(of, name)| (*of, name.as_str())), &rules);
    let text = match &options.text {
        Some(words) if !is_file(words) => words.clone(),
        file => text(file.as_deref().map(Path::new))?,
    };
    let masked = masker.masked(&text);
    if !options.why {
        return super::print(masked.text.strip_suffix('\n').unwrap_or(&masked.text));
    }
    let mut out = masked.text.trim_end_matches('\n').to_string();
    out.push_str("\n\n");
    for span in &masked.spans {
        let before = text.get(..span.was.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let word = visible(text.get(span.was.clone()).unwrap_or_default());
        out.push_str(&format!("{line}:{column}: “{word}” became {}: {}\n", span.of.replacement(), span.why.words()));
    }
    out.push_str(&match masked.spans.len() {
        0 => "Nothing was masked.".to_string(),
        n => format!("{} masked.", count(n, "place was", "places were")),
    });
    super::print(&out)
}

/// Whether what was given is meant as a file: there is one, or it is written as only a file is.
fn is_file(words: &str) -> bool {
    let path = Path::new(words);
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let named = ["txt", "text", "md", "csv", "tsv", "log", "json"].contains(&ending);
    let led = ["/", "./", "../", "~/"].iter().any(|start| words.starts_with(start));
    path.is_file() || (!words.contains(char::is_whitespace) && (named || led))
}

/// The names of a list.
fn known_names(file: &Path) -> Result<Vec<(NameOf, String)>, String> {
    let name = file.display();
    let mut bytes = Vec::new();
    let read = std::fs::File::open(file).and_then(|f| f.take(MAX_TEXT + 1).read_to_end(&mut bytes));
    read.map_err(|e| format!("“{name}” could not be read: {e}. Nothing was masked."))?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(format!("“{name}” is longer than {} MiB, so it was not read.", MAX_TEXT >> 20));
    }
    names::read_list(&bytes).map_err(|why| format!("“{name}” {why}. Nothing was masked."))
}

fn evaluate(options: &EvaluateOptions) -> Result<(), String> {
    let rules = rules()?;
    let text = text(Some(&options.file))?;
    let lines = measure::read_lines(&options.file.display().to_string(), &text, &rules)?;
    let figures = measure::measure(&rules, &lines);
    let micros = time_of_a_line(&rules, &lines);
    if options.json {
        let json = serde_json::to_string_pretty(&as_json(&figures, micros));
        return super::print(&json.map_err(|e| format!("The figures could not be written: {e}."))?);
    }
    if options.misses {
        for miss in &figures.misses {
            let said = |sign: &str, list: &[String]| list.iter().map(|c| format!(" {sign}{c}")).collect::<String>();
            let (wrong, missed) = (said("+", &miss.wrong), said("-", &miss.missed));
            super::print(&format!("{}{wrong}{missed}: {}", visible(&miss.id), visible(&miss.text)))?;
        }
        super::print("")?;
    }
    super::print(&format!("{}\n\n{} lines, {micros:.1} microseconds a line", figures.table(), figures.lines))
}

/// Microseconds to judge one line, the mean over many.
fn time_of_a_line(rules: &Rules, lines: &[measure::Labelled]) -> f64 {
    let rounds = (TIMED_LINES / lines.len().max(1)).max(1);
    let (switches, nobody) = (Switches::all_on(rules), Masker::default());
    let before = clock::now().steady;
    let mut found = 0_usize;
    for line in std::iter::repeat_n(lines, rounds).flatten() {
        found += rules.find(&line.text, Text::Note(NoteKind::Evidence), &switches, &nobody).len();
    }
    std::hint::black_box(found);
    (clock::now().steady - before) as f64 * 1_000.0 / (rounds * lines.len()).max(1) as f64
}

fn as_json(figures: &Figures, micros: f64) -> Value {
    let counts = |c: Counts| {
        json!({
            "precision": c.precision(), "recall": c.recall(), "f1": c.f1(),
            "right": c.right, "wrong": c.wrong, "missed": c.missed,
        })
    };
    let classes: serde_json::Map<String, Value> =
        mapped(figures.classes.iter().map(|(id, c)| (id.clone(), counts(*c))));
    let misses: Vec<Value> = figures
        .misses
        .iter()
        .map(|m| json!({ "id": m.id, "text": m.text, "wrong": m.wrong, "missed": m.missed }))
        .collect();
    json!({
        "lines": figures.lines,
        "classes": classes,
        "all": counts(figures.all),
        "judging": { "found": figures.judging.0, "not_found": figures.judging.1 },
        "describing": { "found": figures.describing.0, "not_found": figures.describing.1 },
        "misses": misses,
        "microseconds_a_line": micros,
    })
}
