//! The plan of a package: which file goes where under which name, what stays out and why. Pure but for the look at the
//! disk that it begins with, so that it can be shown before anything is written.
//!
//! Why it is so:
//! * Evidence goes to the items for which a person confirmed it. Where nobody decided about an item, it is filled by
//!   its clauses, and the index says so beside that item.
//! * Every item's folder is whole by itself: a file that serves two items is copied twice.
//! * Where persons are concerned, the strictest item decides for a file, wherever else it goes: what one item leaves out
//!   stays out of the whole package, and what one item masks is masked everywhere, also inside a folder that holds it.
//! * What no item asks for stays out unless it is asked for, since nobody decided whether persons are in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::look::{self, Look, Looks};
use super::mask::Masks;
use super::{PackageError, names, table};
use crate::assessment::{
    Assessment, EntryFate, EvidenceId, EvidenceItem, FileFingerprint, Fingerprint, MaterialId, NoMask, Package,
    PackageBasis, PackageEntry, PackageItem, WhyOut, material_evidence, shown_source, unknown_clauses,
};
use crate::criteria::{Checklist, Scheme};
use crate::lang::Words;
use crate::store::content::Watch;
use crate::store::places::Places;

/// What a package is made of.
#[derive(Clone, Copy)]
pub struct PackageAsk<'a> {
    /// The words for names in it.
    pub words: &'a Words,
    /// What the case is answered against.
    pub scheme: &'a Scheme,
    /// The answers.
    pub assessment: &'a Assessment,
    /// What is asked for.
    pub checklist: &'a Checklist,
    /// Where evidence lies.
    pub places: &'a Places,
    /// The name of the case, without folder.
    pub case_name: &'a str,
    /// The day on which it is made.
    pub date: NaiveDate,
    /// Whether evidence that no item took goes in as well.
    pub others: bool,
}

/// What will be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackagePlan {
    /// The account, as far as it is known before anything is copied.
    pub package: Package,
    /// What is to be copied, in order.
    pub(super) sources: Vec<Source>,
    /// Folders that are evidence; no package is written into them.
    pub(super) folders: Vec<PathBuf>,
}

/// A file to be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Which item and entry of the package it is.
    pub(super) at: (usize, usize),
    /// Where it is: its real path.
    pub(super) path: PathBuf,
    /// What was registered.
    pub(super) registered: Option<FileFingerprint>,
    /// What is to be masked.
    pub(super) masks: Masks,
    /// What its name in the package begins with, and its own name, from which a name without persons can be made.
    pub(super) naming: (String, String),
}

/// Plans a package.
///
/// # Errors
/// When the person stopped it.
pub fn plan_package(ask: &PackageAsk<'_>, watch: &Watch<'_>) -> Result<PackagePlan, PackageError> {
    let given = assign(ask.assessment, ask.checklist);
    let rest = if ask.others { given.rest.as_slice() } else { &[] };
    let wanted = given
        .items
        .iter()
        .flat_map(|(_, evidence)| evidence)
        .chain(rest)
        .filter_map(|id| ask.assessment.evidence.get(id));
    let looks =
        look::look_at(wanted.flat_map(|piece| &piece.items), ask.places, watch).ok_or(PackageError::Cancelled)?;
    Ok(arrange(ask, &given, &looks))
}

/// Which evidence goes to which item.
struct Given {
    items: Vec<(PackageBasis, Vec<EvidenceId>)>,
    rest: Vec<EvidenceId>,
}

fn assign(assessment: &Assessment, checklist: &Checklist) -> Given {
    let items: Vec<(PackageBasis, Vec<EvidenceId>)> =
        checklist.items.iter().map(|item| material_evidence(assessment, checklist, item)).collect();
    let taken: BTreeSet<EvidenceId> = items.iter().flat_map(|(_, evidence)| evidence).copied().collect();
    let mut rest: Vec<EvidenceId> = assessment.evidence.keys().filter(|id| !taken.contains(id)).copied().collect();
    // By the number of the first clause; what serves none comes last.
    let first = |id: &EvidenceId| {
        let clause = assessment.evidence.get(id).and_then(|piece| piece.clauses.first());
        (clause.is_none(), clause.cloned(), *id)
    };
    rest.sort_by_key(first);
    Given { items, rest }
}

/// What holds for a file or folder, whatever item it goes to.
#[derive(Debug, Default)]
struct Rule {
    masks: Masks,
    left_out: Option<String>,
}

