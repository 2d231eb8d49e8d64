//! What was counted in ledgers for the gates, kept for the next time.
//!
//! Why it is so: the gates are looked at again after every change of the case, and most changes are of something else;
//! a hundred thousand records are not gone through for every letter that is typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::readiness::Found;
use crate::assessment::{Assessment, Ledger};
use crate::criteria::{GateId, LedgerId};

/// What gates found in ledgers; of one set of gates and kinds.
#[derive(Debug, Default)]
pub struct Counted {
    found: BTreeMap<GateId, (Arc<Ledger>, NaiveDate, Found)>,
}

impl Counted {
    /// What a gate finds in a ledger: what it found before where both ledger and day are the same.
    pub(super) fn of(
        &mut self,
        gate: &GateId,
        (assessment, ledger): (&Assessment, &LedgerId),
        today: NaiveDate,
        count: impl FnOnce() -> Found,
    ) -> Found {
        let Some(ledger) = assessment.ledgers.get(ledger) else {
            self.found.remove(gate);
            return count();
        };
        let same = |(known, day, _): &&(Arc<Ledger>, NaiveDate, Found)| Arc::ptr_eq(known, ledger) && *day == today;
        if let Some((_, _, found)) = self.found.get(gate).filter(same) {
            return found.clone();
        }
        let found = count();
        self.found.insert(gate.clone(), (Arc::clone(ledger), today, found.clone()));
        found
    }
}
