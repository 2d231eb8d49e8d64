//! Backups of a case, in a folder beside it that the person can see: `NAME.xingping.backups`.
//!
//! Why it is so: a backup is a case file like any other, which can be opened, copied and mailed without this program's
//! help. Each is read again and counted right after it is written; one that cannot be opened would be none. Nothing is
//! ever restored over anything.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use super::disk::Disk;
use super::{CASE_EXTENSION, Case, Fault, MAX_CASE_BYTES, OpenError, OpenErrorKind, atomic, format};
use crate::assessment::Verdict;

/// Minutes between backups of a case that goes on being changed.
pub(super) const EVERY_MINUTES: i64 = 10;
/// The newest so many are kept, whatever their age.
const KEEP_NEWEST: usize = 20;
/// Beyond those, the last one of each of so many days.
const KEEP_DAYS: usize = 30;
/// The time in a backup's name.
const TIME: &str = "%Y%m%d-%H%M%S";

/// Why a backup was made. Of those made in the same second the later ones in this list are the newer ones: what is
/// made on opening comes before what is made of changes, and what is nowhere else counts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupReason {
    /// The case was opened.
    Opened,
    /// The file was about to be written in a newer format.
    Migration,
    /// Its content was about to be replaced: by another edition of its scheme, or by another case saved over it.
    Replaced,
    /// The case had been changed for a while.
    Timed,
    /// The case was closed after it had been changed.
    Closed,
    /// Changes could not be written into the case because another had changed, removed or taken it.
    Rescued,
}

impl BackupReason {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Opened, Self::Migration, Self::Replaced, Self::Timed, Self::Closed, Self::Rescued];

    /// The word in file names.
    fn tag(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Migration => "migration",
            Self::Replaced => "replaced",
            Self::Timed => "timed",
            Self::Closed => "closed",
            Self::Rescued => "rescued",
        }
    }

    /// Whether it is kept whatever its age: what the program did to a file on its own must stay reversible.
    fn stays(self) -> bool {
        matches!(self, Self::Migration | Self::Replaced | Self::Rescued)
    }
}

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// When it was made, local time.
    pub at: NaiveDateTime,
    /// Why.
    pub reason: BackupReason,
    /// Which one of those made in the same second for the same reason, from 1.
    pub number: u32,
}

/// What is in a case, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Clauses of its scheme.
    pub clauses: usize,
    /// Clauses with a verdict.
    pub rated: usize,
    /// Pieces of evidence.
    pub evidence: usize,
    /// Special deductions.
    pub special_deductions: usize,
}

impl Counts {
    /// Counts what is in a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let answers = case.assessment.answers.values();
        Self {
            clauses: case.pinned.scheme.clauses().count(),
            rated: answers.filter(|answer| answer.verdict != Verdict::Unrated).count(),
            evidence: case.assessment.evidence.len(),
            special_deductions: case.assessment.special_deductions.len(),
        }
    }
}

/// A backup that was not made as it should.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It could not be written or read again.
    #[error("{0}")]
    Fault(Fault),
    /// It was written but cannot be opened, or is not what was meant.
    #[error("{0}")]
    Unsound(OpenError),
}

/// The folder of a case's backups; it may not exist.
#[must_use]
pub fn backup_folder(case: &Path) -> PathBuf {
    super::beside_case(case, "backups")
}

/// The backups of a case, the newest first.
#[must_use]
pub fn backups(case: &Path) -> Vec<Backup> {
    let Ok(entries) = fs::read_dir(backup_folder(case)) else { return Vec::new() };
    let mut out: Vec<Backup> = entries.flatten().filter_map(|entry| known(entry.path())).collect();
    out.sort_by(|a, b| newness(b).cmp(&newness(a)));
    out
}

/// What a newer backup has more of. The path is last: no order of a folder's entries may matter.
fn newness(one: &Backup) -> (NaiveDateTime, BackupReason, u32, &Path) {
    (one.at, one.reason, one.number, &one.path)
}

/// A file in the folder as a backup, by its name `NAME.20261121-140322.timed.xingping` or, made in the same second,
/// `NAME.20261121-140322.timed.2.xingping`.
fn known(path: PathBuf) -> Option<Backup> {
    let name = path.file_name()?.to_str()?.strip_suffix(CASE_EXTENSION)?.strip_suffix('.')?;
    let mut parts = name.rsplit('.').peekable();
    let number = parts.next_if(|part| part.parse::<u32>().is_ok()).and_then(|part| part.parse().ok()).unwrap_or(1);
    let tag = parts.next()?;
    let reason = BackupReason::ALL.into_iter().find(|reason| reason.tag() == tag)?;
    let at = NaiveDateTime::parse_from_str(parts.next()?, TIME).ok()?;
    Some(Backup { path, at, reason, number })
}

