//! The register → a table, as CSV or XLSX: all of it, or what is open for one person.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::columns::{ActionColumn, state_name};
use super::number::as_decimal;
use crate::assessment::{Action, ActionId, ActionState, Assessment, Gap, hundredths};
use crate::lang::{Language, Words};
use crate::store::tables::guard::guard;
use crate::store::tables::{TableKind, TableWriteError};

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionsSheet {
    /// Every action, by number.
    All,
    /// 催办单: the open actions of one person, those that are due first before the others.
    Reminder {
        /// Whose, as the register has the name.
        owner: String,
        /// The day that stands on it.
        on: NaiveDate,
    },
}

impl ActionsSheet {
    /// The actions that are on it, in order.
    #[must_use]
    pub fn actions<'a>(&self, case: &'a Assessment) -> Vec<(ActionId, &'a Action)> {
        let all = case.actions.iter().map(|(id, action)| (*id, &**action));
        match self {
            Self::All => all.collect(),
            Self::Reminder { owner, .. } => {
                let theirs = |action: &Action| action.state != ActionState::Closed && action.owner == *owner;
                let mut found: Vec<_> = all.filter(|(_, action)| theirs(action)).collect();
                found.sort_by_key(|(id, action)| (action.due.is_none(), action.due, *id));
                found
            }
        }
    }

    /// The line above the headings; none where there is none.
    fn title(&self, case: &Assessment, words: &Words) -> Option<String> {
        let Self::Reminder { owner, on } = self else { return None };
        let (a, company) = (&words.actions, &case.company.name);
        let open = self.actions(case);
        let overdue = open.iter().filter(|(_, action)| action.overdue_on(*on)).count();
        Some(a.reminder_title.fill(&[
            ("owner", owner),
            ("day", on),
            ("company", company),
            ("open", &open.len()),
            ("overdue", &overdue),
        ]))
    }
}

/// What a cell of an action says, as text; empty for nothing.
pub(super) fn text_of(column: ActionColumn, action: &Action, language: Language) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let quantity = |number: u64| if number == 0 { String::new() } else { hundredths(number) };
    match column {
        ActionColumn::Id => String::new(), // not a field
        ActionColumn::Gap => match &action.gap {
            Gap::Clause(clause) => clause.to_string(),
            Gap::SpecialDeduction(id) => match language {
                Language::Chinese => format!("特别扣分 {id}"),
                Language::English => format!("special deduction {id}"),
            },
        },
        ActionColumn::What => action.what.clone(),
        ActionColumn::Gain => {
            let gain = action.gain.as_ref().map(|gain| &gain.0);
            gain.map_or_else(String::new, |gain| as_decimal(gain).unwrap_or_else(|| gain.to_string()))
        }
        ActionColumn::Effort => quantity(action.effort),
        ActionColumn::Cost => quantity(action.cost),
        ActionColumn::Lead if action.lead_days == 0 => String::new(),
        ActionColumn::Lead => action.lead_days.to_string(),
        ActionColumn::After => action.after.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"),
        ActionColumn::Owner => action.owner.clone(),
        ActionColumn::Start => day(action.start),
        ActionColumn::Due => day(action.due),
        ActionColumn::State => state_name(action.state, language).to_owned(),
        ActionColumn::Department => action.department.clone(),
        ActionColumn::Evidence => action.evidence.clone(),
        ActionColumn::VerifiedBy => action.verified_by.clone(),
        ActionColumn::VerifiedOn => day(action.verified_on),
    }
}

/// The rows that a table of this kind holds, as texts.
pub(super) fn grid(sheet: &ActionsSheet, case: &Assessment, language: Language) -> Vec<[String; 16]> {
    let rows = sheet.actions(case).into_iter().map(|(id, action)| {
        ActionColumn::ALL.map(|column| match column {
            ActionColumn::Id => id.to_string(),
            _ => text_of(column, action, language),
        })
    });
    rows.collect()
}

/// Writes the register, with headings and words in the language of `words`.
///
/// # Errors
/// When a text does not fit into a cell of XLSX.
pub fn write_actions(
    kind: TableKind,
    sheet: &ActionsSheet,
    case: &Assessment,
    words: &Words,
) -> Result<Vec<u8>, TableWriteError> {
    let rows = grid(sheet, case, words.language);
    let title = sheet.title(case, words);
    match kind {
        TableKind::Csv => csv(title, &rows, words.language),
        TableKind::Xlsx => {
            let long = |row: &&[String; 16]| row.iter().any(|cell| cell.encode_utf16().count() > MAX_CELL);
            if let Some([id, ..]) = rows.iter().find(long) {
                return Err(TableWriteError::CellTooLong { row: id.clone() });
            }
            xlsx(title, &rows, words).map_err(|error| TableWriteError::Other(error.to_string()))
        }
    }
}

/// Most UTF-16 units in a cell of XLSX.
pub(super) const MAX_CELL: usize = 32_767;

/// UTF-8 with its mark, commas, CRLF: what spreadsheets open without asking.
fn csv(title: Option<String>, rows: &[[String; 16]], language: Language) -> Result<Vec<u8>, TableWriteError> {
    let other = |error: csv::Error| TableWriteError::Other(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    if let Some(title) = title {
        writer.write_record([guard(&title)]).map_err(other)?;
    }
    writer.write_record(ActionColumn::ALL.map(|column| column.name(language))).map_err(other)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| guard(cell))).map_err(other)?;
    }
    writer.into_inner().map_err(|error| TableWriteError::Other(error.to_string()))
}

fn xlsx(title: Option<String>, rows: &[[String; 16]], words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same register gives the same bytes, so the moment of writing is not in the file.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    register_sheet(workbook.add_worksheet(), title, rows, words)?;
    help_sheet(workbook.add_worksheet(), words)?;
    workbook.save_to_buffer()
}

