//! Paths of evidence: how they are written, and how they stay right when a case is copied elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use std::sync::Arc;

use super::places::Places;
use crate::assessment::{Assessment, EvidenceItem, is_absolute, root_of};
use crate::lang::Words;
use crate::lang::cut;

/// How many folders above the case a relative path may climb; beyond that a full path is clearer.
const MAX_CLIMB: usize = 3;

/// A path of this system written with `/`. Elsewhere than on Windows a backslash is a letter like any other.
pub(super) fn slashes(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}

/// The item for a file or folder that a person picked: relative to the case where possible, written with `/`.
/// None when the path cannot be written as text.
pub(super) fn item_for(case_folder: &Path, path: &Path) -> Option<EvidenceItem> {
    let folder = fs::canonicalize(case_folder).unwrap_or_else(|_| case_folder.to_owned());
    let full = match (path.parent().and_then(|parent| fs::canonicalize(parent).ok()), path.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    };
    let stored = match relative(&folder, &full) {
        Some(relative) => slashes(relative.to_str()?),
        None => slashes(path.to_str()?),
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

/// What was written as evidence and leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsettled {
    /// `http://` with no host behind it.
    NoHost(String),
    /// A `file:` address that names no file, or one whose name is no text.
    NoPath(String),
}

impl Unsettled {
    /// One sentence: what, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        match self {
            Self::NoHost(text) => words.cli.evidence_no_host.fill(&[("text", &cut(text))]),
            Self::NoPath(text) => words.cli.evidence_no_path.fill(&[("text", &cut(text))]),
        }
    }
}

/// What a table or a person wrote as evidence, as the item to store: `file:` addresses become paths, paths inside or
/// near the case's folder relative ones, `.` and `..` are resolved, and what is a folder on the disk is a folder.
/// Nothing need be there.
///
/// # Errors
/// When an address leads nowhere.
pub fn settle(places: &Places, written: EvidenceItem) -> Result<EvidenceItem, Unsettled> {
    let case_folder = places.case_folder();
    let target = written.target();
    let (path, ends_as_folder) = match (of_address(target.trim()), &written) {
        (Some(path), _) => (path.ok_or_else(|| Unsettled::NoPath(target.to_owned()))?, target.trim().ends_with('/')),
        (None, EvidenceItem::Web(address)) if has_host(address) => return Ok(written),
        (None, EvidenceItem::Web(address)) => return Err(Unsettled::NoHost(address.clone())),
        (None, _) => (target.to_owned(), false),
    };
    if path.trim().is_empty() {
        return Ok(written); // refused by whoever checks edits
    }
    let stored = if root_of(&path).is_some_and(|(name, _)| places.roots().contains_key(name)) {
        path
    } else if !is_absolute(&path) {
        settle_relative(case_folder, &path)
    } else if Path::new(&path).is_absolute() {
        near(places, Path::new(&path)).unwrap_or(path)
    } else {
        path // a path of another system
    };
    let is_folder = ends_as_folder
        || matches!(written, EvidenceItem::Folder(_))
        || places.path(&EvidenceItem::File(stored.clone())).is_some_and(|path| path.is_dir());
    Ok(if is_folder { EvidenceItem::Folder(stored) } else { EvidenceItem::File(stored) })
}

/// Whether a web address names a host; an address without `http` in front is taken as it is.
fn has_host(address: &str) -> bool {
    let rest = ["http://", "https://"].into_iter().find_map(|scheme| {
        let head = address.get(..scheme.len()).filter(|head| head.eq_ignore_ascii_case(scheme));
        head.and_then(|_| address.get(scheme.len()..))
    });
    rest.is_none_or(|rest| rest.split(['/', '?', '#', ':']).next().is_some_and(|host| !host.trim().is_empty()))
}

/// The path of a `file:` address. None where the text is no such address, none inside where it leads nowhere.
fn of_address(text: &str) -> Option<Option<String>> {
    let rest = text.get(..5).filter(|head| head.eq_ignore_ascii_case("file:")).and_then(|_| text.get(5..))?;
    let rest = rest.replace('\\', "/");
    let path = match rest.strip_prefix("//") {
        Some(rest) => match rest.split_once('/').unwrap_or((rest, "")) {
            (host, path) if host.is_empty() || host.eq_ignore_ascii_case("localhost") => format!("/{path}"),
            (drive, path) if is_drive(drive) => format!("/{drive}/{path}"),
            (host, path) => format!("//{host}/{path}"),
        },
        None if rest.starts_with('/') => rest,
        None => return None,
    };
    let Some(path) = percent_decoded(&path) else { return Some(None) };
    let bare = path.trim_start_matches('/');
    let first = bare.split('/').next().unwrap_or_default();
    Some(match bare.get(2..).filter(|_| is_drive(first)) {
        Some("" | "/") => Some(format!("{}:/", &first[..1])),
        Some(rest) => Some(format!("{}:{}", &first[..1], rest.trim_end_matches('/'))),
        None if bare.is_empty() => None,
        None => Some(path.trim_end_matches('/').to_owned()),
    })
}

