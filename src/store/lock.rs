//! One writer per case: a small file beside it says who has it since when.
//!
//! Why it is so:
//! * The holder keeps the file locked by the system, so that a program that was killed holds nothing any more; and it
//!   writes a sign of life into it every minute, for computers that share the folder by a service that knows no locks.
//! * Before each write the holder looks whether the file still names it. Whoever took the case over stops the other.
//! * On Windows a file locked as a whole cannot even be read by others; there it is held open such that others may
//!   read it but not write it, which says the same and lets them see who has it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::Fault;

/// Seconds between signs of life.
pub(super) const BEAT_SECS: i64 = 60;
/// Seconds without a sign of life after which a holder is taken for gone; clocks may differ a little.
const GONE_SECS: i64 = 5 * 60;
/// Most bytes of a lock file that are read.
const MAX_BYTES: u64 = 10_000;

/// Who has a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Who, as typed by the person; may be empty.
    pub who: String,
    /// The computer's name.
    pub computer: String,
    /// Number of the process.
    pub process: u32,
    /// Since when, by the clock of that computer.
    pub since: NaiveDateTime,
    /// The last sign of life, by the clock of that computer.
    pub beat: NaiveDateTime,
    /// Tells this holder from every other.
    token: String,
    /// Tells the running system from every other, where it says so; two computers may have the same name.
    #[serde(default)]
    system: String,
}

impl Holder {
    /// Whether it is at this very computer.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.computer == computer() && self.system == system()
    }

    /// Seconds since the last sign of life; clocks may differ either way.
    pub(super) fn silence(&self, now: NaiveDateTime) -> i64 {
        (now - self.beat).num_seconds().abs()
    }

    /// Whether it gave no sign of life for so long that it is taken for gone.
    pub(super) fn is_gone(&self, now: NaiveDateTime) -> bool {
        self.silence(now) >= GONE_SECS
    }
}

/// Who wants a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Who, as typed by the person; may be empty.
    pub who: String,
    /// The computer's name.
    pub computer: String,
}

impl Me {
    /// A person at this computer.
    #[must_use]
    pub fn here(who: &str) -> Self {
        Self { who: who.to_owned(), computer: computer() }
    }
}

/// The lock file of a case, `NAME.xingping.lock`.
pub(super) fn path_of(case: &Path) -> PathBuf {
    super::beside_case(case, "lock")
}

/// A case that is ours to write.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Held open as long as the case is ours.
    file: Option<File>,
    holder: Holder,
}

/// What came of asking for a case.
#[derive(Debug)]
pub(super) enum Claim {
    /// It is ours.
    Ours(Lock),
    /// Another has it; `gone` when that other has given no sign of life for long.
    Held { holder: Option<Holder>, gone: bool },
}

impl Lock {
    /// Asks for a case. `take_over` takes it from a holder that is evidently gone.
    pub(super) fn claim(case: &Path, me: &Me, now: NaiveDateTime, take_over: bool) -> Result<Claim, Fault> {
        let path = path_of(case);
        // The holder before may be removing its file this very moment; then there is a new one to be made.
        for _ in 0..20 {
            match Self::try_claim(&path, me, now, take_over) {
                Ok(Some(claim)) => return Ok(claim),
                Ok(None) => std::thread::yield_now(),
                Err(error) => return Err(Fault::new(&path, error)),
            }
        }
        Ok(Claim::Held { holder: read(&path), gone: false })
    }

    fn try_claim(path: &Path, me: &Me, now: NaiveDateTime, take_over: bool) -> io::Result<Option<Claim>> {
        if path.symlink_metadata().is_ok_and(|about| !about.is_file()) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let file = match open(path) {
            Err(error) if is_sharing(&error) => {
                return Ok(Some(Claim::Held { holder: read(path), gone: false }));
            }
            other => other?,
        };
        let Some(locked) = lock(&file) else { return Ok(Some(Claim::Held { holder: read(path), gone: false })) };
        let before = read(path);
        if let Some(holder) = &before {
            // On this computer the lock of the system has spoken: the process is gone. Where the system knows no locks,
            // the signs of life decide here too.
            let here = locked && holder.computer == me.computer;
            let gone = holder.is_gone(now);
            let free = here || (gone && take_over);
            if !free {
                return Ok(Some(Claim::Held { holder: before, gone }));
            }
        }
        let holder = Holder {
            who: me.who.clone(),
            computer: me.computer.clone(),
            process: std::process::id(),
            since: now,
            beat: now,
            token: token(),
            system: system().to_owned(),
        };
        let mut lock = Self { path: path.to_owned(), file: Some(file), holder };
        lock.write()?;
        // The file that we hold may have been removed between opening and locking.
        Ok(lock.is_ours().then(|| Claim::Ours(lock)))
    }

