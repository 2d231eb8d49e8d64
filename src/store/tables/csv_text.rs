//! CSV: bytes → text → rows. Encodings and separators are found out, line breaks inside quotes belong to the cell.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::columns;
use super::guard::unguard;
use super::problem::TableProblemKind;
use super::{Cell, MAX_COLUMNS, MAX_ROWS, Row, Table};

/// Reads CSV.
pub(super) fn parse(bytes: &[u8], is_heading: fn(&str) -> bool) -> Result<Table, TableProblemKind> {
    let text = decode_with(bytes, is_heading)?;
    // `sep=;` on the first line is a hint for Excel, which does not count it as a row.
    let first_line = text.lines().next().unwrap_or_default();
    let hint = first_line.trim_matches('"').strip_prefix("sep=").and_then(|rest| rest.chars().next());
    let (body, separator) = match hint.filter(char::is_ascii) {
        Some(separator) => {
            (text.get(first_line.len()..).unwrap_or_default().trim_start_matches(['\r', '\n']), separator)
        }
        None => (text.as_str(), separator(&text, is_heading)),
    };
    Ok(Table { sheet: None, rows: rows(body, separator)? })
}

pub(super) fn decode(bytes: &[u8]) -> Result<String, TableProblemKind> {
    decode_with(bytes, columns::is_heading)
}

fn decode_with(bytes: &[u8], is_heading: fn(&str) -> bool) -> Result<String, TableProblemKind> {
    let headings = |text: &str| {
        let tops = text.lines().filter(|line| !line.trim().is_empty()).take(TOP);
        let known = |line: &str| line.split([',', ';', '\t']).filter(|cell| is_heading(cell)).count();
        tops.map(known).max().unwrap_or(0)
    };
    decode_by(bytes, headings).map(Cow::into_owned)
}

/// The text that bytes hold. Where it may be one encoding or a broken other, the one counts in which `headings` finds
/// any.
pub(in crate::store) fn decode_by(
    bytes: &[u8],
    headings: impl Fn(&str) -> usize,
) -> Result<Cow<'_, str>, TableProblemKind> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        utf8(rest)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        utf16(UTF_16LE, rest)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        utf16(UTF_16BE, rest)?
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        Cow::Borrowed(text)
    } else {
        unmarked(bytes, headings)?
    };
    // Text has no control characters; a picture or a PDF that happens to decode has.
    let odd = |found: char| found.is_control() && !matches!(found, '\n' | '\r' | '\t' | '\u{1a}');
    if text.contains('\0') || text.chars().filter(|found| odd(*found)).count() > 8 {
        return Err(TableProblemKind::NotText);
    }
    Ok(text)
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, TableProblemKind> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| wrong_encoding(bytes, error.valid_up_to()))
}

fn utf16<'a>(encoding: &'static encoding_rs::Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, TableProblemKind> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or(TableProblemKind::WrongEncoding { line: 1 })
}

/// Neither marked nor UTF-8: GB18030, which Excel writes in China, unless it is UTF-8 with a broken place.
fn unmarked(bytes: &[u8], headings: impl Fn(&str) -> usize) -> Result<Cow<'_, str>, TableProblemKind> {
    let broken = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if headings(&text) > 0 || headings(&String::from_utf8_lossy(bytes)) == 0 => Ok(text),
        _ if bytes.contains(&0) => Err(TableProblemKind::NotText),
        _ => Err(wrong_encoding(bytes, broken)),
    }
}

fn wrong_encoding(bytes: &[u8], at: usize) -> TableProblemKind {
    let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    TableProblemKind::WrongEncoding { line }
}

/// Lines at the top among which headings are looked for: a title may stand above them.
const TOP: usize = 5;

/// The separator under which a line at the top has the most known headings; with none, the one that occurs most in the
/// first.
fn separator(text: &str, is_heading: fn(&str) -> bool) -> char {
    let mut best = (',', (0, 0));
    for candidate in [',', ';', '\t'] {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).take(TOP);
        let mut cells = lines.map(|line| split_line(line, candidate));
        let first = cells.next().unwrap_or_default();
        let known = |cells: &[String]| cells.iter().filter(|cell| is_heading(cell)).count();
        let most = cells.map(|cells| known(&cells)).max().unwrap_or(0).max(known(&first));
        let worth = (most, first.len());
        if worth > best.1 {
            best = (candidate, worth);
        }
    }
    best.0
}

pub(in crate::store) fn split_line(line: &str, separator: char) -> Vec<String> {
    let mut reader = Reader { rest: line, separator };
    let mut cells = Vec::new();
    while let Some((text, _, ended)) = reader.cell() {
        cells.push(text);
        if ended || cells.len() > MAX_COLUMNS {
            break;
        }
    }
    cells
}

/// The cells of any CSV as they stand, blank lines too; for a copy of it. A quote that never closes would put half of the
/// file into one cell.
pub(in crate::store) fn cells(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableProblemKind> {
    let text = decode(bytes)?;
    // Titles may stand above the headings, so that one line says little.
    let count = |separator: &char| {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).take(50);
        lines.map(|line| split_line(line, *separator).len()).sum::<usize>()
    };
    // Of equals `max_by_key` takes the last.
    let separator = ['\t', ';', ','].into_iter().max_by_key(count).unwrap_or(',');
    let mut reader = Reader { rest: &text, separator };
    let mut rows = Vec::new();
    let mut row = Vec::new();
    while let Some((cell, closed, ended)) = reader.cell() {
        if !closed {
            return Err(TableProblemKind::NotText);
        }
        row.push(cell);
        if ended {
            rows.push(std::mem::take(&mut row));
        }
    }
    Ok(rows)
}

