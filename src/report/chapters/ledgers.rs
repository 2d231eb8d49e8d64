//! Ledgers: how many records of which period, how complete, what follows from them, by month; each figure with its
//! definition and its n.
//!
//! Why it is so: the figures are those of the window and of `ledger stats`, worked out by the one function. No record
//! and no name is in it: a report goes through many hands.

use std::fmt::Display;

use super::teller::Teller;
use crate::assessment::{
    Ledger, LedgerStats, MeasureStats, MonthStats, first_of_three_months, ledger_stats, percent, rounded,
    ten_thousandths,
};
use crate::criteria::{LedgerId, LedgerKind, Measure, MeasureForm, ledger_kind, ledger_kinds};
use crate::lang::{LedgersWords, span};
use crate::report::outline::{Bar, Block, Column, Fact, Row, Table, Text};

/// So many months at the end are listed.
const MONTHS: usize = 12;
/// So many of them are drawn.
const BARS: usize = 6;
/// Digits of a sum that are printed.
const DIGITS: usize = 16;

pub fn write(t: &Teller) -> Vec<Block> {
    let mut all: Vec<(&LedgerKind, &Ledger)> = t
        .assessment
        .ledgers
        .iter()
        .filter_map(|(id, ledger)| Some((ledger_kind(id.as_str())?, &**ledger)))
        .filter(|(_, ledger)| !ledger.records.is_empty())
        .collect();
    if all.is_empty() {
        return Vec::new();
    }
    // In the order in which the window shows the kinds.
    let place = |id: &LedgerId| ledger_kinds().iter().position(|kind| kind.id == *id);
    all.sort_by_key(|(kind, _)| place(&kind.id));
    let w = words(t);
    let records: usize = all.iter().map(|(_, ledger)| ledger.records.len()).sum();
    let places: [(&str, &dyn Display); 3] =
        [("ledgers", &all.len()), ("records", &records), ("day", &t.day(t.subject.date))];
    let mut blocks = vec![Block::paragraph(w.report_intro.fill(&places)), Block::small(&*w.report_private)];
    for (kind, ledger) in all {
        blocks.extend(one(t, kind, ledger));
    }
    blocks
}

fn words<'a>(t: &Teller<'a>) -> &'a LedgersWords {
    &t.subject.words.ledgers
}

fn one(t: &Teller, kind: &LedgerKind, ledger: &Ledger) -> Vec<Block> {
    let w = words(t);
    let stats = ledger_stats(kind, ledger, t.subject.date);
    let mut blocks = vec![Block::Together(vec![
        Block::heading(1, kind.title.as_str()),
        Block::Facts(facts(t, kind, ledger, &stats)),
    ])];
    if !kind.measures.is_empty() {
        blocks.push(Block::heading(3, &*w.report_measures));
        blocks.push(Block::Table(measures(t, kind, &stats)));
    }
    blocks.extend(months(t, kind, &stats));
    blocks.push(Block::heading(3, w.report_fields.fill(&[("n", &stats.records)])));
    blocks.push(Block::Table(fields(t, kind, &stats)));
    blocks.push(Block::small(&*w.stats_required));
    blocks
}

/// A share in percent, as the window shows it.
fn share(hits: usize, n: usize) -> String {
    format!("{}%", percent(hits, n, 1))
}

fn facts(t: &Teller, kind: &LedgerKind, ledger: &Ledger, stats: &LedgerStats) -> Vec<Fact> {
    let w = words(t);
    let count = |n: usize| w.report_count.fill(&[("n", &n)]);
    let records = match stats.from.zip(stats.to) {
        Some((from, to)) => {
            w.report_records_value.fill(&[("n", &stats.records), ("from", &t.day(from)), ("to", &t.day(to))])
        }
        None => count(stats.records),
    };
    let mut out = vec![Fact::new(&*w.report_records, records)];
    if stats.undated > 0 {
        out.push(Fact::new(&*w.report_undated, count(stats.undated)));
    }
    if stats.later > 0 {
        out.push(Fact::new(&*w.report_later, w.report_later_value.fill(&[("n", &stats.later)])));
    }
    let gate = |months: bool| {
        let gate = kind.gates.iter().find(|gate| gate.months.is_some() == months)?;
        let said = w.report_gate.fill(&[("least", &gate.least), ("sources", &t.list(&gate.sources))]);
        Some(t.sourced(&said))
    };
    if let Some(recent) = stats.last_3_months {
        let (first, day) = (t.day(first_of_three_months(t.subject.date)), t.day(t.subject.date));
        let said = Text::plain(w.report_recent_value.fill(&[("n", &recent), ("first", &first), ("day", &day)]));
        out.push(Fact::new(&*w.report_recent, gate(true).into_iter().fold(said, Text::join)));
    }
    let places: [(&str, &dyn Display); 3] =
        [("hits", &stats.complete), ("n", &stats.records), ("share", &share(stats.complete, stats.records))];
    let complete = Text::plain(w.report_of.fill(&places)).then_quiet(w.report_complete_how.to_string());
    out.push(Fact::new(&*w.report_complete, complete));
    if let Some(last) = ledger.about.imports.last() {
        let sum: String = last.sum.to_string().chars().take(DIGITS).collect();
        let value = w.report_imports_value.fill(&[
            ("n", &ledger.about.imports.len()),
            ("at", &t.day(last.at.date())),
            ("rows", &last.rows),
            ("accepted", &last.accepted),
            ("sum", &sum),
        ]);
        out.push(Fact::new(&*w.report_imports, value));
    }
    let masked = if ledger.about.unmasked { &w.report_unmasked } else { &w.report_masked };
    out.push(Fact::new(&*w.report_masking, masked.to_string()));
    out
}

