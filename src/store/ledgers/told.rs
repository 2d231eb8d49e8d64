//! What is told of the cells of a table beside what is wrong with them: which words were taken for a yes or a no, and
//! scores that look like percentages.

use std::collections::BTreeMap;

use super::marks::decided;
use super::plan::LedgerNotice;
use super::row::Sources;
use super::sheet::{Cell, Row};
use crate::assessment::Kept;

/// Words of one field that are named; the others are counted.
const NAMED: usize = 12;
/// One, in ten-thousandths.
const ONE: i64 = 10_000;

/// The texts of marks, by the place of their field among those that are read.
#[derive(Debug, Default)]
pub(super) struct MarkWords(BTreeMap<usize, BTreeMap<String, usize>>);

impl MarkWords {
    /// Counts those of a row that becomes a record.
    pub(super) fn add(&mut self, sources: &Sources<'_>, row: &Row) {
        for (at, source) in sources.fields.iter().enumerate().filter(|(_, source)| source.field.form.is_mark()) {
            let Cell::Text(text) = row.cell(source.column.index) else { continue };
            let of = self.0.entry(at).or_default();
            match of.get_mut(&**text) {
                Some(count) => *count += 1,
                None => drop(of.insert(text.to_string(), 1)),
            }
        }
    }

    /// What each is taken for, where it is not 是, √, a day or a name.
    pub(super) fn notices(&self, sources: &Sources<'_>) -> Vec<LedgerNotice> {
        let mut out = Vec::new();
        for (at, texts) in &self.0 {
            let Some(source) = sources.fields.get(*at) else { continue };
            let mut found: BTreeMap<bool, BTreeMap<String, usize>> = BTreeMap::new();
            for (text, count) in texts {
                if let Some((word, yes)) = decided(&Cell::of(text), source.field.form) {
                    *found.entry(yes).or_default().entry(word).or_default() += count;
                }
            }
            for (yes, words) in found {
                let mut words: Vec<(String, usize)> = words.into_iter().collect();
                words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                let more = words.len().saturating_sub(NAMED);
                words.truncate(NAMED);
                out.push(LedgerNotice::MarkWords { field: source.field.title.clone(), yes, words, more });
            }
        }
        out
    }
}

/// Fields of scores of which none is more than one although they have places: shares, perhaps, written as numbers.
pub(super) fn like_shares<'a>(
    sources: &Sources<'_>,
    read: impl Iterator<Item = &'a [Kept]> + Clone,
) -> Vec<LedgerNotice> {
    let scored = sources.fields.iter().enumerate().filter_map(|(at, source)| Some((at, source, source.scale?)));
    let looks = scored.filter(|(at, ..)| {
        let scores = || {
            read.clone().filter_map(|cells| match cells.get(*at) {
                Some(Kept::Number(score)) => Some(*score),
                _ => None,
            })
        };
        scores().all(|score| score <= ONE) && scores().any(|score| score % ONE != 0)
    });
    let notice = |(_, source, scale): (usize, &super::row::Source<'_>, i64)| LedgerNotice::LikeShares {
        field: source.field.title.clone(),
        scale: scale / ONE,
    };
    looks.map(notice).collect()
}
