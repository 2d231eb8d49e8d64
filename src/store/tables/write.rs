//! The answers of a case → a table, as CSV or XLSX. It alone names the csv writer.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::columns::{self, Column, VerdictWord};
use super::guard::guard;
use super::{TableKind, evidence_cell};
use crate::assessment::{Assessment, EvidenceItem, SpecialDeduction, Verdict};
use crate::criteria::{Clause, Scheme};
use crate::lang::{Language, Words};

/// Why a table cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableWriteError {
    /// A cell of XLSX holds at most 32,767 characters.
    #[error("the text of {row} is too long for a cell")]
    CellTooLong {
        /// The clause or other subject of the row.
        row: String,
    },
    /// A sheet of XLSX holds no more rows.
    #[error("{rows} rows are more than a sheet holds")]
    TooManyRows {
        /// How many.
        rows: usize,
        /// The most.
        most: usize,
    },
    /// The writing library refused.
    #[error("cannot write the table: {0}")]
    Other(String),
}

impl TableWriteError {
    /// One sentence: what, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        match self {
            Self::CellTooLong { row } => words.cli.table_cell_too_long.fill(&[("row", row)]),
            Self::TooManyRows { rows, most } => words.keeping.log_too_many.fill(&[("rows", rows), ("most", most)]),
            Self::Other(_) => words.cli.table_not_written.to_string(),
        }
    }
}

/// Most UTF-16 units in a cell of XLSX.
pub(super) const MAX_CELL: usize = 32_767;

/// Writes all answers of a case as a table, with headings and verdicts in the language of `words`.
///
/// # Errors
/// When a text does not fit into a cell of XLSX.
pub fn write(
    kind: TableKind,
    scheme: &Scheme,
    assessment: &Assessment,
    words: &Words,
) -> Result<Vec<u8>, TableWriteError> {
    let rows = rows(scheme, assessment, words.language);
    match kind {
        TableKind::Csv => csv(&rows, words.language),
        TableKind::Xlsx => xlsx(&rows, words),
    }
}

/// A row that is written, one cell per [`Column::ALL`].
struct OutRow {
    cells: [Out; Column::ALL.len()],
    /// Whether a clause stands in it, as opposed to a special deduction or the bonus.
    is_clause: bool,
}

#[derive(Clone, Default)]
enum Out {
    #[default]
    Nothing,
    Text(String),
    Number(u32),
}

impl OutRow {
    fn new(is_clause: bool) -> Self {
        Self { cells: Default::default(), is_clause }
    }

    fn set(&mut self, column: Column, text: &str) {
        if !text.is_empty() {
            self.cells[column as usize] = Out::Text(text.to_owned());
        }
    }

    fn set_number(&mut self, column: Column, number: u32) {
        self.cells[column as usize] = Out::Number(number);
    }
}

fn rows(scheme: &Scheme, assessment: &Assessment, language: Language) -> Vec<OutRow> {
    let mut rows: Vec<OutRow> = scheme.clauses().map(|clause| clause_row(clause, assessment, language)).collect();
    for deduction in assessment.special_deductions.values() {
        rows.push(deduction_row(deduction, scheme, language));
    }
    if let Some(bonus) = &assessment.bonus {
        let mut row = OutRow::new(false);
        row.set(Column::Clause, columns::bonus_name(language));
        row.set(Column::Reason, &bonus.reason);
        rows.push(row);
    }
    rows
}

fn clause_row(clause: &Clause, assessment: &Assessment, language: Language) -> OutRow {
    let mut row = OutRow::new(true);
    row.set(Column::Clause, clause.id.as_str());
    row.set(Column::Title, &clause.title);
    let word = match assessment.verdict(&clause.id) {
        Verdict::Unrated => VerdictWord::Unrated,
        Verdict::Meets => VerdictWord::Meets,
        Verdict::Fails => VerdictWord::Fails,
        Verdict::Sampled { checked, nonconforming } => {
            row.set_number(Column::Checked, *checked);
            row.set_number(Column::Nonconforming, *nonconforming);
            VerdictWord::Sampled
        }
        Verdict::Excluded { reason } => {
            row.set(Column::Reason, reason);
            VerdictWord::Excluded
        }
    };
    row.set(Column::Verdict, word.name(language));
    if let Some(answer) = assessment.answer(&clause.id) {
        row.set(Column::Finding, &answer.finding);
        row.set(Column::Note, &answer.note);
        if answer.look_again {
            row.set(Column::LookAgain, columns::yes_no_name(true, language));
        }
        if answer.doubtful {
            row.set(Column::Doubtful, columns::yes_no_name(true, language));
        }
    }
    // By path, not by number of the evidence: a copy of the case made by import gives the same table again.
    let items = assessment.evidence_of(&clause.id).flat_map(|(_, piece)| &piece.items);
    let items: BTreeMap<String, &EvidenceItem> = items.map(|item| (evidence_cell::key(item), item)).collect();
    row.set(Column::Evidence, &evidence_cell::write(items.into_values()));
    row
}

