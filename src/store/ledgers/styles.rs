//! Which formats of a workbook show a number as a percentage: 0.85 under `0%` is 85% to whoever sees it.
//!
//! Why it is so: the library that reads the cells tells moments by their formats and nothing else, and of five points
//! 0.85 is a bad score.

use std::collections::BTreeSet;

use super::xlsx::attribute;
use crate::assessment::ten_thousandths;
use crate::store::tables::parts;

/// Formats that every spreadsheet knows by number: `0%` and `0.00%`.
const BUILT_IN: [u32; 2] = [9, 10];

/// Reads the stretches of a list of formats, one after the other.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Formats of the workbook's own that show percentages, by number.
    own: BTreeSet<u32>,
    /// Whether the formats of cells are being listed, and how many there were.
    in_cells: bool,
    count: u32,
    /// Which of these show percentages: what a cell names.
    pub(super) percents: BTreeSet<u32>,
}

impl Styles {
    /// Looks at what stands from one `<` to the next.
    pub(super) fn see(&mut self, stretch: &[u8]) {
        if let Some(end) = stretch.strip_prefix(b"/") {
            self.in_cells &= parts::element(end).0 != b"cellXfs";
            return;
        }
        let (name, rest) = parts::element(stretch);
        if name == b"cellXfs" {
            self.in_cells = true;
        }
        if !matches!(name, b"numFmt" | b"xf") {
            return;
        }
        let tag = std::str::from_utf8(rest).unwrap_or_default();
        let number = attribute(tag, "numFmtId").and_then(|number| number.parse().ok());
        if name == b"xf" {
            if !self.in_cells {
                return;
            }
            if number.is_some_and(|number| BUILT_IN.contains(&number) || self.own.contains(&number)) {
                self.percents.insert(self.count);
            }
            self.count += 1;
        } else if let (Some(number), Some(code)) = (number, attribute(tag, "formatCode"))
            && shows_percent(code)
        {
            self.own.insert(number);
        }
    }
}

/// Whether a format shows a number as a percentage. What is quoted or escaped is only text beside the number.
fn shows_percent(code: &str) -> bool {
    let code = code.replace("&quot;", "\"");
    let (mut letters, mut quoted) = (code.chars(), false);
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            // What follows is text, or room as wide as it.
            '\\' | '_' | '*' => drop(letters.next()),
            '%' => return true,
            // What follows is of numbers below zero.
            ';' => return false,
            _ => {}
        }
    }
    false
}

/// A number as a percentage; none where it is too large for one.
pub(super) fn percentage(number: f64) -> Option<String> {
    let scaled = number * 1_000_000.0;
    #[allow(clippy::cast_possible_truncation)] // within bounds
    (scaled.abs() < 1e15).then(|| format!("{}%", ten_thousandths(scaled.round() as i64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_percentages_are_known() {
        for code in ["0%", "0.00%", "0.0\\ %", "[Red]0%;-0%", "#,##0%_)"] {
            assert!(shows_percent(code), "{code}");
        }
        for code in ["General", "0.00", "0&quot;%&quot;", "0\\%", "0_%", "0;0%", "yyyy-mm-dd"] {
            assert!(!shows_percent(code), "{code}");
        }
        assert_eq!(percentage(0.85).as_deref(), Some("85%"));
        assert_eq!(percentage(0.955).as_deref(), Some("95.5%"));
        assert_eq!(percentage(-0.1 - 0.2).as_deref(), Some("-30%"));
        assert_eq!((percentage(1e300), percentage(f64::NAN)), (None, None));
    }

    #[test]
    fn only_formats_of_cells_are_counted() {
        let mut styles = Styles::default();
        let text = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></numFmts><cellStyleXfs><xf numFmtId=\"9\"/>\
            </cellStyleXfs><cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"10\"><alignment/></xf>\
            <xf numFmtId=\"14\"/></cellXfs><cellStyles/><dxfs><xf numFmtId=\"9\"/></dxfs>";
        text.split('<').for_each(|stretch| styles.see(stretch.as_bytes()));
        assert_eq!(styles.percents, [1, 2].into());
    }
}
