//! Frames that leave as one piece: ratatui flushes after the cells, the cursor and its place, and each would be a write of
//! its own, of which a terminal may show the first before it has the last.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// Writes some bytes to the terminal.
type Writes = fn(&[u8]) -> io::Result<()>;

/// What ratatui writes into: keeps everything until `send`.
#[derive(Clone, Default)]
pub struct Whole {
    kept: Rc<RefCell<Vec<u8>>>,
    /// Where to what is kept goes at each flush already.
    through: Option<Writes>,
}

impl Whole {
    /// For a console that is told of colours and places by calls and not by signs in the text: what is kept has to be there
    /// before the next call, which is what a flush means then.
    #[cfg(any(windows, test))]
    pub fn in_pieces(to: Writes) -> Whole {
        Whole { kept: Rc::default(), through: Some(to) }
    }

    /// Writes all that was kept at once and flushes.
    ///
    /// # Errors
    ///
    /// Where `out` cannot be written to; what was kept is gone then.
    pub fn send(&self, out: &mut impl Write) -> io::Result<()> {
        let mut kept = self.kept.borrow_mut();
        let sent = out.write_all(&kept).and_then(|()| out.flush());
        kept.clear();
        sent
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let Some(to) = self.through else { return Ok(()) };
        let kept = std::mem::take(&mut *self.kept.borrow_mut());
        to(&kept)
    }
}

#[cfg(test)]
mod tests {
    use super::Whole;
    use std::io::{self, Write};

    /// Takes everything and counts how often.
    #[derive(Default)]
    struct Counted(Vec<u8>, usize);

    impl Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.extend_from_slice(bytes);
            self.1 += 1;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write_however_often_it_was_flushed() {
        let (whole, mut out) = (Whole::default(), Counted::default());
        let mut inside = whole.clone();
        for part in ["cells", "cursor", "place"] {
            inside.write_all(part.as_bytes()).expect("kept");
            inside.flush().expect("kept");
        }
        assert!(out.0.is_empty());
        whole.send(&mut out).expect("sent");
        assert_eq!((out.0.as_slice(), out.1), (b"cellscursorplace".as_slice(), 1));
        whole.send(&mut out).expect("nothing is left");
        assert_eq!(out.0.len(), 16);
    }

    #[test]
    fn where_places_are_told_by_calls_each_flush_is_a_write() {
        thread_local!(static OUT: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) });
        let mut whole = Whole::in_pieces(|piece| {
            OUT.with_borrow_mut(|out| {
                out.extend_from_slice(piece);
                out.push(b'|');
            });
            Ok(())
        });
        for part in ["cells", "cursor"] {
            whole.write_all(part.as_bytes()).expect("kept");
            whole.flush().expect("written");
        }
        assert_eq!(OUT.with_borrow(Clone::clone), b"cells|cursor|");
    }
}
