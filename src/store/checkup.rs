//! The checkup of the evidence: every place is looked at, and read where looking is not enough; what is gone is searched
//! for by its content.
//!
//! Why it is so: a quick checkup compares size and time of change with those of the registration and reads only what
//! differs; a full one reads every byte and believes no time. Both look for moved files, but the look that the window
//! takes by itself every few seconds does not, since a search walks through whole folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::content::{self, Entry, NotRead, Seen, Stamp, Wanted, Watch};
use super::places::Places;
use super::search;
use crate::assessment::{
    Assessment, Checkup, EvidenceItem, FileFingerprint, Fingerprint, ItemCheck, ItemState, MAX_FINGERPRINTS, Unreadable,
};

/// How closely to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Size and time of change, no search: what the window does by itself.
    Glance,
    /// Size and time of change first, and a search for what is gone.
    Quick,
    /// Every byte, and a search for what is gone.
    Full,
}

/// A place as it was found, before its content is compared.
enum Found {
    /// Nothing more is to be read.
    Done(ItemCheck),
    /// A file whose content has to be read.
    File(Wanted),
    /// A folder: its files, and those of them that have to be read.
    Folder(BTreeMap<String, Entry>, Vec<(String, Wanted)>),
}

/// Looks at all evidence of a case.
#[must_use]
pub fn checkup(places: &Places, assessment: &Assessment, depth: Depth, seen: &Seen, watch: &Watch<'_>) -> Checkup {
    let items: BTreeSet<&EvidenceItem> = assessment.evidence.values().flat_map(|piece| &piece.items).collect();
    let mut found = Vec::with_capacity(items.len());
    for item in items {
        if (watch.cancelled)() {
            break;
        }
        let print = assessment.fingerprint(item).map(Arc::as_ref);
        found.push((item, print, look(places, item, print, depth, seen, watch)));
    }
    let wanted: Vec<Wanted> = found.iter().flat_map(|(_, _, found)| found.wanted().cloned()).collect();
    let mut read = content::read_all(&wanted, seen, depth != Depth::Full, watch).into_iter();
    let mut out = Checkup { full: depth == Depth::Full, ..Checkup::default() };
    for (item, print, found) in found {
        let check = found.compare(print, &mut read);
        // What went away while it was read is not missing where all of its root went away.
        if let Some(check) = check {
            let gone = matches!(check.state, ItemState::Missing) || check.unreadable == Some(Unreadable::Unstable);
            let away = if gone { places.root_is_away(item) } else { None };
            out.items.insert(item.clone(), away.map_or(check, ItemCheck::unreadable));
        }
    }
    if depth != Depth::Glance {
        search::find_moved(places, assessment, &mut out, seen, watch);
    }
    out.stopped = (watch.cancelled)();
    out
}

/// Fingerprints of files and folders as they are now, to be registered, or why there is none; addresses, and
/// what is not there, are left out.
#[must_use]
pub fn fingerprints(
    places: &Places,
    items: &[EvidenceItem],
    seen: &Seen,
    watch: &Watch<'_>,
) -> Vec<(String, Result<Arc<Fingerprint>, Unreadable>)> {
    let mut found = Vec::new();
    let mut files = 0;
    for item in items {
        let mut look = look(places, item, None, Depth::Full, seen, watch);
        files += look.wanted().count();
        if files > MAX_FINGERPRINTS {
            // More than a case can keep; listing the rest would only fill the memory.
            look = Found::Done(ItemCheck::unreadable(Unreadable::TooManyFiles { most: MAX_FINGERPRINTS }));
        }
        found.push((item, look));
    }
    let wanted: Vec<Wanted> = found.iter().flat_map(|(_, found)| found.wanted().cloned()).collect();
    let mut read = content::read_all(&wanted, seen, false, watch).into_iter();
    let mut out = Vec::new();
    for (item, found) in found {
        match found.compare(None, &mut read) {
            Some(ItemCheck { found: Some(print), .. }) => out.push((item.target().to_owned(), Ok(print))),
            Some(ItemCheck { unreadable: Some(why), .. }) => out.push((item.target().to_owned(), Err(why))),
            _ => {} // an address, nothing there, or stopped
        }
    }
    out
}