/// The rules by real path; a folder's hold for all that is in it.
fn rules(ask: &PackageAsk<'_>, given: &Given, looks: &Looks) -> BTreeMap<PathBuf, Rule> {
    let mut rules: BTreeMap<PathBuf, Rule> = BTreeMap::new();
    let mut all = Masks::default();
    let mut add = |id: &EvidenceId, masks: &Masks, left_out: Option<&str>| {
        let Some(piece) = ask.assessment.evidence.get(id) else { return };
        for item in &piece.items {
            if let Some(Look::File(path, _) | Look::Folder(path, _)) = looks.get(item) {
                let rule = rules.entry(path.clone()).or_default();
                rule.masks.add(masks);
                if rule.left_out.is_none() {
                    rule.left_out = left_out.map(str::to_owned);
                }
            }
        }
    };
    for (item, (_, evidence)) in ask.checklist.items.iter().zip(&given.items) {
        let masks = Masks::of(&item.mask_names, &item.mask_phones);
        all.add(&masks);
        let left_out = (!item.leave_out.trim().is_empty()).then_some(item.title.as_str());
        for id in evidence {
            add(id, &masks, left_out);
        }
    }
    for id in &given.rest {
        add(id, &all, None);
    }
    rules
}

struct Planner<'a> {
    ask: &'a PackageAsk<'a>,
    looks: &'a Looks,
    rules: BTreeMap<PathBuf, Rule>,
    sources: Vec<Source>,
}

fn arrange(ask: &PackageAsk<'_>, given: &Given, looks: &Looks) -> PackagePlan {
    let rules = rules(ask, given, looks);
    let mut planner = Planner { ask, looks, rules, sources: Vec::new() };
    let width = if ask.checklist.items.len() >= 99 { 3 } else { 2 };
    let removed = |id: &EvidenceId| !ask.assessment.evidence.contains_key(id);
    let mut items = Vec::new();
    for ((at, material), (basis, evidence)) in ask.checklist.items.iter().enumerate().zip(&given.items) {
        let number = format!("{:0width$}", at + 1);
        let answer = ask.assessment.material(&MaterialId::of(&ask.checklist.id, &material.id));
        let mut item = PackageItem {
            folder: names::folder(&number, &material.title, names::FOLDER),
            number,
            title: material.title.clone(),
            mandatory: Some(material.mandatory),
            leave_out: material.leave_out.clone(),
            not_concerned: answer.map_or(String::new(), |answer| answer.not_concerned.clone()),
            complete: answer.is_some_and(|answer| answer.complete),
            removed: answer.is_some_and(|answer| answer.evidence.iter().any(removed)),
            basis: *basis,
            needs: material.needs.clone(),
            entries: Vec::new(),
        };
        planner.fill(&mut item, at, evidence);
        items.push(item);
    }
    let number = format!("{:0width$}", items.len() + 1);
    let title = ask.words.package.others.to_string();
    let mut others = PackageItem {
        folder: names::folder(&number, &title, names::FOLDER),
        number,
        title,
        mandatory: None,
        leave_out: String::new(),
        not_concerned: String::new(),
        complete: false,
        removed: false,
        basis: PackageBasis::Clauses,
        needs: Vec::new(),
        entries: Vec::new(),
    };
    planner.fill(&mut others, items.len(), &given.rest);
    items.push(others);
    let folder = |look: &Look| match look {
        Look::Folder(path, _) => Some(path.clone()),
        _ => None,
    };
    let company = &ask.assessment.company;
    let package = Package {
        title: ask.checklist.title.clone(),
        company: company.name.clone(),
        prepared_by: company.prepared_by.clone(),
        case_name: ask.case_name.to_owned(),
        date: ask.date,
        unknown_clauses: unknown_clauses(ask.checklist, ask.scheme),
        items,
    };
    PackagePlan { package, sources: planner.sources, folders: looks.values().filter_map(folder).collect() }
}

