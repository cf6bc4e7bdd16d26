//! Ids: every thing in a file has one `Uid`, made once and kept for good, also on other laptops.

use std::fmt;
use uuid::Uuid;

/// The id of one thing (a note, a room, a tag …). A version 7 UUID: ids made later sort later.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid(pub [u8; 16]);

impl Uid {
    /// The id as its 36-character text, as exports write it.
    pub fn to_text(self) -> String {
        Uuid::from_bytes(self.0).hyphenated().to_string()
    }

    /// Reads the 36-character (or 32-digit) text form.
    pub fn parse(text: &str) -> Option<Uid> {
        Uuid::try_parse(text).ok().map(|u| Uid(*u.as_bytes()))
    }

    /// An id that follows from content, so that the same sheet has the same id on every laptop: a version 8 UUID over
    /// the 128-bit FNV-1a hash of the bytes (Fowler, Noll, Vo). It guards against mix-ups, not against forgery.
    pub fn of_content(bytes: &[u8]) -> Uid {
        const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let hash = bytes.iter().fold(BASIS, |h, b| (h ^ u128::from(*b)).wrapping_mul(PRIME));
        Uid(*uuid::Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid().as_bytes())
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uid({})", self.to_text())
    }
}

/// Where new ids come from: the system's randomness in the program, a seed in tests and in the demo.
#[derive(Debug, Clone)]
pub enum IdSource {
    /// Version 7 UUIDs from the system clock and the system's random numbers.
    System,
    /// The same ids in the same order for the same seed; the number is the generator's state.
    Seeded(u64),
}

impl IdSource {
    /// The next id.
    pub fn next_uid(&mut self) -> Uid {
        match self {
            IdSource::System => Uid(*Uuid::now_v7().as_bytes()),
            IdSource::Seeded(state) => {
                let (high, low) = (split_mix(state), split_mix(state));
                let mut bytes = [0u8; 16];
                bytes[..8].copy_from_slice(&high.to_be_bytes());
                bytes[8..].copy_from_slice(&low.to_be_bytes());
                Uid(*uuid::Builder::from_custom_bytes(bytes).into_uuid().as_bytes())
            }
        }
    }
}

/// One step of SplitMix64 (Steele, Lea, Flood 2014): small, and good enough for test ids and made-up data.
pub fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_goes_there_and_back() {
        let uid = IdSource::System.next_uid();
        assert_eq!(Uid::parse(&uid.to_text()), Some(uid));
        assert_eq!(Uid::parse("no id"), None);
    }

    #[test]
    fn content_decides_the_id() {
        assert_eq!(Uid::of_content(b"a sheet"), Uid::of_content(b"a sheet"));
        assert_ne!(Uid::of_content(b"a sheet"), Uid::of_content(b"a sheet "));
    }

    #[test]
    fn a_seed_gives_the_same_ids_again() {
        let (mut a, mut b) = (IdSource::Seeded(7), IdSource::Seeded(7));
        assert_eq!(a.next_uid(), b.next_uid());
        assert_ne!(a.next_uid(), IdSource::Seeded(7).next_uid());
    }
}