fn width(column: ActionColumn) -> f64 {
    match column {
        ActionColumn::Id => 8.0,
        ActionColumn::What => 44.0,
        ActionColumn::Evidence => 28.0,
        ActionColumn::Gap | ActionColumn::After | ActionColumn::Department => 13.0,
        ActionColumn::Start | ActionColumn::Due | ActionColumn::VerifiedOn => 11.5,
        ActionColumn::Gain
        | ActionColumn::Effort
        | ActionColumn::Cost
        | ActionColumn::Lead
        | ActionColumn::Owner
        | ActionColumn::State
        | ActionColumn::VerifiedBy => 10.0,
    }
}

/// Rows below the last one in which states can be chosen too, for actions that are added.
const MORE_ROWS: u32 = 200;

fn register_sheet(
    sheet: &mut Worksheet,
    title: Option<String>,
    rows: &[[String; 16]],
    words: &Words,
) -> Result<(), XlsxError> {
    let a = &words.actions;
    let hair = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
    let head = hair.clone().set_bold().set_background_color(Color::RGB(0xE8_EE_F4)).set_text_wrap();
    let wrapped = hair.clone().set_text_wrap();
    // Numbers of clauses and actions are text: a spreadsheet would make dates and figures of some of them.
    let id = wrapped.clone().set_num_format("@");
    let day = hair.clone().set_num_format("yyyy-mm-dd");
    let money = hair.clone().set_num_format("#,##0.00");
    sheet.set_name(a.sheet_name.to_string())?;
    let top = u32::from(title.is_some());
    if let Some(title) = title {
        let bold = Format::new().set_bold().set_font_size(14.0);
        sheet.write_string_with_format(0, 0, title, &bold)?;
    }
    for (at, column) in (0_u16..).zip(ActionColumn::ALL) {
        sheet.set_column_width(at, width(column))?;
        sheet.write_string_with_format(top, at, column.name(words.language), &head)?;
    }
    for (at, row) in (top + 1..).zip(rows) {
        for ((column_at, column), cell) in (0_u16..).zip(ActionColumn::ALL).zip(row) {
            let format = match column {
                ActionColumn::Id | ActionColumn::Gap | ActionColumn::After => &id,
                ActionColumn::Start | ActionColumn::Due | ActionColumn::VerifiedOn => &day,
                ActionColumn::Gain | ActionColumn::Effort | ActionColumn::Lead => &hair,
                ActionColumn::Cost => &money,
                _ => &wrapped,
            };
            write_cell(sheet, (at, column_at), (value(column, cell)?, cell), format)?;
        }
    }
    let states = states(words)?;
    let at = ActionColumn::State as u16;
    let last = top + u32::try_from(rows.len()).unwrap_or(0) + MORE_ROWS;
    sheet.add_data_validation(top + 1, at, last, at, &states)?;
    sheet.set_freeze_panes(top + 1, 3)?;
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(top, top)?;
    Ok(())
}

/// What a text is in a workbook.
pub(super) enum Value {
    Text,
    Number(f64),
    Day(ExcelDateTime),
}

pub(super) fn value(column: ActionColumn, text: &str) -> Result<Value, XlsxError> {
    Ok(match column {
        ActionColumn::Gain | ActionColumn::Effort | ActionColumn::Cost | ActionColumn::Lead => {
            // Fifteen digits are what a spreadsheet keeps; a fraction such as 9/11 is no number to it.
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            text.parse().ok().filter(|_| digits <= 15).map_or(Value::Text, Value::Number)
        }
        ActionColumn::Start | ActionColumn::Due | ActionColumn::VerifiedOn => {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
            match day.filter(|day| (1901..=9999).contains(&day.year())) {
                Some(day) => {
                    let part = |number: u32| u8::try_from(number).unwrap_or(1);
                    let year = u16::try_from(day.year()).unwrap_or(9999);
                    Value::Day(ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))?)
                }
                None => Value::Text, // before the first day, or after the last, that a spreadsheet knows
            }
        }
        _ => Value::Text,
    })
}

/// A second sheet that tells who fills the table in what belongs where; it is not read.
fn help_sheet(sheet: &mut Worksheet, words: &Words) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = wrapped.clone().set_bold();
    sheet.set_name(words.cli.table_sheet_help.to_string())?;
    sheet.set_column_width(0, 20.0)?;
    sheet.set_column_width(1, 90.0)?;
    for (at, line) in (0_u32..).zip(words.actions.sheet_help.lines().filter(|line| !line.trim().is_empty())) {
        let (name, text) = line.split_once('|').unwrap_or(("", line));
        sheet.write_string_with_format(at, 0, name.trim(), &bold)?;
        sheet.write_string_with_format(at, 1, text.trim(), &wrapped)?;
    }
    Ok(())
}

/// Writes a cell as what it is; nothing but its format where it is empty.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (kind, cell): (Value, &str),
    format: &Format,
) -> Result<(), XlsxError> {
    match kind {
        _ if cell.is_empty() => sheet.write_blank(row, column, format)?,
        Value::Text => sheet.write_string_with_format(row, column, cell, format)?,
        Value::Number(number) => sheet.write_number_with_format(row, column, number, format)?,
        Value::Day(day) => sheet.write_datetime_with_format(row, column, &day, format)?,
    };
    Ok(())
}

/// The words that a cell for a state may hold.
pub(super) fn states(words: &Words) -> Result<DataValidation, XlsxError> {
    let list = ActionState::ALL.map(|state| state_name(state, words.language));
    DataValidation::new()
        .allow_list_strings(&list)?
        .set_error_title(ActionColumn::State.name(words.language))?
        .set_error_message(words.actions.state_hint.to_string())
}
