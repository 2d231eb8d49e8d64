//! The one gate through which every change to an assessment goes.
//!
//! Why it is so: thousands of changes come as one, from a table, a folder or files that were found elsewhere. What one of
//! them would look through all evidence for is counted once for all, in a [`Tally`] that each change keeps up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check::{self, Problem};
use super::*;
use crate::criteria::{ClauseId, Scheme};

/// Applies a change; all of it or none.
///
/// # Errors
/// When the result would not fit the scheme; the assessment is as it was.
pub fn apply(scheme: &Scheme, assessment: &mut Assessment, edit: &Edit) -> Result<(), Problem> {
    // A copy for the outermost only: a change of thousands of changes of changes would copy for ever.
    // Of single edits, those are done on a copy too that can fail when a part of them is done.
    let tally = &mut Tally::default();
    let in_parts = matches!(
        edit,
        Edit::MoveItem { .. }
            | Edit::SetFingerprints(_)
            | Edit::SetRoot { .. }
            | Edit::SetMaterial { .. }
            | Edit::SetLedger { .. }
            | Edit::SetRecords { .. }
            | Edit::SetSample { .. }
            | Edit::SetDrawn { .. }
            | Edit::SetCertificate { .. }
            | Edit::SetGate { .. }
            | Edit::SetAction { .. }
    );
    if in_parts || matches!(edit, Edit::Many(_) | Edit::Import(_)) {
        let mut next = assessment.clone();
        apply_each(scheme, &mut next, tally, edit)?;
        // Once for all of it, since it looks at every piece; and not at all for a mark in a sheet.
        if touches_evidence(edit) {
            drop_fingerprints(&mut next);
            check::fingerprints(&next.fingerprints)?;
        }
        // Of several actions that wait for each other, one is always set before the other.
        action::check_prerequisites(&next.actions)?;
        *assessment = next;
        return Ok(());
    }
    apply_each(scheme, assessment, tally, edit)?;
    if touches_evidence(edit) {
        drop_fingerprints(assessment);
    }
    Ok(())
}

/// Whether afterwards a fingerprint may be of something that no evidence names.
fn touches_evidence(edit: &Edit) -> bool {
    match edit {
        Edit::Many(edits) | Edit::Import(edits) => edits.iter().any(touches_evidence),
        Edit::SetEvidence { .. } | Edit::RemoveEvidence { .. } | Edit::MoveItem { .. } | Edit::SetFingerprints(_) => {
            true
        }
        _ => false,
    }
}

/// Applies a change; where it is several and one of them fails, those before it stay.
fn apply_each(scheme: &Scheme, assessment: &mut Assessment, tally: &mut Tally, edit: &Edit) -> Result<(), Problem> {
    match edit {
        Edit::Many(edits) | Edit::Import(edits) => {
            edits.iter().try_for_each(|edit| apply_each(scheme, assessment, tally, edit))?
        }
        Edit::SetCompany(company) => {
            check::company(company)?;
            assessment.company = Arc::new((**company).clone());
        }
        Edit::SetVerdict { clause, verdict } => {
            check::verdict(scheme, clause, verdict)?;
            ledger_edit::may_judge(assessment, clause, verdict)?;
            let answer = answer(assessment, clause);
            answer.verdict = verdict.clone();
            answer.recheck = false;
            answer.carried = None;
            tidy(assessment, clause);
        }
        Edit::SetFinding { clause, text } => {
            check::known(scheme, clause)?;
            check::text(text, MAX_TEXT, || check::Subject::Finding(clause.clone()))?;
            answer(assessment, clause).finding.clone_from(text);
            tidy(assessment, clause);
        }
        Edit::SetNote { clause, text } => {
            check::known(scheme, clause)?;
            check::text(text, MAX_TEXT, || check::Subject::Finding(clause.clone()))?;
            answer(assessment, clause).note.clone_from(text);
            tidy(assessment, clause);
        }
        Edit::SetLookAgain { clause, on } => {
            check::known(scheme, clause)?;
            answer(assessment, clause).look_again = *on;
            tidy(assessment, clause);
        }
        Edit::SetDoubtful { clause, on } => {
            check::known(scheme, clause)?;
            answer(assessment, clause).doubtful = *on;
            tidy(assessment, clause);
        }
        Edit::SetRecheck { clause, on } => {
            check::known(scheme, clause)?;
            answer(assessment, clause).recheck = *on;
            tidy(assessment, clause);
        }
        Edit::SetPeriod(period) => {
            check::period(*period)?;
            assessment.period = *period;
        }
        Edit::SetRoot { name, folder } => set_root(assessment, name, folder.as_deref())?,
        Edit::SetMaterial { id, answer } => {
            check::material(id, answer)?;
            if **answer == MaterialAnswer::default() {
                assessment.materials.remove(id);
            } else {
                assessment.materials.insert(id.clone(), Arc::new((**answer).clone()));
                check::materials(&assessment.materials)?;
            }
        }
        Edit::SetCarried { clause, verdict } => {
            check::carried(scheme, clause, assessment.verdict(clause), verdict.as_ref())?;
            answer(assessment, clause).carried.clone_from(verdict);
            tidy(assessment, clause);
        }
        Edit::SetRound { number, round } => round::set_round(assessment, *number, round.as_deref())?,
        Edit::SetVisit(given) => {
            given.iter().try_for_each(|given| visit::check_visit(scheme, given))?;
            assessment.visit = given.as_ref().map(|given| Arc::new((**given).clone()));
        }
        Edit::SetAward(given) => {
            given.iter().try_for_each(|given| award::check_award(given))?;
            assessment.award = given.as_ref().map(|given| Arc::new((**given).clone()));
        }
        Edit::SetBonus(given) => {
            given.iter().try_for_each(check::bonus)?;
            assessment.bonus.clone_from(given);
        }
        Edit::SetLedger { .. }
        | Edit::SetRecords { .. }
        | Edit::SetSample { .. }
        | Edit::SetDrawn { .. }
        | Edit::SetCertificate { .. }
        | Edit::SetGate { .. } => ledger_edit::apply(scheme, assessment, edit)?,
        Edit::SetAction { id, action } => action::set_action(assessment, *id, action.as_deref())?,
        Edit::SetScenario { name, scenario } => action::set_scenario(assessment, name, scenario.as_deref())?,
        Edit::AddSpecialDeduction { .. } | Edit::SetSpecialDeduction { .. } | Edit::RemoveSpecialDeduction { .. } => {
            apply_special_deduction(scheme, assessment, edit)?;
        }
        _ => apply_evidence(scheme, assessment, tally, edit)?,
    }
    Ok(())
}