/// Makes a backup of a case from the bytes of its file, and opens and counts it. None when the newest one has the very
/// same bytes and the reason does not ask for another.
pub(super) fn make(
    disk: &dyn Disk,
    case: &Path,
    bytes: &[u8],
    reason: BackupReason,
    now: NaiveDateTime,
) -> Result<Option<(Backup, Counts)>, BackupError> {
    let folder = backup_folder(case);
    let fault = |path: &Path, error| BackupError::Fault(Fault::new(path, error));
    if let Some(newest) = backups(case).first() {
        let same = fs::metadata(&newest.path).is_ok_and(|about| about.len() == bytes.len() as u64)
            && atomic::read_at_most(&newest.path, MAX_CASE_BYTES).is_ok_and(|old| old == bytes);
        // One that stays is made once of the same bytes, however often a case is only looked at.
        if same && newest.reason == reason && reason.stays() {
            let parsed = format::parse(bytes);
            let unsound = |kind| BackupError::Unsound(OpenError { path: newest.path.clone(), kind });
            return Ok(Some((newest.clone(), Counts::of(&parsed.map_err(unsound)?))));
        }
        if same && !reason.stays() {
            return Ok(None);
        }
    }
    // Not the folders above: a case whose folder was moved away must not leave an empty one in its place.
    if !folder.is_dir() {
        fs::create_dir(&folder).map_err(|error| fault(&folder, error))?;
    }
    let stem = case.file_stem().unwrap_or_default().to_string_lossy();
    let name = |extra: &str| format!("{stem}.{}.{}{extra}.{CASE_EXTENSION}", now.format(TIME), reason.tag());
    let (mut path, mut number) = (folder.join(name("")), 1);
    while path.exists() && number < 1000 {
        number += 1;
        path = folder.join(name(&format!(".{number}")));
    }
    atomic::replace(disk, &path, bytes).map_err(BackupError::Fault)?;
    let read = atomic::read_at_most(&path, MAX_CASE_BYTES + 1).map_err(|error| fault(&path, error))?;
    let unsound = |kind| BackupError::Unsound(OpenError { path: path.clone(), kind });
    if read != bytes {
        return Err(unsound(OpenErrorKind::Fingerprint));
    }
    let counts = Counts::of(&format::parse(&read).map_err(unsound)?);
    prune(disk, case);
    Ok(Some((Backup { path, at: now, reason, number }, counts)))
}

/// Removes what is older than what is kept.
fn prune(disk: &dyn Disk, case: &Path) {
    for old in to_prune(&backups(case)) {
        // One that stays is no harm.
        drop(disk.remove(&old.path));
    }
}

/// Which of the backups, the newest first, are not kept.
fn to_prune(backups: &[Backup]) -> Vec<&Backup> {
    let mut days = std::collections::BTreeSet::new();
    let mut out = Vec::new();
    for (place, backup) in backups.iter().enumerate() {
        let first_of_day = days.insert(backup.at.date());
        let of_day = first_of_day && days.len() <= KEEP_DAYS;
        if place >= KEEP_NEWEST && !of_day && !backup.reason.stays() {
            out.push(backup);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32) -> NaiveDateTime {
        chrono::NaiveDate::from_ymd_opt(2026, 10, 1).unwrap().and_hms_opt(hour, 0, 0).unwrap()
            + chrono::Duration::days(day.into())
    }

    #[test]
    fn names_are_known_again() {
        let backup = |name: &str| known(PathBuf::from(name));
        let found = backup("某公司.v2.20261001-090000.timed.xingping").unwrap();
        assert_eq!((found.at, found.reason), (at(0, 9), BackupReason::Timed));
        assert_eq!(backup("a.20261001-090000.opened.2.xingping").unwrap().reason, BackupReason::Opened);
        for name in ["a.xingping", "a.20261001.timed.xingping", "a.20261001-090000.mine.xingping", "a.txt"] {
            assert_eq!(backup(name), None, "{name}");
        }
    }

    #[test]
    fn of_one_second_the_order_is_always_the_same() {
        let names = [
            "b.20261001-090000.timed",
            "a.20261001-090000.timed",
            "a.20261001-090000.rescued",
            "a.20261001-090000.timed.2",
            "a.20261001-090000.opened",
            "a.20261001-085959.rescued",
        ];
        let mut order: Vec<Backup> =
            names.iter().filter_map(|name| known(PathBuf::from(format!("{name}.xingping")))).collect();
        order.sort_by(|a, b| newness(b).cmp(&newness(a)));
        let order: Vec<_> = order.iter().map(|one| one.path.to_string_lossy().replace(".xingping", "")).collect();
        assert_eq!(order, [2, 3, 0, 1, 4, 5].map(|place: usize| names[place]));
    }

    #[test]
    fn the_newest_one_a_day_and_what_stays_are_kept() {
        let mut all = Vec::new();
        for day in 0..60 {
            for hour in 8..18 {
                let reason = if day == 2 && hour == 9 { BackupReason::Migration } else { BackupReason::Timed };
                all.push(Backup { path: PathBuf::from(format!("{day}-{hour}")), at: at(day, hour), reason, number: 1 });
            }
        }
        all.reverse();
        let gone = to_prune(&all);
        let kept: Vec<String> =
            all.iter().filter(|one| !gone.contains(one)).map(|one| one.path.display().to_string()).collect();
        // 20 newest are days 59 and 58; then the last of each of 28 more days (57 to 30), and the migration of day 2.
        assert_eq!(kept.len(), 20 + 28 + 1);
        assert!(kept.contains(&"57-17".to_owned()) && kept.contains(&"30-17".to_owned()));
        assert!(!kept.contains(&"29-17".to_owned()) && !kept.contains(&"57-16".to_owned()));
        assert!(kept.contains(&"2-9".to_owned()));
    }
}
