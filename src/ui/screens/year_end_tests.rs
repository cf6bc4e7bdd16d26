use crate::app::input::Input;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW, uid};
use crate::app::screens::year_end::drive::DriveTold;
use crate::app::update::update;
use crate::domain::time::Hlc;
use crate::exchange::drives::Drive;
use crate::exchange::leaving::{Answer, Wish};
use crate::store::api::{Answer as StoreAnswer, Home, Lane, Resume};
use crate::store::backup::drive::Way;
use crate::store::retention::Fitting;
use crate::ui::screens::picture;

const DAY: i64 = 86_400_000;
/// The day of the tests as a number.
const TODAY: i64 = 20_775;

/// A year seems to be over, and the last copy on a drive is old.
fn desk(size: (u16, u16), ascii: bool) -> Desk {
    let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
    let settings = vec![("drive.at".into(), (NOW.utc - 48 * DAY).to_string()), ("drive.name".into(), "T7".into())];
    let resume = Resume { clock: Some(Hlc((NOW.utc - DAY) << 16)), settings, ..Resume::default() };
    desk.answer(Lane::Walk, StoreAnswer::Resume(resume));
    let home = Home {
        visited: (TODAY - 300..=TODAY - 100).step_by(5).collect(),
        rooms: 22,
        rooms_seen: 20,
        not_lately: vec!["Room 7".into(), "Room 31".into()],
        not_lately_count: 2,
        ..Home::default()
    };
    desk.answer(Lane::Home, StoreAnswer::Home(home));
    desk
}

fn tell(desk: &mut Desk, input: Input) {
    update(&mut desk.app, input, NOW);
    desk.sort();
}

/// What removing a teacher would do, looked at.
fn listed(size: (u16, u16), ascii: bool) -> Desk {
    let mut desk = desk(size, ascii);
    desk.keys("y");
    let wren = Fitting { uid: uid(7), name: "Ms Wren".into() };
    tell(&mut desk, Input::Leaving(Answer::Called(crate::domain::schema::Kind::Teacher, vec![wren])));
    let lines = [
        "For good: 1 teacher, 3 replies of teachers and 2 invitations.",
        "  2 rooms then without that teacher; the visits there stay, with nobody's name.",
        "  A word of the name also stands in 2 notes, which stay.",
        "    “Ms Wren waits 5 s, then calls on S3”",
        "    “Wren's group still reads when the bell rings; two of them ask whether they may go on with the text”",
    ];
    let copies = [
        "Copies that still hold it; delete them yourself when they are no longer needed:",
        "  /home/ann/.local/share/uncover/backups/uncover-541afa04/2026-11-17T19-06-48.uncover",
        "  /media/ann/T7/Uncover backups/uncover-2026-10-01T07-00-12.uncover",
        "Copies elsewhere, papers, exports and what colleagues merged are not known here.",
    ];
    let own = |lines: &[&str]| lines.iter().map(|l| (*l).to_string()).collect();
    let wish = Wish::Teacher { teacher: uid(7), visits: false, mentions: false };
    tell(&mut desk, Input::Leaving(Answer::Planned { wish, lines: own(&lines), copies: own(&copies) }));
    desk
}

#[test]
fn home_offers_it_and_names_the_old_copy() {
    insta::assert_snapshot!("home_80", picture(&desk((80, 24), false).app));
    let mut put_off = desk((100, 30), true);
    put_off.app.agreed.until = chrono::NaiveDate::from_ymd_opt(2026, 6, 30);
    put_off.app.settings.insert("year.put-off".into(), (TODAY + 1).to_string());
    insta::assert_snapshot!("home_put_off_100", picture(&put_off.app));
}

#[test]
fn the_page() {
    let mut desk = desk((80, 24), false);
    desk.keys("yj");
    insta::assert_snapshot!("page_80", picture(&desk.app));
    let mut copying = self::desk((100, 30), false);
    copying.keys("yb");
    let drive = Drive { name: "T7".into(), path: "/media/ann/T7".into() };
    tell(&mut copying, Input::Drive(DriveTold::Found(vec![drive])));
    tell(&mut copying, Input::Drive(DriveTold::Way(Way::Written(43))));
    insta::assert_snapshot!("page_copying_100", picture(&copying.app));
}

#[test]
fn what_would_go() {
    insta::assert_snapshot!("listed_80", picture(&listed((80, 24), false).app));
    let mut asked = listed((100, 30), false);
    asked.keys("bx");
    insta::assert_snapshot!("asked_100", picture(&asked.app));
}

#[test]
fn choosing_a_drive() {
    let mut desk = desk((80, 24), false);
    desk.app.settings.insert("drive.path".into(), "/media/ann/T7".into());
    let drives = ["CAMERA", "T7"].map(|n| Drive { name: n.into(), path: format!("/media/ann/{n}").into() });
    tell(&mut desk, Input::Drive(DriveTold::Found(drives.to_vec())));
    insta::assert_snapshot!("drives_80", picture(&desk.app));
}

#[test]
fn every_size_is_painted_the_marked_line_is_seen_and_the_list_can_be_read_to_its_end() {
    for rows in 10..40 {
        for columns in [40, 60, 100] {
            let mut desk = desk((columns, rows), true);
            desk.keys("y");
            for _ in 0..4 {
                assert!(picture(&desk.app).contains(" > "), "{columns}x{rows}");
                desk.keys("j");
            }
            let mut listed = listed((columns, rows), true);
            assert!(picture(&listed.app).contains("x  does it"), "{columns}x{rows}");
            listed.keys(&"j".repeat(60));
            let picture = picture(&listed.app);
            assert!(picture.contains("This is the end") || picture.contains("here."), "{picture}");
        }
    }
}
