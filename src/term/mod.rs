//! The terminal itself: taken over, given back whatever happens, its events turned into `Input`.

pub mod clock;
pub mod events;
pub mod secret;
#[cfg(unix)]
pub mod signals;
mod whole;

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::style::force_color_output;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};
use whole::Whole;

/// Whether the terminal is ours at the moment; the panic hook and the guard give it back once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is to tell of the mouse while it is ours.
static MOUSE: AtomicBool = AtomicBool::new(false);

type Backend = CrosstermBackend<Whole>;

/// The terminal while it is ours. Given back when dropped.
pub struct Tui {
    /// Never dropped: ratatui's own way of dropping prints to standard error, which may be gone with the terminal;
    /// everything it would undo, `give_back` undoes.
    terminal: ManuallyDrop<Terminal<Backend>>,
    frame: Whole,
}

impl Tui {
    /// Takes the terminal over. The sentence of the error says why it cannot be.
    pub fn enter() -> Result<Tui, String> {
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(
                "Uncover needs a terminal to show its screens. `uncover --help` lists what works without one.".into()
            );
        }
        if std::env::var("TERM").is_ok_and(|t| t == "dumb") {
            return Err(
                "This terminal cannot show full screens (TERM is “dumb”). Start Uncover in another terminal window."
                    .into(),
            );
        }
        #[cfg(windows)]
        if !crossterm::ansi_support::supports_ansi() {
            return Err(
                "This console cannot show full screens. Right-click its title bar, choose Properties, switch off \
                        “Use legacy console”, and start Uncover again in a new window. Nothing in your file was changed."
                    .into(),
            );
        }
        give_back_on_panic();
        take().map_err(|e| format!("The terminal could not be taken over: {e}."))?;
        let frame = Whole::default();
        // Of a fixed place: otherwise the terminal would be asked for its size before every frame.
        let viewport = Viewport::Fixed(size().unwrap_or(Rect::new(0, 0, 80, 24)));
        let terminal = Terminal::with_options(CrosstermBackend::new(frame.clone()), TerminalOptions { viewport })
            .map_err(|e| format!("The terminal could not be read: {e}."))?;
        Ok(Tui { terminal: ManuallyDrop::new(terminal), frame })
    }

    /// Columns and rows of what is painted.
    pub fn size(&mut self) -> (u16, u16) {
        let area = self.terminal.get_frame().area();
        (area.width, area.height)
    }

    /// Paints what changed, in one piece.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(paint)?;
        self.frame.send(&mut io::stdout())
    }

    /// Looks how large the terminal is now. The next draw paints everything.
    pub fn fit(&mut self) -> io::Result<()> {
        // `Terminal::clear` would ask the terminal where its cursor is and wait for the answer.
        self.terminal.resize(size()?)
    }

    /// Gives the terminal back for a while.
    pub fn leave(&mut self) {
        give_back();
    }

    /// Lets the terminal tell of the mouse, or not. A terminal that cannot is no trouble: keys do everything.
    pub fn mouse(&mut self, on: bool) {
        if MOUSE.swap(on, Ordering::SeqCst) != on {
            let _ = if on { execute!(io::stdout(), CaptureMouse) } else { execute!(io::stdout(), DisableMouseCapture) };
        }
    }

    /// Takes it over again; the next draw paints everything.
    pub fn reenter(&mut self) -> io::Result<()> {
        take()?;
        self.fit()
    }
}

impl Drop for Tui {
    fn drop(&mut self) {
        give_back();
    }
}

fn size() -> io::Result<Rect> {
    crossterm::terminal::size().map(|(columns, rows)| Rect::new(0, 0, columns, rows))
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    // With NO_COLOR crossterm would also drop bold and reverse, and with them the marked row; the mono theme sets no
    // colours by itself.
    force_color_output(true);
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if MOUSE.load(Ordering::SeqCst) {
        queue!(out, CaptureMouse)?;
    }
    out.flush()
}

/// Presses, releases and what is dragged, in the form that has no edge at column 223. Crossterm's own also asks for every
/// move of the mouse, which would wake the program for nothing.
struct CaptureMouse;

impl crossterm::Command for CaptureMouse {
    fn write_ansi(&self, out: &mut impl std::fmt::Write) -> std::fmt::Result {
        out.write_str("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        crossterm::Command::execute_winapi(&crossterm::event::EnableMouseCapture)
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

/// Undoes all that `take` did, once. Errors are of no use here: the terminal may be gone.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        if MOUSE.load(Ordering::SeqCst) {
            let _ = execute!(io::stdout(), DisableMouseCapture);
        }
        let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// A mistake in the program gives the terminal back and says in words what it means for the notes.
fn give_back_on_panic() {
    std::panic::set_hook(Box::new(|info| {
        if std::thread::current().name() != Some("main") {
            return;
        }
        give_back();
        let place = info.location().map_or(String::new(), |l| format!(" ({}:{})", l.file(), l.line()));
        let _ = writeln!(
            io::stderr(),
            "Uncover had to stop because of a mistake in the program{place}.\n\
             Every line that showed a tick is in the file; the line being typed was kept within the last second.\n\
             Start Uncover again to go on where you were."
        );
    }));
}
