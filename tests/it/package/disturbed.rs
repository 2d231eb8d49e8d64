//! A package on a disk that fails, with files that change and go away, and a person who stops it.

use std::cell::Cell;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempPath;
use xingping::assessment::EvidenceItem;
use xingping::store::{Faulty, Trouble};

use super::*;

fn bench() -> Bench {
    let mut bench = Bench::new();
    let a = bench.file("证据/一.txt", "one", &[]);
    let b = bench.file("证据/二.txt", vec![b'2'; 600_000], &[]);
    bench.write("夹/三.txt", "three");
    bench.write("夹/四.txt", "four");
    let c = bench.add("夹", vec![EvidenceItem::Folder("夹".into())], &[]);
    bench.item("work").mask_names = vec!["姓名".into()];
    let d = bench.file("名单.csv", "姓名\n王小明\n", &[]);
    bench.confirm("org", &[a, b, c]);
    bench.confirm("work", &[d]);
    bench
}

/// Does something at each write, and otherwise what the disk does.
struct Meddling<F>(F);

impl<F> std::fmt::Debug for Meddling<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Meddling")
    }
}

impl<F: Fn(&mut File, &[u8]) -> io::Result<()> + Send + Sync> Disk for Meddling<F> {
    fn create(&self, path: &Path) -> io::Result<File> {
        Real.create(path)
    }
    fn reopen(&self, path: &Path) -> io::Result<File> {
        Real.reopen(path)
    }
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        (self.0)(file, bytes)
    }
    fn cut(&self, file: &File, length: u64) -> io::Result<()> {
        Real.cut(file, length)
    }
    fn sync(&self, file: &File) -> io::Result<()> {
        Real.sync(file)
    }
    fn permit(&self, path: &Path, permissions: Permissions) -> io::Result<()> {
        Real.permit(path, permissions)
    }
    fn replace(&self, from: TempPath, to: &Path) -> io::Result<()> {
        Real.replace(from, to)
    }
    fn place(&self, from: TempPath, to: &Path) -> io::Result<()> {
        Real.place(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Real.rename(from, to)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        Real.sync_folder(folder)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        Real.remove(path)
    }
}

#[test]
fn a_disk_that_fails_at_any_step_leaves_nothing() {
    // Few files: every step of each package waits for the disk, and there is a package for every step.
    let mut bench = Bench { quick: true, ..Bench::new() };
    let a = bench.file("证据/一.txt", "one", &[]);
    bench.item("work").mask_names = vec!["姓名".into()];
    let b = bench.file("名单.csv", "姓名\n王小明\n", &[]);
    bench.confirm("org", &[a]);
    bench.confirm("work", &[b]);
    let before = contents(&bench.case());
    for name in ["包", "包.zip"] {
        for (trouble, stride) in [(Trouble::Short, 1), (Trouble::Refused(ErrorKind::Other), 3)] {
            let mut failed = 0;
            for step in (0..).step_by(stride) {
                let disk = Faulty::at(step, trouble);
                let packed = bench.pack_with(&target(bench.out().join(name)), &disk, &Watch::NONE);
                if disk.taken().len() <= step {
                    packed.unwrap();
                    break;
                }
                match packed {
                    // A folder that could not be synced is there all the same.
                    Ok(_) => assert_eq!(disk.taken()[step], "sync_folder"),
                    Err(error) => {
                        failed += 1;
                        let said = error.say(&words());
                        assert!(said.contains("没有留下") && said.ends_with('。'), "{step}: {said}");
                        assert_eq!(names(&bench.out()), [].into(), "step {step}: {:?}", disk.taken().last());
                    }
                }
                if bench.out().join(name).exists() {
                    sums_of(&bench.out().join(name));
                    remove(&bench.out().join(name));
                }
            }
            assert!(failed * stride > 20, "{failed}");
            remove(&bench.out().join(name));
        }
    }
    assert_eq!(contents(&bench.case()), before);
}

fn sums_of(path: &Path) {
    let files = contents(path);
    let list = std::str::from_utf8(&files["00-SHA256SUMS.txt"]).unwrap();
    assert_eq!(list.lines().count() + 1, files.len());
}

fn remove(path: &Path) {
    if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
}

