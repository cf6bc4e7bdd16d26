//! The embedding table: word pieces, each with a place in a space of meaning. Read where it lies, nothing is unpacked.
//!
//! All numbers little-endian. 8 bytes `UNCSEM01`; u32 rows; u32 dimensions; u32 bytes of all pieces; u32 checksum
//! (FNV-1a of everything after it). Then for each row the end of its piece (u32, from the first piece's begin), for
//! each row its scale (f32), the pieces in UTF-8 in ascending order of bytes (one that goes on inside a word begins
//! with `##`), and for each row its dimensions as i8. A row's vector is scale times these; it holds the piece's weight
//! already, so that a text is the plain sum of its pieces.

use thiserror::Error;

/// The table that comes with the program. How it was made, and its licence: `assets/semantics/SOURCE.md`.
pub static BUILT_IN: &[u8] = include_bytes!("../../../assets/semantics/table.bin");

const MAGIC: &[u8; 8] = b"UNCSEM01";
const HEADER: usize = 24;
const MOST_ROWS: usize = 1 << 20;
const MOST_DIMENSIONS: usize = 1 << 12;
/// A row whose scale is not a plain number below this is damaged.
const LARGEST_SCALE: f32 = 1e6;

/// Why a table cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Damaged {
    #[error("it does not begin as a table of meanings does")]
    NotATable,
    #[error("its length is not what its beginning tells")]
    Length,
    #[error("its pieces are not in order")]
    Pieces,
    #[error("one of its scales is no plain number")]
    Scale,
    #[error("its checksum is wrong")]
    Checksum,
}

/// A table, read in place.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    rows: usize,
    dimensions: usize,
    ends: &'a [u8],
    scales: &'a [u8],
    pieces: &'a [u8],
    values: &'a [u8],
}

impl Table<'static> {
    /// The table that comes with the program.
    pub fn built_in() -> Result<Self, Damaged> {
        Self::read(BUILT_IN)
    }
}

impl<'a> Table<'a> {
    /// Reads a table and checks its sizes, the order of its pieces and its scales. Not its checksum: see
    /// [`checksum_holds`]. A table that passes never makes a look-up fail.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Damaged> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(Damaged::NotATable);
        }
        let number = |at: usize| bytes.get(at..at + 4).map(le_u32).ok_or(Damaged::Length);
        let (rows, dimensions, letters) = (number(8)?, number(12)?, number(16)?);
        if rows > MOST_ROWS || dimensions == 0 || dimensions > MOST_DIMENSIONS {
            return Err(Damaged::Length);
        }
        let rest = bytes.get(HEADER..).ok_or(Damaged::Length)?;
        let (ends, rest) = rest.split_at_checked(rows * 4).ok_or(Damaged::Length)?;
        let (scales, rest) = rest.split_at_checked(rows * 4).ok_or(Damaged::Length)?;
        let (pieces, values) = rest.split_at_checked(letters).ok_or(Damaged::Length)?;
        if values.len() != rows * dimensions {
            return Err(Damaged::Length);
        }
        let table = Self { rows, dimensions, ends, scales, pieces, values };
        table.check_pieces()?;
        let sound = |scale: f32| scale.is_finite() && scale.abs() < LARGEST_SCALE;
        if (0..rows).all(|row| sound(table.scale(row))) { Ok(table) } else { Err(Damaged::Scale) }
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// How many pieces it knows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The row of a piece. A piece that goes on inside a word begins with `##`.
    pub fn row(&self, piece: &[u8]) -> Option<usize> {
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.piece(middle).cmp(piece) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Adds a row's vector to a sum.
    pub fn add(&self, row: usize, sum: &mut [f32]) {
        let scale = self.scale(row);
        let values = self.values.get(row * self.dimensions..(row + 1) * self.dimensions).unwrap_or(&[]);
        for (to, value) in sum.iter_mut().zip(values) {
            *to += scale * f32::from(value.cast_signed());
        }
    }

    fn check_pieces(&self) -> Result<(), Damaged> {
        let mut begin = 0;
        for row in 0..self.rows {
            let end = self.end(row);
            let piece = self.pieces.get(begin..end).ok_or(Damaged::Pieces)?;
            let after_the_last = row == 0 || self.piece(row - 1) < piece;
            if piece.is_empty() || !after_the_last || std::str::from_utf8(piece).is_err() {
                return Err(Damaged::Pieces);
            }
            begin = end;
        }
        if begin == self.pieces.len() { Ok(()) } else { Err(Damaged::Pieces) }
    }

    fn end(&self, row: usize) -> usize {
        self.ends.get(row * 4..row * 4 + 4).map_or(0, le_u32)
    }

    fn piece(&self, row: usize) -> &'a [u8] {
        let begin = if row == 0 { 0 } else { self.end(row - 1) };
        self.pieces.get(begin..self.end(row)).unwrap_or(&[])
    }

    fn scale(&self, row: usize) -> f32 {
        let bytes = self.scales.get(row * 4..row * 4 + 4).and_then(|b| b.try_into().ok()).unwrap_or([0; 4]);
        f32::from_le_bytes(bytes)
    }
}

