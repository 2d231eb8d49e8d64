//! A row of a sheet → the number of a record and what is kept of its cells.

use super::mapping::{ColumnChoice, Mapping};
use super::moment::{BadMoment, moment, of_number};
use super::problem::{LedgerProblem, LedgerProblemKind};
use super::sheet::{Cell, Row, number_text};
use super::text::{line, number, within};
use super::values::{is_nothing, mark, ten_thousandths};
use crate::assessment::{Kept, LedgerAbout, MAX_KEPT, made_number};
use crate::criteria::{FieldForm, LedgerField, LedgerKind};
use crate::store::package::mask::{numbers_masked, person};
use crate::store::tables::ColumnRef;

/// Whole numbers up to this one are exact in a spreadsheet; of longer ones it forgets digits.
const EXACT: f64 = 1e15;
/// Characters of a cell that a problem repeats.
const ECHO: usize = 60;

/// A field that is read, and where it goes.
pub(super) struct Source<'a> {
    pub(super) field: &'a LedgerField,
    pub(super) column: &'a ColumnChoice,
    /// Its place in a record.
    pub(super) at: usize,
}

/// What a sheet of this mapping has to say of a record.
pub(super) struct Sources<'a> {
    /// The column of the number, where there is one.
    pub(super) number: Option<&'a ColumnChoice>,
    pub(super) fields: Vec<Source<'a>>,
    /// What stands for the table in made numbers; none where the row is all of it.
    pub(super) made: Option<String>,
    pub(super) from_1904: bool,
    pub(super) unmasked: bool,
}

impl<'a> Sources<'a> {
    /// `about` has its fields already; `made` stands for the table in made numbers.
    pub(super) fn of(
        kind: &'a LedgerKind,
        mapping: &'a Mapping,
        about: &LedgerAbout,
        made: Option<String>,
        from_1904: bool,
    ) -> Self {
        let identity = kind.fields.iter().find(|field| field.form == FieldForm::Identity);
        let number = identity.and_then(|field| mapping.columns.get(&field.id));
        let others = kind.fields.iter().filter(|field| field.form != FieldForm::Identity);
        let fields = others.filter_map(|field| {
            let column = mapping.columns.get(&field.id)?;
            Some(Source { field, column, at: about.index(&field.id)? })
        });
        Self { number, fields: fields.collect(), made, from_1904, unmasked: about.unmasked }
    }

    /// Whether anything stands in the columns that are read.
    pub(super) fn any(&self, row: &Row) -> bool {
        let columns = self.fields.iter().map(|source| source.column).chain(self.number);
        columns.into_iter().any(|column| !row.cell(column.index).is_empty())
    }

    /// The number of the record in a row; none when there is none, which is noted.
    pub(super) fn number(&self, row: &Row, problems: &mut Vec<LedgerProblem>) -> Option<String> {
        let Some(column) = self.number else { return Some(made_number(self.made.as_deref(), row.number)) };
        let mut note = |kind| problems.push(problem(row, column, kind));
        let text = match row.cell(column.index) {
            Cell::NoValue => {
                note(LedgerProblemKind::NoCachedValue);
                return None;
            }
            Cell::Error(text) => {
                note(LedgerProblemKind::ErrorValue { text: text.to_string() });
                return None;
            }
            Cell::Unclosed => {
                note(LedgerProblemKind::QuoteOpen);
                return None;
            }
            Cell::Number(number) if number.abs() >= EXACT => {
                let text = number_text(*number);
                note(LedgerProblemKind::DigitsLost { number: text.clone() });
                text
            }
            cell => cell.shown(),
        };
        let (text, invisible) = number(&text);
        if is_nothing(&text) {
            note(LedgerProblemKind::MissingNumber);
            return None;
        }
        if text.chars().count() > MAX_KEPT {
            note(LedgerProblemKind::NumberTooLong { most: MAX_KEPT });
            return None;
        }
        if invisible {
            note(LedgerProblemKind::InvisibleCharacters { number: text.clone() });
        }
        Some(text)
    }

    /// What is kept of the fields of a row, in their order; what cannot be read and what is missing is noted.
    pub(super) fn cells(&self, row: &Row, problems: &mut Vec<LedgerProblem>) -> Vec<Kept> {
        let mut kept = Vec::with_capacity(self.fields.len());
        for source in &self.fields {
            let cell = row.cell(source.column.index);
            match self.kept(source.field, cell) {
                Ok(Kept::Missing) => {
                    if source.field.required {
                        let kind = LedgerProblemKind::Missing { field: source.field.title.clone() };
                        problems.push(problem(row, source.column, kind));
                    }
                    kept.push(Kept::Empty);
                }
                Ok(value) => kept.push(value),
                Err(kind) => {
                    problems.push(problem(row, source.column, kind));
                    kept.push(Kept::Unreadable);
                }
            }
        }
        kept
    }

    fn kept(&self, field: &LedgerField, cell: &Cell) -> Result<Kept, LedgerProblemKind> {
        match cell {
            Cell::Empty => return Ok(Kept::Missing),
            Cell::NoValue => return Err(LedgerProblemKind::NoCachedValue),
            Cell::Error(text) => return Err(LedgerProblemKind::ErrorValue { text: text.to_string() }),
            Cell::Unclosed => return Err(LedgerProblemKind::QuoteOpen),
            Cell::Text(text) if is_nothing(text) => return Ok(Kept::Missing),
            _ => {}
        }
        let echo = || within(line(&cell.shown()).0, ECHO);
        Ok(match field.form {
            FieldForm::Identity | FieldForm::Text => Kept::There,
            FieldForm::Name | FieldForm::Phone => {
                let (text, _) = line(&cell.shown());
                words(if self.unmasked { text } else { person(&text) })
            }
            FieldForm::Word => {
                let (text, _) = number(&cell.shown());
                words(if self.unmasked { text } else { word_masked(&text) })
            }
            FieldForm::Moment => {
                let found = match cell {
                    Cell::Moment(day, time) => Ok((*day, *time)),
                    Cell::Number(number) => of_number(*number, self.from_1904),
                    Cell::Text(text) => moment(text, self.from_1904),
                    _ => Err(BadMoment::NotADay),
                };
                let (day, time) = found.map_err(|why| LedgerProblemKind::BadDate { text: echo(), why })?;
                Kept::Moment(day, time)
            }
            FieldForm::Number => {
                ten_thousandths(cell).map(Kept::Number).ok_or_else(|| LedgerProblemKind::BadNumber { text: echo() })?
            }
            FieldForm::Mark | FieldForm::Signature => mark(cell, field.form == FieldForm::Signature)
                .map(Kept::Mark)
                .ok_or_else(|| LedgerProblemKind::BadMark { text: echo() })?,
        })
    }
}

/// A word by which records are grouped, without the numbers of telephones and identity cards that people write beside it.
pub(super) fn word_masked(text: &str) -> String {
    // Only the beginning is kept; a number over its end is masked before it is cut.
    const OVER: usize = 40;
    let end = text.char_indices().nth(MAX_KEPT + OVER).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    if text.chars().filter(|letter| letter.is_numeric()).count() < 7 { text.to_owned() } else { numbers_masked(text) }
}

/// A text of a record; of a long one the beginning.
fn words(text: String) -> Kept {
    if text.is_empty() { Kept::Missing } else { Kept::Text(within(text, MAX_KEPT).into()) }
}

pub(super) fn problem(row: &Row, column: &ColumnChoice, kind: LedgerProblemKind) -> LedgerProblem {
    let column = ColumnRef { index: column.index, heading: column.heading.clone() };
    LedgerProblem { row: row.number, column: Some(column), kind }
}
