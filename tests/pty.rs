//! Whole jobs in a real terminal.
#![cfg(unix)]
#![allow(clippy::panic, reason = "a test says what was wrong")]

#[path = "common/pty.rs"]
mod pty;

use pty::Pty;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn a_walk_survives_a_kill_with_its_half_typed_line() {
    let data = folder();
    let mut p = Pty::start(data.path(), &[], 100, 30, &[]);
    p.wait("Start a walk now").send("p").wait("Focus question");
    p.send("\t").send("What is asked?\t\r\t").send("Room 4\r").wait("1 Room 4").send("Room 9\r").wait("2 Room 9");
    p.send("\x13").wait("go in").send("\r").wait("Nothing written yet");
    for line in ["T asks 3 questions #questions", "S4 “because it says so”", "19 of 24 writing"] {
        p.line(line);
    }
    p.wait_until("three ticks", |s| s.matches('✓').count() >= 4);
    p.send("\t1").wait_gone("press a key");
    p.send("half a li").wait("half a li").wait_until("the draft to be due", |_| true);
    // The draft is kept at most a second after typing: the clock on the screen tells when that is over.
    p.wait("saved ✓");
    let second = |s: &str| s.split_whitespace().find(|w| w.contains(':') && w.len() <= 5).map(str::to_string);
    let now = second(&p.screen());
    p.wait_until("two seconds", |s| second(s) != now);
    let now = second(&p.screen());
    p.wait_until("two seconds", |s| second(s) != now);
    p.kill();

    let mut p = Pty::start(data.path(), &[], 100, 30, &[]);
    p.wait("Resume").wait("Room 4").wait("half a li").send("\r").wait("19 of 24 writing").wait("half a li");
    p.send("ne\r").wait("half a line").wait_until("all saved", |s| s.contains("saved ✓"));
    p.send("\x0e").wait("unmarked").send("u").wait_gone("unmarked").send("e").wait("End the walk?").send("y");
    p.wait("Finish today").send("q");
    assert_eq!(p.exit(), 0);
    assert!(!p.alternate_screen() && !p.bracketed_paste());

    let out = std::process::Command::new(env!("CARGO_BIN_EXE_uncover"))
        .args(["info", "--json"])
        .env("UNCOVER_DATA", data.path())
        .output()
        .expect("info runs");
    let info: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(
        (info["notes"].as_u64(), info["visits"].as_u64(), info["classrooms"].as_u64()),
        (Some(4), Some(1), Some(2))
    );
}

#[test]
fn the_terminal_is_given_back_and_the_marked_row_is_seen_without_colours() {
    let data = folder();
    let mut p = Pty::start(data.path(), &[], 80, 24, &[("NO_COLOR", "1")]);
    p.wait("Start a walk now");
    assert!(p.inverse_somewhere(), "the marked row is reversed");
    assert!(p.alternate_screen() && p.bracketed_paste());
    p.signal("TERM");
    assert_eq!(p.exit(), 0);
    assert!(!p.alternate_screen() && !p.bracketed_paste());
}

#[test]
fn put_aside_and_back_keeps_the_screen() {
    let data = folder();
    let mut p = Pty::start(data.path(), &[], 80, 24, &[]);
    p.wait("Start a walk now").send("\r").wait("Nothing written yet").send("abc").wait("abc");
    p.signal("STOP");
    p.signal("CONT");
    p.send("d").wait("abcd");
    p.resize(60, 15);
    p.send("e").wait("abcde");
}

#[test]
fn pasted_lines_are_not_saved_by_their_line_breaks_and_nothing_raw_reaches_the_terminal() {
    let data = folder();
    let mut p = Pty::start(data.path(), &[], 80, 24, &[]);
    p.wait("Start a walk now").send("\r").wait("Nothing written yet");
    p.send("\x1b[200~one\ntwo \u{202e}evil\u{9b}31m \u{200b}end\x1b[201~").wait("end");
    p.wait("Nothing written yet");
    p.send("\r").wait_gone("Nothing written yet");
    p.wait("evil");
    assert!(!p.raw.windows(3).any(|w| w == "\u{202e}".as_bytes()), "no override reaches the terminal");
    assert!(!p.raw.windows(2).any(|w| w == "\u{9b}".as_bytes()), "no C1 control reaches the terminal");
}

