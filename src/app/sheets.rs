//! The sheets a walk can be planned with: one's own, those that come with the program, and those that earlier walks of
//! this file used and that are neither.

use super::App;
use super::effect::Effect;
use super::screens::plan;
use crate::domain::acts::sheet_used;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::sheet::Sheet;
use crate::exchange::own::Broken;
use crate::exchange::sheets::OwnSheets;
use crate::store::api::{Ask, Lane, UsedSheet};
use std::sync::OnceLock;

/// Where a sheet comes from. The order is that of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    Own,
    /// An earlier walk used it, and no sheet of this id is here.
    Used,
    BuiltIn,
    /// An earlier walk used it; here is another edition of it.
    Earlier,
}

impl Origin {
    /// Said behind the title.
    pub fn words(self) -> &'static str {
        match self {
            Origin::Own => "yours",
            Origin::Used => "used before",
            Origin::BuiltIn => "",
            Origin::Earlier => "older edition",
        }
    }
}

/// A sheet that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetChoice {
    /// What walks know it by: it follows from the text.
    pub uid: Uid,
    pub sheet: Sheet,
    pub body: String,
    pub origin: Origin,
}

impl SheetChoice {
    fn new(sheet: Sheet, body: String, origin: Origin) -> SheetChoice {
        let (uid, _) = sheet_used(&sheet.id, &sheet.title, &body);
        SheetChoice { uid, sheet, body, origin }
    }
}

/// What is known of sheets; those built in are always there.
#[derive(Debug, Default)]
pub struct Sheets {
    own: Vec<SheetChoice>,
    used: Vec<SheetChoice>,
    /// Files of one's own that cannot be used.
    pub broken: Vec<Broken>,
}

/// The sheets that come with the program, read once.
fn built_in() -> &'static [SheetChoice] {
    static READ: OnceLock<Vec<SheetChoice>> = OnceLock::new();
    READ.get_or_init(|| {
        let read = |(name, body): &(&str, &str)| {
            Some(SheetChoice::new(Sheet::parse(name, body).ok()?, (*body).to_string(), Origin::BuiltIn))
        };
        Sheet::built_in().iter().filter_map(read).collect()
    })
}

impl Sheets {
    /// All that can be chosen, in the order of the list.
    pub fn all(&self) -> Vec<&SheetChoice> {
        let mut all: Vec<&SheetChoice> = self.own.iter().chain(built_in()).collect();
        let mut used: Vec<&SheetChoice> = Vec::new();
        for choice in &self.used {
            // Of several editions the one used last is enough.
            let known =
                |c: &&SheetChoice| c.uid == choice.uid || (c.origin == choice.origin && c.sheet.id == choice.sheet.id);
            if !all.iter().chain(&used).any(known) {
                used.push(choice);
            }
        }
        all.extend(used);
        all.order_by_key(|c| self.origin(c));
        all
    }

    fn origin(&self, choice: &SheetChoice) -> Origin {
        let id = &choice.sheet.id;
        let edition = || self.own.iter().chain(built_in()).any(|c| c.sheet.id == *id);
        if choice.origin == Origin::Used && edition() { Origin::Earlier } else { choice.origin }
    }

    /// What to say behind the title of a sheet.
    pub fn origin_words(&self, choice: &SheetChoice) -> &'static str {
        self.origin(choice).words()
    }

    /// The sheet a walk used: the very same text, else one of this title.
    pub fn of_walk(&self, uid: Uid, title: &str) -> Option<&SheetChoice> {
        let all = self.all();
        // A used sheet may be left out of the list; a walk like it finds it all the same.
        let same = all.iter().copied().chain(&self.used).find(|c| c.uid == uid);
        same.or_else(|| all.iter().copied().find(|c| c.sheet.title == title || c.sheet.id == title))
    }

    /// The sheet in the folder that has taken the place of one chosen from it before.
    pub fn newer_edition(&self, of: &SheetChoice) -> Option<&SheetChoice> {
        let own = self.own.iter().find(|c| c.sheet.id == of.sheet.id);
        own.filter(|c| of.origin == Origin::Own && c.uid != of.uid)
    }

    fn set_own(&mut self, own: OwnSheets) {
        self.own = own.found.into_iter().map(|o| SheetChoice::new(o.value, o.body, Origin::Own)).collect();
        self.broken = own.broken;
    }

    fn set_used(&mut self, used: Vec<UsedSheet>) {
        // One that a newer version wrote and this one cannot read cannot be chosen; it stays in the file.
        let read = |u: UsedSheet| Some(SheetChoice::new(Sheet::parse(&u.name, &u.body).ok()?, u.body, Origin::Used));
        self.used = used.into_iter().filter_map(read).collect();
    }
}

