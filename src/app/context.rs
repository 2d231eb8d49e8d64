//! What every view may read.

use std::path::Path;

use chrono::NaiveDate;

use super::ledgers::LedgerRoom;
use super::materials::ChosenList;
use super::theme::Theme;
use super::widgets::Held;
use crate::assessment::{Checkup, EditKind, EvidenceId, PieceState, Standing, Verdict};
use crate::criteria::{Clause, Method, Pinned, ledger_title};
use crate::lang::{AppWords, CommonWords, Phrase, Words};
use crate::planning::GateResult;
use crate::scoring::Sureness;
use crate::session::Session;

/// What every view may read.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// All words.
    pub words: &'a Words,
    /// The window's words.
    pub w: &'a AppWords,
    /// Words shared with other rooms.
    pub c: &'a CommonWords,
    /// Colours.
    pub theme: &'a Theme,
    /// The open case.
    pub session: &'a Session,
    /// Where it is.
    pub path: &'a Path,
    /// What is on the disk for each item of evidence; empty until looked at.
    pub checkup: &'a Checkup,
    /// What follows from it.
    pub standing: &'a Standing,
    /// What is in the file of evidence that is open in the editor.
    pub preview: Option<&'a super::Shown>,
    /// Whether the person stopped the taking of fingerprints.
    pub registering_paused: bool,
    /// Counts up with every look at the evidence, for what is worked out from it.
    pub checkup_serial: u64,
    /// When the person last asked for a checkup, and whether every byte was read.
    pub checked_at: Option<(chrono::NaiveDateTime, bool)>,
    /// The material checklist in use.
    pub materials: &'a ChosenList,
    /// How the gates before applying stand today, in their order.
    pub gates: &'a [GateResult],
    /// What the records of ledgers say.
    pub ledgers: &'a LedgerRoom,
    /// How sure the score is; none where there is no score.
    pub sureness: Option<&'a Sureness>,
    /// Today, for what has expired.
    pub today: NaiveDate,
    /// Whether the case may be changed.
    pub writable: bool,
    /// Who makes changes at this computer; may be empty.
    pub person: &'a str,
    /// A newer edition of the criteria that the program has.
    pub newer: Option<&'a Pinned>,
}

impl Cx<'_> {
    /// The word of a verdict.
    #[must_use]
    pub fn verdict(&self, verdict: &Verdict) -> &Phrase {
        match verdict {
            Verdict::Unrated => &self.c.unrated,
            Verdict::Meets => &self.c.meets,
            Verdict::Fails => &self.c.fails,
            Verdict::Sampled { .. } => &self.c.sampled,
            Verdict::Excluded { .. } => &self.c.excluded,
        }
    }

    /// The measure word of a clause's samples; empty where it is not sampled.
    #[must_use]
    pub fn unit(&self, clause: &Clause) -> &str {
        match &clause.method {
            Method::AllOrNothing => "",
            Method::Proportional { sample } => {
                self.session.scheme().sample(sample).map_or("", |sample| sample.unit.as_str())
            }
        }
    }

    /// A text for a field: one that can be read, selected and copied but not changed while the case is only looked at.
    #[must_use]
    pub fn held<'t>(&self, text: &'t mut String) -> Held<'t> {
        Held::new(text, self.writable)
    }

    /// Several words as one list.
    #[must_use]
    pub fn list<T: AsRef<str>>(&self, items: impl IntoIterator<Item = T>) -> String {
        let mut out = String::new();
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                out.push_str(&self.c.list_separator);
            }
            out.push_str(item.as_ref());
        }
        out
    }

    /// The state of a piece of evidence today.
    #[must_use]
    pub fn piece_state(&self, id: EvidenceId) -> PieceState {
        self.standing.pieces.get(&id).copied().unwrap_or(PieceState::Unchecked)
    }

    /// Whether something is known against a piece of evidence: missing, changed, expired and the like.
    #[must_use]
    pub fn unsound(&self, id: EvidenceId) -> bool {
        !self.piece_state(id).sound()
    }

    /// What an undo step is called.
    #[must_use]
    pub fn edit_label(&self, kind: &EditKind) -> String {
        edit_label(self.w, kind)
    }
}

/// What an undo step is called.
#[must_use]
pub fn edit_label(w: &AppWords, kind: &EditKind) -> String {
    match kind {
        EditKind::Company => w.edit_company.to_string(),
        EditKind::Verdict(clause) => w.edit_verdict.fill(&[("clause", clause)]),
        EditKind::Finding(clause) => w.edit_finding.fill(&[("clause", clause)]),
        EditKind::Note(clause) => w.edit_note.fill(&[("clause", clause)]),
        EditKind::LookAgain(clause) => w.edit_look_again.fill(&[("clause", clause)]),
        EditKind::Action(id) => w.edit_action.fill(&[("id", id)]),
        EditKind::Scenario(name) => w.edit_scenario.fill(&[("name", name)]),
        EditKind::Doubtful(clause) => w.edit_doubtful.fill(&[("clause", clause)]),
        EditKind::AddEvidence => w.edit_add_evidence.to_string(),
        EditKind::Evidence(id) => w.edit_evidence.fill(&[("id", id)]),
        EditKind::MoveItem => w.edit_move_item.to_string(),
        EditKind::Fingerprints => w.edit_fingerprints.to_string(),
        EditKind::Recheck(clause) => w.edit_recheck.fill(&[("clause", clause)]),
        EditKind::Root => w.edit_root.to_string(),
        EditKind::Period => w.edit_period.to_string(),
        EditKind::Material(_) => w.edit_material.to_string(),
        EditKind::Ledger(ledger) => w.edit_ledger.fill(&[("ledger", &ledger_title(ledger))]),
        EditKind::Records(ledger) => w.edit_records.fill(&[("ledger", &ledger_title(ledger))]),
        EditKind::Sample(ledger) => w.edit_sample.fill(&[("ledger", &ledger_title(ledger))]),
        EditKind::Drawn(_, record) => w.edit_drawn.fill(&[("record", &crate::lang::cut(record))]),
        EditKind::Certificate(_) => w.edit_certificate.to_string(),
        EditKind::Gate(_) => w.edit_gate.to_string(),
        EditKind::RemoveEvidence => w.edit_remove_evidence.to_string(),
        EditKind::AddSpecialDeduction => w.edit_add_special.to_string(),
        EditKind::SpecialDeduction(id) => w.edit_special.fill(&[("id", id)]),
        EditKind::RemoveSpecialDeduction => w.edit_remove_special.to_string(),
        EditKind::Bonus => w.edit_bonus.to_string(),
        EditKind::Carried(clause) => w.edit_carried.fill(&[("clause", clause)]),
        EditKind::Round(_) => w.edit_round.to_string(),
        EditKind::Visit => w.edit_visit.to_string(),
        EditKind::Award => w.edit_award.to_string(),
        EditKind::Import => w.edit_import.to_string(),
        EditKind::Many(count) => w.edit_many.fill(&[("count", count)]),
    }
}
