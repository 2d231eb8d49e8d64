//! Register → plan of import: what would change, as one edit; what is worth a look; what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::columns::{ActionColumn, Columns};
use super::number::as_decimal;
use super::order::circles;
use super::problem::{ActionProblem, ActionProblemKind};
use super::read::{self, ReadRow};
use crate::assessment::{self, Action, ActionId, ActionState, Assessment, Edit, Gap, MAX_ACTIONS, spaced_otherwise};
use crate::criteria::{Amount, ClauseId, Scheme};
use crate::lang::cut;
use crate::store::tables::columns::narrow;
use crate::store::tables::{Cell, Row, Table};

/// What importing a register would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionsPlan {
    /// All changes as one (`Edit::Import`); fits the assessment that the plan was made for. Empty: nothing to do.
    pub edit: Edit,
    /// Rows that bring a new action, in the order of the table.
    pub added: Vec<ActionChange>,
    /// Rows that change an action.
    pub changed: Vec<ActionChange>,
    /// Rows that say what the case says already.
    pub same: usize,
    /// Actions of the case that no row names; they stay as they are.
    pub absent: Vec<ActionId>,
    /// What is not used.
    pub ignored: Vec<ActionProblem>,
    /// What is taken over and worth a second look.
    pub notices: Vec<ActionProblem>,
    /// What is wrong; rows with a problem are not taken over.
    pub problems: Vec<ActionProblem>,
}

/// What a row brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionChange {
    /// The row as a spreadsheet numbers it.
    pub row: u32,
    /// The action; of a new one the number that it is given.
    pub id: ActionId,
    /// What it was; none for a new one.
    pub from: Option<Arc<Action>>,
    /// What it becomes.
    pub to: Action,
}

impl ActionsPlan {
    /// Whether the edit changes anything.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        !self.added.is_empty() || !self.changed.is_empty()
    }
}

/// What tells which rows are worth a second look, besides the case.
#[derive(Debug, Clone, Copy)]
pub struct Light<'a> {
    /// Days before it have passed.
    pub today: NaiveDate,
    /// What clauses lost by their verdicts, in points; those that lost nothing are not in it. None where nobody knows.
    pub lost: Option<&'a BTreeMap<ClauseId, Amount>>,
}

/// Makes the plan of importing a register into an assessment.
#[must_use]
pub fn plan_actions(table: &Table, scheme: &Scheme, case: &Assessment, light: Light<'_>) -> ActionsPlan {
    let mut plan = ActionsPlan {
        edit: Edit::Import(Vec::new()),
        added: Vec::new(),
        changed: Vec::new(),
        same: 0,
        absent: Vec::new(),
        ignored: Vec::new(),
        notices: Vec::new(),
        problems: Vec::new(),
    };
    match Columns::find(table, &mut plan.ignored) {
        Ok(columns) => {
            let rows = table.rows.get(columns.heading_row + 1..).unwrap_or_default();
            let read = rows_of(rows, &columns, scheme, case, &mut plan);
            let read = without_circles(read, &columns, case, &mut plan);
            take(read, &columns, case, &mut plan);
            notices(&columns, scheme, case, light, &mut plan);
        }
        Err(problems) => plan.problems = problems,
    }
    let mut next = case.clone();
    if plan.changes_something()
        && let Err(problem) = assessment::apply(scheme, &mut next, &plan.edit)
    {
        // All that it could refuse was looked for row by row; should something be left, nothing is taken over.
        plan.problems.push(ActionProblem::of_file(ActionProblemKind::Refused(problem)));
        (plan.edit, plan.added, plan.changed) = (Edit::Import(Vec::new()), Vec::new(), Vec::new());
    }
    plan.problems.sort_by_key(|problem| (problem.row, problem.column.as_ref().map(|column| column.index)));
    plan.notices.sort_by_key(|notice| (notice.row, notice.column.as_ref().map(|column| column.index)));
    plan
}

fn note(
    columns: &Columns,
    row: u32,
    column: impl Into<Option<ActionColumn>>,
    kind: ActionProblemKind,
) -> ActionProblem {
    let column = column.into().and_then(|column| columns.get(column).cloned());
    ActionProblem { row: Some(row), column, kind }
}

/// The rows that are sound by themselves. Of several with one number none is: nobody knows which is meant.
fn rows_of(
    rows: &[Row],
    columns: &Columns,
    scheme: &Scheme,
    case: &Assessment,
    plan: &mut ActionsPlan,
) -> Vec<ReadRow> {
    let mut read: Vec<ReadRow> = Vec::new();
    let mut first: BTreeMap<ActionId, u32> = BTreeMap::new();
    let mut twice: BTreeSet<ActionId> = BTreeSet::new();
    for row in rows {
        let named = match columns.cell(ActionColumn::Id, row) {
            Cell::Text(text) => ActionId::parse(&narrow(text.trim())),
            _ => None,
        };
        if let Some(id) = named.filter(|id| case.actions.contains_key(id)) {
            if let Some(first) = first.get(&id) {
                twice.insert(id);
                let kind = ActionProblemKind::IdTwice { id, first: *first };
                plan.problems.push(note(columns, row.number, ActionColumn::Id, kind));
            } else {
                first.insert(id, row.number);
            }
        }
        match read::read(row, columns, scheme, case) {
            Ok(found) => read.extend(found),
            Err(mut problems) => plan.problems.append(&mut problems),
        }
    }
    read.retain(|row| row.id.is_none_or(|id| !twice.contains(&id)));
    plan.absent = case.actions.keys().filter(|id| !first.contains_key(id)).copied().collect();
    read
}

