//! All that is to be seen in a table, as texts: every visible sheet without its hidden rows and columns, or a CSV.
//!
//! Why it is so: whoever hands a copy of a table on knows what they saw. What a sheet hides is not seen, so it is not in
//! the copy; and where it cannot be found out what is hidden, there is no copy.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use chrono::NaiveDate;
use zip::ZipArchive;

use super::problem::TableProblemKind;
use super::{csv_text, parts, workbook};

/// A sheet: its name and its rows.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Sheet {
    pub(in crate::store) name: String,
    pub(in crate::store) rows: Vec<Vec<Cell>>,
    /// Cells that are one: first row and column, last row and column.
    pub(in crate::store) merged: Vec<[u32; 4]>,
    /// How many rows and columns stay in sight.
    pub(in crate::store) frozen: (u32, u32),
}

/// A cell: what it says, and as a number where it is one.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::store) struct Cell {
    pub(in crate::store) text: String,
    pub(in crate::store) number: Option<f64>,
    pub(in crate::store) format: NumberFormat,
}

/// How a number is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::store) enum NumberFormat {
    /// As it is.
    #[default]
    General,
    /// One that every spreadsheet knows by its number.
    BuiltIn(u8),
    /// A code such as `0.0%`.
    Code(String),
}

/// What is to be seen of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Seen {
    pub(in crate::store) sheets: Vec<Sheet>,
}

/// Most rows and columns of a sheet.
const MAX_ROWS: u32 = 200_000;
const MAX_COLUMNS: u32 = 500;
/// Most bytes of text in all cells together.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// The rows of a CSV as they stand.
pub(in crate::store) fn csv(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableProblemKind> {
    csv_text::cells(bytes)
}

/// What is to be seen of a workbook.
pub(in crate::store) fn xlsx(bytes: &[u8]) -> Result<Seen, TableProblemKind> {
    if !bytes.starts_with(b"PK") {
        return Err(TableProblemKind::NotAWorkbook);
    }
    let read = workbook::quietly(|| {
        let (parts, _) = parts::measured(bytes)?;
        read(&parts)
    });
    read.unwrap_or(Err(TableProblemKind::CorruptWorkbook))
}

fn read(bytes: &[u8]) -> Result<Seen, TableProblemKind> {
    let corrupt = |_| TableProblemKind::CorruptWorkbook;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(corrupt)?;
    let hidden = hidden(bytes).ok_or(TableProblemKind::CorruptWorkbook)?;
    let formats = formats(bytes);
    let all = book.sheets_metadata().to_vec();
    // Both read the list of the workbook in its order; if not, nothing is known of what is hidden.
    if all.len() != hidden.len() {
        return Err(TableProblemKind::CorruptWorkbook);
    }
    let mut sheets = Vec::new();
    let mut text = 0;
    for (sheet, hidden) in all.into_iter().zip(hidden) {
        if sheet.typ != SheetType::WorkSheet || sheet.visible != SheetVisible::Visible {
            continue;
        }
        let hidden = hidden.ok_or(TableProblemKind::CorruptWorkbook)?;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(corrupt)?;
        while let Some(cell) = reader.next_cell().map_err(corrupt)? {
            let (row, column) = cell.get_position();
            let text_of = shown(cell.get_value());
            if text_of.is_empty() || hidden.row(row) || hidden.column(column) {
                continue;
            }
            text += text_of.len();
            if row >= MAX_ROWS || column >= MAX_COLUMNS || text > MAX_TEXT {
                return Err(TableProblemKind::Overfull);
            }
            let position = (row, column);
            let (row, column) = (row as usize, column as usize);
            if rows.len() <= row {
                rows.resize_with(row + 1, Vec::new);
            }
            if let Some(cells) = rows.get_mut(row) {
                if cells.len() <= column {
                    cells.resize_with(column + 1, Cell::default);
                }
                if let Some(slot) = cells.get_mut(column) {
                    let format = hidden.styles.get(&position).and_then(|style| formats.get(*style));
                    *slot = number_cell(cell.get_value(), text_of, format);
                }
            }
        }
        let (merged, frozen) = (hidden.merged_in_sight(), hidden.frozen_in_sight());
        sheets.push(Sheet { name: sheet.name, rows: hidden.without(rows), merged, frozen });
    }
    Ok(Seen { sheets })
}

/// A value as a person reads it; of a formula its result.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) => format!("{number}"),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            if date.as_f64() < 1.0 {
                time
            } else if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {time}")
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A cell with its number, if it is one, and how that is shown.
fn number_cell(value: &DataRef<'_>, text: String, format: Option<&NumberFormat>) -> Cell {
    let format = format.cloned().unwrap_or_default();
    match value {
        DataRef::Float(number) => Cell { text, number: Some(*number), format },
        #[allow(clippy::cast_precision_loss)] // a spreadsheet has no other numbers
        DataRef::Int(number) => Cell { text, number: Some(*number as f64), format },
        DataRef::DateTime(date) => {
            // From whatever day the workbook counts, the copy counts from this one.
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            let first = NaiveDate::from_ymd_opt(1899, 12, 30);
            let day = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
            let days = first.zip(day).and_then(|(first, day)| i32::try_from((day - first).num_days()).ok());
            let number = match days {
                _ if date.as_f64() < 1.0 || date.is_duration() => Some(date.as_f64()),
                Some(days) => Some(f64::from(days) + date.as_f64().fract()),
                None => None,
            };
            let plain = match (text.contains('-'), text.contains(':')) {
                (true, true) => "yyyy-mm-dd hh:mm:ss",
                (true, false) => "yyyy-mm-dd",
                _ => "hh:mm:ss",
            };
            let format = if format == NumberFormat::General { NumberFormat::Code(plain.to_owned()) } else { format };
            Cell { text, number, format }
        }
        _ => Cell { text, ..Cell::default() },
    }
}

