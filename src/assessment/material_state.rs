//! How far an item of a material checklist is, and which evidence could fill it.
//!
//! Why it is so: a file is never taken for a material by itself. What serves the same clauses is suggested, a person
//! confirms it, and only a person says that an item is complete; what the disk shows can only lower the state.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Assessment, Evidence, EvidenceId, MaterialAnswer, MaterialId, PackageBasis, PieceState, Standing};
use crate::criteria::{Checklist, ClauseId, Material, Scheme};
use crate::lang::Words;

/// How far an item is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MaterialState {
    /// 缺.
    Missing,
    /// 部分.
    Partly,
    /// 齐.
    Filled,
    /// 不涉及.
    NotConcerned,
}

impl MaterialState {
    /// Whether there is still something to do.
    #[must_use]
    pub fn is_gap(self) -> bool {
        matches!(self, Self::Missing | Self::Partly)
    }
}

/// The state of an item of a checklist.
///
/// * 不涉及: a reason was given, whatever else was answered.
/// * 缺: no piece that was confirmed for it is still registered, whatever was said.
/// * 齐: a person said that it is complete, and nothing [`unsound_for_material`] is among what was confirmed.
/// * 部分: everything else.
///
/// A piece that has changed or lies out of the period of the assessment still counts: a ledger that is kept up changes
/// every week. It is shown beside the piece. One that has moved does not: it could not be handed in from its place.
#[must_use]
pub fn material_state(assessment: &Assessment, standing: &Standing, id: &MaterialId) -> MaterialState {
    let Some(answer) = assessment.material(id) else { return MaterialState::Missing };
    if !answer.not_concerned.trim().is_empty() {
        return MaterialState::NotConcerned;
    }
    if !answer.evidence.iter().any(|piece| assessment.evidence.contains_key(piece)) {
        return MaterialState::Missing;
    }
    let sound = !answer.evidence.iter().any(|piece| unsound_for_material(assessment, standing, *piece));
    if answer.complete && sound { MaterialState::Filled } else { MaterialState::Partly }
}

/// Whether a confirmed piece cannot be handed in as it is: removed from the case, missing or moved on the disk,
/// unreadable, or expired.
#[must_use]
pub fn unsound_for_material(assessment: &Assessment, standing: &Standing, piece: EvidenceId) -> bool {
    let state = standing.pieces.get(&piece);
    !assessment.evidence.contains_key(&piece)
        || matches!(state, Some(PieceState::Missing | PieceState::Moved | PieceState::Unreadable | PieceState::Expired))
}

/// Evidence that serves a clause of the item and is not confirmed for it yet, in order of number.
#[must_use]
pub fn suggestions(assessment: &Assessment, checklist: &Checklist, item: &Material) -> Vec<EvidenceId> {
    let answer = assessment.material(&MaterialId::of(&checklist.id, &item.id));
    let confirmed = |id: &EvidenceId| answer.is_some_and(|answer| answer.evidence.contains(id));
    let pieces = assessment.evidence.iter().filter(|(id, _)| !confirmed(id));
    let serving = pieces.filter(|(_, piece)| item.clauses.iter().any(|clause| piece.clauses.contains(clause)));
    serving.map(|(id, _)| *id).collect()
}

/// What a package takes for an item: what was confirmed where somebody decided, else what serves its clauses.
#[must_use]
pub fn material_evidence(
    assessment: &Assessment,
    checklist: &Checklist,
    item: &Material,
) -> (PackageBasis, Vec<EvidenceId>) {
    match assessment.material(&MaterialId::of(&checklist.id, &item.id)).filter(|answer| answer.decides()) {
        Some(answer) if !answer.not_concerned.trim().is_empty() => (PackageBasis::Confirmed, Vec::new()),
        Some(answer) => {
            let there = answer.evidence.iter().filter(|id| assessment.evidence.contains_key(id));
            (PackageBasis::Confirmed, there.copied().collect())
        }
        None => (PackageBasis::Clauses, suggestions(assessment, checklist, item)),
    }
}

/// Clauses that a checklist names and a scheme does not have, each once.
#[must_use]
pub fn unknown_clauses(checklist: &Checklist, scheme: &Scheme) -> Vec<ClauseId> {
    let named: BTreeSet<&ClauseId> = checklist.items.iter().flat_map(|item| &item.clauses).collect();
    named.into_iter().filter(|id| scheme.clause(id).is_none()).cloned().collect()
}

/// How many items of a checklist are how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MaterialCounts {
    /// 齐.
    pub filled: usize,
    /// 部分.
    pub partly: usize,
    /// 缺.
    pub missing: usize,
    /// 自动归入: of those that are missing, how many a package fills by their clauses, which nobody confirmed.
    pub automatic: usize,
    /// 不涉及.
    pub not_concerned: usize,
}

impl MaterialCounts {
    /// The counts in words, the same on the page of materials and of a package.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let w = &words.materials;
        let phrase = if self.automatic > 0 { &w.summary_automatic } else { &w.summary };
        phrase.fill(&[
            ("filled", &self.filled),
            ("partly", &self.partly),
            ("missing", &self.missing),
            ("automatic", &self.automatic),
            ("not_concerned", &self.not_concerned),
        ])
    }

    /// How many have still something to do.
    #[must_use]
    pub fn gaps(&self) -> usize {
        self.partly + self.missing
    }
}

/// How many items of a checklist are how far.
#[must_use]
pub fn material_counts(assessment: &Assessment, standing: &Standing, checklist: &Checklist) -> MaterialCounts {
    let mut counts = MaterialCounts::default();
    for item in &checklist.items {
        let place = match material_state(assessment, standing, &MaterialId::of(&checklist.id, &item.id)) {
            MaterialState::Filled => &mut counts.filled,
            MaterialState::Partly => &mut counts.partly,
            MaterialState::Missing => &mut counts.missing,
            MaterialState::NotConcerned => &mut counts.not_concerned,
        };
        *place += 1;
        let answer = assessment.material(&MaterialId::of(&checklist.id, &item.id));
        let open = !answer.is_some_and(MaterialAnswer::decides) && item.leave_out.trim().is_empty();
        let serves = |piece: &Arc<Evidence>| item.clauses.iter().any(|clause| piece.clauses.contains(clause));
        counts.automatic += usize::from(open && assessment.evidence.values().any(serves));
    }
    counts
}

/// How many of the points to check of a checklist were checked.
#[must_use]
pub fn points_checked(assessment: &Assessment, checklist: &Checklist) -> usize {
    let checked = |answer: &MaterialAnswer| answer.complete;
    let ids = checklist.checks.iter().map(|point| MaterialId::of(&checklist.id, &point.id));
    ids.filter(|id| assessment.material(id).is_some_and(checked)).count()
}
