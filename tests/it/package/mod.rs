//! The submission package: what gets in, under which names, what stays out, and what is left when it cannot be made.

mod command;
mod disturbed;
mod masked;
mod personal;
mod window;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use tempfile::TempDir;
use xingping::assessment::{
    Assessment, Company, Evidence, EvidenceId, EvidenceItem, MaterialAnswer, MaterialId, Package, Sum,
};
use xingping::criteria::{Checklist, Mandatory, Material, Scheme};
use xingping::lang::{Language, Words};
use xingping::report;
use xingping::store::{
    Disk, PackageAsk, PackageError, PackageIndex, PackagePlan, PackageReceipt, PackageTarget, Places, Real, Watch,
    plan_package, write_package,
};

pub fn words() -> Words {
    Words::load(Language::Chinese).unwrap()
}

/// The built-in criteria.
pub fn scheme() -> Arc<Scheme> {
    let text = xingping::criteria::SHIPPED[0].text;
    Arc::clone(&xingping::criteria::read(text).unwrap().scheme)
}

/// A case on the disk, and a checklist.
pub struct Bench {
    pub folder: TempDir,
    pub assessment: Assessment,
    pub checklist: Checklist,
    pub others: bool,
    pub mask_all: bool,
    /// Without the PDF, which takes the longest, for what is done hundreds of times.
    pub quick: bool,
}

pub fn material(id: &str, title: &str, mandatory: Mandatory, clauses: &[&str]) -> Material {
    Material {
        id: id.into(),
        title: title.into(),
        what: String::new(),
        why: String::new(),
        needs: Vec::new(),
        sources: Vec::new(),
        mandatory,
        clauses: clauses.iter().map(|clause| (*clause).into()).collect(),
        leave_out: String::new(),
        mask_names: Vec::new(),
        mask_phones: Vec::new(),
    }
}

impl Bench {
    /// Three items: two mandatory ones, one where it applies.
    pub fn new() -> Self {
        let checklist = Checklist {
            id: "test".into(),
            title: "试用清单".into(),
            about: String::new(),
            items: vec![
                material("org", "组织与人员", Mandatory::Always, &["5.1.1.1", "5.1.1.2"]),
                material("work", "服务记录", Mandatory::Always, &["5.3.1.1"]),
                material("more", "其他说明", Mandatory::WhereItApplies, &["5.2.1.1"]),
            ],
            ..Checklist::default()
        };
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("案卷")).unwrap();
        let company = Company { name: "晴禾电器".into(), prepared_by: "张三".into(), ..Company::default() };
        Self { folder, assessment: Assessment::of(company), checklist, others: false, mask_all: false, quick: false }
    }

    /// The folder of the case.
    pub fn case(&self) -> PathBuf {
        self.folder.path().join("案卷")
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.case().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn add(&mut self, title: &str, items: Vec<EvidenceItem>, clauses: &[&str]) -> EvidenceId {
        let id = self.assessment.next_evidence_id();
        let clauses = clauses.iter().map(|clause| (*clause).into()).collect();
        let piece = Evidence { title: title.into(), items, clauses, ..Evidence::default() };
        self.assessment.evidence.insert(id, Arc::new(piece));
        id
    }

    /// A file and the evidence that it is.
    pub fn file(&mut self, name: &str, bytes: impl AsRef<[u8]>, clauses: &[&str]) -> EvidenceId {
        self.write(name, bytes);
        self.add(name, vec![EvidenceItem::File(name.into())], clauses)
    }

    pub fn confirm(&mut self, item: &str, evidence: &[EvidenceId]) {
        let answer = MaterialAnswer { evidence: evidence.iter().copied().collect(), ..MaterialAnswer::default() };
        self.assessment.materials.insert(MaterialId::of("test", item), Arc::new(answer));
    }

    pub fn item(&mut self, id: &str) -> &mut Material {
        self.checklist.items.iter_mut().find(|item| item.id == id).unwrap()
    }

    pub fn plan(&self) -> PackagePlan {
        let places = Places::of(&self.case(), &self.assessment, &BTreeMap::new());
        let ask = PackageAsk {
            words: &words(),
            scheme: &scheme(),
            assessment: &self.assessment,
            checklist: &self.checklist,
            places: &places,
            case_name: "晴禾案卷",
            date: NaiveDate::from_ymd_opt(2026, 3, 31).unwrap(),
            others: self.others,
            mask_all: self.mask_all,
        };
        plan_package(&ask, &Watch::NONE).unwrap()
    }

    /// Where packages go: a folder in which nothing else is.
    pub fn out(&self) -> PathBuf {
        let out = self.folder.path().join("出");
        fs::create_dir_all(&out).unwrap();
        out
    }

    pub fn pack_with(
        &self,
        target: &PackageTarget,
        disk: &dyn Disk,
        watch: &Watch<'_>,
    ) -> Result<PackageReceipt, PackageError> {
        let quick: PackageIndex<'_> = &|_| Ok((b"%PDF".to_vec(), 1));
        let index = if self.quick { quick } else { &index };
        write_package(&self.plan(), target, index, &words(), disk, watch)
    }

    pub fn try_pack(&self, name: &str) -> Result<PackageReceipt, PackageError> {
        self.pack_with(&target(self.out().join(name)), &Real, &Watch::NONE)
    }

    pub fn pack(&self, name: &str) -> Packed {
        let receipt = self.try_pack(name).unwrap_or_else(|error| panic!("{}", error.say(&words())));
        Packed { files: contents(&receipt.path), receipt }
    }
}