/// The rows without those whose prerequisites would wait for themselves, over the result of all rows.
fn without_circles(
    mut read: Vec<ReadRow>,
    columns: &Columns,
    case: &Assessment,
    plan: &mut ActionsPlan,
) -> Vec<ReadRow> {
    loop {
        // New actions are named by nobody, so they are in no circle.
        let mut after: BTreeMap<ActionId, BTreeSet<ActionId>> =
            case.actions.iter().map(|(id, action)| (*id, action.after.clone())).collect();
        for row in &read {
            if let Some(id) = row.id {
                after.insert(id, row.action.after.clone());
            }
        }
        let circles = circles(&after);
        let before = read.len();
        read.retain(|row| {
            let Some(id) = row.id else { return true };
            let moved = case.actions.get(&id).is_some_and(|old| old.after != row.action.after);
            let Some(circle) = circles.iter().find(|circle| moved && circle.contains(&id)) else { return true };
            let kind = ActionProblemKind::Circle { ids: circle.iter().copied().collect() };
            plan.problems.push(note(columns, row.row, ActionColumn::After, kind));
            false
        });
        if read.len() == before {
            return read;
        }
    }
}

/// Makes the edit of the rows that are left.
fn take(read: Vec<ReadRow>, columns: &Columns, case: &Assessment, plan: &mut ActionsPlan) {
    let mut next = case.next_action_id().0;
    let mut edits = Vec::new();
    let mut room = MAX_ACTIONS.saturating_sub(case.actions.len());
    for ReadRow { row, id, action } in read {
        let from = id.and_then(|id| case.actions.get(&id)).cloned();
        if from.as_deref() == Some(&action) {
            plan.same += 1;
            continue;
        }
        let id = match id {
            Some(id) => id,
            None if room == 0 || next == u32::MAX => {
                plan.problems.push(note(columns, row, None, ActionProblemKind::TooMany));
                continue;
            }
            None => {
                room -= 1;
                next += 1;
                ActionId(next - 1)
            }
        };
        edits.push(Edit::SetAction { id, action: Some(Box::new(action.clone())) });
        let list = if from.is_some() { &mut plan.changed } else { &mut plan.added };
        list.push(ActionChange { row, id, from, to: action });
    }
    plan.edit = Edit::Import(edits);
}

/// What is taken over and worth a look.
fn notices(columns: &Columns, scheme: &Scheme, case: &Assessment, light: Light<'_>, plan: &mut ActionsPlan) {
    let Light { today, .. } = light;
    let mut found = Vec::new();
    found.extend(spaced_owners(columns, case, plan));
    for change in plan.added.iter().chain(&plan.changed) {
        let (row, to, from) = (change.row, &change.to, change.from.as_deref());
        if to.state != ActionState::Closed {
            let days = [
                (ActionColumn::Start, to.start, from.and_then(|from| from.start)),
                (ActionColumn::Due, to.due, from.and_then(|from| from.due)),
            ];
            for (column, day, was) in days {
                if let Some(day) = day.filter(|day| *day < today && Some(*day) != was) {
                    found.push(note(columns, row, column, ActionProblemKind::PastDay { day, today }));
                }
            }
        }
        found.extend(points(scheme, change, light).map(|(column, kind)| note(columns, row, column, kind)));
        let twin = || case.actions_on(&to.gap).find(|(_, other)| read::plain(&other.what) == read::plain(&to.what));
        if let (None, Some((id, _))) = (from, twin()) {
            found.push(note(columns, row, ActionColumn::What, ActionProblemKind::SameText { id }));
        }
    }
    plan.notices = found;
}

/// Whether a row expects more than there is to be had.
fn points(scheme: &Scheme, change: &ActionChange, light: Light<'_>) -> Option<(ActionColumn, ActionProblemKind)> {
    let Gap::Clause(clause) = &change.to.gap else { return None };
    let lost = light.lost.map(|lost| lost.get(clause));
    if change.from.is_none() && change.to.state != ActionState::Closed && lost == Some(None) {
        return Some((ActionColumn::Gap, ActionProblemKind::NothingLost));
    }
    let gain =
        &change.to.gain.as_ref().filter(|_| change.from.as_ref().is_none_or(|from| from.gain != change.to.gain))?.0;
    let say = |amount: &Amount| as_decimal(amount).unwrap_or_else(|| amount.to_string());
    let all = &scheme.clause(clause)?.points;
    let kind = if gain > all {
        ActionProblemKind::MoreThanClause { points: say(gain), most: say(all) }
    } else {
        let lost = lost.flatten().filter(|lost| gain > *lost)?;
        ActionProblemKind::MoreThanLost { points: say(gain), lost: say(lost) }
    };
    Some((ActionColumn::Gain, kind))
}

/// Owners that the case does not have and that differ in spaces only from another of it or of the table; each is told
/// once.
fn spaced_owners(columns: &Columns, case: &Assessment, plan: &ActionsPlan) -> Vec<ActionProblem> {
    let rows = || plan.added.iter().chain(&plan.changed);
    let mut told: BTreeSet<&str> = case.actions.values().map(|action| action.owner.trim()).collect();
    let all: BTreeSet<&str> = told.iter().copied().chain(rows().map(|change| change.to.owner.trim())).collect();
    let mut found = Vec::new();
    for change in rows() {
        let name = change.to.owner.trim();
        if let Some(other) = spaced_otherwise(name, all.iter().copied())
            && told.insert(name)
        {
            let kind = ActionProblemKind::SpacedOtherwise { name: cut(name), other: cut(other) };
            found.push(note(columns, change.row, ActionColumn::Owner, kind));
        }
    }
    found
}
