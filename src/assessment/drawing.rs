//! Drawing a sample as a person asks for it: what is allowed, and the edit that does it.
//!
//! Why it is so: whoever could draw again until the sample pleases would not be sampling. So a sample in which something
//! was found keeps its seed and its strata; beginning anew is possible, has to be said, and stands in the change log.

use std::collections::BTreeSet;

use super::{Assessment, BY_MONTH, Edit, MAX_KEPT, MAX_SAMPLE, Sample, may_feed};
use crate::criteria::{ClauseId, FieldForm, LedgerKind, Scheme};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawAsk {
    /// How many records in all.
    pub n: usize,
    /// The seed.
    pub seed: String,
    /// The strata, see [`Sample::strata`].
    pub strata: Option<String>,
    /// Whether what was drawn before is discarded.
    pub anew: bool,
}

/// Why nothing can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrawRefused {
    /// There is no such ledger in the case.
    NoLedger,
    /// The ledger has no records.
    NoRecords,
    /// None, or more than a sample may have.
    BadNumber,
    /// The seed is not one line, or too long.
    BadSeed,
    /// Records cannot be grouped by this.
    UnknownStrata {
        /// By what they can be.
        known: Vec<String>,
    },
    /// Something was found already in so many records, and another seed or other strata are asked for.
    Begun {
        /// In how many.
        looked_at: usize,
    },
}

/// By what the records of a ledger can be grouped: months where records have days, and fields of words.
#[must_use]
pub fn possible_strata(kind: &LedgerKind) -> Vec<&str> {
    let month = kind.dated_by.as_ref().map(|_| BY_MONTH);
    let words = kind.fields.iter().filter(|field| field.form == FieldForm::Word).map(|field| field.id.as_str());
    month.into_iter().chain(words).collect()
}

/// The edit that draws, and the sample as it is then.
///
/// # Errors
/// When it cannot be done as asked.
pub fn draw(
    scheme: &Scheme,
    assessment: &Assessment,
    kind: &LedgerKind,
    ask: &DrawAsk,
) -> Result<(Edit, Sample), DrawRefused> {
    let ledger = assessment.ledgers.get(&kind.id).ok_or(DrawRefused::NoLedger)?;
    if ledger.records.is_empty() {
        return Err(DrawRefused::NoRecords);
    }
    if !(1..=MAX_SAMPLE).contains(&ask.n) {
        return Err(DrawRefused::BadNumber);
    }
    let seed = ask.seed.trim();
    if seed.is_empty() || seed.chars().count() > MAX_KEPT || seed.chars().any(char::is_control) {
        return Err(DrawRefused::BadSeed);
    }
    let known = possible_strata(kind);
    if let Some(strata) = &ask.strata
        && !known.contains(&strata.as_str())
    {
        return Err(DrawRefused::UnknownStrata { known: known.into_iter().map(str::to_owned).collect() });
    }
    let old = assessment.samples.get(&kind.id);
    let same_way = |old: &&std::sync::Arc<Sample>| old.seed == seed && old.strata == ask.strata;
    let begun = old.map_or(0, |old| old.drawn.iter().filter(|drawn| drawn.is_begun()).count());
    if begun > 0 && !ask.anew && old.filter(same_way).is_none() {
        return Err(DrawRefused::Begun { looked_at: begun });
    }
    // What it feeds was chosen by a person, perhaps, and stays.
    let feeds = old.map_or_else(|| usual_feeds(scheme, assessment, kind), |old| old.feeds.clone());
    let fresh = || Sample { seed: seed.to_owned(), strata: ask.strata.clone(), feeds, ..Sample::default() };
    let from = match old.filter(same_way) {
        Some(old) if !ask.anew => (**old).clone(),
        _ => fresh(),
    };
    let sample = from.draw(ledger, kind.dated_by.as_deref(), ask.n);
    Ok((Edit::SetSample { ledger: kind.id.clone(), sample: Some(Box::new(sample.clone())) }, sample))
}

/// The clauses that a sample of this kind feeds unless a person chooses otherwise, with the checks that take part.
#[must_use]
pub fn usual_feeds(
    scheme: &Scheme,
    assessment: &Assessment,
    kind: &LedgerKind,
) -> std::collections::BTreeMap<ClauseId, BTreeSet<String>> {
    let clauses = kind.clauses().into_iter().filter(|clause| may_feed(scheme, assessment, clause));
    clauses
        .map(|clause| {
            let checks = kind.checks.iter().filter(|check| check.clauses.contains(clause));
            (clause.clone(), checks.map(|check| check.id.clone()).collect())
        })
        .collect()
}
