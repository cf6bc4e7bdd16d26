//! The lines that are written on the made-up walks: templates by theme, with slots that are filled anew each time.

use super::chance::Chance;
use super::listed::Listed;
use crate::domain::time::elapsed;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many of the newest lines are remembered so that none comes again soon.
const REMEMBERED: usize = 4_000;
/// How often another template is tried when a line has been written lately.
const TRIES: usize = 4;
/// Share of lines of evidence that go on with a tail, percent.
const TAILS: usize = 12;

#[derive(Debug)]
struct File {
    tails: Vec<String>,
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    theme: Vec<Theme>,
}

impl File {
    fn read(of: Listed) -> File {
        File { tails: of.texts("tails"), words: of.by_two_names("words"), theme: of.each("theme", Theme::read) }
    }
}

/// What a line is about, and the tags a leader would give it.
#[derive(Debug)]
pub struct Theme {
    pub id: String,
    pub tags: Vec<String>,
    /// Tags it could have besides.
    pub also: Vec<String>,
    lines: Vec<String>,
}

impl Theme {
    fn read(of: Listed) -> Theme {
        Theme { id: of.text("id"), tags: of.texts("tags"), also: of.texts("also"), lines: of.texts("lines") }
    }
}

/// Where a line is written.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    pub subject: &'a str,
    /// Students present.
    pub heads: i64,
    /// Milliseconds since the visit began.
    pub at_ms: i64,
}

/// All templates, and which of them come next.
#[derive(Debug)]
pub struct Words {
    file: File,
    /// For each theme its templates in shuffled order, and how many of them are used up.
    order: Vec<(Vec<usize>, usize)>,
    recent: VecDeque<u64>,
    known: HashSet<u64>,
}

impl Words {
    pub fn load(chance: &mut Chance) -> Words {
        let text = include_str!("../../../assets/demo/notes.toml");
        let file = Listed::of(text, File::read);
        let order = file.theme.iter().map(|theme| (shuffled(theme.lines.len(), chance), 0)).collect();
        Words { file, order, recent: VecDeque::new(), known: HashSet::new() }
    }

    pub fn themes(&self) -> &[Theme] {
        &self.file.theme
    }

    /// The place of a theme by its id.
    pub fn theme(&self, id: &str) -> Option<usize> {
        self.file.theme.iter().position(|t| t.id == id)
    }

    /// A line of a theme, in the program's shorthand.
    pub fn line(&mut self, theme: usize, scene: Scene, chance: &mut Chance) -> String {
        let evidence = self.file.theme.get(theme).is_some_and(|t| !t.tags.is_empty());
        let mut line = String::new();
        for attempt in 0..TRIES {
            let template = self.next_template(theme, chance);
            let mut values = Vec::new();
            line = self.fill(&template, scene, chance, &mut values);
            let open = !line.ends_with(['?', '!']);
            if evidence && open && (attempt > 0 || chance.percent(TAILS)) {
                let tail = chance.pick(&self.file.tails).cloned().unwrap_or_default();
                line.push_str(&self.fill(&tail, scene, chance, &mut values));
            }
            if self.remember(&line) {
                break;
            }
        }
        line
    }

    /// Every template of a theme comes once before one comes again.
    fn next_template(&mut self, theme: usize, chance: &mut Chance) -> String {
        let Some((order, used)) = self.order.get_mut(theme) else { return String::new() };
        if *used >= order.len() {
            chance.shuffle(order);
            *used = 0;
        }
        let place = order.get(*used).copied().unwrap_or(0);
        *used += 1;
        self.file.theme.get(theme).and_then(|t| t.lines.get(place)).cloned().unwrap_or_default()
    }

    /// Whether a line is new among those remembered; it is remembered from now on.
    fn remember(&mut self, line: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        let hash = hasher.finish();
        if !self.known.insert(hash) {
            return false;
        }
        self.recent.push_back(hash);
        if self.recent.len() > REMEMBERED
            && let Some(old) = self.recent.pop_front()
        {
            self.known.remove(&old);
        }
        true
    }

