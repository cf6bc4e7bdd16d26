//! Readers of whole files: complete copies, bundles, and the file itself.

use super::file::{self, NOW, Place, Template, folds_to_the_same};
use super::{refusal, safe};
use age::secrecy::SecretString;
use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;
use std::io::Write;
use std::path::Path;
use uncover::domain::act::Verb;
use uncover::domain::acts::{self, NoteFacts};
use uncover::domain::id::Uid;
use uncover::domain::time::Hlc;
use uncover::exchange::bundle;
use uncover::exchange::json::restore;
use uncover::store::api::{Answer, Ask, Filter, From};
use uncover::store::{Core, Reader, check, salvage};

const PASSPHRASE: &str = "seven grey geese";

/// A complete copy, as one document or as lines.
pub fn json_copy(bytes: &[u8]) {
    let place = Place::bare();
    let copy = place.with("copy.json", bytes);
    match restore(&copy, &place.path(), &place.options(), &mut |_| {}) {
        Ok(restored) => {
            safe(&restored.words());
            folds_to_the_same(&mut place.core());
        }
        Err(refused) => {
            refusal(&refused.to_string());
            let left: Vec<_> = std::fs::read_dir(place.folder.path())
                .expect("a folder")
                .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
                .filter(|name| name != "copy.json" && !name.ends_with(".lock") && name != "data")
                .collect();
            assert!(left.is_empty(), "left behind: {left:?}");
        }
    }
}

/// The lines of a bundle, which are packed as a bundle is, and taken in twice.
pub fn bundle(bytes: &[u8]) {
    let place = Place::new(Template::School);
    let path = place.with("tried.bundle", &packed(bytes));
    taken_in(&place, &path);
}

fn packed(lines: &[u8]) -> Vec<u8> {
    let mut out = b"uncover-bundle 1\n".to_vec();
    let mut gz = GzEncoder::new(&mut out, Compression::fast());
    gz.write_all(lines).expect("packed");
    gz.finish().expect("packed");
    out
}

fn taken_in(place: &Place, path: &Path) {
    let before = place.bytes();
    let mut core = place.core();
    let take = |core: &mut Core| {
        let open = bundle::open(path, || Ok(PASSPHRASE.into()))?;
        let outline = open.header.outline.clone();
        core.take_in(&outline, open.pieces(), NOW.utc, None, &mut |_, _| {})
    };
    match take(&mut core) {
        Ok(taken) if taken.is_nothing() => {}
        Ok(taken) => {
            uncover::exchange::bundle::report::lines(&taken, 0).iter().for_each(|line| safe(line));
            let again = take(&mut core).expect("the same again");
            assert!(again.is_nothing(), "the same bundle again changes something: {again:?}");
            folds_to_the_same(&mut core);
            return;
        }
        Err(refused) => refusal(&refused.to_string()),
    }
    // Let go without closing, as the program does.
    drop(core);
    assert!(before == place.bytes(), "the file changed");
}

/// A bundle as it lies on the disk, only read.
pub fn bundle_raw(bytes: &[u8]) {
    if costly(bytes) {
        return;
    }
    let place = Place::bare();
    match bundle::open(&place.with("tried.bundle", bytes), || Ok(PASSPHRASE.into())) {
        Ok(open) => {
            open.pieces().take(10_000).filter_map(Result::err).for_each(|refused| refusal(&refused.to_string()))
        }
        Err(refused) => refusal(&refused.to_string()),
    }
}

/// Whether opening the seal would take long, which it may.
fn costly(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]).into_owned();
    let work = |line: &str| line.strip_prefix("-> scrypt ")?.rsplit(' ').next()?.trim().parse::<u32>().ok();
    start.lines().filter_map(work).any(|work| (8..=20).contains(&work))
}

/// The lines of a bundle, sealed, with some bytes of the sealed file changed: the first byte says how many, then three
/// bytes each say where and how.
pub fn bundle_sealed(bytes: &[u8]) {
    let (count, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let (changes, lines) = rest.split_at((usize::from(*count % 8) * 3).min(rest.len()));
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(PASSPHRASE.to_string()));
    recipient.set_work_factor(1);
    let encryptor =
        age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).expect("an encryptor");
    let mut sealed = Vec::new();
    let mut out = encryptor.wrap_output(&mut sealed).expect("a seal");
    out.write_all(&packed(lines)).expect("sealed");
    out.finish().expect("sealed");
    let mut changed = false;
    for change in changes.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % sealed.len();
        sealed[at] ^= change[2];
        changed |= change[2] != 0;
    }
    if costly(&sealed) {
        return;
    }
    let place = Place::new(Template::School);
    let path = place.with("tried.bundle", &sealed);
    if changed && sealed.starts_with(b"age-encryption.org/") {
        let _ = bundle::open(&path, || Ok(PASSPHRASE.into()));
    }
    taken_in(&place, &path);
}

