//! ODS: cells from the stretches of `content.xml`, one by one. Why not by the library: see `mod.rs`.

use std::collections::BTreeSet;

use super::moment::moment;
use super::open::SheetName;
use super::problem::FileKind;
use super::sheet::{Cell, Facts, Merged, Rows, Sheet};
use super::styles::percentage;
use super::waiting::Waiting;
use super::{MAX_LEDGER_COLUMNS, MAX_LEDGER_UNPACKED};
use crate::store::tables::TableProblemKind;
use crate::store::tables::parts::{self, Bounds};
use crate::store::tables::values::unescaped;

const BOUNDS: Bounds = Bounds { unpacked: MAX_LEDGER_UNPACKED, tags: usize::MAX, cell_tags: None };
const CONTENT: &str = "content.xml";
/// Most sheets.
const MAX_SHEETS: usize = 1_000;
/// Most bytes of a cell's text that are put together.
const MAX_CELL: usize = 256 * 1024;

/// A workbook whose sheets can be read.
pub(super) struct Book {
    bytes: Vec<u8>,
    sheets: Vec<SheetName>,
    /// How many bytes its text has.
    pub(super) size: u64,
}

/// Whether a ZIP says at its beginning that it is an ODS.
pub(super) fn is_ods(bytes: &[u8]) -> bool {
    const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    bytes.get(..200).unwrap_or(bytes).windows(KIND.len()).any(|found| found == KIND)
}

pub(super) fn open(bytes: Vec<u8>, waiting: Waiting<'_>) -> Result<Book, FileKind> {
    let mut protected = false;
    parts::see_part(&bytes, "META-INF/manifest.xml", &BOUNDS, |stretch| {
        protected |= parts::element(stretch).0 == b"encryption-data";
        Ok(!protected)
    })?;
    if protected {
        return Err(FileKind::Password);
    }
    let mut reader = Reader::new(None, None, waiting);
    let (mut size, mut pieces) = (0_u64, 0);
    let found = parts::see_part(&bytes, CONTENT, &BOUNDS, |stretch| {
        size += stretch.len() as u64;
        waiting.piece(&mut pieces)?;
        reader.stretch(stretch)
    })?;
    if !found {
        return Err(TableProblemKind::CorruptWorkbook.into());
    }
    Ok(Book { sheets: reader.sheets, bytes, size })
}

impl Book {
    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Reads a sheet, or its first rows.
    pub(super) fn read(&mut self, name: &str, most: Option<usize>, waiting: Waiting<'_>) -> Result<Sheet, FileKind> {
        let wanted = self.sheets.iter().position(|sheet| sheet.name == name);
        let (mut reader, mut pieces) = (Reader::new(wanted, most, waiting), 0);
        parts::see_part(&self.bytes, CONTENT, &BOUNDS, |stretch| {
            // Behind a sheet that was wanted others may follow, of which no row is taken.
            waiting.piece(&mut pieces)?;
            reader.stretch(stretch)
        })?;
        let Facts { hidden_rows, hidden_columns, merged, .. } = reader.facts;
        let rows = reader.rows.done(&hidden_rows);
        Ok(Sheet { name: Some(name.to_owned()), rows, hidden_columns, from_1904: reader.from_1904, merged })
    }
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Open {
    repeated: usize,
    spans: (u32, u32),
    kind: String,
    value: Option<String>,
    error: bool,
    formula: bool,
    text: String,
}

struct Reader<'a> {
    wanted: Option<usize>,
    sheets: Vec<SheetName>,
    /// Names of styles that hide a sheet.
    hiding: BTreeSet<String>,
    style: Option<String>,
    from_1904: bool,
    rows: Rows<'a>,
    facts: Facts,
    /// Whether a remark is open in which `<` counts for nothing.
    in_comment: bool,
    /// How deep in tables: the ones within cells are no sheets.
    tables: usize,
    row: u32,
    row_repeated: u32,
    row_hidden: bool,
    cells: Vec<(usize, Cell)>,
    column: usize,
    columns: usize,
    cell: Option<Open>,
    paragraphs: usize,
    annotations: usize,
}