fn apply_evidence(scheme: &Scheme, assessment: &mut Assessment, tally: &mut Tally, edit: &Edit) -> Result<(), Problem> {
    let pieces = &mut assessment.evidence;
    match edit {
        Edit::AddEvidence { id, evidence } => {
            if pieces.contains_key(id) {
                return Err(Problem::EvidenceIdTaken { id: *id });
            }
            if pieces.len() >= MAX_EVIDENCE {
                let what = check::Subject::Evidence;
                return Err(Problem::TooMany { what, count: pieces.len() + 1, most: MAX_EVIDENCE });
            }
            check::evidence(scheme, *id, evidence)?;
            check::parts(tally.parts(pieces) + evidence.parts())?;
            tally.comes(*id, evidence);
            pieces.insert(*id, Arc::new((**evidence).clone()));
        }
        Edit::SetEvidence { id, evidence } => {
            check::evidence(scheme, *id, evidence)?;
            let old = pieces.get(id).map_or(0, |old| old.parts());
            check::parts(tally.parts(pieces) - old + evidence.parts())?;
            let piece = pieces.get_mut(id).ok_or(Problem::UnknownEvidence { id: *id })?;
            tally.goes(*id, piece);
            tally.comes(*id, evidence);
            // When it came into the case is the program's to say; nothing changes it afterwards.
            let registered = piece.registered;
            *piece = Arc::new(Evidence { registered, ..(**evidence).clone() });
        }
        Edit::RemoveEvidence { id } => {
            let piece = pieces.remove(id).ok_or(Problem::UnknownEvidence { id: *id })?;
            tally.goes(*id, &piece);
        }
        Edit::MoveItem { from, to } => move_item(scheme, assessment, tally, from, to)?,
        Edit::SetFingerprints(prints) => set_fingerprints(assessment, prints)?,
        Edit::Attach { id, clause } => {
            check::known(scheme, clause)?;
            check::parts(tally.parts(pieces) + 1)?;
            let piece = pieces.get_mut(id).ok_or(Problem::UnknownEvidence { id: *id })?;
            tally.of_piece(piece, |piece| piece.clauses.insert(clause.clone()));
        }
        Edit::Detach { id, clause } => {
            let piece = pieces.get_mut(id).ok_or(Problem::UnknownEvidence { id: *id })?;
            tally.of_piece(piece, |piece| piece.clauses.remove(clause));
        }
        _ => {}
    }
    Ok(())
}

