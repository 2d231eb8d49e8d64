//! Exclusions: which clauses do not count and why, and what happens when that is refused.

use std::fmt::Display;

use num_traits::Zero as _;

use super::teller::{Teller, clause_anchor};
use crate::assessment::Verdict;
use crate::report::outline::{Block, Column, Row, Table, Text};
use crate::scoring::exclusions_refused;

pub fn write(t: &Teller) -> Vec<Block> {
    let (words, rule, line) = (t.words, &t.scheme.rules.exclusion, &t.card.whole);
    let mut blocks = Vec::new();
    if line.excluded.is_zero() {
        blocks.push(Block::paragraph(words.exclusions_none.fill(&[("points", &t.exact(&line.points))])));
    } else {
        blocks.extend(listed(t));
    }
    let basis = words.exclusions_basis.fill(&[("basis", &t.rule_basis(rule.status, &rule.sources))]);
    blocks.push(Block::Together(vec![
        Block::heading(2, &*words.exclusions_rule),
        Block::paragraph(rule.explanation.trim()),
        Block::small(t.sourced(&basis)),
    ]));
    blocks
}

fn listed(t: &Teller) -> Vec<Block> {
    let (words, line) = (t.words, &t.card.whole);
    let rows: Vec<Row> = t
        .scheme
        .clauses()
        .filter_map(|clause| match t.assessment.verdict(&clause.id) {
            Verdict::Excluded { reason } => Some(Row::new(vec![
                Text::link(clause.id.as_str(), clause_anchor(&clause.id)),
                clause.title.as_str().into(),
                t.exact(&clause.points).into(),
                reason.trim().into(),
            ])),
            _ => None,
        })
        .collect();
    let (excluded, applicable) = (t.exact(&line.excluded), t.exact(&line.applicable()));
    let places: [(&str, &dyn Display); 3] = [("n", &rows.len()), ("excluded", &excluded), ("applicable", &applicable)];
    let columns = vec![
        Column::words(&*words.scores_clause, 1.0),
        Column::words(&*words.scores_title, 2.2),
        Column::figures(&*words.scores_points, 0.8),
        Column::words(&*words.exclusions_reason, 5.0),
    ];
    let mut blocks = vec![Block::paragraph(words.exclusions_sum.fill(&places)), Block::Table(Table { columns, rows })];
    blocks.extend(refused(t));
    blocks
}

fn refused(t: &Teller) -> Option<Block> {
    let (words, line) = (t.words, &t.card.whole);
    let refused = exclusions_refused(t.scheme, t.card)?;
    let refused_score = t.shown(&refused.score);
    let text = match &t.card.outcome {
        Some(now) => {
            let score = t.shown(&now.score);
            let (grade, refused_grade) = (t.grade_title(now), t.grade_title(&refused));
            let same = grade == refused_grade;
            let places: [(&str, &dyn Display); 4] =
                [("score", &score), ("refused", &refused_score), ("grade", &grade), ("refused_grade", &refused_grade)];
            let phrase = if same { &words.exclusions_refused_same } else { &words.exclusions_refused_text };
            phrase.fill(&places)
        }
        None => {
            let places: [(&str, &dyn Display); 2] =
                [("refused", &refused_score), ("refused_grade", &t.own_title(&refused))];
            words.exclusions_refused_only.fill(&places)
        }
    };
    let (earned, points, out_of) = (t.exact(&line.earned), t.exact(&line.points), t.exact(&t.scheme.out_of));
    let places: [(&str, &dyn Display); 3] = [("earned", &earned), ("points", &points), ("out_of", &out_of)];
    Some(Block::Together(vec![
        Block::heading(2, &*words.exclusions_refused),
        Block::paragraph(text),
        Block::Formula {
            name: Text::plain(&*words.exclusions_refused_name),
            how: words.exclusions_refused_how.fill(&places).into(),
            result: Text::strong(refused_score),
        },
    ]))
}
