//! What follows from the sample in view, worked out once for each state of the case and not in every frame.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Open;
use crate::app::{Action, Cx};
use crate::assessment::{Drawn, Edit, Ledger, Records, Sample, Sum, hints, natural, prefilled};
use crate::criteria::{Amount, ClauseId, LedgerId, LedgerKind};
use crate::scoring::repaired;

/// What follows from a sample.
#[derive(Debug, Default)]
pub struct Seen {
    /// The revision and the ledger that it was worked out for.
    of: Option<(u64, LedgerId)>,
    /// Records that are not looked at to the end.
    pub open: usize,
    /// The places of records that do not conform by some check.
    pub failing: Vec<usize>,
    /// Cells that are not marked and that the ledger speaks against.
    pub hints: usize,
    /// What repairing all of them gives back, and the score then.
    pub gain: Option<(Amount, Amount)>,
    /// What repairing those of one clause for this clause gives back.
    pub gains: BTreeMap<ClauseId, Amount>,
    /// Records, and the sum over their numbers.
    population: Option<(Records, Sum)>,
    drifted: bool,
}

impl Seen {
    /// Works out what is not of this state of the case.
    pub fn refresh(&mut self, cx: &Cx, kind: &LedgerKind, ledger: Option<&Arc<Ledger>>) {
        let assessment = cx.session.assessment();
        let now = Some((cx.session.revision(), kind.id.clone()));
        if self.of == now {
            return;
        }
        // The sum over a hundred thousand numbers is not worked out again for every mark.
        let population = self.population.take();
        *self = Self { of: now, ..Self::default() };
        let Some(sample) = assessment.samples.get(&kind.id) else { return };
        if let Some(ledger) = ledger {
            let known = population.filter(|(known, _)| known.is(&ledger.records));
            let (records, sum) = known.unwrap_or_else(|| (ledger.records.clone(), ledger.population_sum()));
            self.drifted = sample.population_sum.is_some_and(|drawn_from| drawn_from != sum);
            self.population = Some((records, sum));
        }
        self.open = sample.open(Some(kind));
        let fails = |drawn: &Drawn| failed(kind, drawn).next().is_some();
        self.failing = sample.drawn.iter().enumerate().filter(|(_, drawn)| fails(drawn)).map(|(at, _)| at).collect();
        let record = |at: &usize| sample.drawn.get(*at).map_or("", |drawn| drawn.record.as_str());
        self.failing.sort_by(|one, other| natural(record(one), record(other)));
        if let Some(ledger) = ledger {
            self.hints = sample.drawn.iter().map(|drawn| hints(kind, ledger, drawn).count()).sum();
        }
        let scheme = cx.session.scheme();
        let all: BTreeSet<&str> =
            self.failing.iter().filter_map(|at| sample.drawn.get(*at)).map(|drawn| drawn.record.as_str()).collect();
        if all.is_empty() {
            return;
        }
        self.gain = repaired(scheme, assessment, &kind.id, &all, None)
            .and_then(|repaired| Some((repaired.gain, repaired.card.outcome?.score)));
        for (clause, checks) in &sample.feeds {
            let records: BTreeSet<&str> = sample.nonconforming(checks).map(|drawn| drawn.record.as_str()).collect();
            if records.is_empty() {
                continue;
            }
            if let Some(repaired) = repaired(scheme, assessment, &kind.id, &records, Some(clause)) {
                self.gains.insert(clause.clone(), repaired.gain);
            }
        }
    }

    /// Whether the ledger has other records than when the sample was drawn.
    pub fn drifted(&self) -> bool {
        self.drifted
    }
}

/// The checks that a record fails.
pub fn failed<'a>(kind: &'a LedgerKind, drawn: &'a Drawn) -> impl Iterator<Item = &'a crate::criteria::SampleCheck> {
    kind.checks.iter().filter(|check| drawn.marks.get(&check.id) == Some(&crate::assessment::Mark::Fails))
}

/// The next record after a row that is not looked at to the end, around the end of the sheet.
pub fn next_open(kind: &LedgerKind, sample: &Sample, row: usize) -> usize {
    let all = sample.drawn.len();
    let open = |at: &usize| sample.drawn.get(*at).is_some_and(|drawn| !sample.is_finished(drawn, Some(kind)));
    (row + 1..all).chain(0..=row.min(all.saturating_sub(1))).find(open).unwrap_or(row)
}

/// The first check of a record that is not marked.
pub fn first_open(kind: &LedgerKind, sample: &Sample, row: usize) -> usize {
    let Some(drawn) = sample.drawn.get(row) else { return 0 };
    kind.checks.iter().position(|check| !drawn.marks.contains_key(&check.id)).unwrap_or(0)
}

/// Marks what the ledger speaks against, as one step.
pub fn prefill(open: Open<'_>, sample: &Sample) -> Vec<Action> {
    let Some(ledger) = open.ledger else { return Vec::new() };
    let (sample, _) = prefilled(open.kind, ledger, sample);
    let edit = Edit::SetSample { ledger: open.kind.id.clone(), sample: Some(Box::new(sample)) };
    vec![Action::Pause, Action::Edit(edit), Action::Pause]
}
