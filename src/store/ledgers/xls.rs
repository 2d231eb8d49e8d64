//! XLS (Excel 97–2003): cells by calamine, after a look through the records.
//!
//! The library lays every sheet out whole from the first to the last cell, makes room for as many cells as a record
//! claims, and writes every formula out. So the records are looked through first: passwords, the extent of each sheet,
//! what is hidden and merged; claimed extents and formulas are taken out of what it is handed.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use super::MAX_LEDGER_COLUMNS;
use super::compound::{self, Compound, u16_at, u32_at};
use super::moment::{Epoch, serial, serial_cell};
use super::open::{SheetName, no_workbook};
use super::problem::FileKind;
use super::sheet::{Cell, Facts, Merged, Rows, Sheet};
use super::waiting::Waiting;
use crate::store::tables::TableProblemKind;

/// A workbook whose sheets can be read.
pub(super) struct Book {
    workbook: Xls<Cursor<Vec<u8>>>,
    sheets: Vec<SheetName>,
    /// In the order of the workbook.
    facts: Vec<Facts>,
}

/// Most cells that all sheets have from their first to their last, the empty ones included.
const MAX_EXTENT: u64 = 6_000_000;
/// Most sheets.
const MAX_SHEETS: usize = 1_000;

pub(super) fn open(bytes: Vec<u8>, waiting: Waiting<'_>) -> Result<Book, FileKind> {
    let damaged = || FileKind::Table(TableProblemKind::CorruptWorkbook);
    let file = Compound::open(&bytes).ok_or_else(damaged)?;
    let names = file.names();
    let known =
        ["Workbook", "Book"].into_iter().find(|known| names.iter().any(|name| name.eq_ignore_ascii_case(known)));
    let Some(name) = known else { return Err(no_workbook(&file)) };
    let mut stream = file.stream(name).ok_or_else(damaged)?;
    drop(bytes);
    let facts = look_through(&mut stream)?;
    let clean = compound::around(name, &stream).ok_or_else(damaged)?;
    drop(stream);
    waiting.goes_on()?;
    let workbook: Xls<_> = Xls::new(Cursor::new(clean)).map_err(|error| match error {
        XlsError::Password => FileKind::Password,
        _ => damaged(),
    })?;
    let all = workbook.sheets_metadata();
    let sheets = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets =
        sheets.map(|sheet| SheetName { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible });
    Ok(Book { sheets: sheets.collect(), facts, workbook })
}

const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;
const MERGED: u16 = 0x00E5;
const FORMULA: u16 = 0x0006;
const SEVERAL_NUMBERS: u16 = 0x00BD;
/// Number, label, rich label, yes/no or error, short number, label by its place in the table of texts.
const CELLS: [u16; 6] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD];

/// The record at a place: its kind, where its data begin and end.
fn record(stream: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let (kind, length) = (u16_at(stream, at)?, u16_at(stream, at + 2)?);
    let end = at + 4 + usize::from(length);
    (end <= stream.len()).then_some((kind, at + 4, end))
}

fn look_through(stream: &mut [u8]) -> Result<Vec<Facts>, FileKind> {
    let overfull = || FileKind::Table(TableProblemKind::Overfull);
    let mut begins = Vec::new();
    let mut at = 0;
    while let Some((kind, from, to)) = record(stream, at) {
        match kind {
            FILE_PASS => return Err(FileKind::Password),
            BOUND_SHEET => begins.extend(u32_at(stream, from)),
            END => break,
            _ => {}
        }
        at = to;
    }
    if begins.len() > MAX_SHEETS {
        return Err(overfull());
    }
    let mut extent = 0_u64;
    let mut seen: BTreeMap<u32, Looked> = BTreeMap::new();
    // The library reads each sheet that is named, also where several begin at one place: so each counts. All sheets of an
    // honest file together have no more records than fit into it.
    let mut left = stream.len() / RECORD_HEAD;
    let mut all = Vec::new();
    for begin in begins {
        let looked = match seen.get(&begin) {
            Some(looked) => looked.clone(),
            None => look_through_sheet(stream, begin, left),
        };
        left = left.checked_sub(looked.records).ok_or_else(overfull)?;
        extent += looked.extent;
        if looked.right >= MAX_LEDGER_COLUMNS as u64 && extent > MAX_EXTENT {
            return Err(TableProblemKind::TooManyColumns { most: MAX_LEDGER_COLUMNS }.into());
        }
        if extent > MAX_EXTENT {
            return Err(overfull());
        }
        all.push(looked.facts.clone());
        seen.insert(begin, looked);
    }
    Ok(all)
}

/// Bytes that a record has at least.
const RECORD_HEAD: usize = 4;

/// What a sheet was found to have.
#[derive(Clone, Default)]
struct Looked {
    facts: Facts,
    /// Cells from the first to the last, the empty ones included.
    extent: u64,
    /// The last column.
    right: u64,
    /// How many records were passed, those of what is put into the sheet included.
    records: usize,
}

