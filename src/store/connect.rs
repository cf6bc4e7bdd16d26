//! A connection with every setting made and read back, and nothing readable by others.

use super::api::{Trouble, TroubleSort};
use super::core::Core;
use super::trouble::Res;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// "Uncv": marks the files as ours for `file` and for the check at the start.
pub const APPLICATION_ID: i32 = 0x556e_6376;

/// Oldest SQLite without the bug that can damage files in WAL mode.
const SOUND_SQLITE: i32 = 3_051_003;

/// Pages that a connection keeps in memory, in KiB. Several connections are open at once, and the system keeps what was
/// read lately anyway, so that more of them would only be there twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// Goes through the file once.
    Once = 256,
    /// Reads a few pages again and again.
    Few = 1_024,
    /// Searches, or saves what a person writes.
    Many = 1_536,
    /// Writes much at once.
    Bulk = 4_096,
    /// Takes in a year of walks, or a colleague's.
    Import = 49_152,
}

/// Keeps so many pages in memory from now on.
pub fn keep(connection: &Connection, cache: Cache) -> Res<()> {
    Ok(connection.execute_batch(&format!("PRAGMA cache_size = -{}", cache as i64))?)
}

/// Works with so many pages in memory, and with as many as before afterwards.
pub fn keep_meanwhile<T>(core: &mut Core, cache: Cache, work: impl FnOnce(&mut Core) -> T) -> Res<T> {
    let before: i64 = core.connection.query_row("PRAGMA cache_size", [], |r| r.get(0))?;
    keep(&core.connection, cache)?;
    let done = work(core);
    core.connection.execute_batch(&format!("PRAGMA cache_size = {before}"))?;
    Ok(done)
}

/// Settings of every connection, with the value each must read back.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("synchronous", "FULL", "2"),
    ("fullfsync", "ON", "1"),
    ("checkpoint_fullfsync", "ON", "1"),
    ("wal_autocheckpoint", "0", "0"),
    ("foreign_keys", "ON", "1"),
    ("recursive_triggers", "OFF", "0"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("secure_delete", "FAST", "2"),
    ("temp_store", "MEMORY", "2"),
];

/// Opens for writing. The file exists already, made by `create_private` or earlier.
pub fn writing(path: &Path) -> Res<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    settle(&connection)?;
    keep(&connection, Cache::Bulk)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(setting_refused("journal_mode"));
    }
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

/// Opens for reading only. Where neither the file nor a `-wal` beside it can be written, the file cannot change.
pub fn reading(path: &Path) -> Res<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> Res<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        settle(&connection)?;
        connection.set_prepared_statement_cache_capacity(128);
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get::<_, i64>(0))?;
        Ok(connection)
    };
    open().or_else(|trouble| {
        // In a folder where nothing may be made SQLite cannot share the file; alone it can still be read, when
        // nothing waits beside it.
        let waiting = std::fs::metadata(sidecar(path, "-wal")).is_ok_and(|m| m.len() > 0);
        if waiting || trouble.sort == super::api::TroubleSort::Damaged { Err(trouble) } else { unchanging(path) }
    })
}

/// Reads a file that nobody changes meanwhile, such as a backup, or one in a folder where SQLite may make no file.
pub fn unchanging(path: &Path) -> Res<Connection> {
    let text = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(format!("file:{text}?immutable=1"), flags)?;
    settle(&connection)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get::<_, i64>(0))?;
    Ok(connection)
}

/// Makes the settings of every connection and reads each back.
pub fn settle(connection: &Connection) -> Res<()> {
    if rusqlite::version_number() < SOUND_SQLITE {
        return Err(setting_refused("version of SQLite"));
    }
    connection.busy_timeout(Duration::from_millis(5_000))?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        // Else a kept statement with “= ?1” in a join is compiled anew each time, because the value might be 0 or 1.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        if connection.set_db_config(config, on)? != on {
            return Err(setting_refused("protection"));
        }
    }
    // Answers nothing at all where memory mapping is compiled out.
    connection.execute_batch("PRAGMA mmap_size = 0")?;
    keep(connection, Cache::Few)?;
    for (name, value, expected) in SETTINGS {
        connection.execute_batch(&format!("PRAGMA {name} = {value}"))?;
        let got: i64 = connection.query_row(&format!("PRAGMA {name}"), [], |r| r.get(0))?;
        if got.to_string() != *expected {
            return Err(setting_refused(name));
        }
    }
    Ok(())
}

fn setting_refused(name: &str) -> Trouble {
    Trouble::new(
        TroubleSort::Other,
        format!("SQLite refused a setting that keeps notes safe ({name})."),
        "The file was not opened, so that nothing can be lost.",
        "Choose a file on a local disk with --file.",
    )
}

/// The name of a file beside the database: its own name with something appended.
pub fn sidecar(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(suffix);
    name.into()
}

/// Makes an empty file that only its owner may read and write. It must not exist.
pub fn create_private(path: &Path) -> std::io::Result<std::fs::File> {
    private_options().create_new(true).open(path)
}

/// Options for a file that, if it is made, only its owner may read and write.
pub fn private_options() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Takes the rights of everybody else on a file away. Windows' own folders of a person are private already.
pub fn make_private(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Makes the name of a file in its folder durable.
pub fn sync_folder(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        std::fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Which file a path names at this moment; `None` where there is none. Opens nothing: closing a second handle on the
/// database would drop SQLite's locks on it.
#[cfg(unix)]
pub fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|m| (m.dev(), m.ino()))
}

/// Windows does not let an open file be removed, so that being there is enough.
#[cfg(not(unix))]
pub fn identity(path: &Path) -> Option<(u64, u64)> {
    path.exists().then_some((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_is_new_enough_and_every_setting_reads_back() {
        assert!(rusqlite::version_number() >= SOUND_SQLITE, "{}", rusqlite::version());
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        create_private(&path).expect("a file");
        let connection = writing(&path).expect("a connection");
        for (name, _, expected) in SETTINGS {
            let got: i64 = connection.query_row(&format!("PRAGMA {name}"), [], |r| r.get(0)).expect("a value");
            assert_eq!(got.to_string(), *expected, "{name}");
        }
        let mode: String = connection.query_row("PRAGMA journal_mode", [], |r| r.get(0)).expect("a mode");
        assert_eq!(mode, "wal");
    }
}
