//! 催办单: one workbook with a sheet for each person, of what is open there, what is overdue, and what is to be shown.
//!
//! Why it is so:
//! * A person gets a sheet and not the register: what others owe is none of their business, and closed actions ask for
//!   nothing. The headings are those of the register, so that a sheet that was filled in can be read back by its numbers.
//! * Names are compared without the blanks around them. Actions without an owner stand on a sheet of their own, the
//!   last one: nobody would be asked about them otherwise.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::columns::ActionColumn;
use super::read::plain;
use super::write::{MAX_CELL, Value, states, text_of, value, write_cell};
use crate::assessment::{Action, ActionId, ActionState, Assessment, Gap};
use crate::criteria::Scheme;
use crate::lang::Words;
use crate::store::tables::{Cell, Table, TableWriteError};

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminders {
    /// Only the sheet of this person; none for all of them.
    pub owner: Option<String>,
    /// The day that stands on it, and by which something is overdue.
    pub on: NaiveDate,
}

impl Reminders {
    /// The open actions by person, whose name is empty for nobody; those that are due first before the others.
    #[must_use]
    pub fn by_owner<'a>(&self, case: &'a Assessment) -> Vec<(&'a str, Vec<(ActionId, &'a Action)>)> {
        let mut owners: BTreeMap<(bool, &str), Vec<(ActionId, &Action)>> = BTreeMap::new();
        for (id, action) in &case.actions {
            let owner = action.owner.trim();
            let asked = self.owner.as_ref().is_none_or(|asked| asked.trim() == owner);
            if asked && action.state != ActionState::Closed {
                owners.entry((owner.is_empty(), owner)).or_default().push((*id, action));
            }
        }
        let sorted = owners.into_iter().map(|((_, owner), mut theirs)| {
            theirs.sort_by_key(|(id, action)| (action.due.is_none(), action.due, *id));
            (owner, theirs)
        });
        sorted.collect()
    }
}

/// A column of a sheet: one of the register's, or what only tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Col {
    Register(ActionColumn),
    /// The clause's title, or what was found.
    Title,
    /// Days since the term.
    Overdue,
}

const COLUMNS: [(Col, f64); 11] = [
    (Col::Register(ActionColumn::Id), 8.0),
    (Col::Register(ActionColumn::Gap), 12.0),
    (Col::Title, 22.0),
    (Col::Register(ActionColumn::What), 46.0),
    (Col::Register(ActionColumn::Evidence), 30.0),
    (Col::Register(ActionColumn::After), 12.0),
    (Col::Register(ActionColumn::Department), 13.0),
    (Col::Register(ActionColumn::Start), 11.5),
    (Col::Register(ActionColumn::Due), 11.5),
    (Col::Overdue, 9.0),
    (Col::Register(ActionColumn::State), 10.0),
];

/// A sheet as it is meant: its name, the line at its top, its rows as texts.
struct Sheet {
    name: String,
    title: String,
    rows: Vec<[String; 11]>,
}

fn heading(column: Col, words: &Words) -> String {
    match column {
        Col::Register(column) => column.name(words.language).to_owned(),
        Col::Title => words.remediation.remind_title.to_string(),
        Col::Overdue => words.remediation.remind_overdue.to_string(),
    }
}

fn sheets(ask: &Reminders, scheme: &Scheme, case: &Assessment, words: &Words) -> Vec<Sheet> {
    let mut taken = BTreeSet::new();
    let one = |(owner, theirs): (&str, Vec<(ActionId, &Action)>)| {
        let owner = if owner.is_empty() { words.remediation.unassigned.to_string() } else { owner.to_owned() };
        let overdue = theirs.iter().filter(|(_, action)| action.overdue_on(ask.on)).count();
        let title = words.actions.reminder_title.fill(&[
            ("owner", &owner),
            ("day", &ask.on),
            ("company", &case.company.name),
            ("open", &theirs.len()),
            ("overdue", &overdue),
        ]);
        let row = |(id, action): (ActionId, &Action)| {
            COLUMNS.map(|(column, _)| match column {
                Col::Register(ActionColumn::Id) => id.to_string(),
                Col::Register(column) => text_of(column, action, words.language),
                Col::Title => match &action.gap {
                    Gap::Clause(clause) => scheme.clause(clause).map_or("", |clause| clause.title.as_str()).to_owned(),
                    Gap::SpecialDeduction(id) => {
                        case.special_deductions.get(id).map_or_else(String::new, |found| found.found.trim().to_owned())
                    }
                },
                Col::Overdue => {
                    let late = action.due.filter(|_| action.overdue_on(ask.on));
                    late.map_or_else(String::new, |due| (ask.on - due).num_days().to_string())
                }
            })
        };
        Sheet { name: sheet_name(&owner, &mut taken), title, rows: theirs.into_iter().map(row).collect() }
    };
    ask.by_owner(case).into_iter().map(one).collect()
}

/// Most letters of a sheet's name.
const MAX_NAME: usize = 31;

