//! The command line: opening the program, and moving data in and out without it. Exit status 0: done; 1: it could not,
//! with one sentence on standard error; 2: wrong usage.

mod bundle;
mod demo;
mod export;
mod export_about;
mod export_talk;
mod file;
mod import;
mod import_copy;
mod import_notes;
mod info;
mod language;
mod merge;
mod own;
mod paths;
mod purge;
mod semantics;
mod sheet;
mod suggestions;
mod talk;

use crate::app::look::{Look, Theme};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Record what is seen and heard on classroom walkthroughs, and find possible areas of need in it.
///
/// Without a command the program opens. Everything is kept in one file on this computer; nothing is sent anywhere.
#[derive(Debug, Parser)]
#[command(name = "uncover", version, max_term_width = 100)]
pub struct Line {
    /// The file to open (default: one in your own data folder; also UNCOVER_FILE)
    #[arg(long, value_name = "FILE", global = true, env = "UNCOVER_FILE")]
    pub file: Option<PathBuf>,
    /// Colours: dark, light, high-contrast or mono
    #[arg(long, value_enum)]
    pub theme: Option<ThemeWord>,
    /// Draw with plain letters only
    #[arg(long)]
    pub ascii: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ThemeWord {
    Dark,
    Light,
    HighContrast,
    Mono,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a school that does not exist, with a term of walks, in a file of its own, and open it
    Demo(demo::Options),
    /// Look-for sheets: list them, show one, check a file, take in your own
    #[command(subcommand)]
    Sheet(sheet::Command),
    /// Talk protocols: list them, show one, check a file, take in your own
    #[command(subcommand)]
    Talk(talk::Command),
    /// Take in what other programs wrote
    #[command(subcommand)]
    Import(import::Command),
    /// The same thing in other words: how well it is found, on any labelled file
    #[command(subcommand)]
    Semantics(semantics::Command),
    /// Patterns the program proposes: how well planted ones are found, and what is made up
    #[command(subcommand)]
    Suggestions(suggestions::Command),
    /// Words that judge rather than describe: what would be underlined or masked in a text, and how well it is found
    #[command(subcommand)]
    Language(language::Command),
    /// Is the file sound? Changes nothing
    Check,
    /// Make a verified copy of the file, at PATH or among the backups
    Backup { path: Option<PathBuf> },
    /// Put a backup in the file's place; the file there is kept beside it
    Restore { path: PathBuf },
    /// Take out what is in the file: for other programs, a spreadsheet, or to read; without names unless told
    Export(export::Options),
    /// Take in other observers' bundles; safe to repeat
    Merge(merge::Options),
    /// Remove a teacher, a walk, a room or everything before a day for good; shows what goes until told --yes
    Purge(purge::Options),
    /// At a year's end: cut visits off from rooms and teachers for good; shows what goes until told --yes
    Unlink(purge::UnlinkOptions),
    /// A new file for a successor: rooms, teachers, tags, sheets, agreements; no visits
    Handover {
        /// Where the new file is to be; there must be none
        #[arg(long, value_name = "PATH")]
        to: PathBuf,
    },
    /// Where everything is, versions, counts
    Info(info::Options),
    /// Words for your shell to complete commands
    Completions { shell: Shell },
    /// The manual page, for `man -l -`
    Man,
}

/// Runs what the command line says.
pub fn run() -> ExitCode {
    let line = Line::parse();
    let done = match &line.command {
        None => file::open(&line),
        Some(Command::Demo(options)) => demo::run(&line, options),
        Some(Command::Sheet(command)) => sheet::run(command),
        Some(Command::Talk(command)) => talk::run(command),
        Some(Command::Import(command)) => import::run(&line, command),
        Some(Command::Semantics(command)) => semantics::run(command),
        Some(Command::Suggestions(command)) => suggestions::run(command),
        Some(Command::Language(command)) => language::run(command),
        Some(Command::Check) => file::check(&line),
        Some(Command::Backup { path }) => file::backup(&line, path.as_deref()),
        Some(Command::Restore { path }) => file::restore(&line, path),
        Some(Command::Export(options)) => export::run(&line, options),
        Some(Command::Merge(options)) => merge::run(&line, options),
        Some(Command::Purge(options)) => purge::run(&line, options),
        Some(Command::Unlink(options)) => purge::unlink(&line, options),
        Some(Command::Handover { to }) => purge::hand_over(&line, to),
        Some(Command::Info(options)) => info::run(&line, options),
        Some(Command::Completions { shell }) => completions(*shell),
        Some(Command::Man) => man(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            // Standard error may be closed; there is nowhere left to say so.
            let _ = writeln!(std::io::stderr(), "uncover: {}", crate::domain::text::visible(&sentence));
            ExitCode::FAILURE
        }
    }
}

/// Prints lines for a person or another program. A closed pipe ends the printing without a word.
fn print(text: &str) -> Result<(), String> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("The answer could not be printed: {e}.")),
        _ => Ok(()),
    }
}

impl Line {
    /// How the program is to look, from the options, `NO_COLOR` and the settings.
    pub fn look(&self) -> Look {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let theme = self.theme.map(|word| match word {
            ThemeWord::Dark => Theme::Dark,
            ThemeWord::Light => Theme::Light,
            ThemeWord::HighContrast => Theme::HighContrast,
            ThemeWord::Mono => Theme::Mono,
        });
        Look { theme: theme.unwrap_or_else(told_by_terminal), ascii: self.ascii, fixed: theme.is_some(), no_color }
    }
}

/// Light where the terminal says that its background is light (`COLORFGBG`, as several terminals set it); else dark.
fn told_by_terminal() -> Theme {
    let background =
        std::env::var("COLORFGBG").ok().and_then(|v| v.rsplit(';').next().and_then(|n| n.parse::<u8>().ok()));
    if matches!(background, Some(7 | 15)) { Theme::Light } else { Theme::Dark }
}

fn completions(shell: Shell) -> Result<(), String> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Line::command(), "uncover", &mut text);
    print(String::from_utf8_lossy(&text).trim_end())
}

fn man() -> Result<(), String> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Line::command())
        .render(&mut text)
        .map_err(|e| format!("The manual could not be made: {e}."))?;
    print(String::from_utf8_lossy(&text).trim_end())
}
