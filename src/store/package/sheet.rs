//! The index as a workbook: the files, what is missing, how to read it. Every cell is text but the sizes.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Url, Workbook, Worksheet,
    XlsxError,
};

use super::html::facts;
use crate::assessment::{Package, PackageEntry};
use crate::lang::Words;

/// Longest text of a cell, in characters.
const MAX_CELL: usize = 32_000;

/// Most rows with links; a spreadsheet takes no more than 65,530.
const MAX_LINKS: u32 = 60_000;

/// The headings of the files, for the page as well.
pub(super) fn heads(words: &Words) -> [String; 7] {
    let p = &words.package;
    [&p.head_file, &p.head_title, &p.head_source, &p.head_clauses, &p.head_size, &p.head_state, &p.head_sum]
        .map(ToString::to_string)
}

/// Where it came from, as the case names it, and the number of the evidence.
pub(super) fn origin(entry: &PackageEntry) -> String {
    format!("E-{:03} {}", entry.evidence.0, entry.source)
}

struct Looks {
    head: Format,
    text: Format,
    number: Format,
    link: Format,
}

/// The workbook.
pub(super) fn write(package: &Package, words: &Words) -> Result<Vec<u8>, XlsxError> {
    let p = &words.package;
    let hair = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
    let looks = Looks {
        head: hair.clone().set_bold().set_background_color(Color::RGB(0xE8_EE_F4)).set_text_wrap(),
        // As text, so that nothing that a person typed starts anything in a spreadsheet.
        text: hair.clone().set_num_format("@").set_text_wrap(),
        // Shown as a person reads it, and still a number to sort by.
        number: hair.clone().set_num_format("[>=1000000]0.0,,\" MB\";[>=1000]0.0,\" KB\";0\" B\""),
        link: hair.set_text_wrap().set_font_color(Color::RGB(0x1B_4F_72)).set_underline(FormatUnderline::Single),
    };
    let mut book = Workbook::new();
    // With the day of the package, so that the same package has the same bytes.
    let day = ExcelDateTime::parse_from_str(&package.date.format("%Y-%m-%d").to_string())?;
    book.set_properties(&DocProperties::new().set_title(p.title.to_string()).set_creation_datetime(&day));
    let sheet = book.add_worksheet();
    sheet.set_name(p.sheet_index.to_string())?;
    files(sheet, package, words, &looks)?;
    let sheet = book.add_worksheet();
    sheet.set_name(p.sheet_missing.to_string())?;
    let missing = package.missing(words);
    let rows = if missing.is_empty() { vec![(String::new(), p.missing_none.to_string())] } else { missing };
    pairs(sheet, [&p.head_item, &p.head_missing], &rows, &looks)?;
    let sheet = book.add_worksheet();
    sheet.set_name(p.sheet_rules.to_string())?;
    let mut rows = facts(package, words);
    rows.extend(package.rules(words).into_iter().map(|rule| (p.chapter_rules.to_string(), rule)));
    pairs(sheet, [&p.head_what, &p.head_says], &rows, &looks)?;
    book.save_to_buffer()
}

fn files(sheet: &mut Worksheet, package: &Package, words: &Words, looks: &Looks) -> Result<(), XlsxError> {
    let mut heads = vec![words.package.head_item.to_string(), words.package.head_standing.to_string()];
    heads.extend(self::heads(words));
    let widths = [26.0, 20.0, 48.0, 30.0, 40.0, 16.0, 12.0, 26.0, 68.0];
    for ((at, head), width) in (0_u16..).zip(&heads).zip(widths) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, head, &looks.head)?;
    }
    let mut line = 0_u32;
    for item in package.items.iter().filter(|item| item.mandatory.is_some() || !item.entries.is_empty()) {
        let (name, standing) = (item.name(), item.say(words));
        if item.entries.is_empty() {
            line += 1;
            text(sheet, (line, 0), &name, looks)?;
            text(sheet, (line, 1), &standing, looks)?;
        }
        for entry in &item.entries {
            line += 1;
            let clauses: Vec<&str> = entry.clauses.iter().map(|clause| clause.as_str()).collect();
            let sum = entry.sum.map(|sum| sum.to_string()).unwrap_or_default();
            let cells = [
                &name,
                &standing,
                &entry.name,
                &entry.title,
                &origin(entry),
                &clauses.join(&words.common.list_separator),
            ];
            for (at, cell) in (0_u16..).zip(cells) {
                text(sheet, (line, at), cell, looks)?;
            }
            if !entry.name.is_empty() && line <= MAX_LINKS {
                // The name stays as it is; the link leads from the folder of this workbook.
                let address = format!("file:///./{}", entry.name);
                let url = Url::new(address).set_text(entry.name.chars().take(MAX_CELL).collect::<String>());
                if sheet.write_url_with_format(line, 2, url, &looks.link).is_err() {
                    text(sheet, (line, 2), &entry.name, looks)?;
                }
            }
            if entry.is_file() {
                // A file of more than 2⁵³ bytes is not met.
                let size = u32::try_from(entry.size)
                    .map_or_else(|_| entry.size.to_string().parse::<f64>().unwrap_or(0.0), f64::from);
                sheet.write_number_with_format(line, 6, size, &looks.number)?;
            }
            text(sheet, (line, 7), &entry.say(words), looks)?;
            text(sheet, (line, 8), &sum, looks)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, line.max(1), 8)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

fn pairs(sheet: &mut Worksheet, heads: [&str; 2], rows: &[(String, String)], looks: &Looks) -> Result<(), XlsxError> {
    for ((at, head), width) in (0_u16..).zip(heads).zip([36.0, 90.0]) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, head, &looks.head)?;
    }
    for (at, (name, value)) in (1_u32..).zip(rows) {
        text(sheet, (at, 0), name, looks)?;
        text(sheet, (at, 1), value, looks)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn text(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &str, looks: &Looks) -> Result<(), XlsxError> {
    let cell: String = cell.chars().take(MAX_CELL).collect();
    sheet.write_string_with_format(row, column, cell, &looks.text)?;
    Ok(())
}
