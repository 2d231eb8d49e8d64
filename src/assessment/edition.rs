//! Moving answers to another edition of their scheme, so that nothing is lost and nothing is claimed.
//!
//! Why it is so: an answer says something about a text. Where that very text stands in the new edition, under whatever
//! number, the answer holds; where it does not, the answer is kept as a former answer and somebody has to look again
//! (待复评). Evidence does not claim anything, so it stays where the clause stays. Whoever moves back to the edition
//! that he came from finds the answers of that time again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check::{self, Problem};
use super::*;
use crate::criteria::{Clause, ClauseChange, ClauseId, EditionDiff, Scheme, compare};

/// An assessment in another edition, and what became of its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The assessment; it fits the new edition.
    pub assessment: Assessment,
    /// How the editions differ.
    pub diff: EditionDiff,
    /// What became of each clause that had an answer or evidence, by its number in the old edition.
    pub fates: BTreeMap<ClauseId, Fate>,
    /// Clauses of the new edition that have their answer of an earlier stay in this edition again.
    pub restored: BTreeSet<ClauseId>,
    /// Special deductions that name no clause any more, since the new edition has it no more.
    pub loosened: BTreeSet<SpecialDeductionId>,
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is the answer to this clause of the new edition.
    Carried {
        /// Which.
        to: ClauseId,
    },
    /// It is kept as a former answer.
    Former {
        /// Under this number.
        under: ClauseId,
        /// Why.
        why: WhyFormer,
    },
}

/// Moves an assessment to another edition of its scheme. Onto the same scheme it is as it was.
///
/// # Errors
/// When a special deduction has no kind in the new edition, or more former answers would come together than a case may
/// have.
pub fn carry(old: &Scheme, new: &Scheme, assessment: &Assessment) -> Result<Carried, Problem> {
    kinds_are_known(new, assessment)?;
    let diff = compare(old, new);
    let to: BTreeMap<&ClauseId, Option<&ClauseId>> =
        diff.clauses.iter().filter_map(|clause| Some((clause.old.as_ref()?, clause.new.as_ref()))).collect();
    let goes = |id: &ClauseId| to.get(id).copied().flatten();
    let mut out = Assessment {
        company: assessment.company.clone(),
        bonus: assessment.bonus.clone(),
        former: move_former(assessment, &to),
        ..Assessment::default()
    };
    let mut loosened = BTreeSet::new();
    for (id, deduction) in &assessment.special_deductions {
        let mut deduction = deduction.clone();
        let clause = deduction.clause.as_ref().and_then(goes).cloned();
        if clause != deduction.clause {
            if clause.is_none() {
                loosened.insert(*id);
            }
            Arc::make_mut(&mut deduction).clause = clause;
        }
        out.special_deductions.insert(*id, deduction);
    }
    for (id, piece) in &assessment.evidence {
        let mut piece = piece.clone();
        let clauses: BTreeSet<ClauseId> = piece.clauses.iter().filter_map(goes).cloned().collect();
        if clauses != piece.clauses {
            Arc::make_mut(&mut piece).clauses = clauses;
        }
        out.evidence.insert(*id, piece);
    }
    let fates = move_answers(old, new, assessment, &diff, &mut out);
    let restored = restore(new, &diff, &mut out);
    match check::check(new, &out).into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(Carried { assessment: out, diff, fates, restored, loosened }),
    }
}

/// A special deduction counts in the score, so none may silently fall away.
fn kinds_are_known(new: &Scheme, assessment: &Assessment) -> Result<(), Problem> {
    let kinds = &new.rules.special_deductions.kinds;
    let lost = |deduction: &&Arc<SpecialDeduction>| !kinds.iter().any(|kind| kind.id == deduction.kind);
    match assessment.special_deductions.values().find(lost) {
        Some(deduction) => Err(Problem::EditionWithoutKind {
            kind: deduction.kind,
            found: deduction.found.clone(),
            known: kinds.iter().map(|kind| kind.id.to_string()).collect(),
        }),
        None => Ok(()),
    }
}

/// Former answers follow their clause; those of removed clauses stay under the number that they had.
fn move_former(
    assessment: &Assessment,
    to: &BTreeMap<&ClauseId, Option<&ClauseId>>,
) -> BTreeMap<ClauseId, Arc<Vec<FormerAnswer>>> {
    let mut out: BTreeMap<ClauseId, Arc<Vec<FormerAnswer>>> = BTreeMap::new();
    for (id, given) in &assessment.former {
        for one in given.iter() {
            let mut one = one.clone();
            let under = match to.get(id) {
                Some(Some(new)) if one.why != WhyFormer::Removed => (*new).clone(),
                Some(None) => {
                    one.why = WhyFormer::Removed;
                    id.clone()
                }
                _ => id.clone(),
            };
            keep(&mut out, under, one);
        }
    }
    out
}

/// Adds a former answer; the very same is kept once.
fn keep(former: &mut BTreeMap<ClauseId, Arc<Vec<FormerAnswer>>>, under: ClauseId, one: FormerAnswer) {
    let list = Arc::make_mut(former.entry(under).or_default());
    if !list.contains(&one) {
        list.push(one);
    }
}