/// Looks through the records of a sheet, of which there may be so many; one more stops it.
fn look_through_sheet(stream: &mut [u8], begin: u32, most: usize) -> Looked {
    let mut looked = Looked::default();
    let facts = &mut looked.facts;
    let (mut first, mut last): (Option<(u64, u64)>, (u64, u64)) = (None, (0, 0));
    let (mut at, mut depth) = (usize::try_from(begin).unwrap_or(usize::MAX), 0_u32);
    while let Some((kind, from, to)) = at.checked_add(RECORD_HEAD).and_then(|_| record(stream, at)) {
        looked.records += 1;
        if looked.records > most {
            break;
        }
        let word = |offset: usize| if from + offset + 2 <= to { u16_at(stream, from + offset) } else { None };
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth != 1 => {}
            ROW if word(12).is_some_and(|flags| flags & 0x20 != 0) => {
                facts.hide_row(u32::from(word(0).unwrap_or(0)));
            }
            COLUMNS if word(8).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(from), Some(to)) = (word(0), word(2)) {
                    facts.hide_columns(usize::from(from), usize::from(to));
                }
            }
            MERGED => merged(&stream[from..to], facts),
            _ if kind == FORMULA || kind == SEVERAL_NUMBERS || CELLS.contains(&kind) => {
                let place = |offset| u64::from(word(offset).unwrap_or(0));
                let (row, column) = (place(0), place(2));
                // Several numbers end with the last column that they have.
                let right = if kind == SEVERAL_NUMBERS { place((to - from).saturating_sub(2)) } else { column };
                let (top, left) = first.unwrap_or((row, column));
                first = Some((top.min(row), left.min(column)));
                last = (last.0.max(row), last.1.max(column).max(right));
            }
            _ => {}
        }
        match kind {
            DIMENSIONS => stream[from..to].fill(0),
            FORMULA if to - from >= 22 => stream[from + 20..from + 22].fill(0),
            _ => {}
        }
        at = to;
    }
    if let Some((top, left)) = first {
        looked.extent = (last.0 + 1).saturating_sub(top) * (last.1 + 1).saturating_sub(left);
    }
    looked.right = last.1;
    looked
}

fn merged(data: &[u8], facts: &mut Facts) {
    for place in data.get(2..).unwrap_or_default().chunks_exact(8) {
        let word = |at: usize| u32::from(u16_at(place, at).unwrap_or(0));
        facts.merge(Merged { rows: (word(0), word(2)), columns: (word(4), word(6)) });
    }
}

impl Book {
    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Reads a sheet, or its first rows.
    pub(super) fn read(&mut self, name: &str, most: Option<usize>, waiting: Waiting<'_>) -> Result<Sheet, FileKind> {
        let damaged = |_| FileKind::Table(TableProblemKind::CorruptWorkbook);
        let from_1904 = self.workbook.has_1904_epoch();
        let at = self.workbook.sheets_metadata().iter().position(|sheet| sheet.name == name);
        let range = self.workbook.worksheet_range(name).map_err(damaged)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Rows::of(most, waiting);
        for (row, column, value) in range.used_cells() {
            let row = top + u32::try_from(row).unwrap_or(u32::MAX);
            rows.put(row, left as usize + column, cell(value, Epoch::of(from_1904)))?;
            if rows.enough() {
                break;
            }
        }
        let facts = at.and_then(|at| self.facts.get(at)).cloned().unwrap_or_default();
        let Facts { hidden_rows, hidden_columns, merged, .. } = facts;
        Ok(Sheet { name: Some(name.to_owned()), rows: rows.done(&hidden_rows), hidden_columns, from_1904, merged })
    }
}

fn cell(value: &Data, epoch: Epoch) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::of(text),
        Data::Float(number) => Cell::Number(*number),
        #[allow(clippy::cast_precision_loss)] // a spreadsheet has no other numbers
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::DateTime(date) if date.is_duration() => Cell::Number(date.as_f64()),
        Data::DateTime(date) => serial(date.as_f64(), epoch)
            .map_or_else(|| serial_cell(date.as_f64()), |(day, time)| Cell::Moment(day, time)),
        Data::Error(error) => Cell::Error(error.to_string().into()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// So many numbers in a sheet, and the places, counted from its first record, at which sheets are said to begin.
    fn stream(numbers: u16, begins: &[u32]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut put = |kind: u16, data: &[u8]| {
            out.extend(kind.to_le_bytes());
            out.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
            out.extend(data);
        };
        let sheet = u32::try_from(4 + 12 * begins.len() + 4).unwrap();
        put(BEGIN, &[]);
        for begin in begins {
            put(BOUND_SHEET, &[(sheet + begin).to_le_bytes(), [0; 4]].concat());
        }
        put(END, &[]);
        put(BEGIN, &[]);
        for row in 0..numbers {
            put(0x0203, &[&row.to_le_bytes()[..], &[0; 12]].concat());
        }
        put(END, &[]);
        out
    }

    /// A workbook may name one stretch of records as a thousand sheets, or begin each of them a record later.
    #[test]
    fn what_is_named_as_many_sheets_is_not_looked_through_many_times() {
        let found = look_through(&mut stream(1_000, &[0])).unwrap();
        assert_eq!(found.len(), 1);
        // 1,002 records of 18 bytes would be 4,500 of the least size: two sheets at one place are read, twenty are not.
        assert_eq!(look_through(&mut stream(1_000, &[0, 0])).unwrap().len(), 2);
        let overfull = FileKind::Table(TableProblemKind::Overfull);
        assert_eq!(look_through(&mut stream(1_000, &[0; 20])).unwrap_err(), overfull);
        let later: Vec<u32> = (0..20).map(|at| 4 + 18 * at).collect();
        assert_eq!(look_through(&mut stream(1_000, &later)).unwrap_err(), overfull);
    }
}