/// The checksum a table tells of itself, not looked at more closely: tells one table from another.
pub fn told_checksum(bytes: &[u8]) -> usize {
    bytes.get(20..24).map_or(0, le_u32)
}

/// Whether a table is, byte by byte, as it was made. Reads all of it, so it is for checking, not for every start.
pub fn checksum_holds(bytes: &[u8]) -> Result<(), Damaged> {
    let told = bytes.get(20..24).map(le_u32).ok_or(Damaged::Length)?;
    let found = bytes.get(HEADER..).unwrap_or(&[]).iter().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193) // FNV-1a, 32 bits
    });
    if found as usize == told { Ok(()) } else { Err(Damaged::Checksum) }
}

fn le_u32(bytes: &[u8]) -> usize {
    bytes.try_into().map_or(0, |four| u32::from_le_bytes(four) as usize)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A small table of three dimensions.
    pub fn small(pieces: &[(&str, [i8; 3])]) -> Vec<u8> {
        let mut sorted = pieces.to_vec();
        sorted.sort_by_key(|(piece, _)| piece.as_bytes().to_vec());
        let (mut ends, mut scales, mut letters, mut values) = (vec![], vec![], vec![], vec![]);
        for (piece, row) in sorted {
            letters.extend_from_slice(piece.as_bytes());
            ends.extend((letters.len() as u32).to_le_bytes());
            scales.extend(0.5_f32.to_le_bytes());
            values.extend(row.iter().map(|v| v.cast_unsigned()));
        }
        let body = [ends, scales, letters.clone(), values].concat();
        let hash = body.iter().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193));
        let mut all = MAGIC.to_vec();
        for number in [pieces.len() as u32, 3, letters.len() as u32, hash] {
            all.extend(number.to_le_bytes());
        }
        [all, body].concat()
    }

    fn sample() -> Vec<u8> {
        small(&[("wait", [2, 0, 0]), ("##ing", [0, 4, 0]), ("book", [0, 0, -6])])
    }

    #[test]
    fn rows_are_found_and_scaled() {
        let bytes = sample();
        let table = Table::read(&bytes).expect("a table");
        let mut sum = [0.0; 3];
        for piece in ["wait", "##ing", "book"] {
            table.add(table.row(piece.as_bytes()).expect("a row"), &mut sum);
        }
        assert_eq!(sum, [1.0, 2.0, -3.0]);
        assert_eq!(table.row(b"ing"), None);
        assert_eq!(checksum_holds(&bytes), Ok(()));
    }

    #[test]
    fn damage_is_named() {
        let good = sample();
        assert_eq!(Table::read(b"").err(), Some(Damaged::NotATable));
        assert_eq!(Table::read(&good[..good.len() - 1]).err(), Some(Damaged::Length));
        let mut wrong = good.clone();
        wrong[HEADER] = 200;
        assert_eq!(Table::read(&wrong).err(), Some(Damaged::Pieces));
        let mut wrong = good.clone();
        wrong[HEADER + 12..HEADER + 16].copy_from_slice(&f32::NAN.to_le_bytes());
        assert_eq!(Table::read(&wrong).err(), Some(Damaged::Scale));
        let mut wrong = good;
        *wrong.last_mut().expect("not empty") ^= 1;
        assert_eq!(checksum_holds(&wrong), Err(Damaged::Checksum));
    }

    #[test]
    fn the_built_in_table_is_as_it_was_made() {
        checksum_holds(BUILT_IN).expect("whole");
        let table = Table::built_in().expect("sound");
        assert!(table.rows() > 20_000 && BUILT_IN.len() <= 8_000_000);
    }

    proptest! {
        #[test]
        fn no_damage_makes_it_fail(at in 0usize..100, to in any::<u8>(), cut in 0usize..100, piece in ".{0,8}") {
            let mut bytes = sample();
            let at = at % bytes.len();
            bytes[at] = to;
            bytes.truncate(bytes.len().saturating_sub(cut % 3));
            if let Ok(table) = Table::read(&bytes) {
                let mut sum = vec![0.0; table.dimensions()];
                if let Some(row) = table.row(piece.as_bytes()) {
                    table.add(row, &mut sum);
                }
                prop_assert!(sum.iter().all(|v| v.is_finite()));
            }
        }
    }
}
