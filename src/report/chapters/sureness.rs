//! How sure the score is: the score under each assumption, the two ends of what unknown points leave open with a table
//! of points for each, and the clauses whose loss alone would cost the grade.

use std::fmt::Display;

use num_traits::Zero as _;

use super::teller::{Teller, clause_anchor};
use crate::criteria::{Amount, ClauseId};
use crate::lang::Phrase;
use crate::report::outline::{Block, Column, Fact, Row, Table, Text};
use crate::scoring::{Outcome, PointsSpan, PointsTable, Sureness, Why, sureness};

/// So many clauses are named in a row of the table.
const NAMED: usize = 12;

/// How sure the score is, by what the report knows of the evidence.
fn found(t: &Teller) -> Option<Sureness> {
    let standing = t.subject.checkup.standing(t.assessment, t.subject.date);
    sureness(t.scheme, t.assessment, t.card, &standing.backed(t.assessment))
}

pub fn write(t: &Teller) -> Vec<Block> {
    let Some(found) = found(t).filter(|_| t.progress.rated > 0) else { return Vec::new() };
    let w = &t.subject.words.sureness;
    let mut blocks = vec![Block::paragraph(&*w.report_intro), Block::Table(assumptions(t, &found))];
    if found.free == 0 {
        blocks.push(Block::small(&*t.subject.words.planning.points_all_known));
    } else {
        blocks.extend(grade_safe(t, &found).map(Block::paragraph));
        blocks.extend(ends(t, &found));
    }
    blocks.extend(fragile(t, &found));
    blocks
}

/// What the summary says of it: between which ends the score lies, since points are provisional.
pub fn in_summary(t: &Teller) -> Option<Block> {
    let found = found(t).filter(|found| found.free > 0 && t.progress.rated > 0)?;
    let span = found.range.points.as_ref().filter(|span| span.low.score != span.high.score)?;
    let w = &t.subject.words.sureness;
    let (low, high) = (t.shown(&span.low.score), t.shown(&span.high.score));
    let text = if t.is_pending(&found.range.floor) {
        w.report_summary_bare.fill(&[("low", &low), ("high", &high)])
    } else {
        let (from, to) = (t.grade_title(&span.low), t.grade_title(&span.high));
        let grades = if from == to {
            w.grades_same.fill(&[("grade", &from)])
        } else {
            w.grades_from_to.fill(&[("low", &from), ("high", &to)])
        };
        w.report_summary.fill(&[("low", &low), ("high", &high), ("grades", &grades)])
    };
    let see = w.report_see.fill(&[("chapter", &t.words.sureness)]);
    Some(Block::paragraph(Text::plain(text).then_link(see, "sureness")))
}

fn assumptions(t: &Teller, found: &Sureness) -> Table {
    let (w, p, range) = (&t.subject.words.sureness, &t.subject.words.planning, &found.range);
    let row = |name: &Phrase, outcome: Option<&Outcome>, how: Text| {
        let score = outcome.map_or_else(|| t.dash(), |outcome| t.exact_and_shown(&outcome.score));
        let grade = outcome.map_or_else(|| t.dash(), |outcome| t.grade_title(outcome));
        Row::new(vec![Text::plain(&**name), Text::strong(score), grade.into(), how])
    };
    let about = |how: &Phrase, none: &Phrase, clauses: &[ClauseId]| {
        if clauses.is_empty() {
            return Text::plain(&**none);
        }
        let said = w.sentence.fill(&[("how", &how.fill(&[("n", &clauses.len())]))]);
        Text::plain(format!("{said}\n")).join(t.clause_links(clauses, NAMED))
    };
    let mut rows = vec![
        row(&p.range_floor, Some(&range.floor), w.sentence.fill(&[("how", &p.range_floor_how)]).into()),
        row(&p.range_ceiling, Some(&range.ceiling), about(&p.range_ceiling_how, &w.none_unrated, &found.unrated)),
        row(
            &p.range_evidence_backed,
            Some(&range.evidence_backed),
            about(&p.range_evidence_backed_how, &w.none_unbacked, &found.unbacked),
        ),
        row(
            &p.range_exclusions_refused,
            Some(&range.exclusions_refused),
            about(&p.range_exclusions_refused_how, &w.none_excluded, &found.excluded),
        ),
        row(&p.range_strict, Some(&range.strict), about(&p.range_strict_how, &w.none_doubtful, &found.doubtful)),
    ];
    if found.free > 0 {
        let span = range.points.as_ref();
        let how = w.sentence.fill(&[("how", &p.range_points_how.fill(&[("n", &found.free)]))]);
        let how = if span.is_some() { how } else { w.report_points_none.to_string() };
        rows.push(row(&p.range_points_low, span.map(|span| &span.low), how.into()));
        rows.push(row(&p.range_points_high, span.map(|span| &span.high), Text::plain(&*w.report_same_assumption)));
    }
    let columns = vec![
        Column::words(&*w.report_name, 1.6),
        Column::figures(&*w.report_score, 2.1),
        Column::words(&*w.report_grade, 1.0),
        Column::words(&*w.report_how, 5.0),
    ];
    Table { columns, rows }
}

