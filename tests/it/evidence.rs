//! Evidence on the disk: every state is seen to come and go, what is lost is found again, nothing is said to be the
//! same that is not. Sums are held against other programs' or against the standard's own examples.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::NaiveDate;
use serde_json::Value;
use tempfile::TempDir;
use xingping::assessment::{
    self, Assessment, Checkup, Edit, Evidence, EvidenceId, EvidenceItem, Fingerprint, ItemState, Period, PieceState,
    Unreadable, Verdict, apply,
};
use xingping::criteria::{self, Pinned, SHIPPED};
use xingping::lang::{Language, Words};
use xingping::session::Session;
use xingping::store::{self, Depth, LeftOut, Places, RepairBy, Seen, Watch};

/// A case in a folder, held in memory.
struct Desk {
    folder: TempDir,
    pinned: Pinned,
    now: Assessment,
    also: Vec<PathBuf>,
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

impl Desk {
    fn new() -> Self {
        let pinned = criteria::read(SHIPPED[0].text).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), pinned, now: Assessment::default(), also: Vec::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        age(&path);
    }

    fn edit(&mut self, edit: &Edit) {
        apply(&self.pinned.scheme, &mut self.now, edit).unwrap();
    }

    fn places(&self) -> Places {
        let places = Places::of(self.folder.path(), &self.now, &BTreeMap::new());
        self.also.iter().cloned().fold(places, Places::searching)
    }

    /// Registers places as one piece and takes their fingerprints.
    fn register(&mut self, items: &[EvidenceItem]) -> EvidenceId {
        let id = self.now.next_evidence_id();
        let piece = Evidence {
            title: "一件".into(),
            items: items.to_vec(),
            clauses: ["5.1.1.1".into()].into(),
            ..Evidence::default()
        };
        self.edit(&Edit::AddEvidence { id, evidence: Box::new(piece) });
        self.take_fingerprints();
        id
    }

    fn take_fingerprints(&mut self) {
        let bare = self.now.without_fingerprint();
        let prints = store::fingerprints(&self.places(), &bare, &Seen::default(), &Watch::NONE);
        let prints = prints.into_iter().filter_map(|(path, print)| Some((path, Some(print.ok()?))));
        self.edit(&Edit::SetFingerprints(prints.collect()));
    }

    fn check(&self, depth: Depth) -> Checkup {
        store::checkup(&self.places(), &self.now, depth, &Seen::default(), &Watch::NONE)
    }

    fn state(&self, id: EvidenceId, depth: Depth) -> PieceState {
        self.check(depth).piece(&self.now, &self.now.evidence[&id], day(11, 22))
    }

    /// The state in a quick and in a full checkup, which must agree here.
    fn both(&self, id: EvidenceId) -> PieceState {
        let (quick, full) = (self.state(id, Depth::Quick), self.state(id, Depth::Full));
        assert_eq!(quick, full, "quick and full");
        quick
    }
}

/// Makes a file look as if it was written an hour ago, so that its time of change vouches for it.
fn age(path: &Path) {
    set_modified(path, SystemTime::now() - Duration::from_secs(3_600));
}