pub fn target(path: PathBuf) -> PackageTarget {
    PackageTarget { path, replace: false }
}

pub fn index(package: &Package) -> Result<(Vec<u8>, usize), String> {
    let made = report::typeset(&report::package_index(package, &words()), &mut |_| ControlFlow::Continue(()));
    made.map(|made| (made.bytes, made.pages)).map_err(|error| error.to_string())
}

/// A package that was written, and what is in it.
pub struct Packed {
    pub receipt: PackageReceipt,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Packed {
    /// The evidence in it, without indexes.
    pub fn evidence(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).filter(|name| !name.starts_with("00-")).collect()
    }

    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.files["00-材料索引.html"]).unwrap()
    }

    /// What is said of an entry by its source.
    pub fn said(&self, source: &str) -> String {
        let entries = self.receipt.package.items.iter().flat_map(|item| &item.entries);
        let said: Vec<String> =
            entries.filter(|entry| entry.source == source).map(|entry| entry.say(&words())).collect();
        said.join("|")
    }

    pub fn receipt(&self) -> String {
        self.receipt.say(&words()).join("\n")
    }
}

/// The files of a folder or ZIP by their paths in it.
pub fn contents(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    if path.is_file() {
        let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).unwrap();
            let (name, mut bytes) = (entry.name().unwrap().to_string(), Vec::new());
            // All of it lies in one folder.
            let (top, name) = name.split_once('/').unwrap();
            assert!(top.ends_with("送审材料") || top.ends_with("submission"), "{top}");
            let name = name.to_owned();
            entry.read_to_end(&mut bytes).unwrap();
            assert!(out.insert(name, bytes).is_none(), "a name twice");
        }
        return out;
    }
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let name = entry.path().strip_prefix(path).unwrap().to_str().unwrap().replace('\\', "/");
            out.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    out
}

/// What lies in a folder, by name.
pub fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// The list of sums holds: every file but itself, each with the sum of what is there; `sha256sum -c` says so where it
/// is at hand.
#[allow(clippy::print_stdout)] // tells whoever reads the output what was not tried
pub fn sums_hold(files: &BTreeMap<String, Vec<u8>>) {
    let list = std::str::from_utf8(&files["00-SHA256SUMS.txt"]).unwrap();
    let listed: BTreeMap<&str, &str> =
        list.lines().map(|line| line.split_once("  ").unwrap()).map(|(sum, name)| (name, sum)).collect();
    assert_eq!(listed.len() + 1, files.len());
    for (name, sum) in &listed {
        assert_eq!(Sum::of(&files[*name]).to_string(), **sum, "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let check = || {
        let mut command = std::process::Command::new("sha256sum");
        command.args(["-c", "--strict", "--quiet", "00-SHA256SUMS.txt"]).current_dir(folder.path()).output()
    };
    let Ok(said) = check() else {
        println!("sha256sum is not here; the sums were checked by the program's own way alone");
        return;
    };
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let first = files.keys().find(|name| !name.ends_with("SUMS.txt")).unwrap();
    fs::write(folder.path().join(first), "otherwise").unwrap();
    assert!(!check().unwrap().status.success(), "the check can fail");
}