#[test]
fn stopping_at_any_moment_leaves_nothing() {
    let bench = Bench { quick: true, ..bench() };
    for name in ["包", "包.zip"] {
        for moment in 0.. {
            let asked = AtomicUsize::new(0);
            let cancelled = || asked.fetch_add(1, Ordering::Relaxed) >= moment;
            let watch = Watch { cancelled: &cancelled, progress: &|_| {} };
            match bench.pack_with(&target(bench.out().join(name)), &Real, &watch) {
                Ok(_) => {
                    assert!(moment > 10, "it was asked often: {moment}");
                    break;
                }
                Err(error) => {
                    assert!(matches!(error, PackageError::Cancelled), "{error}");
                    assert_eq!(names(&bench.out()), [].into(), "moment {moment}");
                }
            }
        }
        remove(&bench.out().join(name));
    }
}

#[test]
fn what_a_killed_program_left_is_swept_and_what_another_is_building_stays() {
    let bench = bench();
    let [dead, alive, own] = [".xingping-package-dead.tmp", ".xingping-package-alive.tmp", "我的.tmp"];
    for name in [dead, alive, own] {
        fs::create_dir_all(bench.out().join(name).join("all")).unwrap();
        fs::write(bench.out().join(name).join("all/x"), "x").unwrap();
        File::create(bench.out().join(name).join("lock")).unwrap();
    }
    let held = File::open(bench.out().join(alive).join("lock")).unwrap();
    held.lock().unwrap();
    bench.pack("包");
    assert_eq!(names(&bench.out()), [alive.to_owned(), own.to_owned(), "包".to_owned()].into());
}

#[test]
fn progress_goes_up_to_the_end() {
    let bench = bench();
    let seen = Mutex::new(Vec::new());
    let watch = Watch { cancelled: &|| false, progress: &|permille| seen.lock().unwrap().push(permille) };
    bench.pack_with(&target(bench.out().join("包.zip")), &Real, &watch).unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(seen.is_sorted() && seen.last() == Some(&1000) && seen.len() > 5, "{seen:?}");
}

#[test]
fn a_file_that_changes_while_it_is_read_is_read_again_or_left_out() {
    for (times, there) in [(1, true), (1000, false)] {
        let bench = bench();
        let (path, left) = (bench.case().join("证据/二.txt"), AtomicUsize::new(times));
        let disk = Meddling(move |file: &mut File, bytes: &[u8]| {
            // A large piece is one of this file.
            if bytes.len() > 1000 && bytes.iter().all(|byte| *byte == b'2') && left.load(Ordering::Relaxed) > 0 {
                left.fetch_sub(1, Ordering::Relaxed);
                let mut grown = fs::OpenOptions::new().append(true).open(&path).unwrap();
                grown.write_all(b"2").unwrap();
            }
            file.write_all(bytes)
        });
        let receipt = bench.pack_with(&target(bench.out().join("包")), &disk, &Watch::NONE).unwrap();
        let packed = Packed { files: contents(&receipt.path), receipt };
        let name = "01-组织与人员/01-02-二.txt";
        assert_eq!(packed.files.contains_key(name), there);
        if there {
            assert_eq!(packed.files[name], fs::read(bench.case().join("证据/二.txt")).unwrap());
            assert_eq!(packed.files[name].len(), 600_001);
        } else {
            assert_eq!(packed.said("证据/二.txt"), "未收入：读取时一直在变");
            assert!(packed.html().contains("“证据/二.txt”没有收入：读取时一直在变"));
            assert!(packed.receipt.package.tally().has_problems());
        }
        assert_eq!(packed.evidence().len(), 4 + usize::from(there), "the others are there");
        sums_hold(&packed.files);
    }
}

#[test]
fn a_share_that_goes_away_in_the_middle_is_told_file_by_file() {
    for name in ["包", "包.zip"] {
        let mut bench = bench();
        // A root elsewhere, as a share is.
        let share = bench.folder.path().join("共享盘");
        fs::create_dir(&share).unwrap();
        let ids: Vec<EvidenceId> = (0..4)
            .map(|at| {
                fs::write(share.join(format!("{at}.txt")), format!("share {at}")).unwrap();
                bench.add("共享", vec![EvidenceItem::File(format!("共享:/{at}.txt"))], &[])
            })
            .collect();
        bench.assessment.roots.insert("共享".into(), share.to_str().unwrap().into());
        bench.confirm("more", &ids);
        let gone = share.clone();
        let disk = Meddling(move |file: &mut File, bytes: &[u8]| {
            if bytes == b"share 1" {
                drop(fs::rename(&gone, gone.with_extension("weg")));
            }
            file.write_all(bytes)
        });
        let receipt = bench.pack_with(&target(bench.out().join(name)), &disk, &Watch::NONE).unwrap();
        let packed = Packed { files: contents(&receipt.path), receipt };
        assert!(packed.files.contains_key("03-其他说明/03-01-0.txt"));
        let there = packed.evidence().iter().filter(|name| name.starts_with("03-")).count();
        assert_eq!(there, 1, "{:?}", packed.evidence());
        for at in 1..4 {
            assert_eq!(packed.said(&format!("共享:/{at}.txt")), "未收入：找不到");
        }
        assert!(packed.receipt().contains("没有收入的文件 3 个"));
        sums_hold(&packed.files);
        assert_eq!(names(&bench.out()), [name.to_owned()].into());
    }
}