/// A name that a spreadsheet takes for a sheet, and that no other sheet has: capitals make no difference there.
fn sheet_name(owner: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed = |letter: char| {
        if letter.is_control() || matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { ' ' } else { letter }
    };
    let plain: String = owner.chars().map(allowed).collect();
    let plain = plain.trim().trim_matches('\'').trim().to_owned();
    // The name of a log that spreadsheets keep to themselves.
    let plain = if plain.is_empty() || plain.eq_ignore_ascii_case("history") { format!("_{plain}") } else { plain };
    for count in 1_usize.. {
        let tail = if count == 1 { String::new() } else { format!(" ({count})") };
        let mut name = String::new();
        for letter in plain.chars() {
            if name.encode_utf16().count() + letter.len_utf16() + tail.len() > MAX_NAME {
                break;
            }
            name.push(letter);
        }
        let name = format!("{}{tail}", name.trim_end_matches('\''));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    plain
}

/// Writes the sheets, with headings and words in the language of `words`; there is something open for somebody.
///
/// # Errors
/// When a text does not fit into a cell.
pub fn write_reminders(
    ask: &Reminders,
    scheme: &Scheme,
    case: &Assessment,
    words: &Words,
) -> Result<Vec<u8>, TableWriteError> {
    let sheets = sheets(ask, scheme, case, words);
    let long = |row: &&[String; 11]| row.iter().any(|cell| cell.encode_utf16().count() > MAX_CELL);
    if let Some([id, ..]) = sheets.iter().flat_map(|sheet| &sheet.rows).find(long) {
        return Err(TableWriteError::CellTooLong { row: id.clone() });
    }
    workbook(&sheets, words).map_err(|error| TableWriteError::Other(error.to_string()))
}

fn workbook(sheets: &[Sheet], words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same register gives the same bytes, so the moment of writing is not in the file.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for sheet in sheets {
        write_sheet(workbook.add_worksheet(), sheet, words)?;
    }
    workbook.save_to_buffer()
}

fn write_sheet(sheet: &mut Worksheet, meant: &Sheet, words: &Words) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top).set_text_wrap();
    let head = wrapped.clone().set_bold().set_background_color(Color::RGB(0xE8_EE_F4));
    // Numbers of clauses and actions are text: a spreadsheet would make dates and figures of some of them.
    let id = wrapped.clone().set_num_format("@");
    let day = wrapped.clone().set_num_format("yyyy-mm-dd");
    let late = wrapped.clone().set_bold().set_font_color(Color::RGB(0xB0_1E_1E));
    sheet.set_name(&meant.name)?;
    sheet.write_string_with_format(0, 0, &meant.title, &Format::new().set_bold().set_font_size(14.0))?;
    for (at, (column, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(1, at, heading(column, words), &head)?;
    }
    for (at, row) in (2_u32..).zip(&meant.rows) {
        for ((column_at, (column, _)), cell) in (0_u16..).zip(COLUMNS).zip(row) {
            use ActionColumn as C;
            let format = match column {
                Col::Register(C::Id | C::Gap | C::After) => &id,
                Col::Register(C::Start | C::Due) => &day,
                Col::Overdue => &late,
                _ => &wrapped,
            };
            let kind = match column {
                Col::Register(column) => value(column, cell)?,
                Col::Title => Value::Text,
                Col::Overdue => cell.parse().map_or(Value::Text, Value::Number),
            };
            write_cell(sheet, (at, column_at), (kind, cell), format)?;
        }
    }
    let states = states(words)?;
    let state = u16::try_from(COLUMNS.len() - 1).unwrap_or(0);
    let last = 1 + u32::try_from(meant.rows.len()).unwrap_or(1);
    sheet.add_data_validation(2, state, last.max(2), state, &states)?;
    sheet.set_freeze_panes(2, 1)?;
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(1, 1)?;
    Ok(())
}

/// Whether sheets that were read back say all that was meant: how many sheets and actions, or how many actions do.
pub(in crate::store) fn prove(
    read: &[Table],
    ask: &Reminders,
    scheme: &Scheme,
    case: &Assessment,
    words: &Words,
) -> Result<(usize, usize), usize> {
    let meant = sheets(ask, scheme, case, words);
    let says = |cell: Option<&Cell>, meant: &str| match cell {
        None | Some(Cell::Empty) => plain(meant).is_empty(),
        Some(Cell::Text(text) | Cell::Date(text)) => plain(text) == plain(meant),
        Some(_) => false,
    };
    let mut good = 0;
    let mut whole = read.len() == meant.len();
    for (table, meant) in read.iter().zip(&meant) {
        let rows = table.rows.get(2..).unwrap_or_default();
        let named = table.sheet.as_deref() == Some(&meant.name)
            && table.rows.first().is_some_and(|row| says(row.cells.first(), &meant.title));
        whole &= named && rows.len() == meant.rows.len();
        let fits = |(row, meant): &(&crate::store::tables::Row, &[String; 11])| {
            meant.iter().enumerate().all(|(at, meant)| says(row.cells.get(at), meant))
        };
        let fitting = rows.iter().zip(&meant.rows).filter(fits).count();
        whole &= fitting == meant.rows.len();
        good += fitting;
    }
    if whole { Ok((meant.len(), good)) } else { Err(good) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_ones_that_a_spreadsheet_takes() {
        let mut taken = BTreeSet::new();
        let long = "很长的名字".repeat(9);
        let names: Vec<String> = ["张/三", "Zhang", "zhang", "'", "history", "张 三", &long, &long]
            .map(|owner| sheet_name(owner, &mut taken))
            .into();
        assert_eq!(names[..6], ["张 三", "Zhang", "zhang (2)", "_", "_history", "张 三 (2)"]);
        let start = "很长的名字".repeat(6);
        assert_eq!(names[6], format!("{start}很"));
        assert_eq!(names[7], format!("{}很长 (2)", "很长的名字".repeat(5)));
    }
}
