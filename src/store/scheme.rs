//! Criteria files on the disk.

use std::path::{Path, PathBuf};

use super::text_file::{self, NoText};
use super::{Fault, cut_path};
use crate::criteria::{self, MAX_SCHEME_BYTES, Pinned, Problem, ProblemKind, SHIPPED};
use crate::lang::Words;

/// Criteria that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemeError {
    /// The file cannot be read.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It is no UTF-8 text.
    #[error("not text: {}", .0.display())]
    NotText(PathBuf),
    /// It has problems.
    #[error("{} problems: {}", .problems.len(), .path.display())]
    Unsound {
        /// Which file.
        path: PathBuf,
        /// All of them, in order.
        problems: Vec<Problem>,
    },
}

impl SchemeError {
    /// One sentence: what, where, what to do. Of several problems the first one and how many more there are.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        match self {
            Self::Fault(fault) => fault.say(words),
            Self::NotText(path) => words.cli.scheme_not_text.fill(&[("path", &cut_path(path))]),
            Self::Unsound { path, problems } => {
                let w = &words.problems;
                let first = problems.first().map(|problem| problem.say(w)).unwrap_or_default();
                let what = match problems.len() {
                    0 | 1 => first,
                    count => w.case_more_problems.fill(&[("first", &first), ("more", &(count - 1))]),
                };
                words.common.pair.fill(&[("a", &cut_path(path)), ("b", &what)])
            }
        }
    }
}

/// The criteria that a new case takes.
///
/// # Errors
/// When the built-in file is unsound; a test makes sure that it is not.
pub fn shipped_scheme() -> Result<Pinned, SchemeError> {
    let (id, text) = SHIPPED.first().map_or(("", ""), |shipped| (shipped.id, shipped.text));
    criteria::read(text).map_err(|problems| SchemeError::Unsound { path: id.into(), problems })
}

/// The newest built-in edition of the scheme that a case is answered against; none when the case has it, or a newer one.
#[must_use]
pub fn newer_edition(pinned: &Pinned) -> Option<Pinned> {
    let of_this_scheme = SHIPPED.iter().filter(|shipped| shipped.id == pinned.scheme.id);
    let editions = of_this_scheme.filter_map(|shipped| criteria::read(shipped.text).ok());
    let newest = editions.max_by_key(|edition| edition.scheme.revision)?;
    let newer = newest.fingerprint != pinned.fingerprint && newest.scheme.revision >= pinned.scheme.revision;
    newer.then_some(newest)
}

/// Reads and checks a criteria file.
///
/// # Errors
/// When it cannot be read, is no text, or has problems.
pub fn read_scheme(path: &Path) -> Result<Pinned, SchemeError> {
    let text = scheme_text(path)?;
    criteria::read(&text).map_err(|problems| SchemeError::Unsound { path: path.to_owned(), problems })
}

/// The text of a criteria file.
///
/// # Errors
/// When it cannot be read, is too large or no text.
pub fn scheme_text(path: &Path) -> Result<String, SchemeError> {
    text_file::read(path, MAX_SCHEME_BYTES).map_err(|why| match why {
        NoText::Fault(fault) => SchemeError::Fault(fault),
        NoText::TooLarge { bytes } => {
            let problem = Problem::of_file(ProblemKind::TooLarge { bytes, most: MAX_SCHEME_BYTES });
            SchemeError::Unsound { path: path.to_owned(), problems: vec![problem] }
        }
        NoText::NotText(path) => SchemeError::NotText(path),
    })
}