fn set_modified(path: &Path, time: SystemTime) {
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

fn file(path: &str) -> EvidenceItem {
    EvidenceItem::File(path.into())
}

fn folder(path: &str) -> EvidenceItem {
    EvidenceItem::Folder(path.into())
}

#[test]
fn what_is_unchanged_is_the_same_and_a_changed_byte_is_seen() {
    let mut desk = Desk::new();
    desk.write("证据/制度.txt", "第一版");
    let id = desk.register(&[file("证据/制度.txt")]);
    assert_eq!(desk.both(id), PieceState::Same);

    desk.write("证据/制度.txt", "第二版");
    set_modified(&desk.path("证据/制度.txt"), SystemTime::now() - Duration::from_secs(60));
    assert_eq!(desk.both(id), PieceState::Changed);
    let check = &desk.check(Depth::Quick).items[&file("证据/制度.txt")];
    // printf 第二版 | sha256sum
    let sum = "11b8dabcaf337e8aa119e31120d5b317c1dd310758fd35552251eaa5cc928589";
    assert_eq!(check.found.as_ref().unwrap().sum().to_string(), sum);

    // Put back, it is the same again, whatever its time says.
    desk.write("证据/制度.txt", "第一版");
    assert_eq!(desk.both(id), PieceState::Same);
}

#[test]
fn only_a_full_checkup_sees_through_a_time_that_lies() {
    let mut desk = Desk::new();
    desk.write("a.txt", "1111");
    let id = desk.register(&[file("a.txt")]);
    let time = fs::metadata(desk.path("a.txt")).unwrap().modified().unwrap();
    fs::write(desk.path("a.txt"), "2222").unwrap();
    set_modified(&desk.path("a.txt"), time);
    assert_eq!(desk.state(id, Depth::Quick), PieceState::Same, "same size, same time");
    assert!(!desk.check(Depth::Quick).full, "and it says that it did not read");
    assert_eq!(desk.state(id, Depth::Full), PieceState::Changed);
}

#[test]
fn a_file_registered_right_after_it_was_written_is_not_believed_by_its_time() {
    let mut desk = Desk::new();
    fs::write(desk.path("a.txt"), "1111").unwrap();
    let id = desk.register(&[file("a.txt")]);
    let time = fs::metadata(desk.path("a.txt")).unwrap().modified().unwrap();
    // Another change within the same tick of the clock has the same time.
    fs::write(desk.path("a.txt"), "2222").unwrap();
    set_modified(&desk.path("a.txt"), time);
    assert_eq!(desk.both(id), PieceState::Changed);
}

#[test]
fn contents_seen_before_are_not_believed_once_the_file_is_another() {
    let mut desk = Desk::new();
    desk.write("a.txt", "1111");
    let id = desk.register(&[file("a.txt")]);
    set_modified(&desk.path("a.txt"), SystemTime::now() - Duration::from_secs(7_200));
    let (seen, places) = (Seen::default(), desk.places());
    let look = |depth| store::checkup(&places, &desk.now, depth, &seen, &Watch::NONE).state(&file("a.txt"));
    assert_eq!(look(Depth::Quick), ItemState::Same, "read once");
    let time = fs::metadata(desk.path("a.txt")).unwrap().modified().unwrap();
    fs::write(desk.path("a.txt"), "2222").unwrap();
    assert_eq!(look(Depth::Quick), ItemState::Changed, "another time: read again");
    set_modified(&desk.path("a.txt"), time);
    // What was remembered lies now; every byte counts.
    assert_eq!(look(Depth::Full), ItemState::Changed);
    assert_eq!(desk.state(id, Depth::Quick), PieceState::Changed, "nothing is remembered by another program");
}

#[test]
fn what_a_full_checkup_found_no_later_glance_takes_back() {
    let mut desk = Desk::new();
    desk.write("a.txt", "1111");
    desk.write("夹/b.txt", "1111");
    desk.register(&[file("a.txt"), folder("夹")]);
    let seen = Seen::default();
    let look = |depth| {
        let found = store::checkup(&desk.places(), &desk.now, depth, &seen, &Watch::NONE);
        [found.state(&file("a.txt")), found.state(&folder("夹"))]
    };
    assert_eq!(look(Depth::Glance), [ItemState::Same; 2]);
    for name in ["a.txt", "夹/b.txt"] {
        let time = fs::metadata(desk.path(name)).unwrap().modified().unwrap();
        fs::write(desk.path(name), "2222").unwrap();
        set_modified(&desk.path(name), time);
    }
    assert_eq!(look(Depth::Full), [ItemState::Changed; 2]);
    assert_eq!(look(Depth::Glance), [ItemState::Changed; 2], "though size and time are the registered ones");
    assert_eq!(look(Depth::Quick), [ItemState::Changed; 2]);
}

#[test]
fn what_goes_while_it_is_registered_is_not_registered_in_part() {
    let mut desk = Desk::new();
    for n in 0..8 {
        desk.write(&format!("夹/{n}.txt"), &format!("{n}"));
    }
    let piece = Evidence { title: "甲".into(), items: vec![folder("夹")], ..Evidence::default() };
    desk.edit(&Edit::AddEvidence { id: EvidenceId(1), evidence: Box::new(piece) });
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let cancelled = || {
        if asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 4 {
            fs::rename(desk.path("夹"), desk.path("别处")).unwrap();
        }
        false
    };
    let watch = Watch { cancelled: &cancelled, progress: &|_| {} };
    let prints = store::fingerprints(&desk.places(), &desk.now.without_fingerprint(), &Seen::default(), &watch);
    assert!(prints.iter().all(|(_, print)| print.is_err()), "{prints:?}");
}

#[test]
fn a_place_that_is_registered_with_another_content_is_nobodys_new_place() {
    let mut desk = Desk::new();
    desk.write("01.txt", "一");
    desk.write("02.txt", "二");
    let (one, two) = (desk.register(&[file("01.txt")]), desk.register(&[file("02.txt")]));
    // Somebody renumbered the files.
    fs::rename(desk.path("02.txt"), desk.path("03.txt")).unwrap();
    fs::rename(desk.path("01.txt"), desk.path("02.txt")).unwrap();
    assert_eq!(desk.both(two), PieceState::Changed);
    assert_eq!(desk.both(one), PieceState::Missing, "02 is where the other one is registered");
}

#[test]
fn a_lost_file_is_not_said_to_have_moved_to_what_is_evidence_itself() {
    let mut desk = Desk::new();
    for name in ["甲/表.txt", "乙/表.txt", "夹/内/册.txt", "丙/册.txt"] {
        desk.write(name, if name.ends_with("表.txt") { "同样的内容" } else { "同样的册子" });
    }
    let (one, two) = (desk.register(&[file("甲/表.txt")]), desk.register(&[file("乙/表.txt")]));
    let (dir, book) = (desk.register(&[folder("夹")]), desk.register(&[file("丙/册.txt")]));
    fs::remove_file(desk.path("甲/表.txt")).unwrap();
    fs::remove_file(desk.path("丙/册.txt")).unwrap();
    assert_eq!([one, two, dir, book].map(|id| desk.both(id)), {
        use PieceState::{Missing, Same};
        [Missing, Same, Same, Missing]
    });
    let checkup = desk.check(Depth::Quick);
    let words = Words::load(Language::Chinese).unwrap();
    let told = |name: &str| checkup.explain_item(&file(name), &words).unwrap();
    assert!(told("甲/表.txt").contains("内容相同的文件已登记为证据 2：乙/表.txt"), "{}", told("甲/表.txt"));
    assert!(told("丙/册.txt").contains("内容相同的文件已登记为证据 3：夹/内/册.txt"), "{}", told("丙/册.txt"));
    let repairs = store::repairs(&desk.places(), &desk.now, &checkup, &Watch::NONE);
    assert!(repairs.iter().all(|repair| repair.by == RepairBy::Registered && !repair.by.is_sure()), "{repairs:?}");
    assert_eq!(repairs.len(), 2);
    // One new place is the place of one lost file.
    desk.write("乙2/表.txt", "同样的内容");
    fs::remove_file(desk.path("乙/表.txt")).unwrap();
    let states = [one, two].map(|id| desk.both(id));
    assert!(states.contains(&PieceState::Moved) && states.contains(&PieceState::Missing), "{states:?}");
}

#[test]
fn a_file_of_the_same_name_and_another_content_is_offered_wherever_it_lies() {
    let mut desk = Desk::new();
    desk.write("证据/名册.txt", "一");
    let id = desk.register(&[file("证据/名册.txt")]);
    fs::create_dir_all(desk.path("归档/01 组织与人员")).unwrap();
    fs::rename(desk.path("证据/名册.txt"), desk.path("归档/01 组织与人员/名册.txt")).unwrap();
    desk.write("归档/01 组织与人员/名册.txt", "改过的");
    assert_eq!(desk.both(id), PieceState::Missing);
    let repairs = store::repairs(&desk.places(), &desk.now, &desk.check(Depth::Quick), &Watch::NONE);
    let found: Vec<_> = repairs.iter().map(|repair| (repair.to.target(), repair.by)).collect();
    assert_eq!(found, [("归档/01 组织与人员/名册.txt", RepairBy::NameOnly)]);
    assert!(!repairs[0].by.is_sure());
    // What is evidence by itself is not offered for its name.
    desk.register(&[file("归档/01 组织与人员/名册.txt")]);
    let repairs = store::repairs(&desk.places(), &desk.now, &desk.check(Depth::Quick), &Watch::NONE);
    assert_eq!(repairs, []);
}

#[test]
fn missing_moved_and_back_again() {
    let mut desk = Desk::new();
    desk.write("证据/记录.txt", "一份记录");
    let id = desk.register(&[file("证据/记录.txt")]);
    fs::create_dir_all(desk.path("归档/二〇二六")).unwrap();
    fs::rename(desk.path("证据/记录.txt"), desk.path("归档/二〇二六/工单记录.txt")).unwrap();
    assert_eq!(desk.both(id), PieceState::Moved);
    let check = &desk.check(Depth::Quick).items[&file("证据/记录.txt")];
    assert_eq!(check.moved_to, Some(file("归档/二〇二六/工单记录.txt")));
    assert_eq!(desk.state(id, Depth::Glance), PieceState::Missing, "the window's own look does not search");

    fs::remove_file(desk.path("归档/二〇二六/工单记录.txt")).unwrap();
    assert_eq!(desk.both(id), PieceState::Missing);
    desk.write("别的.txt", "别的记录");
    assert_eq!(desk.both(id), PieceState::Missing, "another content of the same length is not it");
    desk.write("证据/记录.txt", "一份记录");
    assert_eq!(desk.both(id), PieceState::Same);
}

#[test]
fn while_the_folder_of_the_case_is_away_nothing_is_said_to_be_missing() {
    let mut desk = Desk::new();
    desk.write("案卷/a.txt", "a");
    let outer = std::mem::replace(&mut desk.folder, tempfile::tempdir().unwrap());
    let case_folder = outer.path().join("案卷");
    let piece = Evidence { title: "甲".into(), items: vec![file("a.txt")], ..Evidence::default() };
    desk.edit(&Edit::AddEvidence { id: EvidenceId(1), evidence: Box::new(piece) });
    let look = || {
        let places = Places::of(&case_folder, &desk.now, &BTreeMap::new());
        store::checkup(&places, &desk.now, Depth::Glance, &Seen::default(), &Watch::NONE).items[&file("a.txt")].clone()
    };
    assert_eq!(look().state, ItemState::Present);
    fs::rename(&case_folder, outer.path().join("搬走")).unwrap();
    assert_eq!(look().unreadable, Some(Unreadable::NoCaseFolder));
    fs::rename(outer.path().join("搬走"), &case_folder).unwrap();
    assert_eq!(look().state, ItemState::Present);
}

#[test]
fn a_folder_is_over_its_listing_and_contents() {
    let mut desk = Desk::new();
    desk.write("工单/1.txt", "甲");
    desk.write("工单/内/2.txt", "乙");
    let id = desk.register(&[folder("工单")]);
    assert_eq!(desk.both(id), PieceState::Same);
    desk.write("工单/内/3.txt", "丙");
    assert_eq!(desk.both(id), PieceState::Unregistered);
    assert_eq!(desk.check(Depth::Quick).items[&folder("工单")].new, ["内/3.txt"]);
    fs::remove_file(desk.path("工单/内/3.txt")).unwrap();
    assert_eq!(desk.both(id), PieceState::Same);
    // What office programs and file managers leave is no evidence.
    for name in ["~$1.xlsx", "Thumbs.db", "desktop.ini", ".DS_Store", ".~lock.1.ods#"] {
        desk.write(&format!("工单/{name}"), "x");
    }
    assert_eq!(desk.both(id), PieceState::Same);
    desk.write("工单/1.txt", "改");
    set_modified(&desk.path("工单/1.txt"), SystemTime::now() - Duration::from_secs(60));
    assert_eq!(desk.both(id), PieceState::Changed);
    desk.write("工单/1.txt", "甲");
    fs::remove_file(desk.path("工单/内/2.txt")).unwrap();
    assert_eq!(desk.both(id), PieceState::Changed);
    assert_eq!(desk.check(Depth::Quick).items[&folder("工单")].gone, ["内/2.txt"]);
    desk.write("工单/内/2.txt", "乙");
    assert_eq!(desk.both(id), PieceState::Same);

    fs::rename(desk.path("工单"), desk.path("十月工单")).unwrap();
    assert_eq!(desk.both(id), PieceState::Moved);
    let moved = desk.check(Depth::Quick).items[&folder("工单")].moved_to.clone();
    assert_eq!(moved, Some(folder("十月工单")));
    fs::remove_dir_all(desk.path("十月工单")).unwrap();
    assert_eq!(desk.both(id), PieceState::Missing);
    desk.write("工单", "现在是文件");
    assert_eq!(desk.both(id), PieceState::Unreadable);
}

#[test]
fn a_folder_of_too_many_files_is_never_the_same() {
    let mut desk = Desk::new();
    desk.write("多/0", "");
    let id = desk.register(&[folder("多")]);
    assert_eq!(desk.both(id), PieceState::Same);
    for n in 0..=assessment::MAX_FOLDER_FILES {
        fs::write(desk.path(&format!("多/{n}")), "").unwrap();
    }
    assert_eq!(desk.both(id), PieceState::Unreadable);
    let check = desk.check(Depth::Quick).items[&folder("多")].clone();
    assert_eq!(check.unreadable, Some(Unreadable::TooManyFiles { most: assessment::MAX_FOLDER_FILES }));
}

#[test]
fn a_folder_of_folders_in_folders_is_never_the_same_and_says_where_it_is_too_deep() {
    let mut desk = Desk::new();
    let deep = vec!["d"; 500].join("/");
    fs::create_dir_all(desk.path(&format!("深/{deep}"))).unwrap();
    desk.write("深/a.txt", "a");
    let id = desk.register(&[folder("深")]);
    assert_eq!(desk.both(id), PieceState::Same);
    fs::create_dir(desk.path(&format!("深/{deep}/e"))).unwrap();
    assert_eq!(desk.both(id), PieceState::Unreadable);
    let why = desk.check(Depth::Quick).items[&folder("深")].clone().unreadable.unwrap();
    assert_eq!(why, Unreadable::TooDeep { path: format!("{deep}/e"), most: 500 });
    let said = why.say(&Words::load(Language::Chinese).unwrap().evidence);
    assert!(said.contains("太深") && said.contains("d/d") && said.contains("500 层"), "{said}");
}

#[test]
fn dates_count() {
    let mut desk = Desk::new();
    desk.write("a.txt", "a");
    let id = desk.register(&[file("a.txt")]);
    let mut piece = (*desk.now.evidence[&id]).clone();
    piece.expires = Some(day(11, 22));
    desk.edit(&Edit::SetEvidence { id, evidence: Box::new(piece.clone()) });
    assert_eq!(desk.both(id), PieceState::Same, "the last day counts");
    piece.expires = Some(day(11, 21));
    desk.edit(&Edit::SetEvidence { id, evidence: Box::new(piece.clone()) });
    assert_eq!(desk.both(id), PieceState::Expired);

    piece.expires = None;
    piece.covers = Some(Period { from: day(1, 1), to: day(6, 30) });
    desk.edit(&Edit::SetEvidence { id, evidence: Box::new(piece.clone()) });
    assert_eq!(desk.both(id), PieceState::Same, "no period was said");
    desk.edit(&Edit::SetPeriod(Some(Period { from: day(6, 30), to: day(9, 30) })));
    assert_eq!(desk.both(id), PieceState::Same, "one day in common");
    desk.edit(&Edit::SetPeriod(Some(Period { from: day(7, 1), to: day(9, 30) })));
    assert_eq!(desk.both(id), PieceState::OutOfPeriod);
    // What is worse is said first.
    fs::remove_file(desk.path("a.txt")).unwrap();
    assert_eq!(desk.both(id), PieceState::Missing);
}

#[test]
#[cfg(unix)]
fn what_cannot_be_read_is_not_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut desk = Desk::new();
    desk.write("a.txt", "a");
    desk.write("夹/b.txt", "b");
    let (one, two) = (desk.register(&[file("a.txt")]), desk.register(&[folder("夹")]));
    let mode = |path: &str, mode| fs::set_permissions(desk.path(path), fs::Permissions::from_mode(mode)).unwrap();
    mode("a.txt", 0o000);
    mode("夹", 0o000);
    if fs::File::open(desk.path("a.txt")).is_err() {
        // The superuser reads everything; whoever runs this otherwise does not.
        assert_eq!((desk.both(one), desk.both(two)), (PieceState::Unreadable, PieceState::Unreadable));
    }
    mode("a.txt", 0o644);
    mode("夹", 0o755);
    assert_eq!((desk.both(one), desk.both(two)), (PieceState::Same, PieceState::Same));
    // A pipe where the file was: never opened, or this would wait for ever.
    fs::remove_file(desk.path("a.txt")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(desk.path("a.txt")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(desk.both(one), PieceState::Unreadable);
    }
}

#[test]
#[cfg(unix)]
fn links_in_a_folder_are_not_followed() {
    let mut desk = Desk::new();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("密.txt"), "1").unwrap();
    desk.write("夹/a.txt", "a");
    std::os::unix::fs::symlink(outside.path(), desk.path("夹/外")).unwrap();
    std::os::unix::fs::symlink("..", desk.path("夹/圈")).unwrap();
    let id = desk.register(&[folder("夹")]);
    let Fingerprint::Folder(files) = &*desk.now.fingerprints["夹"].clone() else { panic!("a folder") };
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names, ["a.txt", "圈", "外"]);
    assert_eq!(desk.both(id), PieceState::Same);
    fs::write(outside.path().join("密.txt"), "2").unwrap();
    assert_eq!(desk.both(id), PieceState::Same, "what lies behind is not part of it");
    fs::remove_file(desk.path("夹/外")).unwrap();
    std::os::unix::fs::symlink("/", desk.path("夹/外")).unwrap();
    assert_eq!(desk.both(id), PieceState::Changed, "where it leads is");
}

