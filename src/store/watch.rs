//! What whoever only looks at a case can see of it at a glance, without opening it: who has it, and whether its file is
//! still the one that was read. It takes nothing from anybody; whether a lock is free is tried for a moment, and whoever
//! asks for the case that very moment asks again.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use chrono::NaiveDateTime;

use super::Access;
use super::lock::{self, BEAT_SECS, Holder};

/// A glance at a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// Length and time of change; none when there is no file.
    file: Option<(u64, Option<SystemTime>)>,
    /// Who has it, where that can be read.
    pub holder: Option<Holder>,
    /// Whether there is a lock file, though it may not be readable.
    locked: bool,
    /// Whether the system of this very computer says that nobody holds it: whoever it names was killed.
    let_go: bool,
}

/// Takes a glance at a case.
#[must_use]
pub fn glance(case: &Path) -> Glance {
    let lock = lock::path_of(case);
    // The lock file is read before it is looked for: what comes and goes in between is seen by the next glance.
    let holder = lock::read(&lock);
    Glance {
        file: fs::metadata(case).ok().map(|about| (about.len(), about.modified().ok())),
        locked: holder.is_some() || lock.symlink_metadata().is_ok(),
        let_go: holder.as_ref().is_some_and(Holder::is_here) && lock::is_let_go(&lock),
        holder,
    }
}

impl Glance {
    /// Whether the case file looks the same.
    #[must_use]
    pub fn is_same_file(&self, other: &Self) -> bool {
        self.file == other.file
    }

    /// Whether nobody has the case any more, as far as can be seen: the holder gave it back, or sits at this computer and
    /// holds its lock no more or, where the system knows no locks, is silent as only a program can be that is gone.
    #[must_use]
    pub fn is_free(&self, now: NaiveDateTime) -> bool {
        let silent = |holder: &Holder| holder.is_here() && holder.silence(now) > 2 * BEAT_SECS;
        !self.locked || self.let_go || self.holder.as_ref().is_some_and(silent)
    }

    /// What asking for the case would bring while another has it.
    #[must_use]
    pub fn access(&self, now: NaiveDateTime) -> Access {
        let gone = self.holder.as_ref().is_some_and(|holder| holder.is_gone(now));
        Access::Held { holder: self.holder.clone(), gone }
    }
}
