//! Headings and words of the table. They are part of the format, so they stand here and not among the phrases: a
//! table written in one language is read by a program that speaks the other.

use super::problem::{ColumnRef, Ignored, IgnoredWhy, TableProblem, TableProblemKind};
use super::{Cell, Row, Table};
use crate::lang::{Language, cut};

/// A column that the program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Clause,
    /// The clause's title, for people who fill the table in; not read.
    Title,
    Verdict,
    Checked,
    Nonconforming,
    Reason,
    Finding,
    Evidence,
    Note,
    LookAgain,
    Doubtful,
    Concerned,
    Rectified,
}

impl Column {
    /// All columns in the order in which they are written.
    pub(super) const ALL: [Self; 13] = [
        Self::Clause,
        Self::Title,
        Self::Verdict,
        Self::Checked,
        Self::Nonconforming,
        Self::Reason,
        Self::Finding,
        Self::Evidence,
        Self::Note,
        Self::LookAgain,
        Self::Doubtful,
        Self::Concerned,
        Self::Rectified,
    ];

    /// Chinese names and English names; the first of each is written, all are read.
    fn names(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Clause => (&["条款", "条款号", "条款编号"], &["clause"]),
            Self::Title => (&["名称", "条款名称"], &["title"]),
            Self::Verdict => (&["判定"], &["verdict"]),
            Self::Checked => (&["样本数", "抽样数"], &["checked"]),
            Self::Nonconforming => (&["不符合数"], &["nonconforming"]),
            Self::Reason => (&["理由", "删减理由"], &["reason"]),
            Self::Finding => (&["说明", "发现", "现状与发现"], &["finding"]),
            Self::Evidence => (&["证据"], &["evidence"]),
            Self::Note => (&["备注"], &["note"]),
            Self::LookAgain => (&["再看", "复核"], &["look_again"]),
            Self::Doubtful => (&["存疑"], &["doubtful"]),
            Self::Concerned => (&["涉及条款"], &["concerned"]),
            Self::Rectified => (&["已整改"], &["rectified"]),
        }
    }

    pub(super) fn name(self, language: Language) -> &'static str {
        let (chinese, english) = self.names();
        match language {
            Language::Chinese => chinese[0],
            Language::English => english[0],
        }
    }

    pub(super) fn of(heading: &str) -> Option<Self> {
        let heading = word(heading).replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|column| {
            let (chinese, english) = column.names();
            chinese.contains(&heading.as_str()) || english.contains(&heading.as_str())
        })
    }
}

/// A word as it is compared: without white space and marks around it, full-width forms as half-width, lower case.
pub(super) fn word(text: &str) -> String {
    let around = |found: char| found.is_whitespace() || matches!(found, '\u{feff}' | '\u{200b}' | ':' | '：' | '*');
    narrow(text.trim_matches(around)).to_lowercase()
}

/// Full-width ASCII as half-width: what an input method leaves in numbers.
pub(super) fn narrow(text: &str) -> String {
    text.chars()
        .map(|found| match found {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(found) - 0xff01 + 0x21).unwrap_or(found),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

/// How many headings of a line are known; tells the separator of a CSV.
pub(super) fn known_headings<'a>(headings: impl Iterator<Item = &'a str>) -> usize {
    headings.filter(|heading| Column::of(heading).is_some()).count()
}

/// A verdict as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VerdictWord {
    Unrated,
    Meets,
    Fails,
    Sampled,
    Excluded,
}

impl VerdictWord {
    pub(super) const ALL: [Self; 5] = [Self::Meets, Self::Fails, Self::Sampled, Self::Excluded, Self::Unrated];

    pub(super) fn name(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::Unrated => ("未评", "unrated"),
            Self::Meets => ("符合", "meets"),
            Self::Fails => ("不符合", "fails"),
            Self::Sampled => ("抽样", "sampled"),
            Self::Excluded => ("删减", "excluded"),
        };
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub(super) fn of(text: &str) -> Option<Self> {
        let text = word(text);
        Self::ALL.into_iter().find(|verdict| Language::ALL.into_iter().any(|language| verdict.name(language) == text))
    }
}