#[test]
fn a_file_that_keeps_changing_is_said_to_be_so() {
    let mut desk = Desk::new();
    desk.write("日志.txt", &"x".repeat(4_000_000));
    let id = desk.register(&[file("日志.txt")]);
    let path = desk.path("日志.txt");
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let writer = {
        let stop = Arc::clone(&stop);
        std::thread::spawn(move || {
            use std::io::Write as _;
            let mut file = fs::File::options().append(true).open(path).unwrap();
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                file.write_all(b"y").unwrap();
            }
        })
    };
    std::thread::sleep(Duration::from_millis(20));
    let state = desk.state(id, Depth::Full);
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.join().unwrap();
    assert!(matches!(state, PieceState::Unreadable | PieceState::Changed), "{state:?}");
}

#[test]
fn roots_are_set_anew_in_one_place() {
    let mut desk = Desk::new();
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::create_dir(old.path().join("合同")).unwrap();
    fs::write(old.path().join("合同/一.txt"), "合同一").unwrap();
    let at = |folder: &TempDir| folder.path().canonicalize().unwrap().to_str().unwrap().to_owned();
    desk.edit(&Edit::SetRoot { name: "总部共享".into(), folder: Some(at(&old)) });
    let item = desk.places().item(&old.path().join("合同/一.txt")).unwrap();
    assert_eq!(item, file("总部共享:/合同/一.txt"));
    let id = desk.register(std::slice::from_ref(&item));
    assert_eq!(desk.both(id), PieceState::Same);

    // On another computer the share is elsewhere: away first, then set anew.
    fs::create_dir(new.path().join("合同")).unwrap();
    fs::copy(old.path().join("合同/一.txt"), new.path().join("合同/一.txt")).unwrap();
    let new_folder = at(&new);
    drop(old);
    assert_eq!(desk.both(id), PieceState::Unreadable);
    let why = desk.check(Depth::Quick).items[&item].unreadable.clone();
    assert_eq!(why, Some(Unreadable::NoRoot { name: "总部共享".into() }));
    let said = desk.now.roots["总部共享"].clone();
    let known = BTreeMap::from([(store::root_key("总部共享", &said), PathBuf::from(&new_folder))]);
    let others = BTreeMap::from([(store::root_key("总部共享", "/别家的"), PathBuf::from(&new_folder))]);
    let elsewhere = Places::of(desk.folder.path(), &desk.now, &others);
    assert_ne!(elsewhere.roots()["总部共享"], PathBuf::from(&new_folder), "another company's share of the same name");
    let places = Places::of(desk.folder.path(), &desk.now, &known);
    let state = store::checkup(&places, &desk.now, Depth::Quick, &Seen::default(), &Watch::NONE).state(&item);
    assert_eq!(state, ItemState::Same, "this computer knows where it lies");
    desk.edit(&Edit::SetRoot { name: "总部共享".into(), folder: Some(new_folder) });
    assert_eq!(desk.both(id), PieceState::Same);

    let refused = apply(&desk.pinned.scheme, &mut desk.now, &Edit::SetRoot { name: "总部共享".into(), folder: None });
    assert!(matches!(refused, Err(assessment::Problem::RootInUse { count: 1, .. })));
    for name in ["", "C", "a/b", "a:b", " x ", "http"] {
        let edit = Edit::SetRoot { name: name.into(), folder: Some("/x".into()) };
        assert!(apply(&desk.pinned.scheme, &mut desk.now, &edit).is_err(), "{name}");
    }
}

