//! Atomic writing: after a crash or an error the target is either the old file or the new one, whole.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::Fault;
use super::disk::{Disk, Real};

/// What the names of temporary files begin with.
const PREFIX: &str = ".xingping-";
/// What they end with.
const SUFFIX: &str = ".tmp";

/// Writes a file, replacing what was there.
///
/// # Errors
/// When any step fails; the old file is untouched then, and nothing is left beside it.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    replace(&Real, path, bytes)
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
    let beside = beside(&Real, path, bytes).map_err(fault)?;
    Real.place(beside, path).map_err(fault)?;
    // The file is there and whole; what a system says about syncing the folder takes nothing from it.
    drop(Real.sync_folder(&folder_of(path)));
    Ok(())
}

/// Writes a file over what was there, on the given disk.
pub(super) fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fault = |error| Fault::new(path, error);
    if path.is_dir() {
        return Err(fault(io::ErrorKind::IsADirectory.into()));
    }
    // A link stays a link: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let beside = beside(disk, &target, bytes).map_err(fault)?;
    if let Ok(old) = fs::metadata(&target) {
        if old.permissions().readonly() {
            return Err(fault(io::ErrorKind::PermissionDenied.into()));
        }
        disk.permit(&beside, old.permissions()).map_err(fault)?;
    }
    disk.replace(beside, &target).map_err(fault)?;
    disk.sync_folder(&folder_of(&target)).map_err(fault)
}

/// The folder that a file stands in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The bytes, synced, in a temporary file in the target's folder, where renaming is atomic.
fn beside(disk: &dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<TempPath> {
    // The system refuses too long names only at the rename; ask before anything is written.
    match target.symlink_metadata() {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let prefix = temporary_prefix(target);
    let mut builder = tempfile::Builder::new();
    let made = builder.prefix(&prefix).suffix(SUFFIX).make_in(folder_of(target), |path| disk.create(path))?;
    let (mut file, path) = made.into_parts();
    disk.write(&mut file, bytes)?;
    disk.sync(&file)?;
    Ok(path)
}

/// Finds out whether a folder takes files, by making one beside a path and removing it. Only refusals count: whatever
/// else goes wrong may be over when there is something to write.
pub(super) fn try_out(disk: &dyn Disk, path: &Path) -> Result<(), Fault> {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&target);
    let prefix = temporary_prefix(&target);
    let made = tempfile::Builder::new().prefix(&prefix).suffix(SUFFIX).make_in(&folder, |path| disk.create(path));
    match made {
        Err(error) if matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem) => Err(Fault::new(&folder, error)),
        _ => Ok(()),
    }
}

/// Temporary files carry the mark of their target, so that what a killed program left is known again.
fn temporary_prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    format!("{PREFIX}{}-", &crate::criteria::fingerprint(name.as_bytes())[..8])
}

/// Removes what a killed program left beside a file; only for whoever alone may write that file.
pub(super) fn sweep(path: &Path) {
    // A link was written where it leads to.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    sweep_named(&folder_of(&target), &temporary_prefix(&target));
}

/// Removes what a killed program left in a folder that belongs to one case alone.
pub(super) fn sweep_folder(folder: &Path) {
    sweep_named(folder, PREFIX);
}

fn sweep_named(folder: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(SUFFIX));
        if ours {
            // A leftover that stays harms nobody.
            drop(fs::remove_file(entry.path()));
        }
    }
}

/// Keeps a file that cannot be gone on with under another name beside it; returns that name.
pub(super) fn put_aside(disk: &dyn Disk, path: &Path) -> Result<PathBuf, Fault> {
    let aside = free_aside(path)?;
    disk.rename(path, &aside).map_err(|error| Fault::new(path, error))?;
    Ok(aside)
}

/// Keeps a copy of a file under another name beside it; returns that name.
pub(super) fn copy_aside(disk: &dyn Disk, path: &Path) -> Result<PathBuf, Fault> {
    let fault = |error| Fault::new(path, error);
    let aside = free_aside(path)?;
    let bytes = fs::read(path).map_err(fault)?;
    let beside = beside(disk, &aside, &bytes).map_err(fault)?;
    disk.place(beside, &aside).map_err(fault)?;
    disk.sync_folder(&folder_of(&aside)).map_err(fault)?;
    Ok(aside)
}

/// A name beside a file that nothing has yet.
fn free_aside(path: &Path) -> Result<PathBuf, Fault> {
    let name = |number: u32| {
        let mut aside = path.as_os_str().to_owned();
        aside.push(format!(".aside-{number}"));
        PathBuf::from(aside)
    };
    let free = (1..10_000).map(name).find(|aside| aside.symlink_metadata().is_err());
    free.ok_or_else(|| Fault::new(path, io::ErrorKind::AlreadyExists.into()))
}

/// The text of a file for its reader: at most so many bytes.
pub(super) fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
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
