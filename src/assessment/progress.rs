//! How much is done and what is missing.

use super::{Assessment, Verdict};
use crate::criteria::{ClauseId, Scheme};

/// Counts over all clauses of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// All clauses.
    pub clauses: usize,
    /// Of them judged, exclusions included.
    pub rated: usize,
    /// Judged and not excluded, without any evidence.
    pub without_evidence: Vec<ClauseId>,
    /// Judged and not excluded, with evidence.
    pub with_evidence: usize,
    /// Marked to be looked at again.
    pub look_again: usize,
    /// 待复评: unrated, and answered against an older edition of the scheme.
    pub to_review: usize,
    /// 沿用待确认: unrated, and judged in the round before.
    pub to_confirm: usize,
}

impl Progress {
    /// Whether every clause is judged.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.rated == self.clauses
    }
}

/// Counts how much is done.
#[must_use]
pub fn progress(scheme: &Scheme, assessment: &Assessment) -> Progress {
    let mut out = Progress::default();
    for clause in scheme.clauses() {
        out.clauses += 1;
        out.to_review += usize::from(assessment.needs_review(&clause.id));
        let Some(answer) = assessment.answer(&clause.id) else {
            continue;
        };
        out.look_again += usize::from(answer.look_again);
        match answer.verdict {
            Verdict::Unrated => out.to_confirm += usize::from(answer.carried.is_some()),
            Verdict::Excluded { .. } => out.rated += 1,
            Verdict::Meets | Verdict::Fails | Verdict::Sampled { .. } => {
                out.rated += 1;
                if assessment.evidence_of(&clause.id).next().is_some() {
                    out.with_evidence += 1;
                } else {
                    out.without_evidence.push(clause.id.clone());
                }
            }
        }
    }
    out
}
