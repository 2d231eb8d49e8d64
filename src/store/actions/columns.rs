//! Headings and words of the register. They are part of the format, so they stand here and not among the phrases.

use super::problem::{ActionProblem, ActionProblemKind};
use crate::assessment::ActionState;
use crate::lang::{Language, cut};
use crate::store::tables::columns::word;
use crate::store::tables::{Cell, ColumnRef, Row, Table, TableProblemKind};

/// A column of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // each is a field of an action
pub enum ActionColumn {
    Id,
    Gap,
    What,
    Gain,
    Effort,
    Cost,
    Lead,
    After,
    Owner,
    Start,
    Due,
    State,
    Department,
    Evidence,
    VerifiedBy,
    VerifiedOn,
}

impl ActionColumn {
    /// All columns in the order in which they are written.
    pub const ALL: [Self; 16] = [
        Self::Id,
        Self::Gap,
        Self::What,
        Self::Gain,
        Self::Effort,
        Self::Cost,
        Self::Lead,
        Self::After,
        Self::Owner,
        Self::Start,
        Self::Due,
        Self::State,
        Self::Department,
        Self::Evidence,
        Self::VerifiedBy,
        Self::VerifiedOn,
    ];

    /// The Chinese and the English heading that is written, and others that are read as well.
    fn names(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Id => ("编号", "id", &["措施编号", "no", "no.", "number"]),
            Self::Gap => ("条款", "clause", &["条款号", "条款编号", "条款或特别扣分"]),
            Self::What => ("措施", "action", &["整改措施", "what"]),
            Self::Gain => ("预计得分", "expected points", &["预计得分(分)", "gain", "points"]),
            Self::Effort => ("工作量（人天）", "effort (person-days)", &["工作量", "人天", "effort"]),
            Self::Cost => ("费用（元）", "cost (yuan)", &["费用", "cost"]),
            Self::Lead => ("周期（天）", "lead time (days)", &["周期", "leadtime", "leaddays"]),
            Self::After => ("前置", "after", &["前置措施", "prerequisites"]),
            Self::Owner => ("负责人", "owner", &["责任人"]),
            Self::Start => ("开始", "start", &["开始日期"]),
            Self::Due => ("期限", "due", &["完成期限", "截止日期"]),
            Self::State => ("状态", "state", &["status"]),
            Self::Department => ("部门", "department", &["责任部门"]),
            Self::Evidence => ("预期证据", "expected evidence", &["evidence"]),
            Self::VerifiedBy => ("验证人", "verified by", &[]),
            Self::VerifiedOn => ("验证日期", "verified on", &[]),
        }
    }

    /// The heading in a language.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        let (chinese, english, _) = self.names();
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    fn of(heading: &str) -> Option<Self> {
        let heading = squeezed(heading);
        Self::ALL.into_iter().find(|column| {
            let (chinese, english, others) = column.names();
            [chinese, english].into_iter().chain(others.iter().copied()).any(|name| squeezed(name) == heading)
        })
    }
}

/// A heading as it is compared: without what people leave out or put in between.
fn squeezed(text: &str) -> String {
    word(text).chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-')).collect()
}

/// Whether a text is a heading of the register.
#[must_use]
pub fn is_action_heading(text: &str) -> bool {
    ActionColumn::of(text).is_some()
}