/// The formats of a workbook by style; none where they cannot be read.
fn formats(bytes: &[u8]) -> Vec<NumberFormat> {
    let read = || {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let found =
            archive.file_names().flatten().find(|name| name.eq_ignore_ascii_case("xl/styles.xml"))?.into_owned();
        let mut text = String::new();
        archive.by_name(&found).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let text = read().unwrap_or_default();
    let mut codes: BTreeMap<u32, String> = BTreeMap::new();
    let (mut out, mut inside) = (Vec::new(), false);
    for tag in tags(&text) {
        let id = tag.value("numFmtId").and_then(|id| id.parse::<u32>().ok());
        match tag.name {
            "numFmt" => {
                if let (Some(id), Some(code)) = (id, tag.value("formatCode")) {
                    codes.entry(id).or_insert_with(|| unescaped(&code));
                }
            }
            "cellXfs" => inside = true,
            "cellStyles" | "dxfs" | "cellStyleXfs" => inside = false,
            "xf" if inside => out.push(format(id.unwrap_or(0), &codes)),
            _ => {}
        }
    }
    out
}

/// A format by its number. A code may hold words, and these could be a name: such a code is not taken over.
fn format(id: u32, codes: &BTreeMap<u32, String>) -> NumberFormat {
    const UNITS: &str = "年月日时分秒上下午星期元万亿个次件台天人小份条家％￥¥—、（）";
    let harmless = |code: &&String| code.chars().all(|letter| letter.is_ascii() || UNITS.contains(letter));
    match (codes.get(&id), u8::try_from(id)) {
        (Some(code), _) if code.eq_ignore_ascii_case("general") => NumberFormat::General,
        (Some(code), _) => {
            Some(code).filter(harmless).map_or(NumberFormat::General, |code| NumberFormat::Code(code.clone()))
        }
        (None, Ok(index @ 1..=58)) => NumberFormat::BuiltIn(index),
        _ => NumberFormat::General,
    }
}

/// The text of an attribute.
pub(in crate::store) fn unescaped(text: &str) -> String {
    let signs = [("&quot;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Row and column of a cell by its name, such as `B12`.
pub(in crate::store) fn position(name: &str) -> Option<(u32, u32)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, row) = name.split_at_checked(letters).filter(|(letters, _)| letters.len() <= 3)?;
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// What a sheet hides, and the style of each cell.
#[derive(Debug, Default)]
struct Hidden {
    styles: BTreeMap<(u32, u32), usize>,
    rows: BTreeSet<u32>,
    columns: Vec<(u32, u32)>,
    merged: Vec<[u32; 4]>,
    frozen: (u32, u32),
}

/// Most merged ranges of a sheet that are kept.
const MAX_MERGED: usize = 20_000;

impl Hidden {
    fn row(&self, row: u32) -> bool {
        self.rows.contains(&row)
    }

    fn column(&self, column: u32) -> bool {
        self.columns.iter().any(|(from, to)| (*from..=*to).contains(&column))
    }

    /// How many of the first rows are to be seen.
    fn rows_before(&self, row: u32) -> u32 {
        row - u32::try_from(self.rows.range(..row).count()).unwrap_or(row).min(row)
    }

    /// How many of the first columns are to be seen.
    fn columns_before(&self, column: u32) -> u32 {
        let column = column.min(MAX_COLUMNS);
        u32::try_from((0..column).filter(|at| !self.column(*at)).count()).unwrap_or(0)
    }

    /// What is merged, as it lies when nothing hidden is there.
    fn merged_in_sight(&self) -> Vec<[u32; 4]> {
        let in_sight = |[top, left, bottom, right]: &[u32; 4]| {
            let (first, last) = (self.rows_before(*top), self.rows_before(*bottom + 1).checked_sub(1)?);
            let (from, to) = (self.columns_before(*left), self.columns_before(*right + 1).checked_sub(1)?);
            let some = first <= last && from <= to && (first, from) != (last, to);
            some.then_some([first, from, last, to])
        };
        self.merged.iter().filter_map(in_sight).collect()
    }

    fn frozen_in_sight(&self) -> (u32, u32) {
        (self.rows_before(self.frozen.0), self.columns_before(self.frozen.1))
    }

    /// The rows without those that are hidden, and without the empty columns that hiding leaves.
    fn without(&self, rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
        let seen = (0_u32..).zip(rows).filter(|(at, _)| !self.row(*at));
        let columns = |cells: Vec<Cell>| {
            let seen = (0_u32..).zip(cells).filter(|(at, _)| !self.column(*at));
            seen.map(|(_, cell)| cell).collect()
        };
        seen.map(|(_, cells)| columns(cells)).collect()
    }
}

/// What each sheet hides, in the order of the workbook; none for a sheet of which it cannot be said, none at all when
/// the list of sheets cannot be read.
fn hidden(bytes: &[u8]) -> Option<Vec<Option<Hidden>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = |name: &str| {
        let mut text = String::new();
        let found = archive.file_names().flatten().find(|found| found.eq_ignore_ascii_case(name))?.into_owned();
        archive.by_name(&found).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let book = part("xl/workbook.xml")?;
    let relations = part("xl/_rels/workbook.xml.rels")?;
    let relations: Vec<(String, String)> = tags(&relations)
        .filter(|tag| tag.name == "Relationship")
        .filter_map(|tag| Some((tag.value("Id")?, tag.value("Target")?)))
        .collect();
    let sheets = tags(&book).filter(|tag| tag.name == "sheet").map(|tag| {
        let id = tag.value("id")?;
        let (_, target) = relations.iter().find(|(known, _)| *known == id)?;
        let path = match target.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None => format!("xl/{}", target.strip_prefix("./").unwrap_or(target)),
        };
        hidden_in(&part(&path)?)
    });
    Some(sheets.collect())
}

fn hidden_in(sheet: &str) -> Option<Hidden> {
    let mut out = Hidden::default();
    let mut row = 0_u32;
    for tag in tags(sheet) {
        let is = |name: &str| matches!(tag.value(name).as_deref(), Some("1" | "true"));
        let flat =
            |name: &str| tag.value(name).and_then(|size| size.parse::<f32>().ok()).is_some_and(|size| size <= 0.0);
        match tag.name {
            "sheetFormatPr" if is("zeroHeight") => return None, // every row is hidden but those that say otherwise
            "col" if is("hidden") || flat("width") => {
                let (from, to) = (tag.value("min")?.parse::<u32>().ok()?, tag.value("max")?.parse::<u32>().ok()?);
                out.columns.push((from.checked_sub(1)?, to.checked_sub(1)?));
            }
            "row" => {
                // A row without a number stands after the one before it.
                row = match tag.value("r") {
                    Some(number) => number.parse().ok()?,
                    None => row + 1,
                };
                if is("hidden") || flat("ht") {
                    out.rows.insert(row.checked_sub(1)?);
                }
            }
            "pane" if tag.value("state").is_some_and(|state| state.starts_with("frozen")) => {
                let split = |name: &str| tag.value(name).and_then(|at| at.parse::<u32>().ok()).unwrap_or(0);
                out.frozen = (split("ySplit").min(MAX_ROWS), split("xSplit").min(MAX_COLUMNS));
            }
            "mergeCell" if out.merged.len() < MAX_MERGED => {
                let range = tag.value("ref").and_then(|range| {
                    let (first, last) = range.split_once(':')?;
                    let ((top, left), (bottom, right)) = (position(first)?, position(last)?);
                    let within = top <= bottom && left <= right && bottom < MAX_ROWS && right < MAX_COLUMNS;
                    within.then_some([top, left, bottom, right])
                });
                out.merged.extend(range);
            }
            "c" => {
                let style = tag.value("s").and_then(|style| style.parse().ok()).filter(|style| *style != 0);
                let position = tag.value("r").and_then(|name| position(&name));
                out.styles.extend(position.zip(style));
            }
            _ => {}
        }
    }
    Some(out)
}

/// An opening tag, without its prefix.
pub(in crate::store) struct Tag<'a> {
    pub(in crate::store) name: &'a str,
    rest: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, whatever its prefix.
    pub(in crate::store) fn value(&self, wanted: &str) -> Option<String> {
        let mut rest = self.rest;
        while let Some((name, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            let (value, after) = after.get(1..)?.split_once(quote)?;
            let name = name.trim();
            if name.rsplit(':').next() == Some(wanted) {
                return Some(value.to_owned());
            }
            rest = after;
        }
        None
    }
}

/// The opening tags of a text in order.
pub(in crate::store) fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once('<')?;
            if let Some(comment) = after.strip_prefix("!--") {
                rest = comment.split_once("-->")?.1;
                continue;
            }
            // A `>` inside quotes does not end a tag.
            let mut quote = None;
            let end = after.find(|letter| match (quote, letter) {
                (None, '"' | '\'') => {
                    quote = Some(letter);
                    false
                }
                (Some(open), letter) => {
                    if open == letter {
                        quote = None;
                    }
                    false
                }
                (None, letter) => letter == '>',
            })?;
            let tag = &after[..end];
            rest = &after[end..];
            if tag.starts_with(['/', '?', '!']) {
                continue;
            }
            let tag = tag.trim_end_matches('/');
            let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            return Some(Tag { name: name.rsplit(':').next().unwrap_or(name), rest: attributes });
        }
    })
}
