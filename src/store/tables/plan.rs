//! Table → plan of import: what would change, as one edit; what is not used; what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Column, Columns};
use super::evidence_cell::key;
use super::problem::{Ignored, IgnoredWhy, TableProblem, TableProblemKind};
use super::row::{self, Given, GivenClause, GivenDeduction};
use super::{Resolver, Row, Table};
use crate::assessment::{
    self, Answer, Assessment, Bonus, Edit, Evidence, EvidenceId, EvidenceItem, MAX_LINE, MAX_TEXT, SpecialDeduction,
    Verdict,
};
use crate::criteria::{ClauseId, Scheme};
use crate::store::cut;

/// What importing a table would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPlan {
    /// All changes as one (`Edit::Import`); fits the assessment that the plan was made for. Empty: nothing to do.
    pub edit: Edit,
    /// Rows that bring something where nothing was, in the order of the table.
    pub added: Vec<Change>,
    /// Rows that change what was there.
    pub changed: Vec<Change>,
    /// Rows that say what the case says already.
    pub unchanged: usize,
    /// What is not used, and why.
    pub ignored: Vec<Ignored>,
    /// What is taken over and worth a second look.
    pub notices: Vec<Ignored>,
    /// What is wrong; rows with a problem are not taken over.
    pub problems: Vec<TableProblem>,
}

impl ImportPlan {
    /// Whether the edit changes anything.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        !self.added.is_empty() || !self.changed.is_empty()
    }
}

/// What a row of the table is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A clause.
    Clause(ClauseId),
    /// A special deduction of this kind.
    SpecialDeduction(u32),
    /// The bonus.
    Bonus,
}

/// What a row of the table brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The row as a spreadsheet numbers it.
    pub row: u32,
    /// What it is about.
    pub subject: Subject,
    /// The verdict before and after, where it moves.
    pub verdict: Option<(Verdict, Verdict)>,
    /// Whether the flag of a clause, or a text of what is no clause changes.
    pub texts: bool,
    /// Whether 存疑 changes.
    pub doubtful: bool,
    /// Of a clause: finding and note, each from what to what, where it changes.
    pub moved: [Option<(String, String)>; 2],
    /// Paths of evidence that are added to the clause.
    pub evidence: usize,
}

/// Makes the plan of importing a table into an assessment, with evidence as it is written.
#[must_use]
pub fn plan(table: &Table, scheme: &Scheme, assessment: &Assessment) -> ImportPlan {
    plan_settled(table, scheme, assessment, &Ok)
}

/// Makes the plan of importing a table into an assessment; evidence goes through `settle` before it is compared with
/// what the case has and stored.
#[must_use]
pub fn plan_settled(table: &Table, scheme: &Scheme, assessment: &Assessment, settle: Resolver<'_>) -> ImportPlan {
    let mut planner = Planner::new(scheme, assessment, settle);
    match Columns::find(table, &mut planner.plan.ignored) {
        Ok(columns) => {
            let rows = table.rows.get(columns.heading_row + 1..).unwrap_or_default();
            planner.rows(rows, &columns);
        }
        Err(mut problems) => planner.plan.problems.append(&mut problems),
    }
    planner.notices();
    let mut plan = planner.plan;
    plan.edit = Edit::Import(planner.edits);
    plan.problems.sort_by_key(|problem| problem.row);
    plan.ignored.sort_by_key(|ignored| ignored.row);
    plan
}

/// A row's number, the clause that it names, and what it says; an error stands for problems that are noted already.
type ReadRow = (u32, Option<ClauseId>, Result<Option<Given>, ()>);

struct Planner<'a> {
    scheme: &'a Scheme,
    settle: Resolver<'a>,
    /// The assessment as it would be after the rows so far.
    next: Assessment,
    edits: Vec<Edit>,
    plan: ImportPlan,
    /// Pieces of evidence by path.
    by_path: BTreeMap<String, Vec<EvidenceId>>,
    /// Special deductions of the case that no row has spoken for yet; two equal rows mean two.
    free_deductions: BTreeSet<assessment::SpecialDeductionId>,
    /// Rows that add a special deduction, and its kind.
    new_deductions: Vec<(u32, u32)>,
}

impl<'a> Planner<'a> {
    fn new(scheme: &'a Scheme, assessment: &Assessment, settle: Resolver<'a>) -> Self {
        let mut by_path: BTreeMap<String, Vec<EvidenceId>> = BTreeMap::new();
        for (id, piece) in &assessment.evidence {
            for item in &piece.items {
                by_path.entry(settled_key(settle, item)).or_default().push(*id);
            }
        }
        Self {
            scheme,
            settle,
            next: assessment.clone(),
            edits: Vec::new(),
            plan: ImportPlan {
                edit: Edit::Import(Vec::new()),
                added: Vec::new(),
                changed: Vec::new(),
                unchanged: 0,
                ignored: Vec::new(),
                notices: Vec::new(),
                problems: Vec::new(),
            },
            by_path,
            free_deductions: assessment.special_deductions.keys().copied().collect(),
            new_deductions: Vec::new(),
        }
    }

