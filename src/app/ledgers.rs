//! Ledgers as the window knows them: what their records say, and the table that is being imported.
//!
//! Why it is so: a hundred thousand records are gone through once when they change, in the background, and never for a
//! frame. What was found is kept with the very ledger that it was found in; another pointer means that it is stale.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::assessment::{Assessment, FailReason, Failing, Ledger, LedgerStats, ledger_failing, ledger_stats};
use crate::criteria::{LedgerId, LedgerKind, RecordGate, ledger_kind, ledger_kinds};
use crate::lang::Words;
use crate::store::ledgers::{self, LedgerPlan, LedgerTable, Mapping, Misfit, ProblemRow};

/// What the window knows of ledgers.
#[derive(Debug, Default)]
pub struct LedgerRoom {
    /// The case that this is known of.
    pub case: PathBuf,
    /// What the records of each ledger say; may lag behind while it is worked out.
    pub seen: BTreeMap<LedgerId, Arc<LedgerSeen>>,
    /// The table that is being imported.
    pub import: Option<Box<Draft>>,
    /// Counts up with every step of an import, so that results of older steps are known.
    pub serial: u64,
}

/// What the records of a ledger say.
#[derive(Debug)]
pub struct LedgerSeen {
    /// The ledger that it was found in.
    pub ledger: Arc<Ledger>,
    /// The day that it is seen from.
    pub today: NaiveDate,
    /// The figures.
    pub stats: LedgerStats,
    /// The records that fail something, in words.
    pub rows: Arc<Vec<ProblemRow>>,
    /// Of each of these, which of `reasons` it has.
    pub has: Vec<Vec<u16>>,
    /// What records fail, the commonest first.
    pub reasons: Vec<Reason>,
}

/// Something that records fail, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// In words.
    pub label: String,
    /// How many records.
    pub count: usize,
}

/// How far a gate of a ledger is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateState<'a> {
    /// What is asked for.
    pub gate: &'a RecordGate,
    /// How many records count.
    pub have: usize,
}

impl GateState<'_> {
    /// Whether there are enough.
    #[must_use]
    pub fn met(&self) -> bool {
        self.have >= self.gate.least as usize
    }
}

/// The gates of a kind and how far each is reached; `seen` is none for an empty ledger.
#[must_use]
pub fn gates<'a>(kind: &'a LedgerKind, seen: Option<&LedgerSeen>) -> Vec<GateState<'a>> {
    let have = |gate: &RecordGate| {
        let stats = seen.map(|seen| &seen.stats);
        match (gate.months, stats) {
            (_, None) => 0,
            (None, Some(stats)) => stats.records,
            // The figures know three months; the shipped gates ask for no other.
            (Some(_), Some(stats)) => stats.last_3_months.unwrap_or(stats.records),
        }
    };
    kind.gates.iter().map(|gate| GateState { gate, have: have(gate) }).collect()
}

impl LedgerRoom {
    /// What the records of a ledger say, as far as it was worked out.
    #[must_use]
    pub fn of(&self, id: &LedgerId) -> Option<&Arc<LedgerSeen>> {
        self.seen.get(id)
    }

    /// Kinds with records of which a gate is not met.
    #[must_use]
    pub fn gates_open(&self) -> usize {
        let open = |kind: &&LedgerKind| {
            let seen = self.seen.get(&kind.id);
            seen.is_some() && gates(kind, seen.map(Arc::as_ref)).iter().any(|state| !state.met())
        };
        ledger_kinds().iter().filter(open).count()
    }

    /// The ledgers of which what is known is missing or stale.
    #[must_use]
    pub fn stale(&self, assessment: &Assessment, today: NaiveDate) -> Vec<(LedgerId, Arc<Ledger>)> {
        let fresh = |id: &LedgerId, ledger: &Arc<Ledger>| {
            self.seen.get(id).is_some_and(|seen| seen.today == today && Arc::ptr_eq(&seen.ledger, ledger))
        };
        let ledgers = assessment.ledgers.iter().filter(|(id, ledger)| !fresh(id, ledger));
        ledgers.map(|(id, ledger)| (id.clone(), ledger.clone())).collect()
    }
}

/// Goes through the records of a ledger; none for a kind that the program does not know.
#[must_use]
pub fn look(id: &LedgerId, ledger: Arc<Ledger>, today: NaiveDate, words: &Words) -> Option<LedgerSeen> {
    let kind = ledger_kind(id.as_str())?;
    let stats = ledger_stats(kind, &ledger, today);
    let failing = ledger_failing(kind, &ledger, today);
    let (reasons, has) = sorted(&failing, kind, words);
    let rows = Arc::new(ledgers::problem_rows(&failing, kind, words));
    Some(LedgerSeen { ledger, today, stats, rows, has, reasons })
}

/// What of a reason several records share.
type Key<'a> = (u8, &'a str);

fn key(reason: &FailReason) -> Key<'_> {
    match reason {
        FailReason::Missing { field } => (0, field),
        FailReason::Unreadable { field } => (1, field),
        FailReason::No { field } => (2, field),
        FailReason::NotCounted { measure, .. } => (3, measure),
        FailReason::Late { measure, .. } => (4, measure),
        FailReason::Backwards { measure, .. } => (5, measure),
        FailReason::Below { measure, .. } => (6, measure),
        FailReason::Expired { field, .. } => (7, field),
        FailReason::Ahead { field, .. } => (8, field),
    }
}

