//! What the score would be if some nonconforming records of a sample conformed.
//!
//! Why it is so: "repairing these three gives back 0.6 points" has to be what the score says once they are repaired.
//! So the records are marked as conforming in a copy of the case, and the copy is scored as any case is: special
//! deductions, exclusions, normalisation and the cap take part by themselves.

use std::collections::BTreeSet;

use super::{ScoreCard, score};
use crate::assessment::{Assessment, Drawn, Edit, Mark, RecordVerdict, Sample, apply};
use crate::criteria::{Amount, ClauseId, LedgerId, Scheme};

/// What a repair brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The score as it would be.
    pub card: ScoreCard,
    /// Points of the score that come back.
    pub gain: Amount,
}

/// The score if these records of a sample conformed: in every clause that it feeds, or in one alone.
///
/// A record conforms in a clause when no check of it fails. What was not looked at yet in a record that fails the
/// clause is taken to conform: else the record would no longer count, and the share would be that of another sample.
/// None where there is no such sample, or nothing is applicable.
#[must_use]
pub fn repaired(
    scheme: &Scheme,
    assessment: &Assessment,
    ledger: &LedgerId,
    records: &BTreeSet<&str>,
    clause: Option<&ClauseId>,
) -> Option<Repaired> {
    let mut sample = (**assessment.samples.get(ledger)?).clone();
    let feeds: Vec<BTreeSet<String>> =
        sample.feeds.iter().filter(|(fed, _)| clause.is_none_or(|only| only == *fed)).map(|(_, c)| c.clone()).collect();
    let concerned = |drawn: &&mut Drawn| records.contains(drawn.record.as_str());
    sample.drawn.iter_mut().filter(concerned).for_each(|drawn| repair(drawn, &feeds));
    with(scheme, assessment, ledger, sample)
}

fn repair(drawn: &mut Drawn, feeds: &[BTreeSet<String>]) {
    for checks in feeds {
        if drawn.verdict(checks) != RecordVerdict::Fails {
            continue;
        }
        for check in checks {
            let mark = drawn.marks.entry(check.clone()).or_insert(Mark::Conforms);
            if *mark == Mark::Fails {
                *mark = Mark::Conforms;
            }
        }
    }
}

fn with(scheme: &Scheme, assessment: &Assessment, ledger: &LedgerId, sample: Sample) -> Option<Repaired> {
    let mut better = assessment.clone();
    let edit = Edit::SetSample { ledger: ledger.clone(), sample: Some(Box::new(sample)) };
    apply(scheme, &mut better, &edit).ok()?;
    let card = score(scheme, &better);
    let gain = &card.outcome.as_ref()?.score - &score(scheme, assessment).outcome?.score;
    Some(Repaired { card, gain })
}
