//! Draft actions from the scheme's advice, for gaps that nobody has an action for yet.
//!
//! Why it is so:
//! * One clause gets one action that holds all advice on it, with efforts added up and the longest lead time, and its
//!   gain left open, which stands for all that was lost. Nothing says how many points a single piece of advice gives;
//!   three actions that each claimed all of them would let the planner pick the cheapest and promise what it does not
//!   keep.
//! * A clause with any action, a closed one too, is left alone: whether more is to be done there is for a person to say.
//! * What a special deduction is about is told in words that this room has not, so whoever asks hands them in.

use std::collections::BTreeSet;

use num_traits::ToPrimitive as _;

use super::register::lost_by_verdict;
use crate::assessment::{Action, Assessment, Gap, MAX_LEAD_DAYS, MAX_LINE, MAX_QUANTITY, MAX_TEXT, SpecialDeduction};
use crate::criteria::{Amount, Clause, ClauseId, Scheme, whole};
use crate::scoring;

/// Draft actions, and the clauses for which the scheme has no advice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggested {
    /// Actions to add, clauses in the order of the scheme before special deductions.
    pub actions: Vec<Action>,
    /// Clauses that lost points, have no action, and no advice to make one of.
    pub without_advice: Vec<ClauseId>,
}

/// Drafts actions for all gaps without one, or for those of some clauses only; `say` tells what has to be done about a
/// special deduction, and nothing for none.
#[must_use]
pub fn suggest(
    scheme: &Scheme,
    assessment: &Assessment,
    only: &BTreeSet<ClauseId>,
    say: &dyn Fn(&SpecialDeduction) -> String,
) -> Suggested {
    let mut out = Suggested::default();
    let card = scoring::score(scheme, assessment);
    let taken = |gap: &Gap| assessment.actions_on(gap).next().is_some();
    for clause in scheme.clauses().filter(|clause| only.is_empty() || only.contains(&clause.id)) {
        // Of an unrated clause nobody knows yet that there is anything to put right.
        let lost = lost_by_verdict(&card, &clause.id);
        if lost.is_none() || taken(&Gap::Clause(clause.id.clone())) {
            continue;
        }
        match of_advice(clause) {
            Some(action) => out.actions.push(action),
            None => out.without_advice.push(clause.id.clone()),
        }
    }
    if only.is_empty() {
        for (id, deduction) in assessment.special_deductions.iter().filter(|(_, deduction)| !deduction.rectified) {
            let gap = Gap::SpecialDeduction(*id);
            let text = cut(&say(deduction), MAX_TEXT);
            if !text.trim().is_empty() && !taken(&gap) {
                out.actions.push(Action::of(gap, text));
            }
        }
    }
    out
}

/// All advice on a clause as one action; none where there is no advice.
fn of_advice(clause: &Clause) -> Option<Action> {
    let lines: Vec<&str> = clause.advice.iter().map(|advice| advice.text.trim()).collect();
    let text = match lines.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        more => {
            let numbered = more.iter().zip(1..).map(|(line, at)| format!("{at}. {line}"));
            numbered.collect::<Vec<_>>().join("\n")
        }
    };
    let effort: Amount = clause.advice.iter().filter_map(|advice| advice.effort.clone()).sum();
    let hundredths = (effort * whole(100)).ceil().to_integer().to_u64().unwrap_or(MAX_QUANTITY);
    let lead = clause.advice.iter().filter_map(|advice| advice.lead_days).max().unwrap_or(0);
    let first = |list: &[String], most: usize| list.first().map(|text| cut(text, most)).unwrap_or_default();
    Some(Action {
        effort: hundredths.min(MAX_QUANTITY),
        lead_days: lead.min(MAX_LEAD_DAYS),
        department: first(&clause.departments, MAX_LINE).replace(['\n', '\r', '\t'], " "),
        evidence: first(&clause.evidence, MAX_TEXT),
        ..Action::of(Gap::Clause(clause.id.clone()), cut(&text, MAX_TEXT))
    })
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
