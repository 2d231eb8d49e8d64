//! The keeper of one open case: its lock, its journal, its file, its change log and its backups.
//!
//! What holds at every moment, wherever the program is killed or the disk refuses:
//! * a step for which [`Keeper::keep`] returned is found again by whoever opens the case next;
//! * the case file is the old one or the new one, whole;
//! * a file that another wrote is never written over.
//!
//! Why it is so: writing the case goes journal, change log, case file, and then the journal is cut, in this order. Until
//! the case file is renamed, journal and old file say everything; from then on the new file says by its `folded` check
//! what of the journal it holds, and the change log by its marks what it has told; so that a crash between any two steps
//! loses and doubles nothing. Both name records that are on the disk: that is why the journal comes first.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};

use super::backup::{self, Backup, BackupError, BackupReason};
use super::change_log::{self, ChangeLog, LogEntry};
use super::disk::Disk;
use super::journal::{self, Journal, JournalTrouble, Replayed};
use super::lock::{Claim, Lock, Me};
use super::look::{OpenNotice, Read, Stamp, look, notices, read, seen, untold};
use super::{
    Access, CASE_VERSION, Case, Fault, KeepError, MAX_CASE_BYTES, OpenError, Opened, Opening, Parsed, Standing, atomic,
    case, format,
};
use crate::assessment::{Assessment, Step};
use crate::criteria::{self, Pinned};

/// Bytes of journal after which the case file is written without waiting for calm.
const FULL_JOURNAL: usize = 4 * 1024 * 1024;
/// Bytes of journal up to which it is gone on with when the case file cannot be written; half of what is read again.
const MOST_JOURNAL: usize = 32 * 1024 * 1024;

/// Keeps an open case.
#[derive(Debug)]
pub struct Keeper {
    path: PathBuf,
    disk: Arc<dyn Disk>,
    me: Me,
    lock: Lock,
    pinned: Pinned,
    stamp: Stamp,
    /// The fingerprint of a file whose writing was tried and may have come about.
    tried: Option<String>,
    generation: u64,
    journal: Journal,
    /// Whether the journal on the disk is damaged or of another case, and must not be written over.
    spoilt: bool,
    /// Whether only writing the case file makes steps safe: one is too long for a journal, or the file on the disk may
    /// be of an edition that was gone back from.
    only_case: bool,
    log: ChangeLog,
    /// What the change log does not have yet.
    waiting: Vec<LogEntry>,
    /// What the change log is to be told before anything else: that an older copy stands in the place of the case.
    broken: Option<LogEntry>,
    /// Whether anything was changed since the case was opened.
    changed: bool,
    last_backup: NaiveDateTime,
    backup_trouble: Option<BackupError>,
    /// The backup that has what cannot be written into the case, and the fingerprint of what is in it.
    rescued: Option<(PathBuf, String)>,
    told_rescue: Option<PathBuf>,
}

impl Keeper {
    /// Opens a case for writing; where that cannot be, for looking.
    ///
    /// # Errors
    /// When the file cannot be read or is no sound case; it is untouched.
    pub fn open(path: &Path, opening: &Opening) -> Result<Opened, OpenError> {
        // First of all whether it is a case: nothing is put beside other files.
        case::read(path)?;
        let (lock, access) = match Lock::claim(path, &opening.me, opening.now, opening.take_over) {
            Ok(Claim::Ours(lock)) => match atomic::try_out(&*opening.disk, path) {
                // A lock file that a killed program left may be writable where nothing else is.
                Err(fault) => (None, Some(Access::Unwritable(fault))),
                Ok(()) => (Some(lock), None),
            },
            Ok(Claim::Held { holder, gone }) => (None, Some(Access::Held { holder, gone })),
            Err(fault) => (None, Some(Access::Unwritable(fault))),
        };
        let Some(lock) = lock else {
            let (case, mut notices) = look(path)?;
            // Steps in the journal of whoever has the case are not what a crash left.
            notices.retain(|notice| !matches!(notice, OpenNotice::Replayed { .. }));
            let access = access.unwrap_or(Access::Held { holder: None, gone: false });
            return Ok(Opened { case, access, notices });
        };
        // Read after the lock is ours, so that what is read is what will be gone on with.
        match read(path) {
            Ok(found) => Ok(Self::begin(path, opening, lock, found)),
            Err(error) => {
                drop(lock);
                Err(error)
            }
        }
    }

