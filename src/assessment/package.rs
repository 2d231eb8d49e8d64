//! The account of a submission package (送审材料包): what is in it under which name, what is not and why, what is missing.
//!
//! Why it is so: the store fills it, and the three indexes of a package (PDF, XLSX, HTML), the receipt and the preview
//! all say it; so its sentences are made once, in `package_said`. It holds no path of this computer: where evidence lies is shown as
//! the case names it, and only the last part of it where that would lead outside.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{EvidenceId, EvidenceItem, MaterialCounts, MaterialState, Sum, Unreadable};
use crate::criteria::{ClauseId, Mandatory, Need};

/// What a package holds, as planned or as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The title of the checklist.
    pub title: String,
    /// The company.
    pub company: String,
    /// Who prepared it, as typed by that person.
    pub prepared_by: String,
    /// The name of the case, without folder.
    pub case_name: String,
    /// The day on which it was made.
    pub date: NaiveDate,
    /// Clauses that the checklist names and the scheme of the case does not have.
    pub unknown_clauses: Vec<ClauseId>,
    /// The items of the checklist in its order; the last one is for evidence that no item took.
    pub items: Vec<PackageItem>,
}

/// By what evidence came to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageBasis {
    /// As a person confirmed it.
    Confirmed,
    /// Nobody decided about the item: by its clauses, not confirmed.
    Clauses,
}

/// An item of the checklist and what is handed in for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageItem {
    /// Its number in the checklist, with leading zeros.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Who has to hand it in; none for the evidence that no item took.
    pub mandatory: Option<Mandatory>,
    /// Its folder in the package.
    pub folder: String,
    /// Why it is left out of packages; empty when it goes in.
    pub leave_out: String,
    /// Why it does not concern the company; empty when it does.
    pub not_concerned: String,
    /// Whether a person says that all of it is there.
    pub complete: bool,
    /// Whether some of what was confirmed for it is no evidence of the case any more.
    pub removed: bool,
    /// By what evidence came to it.
    pub basis: PackageBasis,
    /// How much of it is asked for.
    pub needs: Vec<Need>,
    /// What is handed in, and what is not.
    pub entries: Vec<PackageEntry>,
}

/// A file, or something that is no file or did not get in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageEntry {
    /// The piece of evidence.
    pub evidence: EvidenceId,
    /// Its title.
    pub title: String,
    /// The clauses that it serves.
    pub clauses: Vec<ClauseId>,
    /// Where it is, as the case names it; see [`shown_source`].
    pub source: String,
    /// Its path in the package, with `/`; empty when it is not in it.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// The sum of what is in the package.
    pub sum: Option<Sum>,
    /// Whether the original is not what was registered any more.
    pub changed: bool,
    /// Whether it is in a folder that did not hold it when that was registered.
    pub added: bool,
    /// What of persons is in it and not masked: headings of columns, or numbers known by their form.
    pub personal: Vec<String>,
    /// The last day on which it was valid, if that is over.
    pub expired: Option<NaiveDate>,
    /// Whether it covers no day of the period of the assessment.
    pub outside: bool,
    /// Whether its name or title holds what was masked in some table of the package.
    pub named: bool,
    /// What became of it.
    pub fate: EntryFate,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryFate {
    /// Copied byte by byte.
    Copied,
    /// Copied as it is, though its item asks for masks: look at it by eye.
    Unmasked(NoMask),
    /// A table that is to be masked, as planned.
    ToMask,
    /// A copy of the values of a table with persons masked; so many cells differ. The original is not in the package.
    Masked {
        /// How many.
        cells: usize,
        /// The headings of the columns that were masked; numbers are masked in all.
        columns: Vec<String>,
    },
    /// The same file stands in this item already.
    Again,
    /// A web address.
    Address,
    /// It is not in the package.
    Out(WhyOut),
}

/// Why nothing was masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoMask {
    /// A kind of file that cannot be masked.
    Kind,
    /// A table without any of the headings.
    NoHeading,
    /// A table that cannot be read, and that no item asks to be masked.
    Unread,
}

/// Why something is not in the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyOut {
    /// Nothing is there.
    Missing,
    /// It cannot be read.
    Unreadable(Unreadable),
    /// A link, or a path over a link that leads out of where evidence lies.
    Link,
    /// It belongs to an item that is left out.
    LeftOut {
        /// The title of that item.
        item: String,
    },
    /// A table with persons in it that could not be read, so that nothing could be masked.
    NotMasked,
    /// The checklist does not ask for it.
    NotAsked,
}

