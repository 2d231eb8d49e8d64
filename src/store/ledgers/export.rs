//! The records that fail something as rows of texts, and those rows → XLSX or CSV: a list to work off.
//!
//! Every cell is a plain string, see `tables::changes_sheet`.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::text::within;
use crate::assessment::{FailReason, Failing, ten_thousandths};
use crate::criteria::LedgerKind;
use crate::lang::{Words, cut, span};
use crate::store::tables::guard::guard;
use crate::store::tables::{TableKind, TableWriteError, csv_text, workbook};

/// A record that fails something, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRow {
    /// Its number.
    pub record: String,
    /// The row of the table that it came from.
    pub row: u32,
    /// Its day as `2026-03-05`; empty where it has none.
    pub day: String,
    /// What it fails, one phrase each.
    pub reasons: Vec<String>,
}

impl ProblemRow {
    /// The cells, in the order of the columns.
    #[must_use]
    pub fn cells(&self, words: &Words) -> [String; 4] {
        let reasons = self.reasons.join(&words.ledgers.reason_separator);
        [self.record.clone(), self.row.to_string(), self.day.clone(), within(reasons, 30_000)]
    }
}

/// Failing records in words.
#[must_use]
pub fn problem_rows(failing: &[Failing], kind: &LedgerKind, words: &Words) -> Vec<ProblemRow> {
    let rows = failing.iter().map(|failing| ProblemRow {
        record: failing.record.clone(),
        row: failing.row,
        day: failing.day.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default(),
        reasons: failing.reasons.iter().map(|reason| say(reason, kind, words)).collect(),
    });
    rows.collect()
}

fn say(reason: &FailReason, kind: &LedgerKind, words: &Words) -> String {
    let w = &words.ledgers;
    let field = |id: &String| kind.field(id).map_or_else(|| id.clone(), |field| field.title.clone());
    let measure = |id: &String| kind.measure(id).map_or_else(|| id.clone(), |measure| measure.title.clone());
    let span = |minutes: i64| span(&words.ledger_view, minutes.into(), 1);
    match reason {
        FailReason::Missing { field: id } => w.reason_missing.fill(&[("field", &field(id))]),
        FailReason::Unreadable { field: id } => w.reason_unreadable.fill(&[("field", &field(id))]),
        FailReason::No { field: id } => w.reason_no.fill(&[("field", &field(id))]),
        FailReason::Expired { field: id, day } => w.reason_expired.fill(&[("field", &field(id)), ("day", day)]),
        FailReason::Ahead { field: id, day } => w.reason_ahead.fill(&[("field", &field(id)), ("day", day)]),
        FailReason::NotCounted { measure: id, word } => {
            w.reason_not_counted.fill(&[("measure", &measure(id)), ("word", &cut(word))])
        }
        FailReason::Late { measure: id, minutes, promise } => {
            w.reason_late.fill(&[("measure", &measure(id)), ("minutes", &span(*minutes)), ("promise", &span(*promise))])
        }
        FailReason::Backwards { measure: id, minutes } => {
            w.reason_backwards.fill(&[("measure", &measure(id)), ("minutes", &span(*minutes))])
        }
        FailReason::Below { measure: id, number, aim } => w.reason_below.fill(&[
            ("measure", &measure(id)),
            ("number", &ten_thousandths(*number)),
            ("aim", &ten_thousandths(*aim)),
        ]),
    }
}

fn heads(words: &Words) -> [String; 4] {
    let w = &words.ledgers;
    [&w.problems_record, &w.problems_row, &w.problems_day, &w.problems_what].map(ToString::to_string)
}

/// Rows as a workbook.
///
/// # Errors
/// When the workbook cannot be made.
pub fn problems_sheet(rows: &[ProblemRow], words: &Words) -> Result<Vec<u8>, TableWriteError> {
    sheet(rows, words).map_err(|error| TableWriteError::Other(error.to_string()))
}

fn sheet(rows: &[ProblemRow], words: &Words) -> Result<Vec<u8>, XlsxError> {
    let hair = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
    let head = hair.clone().set_bold().set_background_color(Color::RGB(0xE8_EE_F4));
    // As text: a spreadsheet would make dates and fractions of record numbers that are edited.
    let text = hair.set_num_format("@").set_text_wrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(words.ledgers.problems_sheet.to_string())?;
    for ((at, title), width) in (0_u16..).zip(heads(words)).zip([22.0, 10.0, 12.0, 72.0]) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, title, &head)?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row.cells(words)) {
            sheet.write_string_with_format(at, column, cell, &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    workbook.save_to_buffer()
}

/// Rows as CSV, UTF-8 with a mark, so that spreadsheets know it; what they would take for a formula is made harmless.
///
/// # Errors
/// When the text cannot be made.
pub fn problems_csv(rows: &[ProblemRow], words: &Words) -> Result<Vec<u8>, TableWriteError> {
    let other = |error: csv::Error| TableWriteError::Other(error.to_string());
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    out.write_record(heads(words)).map_err(other)?;
    for row in rows {
        out.write_record(row.cells(words).map(|cell| guard(&cell))).map_err(other)?;
    }
    out.into_inner().map_err(|error| TableWriteError::Other(error.to_string()))
}

/// The rows under the headings of such a list; none when it is none.
#[must_use]
pub fn count_problems(bytes: &[u8], kind: TableKind) -> Option<usize> {
    match kind {
        TableKind::Xlsx => workbook::count_rows(bytes).ok()?.checked_sub(1),
        TableKind::Csv => csv_text::cells(bytes).ok()?.len().checked_sub(1),
    }
}