    fn rows(&mut self, rows: &[Row], columns: &Columns) {
        let mut read: Vec<ReadRow> = Vec::new();
        let mut paths = row::MAX_PATHS;
        for row in rows {
            let given = row::read(row, columns, self.scheme, self.settle, &mut paths, &mut self.plan.ignored);
            let clause = row::clause_of(row, columns).filter(|clause| self.scheme.clause(clause).is_some());
            read.push((row.number, clause, given.map_err(|mut problems| self.plan.problems.append(&mut problems))));
        }
        let refused = self.rows_that_differ(&read, columns);
        let mut taken: BTreeMap<ClauseId, u32> = BTreeMap::new();
        let mut bonus = None;
        for (number, clause, given) in read {
            let Ok(Some(given)) = given else { continue };
            if let Some(clause) = clause {
                if refused.contains(&clause) {
                    continue;
                }
                if let Some(first) = taken.get(&clause) {
                    let why = IgnoredWhy::SameAsRow { first: *first };
                    self.plan.ignored.push(Ignored { row: Some(number), column: None, why });
                    continue;
                }
                taken.insert(clause, number);
            }
            match given {
                Given::Clause(given) => self.clause(number, given, columns),
                Given::Deduction(given) => self.deduction(number, given, columns),
                Given::Bonus { reason } => match bonus {
                    Some(first) => {
                        self.problem(number, columns, Column::Clause, TableProblemKind::BonusTwice { first })
                    }
                    None => {
                        bonus = Some(number);
                        self.bonus(number, reason, columns);
                    }
                },
            }
        }
    }

    /// Clauses that several rows name and do not say the same of; one problem each, at the last row.
    fn rows_that_differ(&mut self, read: &[ReadRow], columns: &Columns) -> BTreeSet<ClauseId> {
        // Rows of a clause where nothing is filled in say nothing that could differ.
        let mut rows: BTreeMap<&ClauseId, Vec<(u32, Option<&Given>)>> = BTreeMap::new();
        for (number, clause, given) in read {
            match (clause, given) {
                (Some(clause), Ok(Some(given))) => rows.entry(clause).or_default().push((*number, Some(given))),
                (Some(clause), Err(())) => rows.entry(clause).or_default().push((*number, None)),
                _ => {}
            }
        }
        let mut refused = BTreeSet::new();
        for (clause, rows) in rows {
            let [(_, first), rest @ ..] = rows.as_slice() else { continue };
            if rest.iter().all(|(_, given)| given.is_some() && given == first) {
                continue;
            }
            refused.insert(clause.clone());
            let numbers = rows.iter().map(|(number, _)| *number).collect();
            let kind = TableProblemKind::RowsDiffer { clause: clause.clone(), rows: numbers };
            if let Some((last, _)) = rows.last() {
                self.problem(*last, columns, Column::Clause, kind);
            }
        }
        refused
    }

    fn problem(&mut self, row: u32, columns: &Columns, column: impl Into<Option<Column>>, kind: TableProblemKind) {
        let column = column.into().and_then(|column| columns.get(column).cloned());
        self.plan.problems.push(TableProblem { row: Some(row), column, kind });
    }

    /// Takes a row's edits over, or notes why the gate refuses them.
    fn take(&mut self, columns: &Columns, change: Change, edits: Vec<Edit>, new: bool) -> bool {
        if edits.is_empty() {
            self.plan.unchanged += 1;
            return true;
        }
        let row = change.row;
        let edit = Edit::Many(edits);
        if let Err(problem) = assessment::apply(self.scheme, &mut self.next, &edit) {
            let column = column_of(&problem, &change.subject, &edit);
            self.problem(row, columns, column, TableProblemKind::Refused(shortened(problem)));
            return false;
        }
        if let Edit::Many(edits) = edit {
            self.edits.extend(edits);
        }
        if new {
            self.plan.added.push(change)
        } else {
            self.plan.changed.push(change)
        }
        true
    }