#[test]
fn a_share_that_goes_away_in_the_middle_is_said_to_be_away() {
    let mut desk = Desk::new();
    let share = tempfile::tempdir().unwrap();
    let root = share.path().canonicalize().unwrap().join("共享");
    fs::create_dir(&root).unwrap();
    for n in 0..6 {
        fs::write(root.join(format!("{n}.txt")), format!("{n}")).unwrap();
    }
    desk.edit(&Edit::SetRoot { name: "共享".into(), folder: Some(root.to_str().unwrap().into()) });
    let items: Vec<EvidenceItem> = (0..6).map(|n| file(&format!("共享:/{n}.txt"))).collect();
    let id = desk.register(&items);
    assert_eq!(desk.both(id), PieceState::Same);
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let away = share.path().join("拔掉");
    // The question whether to go on is asked before each file: the share goes when all were looked at and some read.
    let cancelled = || {
        if asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 9 {
            fs::rename(&root, &away).unwrap();
        }
        false
    };
    let watch = Watch { cancelled: &cancelled, progress: &|_| {} };
    let found = store::checkup(&desk.places(), &desk.now, Depth::Full, &Seen::default(), &watch);
    let states: Vec<ItemState> = found.items.values().map(|check| check.state).collect();
    assert!(states.contains(&ItemState::Unreadable) && !states.contains(&ItemState::Missing), "{states:?}");
    assert!(!states.contains(&ItemState::Changed), "{states:?}");
    fs::rename(&away, &root).unwrap();
    assert_eq!(desk.both(id), PieceState::Same);
}

