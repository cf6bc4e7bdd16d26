//! The built program, run by its command line.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::Path;
use std::process::{Command, Stdio};

/// The program in a folder, with what it keeps in `data` there, and nothing of the person who runs the tests.
pub fn command(folder: &Path, data: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uncover"));
    command.current_dir(folder).env("UNCOVER_DATA", folder.join(data)).env_remove("UNCOVER_FILE").stdin(Stdio::null());
    command
}

/// Runs it to its end, which has this exit status; what it printed on standard output and on standard error.
pub fn ended(command: &mut Command, status: i32) -> (String, String) {
    let output = command.output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "{command:?}: {err}{out}");
    (out, err)
}

/// Exit status 0; gives what was printed.
pub fn done(command: &mut Command) -> String {
    ended(command, 0).0
}

/// Exit status 1, with one sentence on standard error, which is given.
pub fn could_not(command: &mut Command) -> String {
    let (_, sentence) = ended(command, 1);
    assert!(sentence.starts_with("uncover: ") && sentence.trim_end().ends_with('.'), "{command:?}: {sentence}");
    assert_eq!(sentence.lines().count(), 1, "{command:?}: {sentence}");
    sentence
}
