use crate::app::look::Look;
use crate::app::screens::like;
use crate::app::screens::sample::{Desk, note, uid};
use crate::store::api::{Answer, Lane, LikeList, LikeRow, NoteRow};
use crate::ui::screens::picture;

fn desk(size: (u16, u16), ascii: bool, rows: bool) -> Desk {
    let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
    like::open(&mut desk.app, uid(1));
    desk.sort();
    let row = |number, text: &str, words: &[&str]| LikeRow {
        words: words.iter().filter_map(|w| text.find(w).map(|at| at..at + w.len())).collect(),
        note: note(number, 90, text),
        accepted: number == 3,
    };
    let long = "waits in silence, then asks again in other words and waits once more until the quiet ones at the window \
        have had the time to think of something to say";
    let mut rows = if rows {
        vec![
            row(2, long, &["waits", "silence"]),
            row(3, "quiet until most hands have gone up", &["quiet"]),
            row(4, "S4 asks whether there is more time", &["time"]),
        ]
    } else {
        Vec::new()
    };
    if let Some(tagged) = rows.get_mut(1) {
        tagged.note.tags = vec![(uid(70), "wait-time".into())];
    }
    let of: NoteRow = note(1, 90, "Four seconds pass before anybody is called on");
    let list = LikeList { text: of.text.clone(), of: Some(of), rejected: 2, rows, ..LikeList::default() };
    desk.answer(Lane::Like, Answer::Like(list));
    desk
}

#[test]
fn the_list_with_its_words() {
    let mut here = desk((80, 24), false, true);
    insta::assert_snapshot!("list_80", picture(&here.app));
    here.keys(" ");
    here.app.size = (140, 40);
    insta::assert_snapshot!("marked_140", picture(&here.app));
    insta::assert_snapshot!("ascii_40", picture(&desk((40, 10), true, true).app));
    insta::assert_snapshot!("none_80", picture(&desk((80, 24), false, false).app));
}

#[test]
fn no_size_makes_it_fail() {
    for columns in 1..60 {
        for rows in 1..20 {
            picture(&desk((columns, rows), columns % 2 == 0, true).app);
        }
    }
}

#[test]
fn while_notes_are_still_being_read_the_list_says_so() {
    for rows in [false, true] {
        let mut desk = desk((80, 24), false, rows);
        let list = desk.app.like.list.as_mut().expect("a list");
        (list.reading, list.rejected) = (true, 0);
        let shown = picture(&desk.app);
        assert!(shown.contains("Still reading your notes: more may come."), "{shown}");
    }
}
