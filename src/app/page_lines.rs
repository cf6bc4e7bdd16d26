//! Lines of a page that is read and gone through: some can be marked, and lead somewhere. What a line leads to is the
//! screen's own; how lines are broken and painted is the same everywhere (`ui::widgets::page_lines`).

/// How loud a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A heading between parts.
    Heading,
    /// Somebody's own words; what is shown to others.
    Said,
    Plain,
    /// What can wait.
    Dim,
    /// Needs the leader.
    NeedsYou,
}

/// A line of a page, before it is broken to the width of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine<T> {
    /// When, or the label of a field; stands in a narrow column.
    pub lead: String,
    pub text: String,
    /// At the right edge.
    pub side: String,
    pub tone: Tone,
    /// Steps to the right.
    pub depth: u16,
    /// None: it cannot be marked.
    pub target: Option<T>,
}

impl<T> PageLine<T> {
    pub fn new(lead: impl Into<String>, text: impl Into<String>, tone: Tone, target: Option<T>) -> PageLine<T> {
        PageLine { lead: lead.into(), text: text.into(), side: String::new(), tone, depth: 0, target }
    }

    pub fn heading(text: &str) -> PageLine<T> {
        PageLine::new("", text, Tone::Heading, None)
    }

    pub fn beside(mut self, side: impl Into<String>) -> PageLine<T> {
        self.side = side.into();
        self
    }

    pub fn deeper(mut self, depth: u16) -> PageLine<T> {
        self.depth = depth;
        self
    }
}
