//! The page to sign.

use super::teller::Teller;
use crate::report::outline::{Block, Fact, Signature, Text};

/// Most numbers of missing evidence that are named.
const NUMBERS: usize = 40;

/// What the signatures confirm, and no more than is so.
fn confirmed(t: &Teller) -> String {
    let words = t.words;
    let gone: Vec<String> = t
        .assessment
        .evidence
        .iter()
        .filter(|(_, evidence)| t.is_gone(evidence))
        .map(|(id, _)| t.evidence_number(*id))
        .collect();
    let mut text = if gone.is_empty() {
        words.signatures_text.to_string()
    } else {
        let numbers = t.list(gone.iter().take(NUMBERS));
        words.signatures_text_missing.fill(&[("numbers", &numbers), ("n", &gone.len())])
    };
    if !t.card.complete() {
        text += &words.signatures_incomplete.fill(&[("n", &t.card.unrated)]);
    }
    text
}

pub fn write(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let signature = |role: &str| Signature { role: role.to_owned(), date: words.signatures_date.to_string() };
    let prepared = t.assessment.company.prepared_by.trim();
    let mut blocks = vec![Block::paragraph(confirmed(t))];
    if !prepared.is_empty() {
        blocks.push(Block::Facts(vec![Fact::new(&*words.company_author, Text::plain(prepared))]));
    }
    blocks.push(Block::Signatures(
        [&words.signatures_prepared, &words.signatures_reviewed, &words.signatures_approved, &words.signatures_company]
            .map(|role| signature(role))
            .to_vec(),
    ));
    blocks.push(Block::small(&*words.signatures_note));
    vec![Block::Together(blocks)]
}