fn deduction_row(deduction: &SpecialDeduction, scheme: &Scheme, language: Language) -> OutRow {
    let mut row = OutRow::new(false);
    row.set(Column::Clause, columns::special_deduction_name(language));
    row.set_number(Column::Verdict, deduction.kind);
    if let Some(kind) = scheme.rules.special_deductions.kinds.iter().find(|kind| kind.id == deduction.kind) {
        row.set(Column::Title, &kind.title);
    }
    row.set(Column::Finding, &deduction.found);
    if let Some(clause) = &deduction.clause {
        row.set(Column::Concerned, clause.as_str());
    }
    row.set(Column::Rectified, columns::yes_no_name(deduction.rectified, language));
    row
}

/// UTF-8 with its mark, commas, CRLF: what spreadsheets open without asking.
fn csv(rows: &[OutRow], language: Language) -> Result<Vec<u8>, TableWriteError> {
    let other = |error: csv::Error| TableWriteError::Other(error.to_string());
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(Column::ALL.map(|column| column.name(language))).map_err(other)?;
    for row in rows {
        let cells = row.cells.iter().map(|cell| match cell {
            Out::Nothing => String::new(),
            Out::Text(text) => guard(text),
            Out::Number(number) => number.to_string(),
        });
        writer.write_record(cells).map_err(other)?;
    }
    writer.into_inner().map_err(|error| TableWriteError::Other(error.to_string()))
}

fn xlsx(rows: &[OutRow], words: &Words) -> Result<Vec<u8>, TableWriteError> {
    for row in rows {
        for cell in &row.cells {
            if let Out::Text(text) = cell
                && text.encode_utf16().count() > MAX_CELL
            {
                let row = match &row.cells[Column::Clause as usize] {
                    Out::Text(clause) => clause.clone(),
                    _ => String::new(),
                };
                return Err(TableWriteError::CellTooLong { row });
            }
        }
    }
    workbook(rows, words).map_err(|error| TableWriteError::Other(error.to_string()))
}

fn workbook(rows: &[OutRow], words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same case gives the same bytes, so the moment of writing is not in the file.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    answers_sheet(workbook.add_worksheet(), rows, words)?;
    help_sheet(workbook.add_worksheet(), words)?;
    workbook.save_to_buffer()
}

fn width(column: Column) -> f64 {
    match column {
        Column::Clause => 12.0,
        Column::Title => 22.0,
        Column::Verdict
        | Column::Checked
        | Column::Nonconforming
        | Column::LookAgain
        | Column::Doubtful
        | Column::Rectified => 9.0,
        Column::Concerned => 11.0,
        Column::Reason | Column::Note => 24.0,
        Column::Finding | Column::Evidence => 44.0,
    }
}

fn answers_sheet(sheet: &mut Worksheet, rows: &[OutRow], words: &Words) -> Result<(), XlsxError> {
    let hair = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
    let head = hair.clone().set_bold().set_background_color(Color::RGB(0xE8_EE_F4)).set_text_wrap();
    let wrapped = hair.clone().set_text_wrap();
    // Numbers of clauses are text: a spreadsheet would make dates and fractions of some of them.
    let id = hair.clone().set_num_format("@");
    let centred = hair.set_align(FormatAlign::Center);
    sheet.set_name(words.cli.table_sheet_answers.to_string())?;
    for (at, column) in (0_u16..).zip(Column::ALL) {
        sheet.set_column_width(at, width(column))?;
        sheet.write_string_with_format(0, at, column.name(words.language), &head)?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for ((column_at, column), cell) in (0_u16..).zip(Column::ALL).zip(&row.cells) {
            let format = match column {
                Column::Clause | Column::Concerned => &id,
                Column::Verdict | Column::LookAgain | Column::Doubtful | Column::Rectified => &centred,
                _ => &wrapped,
            };
            match cell {
                Out::Nothing => sheet.write_blank(at, column_at, format)?,
                Out::Text(text) => sheet.write_string_with_format(at, column_at, text, format)?,
                Out::Number(number) => sheet.write_number_with_format(at, column_at, *number, format)?,
            };
        }
    }
    let clauses = u32::try_from(rows.iter().filter(|row| row.is_clause).count()).unwrap_or(0);
    if clauses > 0 {
        let list = VerdictWord::ALL.map(|verdict| verdict.name(words.language));
        let verdicts = DataValidation::new()
            .allow_list_strings(&list)?
            .set_error_title(words.cli.table_sheet_verdict_title.to_string())?
            .set_error_message(words.cli.table_sheet_verdict_hint.to_string())?;
        let at = Column::Verdict as u16;
        sheet.add_data_validation(1, at, clauses, at, &verdicts)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// A second sheet that tells who fills the table in what belongs where; it is not read.
fn help_sheet(sheet: &mut Worksheet, words: &Words) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = wrapped.clone().set_bold();
    sheet.set_name(words.cli.table_sheet_help.to_string())?;
    sheet.set_column_width(0, 16.0)?;
    sheet.set_column_width(1, 90.0)?;
    for (at, line) in (0_u32..).zip(words.cli.table_help.lines().filter(|line| !line.trim().is_empty())) {
        let (name, text) = line.split_once('|').unwrap_or(("", line));
        sheet.write_string_with_format(at, 0, name.trim(), &bold)?;
        sheet.write_string_with_format(at, 1, text.trim(), &wrapped)?;
    }
    Ok(())
}
