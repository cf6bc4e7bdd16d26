//! Frames that leave as one piece: ratatui flushes after the cells, the cursor and its place, and each would be a write of
//! its own, of which a terminal may show the first before it has the last.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// What ratatui writes into: keeps everything until `send`.
#[derive(Clone, Default)]
pub struct Whole(Rc<RefCell<Vec<u8>>>);

impl Whole {
    /// Writes all that was kept at once and flushes.
    ///
    /// # Errors
    ///
    /// Where `out` cannot be written to; what was kept is gone then.
    pub fn send(&self, out: &mut impl Write) -> io::Result<()> {
        let mut kept = self.0.borrow_mut();
        let sent = out.write_all(&kept).and_then(|()| out.flush());
        kept.clear();
        sent
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
}
