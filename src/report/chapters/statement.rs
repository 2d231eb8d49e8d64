//! Statement: what the report is and is not, and what it rests on.

use std::fmt::Display;

use super::teller::Teller;
use crate::criteria::{PointsStatus, TextStatus};
use crate::report::outline::{Block, Fact};

pub fn write(t: &Teller) -> Vec<Block> {
    let (words, scheme) = (t.words, t.scheme);
    let mut blocks = vec![
        Block::paragraph(&*words.statement_nature),
        Block::paragraph(words.statement_use.fill(&[("product", &t.common.product)])),
    ];
    if !t.card.complete() {
        let text = words.statement_incomplete.fill(&[("n", &t.card.unrated)]);
        blocks.push(Block::Note(vec![Block::paragraph(text)]));
    }
    blocks.push(Block::heading(2, &*words.statement_provisional));
    if !scheme.statement.trim().is_empty() {
        blocks.push(Block::paragraph(t.sourced(scheme.statement.trim())));
    }
    blocks.push(Block::paragraph(counts(t)));
    blocks.push(Block::heading(2, &*words.statement_criteria));
    let standard: [(&str, &dyn Display); 3] =
        [("standard", &scheme.standard), ("title", &scheme.title), ("edition", &scheme.edition)];
    let file: [(&str, &dyn Display); 2] = [("id", &scheme.id), ("revision", &scheme.revision)];
    let mut facts = vec![
        Fact::new(&*words.statement_standard, words.statement_standard_value.fill(&standard)),
        Fact::new(&*words.statement_file, words.statement_file_value.fill(&file)),
        Fact::new(&*words.statement_fingerprint, t.subject.pinned.fingerprint.as_str()),
    ];
    if !scheme.status_note.trim().is_empty() {
        facts.push(Fact::new(&*words.statement_status, t.sourced(scheme.status_note.trim())));
    }
    blocks.push(Block::Facts(facts));
    blocks
}

/// How many clauses are how sure.
fn counts(t: &Teller) -> String {
    let count = |status: &dyn Display, n: usize| {
        (n > 0).then(|| t.words.statement_count.fill(&[("status", status), ("n", &n)]))
    };
    let points = PointsStatus::ALL.into_iter().filter_map(|status| {
        let n = t.scheme.clauses().filter(|clause| clause.points_status == status).count();
        count(t.points_basis(status), n)
    });
    let texts = TextStatus::ALL.into_iter().filter_map(|status| {
        let n = t.scheme.clauses().filter(|clause| clause.text_status == status).count();
        count(t.text_basis(status), n)
    });
    let clauses = t.scheme.clauses().count();
    let (points, texts) = (t.list(points), t.list(texts));
    t.words.statement_counts.fill(&[("clauses", &clauses), ("points", &points), ("texts", &texts)])
}
