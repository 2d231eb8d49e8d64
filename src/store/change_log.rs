//! The change log beside a case: who, when, what, from what to what. Lines are added, never changed.
//!
//! Why it is so: it stands in a file of its own, so that it may grow without making each save of the case slower, and
//! so that no damage to it harms the case. It is written when the case file is, from the same steps as the journal;
//! each entry names the journal record that it ends with, so that replaying after a crash tells nothing twice. An entry
//! too long for a line stands in several: its changes are shared out, and a change that is too long alone, such as a
//! round with all its evidence, is written piece by piece and put together again when it is read.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::disk::{Disk, Real};
use super::lines::{self, Line, Lines, MAX_LINE_BYTES};
use super::{CASE_EXTENSION, Fault, atomic};
use crate::assessment::{Change, How};

/// What every change log begins with.
const HEAD: &str = "xingping-changes 1";
/// What its name ends with, after that of the case.
const ENDING: &str = "changes";
/// Minutes after which typing at the same thing is an entry of its own.
const JOIN_MINUTES: i64 = 10;
/// Most entries that are read for a view; the newest.
const MAX_ENTRIES: usize = 200_000;
/// Most bytes that are read for a view.
const MAX_READ_BYTES: u64 = 64 * 1024 * 1024;

/// One entry: a step of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// When, local time.
    pub at: NaiveDateTime,
    /// Who, as typed by the person; may be empty.
    pub who: String,
    /// How it came about.
    pub how: How,
    /// From what to what.
    pub changes: Vec<Change>,
    /// What the case was restored from, what was put in its place, or what criteria it went over to; such an entry
    /// changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The check of the journal record that it ends with.
    pub(super) mark: String,
}

/// What a case was restored from, or what it went over to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// What it is.
    pub kind: OriginKind,
    /// The name of its file; of criteria the name of their edition.
    pub file: String,
    /// Of criteria, the name of the edition that they took the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// When that was made, local time.
    pub at: Option<NaiveDateTime>,
    /// The name of the change log that has what came before, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
}

/// What a case can have been restored from, or have gone over to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginKind {
    /// The file of a case as it stood.
    Case,
    /// A backup.
    Backup,
    /// A copy that a sync service made.
    Copy,
    /// A journal, with the file that it goes on from.
    Journal,
    /// An older copy that was put in the place of the case; what follows goes on from that.
    Older,
    /// No file: other criteria, such as calibrated ones; what follows is answered against them.
    Criteria,
}

/// Begins the change log of a restored case, or goes on with one that lies there.
pub(super) fn tell_origin(
    case: &Path,
    origin: Origin,
    mark: String,
    at: NaiveDateTime,
    who: &str,
) -> Result<(), Fault> {
    let entry = LogEntry { at, who: who.to_owned(), how: How::Edit, changes: Vec::new(), origin: Some(origin), mark };
    ChangeLog::new(Arc::new(Real), case).append(&[entry])
}

/// That what follows goes on from an older copy, whose last change was made at `stands`.
pub(super) fn older_copy(file: String, stands: Option<NaiveDateTime>, at: NaiveDateTime, who: &str) -> LogEntry {
    // It ends with no journal record, and is told from every other all the same.
    let mark = lines::first_check(&format!("older {file} {at}"));
    let origin = Some(Origin { kind: OriginKind::Older, file, was: None, at: stands, log: None });
    LogEntry { at, who: who.to_owned(), how: How::Edit, changes: Vec::new(), origin, mark }
}

/// That the case went over to other criteria. It stands after the record that the case file names.
pub(super) fn other_criteria((was, now): (String, String), mark: String, at: NaiveDateTime, who: &str) -> LogEntry {
    let origin = Some(Origin { kind: OriginKind::Criteria, file: now, was: Some(was), at: None, log: None });
    LogEntry { at, who: who.to_owned(), how: How::Edit, changes: Vec::new(), origin, mark }
}

impl LogEntry {
    /// Goes on with the typing of another entry, as one entry.
    fn go_on(&mut self, next: &Self) -> bool {
        let soon = (next.at - self.at).num_minutes() < JOIN_MINUTES;
        let ([change], [more]) = (self.changes.as_slice(), next.changes.as_slice()) else { return false };
        let Some(joined) = change.joined(more).filter(|_| soon && self.who == next.who) else { return false };
        self.changes = vec![joined];
        self.mark.clone_from(&next.mark);
        true
    }
}

