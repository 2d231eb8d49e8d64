//! XLSX: cells by calamine, one by one; what is hidden and merged from the stretches that are measured first.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::moment::{Epoch, serial, serial_cell};
use super::open::SheetName;
use super::problem::FileKind;
use super::sheet::{Cell, Facts, Merged, Rows, Sheet};
use super::styles::{Styles, percentage};
use super::waiting::Waiting;
use super::{MAX_LEDGER_UNPACKED, sheet};
use crate::store::tables::TableProblemKind;
use crate::store::tables::parts::{self, Bounds};
use crate::store::tables::values::{position, tags};

/// The bounds of ledgers: a row of thirteen cells takes some 55 elements.
const BOUNDS: Bounds = Bounds { unpacked: MAX_LEDGER_UNPACKED, tags: 6_000_000, cell_tags: Some(48_000_000) };

/// A workbook whose sheets can be read.
pub(super) struct Book {
    workbook: Xlsx<Cursor<Vec<u8>>>,
    sheets: Vec<SheetName>,
    facts: BTreeMap<String, Facts>,
    /// How many bytes its texts have together.
    pub(super) size: u64,
}

pub(super) fn open(bytes: Vec<u8>, waiting: Waiting<'_>) -> Result<Book, FileKind> {
    let mut by_part: BTreeMap<String, Facts> = BTreeMap::new();
    let mut row = 0_u32;
    let (mut of, mut pieces) = (String::new(), 0);
    // Formats may stand behind the sheets that use them, so they are looked for first.
    let mut styles = Styles::default();
    parts::see_part(&bytes, "xl/styles.xml", &BOUNDS, |stretch| {
        styles.see(stretch);
        Ok(true)
    })?;
    let (packed, size) = parts::packed(&bytes, &BOUNDS, |part, stretch| {
        if of != part {
            (of, row) = (part.to_owned(), 0);
        }
        see(part, stretch, &mut row, &styles.percents, &mut by_part);
        waiting.piece(&mut pieces)
    })?;
    drop(bytes);
    waiting.goes_on()?;
    let paths = sheet_paths(&packed).unwrap_or_default();
    let workbook: Xlsx<_> = Xlsx::new(Cursor::new(packed)).map_err(|error| corrupt(&error))?;
    let all = workbook.sheets_metadata().to_vec();
    // Both read the list of sheets in its order; if not, nothing is known of what is hidden.
    let mut facts = BTreeMap::new();
    if paths.len() == all.len() {
        for (sheet, path) in all.iter().zip(paths) {
            facts.extend(by_part.remove(&path).map(|found| (sheet.name.clone(), found)));
        }
    }
    let sheets = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets =
        sheets.map(|sheet| SheetName { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible });
    Ok(Book { sheets: sheets.collect(), workbook, facts, size })
}

fn corrupt(error: &XlsxError) -> FileKind {
    match error {
        XlsxError::Password => FileKind::Password,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => FileKind::Table(TableProblemKind::NotAWorkbook),
        _ => FileKind::Table(TableProblemKind::CorruptWorkbook),
    }
}

/// Notes what a stretch of a sheet says of rows, columns and merged cells.
fn see(part: &str, stretch: &[u8], row: &mut u32, percents: &BTreeSet<u32>, facts: &mut BTreeMap<String, Facts>) {
    let (name, rest) = parts::element(stretch);
    let known = matches!(name, b"row" | b"col" | b"mergeCell") || name == b"c" && !percents.is_empty();
    if !known {
        return;
    }
    let Some(text) = std::str::from_utf8(rest).ok().and_then(|rest| rest.split_once('>')).map(|(tag, _)| tag) else {
        return;
    };
    let value = |wanted: &str| attribute(text, wanted);
    let is_hidden = || matches!(value("hidden"), Some("1" | "true"));
    match name {
        b"row" => {
            // A row without a number stands after the one before it.
            *row = value("r").and_then(|number| number.parse().ok()).unwrap_or(*row + 1);
            if is_hidden() {
                facts.entry(part.to_owned()).or_default().hide_row(row.saturating_sub(1));
            }
        }
        b"c" => {
            let style = value("s").and_then(|style| style.parse().ok());
            if style.is_some_and(|style| percents.contains(&style))
                && let Some((row, column)) = value("r").and_then(position)
            {
                facts.entry(part.to_owned()).or_default().percent((row, column));
            }
        }
        b"col" if is_hidden() => {
            let place = |wanted| value(wanted).and_then(|number| number.parse::<usize>().ok());
            if let (Some(from), Some(to)) = (place("min"), place("max")) {
                facts.entry(part.to_owned()).or_default().hide_columns(from.saturating_sub(1), to.saturating_sub(1));
            }
        }
        b"mergeCell" => {
            let found = value("ref").and_then(|place| place.split_once(':'));
            if let Some((from, to)) = found.and_then(|(from, to)| Some((position(from)?, position(to)?))) {
                let merged = Merged { rows: (from.0, to.0), columns: (from.1, to.1) };
                facts.entry(part.to_owned()).or_default().merge(merged);
            }
        }
        _ => {}
    }
}

