//! Every change to an assessment as a value.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::*;
use crate::criteria::{ClauseId, GateId, LedgerId};

/// A change to an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// Sets what is known of the company.
    SetCompany(Box<Company>),
    /// Judges a clause.
    SetVerdict {
        /// Which clause.
        clause: ClauseId,
        /// The verdict.
        verdict: Verdict,
    },
    /// Sets the finding of a clause.
    SetFinding {
        /// Which clause.
        clause: ClauseId,
        /// The finding.
        text: String,
    },
    /// Sets the note of a clause.
    SetNote {
        /// Which clause.
        clause: ClauseId,
        /// The note.
        text: String,
    },
    /// Marks a clause to be looked at again, or no longer.
    SetLookAgain {
        /// Which clause.
        clause: ClauseId,
        /// Whether.
        on: bool,
    },
    /// Marks a clause 存疑, or no longer.
    SetDoubtful {
        /// Which clause.
        clause: ClauseId,
        /// Whether.
        on: bool,
    },
    /// Adds a piece of evidence under a free number.
    AddEvidence {
        /// The number, see [`Assessment::next_evidence_id`].
        id: EvidenceId,
        /// The piece.
        evidence: Box<Evidence>,
    },
    /// Changes a piece of evidence.
    SetEvidence {
        /// Which.
        id: EvidenceId,
        /// What it is from now on.
        evidence: Box<Evidence>,
    },
    /// Removes a piece of evidence from the case; files stay where they are.
    RemoveEvidence {
        /// Which.
        id: EvidenceId,
    },
    /// Lets all evidence that names a place name another, and takes its fingerprint along.
    MoveItem {
        /// The place that is named so far.
        from: EvidenceItem,
        /// The place from now on.
        to: EvidenceItem,
    },
    /// Sets or removes fingerprints by the path that evidence stores. See [`taken_over`](super::taken_over) for what
    /// else there is to do when a file was registered in another version.
    SetFingerprints(
        #[serde(deserialize_with = "super::bounded::list::<MAX_FINGERPRINTS, _, _>")]
        Vec<(String, Option<Arc<Fingerprint>>)>,
    ),
    /// Marks a clause 需复核, or says that its verdict still holds.
    SetRecheck {
        /// Which clause.
        clause: ClauseId,
        /// Whether.
        on: bool,
    },
    /// Says where a named root lies; none removes it.
    SetRoot {
        /// Its name.
        name: String,
        /// The folder, a full path or relative to the case.
        folder: Option<String>,
    },
    /// Sets the period that evidence has to cover.
    SetPeriod(Option<Period>),
    /// Answers an item of a material checklist; an answer that says nothing removes it.
    SetMaterial {
        /// Which item.
        id: MaterialId,
        /// The answer.
        answer: Box<MaterialAnswer>,
    },
    /// Lets a piece of evidence serve a clause.
    Attach {
        /// Which piece.
        id: EvidenceId,
        /// Which clause.
        clause: ClauseId,
    },
    /// Lets a piece of evidence no longer serve a clause.
    Detach {
        /// Which piece.
        id: EvidenceId,
        /// Which clause.
        clause: ClauseId,
    },
    /// Sets what is known of a ledger, its records untouched; none removes it with its records.
    SetLedger {
        /// Which.
        ledger: LedgerId,
        /// What is known of it.
        about: Option<Box<LedgerAbout>>,
    },
    /// Sets or removes records of a ledger by number.
    SetRecords {
        /// Of which ledger.
        ledger: LedgerId,
        /// The records.
        #[serde(deserialize_with = "super::bounded::list::<MAX_RECORDS, _, _>")]
        records: Vec<(String, Option<Record>)>,
    },
    /// Sets or removes the sample of a ledger; the verdicts of the clauses that it feeds follow.
    SetSample {
        /// Of which ledger.
        ledger: LedgerId,
        /// The sample.
        sample: Option<Box<Sample>>,
    },
    /// Says what was found in a record that was drawn; the verdicts of the clauses that it feeds follow.
    SetDrawn {
        /// Of which ledger.
        ledger: LedgerId,
        /// The record; its stratum stays.
        drawn: Box<Drawn>,
    },
    /// Sets or removes the certificate of an after-sales manager.
    SetCertificate {
        /// Which, see [`Assessment::next_certificate_id`].
        id: CertificateId,
        /// The certificate.
        certificate: Option<Box<ManagerCertificate>>,
    },
    /// Answers a gate; an answer that says nothing removes it.
    SetGate {
        /// Which.
        id: GateId,
        /// The answer.
        answer: Box<GateAnswer>,
    },
    /// Sets or removes a remediation action; when it goes, nothing waits for it any more.
    SetAction {
        /// Which, see [`Assessment::next_action_id`].
        id: ActionId,
        /// The action.
        action: Option<Box<Action>>,
    },
    /// Sets or removes a scenario.
    SetScenario {
        /// Its name.
        name: String,
        /// The scenario.
        scenario: Option<Box<Scenario>>,
    },
    /// Adds a special deduction under a free number.
    AddSpecialDeduction {
        /// The number, see [`Assessment::next_special_deduction_id`].
        id: SpecialDeductionId,
        /// What was found.
        deduction: SpecialDeduction,
    },
    /// Changes a special deduction.
    SetSpecialDeduction {
        /// Which.
        id: SpecialDeductionId,
        /// What it is from now on.
        deduction: SpecialDeduction,
    },
    /// Removes a special deduction.
    RemoveSpecialDeduction {
        /// Which.
        id: SpecialDeductionId,
    },
    /// Sets or removes the bonus.
    SetBonus(Option<Bonus>),
    /// Sets or removes what was judged in the round before; only where the clause is unrated. A verdict removes it.
    SetCarried {
        /// Which clause.
        clause: ClauseId,
        /// The verdict of the round before.
        verdict: Option<Verdict>,
    },
    /// Takes a closed round in after the last one, or the last one out; see [`new_round`].
    SetRound {
        /// Its number, from 1.
        number: usize,
        /// The round.
        round: Option<Box<Round>>,
    },
    /// Sets or removes what the certification body found.
    SetVisit(Option<Box<Visit>>),
    /// Sets or removes the certificate.
    SetAward(Option<Box<Award>>),
    /// Several changes as one: all of them or none.
    Many(#[serde(deserialize_with = "super::bounded::list::<MAX_EDITS, _, _>")] Vec<Edit>),
    /// All that a table brings, as one: all of it or nothing.
    Import(#[serde(deserialize_with = "super::bounded::list::<MAX_EDITS, _, _>")] Vec<Edit>),
}

/// What an edit is, without its content; for labels and for joining a typing streak into one undo step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditKind {
    /// The company's profile.
    Company,
    /// A verdict.
    Verdict(ClauseId),
    /// A finding.
    Finding(ClauseId),
    /// A note.
    Note(ClauseId),
    /// The "look again" flag.
    LookAgain(ClauseId),
    /// The 存疑 mark.
    Doubtful(ClauseId),
    /// Evidence added.
    AddEvidence,
    /// Evidence changed, attached or detached.
    Evidence(EvidenceId),
    /// Evidence removed.
    RemoveEvidence,
    /// Files found elsewhere.
    MoveItem,
    /// Fingerprints taken.
    Fingerprints,
    /// The "needs a second look" mark.
    Recheck(ClauseId),
    /// A named root.
    Root,
    /// The period of the assessment.
    Period,
    /// An item of a checklist.
    Material(MaterialId),
    /// A ledger, or what is known of it.
    Ledger(LedgerId),
    /// Records of a ledger.
    Records(LedgerId),
    /// A sample drawn, or what it feeds.
    Sample(LedgerId),
    /// What was found in a record.
    Drawn(LedgerId, String),
    /// The certificate of an after-sales manager.
    Certificate(CertificateId),
    /// A gate.
    Gate(GateId),
    /// A remediation action.
    Action(ActionId),
    /// A scenario.
    Scenario(String),
    /// A special deduction added.
    AddSpecialDeduction,
    /// A special deduction changed.
    SpecialDeduction(SpecialDeductionId),
    /// A special deduction removed.
    RemoveSpecialDeduction,
    /// The bonus.
    Bonus,
    /// What was judged in the round before.
    Carried(ClauseId),
    /// A round, by its number.
    Round(usize),
    /// What the certification body found.
    Visit,
    /// The certificate.
    Award,
    /// Several at once.
    Many(usize),
    /// A table taken over.
    Import,
}