/// Adds an entry to those that wait; `joins` when it goes on with the typing of the one before.
pub(super) fn add(waiting: &mut Vec<LogEntry>, entry: LogEntry, joins: bool) {
    if !(joins && waiting.last_mut().is_some_and(|last| last.go_on(&entry))) {
        waiting.push(entry);
    }
}

/// The change log of a case, `NAME.xingping.changes`.
#[must_use]
pub fn change_log_path(case: &Path) -> PathBuf {
    super::beside_case(case, ENDING)
}

/// A change log that is written.
#[derive(Debug)]
pub(super) struct ChangeLog {
    path: PathBuf,
    disk: Arc<dyn Disk>,
    /// The open file; none before the first write and after a failed one.
    open: Option<File>,
    /// What the next line follows, where that is known: all that was said to be written ends there.
    end: Option<End>,
}

/// Where a change log ends: the number and check of its last line, and its length in bytes.
type End = (u64, String, u64);

/// How the text of an entry ends that the next line goes on with.
const PART: &str = "\"mark\":\"\"}";

impl ChangeLog {
    pub(super) fn new(disk: Arc<dyn Disk>, case: &Path) -> Self {
        Self { path: change_log_path(case), disk, open: None, end: None }
    }

    /// Adds entries and waits for the disk. All of them or none are there afterwards, but for a crash.
    pub(super) fn append(&mut self, entries: &[LogEntry]) -> Result<(), Fault> {
        if entries.is_empty() {
            return Ok(());
        }
        let (mut file, (mut number, mut check, end)) = match (self.open.take(), self.end.clone()) {
            // Somebody may have removed or replaced the file that we hold.
            (Some(file), Some(end)) if std::fs::metadata(&self.path).is_ok_and(|about| about.len() == end.2) => {
                (file, end)
            }
            _ => self.begin()?,
        };
        self.end = Some((number, check.clone(), end));
        let mut text = String::new();
        for entry in entries {
            for line in texts(entry) {
                number += 1;
                check = lines::next_check(&check, number, &line);
                text.push_str(&lines::line(number, &check, &line));
            }
        }
        let written = self.disk.write(&mut file, text.as_bytes()).and_then(|()| self.disk.sync(&file));
        written.map_err(|error| Fault::new(&self.path, error))?;
        self.open = Some(file);
        self.end = Some((number, check, end + text.len() as u64));
        Ok(())
    }

    /// Where the next line goes; none when the file cannot be gone on with.
    fn find_end(&self) -> io::Result<Option<End>> {
        let (head, mut lines) = Lines::open(&self.path)?;
        let mut end = lines.end();
        let sure = |end: &Option<End>| end.is_some() && *end == self.end;
        // After a failed write whole lines of it may be there; they would be told twice.
        while !sure(&end) {
            match lines.next()? {
                None => break,
                Some(Line::Torn) => {}
                Some(Line::Sound { text, .. }) if text.ends_with(PART) => {}
                Some(_) => end = lines.end(),
            }
        }
        Ok(end.filter(|_| head == HEAD))
    }

    /// Opens the file at its end, or begins one. What is there and cannot be gone on with is kept under another name.
    fn begin(&self) -> Result<(File, End), Fault> {
        let fault = |error| Fault::new(&self.path, error);
        if !self.path.exists() {
            atomic::replace(&*self.disk, &self.path, format!("{HEAD}\n").as_bytes())?;
        }
        if !self.path.is_file() {
            atomic::put_aside(&*self.disk, &self.path)?;
            return self.begin();
        }
        match self.find_end().map_err(fault)? {
            Some(end) => {
                let mut file = self.disk.reopen(&self.path).map_err(fault)?;
                // What was not finished goes; it comes again from whoever has it, after a crash from the journal.
                if file.metadata().map_err(fault)?.len() > end.2 {
                    self.disk.cut(&file, end.2).map_err(fault)?;
                }
                file.seek(SeekFrom::Start(end.2)).map_err(fault)?;
                Ok((file, end))
            }
            None => {
                atomic::put_aside(&*self.disk, &self.path)?;
                self.begin()
            }
        }
    }
}

/// Bytes of an entry in one piece: in a text within a text each of them takes two at most.
const PIECE_BYTES: usize = MAX_LINE_BYTES / 4;

