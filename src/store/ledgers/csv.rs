//! CSV and its kin: text in any usual encoding, separated by comma, semicolon, tab or `|`.

use std::collections::BTreeSet;

use super::sheet::{Cell, Rows, Sheet};
use super::waiting::Waiting;
use crate::store::tables::TableProblemKind;
use crate::store::tables::csv_text::{Reader, decode_by, split_line};
use crate::store::tables::guard::unguard;

/// Lines at the top in which headings are looked for.
const TOP: usize = 40;

/// Reads CSV; `headings` counts known headings among cells.
pub(super) fn read(
    bytes: &[u8],
    waiting: Waiting<'_>,
    headings: impl Fn(&[String]) -> usize,
) -> Result<Sheet, TableProblemKind> {
    let best = |text: &str, separator: char| {
        text.lines().take(TOP).map(|line| headings(&split_line(line, separator))).max().unwrap_or(0)
    };
    const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
    let text = decode_by(bytes, |text| SEPARATORS.iter().map(|separator| best(text, *separator)).max().unwrap_or(0))?;
    let first_line = text.lines().next().unwrap_or_default();
    // `sep=;` on the first line is a hint for Excel, which does not count it as a row.
    let hint = first_line.trim_matches('"').strip_prefix("sep=").and_then(|rest| rest.chars().next());
    let (body, separator) = match hint.filter(char::is_ascii) {
        Some(separator) => {
            (text.get(first_line.len()..).unwrap_or_default().trim_start_matches(['\r', '\n']), separator)
        }
        None => {
            let count = |separator: char| {
                let lines = text.lines().filter(|line| !line.trim().is_empty()).take(TOP);
                lines.map(|line| split_line(line, separator).len()).sum::<usize>()
            };
            // Of equals `max_by_key` takes the last.
            let found =
                SEPARATORS.into_iter().rev().max_by_key(|separator| (best(&text, *separator), count(*separator)));
            (&*text, found.unwrap_or(','))
        }
    };
    let mut reader = Reader::new(body, separator);
    let mut rows = Rows::of(None, waiting);
    let (mut row, mut column) = (0_u32, 0_usize);
    while let Some((text, closed, ended)) = reader.cell() {
        let cell = if closed { Cell::of(unguard(&text)) } else { Cell::Unclosed };
        rows.put(row, column, cell)?;
        (row, column) = if ended { (row.saturating_add(1), 0) } else { (row, column + 1) };
    }
    Ok(Sheet { rows: rows.done(&BTreeSet::new()), ..Sheet::default() })
}