#[test]
fn a_second_window_reads_and_says_why_it_cannot_record() {
    let data = folder();
    let mut first = Pty::start(data.path(), &[], 80, 24, &[]);
    first.wait("Start a walk now").send("\r").wait("Nothing written yet").line("T asks");
    first.wait_until("a tick", |s| s.matches('✓').count() >= 2);
    let mut second = Pty::start(data.path(), &[], 80, 24, &[]);
    second.wait("reading only");
    second.send("q");
    assert_eq!(second.exit(), 0);
    first.line("still here").wait("still here");
}

#[test]
fn without_a_terminal_there_is_a_sentence() {
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_uncover")).output().expect("runs");
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("needs a terminal"));
}

#[test]
fn a_closed_terminal_ends_the_program_without_a_mistake_and_keeps_the_line() {
    let data = folder();
    let mut p = Pty::start(data.path(), &[], 80, 24, &[]);
    p.wait("Start a walk now").send("\r").wait("Nothing written yet").line("T asks").wait("asks");
    p.send("half of it").wait("half of it");
    p.signal("HUP");
    assert_eq!(p.exit(), 0);
    let mut p = Pty::start(data.path(), &[], 80, 24, &[]);
    p.wait("Resume").send("\r").wait("half of it");
}

#[test]
fn a_terminal_that_is_gone_without_a_signal_ends_the_program_too() {
    let data = folder();
    let file = data.path().join("walks.db");
    let mark = data.path().join("ended");
    let script = format!(
        "trap '' HUP; '{}' --file '{}'; echo done > '{}'",
        env!("CARGO_BIN_EXE_uncover"),
        file.display(),
        mark.display()
    );
    let mut p = Pty::command("sh", &["-c", &script], data.path(), 80, 24);
    p.wait("Start a walk now").send("\r").wait("Nothing written yet").send("half of it").wait("half of it");
    p.close_terminal();
    let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !mark.exists() {
        assert!(std::time::Instant::now() < end, "the program goes on without a terminal");
        std::thread::yield_now();
    }
    let mut p = Pty::start(data.path(), &["--file", &file.display().to_string()], 80, 24, &[]);
    p.wait("Resume").send("\r").wait("half of it");
}

#[test]
fn a_timer_is_right_to_a_tenth_of_a_second_after_a_kill() {
    let data = folder();
    let now = std::time::Instant::now;
    let mut p = Pty::start(data.path(), &[], 100, 30, &[]);
    p.wait("Start a walk now").send("p").wait("Focus question").send("\t\t").send("talk").wait("Talk time");
    p.send("\t").send("Room 4\r").wait("1 Room 4").send("\x13").wait("go in").send("\r").wait("teacher talk");
    let start = now();
    p.send("\tt").wait("0:00 on");
    let started = now();
    p.send("\tw").wait_until("both on the disk", |s| s.matches(" on").count() >= 2 && s.contains("saved ✓"));
    p.wait("0:02 on").kill();

    let mut p = Pty::start(data.path(), &[], 100, 30, &[]);
    p.wait("Resume").send("\r").wait("teacher talk").wait("0:04 on");
    let stop = now();
    p.send("\tt\ta").wait("1, median").wait_until("on the disk", |s| s.contains("saved ✓"));
    let stopped = now();
    p.send("\x0e").wait("in the corridor").kill();

    let to = data.path().join("all.json");
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_uncover"))
        .args(["export", "json", "--to", &to.display().to_string()])
        .env("UNCOVER_DATA", data.path())
        .output()
        .expect("the export runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let all: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(to).expect("there")).expect("JSON");
    let timer = all["marks"].as_array().and_then(|m| m.iter().find(|m| m["way"] == "timer")).expect("a timer");
    let seconds = timer["seconds"].as_f64().expect("stopped");
    let (least, most) = ((stop - started).as_secs_f64(), (stopped - start).as_secs_f64());
    assert!(least - 0.1 < seconds && seconds < most + 0.1, "{least} < {seconds} < {most}");
}