/// The file of a school with changes in it. The first byte says of which sort: whatever follows in its place; bytes of it
/// changed; or values of its rows changed, by which a sound file says things that are not so.
pub fn sqlite(bytes: &[u8]) {
    let (sort, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let place = Place::new(Template::School);
    match sort % 3 {
        0 => drop(place.with("walks.db", rest)),
        1 => {
            let mut file = file::bytes(Template::School).to_vec();
            for change in rest.chunks_exact(4) {
                let at = usize::from(u16::from_le_bytes([change[0], change[1]])) << 3 | usize::from(change[2] & 7);
                let at = at % file.len();
                file[at] = change[3];
            }
            place.with("walks.db", &file);
        }
        _ => change_rows(&place.path(), rest),
    }
    let damaged = std::fs::read(place.path()).expect("the file");
    read_all(&place);
    salvaged(&place, &damaged);
    write_some(&place);
}

/// Sets values: a byte for the table, one for the column, one for the row, one for the sort of the value, and the value up
/// to the next line break.
fn change_rows(path: &Path, changes: &[u8]) {
    let c = Connection::open(path).expect("opened");
    let mut tables = c
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'note_fts%' ORDER BY name")
        .expect("SQL");
    let tables: Vec<String> = tables.query_map([], |r| r.get(0)).expect("rows").map(|r| r.expect("a row")).collect();
    for change in changes.split(|b| *b == b'\n').take(20) {
        let [table, column, row, sort, value @ ..] = change else { continue };
        let Some(table) = tables.get(usize::from(*table) % tables.len()) else { continue };
        let mut about = c.prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).expect("SQL");
        let columns: Vec<String> =
            about.query_map([], |r| r.get(0)).expect("rows").map(|r| r.expect("a row")).collect();
        let Some(column) = columns.get(usize::from(*column) % columns.len().max(1)) else { continue };
        let text = String::from_utf8_lossy(value).into_owned();
        let value = match sort % 4 {
            0 => rusqlite::types::Value::Null,
            1 => rusqlite::types::Value::Integer(text.trim().parse().unwrap_or(i64::from(*sort) << (sort % 64))),
            2 => rusqlite::types::Value::Text(text),
            _ => rusqlite::types::Value::Blob(value.to_vec()),
        };
        // What the table itself refuses cannot be in a file either.
        let _ = c.execute(
            &format!(
                "UPDATE OR IGNORE \"{table}\" SET \"{column}\" = ?1 WHERE ?2 = 255 OR rowid IN
                     (SELECT rowid FROM \"{table}\" LIMIT 1 OFFSET ?2)"
            ),
            rusqlite::params![value, i64::from(*row)],
        );
    }
}

/// Everything is asked that needs to know nothing; what fails says so.
fn read_all(place: &Place) {
    let mut reader = match Reader::open(&place.path()) {
        Ok(reader) => reader,
        Err(trouble) => return safe(&trouble.what),
    };
    reader.set_now(NOW.utc);
    reader.set_offset(NOW.offset);
    let day = NOW.utc / 86_400_000;
    let today = (NOW.utc - 86_400_000, NOW.utc);
    let mut questions = vec![
        Ask::Resume,
        Ask::Home { today, lately: 0, due: None },
        Ask::Walks { before: None, limit: 50 },
        Ask::Sheets,
        Ask::Rooms { limit: 50 },
        Ask::Observers,
        Ask::People,
        Ask::AllNames,
        Ask::Tags,
        Ask::TopTags(9),
        Ask::PatternList,
        Ask::Patterns,
        Ask::Surface { today: day, kept: true },
        Ask::Surface { today: day, kept: false },
        Ask::Decided,
        Ask::HunchCheck,
        Ask::JointProposals,
        Ask::JointVisits,
        Ask::Agreement,
        Ask::FilterChoices,
        Ask::Views,
        Ask::Today { from: 0, to: NOW.utc },
        Ask::Info,
        Ask::CoverageMap { today: i32::try_from(day).unwrap_or(0), weeks: 8, offset: 0 },
        Ask::Coverage { since: 0 },
        Ask::Boards,
        Ask::Notes { filter: Filter { search: "the".into(), ..Filter::default() }, from: From::Newest, limit: 50 },
        Ask::NotesCount { filter: Filter::default(), cap: 1_000 },
    ];
    if let Answer::Visits(page) = reader.answer(&Ask::Visits { before: None, limit: 3 }) {
        questions.extend(page.rows.iter().map(|visit| Ask::Visit(visit.uid)));
    }
    if let Answer::Notes(page) = reader.answer(&Ask::Notes { filter: Filter::default(), from: From::Newest, limit: 3 })
    {
        questions.extend(page.rows.iter().flat_map(|n| [Ask::NoteHistory(n.uid), Ask::TagProposals { note: n.uid }]));
    }
    for question in &questions {
        if let Answer::Failed(trouble) = reader.answer(question) {
            assert!(!trouble.what.is_empty(), "{question:?}");
        }
    }
    let _ = (reader.settings(), reader.known(), reader.outline(true, &[]), reader.equal_names());
}

fn salvaged(place: &Place, damaged: &[u8]) {
    let _ = check::check(&place.path());
    let to = place.folder.path().join("saved.db");
    let options = place.options();
    if salvage::salvage(&place.path(), &to, &options).is_ok() {
        let report = check::check(&to).expect("what was saved can be checked");
        assert!(report.sound, "{:?}", report.lines);
    }
    let now = std::fs::read(place.path()).expect("the file");
    assert!(damaged == now.as_slice(), "reading or saving from a damaged file changed it");
}

/// Writing into it either works or says why not, and what was written is there.
fn write_some(place: &Place) {
    let mut core = match Core::open(&place.path(), &place.options()) {
        Ok(core) => core,
        Err(trouble) => return safe(&trouble.what),
    };
    let clock = |core: &Core| core.newest_clock().map(|newest| Hlc(newest).next(NOW.utc));
    let Ok(first) = clock(&core) else { return };
    let facts = NoteFacts { text: "asks why".into(), ..NoteFacts::default() };
    let ops = vec![acts::note_written(Uid::of_content(b"fuzz"), &facts)];
    let saved = core.apply(&uncover::domain::act::Act { clock: first, verb: Verb::AddNote, ops });
    if saved.is_ok()
        && let Ok(next) = clock(&core)
    {
        let _ = core.undo(next);
    }
    let _ = core.rebuild(|_| {});
    let _ = core.close();
}
