//! What is likely to be seen in a visit. Here are the patterns that the made-up school really has: one-word answers in
//! early reading lessons (with exceptions where somebody waits), help that waits on the teacher in mathematics while
//! materials are handed out, more talk among students in grade 5 as the term goes on, and beginnings and changes that
//! take less and less of the lesson. `docs/demo.md` lists them.

use super::chance::Chance;
use super::words::Words;

/// Half past nine, in minutes of the day.
const EARLY_UNTIL: i64 = 570;
/// From here on (percent of the time) grade 5 talks more.
const TALK_GROWS: usize = 40;
/// From here on beginnings and changes take little time.
const CHANGES_SETTLE: usize = 60;
/// One in this many early reading (or mathematics) visits shows the opposite.
const ONE_IN: usize = 6;

/// Exceptions come at a fixed distance, so these are counted over the whole file.
#[derive(Debug, Default)]
pub struct Counters {
    early_reading: usize,
    mathematics: usize,
}

/// One visit, as far as it decides what is seen.
#[derive(Debug)]
pub struct Setting<'a> {
    pub subject: &'a str,
    pub grade: &'a str,
    /// Local minute of the day.
    pub minute: i64,
    /// How far the whole time has gone, percent.
    pub progress: usize,
}

/// Chooses themes for one visit.
pub struct Mood {
    themes: Vec<usize>,
    weights: Vec<u32>,
}

impl Mood {
    pub fn of(setting: &Setting, counters: &mut Counters, words: &Words) -> Mood {
        let mut named: Vec<(&str, u32)> = vec![
            ("who-speaks", 8),
            ("questions", 8),
            ("materials", 4),
            ("checks", 5),
            ("student-says", 4),
            ("judging", 4),
            ("wondering", 5),
            ("interpretation", 3),
            ("group-work", 3),
        ];
        let settled = setting.progress >= CHANGES_SETTLE;
        named.push(("transitions", if settled { 1 } else { 16 }));
        let talks = setting.grade == "5" && setting.progress >= TALK_GROWS;
        named.push(("peer-talk", if talks { 34 } else { 4 }));
        named.extend(of_subject(setting, counters));
        let known = named.iter().filter_map(|(id, weight)| Some((words.theme(id)?, *weight)));
        let (themes, weights) = known.unzip();
        Mood { themes, weights }
    }

    /// The theme of one line.
    pub fn theme(&self, chance: &mut Chance) -> usize {
        self.themes.get(chance.weighted(&self.weights)).copied().unwrap_or(0)
    }
}

fn of_subject(setting: &Setting, counters: &mut Counters) -> &'static [(&'static str, u32)] {
    match setting.subject {
        "Reading" if setting.minute < EARLY_UNTIL => {
            counters.early_reading += 1;
            if exception(counters.early_reading) {
                &[("wait-long", 26), ("long-answer", 26), ("cites-text", 14), ("thinking-task", 5)]
            } else {
                &[("one-word", 40), ("wait-short", 20), ("cites-text", 7), ("recall", 5), ("long-answer", 1)]
            }
        }
        "Reading" => &[("cites-text", 16), ("long-answer", 8), ("one-word", 6), ("wait-long", 4), ("recall", 6)],
        "Writing" => &[("writing", 34), ("thinking-task", 6), ("copying", 5), ("long-answer", 4)],
        "Math" => {
            counters.mathematics += 1;
            if exception(counters.mathematics) {
                &[("finds-a-way", 30), ("help-waits", 3), ("long-answer", 8), ("thinking-task", 6)]
            } else {
                &[
                    ("help-waits", 36),
                    ("materials", 18),
                    ("finds-a-way", 3),
                    ("recall", 6),
                    ("one-word", 4),
                    ("wait-short", 4),
                ]
            }
        }
        "Science" => {
            &[("group-work", 18), ("thinking-task", 9), ("copying", 10), ("help-waits", 4), ("long-answer", 5)]
        }
        _ => &[("copying", 26), ("recall", 14), ("cites-text", 6), ("one-word", 4)],
    }
}

fn exception(count: usize) -> bool {
    count % ONE_IN == ONE_IN / 2
}