    fn write(&mut self) -> io::Result<()> {
        let text = serde_json::to_string(&self.holder)? + "\n";
        let Some(file) = &mut self.file else { return Ok(()) };
        file.rewind()?;
        file.write_all(text.as_bytes())?;
        file.set_len(text.len() as u64)
    }

    /// Whether the file beside the case still names us.
    pub(super) fn is_ours(&self) -> bool {
        read(&self.path).is_some_and(|holder| holder.token == self.holder.token)
    }

    /// Who else has it now.
    pub(super) fn other(&self) -> Option<Holder> {
        read(&self.path).filter(|holder| holder.token != self.holder.token)
    }

    /// Says who has the case from now on.
    pub(super) fn set_who(&mut self, who: &str) {
        if self.holder.who != who && self.is_ours() {
            who.clone_into(&mut self.holder.who);
            drop(self.write());
        }
    }

    /// Gives a sign of life when one is due.
    pub(super) fn beat(&mut self, now: NaiveDateTime) {
        if self.holder.silence(now) >= BEAT_SECS && self.is_ours() {
            self.holder.beat = now;
            // A sign that could not be given is tried again with the next one.
            drop(self.write());
        }
    }

    /// Puts back a lock file that vanished or was overwritten while nobody else took the case, as when a folder is
    /// cleaned up.
    pub(super) fn renew(&mut self) -> io::Result<()> {
        self.file = None; // else it would be our own lock that stands in the way
        let file = open(&self.path)?;
        // Another may have made it this very moment.
        if lock(&file).is_none() || self.other().is_some() {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        self.file = Some(file);
        self.write()
    }
}

/// A lock that is let go gives the case back.
impl Drop for Lock {
    fn drop(&mut self) {
        let ours = self.is_ours();
        if cfg!(windows) {
            self.file = None; // an open file cannot be removed there
        }
        if ours
            && fs::remove_file(&self.path).is_err()
            && let Some(file) = &self.file
        {
            // What cannot be removed can still stop naming us.
            drop(file.set_len(0));
        }
    }
}

/// Who has a case according to its lock file; for whoever only looks.
pub(super) fn read(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(path).ok()?.take(MAX_BYTES).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        const FILE_SHARE_READ: u32 = 1;
        options.share_mode(FILE_SHARE_READ);
    }
    options.open(path)
}

/// How often a lock is asked for again: whoever only looks may be trying whether it is free.
const ASKS: usize = 3;

/// Locks a file: whether the system did so; none when another holds it. Some network shares know no locks.
fn lock(file: &File) -> Option<bool> {
    if cfg!(windows) {
        return Some(true); // having it open is the lock
    }
    for ask in 1..=ASKS {
        match file.try_lock() {
            Ok(()) => return Some(true),
            Err(TryLockError::Error(_)) => return Some(false),
            Err(TryLockError::WouldBlock) if ask < ASKS => std::thread::sleep(Duration::from_millis(2)),
            Err(TryLockError::WouldBlock) => {}
        }
    }
    None
}

/// Whether the system says that nobody holds a lock file that is there, as when its holder was killed. It is held for
/// that moment, together with whoever else tries.
pub(super) fn is_let_go(path: &Path) -> bool {
    if cfg!(windows) {
        return path.is_file() && open(path).is_ok();
    }
    File::open(path).is_ok_and(|file| file.try_lock_shared().is_ok())
}

/// Whether Windows says that another has the file open.
fn is_sharing(error: &io::Error) -> bool {
    const ERROR_SHARING_VIOLATION: i32 = 32;
    cfg!(windows) && error.raw_os_error() == Some(ERROR_SHARING_VIOLATION)
}

fn computer() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// A text that no other running system has; empty where the system has none to tell, and then the computer's name must
/// do. Linux makes one each time that it starts.
fn system() -> &'static str {
    static SYSTEM: OnceLock<String> = OnceLock::new();
    SYSTEM.get_or_init(|| {
        let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        text.trim().to_owned()
    })
}

/// A text that no other holder has: the standard library seeds its hashes from the system's randomness.
fn token() -> String {
    let random = || std::hash::RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
