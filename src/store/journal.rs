//! The journal beside a case: every edit is on the disk before the window says so.
//!
//! Why it is so:
//! * Rewriting a case of some megabytes for every keystroke would wear out disks and people; appending a line and
//!   syncing it takes milliseconds.
//! * The head names the very case file that the journal goes on from, by its fingerprint, and a case file names the
//!   last record that is in it, by its check. So a journal is replayed onto the case that it belongs to and onto no
//!   other, wherever a crash or a copied file left the two.
//! * After any failed write nothing is believed of the open file any more: the next try writes the whole journal anew,
//!   beside and renamed. (After a failed sync a system may forget what it had not written.)

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::lines::{self, Line, Lines, MAX_LINE_BYTES};
use super::{Fault, atomic};
use crate::assessment::{self, Assessment, Change, Edit, How};
use crate::criteria::Scheme;

/// What every journal begins with; then the version and the fingerprint of the case file.
const HEAD: &str = "xingping-journal";
/// The version that is written, and the only one so far.
const VERSION: u32 = 1;
/// Bytes of a journal that are read; one that this program wrote has a sixteenth of it.
const MAX_READ_BYTES: u64 = 64 * 1024 * 1024;

/// A head is never longer.
const MAX_HEAD_BYTES: u64 = 200;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record<E> {
    at: NaiveDateTime,
    who: String,
    how: How,
    joins: bool,
    edit: E,
}

/// The text of a record; none when it is too long for a journal.
pub(super) fn record(at: NaiveDateTime, who: &str, (how, joins): (How, bool), edit: &Edit) -> Option<String> {
    let record = Record { at, who: who.to_owned(), how, joins, edit };
    serde_json::to_string(&record).ok().filter(|text| text.len() + 100 < MAX_LINE_BYTES)
}

/// The journal of a case, `NAME.xingping.journal`.
pub(super) fn path_of(case: &Path) -> PathBuf {
    super::beside_case(case, "journal")
}

/// A journal that is written.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    disk: Arc<dyn Disk>,
    /// All of it: the head and the lines since.
    text: String,
    /// How much of `text` is known to be on the disk.
    kept: usize,
    /// The open file; none before the first write and after a failed one.
    file: Option<File>,
    number: u64,
    check: String,
}

impl Journal {
    /// A journal that goes on from a case file with this fingerprint; nothing is written yet.
    pub(super) fn new(disk: Arc<dyn Disk>, case: &Path, base: &str) -> Self {
        let mut journal = Self {
            path: path_of(case),
            disk,
            text: String::new(),
            kept: 0,
            file: None,
            number: 0,
            check: String::new(),
        };
        journal.begin(base);
        journal
    }

    /// Goes on with a journal as it was found, after what could be taken over.
    pub(super) fn resume(disk: Arc<dyn Disk>, case: &Path, found: &Replayed) -> Self {
        let Replayed { text, number, check, .. } = found;
        let (text, number, check) = (text.clone(), *number, check.clone());
        Self { path: path_of(case), disk, text, kept: 0, file: None, number, check }
    }

    fn begin(&mut self, base: &str) {
        let head = format!("{HEAD} {VERSION} {base}");
        self.number = 0;
        self.check = lines::first_check(&head);
        self.text = head + "\n";
        self.kept = 0;
    }

    /// The check of the last record, with which a case file says "up to here".
    pub(super) fn check(&self) -> &str {
        &self.check
    }

    /// Bytes so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it has no record.
    pub(super) fn is_empty(&self) -> bool {
        self.number == 0
    }

    /// Adds a record, in memory; returns its check.
    pub(super) fn push(&mut self, record: &str) -> String {
        self.number += 1;
        self.check = lines::next_check(&self.check, self.number, record);
        self.text.push_str(&lines::line(self.number, &self.check, record));
        self.check.clone()
    }

