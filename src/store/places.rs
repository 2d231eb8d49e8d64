//! Where evidence lies on this computer: beside the case, under a named root, or at a full path.
//!
//! Why it is so: a case says under which root a file is, and where that root was when it was last set. On another
//! computer the same root lies elsewhere; the person says so once, the settings of that computer remember it, and
//! every path under the root leads there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::evidence::{item_for, of_root};
use crate::assessment::{Assessment, EvidenceItem, Unreadable, is_absolute, root_of};

/// Under what a computer remembers where a root lies: its name and the folder that the case says. Two companies may
/// give the same name to different shares.
#[must_use]
pub fn root_key(name: &str, folder: &str) -> String {
    format!("{name} {folder}")
}

/// The places that evidence of a case can be under. Made off the frame, since it looks at the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    case_folder: PathBuf,
    roots: BTreeMap<String, PathBuf>,
    also: Vec<PathBuf>,
}

impl Places {
    /// The places of a case in a folder. `known` says where roots lie on this computer, by [`root_key`]; it is asked
    /// where the folder that the case names is not there.
    #[must_use]
    pub fn of(case_folder: &Path, assessment: &Assessment, known: &BTreeMap<String, PathBuf>) -> Self {
        let roots = assessment.roots.iter().map(|(name, folder)| {
            let said = if is_absolute(folder) { PathBuf::from(folder) } else { case_folder.join(folder) };
            let here = known.get(&root_key(name, folder)).filter(|other| !said.is_dir() && other.is_dir());
            (name.clone(), here.cloned().unwrap_or(said))
        });
        Self { case_folder: case_folder.to_owned(), roots: roots.collect(), also: Vec::new() }
    }

    /// The folder of the case.
    #[must_use]
    pub fn case_folder(&self) -> &Path {
        &self.case_folder
    }

    /// The roots and where they lie.
    #[must_use]
    pub fn roots(&self) -> &BTreeMap<String, PathBuf> {
        &self.roots
    }

    /// Lets a search for lost files look in another folder too.
    #[must_use]
    pub fn searching(mut self, folder: PathBuf) -> Self {
        self.also.push(folder);
        self
    }

    /// The folders in which a search for lost files is made: those that were asked for, that of the case, and every
    /// root that is there.
    #[must_use]
    pub fn search_in(&self) -> Vec<PathBuf> {
        let roots = self.roots.values().filter(|folder| folder.is_dir());
        self.also.iter().chain([&self.case_folder]).chain(roots).cloned().collect()
    }

    /// The file or folder that an item names; none for web addresses. A name before `:/` that is no root of the case
    /// is part of a path.
    #[must_use]
    pub fn path(&self, item: &EvidenceItem) -> Option<PathBuf> {
        match item {
            EvidenceItem::Web(_) => None,
            EvidenceItem::File(path) | EvidenceItem::Folder(path) => Some(match self.root(path) {
                Some((folder, rest)) => folder.join(rest),
                None if is_absolute(path) => PathBuf::from(path),
                None => self.case_folder.join(path),
            }),
        }
    }

    fn root<'a>(&'a self, path: &'a str) -> Option<(&'a PathBuf, &'a str)> {
        let (name, rest) = root_of(path)?;
        Some((self.roots.get(name)?, rest))
    }

    /// Why an item that is not there cannot be there: the folder of its root, or that of the case, is away.
    #[must_use]
    pub fn root_is_away(&self, item: &EvidenceItem) -> Option<Unreadable> {
        match self.root(item.target()) {
            Some((folder, _)) => {
                let name = root_of(item.target()).map(|(name, _)| name.to_owned())?;
                (!folder.is_dir()).then_some(Unreadable::NoRoot { name })
            }
            None if is_absolute(item.target()) => None,
            None => (!self.case_folder.is_dir()).then_some(Unreadable::NoCaseFolder),
        }
    }

    /// The item for a file or folder: relative to the case where it is inside, behind a root's name where it is under
    /// one, relative where it is near the case, else the full path. None when the path cannot be written as text.
    #[must_use]
    pub fn item(&self, path: &Path) -> Option<EvidenceItem> {
        let beside = item_for(&self.case_folder, path)?;
        if !is_absolute(beside.target()) && !beside.target().starts_with("../") {
            return Some(beside);
        }
        let under = self.roots.iter().filter_map(|(name, folder)| of_root(name, folder, path));
        // The root that leaves least to say is the nearest.
        let rest = |item: &EvidenceItem| root_of(item.target()).map_or(usize::MAX, |(_, rest)| rest.len());
        Some(under.min_by_key(rest).unwrap_or(beside))
    }
}
