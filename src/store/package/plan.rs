//! The plan of a package: which file goes where under which name, what stays out and why. Pure but for the look at the
//! disk that it begins with, so that it can be shown before anything is written.
//!
//! Why it is so:
//! * Evidence goes to the items for which a person confirmed it. Where nobody decided about an item, it is filled by
//!   its clauses, and the index says so beside that item.
//! * Every item's folder is whole by itself: a file that serves two items is copied twice.
//! * Where persons are concerned, the strictest item decides for a file, wherever else it goes: what one item leaves out
//!   stays out of the whole package, and what one item masks is masked everywhere, also inside a folder that holds it.
//!   But only what a person confirmed for an item that is left out stays out for it; a clause alone decides nothing, and
//!   such evidence goes where else it fits.
//! * Tables are looked through before anything is planned, so that the plan says what will be masked, and which persons
//!   would get out.
//! * What no item asks for stays out unless it is asked for, since nobody decided whether persons are in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::look::{self, Look, Looks};
use super::mask::Masks;
use super::peek::{self, Peek};
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
    /// Whether persons are masked in all tables by the headings that are usual, whatever the checklist names.
    pub mask_all: bool,
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
    /// Whether an item asks for masks, so that what cannot be masked stays out or is told.
    pub(super) asked: bool,
    /// Whether the masks are all that are usual.
    pub(super) usual: bool,
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
    let rules = rules(ask, &given, &looks);
    let peeks = peek::tables(&looks, |path| masks(&rules, path, ask.mask_all), watch).ok_or(PackageError::Cancelled)?;
    Ok(arrange(ask, &given, Planner { ask, looks: &looks, rules, peeks, sources: Vec::new() }))
}

fn above<'a>(rules: &'a BTreeMap<PathBuf, Rule>, path: &'a Path) -> impl Iterator<Item = &'a Rule> {
    path.ancestors().filter_map(|above| rules.get(above))
}

/// What is to be masked in a file, and whether an item asks for that.
fn masks(rules: &BTreeMap<PathBuf, Rule>, path: &Path, all: bool) -> (Masks, bool) {
    let mut masks = Masks::default();
    above(rules, path).for_each(|rule| masks.add(&rule.masks));
    let asked = !masks.is_empty();
    if all && table::kind(path).is_some() {
        masks.add(&Masks::usual());
    }
    (masks, asked)
}

/// Which evidence goes to which item.
struct Given {
    items: Vec<(PackageBasis, Vec<EvidenceId>)>,
    rest: Vec<EvidenceId>,
}

