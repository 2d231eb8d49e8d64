//! The receipt of a package: what is in it, what is not, what is missing.

use std::path::PathBuf;

use crate::assessment::Package;
use crate::lang::{Phrase, Words, size};

/// A package that was written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageReceipt {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is a ZIP.
    pub zipped: bool,
    /// Whether a file that was there before had to go for it.
    pub replaced: bool,
    /// All files in it, the indexes among them.
    pub files: usize,
    /// Their bytes together.
    pub bytes: u64,
    /// Pages of the index.
    pub pages: usize,
    /// What is in it.
    pub package: Package,
}

impl PackageReceipt {
    /// A sentence on each line.
    #[must_use]
    pub fn say(&self, words: &Words) -> Vec<String> {
        let p = &words.package;
        let folders = self.package.items.iter().filter(|item| item.entries.iter().any(|entry| entry.is_file())).count();
        let phrase = if self.replaced { &p.receipt_replaced } else { &p.receipt };
        let mut out = vec![phrase.fill(&[
            ("path", &self.path.display()),
            ("folders", &folders),
            ("files", &self.files),
            ("size", &size(self.bytes)),
            ("pages", &self.pages),
        ])];
        out.extend(counts(&self.package, &words.package.count_masked, words));
        out
    }
}

/// What there is to say about the contents before anything is written, a sentence each.
#[must_use]
pub fn planned(package: &Package, words: &Words) -> Vec<String> {
    counts(package, &words.package.preview_masks, words)
}

fn counts(package: &Package, masked: &Phrase, words: &Words) -> Vec<String> {
    let p = &words.package;
    let tally = package.tally();
    let mut out = Vec::new();
    out.push(p.count_items.fill(&[("counts", &package.counts().say(words))]));
    out.extend(package.warnings(words));
    let lines: [(usize, &Phrase); 14] = [
        (tally.expired, &p.count_expired),
        (tally.outside, &p.count_outside),
        (tally.left_out, &p.count_left_out),
        (tally.masked, masked),
        (tally.named, &p.count_named),
        (tally.unmasked, &p.count_unmasked),
        (tally.personal, &p.count_personal),
        (tally.links, &p.count_links),
        (tally.changed, &p.count_changed),
        (tally.added, &p.count_added),
        (tally.not_asked, &p.count_not_asked),
        (tally.by_list, &p.count_by_list),
        (tally.addresses, &p.count_addresses),
        (tally.failed, &p.count_failed),
    ];
    out.extend(lines.into_iter().filter(|(n, _)| *n > 0).map(|(n, phrase)| phrase.fill(&[("n", &n)])));
    let missing = tally.missing_mandatory + tally.missing_other;
    if missing > 0 {
        out.push(p.count_missing.fill(&[("n", &missing), ("mandatory", &tally.missing_mandatory)]));
    }
    out
}
