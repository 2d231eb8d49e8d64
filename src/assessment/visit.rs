//! The real visit (现场评价): what the certification body found, beside what the company judged itself.
//!
//! Why it is so: it never touches a verdict or a score of ours. What the body deducted is compared with what we deducted,
//! so that one sees where one was too kind; what it found becomes remediation, which the body wants within a month.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use num_traits::Signed as _;
use serde::{Deserialize, Serialize};

use super::check::{self, Problem, Subject};
use super::limits::{MAX_ANSWERS, MAX_LINE, MAX_SPECIAL_DEDUCTIONS, MAX_TEXT};
use super::{Action, ActionId, Assessment, Edit, Gain, Gap};
use crate::criteria::{ClauseId, Scheme};

/// Months after the visit within which bodies want what they found to be put right; 一般不符合 1 个月内提交整改报告.
pub const RECTIFICATION_MONTHS: u32 = 1;

/// What a certification body found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// 认证机构.
    pub body: String,
    /// The last day of the visit.
    pub ended_on: Option<NaiveDate>,
    /// The score that it gave, as its report says.
    pub score: Option<Gain>,
    /// The grade that it gave, by the id of the scheme.
    pub grade: Option<String>,
    /// Special deductions that it counted; none where it did not say.
    pub special_deductions: Option<u32>,
    /// What else there is to say.
    pub note: String,
    /// Clauses that it said something about. Those that the scheme does not have any more stay.
    #[serde(deserialize_with = "super::bounded::map::<MAX_ANSWERS, _, _, _>")]
    pub findings: BTreeMap<ClauseId, VisitFinding>,
}

/// What the body said about a clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitFinding {
    /// Points of the clause that it deducted; none where it did not say.
    pub lost: Option<Gain>,
    /// What it found; may be empty.
    pub found: String,
}

impl Visit {
    /// The day until which what was found has to be put right, as bodies usually want it; none where the visit has no day.
    #[must_use]
    pub fn rectify_by(&self) -> Option<NaiveDate> {
        self.ended_on?.checked_add_months(Months::new(RECTIFICATION_MONTHS))
    }

    /// What was found in words, by clause.
    pub fn found(&self) -> impl Iterator<Item = (&ClauseId, &str)> {
        let found = self.findings.iter().map(|(clause, finding)| (clause, finding.found.trim()));
        found.filter(|(_, found)| !found.is_empty())
    }

    /// Clauses with a deduction and not a word on what was found.
    pub fn unsaid(&self) -> impl Iterator<Item = &ClauseId> {
        let lost = |finding: &VisitFinding| finding.lost.as_ref().is_some_and(|lost| lost.0.is_positive());
        let unsaid = self.findings.iter().filter(move |(_, finding)| lost(finding) && finding.found.trim().is_empty());
        unsaid.map(|(clause, _)| clause)
    }

    /// How many findings are no actions of an assessment.
    #[must_use]
    pub fn untaken(&self, assessment: &Assessment) -> usize {
        self.found().filter(|(clause, found)| finding_action(assessment, clause, found).is_none()).count()
    }
}

/// The action that was made of what the body found on a clause; none where there is none, or its text was rewritten.
#[must_use]
pub fn finding_action<'a>(
    assessment: &'a Assessment,
    clause: &ClauseId,
    found: &str,
) -> Option<(ActionId, &'a Action)> {
    let gap = Gap::Clause(clause.clone());
    let of_it =
        |(_, action): &(&ActionId, &std::sync::Arc<Action>)| action.gap == gap && action.what.trim() == found.trim();
    assessment.actions.iter().find(of_it).map(|(id, action)| (*id, &**action))
}

pub(super) fn check_visit(scheme: &Scheme, visit: &Visit) -> Result<(), Problem> {
    let most = &scheme.rules.cap.1;
    if visit.score.as_ref().is_some_and(|score| score.0 > *most) {
        return Err(Problem::VisitScore { most: most.to_string() });
    }
    check::line(&visit.body, MAX_LINE, Subject::Visit)?;
    check::text(&visit.note, MAX_TEXT, || Subject::Visit)?;
    visit.grade.iter().try_for_each(|grade| check::line(grade, MAX_LINE, Subject::Visit))?;
    check::count(visit.findings.len(), MAX_ANSWERS, || Subject::Visit)?;
    let deductions = visit.special_deductions.map_or(0, |count| usize::try_from(count).unwrap_or(usize::MAX));
    check::count(deductions, MAX_SPECIAL_DEDUCTIONS, || Subject::SpecialDeduction)?;
    for finding in visit.findings.values() {
        check::text(&finding.found, MAX_TEXT, || Subject::Visit)?;
    }
    let points = visit.score.iter().chain(visit.findings.values().filter_map(|finding| finding.lost.as_ref()));
    if points.into_iter().any(|points| !points.is_sound()) { Err(Problem::VisitPoints) } else { Ok(()) }
}

/// The edit that makes an action of each finding of the visit, due a month after it, and the clauses concerned; clauses
/// that have such an action already are left alone.
#[must_use]
pub fn visit_actions(assessment: &Assessment) -> (Edit, Vec<ClauseId>) {
    let Some(visit) = &assessment.visit else { return (Edit::Many(Vec::new()), Vec::new()) };
    let due = visit.rectify_by();
    let mut id = assessment.next_action_id();
    let (mut edits, mut clauses) = (Vec::new(), Vec::new());
    for (clause, what) in visit.found() {
        if finding_action(assessment, clause, what).is_some() {
            continue;
        }
        let mut action = Action::of(Gap::Clause(clause.clone()), what.to_owned());
        action.due = due;
        edits.push(Edit::SetAction { id, action: Some(Box::new(action)) });
        clauses.push(clause.clone());
        id.0 = id.0.saturating_add(1);
    }
    (Edit::Many(edits), clauses)
}
