//! Masking persons in tables: `王**`, `138****5678`.
//!
//! Why it is so: a column is known by its heading, wherever titles stand above it. But a name also stands in remarks, in
//! the title of the table or in a second sheet; so whatever was masked once is masked wherever it stands.

use std::collections::{BTreeMap, BTreeSet};

/// Headings of columns that hold persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Masks {
    names: BTreeSet<String>,
    phones: BTreeSet<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Phone,
}

/// A cell that is no longer than this can be a heading.
const HEADING: usize = 24;
/// A heading may go on for so many characters: 电话1, 姓名栏.
const TAIL: usize = 2;

impl Masks {
    pub(super) fn of(names: &[String], phones: &[String]) -> Self {
        let flat = |texts: &[String]| texts.iter().map(|text| flat(text)).filter(|text| !text.is_empty()).collect();
        Self { names: flat(names), phones: flat(phones) }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.phones.extend(other.phones.iter().cloned());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.phones.is_empty()
    }

    /// What the column under a cell holds, if the cell is one of the headings.
    fn heading(&self, cell: &str) -> Option<Kind> {
        if cell.chars().count() > 2 * HEADING {
            return None;
        }
        // What stands in brackets explains: 联系电话（手机）.
        let cell = flat(cell.split(['（', '(', '[', '【']).next().unwrap_or_default());
        if cell.is_empty() || cell.chars().count() > HEADING {
            return None;
        }
        let fits = |heading: &String| {
            let after = cell.strip_prefix(heading.as_str());
            cell.ends_with(heading.as_str()) || after.is_some_and(|tail| tail.chars().count() <= TAIL)
        };
        if self.phones.iter().any(fits) { Some(Kind::Phone) } else { self.names.iter().any(fits).then_some(Kind::Name) }
    }
}

/// A text without white space, in half width and small letters.
fn flat(text: &str) -> String {
    let half = |letter: char| match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    };
    let plain = |letter: &char| !letter.is_whitespace() && !matches!(letter, '*' | ':' | '\u{feff}');
    text.chars().map(half).filter(plain).flat_map(char::to_lowercase).collect()
}

/// Masks the sheets of a table: rows of cells as text. Returns how many cells differ; none when no heading was found.
pub(super) fn mask(sheets: &mut [Vec<Vec<String>>], masks: &Masks) -> Option<usize> {
    let mut found = false;
    let mut changed = 0;
    let mut known = Known::default();
    for sheet in &mut *sheets {
        let mut columns: BTreeMap<usize, Kind> = BTreeMap::new();
        for row in sheet {
            for (at, cell) in row.iter_mut().enumerate() {
                if let Some(kind) = masks.heading(cell) {
                    found = true;
                    columns.insert(at, kind);
                    continue;
                }
                let masked = match columns.get(&at) {
                    Some(Kind::Name) => names(cell, &mut known),
                    Some(Kind::Phone) => phones(cell, Some(&mut known)),
                    None => continue,
                };
                changed += usize::from(masked != *cell);
                *cell = masked;
            }
        }
    }
    if !found {
        return None;
    }
    for cell in sheets.iter_mut().flatten().flatten() {
        let masked = known.mask(cell);
        changed += usize::from(masked != *cell);
        *cell = masked;
    }
    Some(changed)
}

/// What was masked, to be masked wherever else it stands.
#[derive(Debug, Default)]
struct Known {
    texts: BTreeMap<Vec<char>, String>,
    lengths: BTreeSet<usize>,
}

impl Known {
    fn add(&mut self, text: &str, masked: &str) {
        let text: Vec<char> = text.chars().collect();
        // A single character, or a figure such as 12, stands everywhere.
        let short = if text.iter().all(char::is_ascii_digit) { 7 } else { 2 };
        if text.len() >= short {
            self.lengths.insert(text.len());
            self.texts.insert(text, masked.to_owned());
        }
    }

    /// A text with all that is known masked, the longest first.
    fn mask(&self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        while let Some(letter) = letters.get(at) {
            let known = self.lengths.iter().rev().find_map(|length| {
                let masked = self.texts.get(letters.get(at..at + length)?)?;
                Some((length, masked))
            });
            if let Some((length, masked)) = known {
                out.push_str(masked);
                at += length;
            } else {
                out.push(*letter);
                at += 1;
            }
        }
        out
    }
}

