use crate::app::look::{Look, Theme};
use crate::app::screens::heat::sample::{facts, sample};
use crate::app::screens::sample::Desk;
use crate::insight::heat::{Axis, Table, What, table};
use crate::store::api::{Answer, Lane};
use crate::ui::screens::picture;

fn desk(size: (u16, u16), look: Look, table: Table) -> Desk {
    let mut desk = Desk::new(size, look);
    desk.keys("4h");
    (desk.app.heat.what, desk.app.heat.axis) = (table.what, table.axis);
    desk.answer(Lane::Heat, Answer::Heat(table));
    desk.keys("jll");
    desk
}

#[test]
fn tags_by_grade() {
    let tags = || sample(What::Tags, Axis::Grades);
    insta::assert_snapshot!("tags_80", picture(&desk((80, 24), Look::default(), tags()).app));
    insta::assert_snapshot!("tags_140", picture(&desk((140, 40), Look::default(), tags()).app));
    let ascii = Look { ascii: true, ..Look::default() };
    insta::assert_snapshot!("tags_80_ascii", picture(&desk((80, 24), ascii, tags()).app));
    insta::assert_snapshot!("tags_40", picture(&desk((40, 10), Look::default(), tags()).app));
}

#[test]
fn look_fors_by_subject_and_week() {
    let by = |axis| sample(What::LookFors, axis);
    insta::assert_snapshot!("look_fors_80", picture(&desk((80, 24), Look::default(), by(Axis::Subjects)).app));
    insta::assert_snapshot!("weeks_100", picture(&desk((100, 30), Look::default(), by(Axis::Weeks)).app));
}

#[test]
fn a_look_for_that_is_only_ever_seen_has_no_share() {
    let mut only_seen = facts();
    let looked = crate::insight::facts::Visits::up_to(30);
    let sign = only_seen.signs.iter_mut().find(|s| s.name == "Students cite the text").expect("a look-for");
    (sign.seen, sign.looked) = (looked.clone(), looked.into());
    let table = table(&only_seen, What::LookFors, Axis::Grades, 2026);
    let shown = picture(&desk((100, 30), Look::default(), table).app);
    assert!(shown.contains("30 visits") && !shown.contains("30 of 30"), "{shown}");
}

#[test]
fn nothing_to_lay_out() {
    let mut empty = facts();
    empty.visits.take_in_order(&[0, 1, 2]);
    empty.signs.iter_mut().for_each(|s| s.looked = crate::insight::facts::Visits::up_to(3).into());
    let table = table(&empty, What::LookFors, Axis::Grades, 2026);
    insta::assert_snapshot!(picture(&desk((80, 24), Look::default(), table).app));
}

#[test]
fn the_three_ways_to_show_nothing_look_different_in_every_theme() {
    use crate::insight::heat::Cell;
    for ascii in [false, true] {
        let looks = super::Looks::of(ascii);
        let cells = [Cell::NotLooked, Cell::TooFew, Cell::Seen { k: 0, n: 9 }];
        let steps = [1, 4, 6, 9].map(|k| Cell::Seen { k, n: 9 });
        let signs: std::collections::HashSet<&str> = cells.into_iter().chain(steps).map(|c| looks.sign(c)).collect();
        assert_eq!(signs.len(), 7, "each has a sign of its own, whatever the colours");
        assert!(!ascii || signs.iter().all(|s| s.is_ascii()));
    }
    // The signs are the same in every theme; only the hue differs, and there is at most one.
    let text =
        |theme| picture(&desk((100, 30), Look { theme, ..Look::default() }, sample(What::Tags, Axis::Grades)).app);
    for theme in Theme::ALL {
        assert_eq!(text(theme), text(Theme::Dark));
    }
}

#[test]
fn any_size_and_any_map_is_drawn() {
    for size in [(1, 1), (2, 3), (5, 4), (12, 5), (20, 6), (40, 10), (41, 13), (200, 60)] {
        for axis in Axis::ALL {
            for what in [What::Tags, What::LookFors] {
                picture(&desk(size, Look::default(), sample(what, axis)).app);
            }
        }
        picture(&desk(size, Look::default(), Table { what: What::LookFors, ..Table::default() }).app);
    }
}

#[test]
fn an_unknown_grade_is_explained_and_columns_keep_different_heads() {
    use crate::insight::heat::Axis;
    let mut few = facts();
    // Two visits without a grade are too few for a column: they are counted with a neighbour.
    few.visits.change(|place, v| v.grade = v.grade.filter(|_| place >= 2));
    let shown = picture(&desk((80, 24), Look::default(), table(&few, What::Tags, Axis::Grades, 2026)).app);
    assert!(shown.contains(", ?") && shown.contains("; ? grade not known"), "{shown}");

    let mut long = facts();
    long.subjects = ["Mathematics one", "Mathematics two", "Mathematics", "Music"].map(String::from).to_vec();
    let shown = picture(&desk((60, 24), Look::default(), table(&long, What::Tags, Axis::Subjects, 2026)).app);
    insta::assert_snapshot!("heads_60", shown);
}

#[test]
fn rows_that_do_not_fit_are_counted() {
    let mut map = sample(What::Tags, Axis::Grades);
    let rows = map.rows.clone();
    (0..3).for_each(|_| map.rows.extend(rows.clone()));
    let mut desk = desk((80, 24), Look::default(), map);
    insta::assert_snapshot!("rows_below_80", picture(&desk.app));
    desk.keys("<End>");
    assert!(!picture(&desk.app).contains("more rows below"));
}
