//! Case files: one visible file, `NAME.xingping`, RON.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ron::error::{Error as RonError, SpannedError};

use super::{Fault, atomic, format};
use crate::assessment::{self, Assessment, DOUBLED, OVERFULL};
use crate::criteria::{self, Pinned};
use crate::lang::{Words, cut};

/// The ending of case files, without the dot.
pub const CASE_EXTENSION: &str = "xingping";
/// The newest format version that this program knows, and the one that it writes.
pub const CASE_VERSION: u32 = 6;
/// The largest case file that is opened, in bytes.
pub const MAX_CASE_BYTES: u64 = 64 * 1024 * 1024;

/// A case: the scheme it is answered against and the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The scheme with its text.
    pub pinned: Pinned,
    /// The answers; they fit the scheme.
    pub assessment: Assessment,
}

/// A file that cannot be opened as a case; it is untouched.
#[derive(Debug, thiserror::Error)]
#[error("{kind}: {}", path.display())]
pub struct OpenError {
    /// Which file.
    pub path: PathBuf,
    /// Why.
    pub kind: OpenErrorKind,
}

/// Why a file cannot be opened as a case.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // the texts say it
pub enum OpenErrorKind {
    #[error("cannot be read")]
    Io(#[source] io::Error),
    #[error("file is empty")]
    Empty,
    #[error("not text")]
    NotText,
    #[error("text ends at {line}:{column}")]
    Torn { line: usize, column: usize },
    #[error("malformed")]
    Malformed(#[source] Box<SpannedError>),
    #[error("not a case")]
    NotACase,
    #[error("written in format {found}")]
    TooNew { found: u32 },
    #[error("{bytes} bytes are too many")]
    TooLarge { bytes: u64 },
    #[error("the scheme inside is unsound")]
    Scheme(Vec<criteria::Problem>),
    #[error("the scheme inside is not the one that was pinned")]
    Fingerprint,
    #[error("nothing that the journal goes on from")]
    NoBase,
    #[error("the answers do not fit the scheme")]
    DoesNotFit(Vec<assessment::Problem>),
}

impl OpenError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let w = &words.problems;
        let file = self
            .path
            .file_name()
            .map_or_else(|| self.path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let more = |sentences: Vec<String>| match sentences.as_slice() {
            [first, rest @ ..] if !rest.is_empty() => {
                w.case_more_problems.fill(&[("first", first), ("more", &rest.len())])
            }
            other => other.concat(),
        };
        match &self.kind {
            OpenErrorKind::Io(error) => super::fault::say(&self.path, error.kind(), error.raw_os_error(), words),
            OpenErrorKind::Empty => w.case_empty.fill(&[("file", &file)]),
            OpenErrorKind::NotText => w.case_not_text.fill(&[("file", &file)]),
            OpenErrorKind::Malformed(error) => say_malformed(error, &file, words),
            OpenErrorKind::Torn { line, column } => {
                w.case_not_ron.fill(&[("file", &file), ("line", line), ("column", column)])
            }
            OpenErrorKind::NotACase => w.case_not_a_case.fill(&[("file", &file)]),
            OpenErrorKind::TooNew { found } => {
                w.case_too_new.fill(&[("file", &file), ("found", found), ("newest", &CASE_VERSION)])
            }
            OpenErrorKind::TooLarge { bytes } => {
                w.case_too_large.fill(&[("file", &file), ("bytes", bytes), ("most", &MAX_CASE_BYTES)])
            }
            OpenErrorKind::Scheme(problems) => {
                let what = more(problems.iter().map(|problem| problem.say(w)).collect());
                w.case_scheme.fill(&[("file", &file), ("what", &what)])
            }
            OpenErrorKind::Fingerprint => w.case_fingerprint.fill(&[("file", &file)]),
            OpenErrorKind::NoBase => words.keeping.no_base.fill(&[("file", &file)]),
            OpenErrorKind::DoesNotFit(problems) => {
                let what = more(problems.iter().map(|problem| problem.say(w, &words.common)).collect());
                w.case_does_not_fit.fill(&[("file", &file), ("what", &what)])
            }
        }
    }
}

fn say_malformed(error: &SpannedError, file: &str, words: &Words) -> String {
    let w = &words.problems;
    let (line, column) = (error.span.start.line, error.span.start.col);
    let places = |name: &'static str, value: &dyn std::fmt::Display, phrase: &crate::lang::Phrase| {
        phrase.fill(&[("file", &file), ("line", &line), ("column", &column), (name, &cut(&value.to_string()))])
    };
    match &error.code {
        RonError::NoSuchStructField { found, .. } => places("field", found, &w.case_unknown_field),
        RonError::NoSuchEnumVariant { found, .. } => places("field", found, &w.case_unknown_field),
        RonError::MissingStructField { field, .. } => places("field", field, &w.case_missing_field),
        RonError::DuplicateStructField { field, .. } => places("field", field, &w.case_doubled),
        RonError::Message(text) => match text.strip_prefix(DOUBLED) {
            Some(key) => places("field", &key, &w.case_doubled),
            None => match text.strip_prefix(OVERFULL) {
                Some(most) => places("most", &most, &w.case_overfull),
                None => places("", &"", &w.case_bad_value),
            },
        },
        RonError::IntegerOutOfBounds
        | RonError::ExpectedInteger
        | RonError::InvalidIntegerDigit { .. }
        | RonError::InvalidValueForType { .. } => places("", &"", &w.case_bad_value),
        _ => places("", &"", &w.case_not_ron),
    }
}

/// The bytes of a case file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, OpenError> {
    let failed = |kind| OpenError { path: path.to_owned(), kind };
    let io = |error| failed(OpenErrorKind::Io(error));
    let found = fs::metadata(path).map_err(io)?;
    if found.is_dir() {
        return Err(io(io::ErrorKind::IsADirectory.into()));
    }
    if !found.is_file() {
        return Err(failed(OpenErrorKind::NotACase)); // a pipe or device; reading it could wait for ever
    }
    let bytes = found.len();
    if bytes > MAX_CASE_BYTES {
        return Err(failed(OpenErrorKind::TooLarge { bytes }));
    }
    atomic::read_at_most(path, MAX_CASE_BYTES + 1).map_err(io)
}

/// Writes a case over its file, atomically.
///
/// # Errors
/// When it cannot be written; the old file is untouched.
pub fn save(path: &Path, case: &Case) -> Result<(), Fault> {
    atomic::write_output(path, format::render(&case.pinned, &case.assessment).as_bytes())
}

/// Writes a new case file.
///
/// # Errors
/// When the file exists or cannot be written.
pub fn create(path: &Path, case: &Case) -> Result<(), Fault> {
    atomic::create_new(path, format::render(&case.pinned, &case.assessment).as_bytes())
}
