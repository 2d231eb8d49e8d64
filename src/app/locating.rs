//! What a person picked, dropped or typed as evidence, and how the case will name it.
//!
//! Why it is so: that cannot be said without asking the disk, and a share that does not answer takes many seconds to
//! say so. Wishes therefore wait in line and are looked after by a job, one after the other, so that what was dropped
//! first is registered first. The line belongs to the open case and goes with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::jobs::Token;
use crate::assessment::{self, Assessment, Edit, EvidenceId, EvidenceItem, MaterialId};
use crate::criteria::{ClauseId, Scheme};
use crate::store::{self, ClauseTree, Places, Unsettled};

/// Seconds after which a look at the disk is spoken of.
pub const SLOW_SECS: f64 = 0.5;

/// Something that waits for a look at the disk.
#[derive(Debug)]
pub struct Wish {
    /// Its own number, unlike that of any other.
    pub number: u64,
    /// What.
    pub wanted: Wanted,
    /// Since when it is looked after, in the window's seconds; none while it waits.
    pub since: Option<f64>,
}

/// What a person wants of places on the disk.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// Files and folders as evidence.
    Paths {
        /// Which.
        paths: Vec<PathBuf>,
        /// What they are for.
        goes: Goes,
    },
    /// An address or a path that was typed.
    Text {
        /// As it was typed.
        text: String,
        /// The clause that it is for.
        clause: Option<ClauseId>,
    },
    /// The files of a tree, each for its clause.
    Tree(BTreeMap<ClauseId, BTreeSet<PathBuf>>),
    /// Where a named root lies.
    Root {
        /// Its name.
        name: String,
        /// Its folder.
        folder: PathBuf,
    },
}

/// What files and folders are for.
#[derive(Debug, Clone)]
pub enum Goes {
    /// For the library; into a folder that is alone is looked first where that is wanted.
    Library {
        /// Whether.
        look_into: bool,
    },
    /// For a clause.
    Clause(ClauseId),
    /// More for a piece of evidence.
    Piece(EvidenceId),
    /// In the place of what a piece names so far.
    Instead {
        /// The piece.
        id: EvidenceId,
        /// What it names.
        item: EvidenceItem,
    },
    /// To confirm an item of a checklist.
    Material {
        /// The item.
        id: MaterialId,
        /// Its title.
        title: String,
    },
}

/// What came of a look at the disk.
#[derive(Debug)]
pub enum Located {
    /// Files and folders as the case names them.
    Items {
        /// What they are for.
        goes: Goes,
        /// How they are named.
        items: Vec<EvidenceItem>,
        /// What cannot be named.
        bad: Vec<PathBuf>,
    },
    /// A folder whose folders are named by clauses.
    Folder {
        /// Which.
        folder: PathBuf,
        /// What is in it.
        tree: ClauseTree,
    },
    /// The files of a tree, each for its clause.
    Tree {
        /// How they are named.
        items: Vec<(EvidenceItem, ClauseId)>,
        /// What cannot be named.
        bad: Vec<PathBuf>,
    },
    /// What was typed leads nowhere.
    Nowhere {
        /// As it was typed.
        text: String,
        /// The clause that it was for.
        clause: Option<ClauseId>,
        /// Why; none where nothing is there.
        why: Option<Unsettled>,
    },
    /// A root, and what is named by it from now on.
    Root {
        /// Its name.
        name: String,
        /// Its folder.
        folder: PathBuf,
        /// How that is done; none where the folder cannot be written as text.
        edits: Option<Vec<Edit>>,
    },
}

/// The case around a wish, as it is when the look at the disk begins.
pub struct Around {
    /// The folder of the case.
    pub folder: PathBuf,
    /// The case.
    pub assessment: Assessment,
    /// Where roots lie on this computer.
    pub known: BTreeMap<String, PathBuf>,
    /// What is asked.
    pub scheme: Arc<Scheme>,
}

impl Around {
    fn places(&self) -> Places {
        Places::of(&self.folder, &self.assessment, &self.known)
    }
}

