//! The search for evidence that is gone from its place: by content, then by name in successive parent folders.
//!
//! Why it is so: the same content elsewhere is the same file, whatever it is called; that needs no guess. A file of the
//! same name under the same parent folders is only likely the one, and is offered as such. Once one file is found, the
//! others of its folder are looked for beside it in the same way, so that a folder which was moved or renamed is mended
//! as one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::content::{self, Seen, Wanted, Watch};
use super::places::Places;
use crate::assessment::{Assessment, Checkup, EvidenceItem, FileFingerprint, Fingerprint, ItemCheck, ItemState, Sum};

/// Files that a search looks at before it gives up; a case that lies in a home folder must not cost minutes.
const MAX_SEARCHED: usize = 200_000;

/// A place that can be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The place that is named so far.
    pub from: EvidenceItem,
    /// Where it is, or likely is.
    pub to: EvidenceItem,
    /// Why that is thought.
    pub by: RepairBy,
}

/// Why a place is thought to be the lost one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepairBy {
    /// The content is the registered one.
    Content,
    /// The name and the folders above it fit; there is no fingerprint to compare.
    Name,
    /// The name and the folders above it fit, but the content is another one.
    NameOnly,
}

/// All that can be mended of what a checkup missed; the surest first for each, one for each place.
#[must_use]
pub fn repairs(places: &Places, assessment: &Assessment, checkup: &Checkup, watch: &Watch<'_>) -> Vec<Repair> {
    let mut out: Vec<Repair> = Vec::new();
    for (item, check) in &checkup.items {
        if let (ItemState::Moved, Some(to)) = (check.state, &check.moved_to) {
            out.push(Repair { from: item.clone(), to: to.clone(), by: RepairBy::Content });
        }
    }
    let lost = checkup.items.iter().filter(|(_, check)| check.state == ItemState::Missing).map(|(item, _)| item);
    let mut lost: Vec<&EvidenceItem> = lost.collect();
    let seen = Seen::default();
    let search_in = places.search_in();
    // Where others were found, the rest is tried as well; each round can only find more from what it found.
    loop {
        let moves: BTreeSet<(PathBuf, PathBuf)> =
            out.iter().filter_map(|repair| moved_folder(places, repair)).collect();
        let before = out.len();
        lost.retain(|item| {
            if (watch.cancelled)() {
                return false;
            }
            let found = candidates(places, item, &search_in, &moves)
                .filter_map(|path| Some((places.item(&path)?, path)))
                .filter(|(to, _)| to != *item && same_kind(item, to))
                .map(|(to, path)| Repair {
                    by: compare(assessment, item, &path, &seen, watch),
                    from: (*item).clone(),
                    to,
                })
                .min_by_key(|repair| repair.by);
            let lost = found.is_none();
            out.extend(found);
            lost
        });
        if out.len() == before {
            break;
        }
    }
    out.sort_by(|a, b| a.from.cmp(&b.from));
    out
}

fn same_kind(a: &EvidenceItem, b: &EvidenceItem) -> bool {
    matches!(
        (a, b),
        (EvidenceItem::File(_), EvidenceItem::File(_)) | (EvidenceItem::Folder(_), EvidenceItem::Folder(_))
    )
}

/// From which folder to which a repair leads, after what is the same at the end of both.
fn moved_folder(places: &Places, repair: &Repair) -> Option<(PathBuf, PathBuf)> {
    let (mut from, mut to) = (places.path(&repair.from)?, places.path(&repair.to)?);
    while from.file_name().is_some() && from.file_name() == to.file_name() {
        from.pop();
        to.pop();
    }
    (from.file_name().is_some() && from != to).then_some((from, to))
}

