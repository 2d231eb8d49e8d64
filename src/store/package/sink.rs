//! What is being built: a folder or a ZIP, beside the target under a name of its own, and read back in the end.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::{Datelike as _, NaiveDate};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::PackageError;
use super::source::{Halt, Taker};
use crate::assessment::Sum;
use crate::store::content::Watch;
use crate::store::disk::Disk;
use crate::store::{Fault, atomic};

/// Bytes read at once.
const PIECE: usize = 256 * 1024;
/// A file of more bytes needs the large form of a ZIP's entry.
const LARGE: u64 = u32::MAX as u64 / 2;
/// Endings of files that are compressed already.
const PACKED: &[&str] = &[
    "7z", "avi", "docx", "gif", "gz", "heic", "jpeg", "jpg", "m4a", "mkv", "mov", "mp3", "mp4", "ofd", "pdf", "png",
    "pptx", "rar", "webp", "wmv", "xlsx", "zip",
];

/// What the names of folders in which packages are built begin and end with.
const PREFIX: &str = ".xingping-package-";
const SUFFIX: &str = ".tmp";
/// A file in such a folder that is locked as long as its program lives.
const LOCK: &str = "lock";

/// A folder beside the target in which all is built. What is left in it when it is dropped is removed.
#[derive(Debug)]
struct Bench(PathBuf, Option<File>);

impl Drop for Bench {
    fn drop(&mut self) {
        // Some systems remove no file that is open.
        self.1 = None;
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Removes what killed programs left in a folder: where nobody holds the lock any more. A leftover that stays harms
/// nobody.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if ours
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && let Ok(lock) = File::open(entry.path().join(LOCK))
            && lock.try_lock().is_ok()
        {
            drop(lock);
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

/// A file of a package as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) sum: Sum,
    pub(super) size: u64,
}

/// What is being built.
pub(super) struct Sink<'a> {
    // Before the bench, so that the file is closed when the folder is removed.
    zip: Option<ZipWriter<ThroughDisk<'a>>>,
    bench: Bench,
    disk: &'a dyn Disk,
    date: NaiveDate,
    /// The folder in a ZIP that holds all, so that unpacking it strews nothing about.
    top: String,
    /// What went wrong with the file of the ZIP.
    failed: Rc<RefCell<Option<io::Error>>>,
    /// What was put in, by name.
    pub(super) files: BTreeMap<String, Written>,
}

/// A file that is written through the seam of the disk.
///
/// A failure is noted and hidden from the writer of the ZIP, which would panic when it is dropped after one; whoever
/// writes looks at the note after every file.
struct ThroughDisk<'a> {
    disk: &'a dyn Disk,
    file: File,
    failed: Rc<RefCell<Option<io::Error>>>,
    at: u64,
    end: u64,
}

impl ThroughDisk<'_> {
    fn noted(&self, tried: io::Result<()>) {
        if let Err(error) = tried {
            self.failed.borrow_mut().get_or_insert(error);
        }
    }
}

impl Write for ThroughDisk<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed.borrow().is_none() {
            let tried = self.disk.write(&mut self.file, bytes);
            self.noted(tried);
        }
        self.at = self.at.saturating_add(bytes.len() as u64);
        self.end = self.end.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for ThroughDisk<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
        }
        .ok_or(io::ErrorKind::InvalidInput)?;
        if self.failed.borrow().is_none() {
            let tried = self.file.seek(SeekFrom::Start(self.at)).map(drop);
            self.noted(tried);
        }
        Ok(self.at)
    }
}

/// Takes a source into a file of its own, which is put in when it is whole.
pub(super) struct Spool<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    file: Option<File>,
}

impl Taker for Spool<'_> {
    fn begin(&mut self) -> Result<(), Halt> {
        self.file = None;
        drop(fs::remove_file(&self.path));
        let made = self.disk.create(&self.path).map_err(|error| fault(&self.path, error))?;
        self.file = Some(made);
        Ok(())
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), Halt> {
        if let Some(file) = &mut self.file {
            self.disk.write(file, piece).map_err(|error| fault(&self.path, error))?;
        }
        Ok(())
    }
}

fn fault(path: &Path, error: io::Error) -> PackageError {
    PackageError::Fault(Fault::new(path, error))
}

