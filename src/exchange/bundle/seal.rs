//! The seal of a bundle: the age format (age-encryption.org/v1) with a passphrase, by the crate of that name.

use crate::store::bundle::Refusal;
use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, Identity, scrypt};
use std::io::{self, Read, Write};

/// What opening costs, as a power of two: about a second and 256 MB.
pub const WORK: u8 = 18;

/// More than this is not tried: it would take all the memory of a small laptop.
pub const MOST_WORK: u8 = 20;

/// With this a sealed file begins.
pub const MAGIC: &[u8] = b"age-encryption.org/";

/// Seals what is written into the answer; it must be finished.
pub fn sealed<W: Write>(out: W, passphrase: &str, work: u8) -> io::Result<StreamWriter<W>> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_string()));
    recipient.set_work_factor(work);
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(|error| io::Error::other(error.to_string()))?;
    encryptor.wrap_output(out)
}

/// Reads what is sealed. What was changed on the way is noticed while reading.
pub fn unsealed<R: Read>(
    sealed: R,
    passphrase: impl FnOnce() -> Result<String, String>,
) -> Result<StreamReader<R>, Refusal> {
    let decryptor = Decryptor::new(sealed).map_err(refusal)?;
    if !decryptor.is_scrypt() {
        return Err(refused(
            "The bundle is sealed with a key instead of a passphrase.",
            "Ask for one with a passphrase.",
        ));
    }
    let passphrase = passphrase().map_err(Refusal::Unreadable)?;
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase));
    identity.set_max_work_factor(MOST_WORK);
    decryptor.decrypt(std::iter::once(&identity as &dyn Identity)).map_err(refusal)
}

fn refused(what: &str, todo: &str) -> Refusal {
    Refusal::Unreadable(format!("{what} Nothing was changed. {todo}"))
}

fn refusal(error: DecryptError) -> Refusal {
    match error {
        DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
            refused("The passphrase does not open the bundle.", "Ask whoever made it, and try again.")
        }
        DecryptError::ExcessiveWork { .. } => refused(
            "Opening the bundle would take more memory and time than a bundle of this program ever does.",
            "Ask for it to be made anew.",
        ),
        DecryptError::Io(error) => {
            refused(&format!("The bundle cannot be read to its end ({error})."), "Ask for it to be sent again.")
        }
        _ => refused("The seal of the bundle is damaged.", "Ask for it to be sent again."),
    }
}