    fn begin(path: &Path, opening: &Opening, lock: Lock, found: Read) -> Opened {
        let Read { bytes, stamp, parsed, replayed } = found;
        let mut notices = notices(path, &parsed, replayed.as_ref());
        let Parsed { case: Case { pinned, assessment: start }, standing, version } = parsed;
        for left in [path, &journal::path_of(path), &change_log::change_log_path(path)] {
            atomic::sweep(left);
        }
        atomic::sweep_folder(&backup::backup_folder(path));
        let disk = &opening.disk;
        let journal = match &replayed {
            Some(found) if found.ours => Journal::resume(disk.clone(), path, found),
            _ => Journal::new(disk.clone(), path, &stamp.fingerprint),
        };
        let mut keeper = Self {
            path: path.to_owned(),
            disk: disk.clone(),
            me: opening.me.clone(),
            lock,
            pinned: pinned.clone(),
            stamp,
            tried: None,
            generation: standing.generation,
            journal,
            spoilt: false,
            only_case: false,
            log: ChangeLog::new(disk.clone(), path),
            waiting: Vec::new(),
            broken: notices.iter().find_map(|notice| notice.log_entry(path, opening)),
            changed: false,
            last_backup: opening.now,
            backup_trouble: None,
            rescued: None,
            told_rescue: None,
        };
        let reason = if version < CASE_VERSION { BackupReason::Migration } else { BackupReason::Opened };
        keeper.back_up(&bytes, reason, opening.now);
        let assessment = match replayed {
            None => start,
            Some(replayed) => keeper.take_up(replayed, opening.now, &mut notices),
        };
        Opened { case: Case { pinned, assessment }, access: Access::Writing(Box::new(keeper)), notices }
    }

    /// Takes over what a program that did not come to its end left in the journal.
    fn take_up(&mut self, replayed: Replayed, now: NaiveDateTime, notices: &mut [OpenNotice]) -> Assessment {
        use JournalTrouble::{Damaged, Foreign, Torn, Unknown};
        let Replayed { assessment, found, trouble, .. } = replayed;
        let told = change_log::last_mark(&self.path);
        for (entry, joins) in untold(found, &told) {
            change_log::add(&mut self.waiting, entry, joins);
        }
        self.spoilt = matches!(trouble, Some(Damaged { .. } | Foreign { .. } | Unknown));
        if let Ok(Some(path)) = self.set_aside() {
            for notice in notices {
                if let OpenNotice::Journal { aside, .. } = notice {
                    *aside = Some(path.clone());
                }
            }
        }
        if !self.waiting.is_empty() || trouble == Some(Torn) {
            // What cannot be written now stays in the journal, and is tried again with the next step.
            drop(self.write(&assessment, now));
        }
        assessment
    }

    /// Keeps a journal that is damaged or of another case under another name, before ours takes its place. One that has
    /// records of ours is copied, so that there is no moment at which they are not where the next opening looks.
    fn set_aside(&mut self) -> Result<Option<PathBuf>, Fault> {
        let path = journal::path_of(&self.path);
        if !self.spoilt || !path.exists() {
            self.spoilt = false;
            return Ok(None);
        }
        if self.journal.is_empty() {
            let aside = atomic::put_aside(&*self.disk, &path)?;
            self.spoilt = false;
            return Ok(Some(aside));
        }
        let aside = atomic::copy_aside(&*self.disk, &path)?;
        self.journal.flush()?;
        self.spoilt = false;
        Ok(Some(aside))
    }