impl WhyOut {
    /// Whether somebody wanted it in: a failure, and not a decision.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Missing | Self::Unreadable(_) | Self::NotMasked)
    }
}

impl PackageEntry {
    /// Whether it is a file of its own in the package.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self.fate, EntryFate::Copied | EntryFate::Unmasked(_) | EntryFate::ToMask | EntryFate::Masked { .. })
    }
}

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageStanding {
    /// There is something for it.
    Filled,
    /// 缺: nothing is there for it.
    Missing,
    /// 不涉及.
    NotConcerned,
    /// 不收入: the profile leaves it out.
    LeftOut,
}

impl PackageItem {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> PackageStanding {
        let there = |entry: &PackageEntry| !matches!(entry.fate, EntryFate::Out(_));
        if !self.leave_out.trim().is_empty() {
            PackageStanding::LeftOut
        } else if !self.not_concerned.trim().is_empty() {
            PackageStanding::NotConcerned
        } else if self.entries.iter().any(there) {
            PackageStanding::Filled
        } else {
            PackageStanding::Missing
        }
    }

    /// Whether something is in it by its clauses alone, which nobody confirmed.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.basis == PackageBasis::Clauses
            && self.mandatory.is_some()
            && self.leave_out.trim().is_empty()
            && !self.entries.is_empty()
    }

    /// How it stands on the page of materials, as far as the package can tell.
    fn state(&self) -> MaterialState {
        let sound = |entry: &PackageEntry| match &entry.fate {
            EntryFate::Out(why) => !why.is_failure() && entry.expired.is_none(),
            _ => entry.expired.is_none(),
        };
        if !self.not_concerned.trim().is_empty() {
            MaterialState::NotConcerned
        } else if self.basis == PackageBasis::Clauses || self.entries.is_empty() {
            MaterialState::Missing
        } else if self.complete && !self.removed && self.entries.iter().all(sound) {
            MaterialState::Filled
        } else {
            MaterialState::Partly
        }
    }

    /// Number and title.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.number, self.title.trim())
    }
}

/// What is in a package in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackageTally {
    /// Items for which there is something.
    pub filled: usize,
    /// Items that everybody has to hand in and for which there is nothing.
    pub missing_mandatory: usize,
    /// Other items for which there is nothing.
    pub missing_other: usize,
    /// Items that the profile leaves out.
    pub left_out: usize,
    /// Files of evidence.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Of the files, masked copies.
    pub masked: usize,
    /// Of the files, those that should be looked at by eye since nothing was masked.
    pub unmasked: usize,
    /// Of the files, tables with persons in them that were not masked.
    pub personal: usize,
    /// Of the files, those whose original is not what was registered.
    pub changed: usize,
    /// Of the files, those that came into a registered folder later.
    pub added: usize,
    /// Entries with a name or title that holds what was masked in some table.
    pub named: usize,
    /// Pieces of evidence in it that are expired.
    pub expired: usize,
    /// Pieces of evidence in it that cover no day of the period of the assessment.
    pub outside: usize,
    /// Files that should be in it and are not: gone, unreadable, not to be masked.
    pub failed: usize,
    /// Links that were not followed.
    pub links: usize,
    /// What is not in it since no item took it.
    pub not_asked: usize,
    /// What is not in it since the checklist leaves its item out.
    pub by_list: usize,
    /// Web addresses, which are no files.
    pub addresses: usize,
    /// Of the items that everybody has to hand in, those that are filled by their clauses alone.
    pub automatic_mandatory: usize,
}

impl PackageTally {
    /// Whether somebody has to do something before it is handed in.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        self.missing_mandatory + self.failed > 0
    }
}

