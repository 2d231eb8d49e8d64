//! A sheet as it was read: rows that are not empty, cells as what they are, within bounds.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use super::waiting::{ROWS_EACH, Waiting};
use super::{MAX_LEDGER_COLUMNS, MAX_LEDGER_ROWS};
use crate::store::tables::TableProblemKind;

/// A cell as it was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or white space only.
    #[default]
    Empty,
    /// Text; of a long one the beginning.
    Text(Box<str>),
    /// A number.
    Number(f64),
    /// A day, with a time where it has one.
    Moment(NaiveDate, Option<NaiveTime>),
    /// Yes or no.
    Bool(bool),
    /// A formula whose value was never computed.
    NoValue,
    /// An error value such as `#N/A`.
    Error(Box<str>),
    /// CSV: a quote that never closes.
    Unclosed,
}

/// Characters of a cell that are kept while reading; more than any field keeps.
const MAX_READ: usize = 260;

impl Cell {
    /// A cell of this text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::Empty;
        }
        if text.len() <= MAX_READ {
            return Self::Text(text.into());
        }
        // White space at the beginning would be all that is kept.
        let text = text.trim_start();
        let end = text.char_indices().nth(MAX_READ).map_or(text.len(), |(at, _)| at);
        Self::Text(text[..end].into())
    }

    /// Whether nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// As text: what a person sees, about.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::NoValue | Self::Unclosed => String::new(),
            Self::Text(text) | Self::Error(text) => text.to_string(),
            Self::Number(number) => number_text(*number),
            Self::Moment(day, None) => day.format("%Y-%m-%d").to_string(),
            Self::Moment(day, Some(time)) => format!("{} {}", day.format("%Y-%m-%d"), time.format("%H:%M:%S")),
            Self::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// A number as a spreadsheet shows it where nothing else is asked for: whole numbers without a point.
pub(super) fn number_text(number: f64) -> String {
    format!("{number}")
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number as a spreadsheet shows it, from 1.
    pub number: u32,
    /// Whether the sheet hides it.
    pub hidden: bool,
    /// Its cells from the first column on; fewer than headings where the rest is empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column, from 0.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// Cells that are merged: first and last row and column, all from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

/// A sheet: its rows that are not empty, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name; none for CSV.
    pub name: Option<String>,
    /// Its rows that are not empty.
    pub rows: Vec<Row>,
    /// Columns that it hides, from 0; they are read like others.
    pub hidden_columns: BTreeSet<usize>,
    /// Whether its days count from 1904 and not from 1900.
    pub from_1904: bool,
    pub(super) merged: Vec<Merged>,
}

/// Most bytes of text in all cells together.
const MAX_TEXT: usize = 96 * 1024 * 1024;
/// Most cells, the empty ones between others included.
const MAX_CELLS: usize = 6_000_000;
/// Rows at the top within which merged cells are headings.
pub(super) const TOP: u32 = 60;
/// Most cells with percentages that are remembered.
const MAX_PERCENTS: usize = 1_000_000;
/// Most merged cells that are remembered.
const MAX_MERGED: usize = 2_000;

