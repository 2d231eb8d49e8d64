//! Bytes → the sheet that is meant: which format they have, which sheets there are, in which one the headings stand.

use super::mapping::{Remembered, known_headings, propose};
use super::problem::FileKind;
use super::sheet::Sheet;
use super::waiting::Waiting;
use super::{MAX_LEDGER_BYTES, compound, csv, ods, xls, xlsx};
use crate::assessment::Sum;
use crate::criteria::LedgerKind;
use crate::store::tables::TableProblemKind;
use crate::store::tables::workbook::quietly;

/// The name of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetName {
    /// As it is written.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
}

/// A sheet, and the file that it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerTable {
    /// The name of the file, without its folder.
    pub file: String,
    /// The sum of its bytes.
    pub sum: Sum,
    /// All sheets of the workbook; none for CSV.
    pub sheets: Vec<SheetName>,
    /// Names of other visible sheets with headings of this kind and something under them.
    pub alike: Vec<String>,
    /// The sheet that was read.
    pub sheet: Sheet,
}

/// Most bytes that are looked through for a sheet with headings, one sheet after the other.
const MAX_LOOKED_THROUGH: u64 = 2 * 1024 * 1024 * 1024;
/// Rows of a sheet in which headings are looked for.
pub(super) const TOP_ROWS: usize = 60;

enum Book {
    Xlsx(Box<xlsx::Book>),
    Xls(Box<xls::Book>),
    Ods(Box<ods::Book>),
}

impl Book {
    fn sheets(&self) -> &[SheetName] {
        match self {
            Self::Xlsx(book) => book.sheets(),
            Self::Xls(book) => book.sheets(),
            Self::Ods(book) => book.sheets(),
        }
    }

    /// About how many bytes are looked through to read a sheet.
    fn size(&self) -> u64 {
        match self {
            Self::Xlsx(book) => book.size,
            Self::Ods(book) => book.size,
            // It is in memory.
            Self::Xls(_) => 0,
        }
    }

    fn read(&mut self, name: &str, most: Option<usize>, waiting: Waiting<'_>) -> Result<Sheet, FileKind> {
        match self {
            Self::Xlsx(book) => book.read(name, most, waiting),
            Self::Xls(book) => book.read(name, most, waiting),
            Self::Ods(book) => book.read(name, most, waiting),
        }
    }
}

/// Reads the sheet of this name out of a file's bytes, or the first visible one in which headings of this kind are
/// found. The format is told by the bytes, not by the name of the file.
///
/// # Errors
/// See [`read_ledger`](super::read_ledger).
pub fn open_ledger(
    bytes: Vec<u8>,
    file: &str,
    sheet: Option<&str>,
    kind: &LedgerKind,
    remembered: &Remembered,
) -> Result<LedgerTable, FileKind> {
    open_ledger_for(bytes, file, sheet, kind, remembered, Waiting::NOBODY)
}

/// As [`open_ledger`], for somebody who waits: says how many rows are read, and stops when that is wished.
///
/// # Errors
/// As [`open_ledger`], and when it was stopped.
pub fn open_ledger_for(
    bytes: Vec<u8>,
    file: &str,
    sheet: Option<&str>,
    kind: &LedgerKind,
    remembered: &Remembered,
    waiting: Waiting<'_>,
) -> Result<LedgerTable, FileKind> {
    let length = bytes.len() as u64;
    if length > MAX_LEDGER_BYTES {
        return Err(TableProblemKind::TooLarge { bytes: length, most: MAX_LEDGER_BYTES }.into());
    }
    if bytes.is_empty() {
        return Err(FileKind::Empty);
    }
    let sum = Sum::of(&bytes);
    let file = file.to_owned();
    // Parsers of foreign files by foreign hands: should one panic on a damaged one, the file is at fault.
    let read = quietly(|| {
        let mut book = if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            Book::Xls(Box::new(xls::open(bytes, waiting)?))
        } else if bytes.starts_with(b"PK") {
            if ods::is_ods(&bytes) {
                Book::Ods(Box::new(ods::open(bytes, waiting)?))
            } else {
                Book::Xlsx(Box::new(xlsx::open(bytes, waiting)?))
            }
        } else {
            let found = csv::read(&bytes, waiting, |cells| known_headings(cells, kind))?;
            return if found.rows.is_empty() { Err(FileKind::Empty) } else { Ok((Vec::new(), Vec::new(), found)) };
        };
        let name = chosen(&mut book, sheet, kind, remembered, waiting)?;
        let found = book.read(&name, None, waiting)?;
        if found.rows.is_empty() {
            return Err(FileKind::Empty);
        }
        let alike = alike(&mut book, &name, kind, remembered, waiting);
        Ok((book.sheets().to_vec(), alike, found))
    });
    if (waiting.stopped)() {
        return Err(FileKind::Stopped);
    }
    let (sheets, alike, sheet) = read.unwrap_or(Err(TableProblemKind::CorruptWorkbook.into()))?;
    Ok(LedgerTable { file, sum, sheets, alike, sheet })
}

