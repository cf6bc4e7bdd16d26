//! Every voice is answered: what a team said, and what became of it.

use super::sieve::{Of, Sieve};
use super::team::quoted;
use super::{PART, Page, Pages, With, calm, filters, foot, gaps, told};
use crate::domain::agreements::day_words;
use crate::domain::order::InOrder;
use crate::domain::text::count;
use crate::exchange::papers::rendered;
use crate::store::api::VoiceRow;
use askama::Template;

#[derive(Debug, Default)]
struct Texts {
    when: String,
    /// "9 of 12 are answered."
    how_many: String,
    answered: Vec<Answered>,
    open: Vec<Answered>,
    left_out: String,
    foot: String,
}

#[derive(Debug)]
struct Answered {
    said: String,
    about: String,
    became: String,
}

#[derive(Template)]
#[template(path = "talk-answers.html")]
struct Html<'a> {
    t: &'a Texts,
}

#[derive(Template)]
#[template(path = "talk-answers.md", escape = "none")]
struct Markdown<'a> {
    t: &'a Texts,
}

pub fn pages(voices: &[VoiceRow], shown: &[&str], people: Option<u32>, with: &With) -> Pages {
    let sieve = Sieve::new(with.names, with.facts, people, shown);
    let mut wanted: Vec<&VoiceRow> = voices.iter().filter(|v| v.kind.wants_answer()).collect();
    wanted.order_by_key(|v| (v.at, v.uid));
    let part = |answered: bool| -> Vec<Answered> {
        let part = wanted.iter().filter(|v| v.answer.is_some() == answered);
        part.filter_map(|v| one(&sieve, v, with)).collect()
    };
    let (answered, open) = (part(true), part(false));
    let mut t = Texts {
        when: day_words(with.now.today()),
        how_many: how_many(answered.len(), open.len()),
        answered,
        open,
        left_out: String::new(),
        foot: foot(with),
    };
    t.left_out = gaps(sieve.left_out_count(), &rendered(&Html { t: &t }));
    let name = |ending: &str| format!("what-became-of-it-{}.{ending}", with.now.today().format("%Y-%m-%d"));
    Pages {
        html: Page { name: name("html"), body: calm(&rendered(&Html { t: &t }), 0) },
        markdown: Page { name: name("md"), body: calm(&rendered(&Markdown { t: &t }), 1) },
        left_out: sieve.left_out(),
    }
}

fn one(sieve: &Sieve, voice: &VoiceRow, with: &With) -> Option<Answered> {
    let said = sieve.text("a statement", Of::Said, Some(voice.uid), &voice.text)?;
    let day = voice.at.map(|at| told::moment(at, with.now));
    let about = [Some(voice.kind.words().to_string()), Some(super::speaker(sieve, voice)), day];
    let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let why = sieve.or_empty("an answer", Of::Planned, &voice.why);
    Some(Answered { said: quoted(&said), about: about.join(PART), became: told::became(voice, &why) })
}

fn how_many(answered: usize, open: usize) -> String {
    match (answered, answered + open) {
        (_, 0) => "Nothing was said yet that waits for an answer.".into(),
        (_, 1) if open == 0 => "One thing was said, and it is answered.".into(),
        (0, all) => format!("{}. None is answered yet.", count(all, "thing was said", "things were said")),
        (_, all) if open == 0 => format!("{all} things were said, and each is answered."),
        (done, all) => format!("{done} of the {all} things that were said are answered."),
    }
}
