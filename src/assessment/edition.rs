//! Moving answers to another edition of their scheme, so that nothing is lost and nothing is claimed.
//!
//! Why it is so: an answer says something about a text. Where that very text stands in the new edition, under whatever
//! number, the answer holds; where it does not, the answer is kept as a former answer and somebody has to look again
//! (待复评). Evidence does not claim anything, so it stays where the clause stays. Where a text comes back, as when
//! somebody moves back to the edition that he came from, the former answer to it is an answer again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check::{self, Problem};
use super::*;
use crate::criteria::{Clause, ClauseChange, ClauseDiff, ClauseId, EditionDiff, Method, Scheme, compare};
use crate::lang::Words;

/// An assessment in another edition, and what became of its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The assessment; it fits the new edition.
    pub assessment: Assessment,
    /// How the editions differ.
    pub diff: EditionDiff,
    /// What became of each answer, by its clause's number in the old edition; also of evidence of removed clauses.
    pub fates: BTreeMap<ClauseId, Fate>,
    /// Clauses of the new edition that have a former answer to their text again.
    pub restored: BTreeSet<ClauseId>,
    /// Special deductions that name no clause any more, since the new edition has it no more.
    pub loosened: BTreeSet<SpecialDeductionId>,
}

impl Carried {
    /// Whether a clause differs only in how sure it is and in guidance, and its answer stays: a calibration does that to
    /// every clause, and it is not what a person looks for.
    #[must_use]
    pub fn is_quiet(&self, clause: &ClauseDiff) -> bool {
        let quiet =
            |change: &ClauseChange| matches!(change, ClauseChange::CertaintyChanged | ClauseChange::GuidanceChanged);
        let fate = clause.old.as_ref().and_then(|id| self.fates.get(id));
        !clause.is_same()
            && clause.changes.iter().all(quiet)
            && !matches!(fate, Some(Fate::Former { .. }))
            && !clause.new.as_ref().is_some_and(|id| self.restored.contains(id))
    }
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

impl Fate {
    /// What became of the answer, in words.
    #[must_use]
    pub fn say<'w>(&self, words: &'w Words) -> &'w str {
        let c = &words.common;
        match self {
            Self::Carried { .. } => &c.answer_carried,
            Self::Former { why: WhyFormer::TextChanged, .. } => &c.answer_to_review,
            Self::Former { why: WhyFormer::VerdictDoesNotFit, .. } => &c.answer_verdict_does_not_fit,
            Self::Former { why: WhyFormer::Removed, .. } => &c.answer_of_removed,
        }
    }
}

/// What stands behind the number of a clause that is gone, where another clause has the number now.
const OF_BEFORE: &str = "（旧版）";

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
    // Everything but what names clauses stays as it is.
    let mut out = Assessment {
        answers: BTreeMap::new(),
        evidence: BTreeMap::new(),
        special_deductions: BTreeMap::new(),
        samples: BTreeMap::new(),
        former: move_former(assessment, &to),
        ..assessment.clone()
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
    // What is about a clause that is gone keeps its number, with nothing to give back; where another clause has that
    // number now, it says that it is the old one.
    let moved = |clause: &ClauseId| match goes(clause) {
        Some(to) => to.clone(),
        None if new.clause(clause).is_some() => ClauseId::from(format!("{clause}{OF_BEFORE}").as_str()),
        None => clause.clone(),
    };
    for action in out.actions.values_mut() {
        if let Gap::Clause(clause) = &action.gap {
            let to = moved(clause);
            if to != *clause {
                Arc::make_mut(action).gap = Gap::Clause(to);
            }
        }
    }
    if let Some(visit) = &mut out.visit {
        let visit = Arc::make_mut(visit);
        let findings = std::mem::take(&mut visit.findings).into_iter();
        visit.findings = findings.map(|(clause, one)| (moved(&clause), one)).collect();
    }
    let (fates, left) = move_answers(old, new, assessment, &diff, &mut out);
    let restored = restore(new, &diff, &mut out);
    let former = |clause: &ClauseId| matches!(fates.get(clause), Some(Fate::Former { .. }));
    ledger_edit::move_samples(new, assessment, goes, former, &mut out);
    left.into_iter().for_each(|(under, one)| keep(&mut out.former, under, one));
    match check::check_round_in_work(new, &out).into_iter().next() {
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

/// Adds a former answer.
fn keep(former: &mut BTreeMap<ClauseId, Arc<Vec<FormerAnswer>>>, under: ClauseId, one: FormerAnswer) {
    Arc::make_mut(former.entry(under).or_default()).push(one);
}

/// Each answer to the clause that asks the same; what goes to the former answers is returned.
fn move_answers(
    old: &Scheme,
    new: &Scheme,
    assessment: &Assessment,
    diff: &EditionDiff,
    out: &mut Assessment,
) -> (BTreeMap<ClauseId, Fate>, Vec<(ClauseId, FormerAnswer)>) {
    let (mut fates, mut left) = (BTreeMap::new(), Vec::new());
    for found in &diff.clauses {
        let Some(clause) = found.old.as_ref().and_then(|id| old.clause(id)) else { continue };
        let answer = assessment.answers.get(&clause.id);
        let evidence: BTreeSet<EvidenceId> = assessment.evidence_of(&clause.id).map(|(id, _)| id).collect();
        let why = match &found.new {
            None => Some(WhyFormer::Removed),
            Some(_) if !found.asks_the_same() => answer.map(|_| WhyFormer::TextChanged),
            Some(to) => {
                answer.filter(|answer| !fits(new, to, &found.changes, answer)).map(|_| WhyFormer::VerdictDoesNotFit)
            }
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
                    left.push((under.clone(), one));
                }
                Fate::Former { under, why }
            }
        };
        if answer.is_some() || (found.new.is_none() && !evidence.is_empty()) {
            fates.insert(clause.id.clone(), fate);
        }
    }
    (fates, left)
}

