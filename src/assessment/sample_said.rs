//! Samples in words: how they were drawn, and which records stand behind a verdict. One place for window, command
//! line, sheet and report, so that all of them say the same.

use super::{Assessment, BY_MONTH, Fed, FedBy, Kept, Ledger, Mark, Sample, natural, ten_thousandths};
use crate::criteria::{LedgerKind, ledger_kind, ledger_title};
use crate::lang::{Phrase, Words, cut};

/// So many records at most are named one by one in a sentence.
pub const NAMED_RECORDS: usize = 12;

impl Sample {
    /// How its records were grouped: 简单随机, 按月分层.
    #[must_use]
    pub fn say_strata(&self, kind: &LedgerKind, words: &Words) -> String {
        say_strata(self.strata.as_deref(), kind, words)
    }

    /// Whether and how the same records come out of a ledger again: at once, or only in the steps in which they were
    /// drawn, where the ledger changed in between.
    #[must_use]
    pub fn say_again(&self, words: &Words) -> String {
        let s = &words.sampling;
        if self.before.is_empty() {
            return s.again.to_string();
        }
        let all = u32::try_from(self.drawn.len()).unwrap_or(u32::MAX);
        let last = std::iter::once((all, self.population));
        let mut first = 0;
        let steps: Vec<String> = self
            .before
            .iter()
            .map(|step| (step.n, step.population))
            .chain(last)
            .map(|(n, population)| {
                let from = std::mem::replace(&mut first, n);
                s.again_step.fill(&[("n", &n.saturating_sub(from)), ("population", &population), ("all", &n)])
            })
            .collect();
        s.again_steps.fill(&[("steps", &steps.join(&s.joined)), ("n", &all), ("population", &self.population)])
    }

    /// How many of its records a ledger does not have any more, which, and what to do; none where it has all. Without a
    /// ledger all are gone, and need not be named.
    #[must_use]
    pub fn say_gone(&self, ledger: Option<&Ledger>, words: &Words) -> Option<String> {
        let Some(ledger) = ledger else {
            let said = words.sampling.ledger_gone.fill(&[("all", &self.drawn.len())]);
            return (!self.drawn.is_empty()).then_some(said);
        };
        let mut gone: Vec<String> = self.gone(ledger).map(str::to_owned).collect();
        gone.sort_by(|one, other| natural(one, other));
        let records = say_records(&gone, NAMED_RECORDS, words);
        let places: [(&str, &dyn std::fmt::Display); 3] =
            [("n", &gone.len()), ("all", &self.drawn.len()), ("records", &records)];
        (!gone.is_empty()).then(|| words.sampling.gone.fill(&places))
    }
}

/// What samples have and their ledgers have not any more, a line for each ledger of which that is so.
#[must_use]
pub fn say_all_gone(assessment: &Assessment, words: &Words) -> Vec<String> {
    let samples = assessment.samples.iter();
    let gone = samples.filter_map(|(id, sample)| {
        let gone = sample.say_gone(assessment.ledgers.get(id).map(AsRef::as_ref), words)?;
        Some(words.sampling.gone_of.fill(&[("ledger", &ledger_title(id)), ("gone", &gone)]))
    });
    gone.collect()
}

/// How records are grouped.
#[must_use]
pub fn say_strata(strata: Option<&str>, kind: &LedgerKind, words: &Words) -> String {
    let s = &words.sampling;
    match strata {
        None => s.simple.to_string(),
        Some(BY_MONTH) => s.by_month.to_string(),
        Some(field) => s.by_field.fill(&[("field", &kind.field(field).map_or(field, |field| &field.title))]),
    }
}

/// The first of some records by number, and how many more there are.
#[must_use]
pub fn say_records(records: &[String], most: usize, words: &Words) -> String {
    let named: Vec<String> = records.iter().take(most).map(|record| cut(record)).collect();
    let mut out = named.join(&words.common.list_separator);
    if records.len() > most {
        out.push_str(&words.sampling.more_records.fill(&[("n", &(records.len() - most))]));
    }
    out
}

/// That verdicts which follow from samples are not final; none where they are.
#[must_use]
pub fn say_provisional(records: usize, words: &Words) -> Option<String> {
    (records > 0).then(|| words.sampling.provisional.fill(&[("n", &records)]))
}

impl FedBy {
    /// From which ledger, drawn how, so many checked, which of them nonconforming.
    #[must_use]
    pub fn say(&self, assessment: &Assessment, words: &Words) -> String {
        let s = &words.sampling;
        let Some(sample) = assessment.samples.get(&self.ledger) else { return String::new() };
        let strata = ledger_kind(self.ledger.as_str()).map(|kind| sample.say_strata(kind, words)).unwrap_or_default();
        let mut out = s.trail.fill(&[
            ("ledger", &ledger_title(&self.ledger)),
            ("population", &sample.population),
            ("strata", &strata),
            ("seed", &cut(&sample.seed)),
            ("n", &sample.drawn.len()),
            ("checked", &self.count.checked),
            ("nonconforming", &self.count.nonconforming),
        ]);
        if !self.nonconforming.is_empty() {
            let records = say_records(&self.nonconforming, NAMED_RECORDS, words);
            out.push_str(&s.trail_records.fill(&[("records", &records)]));
        }
        if self.count.open > 0 {
            out.push_str(&s.trail_open.fill(&[("n", &self.count.open)]));
        }
        let again = (!sample.before.is_empty()).then(|| sample.say_again(words));
        let gone = sample.say_gone(assessment.ledgers.get(&self.ledger).map(AsRef::as_ref), words);
        for more in again.into_iter().chain(gone) {
            out.push_str(&s.joined);
            out.push_str(&more);
        }
        out
    }
}

impl Fed {
    /// From which ledgers a verdict follows: 由抽样表得出：售后工单 20 条中不符合 3 条.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let s = &words.sampling;
        let from: Vec<String> = self
            .from
            .iter()
            .filter(|by| by.count.checked > 0)
            .map(|by| {
                let phrase = if by.count.open > 0 { &s.follows_one_open } else { &s.follows_one };
                phrase.fill(&[
                    ("ledger", &ledger_title(&by.ledger)),
                    ("all", &by.drawn),
                    ("done", &by.drawn.saturating_sub(by.count.open as usize)),
                    ("checked", &by.count.checked),
                    ("nonconforming", &by.count.nonconforming),
                ])
            })
            .collect();
        s.follows.fill(&[("from", &from.join(&s.joined))])
    }
}

impl Kept {
    /// What is kept of a cell, for people; empty where nothing is there.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let s = &words.sampling;
        match self {
            Self::Missing | Self::Empty => String::new(),
            Self::There => s.cell_there.to_string(),
            Self::Unreadable => s.cell_unreadable.to_string(),
            Self::Text(text) => text.to_string(),
            Self::Moment(day, None) => day.to_string(),
            Self::Moment(day, Some(time)) => format!("{day} {}", time.format("%H:%M")),
            Self::Number(number) => ten_thousandths(*number),
            Self::Mark(true) => s.cell_yes.to_string(),
            Self::Mark(false) => s.cell_no.to_string(),
        }
    }
}

impl Mark {
    /// Its word.
    #[must_use]
    pub fn say(self, words: &Words) -> &Phrase {
        match self {
            Self::Conforms => &words.sampling.mark_conforms,
            Self::Fails => &words.sampling.mark_fails,
            Self::NotConcerned => &words.sampling.mark_not_concerned,
        }
    }
}