fn assign(assessment: &Assessment, checklist: &Checklist) -> Given {
    let mut items: Vec<(PackageBasis, Vec<EvidenceId>)> =
        checklist.items.iter().map(|item| material_evidence(assessment, checklist, item)).collect();
    // Nobody decided that it belongs to what is left out; it goes where else it fits, and where it fits nowhere else it
    // is named here.
    let out = |at: usize| checklist.items.get(at).is_some_and(|item| !item.leave_out.trim().is_empty());
    let fits: BTreeSet<EvidenceId> =
        items.iter().enumerate().filter(|(at, _)| !out(*at)).flat_map(|(_, (_, evidence))| evidence).copied().collect();
    for (_, (basis, evidence)) in items.iter_mut().enumerate().filter(|(at, _)| out(*at)) {
        evidence.retain(|id| *basis == PackageBasis::Confirmed || !fits.contains(id));
    }
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
    for (item, (basis, evidence)) in ask.checklist.items.iter().zip(&given.items) {
        let masks = Masks::of(&item.mask_names, &item.mask_phones);
        all.add(&masks);
        let decided = *basis == PackageBasis::Confirmed && !item.leave_out.trim().is_empty();
        let left_out = decided.then_some(item.title.as_str());
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
    peeks: BTreeMap<PathBuf, Peek>,
    sources: Vec<Source>,
}

fn arrange(ask: &PackageAsk<'_>, given: &Given, mut planner: Planner<'_>) -> PackagePlan {
    let looks = planner.looks;
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

impl<'a> Planner<'a> {
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
                    added: false,
                    personal: Vec::new(),
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
                        let (fate, mark, ending, personal) = self.fate(path);
                        let own = names::file(&number, target.name(), mark, ending);
                        let name = format!("{}/{own}", item.folder);
                        seen.insert(target, name.clone());
                        let registered = self.registered(target, "");
                        let changed = registered.is_some_and(|print| print.size != *size);
                        let entry = PackageEntry { name, size: *size, changed, personal, ..entry(fate, "") };
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
                            let (fate, mark, ending, personal) = self.fate(&path);
                            let own = inside.rsplit('/').next().unwrap_or(inside);
                            let number = format!("{place:04}");
                            let name = format!("{inner}/{}", names::file(&number, own, mark, ending));
                            let registered = self.registered(target, inside);
                            let changed = registered.is_some_and(|print| print.size != *size);
                            let added = registered.is_none() && self.ask.assessment.fingerprint(target).is_some();
                            let entry =
                                PackageEntry { name, size: *size, changed, added, personal, ..entry(fate, inside) };
                            self.add(item, at, (&path, registered), (number, own), entry);
                        }
                        for inside in self.lost(target, files) {
                            item.entries.push(entry(EntryFate::Out(WhyOut::Missing), inside));
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
            let (masks, asked) = masks(&self.rules, path, self.ask.mask_all);
            let usual = self.ask.mask_all && table::kind(path).is_some();
            let at = (at, item.entries.len());
            let naming = (number, own.to_owned());
            self.sources.push(Source { at, path: path.to_owned(), registered, masks, asked, usual, naming });
        } else {
            (entry.name, entry.size) = (String::new(), 0);
        }
        item.entries.push(entry);
    }

    /// What becomes of a file as far as can be said before it is copied, the mark in its name, its new ending, and the
    /// persons that would be in it.
    fn fate(&self, path: &Path) -> (EntryFate, &str, Option<&'static str>, Vec<String>) {
        if let Some(item) = above(&self.rules, path).find_map(|rule| rule.left_out.as_ref()) {
            return (EntryFate::Out(WhyOut::LeftOut { item: item.trim().to_owned() }), "", None, Vec::new());
        }
        let p = &self.ask.words.package;
        let (masks, asked) = masks(&self.rules, path, self.ask.mask_all);
        let Some(kind) = table::kind(path) else {
            let fate = if masks.is_empty() { EntryFate::Copied } else { EntryFate::Unmasked(NoMask::Kind) };
            return (fate, "", None, Vec::new());
        };
        let persons = |peek: &Peek| peek.persons(&p.personal_numbers);
        match self.peeks.get(path) {
            Some(Peek::Unread) if !asked => (EntryFate::Unmasked(NoMask::Unread), "", None, Vec::new()),
            Some(peek @ Peek::Plain { .. }) if asked => {
                (EntryFate::Unmasked(NoMask::NoHeading), "", None, persons(peek))
            }
            Some(peek @ Peek::Plain { .. }) => (EntryFate::Copied, "", None, persons(peek)),
            Some(peek @ Peek::Masks { .. }) => (EntryFate::ToMask, &p.masked_mark, Some(kind.ending()), persons(peek)),
            None if masks.is_empty() => (EntryFate::Copied, "", None, Vec::new()),
            None | Some(Peek::Unread) => (EntryFate::ToMask, &p.masked_mark, Some(kind.ending()), Vec::new()),
        }
    }

    /// The files that a folder held when it was registered and does not hold now.
    fn lost(&self, target: &EvidenceItem, files: &BTreeMap<String, Option<u64>>) -> Vec<&'a str> {
        match self.ask.assessment.fingerprint(target).map(|print| &**print) {
            Some(Fingerprint::Folder(known)) => {
                known.keys().map(String::as_str).filter(|inside| !files.contains_key(*inside)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn registered(&self, target: &EvidenceItem, inside: &str) -> Option<FileFingerprint> {
        match &**self.ask.assessment.fingerprint(target)? {
            Fingerprint::File(print) => Some(*print),
            Fingerprint::Folder(files) => files.get(inside).copied(),
        }
    }
}