impl Planner<'_> {
    /// Puts pieces of evidence into an item.
    fn fill(&mut self, item: &mut PackageItem, at: usize, evidence: &[EvidenceId]) {
        let mut seen: BTreeMap<&EvidenceItem, String> = BTreeMap::new();
        let mut serial = 0;
        for id in evidence {
            let Some(piece) = self.ask.assessment.evidence.get(id) else { continue };
            for target in &piece.items {
                let entry = |fate: EntryFate, inside: &str| PackageEntry {
                    evidence: *id,
                    title: piece.title.trim().to_owned(),
                    clauses: piece.clauses.iter().cloned().collect(),
                    source: shown_source(target, inside),
                    name: String::new(),
                    size: 0,
                    sum: None,
                    changed: false,
                    expired: piece.expires.filter(|_| piece.expired_on(self.ask.date)),
                    outside: piece.out_of(self.ask.assessment.period),
                    named: false,
                    fate,
                };
                if let Some(name) = seen.get(target) {
                    item.entries.push(PackageEntry { name: name.clone(), ..entry(EntryFate::Again, "") });
                    continue;
                }
                let Some(look) = self.looks.get(target) else {
                    item.entries.push(entry(EntryFate::Out(WhyOut::NotAsked), ""));
                    continue;
                };
                if !item.leave_out.trim().is_empty() {
                    let why = WhyOut::LeftOut { item: item.title.trim().to_owned() };
                    item.entries.push(entry(EntryFate::Out(why), ""));
                    continue;
                }
                match look {
                    Look::Out(why) => item.entries.push(entry(EntryFate::Out(why.clone()), "")),
                    Look::Address => item.entries.push(entry(EntryFate::Address, "")),
                    Look::File(path, size) => {
                        serial += 1;
                        let number = format!("{}-{serial:02}", item.number);
                        let (fate, mark, ending) = self.fate(path);
                        let own = names::file(&number, target.name(), mark, ending);
                        let name = format!("{}/{own}", item.folder);
                        seen.insert(target, name.clone());
                        let registered = self.registered(target, "");
                        let entry = PackageEntry { name, size: *size, ..entry(fate, "") };
                        self.add(item, at, (path, registered), (number, target.name()), entry);
                    }
                    Look::Folder(path, files) => {
                        serial += 1;
                        let number = format!("{}-{serial:02}", item.number);
                        let inner = format!("{}/{}", item.folder, names::folder(&number, target.name(), names::INNER));
                        seen.insert(target, format!("{inner}/"));
                        for (place, (inside, size)) in (1..).zip(files) {
                            let Some(size) = size else {
                                item.entries.push(entry(EntryFate::Out(WhyOut::Link), inside));
                                continue;
                            };
                            let path = path.join(inside);
                            let (fate, mark, ending) = self.fate(&path);
                            let own = inside.rsplit('/').next().unwrap_or(inside);
                            let number = format!("{place:04}");
                            let name = format!("{inner}/{}", names::file(&number, own, mark, ending));
                            let registered = self.registered(target, inside);
                            let entry = PackageEntry { name, size: *size, ..entry(fate, inside) };
                            self.add(item, at, (&path, registered), (number, own), entry);
                        }
                    }
                }
            }
        }
    }

    /// Adds an entry, and what is to be copied for it.
    fn add(
        &mut self,
        item: &mut PackageItem,
        at: usize,
        (path, registered): (&Path, Option<FileFingerprint>),
        (number, own): (String, &str),
        mut entry: PackageEntry,
    ) {
        if entry.is_file() {
            let masks = self.masks(path);
            let at = (at, item.entries.len());
            let naming = (number, own.to_owned());
            self.sources.push(Source { at, path: path.to_owned(), registered, masks, naming });
        } else {
            (entry.name, entry.size) = (String::new(), 0);
        }
        item.entries.push(entry);
    }

    fn rules<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Rule> {
        path.ancestors().filter_map(|above| self.rules.get(above))
    }

    fn masks(&self, path: &Path) -> Masks {
        let mut masks = Masks::default();
        self.rules(path).for_each(|rule| masks.add(&rule.masks));
        masks
    }

    /// What becomes of a file as far as can be said before it is read, the mark in its name and its new ending.
    fn fate(&self, path: &Path) -> (EntryFate, &str, Option<&'static str>) {
        if let Some(item) = self.rules(path).find_map(|rule| rule.left_out.as_ref()) {
            return (EntryFate::Out(WhyOut::LeftOut { item: item.trim().to_owned() }), "", None);
        }
        if self.masks(path).is_empty() {
            return (EntryFate::Copied, "", None);
        }
        match table::kind(path) {
            Some(kind) => (EntryFate::ToMask, &self.ask.words.package.masked_mark, Some(kind.ending())),
            None => (EntryFate::Unmasked(NoMask::Kind), "", None),
        }
    }

    fn registered(&self, target: &EvidenceItem, inside: &str) -> Option<FileFingerprint> {
        match &**self.ask.assessment.fingerprint(target)? {
            Fingerprint::File(print) => Some(*print),
            Fingerprint::Folder(files) => files.get(inside).copied(),
        }
    }
}
