//! What can be had back of a case: backups, copies from a conflict, journals that were kept aside.
//!
//! Why it is so: restoring always makes a new file. Whoever restores is often in a hurry and sometimes wrong; nothing
//! that was there before may be lost by it, not even the broken case.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Local, NaiveDateTime};

use super::backup::{BackupReason, Counts};
use super::change_log::{self, Origin, OriginKind};
use super::{
    CASE_EXTENSION, Case, Fault, JournalTrouble, OpenError, OpenErrorKind, OpenNotice, Standing, atomic, backups, case,
    conflict_copies, format, journal, lines, rebase,
};
use crate::assessment;
use crate::criteria;
use crate::lang::Words;

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
    /// Steps in it that only the journal has; of the case itself.
    pub steps: usize,
    /// Its score and grade in words, from whoever asked for them.
    pub scored: Option<String>,
    /// How it differs from the case itself, where both can be read and somebody asked.
    pub differs: Option<Differs>,
}

/// How something differs from the case itself as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    /// In so many fields.
    In(usize),
    /// It is answered against other criteria; the fields are not to be compared.
    Criteria,
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
    /// Whether its change log could not be begun with where it is from.
    pub untold: bool,
}

/// Everything that a case can be had back from: itself first, then journals, copies and backups, the newest first.
#[must_use]
pub fn recoverable(path: &Path) -> Vec<Recoverable> {
    look_around(path, None)
}

/// The same, with the score of each in the caller's words and with how each differs from the case itself.
#[must_use]
pub fn recoverable_told(path: &Path, words: &Words, score: &dyn Fn(&Case) -> String) -> Vec<Recoverable> {
    look_around(path, Some((words, score)))
}

/// The words, and what says the score of a case in them.
type Told<'a> = (&'a Words, &'a dyn Fn(&Case) -> String);

fn look_around(path: &Path, told: Option<Told<'_>>) -> Vec<Recoverable> {
    let mut out = Vec::new();
    let mut now = None;
    // One after the other: all of them at once would be too much for the memory.
    let item = |kind, path: PathBuf, at, case: Result<Case, OpenError>, now: Option<&Case>| {
        let score = |case: &Case| told.map(|(_, score)| score(case));
        let differs = |case: &Case| told.zip(now).map(|((words, _), now)| differs(now, case, words));
        let (scored, differs) = case.as_ref().map(|case| (score(case), differs(case))).unwrap_or_default();
        Recoverable { kind, path, at, counts: case.map(|case| Counts::of(&case)), steps: 0, scored, differs }
    };
    if path.exists() {
        let found = super::look(path);
        let is_replay = |notice: &OpenNotice| match notice {
            OpenNotice::Replayed { steps, .. } => Some(*steps),
            _ => None,
        };
        let steps = found.as_ref().ok().and_then(|(_, notices)| notices.iter().find_map(is_replay)).unwrap_or(0);
        let case = found.map(|(case, _)| case);
        now = case.as_ref().ok().filter(|_| told.is_some()).cloned();
        let found = item(RecoverableKind::Case, path.to_owned(), changed(path), case, None);
        out.push(Recoverable { steps, ..found });
    }
    let now = now.as_ref();
    for aside in asides(path) {
        let (_, records) = journal::about(&aside).unwrap_or_default();
        let case = from_journal(path, &aside).map(|(case, _)| case).map_err(|error| match error {
            RestoreError::Open(error) => error,
            RestoreError::Fault(Fault { path, error }) => OpenError { path, kind: OpenErrorKind::Io(error) },
            RestoreError::NoBase(path) => OpenError { path, kind: OpenErrorKind::NoBase },
        });
        let at = changed(&aside);
        out.push(item(RecoverableKind::Journal { records }, aside, at, case, now));
    }
    for copy in conflict_copies(path) {
        let (at, case) = (changed(&copy), super::open(&copy));
        out.push(item(RecoverableKind::Copy, copy, at, case, now));
    }
    for backup in backups(path) {
        let case = read(&backup.path);
        out.push(item(RecoverableKind::Backup(backup.reason), backup.path, Some(backup.at), case, now));
    }
    out
}