    /// Brings everything to the disk and waits for it.
    pub(super) fn flush(&mut self) -> Result<(), Fault> {
        if self.kept == self.text.len() {
            return Ok(());
        }
        if let Some(mut file) = self.file.take() {
            let rest = &self.text.as_bytes()[self.kept..];
            self.disk
                .write(&mut file, rest)
                .and_then(|()| self.disk.sync(&file))
                .map_err(|e| Fault::new(&self.path, e))?;
            // Whoever tidies folders up may have removed or replaced the file that we hold; then nobody would find it.
            if self.stands() {
                self.file = Some(file);
                self.kept = self.text.len();
                return Ok(());
            }
        }
        atomic::replace(&*self.disk, &self.path, self.text.as_bytes())?;
        self.file = self.disk.reopen(&self.path).and_then(at_end).ok();
        self.kept = self.text.len();
        Ok(())
    }

    /// Whether a file with all of it is where the next opening looks for it.
    fn stands(&self) -> bool {
        std::fs::metadata(&self.path).is_ok_and(|about| about.is_file() && about.len() == self.text.len() as u64)
    }

    /// Begins anew after the case file took everything in.
    pub(super) fn cut(&mut self, base: &str) {
        self.begin(base);
        // Records that stay on the disk are in the case, and the case says so; nothing hangs on this.
        if let Some(mut file) = self.file.take() {
            let cut = self.disk.cut(&file, 0).and_then(|()| file.rewind());
            if cut.and_then(|()| self.disk.write(&mut file, self.text.as_bytes())).is_ok() {
                self.kept = self.text.len();
                self.file = Some(file);
                return;
            }
        }
        if self.path.exists() {
            drop(self.disk.remove(&self.path));
        }
    }

    /// Removes the file of a journal that has nothing more to say.
    pub(super) fn remove(mut self) {
        self.file = None; // some systems remove no open files
        if self.is_empty() && self.path.exists() {
            drop(self.disk.remove(&self.path));
        }
    }
}

fn at_end(mut file: File) -> io::Result<File> {
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}

/// What is wrong with a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalTrouble {
    /// The last record was not whole: it had never been said to be saved. It is dropped.
    Torn,
    /// A record is damaged, or does not fit what came before; nothing from there on was taken over.
    Damaged {
        /// Its line in the file, from 1.
        line: usize,
        /// Sound records after it.
        later: usize,
    },
    /// It goes on from another case file.
    Foreign {
        /// Sound records in it.
        records: usize,
    },
    /// It is no journal that this program knows, or far too long.
    Unknown,
}

/// A step that was found in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) at: NaiveDateTime,
    pub(super) who: String,
    pub(super) how: How,
    pub(super) joins: bool,
    pub(super) changes: Vec<Change>,
    /// The check of its record.
    pub(super) check: String,
}

/// What a journal held beyond its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replayed {
    /// The case with everything that could be taken over.
    pub(super) assessment: Assessment,
    /// What was taken over.
    pub(super) found: Vec<Found>,
    /// The journal up to the last record that is in `assessment`, that record's number and its check.
    pub(super) text: String,
    pub(super) number: u64,
    pub(super) check: String,
    /// Whether it goes on from this case; only then are the three above of use.
    pub(super) ours: bool,
    /// What is wrong.
    pub(super) trouble: Option<JournalTrouble>,
}

/// Replays the journal of a case.
///
/// `base` is the fingerprint of the case file, `folded` the last record that it says is in it. None when there is no
/// journal.
///
/// # Errors
/// When the journal is there and cannot be read.
pub(super) fn replay(
    path: &Path,
    base: &str,
    folded: &str,
    scheme: &Scheme,
    start: &Assessment,
) -> io::Result<Option<Replayed>> {
    let about = match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let mut out = Replayed {
        assessment: start.clone(),
        found: Vec::new(),
        text: String::new(),
        number: 0,
        check: String::new(),
        ours: false,
        trouble: None,
    };
    if !about.is_file() || about.len() > MAX_READ_BYTES {
        out.trouble = Some(JournalTrouble::Unknown);
        return Ok(Some(out));
    }
    let (head, lines) = Lines::open(path)?;
    if head.is_empty() {
        // Made or cut at the moment of a crash: it had no record yet.
        out.trouble = (about.len() > MAX_HEAD_BYTES).then_some(JournalTrouble::Unknown);
        return Ok(Some(out));
    }
    let Some(found_base) = head.strip_prefix(&format!("{HEAD} {VERSION} ")) else {
        out.trouble = Some(JournalTrouble::Unknown);
        return Ok(Some(out));
    };
    // A file that was written while the journal had no record yet names the head itself.
    out.ours = found_base == base || lines::first_check(&head) == folded;
    out.check = lines::first_check(&head);
    out.text = head + "\n";
    replay_lines(lines, folded, scheme, &mut out)?;
    Ok(Some(out))
}

