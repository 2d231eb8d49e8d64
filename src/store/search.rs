//! The search for evidence that is gone from its place: by content, then by name in successive parent folders.
//!
//! Why it is so: the same content elsewhere is the same file, whatever it is called; that needs no guess. A file of the
//! same name under the same parent folders is only likely the one, and is offered as such. Once one file is found, the
//! others of its folder are looked for beside it in the same way, so that a folder which was moved or renamed is mended
//! as one. A place that is evidence already is nobody's new place: leading there would hide that one of two equal files
//! is gone. It is named, and offered to be looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, Metadata};
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
    /// The content is the registered one, but that place is evidence by itself.
    Registered,
    /// The name fits, but the folders above it do not, and there is no content to compare.
    NameElsewhere,
    /// The name fits, but the content is another one.
    NameOnly,
}

impl RepairBy {
    /// Whether it may be done without a person looking at it.
    #[must_use]
    pub fn is_sure(self) -> bool {
        matches!(self, Self::Content | Self::Name)
    }
}

/// The places that are evidence, as they are on the disk.
struct Registered<'a>(BTreeMap<PathBuf, &'a EvidenceItem>);

impl<'a> Registered<'a> {
    fn of(places: &Places, checkup: &'a Checkup) -> Self {
        let real = |path: PathBuf| fs::canonicalize(&path).unwrap_or(path);
        Self(checkup.items.keys().filter_map(|item| Some((real(places.path(item)?), item))).collect())
    }

    /// The evidence that a place is, or the folder of evidence that it is in.
    fn holds(&self, path: &Path) -> Option<&'a EvidenceItem> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        path.ancestors().find_map(|above| {
            let item = *self.0.get(above)?;
            (above == path || matches!(item, EvidenceItem::Folder(_))).then_some(item)
        })
    }
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
    let registered = Registered::of(places, checkup);
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
                .filter(|(to, path)| to != *item && same_kind(item, to) && registered.holds(path).is_none())
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
    let compare = |item: &EvidenceItem, path: &Path| compare(assessment, item, path, &seen, watch);
    out.extend(elsewhere(places, &lost, &search_in, &registered, watch, &compare));
    // What is evidence already comes behind, for a person to decide.
    for (item, check) in checkup.items.iter().filter(|(_, check)| check.state == ItemState::Missing) {
        let to = check.same_as.as_ref().map(|(_, to)| to.clone()).filter(|to| same_kind(item, to));
        out.extend(to.map(|to| Repair { from: item.clone(), to, by: RepairBy::Registered }));
    }
    out.sort_by(|a, b| (&a.from, a.by).cmp(&(&b.from, b.by)));
    out
}

/// Files and folders with the names of lost ones, wherever they lie below the folders that are searched; of each the one
/// under the folders that fit best. None of them is sure.
fn elsewhere(
    places: &Places,
    lost: &[&EvidenceItem],
    search_in: &[PathBuf],
    registered: &Registered<'_>,
    watch: &Watch<'_>,
    compare: &dyn Fn(&EvidenceItem, &Path) -> RepairBy,
) -> Vec<Repair> {
    let mut named: BTreeMap<OsString, Vec<PathBuf>> = BTreeMap::new();
    let paths: Vec<(&EvidenceItem, PathBuf)> =
        lost.iter().filter_map(|item| Some((*item, places.path(item)?))).collect();
    for (_, path) in &paths {
        named.extend(path.file_name().map(|name| (name.to_owned(), Vec::new())));
    }
    if named.is_empty() {
        return Vec::new();
    }
    walk(search_in, watch, &mut |path, _| {
        if let Some(there) = path.file_name().and_then(|name| named.get_mut(name)) {
            there.push(path.to_owned());
        }
    });
    let mut out = Vec::new();
    for (item, old) in paths {
        let there = old.file_name().and_then(|name| named.get(name)).into_iter().flatten();
        let found = there
            .filter_map(|path| Some((places.item(path)?, path)))
            .filter(|(to, path)| {
                let kind = match item {
                    EvidenceItem::Folder(_) => path.is_dir(),
                    _ => path.is_file(),
                };
                kind && to != item && registered.holds(path).is_none()
            })
            .min_by_key(|(_, path)| (usize::MAX - common_end(&old, path), (*path).clone()));
        if let Some((to, path)) = found {
            let by = match compare(item, path) {
                RepairBy::NameOnly => RepairBy::NameOnly,
                _ => RepairBy::NameElsewhere,
            };
            out.push(Repair { from: item.clone(), to, by });
        }
    }
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
    let all = Registered::of(places, checkup);
    // One new place is that of one lost file, of the one that it fits best.
    let mut moves: Vec<(usize, PathBuf, usize)> = Vec::new();
    let mut twins: Vec<(usize, EvidenceItem, PathBuf)> = Vec::new();
    for (at, (item, print)) in lost.iter().enumerate() {
        let Some((inside, file)) = largest(print) else { continue };
        let old = places.path(item).unwrap_or_default();
        let taken = |path: &Path| {
            registered.get(path).is_some_and(|known| known.is_some_and(|known| !known.same_content(print)))
        };
        let there = by_content.get(&(file.size, file.sum)).into_iter().flatten().filter(|path| !taken(path));
        for path in there {
            let found = match &**print {
                Fingerprint::File(_) => path.clone(),
                Fingerprint::Folder(files) => match without_end(path, inside) {
                    Some(folder) if !taken(&folder) && holds(&folder, files, seen, trust, watch) => folder,
                    _ => continue,
                },
            };
            match all.holds(&found) {
                Some(held_by) => twins.push((at, held_by.clone(), found)),
                None => moves.push((common_end(&old, &found), found, at)),
            }
        }
    }
    moves.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1, a.2).cmp(&(&b.1, b.2))));
    let (mut used, mut found) = (BTreeSet::new(), BTreeSet::new());
    for (_, path, at) in moves {
        let Some(((item, print), to)) = lost.get(at).zip(places.item(&path)) else { continue };
        if found.contains(&at) || used.contains(&path) || !same_kind(item, &to) {
            continue;
        }
        found.insert(at);
        used.insert(path);
        let check = ItemCheck { moved_to: Some(to), found: Some(Arc::clone(print)), ..ItemCheck::of(ItemState::Moved) };
        checkup.items.insert(item.clone(), check);
    }
    for (at, held_by, path) in twins.into_iter().filter(|(at, ..)| !found.contains(at)) {
        let piece = assessment.evidence.iter().find(|(_, piece)| piece.items.contains(&held_by));
        if let (Some((item, _)), Some((id, _)), Some(path)) = (lost.get(at), piece, places.item(&path))
            && let Some(check) = checkup.items.get_mut(item).filter(|check| check.same_as.is_none())
        {
            check.same_as = Some((*id, path));
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
    let cut = walk(folders, watch, &mut |path, found| {
        if found.is_file() && sizes.contains(&found.len()) {
            out.entry(found.len()).or_default().insert(path.to_owned());
        }
    });
    (out, cut)
}

/// Shows all files and folders in folders and the folders in them; whether there were too many to look at all.
fn walk(folders: &[PathBuf], watch: &Watch<'_>, seen: &mut dyn FnMut(&Path, &Metadata)) -> bool {
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
                return true;
            }
            let hidden =
                entry.file_name().to_str().is_none_or(|name| name.starts_with('.') || content::comes_and_goes(name));
            let Ok(found) = entry.metadata() else { continue };
            if hidden {
                continue;
            }
            let path = entry.path();
            seen(&path, &found);
            if found.is_dir() {
                open.push(path);
            }
        }
    }
    false
}
