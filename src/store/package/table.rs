//! Masked copies of tables: the values that are to be seen, and nothing else of the file.
//!
//! Why it is so: a workbook holds more than its cells show: formulas, comments, names of authors, earlier results. So it
//! is not changed but written anew: numbers and days as such with their number format, all else as text. A CSV comes out as UTF-8 with a mark, which Excel and WPS both
//! open right, whatever it was before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::mask::{self, Masks, Outcome};
use crate::store::tables::values::{self, NumberFormat, Seen};

/// A table that can be masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Xlsx,
}

impl Kind {
    /// The ending of the copy.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// The kind of a file by its name; none when it is no table that can be masked.
pub(super) fn kind(path: &Path) -> Option<Kind> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "csv" => Some(Kind::Csv),
        "xlsx" | "xlsm" => Some(Kind::Xlsx),
        _ => None,
    }
}

/// What came of masking a table.
pub(super) enum Masked {
    /// The copy, and what was masked.
    Copy(Vec<u8>, Outcome),
    /// It has none of the headings, and no number that is known by its form.
    NoHeading,
    /// It cannot be read.
    Unreadable,
}

/// Longest text of a cell in a workbook.
const MAX_CELL: usize = 32_767;

pub(super) fn copy(bytes: &[u8], kind: Kind, masks: &Masks) -> Masked {
    // A workbook that somebody named .csv is still a workbook; its copy could not be named .csv.
    match kind {
        Kind::Csv if bytes.starts_with(b"PK\x03\x04") => Masked::Unreadable,
        Kind::Csv => csv(bytes, masks).unwrap_or(Masked::Unreadable),
        Kind::Xlsx => xlsx(bytes, masks).unwrap_or(Masked::Unreadable),
    }
}

/// What of persons is in a table by the headings that are usual and by the form of numbers: headings, and whether there
/// are such numbers elsewhere. None when it cannot be read.
pub(super) fn persons(bytes: &[u8], kind: Kind) -> Option<(Vec<String>, bool)> {
    let (mut sheets, titles) = match kind {
        Kind::Csv if bytes.starts_with(b"PK\x03\x04") => return None,
        Kind::Csv => (vec![values::csv(bytes).ok()?], 0),
        Kind::Xlsx => (texts(&values::xlsx(bytes).ok()?), 1),
    };
    let found = mask::mask(&mut sheets, &Masks::usual(), titles);
    Some(found.map_or((Vec::new(), false), |found| (found.touched, found.cells > 0)))
}

fn csv(bytes: &[u8], masks: &Masks) -> Option<Masked> {
    let mut sheets = [values::csv(bytes).ok()?];
    let Some(found) = mask::mask(&mut sheets, masks, 0) else { return Some(Masked::NoHeading) };
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    for row in sheets.iter().flatten() {
        writer.write_record(row).ok()?;
    }
    Some(Masked::Copy(writer.into_inner().ok()?, found))
}

fn xlsx(bytes: &[u8], masks: &Masks) -> Option<Masked> {
    let seen = values::xlsx(bytes).ok()?;
    let mut sheets = texts(&seen);
    let Some(found) = mask::mask(&mut sheets, masks, 1) else { return Some(Masked::NoHeading) };
    let bytes = workbook(&sheets, &seen).ok()?;
    Some(Masked::Copy(bytes, found))
}

/// The texts of a workbook. The name of a sheet may be that of a person: it is masked as if it stood above the first row.
fn texts(seen: &Seen) -> Vec<Vec<Vec<String>>> {
    let sheet = |sheet: &values::Sheet| {
        let mut rows = vec![vec![sheet.name.clone()]];
        rows.extend(sheet.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()));
        rows
    };
    seen.sheets.iter().map(sheet).collect()
}

fn workbook(sheets: &[Vec<Vec<String>>], seen: &Seen) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same copy has the same bytes, whenever it is made.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let text = Format::new().set_num_format("@");
    let mut formats: BTreeMap<&NumberFormat, Format> = BTreeMap::new();
    for (all, original) in sheets.iter().zip(&seen.sheets) {
        let sheet = book.add_worksheet();
        let mut rows = all.iter();
        let name = rows.next().and_then(|row| row.first()).map_or("", String::as_str);
        // `*` stands for masked characters and may not stand in the name of a sheet.
        sheet.set_name(name.replace('*', "×"))?;
        // Before the cells, of which the first of a range is written over it.
        let mut within: BTreeSet<(u32, u16)> = BTreeSet::new();
        for [top, left, bottom, right] in &original.merged {
            let (Ok(from), Ok(to)) = (u16::try_from(*left), u16::try_from(*right)) else { continue };
            // What overlaps is no range, and its cells stay apart.
            if sheet.merge_range(*top, from, *bottom, to, "", &text).is_ok() {
                let last = (*bottom).min(u32::try_from(original.rows.len()).unwrap_or(u32::MAX));
                within.extend((*top..=last).flat_map(|row| (from..=to).map(move |column| (row, column))));
                within.remove(&(*top, from));
            }
        }
        for ((at, row), values) in (0_u32..).zip(rows).zip(&original.rows) {
            for ((column, cell), value) in (0_u16..).zip(row).zip(values).filter(|((_, cell), _)| !cell.is_empty()) {
                if within.contains(&(at, column)) {
                    continue; // not to be seen
                }
                // A number that was masked is none any more.
                if let Some(number) = value.number.filter(|_| *cell == value.text) {
                    let format = formats.entry(&value.format).or_insert_with(|| number_format(&value.format));
                    sheet.write_number_with_format(at, column, number, format)?;
                    continue;
                }
                let cell: String = cell.chars().take(MAX_CELL).collect();
                sheet.write_string_with_format(at, column, cell, &text)?;
            }
        }
        for (column, width) in widths(all) {
            sheet.set_column_width(column, width)?;
        }
        if let (true, Ok(columns)) = (original.frozen != (0, 0), u16::try_from(original.frozen.1)) {
            sheet.set_freeze_panes(original.frozen.0, columns)?;
        }
    }
    book.save_to_buffer()
}

/// Widths of columns by what stands in them, of which a title above the table is none.
fn widths(rows: &[Vec<String>]) -> BTreeMap<u16, f64> {
    const MOST: u32 = 48;
    let mut widest: BTreeMap<u16, u32> = BTreeMap::new();
    for row in rows.iter().skip(1) {
        if row.iter().filter(|cell| !cell.is_empty()).count() < 2 {
            continue;
        }
        for (column, cell) in (0_u16..).zip(row) {
            let line = |line: &str| line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<u32>();
            let width = cell.lines().map(line).max().unwrap_or(0);
            let known = widest.entry(column).or_default();
            *known = (*known).max(width);
        }
    }
    widest.into_iter().map(|(column, width)| (column, f64::from(width.clamp(6, MOST) + 2))).collect()
}

fn number_format(format: &NumberFormat) -> Format {
    match format {
        NumberFormat::General => Format::new(),
        NumberFormat::BuiltIn(index) => Format::new().set_num_format_index(*index),
        NumberFormat::Code(code) => Format::new().set_num_format(code),
    }
}