/// Each answer to the clause that asks the same, or among the former answers.
fn move_answers(
    old: &Scheme,
    new: &Scheme,
    assessment: &Assessment,
    diff: &EditionDiff,
    out: &mut Assessment,
) -> BTreeMap<ClauseId, Fate> {
    let mut fates = BTreeMap::new();
    for found in &diff.clauses {
        let Some(clause) = found.old.as_ref().and_then(|id| old.clause(id)) else { continue };
        let answer = assessment.answers.get(&clause.id);
        let evidence: BTreeSet<EvidenceId> = assessment.evidence_of(&clause.id).map(|(id, _)| id).collect();
        let why = match &found.new {
            None => Some(WhyFormer::Removed),
            Some(_) if !found.asks_the_same() => Some(WhyFormer::TextChanged),
            Some(to) => answer
                .filter(|answer| !fits(new, to, &found.changes, &answer.verdict))
                .map(|_| WhyFormer::VerdictDoesNotFit),
        };
        let fate = match (why, &found.new) {
            (None, Some(to)) => {
                if let Some(answer) = answer {
                    out.answers.insert(to.clone(), answer.clone());
                }
                Fate::Carried { to: to.clone() }
            }
            (why, to) => {
                let why = why.unwrap_or(WhyFormer::Removed);
                let under = to.as_ref().unwrap_or(&clause.id).clone();
                // Evidence of a clause that stays goes on serving it; of one that goes it would be forgotten.
                if answer.is_some() || (to.is_none() && !evidence.is_empty()) {
                    let one = former_answer(old, clause, answer, evidence.clone(), why);
                    keep(&mut out.former, under.clone(), one);
                }
                Fate::Former { under, why }
            }
        };
        if answer.is_some() || !evidence.is_empty() {
            fates.insert(clause.id.clone(), fate);
        }
    }
    fates
}

/// Whether a verdict can be carried to a clause that asks the same.
fn fits(new: &Scheme, to: &ClauseId, changes: &[ClauseChange], verdict: &Verdict) -> bool {
    // So many of one kind of sample say nothing about another kind.
    let other_samples = matches!(verdict, Verdict::Sampled { .. })
        && changes.iter().any(|change| matches!(change, ClauseChange::MethodChanged { .. }));
    !other_samples && check::verdict(new, to, verdict).is_ok()
}

fn former_answer(
    old: &Scheme,
    clause: &Clause,
    answer: Option<&Arc<Answer>>,
    evidence: BTreeSet<EvidenceId>,
    why: WhyFormer,
) -> FormerAnswer {
    FormerAnswer {
        edition: within(&old.edition_name(), MAX_LINE),
        title: within(&clause.title, MAX_LINE),
        requirement: within(&clause.required(), MAX_TEXT),
        text_fingerprint: clause.text_fingerprint(),
        answer: answer.map(|answer| (**answer).clone()).unwrap_or_default(),
        evidence,
        why,
    }
}

/// A scheme's text within the bounds of a case's texts, which schemes do not know of.
fn within(text: &str, most: usize) -> String {
    let allowed = |found: &char| !found.is_control() || matches!(found, '\n' | '\r' | '\t');
    let mut out: String = text.chars().filter(allowed).take(most).collect();
    if text.chars().filter(allowed).count() > most {
        out.pop();
        out.push('…');
    }
    out
}

/// Gives clauses that differ from the edition before their answer of an earlier stay in this edition again.
fn restore(new: &Scheme, diff: &EditionDiff, out: &mut Assessment) -> BTreeSet<ClauseId> {
    let mut restored = BTreeSet::new();
    let edition = within(&new.edition_name(), MAX_LINE);
    for found in diff.clauses.iter().filter(|found| !found.is_same()) {
        let Some(clause) = found.new.as_ref().and_then(|id| new.clause(id)) else { continue };
        if out.answers.contains_key(&clause.id) {
            continue;
        }
        let text = clause.text_fingerprint();
        let here = |one: &FormerAnswer| {
            one.edition == edition
                && one.text_fingerprint == text
                && check::verdict(new, &clause.id, &one.answer.verdict).is_ok()
        };
        let own = out.former.get_key_value(&clause.id).into_iter();
        let place = own.chain(&out.former).find_map(|(id, list)| Some((id.clone(), list.iter().rposition(here)?)));
        let Some((under, at)) = place else { continue };
        let Some(list) = out.former.get_mut(&under) else { continue };
        let one = Arc::make_mut(list).remove(at);
        if list.is_empty() {
            out.former.remove(&under);
        }
        for id in &one.evidence {
            if let Some(piece) = out.evidence.get_mut(id).filter(|piece| !piece.clauses.contains(&clause.id)) {
                Arc::make_mut(piece).clauses.insert(clause.id.clone());
            }
        }
        if one.answer != Answer::default() {
            out.answers.insert(clause.id.clone(), Arc::new(one.answer));
        }
        restored.insert(clause.id.clone());
    }
    restored
}