#[test]
fn names_that_differ_only_by_case_or_form_are_different_files() {
    let mut desk = Desk::new();
    // `é` as one letter and as two; capital and small.
    let names = ["caf\u{e9}.txt", "cafe\u{301}.txt", "A.txt", "a.txt"];
    for name in names {
        desk.write(&format!("夹/{name}"), name);
    }
    let there = fs::read_dir(desk.path("夹")).unwrap().count();
    let id = desk.register(&[folder("夹")]);
    let Fingerprint::Folder(files) = &*desk.now.fingerprints["夹"].clone() else { panic!("a folder") };
    assert_eq!(files.len(), there, "as many as the system tells apart");
    assert_eq!(desk.both(id), PieceState::Same);
    if there == names.len() {
        desk.write("夹/a.txt", "A.txt"); // the content of the other
        set_modified(&desk.path("夹/a.txt"), SystemTime::now() - Duration::from_secs(60));
        assert_eq!(desk.check(Depth::Quick).items[&folder("夹")].changed, ["a.txt"]);
    }
}

#[test]
fn lost_files_are_found_by_content_then_beside_each_other() {
    let mut desk = Desk::new();
    for name in ["甲", "乙", "丙"] {
        desk.write(&format!("旧盘/证据/5.1/{name}.txt"), &format!("{name}的内容"));
    }
    let items = ["甲", "乙", "丙"].map(|name| file(&format!("旧盘/证据/5.1/{name}.txt")));
    let id = desk.register(&items);
    // The whole tree went to another disk; one file was edited there since, one was renamed.
    let other = tempfile::tempdir().unwrap();
    let far = other.path().join("很/深/证据/5.1");
    fs::create_dir_all(&far).unwrap();
    fs::copy(desk.path("旧盘/证据/5.1/甲.txt"), far.join("甲.txt")).unwrap();
    fs::write(far.join("乙.txt"), "改过的乙").unwrap();
    fs::copy(desk.path("旧盘/证据/5.1/丙.txt"), far.join("改名的丙.txt")).unwrap();
    fs::remove_dir_all(desk.path("旧盘")).unwrap();
    assert_eq!(desk.both(id), PieceState::Missing);

    desk.also.push(other.path().canonicalize().unwrap());
    let checkup = desk.check(Depth::Quick);
    let repairs = store::repairs(&desk.places(), &desk.now, &checkup, &Watch::NONE);
    let found: BTreeMap<&str, RepairBy> = repairs.iter().map(|repair| (repair.from.name(), repair.by)).collect();
    let expected =
        [("甲.txt", RepairBy::Content), ("乙.txt", RepairBy::NameOnly), ("丙.txt", RepairBy::Content)].into();
    assert_eq!(found, expected);

    // Together they are one step, and undo takes all of it back.
    let mut session = Session::new(desk.pinned.clone(), desk.now.clone());
    let moves = repairs.iter().map(|repair| Edit::MoveItem { from: repair.from.clone(), to: repair.to.clone() });
    session.edit(&Edit::Many(moves.collect())).unwrap();
    desk.now = session.assessment().clone();
    assert_eq!(desk.both(id), PieceState::Changed, "the edited one is where it is, with another content");
    session.undo();
    assert_eq!(session.assessment().evidence[&id].items, items);
    assert_eq!(session.assessment().fingerprints.len(), 3);
}