/// Places where a lost file may be: with the folder that others moved with, and under each folder that is searched with
/// as many of its parent folders as fit, the most first.
fn candidates(
    places: &Places,
    item: &EvidenceItem,
    search_in: &[PathBuf],
    moves: &BTreeSet<(PathBuf, PathBuf)>,
) -> impl Iterator<Item = PathBuf> {
    let path = places.path(item).unwrap_or_default();
    let names: Vec<_> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_owned()),
            _ => None,
        })
        .collect();
    let along = moves.iter().filter_map(|(from, to)| Some(to.join(path.strip_prefix(from).ok()?)));
    let mut out: Vec<PathBuf> = along.collect();
    for skipped in 0..names.len() {
        let rest: PathBuf = names.iter().skip(skipped).collect();
        out.extend(search_in.iter().map(|folder| folder.join(&rest)));
    }
    out.into_iter().filter(|path| path.exists())
}

fn compare(assessment: &Assessment, item: &EvidenceItem, path: &Path, seen: &Seen, watch: &Watch<'_>) -> RepairBy {
    let Some(print) = assessment.fingerprint(item) else { return RepairBy::Name };
    let same = match &**print {
        Fingerprint::File(print) => {
            let wanted = Wanted { path: path.to_owned(), size: print.size, link: false };
            let read = content::read_all(&[wanted], seen, true, watch).pop();
            matches!(read, Some(Ok(found)) if found.same_content(print))
        }
        Fingerprint::Folder(files) => holds(path, files, seen, true, watch),
    };
    if same { RepairBy::Content } else { RepairBy::NameOnly }
}

/// Whether a folder holds just these files.
fn holds(
    folder: &Path,
    files: &BTreeMap<String, FileFingerprint>,
    seen: &Seen,
    trust: bool,
    watch: &Watch<'_>,
) -> bool {
    let Ok(found) = content::list(folder, watch) else { return false };
    let same_list = found.len() == files.len()
        && found.iter().zip(files).all(|((a, entry), (b, print))| a == b && entry.stamp.size == print.size);
    if !same_list {
        return false;
    }
    let wanted: Vec<Wanted> = found
        .iter()
        .map(|(inside, entry)| Wanted { path: folder.join(inside), size: entry.stamp.size, link: entry.link })
        .collect();
    let read = content::read_all(&wanted, seen, trust, watch);
    read.iter().zip(files.values()).all(|(read, print)| matches!(read, Ok(found) if found.same_content(print)))
}

/// Turns what is missing into what has moved, where the same content is elsewhere in the folders that are searched.
pub(super) fn find_moved(
    places: &Places,
    assessment: &Assessment,
    checkup: &mut Checkup,
    seen: &Seen,
    watch: &Watch<'_>,
) {
    let lost: Vec<(EvidenceItem, Arc<Fingerprint>)> = checkup
        .items
        .iter()
        .filter(|(_, check)| check.state == ItemState::Missing)
        .filter_map(|(item, _)| Some((item.clone(), Arc::clone(assessment.fingerprint(item)?))))
        .collect();
    // An empty file has the content of every empty file; its name is all there is to go by.
    let sizes: BTreeSet<u64> = lost.iter().filter_map(|(_, print)| largest(print)).map(|(_, file)| file.size).collect();
    if sizes.is_empty() {
        return;
    }
    let (by_size, cut) = files_of_sizes(&places.search_in(), &sizes, watch);
    checkup.search_cut = cut;
    let trust = !checkup.full;
    let by_content = by_content(&by_size, seen, trust, watch);
    // What is registered with another content is what it is registered as, whatever it holds just now.
    let registered: BTreeMap<PathBuf, Option<&Arc<Fingerprint>>> =
        checkup.items.keys().filter_map(|item| Some((places.path(item)?, assessment.fingerprint(item)))).collect();
    for (item, print) in lost {
        let Some((inside, file)) = largest(&print) else { continue };
        let old = places.path(&item).unwrap_or_default().join(inside);
        let taken = |path: &Path| {
            registered.get(path).is_some_and(|known| known.is_some_and(|known| !known.same_content(&print)))
        };
        let mut there: Vec<&PathBuf> =
            by_content.get(&(file.size, file.sum)).into_iter().flatten().filter(|path| !taken(path)).collect();
        // The likeliest first: not known as another place, with the same name, under the same folders.
        there.sort_by_cached_key(|path| {
            (registered.contains_key(*path), usize::MAX - common_end(&old, path), (*path).clone())
        });
        let found = there.into_iter().find_map(|path| match &*print {
            Fingerprint::File(_) => Some(path.clone()),
            Fingerprint::Folder(files) => {
                let folder = without_end(path, inside)?;
                (!taken(&folder) && holds(&folder, files, seen, trust, watch)).then_some(folder)
            }
        });
        if let Some(to) = found.and_then(|path| places.item(&path))
            && same_kind(&item, &to)
        {
            let check = ItemCheck { moved_to: Some(to), found: Some(print), ..ItemCheck::of(ItemState::Moved) };
            checkup.items.insert(item, check);
        }
    }
}

