//! What the keeper has to say, as sentences: what, where, what to do.

use chrono::NaiveDateTime;
use std::path::{Path, PathBuf};

use super::backup::{BackupError, BackupReason, Counts, backup_folder};
use super::change_log::{Origin, OriginKind, change_log_path};
use super::fault::cut_path;
use super::keep_error::KeepError;
use super::lock::Holder;
use super::look::OpenNotice;
use super::opening::Access;
use super::recovery::{self, Differs, Recoverable, RecoverableKind, RestoreError, Restored};
use super::save_as::SaveAsError;
use super::{CASE_EXTENSION, JournalTrouble, MAX_CASE_BYTES, OpenError, OpenErrorKind};
use crate::assessment::Change;
use crate::criteria::ClauseId;
use crate::lang::Words;

/// How a time is told: to the second.
pub const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// Most paths that one sentence names.
const MOST_NAMED: usize = 5;

/// How many paths there are, and the first of them by name; none where there are none.
pub(super) fn named_paths<'a>(paths: impl IntoIterator<Item = &'a PathBuf>, words: &Words) -> Option<(usize, String)> {
    let (mut named, mut count) = (Vec::new(), 0);
    for path in paths {
        count += 1;
        if count <= MOST_NAMED {
            named.push(cut_path(path));
        }
    }
    let more = if count > MOST_NAMED { "…" } else { "" };
    (count > 0).then(|| (count, named.join(&words.common.list_separator) + more))
}

/// Says of which paths no evidence can be made, since they cannot be written as text; none where there are none.
#[must_use]
pub fn say_refused(paths: &[PathBuf], words: &Words) -> Option<String> {
    let (count, paths) = named_paths(paths, words)?;
    Some(words.evidence.paths_refused.fill(&[("n", &count), ("paths", &paths)]))
}

impl Holder {
    /// Who it is; a word for nobody where no name was given.
    #[must_use]
    pub fn name(&self, words: &Words) -> String {
        let name = super::cut(&self.who);
        if name.is_empty() { words.keeping.nobody_named.to_string() } else { name }
    }
}

impl Holder {
    /// Where it is: at this computer, or at the one of that name.
    #[must_use]
    pub fn place(&self, words: &Words) -> String {
        if self.is_here() {
            words.keeping.holder_here.to_string()
        } else {
            words.keeping.holder_there.fill(&[("computer", &super::cut(&self.computer))])
        }
    }

    /// Who has the case where since when, with the last sign of life, for whoever would take it over.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let (since, beat) = (self.since.format(TIME), self.beat.format(TIME));
        let (who, place) = (self.name(words), self.place(words));
        words.keeping.holder.fill(&[("who", &who), ("place", &place), ("since", &since), ("beat", &beat)])
    }

    /// That it still has the case, at the time when that was looked up.
    #[must_use]
    pub fn say_still(&self, now: NaiveDateTime, words: &Words) -> String {
        let since = if self.since.date() == now.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        let (who, place) = (self.name(words), self.place(words));
        let (now, since) = (now.format("%H:%M:%S"), self.since.format(since));
        words.keeping.still_held.fill(&[("now", &now), ("who", &who), ("place", &place), ("since", &since)])
    }
}

impl Access {
    /// Why the case can only be looked at; none where it can be written.
    #[must_use]
    pub fn say(&self, words: &Words) -> Option<String> {
        let k = &words.keeping;
        match self {
            Self::Writing(_) => None,
            Self::Held { holder: None, .. } => Some(k.held_unknown.to_string()),
            Self::Held { holder: Some(holder), gone } => {
                let (since, beat) = (holder.since.format(TIME), holder.beat.format(TIME));
                let (who, computer) = (holder.name(words), super::cut(&holder.computer));
                let phrase = match holder.is_here() {
                    _ if *gone => &k.held_gone,
                    true => &k.held_here,
                    false => &k.held,
                };
                Some(phrase.fill(&[("who", &who), ("computer", &computer), ("since", &since), ("beat", &beat)]))
            }
            Self::Unwritable(fault) => Some(k.unwritable.fill(&[("what", &fault.say(words))])),
        }
    }
}

