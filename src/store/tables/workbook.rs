//! XLSX: the first visible sheet that holds anything. The only file that names calamine.
//!
//! Cells are read one by one: a sheet with one cell in its last corner would otherwise be laid out whole in memory.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::problem::TableProblemKind;
use super::{Cell, MAX_COLUMNS, MAX_ROWS, Row, Table};

/// The most that a workbook may unpack to, in bytes: a small file can be made to fill the memory.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// Reads a workbook.
pub(super) fn parse(bytes: &[u8]) -> Result<Table, TableProblemKind> {
    // The old format and encrypted workbooks are both compound files.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(TableProblemKind::OldWorkbook);
    }
    if !bytes.starts_with(b"PK") {
        return Err(TableProblemKind::NotAWorkbook);
    }
    if let Some(size) = unpacked(bytes).filter(|size| *size > MAX_UNPACKED) {
        return Err(TableProblemKind::UnpacksTooLarge { bytes: size, most: MAX_UNPACKED });
    }
    // A parser of foreign files by foreign hands: should it panic on a damaged one, the file is at fault, not the case.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    read.unwrap_or(Err(TableProblemKind::CorruptWorkbook))
}

/// What the parts of a workbook unpack to together, as its directory says; none where there is no directory.
fn unpacked(bytes: &[u8]) -> Option<u64> {
    let number = |at: usize, length: usize| {
        let bytes = bytes.get(at..at.checked_add(length)?)?;
        Some(bytes.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let end = bytes.windows(4).rposition(|found| found == b"PK\x05\x06")?;
    let mut at = usize::try_from(number(end + 16, 4)?).ok()?;
    let mut sum = 0_u64;
    while bytes.get(at..)?.starts_with(b"PK\x01\x02") {
        // A part beyond 4 GiB says 0xffffffff here, which is beyond the bound as well.
        sum = sum.saturating_add(number(at + 24, 4)?);
        let names = number(at + 28, 2)? + number(at + 30, 2)? + number(at + 32, 2)?;
        at += 46 + usize::try_from(names).ok()?;
    }
    Some(sum)
}

fn corrupt(error: &XlsxError) -> TableProblemKind {
    match error {
        XlsxError::Password => TableProblemKind::OldWorkbook,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => TableProblemKind::NotAWorkbook,
        _ => TableProblemKind::CorruptWorkbook,
    }
}

fn read(bytes: &[u8]) -> Result<Table, TableProblemKind> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| corrupt(&error))?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in sheets {
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

/// How many rows of the first sheet hold anything; to look at what we wrote.
pub(super) fn count_rows(bytes: &[u8]) -> Result<usize, TableProblemKind> {
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
    while let Some(record) = reader.next_cell_with_formula().map_err(Stop::Error)? {
        let cell = match (cell(&record.value), record.formula) {
            (Cell::Empty, Some(formula)) if !matches!(record.value, DataRef::String(_) | DataRef::SharedString(_)) => {
                Cell::Formula(format!("={formula}"))
            }
            (cell, _) => cell,
        };
        if cell.is_empty() {
            continue;
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
        assert!(unpacked(&bytes).unwrap() < 100_000);
        parse(&bytes).unwrap();
        let entry = bytes.windows(4).position(|found| found == b"PK\x01\x02").unwrap();
        bytes[entry + 24..entry + 28].fill(0xff);
        assert!(matches!(parse(&bytes), Err(TableProblemKind::UnpacksTooLarge { .. })));
        assert_eq!(unpacked(b"PK\x05\x06"), None);
    }
}