/// Most sheets that are looked into for others of the same kind.
const MAX_ALIKE: u64 = 24;

/// Other visible sheets that look like such a ledger too: whoever keeps one sheet a month shall know that one was read.
fn alike(book: &mut Book, read: &str, kind: &LedgerKind, remembered: &Remembered, waiting: Waiting<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let others: Vec<SheetName> =
        book.sheets().iter().filter(|sheet| !sheet.hidden && sheet.name != read).cloned().collect();
    for (looked_through, sheet) in (1..=MAX_ALIKE).zip(others) {
        if book.size().saturating_mul(looked_through) > MAX_LOOKED_THROUGH {
            break;
        }
        let Ok(top) = book.read(&sheet.name, Some(TOP_ROWS), waiting) else { continue };
        let mapping = propose(&top, kind, remembered);
        let required = kind.fields.iter().filter(|field| field.required).count();
        let below = top.rows.iter().any(|row| mapping.header_row.is_some_and(|header| row.number > header));
        if below && mapping.missing.len() * 2 <= required {
            out.push(sheet.name);
        }
    }
    out
}

/// The sheet that was asked for, else the first visible one whose headings fit, else the first visible one with
/// anything in it: a person can still say which column is which.
fn chosen(
    book: &mut Book,
    wanted: Option<&str>,
    kind: &LedgerKind,
    remembered: &Remembered,
    waiting: Waiting<'_>,
) -> Result<String, FileKind> {
    let sheets = book.sheets().to_vec();
    if let Some(wanted) = wanted {
        let wanted = wanted.trim();
        let found = sheets.iter().find(|sheet| sheet.name == wanted);
        let found = found.or_else(|| sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(wanted)));
        return found.map(|sheet| sheet.name.clone()).ok_or_else(|| FileKind::NoSheet {
            wanted: wanted.to_owned(),
            sheets: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        });
    }
    let mut best: Option<(usize, String)> = None;
    for (looked_through, sheet) in (1..).zip(sheets.iter().filter(|sheet| !sheet.hidden)) {
        if book.size().saturating_mul(looked_through) > MAX_LOOKED_THROUGH {
            return best.map(|(_, name)| name).ok_or(TableProblemKind::Overfull.into());
        }
        let top = book.read(&sheet.name, Some(TOP_ROWS), waiting)?;
        if top.rows.is_empty() {
            continue;
        }
        let mapping = propose(&top, kind, remembered);
        let fits = if mapping.header_row.is_some() { mapping.columns.len() } else { 0 };
        if fits >= 2 {
            return Ok(sheet.name.clone());
        }
        if best.as_ref().is_none_or(|(most, _)| fits > *most) {
            best = Some((fits, sheet.name.clone()));
        }
    }
    best.map(|(_, name)| name).ok_or(FileKind::Empty)
}

/// Whether a compound file is a workbook of the newer format behind a password.
pub(super) fn is_encrypted(names: &[String]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case("EncryptedPackage"))
}

/// What a compound file that is no workbook is.
pub(super) fn no_workbook(file: &compound::Compound<'_>) -> FileKind {
    if is_encrypted(&file.names()) { FileKind::Password } else { TableProblemKind::NotAWorkbook.into() }
}