fn apply_special_deduction(scheme: &Scheme, assessment: &mut Assessment, edit: &Edit) -> Result<(), Problem> {
    let deductions = &mut assessment.special_deductions;
    match edit {
        Edit::AddSpecialDeduction { id, deduction } => {
            if deductions.contains_key(id) {
                return Err(Problem::SpecialDeductionIdTaken { id: *id });
            }
            if deductions.len() >= MAX_SPECIAL_DEDUCTIONS {
                let what = check::Subject::SpecialDeduction;
                return Err(Problem::TooMany { what, count: deductions.len() + 1, most: MAX_SPECIAL_DEDUCTIONS });
            }
            check::special_deduction(scheme, deduction)?;
            deductions.insert(*id, Arc::new(deduction.clone()));
        }
        Edit::SetSpecialDeduction { id, deduction } => {
            check::special_deduction(scheme, deduction)?;
            let old = deductions.get_mut(id).ok_or(Problem::UnknownSpecialDeduction { id: *id })?;
            *old = Arc::new(deduction.clone());
        }
        Edit::RemoveSpecialDeduction { id } => {
            deductions.remove(id).ok_or(Problem::UnknownSpecialDeduction { id: *id })?;
        }
        _ => {}
    }
    Ok(())
}

/// Which pieces name an item.
type Holders = BTreeMap<EvidenceItem, BTreeSet<EvidenceId>>;

fn hold(holders: &mut Holders, id: EvidenceId, piece: &Evidence) {
    for item in &piece.items {
        holders.entry(item.clone()).or_default().insert(id);
    }
}

/// What is counted of all evidence while changes are done.
#[derive(Default)]
struct Tally {
    /// The parts of all pieces; none as long as nobody asked.
    parts: Option<usize>,
    /// Which pieces name an item; none as long as nobody asked.
    holders: Option<Holders>,
}

impl Tally {
    fn parts(&mut self, pieces: &BTreeMap<EvidenceId, Arc<Evidence>>) -> usize {
        *self.parts.get_or_insert_with(|| pieces.values().map(|piece| piece.parts()).sum())
    }

    fn holders(&mut self, pieces: &BTreeMap<EvidenceId, Arc<Evidence>>) -> &mut Holders {
        self.holders.get_or_insert_with(|| {
            let mut out = Holders::new();
            for (id, piece) in pieces {
                hold(&mut out, *id, piece);
            }
            out
        })
    }

    /// A piece comes into the case.
    fn comes(&mut self, id: EvidenceId, piece: &Evidence) {
        self.parts.iter_mut().for_each(|parts| *parts += piece.parts());
        if let Some(holders) = &mut self.holders {
            hold(holders, id, piece);
        }
    }

    /// A piece leaves the case.
    fn goes(&mut self, id: EvidenceId, piece: &Evidence) {
        self.parts.iter_mut().for_each(|parts| *parts -= piece.parts());
        if let Some(holders) = &mut self.holders {
            for item in &piece.items {
                if let Some(ids) = holders.get_mut(item) {
                    ids.remove(&id);
                }
            }
        }
    }

    /// A piece changes in what its items are not concerned by, or the caller keeps up who holds them.
    fn of_piece<T>(&mut self, piece: &mut Arc<Evidence>, change: impl FnOnce(&mut Evidence) -> T) {
        let before = piece.parts();
        change(Arc::make_mut(piece));
        self.parts.iter_mut().for_each(|parts| *parts = *parts + piece.parts() - before);
    }
}

fn move_item(
    scheme: &Scheme,
    assessment: &mut Assessment,
    tally: &mut Tally,
    from: &EvidenceItem,
    to: &EvidenceItem,
) -> Result<(), Problem> {
    if from == to {
        return Ok(());
    }
    let holders = tally.holders(&assessment.evidence);
    let named = holders.remove(from).unwrap_or_default();
    if !named.is_empty() {
        holders.entry(to.clone()).or_default().extend(&named);
    }
    for id in named {
        let Some(piece) = assessment.evidence.get_mut(&id) else { continue };
        tally.of_piece(piece, |piece| {
            if piece.items.contains(to) {
                piece.items.retain(|item| item != from); // it named both
            } else {
                piece.items.iter_mut().filter(|item| *item == from).for_each(|item| item.clone_from(to));
            }
        });
        check::evidence(scheme, id, piece)?;
    }
    if let Some(print) = assessment.fingerprints.remove(from.target()) {
        assessment.fingerprints.entry(to.target().to_owned()).or_insert(print);
    }
    Ok(())
}

fn set_fingerprints(assessment: &mut Assessment, prints: &[(String, Option<Arc<Fingerprint>>)]) -> Result<(), Problem> {
    for (path, print) in prints {
        match print {
            Some(print) => {
                check::fingerprint(path, print)?;
                assessment.fingerprints.insert(path.clone(), Arc::clone(print));
            }
            None => {
                assessment.fingerprints.remove(path);
            }
        }
    }
    Ok(())
}

/// Drops the fingerprints of what no evidence names any more.
fn drop_fingerprints(assessment: &mut Assessment) {
    if assessment.fingerprints.is_empty() {
        return;
    }
    let items = assessment.evidence.values().flat_map(|piece| &piece.items);
    let named: BTreeSet<&str> = items.map(EvidenceItem::target).collect();
    assessment.fingerprints.retain(|path, _| named.contains(path.as_str()));
}

