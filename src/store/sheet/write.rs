//! A sample → the workbook of its sheet.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

use super::{CONFORMS, EVIDENCE, FAILS, NOT_CONCERNED, NOTE, NUMBER, mark_text, shown_fields, width};
use crate::assessment::{BY_MONTH, Drawn, Ledger, Sample};
use crate::criteria::LedgerKind;
use crate::lang::Words;
use crate::store::tables::TableWriteError;

/// The rows above the headings: what it is, how it was drawn, how to fill it in.
const ABOVE: u32 = 4;
/// Room for two lines, or for a pen.
const ROW_HEIGHT: f64 = 28.0;

/// Writes the sheet of a sample; `ledger` is where its records stand, as far as they still do.
///
/// # Errors
/// When the writing library refuses.
pub fn write_sheet(
    kind: &LedgerKind,
    sample: &Sample,
    ledger: Option<&Ledger>,
    company: &str,
    words: &Words,
) -> Result<Vec<u8>, TableWriteError> {
    sheet(kind, sample, ledger, company, words).map_err(|error| TableWriteError::Other(error.to_string()))
}

fn sheet(
    kind: &LedgerKind,
    sample: &Sample,
    ledger: Option<&Ledger>,
    company: &str,
    words: &Words,
) -> Result<Vec<u8>, XlsxError> {
    let s = &words.sampling;
    let mut workbook = Workbook::new();
    // The same sample gives the same bytes, so the moment of writing is not in the file.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = workbook.add_worksheet();
    sheet.set_name(s.sheet_name.to_string())?;
    let plain = Format::new().set_align(FormatAlign::Top);
    let title = plain.clone().set_bold().set_font_size(14.0);
    let hair = plain.clone().set_border(FormatBorder::Hair).set_text_wrap();
    let head = hair.clone().set_bold().set_background_color(Color::RGB(0xE8_EE_F4)).set_align(FormatAlign::Center);
    // As text: record numbers with leading zeros, and what looks like a formula or a date, stay as they are.
    let text = hair.clone().set_num_format("@");
    let mark = text.clone().set_align(FormatAlign::Center);

    sheet.write_string_with_format(
        0,
        0,
        s.sheet_title.fill(&[("ledger", &kind.title), ("company", &company)]),
        &title,
    )?;
    let drawn = [Some(drawn_how(kind, sample, words)), sample.say_gone(ledger, words)];
    let drawn: Vec<String> = drawn.into_iter().flatten().collect();
    sheet.write_string_with_format(1, 0, drawn.join(&s.joined), &plain)?;
    let feeds: Vec<&str> = sample.feeds.keys().map(|clause| clause.as_str()).collect();
    let feeds = feeds.join(&words.common.list_separator);
    sheet.write_string_with_format(2, 0, s.sheet_feeds.fill(&[("clauses", &feeds)]), &plain)?;
    sheet.write_string_with_format(3, 0, s.sheet_how.to_string(), &plain)?;

    let fields = shown_fields(kind, sample, ledger);
    let mut heads: Vec<(String, f64)> = vec![(s.sheet_order.to_string(), 5.0), (NUMBER[0].to_owned(), 15.0)];
    heads.extend(by_month(sample).then(|| (s.sheet_stratum.to_string(), 9.0)));
    heads.extend(fields.iter().map(|field| (field.title.clone(), width(field.form))));
    let first_check = heads.len();
    heads.extend(kind.checks.iter().map(|check| (check.title.clone(), 8.0)));
    let last_check = heads.len().saturating_sub(1);
    heads.push((NOTE[0].to_owned(), 24.0));
    heads.push((EVIDENCE[0].to_owned(), 9.0));
    sheet.set_row_height(0, 20.0)?.set_row_height(ABOVE, ROW_HEIGHT)?;
    for (at, (text, width)) in (0_u16..).zip(&heads) {
        sheet.set_column_width(at, *width)?;
        sheet.write_string_with_format(ABOVE, at, text, &head)?;
    }
    for (at, drawn) in (ABOVE + 1..).zip(&sample.drawn) {
        sheet.set_row_height(at, ROW_HEIGHT)?;
        let cells = cells((at - ABOVE, by_month(sample)), kind, drawn, ledger, &fields, words);
        for (column, cell) in (0_u16..).zip(&cells) {
            let is_mark = (first_check..=last_check).contains(&usize::from(column)) && !kind.checks.is_empty();
            sheet.write_string_with_format(at, column, cell, if is_mark { &mark } else { &text })?;
        }
    }
    let rows = u32::try_from(sample.drawn.len()).unwrap_or(0);
    if rows > 0 && !kind.checks.is_empty() {
        let list = DataValidation::new().allow_list_strings(&[CONFORMS, FAILS, NOT_CONCERNED])?;
        let column = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        sheet.add_data_validation(ABOVE + 1, column(first_check), ABOVE + rows, column(last_check), &list)?;
    }
    sheet.set_freeze_panes(ABOVE + 1, 2)?;
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(ABOVE, ABOVE)?;
    let help = workbook.add_worksheet();
    help.set_name(s.sheet_help.to_string())?;
    help.set_column_width(0, 20.0)?.set_column_width(1, 100.0)?.set_column_width(2, 24.0)?;
    help.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (column, text) in (0_u16..).zip([&s.help_check, &s.help_how, &s.help_clauses]) {
        help.write_string_with_format(0, column, text.to_string(), &head)?;
    }
    for (at, check) in (1_u32..).zip(&kind.checks) {
        let clauses: Vec<&str> = check.clauses.iter().map(|clause| clause.as_str()).collect();
        let cells = [check.title.clone(), check.how.clone(), clauses.join(&words.common.list_separator)];
        for (column, cell) in (0_u16..).zip(cells) {
            help.write_string_with_format(at, column, cell, &text)?;
        }
    }
    workbook.save_to_buffer()
}

/// Whether the strata are months: those of words stand in the record anyway.
fn by_month(sample: &Sample) -> bool {
    sample.strata.as_deref() == Some(BY_MONTH)
}

/// How the sample was drawn, in a sentence.
fn drawn_how(kind: &LedgerKind, sample: &Sample, words: &Words) -> String {
    let s = &words.sampling;
    let strata = sample.say_strata(kind, words);
    s.sheet_drawn.fill(&[
        ("population", &sample.population),
        ("n", &sample.drawn.len()),
        ("seed", &sample.seed),
        ("strata", &strata),
        ("again", &sample.say_again(words)),
    ])
}

fn cells(
    (order, months): (u32, bool),
    kind: &LedgerKind,
    drawn: &Drawn,
    ledger: Option<&Ledger>,
    fields: &[&crate::criteria::LedgerField],
    words: &Words,
) -> Vec<String> {
    let record = ledger.and_then(|ledger| Some((ledger, ledger.records.get(&drawn.record)?)));
    let mut out = vec![order.to_string(), drawn.record.clone()];
    out.extend(months.then(|| drawn.stratum.clone()));
    out.extend(
        fields
            .iter()
            .map(|field| record.map_or_else(String::new, |(ledger, record)| ledger.cell(record, &field.id).say(words))),
    );
    out.extend(
        kind.checks
            .iter()
            .map(|check| drawn.marks.get(&check.id).map_or_else(String::new, |mark| mark_text(*mark).to_owned())),
    );
    out.push(drawn.note.clone());
    let evidence: Vec<String> = drawn.evidence.iter().map(|id| id.to_string()).collect();
    out.push(evidence.join("、"));
    out
}