/// Whether the grade hangs on points that nobody knows.
fn grade_safe(t: &Teller, found: &Sureness) -> Option<Text> {
    let span = found.range.points.as_ref().filter(|_| !t.is_pending(&found.range.floor))?;
    let (p, low, high) = (&t.subject.words.planning, t.grade_title(&span.low), t.grade_title(&span.high));
    Some(Text::strong(if found.range.grade_safe() {
        p.grade_safe.fill(&[("grade", &low)])
    } else {
        p.grade_unsafe.fill(&[("low", &low), ("high", &high)])
    }))
}

/// A table of points for each end, as far as it differs from the provisional points.
fn ends(t: &Teller, found: &Sureness) -> Vec<Block> {
    let w = &t.subject.words.sureness;
    let (Some(span), Some((low, high))) = (&found.range.points, &found.tables) else { return Vec::new() };
    let places: [(&str, &dyn Display); 3] =
        [("n", &found.free), ("low", &t.shown(&span.low.score)), ("high", &t.shown(&span.high.score))];
    let text = w.report_points_text.fill(&places);
    let clauses = t.scheme.clauses().zip(low.iter().zip(high));
    let rows = clauses
        .filter(|(clause, ((_, low), (_, high)))| clause.points != *low || clause.points != *high)
        .map(|(clause, ((_, low), (_, high)))| {
            let given = |points: &Amount| {
                let shown = t.exact(points);
                if *points == clause.points { Text::quiet(shown) } else { Text::strong(shown) }
            };
            Row::new(vec![
                Text::link(clause.id.as_str(), clause_anchor(&clause.id)).then(format!("　{}", clause.title)),
                t.verdict(t.assessment.verdict(&clause.id)).into(),
                t.exact(&clause.points).into(),
                given(low),
                given(high),
            ])
        })
        .collect();
    let columns = vec![
        Column::words(&*w.tables_column_clause, 3.6),
        Column::words(&*w.report_verdict, 1.6),
        Column::figures(&*w.report_stated, 0.8),
        Column::figures(&*w.report_low, 0.9),
        Column::figures(&*w.report_high, 0.9),
    ];
    vec![
        Block::heading(2, &*w.report_points),
        Block::paragraph(text),
        Block::Table(Table { columns, rows }),
        Block::Facts(sums(t, span, low, high)),
    ]
}

/// From a table of points to the score: what counts and what is earned.
fn sums(t: &Teller, span: &PointsSpan, low: &PointsTable, high: &PointsTable) -> Vec<Fact> {
    let (w, p) = (&t.subject.words.sureness, &t.subject.words.planning);
    let sum = |name: &Phrase, table: &PointsTable, outcome: &Outcome| {
        let (mut applicable, mut earned) = (Amount::zero(), Amount::zero());
        for ((_, points), line) in table.iter().zip(&t.card.clauses).filter(|(_, line)| line.why != Why::Excluded) {
            applicable += points;
            earned += points * (&line.line.earned / &line.line.points);
        }
        let places: [(&str, &dyn Display); 3] = [
            ("applicable", &t.exact(&applicable)),
            ("earned", &t.exact_and_shown(&earned)),
            ("score", &t.exact_and_shown(&outcome.score)),
        ];
        Fact::new(&**name, w.report_sum.fill(&places))
    };
    vec![sum(&p.range_points_low, low, &span.low), sum(&p.range_points_high, high, &span.high)]
}

/// How many clauses would cost the grade alone, and which of them are at risk.
fn fragile(t: &Teller, found: &Sureness) -> Option<Block> {
    let w = &t.subject.words.sureness;
    if t.is_pending(&found.range.floor) {
        return None; // no grade, none to lose
    }
    let all = t.card.clauses.iter().filter(|line| !line.line.earned.is_zero()).count();
    let n = found.fragile.len();
    let text = if n == 0 {
        Text::plain(w.fragile_none.fill(&[("all", &all)]))
    } else {
        let floor = &found.range.floor;
        let margin = t.grade(&floor.grade.id).map_or_else(Amount::zero, |grade| &floor.score - &grade.from);
        let (grade, margin) = (t.grade_title(floor), t.shown(&margin));
        let places: [(&str, &dyn Display); 4] = [("grade", &grade), ("margin", &margin), ("all", &all), ("n", &n)];
        let text = Text::plain(w.fragile_intro.fill(&places));
        let risky: Vec<&ClauseId> =
            found.fragile.iter().map(|one| &one.clause).filter(|clause| found.at_risk(clause)).collect();
        if risky.is_empty() {
            let phrase = if n > NAMED { &w.report_fragile_first } else { &w.report_fragile_all };
            let first = found.fragile.iter().map(|one| &one.clause).take(NAMED);
            text.then(&**phrase).join(t.named_clauses(first, NAMED))
        } else {
            let places: [(&str, &dyn Display); 1] = [("n", &risky.len())];
            text.then(w.report_fragile_risk.fill(&places)).join(t.named_clauses(risky, NAMED))
        }
    };
    Some(Block::Together(vec![Block::heading(2, &*w.report_fragile), Block::paragraph(text)]))
}
