//! All that is to be seen in a table, as texts: every visible sheet without its hidden rows and columns, or a CSV.
//!
//! Why it is so: whoever hands a copy of a table on knows what they saw. What a sheet hides is not seen, so it is not in
//! the copy; and where it cannot be found out what is hidden, there is no copy.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use super::problem::TableProblemKind;
use super::{csv_text, parts, workbook};

/// A sheet: its name and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Sheet {
    pub(in crate::store) name: String,
    pub(in crate::store) rows: Vec<Vec<String>>,
}

/// What is to be seen of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(corrupt)?;
        while let Some(cell) = reader.next_cell().map_err(corrupt)? {
            let (row, column) = cell.get_position();
            let value = shown(cell.get_value());
            if value.is_empty() || hidden.row(row) || hidden.column(column) {
                continue;
            }
            text += value.len();
            if row >= MAX_ROWS || column >= MAX_COLUMNS || text > MAX_TEXT {
                return Err(TableProblemKind::Overfull);
            }
            let (row, column) = (row as usize, column as usize);
            if rows.len() <= row {
                rows.resize_with(row + 1, Vec::new);
            }
            if let Some(cells) = rows.get_mut(row) {
                if cells.len() <= column {
                    cells.resize_with(column + 1, String::new);
                }
                if let Some(slot) = cells.get_mut(column) {
                    *slot = value;
                }
            }
        }
        sheets.push(Sheet { name: sheet.name, rows: hidden.without(rows) });
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

/// What a sheet hides.
#[derive(Debug, Default)]
struct Hidden {
    rows: BTreeSet<u32>,
    columns: Vec<(u32, u32)>,
}

impl Hidden {
    fn row(&self, row: u32) -> bool {
        self.rows.contains(&row)
    }

    fn column(&self, column: u32) -> bool {
        self.columns.iter().any(|(from, to)| (*from..=*to).contains(&column))
    }

    /// The rows without those that are hidden, and without the empty columns that hiding leaves.
    fn without(&self, rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
        let seen = (0_u32..).zip(rows).filter(|(at, _)| !self.row(*at));
        let columns = |cells: Vec<String>| {
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
            _ => {}
        }
    }
    Some(out)
}

/// An opening tag, without its prefix.
struct Tag<'a> {
    name: &'a str,
    rest: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, whatever its prefix.
    fn value(&self, wanted: &str) -> Option<String> {
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
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
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
