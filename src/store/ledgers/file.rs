//! Reads a ledger from the disk; the only file of the ledgers that does.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::MAX_LEDGER_BYTES;
use super::mapping::Remembered;
use super::open::{LedgerTable, open_ledger_for};
use super::problem::{FileKind, LedgerFileProblem};
use super::waiting::Waiting;
use crate::criteria::LedgerKind;
use crate::store::cut_path;
use crate::store::tables::TableProblemKind;

/// Bytes that are read between two looks at whether to go on.
const PIECE: u64 = 1024 * 1024;

/// Reads the sheet of this name, or the first visible one in which headings of this kind are found.
///
/// # Errors
/// When the file cannot be read, is no table, is damaged, protected by a password or absurdly large, or has no such
/// sheet.
pub fn read_ledger(
    path: &Path,
    sheet: Option<&str>,
    kind: &LedgerKind,
    remembered: &Remembered,
) -> Result<LedgerTable, LedgerFileProblem> {
    read_ledger_for(path, sheet, kind, remembered, Waiting::NOBODY)
}

/// As [`read_ledger`], for somebody who waits: says how many rows are read, and stops when that is wished.
///
/// # Errors
/// As [`read_ledger`], and when it was stopped.
pub fn read_ledger_for(
    path: &Path,
    sheet: Option<&str>,
    kind: &LedgerKind,
    remembered: &Remembered,
    waiting: Waiting<'_>,
) -> Result<LedgerTable, LedgerFileProblem> {
    let problem = |kind: FileKind| LedgerFileProblem { file: cut_path(path), kind };
    let io = |error: std::io::Error| problem(TableProblemKind::of_io(&error).into());
    let about = std::fs::metadata(path).map_err(io)?;
    if about.is_dir() {
        return Err(problem(TableProblemKind::of_io(&ErrorKind::IsADirectory.into()).into()));
    }
    // Pipes and devices have no length and may have no end.
    if !about.is_file() {
        return Err(problem(TableProblemKind::NoRegularFile.into()));
    }
    if about.len() > MAX_LEDGER_BYTES {
        return Err(problem(TableProblemKind::TooLarge { bytes: about.len(), most: MAX_LEDGER_BYTES }.into()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    let mut file = std::fs::File::open(path).map_err(io)?.take(MAX_LEDGER_BYTES + 1);
    // In pieces: a file in the network may come slowly.
    while file.by_ref().take(PIECE).read_to_end(&mut bytes).map_err(io)? > 0 {
        if (waiting.stopped)() {
            return Err(problem(FileKind::Stopped));
        }
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    open_ledger_for(bytes, &name, sheet, kind, remembered, waiting).map_err(problem)
}
