//! The built program in a real pseudo-terminal. Waits are for conditions, with one deadline.
#![allow(dead_code, reason = "each test file uses a part of it")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Nothing takes longer than this, also on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    writer: Option<Box<dyn Write + Send>>,
    bytes: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// All that the program wrote, raw.
    pub raw: Vec<u8>,
}

impl Pty {
    /// Starts the program with these arguments; its data folder is `data`.
    pub fn start(data: &Path, arguments: &[&str], columns: u16, rows: u16, environment: &[(&str, &str)]) -> Pty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_uncover"));
        command.args(arguments);
        Pty::spawn(command, data, columns, rows, environment)
    }

    /// Starts another program, with the same data folder.
    pub fn command(program: &str, arguments: &[&str], data: &Path, columns: u16, rows: u16) -> Pty {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        Pty::spawn(command, data, columns, rows, &[])
    }

    fn spawn(mut command: CommandBuilder, data: &Path, columns: u16, rows: u16, environment: &[(&str, &str)]) -> Pty {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        command.env("UNCOVER_DATA", data);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env_remove("UNCOVER_FILE");
        for (key, value) in environment {
            command.env(key, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || sender.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        Pty {
            master: Some(pair.master),
            child,
            writer: Some(writer),
            bytes,
            parser: vt100::Parser::new(rows, columns, 0),
            raw: Vec::new(),
        }
    }

    pub fn send(&mut self, text: &str) -> &mut Pty {
        let writer = self.writer.as_mut().expect("the terminal is open");
        writer.write_all(text.as_bytes()).expect("keys are sent");
        writer.flush().expect("keys are sent");
        self
    }

    /// A line and Enter, once the line is on the screen.
    pub fn line(&mut self, text: &str) -> &mut Pty {
        self.send(text).wait(text.rsplit(' ').next().unwrap_or(text)).send("\r")
    }

    /// Waits until the screen shows a text.
    pub fn wait(&mut self, text: &str) -> &mut Pty {
        self.wait_until(&format!("“{text}”"), |screen| screen.contains(text))
    }

    pub fn wait_gone(&mut self, text: &str) -> &mut Pty {
        self.wait_until(&format!("“{text}” to go"), |screen| !screen.contains(text))
    }

    pub fn wait_until(&mut self, what: &str, fits: impl Fn(&str) -> bool) -> &mut Pty {
        let end = Instant::now() + DEADLINE;
        loop {
            if fits(&self.screen()) {
                return self;
            }
            match self.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.feed(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("waited for {what}:\n{}", self.screen()),
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended before {what}:\n{}", self.screen()),
            }
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    pub fn inverse_somewhere(&self) -> bool {
        let screen = self.parser.screen();
        let (rows, columns) = screen.size();
        (0..rows).any(|r| (0..columns).any(|c| screen.cell(r, c).is_some_and(|cell| cell.inverse())))
    }

    pub fn alternate_screen(&self) -> bool {
        self.parser.screen().alternate_screen()
    }

    pub fn bracketed_paste(&self) -> bool {
        self.parser.screen().bracketed_paste()
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.screen_mut().set_size(rows, columns);
        self.master
            .as_ref()
            .expect("the terminal is open")
            .resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .expect("resized");
    }

    /// Closes the terminal: wholly with the next output, when the thread that reads it finds nobody to tell.
    pub fn close_terminal(&mut self) {
        self.writer = None;
        self.master = None;
        let (_, closed) = channel();
        self.bytes = closed;
    }

    pub fn pid(&self) -> i32 {
        i32::try_from(self.child.process_id().expect("a process")).expect("a process id")
    }

    /// SIGKILL: nothing is closed.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    pub fn signal(&self, name: &str) {
        let done = std::process::Command::new("kill").args([format!("-{name}"), self.pid().to_string()]).status();
        assert!(done.expect("kill runs").success());
    }

    /// Waits for the end of the program; its exit code.
    pub fn exit(&mut self) -> u32 {
        let end = Instant::now() + DEADLINE;
        loop {
            match self.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.feed(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the program does not end:\n{}", self.screen()),
            }
        }
        self.child.wait().expect("ended").exit_code()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // The program may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