impl<'a> Sink<'a> {
    /// Begins to build beside the target, whose folder must be there.
    pub(super) fn begin(
        target: &Path,
        zipped: bool,
        date: NaiveDate,
        top: String,
        disk: &'a dyn Disk,
    ) -> Result<Self, PackageError> {
        let failed = |error| fault(target, error);
        let folder = atomic::folder_of(target);
        sweep(&folder);
        let made = tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).make_in(&folder, |path| fs::create_dir(path));
        let (_, path) = made.map_err(failed)?.into_parts();
        // As a `TempPath` it would be removed as if it were a file.
        let mut bench = Bench(path.keep().map_err(|kept| failed(kept.error))?, None);
        let lock = disk.create(&bench.0.join(LOCK)).map_err(failed)?;
        // Where a share knows no locks, a killed program's folder stays.
        drop(lock.try_lock());
        bench.1 = Some(lock);
        let note = Rc::new(RefCell::new(None));
        let zip = if zipped {
            let file = disk.create(&bench.0.join("zip")).map_err(failed)?;
            Some(ZipWriter::new(ThroughDisk { disk, file, failed: Rc::clone(&note), at: 0, end: 0 }))
        } else {
            fs::create_dir(bench.0.join("all")).map_err(failed)?;
            None
        };
        Ok(Self { zip, bench, disk, date, top, failed: note, files: BTreeMap::new() })
    }

    /// A place for the next file.
    pub(super) fn spool(&self) -> Spool<'a> {
        Spool { disk: self.disk, path: self.bench.0.join("next"), file: None }
    }

    /// Puts a whole spool in under a name.
    pub(super) fn put_spool(&mut self, spool: Spool<'a>, name: &str, written: Written) -> Result<(), PackageError> {
        let Spool { disk, path, file } = spool;
        if let Some(file) = file {
            disk.sync(&file).map_err(|error| fault(&path, error))?;
        }
        match &mut self.zip {
            None => {
                let target = self.bench.0.join("all").join(name);
                fs::create_dir_all(atomic::folder_of(&target)).map_err(|error| fault(&target, error))?;
                disk.rename(&path, &target).map_err(|error| fault(&target, error))?;
            }
            Some(zip) => {
                let failed = |error: zip::result::ZipError| fault(Path::new(name), io::Error::from(error));
                zip.start_file(format!("{}/{name}", self.top), options(name, written.size, self.date))
                    .map_err(failed)?;
                let mut from = File::open(&path).map_err(|error| fault(&path, error))?;
                copy(&mut from, zip).map_err(|error| fault(Path::new(name), error))?;
                drop(from);
                self.failed.take().map_or(Ok(()), |error| Err(fault(&path, error)))?;
                disk.remove(&path).map_err(|error| fault(&path, error))?;
            }
        }
        self.files.insert(name.to_owned(), written);
        Ok(())
    }

    /// Puts bytes in under a name.
    pub(super) fn put_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<Written, PackageError> {
        let mut spool = self.spool();
        let put = spool.begin().and_then(|()| spool.take(bytes));
        match put {
            Err(Halt::Stop(error)) => return Err(error),
            Err(Halt::Out(_)) | Ok(()) => {} // a spool leaves nothing out
        }
        let written = Written { sum: Sum::of(bytes), size: bytes.len() as u64 };
        self.put_spool(spool, name, written)?;
        Ok(written)
    }

    /// Closes it and reads every file of it back.
    pub(super) fn verify(&mut self, watch: &Watch<'_>, passed: &mut dyn FnMut(u64)) -> Result<(), PackageError> {
        let mut read = BTreeMap::new();
        if let Some(zip) = self.zip.take() {
            let path = self.bench.0.join("zip");
            let through = zip.finish().map_err(|error| fault(&path, io::Error::from(error)))?;
            self.failed.take().map_or(Ok(()), |error| Err(fault(&path, error)))?;
            self.disk.sync(&through.file).map_err(|error| fault(&path, error))?;
            drop(through);
            let bad = |error: zip::result::ZipError| PackageError::Altered(error.to_string());
            let file = File::open(&path).map_err(|error| fault(&path, error))?;
            let mut archive = ZipArchive::new(io::BufReader::new(file)).map_err(bad)?;
            for at in 0..archive.len() {
                let mut entry = archive.by_index(at).map_err(bad)?;
                let name = entry.name().map_err(bad)?.to_string();
                let inside = name.strip_prefix(&self.top).and_then(|name| name.strip_prefix('/'));
                let name = inside.map(str::to_owned).ok_or(PackageError::Altered(name))?;
                let found = sum(&mut entry, watch, passed)?.ok_or_else(|| PackageError::Altered(name.clone()))?;
                read.insert(name, found);
            }
        } else {
            let root = self.bench.0.join("all");
            let mut folders = vec![(root, String::new())];
            while let Some((folder, inside)) = folders.pop() {
                for entry in fs::read_dir(&folder).map_err(|error| fault(&folder, error))? {
                    let path = entry.map_err(|error| fault(&folder, error))?.path();
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    let name = if inside.is_empty() { name.into_owned() } else { format!("{inside}/{name}") };
                    if path.is_dir() {
                        folders.push((path, name));
                        continue;
                    }
                    let mut file = File::open(&path).map_err(|error| fault(&path, error))?;
                    let found = sum(&mut file, watch, passed)?.ok_or_else(|| PackageError::Altered(name.clone()))?;
                    read.insert(name, found);
                }
            }
        }
        let wrong = |(name, written): (&String, &Written)| (read.get(name) != Some(written)).then(|| name.clone());
        let lost = self.files.iter().find_map(wrong);
        let more = read.keys().find(|name| !self.files.contains_key(*name)).cloned();
        match lost.or(more) {
            None => Ok(()),
            Some(name) => Err(PackageError::Altered(name)),
        }
    }

    /// Gives it its name. A ZIP may take the place of another file; a folder only that of an empty one.
    pub(super) fn finish(self, target: &Path, zipped: bool, replace: bool) -> Result<(), PackageError> {
        let failed = |error| fault(target, error);
        if zipped {
            let made = tempfile::TempPath::try_from_path(self.bench.0.join("zip")).map_err(failed)?;
            if replace {
                self.disk.replace(made, target).map_err(failed)?;
            } else {
                self.disk.place(made, target).map_err(failed)?;
            }
        } else {
            // Not every system renames a folder over an empty one. A folder that is not empty stays.
            let was_there = target.is_dir();
            if was_there {
                fs::remove_dir(target).map_err(failed)?;
            }
            if let Err(error) = self.disk.rename(&self.bench.0.join("all"), target) {
                if was_there {
                    drop(fs::create_dir(target));
                }
                return Err(failed(error));
            }
        }
        // It is there and whole; what a system says about syncing the folder takes nothing from it.
        drop(self.disk.sync_folder(&atomic::folder_of(target)));
        Ok(())
    }
}

