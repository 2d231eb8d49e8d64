//! The one gate through which every change to an assessment goes.

use std::collections::BTreeSet;
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
    let in_parts = matches!(
        edit,
        Edit::MoveItem { .. } | Edit::SetFingerprints(_) | Edit::SetRoot { .. } | Edit::SetMaterial { .. }
    );
    if in_parts || matches!(edit, Edit::Many(_) | Edit::Import(_)) {
        let mut next = assessment.clone();
        apply_each(scheme, &mut next, edit)?;
        // Once for all of it, since it looks at every piece.
        drop_fingerprints(&mut next);
        check::fingerprints(&next.fingerprints)?;
        *assessment = next;
        return Ok(());
    }
    apply_each(scheme, assessment, edit)?;
    if matches!(edit, Edit::SetEvidence { .. } | Edit::RemoveEvidence { .. }) {
        drop_fingerprints(assessment);
    }
    Ok(())
}

/// Applies a change; where it is several and one of them fails, those before it stay.
fn apply_each(scheme: &Scheme, assessment: &mut Assessment, edit: &Edit) -> Result<(), Problem> {
    match edit {
        Edit::Many(edits) | Edit::Import(edits) => {
            edits.iter().try_for_each(|edit| apply_each(scheme, assessment, edit))?
        }
        Edit::SetCompany(company) => {
            check::company(company)?;
            assessment.company = Arc::new((**company).clone());
        }
        Edit::SetVerdict { clause, verdict } => {
            check::verdict(scheme, clause, verdict)?;
            let answer = answer(assessment, clause);
            answer.verdict = verdict.clone();
            answer.recheck = false;
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
        Edit::SetBonus(given) => {
            given.iter().try_for_each(check::bonus)?;
            assessment.bonus.clone_from(given);
        }
        Edit::AddSpecialDeduction { .. } | Edit::SetSpecialDeduction { .. } | Edit::RemoveSpecialDeduction { .. } => {
            apply_special_deduction(scheme, assessment, edit)?;
        }
        _ => apply_evidence(scheme, assessment, edit)?,
    }
    Ok(())
}

fn apply_evidence(scheme: &Scheme, assessment: &mut Assessment, edit: &Edit) -> Result<(), Problem> {
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
            check::parts(pieces.values(), evidence.parts())?;
            pieces.insert(*id, Arc::new((**evidence).clone()));
        }
        Edit::SetEvidence { id, evidence } => {
            check::evidence(scheme, *id, evidence)?;
            check::parts(pieces.iter().filter(|(other, _)| *other != id).map(|(_, piece)| piece), evidence.parts())?;
            let piece = pieces.get_mut(id).ok_or(Problem::UnknownEvidence { id: *id })?;
            // When it came into the case is the program's to say; nothing changes it afterwards.
            let registered = piece.registered;
            *piece = Arc::new(Evidence { registered, ..(**evidence).clone() });
        }
        Edit::RemoveEvidence { id } => {
            pieces.remove(id).ok_or(Problem::UnknownEvidence { id: *id })?;
        }
        Edit::MoveItem { from, to } => move_item(scheme, assessment, from, to)?,
        Edit::SetFingerprints(prints) => set_fingerprints(assessment, prints)?,
        Edit::Attach { id, clause } => {
            check::known(scheme, clause)?;
            check::parts(pieces.values(), 1)?;
            let piece = pieces.get_mut(id).ok_or(Problem::UnknownEvidence { id: *id })?;
            Arc::make_mut(piece).clauses.insert(clause.clone());
        }
        Edit::Detach { id, clause } => {
            let piece = pieces.get_mut(id).ok_or(Problem::UnknownEvidence { id: *id })?;
            Arc::make_mut(piece).clauses.remove(clause);
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

fn move_item(
    scheme: &Scheme,
    assessment: &mut Assessment,
    from: &EvidenceItem,
    to: &EvidenceItem,
) -> Result<(), Problem> {
    if from == to {
        return Ok(());
    }
    for (id, piece) in &mut assessment.evidence {
        if !piece.items.contains(from) {
            continue;
        }
        let piece = Arc::make_mut(piece);
        if piece.items.contains(to) {
            piece.items.retain(|item| item != from); // it named both
        } else {
            piece.items.iter_mut().filter(|item| *item == from).for_each(|item| item.clone_from(to));
        }
        check::evidence(scheme, *id, piece)?;
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
