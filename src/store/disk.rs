//! The seam between the keeper and the disk: every step of writing a file is one call here.
//!
//! Why it is so: what is promised about crashes and full disks can only be proved by letting each single step of a
//! save fail in turn. [`Real`] does what it says; [`Faulty`] does so until its hour comes.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;

use tempfile::TempPath;

/// The steps by which files are written.
pub trait Disk: Debug + Send + Sync {
    /// A new empty file; never an existing one.
    ///
    /// # Errors
    /// What the system said; so for all below.
    fn create(&self, path: &Path) -> io::Result<File>;

    /// An existing file, for reading and writing.
    fn reopen(&self, path: &Path) -> io::Result<File>;

    /// Writes all bytes where the file stands.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    /// Cuts a file to a length.
    fn cut(&self, file: &File, length: u64) -> io::Result<()>;

    /// Waits until the content of a file is on the disk.
    fn sync(&self, file: &File) -> io::Result<()>;

    /// Gives a file the permissions of another.
    fn permit(&self, path: &Path, permissions: fs::Permissions) -> io::Result<()>;

    /// Puts a file in the place of another, in one step.
    fn replace(&self, from: TempPath, to: &Path) -> io::Result<()>;

    /// Puts a file where nothing is.
    fn place(&self, from: TempPath, to: &Path) -> io::Result<()>;

    /// Gives a file another name in its folder.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The disk as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Real;

impl Disk for Real {
    fn create(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(path)
    }

    fn reopen(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn cut(&self, file: &File, length: u64) -> io::Result<()> {
        file.set_len(length)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    fn permit(&self, path: &Path, permissions: fs::Permissions) -> io::Result<()> {
        fs::set_permissions(path, permissions)
    }

    fn replace(&self, from: TempPath, to: &Path) -> io::Result<()> {
        from.persist(to).map_err(|failed| failed.error)
    }

    fn place(&self, from: TempPath, to: &Path) -> io::Result<()> {
        from.persist_noclobber(to).map_err(|failed| failed.error)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows opens no folders as files, and some network shares refuse to sync one; the rename stands anyway.
        use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        match synced {
            Err(_) if cfg!(not(unix)) => Ok(()),
            Err(error) if matches!(error.kind(), InvalidInput | Unsupported | PermissionDenied) => Ok(()),
            other => other,
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The step is refused with this kind of error and does nothing; the next one works.
    Refused(io::ErrorKind),
    /// Half of the bytes get written, then there is no more room; other steps are refused.
    Short,
    /// The step and every later one fails: for the files it is as if the program had been killed.
    Dead,
}

/// A disk for tests: works until a given step, then fails.
#[derive(Debug)]
pub struct Faulty {
    trouble: Trouble,
    /// Steps until the trouble; none when it is over.
    left: Mutex<Option<usize>>,
    taken: Mutex<Vec<&'static str>>,
}

impl Faulty {
    /// Fails at the step of this number, from 0.
    #[must_use]
    pub fn at(step: usize, trouble: Trouble) -> Self {
        Self { trouble, left: Mutex::new(Some(step)), taken: Mutex::default() }
    }

    /// The steps that were asked for so far, by name.
    #[must_use]
    pub fn taken(&self) -> Vec<&'static str> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Works from now on, whatever happened before.
    pub fn mend(&self) {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Counts a step; says what is wrong with it.
    fn step(&self, name: &'static str) -> Option<Trouble> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        match (*left, self.trouble) {
            (None, _) => None,
            (Some(0), Trouble::Dead) => Some(Trouble::Dead),
            (Some(0), trouble) => {
                *left = None;
                Some(trouble)
            }
            (Some(more), _) => {
                *left = Some(more - 1);
                None
            }
        }
    }

    fn or_fail<T>(&self, name: &'static str, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.step(name) {
            None => work(),
            Some(Trouble::Refused(kind)) => Err(kind.into()),
            Some(Trouble::Short) => Err(io::ErrorKind::StorageFull.into()),
            Some(Trouble::Dead) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// A killed program cleans nothing up: the file stays where it is.
    fn keep(&self, from: TempPath) -> io::Result<()> {
        if self.trouble == Trouble::Dead { from.keep().map(drop).map_err(|failed| failed.error) } else { Ok(()) }
    }
}

impl Disk for Faulty {
    fn create(&self, path: &Path) -> io::Result<File> {
        self.or_fail("create", || Real.create(path))
    }

    fn reopen(&self, path: &Path) -> io::Result<File> {
        self.or_fail("reopen", || Real.reopen(path))
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        match self.step("write") {
            None => Real.write(file, bytes),
            Some(Trouble::Refused(kind)) => Err(kind.into()),
            Some(Trouble::Short | Trouble::Dead) => {
                Real.write(file, &bytes[..bytes.len() / 2])?;
                Err(io::ErrorKind::StorageFull.into())
            }
        }
    }

    fn cut(&self, file: &File, length: u64) -> io::Result<()> {
        self.or_fail("cut", || Real.cut(file, length))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.or_fail("sync", || Real.sync(file))
    }

    fn permit(&self, path: &Path, permissions: fs::Permissions) -> io::Result<()> {
        self.or_fail("permit", || Real.permit(path, permissions))
    }

    fn replace(&self, from: TempPath, to: &Path) -> io::Result<()> {
        match self.or_fail("replace", || Ok(())) {
            Ok(()) => Real.replace(from, to),
            Err(error) => self.keep(from).and(Err(error)),
        }
    }

    fn place(&self, from: TempPath, to: &Path) -> io::Result<()> {
        match self.or_fail("place", || Ok(())) {
            Ok(()) => Real.place(from, to),
            Err(error) => self.keep(from).and(Err(error)),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.or_fail("rename", || Real.rename(from, to))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.or_fail("sync_folder", || Real.sync_folder(folder))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.or_fail("remove", || Real.remove(path))
    }
}