/// How an entry is stored: with the day of the package, so that the same package has the same bytes.
fn options(name: &str, size: u64, date: NaiveDate) -> SimpleFileOptions {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let packed = PACKED.contains(&ending.as_str());
    let number = |value: u32| u8::try_from(value).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(1980);
    let day = DateTime::from_date_and_time(year, number(date.month()), number(date.day()), 0, 0, 0);
    SimpleFileOptions::default()
        .compression_method(if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated })
        .last_modified_time(day.unwrap_or_default())
        .unix_permissions(0o644)
        .large_file(size > LARGE)
}

fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut buffer = vec![0; PIECE];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => to.write_all(buffer.get(..read).unwrap_or_default())?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Sum and size of what comes back; none when it cannot be read.
fn sum(from: &mut impl Read, watch: &Watch<'_>, passed: &mut dyn FnMut(u64)) -> Result<Option<Written>, PackageError> {
    let mut buffer = vec![0; PIECE];
    let mut hasher = Sha256::new();
    let mut size = 0_u64;
    loop {
        if (watch.cancelled)() {
            return Err(PackageError::Cancelled);
        }
        match from.read(&mut buffer) {
            Ok(0) => return Ok(Some(Written { sum: Sum(hasher.finalize().into()), size })),
            Ok(read) => {
                hasher.update(buffer.get(..read).unwrap_or_default());
                size = size.saturating_add(read as u64);
                passed(read as u64);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Ok(None),
        }
    }
}
