//! What is in files and folders of evidence: their fingerprints, taken by as many workers as help.
//!
//! Why it is so:
//! * A file is looked at before and after it was read; one that changed meanwhile is read again, and given up after
//!   some tries. So no fingerprint is of a state that never was.
//! * A time of change vouches for a content only when it lies clearly before the moment of reading; a change within
//!   the same tick of the file system's clock would not show.
//! * Links inside a folder are not followed: each counts as a file that holds where it leads. What comes and goes by
//!   itself (files of the case, lock files of office programs, previews of file managers) does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

use super::CASE_EXTENSION;
use crate::assessment::{FileFingerprint, MAX_FOLDER_FILES, Sum, Unreadable};

/// Bytes read at once by each worker.
const PIECE: usize = 256 * 1024;
/// A file that changes while it is read is read so often.
const TRIES: usize = 3;
/// Folders inside folders are followed so deep.
const MAX_DEPTH: usize = 500;
/// A clock that tells fractions of a second ticks at least so often; one that does not, ticks every two seconds (FAT).
const FINE_TICK: Duration = Duration::from_millis(50);
const COARSE_TICK: Duration = Duration::from_secs(3);

/// How long work takes and whether it is still wanted; shared with whoever waits.
pub struct Watch<'a> {
    /// Whether to stop.
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
    /// How far it is, 0 to 1000.
    pub progress: &'a (dyn Fn(u32) + Sync),
}

impl Watch<'_> {
    /// Nobody waits.
    pub const NONE: Watch<'static> = Watch { cancelled: &|| false, progress: &|_| {} };
}

/// Contents that were read already while the program runs, by path, and files that could not be read. A full checkup
/// believes none of it.
#[derive(Debug, Default)]
pub struct Seen {
    read: Mutex<BTreeMap<PathBuf, FileFingerprint>>,
    failed: Mutex<BTreeSet<PathBuf>>,
}

impl Seen {
    fn find(&self, path: &Path, stamp: &Stamp) -> Option<FileFingerprint> {
        let known = self.read.lock().ok()?.get(path).copied()?;
        stamp.vouches_for(&known).then_some(known)
    }

    fn note(&self, path: &Path, print: FileFingerprint) {
        if let Ok(mut seen) = self.read.lock() {
            seen.insert(path.to_owned(), print);
        }
        if let Ok(mut failed) = self.failed.lock() {
            failed.remove(path);
        }
    }

    fn note_failed(&self, path: &Path) {
        if let Ok(mut failed) = self.failed.lock() {
            failed.insert(path.to_owned());
        }
    }

    /// Whether something is known that size and time of change do not show: another content was read there with the
    /// same size and time, or the file could not be read.
    pub(super) fn speaks_against(&self, path: &Path, stamp: &Stamp, print: &FileFingerprint) -> bool {
        let failed = self.failed.lock().is_ok_and(|failed| failed.contains(path));
        failed || self.find(path, stamp).is_some_and(|known| !known.same_content(print))
    }
}

/// Size and time of change of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    modified: Option<i64>,
}

impl Stamp {
    pub(super) fn of(found: &Metadata) -> Self {
        Self { size: found.len(), modified: found.modified().ok().and_then(nanoseconds) }
    }

    /// Whether size and time of change are those with which a content was read, and say that it is still the same.
    pub(super) fn vouches_for(&self, print: &FileFingerprint) -> bool {
        self.size == print.size && print.modified.is_some() && self.modified == print.modified
    }

    /// The time of change, where it lies so far back that a later change would show.
    fn settled(&self, now: SystemTime) -> Option<i64> {
        let modified = self.modified?;
        let fine = modified % 1_000_000_000 != 0;
        let tick = if fine { FINE_TICK } else { COARSE_TICK };
        let latest = nanoseconds(now.checked_sub(tick)?)?;
        (modified < latest).then_some(modified)
    }
}

