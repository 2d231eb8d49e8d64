//! What can be wrong with a ledger: kinds with their facts; `say` turns one into a sentence.

use super::moment::BadMoment;
use crate::lang::{Words, cut};
use crate::store::tables::{ColumnRef, TableProblem, TableProblemKind, column_letters};

/// Why a file cannot be read as a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFileProblem {
    /// The file as a sentence names it.
    pub file: String,
    /// What.
    pub kind: FileKind,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileKind {
    /// What can be wrong with any table.
    Table(TableProblemKind),
    /// It holds nothing.
    Empty,
    /// Whoever waited for it had it stopped.
    Stopped,
    /// It is protected by a password.
    Password,
    /// It has no sheet of this name.
    NoSheet {
        /// What was asked for.
        wanted: String,
        /// Those that there are.
        sheets: Vec<String>,
    },
}

impl From<TableProblemKind> for FileKind {
    fn from(kind: TableProblemKind) -> Self {
        Self::Table(kind)
    }
}

impl LedgerFileProblem {
    /// One sentence: which file, what, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let (w, file) = (&words.ledgers, &self.file);
        match &self.kind {
            FileKind::Empty | FileKind::Table(TableProblemKind::Empty) => w.file_empty.fill(&[("file", file)]),
            FileKind::Stopped => words.ledger_view.read_stopped.fill(&[("file", file)]),
            FileKind::Password => w.file_password.fill(&[("file", file)]),
            FileKind::NoSheet { wanted, sheets } => {
                let sheets: Vec<String> = sheets.iter().take(40).map(|sheet| cut(sheet)).collect();
                let sheets = sheets.join(&words.common.list_separator);
                w.file_no_sheet.fill(&[("file", file), ("sheet", &cut(wanted)), ("sheets", &sheets)])
            }
            FileKind::Table(TableProblemKind::NotAWorkbook) => w.file_not_a_table.fill(&[("file", file)]),
            FileKind::Table(TableProblemKind::CorruptWorkbook) => w.file_damaged.fill(&[("file", file)]),
            FileKind::Table(TableProblemKind::UnpacksTooLarge { bytes, most }) => {
                w.file_unpacks_too_large.fill(&[("file", file), ("bytes", bytes), ("most", most)])
            }
            FileKind::Table(TableProblemKind::Overfull) => w.file_overfull.fill(&[("file", file)]),
            FileKind::Table(TableProblemKind::TooManyRows { most }) => {
                w.file_too_many_rows.fill(&[("file", file), ("most", most)])
            }
            FileKind::Table(TableProblemKind::TooManyColumns { most }) => {
                w.file_too_many_columns.fill(&[("file", file), ("most", most)])
            }
            FileKind::Table(kind) => TableProblem::of_file(kind.clone()).say(file, words),
        }
    }
}

/// Something wrong with a row or a cell, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerProblem {
    /// The row as a spreadsheet numbers it.
    pub row: u32,
    /// The column; none when it concerns the whole row.
    pub column: Option<ColumnRef>,
    /// What.
    pub kind: LedgerProblemKind,
}

/// What is wrong with a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum LedgerProblemKind {
    // the row is not taken over
    MissingNumber,
    NumberTooLong { most: usize },
    Duplicate { number: String, first: u32, same: bool },
    Contradiction { number: String, row: u32, fields: Vec<String> },
    // it is
    InvisibleCharacters { number: String },
    DigitsLost { number: String },
    Missing { field: String },
    BadDate { text: String, why: BadMoment },
    BadNumber { text: String },
    RatingNoScore { text: String, field: String },
    BadMark { text: String },
    SaysNone { field: String, text: String },
    BadRating { text: String },
    OffScale { text: String, scale: i64 },
    PercentUnclear { text: String, scale: i64 },
    NoCachedValue,
    ErrorValue { text: String },
    QuoteOpen,
}

