//! What can be had back of a case: backups, copies from a conflict, journals that were kept aside.
//!
//! Why it is so: restoring always makes a new file. Whoever restores is often in a hurry and sometimes wrong; nothing
//! that was there before may be lost by it, not even the broken case.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Local, NaiveDateTime};

use super::backup::{BackupReason, Counts};
use super::{
    CASE_EXTENSION, Case, Fault, JournalTrouble, OpenError, OpenErrorKind, OpenNotice, atomic, backups, case,
    conflict_copies, format, journal, rebase,
};
use crate::criteria;

/// Something that a case can be had back from.
#[derive(Debug)]
pub struct Recoverable {
    /// What it is.
    pub kind: RecoverableKind,
    /// Where it is.
    pub path: PathBuf,
    /// When it was made or last changed, local time.
    pub at: Option<NaiveDateTime>,
    /// What is in it, or why it cannot be opened.
    pub counts: Result<Counts, OpenError>,
}

/// What a case can be had back from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoverableKind {
    /// The case itself, with its journal.
    Case,
    /// A backup.
    Backup(BackupReason),
    /// A copy that a sync service made.
    Copy,
    /// A journal that was kept aside, together with the case file that it goes on from.
    Journal {
        /// Sound records in it.
        records: usize,
    },
}

/// Why nothing was restored; no file was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// What should be restored cannot be opened.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// The new file cannot be written.
    #[error("{0}")]
    Fault(#[from] Fault),
    /// The case file that a journal goes on from is nowhere to be found.
    #[error("nothing that this journal goes on from: {}", .0.display())]
    NoBase(PathBuf),
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The new file.
    pub path: PathBuf,
    /// What is in it, as read back from the disk.
    pub counts: Counts,
    /// Records of a journal that could not be applied.
    pub skipped: usize,
}

/// Everything that a case can be had back from: itself first, then journals, copies and backups, the newest first.
#[must_use]
pub fn recoverable(path: &Path) -> Vec<Recoverable> {
    let mut out = Vec::new();
    let counted = |case: Result<Case, OpenError>| case.map(|case| Counts::of(&case));
    if path.exists() {
        let counts = counted(super::open(path));
        out.push(Recoverable { kind: RecoverableKind::Case, path: path.to_owned(), at: changed(path), counts });
    }
    for aside in asides(path) {
        let (_, records) = journal::about(&aside).unwrap_or_default();
        let counts = from_journal(path, &aside).map(|(case, _)| Counts::of(&case)).map_err(|error| match error {
            RestoreError::Open(error) => error,
            RestoreError::Fault(Fault { path, error }) => OpenError { path, kind: OpenErrorKind::Io(error) },
            RestoreError::NoBase(path) => OpenError { path, kind: OpenErrorKind::NoBase },
        });
        let kind = RecoverableKind::Journal { records };
        out.push(Recoverable { kind, at: changed(&aside), path: aside, counts });
    }
    for copy in conflict_copies(path) {
        let counts = counted(super::open(&copy));
        out.push(Recoverable { kind: RecoverableKind::Copy, at: changed(&copy), path: copy, counts });
    }
    for backup in backups(path) {
        let counts = counted(read(&backup.path));
        let kind = RecoverableKind::Backup(backup.reason);
        out.push(Recoverable { kind, path: backup.path, at: Some(backup.at), counts });
    }
    out
}

/// The case that something holds, and how many records of a journal did not fit; for comparing and restoring. Paths of
/// evidence are as they are in it: meant from where the case at `path` is.
///
/// # Errors
/// When it cannot be opened.
pub fn content(path: &Path, from: &Recoverable) -> Result<(Case, usize), RestoreError> {
    Ok(match from.kind {
        RecoverableKind::Journal { .. } => from_journal(path, &from.path)?,
        RecoverableKind::Backup(_) => (read(&from.path)?, 0),
        RecoverableKind::Case | RecoverableKind::Copy => (super::open(&from.path)?, 0),
    })
}

/// Restores something into a new file, and reads it back.
///
/// # Errors
/// When it cannot be opened, or the new file exists or cannot be written.
pub fn restore(path: &Path, from: &Recoverable, to: &Path) -> Result<Restored, RestoreError> {
    let (Case { pinned, mut assessment }, skipped) = content(path, from)?;
    // A backup lies in a folder of its own; its paths are meant from where the case is.
    rebase(&mut assessment, &atomic::folder_of(path), to);
    atomic::create_new(to, format::render(&pinned, &assessment).as_bytes())?;
    Ok(Restored { path: to.to_owned(), counts: Counts::of(&read(to)?), skipped })
}

/// A name for a new file beside the case that is still free.
#[must_use]
pub fn restored_name(path: &Path, word: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = |number: u32| match number {
        1 => format!("{stem} {word}.{CASE_EXTENSION}"),
        _ => format!("{stem} {word} {number}.{CASE_EXTENSION}"),
    };
    let folder = atomic::folder_of(path);
    (1..10_000)
        .map(|number| folder.join(name(number)))
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join(name(1)))
}

/// A case file without any journal.
fn read(path: &Path) -> Result<Case, OpenError> {
    format::parse(&case::read(path)?).map_err(|kind| OpenError { path: path.to_owned(), kind })
}

fn changed(path: &Path) -> Option<NaiveDateTime> {
    let changed = fs::metadata(path).ok()?.modified().ok()?;
    Some(DateTime::<Local>::from(changed).naive_local())
}

/// Journals of a case that are not in it: kept aside, in order of name; first the one in use, where the case cannot use it.
fn asides(path: &Path) -> Vec<PathBuf> {
    let journal = journal::path_of(path);
    let Some(prefix) = journal.file_name().and_then(|name| name.to_str()).map(|name| format!("{name}.aside-")) else {
        return Vec::new();
    };
    let Ok(entries) = fs::read_dir(atomic::folder_of(&journal)) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    let ours =
        |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(&prefix));
    let mut out: Vec<PathBuf> = paths.filter(ours).collect();
    out.sort();
    // The journal in use is part of the case, unless the case is damaged, gone or another one.
    let replayed = super::look(path).map(|(_, notices)| !notices.iter().any(is_foreign));
    if journal.is_file() && !replayed.unwrap_or(false) {
        out.insert(0, journal);
    }
    out
}

fn is_foreign(notice: &OpenNotice) -> bool {
    matches!(
        notice,
        OpenNotice::Journal { trouble: JournalTrouble::Foreign { .. } | JournalTrouble::Damaged { .. }, .. }
    )
}

/// The case that a journal leads to, from whichever file beside it goes on from; and how many records did not fit.
fn from_journal(path: &Path, aside: &Path) -> Result<(Case, usize), RestoreError> {
    let no_base = || RestoreError::NoBase(aside.to_owned());
    let (base, _) = journal::about(aside).ok_or_else(no_base)?;
    let places = std::iter::once(path.to_owned()).chain(backups(path).into_iter().map(|backup| backup.path));
    let bytes = places
        .chain(conflict_copies(path))
        .filter_map(|path| case::read(&path).ok())
        .find(|bytes| criteria::fingerprint(bytes) == base)
        .ok_or_else(no_base)?;
    let failed = |kind| OpenError { path: aside.to_owned(), kind };
    let Case { pinned, mut assessment } = format::parse(&bytes).map_err(failed)?;
    let skipped =
        journal::salvage(aside, &pinned.scheme, &mut assessment).map_err(|error| failed(OpenErrorKind::Io(error)))?;
    Ok((Case { pinned, assessment }, skipped))
}
