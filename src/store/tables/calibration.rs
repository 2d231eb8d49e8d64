//! A table of points: columns 条款 and 分值, and 条文 where texts are corrected; or a column of numbers alone.
//!
//! Why it is so:
//! * Cells are handed on as text: what is a number, and which clause is meant, `criteria` decides for tables, for what is
//!   pasted and for what is typed alike. Here is only said what a cell of a spreadsheet can be wrong in by itself.
//! * Rows of sums are handed on as they are: `criteria` knows them, and checks them.
//! * Without a column of clauses the order of the rows is all there is. That is taken where there is one number for
//!   every clause; what the doors say of it asks for a look.

use super::columns::{self, Column, texts};
use super::problem::{ColumnRef, TableProblem, TableProblemKind};
use super::{Cell, Row, Table};
use crate::criteria::{CalibrationProblem, PointsEntry, Scheme, entries_of_rows};
use crate::lang::cut;

/// What a table of points says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsTable {
    /// Its rows, as far as they say anything.
    pub entries: Vec<PointsEntry>,
    /// Whether numbers were taken in the order of clauses, for want of a column that names them.
    pub in_order: bool,
    /// Columns that are not used.
    pub unused: Vec<ColumnRef>,
}

/// Why a table of points says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PointsTableProblem {
    /// Something about headings or cells.
    Table(TableProblem),
    /// Something about the rows as a whole.
    Rows(CalibrationProblem),
}

/// A column that a table of points has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Clause,
    /// The clause's title, for people; not read.
    Title,
    Points,
    Text,
}

impl Given {
    fn of(heading: &str) -> Option<Self> {
        match Column::of(heading) {
            Some(Column::Clause) => return Some(Self::Clause),
            Some(Column::Title) => return Some(Self::Title),
            _ => {}
        }
        match columns::word(heading).as_str() {
            "分值" | "分数" | "标准分值" | "points" => Some(Self::Points),
            "条文" | "要求" | "条文内容" | "text" | "requirement" => Some(Self::Text),
            "标题" | "条款标题" => Some(Self::Title),
            _ => None,
        }
    }
}

/// How far down headings are looked for; people put a title above them.
const HEADINGS_WITHIN: usize = 10;

/// Reads a table of points for a scheme.
///
/// # Errors
/// When headings are missing or double, or cells hold no value.
pub fn points_table(table: &Table, scheme: &Scheme) -> Result<PointsTable, Vec<PointsTableProblem>> {
    let known = |row: &Row| texts(row).filter(|(_, text)| Given::of(text).is_some()).count();
    let tops = table.rows.iter().take(HEADINGS_WITHIN);
    let found = tops.clone().position(|row| known(row) >= 2).or_else(|| tops.clone().position(|row| known(row) > 0));
    let Some(at) = found else { return without_headings(table, scheme) };
    let mut points = with_headings(table, at)?;
    if points.in_order {
        let rows: Vec<_> = points.entries.iter().map(|entry| (entry.row, vec![entry.points.clone()])).collect();
        points.entries = entries_of_rows(scheme, &rows).map_err(|what| vec![PointsTableProblem::Rows(what)])?;
    }
    Ok(points)
}

