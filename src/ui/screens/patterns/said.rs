//! On a pattern's page: what teachers said, and evidence from elsewhere.

use super::lines::Page;
use crate::app::App;
use crate::domain::pattern::Role;
use crate::domain::time::{day_of_number, short_day};
use crate::store::api::{ElsewhereRow, PatternView, VoiceRow};
use chrono::Datelike;

/// Voices shown, at most.
const VOICES: usize = 8;

/// What teachers said, in their words: first what was said in talks and linked to the pattern, with what it is to it; then
/// what they said to the visits that support it.
pub fn teachers(page: &mut Page, view: &PatternView) {
    let s = page.paint.styles;
    page.gap();
    if view.voices.is_empty() && view.replies.is_empty() {
        page.row(vec![("Teachers said:".into(), s.strong), ("  nothing yet".into(), s.dim)], None);
        return;
    }
    page.heading("Teachers said:", view.voices.len() + view.replies.len());
    for (voice, link) in view.voices.iter().take(VOICES) {
        let words = quoted(page, &voice.text);
        page.text_and(&words, s.plain, &format!("{}: {}", speaker(voice), link.words()));
    }
    if view.voices.len() > VOICES {
        page.text(&format!("and {} more: in Talk", view.voices.len() - VOICES), s.dim);
    }
    if view.voices.is_empty() {
        page.text("In no talk yet; to a visit:", s.dim);
    }
    for reply in &view.replies {
        let words = quoted(page, &reply.text);
        if view.voices.is_empty() {
            page.text(&words, s.plain);
        } else {
            page.text_and(&words, s.plain, "to a visit");
        }
    }
}

fn quoted(page: &Page, text: &str) -> String {
    let (open, close) = (page.paint.signs.open_quote, page.paint.signs.close_quote);
    format!("{open}{}{close}", text.trim_matches(['“', '”', '"']))
}

/// The role or label the speaker chose, or the team.
fn speaker(voice: &VoiceRow) -> &str {
    match (voice.speaker.as_str(), &voice.team) {
        ("", Some((_, team))) => team,
        ("", None) => "the team",
        (speaker, _) => speaker,
    }
}

/// The cards of evidence from elsewhere with this role.
pub fn cards_of(view: &PatternView, role: Role) -> Vec<&ElsewhereRow> {
    view.elsewhere.iter().filter(|(_, r)| *r == role).map(|(card, _)| card).collect()
}

/// Cards with what they rest on: "18 of 61 found the line that says why; grade 4 reading check, 12 Oct". They are in no
/// number of visits.
pub fn elsewhere(page: &mut Page, app: &App, cards: &[&ElsewhereRow]) {
    let s = page.paint.styles;
    let year = app.now.today().year();
    for card in cards {
        let many = match (card.count, card.of) {
            (Some(count), Some(of)) => format!("{count} of {of}: "),
            _ => String::new(),
        };
        let day = card.day.map(|day| format!(", {}", short_day(day_of_number(day), year))).unwrap_or_default();
        let source = if card.source.is_empty() { "no source given" } else { &card.source };
        page.text_and(&format!("{many}{}", card.text), s.plain, &format!("elsewhere: {source}{day}"));
    }
}