#[test]
fn a_share_that_is_away_from_the_beginning_is_named() {
    let mut bench = bench();
    let id = bench.add("共享", vec![EvidenceItem::File("总部共享:/a.txt".into())], &[]);
    bench.assessment.roots.insert("总部共享".into(), bench.folder.path().join("没有").to_str().unwrap().into());
    bench.confirm("more", &[id]);
    assert_eq!(bench.pack("包").said("总部共享:/a.txt"), "未收入：根目录“总部共享”现在不在");
}

#[test]
fn what_comes_back_otherwise_is_no_package() {
    let bench = bench();
    for name in ["包", "包.zip"] {
        let disk = Meddling(|file: &mut File, bytes: &[u8]| {
            file.write_all(bytes)?;
            if bytes.windows(3).any(|found| found == b"one") {
                file.seek(SeekFrom::Current(-1))?;
                file.write_all(b"E")?;
            }
            Ok(())
        });
        let error = bench.pack_with(&target(bench.out().join(name)), &disk, &Watch::NONE).unwrap_err();
        let said = error.say(&words());
        assert!(matches!(error, PackageError::Altered(_)) && said.contains("读回来不一样"), "{said}");
        assert_eq!(names(&bench.out()), [].into());
    }
}

#[test]
fn a_folder_with_a_hundred_thousand_files_is_a_sentence() {
    let mut bench = bench();
    let folder = bench.case().join("太多");
    fs::create_dir(&folder).unwrap();
    for at in 0..100_000 {
        drop(File::create(folder.join(at.to_string())).unwrap());
    }
    let id = bench.add("太多", vec![EvidenceItem::Folder("太多".into())], &[]);
    bench.confirm("more", &[id]);
    let packed = bench.pack("包");
    assert_eq!(packed.said("太多"), "未收入：文件夹里超过 10000 个文件，请分成几份证据");
    assert!(packed.html().contains("“太多”没有收入：文件夹里超过 10000 个文件"));
    assert_eq!(packed.evidence().len(), 5, "the others are there");
}

#[test]
fn a_folder_with_thousands_of_files_is_packed_and_indexed() {
    let mut bench = Bench::new();
    for at in 0..2_000 {
        bench.write(&format!("多/{at}.txt"), at.to_string());
    }
    let id = bench.add("多", vec![EvidenceItem::Folder("多".into())], &[]);
    bench.confirm("org", &[id]);
    let packed = bench.pack("包.zip");
    assert_eq!(packed.evidence().len(), 2_000);
    assert!(packed.evidence()[1_999].contains("/2000-"));
    let text = pdf_extract::extract_text_from_mem(&packed.files["00-材料索引.pdf"]).unwrap();
    assert!(text.replace(char::is_whitespace, "").contains("此处还有1500行没有印出"));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = bench();
    let path = bench.case().join("证据/一.txt");
    fs::set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    if File::open(&path).is_ok() {
        println!("this account may read everything; nothing was denied");
        return;
    }
    assert_eq!(bench.pack("包").said("证据/一.txt"), "未收入：没有读取权限");
}

#[test]
fn an_index_that_cannot_be_made_leaves_nothing() {
    let bench = bench();
    let tried = Cell::new(0);
    let index = |_: &Package| {
        tried.set(tried.get() + 1);
        Err("no".to_owned())
    };
    let target = target(bench.out().join("包"));
    let error = write_package(&bench.plan(), &target, &index, &words(), &Real, &Watch::NONE).unwrap_err();
    assert!(error.say(&words()).contains("索引没有做成"));
    assert_eq!((names(&bench.out()), tried.get()), ([].into(), 1));
}
