//! What can be wrong with a table, and what of it is not used: kinds with their facts; `say` turns one into a sentence.

use std::io;

use super::column_letters;
use crate::assessment;
use crate::criteria::ClauseId;
use crate::lang::{Words, cut};
use crate::store::Unsettled;
use crate::store::fault::{self, cut_path};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRef {
    /// Its place, from 0.
    pub index: usize,
    /// Its heading as written.
    pub heading: String,
}

/// Something wrong with a table, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProblem {
    /// The row as a spreadsheet numbers it; none when it concerns the file as a whole.
    pub row: Option<u32>,
    /// The column; none when it concerns the whole row.
    pub column: Option<ColumnRef>,
    /// What.
    pub kind: TableProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum TableProblemKind {
    // the file
    Io { kind: io::ErrorKind, number: Option<i32> },
    NoRegularFile,
    UnknownKind,
    TooLarge { bytes: u64, most: u64 },
    Empty,
    NotText,
    WrongEncoding { line: usize },
    NotAWorkbook,
    OldWorkbook,
    CorruptWorkbook,
    UnpacksTooLarge { bytes: u64, most: u64 },
    Overfull,
    TooManyRows { most: u32 },
    TooManyColumns { most: usize },
    // the headings
    ColumnMissing { needed: &'static str, found: Vec<String> },
    ColumnTwice { first: ColumnRef },
    // a row
    ClauseMissing,
    ClauseIsDate { date: String },
    RowsDiffer { clause: ClauseId, rows: Vec<u32> },
    VerdictUnknown { text: String },
    VerdictMissing,
    NotWhole { text: String },
    NumberTooLarge { text: String },
    CheckedMissing,
    NonconformingMissing,
    MeetsButNonconforming { nonconforming: u32 },
    FormulaWithoutValue { formula: String },
    ErrorValue { text: String },
    QuoteOpen,
    EvidenceQuote,
    EvidenceTooMany { most: usize },
    EvidenceNowhere(Unsettled),
    NotYesNo { text: String },
    DeductionKind { text: String, known: Vec<String> },
    BonusVerdict { text: String },
    BonusTwice { first: u32 },
    Refused(assessment::Problem),
}

impl TableProblemKind {
    /// What an error of the system is.
    #[must_use]
    pub fn of_io(error: &io::Error) -> Self {
        Self::Io { kind: error.kind(), number: error.raw_os_error() }
    }
}

impl TableProblem {
    /// A problem of the file as a whole.
    #[must_use]
    pub fn of_file(kind: TableProblemKind) -> Self {
        Self { row: None, column: None, kind }
    }

    /// One sentence: which file, where in it, what, what to do.
    #[must_use]
    pub fn say(&self, file: &str, words: &Words) -> String {
        let file = &cut_path(file.as_ref());
        let what = self.kind.say(file, words);
        place(file, self.row, self.column.as_ref(), &what, words)
    }
}

pub(in crate::store) fn place(
    file: &str,
    row: Option<u32>,
    column: Option<&ColumnRef>,
    what: &str,
    words: &Words,
) -> String {
    let w = &words.cli;
    match (row, column) {
        (Some(row), Some(column)) => w.table_at_cell.fill(&[
            ("file", &file),
            ("row", &row),
            ("heading", &cut(&column.heading)),
            ("cell", &format_args!("{}{row}", column_letters(column.index))),
            ("what", &what),
        ]),
        (Some(row), None) => w.table_at_row.fill(&[("file", &file), ("row", &row), ("what", &what)]),
        // Sentences about the whole file name it themselves.
        _ => what.to_owned(),
    }
}

impl TableProblemKind {
    pub(in crate::store) fn say(&self, file: &str, words: &Words) -> String {
        let w = &words.cli;
        match self {
            Self::Io { kind, number } => fault::say(file.as_ref(), *kind, *number, words),
            Self::NoRegularFile => fault::say(file.as_ref(), io::ErrorKind::Unsupported, None, words),
            Self::UnknownKind => w.table_unknown_kind.fill(&[("file", &file)]),
            Self::TooLarge { bytes, most } => {
                w.table_too_large.fill(&[("file", &file), ("bytes", bytes), ("most", most)])
            }
            Self::Empty => w.table_empty.fill(&[("file", &file)]),
            Self::NotText => w.table_not_text.fill(&[("file", &file)]),
            Self::WrongEncoding { line } => w.table_wrong_encoding.fill(&[("file", &file), ("line", line)]),
            Self::NotAWorkbook => w.table_not_a_workbook.fill(&[("file", &file)]),
            Self::OldWorkbook => w.table_old_workbook.fill(&[("file", &file)]),
            Self::CorruptWorkbook => w.table_corrupt_workbook.fill(&[("file", &file)]),
            Self::UnpacksTooLarge { bytes, most } => {
                w.table_unpacks_too_large.fill(&[("file", &file), ("bytes", bytes), ("most", most)])
            }
            Self::Overfull => w.table_overfull.fill(&[("file", &file)]),
            Self::TooManyRows { most } => w.table_too_many_rows.fill(&[("file", &file), ("most", most)]),
            Self::TooManyColumns { most } => w.table_too_many_columns.fill(&[("file", &file), ("most", most)]),
            Self::ColumnMissing { needed, found } => {
                let found: Vec<String> = found.iter().map(|heading| cut(heading)).collect();
                w.table_column_missing.fill(&[("needed", needed), ("found", &found.join(&words.common.list_separator))])
            }
            Self::ColumnTwice { first } => w.table_column_twice.fill(&[("first", &column_letters(first.index))]),
            other => other.say_row(words),
        }
    }

    fn say_row(&self, words: &Words) -> String {
        let w = &words.cli;
        match self {
            Self::ClauseMissing => w.table_clause_missing.to_string(),
            Self::ClauseIsDate { date } => w.table_clause_is_date.fill(&[("date", &cut(date))]),
            Self::RowsDiffer { clause, rows } => {
                let more = if rows.len() > MAX_ROWS_NAMED { "…" } else { "" };
                let rows: Vec<String> = rows.iter().take(MAX_ROWS_NAMED).map(u32::to_string).collect();
                let rows = rows.join(&words.common.list_separator) + more;
                w.table_rows_differ.fill(&[("clause", clause), ("rows", &rows)])
            }
            Self::VerdictUnknown { text } => w.table_verdict_unknown.fill(&[("text", &cut(text))]),
            Self::VerdictMissing => w.table_verdict_missing.to_string(),
            Self::NotWhole { text } => w.table_not_whole.fill(&[("text", &cut(text))]),
            Self::NumberTooLarge { text } => w.table_number_too_large.fill(&[("text", &cut(text))]),
            Self::CheckedMissing => w.table_checked_missing.to_string(),
            Self::NonconformingMissing => w.table_nonconforming_missing.to_string(),
            Self::MeetsButNonconforming { nonconforming } => {
                w.table_meets_but_nonconforming.fill(&[("nonconforming", nonconforming)])
            }
            Self::FormulaWithoutValue { formula } => w.table_formula_without_value.fill(&[("formula", &cut(formula))]),
            Self::ErrorValue { text } => w.table_error_value.fill(&[("text", &cut(text))]),
            Self::QuoteOpen => w.table_quote_open.to_string(),
            Self::EvidenceTooMany { most } => w.table_evidence_too_many.fill(&[("most", most)]),
            Self::EvidenceQuote => w.table_evidence_quote.to_string(),
            Self::EvidenceNowhere(what) => what.say(words),
            Self::NotYesNo { text } => w.table_not_yes_no.fill(&[("text", &cut(text))]),
            Self::DeductionKind { text, known } => {
                let known = known.join(&words.common.list_separator);
                w.table_deduction_kind.fill(&[("text", &cut(text)), ("known", &known)])
            }
            Self::BonusVerdict { text } => w.table_bonus_verdict.fill(&[("text", &cut(text))]),
            Self::BonusTwice { first } => w.table_bonus_twice.fill(&[("first", first)]),
            Self::Refused(problem) => problem.say(&words.problems, &words.common),
            _ => String::new(), // said above
        }
    }
}

/// Most rows that one sentence names.
const MAX_ROWS_NAMED: usize = 12;

/// Something in a table that is not used, and why; not a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The row as a spreadsheet numbers it.
    pub row: Option<u32>,
    /// The column; none when it concerns the whole row.
    pub column: Option<ColumnRef>,
    /// Why.
    pub why: IgnoredWhy,
}

