//! Writing a package as planned: copies, masked copies, the indexes, the list of sums; read back, then named.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::mask::{Known, Outcome};
use super::plan::{PackagePlan, Source};
use super::receipt::PackageReceipt;
use super::sink::{Sink, Written};
use super::source::{self, Halt, Memory};
use super::titles::Titles;
use super::{PackageError, html, names, peek, sheet, table};
use crate::assessment::{EntryFate, NoMask, Package, Sum, WhyOut};
use crate::lang::{Words, cut};
use crate::store::content::Watch;
use crate::store::disk::Disk;
use crate::store::tables::MAX_TABLE_BYTES;
use crate::store::{Fault, atomic};

/// Where a package goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageTarget {
    /// A folder, or a file that ends with `.zip`.
    pub path: PathBuf,
    /// Whether a ZIP of that name may go for it. A folder that is not empty never does.
    pub replace: bool,
}

impl PackageTarget {
    /// Whether it is to be a ZIP.
    #[must_use]
    pub fn is_zip(&self) -> bool {
        self.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
    }

    /// Whether a package can go there.
    ///
    /// # Errors
    /// When something is there already that must not go, or the folder around it is not there.
    pub fn check(&self) -> Result<(), PackageError> {
        let path = &self.path;
        let fault = |error| PackageError::Fault(Fault::new(path, error));
        let around = atomic::folder_of(path);
        if path.file_name().is_none() && !path.is_dir() || !around.is_dir() {
            return Err(fault(io::ErrorKind::NotFound.into()));
        }
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(fault(error)),
            Ok(found) if self.is_zip() => match found.is_file() {
                true if self.replace => Ok(()),
                true => Err(PackageError::Exists(path.clone())),
                false if found.is_dir() => Err(fault(io::ErrorKind::IsADirectory.into())),
                false => Err(PackageError::Fault(Fault::no_regular_file(path))),
            },
            Ok(found) if found.is_dir() => match fs::read_dir(path).map_err(fault)?.next() {
                None => Ok(()),
                Some(_) => Err(PackageError::NotEmpty(path.clone())),
            },
            Ok(_) => Err(PackageError::Exists(path.clone())),
        }
    }
}

/// Makes the index as PDF from the account: its bytes and pages.
pub type PackageIndex<'a> = &'a dyn Fn(&Package) -> Result<(Vec<u8>, usize), String>;

/// Which file is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageStep<'a> {
    /// Its place, from 1 on.
    pub file: usize,
    /// Of how many.
    pub files: usize,
    /// Bytes of those before it.
    pub bytes: u64,
    /// Its name in the package.
    pub name: &'a str,
}

/// Writes a package.
///
/// # Errors
/// When it was stopped or cannot be written or read back; nothing is left then.
pub fn write_package(
    plan: &PackagePlan,
    target: &PackageTarget,
    index: PackageIndex<'_>,
    words: &Words,
    disk: &dyn Disk,
    watch: &Watch<'_>,
) -> Result<PackageReceipt, PackageError> {
    write_package_telling(plan, target, index, words, disk, watch, &|_| {})
}

