//! Text in columns, where a Chinese character is two columns wide.

use crate::lang::Words;
use crate::scoring::{Outcome, ScoreCard};

/// The grade of an outcome, or that it is too early for one.
pub(super) fn grade_of(card: &ScoreCard, outcome: &Outcome, words: &Words) -> String {
    if card.undecided(outcome) {
        return words.keeping.grade_open.to_string();
    }
    words.grade(&outcome.grade.id, &outcome.grade.title).to_owned()
}

/// How many columns a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|found| if is_wide(found) { 2 } else { usize::from(!is_zero(found)) }).sum()
}

/// East Asian wide and full-width characters (UAX 11), by block.
fn is_wide(found: char) -> bool {
    matches!(u32::from(found),
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xa960..=0xa97f | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f | 0xff01..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1f64f | 0x1f680..=0x1f6ff
        | 0x1f900..=0x1f9ff | 0x20000..=0x3fffd)
}

fn is_zero(found: char) -> bool {
    found.is_control() || matches!(u32::from(found), 0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f)
}

/// The text with spaces behind it.
pub(super) fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text with spaces before it.
pub(super) fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Puts a space behind figures without a mark where others of the same column have it, so that digits stand under
/// digits. Says whether there is any mark.
pub(super) fn leave_room_for(rows: &mut [Vec<String>], figures: std::ops::Range<usize>, mark: char) -> bool {
    let mut any = false;
    for at in figures {
        if rows.iter().filter_map(|row| row.get(at)).any(|cell| cell.ends_with(mark)) {
            any = true;
            for cell in rows.iter_mut().filter_map(|row| row.get_mut(at)).filter(|cell| !cell.ends_with(mark)) {
                cell.push(' ');
            }
        }
    }
    any
}

/// Rows in columns: the first one to the left, figures to the right, what follows them to the left again.
pub(super) fn table(rows: &[Vec<String>], figures: std::ops::Range<usize>) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
                if figures.contains(&at) { right(cell, *width) } else { left(cell, *width) }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let lines = table(&[row(["条款", "分", "x"]), row(["5.1（一）", "10", ""]), row(["ab", "2", "说明"])], 1..2);
        assert_eq!(lines, ["条款       分  x", "5.1（一）  10", "ab          2  说明"]);
        assert_eq!(width("“5.1”，"), 7);
    }
}
