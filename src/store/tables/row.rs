//! One row of a table → what it says; all that is wrong with it at once.

use super::columns::{self, Column, Columns, VerdictWord};
use super::evidence_cell::{self, BadCell};
use super::problem::{Ignored, IgnoredWhy, TableProblem, TableProblemKind};
use super::{Cell, Resolver, Row};
use crate::assessment::{EvidenceItem, MAX_NAMED, MAX_PARTS, Verdict};
use crate::criteria::{ClauseId, Scheme};
use crate::store::cut;

/// Most paths of evidence in a table: each takes hundreds of times the memory that it takes in a file.
pub(super) const MAX_PATHS: usize = MAX_PARTS;

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    Clause(GivenClause),
    Deduction(GivenDeduction),
    Bonus { reason: String },
}

/// What a row says of a clause; none and empty: nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GivenClause {
    pub(super) clause: ClauseId,
    pub(super) verdict: Option<Verdict>,
    pub(super) finding: Option<String>,
    pub(super) note: Option<String>,
    pub(super) look_again: Option<bool>,
    pub(super) doubtful: Option<bool>,
    pub(super) evidence: Vec<EvidenceItem>,
}

/// What a row says of a special deduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GivenDeduction {
    pub(super) kind: u32,
    pub(super) found: String,
    pub(super) concerned: Option<ClauseId>,
    pub(super) rectified: Option<bool>,
}

/// The clause that a row names, whatever else is wrong with the row.
pub(super) fn clause_of(row: &Row, columns: &Columns) -> Option<ClauseId> {
    let index = columns.get(Column::Clause)?.index;
    match row.cells.get(index) {
        Some(Cell::Text(text)) => Some(clause_id(text)),
        _ => None,
    }
}

/// The number as it is written in a scheme: people and input methods write full-width digits and dots.
fn clause_id(text: &str) -> ClauseId {
    ClauseId::from(columns::narrow(text.trim()).replace('。', ".").trim())
}

/// Reads a row; none when there is nothing to take over, which is then among `ignored`.
pub(super) fn read(
    row: &Row,
    columns: &Columns,
    scheme: &Scheme,
    settle: Resolver<'_>,
    paths: &mut usize,
    ignored: &mut Vec<Ignored>,
) -> Result<Option<Given>, Vec<TableProblem>> {
    let mut reader = Reader { row, columns, settle, paths, problems: Vec::new(), ignored: Vec::new() };
    let given = reader.read(scheme);
    if reader.problems.is_empty() {
        ignored.append(&mut reader.ignored);
        Ok(given)
    } else {
        Err(reader.problems)
    }
}

struct Reader<'a> {
    row: &'a Row,
    columns: &'a Columns,
    settle: Resolver<'a>,
    /// How many paths of evidence may still be read, of the whole table.
    paths: &'a mut usize,
    problems: Vec<TableProblem>,
    ignored: Vec<Ignored>,
}

