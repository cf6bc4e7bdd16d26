//! `uncover semantics`: how well the same thing in other words is found.

use crate::domain::text::{count, visible};
use crate::exchange::write;
use crate::insight::semantics::measure::{FIRST, Figures, Labelled, Measured, Rankings, Way};
use crate::insight::semantics::{Meanings, SchoolWords, labelled, table};
use clap::Subcommand;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A larger file is refused.
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// Of each ranking, so many go into the file of rankings.
const RANKED: usize = 20;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ranks all texts of FILE by shared words and by meaning, and says how often a text of the same theme stands first
    ///
    /// FILE is a table parted by tabs; its first line names the columns id, theme and text.
    Evaluate {
        file: PathBuf,
        /// Write the first 20 of every ranking into this file, with the words that made two texts alike
        #[arg(long, value_name = "OUT")]
        rankings: Option<PathBuf>,
        /// Use this school word list instead of the one that comes with the program
        #[arg(long, value_name = "WORDS")]
        words: Option<PathBuf>,
        /// Print the figures for another program
        #[arg(long)]
        json: bool,
    },
}

pub fn run(command: &Command) -> Result<(), String> {
    match command {
        Command::Evaluate { file, rankings, words, json } => {
            evaluate(file, rankings.as_deref(), words.as_deref(), *json)
        }
    }
}

fn evaluate(file: &Path, out: Option<&Path>, words: Option<&Path>, json: bool) -> Result<(), String> {
    let unusable = |path: &Path, why: &str| {
        let path = visible(&path.to_string_lossy());
        format!("“{path}” cannot be used: {}. Nothing was measured.", why.trim_end_matches('.'))
    };
    let set = text(file).and_then(|body| labelled::read(&body)).map_err(|why| unusable(file, &why))?;
    let list = match words {
        None => SchoolWords::built_in(),
        Some(path) => {
            text(path).and_then(|body| SchoolWords::read(&body)).map_err(|why| unusable(path, &visible(&why)))?
        }
    };
    let table = table::Table::built_in().map_err(|why| {
        format!("The table of meanings in this program is damaged: {why}. Your notes are not touched; install the program anew.")
    })?;
    let ranked = Rankings::new(&set, &Meanings::new(table, list));
    let measured = ranked.measure().ok_or_else(|| unusable(file, "no two of its texts have the same theme"))?;
    if let Some(out) = out {
        write::text(out, false, &rankings(&set, &ranked)).map_err(|e| e.to_string())?;
    }
    super::print(&if json { for_programs(&measured) } else { said(&measured) })
}

/// A file's text, if it is text and not too large. The error is a part of a sentence.
fn text(path: &Path) -> Result<String, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let mut body = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut body).map_err(|e| e.to_string())?;
    if body.len() as u64 > MOST_BYTES {
        return Err(format!("it is larger than {} MB", MOST_BYTES / 1024 / 1024));
    }
    String::from_utf8(body).map_err(|_| "it is no text in UTF-8".to_string())
}

/// The figures for a person.
fn said(measured: &Measured) -> String {
    let texts = count(measured.texts, "text", "texts");
    let themes = count(measured.themes, "theme", "themes");
    let line = |name: &str, figures: Figures| {
        format!("{name:<22}{:>22.3}{:>18.3}", figures.mean_average_precision, figures.recall_at_5)
    };
    let alone = match measured.texts - measured.asked {
        0 => String::new(),
        n => format!(" ({n} alone in their theme were not asked, only ranked)"),
    };
    [
        format!("{texts} in {themes}{alone}"),
        String::new(),
        format!("{:<22}{:>22}{:>18}", "ranked by", "mean avg. precision", format!("recall at {FIRST}")),
        line("lot (chance)", measured.chance),
        line("shared words", measured.lexical),
        line("meaning", measured.semantic),
        String::new(),
        match measured.lexical.mean_average_precision {
            lexical if lexical > 0.0 => {
                let ratio = measured.semantic.mean_average_precision / lexical;
                format!("Meaning reaches {ratio:.2} times the precision of shared words.")
            }
            _ => "No text was found by shared words.".into(),
        },
    ]
    .join("\n")
}

/// The figures for another program.
fn for_programs(measured: &Measured) -> String {
    let figures = |figures: Figures| {
        serde_json::json!({
            "mean_average_precision": figures.mean_average_precision,
            "recall_at_5": figures.recall_at_5,
        })
    };
    let all = serde_json::json!({
        "texts": measured.texts,
        "themes": measured.themes,
        "asked": measured.asked,
        "chance": figures(measured.chance),
        "lexical": figures(measured.lexical),
        "semantic": figures(measured.semantic),
    });
    format!("{all:#}")
}

/// The first of every ranking as a table parted by tabs.
fn rankings(set: &[Labelled], ranked: &Rankings<'_>) -> String {
    let mut out = String::from("id\tranking\tplace\tother\tscore\tsame_theme\twords\n");
    let id = |at: usize| set.get(at).map_or("", |one| one.id.as_str());
    for asked in 0..set.len() {
        for way in Way::ALL {
            for (place, (other, score)) in ranked.of(way, asked).into_iter().take(RANKED).enumerate() {
                let same = if ranked.same_theme(asked, other) { "yes" } else { "no" };
                let words = match way {
                    Way::Semantic => ranked.carried(asked, other).join(", "),
                    Way::Lexical => String::new(),
                };
                let (way, place) = (way.word(), place + 1);
                // Writing into a text cannot fail.
                let _ = writeln!(out, "{}\t{way}\t{place}\t{}\t{score:.4}\t{same}\t{words}", id(asked), id(other));
            }
        }
    }
    out
}
