//! `uncover suggestions`: how well planted patterns are found, and how often something is suggested where nothing is.

use crate::insight::suggest::Sort;
use crate::insight::truth::{FIRST_ROWS, Figures, Measured, SORTS, measure};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes files of which the truth is known, and says how much of it suggestions find and how much they make up
    ///
    /// Half of the files have nothing planted, half one pattern of each of five sorts. Nothing is read or written.
    Evaluate {
        /// Files of each kind
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        files: u32,
        /// The same files again for the same number
        #[arg(long, value_name = "S", default_value_t = 1_000)]
        seed: u64,
        /// Visits in each file
        #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        visits: u32,
        /// Print the figures for another program
        #[arg(long)]
        json: bool,
    },
}

pub fn run(command: &Command) -> Result<(), String> {
    match command {
        Command::Evaluate { files, seed, visits, json } => {
            let measured = measure(*files, *seed, usize::try_from(*visits).unwrap_or(usize::MAX));
            super::print(&if *json { for_programs(&measured, *seed) } else { said(&measured) })
        }
    }
}

/// The figures for a person.
fn said(measured: &Measured) -> String {
    let (files, visits, signs) = (measured.files, measured.visits, measured.signs);
    let mut lines = vec![
        format!(
            "{files} files with nothing planted, {files} with one pattern of each sort; {visits} visits, {signs} signs a file"
        ),
        String::new(),
        format!(
            "{:<12}{:>14}{:>14}{:>16}{:>12}{:>14}",
            "planted", "weak: found", "clear: found", "in first ten", "suggested", "of them true"
        ),
    ];
    for sort in SORTS {
        let f = measured.of(sort);
        let [weak, clear] = [0, 1].map(|at| of(f.found.get(at), f.planted.get(at)));
        let first = of(Some(&f.on_first_screen), Some(&f.planted.iter().sum()));
        let right = percent(f.right, f.suggested);
        lines.push(format!("{:<12}{weak:>14}{clear:>14}{first:>16}{:>12}{right:>14}", sort.word(), f.suggested));
    }
    lines.push(String::new());
    lines.push(format!(
        "{:<16}{:>20}{:>16}{:>24}",
        "nothing planted", "suggested a file", "false a file", "files with a false one"
    ));
    for sort in SORTS {
        let f = measured.of(sort);
        let each = |n: u32| f64::from(n) / f64::from(files.max(1));
        let with = of(Some(&f.null_with_false), Some(&files));
        lines.push(format!("{:<16}{:>20.2}{:>16.2}{with:>24}", sort.word(), each(f.in_null), each(f.false_in_null)));
    }
    lines.push(String::new());
    lines.push(format!(
        "A false change, contrast or pair in {} of {files} files with nothing planted ({}).",
        measured.null_with_any,
        percent(measured.null_with_any, files)
    ));
    lines.join("\n")
}

fn of(part: Option<&u32>, whole: Option<&u32>) -> String {
    format!("{} of {}", part.unwrap_or(&0), whole.unwrap_or(&0))
}

fn percent(part: u32, whole: u32) -> String {
    if whole == 0 { "–".into() } else { format!("{:.0} %", 100.0 * f64::from(part) / f64::from(whole)) }
}

/// The figures for another program.
fn for_programs(measured: &Measured, seed: u64) -> String {
    let of_sort = |sort: Sort| {
        let Figures { planted, found, on_first_screen, suggested, right, in_null, false_in_null, null_with_false } =
            measured.of(sort);
        let [weak, clear] = planted;
        let [weak_found, clear_found] = found;
        serde_json::json!({
            "sort": sort,
            "planted": { "weak": weak, "clear": clear },
            "found": { "weak": weak_found, "clear": clear_found },
            "on_first_screen": on_first_screen,
            "suggested": suggested,
            "true": right,
            "nothing_planted": { "suggested": in_null, "false": false_in_null, "files_with_false": null_with_false },
        })
    };
    let all = serde_json::json!({
        "files": measured.files,
        "seed": seed,
        "visits": measured.visits,
        "signs": measured.signs,
        "first_screen_rows": FIRST_ROWS,
        "sorts": SORTS.map(of_sort),
        "files_with_a_false_change_contrast_or_pair": measured.null_with_any,
    });
    format!("{all:#}")
}
