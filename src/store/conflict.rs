//! Copies that a sync service put beside a case because two computers had changed it.

use std::fs;
use std::path::{Path, PathBuf};

use super::{CASE_EXTENSION, atomic};

/// What services call such copies: 坚果云, OneDrive, Dropbox, Syncthing, Nextcloud, iCloud and their Chinese versions.
const MARKS: [&str; 4] = ["conflict", "冲突", "衝突", "sync-conflict"];

/// Files beside a case whose names say that they are copies of it from a conflict, in order of name.
#[must_use]
pub fn conflict_copies(case: &Path) -> Vec<PathBuf> {
    let Some(stem) = case.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else { return Vec::new() };
    let Ok(entries) = fs::read_dir(atomic::folder_of(case)) else { return Vec::new() };
    let computer = gethostname::gethostname().to_string_lossy().into_owned();
    let paths = entries.flatten().map(|entry| entry.path());
    let mut out: Vec<PathBuf> = paths.filter(|path| path != case && is_copy(path, &stem, &computer)).collect();
    out.sort();
    out
}

fn is_copy(path: &Path, stem: &str, computer: &str) -> bool {
    let is_case = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(CASE_EXTENSION));
    let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|_| is_case) else { return false };
    let Some(rest) = name.strip_prefix(stem) else { return false };
    let rest = rest.to_lowercase();
    // OneDrive adds the computer's name and nothing else.
    let of_computer = !computer.is_empty() && rest.starts_with(&format!("-{}.", computer.to_lowercase()));
    of_computer || MARKS.iter().any(|mark| rest.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_services_give() {
        let copy = |name: &str| is_copy(Path::new(name), "某公司", "PC-01");
        for name in [
            "某公司 (冲突副本 2026-11-21 李四).xingping",
            "某公司 (李四的冲突副本 2026-11-21).xingping",
            "某公司 (Conflicted copy 2026-11-21).xingping",
            "某公司.sync-conflict-20261121-140322-ABCDEFG.xingping",
            "某公司_conflict-20261121-140322.xingping",
            "某公司-PC-01.xingping",
        ] {
            assert!(copy(name), "{name}");
        }
        for name in [
            "某公司.xingping",
            "某公司 - 副本.xingping",
            "另一公司 (冲突副本).xingping",
            "某公司 冲突.docx",
            "某公司2.xingping",
        ] {
            assert!(!copy(name), "{name}");
        }
    }
}