/// Signs between several names in a cell.
const BETWEEN: &[char] = &[
    '、', '，', ',', ';', '；', '/', '／', '|', '\n', '\r', '\t', ' ', '\u{3000}', '&', '+', '=', '"', '\'', '(', ')',
    '（', '）',
];

/// Names: the first character of each stays.
fn names(cell: &str, known: &mut Known) -> String {
    let mut out = String::new();
    for part in cell.split_inclusive(BETWEEN) {
        let name = part.trim_end_matches(BETWEEN);
        if name.is_empty() {
            out.push_str(part);
            continue;
        }
        let mut letters = name.chars();
        let first = letters.next().unwrap_or('*');
        let masked = if letters.next().is_none() { "*".to_owned() } else { format!("{first}**") };
        known.add(name, &masked);
        out.push_str(&masked);
        out.push_str(&part[name.len()..]);
    }
    out
}

/// Telephone numbers: of eleven digits and more the first three and the last four stay, of fewer less.
fn phones(cell: &str, mut known: Option<&mut Known>) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let of_number = |letter: char| letter.is_numeric() || matches!(letter, '-' | ' ' | '－' | '—' | '\u{a0}');
    for letter in cell.chars().chain(['\0']) {
        if of_number(letter) {
            run.push(letter);
            continue;
        }
        if !run.is_empty() {
            let number = run.trim_end_matches(|letter: char| !letter.is_numeric()).to_owned();
            let masked = phone(&number);
            if let Some(known) = known.as_deref_mut() {
                let digits: String = number.chars().filter(|letter| letter.is_numeric()).collect();
                known.add(&digits, &phone(&digits));
                known.add(number.trim(), &phone(number.trim()));
            }
            out.push_str(&masked);
            out.push_str(&run[number.len()..]);
            run.clear();
        }
        if letter != '\0' {
            out.push(letter);
        }
    }
    out
}

fn phone(number: &str) -> String {
    let digits = number.chars().filter(|letter| letter.is_numeric()).count();
    let (first, last) = match digits {
        11.. => (3, 4),
        7..=10 => (2, 2),
        _ => (0, 0),
    };
    let mut at = 0;
    let mask = |letter: char| {
        if !letter.is_numeric() {
            return letter;
        }
        at += 1;
        if at <= first || at > digits - last { letter } else { '*' }
    };
    number.chars().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masks() -> Masks {
        Masks::of(&["姓名".into(), "客户".into()], &["电话".into()])
    }

    fn rows(rows: &[&[&str]]) -> Vec<Vec<Vec<String>>> {
        vec![rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()]
    }

    #[test]
    fn names_and_numbers_are_masked() {
        let name = |text| names(text, &mut Known::default());
        assert_eq!(name("王小明"), "王**");
        assert_eq!(name("王小明、李雷"), "王**、李**");
        assert_eq!((name("王"), name(""), name("=\"王小明\"")), ("*".into(), String::new(), "=\"王**\"".into()));
        let number = |text| phones(text, None);
        assert_eq!(number("13812345678"), "138****5678");
        assert_eq!(number("１３８12345678"), "１３８****5678");
        assert_eq!(number("0731-84512345"), "073*-****2345");
        assert_eq!(number("138 1234 5678/139-1234-5678（家）"), "138 **** 5678/139-****-5678（家）");
        assert_eq!((number("84512345"), number("8001")), ("84****45".into(), "****".into()));
    }

    #[test]
    fn headings_are_found_under_titles_and_what_was_masked_is_masked_everywhere() {
        let mut table = rows(&[
            &["2026 年三季度 王小明 组"],
            &[],
            &["序号", "顾客 姓名*", "联系电话（手机）", "备注", "满意度"],
            &["1", "王小明", "13812345678", "王小明本人来电 13812345678", "9"],
            &["2", "李雷", "", "无", "8"],
        ]);
        assert_eq!(mask(&mut table, &masks()), Some(5));
        assert_eq!(table[0][0][0], "2026 年三季度 王** 组");
        assert_eq!(table[0][3], ["1", "王**", "138****5678", "王**本人来电 138****5678", "9"]);
        assert_eq!(table[0][4][1], "李**");
    }

    #[test]
    fn a_table_without_the_headings_says_so() {
        let mut table = rows(&[&["型号", "数量"], &["QH-F40", "3"]]);
        assert_eq!(mask(&mut table, &masks()), None);
        assert_eq!(masks().heading("客户满意度调查情况"), None);
        assert_eq!(masks().heading("电话1"), Some(Kind::Phone));
    }
}
