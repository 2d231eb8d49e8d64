//! The change log as rows of texts, and those rows → XLSX, for whoever must show who changed what.
//!
//! Why it is so: every cell is a plain string, never a number, a date or a formula, so that what a person typed can
//! start nothing in a spreadsheet and looks the same in each. What was written is read again and counted.

use chrono::NaiveDateTime;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::workbook;
use super::write::{MAX_CELL, TableWriteError};
use crate::assessment::Told;
use crate::criteria::ClauseId;
use crate::lang::Words;
use crate::store::{LogEntry, OriginKind, TIME};

/// Most rows of a sheet besides its headings.
const MAX_SHEET_ROWS: usize = 1_048_575;

/// One field that changed, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// When, local time.
    pub at: NaiveDateTime,
    /// Who; a word for nobody where no name was given.
    pub who: String,
    /// How it came about.
    pub how: String,
    /// The clauses concerned, for a filter.
    pub clauses: Vec<ClauseId>,
    /// What changed, from what to what.
    pub told: Told,
}

impl ChangeRow {
    /// The cells, in the order of the columns.
    #[must_use]
    pub fn cells(&self) -> [String; 7] {
        let Told { clause, what, from, to } = &self.told;
        let at = self.at.format(TIME).to_string();
        [at, self.who.clone(), self.how.clone(), clause.clone(), what.clone(), from.clone(), to.clone()]
    }

    /// Whether a text (in lower case) stands anywhere in it.
    #[must_use]
    pub fn has(&self, needle: &str) -> bool {
        needle.is_empty() || self.cells().iter().any(|cell| cell.to_lowercase().contains(needle))
    }
}

/// Entries of a change log (oldest first) as rows, the newest first.
#[must_use]
pub fn change_rows(entries: &[LogEntry], words: &Words) -> Vec<ChangeRow> {
    let mut out = Vec::new();
    for entry in entries.iter().rev() {
        let who = if entry.who.trim().is_empty() { words.keeping.nobody_named.to_string() } else { entry.who.clone() };
        if let Some(origin) = &entry.origin {
            let what = if origin.kind == OriginKind::Criteria {
                &words.keeping.log_criteria
            } else {
                &words.keeping.log_origin
            };
            let (what, to) = (what.to_string(), origin.say(words));
            let from = origin.was.clone().unwrap_or_default();
            out.push(ChangeRow {
                at: entry.at,
                who: who.clone(),
                how: match origin.kind {
                    OriginKind::Older => words.keeping.how_older.to_string(),
                    OriginKind::Criteria => words.keeping.how_criteria.to_string(),
                    _ => words.keeping.how_restored.to_string(),
                },
                clauses: Vec::new(),
                told: Told { clause: String::new(), what, from, to },
            });
        }
        for change in &entry.changes {
            let clauses: Vec<ClauseId> = change.clauses().into_iter().cloned().collect();
            out.extend(change.tell(words).into_iter().map(|told| ChangeRow {
                at: entry.at,
                who: who.clone(),
                how: entry.how.say(words).to_owned(),
                clauses: clauses.clone(),
                told,
            }));
        }
    }
    out
}

/// Rows as a workbook, out of so many that there are.
///
/// # Errors
/// When there are more rows than a sheet holds.
pub fn changes_sheet(rows: &[&ChangeRow], all: usize, words: &Words) -> Result<Vec<u8>, TableWriteError> {
    if rows.len() > MAX_SHEET_ROWS {
        return Err(TableWriteError::TooManyRows { rows: rows.len(), most: MAX_SHEET_ROWS });
    }
    sheet(rows, all, words).map_err(|error| TableWriteError::Other(error.to_string()))
}

/// The rows under the headings of a workbook; none when it is no workbook.
#[must_use]
pub fn count_changes(bytes: &[u8]) -> Option<usize> {
    workbook::count_rows(bytes).ok()?.checked_sub(1)
}

fn sheet(rows: &[&ChangeRow], all: usize, words: &Words) -> Result<Vec<u8>, XlsxError> {
    let k = &words.keeping;
    let heads = [&k.log_at, &k.log_who, &k.log_how, &k.log_clause, &k.log_what, &k.log_from, &k.log_to];
    let widths = [20.0, 12.0, 8.0, 14.0, 20.0, 48.0, 48.0];
    let hair = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
    let head = hair.clone().set_bold().set_background_color(Color::RGB(0xE8_EE_F4)).set_text_wrap();
    // As text: a spreadsheet would make dates and fractions of times and clause numbers that are edited.
    let text = hair.set_num_format("@").set_text_wrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    // Whoever is handed a part must see that it is one.
    let part = k.log_sheet_part.fill(&[("n", &rows.len()), ("all", &all)]);
    sheet.set_name(if rows.len() < all { part } else { k.log_sheet.to_string() })?;
    for ((at, head_text), width) in (0_u16..).zip(heads).zip(widths) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, head_text.to_string(), &head)?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row.cells()) {
            sheet.write_string_with_format(at, column, within_cell(cell, &k.log_cell_cut), &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    workbook.save_to_buffer()
}

/// A text that a cell can hold; one that is longer is cut and says so.
fn within_cell(text: String, mark: &str) -> String {
    if text.len() <= MAX_CELL || text.encode_utf16().count() <= MAX_CELL {
        return text;
    }
    let mut room = MAX_CELL - mark.encode_utf16().count();
    let fits = |found: &char| match room.checked_sub(found.len_utf16()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    };
    text.chars().take_while(fits).chain(mark.chars()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::lang::Language;
    use crate::store::tables::{Cell, TableKind, parse};

    fn row(what: &str, to: &str) -> ChangeRow {
        let at = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(9, 0, 0).unwrap();
        let told = Told { clause: "5.1.1.1".into(), what: what.into(), from: "（无）".into(), to: to.into() };
        ChangeRow { at, who: "王".into(), how: "修改".into(), clauses: vec!["5.1.1.1".into()], told }
    }

    #[test]
    fn what_is_written_is_text_and_all_there() {
        let words = Words::load(Language::Chinese).unwrap();
        let long = "长".repeat(40_000);
        let rows = [row("发现", "=HYPERLINK(\"http://x\")"), row("备注", "-1"), row("发现", &long)];
        let rows: Vec<&ChangeRow> = rows.iter().collect();
        let bytes = changes_sheet(&rows, rows.len() + 1, &words).unwrap();
        let count = count_changes(&bytes).unwrap();
        assert_eq!(count, 3);
        let table = parse(&bytes, TableKind::Xlsx).unwrap();
        assert_eq!(table.rows.len(), 4);
        assert_eq!(table.rows[0].cells[0], Cell::Text("时间".into()));
        assert_eq!(table.rows[1].cells[0], Cell::Text("2026-11-21 09:00:00".into()));
        assert_eq!(table.rows[1].cells[6], Cell::Text("=HYPERLINK(\"http://x\")".into()), "text, no formula");
        let Cell::Text(cut) = &table.rows[3].cells[6] else { panic!("{:?}", table.rows[3]) };
        assert!(cut.ends_with(&*words.keeping.log_cell_cut) && cut.encode_utf16().count() == MAX_CELL);
        let none = count_changes(&changes_sheet(&[], 0, &words).unwrap()).unwrap();
        assert_eq!(none, 0);
    }
}
