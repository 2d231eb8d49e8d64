//! A frozen round as a case of its own, so that it can be opened, looked at, reported and passed on.
//!
//! Why it is so: a round holds its scheme and its answers, so the file is an ordinary case with nothing invented. What the
//! case around it knows and the evidence of the round needs comes along: where named roots lie. The file is read back by
//! the ordinary reader and held against what was meant, and nothing that is there is written over unless that was asked.

use std::path::{Path, PathBuf};

use super::receipt::{Contents, Receipt};
use super::{
    Access, CASE_EXTENSION, Case, Fault, OpenError, Opening, SaveAsError, create, cut_path, look, rebase, save_as,
};
use crate::assessment::{Assessment, Problem, Verdict, root_of};
use crate::criteria::fingerprint;
use crate::lang::Words;

/// Why a round was not written as a case.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// There is no such round, or it is not sound.
    #[error("{0:?}")]
    Problem(Problem),
    /// Something is there, and it was not said that it may go.
    #[error("exists: {}", .0.display())]
    Exists(PathBuf),
    /// It is the very case that the round is taken from.
    #[error("the case itself: {}", .0.display())]
    Itself(PathBuf),
    /// It could not be written.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// What is there could not be replaced.
    #[error(transparent)]
    SaveAs(#[from] SaveAsError),
    /// It was written and cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It was written, and another case comes back.
    #[error("differs: {}", .0.display())]
    Differs(PathBuf),
}

impl RoundError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let path = |path: &PathBuf| cut_path(path);
        match self {
            Self::Problem(problem) => problem.say(&words.problems, &words.common),
            Self::Exists(target) => words.rounds.export_exists.fill(&[("path", &path(target))]),
            Self::Itself(target) => words.cli.target_is_case.fill(&[("path", &path(target))]),
            Self::Fault(fault) => fault.say(words),
            Self::SaveAs(error) => error.say(words),
            Self::Open(error) => error.say(words),
            Self::Differs(target) => words.rounds.export_differs.fill(&[("path", &path(target))]),
        }
    }
}

/// The case that a closed round is, by its number from 1. Its paths lead from the folder of the case that it is in.
///
/// # Errors
/// When there is no such round, or its scheme cannot be read.
pub fn round_case(assessment: &Assessment, number: usize) -> Result<Case, Problem> {
    let round = number.checked_sub(1).and_then(|at| assessment.rounds.get(at));
    let round = round.ok_or(Problem::RoundFrozen { number })?;
    let mut out = (*round.assessment).clone();
    let targets = out.evidence.values().flat_map(|piece| &piece.items).map(|item| item.target());
    let used: Vec<String> = targets.filter_map(|target| Some(root_of(target)?.0.to_owned())).collect();
    let known = assessment.roots.iter().filter(|(name, _)| used.contains(name));
    out.roots = known.map(|(name, folder)| (name.clone(), folder.clone())).collect();
    Ok(Case { pinned: round.pinned()?, assessment: out })
}

/// Writes a closed round of the case at `from` as a case of its own and reads it back. What is at `path` is replaced only
/// where `replace` says so, and then only a case, which is backed up first.
///
/// # Errors
/// When there is no such round, something is there that must not go, or what comes back is not what was meant.
pub fn write_round(
    path: &Path,
    from: &Path,
    (assessment, number): (&Assessment, usize),
    replace: bool,
    opening: &Opening,
) -> Result<Receipt, RoundError> {
    let same = match (std::fs::canonicalize(path), std::fs::canonicalize(from)) {
        (Ok(a), Ok(b)) => a == b,
        _ => path == from,
    };
    if same {
        return Err(RoundError::Itself(path.to_owned()));
    }
    let mut case = round_case(assessment, number).map_err(RoundError::Problem)?;
    let folder = from.parent().filter(|folder| *folder != Path::new("")).unwrap_or_else(|| Path::new("."));
    rebase(&mut case.assessment, folder, path);
    let replaced = path.symlink_metadata().is_ok();
    if replaced && !replace {
        return Err(RoundError::Exists(path.to_owned()));
    }
    if replaced {
        // The path itself as the old one: no history of another case comes along.
        let opened = save_as(path, &case, path, &[], opening)?;
        if let Access::Writing(keeper) = opened.access {
            keeper.release();
        }
    } else {
        create(path, &case)?;
    }
    let (back, _) = look(path)?;
    if back != case {
        return Err(RoundError::Differs(path.to_owned()));
    }
    let bytes = std::fs::read(path).map_err(|error| Fault::new(path, error))?;
    let title = assessment.rounds.get(number - 1).map(|round| round.title.clone()).unwrap_or_default();
    let judged = back.assessment.answers.values().filter(|answer| answer.verdict != Verdict::Unrated).count();
    let contents = Contents::Round { number, title, judged };
    Ok(Receipt { path: path.to_owned(), replaced, bytes: bytes.len(), fingerprint: fingerprint(bytes), contents })
}

/// The name of the file of a round, which says which round of what it is.
#[must_use]
pub fn round_file_name(case_name: &str, assessment: &Assessment, number: usize, words: &Words) -> String {
    let title = number.checked_sub(1).and_then(|at| assessment.rounds.get(at)).map_or("", |round| &round.title);
    let round = words.rounds.round_name.fill(&[("number", &number), ("title", &super::safe_name(title))]);
    format!("{case_name}-{}.{CASE_EXTENSION}", round.trim_end())
}
