//! Samples (抽样): records drawn from a ledger, and what was found in each; the verdicts of clauses follow from it.
//!
//! Why it is so:
//! * Which records are drawn follows from the seed and the numbers of the records alone, by a sum that any program can
//!   compute, so that the same seed gives the same sample on every computer and whatever order the table was in.
//! * The standard lets such clauses lose points in proportion to the nonconforming samples. A number typed by hand
//!   could say something else than the sheet, so a clause that a sample feeds has the verdict that follows from it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::fmt::Write as _;

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

use super::limits::{MAX_EVIDENCE, MAX_MARKS, MAX_SAMPLE};
use super::{Assessment, EvidenceId, Kept, Ledger, Sum, Verdict};
use crate::criteria::{ClauseId, LedgerId, Method, Scheme};

/// How records are grouped when each month is a stratum.
pub const BY_MONTH: &str = "month";

/// Records drawn from a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// 种子: what the draw follows from, besides the numbers of the records.
    pub seed: String,
    /// 分层: the field whose words, or [`BY_MONTH`] whose months, each get their share; none for a simple draw.
    pub strata: Option<String>,
    /// How many records there were when it was last drawn.
    pub population: u32,
    /// The sum over their numbers, see [`Ledger::population_sum`]; none before the first draw.
    pub population_sum: Option<Sum>,
    /// The clauses whose verdicts follow from it, and the checks that take part in each.
    #[serde(deserialize_with = "super::bounded::map::<MAX_MARKS, _, _, _>")]
    pub feeds: BTreeMap<ClauseId, BTreeSet<String>>,
    /// The records in the order in which they were drawn.
    #[serde(deserialize_with = "super::bounded::list::<MAX_SAMPLE, _, _>")]
    pub drawn: Vec<Drawn>,
    /// What the first of them were drawn from, where the ledger changed before more were drawn; empty where all come
    /// from one and the same population, so that such samples are written as they always were.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "super::bounded::list::<MAX_SAMPLE, _, _>"
    )]
    pub before: Vec<DrawnBefore>,
}

/// What the first records of a sample were drawn from, where that is something else than what the last ones come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnBefore {
    /// How many had been drawn until then, in all.
    pub n: u32,
    /// How many records there were.
    pub population: u32,
    /// The sum over their numbers.
    pub population_sum: Option<Sum>,
}

/// A record that was drawn, and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// Its number.
    pub record: String,
    /// The stratum that it was drawn from; empty in a simple draw, and for records that have none.
    pub stratum: String,
    /// What was found, by check; what is not there was not looked at yet.
    #[serde(deserialize_with = "super::bounded::map::<MAX_MARKS, _, _, _>")]
    pub marks: BTreeMap<String, Mark>,
    /// What there is to say.
    pub note: String,
    /// Evidence of it; pieces may be gone since.
    #[serde(deserialize_with = "super::bounded::set::<MAX_EVIDENCE, _, _>")]
    pub evidence: BTreeSet<EvidenceId>,
}

/// What was found in one record by one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 符合.
    Conforms,
    /// 不符合.
    Fails,
    /// 不涉及: the check does not concern this record.
    NotConcerned,
}

/// What a record says about one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordVerdict {
    /// Some check is not marked yet, and none failed.
    Open,
    /// No check failed and at least one conforms.
    Conforms,
    /// Some check failed.
    Fails,
    /// No check concerns it.
    NotConcerned,
}

impl Drawn {
    /// Whether anything was found in it yet.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        !self.marks.is_empty() || !self.note.is_empty() || !self.evidence.is_empty()
    }

    /// What it says about a clause in which these checks take part.
    #[must_use]
    pub fn verdict(&self, checks: &BTreeSet<String>) -> RecordVerdict {
        let marks = || checks.iter().map(|check| self.marks.get(check).copied());
        if marks().any(|mark| mark == Some(Mark::Fails)) {
            RecordVerdict::Fails
        } else if checks.is_empty() || marks().any(|mark| mark.is_none()) {
            RecordVerdict::Open
        } else if marks().any(|mark| mark == Some(Mark::Conforms)) {
            RecordVerdict::Conforms
        } else {
            RecordVerdict::NotConcerned
        }
    }
}

/// What samples say about one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SampleCount {
    /// Records that conform or do not.
    pub checked: u32,
    /// Of them nonconforming.
    pub nonconforming: u32,
    /// Records that were drawn and not yet looked at to the end.
    pub open: u32,
}

