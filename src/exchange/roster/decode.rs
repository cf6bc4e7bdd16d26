//! Which encoding a text table is in, and its text as UTF-8, a piece at a time.

use std::io::{self, Read};

/// The mark that some programs put before a text, as UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

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

/// What Windows-1252 has where Latin-1 has control characters, from 0x80 on
/// (<https://encoding.spec.whatwg.org/index-windows-1252.txt>). Everything else is as in Latin-1, which is how Unicode begins.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Puts the letters that these bytes hold at the end of `out`. Gives back how many bytes were read: half a letter at the
/// end is left for the next piece.
///
/// # Errors
/// `InvalidData` for bytes that are no text in this encoding.
fn decode(encoding: Encoding, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<usize> {
    match encoding {
        Encoding::Utf8 => {
            let whole = match std::str::from_utf8(bytes) {
                Ok(_) => bytes.len(),
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                Err(_) => return Err(no_letters()),
            };
            out.extend_from_slice(bytes.get(..whole).unwrap_or_default());
            Ok(whole)
        }
        Encoding::Utf16Le => decode_utf16(bytes, u16::from_le_bytes, out),
        Encoding::Utf16Be => decode_utf16(bytes, u16::from_be_bytes, out),
        Encoding::Windows1252 => {
            for byte in bytes {
                let special = byte.checked_sub(0x80).and_then(|at| WINDOWS.get(usize::from(at)));
                push(special.copied().unwrap_or(char::from(*byte)), out);
            }
            Ok(bytes.len())
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, out: &mut Vec<u8>) -> io::Result<usize> {
    let mut units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    // The first half of a letter that takes two units.
    if units.last().is_some_and(|last| (0xD800..0xDC00).contains(last)) {
        units.pop();
    }
    for letter in char::decode_utf16(units.iter().copied()) {
        push(letter.map_err(|_| no_letters())?, out);
    }
    Ok(units.len() * 2)
}

fn push(letter: char, out: &mut Vec<u8>) {
    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

fn no_letters() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "some bytes are no letters")
}

/// A text in any of the encodings, read as UTF-8.
pub struct Text<'r> {
    from: &'r mut dyn Read,
    encoding: Encoding,
    raw: Vec<u8>,
    /// How much of `raw` is half a letter, left from the piece before.
    kept: usize,
    begun: bool,
    ended: bool,
}

impl<'r> Text<'r> {
    pub fn new(from: &'r mut dyn Read, encoding: Encoding) -> Text<'r> {
        Text { from, encoding, raw: vec![0; PIECE], kept: 0, begun: false, ended: false }
    }

    /// Puts the next piece of text in place of what `out` held; false at the end.
    ///
    /// # Errors
    /// Those of the reader; `InvalidData` for bytes that are no text in this encoding.
    pub fn next(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        out.clear();
        while out.is_empty() && !self.ended {
            let (full, ended) = fill(self.from, &mut self.raw, self.kept)?;
            self.ended = ended;
            let read = decode(self.encoding, self.raw.get(..full).unwrap_or_default(), out)?;
            if ended && read < full {
                return Err(no_letters());
            }
            self.raw.copy_within(read..full, 0);
            self.kept = full - read;
            if !self.begun && out.starts_with(MARK) {
                out.drain(..MARK.len());
            }
            self.begun = true;
        }
        Ok(!out.is_empty())
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
    fn letters_of_windows_are_read_as_windows_has_them() {
        let bytes: Vec<u8> = (b' '..=b'~').chain(0x80..=0xFF).collect();
        let mut from: &[u8] = &bytes;
        let mut out = Vec::new();
        assert!(Text::new(&mut from, Encoding::Windows1252).next(&mut out).expect("text"));
        let read = String::from_utf8(out).expect("UTF-8");
        assert!(read.contains("€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ\u{a0}¡¢£"), "{read}");
        assert!(read.starts_with(" !\"#$") && read.ends_with("üýþÿ"), "{read}");
    }

    #[test]
    fn half_a_letter_is_no_text() {
        let mut broken = vec![
            (Encoding::Utf16Le, vec![0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]),
            (Encoding::Utf16Le, vec![0x41, 0x00, 0x00, 0xD8]),
            (Encoding::Utf16Le, vec![0x00, 0xDC, 0x41, 0x00]),
            (Encoding::Utf16Be, vec![0x00, 0x41, 0x00]),
            (Encoding::Utf8, vec![b'a', 0xC3]),
            (Encoding::Utf8, vec![b'a', 0xFF, b'b']),
        ];
        // The same where one piece ends and the next begins.
        let long = [vec![b'a'; PIECE - 1], vec![0xC3, b'b']].concat();
        broken.push((Encoding::Utf8, long));
        for (encoding, bytes) in broken {
            let mut from: &[u8] = &bytes;
            let mut text = Text::new(&mut from, encoding);
            let mut out = Vec::new();
            let mut result = text.next(&mut out);
            while matches!(result, Ok(true)) {
                result = text.next(&mut out);
            }
            assert_eq!(result.expect_err("refused").kind(), io::ErrorKind::InvalidData, "{bytes:?}");
        }
    }
}