    fn clause(&mut self, row: u32, given: GivenClause, columns: &Columns) {
        let clause = given.clause;
        let old = self.next.answer(&clause).cloned().unwrap_or_default();
        let mut edits = Vec::new();
        let mut verdict = None;
        if let Some(mut new) = given.verdict {
            // An exclusion whose reason is not repeated keeps the one that the case has.
            if let (Verdict::Excluded { reason }, Verdict::Excluded { reason: kept }) = (&mut new, &old.verdict)
                && reason.is_empty()
            {
                reason.clone_from(kept);
            }
            if new != old.verdict {
                verdict = Some((old.verdict.clone(), new.clone()));
                edits.push(Edit::SetVerdict { clause: clause.clone(), verdict: new });
            }
        }
        let (mut moved, mut texts, mut doubtful) = ([None, None], false, false);
        if let Some(text) = given.finding.filter(|text| *text != old.finding) {
            moved[0] = Some((old.finding.clone(), text.clone()));
            edits.push(Edit::SetFinding { clause: clause.clone(), text });
        }
        if let Some(text) = given.note.filter(|text| *text != old.note) {
            moved[1] = Some((old.note.clone(), text.clone()));
            edits.push(Edit::SetNote { clause: clause.clone(), text });
        }
        if let Some(on) = given.look_again.filter(|on| *on != old.look_again) {
            texts = true;
            edits.push(Edit::SetLookAgain { clause: clause.clone(), on });
        }
        if let Some(on) = given.doubtful.filter(|on| *on != old.doubtful) {
            doubtful = true;
            edits.push(Edit::SetDoubtful { clause: clause.clone(), on });
        }
        let (evidence, paths) = self.evidence(&clause, &given.evidence);
        let count = paths.len();
        edits.extend(evidence);
        let new = old == Answer::default() && self.next.evidence_of(&clause).next().is_none();
        let change = Change { row, subject: Subject::Clause(clause), verdict, texts, doubtful, moved, evidence: count };
        if self.take(columns, change, edits, new) {
            for (path, id) in paths {
                self.by_path.entry(path).or_default().push(id);
            }
        }
    }

    /// Edits that give a clause the evidence it does not have yet, and the pieces by path.
    fn evidence(&self, clause: &ClauseId, items: &[EvidenceItem]) -> (Vec<Edit>, Vec<(String, EvidenceId)>) {
        let wanted: BTreeSet<String> = items.iter().map(key).collect();
        let of_piece = |item: &EvidenceItem| settled_key(self.settle, item);
        let mut next_id = self.next.next_evidence_id().0;
        let mut edits = Vec::new();
        let mut paths: Vec<(String, EvidenceId)> = Vec::new();
        let mut done: BTreeSet<String> = BTreeSet::new();
        for item in items {
            let path = key(item);
            if !done.insert(path.clone()) {
                continue;
            }
            let pieces = self.by_path.get(&path).map(Vec::as_slice).unwrap_or_default();
            let piece = |id: &EvidenceId| self.next.evidence.get(id);
            if pieces.iter().any(|id| piece(id).is_some_and(|piece| piece.clauses.contains(clause))) {
                continue;
            }
            // A piece of several files is attached only if the row names them all; else it would bring more along.
            let whole = pieces.iter().find(|id| {
                piece(id).is_some_and(|piece| piece.items.iter().all(|item| wanted.contains(&of_piece(item))))
            });
            if let Some(id) = whole {
                edits.push(Edit::Attach { id: *id, clause: clause.clone() });
                for item in piece(id).into_iter().flat_map(|piece| &piece.items) {
                    done.insert(of_piece(item));
                }
                paths.push((path, *id));
                continue;
            }
            let id = EvidenceId(next_id);
            next_id = next_id.saturating_add(1);
            let evidence = Evidence {
                title: item.name().chars().take(MAX_LINE).collect(),
                items: vec![item.clone()],
                clauses: BTreeSet::from([clause.clone()]),
                ..Evidence::default()
            };
            edits.push(Edit::AddEvidence { id, evidence: Box::new(evidence) });
            paths.push((path, id));
        }
        (edits, paths)
    }

    fn deduction(&mut self, row: u32, given: GivenDeduction, columns: &Columns) {
        let GivenDeduction { kind, found, concerned, rectified } = given;
        let of_this = |old: &SpecialDeduction| {
            old.kind == kind && old.found == found && (concerned.is_none() || old.clause == concerned)
        };
        // The one that is the same in everything, else one that differs only in being rectified or in what the row
        // leaves open.
        let free = || self.free_deductions.iter().filter_map(|id| Some((*id, self.next.special_deductions.get(id)?)));
        let exact = free().find(|(_, old)| {
            of_this(old) && old.clause == concerned && rectified.is_none_or(|rectified| rectified == old.rectified)
        });
        let known = exact.or_else(|| free().find(|(_, old)| of_this(old))).map(|(id, old)| (id, old.as_ref().clone()));
        let subject = Subject::SpecialDeduction(kind);
        let (verdict, moved) = (None, [None, None]);
        let change = Change { row, subject, verdict, texts: true, doubtful: false, moved, evidence: 0 };
        if let Some((id, old)) = known {
            let deduction = SpecialDeduction { rectified: rectified.unwrap_or(old.rectified), ..old.clone() };
            let edits = if deduction == old { Vec::new() } else { vec![Edit::SetSpecialDeduction { id, deduction }] };
            if self.take(columns, change, edits, false) {
                self.free_deductions.remove(&id);
            }
        } else {
            let id = self.next.next_special_deduction_id();
            let deduction =
                SpecialDeduction { kind, found, clause: concerned, rectified: rectified.unwrap_or_default() };
            if self.take(columns, change, vec![Edit::AddSpecialDeduction { id, deduction }], true) {
                self.new_deductions.push((row, kind));
            }
        }
    }

