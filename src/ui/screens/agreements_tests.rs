use crate::app::Screen;
use crate::app::look::Look;
use crate::app::screens::sample::Desk;
use crate::domain::agreements::Names;
use crate::ui::screens::picture;
use chrono::NaiveDate;

fn desk(size: (u16, u16), ascii: bool) -> Desk {
    let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
    desk.app.open(Screen::Agreements);
    desk
}

#[test]
fn the_agreements() {
    insta::assert_snapshot!("usual_80", picture(&desk((80, 24), false).app));
    let mut own = desk((140, 40), false);
    own.app.agreed.names = Names::Off;
    own.app.agreed.until = NaiveDate::from_ymd_opt(2027, 6, 30);
    own.app.agreed.own_purpose = "We want to see what students are asked to read. ".repeat(6);
    own.app.agreements.selected = 2;
    insta::assert_snapshot!("own_140", picture(&own.app));
}

#[test]
fn every_size_is_painted_and_the_marked_one_is_seen() {
    for rows in 10..40 {
        let mut desk = desk((60, rows), true);
        for at in 0..7 {
            desk.app.agreements.selected = at;
            assert!(picture(&desk.app).contains(" > "), "{rows} rows, {at}");
        }
    }
}