#[test]
fn a_place_that_cannot_be_moved_leaves_all_as_it_was() {
    let mut desk = Desk::new();
    desk.write("a.txt", "a");
    let id = desk.register(&[file("a.txt")]);
    let before = desk.now.clone();
    desk.edit(&Edit::MoveItem { from: file("a.txt"), to: file("a.txt") });
    assert_eq!(desk.now, before, "to itself");
    let bad = Edit::MoveItem { from: file("a.txt"), to: file(" ") };
    assert!(apply(&desk.pinned.scheme, &mut desk.now, &bad).is_err());
    assert_eq!(desk.now, before);
    // A piece that names both places names one of them afterwards.
    desk.edit(&Edit::SetEvidence {
        id,
        evidence: Box::new(Evidence { items: vec![file("a.txt"), file("b.txt")], ..(*desk.now.evidence[&id]).clone() }),
    });
    desk.edit(&Edit::MoveItem { from: file("a.txt"), to: file("b.txt") });
    assert_eq!(desk.now.evidence[&id].items, [file("b.txt")]);
    assert_eq!(desk.now.fingerprints.keys().collect::<Vec<_>>(), ["b.txt"]);
}

#[test]
fn a_judged_clause_whose_evidence_changed_needs_a_second_look() {
    let mut desk = Desk::new();
    desk.write("a.txt", "一");
    let id = desk.register(&[file("a.txt")]);
    let recheck = |desk: &Desk| desk.check(Depth::Quick).recheck(&desk.now).len();
    desk.write("a.txt", "二");
    assert_eq!(desk.both(id), PieceState::Changed);
    assert_eq!(recheck(&desk), 0, "not judged yet");
    desk.edit(&Edit::SetVerdict { clause: "5.1.1.1".into(), verdict: Verdict::Meets });
    assert_eq!(recheck(&desk), 1);

    // Taken over, the file is as registered, but the verdict was given on the other one.
    let found = desk.check(Depth::Quick).items[&file("a.txt")].found.clone();
    desk.edit(&assessment::taken_over(&desk.now, vec![("a.txt".into(), found)]));
    assert_eq!(desk.both(id), PieceState::Same);
    assert_eq!(recheck(&desk), 1);
    desk.edit(&Edit::SetVerdict { clause: "5.1.1.1".into(), verdict: Verdict::Meets });
    assert_eq!(recheck(&desk), 0);
}

