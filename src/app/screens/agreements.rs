//! The agreements: one place for what was agreed with staff, each with the line that says what follows from it.

use super::forms;
use crate::app::actions::Action;
use crate::app::layers::{Filled, Prompt};
use crate::app::{App, veil};
use crate::domain::agreements::{Agreements, Term};

#[derive(Debug, Default)]
pub struct AgreementsState {
    pub selected: usize,
}

/// The marked agreement.
fn marked(app: &App) -> Term {
    Term::ALL.get(app.agreements.selected).copied().unwrap_or(Term::Longest)
}

pub fn perform(app: &mut App, action: Action) {
    let step = |by| forms::moved(app.agreements.selected, by, Term::ALL.len());
    match action {
        Action::ListUp => app.agreements.selected = step(-1),
        Action::ListDown => app.agreements.selected = step(1),
        Action::ListHome => app.agreements.selected = 0,
        Action::ListEnd => app.agreements.selected = Term::ALL.len() - 1,
        Action::AgreementChange => change(app),
        _ => {}
    }
}

/// Asked about a last day of keeping that is over when it is agreed.
const OVER: &str = "That day is over; nothing is deleted by itself. Enter takes it.";

/// Names go to the next way; everything else is typed.
fn change(app: &mut App) {
    if !app.may_write() {
        return;
    }
    match marked(app) {
        Term::Names => {
            let next = app.agreed.next_names();
            take(app, Term::Names, next);
            veil::screens(app);
        }
        term => {
            let typed = app.agreed.typed(term);
            forms::prompt(app, term.label(), &typed, term.hint(), Filled::Agreement(term));
        }
    }
}

/// Keeps an agreement with the file.
fn take(app: &mut App, term: Term, value: &str) {
    app.set_setting(term.key(), value);
    app.agreed.take(term, value);
}

pub fn filled(app: &mut App, prompt: Prompt) {
    let (term, asked) = match &prompt.then {
        Filled::Agreement(term) => (*term, None),
        Filled::PastDay(value) => (Term::Until, Some(value)),
        _ => return,
    };
    let typed = forms::filled_text(&prompt);
    let today = app.now.today();
    match Agreements::read(term, &typed, today) {
        Ok(value) if asked != Some(&value) && app.agreed.is_newly_over(term, &value, today) => {
            forms::prompt(app, term.label(), &typed, OVER, Filled::PastDay(value));
        }
        Ok(value) => take(app, term, &value),
        Err(expected) => forms::prompt(app, term.label(), &typed, expected, Filled::Agreement(term)),
    }
}

#[cfg(test)]
mod tests;