/// Nanoseconds since 1970; none outside the years 1678 to 2261.
fn nanoseconds(time: SystemTime) -> Option<i64> {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(i64::wrapping_neg),
    }
}

/// What a failed look means: none when nothing is there.
pub(super) fn trouble(error: &io::Error) -> Option<Unreadable> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => None,
        io::ErrorKind::PermissionDenied => Some(Unreadable::Denied),
        _ => Some(Unreadable::Failed { kind: error.kind(), code: error.raw_os_error() }),
    }
}

/// A file to be read.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) path: PathBuf,
    pub(super) size: u64,
    /// A link inside a folder: where it leads is its content.
    pub(super) link: bool,
}

/// Why there is no fingerprint of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NotRead {
    /// It is gone since.
    Gone,
    /// It cannot be read.
    Unreadable(Unreadable),
    /// The person stopped it.
    Stopped,
}

/// Reads files; the results in the order of the files. Where `trust` is set, what was seen before with the same size
/// and time of change is not read again.
pub(super) fn read_all(
    wanted: &[Wanted],
    seen: &Seen,
    trust: bool,
    watch: &Watch<'_>,
) -> Vec<Result<FileFingerprint, NotRead>> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    // The largest first, so that no worker is left alone with a large one at the end.
    order.sort_by_key(|at| wanted.get(*at).map_or(0, |file| u64::MAX - file.size));
    let total: u64 = wanted.iter().map(weight).fold(0, u64::saturating_add).max(1);
    let (next, done) = (AtomicUsize::new(0), AtomicU64::new(0));
    let results = Mutex::new(vec![Err(NotRead::Stopped); wanted.len()]);
    let work = || {
        let mut buffer = vec![0; PIECE];
        while let Some(at) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Some(file) = wanted.get(*at) else { return };
            if (watch.cancelled)() {
                return;
            }
            let result = read_one(file, seen, trust, &mut buffer, watch);
            if let Ok(mut results) = results.lock()
                && let Some(slot) = results.get_mut(*at)
            {
                *slot = result;
            }
            let sum = done.fetch_add(weight(file), Ordering::Relaxed).saturating_add(weight(file));
            (watch.progress)(u32::try_from(u128::from(sum) * 1000 / u128::from(total)).unwrap_or(1000));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(wanted.len()).min(MAX_WORKERS);
    if workers <= 1 {
        work();
    } else {
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(work);
            }
        });
    }
    results.into_inner().unwrap_or_default()
}

/// More workers than this only make a disk seek.
const MAX_WORKERS: usize = 8;

/// Opening a file costs about as much as reading some kilobytes.
fn weight(file: &Wanted) -> u64 {
    file.size.saturating_add(16 * 1024)
}

fn read_one(
    file: &Wanted,
    seen: &Seen,
    trust: bool,
    buffer: &mut [u8],
    watch: &Watch<'_>,
) -> Result<FileFingerprint, NotRead> {
    if file.link {
        return read_link(&file.path);
    }
    if trust
        && let Ok(found) = fs::metadata(&file.path)
        && let Some(known) = seen.find(&file.path, &Stamp::of(&found))
    {
        return Ok(known);
    }
    let read = read_file(&file.path, buffer, watch);
    if let Err(NotRead::Unreadable(_)) = read {
        seen.note_failed(&file.path);
    }
    let print = read?;
    seen.note(&file.path, print);
    Ok(print)
}

fn read_link(path: &Path) -> Result<FileFingerprint, NotRead> {
    let target = fs::read_link(path).map_err(|error| not_read(&error))?;
    let text = super::evidence::slashes(target.to_str().ok_or(NotRead::Unreadable(Unreadable::BadName))?);
    Ok(FileFingerprint { sum: Sum::of(text.as_bytes()), size: text.len() as u64, modified: None })
}

fn not_read(error: &io::Error) -> NotRead {
    trouble(error).map_or(NotRead::Gone, NotRead::Unreadable)
}