#[test]
fn registered_at_is_the_programs_to_say_and_fingerprints_outlive_undo() {
    let desk = Desk::new();
    desk.write("a.txt", "一");
    let mut session = Session::new(desk.pinned.clone(), Assessment::default());
    let moment = day(11, 22).and_hms_opt(9, 30, 0).unwrap();
    let piece = Evidence { title: "甲".into(), items: vec![file("a.txt")], ..Evidence::default() };
    let add = Edit::AddEvidence { id: EvidenceId(1), evidence: Box::new(piece.clone()) };
    session.edit(&add.registered_at(moment)).unwrap();
    session.edit(&Edit::SetEvidence { id: EvidenceId(1), evidence: Box::new(piece) }).unwrap();
    assert_eq!(session.assessment().evidence[&EvidenceId(1)].registered, Some(moment));

    session.edit(&Edit::SetNote { clause: "5.1.1.1".into(), text: "一".into() }).unwrap();
    let places = Places::of(desk.folder.path(), session.assessment(), &BTreeMap::new());
    let prints =
        store::fingerprints(&places, &session.assessment().without_fingerprint(), &Seen::default(), &Watch::NONE);
    let prints = prints.into_iter().map(|(path, print)| (path, print.ok())).collect();
    session.observe(&Edit::SetFingerprints(prints)).unwrap();
    session.undo();
    assert!(session.assessment().answers.is_empty());
    assert_eq!(session.assessment().fingerprints.len(), 1, "what was seen stays seen");
    session.undo();
    session.redo();
    session.redo();
    assert_eq!(session.assessment().fingerprints.len(), 1);
}

#[test]
fn folders_named_by_clauses_are_recognised() {
    let desk = Desk::new();
    for name in [
        "5.1.1.1 机构设置/任命书.pdf",
        "5.1 售后服务体系/５．１．１．２_网点/清单.xlsx",
        "5.1 售后服务体系/说明.txt",
        "5.9.9.9 没有/x.txt",
        "2026.3 三月/y.txt",
        "5.1.1.1 机构设置/附件/图.png",
        "散/z.txt",
    ] {
        desk.write(&format!("证据/{name}"), name);
    }
    let tree = store::clause_tree(&desk.path("证据"), &desk.pinned.scheme);
    let names = |paths: &std::collections::BTreeSet<PathBuf>| -> Vec<String> {
        paths.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let found: Vec<(String, Vec<String>)> =
        tree.files.iter().map(|(clause, paths)| (clause.to_string(), names(paths))).collect();
    let expected = [
        ("5.1.1.1".to_owned(), vec!["任命书.pdf".to_owned(), "图.png".to_owned()]),
        ("5.1.1.2".to_owned(), vec!["清单.xlsx".to_owned()]),
    ];
    assert_eq!(found, expected);
    let mut others = names(&tree.others);
    others.sort();
    assert_eq!(others, ["x.txt", "y.txt", "z.txt", "说明.txt"]);
    assert_eq!(names(&tree.unknown), ["5.9.9.9 没有"]);
}

#[cfg(unix)]
#[test]
fn what_a_tree_leaves_out_is_said_with_the_reason() {
    use std::os::unix::ffi::OsStrExt as _;

    let desk = Desk::new();
    desk.write("证据/5.1.1.1/a.txt", "a");
    let deep = format!("证据/5.1.1.1/{}", ["d"; 12].join("/"));
    desk.write(&format!("{deep}/b.txt"), "b");
    for at in 0..7 {
        std::os::unix::fs::symlink(desk.path("别处"), desk.path(&format!("证据/链接{at}"))).unwrap();
    }
    let bad = std::ffi::OsStr::from_bytes(b"\xff.txt");
    fs::write(desk.path("证据/5.1.1.1").join(bad), "c").unwrap();
    desk.write("证据/.git/x", "hidden is not told");
    let tree = store::clause_tree(&desk.path("证据"), &desk.pinned.scheme);
    assert_eq!(tree.files[&"5.1.1.1".into()].len(), 1);
    let left = |why: LeftOut| tree.left_out.values().filter(|left| **left == why).count();
    assert_eq!([left(LeftOut::Link), left(LeftOut::TooDeep), left(LeftOut::BadName)], [7, 1, 1]);
    let said = tree.remarks(&Words::load(Language::Chinese).unwrap());
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].contains("7 个链接") && said[0].contains("链接4…") && !said[0].contains("链接5"), "{}", said[0]);
    assert!(said[1].contains("d/d") && said[1].contains("12 层"), "{}", said[1]);
    assert!(said[2].contains(".txt"), "{}", said[2]);
}

#[test]
fn a_tree_of_too_many_files_names_the_folders_that_were_not_read_to_the_end() {
    let desk = Desk::new();
    let many = desk.path("证据/5.1.1.1 机构");
    fs::create_dir_all(&many).unwrap();
    (0..2_001).for_each(|at| fs::write(many.join(format!("{at}.txt")), "x").unwrap());
    desk.write("证据/5.9.9.9 没有/甲.txt", "甲");
    let tree = store::clause_tree(&desk.path("证据"), &desk.pinned.scheme);
    assert!(tree.cut && tree.unread.contains(&many), "{:?}", tree.unread);
    let said = tree.remarks(&Words::load(Language::Chinese).unwrap()).join("");
    assert!(said.contains("5.1.1.1 机构"), "{said}");
}

