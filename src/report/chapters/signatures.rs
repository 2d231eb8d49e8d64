//! The page to sign.

use super::teller::Teller;
use crate::report::outline::{Block, Fact, Signature, Text};

pub fn write(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let signature = |role: &str| Signature { role: role.to_owned(), date: words.signatures_date.to_string() };
    let prepared = t.assessment.company.prepared_by.trim();
    let mut blocks = vec![Block::paragraph(&*words.signatures_text)];
    if !prepared.is_empty() {
        blocks.push(Block::Facts(vec![Fact::new(&*words.company_author, Text::plain(prepared))]));
    }
    blocks.push(Block::Signatures(
        [&words.signatures_prepared, &words.signatures_reviewed, &words.signatures_approved, &words.signatures_company]
            .map(|role| signature(role))
            .to_vec(),
    ));
    blocks.push(Block::small(&*words.signatures_note));
    blocks
}