fn fields(t: &Teller, kind: &LedgerKind, stats: &LedgerStats) -> Table {
    let w = words(t);
    let rows = kind.fields.iter().zip(&stats.fields).map(|(field, found)| {
        let n = found.present + found.missing;
        let title = if field.required { format!("{} *", field.title) } else { field.title.clone() };
        let short = field.required && found.missing > 0;
        let figure = |number: usize| Text::plain(number.to_string());
        let missing = if short { Text::strong(found.missing.to_string()) } else { figure(found.missing) };
        Row::new(vec![
            title.into(),
            figure(found.present),
            missing,
            figure(found.unreadable),
            share(found.present, n).into(),
        ])
    });
    let columns = vec![
        Column::words(&*w.stats_field, 3.0),
        Column::figures(&*w.stats_present, 1.0),
        Column::figures(&*w.stats_missing, 1.0),
        Column::figures(&*w.stats_unreadable, 1.2),
        Column::figures(&*w.report_share, 1.0),
    ];
    Table { columns, rows: rows.collect() }
}

/// Each measure with its definition, against the company's own promise.
fn measures(t: &Teller, kind: &LedgerKind, stats: &LedgerStats) -> Table {
    let w = words(t);
    let rows = kind.measures.iter().zip(&stats.measures).map(|(measure, found)| {
        let (promise, kept) = promised(t, measure, found);
        Row::new(vec![
            Text::strong(measure.title.as_str()).then_quiet(format!("\n{}", measure.definition)),
            result(t, measure, found),
            promise,
            kept,
            found.n.to_string().into(),
            found.left_out.to_string().into(),
        ])
    });
    let columns = vec![
        Column::words(&*w.report_measure, 5.2),
        Column::words(&*w.report_result, 2.3),
        Column::words(&*w.report_promise, 1.3),
        Column::words(&*w.report_kept, 1.0),
        Column::figures("n", 0.7),
        Column::figures(&*w.report_left_out, 0.9),
    ];
    Table { columns, rows: rows.collect() }
}

/// The figure of a measure, and the lesser ones below it.
fn result(t: &Teller, measure: &Measure, found: &MeasureStats) -> Text {
    let v = &t.subject.words.ledger_view;
    let n = i128::try_from(found.n).unwrap_or(i128::MAX);
    if found.n == 0 {
        return Text::quiet(&*v.nothing);
    }
    let middle = found.median_twice.unwrap_or(0);
    let number = |value: Option<i64>| ten_thousandths(value.unwrap_or(0));
    let (first, mut more) = match &measure.of {
        MeasureForm::Share { .. } => {
            let hits = found.hits.unwrap_or(0);
            (share(hits, found.n), vec![v.of.fill(&[("hits", &hits), ("n", &found.n)])])
        }
        MeasureForm::Span { .. } => {
            let most = span(v, found.most.unwrap_or(0).into(), 1);
            let mean = v.mean_of.fill(&[("value", &span(v, found.sum, n))]);
            (v.median_of.fill(&[("value", &span(v, middle, 2))]), vec![mean, v.most_of.fill(&[("value", &most)])])
        }
        MeasureForm::Mean { .. } => {
            let mean = rounded(found.sum, n.saturating_mul(10_000), 2);
            let scale = v.scale.fill(&[("scale", &number(found.scale))]);
            let median = v.median_of.fill(&[("value", &rounded(middle, 20_000, 2))]);
            let ends = [
                v.least_of.fill(&[("value", &number(found.least))]),
                v.most_number.fill(&[("value", &number(found.most))]),
            ];
            (v.mean_of.fill(&[("value", &mean)]), [median].into_iter().chain(ends).chain([scale]).collect())
        }
    };
    if found.by_day > 0 {
        more.push(v.by_day.fill(&[("n", &found.by_day)]));
    }
    if found.backwards > 0 {
        more.push(words(t).report_backwards.fill(&[("n", &found.backwards)]));
    }
    Text::strong(first).then_quiet(format!("\n{}", more.join("\n")))
}