/// A part of the text of an entry that is too long for a line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    at: NaiveDateTime,
    /// Which piece of its entry it is, from 1.
    number: usize,
    /// How many pieces the entry has.
    of: usize,
    piece: String,
    /// The mark of the entry in its last piece, nothing in the others.
    mark: String,
}

/// An entry as texts of lines: one, unless its changes are too long for it; then all but the last have no mark.
fn texts(entry: &LogEntry) -> Vec<String> {
    // Writing plain data into a string cannot fail.
    let text = serde_json::to_string(entry).unwrap_or_default();
    if text.len() + 100 < MAX_LINE_BYTES {
        return vec![text];
    }
    if entry.changes.len() < 2 {
        return pieces(entry, &text);
    }
    let (first, second) = entry.changes.split_at(entry.changes.len() / 2);
    [(first, ""), (second, entry.mark.as_str())]
        .into_iter()
        .flat_map(|(changes, mark)| {
            let LogEntry { at, who, how, .. } = entry;
            texts(&LogEntry {
                at: *at,
                who: who.clone(),
                how: *how,
                changes: changes.to_vec(),
                origin: None,
                mark: mark.to_owned(),
            })
        })
        .collect()
}

/// The text of an entry that is too long for a line, in pieces.
fn pieces(entry: &LogEntry, text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
        parts.push(part);
        rest = after;
    }
    let of = parts.len();
    let piece = |(number, part): (usize, &str)| {
        let mark = if number == of { entry.mark.clone() } else { String::new() };
        let piece = Piece { at: entry.at, number, of, piece: part.to_owned(), mark };
        serde_json::to_string(&piece).unwrap_or_default()
    };
    (1..).zip(parts).map(piece).collect()
}

/// Puts the pieces of an entry together.
#[derive(Debug, Default)]
struct Joined {
    text: String,
    /// How many pieces are in it.
    pieces: usize,
}

/// What a line of the log turned out to be.
#[derive(Debug)]
enum Told {
    /// An entry, and the length of its text in bytes.
    Entry(LogEntry, usize),
    /// A piece of one that is not whole yet.
    Half,
    /// Nothing that can be told.
    Nothing,
}

impl Joined {
    /// Takes the text of a sound line; `lost` counts the lines that were in vain because the rest did not come.
    fn take(&mut self, text: &str, lost: &mut usize) -> Told {
        let piece = serde_json::from_str::<Piece>(text).ok();
        let Some(piece) = piece.filter(|piece| piece.number == 1 || piece.number == self.pieces + 1) else {
            self.give_up(lost);
            return serde_json::from_str(text).map_or(Told::Nothing, |entry| Told::Entry(entry, text.len()));
        };
        if piece.number == 1 {
            self.give_up(lost);
        }
        self.text.push_str(&piece.piece);
        self.pieces = piece.number;
        if piece.number < piece.of {
            return Told::Half;
        }
        let whole = std::mem::take(self);
        let length = whole.text.len();
        match serde_json::from_str(&whole.text) {
            Ok(entry) => Told::Entry(entry, length),
            Err(_) => {
                *lost += whole.pieces - 1; // the last is this line
                Told::Nothing
            }
        }
    }

    /// Gives up what is not whole and counts its lines as lost.
    fn give_up(&mut self, lost: &mut usize) {
        *lost += std::mem::take(self).pieces;
    }
}

/// A change log, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadLog {
    /// The entries, oldest first.
    pub entries: Vec<LogEntry>,
    /// Lines that are damaged and not among them.
    pub damaged: usize,
    /// Whether older entries were left out because there are too many.
    pub cut: bool,
}

/// Reads the change log of a case; empty when there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_change_log(case: &Path) -> Result<ReadLog, Fault> {
    let path = change_log_path(case);
    read(&path).map_err(|error| Fault::new(&path, error))
}