/// Whether an answer's verdict, and that of the round before, can be carried to a clause that asks the same.
fn fits(new: &Scheme, to: &ClauseId, changes: &[ClauseChange], answer: &Answer) -> bool {
    // So many of one kind of sample say nothing about another kind.
    let other_samples = changes.iter().any(|change| matches!(change, ClauseChange::MethodChanged { .. }));
    verdicts(answer).all(|verdict| {
        !(other_samples && matches!(verdict, Verdict::Sampled { .. })) && check::verdict(new, to, verdict).is_ok()
    })
}

/// The verdicts of an answer: its own, and that of the round before.
fn verdicts(answer: &Answer) -> impl Iterator<Item = &Verdict> {
    [Some(&answer.verdict), answer.carried.as_ref()].into_iter().flatten()
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
        samples: samples(clause),
        evidence,
        why,
    }
}

/// The kind of samples that a clause counts, so that they are not taken for another kind.
fn samples(clause: &Clause) -> Option<String> {
    match &clause.method {
        Method::AllOrNothing => None,
        Method::Proportional { sample } => Some(within(sample, MAX_LINE)),
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

/// Gives clauses that differ from the edition before, and have no answer, what was answered to their text earlier.
fn restore(new: &Scheme, diff: &EditionDiff, out: &mut Assessment) -> BTreeSet<ClauseId> {
    let mut restored = BTreeSet::new();
    for found in diff.clauses.iter().filter(|found| !found.is_same()) {
        let Some(clause) = found.new.as_ref().and_then(|id| new.clause(id)) else { continue };
        if out.answers.contains_key(&clause.id) {
            continue;
        }
        let text = clause.text_fingerprint();
        let here = |one: &FormerAnswer| {
            let sampled = verdicts(&one.answer).any(|verdict| matches!(verdict, Verdict::Sampled { .. }));
            one.text_fingerprint == text
                && (!sampled || one.samples == samples(clause))
                && verdicts(&one.answer).all(|verdict| check::verdict(new, &clause.id, verdict).is_ok())
        };
        let own = out.former.get_key_value(&clause.id).into_iter();
        let place = own.chain(&out.former).find_map(|(id, list)| Some((id.clone(), list.iter().rposition(here)?)));
        let Some((under, at)) = place else { continue };
        let Some(list) = out.former.get_mut(&under) else { continue };
        let one = Arc::make_mut(list).remove(at);
        if list.is_empty() {
            out.former.remove(&under);
        }
        // Evidence stays with a clause that stays; of one that was away it was taken.
        for id in one.evidence.iter().filter(|_| one.why == WhyFormer::Removed) {
            if let Some(piece) = out.evidence.get_mut(id).filter(|piece| !piece.clauses.contains(&clause.id)) {
                Arc::make_mut(piece).clauses.insert(clause.id.clone());
            }
        }
        let mut answer = one.answer;
        // It may be of a round that is closed; then it is for somebody to confirm.
        if !out.rounds.is_empty() && answer.verdict != Verdict::Unrated {
            answer.carried = Some(std::mem::take(&mut answer.verdict));
        }
        if answer != Answer::default() {
            out.answers.insert(clause.id.clone(), Arc::new(answer));
        }
        restored.insert(clause.id.clone());
    }
    restored
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::criteria::read;

    const SMALL: &str = include_str!("../../tests/files/schemes/good/small.ron");

    fn scheme(edits: &[(&str, &str)]) -> Arc<Scheme> {
        let mut text = SMALL.to_owned();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        read(&text).unwrap_or_else(|problems| panic!("{problems:?}")).scheme
    }

    fn case(scheme: &Scheme) -> Assessment {
        let mut out = Assessment::default();
        let verdicts = [
            ("1.1.1", Verdict::Fails),
            ("1.1.2", Verdict::Sampled { checked: 10, nonconforming: 3 }),
            ("2.1.1", Verdict::Excluded { reason: "自提".into() }),
        ];
        let evidence = Evidence {
            title: "记录".into(),
            items: vec![EvidenceItem::File("a.txt".into())],
            clauses: ["1.1.1", "1.1.2", "2.1.2"].map(ClauseId::from).into(),
            covers: None,
            expires: None,
            ..Evidence::default()
        };
        let found = |clause: &str| SpecialDeduction {
            kind: 1,
            found: format!("在{clause}"),
            clause: Some(clause.into()),
            rectified: false,
        };
        let mut edits: Vec<Edit> =
            verdicts.map(|(clause, verdict)| Edit::SetVerdict { clause: clause.into(), verdict }).into();
        edits.push(Edit::SetFinding { clause: "1.1.1".into(), text: "写了很多字".into() });
        edits.push(Edit::AddEvidence { id: EvidenceId(1), evidence: Box::new(evidence) });
        for (id, clause) in [(1, "1.1.1"), (2, "2.1.2")] {
            edits.push(Edit::AddSpecialDeduction { id: SpecialDeductionId(id), deduction: found(clause) });
        }
        edits.push(Edit::SetBonus(Some(Bonus { reason: "领先".into() })));
        apply(scheme, &mut out, &Edit::Many(edits)).unwrap();
        out
    }

    fn fate(carried: &Carried, id: &str) -> Option<(String, Option<WhyFormer>)> {
        carried.fates.get(&ClauseId::from(id)).map(|fate| match fate {
            Fate::Carried { to } => (to.to_string(), None),
            Fate::Former { under, why } => (under.to_string(), Some(*why)),
        })
    }

    #[test]
    fn onto_the_same_scheme_nothing_changes() {
        let small = scheme(&[]);
        let case = case(&small);
        let carried = carry(&small, &small, &case).unwrap();
        assert_eq!(carried.assessment, case);
        assert!(carried.diff.is_empty() && carried.restored.is_empty() && carried.loosened.is_empty());
        assert_eq!(carried.fates.len(), 3);
    }

    #[test]
    fn a_changed_text_is_to_be_reviewed_and_its_answer_kept() {
        let old = scheme(&[]);
        let new = scheme(&[("要做到甲。", "要做到甲，而且更好。"), ("revision: 1", "revision: 2")]);
        let before = case(&old);
        let carried = carry(&old, &new, &before).unwrap();
        let after = &carried.assessment;
        let clause = ClauseId::from("1.1.1");
        assert!(after.answer(&clause).is_none() && after.needs_review(&clause));
        assert_eq!(progress(&new, after).to_review, 1);
        let [former] = after.former(&clause) else { panic!("one former answer") };
        assert_eq!(Some(&former.answer), before.answer(&clause));
        assert_eq!((&*former.edition, &*former.requirement), ("T/XP 1 2026 (r1)", "要做到甲。"));
        assert_eq!((former.why, former.evidence.len()), (WhyFormer::TextChanged, 1));
        assert_eq!(after.evidence_of(&clause).count(), 1, "the evidence may still serve");
        assert_eq!(fate(&carried, "1.1.1"), Some(("1.1.1".into(), Some(WhyFormer::TextChanged))));
        assert_eq!(fate(&carried, "1.1.2"), Some(("1.1.2".into(), None)));
        assert_eq!(after.bonus, before.bonus);

        // Judged again it needs no review, and the former answer stays; going back finds the old one again.
        let mut judged = after.clone();
        apply(&new, &mut judged, &Edit::SetVerdict { clause: clause.clone(), verdict: Verdict::Meets }).unwrap();
        assert!(!judged.needs_review(&clause) && judged.former == after.former);
        let back = carry(&new, &old, &judged).unwrap();
        assert_eq!(back.assessment.answer(&clause), before.answer(&clause));
        assert_eq!(back.restored, [clause.clone()].into());
        let [former] = back.assessment.former(&clause) else { panic!("the newer answer is kept now") };
        assert_eq!((&*former.edition, &former.answer.verdict), ("T/XP 1 2026 (r2)", &Verdict::Meets));
        assert_eq!(carry(&new, &old, after).unwrap().assessment, before, "there and back again");
    }

    #[test]
    fn a_renumbered_clause_takes_its_answer_along() {
        let old = scheme(&[]);
        let new = scheme(&[
            ("id: \"1.1.1\"", "id: \"1.1.x\""),
            ("id: \"1.1.2\"", "id: \"1.1.1\""),
            ("id: \"1.1.x\"", "id: \"1.1.2\""),
        ]);
        let carried = carry(&old, &new, &case(&old)).unwrap();
        let after = &carried.assessment;
        assert_eq!(after.verdict(&"1.1.2".into()), &Verdict::Fails);
        assert!(matches!(after.verdict(&"1.1.1".into()), Verdict::Sampled { checked: 10, nonconforming: 3 }));
        assert_eq!(after.special_deductions[&SpecialDeductionId(1)].clause, Some("1.1.2".into()));
        assert!(after.former.is_empty());
        assert_eq!(carry(&new, &old, after).unwrap().assessment, case(&old));
    }

    #[test]
    fn a_removed_clause_leaves_its_answer_and_its_evidence_behind() {
        let old = scheme(&[]);
        let start = SMALL.rfind("Clause(").unwrap();
        let end = start + SMALL[start..].find("        ),\n").unwrap() + "        ),\n".len();
        let text = format!("{}{}", &SMALL[..start], &SMALL[end..]).replace(
            "points: 1,\n                            points_status: provisional",
            "points: 4,\n                            points_status: provisional",
        );
        let new = read(&text).unwrap().scheme;
        let before = case(&old);
        let carried = carry(&old, &new, &before).unwrap();
        let after = &carried.assessment;
        let [former] = after.former(&"2.1.2".into()) else { panic!("evidence alone is remembered too") };
        assert_eq!((former.why, &former.evidence), (WhyFormer::Removed, &[EvidenceId(1)].into()));
        assert!(!after.evidence[&EvidenceId(1)].clauses.contains(&"2.1.2".into()));
        assert_eq!(after.special_deductions[&SpecialDeductionId(2)].clause, None);
        assert_eq!(carried.loosened, [SpecialDeductionId(2)].into());
        assert!(!after.needs_review(&"2.1.2".into()), "there is nothing to review");
        let back = carry(&new, &old, after).unwrap().assessment;
        assert_eq!((&back.answers, &back.evidence), (&before.answers, &before.evidence));
        assert!(back.former.is_empty());
    }

    #[test]
    fn a_verdict_that_cannot_be_given_any_more_is_to_be_reviewed() {
        let old = scheme(&[]);
        for (edits, clause) in [
            (&[("method: proportional(sample: \"record\")", "method: all_or_nothing")][..], "1.1.2"),
            (
                &[
                    ("sample: \"record\"", "sample: \"outlet\""),
                    (
                        "Sample(id: \"record\"",
                        "Sample(id: \"outlet\", title: \"网点\", unit: \"个\"), Sample(id: \"record\"",
                    ),
                ],
                "1.1.2",
            ),
            (&[("allowed_under: [\"2\"]", "allowed_under: [\"1\"]")], "2.1.1"),
        ] {
            let carried = carry(&old, &scheme(edits), &case(&old)).unwrap();
            assert!(carried.assessment.needs_review(&clause.into()), "{clause}");
            assert_eq!(fate(&carried, clause), Some((clause.into(), Some(WhyFormer::VerdictDoesNotFit))));
        }
        let everything = scheme(&[("method: all_or_nothing", "method: proportional(sample: \"record\")")]);
        assert!(everything.clauses().all(|clause| matches!(clause.method, Method::Proportional { .. })));
        assert!(carry(&old, &everything, &case(&old)).unwrap().assessment.former.is_empty());
    }

    #[test]
    fn a_special_deduction_without_a_kind_stops_the_move() {
        let old = scheme(&[]);
        let new = scheme(&[("SpecialDeductionKind(id: 1", "SpecialDeductionKind(id: 7")]);
        let problem = carry(&old, &new, &case(&old)).unwrap_err();
        let known = vec!["7".to_owned()];
        assert_eq!(problem, Problem::EditionWithoutKind { kind: 1, found: "在1.1.1".into(), known });
    }

    #[test]
    fn texts_of_schemes_are_cut_to_what_a_case_may_hold() {
        assert_eq!(within("甲\u{7}乙\n丙", 4), "甲乙\n丙");
        assert_eq!(within("甲乙丙丁戊", 4), "甲乙丙…");
        let long = "长".repeat(MAX_TEXT + 1);
        let old = scheme(&[("要做到甲。", &long)]);
        carry(&old, &scheme(&[]), &case(&old)).unwrap();
    }
}
