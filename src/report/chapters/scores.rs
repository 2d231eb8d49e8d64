//! The score table: every clause, group and section, and the identity that holds in each row.

use std::fmt::Display;

use num_traits::Zero as _;

use super::teller::{Teller, clause_anchor};
use crate::criteria::{Amount, PointsStatus};
use crate::report::outline::{Block, Column, Rank, Row, Table, Text};
use crate::scoring::Line;

pub fn write(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let whole = &t.card.whole;
    let (excluded, earned) = (t.exact(&whole.excluded), t.brief(&whole.earned));
    let (lost, points) = (t.brief(&whole.lost), t.exact(&whole.points));
    let places: [(&str, &dyn Display); 4] =
        [("excluded", &excluded), ("earned", &earned), ("lost", &lost), ("points", &points)];
    let mut blocks = vec![
        Block::paragraph(words.scores_identity.fill(&places)),
        Block::Table(Table { columns: columns(t), rows: rows(t) }),
    ];
    if !t.card.complete() {
        blocks.push(Block::small(words.scores_unrated.fill(&[("unrated", &t.exact(t.unrated_points()))])));
    }
    blocks.push(Block::small(words.scores_note.fill(&[("decimals", &t.card.decimals)])));
    blocks
}

fn columns(t: &Teller) -> Vec<Column> {
    let words = t.words;
    vec![
        Column::words(&*words.scores_clause, 1.1),
        Column::words(&*words.scores_title, 2.4),
        Column::words(&*words.scores_verdict, 2.45),
        Column::figures(&*words.scores_points, 0.9),
        Column::figures(&*words.scores_excluded, 0.9),
        Column::figures(&*words.scores_earned, 1.05),
        Column::figures(&*words.scores_lost, 0.95),
        Column::words(&*words.scores_basis, 1.15),
    ]
}

fn rows(t: &Teller) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut sections = t.card.sections.iter();
    let mut groups = t.card.groups.iter();
    for section in &t.scheme.sections {
        if let Some((_, line)) = sections.next() {
            let cells = cells(t, Text::plain(&section.id), &section.title, "", line, Some(section.points_status));
            rows.push(Row::ranked(Rank::Section, cells));
        }
        for group in &section.groups {
            if let Some((_, line)) = groups.next() {
                let cells = cells(t, Text::plain(&group.id), &group.title, "", line, None);
                rows.push(Row::ranked(Rank::Group, cells));
            }
            for clause in &group.clauses {
                let Some(line) = t.card.clause(&clause.id) else { continue };
                let id = Text::link(clause.id.as_str(), clause_anchor(&clause.id));
                let verdict = t.verdict(t.assessment.verdict(&clause.id));
                rows.push(Row::new(cells(t, id, &clause.title, &verdict, &line.line, Some(clause.points_status))));
            }
        }
    }
    let total = cells(t, Text::default(), &t.words.scores_whole, "", &t.card.whole, None);
    rows.push(Row::ranked(Rank::Total, total));
    rows
}

fn cells(t: &Teller, id: Text, title: &str, verdict: &str, line: &Line, status: Option<PointsStatus>) -> Vec<Text> {
    let figure = |amount: &Amount| {
        let text = t.figure(amount);
        if amount.is_zero() { Text::quiet(text) } else { Text::plain(text) }
    };
    let basis = status.map_or("", |status| &**t.points_basis(status));
    let open = !verdict.is_empty() && !line.unrated.is_zero();
    let lost = if open { Text::plain(format!("○ {}", t.figure(&line.lost))) } else { figure(&line.lost) };
    vec![
        id,
        Text::plain(title),
        Text::plain(verdict),
        Text::plain(t.figure(&line.points)),
        figure(&line.excluded),
        Text::plain(t.figure(&line.earned)),
        lost,
        Text::quiet(basis),
    ]
}