/// The value of an attribute without a prefix.
pub(super) fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = after.get(1..)?.split_once(quote)?;
        if name.trim() == wanted {
            return Some(value);
        }
        rest = after;
    }
    None
}

/// The parts in which the sheets stand, in the order of the workbook; none when it cannot be read as usual.
fn sheet_paths(bytes: &[u8]) -> Option<Vec<String>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let book = part("xl/workbook.xml")?;
    let relations = part("xl/_rels/workbook.xml.rels")?;
    let relations: BTreeMap<String, String> = tags(&relations)
        .filter(|tag| tag.name == "Relationship")
        .filter_map(|tag| Some((tag.value("Id")?, tag.value("Target")?)))
        .collect();
    let sheets = tags(&book).filter(|tag| tag.name == "sheet").map(|tag| {
        let target = relations.get(&tag.value("id")?)?;
        Some(match target.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None => format!("xl/{}", target.strip_prefix("./").unwrap_or(target)),
        })
    });
    sheets.collect()
}

impl Book {
    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Reads a sheet, or its first rows.
    pub(super) fn read(&mut self, name: &str, most: Option<usize>, waiting: Waiting<'_>) -> Result<Sheet, FileKind> {
        let from_1904 = self.workbook.has_1904_epoch();
        let epoch = Epoch::of(from_1904);
        let mut rows = Rows::of(most, waiting);
        let sheet::Facts { hidden_rows, hidden_columns, merged, mut percents } =
            self.facts.get(name).cloned().unwrap_or_default();
        percents.sort_unstable();
        let mut reader = match self.workbook.worksheet_cells_reader(name) {
            Err(XlsxError::NotAWorksheet(_)) => return Ok(Sheet { name: Some(name.to_owned()), ..Sheet::default() }),
            reader => reader.map_err(|error| corrupt(&error))?,
        };
        // The variant that leaves shared formulas alone: to write one long formula out for every cell would not end.
        while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| corrupt(&error))? {
            let computed = matches!(record.value, DataRef::String(_) | DataRef::SharedString(_));
            let cell = match cell(&record.value, epoch) {
                Cell::Empty if record.formula.is_some() && !computed => Cell::NoValue,
                // What the person sees there is 85%, and that is what it says.
                Cell::Number(number) if percents.binary_search(&record.pos).is_ok() => {
                    percentage(number).map_or(Cell::Number(number), |text| Cell::of(&text))
                }
                cell => cell,
            };
            rows.put(record.pos.0, record.pos.1 as usize, cell)?;
            if rows.enough() {
                break;
            }
        }
        Ok(Sheet { name: Some(name.to_owned()), rows: rows.done(&hidden_rows), hidden_columns, from_1904, merged })
    }
}

fn cell(value: &DataRef<'_>, epoch: Epoch) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::of(text),
        DataRef::SharedString(text) => Cell::of(text),
        DataRef::Float(number) => Cell::Number(*number),
        #[allow(clippy::cast_precision_loss)] // a spreadsheet has no other numbers
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTime(date) if date.is_duration() => Cell::Number(date.as_f64()),
        DataRef::DateTime(date) => serial(date.as_f64(), epoch)
            .map_or_else(|| serial_cell(date.as_f64()), |(day, time)| Cell::Moment(day, time)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::of(text),
        DataRef::Error(error) => Cell::Error(error.to_string().into()),
    }
}
