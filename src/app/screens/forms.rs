//! Short ways to put a line to fill in or a list to choose from over a screen.

use crate::app::App;
use crate::app::field::Field;
use crate::app::layer_keys;
use crate::app::layers::{Agreed, Confirm, Filled, Layer, PickItem, PickValue, Picked, Picker, Prompt, PromptLine};

/// One line to fill in, with what stands in it and a sentence under it.
pub fn prompt(app: &mut App, title: &str, text: &str, hint: &str, then: Filled) {
    named_prompt(app, title, text, hint, Vec::new(), then);
}

/// The same, with names that are offered while typing.
pub fn named_prompt(app: &mut App, title: &str, text: &str, hint: &str, names: Vec<String>, then: Filled) {
    let line = PromptLine { label: String::new(), field: Field::new(text) };
    let mut prompt =
        Prompt { title: title.into(), lines: vec![line], focus: 0, then, hint: hint.into(), offers: Vec::new(), names };
    layer_keys::offer(&mut prompt);
    app.layers.push(Layer::Prompt(prompt));
}

/// A list to choose from; `empty` is said when nothing fits what was typed.
pub fn picker(title: &str, items: Vec<PickItem>, empty: &str, then: Picked) -> Picker {
    let found = (0..items.len()).collect();
    Picker {
        title: title.into(),
        field: Field::new(""),
        items,
        found,
        selected: 0,
        then,
        empty: empty.into(),
        on: None,
    }
}

pub fn item(label: impl Into<String>, detail: impl Into<String>, value: PickValue) -> PickItem {
    PickItem { label: label.into(), detail: detail.into(), value }
}

/// A question that only `y` answers.
pub fn confirm(app: &mut App, question: String, detail: &str, then: Agreed) {
    app.layers.push(Layer::Confirm(Confirm { question, detail: detail.into(), then }));
}

/// What was filled in, on one line and without blanks around it.
pub fn filled_text(prompt: &Prompt) -> String {
    let text = prompt.lines.first().map(|l| l.field.text()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keeps a place in a list when one moves by `by` rows.
pub fn moved(at: usize, by: isize, count: usize) -> usize {
    at.saturating_add_signed(by).min(count.saturating_sub(1))
}
