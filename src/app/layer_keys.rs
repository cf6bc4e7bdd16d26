//! What keys do in the layers over a screen.

use super::actions::{Action, Scope};
use super::layers::{Filled, Layer, Picker, Prompt};
use super::{App, chosen, filled, fuzzy, perform as performing, screens};
use crate::domain::order::InOrder;

/// Offers shown under a line that completes names.
const OFFERS: usize = 6;

/// What follows when the text of a layer's field changed: what is found narrows, and the first line is marked.
pub fn text_changed(app: &mut App) {
    let here = screens::scope(app);
    let all = match app.layers.last() {
        Some(Layer::Help(_)) => performing::help_actions(app),
        Some(Layer::Palette(_)) => performing::palette_actions(app),
        _ => Vec::new(),
    };
    match app.layers.last_mut() {
        Some(Layer::Help(finder) | Layer::Palette(finder)) => {
            let texts: Vec<String> = all.iter().map(|a| searched(*a)).collect();
            let typed = finder.field.text();
            let found = fuzzy::find(&typed, texts.iter().map(String::as_str));
            let found = found.into_iter().filter_map(|i| all.get(i).copied());
            let mut ranked: Vec<_> =
                found.zip(0..).map(|(action, at)| (rank(action, &typed, here), at, action)).collect();
            ranked.order_by_key(|(rank, at, _)| (*rank, *at));
            finder.found = ranked.into_iter().map(|(.., action)| action).collect();
            finder.selected = 0;
        }
        Some(Layer::Picker(picker)) => narrow(picker),
        Some(Layer::Prompt(prompt)) => offer(prompt),
        _ => {}
    }
}

/// What is called as was typed comes before what only speaks of it, and what works here before what works elsewhere.
fn rank(action: Action, typed: &str, here: Scope) -> (bool, bool) {
    let close = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let spec = action.spec();
    let is_called = close(spec.words).starts_with(&close(typed));
    let works = spec.scopes.contains(&here) || spec.scopes.contains(&Scope::Anywhere);
    (!is_called, !works)
}

/// What a search in help and palette looks at.
fn searched(action: Action) -> String {
    let spec = action.spec();
    format!("{} {} {}", spec.words, spec.help, spec.keys.join(" "))
}

/// Finds the items that fit what was typed.
pub fn narrow(picker: &mut Picker) {
    let lines: Vec<String> = picker.items.iter().map(|i| format!("{} {}", i.label, i.detail)).collect();
    picker.found = fuzzy::find(&picker.field.text(), lines.iter().map(String::as_str));
    picker.selected = 0;
}

/// Offers names for the focused line.
pub fn offer(prompt: &mut Prompt) {
    let typed = prompt.lines.get(prompt.focus).map(|l| l.field.text()).unwrap_or_default();
    let word = typed.rsplit([' ', ',']).next().unwrap_or("").trim_start_matches('#').to_string();
    prompt.offers = if word.is_empty() {
        prompt.names.iter().take(OFFERS).cloned().collect()
    } else {
        let found = fuzzy::find(&word, prompt.names.iter().map(String::as_str));
        found.into_iter().take(OFFERS).filter_map(|i| prompt.names.get(i).cloned()).collect()
    };
}

pub fn perform(app: &mut App, action: Action) {
    let page = usize::from(app.size.1).saturating_sub(8).max(1) as isize;
    match action {
        Action::Dismiss | Action::CloseHelp | Action::ConfirmNo => dismiss(app),
        Action::HelpUp => step(app, -1),
        Action::HelpDown => step(app, 1),
        Action::HelpPageUp => step(app, -page),
        Action::HelpPageDown => step(app, page),
        Action::PromptNewLine => prompt_move(app, true),
        Action::PromptPrevious => prompt_move(app, false),
        Action::Choose | Action::KeepSeveral => choose(app),
        Action::Toggle => {
            if let Some(Layer::Picker(picker)) = app.layers.last_mut() {
                picker.toggle();
            }
        }
        Action::ConfirmYes => {
            if let Some(Layer::Confirm(confirm)) = app.layers.pop() {
                chosen::agreed(app, confirm.then);
            }
        }
        _ => {}
    }
}

