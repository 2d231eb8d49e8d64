//! What changed since the round before: what moved the score, what went back, what improved. Left out in the first round.

use std::fmt::Display;

use super::teller::{Teller, clause_anchor};
use crate::assessment::Round;
use crate::report::outline::{Block, Column, Rank, Row, Table, Text};
use crate::report::rounds::{cause_word, grade_said, signed_about, signed_short, verdict_after};
use crate::scoring::{Cause, ClauseMove, RoundComparison, ScoreCard, compare_rounds};

pub fn write(t: &Teller) -> Vec<Block> {
    let Some(last) = t.assessment.rounds.last() else { return Vec::new() };
    let compared =
        last.pinned().and_then(|before| compare_rounds((&before.scheme, &last.assessment), (t.scheme, t.assessment)));
    let compared = match compared {
        Ok(compared) => compared,
        Err(problem) => {
            return vec![Block::paragraph(problem.say(&t.subject.words.problems, &t.subject.words.common))];
        }
    };
    let r = &t.subject.words.rounds;
    let change = signed_about(compared.moved().as_ref(), t.card.decimals, r);
    let places: [(&str, &dyn Display); 3] =
        [("title", &last.title), ("day", &t.day(last.closed_on)), ("change", &change)];
    let mut blocks = vec![Block::paragraph(r.report_lead.fill(&places))];
    if compared.is_same() {
        blocks.push(Block::paragraph(&*r.compare_same));
        return blocks;
    }
    blocks.push(Block::Table(causes(t, last, &compared)));
    blocks.push(Block::small(&*r.sums));
    let (worse, rest): (Vec<&ClauseMove>, Vec<&ClauseMove>) =
        compared.clauses.iter().partition(|line| line.is_regression());
    let (open, other): (Vec<&ClauseMove>, Vec<&ClauseMove>) =
        rest.into_iter().partition(|line| line.cause == Cause::Pending);
    blocks.extend(clauses(t, &r.regressions.fill(&[("n", &worse.len())]), &worse));
    if !open.is_empty() {
        let links = t.clause_links(open.iter().map(|line| &line.clause), open.len());
        blocks.push(Block::heading(2, r.pending_title.fill(&[("n", &open.len())])));
        blocks.push(Block::paragraph(links));
    }
    blocks.extend(clauses(t, &r.gains.fill(&[("n", &other.len())]), &other));
    blocks
}

/// From the score of before to the score of now, with the sum after each cause.
fn causes(t: &Teller, last: &Round, compared: &RoundComparison) -> Table {
    let r = &t.subject.words.rounds;
    let score = |card: &ScoreCard| card.outcome.as_ref().map(|outcome| outcome.score.clone());
    let number = t.assessment.rounds.len();
    let name = |number: usize, title: &str| r.round_name.fill(&[("number", &number), ("title", &title)]);
    let whole = |name: String, card: &ScoreCard| {
        let shown = score(card).map_or_else(|| t.dash(), |score| t.figure(&score));
        let grade = grade_said(card, t.subject.words);
        let name = t.common.pair.fill(&[("a", &name), ("b", &grade)]);
        // A score is no change: the column of changes stays empty.
        Row::ranked(Rank::Group, vec![name.into(), Text::default(), shown.into()])
    };
    let mut rows = vec![whole(name(number, &last.title), &compared.before)];
    let mut at = score(&compared.before);
    for (cause, moved) in &compared.causes {
        at = at.zip(moved.as_ref()).map(|(at, moved)| at + moved);
        let sum = at.as_ref().map_or_else(|| t.dash(), |at| t.figure(at));
        let cells = vec![
            Text::plain(&**cause_word(*cause, r)),
            signed_about(moved.as_ref(), t.card.decimals, r).into(),
            sum.into(),
        ];
        rows.push(Row::new(cells));
    }
    rows.push(whole(name(number + 1, &r.current), &compared.after));
    let columns = vec![
        Column::words(&*r.col_cause, 3.0),
        Column::figures(&*r.col_change, 2.0),
        Column::figures(&*r.col_running, 1.6),
    ];
    Table { columns, rows }
}

/// Clauses under a heading; nothing where there are none.
fn clauses(t: &Teller, title: &str, lines: &[&ClauseMove]) -> Vec<Block> {
    if lines.is_empty() {
        return Vec::new();
    }
    let words = t.subject.words;
    let r = &words.rounds;
    let rows = lines.iter().map(|line| {
        let named = t.scheme.clause(&line.clause).map_or("", |clause| clause.title.as_str());
        let link = Text::link(line.clause.as_str(), clause_anchor(&line.clause));
        Row::new(vec![
            link.then(format!(" {named}")),
            line.from.say(words).into(),
            verdict_after(&line.clause, &line.to, t.assessment, words).into(),
            signed_short(line.moved.as_ref(), t.card.decimals, r).into(),
            Text::plain(&**cause_word(line.cause, r)),
        ])
    });
    let columns = vec![
        Column::words(&*t.common.clause, 2.6),
        Column::words(&*r.col_from, 2.0),
        Column::words(&*r.col_to, 2.0),
        Column::figures(&*r.col_change, 1.2),
        Column::words(&*r.col_cause, 1.4),
    ];
    vec![Block::heading(2, title), Block::Table(Table { columns, rows: rows.collect() })]
}