/// Counted as they are shown field by field, so that both give the same number.
fn differs(now: &Case, other: &Case, words: &Words) -> Differs {
    if now.pinned.fingerprint != other.pinned.fingerprint {
        return Differs::Criteria;
    }
    let changes = assessment::changes(&now.assessment, &other.assessment);
    Differs::In(changes.iter().map(|change| change.tell(words).len()).sum())
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

/// Restores something into a new file, and reads it back. The change log of the new file begins with where it is from.
///
/// # Errors
/// When it cannot be opened, or the new file exists or cannot be written.
pub fn restore(
    path: &Path,
    from: &Recoverable,
    to: &Path,
    now: NaiveDateTime,
    who: &str,
) -> Result<Restored, RestoreError> {
    let (Case { pinned, mut assessment }, skipped) = content(path, from)?;
    // A backup lies in a folder of its own; its paths are meant from where the case is.
    rebase(&mut assessment, &atomic::folder_of(path), to);
    let kind = match from.kind {
        RecoverableKind::Case => OriginKind::Case,
        RecoverableKind::Backup(_) => OriginKind::Backup,
        RecoverableKind::Copy => OriginKind::Copy,
        RecoverableKind::Journal { .. } => OriginKind::Journal,
    };
    let file = from.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // The new file names the entry as what it has, like any other that its log tells of.
    let mark = lines::first_check(&format!("restored {file} {now}"));
    let standing = Standing { generation: 0, folded: mark.clone() };
    atomic::create_new(to, format::render_at(&pinned, &assessment, &standing).as_bytes())?;
    let log = change_log::change_log_path(path);
    let log = log.file_name().filter(|_| log.is_file()).map(|name| name.to_string_lossy().into_owned());
    let origin = Origin { kind, file, was: None, at: from.at, log };
    let untold = change_log::tell_origin(to, origin, mark, now, who).is_err();
    Ok(Restored { path: to.to_owned(), counts: Counts::of(&read(to)?), skipped, untold })
}

/// Most bytes of a restored file's name: its own backups have longer ones.
const MAX_NAME_BYTES: usize = 180;

/// A name for a new file beside the case that is still free and says what it is from.
#[must_use]
pub fn restored_name(path: &Path, from: &Recoverable, words: &Words) -> PathBuf {
    let k = &words.keeping;
    let at = from.at.map(|at| at.format("%Y-%m-%d %H-%M").to_string()).unwrap_or_default();
    let word = match from.kind {
        _ if at.is_empty() => k.restored_word.to_string(),
        RecoverableKind::Backup(_) => k.restored_backup.fill(&[("at", &at)]),
        RecoverableKind::Journal { .. } => k.restored_journal.fill(&[("at", &at)]),
        RecoverableKind::Case | RecoverableKind::Copy => k.restored_copy.fill(&[("at", &at)]),
    };
    let mut stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    while stem.len() + word.len() > MAX_NAME_BYTES && stem.pop().is_some() {}
    let name = |number: u32| match number {
        1 => format!("{stem}{word}.{CASE_EXTENSION}"),
        _ => format!("{stem}{word} {number}.{CASE_EXTENSION}"),
    };
    let folder = atomic::folder_of(path);
    // Nor may something of an earlier file of that name lie there: it would be taken for the new one's.
    let free = |path: &PathBuf| !path.exists() && !is_anything_beside(path);
    (1..10_000).map(|number| folder.join(name(number))).find(free).unwrap_or_else(|| folder.join(name(1)))
}

/// Whether a case of this name has left something beside it that it can be had back from, or that tells of it.
pub(super) fn is_anything_beside(case: &Path) -> bool {
    !backups(case).is_empty() || journal::path_of(case).is_file() || change_log::change_log_path(case).is_file()
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
