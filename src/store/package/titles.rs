//! Persons in names and titles: what was masked in a table may also stand in the name of its file and in the titles of
//! the evidence that it is.
//!
//! Why it is so: what is known to be a person of a table is masked wherever that table is named. Whether the same letters
//! in the name of another file mean a person nobody can know, and that file keeps its name; so it is told and left to be
//! looked at.

use std::collections::BTreeMap;

use super::mask::Known;
use crate::assessment::{EntryFate, EvidenceId, Package};

/// What was masked, by the evidence whose tables held it.
#[derive(Debug, Default)]
pub(super) struct Titles {
    known: BTreeMap<EvidenceId, Known>,
    all: Known,
}

impl Titles {
    /// Notes what was masked in a table, for the evidence of its entry and for all that is the same file.
    pub(super) fn note(&mut self, package: &Package, (item, entry): (usize, usize), known: &Known) {
        self.all.extend(known);
        let Some(item) = package.items.get(item) else { return };
        let Some(own) = item.entries.get(entry) else { return };
        let same = |other: &&crate::assessment::PackageEntry| {
            other.evidence == own.evidence || other.fate == EntryFate::Again && other.name == own.name
        };
        for entry in item.entries.iter().filter(same) {
            self.known.entry(entry.evidence).or_default().extend(known);
        }
    }

    /// Masks titles and original names, and marks the entries that still hold something in their names.
    pub(super) fn apply(&self, package: &mut Package) {
        for item in &mut package.items {
            let folder = item.folder.len();
            for entry in &mut item.entries {
                if let Some(known) = self.known.get(&entry.evidence) {
                    entry.title = known.in_title(&entry.title);
                    entry.source = known.in_title(&entry.source);
                }
                // The folder of the item is named by the checklist.
                let name = entry.name.get(folder..).unwrap_or_default();
                entry.named = [name, &entry.title, &entry.source].iter().any(|text| self.all.stands_in(text));
            }
        }
    }
}
