//! The answers table: one row per clause, as CSV or XLSX, in and out.
//!
//! Reading goes bytes → [`Table`] → [`ImportPlan`] → one `Edit`; everything before and after the bytes is pure, and
//! only [`read_file`] touches the disk. Nothing is changed here: whoever asked for the plan applies its edit.
//!
//! What a row does:
//! * A row with a problem is not taken over, no part of it; the other rows are.
//! * An empty cell leaves what the case has. Nobody loses a finding because a column was not filled in.
//! * Evidence is added to a clause, never taken away; a path that the clause already has is not added again. Where
//!   the case's folder is known ([`plan_settled`]) paths are settled against it first, and folders are recognised.
//! * Rows that name the same clause and differ are none of them taken over.
//!
//! What survives a round trip into an empty case: verdicts with numbers and reasons, findings, notes, flags, the
//! paths of evidence per clause, special deductions, the bonus. What a table cannot carry: titles, periods and
//! expiry of evidence, evidence that serves no clause, and the company.
//!
//! Why it is so:
//! * CSV is split by hand (`csv_text`): a sentence about row 12 must mean what Excel calls row 12, also after blank
//!   lines and cells with line breaks, and a quote that never closes must be found; the `csv` crate skips the former
//!   and accepts the latter. It writes our files.
//! * In CSV a text that a spreadsheet would take for a formula gets a leading `'`. The rule is one that reading can
//!   undo exactly: texts of the form `'…'=` gain one `'`, such texts lose one (see [`guard`]).
//! * A workbook is measured by `parts` before calamine sees it: a small file can be made to fill the memory.
//! * Headings and verdict words are part of the format, not of a language: every language's are always read.

mod account;
mod calibration;
mod change;
mod changes_sheet;
pub(super) mod columns;
pub(super) mod csv_text;
mod evidence_cell;
mod file;
pub(super) mod guard;
pub(super) mod parts;
mod plan;
pub(super) mod problem;
mod proof;
mod row;
pub(super) mod values;
pub(super) mod workbook;
mod write;

pub(in crate::store) use account::summary;
pub use account::{Account, Section};
pub use calibration::{PointsTable, PointsTableProblem, points_table};
pub use changes_sheet::{ChangeRow, change_rows, changes_sheet, count_changes};
pub use file::read_file;
pub(super) use file::read_file_by;
pub use plan::{Change, ImportPlan, Subject, plan, plan_settled};
pub use problem::{ColumnRef, Ignored, IgnoredWhy, TableProblem, TableProblemKind};
pub use proof::{TableContents, TableDifference, prove};
pub(super) use workbook::every_sheet;
pub use write::{TableWriteError, write};

use std::path::Path;

use super::Unsettled;
use crate::assessment::EvidenceItem;

/// Turns evidence as it was written into the item to store, see [`crate::store::settle`].
pub type Resolver<'a> = &'a dyn Fn(EvidenceItem) -> Result<EvidenceItem, Unsettled>;

/// Most rows of a sheet that are read.
pub const MAX_ROWS: u32 = 20_000;
/// Most columns of a sheet that are read.
pub const MAX_COLUMNS: usize = 200;
/// The largest file that is read, in bytes.
pub const MAX_TABLE_BYTES: u64 = 32 * 1024 * 1024;

/// How a table is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Text with separators.
    Csv,
    /// A workbook.
    Xlsx,
}

impl TableKind {
    /// By the ending of a name: `.csv`, `.txt`, `.tsv`; `.xlsx`, `.xlsm`.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" | "txt" | "tsv" => Some(Self::Csv),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// What is written under a name: `.csv` and `.xlsx` only, since the other endings promise something else.
    #[must_use]
    pub fn for_writing(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// A cell as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing, or white space only.
    #[default]
    Empty,
    /// Text, or a number as text; whole numbers without a point.
    Text(String),
    /// A date, as a spreadsheet makes them of texts such as `5.1.2`.
    Date(String),
    /// A formula whose result was never computed.
    Formula(String),
    /// An error value such as `#N/A`.
    Error(String),
    /// CSV: a quote that never closes.
    Unclosed,
}

impl Cell {
    /// A cell of this text.
    #[must_use]
    pub fn of(text: String) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text) }
    }

    fn is_empty(&self) -> bool {
        *self == Self::Empty
    }
}

/// The text that bytes hold, in whatever encoding is usual here; the last letter may be cut. None when they hold none.
#[must_use]
pub fn text_of(bytes: &[u8]) -> Option<String> {
    // What was cut in the middle of a letter is whole without its last bytes.
    (0..4).find_map(|less| csv_text::decode(bytes.get(..bytes.len().checked_sub(less)?)?).ok())
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it, from 1.
    pub number: u32,
    /// Its cells from the first column on; fewer than headings where the rest is empty.
    pub cells: Vec<Cell>,
}

/// A table as it was read: rows that are not empty, the headings among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The sheet that it stood on; none for CSV.
    pub sheet: Option<String>,
    /// Rows that are not empty, in order.
    pub rows: Vec<Row>,
}

/// Reads a table.
///
/// # Errors
/// When the bytes are no table of this kind, hold nothing, or hold absurdly much.
pub fn parse(bytes: &[u8], kind: TableKind) -> Result<Table, TableProblem> {
    parse_by(bytes, kind, columns::is_heading)
}

/// Reads a table of which `is_heading` knows the headings: by them separator and encoding of CSV are found.
pub(super) fn parse_by(bytes: &[u8], kind: TableKind, is_heading: fn(&str) -> bool) -> Result<Table, TableProblem> {
    let length = bytes.len() as u64;
    if length > MAX_TABLE_BYTES {
        return Err(TableProblem::of_file(TableProblemKind::TooLarge { bytes: length, most: MAX_TABLE_BYTES }));
    }
    if bytes.is_empty() {
        return Err(TableProblem::of_file(TableProblemKind::Empty));
    }
    let table = match kind {
        // A workbook that somebody named .csv is still a workbook.
        TableKind::Csv if !bytes.starts_with(b"PK\x03\x04") => csv_text::parse(bytes, is_heading),
        _ => workbook::parse(bytes),
    }
    .map_err(TableProblem::of_file)?;
    if table.rows.is_empty() {
        return Err(TableProblem::of_file(TableProblemKind::Empty));
    }
    Ok(table)
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
