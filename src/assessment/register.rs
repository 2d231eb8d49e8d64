//! Registering evidence: files, folders and addresses as new pieces, or as pieces that are there already.

use std::collections::{BTreeMap, BTreeSet};

use super::{Assessment, Edit, Evidence, EvidenceId, EvidenceItem, EvidenceKind};
use crate::criteria::ClauseId;

/// What registering comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The change; none when everything is there already.
    pub edit: Option<Edit>,
    /// How many pieces are new.
    pub added: usize,
    /// How many pieces that were there already serve a clause more.
    pub attached: usize,
    /// How many places are registered already, and serve the clauses already.
    pub known: usize,
}

/// Registers each place as a piece of its own that serves some clauses. What is registered already as a piece of its own
/// is only attached to the clauses that it does not serve yet.
#[must_use]
pub fn register<'a>(
    assessment: &Assessment,
    places: impl IntoIterator<Item = (EvidenceItem, &'a BTreeSet<ClauseId>)>,
) -> Registration {
    let mut next = assessment.next_evidence_id();
    let alone = assessment.evidence.iter().filter_map(|(id, piece)| match piece.items.as_slice() {
        [only] => Some((only, (*id, &piece.clauses))),
        _ => None,
    });
    // The first piece of a place, as a list would be searched.
    let alone: BTreeMap<&EvidenceItem, (EvidenceId, &BTreeSet<ClauseId>)> = alone.rev().collect();
    let mut new: Vec<(EvidenceItem, BTreeSet<ClauseId>)> = Vec::new();
    let mut at: BTreeMap<EvidenceItem, usize> = BTreeMap::new();
    let (mut edits, mut attached, mut known) = (Vec::new(), BTreeSet::new(), 0);
    for (item, clauses) in places {
        if let Some((id, served)) = alone.get(&item) {
            let more: Vec<&ClauseId> = clauses.iter().filter(|clause| !served.contains(*clause)).collect();
            if more.is_empty() {
                known += 1;
            } else {
                attached.insert(*id);
                edits.extend(more.into_iter().map(|clause| Edit::Attach { id: *id, clause: clause.clone() }));
            }
        } else if let Some((_, of_new)) = at.get(&item).and_then(|at| new.get_mut(*at)) {
            of_new.extend(clauses.iter().cloned());
        } else {
            at.insert(item.clone(), new.len());
            new.push((item, clauses.clone()));
        }
    }
    let added = new.len();
    for (item, clauses) in new {
        let evidence = Evidence::of(item, clauses);
        edits.push(Edit::AddEvidence { id: next, evidence: Box::new(evidence) });
        next = EvidenceId(next.0.saturating_add(1));
    }
    let edit = (!edits.is_empty()).then_some(Edit::Many(edits));
    Registration { edit, added, attached: attached.len(), known }
}

impl Evidence {
    /// A new piece of one place that serves some clauses, with a first title and kind going by the name.
    #[must_use]
    pub fn of(item: EvidenceItem, clauses: BTreeSet<ClauseId>) -> Self {
        Self { title: title_of(&item), kind: kind_of(&item), items: vec![item], clauses, ..Self::default() }
    }
}

/// A first title for a piece of evidence: the name without its ending.
fn title_of(item: &EvidenceItem) -> String {
    let name = item.name();
    let title = match item {
        EvidenceItem::File(_) => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        EvidenceItem::Folder(_) | EvidenceItem::Web(_) => name,
    };
    if title.trim().is_empty() { item.target().to_owned() } else { title.to_owned() }
}

/// A first guess of what it is, from words of its name that leave little doubt; else a person says so.
fn kind_of(item: &EvidenceItem) -> EvidenceKind {
    const PICTURES: [&str; 7] = ["jpg", "jpeg", "png", "heic", "bmp", "mp4", "mov"];
    if let EvidenceItem::Web(_) = item {
        return EvidenceKind::Webpage;
    }
    let name = item.name().to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["截图", "截屏"]) {
        EvidenceKind::Webpage
    } else if has(&["证书", "执照", "许可证"]) {
        EvidenceKind::Certificate
    } else if PICTURES.contains(&ending) {
        EvidenceKind::Photo
    } else if has(&["记录", "台账", "纪要", "签到"]) {
        EvidenceKind::Record
    } else if has(&["制度", "手册", "办法", "规定", "流程", "规范"]) {
        EvidenceKind::Document
    } else {
        EvidenceKind::Unstated
    }
}