fn label(key: Key<'_>, kind: &LedgerKind, words: &Words) -> String {
    let (w, v) = (&words.ledgers, &words.ledger_view);
    let field = kind.field(key.1).map_or(key.1, |field| &field.title);
    let measure = kind.measure(key.1).map_or(key.1, |measure| &measure.title);
    match key.0 {
        0 => w.reason_missing.fill(&[("field", &field)]),
        1 => w.reason_unreadable.fill(&[("field", &field)]),
        2 => w.reason_no.fill(&[("field", &field)]),
        3 => v.reason_not_counted.fill(&[("measure", &measure)]),
        4 => v.reason_late.fill(&[("measure", &measure)]),
        5 => v.reason_backwards.fill(&[("measure", &measure)]),
        7 => v.reason_expired.fill(&[("field", &field)]),
        8 => v.reason_ahead.fill(&[("field", &field)]),
        _ => v.reason_below.fill(&[("measure", &measure)]),
    }
}

/// The reasons, the commonest first, and which of them each record has.
fn sorted(failing: &[Failing], kind: &LedgerKind, words: &Words) -> (Vec<Reason>, Vec<Vec<u16>>) {
    let mut counts: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for reason in failing.iter().flat_map(|failing| &failing.reasons) {
        *counts.entry(key(reason)).or_default() += 1;
    }
    let mut order: Vec<(Key<'_>, usize)> = counts.into_iter().collect();
    order.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
    let places: BTreeMap<Key<'_>, u16> = (0..).zip(&order).map(|(at, (key, _))| (*key, at)).collect();
    let place = |reason| places.get(&key(reason)).copied();
    let has = failing.iter().map(|failing| failing.reasons.iter().filter_map(place).collect());
    let reasons = order.iter().map(|(key, count)| Reason { label: label(*key, kind, words), count: *count });
    (reasons.collect(), has.collect())
}

/// A table on its way into a ledger.
#[derive(Debug)]
pub struct Draft {
    /// Which kind of ledger.
    pub kind: &'static LedgerKind,
    /// The case that it goes into.
    pub case: PathBuf,
    /// The file.
    pub path: PathBuf,
    /// The sheet that was chosen; none for the one that fits.
    pub sheet: Option<String>,
    /// What was read; none until then.
    pub table: Option<Arc<LedgerTable>>,
    /// Which column is which field.
    pub mapping: Mapping,
    /// Why the table is hardly such a ledger; nothing is taken over until a person says which column is which.
    pub misfit: Option<Misfit>,
    /// Whether a person has said so.
    pub by_hand: bool,
    /// How it is taken over.
    pub options: DraftOptions,
    /// What taking it over would do; of the last step but one while it is worked out again.
    pub planned: Option<Planned>,
    /// Why it cannot be read, as a sentence.
    pub problem: Option<String>,
    /// Why it was not taken over and is shown again, as a sentence.
    pub again: Option<String>,
    /// Whether the file is still to be read.
    pub read_wanted: bool,
    /// Whether it is still to be worked out what taking it over would do.
    pub plan_wanted: bool,
    /// Whether it is being taken over.
    pub taking: bool,
    /// Which step of the import this is.
    pub serial: u64,
}

/// How a table is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DraftOptions {
    /// Where the table contradicts the case, the table counts.
    pub newer: bool,
    /// The table is the whole ledger from now on.
    pub replace: bool,
    /// Names and telephone numbers stay as they are.
    pub unmasked: bool,
}

/// What taking a table over would do, and to what.
#[derive(Debug)]
pub struct Planned {
    /// What it would do.
    pub plan: Arc<LedgerPlan>,
    /// The ledger as it was.
    pub ledger: Option<Arc<Ledger>>,
    /// The first values of each mapped field, as they are kept.
    pub samples: BTreeMap<String, Vec<String>>,
}

impl Planned {
    /// Whether it was made for the ledger as it is.
    #[must_use]
    pub fn fits(&self, ledger: Option<&Arc<Ledger>>) -> bool {
        match (&self.ledger, ledger) {
            (None, None) => true,
            (Some(old), Some(now)) => Arc::ptr_eq(old, now),
            _ => false,
        }
    }
}

/// What a view or dialog asks about ledgers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // named after what they do
pub enum LedgerAction {
    /// Reads a file for a ledger and shows what importing it would do.
    Import { ledger: LedgerId, path: PathBuf },
    /// Reads another sheet of the file.
    Sheet(String),
    /// Gives a field another column, or none.
    Map { field: String, column: Option<usize> },
    /// Takes the table over otherwise.
    Options(DraftOptions),
    /// Takes the table over as it is shown.
    TakeOver,
    /// Sets the company's own promise, or takes it away; minutes of a span, ten-thousandths of a number.
    Promise { ledger: LedgerId, measure: String, promise: Option<i64> },
    /// Removes a ledger with all its records.
    Remove(LedgerId),
}
