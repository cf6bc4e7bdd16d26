//! The page for staff and the sheet on paper.

use super::{PlanState, keep};
use crate::app::App;
use crate::app::effect::{Effect, ExportFile};
use crate::domain::sheet::Sheet;
use crate::exchange::papers::{paper, staff};

/// Makes the page staff get before the walks. It holds no room and no name, and nothing of the hunch.
pub fn staff(app: &mut App) {
    let plan = &app.plan;
    let (purpose, focus) = (plan.purpose.text(), plan.focus.text());
    let page = staff::StaffPage {
        purpose: purpose.trim(),
        focus: focus.trim(),
        sheet: plan.chosen_sheet(),
        minutes: keep::minutes(plan),
        ..staff::StaffPage::default()
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
    let Some(sheet) = chosen_or_blank(plan) else {
        app.tell("There is no look-for sheet to print.");
        return;
    };
    let focus = plan.focus.text();
    let page = paper::PaperSheet { sheet, focus: focus.trim(), minutes: keep::minutes(plan), masker: None };
    let files = vec![
        ExportFile { name: format!("sheet-{}.html", sheet.id), body: paper::html(&page) },
        ExportFile { name: format!("sheet-{}.txt", sheet.id), body: paper::text(&page) },
    ];
    app.effect(Effect::Export(files));
}

fn chosen_or_blank(plan: &PlanState) -> Option<&Sheet> {
    plan.chosen_sheet().or_else(|| plan.sheets.iter().find(|s| s.look_fors.is_empty()))
}