impl OpenNotice {
    /// One or two sentences.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let k = &words.keeping;
        match self {
            Self::Replayed { steps, last, clauses, others } => {
                let what = k.replayed.fill(&[("steps", steps), ("last", &last.format(TIME))]);
                let more = [concerned(clauses, words), fields(others, words)];
                more.into_iter().flatten().fold(what, |a, b| k.then.fill(&[("a", &a), ("b", &b)]))
            }
            Self::Ahead { entries, last, .. } => k.ahead.fill(&[("entries", entries), ("last", &last.format(TIME))]),
            Self::Restored(origin) => {
                let what = k.restored_notice.fill(&[("origin", &origin.say(words))]);
                match &origin.log {
                    None => what,
                    Some(log) => {
                        let file = cut_path(Path::new(log));
                        k.then.fill(&[("a", &what), ("b", &k.restored_log.fill(&[("file", &file)]))])
                    }
                }
            }
            Self::Alone { log, like } => {
                let name = |path: &Path| cut_path(Path::new(path.file_name().unwrap_or_default()));
                let what = k.alone.fill(&[("log", &name(log))]);
                match like {
                    None => what,
                    Some(like) => {
                        let like = k.alone_like.fill(&[("file", &name(like)), ("log", &name(log))]);
                        k.then.fill(&[("a", &what), ("b", &like)])
                    }
                }
            }
            Self::Journal { trouble, aside } => {
                let what = match trouble {
                    JournalTrouble::Torn => k.journal_torn.to_string(),
                    JournalTrouble::Damaged { line, later } => {
                        k.journal_damaged.fill(&[("line", line), ("later", later)])
                    }
                    JournalTrouble::Foreign { records } => k.journal_foreign.fill(&[("records", records)]),
                    JournalTrouble::Unknown => k.journal_unknown.to_string(),
                };
                match aside {
                    None => what,
                    Some(path) => {
                        let file = path.file_name().unwrap_or_default().to_string_lossy();
                        k.then.fill(&[("a", &what), ("b", &k.journal_aside.fill(&[("file", &file)]))])
                    }
                }
            }
            Self::Rescued(path) => {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                k.rescued_before.fill(&[("file", &file)])
            }
            Self::Older { version } => k.older.fill(&[("version", version)]),
            Self::Copies(paths) => {
                let names = paths.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy());
                let files = names.collect::<Vec<_>>().join(&words.common.list_separator);
                k.copies.fill(&[("files", &files)])
            }
        }
    }
}

/// How many clauses are named one by one.
const NAMED: usize = 6;

/// Which clauses were concerned; none for none.
fn concerned(clauses: &[ClauseId], words: &Words) -> Option<String> {
    if clauses.is_empty() {
        return None;
    }
    let named: Vec<String> = clauses.iter().take(NAMED).map(|clause| super::cut(clause.as_str())).collect();
    let named = named.join(&words.common.list_separator);
    let phrase =
        if clauses.len() > NAMED { &words.keeping.replayed_clauses_more } else { &words.keeping.replayed_clauses };
    Some(phrase.fill(&[("clauses", &named), ("n", &clauses.len())]))
}

/// What was changed that concerns no clause, as the change log names it; none for nothing.
fn fields(changes: &[Change], words: &Words) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for told in changes.iter().flat_map(|change| change.tell(words)) {
        if !names.contains(&told.what) {
            names.push(told.what);
        }
    }
    let (k, count) = (&words.keeping, names.len());
    names.truncate(NAMED);
    let named = names.join(&words.common.list_separator);
    let phrase = if count > NAMED { &k.replayed_fields_more } else { &k.replayed_fields };
    (count > 0).then(|| phrase.fill(&[("fields", &named), ("n", &count)]))
}

impl Origin {
    /// From what and of when, without a full stop.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let k = &words.keeping;
        let phrase = match self.kind {
            OriginKind::Case => &k.origin_case,
            OriginKind::Backup => &k.origin_backup,
            OriginKind::Copy => &k.origin_copy,
            OriginKind::Journal => &k.origin_journal,
            OriginKind::Older if self.at.is_none() => return k.origin_oldest.to_string(),
            OriginKind::Older => &k.origin_older,
            OriginKind::Criteria => return k.origin_criteria.fill(&[("edition", &self.file)]),
        };
        let at = self.at.map_or_else(|| words.cli.recover_no_time.to_string(), |at| at.format(TIME).to_string());
        phrase.fill(&[("file", &cut_path(Path::new(&self.file))), ("at", &at)])
    }
}

impl OpenError {
    /// The sentence for whoever opens a case of their own that is damaged or gone, where there is something beside it
    /// that it can be had back from; `how` says where. None where that does not help.
    #[must_use]
    pub fn say_own(&self, how: &str, words: &Words) -> Option<String> {
        let what = self.damage(words)?;
        let is_case = self.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(CASE_EXTENSION));
        if !is_case || !recovery::is_anything_beside(&self.path) {
            return None;
        }
        let file = self.path.file_name().unwrap_or_default().to_string_lossy();
        Some(words.keeping.own.fill(&[("file", &super::cut(&file)), ("what", &what), ("how", &how)]))
    }

    /// What became of a file that was a case, in few words and without advice; none where it may be as it should.
    fn damage(&self, words: &Words) -> Option<String> {
        let k = &words.keeping;
        Some(match &self.kind {
            OpenErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound => k.own_gone.to_string(),
            OpenErrorKind::Io(_) | OpenErrorKind::TooNew { .. } | OpenErrorKind::NoBase => return None,
            OpenErrorKind::Empty => k.own_empty.to_string(),
            OpenErrorKind::Torn { line, column } => k.own_damaged_at.fill(&[("line", line), ("column", column)]),
            OpenErrorKind::Malformed(error) => {
                let place = error.span.start;
                k.own_damaged_at.fill(&[("line", &place.line), ("column", &place.col)])
            }
            OpenErrorKind::NotText
            | OpenErrorKind::NotACase
            | OpenErrorKind::TooLarge { .. }
            | OpenErrorKind::Scheme(_)
            | OpenErrorKind::Fingerprint
            | OpenErrorKind::DoesNotFit(_) => k.own_damaged.to_string(),
        })
    }
}