    /// A template with its slots filled. The same slot has the same value throughout one line.
    fn fill(&self, template: &str, scene: Scene, chance: &mut Chance, values: &mut Vec<(String, String)>) -> String {
        let mut out = String::with_capacity(template.len() + 16);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (slot, after) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            out.push_str(&self.value(slot, scene, chance, values));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn value(&self, slot: &str, scene: Scene, chance: &mut Chance, values: &mut Vec<(String, String)>) -> String {
        if let Some((_, value)) = values.iter().find(|(s, _)| s == slot) {
            return value.clone();
        }
        let sort = slot.trim_end_matches(|c: char| c.is_ascii_digit());
        let mut value = String::new();
        for _ in 0..8 {
            value = self.draw(sort, scene, chance, values);
            let taken =
                |(s, v): &(String, String)| s.trim_end_matches(|c: char| c.is_ascii_digit()) == sort && *v == value;
            if !values.iter().any(taken) {
                break;
            }
        }
        values.push((slot.to_string(), value.clone()));
        value
    }

    fn draw(&self, sort: &str, scene: Scene, chance: &mut Chance, values: &mut Vec<(String, String)>) -> String {
        let heads = scene.heads.max(4);
        let number = match sort {
            "n" => chance.between(4, 9),
            "few" => chance.between(2, 4),
            "k" => {
                let n = self.value("n", scene, chance, values).parse().unwrap_or(4);
                chance.between(n / 2, n)
            }
            "m" => self.value("n", scene, chance, values).parse().unwrap_or(4) + chance.between(1, 3),
            "part" => chance.between(heads / 4, heads - 1),
            "heads" => heads,
            "page" => chance.between(12, 180),
            "secs" => chance.between(3, 9),
            "short" => chance.between(1, 2),
            "mins" => chance.between(2, (scene.at_ms / 60_000).clamp(2, 6)),
            "seat" => chance.between(1, heads),
            "since" => {
                let minutes: i64 = self.value("mins", scene, chance, values).parse().unwrap_or(2);
                return elapsed(scene.at_ms - minutes * 60_000);
            }
            "minute" => return elapsed(scene.at_ms - chance.between(0, 4) * 1_000),
            word => return self.word(word, scene, chance, values),
        };
        number.to_string()
    }

    /// A word of the subject, or one that fits any; it may have slots of its own.
    fn word(&self, sort: &str, scene: Scene, chance: &mut Chance, values: &mut Vec<(String, String)>) -> String {
        let of = |subject: &str| self.file.words.get(subject).and_then(|w| w.get(sort));
        let word =
            of(scene.subject).or_else(|| of("any")).and_then(|all| chance.pick(all)).cloned().unwrap_or_default();
        if word.contains('{') { self.fill(&word, scene, chance, values) } else { word }
    }
}

fn shuffled(length: usize, chance: &mut Chance) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    chance.shuffle(&mut order);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_many_different_templates_and_every_slot_is_known() {
        let mut chance = Chance::new(1, 1);
        let mut words = Words::load(&mut chance);
        let all: HashSet<String> = words.file.theme.iter().flat_map(|t| t.lines.clone()).collect();
        assert!(all.len() >= 350, "{}", all.len());
        for subject in ["Reading", "Writing", "Math", "Science", "Social studies", "Music"] {
            let scene = Scene { subject, heads: 24, at_ms: 200_000 };
            for theme in 0..words.themes().len() {
                for _ in 0..words.file.theme[theme].lines.len() {
                    let line = words.line(theme, scene, &mut chance);
                    assert!(!line.contains(['{', '}']) && !line.contains("  ") && line.len() > 4, "{line}");
                }
            }
        }
        for template in all.iter().chain(&words.file.tails) {
            let scene = Scene { subject: "Art", heads: 24, at_ms: 200_000 };
            let filled = words.fill(template, scene, &mut chance, &mut Vec::new());
            assert_eq!(filled.matches("“”").count(), 0, "a slot without a word: {template}");
        }
    }

    #[test]
    fn a_slot_keeps_its_value_within_a_line_and_a_second_one_differs() {
        let mut chance = Chance::new(3, 3);
        let words = Words::load(&mut chance);
        let scene = Scene { subject: "Reading", heads: 20, at_ms: 60_000 };
        for _ in 0..200 {
            let line = words.fill("{answer}|{answer}|{answer2}|{k}|{n}", scene, &mut chance, &mut Vec::new());
            let parts: Vec<&str> = line.split('|').collect();
            assert_eq!(parts[0], parts[1]);
            assert_ne!(parts[0], parts[2]);
            assert!(parts[3].parse::<u32>().expect("a number") <= parts[4].parse().expect("a number"));
        }
    }
}
