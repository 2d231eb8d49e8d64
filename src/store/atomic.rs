//! Atomic writing: after a crash or an error the target is either the old file or the new one, whole.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Fault;

/// Writes a file, replacing what was there.
///
/// # Errors
/// When any step fails; the old file is untouched then, and nothing is left beside it.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fault = |error| Fault::new(path, error);
    if path.is_dir() {
        return Err(fault(io::ErrorKind::IsADirectory.into()));
    }
    // A link stays a link: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let beside = beside(&target, bytes).map_err(fault)?;
    if let Ok(old) = fs::metadata(&target) {
        if old.permissions().readonly() {
            return Err(fault(io::ErrorKind::PermissionDenied.into()));
        }
        fs::set_permissions(beside.path(), old.permissions()).map_err(fault)?;
    }
    beside.persist(&target).map_err(|failed| fault(failed.error))?;
    sync_folder(&target);
    Ok(())
}

/// Writes a new file; never over an existing one.
///
/// # Errors
/// When the file exists or any step fails; nothing is left half written.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fault = |error| Fault::new(path, error);
    if path.symlink_metadata().is_ok() {
        return Err(fault(io::ErrorKind::AlreadyExists.into()));
    }
    let beside = beside(path, bytes).map_err(fault)?;
    open_to_others(beside.path()).map_err(fault)?;
    beside.persist_noclobber(path).map_err(|failed| fault(failed.error))?;
    sync_folder(path);
    Ok(())
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The bytes, synced, in a temporary file in the target's folder, where renaming is atomic.
fn beside(target: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    // The system refuses too long names only at the rename; ask before anything is written.
    match target.symlink_metadata() {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = tempfile::Builder::new().prefix(".xingping-").suffix(".tmp").tempfile_in(folder_of(target))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    open_to_others(file.path())?;
    Ok(file)
}

/// Temporary files are private; a case or report should be as readable as any other document.
#[cfg(unix)]
fn open_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes the rename itself durable. Not every system lets a folder be synced; the file is whole either way.
fn sync_folder(target: &Path) {
    if let Ok(folder) = File::open(folder_of(target)) {
        drop(folder.sync_all());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_never_written_over_an_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("案卷.xingping");
        create_new(&path, b"1").unwrap();
        let fault = create_new(&path, b"2").unwrap_err();
        assert_eq!(fault.error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"1");
        write_output(&path, b"3").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"3");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let cases =
            [folder.path().join("no/such/folder.pdf"), folder.path().join("长".repeat(300)), folder.path().to_owned()];
        for path in cases {
            write_output(&path, b"x").unwrap_err();
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