impl Package {
    /// Counts.
    #[must_use]
    pub fn tally(&self) -> PackageTally {
        let mut tally = PackageTally::default();
        // What several items want and cannot have is one file to look after.
        let (mut failed, mut links, mut addresses) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let (mut not_asked, mut by_list) = (BTreeSet::new(), BTreeSet::new());
        let (mut expired, mut outside) = (BTreeSet::new(), BTreeSet::new());
        for item in &self.items {
            match (item.standing(), item.mandatory) {
                (_, None) | (PackageStanding::NotConcerned, _) => {}
                (PackageStanding::Filled, _) => tally.filled += 1,
                (PackageStanding::LeftOut, _) => tally.left_out += 1,
                (PackageStanding::Missing, Some(Mandatory::Always)) => tally.missing_mandatory += 1,
                (PackageStanding::Missing, _) => tally.missing_other += 1,
            }
            let must = item.mandatory == Some(Mandatory::Always) && item.standing() == PackageStanding::Filled;
            tally.automatic_mandatory += usize::from(must && item.is_automatic());
            for entry in &item.entries {
                tally.named += usize::from(entry.named);
                if entry.is_file() {
                    tally.files += 1;
                    tally.bytes = tally.bytes.saturating_add(entry.size);
                    tally.changed += usize::from(entry.changed);
                    tally.added += usize::from(entry.added);
                    tally.personal += usize::from(!entry.personal.is_empty());
                }
                if !matches!(entry.fate, EntryFate::Out(_)) {
                    expired.extend(entry.expired.map(|_| entry.evidence));
                    outside.extend(entry.outside.then_some(entry.evidence));
                }
                match &entry.fate {
                    EntryFate::ToMask | EntryFate::Masked { .. } => tally.masked += 1,
                    EntryFate::Unmasked(_) => tally.unmasked += 1,
                    EntryFate::Out(why) => {
                        let set = match why {
                            WhyOut::Link => &mut links,
                            WhyOut::NotAsked => &mut not_asked,
                            WhyOut::LeftOut { .. } => &mut by_list,
                            _ => &mut failed,
                        };
                        set.insert((entry.evidence, &entry.source));
                    }
                    EntryFate::Address => {
                        addresses.insert((entry.evidence, &entry.source));
                    }
                    EntryFate::Copied | EntryFate::Again => {}
                }
            }
        }
        (tally.expired, tally.outside) = (expired.len(), outside.len());
        (tally.failed, tally.links, tally.addresses) = (failed.len(), links.len(), addresses.len());
        (tally.not_asked, tally.by_list) = (not_asked.len(), by_list.len());
        tally
    }

    /// How far the items are, as the page of materials counts them.
    #[must_use]
    pub fn counts(&self) -> MaterialCounts {
        let mut counts = MaterialCounts::default();
        for item in self.items.iter().filter(|item| item.mandatory.is_some()) {
            match item.state() {
                MaterialState::Filled => counts.filled += 1,
                MaterialState::Partly => counts.partly += 1,
                MaterialState::Missing => counts.missing += 1,
                MaterialState::NotConcerned => counts.not_concerned += 1,
            }
            counts.automatic += usize::from(item.is_automatic());
        }
        counts
    }

    /// How many items were confirmed by a person, and how many are filled by their clauses alone.
    pub(super) fn bases(&self) -> (usize, usize) {
        let asked = self.items.iter().filter(|item| item.mandatory.is_some());
        let confirmed = asked.filter(|item| item.basis == PackageBasis::Confirmed).count();
        (confirmed, self.counts().automatic)
    }
}

/// Where an item is, as it may be shown to strangers: as the case names it, but of a path that leads out of the case's
/// folder and its roots only the last part.
#[must_use]
pub fn shown_source(item: &EvidenceItem, inside: &str) -> String {
    let target = item.target();
    let outside = match item {
        EvidenceItem::Web(address) => !(address.starts_with("http://") || address.starts_with("https://")),
        _ => !item.is_portable() || target.replace('\\', "/").split('/').any(|part| part == ".."),
    };
    let shown = if outside {
        let name = target.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
        // The name of a drive is all that is left of `C:\`.
        if name.ends_with(':') { String::new() } else { name.to_owned() }
    } else {
        target.trim_end_matches('/').to_owned()
    };
    if inside.is_empty() { shown } else { format!("{shown}/{inside}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_of_this_computer_is_shown() {
        let file = |path: &str| shown_source(&EvidenceItem::File(path.into()), "");
        assert_eq!(file("证据/a.pdf"), "证据/a.pdf");
        assert_eq!(file("总部共享:/合同/a.pdf"), "总部共享:/合同/a.pdf");
        for outside in ["/home/wang/a.pdf", "C:\\Users\\wang\\a.pdf", "../../wang/a.pdf", "\\\\server\\wang\\a.pdf"] {
            assert_eq!(file(outside), "a.pdf", "{outside}");
        }
        assert_eq!(shown_source(&EvidenceItem::Web("file:///home/wang/a.pdf".into()), ""), "a.pdf");
        assert_eq!(shown_source(&EvidenceItem::Folder("证据/".into()), "b/c.txt"), "证据/b/c.txt");
    }
}