impl Edit {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> EditKind {
        match self {
            Self::SetCompany(_) => EditKind::Company,
            Self::SetVerdict { clause, .. } => EditKind::Verdict(clause.clone()),
            Self::SetFinding { clause, .. } => EditKind::Finding(clause.clone()),
            Self::SetNote { clause, .. } => EditKind::Note(clause.clone()),
            Self::SetLookAgain { clause, .. } => EditKind::LookAgain(clause.clone()),
            Self::SetDoubtful { clause, .. } => EditKind::Doubtful(clause.clone()),
            Self::AddEvidence { .. } => EditKind::AddEvidence,
            Self::SetEvidence { id, .. } | Self::Attach { id, .. } | Self::Detach { id, .. } => EditKind::Evidence(*id),
            Self::RemoveEvidence { .. } => EditKind::RemoveEvidence,
            Self::MoveItem { .. } => EditKind::MoveItem,
            Self::SetFingerprints(_) => EditKind::Fingerprints,
            Self::SetRecheck { clause, .. } => EditKind::Recheck(clause.clone()),
            Self::SetRoot { .. } => EditKind::Root,
            Self::SetPeriod(_) => EditKind::Period,
            Self::SetMaterial { id, .. } => EditKind::Material(id.clone()),
            Self::SetLedger { ledger, .. } => EditKind::Ledger(ledger.clone()),
            Self::SetRecords { ledger, .. } => EditKind::Records(ledger.clone()),
            Self::SetSample { ledger, .. } => EditKind::Sample(ledger.clone()),
            Self::SetDrawn { ledger, drawn } => EditKind::Drawn(ledger.clone(), drawn.record.clone()),
            Self::SetCertificate { id, .. } => EditKind::Certificate(*id),
            Self::SetGate { id, .. } => EditKind::Gate(id.clone()),
            Self::SetAction { id, .. } => EditKind::Action(*id),
            Self::SetScenario { name, .. } => EditKind::Scenario(name.clone()),
            Self::AddSpecialDeduction { .. } => EditKind::AddSpecialDeduction,
            Self::SetSpecialDeduction { id, .. } => EditKind::SpecialDeduction(*id),
            Self::RemoveSpecialDeduction { .. } => EditKind::RemoveSpecialDeduction,
            Self::SetBonus(_) => EditKind::Bonus,
            Self::SetCarried { clause, .. } => EditKind::Carried(clause.clone()),
            Self::SetRound { number, .. } => EditKind::Round(*number),
            Self::SetVisit(_) => EditKind::Visit,
            Self::SetAward(_) => EditKind::Award,
            Self::Many(edits) => match edits.as_slice() {
                [only] => only.kind(),
                // What importing a table into a ledger makes.
                [Self::SetLedger { ledger, about: Some(_) }, Self::SetRecords { ledger: of, .. }] if ledger == of => {
                    EditKind::Records(of.clone())
                }
                several => {
                    let round = several.iter().find_map(|edit| match edit {
                        Self::SetRound { number, .. } => Some(*number),
                        _ => None,
                    });
                    round.map_or(EditKind::Many(several.len()), EditKind::Round)
                }
            },
            Self::Import(_) => EditKind::Import,
        }
    }