/// Asks for what earlier walks used.
pub fn ask_used(app: &mut App) {
    app.ask(Lane::Sheets, Ask::Sheets);
}

/// Asks for one's own sheets.
pub fn ask_own(app: &mut App) {
    app.effect(Effect::ReadSheets);
}

pub fn used_came(app: &mut App, used: Vec<UsedSheet>) {
    app.sheets.set_used(used);
    plan::sheets_came(app);
}

pub fn own_came(app: &mut App, own: OwnSheets) {
    app.sheets.set_own(own);
    plan::sheets_came(app);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::sheets::OwnSheet;

    fn body(id: &str, title: &str) -> String {
        format!("format = 1\nid = \"{id}\"\ntitle = \"{title}\"\n")
    }

    fn own(id: &str, title: &str) -> OwnSheet {
        let body = body(id, title);
        let sheet = Sheet::parse(id, &body).expect("a sound sheet");
        OwnSheet { file: format!("{id}.toml"), value: sheet, body }
    }

    fn used(id: &str, title: &str) -> UsedSheet {
        UsedSheet { name: id.into(), body: body(id, title) }
    }

    fn sheets(own: Vec<OwnSheet>, used: Vec<UsedSheet>) -> Sheets {
        let mut sheets = Sheets::default();
        sheets.set_own(OwnSheets { found: own, broken: Vec::new() });
        sheets.set_used(used);
        sheets
    }

    fn titles(sheets: &Sheets) -> Vec<String> {
        sheets
            .all()
            .iter()
            .map(|c| format!("{} {}", c.sheet.title, sheets.origin_words(c)).trim().to_string())
            .collect()
    }

    #[test]
    fn those_that_ship_are_always_there_the_blank_one_last() {
        let all = Sheets::default();
        assert_eq!(all.all().len(), Sheet::built_in().len());
        assert_eq!(titles(&all).first().map(String::as_str), Some("Learning walk"));
        assert_eq!(titles(&all).last().map(String::as_str), Some("Blank sheet"));
    }

    #[test]
    fn own_come_first_and_used_ones_only_where_they_differ() {
        let shipped = Sheet::built_in()[0].1.to_string();
        let all = sheets(
            vec![own("ours", "Ours")],
            vec![
                UsedSheet { name: "learning-walk".into(), body: shipped },
                used("ours", "Ours"),
                used("theirs", "Theirs"),
                used("theirs", "Theirs, older"),
                used("learning-walk", "Walk of old"),
                UsedSheet { name: "future".into(), body: "format = 9\n".into() },
            ],
        );
        let titles = titles(&all);
        assert_eq!(titles[..3], ["Ours yours", "Theirs used before", "Learning walk"]);
        assert_eq!(titles[titles.len() - 2..], ["Blank sheet", "Walk of old older edition"]);
        assert_eq!(titles.len(), 3 + Sheet::built_in().len());
    }

    #[test]
    fn a_walk_finds_the_very_sheet_it_used() {
        let all = sheets(vec![own("ours", "Ours")], vec![used("theirs", "Theirs"), used("theirs", "Theirs, older")]);
        let (older, _) = sheet_used("theirs", "Theirs, older", &body("theirs", "Theirs, older"));
        assert_eq!(all.of_walk(older, "Theirs").map(|c| c.sheet.title.as_str()), Some("Theirs, older"));
        let unknown = Uid::of_content(b"unknown");
        assert_eq!(all.of_walk(unknown, "Ours").map(|c| c.origin), Some(Origin::Own));
        assert_eq!(all.of_walk(unknown, "No such"), None);
    }

    #[test]
    fn a_sheet_that_was_changed_in_the_folder_takes_its_own_place() {
        let mut all = sheets(vec![own("ours", "Ours")], Vec::new());
        let chosen = all.all()[0].clone();
        assert_eq!(all.newer_edition(&chosen), None);
        all.set_own(OwnSheets { found: vec![own("ours", "Ours, better")], broken: Vec::new() });
        assert_eq!(all.newer_edition(&chosen).map(|c| c.sheet.title.as_str()), Some("Ours, better"));
        assert_eq!(all.newer_edition(all.all()[1]), None);
    }
}
