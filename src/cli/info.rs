//! `uncover info`: where everything is, versions, counts.

use super::{Line, file, own, paths};
use crate::domain::sheet::Sheet;
use crate::domain::talk_protocol::TalkProtocol;
use crate::store::api::{Answer, Ask, Info};
use crate::store::reader::Reader;
use clap::Args;

#[derive(Debug, Args)]
pub struct Options {
    /// As JSON, for other programs
    #[arg(long)]
    json: bool,
}

pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    let path = paths::file(line)?;
    if !path.exists() {
        return Err(format!("There is no file yet at {}. It is made when Uncover is opened.", path.display()));
    }
    let reader = Reader::open(&path).map_err(|t| file::sentence(&t))?;
    let Answer::Info(mut info) = reader.answer(&Ask::Info) else {
        return Err("The file could not be read.".into());
    };
    info.file = path.display().to_string();
    let backups = crate::store::backup::list(&path, &paths::data()?);
    info.backups = backups.len() as u64;
    info.last_backup = backups.iter().map(|(at, _)| *at).max().map(iso);
    if options.json {
        let text = serde_json::to_string_pretty(&info).map_err(|e| format!("The counts could not be written: {e}."))?;
        super::print(&text)
    } else {
        let sheets = own::info::<Sheet>(&paths::sheets()?, "your sheets");
        let talks = own::info::<TalkProtocol>(&paths::talks()?, "your talks");
        super::print(&format!("{}\n{sheets}\n{talks}\n{}", words(&info), own_words()?))
    }
}

/// Where word lists of one's own are looked for, and whether there are any.
fn own_words() -> Result<String, String> {
    let folder = paths::words()?;
    let is_list = |entry: &std::fs::DirEntry| entry.path().extension().is_some_and(|e| e == "toml");
    // Most people have no such folder.
    let own = std::fs::read_dir(&folder).map_or(0, |all| all.flatten().filter(is_list).count());
    Ok(format!("{:<13} {own} in {}", "your words", folder.display()))
}

fn iso(at: i64) -> String {
    crate::domain::time::local_time(at, 0).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn words(info: &Info) -> String {
    let last = info.last_backup.as_deref().unwrap_or("none");
    let mut text = format!(
        "file          {}\nversion       {} (schema {})\nsize          {} kB\nbackups       {} (last: {last})\n",
        info.file,
        info.version,
        info.schema,
        info.bytes / 1_000,
        info.backups
    );
    for (word, n) in [
        ("walkthroughs", info.walkthroughs),
        ("visits", info.visits),
        ("notes", info.notes),
        ("marks", info.marks),
        ("tags", info.tags),
        ("patterns", info.patterns),
        ("replies", info.replies),
        ("teams", info.teams),
        ("talks", info.talks),
        ("voices", info.voices),
        ("problems", info.problems),
        ("trials", info.trials),
        ("rooms", info.classrooms),
        ("teachers", info.teachers),
        ("observers", info.observers),
        ("schools", info.schools),
        ("acts", info.acts),
    ] {
        text.push_str(&format!("{word:<13} {n}\n"));
    }
    text.trim_end().to_string()
}
