//! A table that was read back, held against the case that it was written from.
//!
//! Two questions, since neither answers the other: would importing it change the case (the plan), and does it say
//! everything that the case says (a table that lost its last rows would change nothing either).

use std::collections::BTreeSet;

use super::columns::Columns;
use super::evidence_cell::key;
use super::row::{self, Given, GivenClause, GivenDeduction};
use super::{Subject, Table, plan};
use crate::assessment::{Assessment, EvidenceItem, SpecialDeduction, Verdict};
use crate::criteria::{Clause, ClauseId, Scheme};

/// What a table holds, counted in the table itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableContents {
    /// Clauses that have a row.
    pub clauses: usize,
    /// Of them judged, exclusions included.
    pub answered: usize,
    /// Different files, folders and addresses of evidence.
    pub evidence: usize,
    /// Special deductions.
    pub deductions: usize,
    /// The bonus, 0 or 1.
    pub bonus: usize,
}

/// How a table differs from the case that it should hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableDifference {
    /// What the table lacks or says otherwise.
    pub subjects: Vec<Subject>,
    /// Rows that importing it would add.
    pub added: usize,
    /// Rows that importing it would change.
    pub changed: usize,
    /// Problems that importing it would meet.
    pub problems: usize,
}

/// Whether a table says all that the case says; what it holds then.
///
/// # Errors
/// With what differs. Texts of white space alone do not count: a table has no place for them.
pub fn prove(table: &Table, scheme: &Scheme, assessment: &Assessment) -> Result<TableContents, TableDifference> {
    let plan = plan(table, scheme, assessment);
    let mut reading = Reading::default();
    if let Ok(columns) = Columns::find(table, &mut Vec::new()) {
        let rows = table.rows.get(columns.heading_row + 1..).unwrap_or_default();
        let mut paths = row::MAX_PATHS;
        for row in rows {
            // What is wrong with a row is among the plan's problems.
            if let Ok(Some(given)) = row::read(row, &columns, scheme, &Ok, &mut paths, &mut Vec::new()) {
                reading.take(given);
            }
        }
    }
    let difference = TableDifference {
        subjects: reading.differs(scheme, assessment),
        added: plan.added.len(),
        changed: plan.changed.len(),
        problems: plan.problems.len(),
    };
    if difference == TableDifference::default() { Ok(reading.contents()) } else { Err(difference) }
}

/// What the rows say.
#[derive(Default)]
struct Reading {
    clauses: Vec<GivenClause>,
    deductions: Vec<GivenDeduction>,
    bonus: Option<String>,
}

impl Reading {
    fn take(&mut self, given: Given) {
        match given {
            Given::Clause(given) => self.clauses.push(given),
            Given::Deduction(given) => self.deductions.push(given),
            Given::Bonus { reason } => self.bonus = Some(reason),
        }
    }

    fn contents(&self) -> TableContents {
        let judged = |given: &&GivenClause| given.verdict.as_ref().is_some_and(|verdict| *verdict != Verdict::Unrated);
        let clauses: BTreeSet<&ClauseId> = self.clauses.iter().map(|given| &given.clause).collect();
        let evidence: BTreeSet<String> = self.clauses.iter().flat_map(|given| &given.evidence).map(key).collect();
        TableContents {
            clauses: clauses.len(),
            answered: self.clauses.iter().filter(judged).count(),
            evidence: evidence.len(),
            deductions: self.deductions.len(),
            bonus: usize::from(self.bonus.is_some()),
        }
    }

    fn differs(&self, scheme: &Scheme, assessment: &Assessment) -> Vec<Subject> {
        let mut out = Vec::new();
        for clause in scheme.clauses() {
            let mut rows = self.clauses.iter().filter(|given| given.clause == clause.id);
            if !matches!((rows.next(), rows.next()), (Some(row), None) if says(row, clause, assessment)) {
                out.push(Subject::Clause(clause.id.clone()));
            }
        }
        // Equal deductions count, so each row is used up by one of the case.
        let mut left: Vec<&GivenDeduction> = self.deductions.iter().collect();
        for deduction in assessment.special_deductions.values() {
            match left.iter().position(|given| is_same(given, deduction)) {
                Some(at) => drop(left.swap_remove(at)),
                None => out.push(Subject::SpecialDeduction(deduction.kind)),
            }
        }
        out.extend(left.into_iter().map(|given| Subject::SpecialDeduction(given.kind)));
        if self.bonus.as_deref() != assessment.bonus.as_ref().map(|bonus| bonus.reason.as_str()) {
            out.push(Subject::Bonus);
        }
        out
    }
}

/// A text as a table can carry it.
fn told(text: &str) -> &str {
    if text.trim().is_empty() { "" } else { text }
}

/// Whether a row says what the case says of its clause.
fn says(given: &GivenClause, clause: &Clause, assessment: &Assessment) -> bool {
    let answer = assessment.answer(&clause.id);
    let verdict = match (&given.verdict, assessment.verdict(&clause.id)) {
        (Some(Verdict::Excluded { reason: given }), Verdict::Excluded { reason }) => given == told(reason),
        (given, verdict) => given.as_ref() == Some(verdict),
    };
    let finding = answer.map_or("", |answer| told(&answer.finding));
    let note = answer.map_or("", |answer| told(&answer.note));
    let items: Vec<&EvidenceItem> = assessment.evidence_of(&clause.id).flat_map(|(_, piece)| &piece.items).collect();
    let keys = |items: &mut dyn Iterator<Item = &EvidenceItem>| items.map(key).collect::<BTreeSet<String>>();
    verdict
        && given.finding.as_deref().unwrap_or_default() == finding
        && given.note.as_deref().unwrap_or_default() == note
        && given.look_again.unwrap_or_default() == answer.is_some_and(|answer| answer.look_again)
        && given.doubtful.unwrap_or_default() == answer.is_some_and(|answer| answer.doubtful)
        && given.evidence.iter().all(|item| items.contains(&item))
        && keys(&mut given.evidence.iter()) == keys(&mut items.iter().copied())
}

fn is_same(given: &GivenDeduction, deduction: &SpecialDeduction) -> bool {
    given.kind == deduction.kind
        && told(&given.found) == told(&deduction.found)
        && given.concerned == deduction.clause
        && given.rectified.unwrap_or_default() == deduction.rectified
}