/// Takes cells and makes rows of them, within bounds.
pub(super) struct Rows<'a> {
    rows: Vec<Row>,
    text: usize,
    cells: usize,
    /// Only so many rows are wanted.
    most: Option<usize>,
    waiting: Waiting<'a>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(most: Option<usize>, waiting: Waiting<'a>) -> Self {
        Self { rows: Vec::new(), text: 0, cells: 0, most, waiting }
    }

    /// Whether no more rows are wanted.
    pub(super) fn enough(&self) -> bool {
        self.most.is_some_and(|most| self.rows.len() > most)
    }

    /// A cell at a place, from 0. Rows may come in any order.
    pub(super) fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), TableProblemKind> {
        if cell.is_empty() {
            return Ok(());
        }
        if column >= MAX_LEDGER_COLUMNS {
            return Err(TableProblemKind::TooManyColumns { most: MAX_LEDGER_COLUMNS });
        }
        let number = row.saturating_add(1);
        let at = match self.rows.last().map(|last| last.number) {
            Some(last) if last == number => self.rows.len() - 1,
            Some(last) if last > number => match self.rows.binary_search_by_key(&number, |row| row.number) {
                Ok(at) => at,
                // A sheet that says its rows backwards would move all of them each time.
                Err(at) if self.rows.len() - at <= 1_000 => {
                    self.rows.insert(at, Row { number, hidden: false, cells: Vec::new() });
                    at
                }
                Err(_) => return Err(TableProblemKind::CorruptWorkbook),
            },
            _ => {
                self.tell()?;
                self.trim();
                self.rows.push(Row { number, hidden: false, cells: Vec::new() });
                self.rows.len() - 1
            }
        };
        if self.rows.len() > MAX_LEDGER_ROWS {
            return Err(TableProblemKind::TooManyRows { most: u32::try_from(MAX_LEDGER_ROWS).unwrap_or(u32::MAX) });
        }
        if let Cell::Text(text) | Cell::Error(text) = &cell {
            self.text += text.len();
        }
        let Some(row) = self.rows.get_mut(at) else { return Ok(()) };
        if row.cells.len() <= column {
            self.cells += column + 1 - row.cells.len();
            row.cells.resize(column + 1, Cell::Empty);
        }
        row.cells[column] = cell;
        if self.text > MAX_TEXT || self.cells > MAX_CELLS { Err(TableProblemKind::Overfull) } else { Ok(()) }
    }

    /// Says every so often how many rows are read, and asks whether to go on.
    fn tell(&self) -> Result<(), TableProblemKind> {
        let due = self.most.is_none() && !self.rows.is_empty() && self.rows.len().is_multiple_of(ROWS_EACH);
        if !due {
            return Ok(());
        }
        (self.waiting.rows)(self.rows.len());
        self.waiting.goes_on()
    }

    /// Gives back the room that the last row does not need.
    fn trim(&mut self) {
        if let Some(last) = self.rows.last_mut() {
            last.cells.shrink_to_fit();
        }
    }

    /// The rows; `hidden` says which a sheet hides, by their place from 0.
    pub(super) fn done(mut self, hidden: &BTreeSet<u32>) -> Vec<Row> {
        self.trim();
        match self.most {
            Some(most) => self.rows.truncate(most),
            None => (self.waiting.rows)(self.rows.len()),
        }
        if !hidden.is_empty() {
            for row in &mut self.rows {
                row.hidden = hidden.contains(&(row.number - 1));
            }
        }
        self.rows
    }
}

/// What a sheet hides and merges.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_columns: BTreeSet<usize>,
    pub(super) merged: Vec<Merged>,
    /// Cells whose number is shown as a percentage: row and column, from 0.
    pub(super) percents: Vec<(u32, u32)>,
}

impl Facts {
    /// Hides columns, the last included; beyond what is read they do not matter.
    pub(super) fn hide_columns(&mut self, from: usize, to: usize) {
        self.hidden_columns.extend(from.min(MAX_LEDGER_COLUMNS)..=to.min(MAX_LEDGER_COLUMNS));
    }

    /// Hides a row, as long as there is room for it.
    pub(super) fn hide_row(&mut self, row: u32) {
        if self.hidden_rows.len() <= MAX_LEDGER_ROWS {
            self.hidden_rows.insert(row);
        }
    }

    /// Remembers a cell that shows a percentage, as long as there is room for it.
    pub(super) fn percent(&mut self, place: (u32, u32)) {
        if self.percents.len() < MAX_PERCENTS {
            self.percents.push(place);
        }
    }

    /// Remembers merged cells where they can be headings.
    pub(super) fn merge(&mut self, merged: Merged) {
        if merged.rows.0 < TOP && self.merged.len() < MAX_MERGED {
            self.merged.push(merged);
        }
    }
}
