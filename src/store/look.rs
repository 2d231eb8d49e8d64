//! Looking at a case together with what lies beside it, without changing anything on the disk.
//!
//! Why it is so: whoever only looks may come at any moment of the keeper's work. So what belongs together is read until
//! it is of one moment, and what the change log says beyond the case is believed only when the case was read after it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::NaiveDateTime;

use super::change_log::{self, LogEntry, Origin, OriginKind, ReadLog};
use super::journal::{self, Found, JournalTrouble, Replayed};
use super::opening::Opening;
use super::{
    BackupReason, CASE_VERSION, Case, Fault, OpenError, OpenErrorKind, Parsed, Standing, backups, case,
    conflict_copies, format,
};
use crate::assessment::Change;
use crate::criteria::{self, ClauseId};

/// How often a case is read anew because its keeper wrote it in between.
const LOOKS: usize = 5;

/// Something that was found on opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenNotice {
    /// Steps that a killed program had kept in the journal were taken over.
    Replayed {
        /// How many, as the change log tells them: what was typed in one go is one.
        steps: usize,
        /// When the last one was made.
        last: NaiveDateTime,
        /// The clauses that they concern, in the order of the steps.
        clauses: Vec<ClauseId>,
        /// What changed besides that concerns no clause, as in the profile of the company.
        others: Vec<Change>,
    },
    /// The journal was not in order.
    Journal {
        /// What was wrong.
        trouble: JournalTrouble,
        /// Where it is kept now; none while the case is only looked at, or when nothing is worth keeping.
        aside: Option<PathBuf>,
    },
    /// The newest backup has changes that could not be written into the case.
    Rescued(PathBuf),
    /// The file was written by an older version of the program.
    Older {
        /// In this version.
        version: u32,
    },
    /// The change log tells of more than the file and its journal have: an older copy may have been put in its place.
    Ahead {
        /// Entries that tell of what is not in the case.
        entries: usize,
        /// When the last of them was made.
        last: NaiveDateTime,
        /// When the last one was made that is in the case.
        stands: Option<NaiveDateTime>,
    },
    /// The case has a history, and no change log lies beside it: it may have been renamed or copied alone.
    Alone {
        /// What its change log would be called.
        log: PathBuf,
        /// The change log of another name that ends with what the case has; it may well be its own.
        like: Option<PathBuf>,
    },
    /// It was restored from something else, and nothing was changed since.
    Restored(Origin),
    /// Copies from a conflict lie beside it.
    Copies(Vec<PathBuf>),
}

/// A case file as it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) fingerprint: String,
    /// To notice cheaply that nothing happened.
    pub(super) seen: Option<Seen>,
}

/// What can be seen of a file without reading it: length, time of change and, where there is one, its number.
pub(super) type Seen = (u64, SystemTime, u64);

/// Reads a case with what its journal holds, and changes nothing on the disk.
///
/// # Errors
/// When the file cannot be read or is no sound case.
pub fn open(path: &Path) -> Result<Case, OpenError> {
    look(path).map(|(case, _)| case)
}

/// Reads a case as [`open`] does, and says what was found.
///
/// # Errors
/// When the file cannot be read or is no sound case.
pub fn look(path: &Path) -> Result<(Case, Vec<OpenNotice>), OpenError> {
    let Read { parsed, replayed, .. } = read(path)?;
    let notices = notices(path, &parsed, replayed.as_ref());
    let Case { pinned, assessment } = parsed.case;
    let assessment = replayed.map_or(assessment, |replayed| replayed.assessment);
    Ok((Case { pinned, assessment }, notices))
}

/// A case file with its journal.
pub(super) struct Read {
    pub(super) bytes: Vec<u8>,
    pub(super) stamp: Stamp,
    pub(super) parsed: Parsed,
    pub(super) replayed: Option<Replayed>,
}

/// Reads a case and what its journal adds, both of one moment: whoever only looks may come between the keeper's writing
/// the one and cutting the other.
pub(super) fn read(path: &Path) -> Result<Read, OpenError> {
    let mut looks = 0;
    loop {
        let seen = seen(path);
        let bytes = case::read(path)?;
        let parsed = format::parse_all(&bytes).map_err(|kind| OpenError { path: path.to_owned(), kind })?;
        let journal = journal::path_of(path);
        let Case { pinned, assessment } = &parsed.case;
        let fingerprint = criteria::fingerprint(&bytes);
        let replayed = journal::replay(&journal, &fingerprint, &parsed.standing.folded, &pinned.scheme, assessment)
            .map_err(|error| OpenError { path: journal, kind: OpenErrorKind::Io(error) })?;
        looks += 1;
        if looks == LOOKS || self::seen(path) == seen {
            return Ok(Read { bytes, stamp: Stamp { fingerprint, seen }, parsed, replayed });
        }
    }
}

