//! Special deductions and the bonus: what counts outside the clauses.

use std::fmt::Display;

use super::teller::{Teller, clause_anchor};
use crate::criteria::{RectifiedDeductions, whole};
use crate::report::outline::{Block, Column, Row, Table, Text};

pub fn write(t: &Teller) -> Vec<Block> {
    let (words, rules) = (t.words, &t.scheme.rules);
    let rule = &rules.special_deductions;
    let each = t.exact(&rule.points_each);
    let basis = t.rule_basis(rule.status, &rule.sources);
    let below = &t.title(&rules.below.id, &rules.below.title);
    let places: [(&str, &dyn Display); 4] =
        [("each", &each), ("from", &rule.fail_from), ("grade", below), ("basis", &basis)];
    let mut blocks = vec![Block::paragraph(t.sourced(&words.special_rule.fill(&places)))];
    if t.assessment.special_deductions.is_empty() {
        blocks.push(Block::paragraph(Text::strong(&*words.special_none)));
    } else {
        blocks.push(Block::Table(table(t, &each)));
        let count = t.card.special_deductions;
        let points = t.exact(&(&rule.points_each * whole(count)));
        let places: [(&str, &dyn Display); 3] = [("n", &count), ("points", &points), ("rectified", &t.card.rectified)];
        blocks.push(Block::paragraph(Text::strong(words.special_sum.fill(&places))));
    }
    blocks.push(Block::heading(2, &*words.special_kinds));
    blocks.push(Block::Facts(
        rule.kinds
            .iter()
            .map(|kind| {
                let places: [(&str, &dyn Display); 2] = [("id", &kind.id), ("title", &kind.title)];
                let name = words.special_kind_line.fill(&places);
                crate::report::outline::Fact::new(name, kind.explanation.trim())
            })
            .collect(),
    ));
    let bonus_basis = t.rule_basis(rules.bonus.status, &rules.bonus.sources);
    let condition = rules.bonus.condition.trim();
    let claimed = match &t.assessment.bonus {
        Some(bonus) => {
            let points = t.exact(&rules.bonus.points);
            words.special_bonus_claimed.fill(&[("points", &points), ("reason", &bonus.reason.trim())])
        }
        None => words.special_bonus_none.to_string(),
    };
    blocks.push(Block::Together(vec![
        Block::heading(2, &*words.special_bonus),
        Block::paragraph(Text::strong(claimed)),
        Block::paragraph(
            t.sourced(&words.special_bonus_rule.fill(&[("condition", &condition), ("basis", &bonus_basis)])),
        ),
    ]));
    blocks
}

fn table(t: &Teller, each: &str) -> Table {
    let (words, rules) = (t.words, &t.scheme.rules);
    let rows = t
        .assessment
        .special_deductions
        .iter()
        .map(|(id, deduction)| {
            let kind = rules.special_deductions.kinds.iter().find(|kind| kind.id == deduction.kind);
            let kind = kind.map_or(String::new(), |kind| {
                let places: [(&str, &dyn Display); 2] = [("id", &kind.id), ("title", &kind.title)];
                words.special_kind_line.fill(&places)
            });
            let clause = match &deduction.clause {
                Some(clause) => Text::link(clause.as_str(), clause_anchor(clause)),
                None => Text::quiet(t.dash()),
            };
            let counts = !deduction.rectified || rules.rectified == RectifiedDeductions::Counted;
            let state = if deduction.rectified { &words.special_rectified } else { &words.special_open };
            let effect = if counts {
                words.special_counts.fill(&[("each", &each)])
            } else {
                words.special_counts_not.to_string()
            };
            Row::new(vec![
                id.to_string().into(),
                kind.into(),
                deduction.found.trim().into(),
                clause,
                Text::plain(&**state).then(format!("\n{effect}")),
            ])
        })
        .collect();
    let columns = vec![
        Column::words(&*words.special_number, 0.6),
        Column::words(&*words.special_kind, 2.0),
        Column::words(&*words.special_found, 4.6),
        Column::words(&*words.special_clause, 1.0),
        Column::words(&*words.special_state, 1.3),
    ];
    Table { columns, rows }
}
