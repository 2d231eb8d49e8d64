//! A look at the disk for a package: what there is to copy, and what may not be.
//!
//! Why it is so: nothing gets in but evidence. A path that leads over a link is followed only where it ends up in the
//! folder of the case or under one of its roots; links inside folders are never followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::assessment::{EvidenceItem, Unreadable, WhyOut, is_absolute, root_of};
use crate::store::content::{self, NotRead, Watch};
use crate::store::places::Places;

/// What is where an item of evidence should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// A file: its real path and size.
    File(PathBuf, u64),
    /// A folder: its real path and the files in it by path inside, with their sizes; none for links.
    Folder(PathBuf, BTreeMap<String, Option<u64>>),
    /// A web address.
    Address,
    /// It cannot be in the package.
    Out(WhyOut),
}

/// The items that were looked at.
pub(super) type Looks = BTreeMap<EvidenceItem, Look>;

/// Looks at items, each once. None when the person stopped it.
pub(super) fn look_at<'a>(
    items: impl Iterator<Item = &'a EvidenceItem>,
    places: &Places,
    watch: &Watch<'_>,
) -> Option<Looks> {
    let items: BTreeSet<&EvidenceItem> = items.collect();
    let homes: Vec<PathBuf> = std::iter::once(places.case_folder())
        .chain(places.roots().values().map(PathBuf::as_path))
        .filter_map(|folder| fs::canonicalize(folder).ok())
        .collect();
    let mut looks = Looks::new();
    for item in items {
        if (watch.cancelled)() {
            return None;
        }
        let found = look(item, places, &homes, watch).unwrap_or_else(Look::Out);
        looks.insert(item.clone(), found);
    }
    (!(watch.cancelled)()).then_some(looks)
}

fn look(item: &EvidenceItem, places: &Places, homes: &[PathBuf], watch: &Watch<'_>) -> Result<Look, WhyOut> {
    let Some(path) = places.path(item) else { return Ok(Look::Address) };
    let gone = |error: &std::io::Error| match (content::trouble(error), places.root_is_away(item)) {
        (_, Some(away)) => WhyOut::Unreadable(away),
        (Some(why), None) => WhyOut::Unreadable(why),
        (None, None) => WhyOut::Missing,
    };
    let real = fs::canonicalize(&path).map_err(|error| gone(&error))?;
    if !is_evidence(item, places, &path, &real, homes) {
        return Err(WhyOut::Link);
    }
    let found = fs::metadata(&real).map_err(|error| gone(&error))?;
    match item {
        EvidenceItem::File(_) if found.is_file() => Ok(Look::File(real, found.len())),
        EvidenceItem::Folder(_) if found.is_dir() => match content::list(&real, watch) {
            Ok(files) => {
                let files = files.into_iter().map(|(inside, entry)| {
                    let size = (!entry.link).then_some(entry.stamp.size);
                    (inside, size)
                });
                Ok(Look::Folder(real, files.collect()))
            }
            Err(NotRead::Unreadable(why)) => Err(WhyOut::Unreadable(why)),
            Err(NotRead::Gone | NotRead::Stopped) => Err(WhyOut::Missing),
        },
        _ => Err(WhyOut::Unreadable(Unreadable::OtherKind)),
    }
}

/// Whether a real path is where the case says that the evidence is: no link on the way, or none that leads outside.
fn is_evidence(item: &EvidenceItem, places: &Places, path: &Path, real: &Path, homes: &[PathBuf]) -> bool {
    let target = item.target();
    let base = match root_of(target).and_then(|(name, _)| places.roots().get(name)) {
        Some(root) => Some(root.as_path()),
        None if is_absolute(target) => path.parent(),
        None => Some(places.case_folder()),
    };
    let straight = base.and_then(|base| {
        let below = path.strip_prefix(base).ok()?;
        Some(plain(&fs::canonicalize(base).ok()?.join(below)))
    });
    // Some systems do not tell capitals apart, and the real path has those of the disk.
    let same = |a: &Path, b: &Path| a == b || a.to_string_lossy().to_lowercase() == b.to_string_lossy().to_lowercase();
    straight.is_some_and(|straight| same(&straight, real)) || homes.iter().any(|home| real.starts_with(home))
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