/// What may stand under 条款 besides a clause, as it is written.
pub(super) fn special_deduction_name(language: Language) -> &'static str {
    match language {
        Language::Chinese => "特别扣分",
        Language::English => "special_deduction",
    }
}

/// See [`special_deduction_name`].
pub(super) fn bonus_name(language: Language) -> &'static str {
    match language {
        Language::Chinese => "特别加分",
        Language::English => "bonus",
    }
}

pub(super) fn is_special_deduction(text: &str) -> bool {
    matches!(word(text).replace([' ', '-'], "_").as_str(), "特别扣分" | "特别扣分项" | "special_deduction")
}

pub(super) fn is_bonus(text: &str) -> bool {
    matches!(word(text).as_str(), "特别加分" | "特别加分项" | "bonus")
}

/// Yes or no, as it is written.
pub(super) fn yes_no_name(yes: bool, language: Language) -> &'static str {
    match (language, yes) {
        (Language::Chinese, true) => "是",
        (Language::Chinese, false) => "否",
        (Language::English, true) => "yes",
        (Language::English, false) => "no",
    }
}

pub(super) fn yes_no(text: &str) -> Option<bool> {
    match word(text).as_str() {
        "是" | "yes" | "y" | "true" | "1" | "√" | "✓" => Some(true),
        "否" | "no" | "n" | "false" | "0" | "×" | "✗" => Some(false),
        _ => None,
    }
}

/// Which column stands where.
#[derive(Debug)]
pub(super) struct Columns {
    /// Position and heading as written, per known column.
    found: Vec<(Column, ColumnRef)>,
    /// Index of the row of headings among the rows.
    pub(super) heading_row: usize,
}

/// How far down headings are looked for; people put a title above them.
const HEADINGS_WITHIN: usize = 10;

impl Columns {
    pub(super) fn get(&self, column: Column) -> Option<&ColumnRef> {
        self.found.iter().find(|(known, _)| *known == column).map(|(_, at)| at)
    }

    /// Finds the row of headings and what is in it.
    pub(super) fn find(table: &Table, ignored: &mut Vec<Ignored>) -> Result<Self, Vec<TableProblem>> {
        let known = |row: &Row| known_headings(texts(row).map(|(_, text)| text));
        let tops = table.rows.iter().take(HEADINGS_WITHIN);
        let heading_row =
            tops.clone().position(|row| known(row) >= 2).or_else(|| tops.clone().position(|row| known(row) > 0));
        let Some(row) = table.rows.get(heading_row.unwrap_or(0)) else {
            return Err(vec![TableProblem::of_file(TableProblemKind::Empty)]);
        };
        let mut problems = Vec::new();
        let mut columns = Self { found: Vec::new(), heading_row: heading_row.unwrap_or(0) };
        let mut unknown = Vec::new();
        for (index, text) in texts(row) {
            let at = ColumnRef { index, heading: cut(text) };
            match Column::of(text) {
                Some(column) => match columns.get(column) {
                    Some(first) => {
                        let kind = TableProblemKind::ColumnTwice { first: first.clone() };
                        problems.push(TableProblem { row: Some(row.number), column: Some(at), kind });
                    }
                    None => columns.found.push((column, at)),
                },
                None => {
                    unknown.push(Ignored { row: Some(row.number), column: Some(at), why: IgnoredWhy::UnknownColumn })
                }
            }
        }
        for (column, needed) in [(Column::Clause, "条款/clause"), (Column::Verdict, "判定/verdict")] {
            if columns.get(column).is_none() {
                let found = texts(row).map(|(_, text)| cut(text)).take(12).collect();
                let kind = TableProblemKind::ColumnMissing { needed, found };
                problems.push(TableProblem { row: Some(row.number), column: None, kind });
            }
        }
        if problems.is_empty() {
            ignored.append(&mut unknown);
            Ok(columns)
        } else {
            Err(problems)
        }
    }
}

pub(super) fn texts(row: &Row) -> impl Iterator<Item = (usize, &str)> {
    row.cells.iter().enumerate().filter_map(|(index, cell)| match cell {
        Cell::Text(text) => Some((index, text.as_str())),
        _ => None,
    })
}
