//! Saving a case under another name: its history goes along.

use std::path::{Path, PathBuf};

use super::change_log::{self, ChangeLog, LogEntry};
use super::keep_error::KeepError;
use super::keeper::Keeper;
use super::opening::{Access, Opened, Opening};
use super::{Case, Fault, OpenError, Standing, atomic, format};

/// Why a case was not saved under another name; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SaveAsError {
    /// It could not be written.
    #[error("{0}")]
    Keep(#[from] KeepError),
    /// The file that is there is no case, or cannot be opened; it is not written over.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// The case that is there cannot be written now.
    #[error("in use: {}", .0.display())]
    InUse(PathBuf),
}

/// Writes a case under another name and opens it. A case that is there is backed up first; its holder is respected.
/// The change log of the case at `old` goes along to a file that has none, and with it the entries that are not in it
/// yet: `untold`, from whoever keeps the case at `old`.
///
/// # Errors
/// When it cannot be written, or something else is there that must not be written over.
pub fn save_as(
    path: &Path,
    case: &Case,
    old: &Path,
    untold: &[LogEntry],
    opening: &Opening,
) -> Result<Opened, SaveAsError> {
    if path.symlink_metadata().is_err() {
        let (from, to) = (change_log::change_log_path(old), change_log::change_log_path(path));
        let read = |from| atomic::read_at_most(from, u64::MAX).map_err(|error| Fault::new(from, error));
        // Read once: whoever has the old case may be writing more into its log.
        let log = if from.is_file() && !to.exists() { Some(read(&from).map_err(KeepError::from)?) } else { None };
        // The new file has all that the log tells, and says so, or else the log would seem to be ahead of it.
        let told = || log.as_deref().map(change_log::last_mark_in).unwrap_or_default();
        let folded = untold.last().map_or_else(told, |last| last.mark.clone());
        // One that has a history says that too, so that it is missed where the file goes on alone.
        let standing = Standing { generation: u64::from(!folded.is_empty()), folded };
        let text = format::render_at(&case.pinned, &case.assessment, &standing);
        atomic::create_new(path, text.as_bytes()).map_err(KeepError::from)?;
        if let Some(log) = log {
            atomic::create_new(&to, &log).map_err(KeepError::from)?;
        }
        ChangeLog::new(opening.disk.clone(), path).append(untold).map_err(KeepError::from)?;
        return Ok(Keeper::open(path, opening)?);
    }
    let mut opened = Keeper::open(path, opening)?;
    let Access::Writing(keeper) = &mut opened.access else { return Err(SaveAsError::InUse(path.to_owned())) };
    keeper.replace_with(&case.pinned, &opened.case.assessment, &case.assessment, opening.now)?;
    opened.case = case.clone();
    opened.notices.clear();
    Ok(opened)
}