    /// A deduction that was added beside another of its kind, which no row speaks for, may be that one reworded.
    fn notices(&mut self) {
        let left: BTreeSet<u32> = self
            .free_deductions
            .iter()
            .filter_map(|id| self.next.special_deductions.get(id))
            .map(|deduction| deduction.kind)
            .collect();
        for (row, kind) in self.new_deductions.iter().filter(|(_, kind)| left.contains(kind)) {
            let why = IgnoredWhy::DeductionOfSameKind { kind: *kind };
            self.plan.notices.push(Ignored { row: Some(*row), column: None, why });
        }
    }

    fn bonus(&mut self, row: u32, reason: String, columns: &Columns) {
        let bonus = Bonus { reason };
        let new = self.next.bonus.is_none();
        let edits =
            if self.next.bonus.as_ref() == Some(&bonus) { Vec::new() } else { vec![Edit::SetBonus(Some(bonus))] };
        let change = Change {
            row,
            subject: Subject::Bonus,
            verdict: None,
            texts: true,
            doubtful: false,
            moved: [None, None],
            evidence: 0,
        };
        self.take(columns, change, edits, new);
    }
}

/// How evidence of the case is compared with what the table names.
fn settled_key(settle: Resolver<'_>, item: &EvidenceItem) -> String {
    key(settle(item.clone()).as_ref().unwrap_or(item))
}

/// The problem with what somebody wrote cut to what a sentence bears.
fn shortened(problem: assessment::Problem) -> assessment::Problem {
    use assessment::Problem as P;
    match problem {
        P::UnknownClause { clause } => P::UnknownClause { clause: cut(&clause) },
        P::BadPath { path } => P::BadPath { path: cut(&path) },
        other => other,
    }
}

/// The column whose text is too long or has control characters, looked for in the order in which edits are checked.
fn column_of_text(edit: &Edit) -> Option<Column> {
    let bad = |text: &str, most: usize| {
        text.chars().count() > most
            || text.chars().any(|found| found.is_control() && !matches!(found, '\n' | '\r' | '\t'))
    };
    let (column, bad) = match edit {
        Edit::Many(edits) => return edits.iter().find_map(column_of_text),
        Edit::SetVerdict { verdict: Verdict::Excluded { reason }, .. } => (Column::Reason, bad(reason, MAX_TEXT)),
        Edit::SetFinding { text, .. } => (Column::Finding, bad(text, MAX_TEXT)),
        Edit::SetNote { text, .. } => (Column::Note, bad(text, MAX_TEXT)),
        Edit::AddEvidence { evidence, .. } => {
            (Column::Evidence, evidence.items.iter().any(|item| bad(item.target(), MAX_LINE)))
        }
        Edit::AddSpecialDeduction { deduction, .. } | Edit::SetSpecialDeduction { deduction, .. } => {
            (Column::Finding, bad(&deduction.found, MAX_TEXT))
        }
        Edit::SetBonus(Some(bonus)) => (Column::Reason, bad(&bonus.reason, MAX_TEXT)),
        _ => return None,
    };
    bad.then_some(column)
}

/// The column that a refused edit is about; none where the sentence alone tells.
fn column_of(problem: &assessment::Problem, subject: &Subject, edit: &Edit) -> Option<Column> {
    use assessment::Problem as P;
    match (problem, subject) {
        (P::TooMany { .. }, _) => None,
        (P::TextTooLong { .. } | P::ControlCharacter { .. }, _) => column_of_text(edit),
        (P::NothingChecked { .. } | P::TooManyChecked { .. }, _) => Some(Column::Checked),
        (P::MoreNonconformingThanChecked { .. }, _) => Some(Column::Nonconforming),
        (P::ExclusionWithoutReason { .. } | P::BonusWithoutReason, _) => Some(Column::Reason),
        (
            P::SamplingNotAllowed { .. }
            | P::ExclusionNotAllowed { .. }
            | P::VerdictFollowsSample { .. }
            | P::UnknownSpecialDeductionKind { .. },
            _,
        ) => Some(Column::Verdict),
        (P::UnknownClause { .. }, Subject::SpecialDeduction(_)) => Some(Column::Concerned),
        (P::UnknownClause { .. }, _) => Some(Column::Clause),
        (_, Subject::Clause(_)) => Some(Column::Evidence),
        _ => Some(Column::Finding),
    }
}
