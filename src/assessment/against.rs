//! What a ledger itself says against a record that was drawn from it.
//!
//! Why it is so: the ledger is only a hint. A signature may be on the paper and not in the table, so nothing is marked
//! by itself; whoever checks may take all hints over at once, sees them, and can undo that.

use super::{Drawn, Kept, Ledger, Mark, Sample};
use crate::criteria::{LedgerKind, SampleCheck};

/// What a ledger says against a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The field is empty, or what stands in it cannot be read.
    Missing,
    /// The field says no.
    No,
}

/// What the ledger says against a record by one check: by the first of its fields of which it does; none where it says nothing against it, where the table of the
/// record had no column for the field, and where the ledger does not have the record any more.
#[must_use]
pub fn against(ledger: &Ledger, record: &str, check: &SampleCheck) -> Option<Against> {
    let record = ledger.records.get(record)?;
    let of = |field: &String| {
        ledger.about.index(field)?;
        match ledger.cell(record, field) {
            Kept::Mark(false) => Some(Against::No),
            Kept::Missing if ledger.about.tells_asked => None,
            kept if !kept.is_there() => Some(Against::Missing),
            _ => None,
        }
    };
    check.fields.iter().find_map(of)
}

/// Whether a check concerns a record by what the ledger says of it; none where the ledger does not say what it is about.
#[must_use]
pub fn concerns(ledger: &Ledger, record: &str, check: &SampleCheck) -> Option<bool> {
    let Some((field, words)) = &check.only else { return Some(true) };
    let about = ledger.cell(ledger.records.get(record)?, field).text()?.to_lowercase();
    Some(words.iter().any(|word| about.contains(&word.to_lowercase())))
}

/// A record with every check that is not marked yet conforming; those that do not concern it by its ledger say so.
#[must_use]
pub fn rest_conforms(kind: &LedgerKind, ledger: Option<&Ledger>, drawn: &Drawn) -> Drawn {
    let mut out = drawn.clone();
    for check in &kind.checks {
        let concerned = ledger.and_then(|ledger| concerns(ledger, &drawn.record, check)).unwrap_or(true);
        let mark = if concerned { Mark::Conforms } else { Mark::NotConcerned };
        out.marks.entry(check.id.clone()).or_insert(mark);
    }
    out
}

/// The checks of a record that are not marked and that its ledger speaks against.
pub fn hints<'a>(kind: &'a LedgerKind, ledger: &Ledger, drawn: &Drawn) -> impl Iterator<Item = &'a SampleCheck> {
    kind.checks
        .iter()
        .filter(move |check| !drawn.marks.contains_key(&check.id) && against(ledger, &drawn.record, check).is_some())
}

/// The sample with every such check marked as failing, and how many those are.
#[must_use]
pub fn prefilled(kind: &LedgerKind, ledger: &Ledger, sample: &Sample) -> (Sample, usize) {
    let mut out = sample.clone();
    let mut marked = 0;
    for drawn in &mut out.drawn {
        let checks: Vec<&SampleCheck> = hints(kind, ledger, drawn).collect();
        for check in checks {
            drawn.marks.insert(check.id.clone(), Mark::Fails);
            marked += 1;
        }
    }
    (out, marked)
}
