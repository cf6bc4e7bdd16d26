//! Which encoding a text table is in, and its text as UTF-8, a piece at a time.

use encoding_rs::{Decoder, DecoderResult};
use std::io::{self, Read};

/// Bytes read at a time.
const PIECE: usize = 64 << 10;

/// The encodings spreadsheets write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    /// Finds the encoding by the mark at the beginning, by the zeros that UTF-16 has in plain letters, or by whether
    /// all of it is UTF-8. Reads everything.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn detect(from: &mut dyn Read) -> io::Result<Encoding> {
        let mut piece = vec![0; PIECE];
        let mut kept = 0;
        let mut first = true;
        let mut utf8 = true;
        loop {
            let (full, ended) = fill(from, &mut piece, kept)?;
            let bytes = piece.get(..full).unwrap_or_default();
            if first && let Some(told) = by_beginning(bytes) {
                return Ok(told);
            }
            first = false;
            kept = match std::str::from_utf8(bytes) {
                Ok(_) => 0,
                // A letter that is cut at the end of a piece goes on in the next.
                Err(error) if error.error_len().is_none() && !ended => full - error.valid_up_to(),
                Err(_) => {
                    utf8 = false;
                    0
                }
            };
            if ended {
                return Ok(if utf8 { Encoding::Utf8 } else { Encoding::Windows1252 });
            }
            piece.copy_within(full - kept..full, 0);
        }
    }

    fn decoder(self) -> Decoder {
        let encoding = match self {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        };
        encoding.new_decoder_with_bom_removal()
    }
}

/// What the first bytes tell.
fn by_beginning(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let many = head.len() / 6;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd > many => Some(Encoding::Utf16Le),
        (even, 0) if even > many => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Fills the buffer from `at` on as far as the reader goes; how much it holds now, and whether that was the end.
fn fill(from: &mut dyn Read, buffer: &mut [u8], mut at: usize) -> io::Result<(usize, bool)> {
    while let Some(rest) = buffer.get_mut(at..).filter(|r| !r.is_empty()) {
        match from.read(rest) {
            Ok(0) => return Ok((at, true)),
            Ok(n) => at += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok((at, false))
}

/// A text in any of the encodings, read as UTF-8.
pub struct Text<'r> {
    from: &'r mut dyn Read,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Which part of `raw` is not decoded yet.
    waiting: (usize, usize),
    ended: bool,
    done: bool,
}

impl<'r> Text<'r> {
    pub fn new(from: &'r mut dyn Read, encoding: Encoding) -> Text<'r> {
        let raw = vec![0; PIECE];
        Text { from, decoder: encoding.decoder(), raw, waiting: (0, 0), ended: false, done: false }
    }

    /// Puts the next piece of text in place of what `out` held; false at the end.
    ///
    /// # Errors
    /// Those of the reader; `InvalidData` for bytes that are no text in this encoding.
    pub fn next(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        out.resize(PIECE * 3 + 16, 0);
        while !self.done {
            if self.waiting.0 == self.waiting.1 && !self.ended {
                let (full, ended) = fill(self.from, &mut self.raw, 0)?;
                self.waiting = (0, full);
                self.ended = ended;
            }
            let bytes = self.raw.get(self.waiting.0..self.waiting.1).unwrap_or_default();
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(bytes, out, self.ended);
            self.waiting.0 += read;
            match result {
                DecoderResult::Malformed(..) => {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "some bytes are no letters"));
                }
                DecoderResult::InputEmpty => self.done = self.ended,
                DecoderResult::OutputFull => {}
            }
            if written > 0 {
                out.truncate(written);
                return Ok(true);
            }
        }
        out.clear();
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Encoding, String) {
        let encoding = Encoding::detect(&mut &*bytes).expect("read");
        let (mut from, mut all, mut piece) = (bytes, Vec::new(), Vec::new());
        let mut text = Text::new(&mut from, encoding);
        while text.next(&mut piece).expect("text") {
            all.extend_from_slice(&piece);
        }
        (encoding, String::from_utf8(all).expect("UTF-8"))
    }

    #[test]
    fn each_encoding_is_found_and_read() {
        let words = "room,teacher\nSalle 4,Zoë Núñez\n";
        let utf16 = |be: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain(words.encode_utf16());
            units.flat_map(|u| if be { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        assert_eq!(read(words.as_bytes()), (Encoding::Utf8, words.into()));
        assert_eq!(read(format!("\u{feff}{words}").as_bytes()), (Encoding::Utf8, words.into()));
        for mark in [true, false] {
            assert_eq!(read(&utf16(false, mark)), (Encoding::Utf16Le, words.into()));
            assert_eq!(read(&utf16(true, mark)), (Encoding::Utf16Be, words.into()));
        }
        assert_eq!(read(b"Salle 4,Zo\xeb N\xfa\xf1ez"), (Encoding::Windows1252, "Salle 4,Zoë Núñez".into()));
        assert_eq!(read(b""), (Encoding::Utf8, String::new()));
    }

    #[test]
    fn a_letter_across_two_pieces_stays_whole() {
        for shift in 0..4 {
            let words = format!("{}{}", "x".repeat(PIECE - shift), "é€😀".repeat(3));
            assert_eq!(read(words.as_bytes()), (Encoding::Utf8, words));
        }
    }

    #[test]
    fn half_a_letter_is_no_text() {
        let bytes: Vec<u8> = [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00].to_vec();
        let mut from: &[u8] = &bytes;
        let mut text = Text::new(&mut from, Encoding::Utf16Le);
        let mut out = Vec::new();
        let mut result = text.next(&mut out);
        while matches!(result, Ok(true)) {
            result = text.next(&mut out);
        }
        assert_eq!(result.expect_err("refused").kind(), io::ErrorKind::InvalidData);
    }
}