fn rows(text: &str, separator: char) -> Result<Vec<Row>, TableProblemKind> {
    let mut reader = Reader { rest: text, separator };
    let mut out = Vec::new();
    let mut number = 1_u32;
    let mut cells = Vec::new();
    while let Some((text, closed, ended)) = reader.cell() {
        let cell = if closed { Cell::of(unguard(&text).to_owned()) } else { Cell::Unclosed };
        // At once, and not at the end of a row that may have millions; empty cells there say nothing.
        if cells.len() < MAX_COLUMNS {
            cells.push(cell);
        } else if !cell.is_empty() {
            return Err(TableProblemKind::TooManyColumns { most: MAX_COLUMNS });
        }
        if !ended {
            continue;
        }
        while cells.last().is_some_and(Cell::is_empty) {
            cells.pop();
        }
        if !cells.is_empty() {
            if number > MAX_ROWS {
                return Err(TableProblemKind::TooManyRows { most: MAX_ROWS });
            }
            out.push(Row { number, cells: std::mem::take(&mut cells) });
        }
        number = number.saturating_add(1);
    }
    Ok(out)
}

/// Splits CSV into cells.
pub(in crate::store) struct Reader<'a> {
    rest: &'a str,
    separator: char,
}

impl<'a> Reader<'a> {
    pub(in crate::store) fn new(text: &'a str, separator: char) -> Self {
        Self { rest: text, separator }
    }

    /// The next cell, whether its quote was closed, and whether its row ends with it. None at the end.
    pub(in crate::store) fn cell(&mut self) -> Option<(String, bool, bool)> {
        if self.rest.is_empty() {
            return None;
        }
        let mut out = String::new();
        if let Some(after) = self.rest.strip_prefix('"') {
            self.rest = after;
            loop {
                let Some(quote) = self.rest.find('"') else {
                    self.rest = "";
                    return Some((out, false, true));
                };
                out.push_str(&self.rest[..quote]);
                self.rest = &self.rest[quote + 1..];
                let Some(after) = self.rest.strip_prefix('"') else { break };
                out.push('"');
                self.rest = after;
            }
        }
        // The unquoted cell, or what stands behind a closing quote; spreadsheets keep that as it is.
        let end = self.rest.find([self.separator, '\r', '\n']).unwrap_or(self.rest.len());
        out.push_str(&self.rest[..end]);
        self.rest = &self.rest[end..];
        if let Some(after) = self.rest.strip_prefix(self.separator) {
            self.rest = after;
            // A separator at the very end opens one more, empty cell, which says nothing.
            return Some((out, true, after.is_empty()));
        }
        self.rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix(['\r', '\n'])).unwrap_or_default();
        Some((out, true, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u32, Vec<String>)> {
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Unclosed => "unclosed".into(),
            _ => String::new(),
        };
        let table = parse(text.as_bytes(), columns::is_heading).unwrap();
        table.rows.iter().map(|row| (row.number, row.cells.iter().map(cell).collect())).collect()
    }

    #[test]
    fn rows_have_the_numbers_that_excel_gives_them() {
        let rows = read("a,b\r\n\r\n\"x\ny\",2\n,,\nlast,\"q\"\"q\"");
        let expected = [(1, vec!["a", "b"]), (3, vec!["x\ny", "2"]), (5, vec!["last", "q\"q"])];
        assert_eq!(rows, expected.map(|(n, cells)| (n, cells.into_iter().map(String::from).collect::<Vec<_>>())));
    }

    #[test]
    fn separators_are_found_by_the_headings() {
        assert_eq!(read("条款;判定;说明\n1;a,b,c;d")[1].1, ["1", "a,b,c", "d"]);
        assert_eq!(read("条款\t判定\n1\t2,3;4")[1].1, ["1", "2,3;4"]);
        assert_eq!(read("\"条款;,\",判定\n1,2")[1].1, ["1", "2"]);
        assert_eq!(read("sep=|\n条款|判定\n1|2")[1], (2, vec!["1".into(), "2".into()]));
    }

    #[test]
    fn a_quote_that_never_closes_is_seen() {
        assert_eq!(read("a,b\n1,\"2\n3,4\n")[1].1, ["1", "unclosed"]);
    }

    #[test]
    fn encodings_are_found_out() {
        let text = "条款,判定\r\n5.1.1.1,符合\r\n";
        let (gb, _, _) = GB18030.encode(text);
        assert_eq!(parse(&gb, columns::is_heading).unwrap(), parse(text.as_bytes(), columns::is_heading).unwrap());
        let le: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(parse(&le, columns::is_heading).unwrap(), parse(text.as_bytes(), columns::is_heading).unwrap());
        let be: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(parse(&be, columns::is_heading).unwrap(), parse(text.as_bytes(), columns::is_heading).unwrap());
        let mut broken = text.as_bytes().to_vec();
        broken.truncate(broken.len() - 3);
        assert_eq!(parse(&broken, columns::is_heading).unwrap_err(), TableProblemKind::WrongEncoding { line: 2 });
        let unmarked: Vec<u8> = "clause,verdict".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(parse(&unmarked, columns::is_heading).unwrap_err(), TableProblemKind::NotText);
        assert_eq!(parse(b"%PDF-1.7\x00\x01\xff\xff", columns::is_heading).unwrap_err(), TableProblemKind::NotText);
    }
}
