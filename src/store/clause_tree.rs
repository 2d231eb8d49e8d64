//! A folder tree whose folders are named by clause numbers, as many companies keep their proof: what is in
//! `5.1.1.1 机构设置` serves clause 5.1.1.1.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::content::comes_and_goes;
use super::say::named_paths;
use crate::criteria::{ClauseId, Scheme};
use crate::lang::Words;

/// Files that are taken from one tree; whoever has more registers folders.
const MAX_FILES: usize = 2_000;
/// Folders inside folders are followed so deep.
const MAX_DEPTH: usize = 12;

/// What a tree holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClauseTree {
    /// Files by the clause whose folder they are in; the deepest folder with a number counts.
    pub files: BTreeMap<ClauseId, BTreeSet<PathBuf>>,
    /// Files in no such folder.
    pub others: BTreeSet<PathBuf>,
    /// Folders that are named by a number which no clause has.
    pub unknown: BTreeSet<PathBuf>,
    /// What was not looked at, and why.
    pub left_out: BTreeMap<PathBuf, LeftOut>,
    /// Whether there are more files than are taken.
    pub cut: bool,
    /// Folders that were not read to the end then.
    pub unread: BTreeSet<PathBuf>,
}

/// Why something in a tree is not registered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A link: what it leads to is outside the tree, or in it already.
    Link,
    /// A folder deeper than is followed.
    TooDeep,
    /// A name that is no text.
    BadName,
    /// The disk does not let it be read.
    Unreadable,
}

impl LeftOut {
    const ALL: [Self; 4] = [Self::Link, Self::TooDeep, Self::BadName, Self::Unreadable];
}

impl ClauseTree {
    /// What a person has to know of what is not registered, or not as the folders' names would have it; a sentence for
    /// each reason.
    #[must_use]
    pub fn remarks(&self, words: &Words) -> Vec<String> {
        let e = &words.evidence;
        let unknown = named_paths(&self.unknown, words);
        let mut out: Vec<String> =
            unknown.iter().map(|(n, paths)| e.tree_unknown.fill(&[("n", n), ("paths", paths)])).collect();
        for why in &LeftOut::ALL {
            let phrase = match why {
                LeftOut::Link => &e.tree_link,
                LeftOut::TooDeep => &e.tree_deep,
                LeftOut::BadName => &e.tree_bad_name,
                LeftOut::Unreadable => &e.tree_unreadable,
            };
            let paths = self.left_out.iter().filter(|(_, left)| *left == why).map(|(path, _)| path);
            out.extend(
                named_paths(paths, words)
                    .map(|(n, paths)| phrase.fill(&[("n", &n), ("paths", &paths), ("most", &MAX_DEPTH)])),
            );
        }
        if self.cut {
            let unread = named_paths(&self.unread, words);
            out.extend(unread.map(|(n, paths)| e.tree_cut.fill(&[("most", &MAX_FILES), ("n", &n), ("paths", &paths)])));
        }
        out
    }
}

impl ClauseTree {
    /// Whether a file lies in a folder that is named by a number which no clause has.
    #[must_use]
    pub fn in_unknown(&self, file: &Path) -> bool {
        file.ancestors().any(|above| self.unknown.contains(above))
    }
}

/// Looks through a folder; links are not followed.
#[must_use]
pub fn clause_tree(folder: &Path, scheme: &Scheme) -> ClauseTree {
    let mut out = ClauseTree::default();
    let own = folder.file_name().and_then(|name| name.to_str());
    let clause = own.and_then(|name| named(name, scheme).ok().flatten());
    let mut count = 0;
    let mut open = vec![(folder.to_owned(), clause, 0)];
    while let Some((folder, clause, depth)) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            out.left_out.insert(folder, LeftOut::Unreadable);
            continue;
        };
        for entry in entries {
            let Ok((path, name, kind)) =
                entry.and_then(|entry| Ok((entry.path(), entry.file_name(), entry.file_type()?)))
            else {
                out.left_out.insert(folder.clone(), LeftOut::Unreadable);
                continue;
            };
            if !kind.is_dir() {
                count += 1;
            }
            if count > MAX_FILES {
                out.cut = true;
                out.unread = open.into_iter().map(|(folder, ..)| folder).chain([folder]).collect();
                return out;
            }
            let Some(name) = name.to_str() else {
                out.left_out.insert(path, LeftOut::BadName);
                continue;
            };
            if comes_and_goes(name) || name.starts_with('.') {
                continue;
            }
            if kind.is_symlink() {
                out.left_out.insert(path, LeftOut::Link);
            } else if kind.is_dir() && depth == MAX_DEPTH {
                out.left_out.insert(path, LeftOut::TooDeep);
            } else if kind.is_dir() {
                let inside = match named(name, scheme) {
                    Ok(found) => found.or_else(|| clause.clone()),
                    Err(UnknownNumber) => {
                        out.unknown.insert(path.clone());
                        None
                    }
                };
                open.push((path, inside, depth + 1));
            } else if kind.is_file() {
                match &clause {
                    Some(clause) => out.files.entry(clause.clone()).or_default().insert(path),
                    None => out.others.insert(path),
                };
            }
        }
    }
    out
}

/// A folder's name begins with a number like a clause's, but no clause has it.
struct UnknownNumber;

/// The clause that a folder is named by; none where its name begins with no number of that form.
fn named(name: &str, scheme: &Scheme) -> Result<Option<ClauseId>, UnknownNumber> {
    // Numbers are written with full-width digits and points too.
    let plain: String = name.trim().chars().map(half_width).collect();
    let number: String = plain.chars().take_while(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    let number = number.trim_end_matches('.');
    // `2026.3` is a month and `1.资料` an order, not a clause.
    if !scheme.clauses().any(|clause| clause.id.as_str().split('.').next() == number.split('.').next()) {
        return Ok(None);
    }
    match scheme.clauses().find(|clause| clause.id.as_str() == number) {
        Some(clause) => Ok(Some(clause.id.clone())),
        // A group's number is a folder of folders.
        None if scheme.clauses().any(|clause| clause.id.as_str().starts_with(&format!("{number}."))) => Ok(None),
        None if number.contains('.') => Err(UnknownNumber),
        None => Ok(None),
    }
}

fn half_width(letter: char) -> char {
    match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')).unwrap_or(letter),
        '．' | '。' => '.',
        other => other,
    }
}
