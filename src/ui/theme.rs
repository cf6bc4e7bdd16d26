//! Styles: the terminal's own sixteen colours on its own background. Meaning is never told by colour alone.

use crate::app::look::{Look, Theme};
use ratatui::style::{Color, Modifier, Style};

/// One style for each meaning.
#[derive(Debug, Clone, Copy)]
pub struct Styles {
    pub plain: Style,
    /// What is said: statements, the line that matters.
    pub strong: Style,
    /// Where and when; what can wait.
    pub dim: Style,
    /// The one accent: what has the focus.
    pub focus: Style,
    /// The marked row.
    pub selected: Style,
    /// Saved.
    pub saved: Style,
    /// Needs you.
    pub attention: Style,
    /// NOT SAVED.
    pub alarm: Style,
    /// A key in the footer and in help.
    pub key: Style,
    pub border: Style,
    /// Laid over a word that could be said as a description: quiet, and no colour.
    pub nudge: Style,
    /// Letters that fit what was typed.
    pub matched: Style,
}

const fn fg(color: Color) -> Style {
    Style::new().fg(color)
}

impl Styles {
    pub fn of(look: Look) -> Styles {
        match if look.no_color { Theme::Mono } else { look.theme } {
            Theme::Dark => Self::coloured(Color::Cyan, Color::Green, Color::Yellow, Color::LightRed),
            Theme::Light => Self::coloured(Color::Blue, Color::Green, Color::Magenta, Color::Red),
            Theme::HighContrast => Styles {
                dim: Style::new(),
                nudge: Style::new().add_modifier(Modifier::UNDERLINED),
                border: Style::new(),
                ..Self::coloured(Color::Reset, Color::Reset, Color::Reset, Color::Reset)
            },
            Theme::Mono => Self::mono(),
        }
    }

    const fn coloured(focus: Color, saved: Color, attention: Color, alarm: Color) -> Styles {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Styles {
            plain: Style::new(),
            strong: bold,
            dim: Style::new().add_modifier(Modifier::DIM),
            focus: fg(focus).add_modifier(Modifier::BOLD),
            selected: fg(focus).add_modifier(Modifier::BOLD),
            saved: fg(saved),
            // Not bold: many terminals make bold yellow so bright that a light background swallows it.
            attention: fg(attention),
            alarm: fg(alarm).add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED),
            key: fg(focus).add_modifier(Modifier::BOLD),
            border: Style::new().add_modifier(Modifier::DIM),
            nudge: Style::new().add_modifier(Modifier::UNDERLINED).add_modifier(Modifier::DIM),
            matched: Style::new().add_modifier(Modifier::UNDERLINED),
        }
    }

    const fn mono() -> Styles {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Styles {
            plain: Style::new(),
            strong: bold,
            dim: Style::new().add_modifier(Modifier::DIM),
            focus: bold,
            selected: Style::new().add_modifier(Modifier::REVERSED),
            saved: Style::new(),
            attention: bold,
            alarm: Style::new().add_modifier(Modifier::REVERSED).add_modifier(Modifier::BOLD),
            key: bold,
            border: Style::new().add_modifier(Modifier::DIM),
            nudge: Style::new().add_modifier(Modifier::UNDERLINED).add_modifier(Modifier::DIM),
            matched: Style::new().add_modifier(Modifier::UNDERLINED),
        }
    }

    /// The style of a tag's name. Colours are decoration: the name says it.
    pub fn tag(&self, colour: i64, look: Look) -> Style {
        let plain = look.no_color || matches!(look.theme, Theme::Mono | Theme::HighContrast);
        match colour {
            _ if plain => self.dim,
            1 => fg(Color::Red),
            2 => fg(Color::Green),
            3 => fg(Color::Yellow),
            4 => fg(Color::Blue),
            5 => fg(Color::Magenta),
            6 => fg(Color::Cyan),
            _ => self.dim,
        }
    }
}

/// The few signs of the chrome, each with its twin in plain letters.
#[derive(Debug, Clone, Copy)]
pub struct Signs {
    pub saved: &'static str,
    pub on_its_way: &'static str,
    pub here: &'static str,
    pub recording: &'static str,
    pub empty: &'static str,
    pub dot: &'static str,
    pub bar: [&'static str; 2],
    pub steps: [&'static str; 8],
    pub rule: &'static str,
    /// What went on for a while: along a strip, and down the axis.
    pub stretch: [&'static str; 2],
    /// The axis of time down a page, and a gap in it.
    pub axis: &'static str,
    pub gap: &'static str,
    pub times: &'static str,
    pub open_quote: &'static str,
    pub close_quote: &'static str,
    /// A timer, a scan.
    pub timer: &'static str,
    pub scan: &'static str,
}

impl Signs {
    pub fn of(ascii: bool) -> Signs {
        if ascii {
            Signs {
                saved: "v",
                on_its_way: "~",
                here: ">",
                recording: "*",
                empty: "o",
                dot: ".",
                bar: ["#", "-"],
                steps: [".", ".", ":", ":", "=", "=", "#", "#"],
                rule: "-",
                stretch: ["=", "#"],
                axis: "|",
                gap: ":",
                times: "x",
                open_quote: "\"",
                close_quote: "\"",
                timer: "@",
                scan: "%",
            }
        } else {
            Signs {
                saved: "✓",
                on_its_way: "…",
                here: "▸",
                recording: "●",
                empty: "○",
                dot: "·",
                bar: ["▓", "░"],
                steps: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
                rule: "─",
                stretch: ["━", "┃"],
                axis: "│",
                gap: "┆",
                times: "×",
                open_quote: "“",
                close_quote: "”",
                timer: "◷",
                scan: "◔",
            }
        }
    }

    /// A row of small bars for a series, each as high as its share of the greatest.
    pub fn bars(&self, values: &[u32]) -> String {
        let top = values.iter().copied().max().unwrap_or(0).max(1) as usize;
        values
            .iter()
            .map(|v| if *v == 0 { self.dot } else { self.steps[(*v as usize * 7).div_ceil(top).min(7)] })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_has_no_colour_at_all() {
        let s = Styles::of(Look { theme: Theme::Dark, ascii: false, no_color: true, fixed: false });
        for style in [s.plain, s.strong, s.dim, s.focus, s.selected, s.saved, s.attention, s.alarm, s.key, s.border] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert!(s.selected.add_modifier.contains(Modifier::REVERSED));
        assert_eq!(s.tag(3, Look { no_color: true, ..Look::default() }).fg, None);
    }

    #[test]
    fn bars_show_shares() {
        let signs = Signs::of(false);
        assert_eq!(signs.bars(&[0, 1, 7]), "·▂█");
        assert_eq!(signs.bars(&[]), "");
        assert!(Signs::of(true).bars(&[0, 3, 9]).is_ascii());
    }
}