impl Reader<'_> {
    fn problem(&mut self, column: Column, kind: TableProblemKind) {
        let column = self.columns.get(column).cloned();
        self.problems.push(TableProblem { row: Some(self.row.number), column, kind });
    }

    fn ignore(&mut self, column: Option<Column>, why: IgnoredWhy) {
        let column = column.and_then(|column| self.columns.get(column).cloned());
        self.ignored.push(Ignored { row: Some(self.row.number), column, why });
    }

    /// The text of a cell; none when the cell or the whole column is empty.
    fn text(&mut self, column: Column) -> Option<String> {
        let index = self.columns.get(column)?.index;
        match self.row.cells.get(index)? {
            Cell::Empty => None,
            Cell::Text(text) => Some(text.clone()),
            Cell::Date(date) => Some(date.clone()),
            Cell::Formula(formula) => {
                self.problem(column, TableProblemKind::FormulaWithoutValue { formula: formula.clone() });
                None
            }
            Cell::Error(text) => {
                self.problem(column, TableProblemKind::ErrorValue { text: text.clone() });
                None
            }
            Cell::Unclosed => {
                self.problem(column, TableProblemKind::QuoteOpen);
                None
            }
        }
    }

    fn number(&mut self, column: Column) -> Option<u32> {
        let text = self.text(column)?;
        match whole(&text) {
            Ok(number) => Some(number),
            Err(NotWhole::Beyond) => {
                self.problem(column, TableProblemKind::NumberTooLarge { text });
                None
            }
            Err(NotWhole::Other) => {
                self.problem(column, TableProblemKind::NotWhole { text });
                None
            }
        }
    }

    fn yes_no(&mut self, column: Column) -> Option<bool> {
        let text = self.text(column)?;
        let answer = columns::yes_no(&text);
        if answer.is_none() {
            self.problem(column, TableProblemKind::NotYesNo { text });
        }
        answer
    }

    fn evidence(&mut self) -> Vec<EvidenceItem> {
        let Some(text) = self.text(Column::Evidence) else { return Vec::new() };
        let written = match evidence_cell::parse(&text, *self.paths) {
            Ok(written) => written,
            Err(why) => {
                self.problem(
                    Column::Evidence,
                    match why {
                        BadCell::Quote => TableProblemKind::EvidenceQuote,
                        BadCell::TooMany => TableProblemKind::EvidenceTooMany { most: MAX_PATHS },
                    },
                );
                return Vec::new();
            }
        };
        *self.paths -= written.len();
        let mut items = Vec::new();
        for item in written {
            match (self.settle)(item) {
                Ok(item) => items.push(item),
                Err(what) => self.problem(Column::Evidence, TableProblemKind::EvidenceNowhere(what)),
            }
        }
        items
    }

    /// Says that columns which have no meaning in this row are filled in.
    fn unused(&mut self, columns: &[Column], why: &IgnoredWhy) {
        for column in columns {
            let filled = self.columns.get(*column).and_then(|at| self.row.cells.get(at.index));
            if filled.is_some_and(|cell| !cell.is_empty()) {
                self.ignore(Some(*column), why.clone());
            }
        }
    }

    fn read(&mut self, scheme: &Scheme) -> Option<Given> {
        let at = self.columns.get(Column::Clause)?.index;
        if let Some(Cell::Date(date)) = self.row.cells.get(at) {
            self.problem(Column::Clause, TableProblemKind::ClauseIsDate { date: date.clone() });
            return None;
        }
        let before = self.problems.len();
        let Some(text) = self.text(Column::Clause) else {
            if self.problems.len() == before && self.says_something() {
                self.problem(Column::Clause, TableProblemKind::ClauseMissing);
            }
            return None;
        };
        if columns::is_special_deduction(&text) {
            self.deduction(scheme)
        } else if columns::is_bonus(&text) {
            self.bonus()
        } else {
            self.clause(clause_id(&text), scheme)
        }
    }

    /// Whether a known column besides clause and title is filled in.
    fn says_something(&self) -> bool {
        let silent = [Column::Clause, Column::Title];
        Column::ALL.into_iter().filter(|column| !silent.contains(column)).any(|column| {
            let cell = self.columns.get(column).and_then(|at| self.row.cells.get(at.index));
            cell.is_some_and(|cell| !cell.is_empty())
        })
    }

    fn clause(&mut self, clause: ClauseId, scheme: &Scheme) -> Option<Given> {
        if scheme.clause(&clause).is_none() {
            let refused = crate::assessment::Problem::UnknownClause { clause: cut(clause.as_str()) };
            self.problem(Column::Clause, TableProblemKind::Refused(refused));
            return None;
        }
        if !self.says_something() {
            self.ignore(None, IgnoredWhy::NothingFilledIn { clause: clause.to_string() });
            return None;
        }
        let verdict = self.verdict();
        let given = GivenClause {
            verdict,
            finding: self.text(Column::Finding),
            note: self.text(Column::Note),
            look_again: self.yes_no(Column::LookAgain),
            doubtful: self.yes_no(Column::Doubtful),
            evidence: self.evidence(),
            clause,
        };
        self.unused(&[Column::Concerned, Column::Rectified], &IgnoredWhy::NotForClause);
        Some(Given::Clause(given))
    }

    fn verdict(&mut self) -> Option<Verdict> {
        let before = self.problems.len();
        let text = self.text(Column::Verdict);
        let checked = self.number(Column::Checked);
        let nonconforming = self.number(Column::Nonconforming);
        let reason = self.text(Column::Reason);
        if self.problems.len() > before {
            return None;
        }
        let Some(text) = text else {
            // Numbers or a reason alone would be half an answer.
            if checked.or(nonconforming).is_some() || reason.is_some() {
                self.problem(Column::Verdict, TableProblemKind::VerdictMissing);
            }
            return None;
        };
        let Some(word) = VerdictWord::of(&text) else {
            self.problem(Column::Verdict, TableProblemKind::VerdictUnknown { text });
            return None;
        };
        if word != VerdictWord::Excluded && reason.is_some() {
            self.ignore(Some(Column::Reason), IgnoredWhy::ReasonWithoutExclusion);
        }
        if word != VerdictWord::Sampled {
            if let (VerdictWord::Meets, Some(nonconforming @ 1..)) = (word, nonconforming) {
                self.problem(Column::Nonconforming, TableProblemKind::MeetsButNonconforming { nonconforming });
            }
            self.unused(&[Column::Checked, Column::Nonconforming], &IgnoredWhy::NumbersWithoutSampling);
        }
        match word {
            VerdictWord::Unrated => Some(Verdict::Unrated),
            VerdictWord::Meets => Some(Verdict::Meets),
            VerdictWord::Fails => Some(Verdict::Fails),
            VerdictWord::Excluded => Some(Verdict::Excluded { reason: reason.unwrap_or_default() }),
            VerdictWord::Sampled => {
                if checked.is_none() {
                    self.problem(Column::Checked, TableProblemKind::CheckedMissing);
                }
                if nonconforming.is_none() {
                    self.problem(Column::Nonconforming, TableProblemKind::NonconformingMissing);
                }
                Some(Verdict::Sampled { checked: checked?, nonconforming: nonconforming? })
            }
        }
    }

    fn deduction(&mut self, scheme: &Scheme) -> Option<Given> {
        let known = || {
            let kinds = scheme.rules.special_deductions.kinds.iter();
            kinds.take(MAX_NAMED).map(|kind| format!("{} {}", kind.id, cut(&kind.title))).collect()
        };
        let before = self.problems.len();
        let text = self.text(Column::Verdict).unwrap_or_default();
        let kind = whole(&text).ok();
        if kind.is_none() && self.problems.len() == before {
            self.problem(Column::Verdict, TableProblemKind::DeductionKind { text, known: known() });
        }
        let finding = self.text(Column::Finding);
        let reason = self.text(Column::Reason);
        if finding.is_some() && reason.is_some() {
            self.ignore(Some(Column::Reason), IgnoredWhy::NotForDeduction);
        }
        let concerned = self.text(Column::Concerned).map(|text| clause_id(&text));
        let rectified = self.yes_no(Column::Rectified);
        let unused = [
            Column::Checked,
            Column::Nonconforming,
            Column::Evidence,
            Column::Note,
            Column::LookAgain,
            Column::Doubtful,
        ];
        self.unused(&unused, &IgnoredWhy::NotForDeduction);
        let found = finding.or(reason).unwrap_or_default();
        Some(Given::Deduction(GivenDeduction { kind: kind?, found, concerned, rectified }))
    }

    fn bonus(&mut self) -> Option<Given> {
        if let Some(text) = self.text(Column::Verdict) {
            let yes = columns::yes_no(&text) == Some(true) || VerdictWord::of(&text) == Some(VerdictWord::Meets);
            if !yes {
                self.problem(Column::Verdict, TableProblemKind::BonusVerdict { text });
            }
        }
        let reason = self.text(Column::Reason);
        let finding = self.text(Column::Finding);
        if finding.is_some() && reason.is_some() {
            self.ignore(Some(Column::Finding), IgnoredWhy::NotForBonus);
        }
        let unused = [
            Column::Checked,
            Column::Nonconforming,
            Column::Evidence,
            Column::Note,
            Column::LookAgain,
            Column::Doubtful,
            Column::Concerned,
            Column::Rectified,
        ];
        self.unused(&unused, &IgnoredWhy::NotForBonus);
        Some(Given::Bonus { reason: reason.or(finding).unwrap_or_default() })
    }
}

/// Why a text is no number that can be taken.
#[derive(Debug, PartialEq, Eq)]
enum NotWhole {
    /// A whole number, but an absurd one.
    Beyond,
    Other,
}

/// A whole number as people and spreadsheets write it: `10`, `10.0`, `１０`.
fn whole(text: &str) -> Result<u32, NotWhole> {
    let text = columns::narrow(text.trim());
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if zeros.bytes().all(|byte| byte == b'0') => digits,
        Some(_) => return Err(NotWhole::Other),
        None => text.as_str(),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotWhole::Other);
    }
    digits.parse().map_err(|_| NotWhole::Beyond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers() {
        for (text, number) in
            [("10", 10), ("10.0", 10), (" １０ ", 10), ("0", 0), ("10.", 10), ("4294967295", u32::MAX)]
        {
            assert_eq!(whole(text), Ok(number), "{text}");
        }
        for text in ["", "-1", "+1", "1.5", "1e3", "1,000", "十", ".0", "NaN"] {
            assert_eq!(whole(text), Err(NotWhole::Other), "{text}");
        }
        for text in ["4294967296", "99999999999999999999999999.0"] {
            assert_eq!(whole(text), Err(NotWhole::Beyond), "{text}");
        }
    }
}