    /// Where the case is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Who makes the steps from now on.
    pub fn set_who(&mut self, who: &str) {
        who.clone_into(&mut self.me.who);
        self.lock.set_who(who);
    }

    /// Takes steps down, in memory; [`keep`](Self::keep) makes them safe.
    pub fn add(&mut self, steps: Vec<Step>, now: NaiveDateTime) {
        self.changed |= !steps.is_empty();
        for step in steps {
            let (how, joins) = (step.how, step.joins);
            let (edit, changes) = step.told();
            // After a step that is not in it, a journal has no use for more.
            let record = if self.only_case { None } else { journal::record(now, &self.me.who, (how, joins), &edit) };
            let mark = match record {
                Some(record) => self.journal.push(&record),
                None => {
                    self.only_case = true;
                    self.journal.check().to_owned()
                }
            };
            let entry = LogEntry { at: now, who: self.me.who.clone(), how, changes, origin: None, mark };
            change_log::add(&mut self.waiting, entry, joins);
        }
    }

    /// Makes all steps that were added safe; `assessment` is the case with them.
    ///
    /// # Errors
    /// When the disk refuses or another has the case; everything stays in memory, and this may be tried again.
    pub fn keep(&mut self, assessment: &Assessment, now: NaiveDateTime) -> Result<(), KeepError> {
        let done = self.keep_here(assessment, now).map_err(|error| self.seen_from_outside(error));
        self.rescue(&done, assessment, now);
        done
    }

    fn keep_here(&mut self, assessment: &Assessment, now: NaiveDateTime) -> Result<(), KeepError> {
        if self.only_case {
            return self.write(assessment, now);
        }
        if self.journal.len() > FULL_JOURNAL {
            match self.write(assessment, now) {
                // A case that cannot be written can be kept for long yet.
                Err(KeepError::Fault(_) | KeepError::TooLarge { .. }) if self.journal.len() < MOST_JOURNAL => {}
                done => return done,
            }
        }
        self.guard(false)?;
        self.set_aside()?;
        Ok(self.journal.flush()?)
    }

