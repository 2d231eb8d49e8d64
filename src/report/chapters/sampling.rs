//! Samples: from which records the proportional deductions follow, drawn how, and which of them do not conform.
//!
//! Stands only where there are samples. Names and telephone numbers are not in it: records go by their numbers.

use std::fmt::Display;

use super::teller::{Teller, clause_anchor};
use crate::assessment::{Drawn, Mark, RecordVerdict, Sample, natural};
use crate::criteria::{LedgerId, LedgerKind, ledger_kind, ledger_kinds, ledger_title};
use crate::report::outline::{Block, Column, Fact, Row, Table, Text};

/// So many nonconforming records of one sample are listed; the rest is counted.
const LISTED: usize = 60;

pub fn write(t: &Teller) -> Vec<Block> {
    let mut drawn: Vec<(&LedgerId, &Sample)> = t
        .assessment
        .samples
        .iter()
        .map(|(ledger, sample)| (ledger, &**sample))
        .filter(|(_, sample)| !sample.drawn.is_empty())
        .collect();
    if drawn.is_empty() {
        return Vec::new();
    }
    // In the order in which the window shows the kinds; one that the program does not know comes last.
    let place = |id: &LedgerId| ledger_kinds().iter().position(|kind| kind.id == *id).unwrap_or(usize::MAX);
    drawn.sort_by_key(|(ledger, _)| place(ledger));
    let s = &t.subject.words.sampling;
    let records: usize = drawn.iter().map(|(_, sample)| sample.drawn.len()).sum();
    let places: [(&str, &dyn Display); 2] = [("samples", &drawn.len()), ("records", &records)];
    let mut blocks = vec![Block::paragraph(s.report_intro.fill(&places)), Block::small(&*s.report_again)];
    for (ledger, sample) in drawn {
        blocks.extend(one(t, ledger, sample));
    }
    blocks
}

fn one(t: &Teller, ledger: &LedgerId, sample: &Sample) -> Vec<Block> {
    let s = &t.subject.words.sampling;
    let kind = ledger_kind(ledger.as_str());
    let all = sample.drawn.len();
    let open = sample.open(kind);
    let strata = kind.map_or_else(|| t.dash(), |kind| sample.say_strata(kind, t.subject.words));
    let mut facts = vec![
        Fact::new(
            &*s.report_drawn,
            s.report_drawn_value.fill(&[("population", &sample.population), ("n", &all), ("strata", &strata)]),
        ),
        Fact::new(&*s.report_seed, sample.seed.as_str()),
    ];
    if let Some(sum) = &sample.population_sum {
        let sum: String = sum.to_string().chars().take(16).collect();
        facts.push(Fact::new(&*s.report_sum, s.report_sum_value.fill(&[("sum", &sum)])));
    }
    facts.push(Fact::new(&*s.report_repeat, sample.say_again(t.subject.words)));
    if let Some(gone) = sample.say_gone(t.assessment.ledgers.get(ledger).map(AsRef::as_ref), t.subject.words) {
        facts.push(Fact::new(&*s.report_gone, gone));
    }
    let looked = if open == 0 {
        s.report_done.to_string()
    } else {
        s.report_open.fill(&[("done", &(all - open)), ("all", &all), ("open", &open)])
    };
    facts.push(Fact::new(&*s.report_looked, looked));
    let mut blocks = vec![Block::Together(vec![
        Block::heading(2, s.report_title.fill(&[("ledger", &ledger_title(ledger))])),
        Block::Facts(facts),
    ])];
    blocks.push(if sample.feeds.is_empty() { Block::small(&*s.feeds_none_report) } else { clauses(t, kind, sample) });
    blocks.extend(nonconforming(t, kind, sample));
    blocks
}

/// The clauses that follow from the sample, with the checks that take part.
fn clauses(t: &Teller, kind: Option<&LedgerKind>, sample: &Sample) -> Block {
    let (s, words) = (&t.subject.words.sampling, t.words);
    let rows = sample
        .feeds
        .iter()
        .map(|(clause, checks)| {
            let count = sample.count(checks);
            let title = t.scheme.clause(clause).map_or("", |clause| clause.title.as_str());
            let checks = titles(kind, |check| checks.contains(check), checks.iter());
            let lost = t.card.clause(clause).filter(|_| count.checked > 0);
            Row::new(vec![
                Text::link(clause.as_str(), clause_anchor(clause)),
                title.into(),
                Text::quiet(t.list(checks)),
                count.checked.to_string().into(),
                count.nonconforming.to_string().into(),
                count.open.to_string().into(),
                lost.map_or_else(|| t.dash(), |line| t.figure(&line.line.lost)).into(),
            ])
        })
        .collect();
    let columns = vec![
        Column::words(&*words.scores_clause, 0.9),
        Column::words(&*words.scores_title, 2.0),
        Column::words(&*s.help_check, 3.0),
        Column::figures(&*s.report_checked, 0.8),
        Column::figures(&*s.report_nonconforming, 0.9),
        Column::figures(&*s.report_to_go, 0.8),
        Column::figures(&*words.scores_lost, 0.8),
    ];
    Block::Table(Table { columns, rows })
}

/// The titles of checks in the order of the sheet; behind them the names of those that the program does not know.
fn titles<'a>(
    kind: Option<&'a LedgerKind>,
    is: impl Fn(&str) -> bool,
    all: impl Iterator<Item = &'a String>,
) -> Vec<&'a str> {
    let known = kind.into_iter().flat_map(|kind| &kind.checks).filter(|check| is(&check.id));
    let unknown = all.filter(|check| kind.and_then(|kind| kind.check(check)).is_none());
    known.map(|check| check.title.as_str()).chain(unknown.map(String::as_str)).collect()
}

/// Whether a record does not conform: in a clause, or by a check that feeds none.
fn fails(sample: &Sample, drawn: &Drawn) -> bool {
    sample.feeds.values().any(|checks| drawn.verdict(checks) == RecordVerdict::Fails)
        || drawn.marks.values().any(|mark| *mark == Mark::Fails)
}

fn nonconforming(t: &Teller, kind: Option<&LedgerKind>, sample: &Sample) -> Vec<Block> {
    let s = &t.subject.words.sampling;
    let mut failing: Vec<&Drawn> = sample.drawn.iter().filter(|drawn| fails(sample, drawn)).collect();
    failing.sort_by(|one, other| natural(&one.record, &other.record));
    if failing.is_empty() {
        return vec![Block::small(&*s.report_none)];
    }
    let rows = failing
        .iter()
        .take(LISTED)
        .map(|drawn| {
            let fails = |check: &str| drawn.marks.get(check) == Some(&Mark::Fails);
            let checks = titles(kind, fails, drawn.marks.keys().filter(|check| fails(check)));
            let evidence = drawn.evidence.iter().map(|id| t.evidence_number(*id));
            Row::new(vec![
                drawn.record.as_str().into(),
                Text::strong(t.list(checks)),
                drawn.note.trim().into(),
                t.list(evidence).into(),
            ])
        })
        .collect();
    let columns = vec![
        Column::words(&*s.number, 1.3),
        Column::words(&*s.failed_checks, 1.8),
        Column::words(&*s.note, 5.1),
        Column::words(&*s.report_evidence, 0.8),
    ];
    let mut blocks =
        vec![Block::heading(3, s.report_failing.fill(&[("n", &failing.len())])), Block::Table(Table { columns, rows })];
    if failing.len() > LISTED {
        blocks.push(Block::small(s.report_more.fill(&[("n", &(failing.len() - LISTED))])));
    }
    blocks
}