mod command_line {
    use super::*;
    use crate::cli::{done, run, with_case};

    fn json(folder: &TempDir, line: &str) -> Value {
        serde_json::from_str(&run(folder, line).out).unwrap()
    }

    #[test]
    fn check_relink_and_add() {
        let folder = with_case();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("证据")).unwrap();
        fs::write(path("证据/任命书.txt"), "abc").unwrap();
        fs::write(path("证据/网点.txt"), "网点").unwrap();
        let said =
            done(&folder, "evidence add @/案卷.xingping @/证据/任命书.txt @/证据/网点.txt --clause 5.1.1.1,5.1.1.2");
        assert!(said.out.contains("新登记 2 项"), "{}", said.out);
        let again = done(&folder, "evidence add @/案卷 @/证据/任命书.txt --clause 5.1.1.1 --clause 5.1.5.1");
        assert!(again.out.contains("新登记 0 项，给已有证据增加条款 1 项"), "{}", again.out);

        let found = json(&folder, "evidence check @/案卷 --json");
        assert_eq!(found["counts"]["same"], 2);
        assert_eq!(found["items"][0]["state"], "same");
        let one = &found["items"][0]["files"][0];
        assert_eq!((one["path"].as_str(), one["size"].as_u64()), (Some("证据/任命书.txt"), Some(3)));
        // FIPS 180-2, appendix B.1.
        assert_eq!(one["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

        fs::write(path("证据/任命书.txt"), "abd").unwrap();
        fs::create_dir(path("旧")).unwrap();
        fs::rename(path("证据/网点.txt"), path("旧/网点.txt")).unwrap();
        let said = run(&folder, "evidence check @/案卷 --full --json");
        assert_eq!(said.done.code, 1);
        let found: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!((&found["items"][0]["state"], &found["items"][1]["state"]), (&"changed".into(), &"moved".into()));
        assert_eq!((&found["counts"]["changed"], &found["counts"]["moved"]), (&1.into(), &1.into()));
        let told = run(&folder, "evidence check @/案卷").out;
        assert!(told.contains("已改动") && told.contains("旧/网点.txt"), "{told}");

        let before = fs::read(path("案卷.xingping")).unwrap();
        let dry = run(&folder, "evidence relink @/案卷 --dry-run");
        assert!(dry.out.contains("证据/网点.txt → 旧/网点.txt（内容一致）"), "{}", dry.out);
        assert_eq!(fs::read(path("案卷.xingping")).unwrap(), before);
        done(&folder, "evidence relink @/案卷");
        let found = json(&folder, "evidence check @/案卷 --json");
        assert_eq!(found["items"][1]["state"], "same");
        assert_eq!(found["items"][1]["files"][0]["path"], "旧/网点.txt");
    }

    #[test]
    fn a_folder_of_too_many_files_is_told_when_it_is_registered() {
        let folder = with_case();
        fs::create_dir(folder.path().join("多")).unwrap();
        for n in 0..=assessment::MAX_FOLDER_FILES {
            fs::write(folder.path().join(format!("多/{n}")), "").unwrap();
        }
        let said = run(&folder, "evidence add @/案卷 @/多");
        assert_eq!(said.done.code, 1);
        assert!(said.err.contains("多：已登记，但没有指纹") && said.err.contains("超过 10000 个"), "{}", said.err);
        let found = json(&folder, "evidence check @/案卷 --json");
        assert_eq!(found["counts"]["same"], 0, "never the same");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_tree_leaves_out_or_cannot_name_is_told() {
        use std::os::unix::ffi::OsStrExt as _;
        use std::os::unix::fs::symlink;

        let folder = with_case();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("夹/5.1.1.1")).unwrap();
        fs::write(path("夹/5.1.1.1/a.txt"), "a").unwrap();
        symlink(path("夹/5.1.1.1/a.txt"), path("夹/链接")).unwrap();
        let said = run(&folder, "evidence add @/案卷 @/夹 --tree");
        assert_eq!(said.done.code, 0);
        assert!(said.out.contains("新登记 1 项") && said.err.contains("1 个链接没有跟进"), "{} {}", said.out, said.err);
        // Behind a link whose name is text lies a folder whose name is none.
        let nameless = folder.path().join(std::ffi::OsStr::from_bytes(b"\xff"));
        fs::create_dir_all(nameless.join("5.1.1.2")).unwrap();
        for n in 0..3 {
            fs::write(nameless.join(format!("5.1.1.2/{n}.txt")), "").unwrap();
        }
        symlink(&nameless, path("好")).unwrap();
        let said = run(&folder, "evidence add @/案卷 @/好 --tree");
        assert!(said.out.contains("新登记 0 项"), "{}", said.out);
        assert!(said.err.contains("3 个文件的路径不是正常的文字") && said.err.contains("0.txt"), "{}", said.err);
    }

    #[test]
    fn bad_input_is_told() {
        let folder = with_case();
        fs::write(folder.path().join("a.txt"), "a").unwrap();
        for (line, part) in [
            ("evidence", "check、relink 或 add"),
            ("evidence add @/案卷", "缺少"),
            ("evidence add @/案卷 @/没有.txt", "没有.txt"),
            ("evidence add @/案卷 @/a.txt --clause 9.9", "没有条款“9.9”"),
            ("evidence relink @/案卷 --root @/没有", "不是文件夹"),
            ("evidence check @/没有", "没有"),
        ] {
            let said = run(&folder, line);
            assert_eq!(said.done.code, 2, "{line}");
            assert!(said.err.contains(part), "{line}: {}", said.err);
        }
    }
}