impl LedgerProblemKind {
    /// Its name in machine output.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::MissingNumber => "missing_number",
            Self::NumberTooLong { .. } => "number_too_long",
            Self::Duplicate { .. } => "duplicate",
            Self::Contradiction { .. } => "contradiction",
            Self::InvisibleCharacters { .. } => "invisible_characters",
            Self::DigitsLost { .. } => "digits_lost",
            Self::Missing { .. } => "missing",
            Self::BadDate { .. } => "bad_date",
            Self::BadNumber { .. } | Self::RatingNoScore { .. } => "bad_number",
            Self::BadMark { .. } => "bad_mark",
            Self::SaysNone { .. } => "says_none",
            Self::BadRating { .. } => "bad_rating",
            Self::OffScale { .. } => "off_scale",
            Self::PercentUnclear { .. } => "percent_unclear",
            Self::NoCachedValue => "no_cached_value",
            Self::ErrorValue { .. } => "error_value",
            Self::QuoteOpen => "quote_open",
        }
    }

    fn say(&self, words: &Words) -> String {
        let w = &words.ledgers;
        match self {
            Self::MissingNumber => w.missing_number.to_string(),
            Self::NumberTooLong { most } => w.number_too_long.fill(&[("most", most)]),
            Self::Duplicate { number, first, same } => {
                let phrase = if *same { &w.duplicate_same } else { &w.duplicate_differs };
                phrase.fill(&[("number", &cut(number)), ("first", first)])
            }
            Self::Contradiction { number, row, fields } => w.contradiction.fill(&[
                ("number", &cut(number)),
                ("row", row),
                ("fields", &fields.join(&words.common.list_separator)),
            ]),
            Self::InvisibleCharacters { number } => w.invisible_characters.fill(&[("number", &cut(number))]),
            Self::DigitsLost { number } => w.digits_lost.fill(&[("number", &cut(number))]),
            Self::Missing { field } => w.missing.fill(&[("field", field)]),
            Self::BadDate { text, why } => why.say(text, words),
            Self::BadNumber { text } => w.bad_number.fill(&[("text", &cut(text))]),
            Self::RatingNoScore { text, field } => w.rating_no_score.fill(&[("text", &cut(text)), ("field", field)]),
            Self::BadMark { text } => w.bad_mark.fill(&[("text", &cut(text))]),
            Self::SaysNone { field, text } => w.says_none.fill(&[("field", field), ("text", &cut(text))]),
            Self::BadRating { text } => w.bad_rating.fill(&[("text", &cut(text))]),
            Self::OffScale { text, scale } => w.off_scale.fill(&[("text", &cut(text)), ("scale", scale)]),
            Self::PercentUnclear { text, scale } => w.percent_unclear.fill(&[("text", &cut(text)), ("scale", scale)]),
            Self::NoCachedValue => w.no_cached_value.to_string(),
            Self::ErrorValue { text } => w.error_value.fill(&[("text", &cut(text))]),
            Self::QuoteOpen => w.quote_open.to_string(),
        }
    }
}

impl BadMoment {
    /// Why this text is no day, and what to write.
    #[must_use]
    pub fn say(self, text: &str, words: &Words) -> String {
        let w = &words.ledgers;
        let phrase = match self {
            Self::NotADay => &w.date_not_a_day,
            Self::Ambiguous => &w.date_ambiguous,
            Self::NoYear => &w.date_no_year,
            Self::NoDay => &w.date_no_day,
            Self::OnlyTime => &w.date_only_time,
            Self::NoSuchDay => &w.date_no_such_day,
            Self::BadTime => &w.date_bad_time,
            Self::UnclearTime => &w.date_unclear_time,
            Self::OutOfRange => &w.date_out_of_range,
        };
        phrase.fill(&[("text", &cut(text))])
    }
}

impl LedgerProblem {
    /// One sentence: which sheet, row and column, what, what to do. `sheet` is none for CSV.
    #[must_use]
    pub fn say(&self, sheet: Option<&str>, words: &Words) -> String {
        let w = &words.ledgers;
        let sheet = sheet.map(|sheet| w.at_sheet.fill(&[("sheet", &cut(sheet))])).unwrap_or_default();
        let what = self.kind.say(words);
        match &self.column {
            Some(column) => w.at_cell.fill(&[
                ("sheet", &sheet),
                ("row", &self.row),
                ("heading", &cut(&column.heading)),
                ("cell", &format_args!("{}{}", column_letters(column.index), self.row)),
                ("what", &what),
            ]),
            None => w.at_row.fill(&[("sheet", &sheet), ("row", &self.row), ("what", &what)]),
        }
    }
}