    /// Whether the case file lacks something.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.only_case || !self.journal.is_empty() || !self.waiting.is_empty()
    }

    /// Writes the case file anew and cuts the journal; every so often makes a backup.
    ///
    /// # Errors
    /// When the disk refuses or another has the case; everything stays in memory, and this may be tried again.
    pub fn write(&mut self, assessment: &Assessment, now: NaiveDateTime) -> Result<(), KeepError> {
        let done = self.write_here(assessment, now).map_err(|error| self.seen_from_outside(error));
        self.rescue(&done, assessment, now);
        done
    }

    /// Where the case itself cannot be written because another changed, removed or took it, its content goes into a
    /// backup, so that it outlives the program.
    fn rescue(&mut self, done: &Result<(), KeepError>, assessment: &Assessment, now: NaiveDateTime) {
        match done {
            // All of it is where it belongs after all; a later backup takes the place of the newest one, so that the
            // next opening does not speak of changes that are missing.
            Ok(()) => {
                if self.rescued.take().is_some() {
                    // Surely a later one: within the same second the rescue would count as the newest.
                    let newest = backup::backups(&self.path).first().map(|newest| newest.at + TimeDelta::seconds(1));
                    self.back_up_file(BackupReason::Timed, newest.map_or(now, |after| after.max(now)));
                }
            }
            Err(KeepError::Taken(_) | KeepError::Changed(_) | KeepError::Gone(_)) => {
                let text = format::render(&self.pinned, assessment);
                let fingerprint = criteria::fingerprint(&text);
                match &mut self.rescued {
                    Some((_, last)) if *last == fingerprint => {}
                    // One file for one trouble, with the latest in it.
                    Some((path, last)) => {
                        if atomic::replace(&*self.disk, path, text.as_bytes()).is_ok() {
                            *last = fingerprint;
                        }
                    }
                    None => {
                        let reason = BackupReason::Rescued;
                        if let Ok(Some((made, _))) = backup::make(&*self.disk, &self.path, text.as_bytes(), reason, now)
                        {
                            self.told_rescue = Some(made.path.clone());
                            self.rescued = Some((made.path, fingerprint));
                        }
                    }
                }
            }
            Err(_) => {}
        }
    }

    /// With the folder everything in it fails, each in its own way; for a person it is one thing.
    fn seen_from_outside(&self, error: KeepError) -> KeepError {
        let folder = atomic::folder_of(&self.path);
        match error {
            KeepError::Fault(_) | KeepError::Gone(_) if !folder.exists() => KeepError::FolderGone(folder),
            other => other,
        }
    }

    /// Where changes were brought to safety that cannot be written into the case; said once.
    pub fn take_rescued(&mut self) -> Option<PathBuf> {
        self.told_rescue.take()
    }

    /// Looks whether the file is still the one that was left, as before a write; for moments at which nothing is to be
    /// written: `surely` before the case is given back. What the window holds goes into a backup where it is not.
    ///
    /// # Errors
    /// When another changed the file, removed it or took it over. That it cannot be looked at takes nothing away.
    pub fn look_after(&mut self, assessment: &Assessment, surely: bool, now: NaiveDateTime) -> Result<(), KeepError> {
        let done = self.guard(surely).map_err(|error| self.seen_from_outside(error));
        match done {
            Ok(()) => self.rescue(&done, assessment, now),
            Err(KeepError::Changed(_) | KeepError::Gone(_)) if self.changed => self.rescue(&done, assessment, now),
            Err(KeepError::Fault(_)) => return Ok(()),
            Err(_) => {}
        }
        done
    }

    /// Whether anything was changed since the case was opened.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// What the change log does not have yet; for a file of another name.
    #[must_use]
    pub fn untold(&self) -> Vec<LogEntry> {
        self.broken.iter().chain(&self.waiting).cloned().collect()
    }

    /// Makes a backup of the case as it is on the disk.
    pub(super) fn back_up_file(&mut self, reason: BackupReason, now: NaiveDateTime) {
        if let Ok(bytes) = case::read(&self.path) {
            self.back_up(&bytes, reason, now);
        }
    }

    fn write_here(&mut self, assessment: &Assessment, now: NaiveDateTime) -> Result<(), KeepError> {
        self.guard(true)?;
        // A case that was never changed has no history that could be missed.
        let has_history = self.generation > 0 || !self.waiting.is_empty() || !self.journal.is_empty();
        let generation = self.generation + u64::from(has_history);
        let standing = Standing { generation, folded: self.journal.check().to_owned() };
        let text = format::render_at(&self.pinned, assessment, &standing);
        if text.len() as u64 > MAX_CASE_BYTES {
            return Err(KeepError::TooLarge { bytes: text.len() as u64 });
        }
        // Where the journal cannot be written the case is still worth trying; the log then follows it.
        let journalled = self.set_aside().and_then(|_| self.journal.flush());
        if journalled.is_ok() {
            self.tell()?;
        }
        let fingerprint = criteria::fingerprint(&text);
        self.tried = Some(fingerprint.clone());
        atomic::replace(&*self.disk, &self.path, text.as_bytes())?;
        self.generation = standing.generation;
        self.stamp = Stamp { seen: seen(&self.path), fingerprint };
        self.tried = None;
        self.only_case = false;
        if !self.spoilt {
            self.journal.cut(&self.stamp.fingerprint);
        }
        if journalled.is_err() {
            drop(self.tell()); // tried again with the next step
        }
        if (now - self.last_backup).num_minutes().abs() >= backup::EVERY_MINUTES {
            self.back_up(text.as_bytes(), BackupReason::Timed, now);
        }
        Ok(())
    }

    /// Adds to the change log what it does not have yet.
    fn tell(&mut self) -> Result<(), Fault> {
        self.waiting.splice(..0, self.broken.take());
        self.log.append(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    /// Goes over to another edition of the criteria: the case as it is is written and backed up, then written anew, and the
    /// change log says so.
    ///
    /// # Errors
    /// When the disk refuses or another has the case; the case stays with the edition it had.
    pub fn move_to(
        &mut self,
        pinned: &Pinned,
        before: &Assessment,
        after: &Assessment,
        now: NaiveDateTime,
    ) -> Result<Backup, KeepError> {
        let names = (self.pinned.scheme.edition_name(), pinned.scheme.edition_name());
        let backup = self.replace_with(pinned, before, after, now)?;
        let mark = self.journal.check().to_owned();
        self.waiting.push(change_log::other_criteria(names, mark, now, &self.me.who));
        drop(self.tell()); // tried again with the next step
        Ok(backup)
    }

    /// Puts another scheme and another assessment in the place of the ones so far: the case as it is is written and backed
    /// up, then written anew.
    ///
    /// # Errors
    /// When the disk refuses or another has the case; the case stays as it was.
    pub(super) fn replace_with(
        &mut self,
        pinned: &Pinned,
        before: &Assessment,
        after: &Assessment,
        now: NaiveDateTime,
    ) -> Result<Backup, KeepError> {
        self.write(before, now)?;
        let bytes = case::read(&self.path)?;
        let made = backup::make(&*self.disk, &self.path, &bytes, BackupReason::Replaced, now);
        let (backup, _) = made.map_err(KeepError::Backup)?.ok_or_else(|| KeepError::Gone(self.path.clone()))?;
        let old = std::mem::replace(&mut self.pinned, pinned.clone());
        if let Err(error) = self.write(after, now) {
            self.pinned = old;
            // What was said to have failed may have come about; no step of the old edition goes into its journal.
            self.only_case = true;
            return Err(error);
        }
        Ok(backup)
    }

    fn back_up(&mut self, bytes: &[u8], reason: BackupReason, now: NaiveDateTime) {
        self.last_backup = now;
        self.backup_trouble = backup::make(&*self.disk, &self.path, bytes, reason, now).err();
    }

    /// What went wrong with the last backup, once.
    pub fn take_backup_trouble(&mut self) -> Option<BackupError> {
        self.backup_trouble.take()
    }

    /// Gives a sign of life when one is due.
    pub fn beat(&mut self, now: NaiveDateTime) {
        self.lock.beat(now);
    }

    /// Gives the case back. What is in the journal and not in the case file stays in the journal.
    pub fn release(self) {
        // A journal that is not ours and could not be set aside stays where it is.
        if !self.spoilt {
            self.journal.remove();
        }
    }

    /// Whether the case is still ours and the file still the one that was left; `surely` before it is written over,
    /// since not every program that changes a file leaves it looking changed.
    fn guard(&mut self, surely: bool) -> Result<(), KeepError> {
        if !self.lock.is_ours() {
            if let Some(other) = self.lock.other() {
                return Err(KeepError::Taken(Box::new(other)));
            }
            self.lock.renew().map_err(|error| Fault::new(&self.path, error))?;
        }
        let now = seen(&self.path);
        if !surely && now.is_some() && now == self.stamp.seen {
            return Ok(());
        }
        let bytes = match atomic::read_at_most(&self.path, MAX_CASE_BYTES + 1) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(KeepError::Gone(self.path.clone())),
            other => other.map_err(|error| Fault::new(&self.path, error))?,
        };
        let found = criteria::fingerprint(&bytes);
        if self.tried.as_ref() == Some(&found) {
            // A write that was said to have failed came about after all; the journal still has its records. What was
            // left to do was to wait for the folder.
            self.disk.sync_folder(&atomic::folder_of(&self.path)).map_err(|error| Fault::new(&self.path, error))?;
            self.generation += 1;
        } else if found != self.stamp.fingerprint {
            // Not to be taken for ours by its looks from now on, until it was read and found to be.
            self.stamp.seen = None;
            return Err(KeepError::Changed(self.path.clone()));
        }
        self.tried = None;
        self.stamp = Stamp { seen: now, fingerprint: found };
        Ok(())
    }
}