/// What a person should know of a case that was read.
pub(super) fn notices(path: &Path, parsed: &Parsed, replayed: Option<&Replayed>) -> Vec<OpenNotice> {
    let mut out = Vec::new();
    if let Some(replayed) = replayed {
        if let Some(last) = replayed.found.last().map(|found| found.at) {
            let (clauses, others) = concerned(&replayed.found);
            let mut told = Vec::new();
            for (entry, joins) in untold(replayed.found.clone(), "") {
                change_log::add(&mut told, entry, joins);
            }
            out.push(OpenNotice::Replayed { steps: told.len(), last, clauses, others });
        }
        if let Some(trouble) = replayed.trouble.clone() {
            out.push(OpenNotice::Journal { trouble, aside: None });
        }
    }
    if parsed.version < CASE_VERSION {
        out.push(OpenNotice::Older { version: parsed.version });
    }
    if let Some(newest) = backups(path).into_iter().next().filter(|one| one.reason == BackupReason::Rescued) {
        out.push(OpenNotice::Rescued(newest.path));
    }
    out.extend(of_log(path, parsed));
    let copies = conflict_copies(path);
    if !copies.is_empty() {
        out.push(OpenNotice::Copies(copies));
    }
    out
}

/// The clauses that steps concern, each once; and what they changed that concerns none.
fn concerned(found: &[Found]) -> (Vec<ClauseId>, Vec<Change>) {
    let (mut out, mut others) = (Vec::new(), Vec::new());
    for change in found.iter().flat_map(|found| &found.changes) {
        let clauses = change.clauses();
        if clauses.is_empty() {
            others.push(change.clone());
        }
        for clause in clauses {
            if !out.contains(clause) {
                out.push(clause.clone());
            }
        }
    }
    (out, others)
}

/// What the change log says of the file: that it was restored and is as it was, or that the log is ahead of it.
fn of_log(path: &Path, parsed: &Parsed) -> Option<OpenNotice> {
    let Some(end) = change_log::end_of(path) else { return alone(path, &parsed.standing) };
    let (older, restored) = match end.origin() {
        Some(origin) if origin.kind == OriginKind::Older => (Some(origin), None),
        Some(origin) if origin.kind == OriginKind::Criteria => (None, None), // nothing that a person does not know
        other => (None, other),
    };
    if end.has_mark(&parsed.standing.folded) {
        return restored.map(OpenNotice::Restored);
    }
    let marks = change_log::marks(path);
    let (last, at) = marks.last()?;
    // The case once more, after the log: its keeper may have written both in between.
    let Read { parsed, replayed, .. } = read(path).ok()?;
    if replayed.is_some_and(|replayed| replayed.found.iter().any(|found| found.check == *last)) {
        return None; // told and kept, and not yet in the file: what a crash leaves
    }
    let folded = &parsed.standing.folded;
    let told = match folded.as_str() {
        "" => 0, // a file that was never written by a keeper
        // A file that names something of which the log knows nothing may as well be the newer one.
        _ => marks.iter().rposition(|(mark, _)| mark == folded)? + 1,
    };
    let entries = marks.len() - told;
    let stands = told.checked_sub(1).and_then(|told| marks.get(told)).map(|(_, at)| *at);
    if older.is_some_and(|older| older.at == stands) {
        return None; // the log ends with saying so itself, of this very copy, and whoever went on knew it
    }
    (entries > 0).then_some(OpenNotice::Ahead { entries, last: *at, stands })
}

/// That the change log of a case with a history is not beside it.
fn alone(path: &Path, standing: &Standing) -> Option<OpenNotice> {
    let log = change_log::change_log_path(path);
    if standing.generation == 0 || log.symlink_metadata().is_ok() {
        return None;
    }
    Some(OpenNotice::Alone { like: change_log::ending_with(&log, &standing.folded), log })
}

impl OpenNotice {
    /// What the change log should be told when a case with this notice is gone on with.
    pub(super) fn log_entry(&self, path: &Path, opening: &Opening) -> Option<LogEntry> {
        let Self::Ahead { stands, .. } = self else { return None };
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Some(change_log::older_copy(file, *stands, opening.now, &opening.me.who))
    }
}

/// The entries of steps that are in the journal and not in the change log, which ends with the mark `told`.
pub(super) fn untold(found: Vec<Found>, told: &str) -> Vec<(LogEntry, bool)> {
    let known = found.iter().position(|found| found.check == told).map_or(0, |place| place + 1);
    let entry = |found| {
        let Found { at, who, how, joins, changes, check } = found;
        (LogEntry { at, who, how, changes, origin: None, mark: check }, joins)
    };
    found.into_iter().skip(known).map(entry).collect()
}

/// Reads the change log of a case, and with it the steps that are in the journal only: they are as good as told.
///
/// # Errors
/// When the change log is there and cannot be read.
pub fn read_changes(path: &Path) -> Result<ReadLog, Fault> {
    let journal = journal::path_of(path);
    let mut looks = 0;
    loop {
        let before = (seen(path), seen(&journal));
        let found = read(path).ok().and_then(|read| read.replayed).map(|replayed| replayed.found).unwrap_or_default();
        let mut log = change_log::read_change_log(path)?;
        looks += 1;
        // Steps that went from the one into the other meanwhile would be missing or doubled.
        if looks < LOOKS && (seen(path), seen(&journal)) != before {
            continue;
        }
        let told = log.entries.iter().rev().map(|entry| entry.mark.as_str()).find(|mark| !mark.is_empty());
        let mut waiting = Vec::new();
        for (entry, joins) in untold(found, told.unwrap_or_default()) {
            change_log::add(&mut waiting, entry, joins);
        }
        log.entries.append(&mut waiting);
        return Ok(log);
    }
}

/// What can be seen of a file without reading it.
pub(super) fn seen(path: &Path) -> Option<Seen> {
    let about = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&about);
    #[cfg(not(unix))]
    let number = 0;
    Some((about.len(), about.modified().ok()?, number))
}
