//! The checklist by which a package is made: the one seam between packages and the reader of checklists.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::criteria::Checklist;
use crate::lang::{Words, cut};
use crate::store::{Fault, cut_path};

/// Why there is no checklist to go by.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// None is built in.
    #[error("none built in")]
    NoneBuiltIn,
    /// No checklist is called so, and no file is there.
    #[error("unknown: {0}")]
    Unknown(String),
    /// The file cannot be read.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It is no checklist.
    #[error("{}:{line}:{column}", path.display())]
    Bad {
        /// Which file.
        path: PathBuf,
        /// Where.
        line: usize,
        /// Where in the line.
        column: usize,
    },
    /// It asks for nothing.
    #[error("empty: {}", .0.display())]
    Empty(PathBuf),
}

impl ProfileError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let p = &words.package;
        match self {
            Self::NoneBuiltIn => p.profile_missing.to_string(),
            Self::Unknown(name) => p.profile_unknown.fill(&[("name", &cut(name))]),
            Self::Fault(fault) => fault.say(words),
            Self::Bad { path, line, column } => {
                p.profile_bad.fill(&[("path", &cut_path(path)), ("line", line), ("column", column)])
            }
            Self::Empty(path) => p.profile_empty.fill(&[("path", &cut_path(path))]),
        }
    }
}

/// The checklist of an id or a file, or the built-in one.
///
/// # Errors
/// When there is none, or the file is none.
pub fn package_profile(name: Option<&OsStr>) -> Result<Checklist, ProfileError> {
    let name = name.ok_or(ProfileError::NoneBuiltIn)?;
    let path = Path::new(name);
    if !path.exists() && path.extension().is_none() {
        return Err(ProfileError::Unknown(name.to_string_lossy().into_owned()));
    }
    let text = fs::read(path).map_err(|error| Fault::new(path, error))?;
    let text = String::from_utf8_lossy(&text);
    let read: Checklist = ron::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| ProfileError::Bad {
        path: path.to_owned(),
        line: error.span.start.line,
        column: error.span.start.col,
    })?;
    if read.items.is_empty() { Err(ProfileError::Empty(path.to_owned())) } else { Ok(read) }
}
