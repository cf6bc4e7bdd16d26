//! Choosing the sheet of a plan.

use crate::app::App;
use crate::app::sheets::SheetChoice;

/// The sheets that fit what is typed, all of them when nothing is.
pub fn offered(app: &App) -> Vec<&SheetChoice> {
    let all = app.sheets.all();
    let lines: Vec<String> = all.iter().map(|c| format!("{} {}", c.sheet.title, c.sheet.id)).collect();
    let found = crate::app::fuzzy::find(&app.plan.find_sheet.text(), lines.iter().map(String::as_str));
    found.into_iter().filter_map(|i| all.get(i).copied()).collect()
}

/// The place in a list of sheets of the one that is chosen.
pub fn place_of_chosen(app: &App, offered: &[&SheetChoice]) -> Option<usize> {
    let chosen = app.plan.sheet.as_ref()?;
    offered.iter().position(|c| c.uid == chosen.uid)
}

/// Enter in the sheets' line: the sheet found first; on an empty line the one after that which is chosen, and after the
/// last one none.
pub(super) fn take(app: &mut App) {
    let offered = offered(app);
    let taken = if app.plan.find_sheet.is_empty() {
        let next = place_of_chosen(app, &offered).map_or(0, |i| i + 1);
        offered.get(next).copied().cloned()
    } else {
        let Some(first) = offered.first().copied().cloned() else {
            app.tell("No sheet has these words in its title.");
            return;
        };
        Some(first)
    };
    app.plan.sheet = taken;
    app.plan.wanted_sheet = None;
    app.plan.find_sheet.clear();
    app.saving.typed("plan", app.now.steady);
}

/// The sheets were read: an interrupted plan gets its own again, and one whose file was changed its newer edition.
pub fn sheets_came(app: &mut App) {
    let chosen = match (&app.plan.sheet, &app.plan.wanted_sheet) {
        (Some(chosen), _) => app.sheets.newer_edition(chosen),
        (None, Some(id)) => app.sheets.all().into_iter().find(|c| c.sheet.id == *id),
        (None, None) => None,
    };
    if let Some(chosen) = chosen.cloned() {
        app.plan.sheet = Some(chosen);
        app.plan.wanted_sheet = None;
    }
}