    /// The same edit with the moment at which evidence comes into the case, where it does not say one.
    #[must_use]
    pub fn registered_at(mut self, now: chrono::NaiveDateTime) -> Self {
        self.set_registered(now);
        self
    }

    fn set_registered(&mut self, now: chrono::NaiveDateTime) {
        match self {
            Self::AddEvidence { evidence, .. } => evidence.registered = evidence.registered.or(Some(now)),
            Self::Many(edits) | Self::Import(edits) => edits.iter_mut().for_each(|edit| edit.set_registered(now)),
            _ => {}
        }
    }

    /// Whether the next edit of the same kind belongs to the same streak of typing.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        match self {
            Self::SetVerdict { verdict, .. } => matches!(verdict, Verdict::Sampled { .. } | Verdict::Excluded { .. }),
            Self::SetCompany(_)
            | Self::SetFinding { .. }
            | Self::SetNote { .. }
            | Self::SetEvidence { .. }
            | Self::SetSpecialDeduction { .. }
            | Self::SetMaterial { .. }
            | Self::SetDrawn { .. }
            | Self::SetCertificate { certificate: Some(_), .. }
            | Self::SetGate { .. }
            | Self::SetAction { action: Some(_), .. }
            | Self::SetPeriod(Some(_))
            | Self::SetBonus(Some(_))
            | Self::SetVisit(Some(_))
            | Self::SetAward(Some(_)) => true,
            _ => false,
        }
    }
}

/// The edit that takes over files in the version in which they are now, and marks 需复核 whatever was judged by the
/// version before.
#[must_use]
pub fn taken_over(assessment: &Assessment, prints: Vec<(String, Option<Arc<Fingerprint>>)>) -> Edit {
    let differs = |path: &str, new: &Option<Arc<Fingerprint>>| match (assessment.fingerprints.get(path), new) {
        (Some(old), Some(new)) => !old.same_content(new),
        _ => false,
    };
    let changed: BTreeSet<&str> =
        prints.iter().filter(|(path, new)| differs(path, new)).map(|(path, _)| path.as_str()).collect();
    let pieces = assessment.evidence.values();
    let concerned = pieces.filter(|piece| piece.items.iter().any(|item| changed.contains(item.target())));
    let clauses: BTreeSet<&ClauseId> = concerned.flat_map(|piece| &piece.clauses).collect();
    let judged = clauses.into_iter().filter(|clause| *assessment.verdict(clause) != Verdict::Unrated);
    let marks: Vec<Edit> = judged.map(|clause| Edit::SetRecheck { clause: clause.clone(), on: true }).collect();
    let take = Edit::SetFingerprints(prints);
    if marks.is_empty() { take } else { Edit::Many([take].into_iter().chain(marks).collect()) }
}