/// Why something is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum IgnoredWhy {
    UnknownColumn,
    NothingFilledIn {
        clause: String,
    },
    SameAsRow {
        first: u32,
    },
    ReasonWithoutExclusion,
    NumbersWithoutSampling,
    NotForDeduction,
    NotForBonus,
    NotForClause,
    /// Used all the same: another special deduction of this kind is in the case, with another text.
    DeductionOfSameKind {
        kind: u32,
    },
}

impl Ignored {
    /// One sentence: where, what, why.
    #[must_use]
    pub fn say(&self, file: &str, words: &Words) -> String {
        let w = &words.cli;
        let file = &cut_path(file.as_ref());
        let what = match &self.why {
            IgnoredWhy::UnknownColumn => w.table_ignored_unknown_column.to_string(),
            IgnoredWhy::NothingFilledIn { clause } => w.table_ignored_nothing_filled_in.fill(&[("clause", clause)]),
            IgnoredWhy::SameAsRow { first } => w.table_ignored_same_as_row.fill(&[("first", first)]),
            IgnoredWhy::ReasonWithoutExclusion => w.table_ignored_reason_without_exclusion.to_string(),
            IgnoredWhy::NumbersWithoutSampling => w.table_ignored_numbers_without_sampling.to_string(),
            IgnoredWhy::NotForDeduction => w.table_ignored_not_for_deduction.to_string(),
            IgnoredWhy::NotForBonus => w.table_ignored_not_for_bonus.to_string(),
            IgnoredWhy::NotForClause => w.table_ignored_not_for_clause.to_string(),
            IgnoredWhy::DeductionOfSameKind { kind } => w.table_notice_same_kind.fill(&[("kind", kind)]),
        };
        place(file, self.row, self.column.as_ref(), &what, words)
    }
}