/// `C:`, or `C|` as old addresses have it.
fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic())
}

/// `%E8` and the like as bytes; a `%` that begins no such number stands for itself. None when that is no text.
fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let number = match rest {
            [b'%', a, b, ..] => char::from(*a).to_digit(16).zip(char::from(*b).to_digit(16)),
            _ => None,
        };
        match number.and_then(|(a, b)| u8::try_from(a * 16 + b).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = rest.get(3..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// A relative path without `.`, without `..` behind a name, and not out of the case's folder and in again.
fn settle_relative(case_folder: &Path, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    let tidy = if parts.is_empty() { ".".to_owned() } else { parts.join("/") };
    if parts.first() != Some(&"..") {
        return tidy;
    }
    let Ok(mut full) = fs::canonicalize(case_folder) else { return tidy };
    let folder = full.clone();
    for part in parts {
        if part == ".." {
            full.pop();
        } else {
            full.push(part);
        }
    }
    if full == folder {
        return ".".to_owned();
    }
    relative(&folder, &full).and_then(|path| Some(slashes(path.to_str()?))).unwrap_or(tidy)
}

/// An absolute path as one relative to the case's folder or to a root, where it is inside or near; links are followed as far as
/// there is something.
fn near(places: &Places, path: &Path) -> Option<String> {
    let case_folder = places.case_folder();
    let text = |path: PathBuf| {
        let text = slashes(path.to_str()?);
        Some(if text.is_empty() { ".".to_owned() } else { text })
    };
    // As it is written first: what lies behind a link inside the case's folder is inside.
    let plain = |path: &Path| !path.components().any(|part| matches!(part, Component::ParentDir));
    if let Ok(folder) = std::path::absolute(case_folder)
        && plain(path)
        && let Ok(inside) = path.strip_prefix(&folder)
    {
        return text(inside.to_owned());
    }
    let folder = fs::canonicalize(case_folder).ok()?;
    let mut full = PathBuf::new();
    for part in followed(path).components() {
        if part == Component::ParentDir {
            full.pop();
        } else {
            full.push(part);
        }
    }
    if full == folder {
        return text(PathBuf::new());
    }
    let under = places.roots().iter().filter_map(|(name, root)| of_root(name, root, &full));
    match under.min_by_key(|item| item.target().len()) {
        Some(item) if !full.starts_with(&folder) => Some(item.target().to_owned()),
        _ => text(relative(&folder, &full)?),
    }
}

/// The path with the part of it that exists resolved.
fn followed(path: &Path) -> PathBuf {
    for there in path.ancestors() {
        if let Ok(real) = fs::canonicalize(there) {
            return path.strip_prefix(there).map_or_else(|_| path.to_owned(), |rest| real.join(rest));
        }
    }
    path.to_owned()
}

/// The item for a path under a root; none where it is not under it.
pub(super) fn of_root(name: &str, folder: &Path, path: &Path) -> Option<EvidenceItem> {
    let inside = match path.strip_prefix(folder) {
        Ok(inside) => inside.to_owned(),
        Err(_) => {
            let folder = fs::canonicalize(folder).ok()?;
            fs::canonicalize(path).ok()?.strip_prefix(folder).ok()?.to_owned()
        }
    };
    let stored = format!("{name}:/{}", slashes(inside.to_str()?));
    Some(if path.is_dir() { EvidenceItem::Folder(stored) } else { EvidenceItem::File(stored) })
}

/// Makes relative paths of evidence and of roots lead to the same files from the folder of another case file.
pub fn rebase(assessment: &mut Assessment, old_folder: &Path, new_case: &Path) {
    let new_folder = new_case.parent().unwrap_or_else(|| Path::new("."));
    let moved = |path: &str| match item_for(new_folder, &old_folder.join(path)) {
        Some(item) if !is_absolute(path) => item.target().to_owned(),
        _ => path.to_owned(),
    };
    let mut renamed = Vec::new();
    for piece in assessment.evidence.values_mut() {
        let items = piece.items.iter().map(|item| match item {
            EvidenceItem::Web(_) => item.clone(),
            _ if is_behind_root(&assessment.roots, item.target()) => item.clone(),
            // What is missing cannot be asked whether it is a folder; the kind stays as it is.
            EvidenceItem::File(path) => EvidenceItem::File(moved(path)),
            EvidenceItem::Folder(path) => EvidenceItem::Folder(moved(path)),
        });
        let items: Vec<EvidenceItem> = items.collect();
        if items != piece.items {
            for (old, new) in piece.items.iter().zip(&items) {
                if let Some(print) = assessment.fingerprints.remove(old.target()) {
                    renamed.push((new.target().to_owned(), print));
                }
            }
            Arc::make_mut(piece).items = items;
        }
    }
    assessment.fingerprints.extend(renamed);
    assessment.roots.values_mut().for_each(|folder| *folder = moved(folder));
}

fn is_behind_root(roots: &BTreeMap<String, String>, path: &str) -> bool {
    root_of(path).is_some_and(|(name, _)| roots.contains_key(name))
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

    #[test]
    fn addresses_of_files_are_paths() {
        for (address, path) in [
            ("file:///home/a/%E8%AF%81%20%E6%8D%AE.pdf", Some("/home/a/证 据.pdf")),
            ("FILE://localhost/a/100%.pdf", Some("/a/100%.pdf")),
            ("file:/a/b/", Some("/a/b")),
            ("file:///C:/证据/a.pdf", Some("C:/证据/a.pdf")),
            ("file://c|/a", Some("c:/a")),
            ("file:///D:\\共享\\a.xlsx", Some("D:/共享/a.xlsx")),
            ("file:///E:/", Some("E:/")),
            ("file://server/共享/a", Some("//server/共享/a")),
            ("file:///", None),
            ("file://", None),
            ("file:///a/%FF", None),
        ] {
            assert_eq!(of_address(address), Some(path.map(str::to_owned)), "{address}");
        }
        for text in ["file:i", "file", "证据/a.pdf", "文件", "https://x/"] {
            assert_eq!(of_address(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_settled_against_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let case = folder.path().join("年度/案卷");
        fs::create_dir_all(case.join("证据")).unwrap();
        let places = Places::of(&case, &Assessment::default(), &BTreeMap::new());
        let settled = |text: &str| settle(&places, EvidenceItem::File(text.to_owned())).unwrap();
        let full = |rest: &str| case.join(rest).to_str().unwrap().to_owned();
        let file = |text: &str| EvidenceItem::File(text.to_owned());
        let dir = |text: &str| EvidenceItem::Folder(text.to_owned());
        for (written, item) in [
            ("./照片/../证据/a.pdf".to_owned(), file("证据/a.pdf")),
            ("证据".to_owned(), dir("证据")),
            ("../案卷/证据".to_owned(), dir("证据")),
            ("../../案卷二/a".to_owned(), file("../../案卷二/a")),
            ("../../../../../../../../x".to_owned(), file("../../../../../../../../x")),
            (full("证据/还没有.pdf"), file("证据/还没有.pdf")),
            (full("没有/的/夹/../a"), file("没有/的/a")),
            (full("../旁边/a"), file("../旁边/a")),
            (full(""), dir(".")),
            (format!("file://{}", full("证据/a%20b.pdf")), file("证据/a b.pdf")),
            (format!("file://{}/", full("证据")), dir("证据")),
            ("file:///C:/别处/a.pdf".to_owned(), file("C:/别处/a.pdf")),
        ] {
            assert_eq!(settled(&written), item, "{written}");
        }
        let web = |text: &str| settle(&places, EvidenceItem::Web(text.to_owned()));
        for address in ["https://例.cn/a", "http://x", "www.x.cn"] {
            assert_eq!(web(address), Ok(EvidenceItem::Web(address.to_owned())));
        }
        for address in ["http://", "HTTPS:///a", "http://:80"] {
            assert_eq!(web(address), Err(Unsettled::NoHost(address.to_owned())));
        }
        assert_eq!(web(&format!("file://{}", full("证据"))), Ok(dir("证据")));
    }

    #[cfg(unix)]
    #[test]
    fn what_lies_behind_a_link_inside_the_folder_is_inside() {
        let folder = tempfile::tempdir().unwrap();
        let (case, other) = (folder.path().join("案卷"), tempfile::tempdir().unwrap());
        fs::create_dir(&case).unwrap();
        std::os::unix::fs::symlink(other.path(), case.join("证据")).unwrap();
        let places = Places::of(&case, &Assessment::default(), &BTreeMap::new());
        let written = EvidenceItem::File(case.join("证据/a").to_str().unwrap().to_owned());
        assert_eq!(settle(&places, written), Ok(EvidenceItem::File("证据/a".into())));
    }
}
