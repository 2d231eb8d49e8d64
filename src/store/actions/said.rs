//! What importing a register does, as sentences in one order for window and command line.

use super::columns::ActionColumn;
use super::plan::{ActionChange, ActionsPlan};
use super::problem::{ActionProblem, ActionProblemKind};
use super::write::text_of;
use crate::assessment::{Action, differing};
use crate::lang::{Words, cut};
use crate::store::tables::{Account, TableProblemKind, summary};

/// Most numbers that one sentence names.
const MAX_NAMED: usize = 12;

/// Room for a text on either side of an arrow, in letters of half width.
const ROOM: usize = 48;

impl ActionsPlan {
    /// Tells the plan of importing the register in `file`, from `sheet` where it stood on one.
    #[must_use]
    pub fn account(&self, file: &str, sheet: Option<&str>, words: &Words) -> Account {
        let w = &words.cli;
        let [added, changed] = [self.added.len(), self.changed.len()];
        let summary = summary([added, changed, self.same, self.ignored.len(), self.problems.len()], words);
        let of_headings = |problem: &ActionProblem| {
            use TableProblemKind::{ColumnMissing, ColumnTwice};
            matches!(problem.kind, ActionProblemKind::Table(ColumnMissing { .. } | ColumnTwice { .. }))
        };
        let nothing = self.problems.iter().any(of_headings);
        let problems = if nothing { &w.import_problems_headings } else { &w.import_problems };
        let said = |list: &[ActionProblem]| list.iter().map(|problem| problem.say(file, words)).collect();
        let changes = |list: &[ActionChange]| list.iter().map(|change| change.say(words)).collect();
        let sheet = sheet.map(|sheet| w.import_sheet.fill(&[("sheet", &cut(sheet))]));
        // Whoever deleted a row in Excel must not think that the action is gone.
        let absent = (!nothing && !self.absent.is_empty()).then(|| {
            let named = self.absent.iter().take(MAX_NAMED).map(ToString::to_string).collect::<Vec<_>>();
            let more = if self.absent.len() > MAX_NAMED { "…" } else { "" };
            let ids = named.join(&words.common.list_separator) + more;
            words.remediation.import_absent.fill(&[("n", &self.absent.len()), ("ids", &ids)])
        });
        Account {
            remarks: sheet.into_iter().chain(absent).collect(),
            summary,
            problems: (problems.to_string(), said(&self.problems)),
            notices: (w.import_notices.to_string(), said(&self.notices)),
            added: (w.import_added.to_string(), changes(&self.added)),
            changed: (w.import_changed.to_string(), changes(&self.changed)),
            ignored: (w.import_ignored.to_string(), said(&self.ignored)),
        }
    }
}

impl ActionChange {
    /// The fields that change, each from what to what, as texts in the language of `words`.
    #[must_use]
    pub fn fields(&self, words: &Words) -> Vec<(ActionColumn, String, String)> {
        let text = |action: &Action, column| text_of(column, action, words.language);
        let moved = ActionColumn::ALL.into_iter().filter_map(|column| {
            let from = self.from.as_ref().map_or_else(String::new, |from| text(from, column));
            let to = text(&self.to, column);
            (from != to).then_some((column, from, to))
        });
        moved.collect()
    }

    /// One line: which row, which action, what moves; of a new one all of it.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let w = &words.cli;
        let line = w.import_line.fill(&[("row", &self.row), ("subject", &self.id)]);
        let what = if self.from.is_none() {
            self.to.say(words).replace('\n', " ")
        } else {
            let said = |(column, from, to): (ActionColumn, String, String)| {
                let differ = differing(&from, &to);
                let text = |text: &str, excerpt: String| {
                    if text.is_empty() { words.keeping.nothing.to_string() } else { excerpt }
                };
                w.import_text.fill(&[
                    ("name", &column.name(words.language)),
                    ("before", &text(&from, differ.first(ROOM).to_string())),
                    ("after", &text(&to, differ.second(ROOM).to_string())),
                ])
            };
            self.fields(words).into_iter().map(said).collect::<Vec<_>>().join(&w.comma)
        };
        w.import_line_with.fill(&[("line", &line), ("what", &what)])
    }
}
