//! The files of a folder that is evidence, one by one, as registered and as a look at the disk found them.

use super::{Fingerprint, ItemCheck, ItemState};

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFile {
    /// Its path inside the folder, written with `/`.
    pub path: String,
    /// Its size in bytes as registered, or as found where it is new.
    pub size: Option<u64>,
    /// What has become of it.
    pub state: ItemState,
}

/// The files of a folder: those with something against them first, then by path. Nothing where it was never listed.
///
/// Without a checkup (or where the place was not looked at) nothing is claimed of a file but that it was registered.
#[must_use]
pub fn folder_files(registered: Option<&Fingerprint>, check: Option<&ItemCheck>) -> Vec<FolderFile> {
    let listed = |print: Option<&Fingerprint>, path: &str| match print {
        Some(Fingerprint::Folder(files)) => files.get(path).map(|file| file.size),
        _ => None,
    };
    let of_all = check.map_or(ItemState::NotChecked, |check| match check.state {
        // Some of its files only.
        ItemState::Changed | ItemState::Unregistered => ItemState::Same,
        ItemState::Present => ItemState::NotChecked,
        other => other,
    });
    let mut files: Vec<FolderFile> = match registered {
        Some(Fingerprint::Folder(files)) => {
            let file = |(path, print): (&String, &super::FileFingerprint)| FolderFile {
                path: path.clone(),
                size: Some(print.size),
                state: of_all,
            };
            files.iter().map(file).collect()
        }
        _ => Vec::new(),
    };
    if let Some(check) = check.filter(|_| !files.is_empty()) {
        for (paths, state) in [(&check.changed, ItemState::Changed), (&check.gone, ItemState::Missing)] {
            for path in paths {
                // Registered files are in the order of their paths.
                if let Ok(at) = files.binary_search_by(|file| file.path.cmp(path)) {
                    files[at].state = state;
                }
            }
        }
        let size = |path: &String| listed(check.found.as_deref(), path);
        let new = check.new.iter();
        files.extend(new.map(|path| FolderFile {
            path: path.clone(),
            size: size(path),
            state: ItemState::Unregistered,
        }));
    }
    files.sort_by(|a, b| b.state.cmp(&a.state).then_with(|| a.path.cmp(&b.path)));
    files
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::super::{FileFingerprint, Sum};
    use super::*;

    fn print(names: &[&str]) -> Fingerprint {
        let file =
            |name: &str| FileFingerprint { sum: Sum::of(name.as_bytes()), size: name.len() as u64, modified: None };
        Fingerprint::Folder(names.iter().map(|name| ((*name).to_owned(), file(name))).collect::<BTreeMap<_, _>>())
    }

    fn told(files: &[FolderFile]) -> Vec<(&str, Option<u64>, ItemState)> {
        files.iter().map(|file| (file.path.as_str(), file.size, file.state)).collect()
    }

    #[test]
    fn each_file_has_its_own_state() {
        let registered = print(&["a", "bb", "ccc"]);
        let check = ItemCheck {
            changed: vec!["bb".into()],
            gone: vec!["a".into()],
            new: vec!["dddd".into()],
            found: Some(Arc::new(print(&["bb", "ccc", "dddd"]))),
            ..ItemCheck::of(ItemState::Changed)
        };
        let expected = [
            ("a", Some(1), ItemState::Missing),
            ("bb", Some(2), ItemState::Changed),
            ("dddd", Some(4), ItemState::Unregistered),
            ("ccc", Some(3), ItemState::Same),
        ];
        assert_eq!(told(&folder_files(Some(&registered), Some(&check))), expected);
    }

    #[test]
    fn nothing_is_claimed_without_a_look() {
        let registered = print(&["a"]);
        for check in [None, Some(&ItemCheck::of(ItemState::NotChecked)), Some(&ItemCheck::of(ItemState::Present))] {
            let files = folder_files(Some(&registered), check);
            assert_eq!(told(&files), [("a", Some(1), ItemState::NotChecked)]);
        }
        for state in [ItemState::Same, ItemState::Missing, ItemState::Moved, ItemState::Unreadable] {
            let files = folder_files(Some(&registered), Some(&ItemCheck::of(state)));
            assert_eq!(told(&files), [("a", Some(1), state)]);
        }
        assert_eq!(folder_files(None, Some(&ItemCheck::of(ItemState::Present))), []);
    }
}
