//! A text file of bounded size, as criteria and checklists are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Fault, atomic};

/// Why there is no text.
pub(super) enum NoText {
    /// The file cannot be read.
    Fault(Fault),
    /// It has more bytes than it may have.
    TooLarge {
        /// How many.
        bytes: usize,
    },
    /// It is no UTF-8 text.
    NotText(PathBuf),
}

/// The text of a file of at most so many bytes.
pub(super) fn read(path: &Path, most: usize) -> Result<String, NoText> {
    let fault = |error| NoText::Fault(Fault::new(path, error));
    let about = fs::metadata(path).map_err(fault)?;
    if about.is_dir() {
        return Err(fault(io::ErrorKind::IsADirectory.into()));
    }
    if !about.is_file() {
        return Err(NoText::Fault(Fault::no_regular_file(path)));
    }
    // One byte more than allowed, whatever the size was a moment ago.
    let bytes = atomic::read_at_most(path, most as u64 + 1).map_err(fault)?;
    if bytes.len() > most {
        let bytes = usize::try_from(about.len()).unwrap_or(usize::MAX).max(bytes.len());
        return Err(NoText::TooLarge { bytes });
    }
    String::from_utf8(bytes).map_err(|_| NoText::NotText(path.to_owned()))
}
