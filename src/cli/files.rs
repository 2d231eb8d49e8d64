//! What the commands share about files: finding the case, and never writing over what must not be lost.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use std::time::{Duration, Instant};

use super::args::Given;
use super::{Ctx, Stop};
use crate::assessment::{self, Assessment, Edit, EvidenceItem};
use crate::session::Session;
use crate::store::{
    self, Access, CASE_EXTENSION, Case, Fault, Keeper, Me, OpenError, OpenNotice, Opened, Opening, Places, Seen,
    Settings, Watch,
};

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

/// Reads the case that was typed, with what its journal holds; says what else was found.
pub(super) fn open(typed: &OsStr, ctx: &mut Ctx<'_>) -> Result<(PathBuf, Case), Stop> {
    let path = case_path(typed);
    match store::look(&path) {
        Ok((case, notices)) => {
            for notice in notices {
                // That the journal is ahead of the file is nothing to worry whoever only reads.
                if matches!(notice, OpenNotice::Journal { .. } | OpenNotice::Copies(_) | OpenNotice::Ahead { .. }) {
                    ctx.complain(notice.say(&ctx.words));
                }
            }
            Ok((path, case))
        }
        Err(error) => Err(not_opened(error, ctx)),
    }
}

/// Why a case cannot be opened; where it left something behind, how that is seen.
fn not_opened(error: OpenError, ctx: &Ctx<'_>) -> Stop {
    // The ending may have been left out, and what is gone is found under neither name.
    let error = if error.path.exists() { error } else { OpenError { path: with_ending(&error.path), ..error } };
    let how = ctx.words.cli.own_how.fill(&[("program", &ctx.program), ("case", &error.path.display())]);
    Stop(error.say_own(&how, &ctx.words).unwrap_or_else(|| error.say(&ctx.words)))
}

/// How long another command that has the case is waited for.
const WAIT: Duration = Duration::from_secs(10);

/// Opens the case that was typed for writing, and waits a little for another command to be done with it.
pub(super) fn open_to_write(typed: &OsStr, who: &str, ctx: &mut Ctx<'_>) -> Result<(Case, Box<Keeper>), Stop> {
    let path = case_path(typed);
    let opening = Opening::new(Me::here(who), ctx.now);
    let begun = Instant::now();
    loop {
        let Opened { case, access, notices } = Keeper::open(&path, &opening).map_err(|error| not_opened(error, ctx))?;
        match access {
            Access::Writing(mut keeper) => {
                for notice in notices {
                    ctx.complain(notice.say(&ctx.words));
                }
                if let Some(error) = keeper.take_backup_trouble() {
                    ctx.complain(error.say(&ctx.words));
                }
                return Ok((case, keeper));
            }
            Access::Held { gone: false, .. } if begun.elapsed() < WAIT => {
                std::thread::sleep(Duration::from_millis(50));
            }
            other => {
                let why = other.say(&ctx.words).unwrap_or_default();
                return Err(Stop(ctx.words.cli.case_not_writable.fill(&[("why", &why)])));
            }
        }
    }
}

/// Opens the case that was typed, for writing unless nothing is to be changed.
pub(super) fn open_for(
    given: &Given,
    dry: bool,
    ctx: &mut Ctx<'_>,
) -> Result<(PathBuf, Case, Option<Box<Keeper>>), Stop> {
    if dry {
        return open(given.place(0), ctx).map(|(path, case)| (path, case, None));
    }
    let who = who(given, ctx)?;
    let (case, keeper) = open_to_write(given.place(0), &who, ctx)?;
    Ok((case_path(given.place(0)), case, Some(keeper)))
}

/// Makes a change to a case that is open for writing, writes its file and gives it back; returns the case as it is now.
pub(super) fn change(case: Case, mut keeper: Box<Keeper>, edit: &Edit, ctx: &Ctx<'_>) -> Result<Case, Stop> {
    let mut session = Session::new(case.pinned, case.assessment);
    let before: BTreeSet<EvidenceItem> = session.assessment().without_fingerprint().into_iter().collect();
    let refused = |problem: assessment::Problem| Stop(problem.say(&ctx.words.problems, &ctx.words.common));
    session.edit(&edit.clone().registered_at(ctx.now)).map_err(refused)?;
    let mut new = session.assessment().without_fingerprint();
    new.retain(|item| !before.contains(item));
    if !new.is_empty() {
        let places = places(keeper.path(), session.assessment());
        let prints = store::fingerprints(&places, &new, &Seen::default(), &Watch::NONE);
        let prints = prints.into_iter().filter_map(|(path, print)| Some((path, Some(print.ok()?))));
        session.observe(&Edit::SetFingerprints(prints.collect())).map_err(refused)?;
    }
    keeper.add(session.take_steps(), ctx.now);
    keeper.write(session.assessment(), ctx.now).map_err(|error| Stop(error.say(&ctx.words)))?;
    keeper.release();
    Ok(Case { pinned: session.pinned().clone(), assessment: session.assessment().clone() })
}

/// Where the evidence of a case lies on this computer.
pub(super) fn places(case: &Path, assessment: &Assessment) -> Places {
    let known = if assessment.roots.is_empty() { None } else { store::settings_path() };
    let known = known.map(|path| Settings::load(&path).roots).unwrap_or_default();
    Places::of(folder_of(case), assessment, &known)
}

/// Who makes changes: as typed with the command, else as typed in the window of this computer.
pub(super) fn who(given: &Given, ctx: &Ctx<'_>) -> Result<String, Stop> {
    let typed = given.text("by", ctx)?;
    Ok(typed.unwrap_or_else(person))
}

/// Who works here, as typed in the window of this computer.
pub(super) fn person() -> String {
    store::settings_path().map(|path| Settings::load(&path).person).unwrap_or_default()
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
