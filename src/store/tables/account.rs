//! What importing a table does, as sentences in one order for window and command line: both tell the same account.

use super::{Change, ImportPlan, Subject, TableProblem, TableProblemKind};
use crate::assessment::Verdict;
use crate::lang::Words;
use crate::store::cut;

/// What importing a table would do or has done, in sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which sheet was read, and the warning that verdicts would be taken back; where there is such a thing.
    pub remarks: Vec<String>,
    /// The counts of added, changed, unchanged, ignored and wrong.
    pub summary: String,
    /// What is wrong.
    pub problems: Section,
    /// What is worth a second look.
    pub notices: Section,
    /// What is added.
    pub added: Section,
    /// What is changed.
    pub changed: Section,
    /// What is ignored, and why.
    pub ignored: Section,
}

/// A heading and the lines under it.
pub type Section = (String, Vec<String>);

/// How many rows are added, changed, unchanged, ignored, and how many problems there are.
pub(in crate::store) fn summary([added, changed, unchanged, ignored, problems]: [usize; 5], words: &Words) -> String {
    words.cli.import_summary.fill(&[
        ("added", &added),
        ("changed", &changed),
        ("unchanged", &unchanged),
        ("ignored", &ignored),
        ("problems", &problems),
    ])
}

impl ImportPlan {
    /// Tells the plan of importing the table in `file`, from `sheet` where it stood on one.
    #[must_use]
    pub fn account(&self, file: &str, sheet: Option<&str>, words: &Words) -> Account {
        let w = &words.cli;
        let [added, changed] = [self.added.len(), self.changed.len()];
        let summary = summary([added, changed, self.unchanged, self.ignored.len(), self.problems.len()], words);
        let lost = |change: &&Change| matches!(&change.verdict, Some((_, Verdict::Unrated)));
        let lost = self.changed.iter().filter(lost).count();
        let mut remarks = Vec::new();
        remarks.extend(sheet.map(|sheet| w.import_sheet.fill(&[("sheet", &cut(sheet))])));
        remarks.extend((lost > 0).then(|| w.import_unrated.fill(&[("count", &lost)])));
        let of_headings = |problem: &TableProblem| {
            matches!(problem.kind, TableProblemKind::ColumnMissing { .. } | TableProblemKind::ColumnTwice { .. })
        };
        let nothing = self.problems.iter().any(of_headings);
        let problems = if nothing { &w.import_problems_headings } else { &w.import_problems };
        let changes = |changes: &[Change]| changes.iter().map(|change| change.say(words)).collect();
        Account {
            remarks,
            summary,
            problems: (problems.to_string(), self.problems.iter().map(|problem| problem.say(file, words)).collect()),
            notices: (
                w.import_notices.to_string(),
                self.notices.iter().map(|notice| notice.say(file, words)).collect(),
            ),
            added: (w.import_added.to_string(), changes(&self.added)),
            changed: (w.import_changed.to_string(), changes(&self.changed)),
            ignored: (
                w.import_ignored.to_string(),
                self.ignored.iter().map(|ignored| ignored.say(file, words)).collect(),
            ),
        }
    }
}

impl Subject {
    /// What it is, in a word.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        match self {
            Self::Clause(clause) => clause.to_string(),
            Self::SpecialDeduction(kind) => words.cli.import_deduction.fill(&[("kind", kind)]),
            Self::Bonus => words.common.bonus.to_string(),
        }
    }
}