fn set_root(assessment: &mut Assessment, name: &str, folder: Option<&str>) -> Result<(), Problem> {
    let Some(folder) = folder else {
        let items = || assessment.evidence.values().flat_map(|piece| &piece.items);
        let used = items().filter(|item| root_of(item.target()).is_some_and(|(root, _)| root == name)).count();
        if used > 0 {
            return Err(Problem::RootInUse { name: name.to_owned(), count: used });
        }
        assessment.roots.remove(name);
        return Ok(());
    };
    check::root(name, folder)?;
    assessment.roots.insert(name.to_owned(), folder.to_owned());
    check::roots(&assessment.roots)
}

fn answer<'a>(assessment: &'a mut Assessment, clause: &ClauseId) -> &'a mut Answer {
    Arc::make_mut(assessment.answers.entry(clause.clone()).or_default())
}

/// Drops an answer that says nothing, so that undoing by hand gives the same document as undo.
fn tidy(assessment: &mut Assessment, clause: &ClauseId) {
    if assessment.answer(clause).is_some_and(|answer| *answer == Answer::default()) {
        assessment.answers.remove(clause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria;

    /// Looking through all evidence is what a mark in a sheet must not cost: one that nobody names stays until evidence is
    /// touched.
    #[test]
    fn only_what_touches_evidence_looks_through_it() {
        let scheme = criteria::read(criteria::SHIPPED[0].text).unwrap().scheme;
        let print = FileFingerprint { sum: Sum::of(b"x"), size: 1, modified: None };
        let mut assessment = Assessment::default();
        assessment.fingerprints.insert("没有件.pdf".into(), Arc::new(Fingerprint::File(print)));
        let sample = Edit::SetSample { ledger: "work_orders".into(), sample: Some(Box::default()) };
        for edit in [sample.clone(), Edit::Many(vec![sample.clone()]), Edit::SetBonus(None)] {
            apply(&scheme, &mut assessment, &edit).unwrap();
            assert_eq!(assessment.fingerprints.len(), 1);
        }
        let many = Edit::Many(vec![sample, Edit::SetFingerprints(Vec::new())]);
        apply(&scheme, &mut assessment, &many).unwrap();
        assert_eq!(assessment.fingerprints.len(), 0);
    }

    /// Whatever is done, what was counted along the way is what counting anew gives.
    #[test]
    fn what_is_kept_up_is_what_would_be_counted_anew() {
        let scheme = criteria::read(criteria::SHIPPED[0].text).unwrap().scheme;
        let clauses: Vec<ClauseId> = scheme.clauses().map(|clause| clause.id.clone()).take(3).collect();
        let mut number = 7_u64;
        let mut pick = |most: u32| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from(number >> 33).unwrap() % most
        };
        let (mut assessment, mut tally) = (Assessment::default(), Tally::default());
        let mut done = 0;
        for _ in 0..4_000 {
            let item = |at: u32| {
                let path = format!("{}.pdf", at / 2);
                if at.is_multiple_of(2) { EvidenceItem::File(path) } else { EvidenceItem::Folder(path) }
            };
            let (id, clause) = (EvidenceId(pick(8) + 1), clauses[pick(3) as usize].clone());
            let items: Vec<EvidenceItem> = (0..=pick(3)).map(|_| item(pick(8))).collect();
            let evidence = Box::new(Evidence { title: "证".into(), items, ..Evidence::default() });
            let edit = match pick(8) {
                0 => Edit::AddEvidence { id, evidence },
                1 => Edit::SetEvidence { id, evidence },
                2 => Edit::RemoveEvidence { id },
                3 => Edit::Attach { id, clause },
                4 => Edit::Detach { id, clause },
                _ => Edit::MoveItem { from: item(pick(8)), to: item(pick(8)) },
            };
            let (mut one, mut as_whole) = (assessment.clone(), assessment.clone());
            let result = apply_each(&scheme, &mut one, &mut tally, &edit);
            assert_eq!(result, apply(&scheme, &mut as_whole, &edit), "{edit:?}");
            if result.is_err() {
                continue;
            }
            done += 1;
            assert_eq!(one.evidence, as_whole.evidence, "{edit:?}");
            assessment = one;
            let mut fresh = Tally::default();
            assert_eq!(tally.parts(&assessment.evidence), fresh.parts(&assessment.evidence), "{edit:?}");
            tally.holders(&assessment.evidence).retain(|_, ids| !ids.is_empty());
            assert_eq!(tally.holders, Some(fresh.holders(&assessment.evidence).clone()), "{edit:?}");
        }
        assert!(done > 1_000, "{done}");
    }
}
