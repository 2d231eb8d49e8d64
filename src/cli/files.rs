//! What the commands share about files: finding the case, and never writing over what must not be lost.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Ctx, Stop};
use crate::store::{self, CASE_EXTENSION, Case, Fault};

/// The path of a case as it was typed; its ending may be left out.
pub(super) fn case_path(typed: &OsStr) -> PathBuf {
    let path = PathBuf::from(typed);
    if !path.exists() {
        let whole = with_ending(&path);
        if whole.exists() {
            return whole;
        }
    }
    path
}

/// The path with the ending of cases.
pub(super) fn with_ending(path: &Path) -> PathBuf {
    if is_case_name(path) {
        return path.to_owned();
    }
    let mut whole = path.as_os_str().to_owned();
    whole.push(".");
    whole.push(CASE_EXTENSION);
    PathBuf::from(whole)
}

fn is_case_name(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(CASE_EXTENSION))
}

/// Opens the case that was typed.
pub(super) fn open(typed: &OsStr, ctx: &Ctx<'_>) -> Result<(PathBuf, Case), Stop> {
    let path = case_path(typed);
    match store::open(&path) {
        Ok(case) => Ok((path, case)),
        Err(error) => Err(Stop(error.say(&ctx.words))),
    }
}

pub(super) fn fault(fault: &Fault, ctx: &Ctx<'_>) -> Stop {
    Stop(fault.say(&ctx.words))
}

/// The folder that a case stands in.
pub(super) fn folder_of(case: &Path) -> &Path {
    match case.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Whether two paths lead to the same file.
fn same(a: &Path, b: &Path) -> bool {
    match (fs::canonicalize(a), fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// Refuses a target that is a case, or one of the files that were read.
pub(super) fn allow_target(target: &Path, read: &[&Path], ctx: &Ctx<'_>) -> Result<(), Stop> {
    if fs::metadata(target).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Err(fault(&Fault::no_regular_file(target), ctx));
    }
    let resolved = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
    if is_case_name(target) || is_case_name(&resolved) || read.iter().any(|path| same(path, target)) {
        return Err(Stop(ctx.words.cli.target_is_case.fill(&[("path", &store::cut_path(target))])));
    }
    Ok(())
}
