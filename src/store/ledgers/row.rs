//! A row of a sheet → the number of a record and what is kept of its cells.

use std::collections::BTreeSet;

use super::mapping::{ColumnChoice, Mapping, begins_a_footer};
use super::marks::mark;
use super::moment::{BadMoment, moment, of_number};
use super::problem::{LedgerProblem, LedgerProblemKind};
use super::sheet::{Cell, Row, Sheet, number_text};
use super::text::{line, number, within};
use super::values::{is_endless, is_nothing, percent, says_none, ten_thousandths};
use crate::assessment::{Kept, Ledger, LedgerAbout, MAX_KEPT, bare_word, made_number, score_scale, scores};
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
    /// Of scores: the most that one may be.
    pub(super) scale: Option<i64>,
    /// Of a word by which satisfaction is counted, and of scores beside it: the words that are known, bare.
    pub(super) rating: BTreeSet<String>,
    /// Of scores: the title of the field in which such a word belongs.
    pub(super) rated: Option<&'a str>,
}

/// From which sheet to which ledger; what of both decides how a cell is read.
pub(super) struct Between<'a> {
    pub(super) sheet: &'a Sheet,
    /// The ledger that stays; none where the sheet replaces it.
    pub(super) ledger: Option<&'a Ledger>,
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
        between: &Between<'_>,
    ) -> Self {
        let identity = kind.fields.iter().find(|field| field.form == FieldForm::Identity);
        let number = identity.and_then(|field| mapping.columns.get(&field.id));
        let others = kind.fields.iter().filter(|field| field.form != FieldForm::Identity);
        let rated = kind.fields.iter().find(|field| kind.rating(&field.id).next().is_some());
        let fields = others.filter_map(|field| {
            let column = mapping.columns.get(&field.id)?;
            let scale = kind.is_score(&field.id).then(|| scale(&field.id, column, mapping, between));
            let rated = rated.filter(|_| scale.is_some());
            let rating = kind.rating(rated.map_or(&field.id, |rated| &rated.id)).map(bare_word).collect();
            let rated = rated.map(|rated| rated.title.as_str());
            Some(Source { field, column, at: about.index(&field.id)?, scale, rating, rated })
        });
        let from_1904 = between.sheet.from_1904;
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
        // Who drew the table up is no number of a record, and no name belongs among them.
        if is_nothing(&text) || says_none(&text, true) || begins_a_footer(&text) {
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
            match self.kept(source, cell) {
                Ok(Kept::Missing) => {
                    if source.field.required {
                        let field = source.field.title.clone();
                        let kind = match cell {
                            Cell::Text(text) if !is_nothing(text) => {
                                LedgerProblemKind::SaysNone { field, text: within(line(text).0, ECHO) }
                            }
                            _ => LedgerProblemKind::Missing { field },
                        };
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

    fn kept(&self, source: &Source<'_>, cell: &Cell) -> Result<Kept, LedgerProblemKind> {
        let field = source.field;
        match cell {
            Cell::Empty => return Ok(Kept::Missing),
            Cell::NoValue => return Err(LedgerProblemKind::NoCachedValue),
            Cell::Error(text) => return Err(LedgerProblemKind::ErrorValue { text: text.to_string() }),
            Cell::Unclosed => return Err(LedgerProblemKind::QuoteOpen),
            Cell::Text(text) if is_nothing(text) => return Ok(Kept::Missing),
            Cell::Text(text) if field.form == FieldForm::Expiry && is_endless(text) => return Ok(Kept::There),
            // A mark reads these words itself, as a no.
            Cell::Text(text) if !field.form.is_mark() && says_none(text, !says_more(field.form)) => {
                return Ok(Kept::Missing);
            }
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
                if !source.rating.is_empty() && !source.rating.contains(&bare_word(&text)) {
                    return Err(LedgerProblemKind::BadRating { text: echo() });
                }
                words(if self.unmasked { text } else { word_masked(&text) })
            }
            FieldForm::Moment | FieldForm::Expiry => {
                let found = match cell {
                    Cell::Moment(day, time) => Ok((*day, *time)),
                    Cell::Number(number) => of_number(*number, self.from_1904),
                    Cell::Text(text) => moment(text, self.from_1904),
                    _ => Err(BadMoment::NotADay),
                };
                let (day, time) = found.map_err(|why| LedgerProblemKind::BadDate { text: echo(), why })?;
                Kept::Moment(day, time)
            }
            FieldForm::Number => Kept::Number(figure(source, cell)?),
            FieldForm::Mark | FieldForm::Call | FieldForm::Signature => {
                mark(cell, field.form).map(Kept::Mark).ok_or_else(|| LedgerProblemKind::BadMark { text: echo() })?
            }
        })
    }
}

/// Whether words such as 未反馈 in a field of this form say that there is nothing; of names only the barest do.
fn says_more(form: FieldForm) -> bool {
    matches!(form, FieldForm::Text | FieldForm::Moment | FieldForm::Expiry)
}

/// A number; a score only where its scale has it.
fn figure(source: &Source<'_>, cell: &Cell) -> Result<i64, LedgerProblemKind> {
    let echo = || within(line(&cell.shown()).0, ECHO);
    let bad = || match (cell, source.rated) {
        (Cell::Text(text), Some(field)) if source.rating.contains(&bare_word(text)) => {
            LedgerProblemKind::RatingNoScore { text: echo(), field: field.to_owned() }
        }
        _ => LedgerProblemKind::BadNumber { text: echo() },
    };
    let Some(scale) = source.scale else { return ten_thousandths(cell).ok_or_else(bad) };
    let shown = scale / 10_000;
    let score = match percent(cell) {
        Some(percent) if scale == 1_000_000 => percent,
        // 95% of five points may be 4.75, or a score of another question.
        Some(_) => return Err(LedgerProblemKind::PercentUnclear { text: echo(), scale: shown }),
        None => ten_thousandths(cell).ok_or_else(bad)?,
    };
    if (0..=scale).contains(&score) {
        Ok(score)
    } else {
        Err(LedgerProblemKind::OffScale { text: echo(), scale: shown })
    }
}

/// The most that a score may be, told from those of the sheet and of the ledger that it goes into.
fn scale(field: &str, column: &ColumnChoice, mapping: &Mapping, between: &Between<'_>) -> i64 {
    let rows = between.sheet.rows.iter().filter(|row| mapping.header_row.is_none_or(|header| row.number > header));
    let cells = rows.map(|row| row.cell(column.index)).filter(|cell| percent(cell).is_none());
    let known = between.ledger.into_iter().flat_map(|ledger| scores(ledger, field));
    score_scale(cells.filter_map(ten_thousandths).chain(known))
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