/// The company's own promise or aim, and how many kept it; a share has none.
fn promised(t: &Teller, measure: &Measure, found: &MeasureStats) -> (Text, Text) {
    let w = words(t);
    let dash = || Text::quiet(t.dash());
    if matches!(measure.of, MeasureForm::Share { .. }) {
        return (dash(), dash());
    }
    let Some(promise) = found.promise else { return (Text::quiet(&*w.report_unpromised), dash()) };
    let said = match measure.of {
        MeasureForm::Span { .. } => {
            w.report_within.fill(&[("promise", &span(&t.subject.words.ledger_view, promise.into(), 1))])
        }
        _ => w.report_least.fill(&[("promise", &ten_thousandths(promise))]),
    };
    let kept = match found.hits.filter(|_| found.n > 0) {
        Some(hits) => Text::strong(share(hits, found.n)).then_quiet(format!("\n{hits}/{}", found.n)),
        None => dash(),
    };
    (said.into(), kept)
}

fn name(month: &MonthStats) -> String {
    format!("{:04}-{:02}", month.year, month.month)
}

/// The months as a table, and each share as bars.
fn months(t: &Teller, kind: &LedgerKind, stats: &LedgerStats) -> Vec<Block> {
    let w = words(t);
    let earlier = stats.months.len().saturating_sub(MONTHS);
    let listed = &stats.months[earlier..];
    if listed.is_empty() {
        return Vec::new();
    }
    let rows = listed.iter().map(|month| {
        let measures = kind.measures.iter().zip(&month.measures).map(|(measure, found)| in_month(t, measure, found));
        let first = [name(month).into(), month.records.to_string().into(), month.complete.to_string().into()];
        Row::new(first.into_iter().chain(measures).collect())
    });
    let mut columns = vec![
        Column::words(&*w.stats_month, 1.0),
        Column::figures(&*w.stats_count, 0.7),
        Column::figures(&*w.stats_complete, 0.7),
    ];
    columns.extend(kind.measures.iter().map(|measure| Column::figures(&measure.title, 1.4)));
    let mut blocks = vec![Block::heading(3, &*w.report_months)];
    blocks.push(Block::Table(Table { columns, rows: rows.collect() }));
    let mut notes = vec![w.report_months_note.to_string()];
    if earlier > 0 {
        notes.push(w.report_months_earlier.fill(&[("n", &earlier)]));
    }
    if stats.beyond > 0 {
        notes.push(w.report_months_beyond.fill(&[("n", &stats.beyond)]));
    }
    blocks.push(Block::small(notes.concat()));
    for (place, measure) in kind.measures.iter().enumerate() {
        let shown = &listed[listed.len().saturating_sub(BARS)..];
        let found = || shown.iter().filter_map(|month| Some((month, month.measures.get(place)?)));
        // Bars that are all full show nothing that the table does not.
        let differs = found().any(|(_, found)| found.hits != Some(found.n));
        if !matches!(measure.of, MeasureForm::Share { .. }) || shown.len() < 2 || !differs {
            continue;
        }
        let bars = found().filter_map(|(month, found)| bar(month, found));
        let title = w.report_months_bars.fill(&[("measure", &measure.title)]);
        blocks.push(Block::Together(vec![Block::heading(3, title), Block::Bars(bars.collect())]));
    }
    blocks
}

/// A measure of one month and its n.
fn in_month(t: &Teller, measure: &Measure, found: &MeasureStats) -> Text {
    if found.n == 0 {
        return Text::quiet(t.dash());
    }
    let n = i128::try_from(found.n).unwrap_or(i128::MAX);
    let said = match &measure.of {
        MeasureForm::Share { .. } => share(found.hits.unwrap_or(0), found.n),
        MeasureForm::Span { .. } => span(&t.subject.words.ledger_view, found.median_twice.unwrap_or(0), 2),
        MeasureForm::Mean { .. } => rounded(found.sum, n.saturating_mul(10_000), 2),
    };
    Text::plain(said).then_quiet(words(t).report_month_n.fill(&[("n", &found.n)]))
}

#[allow(clippy::cast_precision_loss)] // for drawing only
fn bar(month: &MonthStats, found: &MeasureStats) -> Option<Bar> {
    let hits = found.hits?;
    let part = (found.n > 0).then(|| hits as f32 / found.n as f32);
    let said = part.map_or_else(String::new, |_| share(hits, found.n));
    Some(Bar { label: Text::plain(name(month)), figures: vec![format!("{hits}/{}", found.n), said], share: part })
}