impl Found {
    /// What it comes to with what was read of it, the next results of all. None when the person stopped before.
    fn compare(
        self,
        print: Option<&Fingerprint>,
        read: &mut impl Iterator<Item = Result<FileFingerprint, NotRead>>,
    ) -> Option<ItemCheck> {
        match self {
            Self::Done(check) => Some(check),
            Self::File(_) => of_file(print, read.next()?),
            Self::Folder(files, wanted) => {
                let read: Vec<_> = read.by_ref().take(wanted.len()).collect();
                of_folder(print, files, wanted, read)
            }
        }
    }

    fn wanted(&self) -> impl Iterator<Item = &Wanted> {
        let (one, many) = match self {
            Self::Done(_) => (None, None),
            Self::File(file) => (Some(file), None),
            Self::Folder(_, files) => (None, Some(files)),
        };
        one.into_iter().chain(many.into_iter().flatten().map(|(_, file)| file))
    }
}

/// Looks at a place without reading, where that is enough.
fn look(
    places: &Places,
    item: &EvidenceItem,
    print: Option<&Fingerprint>,
    depth: Depth,
    seen: &Seen,
    watch: &Watch<'_>,
) -> Found {
    let Some(path) = places.path(item) else {
        return Found::Done(ItemCheck::of(ItemState::NotChecked));
    };
    let meta = match fs::metadata(&path) {
        Ok(meta) => meta,
        Err(error) => {
            let gone = || match places.root_is_away(item) {
                Some(away) => ItemCheck::unreadable(away),
                None => ItemCheck::of(ItemState::Missing),
            };
            return Found::Done(content::trouble(&error).map_or_else(gone, ItemCheck::unreadable));
        }
    };
    match item {
        EvidenceItem::Folder(_) if meta.is_dir() => look_in(&path, print, depth, seen, watch),
        // A device or a pipe is never opened; that could wait for ever.
        EvidenceItem::File(_) if meta.is_file() => match print {
            Some(Fingerprint::File(print)) if depth != Depth::Full && same(&path, &Stamp::of(&meta), print, seen) => {
                Found::Done(readable(&path, ItemState::Same))
            }
            None if depth != Depth::Full => Found::Done(readable(&path, ItemState::Present)),
            _ => Found::File(Wanted { path, size: meta.len(), link: false }),
        },
        _ => Found::Done(ItemCheck::unreadable(Unreadable::OtherKind)),
    }
}

/// Whether size and time of change say that the content is the registered one, and nothing known speaks against it.
fn same(path: &Path, stamp: &Stamp, print: &FileFingerprint, seen: &Seen) -> bool {
    stamp.vouches_for(print) && !seen.speaks_against(path, stamp, print)
}

/// The state of a file that is taken as it stands, when it can be opened at all.
fn readable(path: &Path, state: ItemState) -> ItemCheck {
    match File::open(path) {
        Ok(_) => ItemCheck::of(state),
        Err(error) => content::trouble(&error).map_or(ItemCheck::of(ItemState::Missing), ItemCheck::unreadable),
    }
}