/// Writes a package and tells of each file before it is written.
///
/// # Errors
/// When it was stopped or cannot be written or read back; nothing is left then.
pub fn write_package_telling(
    plan: &PackagePlan,
    target: &PackageTarget,
    index: PackageIndex<'_>,
    words: &Words,
    disk: &dyn Disk,
    watch: &Watch<'_>,
    tell: &dyn Fn(PackageStep<'_>),
) -> Result<PackageReceipt, PackageError> {
    target.check()?;
    // As it is on the disk, so that a link on the way does not hide where it leads.
    let around = atomic::folder_of(&target.path);
    let around = fs::canonicalize(&around).map_err(|error| PackageError::Fault(Fault::new(&around, error)))?;
    let path = target.path.file_name().map_or_else(|| around.clone(), |name| around.join(name));
    if plan.folders.iter().any(|folder| path.starts_with(folder)) {
        return Err(PackageError::InsideEvidence(target.path.clone()));
    }
    let replaced = target.is_zip() && path.exists();
    let mut work = Work {
        sink: Sink::begin(&path, target.is_zip(), plan.package.date, top(plan, words), disk)?,
        package: plan.package.clone(),
        watch,
        done: 0,
        // Every byte is copied and read back; of what is added to it nobody knows yet.
        all: plan.package.tally().bytes.saturating_mul(2).max(1),
        mark: &words.package.masked_mark,
        numbers: &words.package.personal_numbers,
        titles: Titles::default(),
    };
    let mut bytes = 0_u64;
    for (file, source) in (1..).zip(&plan.sources) {
        let size = work.entry(source).map_or(0, |entry| {
            tell(PackageStep { file, files: plan.sources.len(), bytes, name: &entry.name });
            entry.size
        });
        bytes = bytes.saturating_add(size);
        work.put(source)?;
    }
    work.titles.apply(&mut work.package);
    let pages = work.indexes(index, words)?;
    let Work { mut sink, package, mut done, all, .. } = work;
    sink.verify(watch, &mut |read| progress(watch, &mut done, all, read))?;
    if (watch.cancelled)() {
        return Err(PackageError::Cancelled);
    }
    let files = sink.files.len();
    let bytes = sink.files.values().map(|written| written.size).sum();
    sink.finish(&path, target.is_zip(), target.replace)?;
    (watch.progress)(1000);
    Ok(PackageReceipt { path: target.path.clone(), zipped: target.is_zip(), replaced, files, bytes, pages, package })
}

/// What the folder in a ZIP is called: as the package of this case, with nothing that some system refuses.
fn top(plan: &PackagePlan, words: &Words) -> String {
    const MOST: usize = 40;
    let name = words.package.dialog_name.fill(&[("case", &plan.package.case_name)]);
    let safe = |letter: char| if letter.is_alphanumeric() || "-_（）()".contains(letter) { letter } else { '_' };
    name.trim().chars().take(MOST).map(safe).collect()
}

fn progress(watch: &Watch<'_>, done: &mut u64, all: u64, read: u64) {
    *done = done.saturating_add(read);
    (watch.progress)(u32::try_from(u128::from(*done) * 1000 / u128::from(all)).unwrap_or(1000).min(999));
}

struct Work<'a, 'b> {
    sink: Sink<'a>,
    package: Package,
    watch: &'a Watch<'b>,
    done: u64,
    all: u64,
    /// The mark in the names of masked copies.
    mark: &'a str,
    /// What numbers that are known by their form are called.
    numbers: &'a str,
    /// What was masked, which may stand in names and titles as well.
    titles: Titles,
}

impl Work<'_, '_> {
    /// Copies a source to its place, or notes why not.
    fn put(&mut self, source: &Source) -> Result<(), PackageError> {
        let Some(name) = self.entry(source).map(|entry| entry.name.clone()) else { return Ok(()) };
        let put = match table::kind(&source.path) {
            Some(kind) => self.table(source, kind, &name),
            None => self.copied(source, &name).map(|()| None),
        };
        let Some(entry) = self.package.items.get_mut(source.at.0).and_then(|item| item.entries.get_mut(source.at.1))
        else {
            return Ok(());
        };
        match put {
            Ok(fate) => {
                if let Some(fate) = fate {
                    entry.fate = fate;
                }
            }
            Err(Halt::Out(why)) => {
                entry.fate = EntryFate::Out(why);
                (entry.size, entry.sum) = (0, None);
                entry.name.clear();
                self.not_there(source.at.0, &name);
            }
            Err(Halt::Stop(error)) => return Err(error),
        }
        Ok(())
    }

    fn entry(&mut self, source: &Source) -> Option<&mut crate::assessment::PackageEntry> {
        self.package.items.get_mut(source.at.0)?.entries.get_mut(source.at.1)
    }

    /// Entries that stand for a file that did not get in say so too.
    fn not_there(&mut self, item: usize, name: &str) {
        let Some(item) = self.package.items.get_mut(item) else { return };
        for entry in item.entries.iter_mut().filter(|entry| entry.fate == EntryFate::Again && entry.name == name) {
            entry.name.clear();
            entry.fate = EntryFate::Out(WhyOut::Missing);
        }
    }

    fn note(&mut self, source: &Source, written: Written, original: Sum) {
        let changed = source.registered.is_some_and(|print| print.sum != original);
        if let Some(entry) = self.entry(source) {
            (entry.size, entry.sum, entry.changed) = (written.size, Some(written.sum), changed);
        }
    }

    /// Byte by byte.
    fn copied(&mut self, source: &Source, name: &str) -> Result<(), Halt> {
        let mut spool = self.sink.spool();
        let (watch, done, all) = (self.watch, &mut self.done, self.all);
        let print = source::read(&source.path, &mut spool, watch, &mut |read| progress(watch, done, all, read))?;
        let written = Written { sum: print.sum, size: print.size };
        self.sink.put_spool(spool, name, written)?;
        self.note(source, written, print.sum);
        Ok(())
    }

    /// A table: as a masked copy where something is to be masked. The original never touches the disk of the package
    /// then, where it could be found again. What it holds of persons is looked for again, since it may have changed
    /// since it was planned.
    fn table(&mut self, source: &Source, kind: table::Kind, name: &str) -> Result<Option<EntryFate>, Halt> {
        let mut memory = Memory { bytes: Vec::new(), most: MAX_TABLE_BYTES };
        let (watch, done, all) = (self.watch, &mut self.done, self.all);
        let print = match source::read(&source.path, &mut memory, watch, &mut |read| progress(watch, done, all, read)) {
            Ok(print) => print,
            // Too large to be looked through.
            Err(Halt::Out(WhyOut::NotMasked)) if !source.asked => {
                let name = self.named(source, "", None, None, name);
                self.copied(source, &name)?;
                return Ok(Some(EntryFate::Unmasked(NoMask::Unread)));
            }
            Err(halt) => return Err(halt),
        };
        let masked = if source.masks.is_empty() {
            table::Masked::NoHeading
        } else {
            table::copy(&memory.bytes, kind, &source.masks)
        };
        let (bytes, fate, known) = match masked {
            table::Masked::Copy(bytes, Outcome { cells, columns, known, .. }) => {
                let columns = columns.iter().map(|column| cut(column)).collect();
                (bytes, EntryFate::Masked { cells, columns }, Some(known))
            }
            table::Masked::NoHeading if source.asked => (memory.bytes, EntryFate::Unmasked(NoMask::NoHeading), None),
            table::Masked::NoHeading => (memory.bytes, EntryFate::Copied, None),
            table::Masked::Unreadable if source.asked => return Err(Halt::Out(WhyOut::NotMasked)),
            table::Masked::Unreadable => (memory.bytes, EntryFate::Unmasked(NoMask::Unread), None),
        };
        let persons = if source.usual { Some((Vec::new(), false)) } else { table::persons(&bytes, kind) };
        let fate = match (fate, &persons) {
            (EntryFate::Copied, None) => EntryFate::Unmasked(NoMask::Unread),
            (fate, _) => fate,
        };
        let name = match &known {
            Some(known) => {
                self.titles.note(&self.package, source.at, known);
                self.named(source, self.mark, Some(kind.ending()), Some(known), name)
            }
            None => self.named(source, "", None, None, name),
        };
        let written = self.sink.put_bytes(&name, &bytes)?;
        self.note(source, written, print.sum);
        let (columns, numbers) = persons.unwrap_or_default();
        let personal = peek::told(&columns, numbers, self.numbers);
        if let Some(entry) = self.entry(source) {
            entry.personal = personal;
        }
        Ok(Some(fate))
    }

    /// The name of a file that was looked through: with or without the mark, and without what was masked in it.
    fn named(
        &mut self,
        source: &Source,
        mark: &str,
        ending: Option<&str>,
        known: Option<&Known>,
        planned: &str,
    ) -> String {
        let (number, own) = &source.naming;
        // `*` stands for masked characters and may not stand in the name of a file.
        let own = known.map_or_else(|| own.clone(), |known| known.in_title(own).replace('*', "×"));
        let file = names::file(number, &own, mark, ending);
        let name = match planned.rsplit_once('/') {
            Some((around, _)) => format!("{around}/{file}"),
            None => file,
        };
        if name == planned { name } else { self.rename(source, name) }
    }

    /// Another name for a file that is not written yet, also where an entry refers to it.
    fn rename(&mut self, source: &Source, name: String) -> String {
        let old = self.entry(source).map(|entry| std::mem::replace(&mut entry.name, name.clone()));
        if let (Some(old), Some(item)) = (old, self.package.items.get_mut(source.at.0)) {
            for entry in item.entries.iter_mut().filter(|entry| entry.name == old) {
                entry.name.clone_from(&name);
            }
        }
        name
    }

    /// The indexes and the list of sums; returns the pages of the PDF.
    fn indexes(&mut self, index: PackageIndex<'_>, words: &Words) -> Result<usize, PackageError> {
        if (self.watch.cancelled)() {
            return Err(PackageError::Cancelled);
        }
        let p = &words.package;
        let (pdf, pages) = index(&self.package).map_err(PackageError::Index)?;
        let name = |ending: &str| format!("{}.{ending}", p.file_index);
        let sheet = sheet::write(&self.package, words).map_err(|error| PackageError::Index(error.to_string()))?;
        self.sink.put_bytes(&name("pdf"), &pdf)?;
        self.sink.put_bytes(&name("xlsx"), &sheet)?;
        self.sink.put_bytes(&name("html"), html::write(&self.package, words).as_bytes())?;
        // As `sha256sum -c` reads it: no name has a backslash or a line break, so that nothing is to be escaped.
        let sums: String = self.sink.files.iter().map(|(name, file)| format!("{}  {name}\n", file.sum)).collect();
        self.sink.put_bytes(&p.file_sums, sums.as_bytes())?;
        Ok(pages)
    }
}