/// Files by size and sum; each is read once, for however many lost ones.
fn by_content(
    by_size: &BTreeMap<u64, BTreeSet<PathBuf>>,
    seen: &Seen,
    trust: bool,
    watch: &Watch<'_>,
) -> BTreeMap<(u64, Sum), Vec<PathBuf>> {
    let wanted: Vec<Wanted> = by_size
        .iter()
        .flat_map(|(size, paths)| paths.iter().map(|path| Wanted { path: path.clone(), size: *size, link: false }))
        .collect();
    let read = content::read_all(&wanted, seen, trust, watch);
    let mut out: BTreeMap<(u64, Sum), Vec<PathBuf>> = BTreeMap::new();
    for (file, read) in wanted.into_iter().zip(read) {
        if let Ok(print) = read {
            out.entry((print.size, print.sum)).or_default().push(file.path);
        }
    }
    out
}

/// The largest file of a fingerprint by its path inside the folder; none when all are empty.
fn largest(print: &Fingerprint) -> Option<(&str, &FileFingerprint)> {
    let found = match print {
        Fingerprint::File(file) => Some(("", file)),
        Fingerprint::Folder(files) => {
            files.iter().map(|(inside, file)| (inside.as_str(), file)).max_by_key(|(_, file)| file.size)
        }
    };
    found.filter(|(_, file)| file.size > 0)
}

/// How many names at the end of two paths are the same.
fn common_end(a: &Path, b: &Path) -> usize {
    a.components().rev().zip(b.components().rev()).take_while(|(a, b)| a == b).count()
}

/// A path without the path inside a folder that it ends with.
fn without_end(path: &Path, inside: &str) -> Option<PathBuf> {
    let count = Path::new(inside).components().count();
    path.ends_with(inside).then(|| path.ancestors().nth(count).map(Path::to_owned)).flatten()
}

/// The files of some sizes in folders and the folders in them, and whether there were too many to look at all.
fn files_of_sizes(
    folders: &[PathBuf],
    sizes: &BTreeSet<u64>,
    watch: &Watch<'_>,
) -> (BTreeMap<u64, BTreeSet<PathBuf>>, bool) {
    let mut out: BTreeMap<u64, BTreeSet<PathBuf>> = BTreeMap::new();
    let mut open: Vec<PathBuf> = folders.iter().rev().cloned().collect();
    let (mut count, mut walked) = (0, BTreeSet::new());
    while let Some(folder) = open.pop() {
        if (watch.cancelled)() || !walked.insert(folder.clone()) {
            continue;
        }
        // What cannot be listed cannot be searched; the place stays missing.
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            count += 1;
            if count > MAX_SEARCHED {
                return (out, true);
            }
            let hidden =
                entry.file_name().to_str().is_none_or(|name| name.starts_with('.') || content::comes_and_goes(name));
            let Ok(found) = entry.metadata() else { continue };
            if hidden {
                continue;
            }
            if found.is_dir() {
                open.push(entry.path());
            } else if found.is_file() && sizes.contains(&found.len()) {
                out.entry(found.len()).or_default().insert(entry.path());
            }
        }
    }
    (out, false)
}