/// Reads a file, as it was at one moment.
fn read_file(path: &Path, buffer: &mut [u8], watch: &Watch<'_>) -> Result<FileFingerprint, NotRead> {
    for _ in 0..TRIES {
        let mut file = File::open(path).map_err(|error| not_read(&error))?;
        let before = file.metadata().map_err(|error| not_read(&error))?;
        if !before.is_file() {
            return Err(NotRead::Unreadable(Unreadable::OtherKind));
        }
        let mut hasher = Sha256::new();
        let mut size = 0_u64;
        loop {
            if (watch.cancelled)() {
                return Err(NotRead::Stopped);
            }
            match file.read(buffer) {
                Ok(0) => break,
                Ok(read) => {
                    hasher.update(buffer.get(..read).unwrap_or_default());
                    size = size.saturating_add(read as u64);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(not_read(&error)),
            }
        }
        // By its path, so that a file that was replaced meanwhile is noticed as well.
        let after = fs::metadata(path).map_err(|error| not_read(&error))?;
        let (before, after) = (Stamp::of(&before), Stamp::of(&after));
        if before == after && size == after.size {
            let modified = after.settled(SystemTime::now());
            return Ok(FileFingerprint { sum: Sum(hasher.finalize().into()), size, modified });
        }
    }
    Err(NotRead::Unreadable(Unreadable::Unstable))
}

/// A file in a folder.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) stamp: Stamp,
    pub(super) link: bool,
}

/// The files in a folder and the folders in it, by path inside it written with `/`.
pub(super) fn list(folder: &Path, watch: &Watch<'_>) -> Result<BTreeMap<String, Entry>, NotRead> {
    let mut out = BTreeMap::new();
    let mut folders = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((folder, inside, depth)) = folders.pop() {
        if (watch.cancelled)() {
            return Err(NotRead::Stopped);
        }
        let listed = fs::read_dir(&folder).map_err(|error| match not_read(&error) {
            // A folder inside that went away since it was seen: what is there changes just now.
            NotRead::Gone if !inside.is_empty() => NotRead::Unreadable(Unreadable::Unstable),
            other => other,
        });
        for entry in listed? {
            let entry = entry.map_err(|error| not_read(&error))?;
            let name = entry.file_name();
            let name = name.to_str().ok_or(NotRead::Unreadable(Unreadable::BadName))?;
            if comes_and_goes(name) {
                continue;
            }
            let found = match entry.metadata() {
                Ok(found) => found,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue, // gone while it was listed
                Err(error) => return Err(not_read(&error)),
            };
            let within = if inside.is_empty() { name.to_owned() } else { format!("{inside}/{name}") };
            if found.is_dir() {
                if depth < MAX_DEPTH {
                    folders.push((entry.path(), within, depth + 1));
                    continue;
                }
                return Err(NotRead::Unreadable(Unreadable::TooDeep { path: within, most: MAX_DEPTH }));
            }
            if !found.is_file() && !found.is_symlink() {
                continue; // a pipe or device holds nothing that could be shown
            }
            out.insert(within, Entry { stamp: Stamp::of(&found), link: found.is_symlink() });
            if out.len() > MAX_FOLDER_FILES {
                return Err(NotRead::Unreadable(Unreadable::TooManyFiles { most: MAX_FOLDER_FILES }));
            }
        }
    }
    Ok(out)
}

/// Whether a file of this name comes and goes by itself and is no evidence.
pub(super) fn comes_and_goes(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let of_case = lower.ends_with(&format!(".{CASE_EXTENSION}")) || lower.contains(&format!(".{CASE_EXTENSION}."));
    of_case
        || lower.starts_with(".xingping-")
        || lower.starts_with("~$") // open in Excel, Word, WPS
        || lower.starts_with(".~lock.") // open in LibreOffice
        || matches!(&*lower, "thumbs.db" | "desktop.ini" | ".ds_store")
}
