//! Why something of an open case could not be kept.

use std::io;
use std::path::PathBuf;

use super::backup::BackupError;
use super::lock::Holder;
use super::{Fault, OpenError, OpenErrorKind};

/// Why something could not be kept. Everything stays in memory.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The disk refused.
    #[error("{0}")]
    Fault(#[from] Fault),
    /// Another has taken the case over.
    #[error("taken over by {}", .0.computer)]
    Taken(Box<Holder>),
    /// Another has written the file; ours is not written over it.
    #[error("changed by another: {}", .0.display())]
    Changed(PathBuf),
    /// The file is gone.
    #[error("gone: {}", .0.display())]
    Gone(PathBuf),
    /// The folder of the case is gone.
    #[error("folder gone: {}", .0.display())]
    FolderGone(PathBuf),
    /// The case would be larger than any that is opened.
    #[error("{bytes} bytes are too many")]
    TooLarge {
        /// How large.
        bytes: u64,
    },
    /// The thread that writes is gone; a mistake of ours.
    #[error("the writer is gone")]
    WriterGone,
    /// The backup without which this is not done could not be made.
    #[error("{0}")]
    Backup(BackupError),
}

impl From<OpenError> for KeepError {
    /// What keeps the case file from being read keeps it from being gone on with.
    fn from(OpenError { path, kind }: OpenError) -> Self {
        match kind {
            OpenErrorKind::Io(error) if error.kind() == io::ErrorKind::NotFound => Self::Gone(path),
            OpenErrorKind::Io(error) => Self::Fault(Fault { path, error }),
            OpenErrorKind::TooLarge { bytes } => Self::TooLarge { bytes },
            _ => Self::Fault(Fault::no_regular_file(&path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::case;
    use super::*;

    #[test]
    fn a_case_that_cannot_be_read_is_gone_only_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let failed = |path: &Path| KeepError::from(case::read(path).unwrap_err());
        let (missing, here) = (folder.path().join("无.xingping"), folder.path());
        assert!(matches!(failed(&missing), KeepError::Gone(path) if path == missing));
        let KeepError::Fault(fault) = failed(here) else { panic!("a folder is there") };
        assert_eq!(fault.error.kind(), io::ErrorKind::IsADirectory);
    }
}