fn with_headings(table: &Table, heading_row: usize) -> Result<PointsTable, Vec<PointsTableProblem>> {
    let mut found: Vec<(Given, ColumnRef)> = Vec::new();
    let mut unused = Vec::new();
    let mut problems = Vec::new();
    let mut headings = Vec::new();
    let number = table.rows.get(heading_row).map(|row| row.number);
    for (index, text) in table.rows.get(heading_row).into_iter().flat_map(texts) {
        let at = ColumnRef { index, heading: cut(text) };
        headings.push(cut(text));
        match Given::of(text) {
            Some(given) => match found.iter().find(|(known, _)| *known == given && given != Given::Title) {
                Some((_, first)) => {
                    let kind = TableProblemKind::ColumnTwice { first: first.clone() };
                    problems.push(TableProblem { row: number, column: Some(at), kind });
                }
                None => found.push((given, at)),
            },
            None => unused.push(at),
        }
    }
    let column = |given| found.iter().find(|(known, _)| *known == given).map(|(_, at)| at);
    let (clause, points, text) = (column(Given::Clause), column(Given::Points), column(Given::Text));
    let title = column(Given::Title);
    headings.truncate(12);
    let missing = match (clause, points, text) {
        (_, None, None) => Some("分值/points"),
        (None, None, Some(_)) | (None, Some(_), Some(_)) => Some("条款/clause"),
        _ => None,
    };
    if let Some(needed) = missing {
        problems.push(TableProblem::of_file(TableProblemKind::ColumnMissing { needed, found: headings }));
    }
    let mut entries = Vec::new();
    if problems.is_empty() {
        for row in table.rows.iter().skip(heading_row + 1) {
            let mut cell = |column: Option<&ColumnRef>, is_clause| {
                column.map_or_else(String::new, |at| cell(row, at, is_clause, &mut problems))
            };
            let (mut clause_text, points, text) = (cell(clause, true), cell(points, false), cell(text, false));
            if clause_text.is_empty() && clause.is_some() && !points.is_empty() {
                // Sums often have their name in the column of titles.
                clause_text = cell(title, false);
            }
            let entry = PointsEntry { row: Some(row.number), clause: clause_text, points, text };
            if clause.is_some() || !entry.points.is_empty() {
                entries.push(entry);
            }
        }
    }
    if problems.is_empty() {
        Ok(PointsTable { entries, in_order: clause.is_none(), unused })
    } else {
        Err(problems.into_iter().map(PointsTableProblem::Table).collect())
    }
}

/// A table without headings: numbers in order, or clauses and points.
fn without_headings(table: &Table, scheme: &Scheme) -> Result<PointsTable, Vec<PointsTableProblem>> {
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        let cells = (0..row.cells.len())
            .map(|index| cell(row, &ColumnRef { index, heading: String::new() }, false, &mut problems))
            .filter(|text| !text.is_empty());
        rows.push((Some(row.number), cells.collect::<Vec<_>>()));
    }
    if !problems.is_empty() {
        return Err(problems.into_iter().map(PointsTableProblem::Table).collect());
    }
    let widest = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let clause = |(_, cells): &(Option<u32>, Vec<String>)| {
        cells.first().is_some_and(|cell| scheme.clause(&columns::narrow(cell.trim()).as_str().into()).is_some())
    };
    if widest > 2 || (widest == 2 && !rows.iter().any(clause)) {
        let headings = rows.first().map(|(_, cells)| cells.iter().take(12).map(|cell| cut(cell)).collect());
        let kind = TableProblemKind::ColumnMissing { needed: "条款/clause", found: headings.unwrap_or_default() };
        return Err(vec![PointsTableProblem::Table(TableProblem::of_file(kind))]);
    }
    let entries = entries_of_rows(scheme, &rows).map_err(|what| vec![PointsTableProblem::Rows(what)])?;
    Ok(PointsTable { entries, in_order: widest < 2, unused: Vec::new() })
}

/// The text of a cell.
fn cell(row: &Row, column: &ColumnRef, is_clause: bool, problems: &mut Vec<TableProblem>) -> String {
    let mut problem = |kind| {
        problems.push(TableProblem { row: Some(row.number), column: Some(column.clone()), kind });
        String::new()
    };
    match row.cells.get(column.index).unwrap_or(&Cell::Empty) {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.trim().to_owned(),
        // Points that became a date are no number; that is said with the clause.
        Cell::Date(date) if !is_clause => date.clone(),
        Cell::Date(date) => problem(TableProblemKind::ClauseIsDate { date: date.clone() }),
        Cell::Formula(formula) => problem(TableProblemKind::FormulaWithoutValue { formula: formula.clone() }),
        Cell::Error(text) => problem(TableProblemKind::ErrorValue { text: text.clone() }),
        Cell::Unclosed => problem(TableProblemKind::QuoteOpen),
    }
}
