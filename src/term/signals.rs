//! Signals (Linux, macOS): end, hang up, put aside, come back.

use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Keep everything and end.
    End,
    /// Give the terminal back and stop until told to go on.
    PutAside,
    /// Take the terminal over again.
    ComeBack,
}

/// Listens in a thread of its own; `send` returns false when nobody listens any more.
pub fn listen(send: impl Fn(Asked) -> bool + Send + 'static) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGTSTP, SIGCONT])?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let asked = match signal {
                SIGTSTP => Asked::PutAside,
                SIGCONT => Asked::ComeBack,
                _ => Asked::End,
            };
            if !send(asked) {
                return;
            }
        }
    })?;
    Ok(())
}

/// Waits in a thread of its own until the terminal is gone, also when nobody sends a signal about it (a wrapper that
/// stays alive keeps the hang-up to itself). Costs nothing while it waits.
pub fn watch_terminal(gone: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    std::thread::Builder::new().name("terminal".into()).spawn(move || {
        let stdin = std::io::stdin();
        let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
        loop {
            match poll(&mut watched, None) {
                Ok(_) if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => return gone(),
                // Some systems cannot watch a terminal this way; there a failing draw ends the program.
                Ok(_) => return,
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    })?;
    Ok(())
}

/// Stops the process as the shell expects; returns when it was told to go on.
pub fn stop() {
    // The default action of TSTP. When it fails nothing has happened, and the program just goes on.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