impl SampleCount {
    /// The verdict that follows; none while no record says anything.
    #[must_use]
    pub fn verdict(self) -> Option<Verdict> {
        let Self { checked, nonconforming, .. } = self;
        (checked > 0).then_some(Verdict::Sampled { checked, nonconforming })
    }
}

impl Assessment {
    /// The clauses that samples feed, with what they say about each.
    #[must_use]
    pub fn sampled(&self) -> BTreeMap<&ClauseId, SampleCount> {
        let mut out: BTreeMap<&ClauseId, SampleCount> = BTreeMap::new();
        for sample in self.samples.values() {
            for (clause, checks) in &sample.feeds {
                let count = out.entry(clause).or_default();
                let more = sample.count(checks);
                count.checked += more.checked;
                count.nonconforming += more.nonconforming;
                count.open += more.open;
            }
        }
        out
    }

    /// The ledgers whose samples feed a clause.
    pub fn samples_of<'a>(&'a self, clause: &'a ClauseId) -> impl Iterator<Item = (&'a LedgerId, &'a Sample)> {
        let feeds = |(_, sample): &(_, &Sample)| sample.feeds.contains_key(clause);
        self.samples.iter().map(|(ledger, sample)| (ledger, sample.as_ref())).filter(feeds)
    }

    /// The verdict that samples give to a clause; none where it is a person's to give.
    #[must_use]
    pub fn sampled_verdict(&self, clause: &ClauseId) -> Option<Verdict> {
        self.sampled().get(clause).and_then(|count| count.verdict())
    }

    /// Lets the verdicts of the clauses that samples feed follow from them. An exclusion stands: what does not concern
    /// the company is not sampled. A clause whose samples say nothing any more is unrated, where it followed `before`.
    pub(super) fn follow_samples(&mut self, before: &BTreeMap<ClauseId, SampleCount>) {
        let counts: Vec<(ClauseId, SampleCount)> =
            self.sampled().into_iter().map(|(clause, count)| (clause.clone(), count)).collect();
        for (clause, count) in counts {
            if matches!(self.verdict(&clause), Verdict::Excluded { .. }) {
                continue;
            }
            let followed = before.get(&clause).is_some_and(|count| count.verdict().is_some());
            let verdict = match count.verdict() {
                Some(verdict) => verdict,
                None if followed => Verdict::Unrated,
                None => continue,
            };
            if *self.verdict(&clause) != verdict {
                let answer = std::sync::Arc::make_mut(self.answers.entry(clause.clone()).or_default());
                answer.verdict = verdict;
                answer.carried = None;
                answer.recheck = false;
            }
        }
        self.tidy();
    }

    /// What samples say now, to be handed to [`follow_samples`](Self::follow_samples) after a change.
    pub(super) fn sample_counts(&self) -> BTreeMap<ClauseId, SampleCount> {
        self.sampled().into_iter().map(|(clause, count)| (clause.clone(), count)).collect()
    }
}