fn replay_lines(mut lines: Lines, folded: &str, scheme: &Scheme, out: &mut Replayed) -> io::Result<()> {
    let (mut records, mut at_line, mut damaged, mut torn) = (0, 1, None, false);
    let head_bytes = out.text.len();
    while let Some(line) = lines.next()? {
        at_line += 1;
        let (sound, (number, check, text)) = match line {
            Line::Sound { number, check, text } => (true, (number, check, text)),
            Line::Damaged(Some(read)) => (false, read),
            Line::Damaged(None) => {
                damaged.get_or_insert((at_line, records));
                continue;
            }
            Line::Torn => {
                torn = true;
                continue;
            }
        };
        // Whatever is damaged up to the record that the case names is in the case. What follows that record is known
        // by its check, even when the record itself cannot be read any more.
        let last_folded = !out.ours && check == folded;
        let follows = !out.ours && lines::next_check(folded, number, &text) == check;
        if !sound && !last_folded && !follows {
            damaged.get_or_insert((at_line, records));
            continue;
        }
        records += 1;
        if last_folded || follows {
            out.ours = true;
            let gap = damaged.take().is_some();
            if gap || !sound {
                // Written anew, the journal begins here: its lines must follow one upon the other.
                out.text.truncate(head_bytes);
            }
        }
        if out.ours && !last_folded && damaged.is_none() {
            match take(&text, scheme, &mut out.assessment) {
                Some(found) => out.found.push(Found { check: check.clone(), ..found }),
                None => damaged = Some((at_line, records)),
            }
        }
        if damaged.is_none() {
            out.text.push_str(&lines::line(number, &check, &text));
            (out.number, out.check) = (number, check);
        }
    }
    out.trouble = match damaged {
        _ if !out.ours && records > 0 => Some(JournalTrouble::Foreign { records }),
        Some((line, before)) => Some(JournalTrouble::Damaged { line, later: records - before }),
        None if torn => Some(JournalTrouble::Torn),
        None => None,
    };
    Ok(())
}

/// Applies one record; none when it is not one or does not fit.
fn take(text: &str, scheme: &Scheme, assessment: &mut Assessment) -> Option<Found> {
    let record: Record<Edit> = serde_json::from_str(text).ok()?;
    let before = assessment.clone();
    assessment::apply(scheme, assessment, &record.edit).ok()?;
    let changes = assessment::changes(&before, assessment);
    let Record { at, who, how, joins, .. } = record;
    Some(Found { at, who, how, joins, changes, check: String::new() })
}

/// The fingerprint of the case file that a journal goes on from, and its number of sound records; none when it is no
/// journal.
pub(super) fn about(path: &Path) -> Option<(String, usize)> {
    let small = std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() <= MAX_READ_BYTES);
    let (head, mut lines) = Lines::open(path).ok().filter(|_| small)?;
    let base = head.strip_prefix(&format!("{HEAD} {VERSION} "))?.to_owned();
    let mut records = 0;
    while let Some(line) = lines.next().ok()? {
        records += usize::from(matches!(line, Line::Sound { .. }));
    }
    Some((base, records))
}

/// Applies every sound record that fits, whatever is damaged between; how many there were that are not in it.
pub(super) fn salvage(path: &Path, scheme: &Scheme, assessment: &mut Assessment) -> io::Result<usize> {
    let (_, mut lines) = Lines::open(path)?;
    let mut skipped = 0;
    while let Some(line) = lines.next()? {
        match line {
            Line::Sound { text, .. } if take(&text, scheme, assessment).is_some() => {}
            Line::Sound { .. } | Line::Damaged(_) => skipped += 1,
            Line::Torn => {}
        }
    }
    Ok(skipped)
}
