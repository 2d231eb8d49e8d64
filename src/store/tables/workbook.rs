//! XLSX: the first visible sheet that holds anything. Only this file, `values` and the room of ledgers name calamine.
//!
//! Cells are read one by one: a sheet with one cell in its last corner would otherwise be laid out whole in memory.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};

use super::problem::TableProblemKind;
use super::{Cell, MAX_COLUMNS, MAX_ROWS, Row, Table, parts};
use crate::lang::cut;

/// Most bytes of text in all cells together: one text may be named by millions of cells.
const MAX_CELL_TEXT: usize = 64 * 1024 * 1024;
/// Most bytes that are looked through for a sheet that holds something, one sheet after the other.
const MAX_LOOKED_THROUGH: u64 = 1024 * 1024 * 1024;

/// Reads a workbook.
pub(super) fn parse(bytes: &[u8]) -> Result<Table, TableProblemKind> {
    // The old format and encrypted workbooks are both compound files.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(TableProblemKind::OldWorkbook);
    }
    if !bytes.starts_with(b"PK") {
        return Err(TableProblemKind::NotAWorkbook);
    }
    // Parsers of foreign files by foreign hands: should one panic on a damaged one, the file is at fault, not the case.
    let read = quietly(|| {
        let (parts, size) = parts::measured(bytes)?;
        read(&parts, size)
    });
    read.unwrap_or(Err(TableProblemKind::CorruptWorkbook))
}

thread_local! {
    /// Whether a panic of this thread is expected and will be caught.
    static QUIET: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Catches a panic, of which nothing is printed either: a damaged file gives a sentence, not the words of a machine.
pub(in crate::store) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |about| {
            if !QUIET.get() {
                before(about);
            }
        }));
    });
    QUIET.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    QUIET.set(false);
    done
}

fn corrupt(error: &XlsxError) -> TableProblemKind {
    match error {
        XlsxError::Password => TableProblemKind::OldWorkbook,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => TableProblemKind::NotAWorkbook,
        _ => TableProblemKind::CorruptWorkbook,
    }
}

fn read(bytes: &[u8], size: u64) -> Result<Table, TableProblemKind> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| corrupt(&error))?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for (looked_through, name) in (1..).zip(sheets) {
        if size.saturating_mul(looked_through) > MAX_LOOKED_THROUGH {
            return Err(TableProblemKind::Overfull);
        }
        let rows = match rows(&mut workbook, &name) {
            Ok(rows) => rows,
            Err(Stop::Limit(kind)) => return Err(kind),
            Err(Stop::Error(XlsxError::NotAWorksheet(_))) => continue,
            Err(Stop::Error(error)) => return Err(corrupt(&error)),
        };
        if !rows.is_empty() {
            return Ok(Table { sheet: Some(name), rows });
        }
    }
    Err(TableProblemKind::Empty)
}

/// Every sheet of a workbook; to look at what we wrote.
pub(in crate::store) fn every_sheet(bytes: &[u8]) -> Result<Vec<Table>, TableProblemKind> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| corrupt(&error))?;
    let names: Vec<String> = workbook.sheets_metadata().iter().map(|sheet| sheet.name.clone()).collect();
    let read = |name: String| match rows(&mut workbook, &name) {
        Ok(rows) => Ok(Table { sheet: Some(name), rows }),
        Err(Stop::Limit(kind)) => Err(kind),
        Err(Stop::Error(error)) => Err(corrupt(&error)),
    };
    names.into_iter().map(read).collect()
}

/// How many rows of the first sheet hold anything; to look at what we wrote.
pub(in crate::store) fn count_rows(bytes: &[u8]) -> Result<usize, TableProblemKind> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| corrupt(&error))?;
    let first = workbook.sheets_metadata().first().map(|sheet| sheet.name.clone()).ok_or(TableProblemKind::Empty)?;
    let mut reader = workbook.worksheet_cells_reader(&first).map_err(|error| corrupt(&error))?;
    let (mut count, mut last) = (0, None);
    while let Some(cell) = reader.next_cell().map_err(|error| corrupt(&error))? {
        let row = cell.get_position().0;
        if last != Some(row) && !self::cell(cell.get_value()).is_empty() {
            count += 1;
            last = Some(row);
        }
    }
    Ok(count)
}

enum Stop {
    Limit(TableProblemKind),
    Error(XlsxError),
}

fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Row>, Stop> {
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(Stop::Error)?;
    let mut text = 0_usize;
    // The variant that leaves shared formulas alone: to write one long formula out for every cell would not end.
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(Stop::Error)? {
        let cell = match (cell(&record.value), record.formula) {
            (Cell::Empty, Some(formula)) if !matches!(record.value, DataRef::String(_) | DataRef::SharedString(_)) => {
                Cell::Formula(format!("={}", shown(&formula)))
            }
            (cell, _) => cell,
        };
        if cell.is_empty() {
            continue;
        }
        text += length(&cell);
        if text > MAX_CELL_TEXT {
            return Err(Stop::Limit(TableProblemKind::Overfull));
        }
        let (row, column) = (record.pos.0, record.pos.1 as usize);
        if row >= MAX_ROWS {
            return Err(Stop::Limit(TableProblemKind::TooManyRows { most: MAX_ROWS }));
        }
        if column >= MAX_COLUMNS {
            return Err(Stop::Limit(TableProblemKind::TooManyColumns { most: MAX_COLUMNS }));
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
    }
    Ok(rows.into_iter().map(|(row, cells)| Row { number: row + 1, cells }).collect())
}

/// A formula as far as a sentence repeats it.
fn shown(formula: &XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => cut(formula),
        _ => "…".to_owned(),
    }
}

fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Date(text) | Cell::Formula(text) | Cell::Error(text) => text.len(),
        Cell::Empty | Cell::Unclosed => 0,
    }
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::of(text.clone()),
        DataRef::SharedString(text) => Cell::of((*text).to_owned()),
        // `{}` writes 10.0 as 10 and 2.5 as 2.5.
        DataRef::Float(number) => Cell::Text(format!("{number}")),
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Bool(value) => Cell::Text(if *value { "1" } else { "0" }.to_owned()),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            Cell::Date(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Date(text.clone()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_that_would_fill_the_memory_is_refused() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet().write_string(0, 0, "条款").unwrap();
        let mut bytes = workbook.save_to_buffer().unwrap();
        parse(&bytes).unwrap();
        let entry = bytes.windows(4).position(|found| found == b"PK\x01\x02").unwrap();
        bytes[entry + 24..entry + 28].fill(0x7f);
        assert!(matches!(parse(&bytes), Err(TableProblemKind::UnpacksTooLarge { .. })));
    }
}