fn read(path: &Path) -> io::Result<ReadLog> {
    let mut out = ReadLog::default();
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(out),
        Ok(about) if !about.is_file() => return Err(io::ErrorKind::Unsupported.into()),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let (head, mut lines) = Lines::open(path)?;
    if head != HEAD {
        out.damaged = 1;
        return Ok(out);
    }
    let mut sizes = std::collections::VecDeque::new();
    let mut entries = std::collections::VecDeque::new();
    let (mut held, mut joined) = (0, Joined::default());
    while let Some(line) = lines.next()? {
        let told = match line {
            Line::Sound { text, .. } => joined.take(&text, &mut out.damaged),
            Line::Damaged(_) => {
                joined.give_up(&mut out.damaged);
                Told::Nothing
            }
            Line::Torn => break, // never finished; the journal still has it
        };
        let (entry, size) = match told {
            Told::Entry(entry, size) => (entry, size),
            Told::Half => continue,
            Told::Nothing => {
                out.damaged += 1;
                continue;
            }
        };
        entries.push_back(entry);
        sizes.push_back(size as u64);
        held += size as u64;
        while held > MAX_READ_BYTES || entries.len() > MAX_ENTRIES {
            entries.pop_front();
            held -= sizes.pop_front().unwrap_or_default();
            out.cut = true;
        }
    }
    out.entries = entries.into();
    Ok(out)
}

/// All that is asked of an entry to know how far a log goes.
#[derive(Deserialize)]
struct Mark {
    at: NaiveDateTime,
    mark: String,
}

/// The journal records that the entries end with, and when those were made, oldest first. Parts of an entry have none.
pub(super) fn marks(case: &Path) -> Vec<(String, NaiveDateTime)> {
    let mut out = Vec::new();
    if let Ok((head, mut lines)) = Lines::open(&change_log_path(case))
        && head == HEAD
    {
        while let Ok(Some(line)) = lines.next() {
            if let Line::Sound { text, .. } = line
                && let Ok(Mark { at, mark }) = serde_json::from_str(&text)
                && !mark.is_empty()
            {
                out.push((mark, at));
            }
        }
    }
    out
}

/// The journal record that the last entry ends with; empty when there is none.
pub(super) fn last_mark(case: &Path) -> String {
    marks(case).pop().map(|(mark, _)| mark).unwrap_or_default()
}

/// The same of a log that was read as a whole.
pub(super) fn last_mark_in(log: &[u8]) -> String {
    let mark = |line: &[u8]| {
        let text = line.splitn(3, |byte| *byte == b' ').nth(2)?;
        serde_json::from_slice::<Mark>(text).ok().map(|found| found.mark).filter(|mark| !mark.is_empty())
    };
    log.split(|byte| *byte == b'\n').rev().find_map(mark).unwrap_or_default()
}

/// Bytes of a change log that are looked at to see how it ends.
const END_BYTES: u64 = 8 * 1024;

/// The last bytes of a change log: to see how it ends, however long it is.
pub(super) struct EndOfLog(String);

impl EndOfLog {
    /// Whether the last entry ends with this record.
    pub(super) fn has_mark(&self, mark: &str) -> bool {
        self.0.ends_with(&format!("\"mark\":\"{mark}\"}}\n"))
    }

    /// What the last entry says that the case was restored from.
    pub(super) fn origin(&self) -> Option<Origin> {
        let line = self.0.strip_suffix('\n')?.rsplit('\n').next()?;
        let text = line.splitn(3, ' ').nth(2)?;
        serde_json::from_str::<LogEntry>(text).ok()?.origin
    }
}

/// Most change logs of other cases that are looked at for the one of a case that was renamed.
const MOST_LOGS: usize = 200;

/// The one change log beside another that ends with this record; none where there are several.
pub(super) fn ending_with(log: &Path, mark: &str) -> Option<PathBuf> {
    let ending = format!(".{CASE_EXTENSION}.{ENDING}");
    let is_log = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(&ending));
    let entries = std::fs::read_dir(atomic::folder_of(log)).ok()?;
    let logs = entries.flatten().map(|entry| entry.path()).filter(is_log).take(MOST_LOGS);
    let mut like = logs.filter(|path| end_of_log(path).is_some_and(|end| end.has_mark(mark)));
    like.next().filter(|_| like.next().is_none())
}

/// How the change log of a case ends; none when there is none or it cannot be read.
pub(super) fn end_of(case: &Path) -> Option<EndOfLog> {
    end_of_log(&change_log_path(case))
}

fn end_of_log(path: &Path) -> Option<EndOfLog> {
    let about = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(about.len().saturating_sub(END_BYTES))).ok()?;
    let mut bytes = Vec::new();
    file.take(END_BYTES).read_to_end(&mut bytes).ok()?;
    Some(EndOfLog(String::from_utf8_lossy(&bytes).into_owned()))
}
