//! The page for staff and the sheet on paper.

use super::{PlanState, keep};
use crate::app::App;
use crate::app::effect::{Effect, ExportFile};
use crate::domain::sheet::Sheet;
use crate::exchange::papers::{paper, staff};
use crate::language::mask::{Masker, NameOf};

/// Makes the page staff get before the walks. It holds no room and no name, and nothing of the hunch.
pub fn staff(app: &mut App) {
    let plan = &app.plan;
    let (purpose, focus) = (plan.purpose.text(), plan.focus.text());
    let masker = masker(plan);
    let page = staff::StaffPage {
        masker: Some(&masker),
        purpose: purpose.trim(),
        focus: focus.trim(),
        sheet: plan.chosen_sheet(),
        minutes: keep::minutes(plan),
        agreed: &app.agreed,
    };
    let files = vec![
        ExportFile { name: "page-for-staff.html".into(), body: staff::html(&page) },
        ExportFile { name: "page-for-staff.txt".into(), body: staff::text(&page) },
    ];
    app.effect(Effect::Export(files));
}

/// Makes the sheet on paper: the chosen one, or the blank one.
pub fn paper(app: &mut App) {
    let plan = &app.plan;
    let Some(sheet) = chosen_or_blank(app) else {
        app.tell("There is no look-for sheet to print.");
        return;
    };
    let focus = plan.focus.text();
    let masker = masker(plan);
    let page = paper::PaperSheet {
        sheet,
        focus: focus.trim(),
        minutes: keep::minutes(plan),
        masker: Some(&masker),
        agreed: &app.agreed,
    };
    let files = vec![
        ExportFile { name: format!("sheet-{}.html", sheet.id), body: paper::html(&page) },
        ExportFile { name: format!("sheet-{}.txt", sheet.id), body: paper::text(&page) },
    ];
    app.effect(Effect::Export(files));
}

fn chosen_or_blank(app: &App) -> Option<&Sheet> {
    let blank = || app.sheets.all().into_iter().map(|c| &c.sheet).find(|s| s.look_fors.is_empty());
    app.plan.chosen_sheet().or_else(blank)
}

/// Rooms, teachers, schools and observers this file knows: none of their names goes on a page that others see.
fn masker(plan: &PlanState) -> Masker {
    let rooms = plan.rooms.iter().map(|r| (NameOf::Room, r.label.as_str()));
    let teachers = plan.rooms.iter().flat_map(|r| r.teachers.iter().map(|(_, n)| (NameOf::Teacher, n.as_str())));
    let schools = plan.rooms.iter().filter_map(|r| r.school.as_ref()).map(|(_, n)| (NameOf::School, n.as_str()));
    let observers = plan.known_observers.iter().map(|(_, n)| (NameOf::Observer, n.as_str()));
    Masker::new(rooms.chain(teachers).chain(schools).chain(observers))
}
