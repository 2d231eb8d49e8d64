//! Evidence on the disk: where a stored path leads, and whether something is there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::assessment::{Assessment, EvidenceId, EvidenceItem, ItemState, is_absolute};

/// How many folders above the case a relative path may climb; beyond that a full path is clearer.
const MAX_CLIMB: usize = 3;

/// The file or folder that an item names; none for web addresses.
#[must_use]
pub fn item_path(case_folder: &Path, item: &EvidenceItem) -> Option<PathBuf> {
    match item {
        EvidenceItem::Web(_) => None,
        EvidenceItem::File(path) | EvidenceItem::Folder(path) => {
            Some(if is_absolute(path) { PathBuf::from(path) } else { case_folder.join(path) })
        }
    }
}

/// The item for a file or folder that a person picked: relative to the case where possible, written with `/`.
/// None when the path cannot be written as text.
#[must_use]
pub fn item_for(case_folder: &Path, path: &Path) -> Option<EvidenceItem> {
    let folder = fs::canonicalize(case_folder).unwrap_or_else(|_| case_folder.to_owned());
    let full = match (path.parent().and_then(|parent| fs::canonicalize(parent).ok()), path.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    };
    let stored = match relative(&folder, &full) {
        Some(relative) => relative.to_str()?.replace('\\', "/"),
        None => path.to_str()?.to_owned(),
    };
    Some(if path.is_dir() { EvidenceItem::Folder(stored) } else { EvidenceItem::File(stored) })
}

fn relative(folder: &Path, full: &Path) -> Option<PathBuf> {
    let common = folder.components().zip(full.components()).take_while(|(a, b)| a == b).count();
    let climb = folder.components().count() - common;
    // Nothing in common but the root of the disk is no neighbourhood.
    let anchored = folder.components().take(common).any(|part| matches!(part, Component::Normal(_)));
    if climb > MAX_CLIMB || !(anchored || climb == 0) {
        return None;
    }
    let up = std::iter::repeat_n(Component::ParentDir, climb);
    let path: PathBuf = up.chain(full.components().skip(common)).collect();
    (path != Path::new("")).then_some(path)
}

/// What is on the disk for every item of every piece of evidence, by number of the piece and place in it.
#[must_use]
pub fn evidence_states(case_folder: &Path, assessment: &Assessment) -> BTreeMap<(EvidenceId, usize), ItemState> {
    let mut out = BTreeMap::new();
    for (id, evidence) in &assessment.evidence {
        for (place, item) in evidence.items.iter().enumerate() {
            out.insert((*id, place), state(case_folder, item));
        }
    }
    out
}

fn state(case_folder: &Path, item: &EvidenceItem) -> ItemState {
    let Some(path) = item_path(case_folder, item) else {
        return ItemState::NotChecked;
    };
    let wants_folder = matches!(item, EvidenceItem::Folder(_));
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() != wants_folder => ItemState::Unreadable,
        Ok(_) if wants_folder => readable(fs::read_dir(&path).map(drop)),
        Ok(found) if found.is_file() => readable(File::open(&path).map(drop)),
        Ok(_) => ItemState::Unreadable, // a device or pipe; opening it could wait for ever
        Err(error) => missing_or_unreadable(&error),
    }
}

fn readable(tried: io::Result<()>) -> ItemState {
    tried.map_or(ItemState::Unreadable, |()| ItemState::Present)
}

fn missing_or_unreadable(error: &io::Error) -> ItemState {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ItemState::Missing,
        _ => ItemState::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(case: &str, path: &str) -> Option<String> {
        relative(Path::new(case), Path::new(path)).map(|path| path.to_string_lossy().into_owned())
    }

    #[test]
    fn paths_near_the_case_are_relative() {
        assert_eq!(stored("/a/b/case", "/a/b/case/证据/一.pdf").as_deref(), Some("证据/一.pdf"));
        assert_eq!(stored("/a/b/case", "/a/b/other/x.pdf").as_deref(), Some("../other/x.pdf"));
        assert_eq!(stored("/a/b/c/d/e", "/a/x.pdf"), None, "too far up");
        assert_eq!(stored("/home/case", "/mnt/usb/x.pdf"), None, "another neighbourhood");
    }
}
