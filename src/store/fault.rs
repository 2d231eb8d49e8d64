//! What the system said when a file could not be read or written, as a sentence.

use std::io;
use std::path::{Path, PathBuf};

use crate::lang::Words;

/// A file that could not be read or written; whatever was there before is still there.
#[derive(Debug, thiserror::Error)]
#[error("{error}: {}", path.display())]
pub struct Fault {
    /// Which file or folder.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub error: io::Error,
}

impl Fault {
    pub(super) fn new(path: &Path, error: io::Error) -> Self {
        Self { path: path.to_owned(), error }
    }

    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        use io::ErrorKind as Kind;
        let w = &words.problems;
        let phrase = match self.error.kind() {
            Kind::NotFound if self.path.parent().is_some_and(|folder| folder != Path::new("") && !folder.exists()) => {
                &w.io_no_folder
            }
            Kind::NotFound => &w.io_not_found,
            Kind::PermissionDenied => &w.io_denied,
            Kind::AlreadyExists => &w.io_exists,
            Kind::IsADirectory => &w.io_is_folder,
            Kind::NotADirectory => &w.io_no_folder,
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => &w.io_full,
            Kind::ReadOnlyFilesystem => &w.io_read_only,
            Kind::InvalidFilename => &w.io_name_too_long,
            _ => &w.io_other,
        };
        phrase.fill(&[("path", &self.path.display()), ("detail", &self.error)])
    }
}