impl Sample {
    /// Whether two samples differ at most in what was found in their records.
    #[must_use]
    pub fn same_draw(&self, other: &Self) -> bool {
        let head = |sample: &Self| Self { drawn: Vec::new(), ..sample.clone() };
        let of = |sample: &'_ Self| -> Vec<(String, String)> {
            sample.drawn.iter().map(|drawn| (drawn.record.clone(), drawn.stratum.clone())).collect()
        };
        head(self) == head(other) && of(self) == of(other)
    }

    /// The record with a number.
    #[must_use]
    pub fn record(&self, number: &str) -> Option<&Drawn> {
        self.drawn.iter().find(|drawn| drawn.record == number)
    }

    /// The same sample with so many records in all: those that were drawn stay, in their order, and more are drawn from
    /// the rest of the ledger. Fewer than were drawn are not taken back; where there are too few records, all are drawn.
    ///
    /// A simple draw takes the records in the order of the SHA-256 sums of `SEED`, a line break and the record's number.
    /// In a stratified one every further record comes from the stratum with the largest `size / (2·drawn + 1)` (the
    /// method of Sainte-Laguë, the first in the order of names among equals), within it in the same order: so each
    /// stratum has its share, and drawing more never takes one back.
    #[must_use]
    pub fn draw(&self, ledger: &Ledger, dated_by: Option<&str>, wanted: usize) -> Self {
        let mut out = self.clone();
        let taken: BTreeSet<&str> = self.drawn.iter().map(|drawn| drawn.record.as_str()).collect();
        let mut strata: BTreeMap<String, Stratum<'_>> = BTreeMap::new();
        // Texts that are used again: a hundred thousand small ones take longer than all the rest.
        let (mut name, mut text) = (String::new(), format!("{}\n", self.seed));
        let seed = text.len();
        for (number, record) in &ledger.records {
            name.clear();
            self.stratum(ledger, record, dated_by, &mut name);
            if !strata.contains_key(&name) {
                strata.insert(name.clone(), Stratum::default());
            }
            let Some(stratum) = strata.get_mut(&name) else { continue };
            stratum.size += 1;
            if taken.contains(number.as_str()) {
                stratum.drawn += 1;
            } else {
                text.truncate(seed);
                text.push_str(number);
                stratum.rest.push(Reverse((Sum::of(text.as_bytes()), number)));
            }
        }
        while out.drawn.len() < wanted.min(MAX_SAMPLE) {
            let left = strata.iter_mut().filter(|(_, stratum)| !stratum.rest.is_empty());
            let Some((name, next)) = left.reduce(|best, other| if other.1.before(best.1) { other } else { best })
            else {
                break;
            };
            next.drawn += 1;
            let Some(Reverse((_, number))) = next.rest.pop() else { break };
            out.drawn.push(Drawn { record: number.clone(), stratum: name.clone(), ..Drawn::default() });
        }
        if out.drawn.len() > self.drawn.len() || self.population_sum.is_none() {
            out.drawn_from(ledger, self.drawn.len());
        }
        out
    }

    /// Notes what its last records were drawn from; `first` were drawn before, from something else perhaps.
    fn drawn_from(&mut self, ledger: &Ledger, first: usize) {
        let sum = Some(ledger.population_sum());
        if first > 0 && self.population_sum != sum {
            let n = u32::try_from(first).unwrap_or(u32::MAX);
            let (population, population_sum) = (self.population, self.population_sum);
            self.before.push(DrawnBefore { n, population, population_sum });
        }
        self.population = u32::try_from(ledger.records.len()).unwrap_or(u32::MAX);
        self.population_sum = sum;
    }

    /// The numbers of drawn records that a ledger does not have any more, in the order in which they were drawn.
    pub fn gone<'a>(&'a self, ledger: &'a Ledger) -> impl Iterator<Item = &'a str> {
        self.drawn.iter().filter(|drawn| !ledger.records.contains_key(&drawn.record)).map(|drawn| drawn.record.as_str())
    }

    /// Writes down the stratum of a record.
    fn stratum(&self, ledger: &Ledger, record: &super::Record, dated_by: Option<&str>, out: &mut String) {
        match self.strata.as_deref() {
            None => {}
            Some(BY_MONTH) => {
                let day = dated_by.and_then(|field| ledger.cell(record, field).day());
                // A text takes every number.
                let _ = match day.map(|day| (day, day.year())) {
                    None => Ok(()),
                    Some((day, year @ 0..=9999)) => write!(out, "{year:04}-{:02}", day.month()),
                    Some((day, _)) => write!(out, "{}", day.format("%Y-%m")),
                };
            }
            Some(field) => {
                if let Kept::Text(text) = ledger.cell(record, field) {
                    out.push_str(text);
                }
            }
        }
    }
}

/// A stratum while it is drawn from.
#[derive(Default)]
struct Stratum<'a> {
    size: u64,
    drawn: u64,
    /// Who was not drawn, the next one on top: few are drawn of many, so they are not put in order.
    rest: BinaryHeap<Reverse<(Sum, &'a String)>>,
}

impl Stratum<'_> {
    /// Whether the next record is rather drawn from here.
    fn before(&self, other: &Self) -> bool {
        self.size * (2 * other.drawn + 1) > other.size * (2 * self.drawn + 1)
    }
}

/// The clauses that a sample may feed by itself: those of the scheme that lose points in proportion, and that were not
/// excluded.
#[must_use]
pub fn may_feed(scheme: &Scheme, assessment: &Assessment, clause: &ClauseId) -> bool {
    let sampled = scheme.clause(clause).is_some_and(|clause| !matches!(clause.method, Method::AllOrNothing));
    sampled && !matches!(assessment.verdict(clause), Verdict::Excluded { .. })
}