/// Closes the layer. What was typed in a prompt stays as its draft until it is filled in anew.
fn dismiss(app: &mut App) {
    app.layers.pop();
    app.saving.drafts.remove("prompt");
}

fn step(app: &mut App, by: isize) {
    let moved = |at: usize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
    match app.layers.last_mut() {
        Some(Layer::Help(f) | Layer::Palette(f)) => f.selected = moved(f.selected, f.found.len()),
        Some(Layer::Picker(p)) => p.selected = moved(p.selected, p.found.len()),
        Some(Layer::Menu(m)) => m.selected = moved(m.selected, m.items.len()),
        Some(Layer::Reader(r)) => r.scroll = moved(r.scroll, r.farthest(app.size) + 1),
        _ => {}
    }
}

/// Tab takes the first offer where there is one, and else goes to the next line.
fn prompt_move(app: &mut App, forward: bool) {
    let Some(Layer::Prompt(prompt)) = app.layers.last_mut() else { return };
    if forward && let Some(name) = best_offer(prompt) {
        take_offer(prompt, &name);
        return;
    }
    let count = prompt.lines.len().max(1);
    prompt.focus = if forward { (prompt.focus + 1) % count } else { (prompt.focus + count - 1) % count };
}

/// The first offer, when it is not what stands there already.
fn best_offer(prompt: &Prompt) -> Option<String> {
    let typed = prompt.lines.get(prompt.focus)?.field.text();
    let word = typed.rsplit([' ', ',']).next()?.trim_start_matches('#');
    let offer = prompt.offers.first().filter(|_| !prompt.names.is_empty())?;
    (offer != word).then(|| offer.clone())
}

fn take_offer(prompt: &mut Prompt, name: &str) {
    if let Some(line) = prompt.lines.get_mut(prompt.focus) {
        let typed = line.field.text();
        let keep = typed.rfind([' ', ',']).map_or(0, |i| i + 1);
        let text = format!("{}{name}", typed.get(..keep).unwrap_or(""));
        line.field.set(&text);
    }
}

fn choose(app: &mut App) {
    match app.layers.pop() {
        Some(Layer::Help(finder) | Layer::Palette(finder)) => {
            if let Some(action) = finder.found.get(finder.selected) {
                performing::run_chosen(app, *action);
            }
        }
        Some(Layer::Menu(menu)) => {
            if let Some(action) = menu.items.get(menu.selected) {
                performing::run_chosen(app, *action);
            }
        }
        Some(Layer::Picker(picker)) => {
            let item = picker.found.get(picker.selected).and_then(|i| picker.items.get(*i)).cloned();
            chosen::picked(app, picker, item);
        }
        Some(Layer::Prompt(mut prompt)) => {
            app.saving.drafts.remove("prompt");
            // Enter goes from line to line; on the last one it takes them all.
            if prompt.focus + 1 >= prompt.lines.len() {
                filled::filled(app, prompt);
            } else {
                if matches!(prompt.then, Filled::SplitNote(_)) {
                    split_at_cursor(&mut prompt);
                }
                prompt.focus += 1;
                offer(&mut prompt);
                app.layers.push(Layer::Prompt(prompt));
            }
        }
        Some(other) => app.layers.push(other),
        None => {}
    }
}

/// What stands behind the cursor of the first line goes down to the second.
fn split_at_cursor(prompt: &mut Prompt) {
    let [first, second] = prompt.lines.as_mut_slice() else { return };
    let before = first.field.before_cursor();
    let text = first.field.text();
    let rest = text.get(before.len()..).unwrap_or("").trim();
    if prompt.focus == 0 && !rest.is_empty() && !before.trim().is_empty() {
        let begun = second.field.text();
        let gap = if begun.is_empty() { "" } else { " " };
        second.field.set(&format!("{begun}{gap}{rest}"));
        first.field.set(before.trim_end().trim_end_matches([',', ';', ':']));
    }
}