impl<'a> Reader<'a> {
    fn new(wanted: Option<usize>, most: Option<usize>, waiting: Waiting<'a>) -> Self {
        Self {
            wanted,
            sheets: Vec::new(),
            hiding: BTreeSet::new(),
            style: None,
            from_1904: false,
            rows: Rows::of(most, waiting),
            facts: Facts::default(),
            in_comment: false,
            tables: 0,
            row: 0,
            row_repeated: 1,
            row_hidden: false,
            cells: Vec::new(),
            column: 0,
            columns: 0,
            cell: None,
            paragraphs: 0,
            annotations: 0,
        }
    }

    /// Whether the sheet that is being read is the one that is wanted.
    fn reads(&self) -> bool {
        self.tables == 1 && self.wanted.is_some_and(|wanted| wanted + 1 == self.sheets.len())
    }

    /// Takes what stands from one `<` to the next; says whether to go on.
    fn stretch(&mut self, stretch: &[u8]) -> Result<bool, TableProblemKind> {
        let stretch = std::str::from_utf8(stretch).map_err(|_| TableProblemKind::CorruptWorkbook)?;
        if self.in_comment || stretch.starts_with("!--") {
            self.in_comment = !stretch.contains("-->");
            return Ok(true);
        }
        let (tag, text) = split_tag(stretch);
        let closes_itself = tag.ends_with('/');
        if let Some(name) = tag.strip_prefix('/') {
            self.end(name.trim())?;
        } else {
            let tag = tag.trim_end_matches('/');
            let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            self.begin(name, attributes, closes_itself)?;
            if closes_itself {
                self.end(name)?;
            }
        }
        self.text(text);
        let behind = self.wanted.is_some_and(|wanted| self.sheets.len() > wanted + 1);
        Ok(!behind && !self.rows.enough())
    }

    fn begin(&mut self, name: &str, attributes: &str, closes_itself: bool) -> Result<(), TableProblemKind> {
        let value = |wanted: &str| super::xlsx::attribute(attributes, wanted).map(plain);
        let count = |wanted: &str| value(wanted).and_then(|count| count.parse::<u32>().ok()).unwrap_or(1).max(1);
        match name {
            "style:style" => self.style = value("style:name"),
            "style:table-properties" if value("table:display").as_deref() == Some("false") => {
                self.hiding.extend(self.style.clone());
            }
            "table:null-date" => self.from_1904 |= value("table:date-value").is_some_and(|day| day.starts_with("1904")),
            "table:table" => {
                self.tables += 1;
                if self.tables == 1 {
                    if self.sheets.len() == MAX_SHEETS {
                        return Err(TableProblemKind::Overfull);
                    }
                    let hidden = value("table:style-name").is_some_and(|style| self.hiding.contains(&style));
                    self.sheets.push(SheetName { name: value("table:name").unwrap_or_default(), hidden });
                    (self.row, self.columns) = (0, 0);
                }
            }
            _ if !self.reads() => {}
            "table:table-column" => {
                let count = count("table:number-columns-repeated") as usize;
                if is_hidden(value("table:visibility").as_deref()) {
                    self.facts.hide_columns(self.columns, self.columns.saturating_add(count - 1));
                }
                self.columns = self.columns.saturating_add(count);
            }
            "table:table-row" => {
                self.row_repeated = count("table:number-rows-repeated");
                self.row_hidden = is_hidden(value("table:visibility").as_deref());
                self.column = 0;
                self.cells.clear();
            }
            "table:table-cell" | "table:covered-table-cell" if self.cell.is_none() => {
                let held = ["office:value", "office:date-value", "office:boolean-value", "office:string-value"];
                self.cell = Some(Open {
                    repeated: count("table:number-columns-repeated") as usize,
                    spans: (count("table:number-rows-spanned"), count("table:number-columns-spanned")),
                    kind: value("office:value-type").unwrap_or_default(),
                    value: held.iter().find_map(|held| value(held)),
                    error: value("calcext:value-type").as_deref() == Some("error"),
                    formula: value("table:formula").is_some(),
                    text: String::new(),
                });
                (self.paragraphs, self.annotations) = (0, 0);
            }
            "office:annotation" => self.annotations += 1,
            "text:p" if self.annotations == 0 => {
                if !closes_itself
                    && self.paragraphs == 0
                    && self.cell.as_ref().is_some_and(|cell| !cell.text.is_empty())
                {
                    self.push("\n");
                }
                self.paragraphs += 1;
            }
            "text:s" => self.push(&" ".repeat((count("text:c") as usize).min(100))),
            "text:tab" => self.push("\t"),
            "text:line-break" => self.push("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), TableProblemKind> {
        match name {
            "table:table" => self.tables = self.tables.saturating_sub(1),
            _ if !self.reads() => {}
            "office:annotation" => self.annotations = self.annotations.saturating_sub(1),
            "text:p" if self.annotations == 0 => self.paragraphs = self.paragraphs.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(open) = self.cell.take() {
                    self.take(open)?;
                }
            }
            "table:table-row" => {
                let cells = std::mem::take(&mut self.cells);
                for at in 0..self.row_repeated {
                    let row = self.row.saturating_add(at);
                    if cells.is_empty() || self.rows.enough() {
                        break;
                    }
                    if self.row_hidden {
                        self.facts.hide_row(row);
                    }
                    for (column, cell) in &cells {
                        self.rows.put(row, *column, cell.clone())?;
                    }
                }
                self.row = self.row.saturating_add(self.row_repeated);
            }
            _ => {}
        }
        Ok(())
    }

    /// A cell is read to its end.
    fn take(&mut self, open: Open) -> Result<(), TableProblemKind> {
        let Open { repeated, spans, .. } = open;
        if spans.0 > 1 || spans.1 > 1 {
            let left = u32::try_from(self.column).unwrap_or(u32::MAX);
            self.facts.merge(Merged {
                rows: (self.row, self.row.saturating_add(spans.0 - 1)),
                columns: (left, left.saturating_add(spans.1 - 1)),
            });
        }
        let cell = cell(open);
        if !cell.is_empty() {
            if self.column.saturating_add(repeated) > MAX_LEDGER_COLUMNS {
                return Err(TableProblemKind::TooManyColumns { most: MAX_LEDGER_COLUMNS });
            }
            self.cells.extend((self.column..self.column + repeated).map(|column| (column, cell.clone())));
        }
        self.column = self.column.saturating_add(repeated);
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.text.len() < MAX_CELL) {
            cell.text.push_str(text);
        }
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() && self.paragraphs > 0 && self.annotations == 0 && self.cell.is_some() {
            self.push(&plain(text));
        }
    }
}