/// The word for a state, as it is written and read.
#[must_use]
pub fn state_name(state: ActionState, language: Language) -> &'static str {
    let (chinese, english) = match state {
        ActionState::Planned => ("计划", "planned"),
        ActionState::Doing => ("进行", "under way"),
        ActionState::ToVerify => ("待验证", "to be verified"),
        ActionState::Closed => ("关闭", "closed"),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// The state that a word stands for.
pub(super) fn state_of(text: &str) -> Option<ActionState> {
    let text = squeezed(text);
    let named = |state: &ActionState| Language::ALL.into_iter().any(|at| squeezed(state_name(*state, at)) == text);
    ActionState::ALL.into_iter().find(named).or(match text.as_str() {
        "计划中" | "未开始" => Some(ActionState::Planned),
        "进行中" | "doing" | "inprogress" => Some(ActionState::Doing),
        "toverify" => Some(ActionState::ToVerify),
        "已关闭" => Some(ActionState::Closed),
        _ => None,
    })
}

/// Which column stands where.
#[derive(Debug)]
pub(super) struct Columns {
    found: Vec<(ActionColumn, ColumnRef)>,
    /// Index of the row of headings among the rows.
    pub(super) heading_row: usize,
}

/// How far down headings are looked for; a title may stand above them.
const HEADINGS_WITHIN: usize = 10;

impl Columns {
    pub(super) fn get(&self, column: ActionColumn) -> Option<&ColumnRef> {
        self.found.iter().find(|(known, _)| *known == column).map(|(_, at)| at)
    }

    pub(super) fn has(&self, column: ActionColumn) -> bool {
        self.get(column).is_some()
    }

    /// The cell of a column in a row.
    pub(super) fn cell<'a>(&self, column: ActionColumn, row: &'a Row) -> &'a Cell {
        self.get(column).and_then(|at| row.cells.get(at.index)).unwrap_or(&Cell::Empty)
    }

    /// Finds the row of headings and what is in it; unknown headings go to `ignored`.
    ///
    /// Without numbers every row is new, and of a new one clause and text have to be known.
    pub(super) fn find(table: &Table, ignored: &mut Vec<ActionProblem>) -> Result<Self, Vec<ActionProblem>> {
        let known = |row: &Row| texts(row).filter(|(_, text)| is_action_heading(text)).count();
        let tops = table.rows.iter().take(HEADINGS_WITHIN);
        let heading_row =
            tops.clone().position(|row| known(row) >= 2).or_else(|| tops.clone().position(|row| known(row) > 0));
        let mut columns = Self { found: Vec::new(), heading_row: heading_row.unwrap_or(0) };
        let Some(row) = table.rows.get(columns.heading_row) else {
            return Err(vec![ActionProblem::of_file(TableProblemKind::Empty.into())]);
        };
        let mut problems = Vec::new();
        let mut unknown = Vec::new();
        for (index, text) in texts(row) {
            let at = ColumnRef { index, heading: cut(text) };
            let note = |list: &mut Vec<ActionProblem>, kind| {
                list.push(ActionProblem { row: Some(row.number), column: Some(at.clone()), kind });
            };
            match ActionColumn::of(text) {
                None => note(&mut unknown, ActionProblemKind::UnknownColumn),
                Some(column) => match columns.get(column).cloned() {
                    Some(first) => note(&mut problems, TableProblemKind::ColumnTwice { first }.into()),
                    None => columns.found.push((column, at)),
                },
            }
        }
        let needed: &[(ActionColumn, &'static str)] = match columns.has(ActionColumn::Id) {
            true => &[],
            false => &[(ActionColumn::Gap, "条款/clause"), (ActionColumn::What, "措施/action")],
        };
        for (_, needed) in needed.iter().filter(|(column, _)| !columns.has(*column)) {
            let found = texts(row).map(|(_, text)| cut(text)).take(20).collect();
            let kind = TableProblemKind::ColumnMissing { needed, found };
            problems.push(ActionProblem { row: Some(row.number), column: None, kind: kind.into() });
        }
        if problems.is_empty() {
            ignored.append(&mut unknown);
            Ok(columns)
        } else {
            Err(problems)
        }
    }
}

fn texts(row: &Row) -> impl Iterator<Item = (usize, &str)> {
    row.cells.iter().enumerate().filter_map(|(index, cell)| match cell {
        Cell::Text(text) => Some((index, text.as_str())),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Words;

    #[test]
    fn headings_and_states_are_read_as_they_are_written_and_as_people_write_them() {
        for language in Language::ALL {
            let words = Words::load(language).unwrap();
            for column in ActionColumn::ALL {
                assert_eq!(ActionColumn::of(column.name(language)), Some(column), "{column:?}");
            }
            for state in ActionState::ALL {
                assert_eq!(state_of(state_name(state, language)), Some(state));
                assert_eq!(state_name(state, language), &**state.word(&words.common));
            }
        }
        for (text, column) in [
            ("工作量(人天)", ActionColumn::Effort),
            (" 费用 （元）：", ActionColumn::Cost),
            ("Lead_Time (Days)", ActionColumn::Lead),
            ("Expected_Points", ActionColumn::Gain),
        ] {
            assert_eq!(ActionColumn::of(text), Some(column), "{text}");
        }
        assert_eq!(ActionColumn::of("备注"), None);
        assert_eq!(state_of("进行中"), Some(ActionState::Doing));
        assert_eq!(state_of("完成"), None);
    }
}
