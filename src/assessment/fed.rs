//! Which records stand behind a clause whose verdict follows from samples: the trail from the score down to them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Assessment, Drawn, RecordVerdict, Sample, SampleCount, Verdict, natural};
use crate::criteria::{ClauseId, LedgerId, LedgerKind, ledger_kind};

/// What samples say about one clause, and where that comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fed {
    /// All of them together.
    pub count: SampleCount,
    /// Ledger by ledger.
    pub from: Vec<FedBy>,
}

impl Fed {
    /// The verdict that follows; none while no record says anything.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.count.verdict()
    }
}

/// What the sample of one ledger says about one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FedBy {
    /// Which ledger.
    pub ledger: LedgerId,
    /// How many records were drawn.
    pub drawn: usize,
    /// How many.
    pub count: SampleCount,
    /// The numbers of the nonconforming records, in the order in which they were drawn.
    pub nonconforming: Vec<String>,
}

impl Assessment {
    /// What samples say about each clause that they feed, down to the records.
    #[must_use]
    pub fn fed(&self) -> BTreeMap<ClauseId, Fed> {
        let mut out: BTreeMap<ClauseId, Fed> = BTreeMap::new();
        for (ledger, sample) in &self.samples {
            for (clause, checks) in &sample.feeds {
                let nonconforming = sample.nonconforming(checks);
                let mut nonconforming: Vec<String> = nonconforming.map(|drawn| drawn.record.clone()).collect();
                nonconforming.sort_by(|one, other| natural(one, other));
                let by = FedBy {
                    ledger: ledger.clone(),
                    drawn: sample.drawn.len(),
                    count: sample.count(checks),
                    nonconforming,
                };
                let fed = out.entry(clause.clone()).or_default();
                fed.count.checked += by.count.checked;
                fed.count.nonconforming += by.count.nonconforming;
                fed.count.open += by.count.open;
                fed.from.push(by);
            }
        }
        out
    }
}

impl Sample {
    /// What its records say by these checks.
    #[must_use]
    pub fn count(&self, checks: &BTreeSet<String>) -> SampleCount {
        let mut count = SampleCount::default();
        for drawn in &self.drawn {
            match drawn.verdict(checks) {
                RecordVerdict::Conforms => count.checked += 1,
                RecordVerdict::Fails => {
                    count.checked += 1;
                    count.nonconforming += 1;
                }
                RecordVerdict::Open => count.open += 1,
                RecordVerdict::NotConcerned => {}
            }
        }
        count
    }

    /// The records that do not conform by these checks.
    pub fn nonconforming<'a>(&'a self, checks: &'a BTreeSet<String>) -> impl Iterator<Item = &'a Drawn> {
        self.drawn.iter().filter(move |drawn| drawn.verdict(checks) == RecordVerdict::Fails)
    }

    /// The checks that take part in some clause.
    #[must_use]
    pub fn checks(&self) -> BTreeSet<&str> {
        self.feeds.values().flatten().map(String::as_str).collect()
    }
}

impl Sample {
    /// Whether a record is looked at to the end: no clause that it feeds is open; where it feeds none, every check is
    /// marked.
    #[must_use]
    pub fn is_finished(&self, drawn: &Drawn, kind: Option<&LedgerKind>) -> bool {
        if self.feeds.is_empty() {
            let marked = |kind: &LedgerKind| kind.checks.iter().all(|check| drawn.marks.contains_key(&check.id));
            return kind.is_none_or(marked);
        }
        self.feeds.values().all(|checks| drawn.verdict(checks) != RecordVerdict::Open)
    }

    /// How many of its records are not looked at to the end.
    #[must_use]
    pub fn open(&self, kind: Option<&LedgerKind>) -> usize {
        self.drawn.iter().filter(|drawn| !self.is_finished(drawn, kind)).count()
    }
}

impl Assessment {
    /// How many records of all samples are not looked at to the end.
    #[must_use]
    pub fn open_records(&self) -> usize {
        self.samples.iter().map(|(ledger, sample)| sample.open(ledger_kind(ledger.as_str()))).sum()
    }

    /// How many of them feed a clause: until they are looked at to the end, the verdict that follows may still change.
    #[must_use]
    pub fn provisional_records(&self) -> usize {
        self.samples.values().filter(|sample| !sample.feeds.is_empty()).map(|sample| sample.open(None)).sum()
    }
}