impl Recoverable {
    /// What is in it, in words; the error where it cannot be opened.
    ///
    /// # Errors
    /// Why it cannot be opened, as a sentence.
    pub fn say(&self, words: &Words) -> Result<String, String> {
        let k = &words.keeping;
        // Where to turn to is what this list is; only what is wrong is of interest here.
        let why = |error: &OpenError| error.damage(words).unwrap_or_else(|| error.say(words));
        let counts = self.counts.as_ref().map_err(why)?.say(words);
        let differs = self.differs.map(|differs| match differs {
            Differs::In(0) => k.differs_not.to_string(),
            Differs::In(n) => k.differs.fill(&[("n", &n)]),
            Differs::Criteria => k.differs_criteria.to_string(),
        });
        let steps = (self.steps > 0).then(|| k.more_steps.fill(&[("n", &self.steps)]));
        let parts: Vec<String> = [self.scored.clone(), Some(counts), steps, differs].into_iter().flatten().collect();
        Ok(parts.join(&k.parts_separator))
    }
}

impl KeepError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let k = &words.keeping;
        match self {
            Self::Fault(fault) => fault.say(words),
            Self::Taken(holder) => {
                let (who, computer) = (holder.name(words), super::cut(&holder.computer));
                let phrase = if holder.is_here() { &k.taken_here } else { &k.taken };
                phrase.fill(&[("who", &who), ("computer", &computer)])
            }
            Self::Changed(path) => k.changed.fill(&[("path", &cut_path(path))]),
            Self::Gone(path) => k.gone.fill(&[("path", &cut_path(path))]),
            Self::FolderGone(path) => k.folder_gone.fill(&[("path", &cut_path(path))]),
            Self::TooLarge { bytes } => k.too_large.fill(&[("bytes", bytes), ("most", &MAX_CASE_BYTES)]),
            Self::WriterGone => k.writer_gone.to_string(),
            Self::Backup(error) => error.say(words),
        }
    }
}

impl SaveAsError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        match self {
            Self::Keep(error) => error.say(words),
            Self::Open(error) => words.keeping.save_over_other.fill(&[("what", &error.say(words))]),
            Self::InUse(path) => words.keeping.in_use.fill(&[("path", &cut_path(path))]),
        }
    }
}

impl BackupError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let k = &words.keeping;
        let what = match self {
            Self::Fault(fault) => fault.say(words),
            Self::Unsound(error) => k.backup_unsound.fill(&[("what", &error.say(words))]),
        };
        k.backup_failed.fill(&[("what", &what)])
    }
}

impl Counts {
    /// The counts in words.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let Self { clauses, rated, evidence, special_deductions } = self;
        words.keeping.counts.fill(&[
            ("rated", rated),
            ("clauses", clauses),
            ("evidence", evidence),
            ("special", special_deductions),
        ])
    }
}

impl RecoverableKind {
    /// What it is called.
    #[must_use]
    pub fn say(self, words: &Words) -> String {
        let k = &words.keeping;
        match self {
            Self::Case => k.kind_case.to_string(),
            Self::Backup(BackupReason::Opened) => k.kind_opened.to_string(),
            Self::Backup(BackupReason::Migration) => k.kind_migration.to_string(),
            Self::Backup(BackupReason::Replaced) => k.kind_replaced.to_string(),
            Self::Backup(BackupReason::Timed) => k.kind_timed.to_string(),
            Self::Backup(BackupReason::Closed) => k.kind_closed.to_string(),
            Self::Backup(BackupReason::Rescued) => k.kind_rescued.to_string(),
            Self::Copy => k.kind_copy.to_string(),
            Self::Journal { records } => k.kind_journal.fill(&[("records", &records)]),
        }
    }
}

impl RestoreError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        match self {
            Self::Open(error) => error.say(words),
            Self::Fault(fault) => fault.say(words),
            Self::NoBase(path) => {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                words.keeping.no_base.fill(&[("file", &file)])
            }
        }
    }
}

impl Restored {
    /// One or two sentences.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let k = &words.keeping;
        let said = k.restored.fill(&[("path", &self.path.display()), ("counts", &self.counts.say(words))]);
        let said = match self.skipped {
            0 => said,
            n => k.then.fill(&[("a", &said), ("b", &k.restored_skipped.fill(&[("n", &n)]))]),
        };
        if self.untold { k.then.fill(&[("a", &said), ("b", &k.restored_untold)]) } else { said }
    }
}

/// That names which are masked from now on still stand beside a case as they were, and what to do.
#[must_use]
pub fn say_unmasked_left(case: &Path, words: &Words) -> String {
    let name = |path: PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (changes, backups) = (name(change_log_path(case)), name(backup_folder(case)));
    words.ledgers.unmasked_left.fill(&[("changes", &changes), ("backups", &backups)])
}