fn is_hidden(visibility: Option<&str>) -> bool {
    matches!(visibility, Some("collapse" | "filter"))
}

fn cell(open: Open) -> Cell {
    let Open { kind, value, error, formula, text, .. } = open;
    if error {
        return Cell::Error(if text.trim().is_empty() { "#?".into() } else { text.trim().into() });
    }
    match (kind.as_str(), value) {
        ("percentage", Some(value)) => {
            let shown = value.parse().ok().and_then(percentage);
            Cell::of(&shown.unwrap_or(value))
        }
        ("float" | "currency", Some(value)) => value.parse().map_or_else(|_| Cell::of(&value), Cell::Number),
        ("date", Some(value)) => {
            moment(&value, false).map_or_else(|_| Cell::of(&value), |(day, time)| Cell::Moment(day, time))
        }
        ("boolean", Some(value)) => Cell::Bool(value == "true"),
        ("" | "void", None) if formula && text.is_empty() => Cell::NoValue,
        (_, Some(value)) if text.is_empty() => Cell::of(&value),
        _ => Cell::of(&text),
    }
}

/// A tag and the text behind it; a `>` inside quotes does not end a tag.
fn split_tag(stretch: &str) -> (&str, &str) {
    let mut quote = None;
    let end = stretch.bytes().position(|byte| match quote {
        None if byte == b'"' || byte == b'\'' => {
            quote = Some(byte);
            false
        }
        None => byte == b'>',
        Some(open) => {
            if open == byte {
                quote = None;
            }
            false
        }
    });
    end.map_or((stretch, ""), |end| (&stretch[..end], &stretch[end + 1..]))
}

/// A text without the signs that stand for others.
fn plain(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#") {
        out.push_str(&unescaped(before));
        let number = after.split_once(';').and_then(|(number, after)| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            Some((char::from_u32(code)?, after))
        });
        match number {
            Some((letter, after)) => {
                out.push(letter);
                rest = after;
            }
            None => {
                out.push_str("&#");
                rest = after;
            }
        }
    }
    out.push_str(&unescaped(rest));
    out
}
