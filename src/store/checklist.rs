//! Material checklists on the disk.

use std::path::{Path, PathBuf};

use super::text_file::{self, NoText};
use super::{Fault, cut_path};
use crate::criteria::{self, Checklist, ChecklistProblem, MAX_CHECKLIST_BYTES};
use crate::lang::Words;

/// A checklist file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ChecklistError {
    /// The file cannot be read.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It has more bytes than a checklist may have.
    #[error("too large: {}", .0.display())]
    TooLarge(PathBuf),
    /// It is no UTF-8 text.
    #[error("not text: {}", .0.display())]
    NotText(PathBuf),
    /// It has problems.
    #[error("{} problems: {}", .problems.len(), .path.display())]
    Unsound {
        /// Which file.
        path: PathBuf,
        /// All of them, in order.
        problems: Vec<ChecklistProblem>,
    },
}

impl ChecklistError {
    /// One sentence: what, where, what to do. Of several problems the first one and how many more there are.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let w = &words.materials;
        match self {
            Self::Fault(fault) => fault.say(words),
            Self::TooLarge(path) => {
                w.list_too_large_file.fill(&[("path", &cut_path(path)), ("most", &MAX_CHECKLIST_BYTES)])
            }
            Self::NotText(path) => w.list_not_text.fill(&[("path", &cut_path(path))]),
            Self::Unsound { path, problems } => {
                let first = problems.first().map(|problem| problem.say(words)).unwrap_or_default();
                let what = match problems.len() {
                    0 | 1 => first,
                    count => w.list_more.fill(&[("first", &first), ("more", &(count - 1))]),
                };
                words.common.pair.fill(&[("a", &cut_path(path)), ("b", &what)])
            }
        }
    }
}

/// Reads and checks a checklist file.
///
/// # Errors
/// When it cannot be read, is too large, is no text, or has problems.
pub fn read_checklist(path: &Path) -> Result<Checklist, ChecklistError> {
    let text = text_file::read(path, MAX_CHECKLIST_BYTES).map_err(|why| match why {
        NoText::Fault(fault) => ChecklistError::Fault(fault),
        NoText::TooLarge { .. } => ChecklistError::TooLarge(path.to_owned()),
        NoText::NotText(path) => ChecklistError::NotText(path),
    })?;
    criteria::read_checklist(&text).map_err(|problems| ChecklistError::Unsound { path: path.to_owned(), problems })
}
