//! Conventions and sources: what is ours, what is known, where it is from.

use super::teller::{Teller, clause_anchor, source_anchor};
use crate::criteria::{PointsStatus, TextStatus};
use crate::report::outline::{Block, Column, Row, Span, Table, Target, Text};

pub fn write(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let mut blocks = vec![Block::heading(2, &*words.conventions_ours), Block::paragraph(&*words.conventions_ours_text)];
    for convention in &t.scheme.rules.conventions {
        let mut parts = vec![Block::heading(3, convention.title.trim()), Block::paragraph(convention.text.trim())];
        if !convention.reason.trim().is_empty() {
            let reason = convention.reason.trim();
            parts.push(Block::small(words.conventions_reason.fill(&[("reason", &reason)])));
        }
        blocks.push(Block::Together(parts));
    }
    blocks.push(Block::heading(2, &*words.conventions_basis));
    blocks.push(Block::Bullets(legend(t)));
    blocks.push(Block::paragraph(t.sourced(&thresholds(t))));
    blocks.push(Block::Table(statuses(t)));
    blocks.push(Block::heading(2, &*words.conventions_source_list));
    blocks.push(Block::Table(sources(t)));
    blocks
}

/// What each status means; only those that occur.
fn legend(t: &Teller) -> Vec<Text> {
    let words = t.words;
    let occurs = |points: PointsStatus, text: TextStatus| {
        t.scheme.clauses().any(|clause| clause.points_status == points || clause.text_status == text)
    };
    [
        (PointsStatus::Verified, TextStatus::Verified, &words.conventions_points_verified),
        (PointsStatus::TwoOrMore, TextStatus::TwoOrMore, &words.conventions_points_two_or_more),
        (PointsStatus::SingleSource, TextStatus::SingleSource, &words.conventions_points_single_source),
        (PointsStatus::Provisional, TextStatus::Reconstructed, &words.conventions_points_provisional),
    ]
    .into_iter()
    .filter(|(points, text, _)| occurs(*points, *text))
    .map(|(_, _, phrase)| Text::plain(&**phrase))
    .collect()
}

fn thresholds(t: &Teller) -> String {
    let (words, rules) = (t.words, &t.scheme.rules);
    let grades = t.list(rules.grades.iter().map(|grade| {
        words
            .conventions_threshold
            .fill(&[("from", &t.exact(&grade.from)), ("grade", &t.title(&grade.id, &grade.title))])
    }));
    let basis = t.rule_basis(rules.grades_status, &rules.grades_sources);
    words.conventions_thresholds.fill(&[("grades", &grades), ("basis", &basis)])
}

fn statuses(t: &Teller) -> Table {
    let words = t.words;
    let rows = t
        .scheme
        .clauses()
        .map(|clause| {
            let sources = if clause.sources.is_empty() { t.dash() } else { t.list(&clause.sources) };
            let sources = t.sourced(&sources);
            Row::new(vec![
                Text::link(clause.id.as_str(), clause_anchor(&clause.id)),
                clause.title.as_str().into(),
                t.exact(&clause.points).into(),
                Text::plain(&**t.points_basis(clause.points_status)),
                Text::plain(&**t.text_basis(clause.text_status)),
                sources,
            ])
        })
        .collect();
    let columns = vec![
        Column::words(&*words.scores_clause, 1.0),
        Column::words(&*words.scores_title, 2.8),
        Column::figures(&*words.conventions_points, 0.7),
        Column::words(&*words.conventions_points_basis, 1.2),
        Column::words(&*words.conventions_text_basis, 1.2),
        Column::words(&*words.conventions_sources, 2.4),
    ];
    Table { columns, rows }
}

fn sources(t: &Teller) -> Table {
    let words = t.words;
    let rows = t
        .scheme
        .sources
        .iter()
        .map(|source| {
            let address = source.address.trim();
            let mut title = Text::plain(source.title.trim());
            if !address.is_empty() {
                let link =
                    (address.starts_with("http") && !address.contains(' ')).then(|| Target::Url(address.to_owned()));
                title = title.then("\n").push(Span { text: address.to_owned(), link, ..Span::default() });
            }
            let cells = vec![source.id.as_str().into(), title, source.used_for.as_str().into()];
            Row { anchor: Some(source_anchor(&source.id)), ..Row::new(cells) }
        })
        .collect();
    let columns = vec![
        Column::words(&*words.conventions_source_id, 0.6),
        Column::words(&*words.conventions_source_title, 5.0),
        Column::words(&*words.conventions_source_use, 3.4),
    ];
    Table { columns, rows }
}