/// Looks after a wish; asks the disk, and so may take long.
pub fn locate(wanted: Wanted, around: &Around, token: &Token) -> Located {
    match wanted {
        Wanted::Paths { paths, goes } => paths_of(paths, goes, around, token),
        Wanted::Text { text, clause } => typed(text, clause, around, token),
        Wanted::Tree(files) => {
            let all =
                files.into_iter().flat_map(|(clause, paths)| paths.into_iter().map(move |path| (path, clause.clone())));
            let (items, bad) = named(all.collect(), &around.places(), token);
            Located::Tree { items, bad }
        }
        Wanted::Root { name, folder } => {
            let edits = folder.to_str().map(|text| under_root(&name, text, around, token));
            Located::Root { name, folder, edits }
        }
    }
}

fn paths_of(paths: Vec<PathBuf>, goes: Goes, around: &Around, token: &Token) -> Located {
    if let (Goes::Library { look_into: true }, [folder]) = (&goes, paths.as_slice())
        && let Some(found) = look_into(folder, around)
    {
        return found;
    }
    let (items, bad) = named(paths.into_iter().map(|path| (path, ())).collect(), &around.places(), token);
    Located::Items { goes, items: items.into_iter().map(|(item, ())| item).collect(), bad }
}

/// A folder whose folders may be named by clauses; none where it is no such folder.
fn look_into(folder: &Path, around: &Around) -> Option<Located> {
    if !folder.is_dir() {
        return None;
    }
    let tree = store::clause_tree(folder, &around.scheme);
    (!tree.files.is_empty()).then(|| Located::Folder { folder: folder.to_owned(), tree })
}

/// How the case names paths, with what belongs to each; and those that cannot be named.
fn named<T>(paths: Vec<(PathBuf, T)>, places: &Places, token: &Token) -> (Vec<(EvidenceItem, T)>, Vec<PathBuf>) {
    let (mut items, mut bad) = (Vec::new(), Vec::new());
    for (path, of) in paths {
        if token.cancelled() {
            break; // nobody takes it up
        }
        match places.item(&path) {
            Some(item) => items.push((item, of)),
            None => bad.push(path),
        }
    }
    (items, bad)
}

fn typed(text: String, clause: Option<ClauseId>, around: &Around, token: &Token) -> Located {
    let places = around.places();
    let typed = bare(&text);
    let written = if typed.starts_with("www.") {
        EvidenceItem::Web(format!("https://{typed}"))
    } else if typed.contains("://") {
        EvidenceItem::Web(typed.to_owned())
    } else {
        EvidenceItem::File(typed.to_owned())
    };
    let item = match store::settle(&places, written) {
        Ok(item) => item,
        Err(why) => return Located::Nowhere { text, clause, why: Some(why) },
    };
    let path = places.path(&item);
    if path.as_ref().is_some_and(|path| !path.exists()) {
        return Located::Nowhere { text, clause, why: None };
    }
    match (path, clause) {
        (Some(path), None) if path.is_dir() => paths_of(vec![path], Goes::Library { look_into: true }, around, token),
        (_, clause) => {
            let goes = clause.map_or(Goes::Library { look_into: false }, Goes::Clause);
            Located::Items { goes, items: vec![item], bad: Vec::new() }
        }
    }
}

/// What was typed without what is around it: Explorer's "copy as path" puts quotes there.
pub fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '“', '”'])
}

/// Sets a root, and names by it what lies under its folder.
fn under_root(name: &str, folder: &str, around: &Around, token: &Token) -> Vec<Edit> {
    let set = Edit::SetRoot { name: name.to_owned(), folder: Some(folder.to_owned()) };
    let mut next = around.assessment.clone();
    if assessment::apply(&around.scheme, &mut next, &set).is_err() {
        return vec![set]; // whoever does it says why not
    }
    // What is neither inside the folder of the case nor under another root.
    let outside = |item: &EvidenceItem| !item.is_portable() || item.target().starts_with("../");
    let (old, new) = (around.places(), Places::of(&around.folder, &next, &around.known));
    let items: BTreeSet<&EvidenceItem> = next.evidence.values().flat_map(|piece| &piece.items).collect();
    let under = items.into_iter().filter(|item| outside(item) && !token.cancelled()).filter_map(|item| {
        let to = new.item(&old.path(item)?)?;
        (!outside(&to) && std::mem::discriminant(&to) == std::mem::discriminant(item))
            .then(|| Edit::MoveItem { from: item.clone(), to })
    });
    std::iter::once(set).chain(under).collect()
}