fn look_in(folder: &Path, print: Option<&Fingerprint>, depth: Depth, seen: &Seen, watch: &Watch<'_>) -> Found {
    if print.is_none() && depth != Depth::Full {
        return Found::Done(match fs::read_dir(folder) {
            Ok(_) => ItemCheck::of(ItemState::Present),
            Err(error) => content::trouble(&error).map_or(ItemCheck::of(ItemState::Missing), ItemCheck::unreadable),
        });
    }
    let files = match content::list(folder, watch) {
        Ok(files) => files,
        Err(NotRead::Gone) => return Found::Done(ItemCheck::of(ItemState::Missing)),
        Err(NotRead::Unreadable(why)) => return Found::Done(ItemCheck::unreadable(why)),
        Err(NotRead::Stopped) => return Found::Done(ItemCheck::of(ItemState::NotChecked)),
    };
    let known = match print {
        Some(Fingerprint::Folder(known)) => Some(known),
        _ => None,
    };
    let vouched = |inside: &str, entry: &Entry| {
        let old = known.filter(|_| depth != Depth::Full).and_then(|known| known.get(inside));
        old.is_some_and(|old| same(&folder.join(inside), &entry.stamp, old, seen))
    };
    let wanted = files.iter().filter(|(inside, entry)| !vouched(inside, entry)).map(|(inside, entry)| {
        let path: PathBuf = folder.join(inside);
        (inside.clone(), Wanted { path, size: entry.stamp.size, link: entry.link })
    });
    let wanted = wanted.collect();
    Found::Folder(files, wanted)
}

/// A file that was read. None when the person stopped before.
fn of_file(print: Option<&Fingerprint>, read: Result<FileFingerprint, NotRead>) -> Option<ItemCheck> {
    let now = match read {
        Ok(now) => now,
        Err(NotRead::Gone) => return Some(ItemCheck::of(ItemState::Missing)),
        Err(NotRead::Unreadable(why)) => return Some(ItemCheck::unreadable(why)),
        Err(NotRead::Stopped) => return None,
    };
    let state = match print {
        Some(Fingerprint::File(print)) if print.same_content(&now) => ItemState::Same,
        Some(_) => ItemState::Changed,
        None => ItemState::Present,
    };
    let found = (state != ItemState::Same).then(|| Arc::new(Fingerprint::File(now)));
    Some(ItemCheck { found, ..ItemCheck::of(state) })
}

/// A folder whose files were read as far as needed. None when the person stopped before.
fn of_folder(
    print: Option<&Fingerprint>,
    files: BTreeMap<String, Entry>,
    wanted: Vec<(String, Wanted)>,
    read: Vec<Result<FileFingerprint, NotRead>>,
) -> Option<ItemCheck> {
    let known = match print {
        Some(Fingerprint::Folder(known)) => Some(known),
        _ => None,
    };
    let mut now = BTreeMap::new();
    for ((inside, _), read) in wanted.into_iter().zip(read) {
        match read {
            Ok(print) => {
                now.insert(inside, print);
            }
            // What is left of a folder that is being emptied is no state of it.
            Err(NotRead::Gone) => return Some(ItemCheck::unreadable(Unreadable::Unstable)),
            Err(NotRead::Unreadable(why)) => return Some(ItemCheck::unreadable(why)),
            Err(NotRead::Stopped) => return None,
        }
    }
    let Some(known) = known else {
        return Some(ItemCheck {
            found: Some(Arc::new(Fingerprint::Folder(now))),
            ..ItemCheck::of(ItemState::Present)
        });
    };
    let mut check = ItemCheck::of(ItemState::Same);
    for (inside, old) in known {
        match now.get(inside) {
            Some(new) if !new.same_content(old) => check.changed.push(inside.clone()),
            Some(_) => {}
            None if files.contains_key(inside) => {
                now.insert(inside.clone(), *old); // vouched for by size and time of change
            }
            None => check.gone.push(inside.clone()),
        }
    }
    check.new = now.keys().filter(|inside| !known.contains_key(*inside)).cloned().collect();
    check.state = if !check.changed.is_empty() || !check.gone.is_empty() {
        ItemState::Changed
    } else if !check.new.is_empty() {
        ItemState::Unregistered
    } else {
        ItemState::Same
    };
    if check.state != ItemState::Same {
        check.found = Some(Arc::new(Fingerprint::Folder(now)));
    }
    Some(check)
}
