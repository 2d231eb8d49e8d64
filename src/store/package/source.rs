//! Reading a file for a package as it is at one moment, piece by piece.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::PackageError;
use crate::assessment::{FileFingerprint, Sum, Unreadable, WhyOut};
use crate::store::content::{self, Stamp, Watch};

/// Bytes read at once.
const PIECE: usize = 256 * 1024;
/// A file that changes while it is read is read so often.
const TRIES: usize = 3;

/// Why a file did not get in.
pub(super) enum Halt {
    /// It is left out, and the package goes on.
    Out(WhyOut),
    /// The package cannot be made.
    Stop(PackageError),
}

impl From<PackageError> for Halt {
    fn from(error: PackageError) -> Self {
        Self::Stop(error)
    }
}

/// Where the pieces of a file go.
pub(super) trait Taker {
    /// The file begins, for the first time or anew.
    fn begin(&mut self) -> Result<(), Halt>;
    /// The next piece.
    fn take(&mut self, piece: &[u8]) -> Result<(), Halt>;
}

/// Into memory, for tables; never more than so many bytes.
pub(super) struct Memory {
    pub(super) bytes: Vec<u8>,
    pub(super) most: u64,
}

impl Taker for Memory {
    fn begin(&mut self) -> Result<(), Halt> {
        self.bytes.clear();
        Ok(())
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), Halt> {
        if (self.bytes.len() + piece.len()) as u64 > self.most {
            return Err(Halt::Out(WhyOut::NotMasked));
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }
}

/// Hands a file over; the path is its real one, and no link may stand on it by now.
pub(super) fn read(
    path: &Path,
    taker: &mut dyn Taker,
    watch: &Watch<'_>,
    passed: &mut dyn FnMut(u64),
) -> Result<FileFingerprint, Halt> {
    let mut buffer = vec![0; PIECE];
    for _ in 0..TRIES {
        if fs::canonicalize(path).map_err(out)? != path {
            return Err(Halt::Out(WhyOut::Link));
        }
        let mut file = File::open(path).map_err(out)?;
        let before = file.metadata().map_err(out)?;
        if !before.is_file() {
            return Err(Halt::Out(WhyOut::Unreadable(Unreadable::OtherKind)));
        }
        taker.begin()?;
        let mut hasher = Sha256::new();
        let mut size = 0_u64;
        loop {
            if (watch.cancelled)() {
                return Err(Halt::Stop(PackageError::Cancelled));
            }
            let read = match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(out(error)),
            };
            let piece = buffer.get(..read).unwrap_or_default();
            hasher.update(piece);
            taker.take(piece)?;
            size = size.saturating_add(read as u64);
            passed(read as u64);
        }
        // By its path, so that a file that was replaced meanwhile is noticed as well.
        let after = Stamp::of(&fs::metadata(path).map_err(out)?);
        if Stamp::of(&before) == after && size == after.size {
            return Ok(FileFingerprint { sum: Sum(hasher.finalize().into()), size, modified: None });
        }
    }
    Err(Halt::Out(WhyOut::Unreadable(Unreadable::Unstable)))
}

fn out(error: io::Error) -> Halt {
    Halt::Out(content::trouble(&error).map_or(WhyOut::Missing, WhyOut::Unreadable))
}
