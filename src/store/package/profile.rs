//! The checklist by which a package is made: a built-in one or a file.

use std::ffi::OsStr;
use std::path::Path;

use crate::criteria::{self, Checklist, SHIPPED_CHECKLISTS};
use crate::lang::{Words, cut};
use crate::store::{ChecklistError, read_checklist};

/// Why there is no checklist to go by.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// No checklist is called so, and no file is there.
    #[error("unknown: {0}")]
    Unknown(String),
    /// The file cannot be used.
    #[error(transparent)]
    Checklist(#[from] ChecklistError),
}

impl ProfileError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        match self {
            Self::Unknown(name) => {
                let known: Vec<&str> = SHIPPED_CHECKLISTS.iter().map(|each| each.id).collect();
                let known = known.join(&words.common.list_separator);
                words.package.profile_unknown.fill(&[("name", &cut(name)), ("known", &known)])
            }
            Self::Checklist(error) => error.say(words),
        }
    }
}

/// The checklist of an id or a file, or the one that is shown unless another was chosen.
///
/// # Errors
/// When there is none, or the file is none.
pub fn package_profile(name: Option<&OsStr>) -> Result<Checklist, ProfileError> {
    let first = SHIPPED_CHECKLISTS.first().map_or("", |shipped| shipped.id);
    let name = name.unwrap_or(OsStr::new(first));
    let path = Path::new(name);
    let id = name.to_string_lossy();
    if let Some(shipped) = criteria::checklist(&id) {
        return Ok(shipped);
    }
    if !path.exists() && path.extension().is_none() {
        return Err(ProfileError::Unknown(id.into_owned()));
    }
    Ok(read_checklist(path)?)
}
